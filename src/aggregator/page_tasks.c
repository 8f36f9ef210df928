/* page_tasks.c - the plan's tasks (Mẫu biểu số 01): whose, how far, what is overdue; as the plan's own table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_tasks.h>

#include "page_figures.h"

enum { TASKS_SHOWN = 25 }; /* of a page: a task is a paragraph */

/* --- which --- */

static void path_to(const struct page *p, const char *state, struct buf *out)
{
	buf_init(out, PAGE_BYTES_MAX);
	buf_text(out, "/nhiem-vu");
	page_ask(out, "tinh-trang", state);
	page_ask(out, "don-vi", page_field(p, "don-vi"));
}

static void filter(struct page *p, const char *value, const char *label)
{
	struct buf path;
	path_to(p, value, &path);
	html_print(&p->out, "<li><a href=\"%s\"", path.data);
	html_markup_unescaped(
		&p->out, strcmp(value, page_field(p, "tinh-trang")) == 0 ? " aria-current=\"page\">" : ">");
	html_print(&p->out, "%s</a></li>", label);
	buf_free(&path);
}

static void filters(struct page *p)
{
	html_markup_unescaped(&p->out, "<ul class=\"filters no-print\">");
	filter(p, "", page_text(p, TEXT_DESK_TASK_ALL));
	for (int i = 0; i < TASK_STATES; i++)
		filter(p, app_task_state_word((enum app_task_state)i),
			app_task_state_words((enum app_task_state)i, p->lang));
	filter(p, "overdue", page_text(p, TEXT_TASK_COL_OVERDUE));
	html_print(&p->out,
		"</ul><form method=\"get\" action=\"/nhiem-vu\" class=\"row no-print\"><input type=\"search\" "
		"name=\"don-vi\" value=\"%s\" aria-label=\"%s\" placeholder=\"%s\">",
		page_field(p, "don-vi"), page_text(p, TEXT_TASK_COL_UNIT), page_text(p, TEXT_TASK_COL_UNIT));
	page_hidden(p, "tinh-trang", page_field(p, "tinh-trang"));
	page_button(p, "second", TEXT_DESK_FIG_SEE);
	html_markup_unescaped(&p->out, "</form>");
}

/* --- the list --- */

static void task(struct page *p, const struct app_task *t)
{
	char when[PAGE_WHEN];
	const char *unit = t->text[TASK_UNIT];
	html_print(&p->out, "<tr><td>%s%s", t->text[TASK_NUMBER], *t->text[TASK_NUMBER] ? ". " : "");
	if (page_may(p, PAGE_CLERK))
		html_print(&p->out, "<a href=\"/nhiem-vu/%s\">%s</a>", t->id, t->text[TASK_TASK]);
	else
		html_print(&p->out, "%s", t->text[TASK_TASK]);
	html_print(&p->out, "</td><td>%s</td><td>%s</td><td>%s", unit, t->text[TASK_FINISH],
		t->state == TASK_DONE ? "✓ " : "");
	html_print(&p->out, "%s", app_task_state_words(t->state, p->lang));
	if (t->overdue == TASK_OVERDUE)
		html_print(&p->out, "<br><strong class=\"warning\">%s</strong>", page_text(p, TEXT_TASK_OVERDUE));
	html_print(&p->out, "</td><td>%s", t->result);
	if (t->at[0])
		html_print(&p->out, "<br><small>%s %s</small>", t->by, page_stamp(t->at, when));
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void section(struct page *p, const struct app_task_list *x, size_t i, size_t from)
{
	const char *words = x->row[i].text[TASK_SECTION];
	if (*words && (i == from || strcmp(words, x->row[i - 1].text[TASK_SECTION]) != 0))
		html_print(&p->out, "<tr><th scope=\"rowgroup\" colspan=\"5\">%s</th></tr>", words);
}

static void list(struct page *p, const struct app_task_list *x)
{
	static const text_id heading[] = {TEXT_TASK_COL_TASK, TEXT_TASK_COL_UNIT, TEXT_TASK_COL_FINISH,
		TEXT_FIGURE_COL_STATE, TEXT_TASK_COL_RESULT, TEXT_NONE};
	struct buf path;
	size_t from, end;
	if (x->rows == 0) {
		page_para(p, "", TEXT_DESK_TASK_NONE, NULL, NULL, NULL);
		return;
	}
	page_table(p, "said", TEXT_DESK_TASK, heading);
	page_span(p, "trang", x->rows, TASKS_SHOWN, &from, &end);
	for (size_t i = from; i < end; i++) {
		section(p, x, i, from);
		task(p, &x->row[i]);
	}
	page_table_end(p);
	path_to(p, page_field(p, "tinh-trang"), &path);
	page_turns(p, path.data, "trang", x->rows, TASKS_SHOWN);
	buf_free(&path);
}

static void counts(struct page *p, const struct app_task_list *x)
{
	char n[3][32];
	page_para(p, "", TEXT_DESK_TASK_COUNTS, page_number(p, (int64_t)x->state[TASK_TODO], n[0]),
		page_number(p, (int64_t)x->state[TASK_DOING], n[1]),
		page_number(p, (int64_t)x->state[TASK_DONE], n[2]));
	if (x->overdue > 0)
		page_box_number(p, TONE_WARN, TEXT_DESK_TASK_OVERDUE, (int64_t)x->overdue);
}

static void acts(struct page *p)
{
	static const struct {
		const char *format;
		text_id label;
	} kinds[] = {{"html", TEXT_PAPER_PRINT}, {"xlsx", TEXT_PAPER_XLSX}, {"docx", TEXT_DESK_FIG_DOCX},
		{"csv", TEXT_PAPER_CSV}};
	html_markup_unescaped(&p->out, "<p class=\"row no-print\">");
	if (page_may(p, PAGE_CLERK)) {
		page_link(p, "", "/nhiem-vu/moi", TEXT_DESK_TASK_ADD);
		page_link(p, "second", "/nhiem-vu/tep", TEXT_DESK_TASK_FROM_FILE);
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		html_print(&p->out, "<a class=\"button second\" href=\"/nhiem-vu/tai?dang=%s\">%s</a>", kinds[i].format,
			page_text(p, kinds[i].label));
	html_markup_unescaped(&p->out, "</p>");
}

void desk_tasks(struct page *p)
{
	struct err e;
	struct app_task_list x;
	const struct app_tasks_wish wish = {
		.unit = page_given(p, "don-vi"), .state = page_given(p, "tinh-trang"), .now = p->now};
	int rc = app_tasks(p->store, &wish, &x, &e);
	desk_begin_wide(
		p, DESK_MANAGE, rc == 0 && x.plan ? form_words(&x.plan->title, p->lang) : page_text(p, TEXT_DESK_TASK));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (rc == 0) {
		counts(p, &x);
		filters(p);
		list(p, &x);
		acts(p);
		app_tasks_free(&x);
	} else {
		page_box_fail(p, &e);
	}
	desk_end_status(p, rc == 0 ? 200 : 400);
}

void desk_tasks_get(struct page *p)
{
	static const char *const types[] = {[PLAN_CSV] = "text/csv; charset=utf-8",
		[PLAN_HTML] = "text/html; charset=utf-8",
		[PLAN_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		[PLAN_DOCX] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};
	static const char *const names[] = {
		[PLAN_CSV] = "mau-01.csv", [PLAN_XLSX] = "mau-01.xlsx", [PLAN_DOCX] = "mau-01.docx"};
	struct err e;
	struct app_task_list x;
	struct buf file;
	enum app_plan_format format;
	if (!app_plan_format_read(page_field(p, "dang"), &format) || format == PLAN_TEXT || format == PLAN_JSON)
		format = PLAN_CSV;
	if (app_tasks(p->store, &(struct app_tasks_wish){.now = p->now}, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	buf_init(&file, REPORT_BYTES_MAX);
	int rc = app_tasks_file(p->store, &x, format, p->lang, p->now, &file, &e);
	app_tasks_free(&x);
	if (rc == 0) {
		page_send(p, types[format], format == PLAN_HTML ? NULL : names[format], &file);
		return;
	}
	buf_free(&file);
	page_fail(p, &e);
}
