/* page_tasks_file.c - tasks from a file under the headings of Mẫu 01. */
#include <tungnha/app_tasks.h>

#include "page_figures.h"

static int import(struct page *p, const struct page_upload *f, bool dry_run, struct fig_looked *x, struct err *e)
{
	const struct app_tasks_import ask = {.path = f->path,
		.encoding = page_given(p, "bang-ma"),
		.sheet = page_given(p, "trang"),
		.dry_run = dry_run,
		.now = p->now,
		.lang = p->lang};
	struct app_tasks_imported *o = &x->of.tasks;
	int rc = app_tasks_import(p->store, &ask, o, e);
	x->lines = o->lines;
	x->count = o->count;
	x->left_out = &o->left_out;
	x->readings = &o->readings;
	return rc;
}

static enum app_figure_action action(const struct fig_looked *x, size_t i)
{
	return x->of.tasks.line[i].action;
}

static void line(struct page *p, const struct fig_looked *x, size_t i)
{
	const struct app_task_line *l = &x->of.tasks.line[i];
	fig_line(p, l->line);
	html_print(&p->out, "<td>%s%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
		l->action == FIGURE_REFUSED ? "✗ " : "", page_text(p, fig_verdict[l->action]), l->unit, l->task,
		l->sentence);
}

static void drop(struct fig_looked *x)
{
	app_tasks_imported_free(&x->of.tasks);
}

static const text_id heading[] = {TEXT_TOTALS_COL_LINE, TEXT_TOTALS_COL_VERDICT, TEXT_TASK_COL_UNIT, TEXT_TASK_COL_TASK,
	TEXT_FIGURE_COL_REMARK, TEXT_NONE};
static const struct fig_kind kind = {.word = "tasks",
	.path = "/nhiem-vu/tep",
	.back = "/nhiem-vu",
	.title = TEXT_DESK_TASK_FROM_FILE,
	.back_title = TEXT_DESK_TASK,
	.what = TEXT_DESK_TASK_FILE_WHAT,
	.heading = heading,
	.import = import,
	.action = action,
	.line = line,
	.free = drop};

void desk_tasks_file(struct page *p)
{
	fig_file(p, &kind);
}

void desk_tasks_file_take(struct page *p)
{
	fig_file_take(p, &kind);
}

void desk_tasks_file_write(struct page *p)
{
	fig_file_write(p, &kind);
}
