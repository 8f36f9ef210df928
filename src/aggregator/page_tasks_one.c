/* page_tasks_one.c - one task: how far it is, its words; a new one; taking one off. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_tasks.h>

#include "page_figures.h"

#define NEW "moi"

/* Columns in the order they are typed in. */
static const struct part {
	enum task_column_id column;
	text_id label;
} parts[] = {{TASK_TASK, TEXT_TASK_COL_TASK}, {TASK_UNIT, TEXT_TASK_COL_UNIT}, {TASK_SUPPORT, TEXT_TASK_COL_SUPPORT},
	{TASK_START, TEXT_TASK_COL_START}, {TASK_FINISH, TEXT_TASK_COL_FINISH}, {TASK_NUMBER, TEXT_FIGURE_COL_NUMBER},
	{TASK_SECTION, TEXT_DESK_TASK_SECTION}};
enum { PARTS = sizeof parts / sizeof *parts };

/* The page of one, and what was refused of it. */
struct shown {
	struct page *p;
	const struct app_task *t;
	bool known;                /* else it is to be added */
	const struct err *refused; /* NULL: nothing was */
};

/* What was typed goes before what stands. */
static const char *value(const struct page *p, const char *name, const char *stands)
{
	return page_has(p, name) ? page_field(p, name) : stands;
}

static void states(const struct shown *x)
{
	struct page *p = x->p;
	const char *stands = app_task_state_word(x->t->state), *chosen = value(p, "state", stands);
	html_print(&p->out, "<fieldset class=\"choices\"><legend>%s</legend>", page_text(p, TEXT_FIGURE_COL_STATE));
	for (int i = 0; i < TASK_STATES; i++) {
		const char *word = app_task_state_word((enum app_task_state)i);
		html_print(&p->out, "<label><input type=\"radio\" name=\"state\" value=\"%s\"", word);
		html_markup_unescaped(&p->out, strcmp(word, chosen) == 0 ? " checked> " : "> ");
		html_print(&p->out, "%s</label>", app_task_state_words((enum app_task_state)i, p->lang));
	}
	html_markup_unescaped(&p->out, "</fieldset>");
	if (x->known)
		desk_stands(p, x->refused, "state", stands, app_task_state_words(x->t->state, p->lang));
}

static void area(const struct shown *x, const char *name, text_id label, const char *stands)
{
	struct page *p = x->p;
	html_print(&p->out,
		"<div class=\"field\"><label for=\"%s\">%s</label><textarea id=\"%s\" name=\"%s\" rows=\"3\" "
		"maxlength=\"600\">%s</textarea></div>",
		name, page_text(p, label), name, name, value(p, name, stands));
	if (x->known)
		desk_stands(p, x->refused, name, stands, NULL);
}

static void words(const struct shown *x)
{
	size_t max;
	for (size_t i = 0; i < PARTS; i++) {
		const char *name = tasks_column(parts[i].column, &max), *stands = x->t->text[parts[i].column];
		stands = stands ? stands : "";
		if (parts[i].column == TASK_TASK) {
			area(x, name, parts[i].label, stands);
			continue;
		}
		page_text_field(x->p, name, parts[i].label, TEXT_NONE, value(x->p, name, stands), " maxlength=\"200\"");
		if (x->known)
			desk_stands(x->p, x->refused, name, stands, NULL);
	}
}

/* How far it is goes along when one that was taken off meanwhile is to be added again. */
static void form(const struct shown *x)
{
	struct page *p = x->p;
	page_form(p, "/nhiem-vu/luu", "");
	page_hidden(p, "id", x->known ? x->t->id : NEW);
	if (x->known)
		desk_seen(p, x->refused, x->t->seen);
	else
		desk_once(p);
	if (x->known || page_has(p, "state")) {
		states(x);
		area(x, "result", TEXT_TASK_COL_RESULT, x->t->result ? x->t->result : "");
	}
	if (!x->known) {
		words(x);
	} else {
		html_markup_unescaped(
			&p->out, x->refused ? "<details class=\"more\" open>" : "<details class=\"more\">");
		html_print(&p->out, "<summary>%s</summary>", page_text(p, TEXT_DESK_TASK_WORDS));
		words(x);
		html_markup_unescaped(&p->out, "</details>");
	}
	html_markup_unescaped(&p->out, "<div class=\"actions\">");
	page_button(p, "", TEXT_DESK_FIG_SAVE);
	html_markup_unescaped(&p->out, "</div>");
	page_form_end(p);
}

static void take_off(struct page *p, const struct app_task *t, const struct err *refused)
{
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><p>%s</p>",
		page_text(p, TEXT_DESK_TASK_REMOVE), page_text(p, TEXT_DESK_TASK_REMOVE_WHAT));
	page_form(p, "/nhiem-vu/bo", "");
	page_hidden(p, "id", t->id);
	desk_seen(p, refused, t->seen);
	page_button(p, "danger", TEXT_DESK_TASK_REMOVE_DO);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static const struct app_task *find(const struct app_task_list *l, const char *id)
{
	for (size_t i = 0; i < l->rows; i++)
		if (strcmp(l->row[i].id, id) == 0)
			return &l->row[i];
	return NULL;
}

static void about(struct page *p, const struct app_task *t)
{
	char when[PAGE_WHEN];
	html_print(&p->out, "<p class=\"card\">%s<br><small>%s%s%s</small></p>", t->text[TASK_TASK], t->text[TASK_UNIT],
		*t->text[TASK_FINISH] ? ". " : "", t->text[TASK_FINISH]);
	if (t->overdue == TASK_OVERDUE)
		page_box_text(p, TONE_WARN, TEXT_DESK_TASK_IS_OVERDUE, NULL, NULL, NULL);
	if (t->at[0])
		html_print(&p->out, "<p class=\"hint\">%s %s</p>", t->by, page_stamp(t->at, when));
}

static void show(struct page *p, const char *id, const struct err *refused)
{
	struct err e;
	struct app_task_list l;
	bool fresh = strcmp(id, NEW) == 0;
	if (app_tasks(p->store, &(struct app_tasks_wish){.now = p->now}, &l, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	const struct app_task *t = find(&l, id);
	fresh |= !t && desk_refused(refused) == 409 && page_has(p, "task"); /* what was typed is kept */
	if (t || fresh) {
		desk_begin(p, DESK_MANAGE, page_text(p, fresh ? TEXT_DESK_TASK_ADD : TEXT_DESK_TASK_ONE));
		page_crumbs(p, "/nhiem-vu", TEXT_DESK_TASK);
		if (refused)
			page_box_fail(p, refused);
		if (t)
			about(p, t);
		form(&(struct shown){p, t ? t : &(struct app_task){.added = true}, t != NULL, refused});
		if (t)
			take_off(p, t, refused);
		desk_end_status(p, desk_refused(refused));
	} else if (desk_refused(refused) == 409) {
		desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_TASK_ONE));
		page_crumbs(p, "/nhiem-vu", TEXT_DESK_TASK);
		page_box_fail(p, refused);
		desk_end_status(p, 409);
	} else {
		err_set(&e, ERR_NOT_FOUND, TEXT_DESK_W_TASK_NONE, "%s", id);
		page_fail(p, &e);
	}
	app_tasks_free(&l);
}

void desk_task(struct page *p)
{
	show(p, p->tail, NULL);
}

/* Only what the form asked is changed. */
void desk_task_set(struct page *p)
{
	struct err e;
	struct app_task_done done;
	struct app_task_change change[PARTS + 2];
	const char *id = page_field(p, "id");
	bool fresh = strcmp(id, NEW) == 0;
	struct app_task_wish wish = {.id = fresh ? NULL : id, .change = change, .seen = desk_saw(p), .now = p->now};
	size_t max;
	if (fresh && desk_made(p))
		return;
	for (size_t i = 0; i < PARTS + 2; i++) {
		const char *name = i < PARTS ? tasks_column(parts[i].column, &max) : i == PARTS ? "state" : "result";
		if (page_has(p, name))
			change[wish.changes++] = (struct app_task_change){name, page_field(p, name)};
	}
	if (app_task_set(p->store, &wish, &done, &e) != 0)
		show(p, id, &e);
	else if (fresh)
		desk_made_done(p, "/nhiem-vu", TEXT_DESK_TASK_ADDED, NULL, NULL, NULL);
	else
		desk_done(p, "/nhiem-vu", done.written ? TEXT_DESK_TASK_SAVED : TEXT_DESK_TASK_SAME, NULL, NULL, NULL);
}

void desk_task_remove(struct page *p)
{
	struct err e;
	struct app_task_done done;
	const struct app_task_wish wish = {
		.id = page_field(p, "id"), .remove = true, .seen = desk_saw(p), .now = p->now};
	if (app_task_set(p->store, &wish, &done, &e) != 0)
		show(p, wish.id, &e);
	else
		desk_done(p, "/nhiem-vu", TEXT_DESK_TASK_REMOVED, NULL, NULL, NULL);
}
