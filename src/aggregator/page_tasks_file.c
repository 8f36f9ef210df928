/* page_tasks_file.c - tasks from a file under the headings of Mẫu 01: looked at, then all of it written or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_tasks.h>

#include "page_figures.h"

#define KIND "tasks"
#define PATH "/nhiem-vu/tep"

static struct app_tasks_import asked(struct page *p, const struct desk_file *f)
{
	return (struct app_tasks_import){.path = f->path,
		.encoding = fig_given(p, "bang-ma"),
		.sheet = fig_given(p, "trang"),
		.now = p->now,
		.lang = p->lang};
}

static void lines(struct page *p, const struct app_tasks_imported *x)
{
	static const enum app_figure_action order[] = {FIGURE_REFUSED, FIGURE_CHANGED, FIGURE_NEW};
	static const text_id verdict[FIGURE_ACTIONS] = {[FIGURE_NEW] = TEXT_TOTALS_IS_NEW,
		[FIGURE_CHANGED] = TEXT_TOTALS_IS_CHANGED,
		[FIGURE_SAME] = TEXT_TOTALS_IS_SAME,
		[FIGURE_REFUSED] = TEXT_TOTALS_IS_REFUSED};
	static const text_id heading[] = {TEXT_TOTALS_COL_LINE, TEXT_TOTALS_COL_VERDICT, TEXT_TASK_COL_UNIT,
		TEXT_TASK_COL_TASK, TEXT_FIGURE_COL_REMARK, TEXT_NONE};
	fig_table(p, TEXT_DESK_FIG_LINES, heading);
	for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
		size_t shown = 0;
		for (size_t i = 0; i < x->lines; i++) {
			const struct app_task_line *l = &x->line[i];
			if (l->action == order[k] && shown++ < FIG_SHOWN)
				html_print(&p->out,
					"<tr><td "
					"class=\"number\">%lld</td><td>%s%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
					(long long)l->line, l->action == FIGURE_REFUSED ? "✗ " : "",
					page_text(p, verdict[l->action]), l->unit, l->task, l->sentence);
		}
	}
	fig_table_end(p);
	if (x->lines > FIG_SHOWN)
		html_print(&p->out, "<p class=\"hint\">%s</p>", page_text(p, TEXT_DESK_FIG_NOT_ALL));
}

static void write_it(struct page *p, const struct desk_file *f, const struct app_tasks_imported *x)
{
	if (x->count[FIGURE_REFUSED] || x->count[FIGURE_NEW] + x->count[FIGURE_CHANGED] == 0)
		return;
	page_form(p, PATH "/ghi", "");
	fig_seen(p, f);
	fig_button(p, "big", TEXT_DESK_FIG_WRITE);
	page_form_end(p);
}

static void preview(struct page *p, const struct desk_file *f)
{
	struct err e;
	struct app_tasks_imported x;
	struct app_tasks_import ask = asked(p, f);
	char n[3][32];
	ask.dry_run = true;
	int rc = app_tasks_import(p->store, &ask, &x, &e);
	html_print(&p->out, "<h2>%s</h2>", f->name);
	if (rc != 0) {
		desk_file_name(&e, f);
		page_box_fail(p, &e);
	}
	if (rc == 0 || x.count[FIGURE_REFUSED] > 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_FIG_WOULD, page_number(p, (int64_t)x.count[FIGURE_NEW], n[0]),
			page_number(p, (int64_t)x.count[FIGURE_CHANGED], n[1]),
			page_number(p, (int64_t)x.count[FIGURE_SAME], n[2]));
		fig_left_out(p, &x.left_out);
		write_it(p, f, &x);
		lines(p, &x);
	} else {
		fig_readings(p, PATH, &x.readings, e.text == TEXT_FIGURE_NO_HEADING || e.text == TEXT_TABLE_NO_SHEET);
	}
	app_tasks_imported_free(&x);
}

static void show(struct page *p, const struct err *refused)
{
	struct desk_file f;
	bool there = page_has(p, "xem") && desk_file(p, KIND, &f);
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_DESK_TASK_FROM_FILE));
	desk_crumbs(p, "/nhiem-vu", TEXT_DESK_TASK);
	if (refused)
		page_box_fail(p, refused);
	if (there)
		preview(p, &f);
	if (there)
		fig_heading(p, TEXT_PAPER_OTHER_FILE);
	html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_DESK_TASK_FILE_WHAT));
	fig_upload(p, PATH, there);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_tasks_file(struct page *p)
{
	show(p, NULL);
}

void desk_tasks_file_take(struct page *p)
{
	struct err e;
	if (desk_file_take(p, KIND, &e) != 0)
		show(p, &e);
	else
		page_redirect(p, PATH "?xem=1");
}

void desk_tasks_file_write(struct page *p)
{
	struct err e;
	struct desk_file f = {.path = ""};
	struct app_tasks_imported x = {.written = false};
	char n[3][32];
	int rc = fig_is_seen(p, KIND, &f, &e) ? 0 : -1;
	if (rc == 0) {
		struct app_tasks_import ask = asked(p, &f);
		rc = app_tasks_import(p->store, &ask, &x, &e);
	}
	if (rc != 0) {
		desk_file_name(&e, &f);
		show(p, &e);
	} else {
		desk_file_drop(p, KIND);
		desk_done(p, "/nhiem-vu", TEXT_FIGURE_IMPORTED, page_number(p, (int64_t)x.count[FIGURE_NEW], n[0]),
			page_number(p, (int64_t)x.count[FIGURE_CHANGED], n[1]),
			page_number(p, (int64_t)x.count[FIGURE_SAME], n[2]));
	}
	app_tasks_imported_free(&x);
}
