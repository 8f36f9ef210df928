/* app_tasks.c - the plan's tasks as they stand now, and changing one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>
#include <tungnha/json.h>
#include <tungnha/store_facts.h>
#include <tungnha/utf8.h>

#include "decide.h"
#include "plan_tasks.h"

static const char *const states[TASK_STATES] = {[TASK_TODO] = "todo", [TASK_DOING] = "doing", [TASK_DONE] = "done"};

const char *app_task_state_word(enum app_task_state s)
{
	return states[s];
}

bool app_task_state_read(const char *word, enum app_task_state *out)
{
	for (int i = 0; i < TASK_STATES; i++)
		if (strcmp(states[i], word) == 0) {
			*out = (enum app_task_state)i;
			return true;
		}
	return false;
}

const char *app_task_state_words(enum app_task_state s, enum text_lang lang)
{
	static const text_id words[TASK_STATES] = {
		[TASK_TODO] = TEXT_TASK_TODO, [TASK_DOING] = TEXT_TASK_DOING, [TASK_DONE] = TEXT_TASK_DONE};
	return text_get(lang, words[s]);
}

/* --- one task --- */

void plan_task_free(struct app_task *t)
{
	for (int i = 0; i < TASK_COLUMNS; i++)
		free(t->text[i]);
	free(t->result);
	*t = (struct app_task){.added = false};
}

static void take_text(char **to, const char *text)
{
	free(*to);
	*to = alloc_copy(text ? text : "");
	utf8_plain(*to);
}

static void from_plan(const struct task *t, struct app_task *out)
{
	snprintf(out->id, sizeof out->id, "%s", t->id);
	for (int i = 0; i < TASK_COLUMNS; i++)
		take_text(&out->text[i], t->text[i]);
	take_text(&out->result, "");
}

static void from_entry(const struct store_fact *x, struct app_task *out)
{
	size_t max;
	const char *state = json_string(x->fields, "state");
	for (int i = 0; i < TASK_COLUMNS; i++)
		take_text(&out->text[i], json_string(x->fields, tasks_column((enum task_column_id)i, &max)));
	take_text(&out->result, json_string(x->fields, "result"));
	out->state = TASK_TODO;
	if (state)
		app_task_state_read(state, &out->state);
	name_text(&x->act, out->seen);
	memcpy(out->at, x->at, sizeof out->at);
	memcpy(out->by, x->by, sizeof out->by);
}

static struct app_task *find(struct app_task_list *l, const char *id)
{
	for (size_t i = 0; i < l->rows; i++)
		if (strcmp(l->row[i].id, id) == 0)
			return &l->row[i];
	return NULL;
}

static struct app_task *add(struct app_task_list *l)
{
	l->row = alloc_grow(l->row, l->rows + 1, sizeof *l->row);
	l->row[l->rows] = (struct app_task){.added = false};
	return &l->row[l->rows++];
}

static int take_entry(void *context, const struct store_fact *x, struct err *e)
{
	struct app_task_list *l = context;
	const char *id = json_string(x->fields, "id");
	(void)e;
	if (!id || !*id || strlen(id) >= APP_TASK_ID)
		return 0;
	struct app_task *t = find(l, id);
	bool removed = !json_string(x->fields, "task");
	if (removed && t) {
		plan_task_free(t);
		memmove(t, t + 1, (size_t)(l->row + l->rows - t - 1) * sizeof *t);
		l->rows--;
	}
	if (removed)
		return 0;
	if (!t) {
		t = add(l);
		t->added = true;
		snprintf(t->id, sizeof t->id, "%s", id);
		utf8_plain(t->id);
	}
	from_entry(x, t);
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct app_task *x = a, *y = b;
	return utf8_compare(x->id, y->id);
}

int plan_tasks_load(struct store *s, struct app_task_list *out, struct err *e)
{
	struct unit own;
	*out = (struct app_task_list){.rows = 0};
	if (store_tasks(s, &out->plan) != 0)
		out->plan = NULL;
	for (size_t i = 0; out->plan && i < out->plan->count; i++)
		from_plan(&out->plan->task[i], add(out));
	size_t planned = 0;
	if (store_own_unit(s, &own, e) != 0 || store_facts(s, own.code, ENTRY_TASK, take_entry, out, e) != 0) {
		app_tasks_free(out);
		return -1;
	}
	while (planned < out->rows && !out->row[planned].added)
		planned++;
	if (out->rows > planned)
		qsort(out->row + planned, out->rows - planned, sizeof *out->row, by_id);
	return 0;
}

void app_tasks_free(struct app_task_list *x)
{
	for (size_t i = 0; i < x->rows; i++)
		plan_task_free(&x->row[i]);
	free(x->row);
	*x = (struct app_task_list){.rows = 0};
}

/* --- as they stand --- */

/* "before the 3rd": on the 3rd it is too late. */
static enum app_overdue overdue(const struct app_task *t, bool clock, const char *today)
{
	if (t->state == TASK_DONE || !t->finish.day[0])
		return TASK_NOT_OVERDUE;
	if (!clock)
		return TASK_CANNOT_TELL;
	int late = strcmp(today, t->finish.day);
	return late > 0 || (late == 0 && t->finish.before) ? TASK_OVERDUE : TASK_NOT_OVERDUE;
}

static bool has_words(const char *text, const char *folded)
{
	char *mine = utf8_fold(text);
	bool has = strstr(mine, folded) != NULL;
	free(mine);
	return has;
}

static bool wanted(const struct app_task *t, const char *unit, const char *state)
{
	enum app_task_state s;
	if (unit && !has_words(t->text[TASK_UNIT], unit))
		return false;
	if (!state)
		return true;
	return app_task_state_read(state, &s) ? t->state == s : t->overdue == TASK_OVERDUE;
}

static void keep_wanted(struct app_task_list *l, const struct app_tasks_wish *w)
{
	char *unit = w->unit ? utf8_fold(w->unit) : NULL;
	size_t kept = 0;
	for (size_t i = 0; i < l->rows; i++) {
		if (wanted(&l->row[i], unit, w->state))
			l->row[kept++] = l->row[i];
		else
			plan_task_free(&l->row[i]);
	}
	l->rows = kept;
	free(unit);
	for (size_t i = 0; i < kept; i++) {
		l->state[l->row[i].state]++;
		l->overdue += l->row[i].overdue == TASK_OVERDUE;
	}
}

int app_tasks(struct store *s, const struct app_tasks_wish *w, struct app_task_list *out, struct err *e)
{
	enum app_task_state state;
	char today[CLOCK_DATE];
	*out = (struct app_task_list){.rows = 0};
	if (w->state && strcmp(w->state, "overdue") != 0 && !app_task_state_read(w->state, &state))
		return err_set(e, ERR_USAGE, TEXT_TASK_STATE, "%s", w->state);
	if (plan_tasks_load(s, out, e) != 0)
		return -1;
	if (app_hub_clock_trusted(s, w->now, &out->clock, e) != 0) {
		app_tasks_free(out);
		return -1;
	}
	clock_date(w->now, today);
	for (size_t i = 0; i < out->rows; i++) {
		struct app_task *t = &out->row[i];
		task_time_read(t->text[TASK_FINISH], &t->finish);
		t->overdue = overdue(t, out->clock, today);
	}
	keep_wanted(out, w);
	return 0;
}

/* --- changing one --- */

static int set_text(char **to, const char *member, const char *value, size_t max, struct err *e)
{
	char *clean = utf8_clean(value, strlen(value));
	if (!clean || strlen(clean) > max) {
		free(clean);
		return err_set(e, ERR_DATA, TEXT_TASK_TEXT, "%s" ERR_AND "%zu", member, max);
	}
	free(*to);
	*to = clean;
	return 0;
}

int plan_task_change(struct app_task *t, const struct app_task_change *c, struct err *e)
{
	size_t max;
	if (strcmp(c->member, "state") == 0)
		return app_task_state_read(c->value, &t->state) ? 0
								: err_set(e, ERR_DATA, TEXT_TASK_STATE, "%s", c->value);
	if (strcmp(c->member, "result") == 0)
		return set_text(&t->result, c->member, c->value, APP_TASK_RESULT_BYTES, e);
	for (int i = 0; i < TASK_COLUMNS; i++)
		if (strcmp(c->member, tasks_column((enum task_column_id)i, &max)) == 0)
			return set_text(&t->text[i], c->member, c->value, max, e);
	return err_set(e, ERR_USAGE, TEXT_TASK_MEMBER, "%s", c->member);
}

int plan_task_write(struct store *s, const struct app_task *t, bool remove, int64_t now, struct err *e)
{
	struct unit own;
	size_t max;
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "id", t->id);
	for (int i = 0; i < TASK_COLUMNS; i++) {
		const char *name = tasks_column((enum task_column_id)i, &max);
		if (i == TASK_TASK && remove)
			cJSON_AddNullToObject(fields, name);
		else
			cJSON_AddStringToObject(fields, name, t->text[i]);
	}
	cJSON_AddStringToObject(fields, "result", t->result);
	cJSON_AddStringToObject(fields, "state", states[t->state]);
	if (store_own_unit(s, &own, e) != 0) {
		cJSON_Delete(fields);
		return -1;
	}
	char *by = app_by(s);
	struct store_author a = {.by = by, .at = now};
	int rc = store_write_act(s, own.code, ENTRY_TASK, NULL, fields, &a, NULL, e);
	free(by);
	return rc;
}

bool plan_task_same(const struct app_task *a, const struct app_task *b)
{
	for (int i = 0; i < TASK_COLUMNS; i++)
		if (strcmp(a->text[i], b->text[i]) != 0)
			return false;
	return a->state == b->state && strcmp(a->result, b->result) == 0;
}

void plan_task_copy(const struct app_task *from, struct app_task *to)
{
	*to = *from;
	for (int i = 0; i < TASK_COLUMNS; i++)
		to->text[i] = alloc_copy(from->text[i] ? from->text[i] : "");
	to->result = alloc_copy(from->result ? from->result : "");
}

/* "them-1", "them-2": never one that was used before, taken off or not. */
int plan_task_name(struct store *s, const struct app_task_list *l, char out[static APP_TASK_ID], struct err *e)
{
	char *last = store_setting(s, "task_number"), text[24];
	int n = last ? atoi(last) : 0;
	bool taken = true;
	free(last);
	while (taken) {
		snprintf(out, APP_TASK_ID, "them-%d", ++n);
		taken = false;
		for (size_t i = 0; i < l->rows; i++)
			taken |= strcmp(l->row[i].id, out) == 0;
	}
	snprintf(text, sizeof text, "%d", n);
	return store_set(s, "task_number", text, e);
}

struct gone {
	const char *id;
	char seen[NAME_TEXT], at[CLOCK_STAMP], by[ENTRY_BY_BYTES + 1];
};

static int look_for_gone(void *context, const struct store_fact *x, struct err *e)
{
	struct gone *g = context;
	const char *id = json_string(x->fields, "id");
	(void)e;
	if (!id || strcmp(id, g->id) != 0)
		return 0;
	name_text(&x->act, g->seen);
	memcpy(g->at, x->at, sizeof g->at);
	memcpy(g->by, x->by, sizeof g->by);
	return 0;
}

/* There is none of that name: never, or it was taken off while somebody looked at it. */
static int none_such(struct store *s, const struct app_task_wish *w, struct err *e)
{
	struct gone g = {.id = w->id};
	struct unit own;
	if (store_own_unit(s, &own, e) != 0 || store_facts(s, own.code, ENTRY_TASK, look_for_gone, &g, e) != 0)
		return -1;
	const struct decide_other o = {w->seen, *g.seen ? g.seen : NULL, TEXT_TASK_MEANWHILE_GONE, g.by, g.at, ""};
	return decide_alone(s, &o, e) != 0 ? -1 : err_set(e, ERR_NOT_FOUND, TEXT_TASK_NONE, "%s", w->id);
}

struct changing {
	const struct app_task_wish *w;
	struct app_task_done *out;
	struct app_task_list list;
	struct app_task task;
};

static int change(struct store *s, void *context, struct err *e)
{
	struct changing *c = context;
	const struct app_task_wish *w = c->w;
	if (plan_tasks_load(s, &c->list, e) != 0)
		return -1;
	const struct app_task *known = w->id ? find(&c->list, w->id) : NULL;
	if (w->id && !known)
		return none_such(s, w, e);
	plan_task_copy(known ? known : &(struct app_task){.added = true}, &c->task);
	for (size_t i = 0; i < w->changes; i++)
		if (plan_task_change(&c->task, &w->change[i], e) != 0)
			return -1;
	if (!*c->task.text[TASK_TASK])
		return err_set(e, ERR_USAGE, TEXT_TASK_WORDLESS, "");
	c->out->written = w->remove || !known || !plan_task_same(known, &c->task);
	const struct decide_other o = {w->seen, known && c->out->written ? known->seen : NULL, TEXT_TASK_MEANWHILE,
		known ? known->by : "", known ? known->at : "", ""};
	if (decide_alone(s, &o, e) != 0 || (!known && plan_task_name(s, &c->list, c->task.id, e) != 0))
		return -1;
	memcpy(c->out->id, c->task.id, sizeof c->out->id);
	return c->out->written ? plan_task_write(s, &c->task, w->remove, w->now, e) : 0;
}

int app_task_set(struct store *s, const struct app_task_wish *w, struct app_task_done *out, struct err *e)
{
	struct changing c = {.w = w, .out = out};
	*out = (struct app_task_done){.written = false};
	int rc = decide_run(s, change, &c, e);
	plan_task_free(&c.task);
	app_tasks_free(&c.list);
	return rc;
}
