/* cmd_close.c - `close` and `statement list|show|diff`: the commune's figures of a period, closed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "commands.h"

/* -- changes -- */

static cJSON *json_changes(const struct form *f, const struct app_changes *k)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < k->count; i++) {
		const struct app_change *x = &k->change[i];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddItemToObject(o, "unit", x->code[0] ? cJSON_CreateString(x->code) : cJSON_CreateNull());
		cJSON_AddStringToObject(o, "column", x->column < 0 ? "late" : f->column[x->column].id);
		if (x->column < 0) {
			cJSON_AddBoolToObject(o, "before", x->before != 0);
			cJSON_AddBoolToObject(o, "after", x->after != 0);
		} else {
			cJSON_AddNumberToObject(o, "before", (double)x->before);
			cJSON_AddNumberToObject(o, "after", (double)x->after);
		}
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static bool on_paper(const struct form *f, const struct app_change *x)
{
	return x->column >= 0 && (f->column[x->column].printed || f->column[x->column].listed);
}

static bool same_unit(const struct app_change *a, const struct app_change *b)
{
	return strcmp(a->code, b->code) == 0;
}

/* "Số hộ 3 → 5; Số khẩu 11 → 16": of the changes first to end, those on paper, or all where none is. */
static void list_changes(const struct command_context *c, const struct form *f, const struct app_change *first,
	const struct app_change *end, struct buf *out)
{
	bool any = false;
	char before[32], after[32];
	for (const struct app_change *x = first; x < end; x++)
		any |= on_paper(f, x);
	for (const struct app_change *x = first; x < end; x++) {
		const char *between = out->len ? "; " : "";
		if (x->column < 0)
			buf_print(out, "%s%s", between,
				text_get(c->lang, x->after ? TEXT_CHANGE_LATE : TEXT_CHANGE_NOT_LATE));
		else if (!any || on_paper(f, x))
			buf_print(out, "%s%s %s → %s", between, form_words(&f->column[x->column].label, c->lang),
				text_number(c->lang, x->before, before), text_number(c->lang, x->after, after));
	}
}

/* A line for each unit; the total comes last. */
static void print_changes(const struct command_context *c, const struct form *f, const struct app_changes *k)
{
	const struct app_change *end = k->change + k->count;
	for (const struct app_change *x = k->change, *next; x < end; x = next) {
		struct buf list;
		for (next = x; next < end && same_unit(x, next);)
			next++;
		buf_init(&list, 4 * FORM_SENTENCE);
		list_changes(c, f, x, next, &list);
		command_put(
			stdout, "  %s: %s\n", x->code[0] ? x->name : text_get(c->lang, TEXT_CHANGE_TOTAL), list.data);
		buf_free(&list);
	}
}

/* -- a statement -- */

static double add_all(const cJSON *object)
{
	double sum = 0;
	const cJSON *v;
	cJSON_ArrayForEach(v, object) sum += v->valuedouble;
	return sum;
}

static const cJSON *member(const struct store_statement *x, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(x->fields, name);
}

static cJSON *json_head(const struct store_statement *x)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "period", x->period);
	cJSON_AddNumberToObject(o, "version", x->version);
	cJSON_AddStringToObject(o, "closed_at", x->at);
	cJSON_AddStringToObject(o, "code", x->code);
	cJSON_AddItemToObject(o, "reason", x->reason[0] ? cJSON_CreateString(x->reason) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "late", cJSON_Duplicate(member(x, "late"), true));
	cJSON_AddNumberToObject(o, "held", add_all(member(x, "held")));
	cJSON_AddNumberToObject(o, "conflicts", add_all(member(x, "conflicts")));
	cJSON_AddNumberToObject(o, "devices", add_all(member(x, "devices")));
	return o;
}

static cJSON *json_row(const struct form *f, const struct store_statement_row *r)
{
	cJSON *o = command_json_row(f, r->sums.value, r->given);
	const char *source = store_source_word(r->source);
	cJSON_AddStringToObject(o, "unit", r->code);
	cJSON_AddStringToObject(o, "name", r->name);
	cJSON_AddItemToObject(o, "source", source ? cJSON_CreateString(source) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "unknown", command_json_unknown(f, r->sums.unknown));
	cJSON_AddNumberToObject(o, "devices", (double)r->devices);
	cJSON_AddNumberToObject(o, "held", (double)r->held);
	cJSON_AddNumberToObject(o, "conflicts", (double)r->conflicts);
	return o;
}

static cJSON *json_statement(const struct form *f, const struct store_statement *x)
{
	cJSON *o = json_head(x), *rows = cJSON_AddArrayToObject(o, "rows");
	struct form_sums total = {.value = {0}};
	const cJSON *v;
	cJSON_ArrayForEach(v, member(x, "rows"))
	{
		struct store_statement_row r;
		store_statement_row(x, f, v->string, &r);
		for (size_t i = 0; i < f->columns; i++)
			total.value[i] += r.sums.value[i];
		cJSON_AddItemToArray(rows, json_row(f, &r));
	}
	cJSON_AddItemToObject(o, "total", command_json_row(f, total.value, NULL));
	cJSON_AddItemToObject(o, "through", cJSON_Duplicate(member(x, "through"), true));
	return o;
}

/* -- close -- */

static cJSON *json_closed(const struct form *f, const struct app_closed *k)
{
	cJSON *o = json_head(&k->statement);
	cJSON_AddBoolToObject(o, "written", k->written);
	cJSON_AddBoolToObject(o, "early", k->early);
	cJSON_AddBoolToObject(o, "clock_unset", k->clock_unset);
	cJSON_AddItemToObject(o, "changes", json_changes(f, &k->changes));
	return o;
}

static void print_closed(const struct command_context *c, const struct form *f, const struct app_closed *k)
{
	struct app_calendar calendar;
	char version[32], ends[APP_WHEN];
	snprintf(version, sizeof version, "%d", k->statement.version);
	command_say(c, k->written ? TEXT_CLOSE_DONE : TEXT_CLOSE_SAME, k->statement.period, version, k->statement.code);
	if (k->changes.count > 0)
		command_say(c, TEXT_CLOSE_CHANGES, NULL, NULL, NULL);
	print_changes(c, f, &k->changes);
	if (k->newer[0])
		command_warn(c, TEXT_CLOSE_NEWER, k->statement.period, k->newer, NULL);
	app_calendar(c->store, clock_now(), &calendar);
	if (k->clock_unset)
		command_warn(c, TEXT_PERIOD_CLOSE_CLOCK, k->statement.period, NULL, NULL);
	else if (k->early)
		command_warn(c, TEXT_CLOSE_EARLY, k->statement.period,
			app_period_ends(&calendar, k->statement.period, ends), NULL);
	else if (k->written)
		command_say(c, TEXT_CLOSE_LATER, NULL, NULL, NULL);
}

int cmd_close(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_closed k;
	const struct form *f;
	struct app_close wish = {.period = command_option(c, w, "period"),
		.again = command_option(c, w, "again") != NULL,
		.reason = command_option(c, w, "reason"),
		.now = clock_now()};
	if (!wish.period) {
		app_period_needed(c->store, TEXT_CLOSE_PERIOD_NEEDED, wish.now, &e);
		return command_fail(c, &e);
	}
	if (store_form(c->store, NULL, &f, &e) != 0 || app_hub_close(c->store, &wish, &k, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, json_closed(f, &k));
	else
		print_closed(c, f, &k);
	app_closed_free(&k);
	return 0;
}

/* -- statement list -- */

/* Of every period in the list the statement that stands; in text, the periods closed twice are told. */
struct standing {
	char period[PERIOD_TEXT];
	struct store_statement statement;
	bool told;
};

struct listing {
	const struct command_context *c;
	struct standing now;
	cJSON *json;
	struct command_table *table;
};

/* Statements come period by period. */
static int look_at_period(struct listing *l, const struct store_statement *x, struct err *e)
{
	struct standing *now = &l->now;
	if (strcmp(now->period, x->period) != 0) {
		store_statement_free(&now->statement);
		snprintf(now->period, sizeof now->period, "%s", x->period);
		now->told = false;
		if (store_statement(l->c->store, x->period, &now->statement, e) < 0)
			return -1;
	}
	if (!now->told && !l->json && app_hub_rivals(&now->statement, x)) {
		command_warn(l->c, TEXT_PERIOD_CLOSED_TWICE, x->period, now->statement.code, NULL);
		now->told = true;
	}
	return 0;
}

static void add_listed(struct listing *l, const struct store_statement *x)
{
	cJSON *o = json_head(x);
	cJSON_AddBoolToObject(o, "stands", name_compare(&x->entry, &l->now.statement.entry) == 0);
	cJSON_AddItemToArray(l->json, o);
}

static int list_one(void *context, const struct store_statement *x, struct err *e)
{
	struct listing *l = context;
	char version[32], when[COMMAND_WHEN];
	if (look_at_period(l, x, e) != 0)
		return -1;
	snprintf(version, sizeof version, "%d", x->version);
	const char *cells[] = {x->period, version, command_when(x->at, when), x->code, x->reason};
	if (l->json)
		add_listed(l, x);
	else
		command_table_row(l->table, cells);
	return 0;
}

int cmd_statement_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct listing l = {.c = c, .json = c->json ? cJSON_CreateArray() : NULL};
	const char *headings[] = {text_get(c->lang, TEXT_COL_PERIOD), text_get(c->lang, TEXT_COL_VERSION),
		text_get(c->lang, TEXT_COL_CLOSED_AT), text_get(c->lang, TEXT_COL_CODE_CHECK),
		text_get(c->lang, TEXT_COL_REASON)};
	(void)w;
	if (!l.json)
		l.table = command_table_new(sizeof headings / sizeof *headings, headings);
	int rc = store_statements(c->store, list_one, &l, &e);
	store_statement_free(&l.now.statement);
	if (rc != 0) {
		cJSON_Delete(l.json);
		command_table_free(l.table);
		return command_fail(c, &e);
	}
	if (l.json)
		return command_print_json(c, l.json);
	command_table_print(l.table);
	return 0;
}

/* -- statement show, diff -- */

static void print_head(const struct command_context *c, const struct store_statement *x)
{
	char version[32], when[COMMAND_WHEN];
	snprintf(version, sizeof version, "%d", x->version);
	command_say(c, TEXT_STATEMENT_HEAD, x->period, version, command_when(x->at, when));
	command_say(c, TEXT_STATEMENT_CODE, x->code, NULL, NULL);
	if (x->reason[0])
		command_say(c, TEXT_STATEMENT_REASON, x->reason, NULL, NULL);
}

static void print_late(const struct command_context *c, const struct store_statement *x)
{
	struct buf names;
	char n[32], held[32], conflicts[32], devices[32];
	const cJSON *v;
	buf_init(&names, FORM_SENTENCE);
	cJSON_ArrayForEach(v, member(x, "late"))
	{
		const char *name = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(member(x, "names"), v->valuestring ? v->valuestring : ""));
		buf_print(&names, "%s%s", names.len ? ", " : "", name ? name : "");
	}
	if (names.len)
		command_say(c, TEXT_STATEMENT_LATE, text_number(c->lang, cJSON_GetArraySize(member(x, "late")), n),
			names.data, NULL);
	buf_free(&names);
	command_say(c, TEXT_STATEMENT_STATE, text_number(c->lang, (long long)add_all(member(x, "held")), held),
		text_number(c->lang, (long long)add_all(member(x, "conflicts")), conflicts),
		text_number(c->lang, (long long)add_all(member(x, "devices")), devices));
}

static int print_table(const struct command_context *c, const char *period, struct err *e)
{
	struct buf out;
	buf_init(&out, REPORT_BYTES_MAX);
	int rc = app_form02_closed(c->store, period, NULL, REPORT_TEXT, c->lang, &out, e);
	if (rc == 0)
		printf("\n%s\n", out.data); /* the writer left lines of its own */
	buf_free(&out);
	return rc;
}

int cmd_statement_show(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_statement x;
	const struct form *f;
	if (store_form(c->store, NULL, &f, &e) != 0 ||
		app_hub_statement(c->store, w->words ? w->word[0] : NULL, &x, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		command_print_json(c, json_statement(f, &x.statement));
		app_statement_free(&x);
		return 0;
	}
	print_head(c, &x.statement);
	int rc = print_table(c, x.statement.period, &e);
	if (rc == 0)
		print_late(c, &x.statement);
	app_statement_free(&x);
	return rc == 0 ? 0 : command_fail(c, &e);
}

static void print_diff(const struct command_context *c, const struct form *f, const struct app_statement *x)
{
	char before[32];
	snprintf(before, sizeof before, "%d", x->statement.version - 1);
	print_head(c, &x->statement);
	if (x->statement.version > 1)
		command_say(c, x->changes.count ? TEXT_STATEMENT_CHANGES : TEXT_STATEMENT_SAME, before, NULL, NULL);
	else
		command_say(c, TEXT_STATEMENT_FIRST, x->statement.period, NULL, NULL);
	print_changes(c, f, &x->changes);
	command_say(c, x->since.count ? TEXT_STATEMENT_SINCE : TEXT_STATEMENT_UNCHANGED, NULL, NULL, NULL);
	print_changes(c, f, &x->since);
}

int cmd_statement_diff(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_statement x;
	const struct form *f;
	if (store_form(c->store, NULL, &f, &e) != 0 ||
		app_hub_statement(c->store, w->words ? w->word[0] : NULL, &x, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = json_head(&x.statement);
		cJSON_AddItemToObject(o, "changes", json_changes(f, &x.changes));
		cJSON_AddItemToObject(o, "since", json_changes(f, &x.since));
		command_print_json(c, o);
	} else {
		print_diff(c, f, &x);
	}
	app_statement_free(&x);
	return 0;
}
