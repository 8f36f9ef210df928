/* page_figures_file.c - one-stop figures from a file. */
#include <tungnha/app_figures.h>

#include "page_figures.h"

static int import(struct page *p, const struct page_upload *f, bool dry_run, struct fig_looked *x, struct err *e)
{
	const struct app_figures_import ask = {.path = f->path,
		.encoding = page_given(p, "bang-ma"),
		.sheet = page_given(p, "trang"),
		.period = page_given(p, "ky"),
		.page = true,
		.dry_run = dry_run,
		.now = p->now,
		.lang = p->lang};
	struct app_figures_imported *o = &x->of.figures;
	int rc = app_figures_import(p->store, &ask, o, e);
	x->lines = o->lines;
	x->count = o->count;
	x->left_out = &o->left_out;
	x->readings = &o->readings;
	return rc;
}

static enum app_figure_action action(const struct fig_looked *x, size_t i)
{
	return x->of.figures.line[i].action;
}

static void line(struct page *p, const struct fig_looked *x, size_t i)
{
	const struct app_figure_line *l = &x->of.figures.line[i];
	char ratio[80], before[80], said[APP_PERIOD_SAID];
	bool refused = l->action == FIGURE_REFUSED;
	fig_line(p, l->line);
	html_print(&p->out, "<td>%s%s</td><td>%s</td><td>%s</td>", refused ? "✗ " : "",
		page_text(p, fig_verdict[l->action]), l->target, refused ? l->unit : l->figure.unit.name);
	html_print(&p->out, "<td>%s</td><td class=\"number\">%s</td><td>%s",
		refused ? "" : app_period_said(l->figure.period, p->lang, said),
		refused ? "" : fig_ratio(p, l->figure.num, l->figure.den, ratio), l->sentence);
	if (l->action == FIGURE_CHANGED)
		page_say(p, TEXT_FIGURE_BEFORE, fig_ratio(p, l->before_num, l->before_den, before), NULL, NULL);
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void drop(struct fig_looked *x)
{
	app_figures_imported_free(&x->of.figures);
}

static const text_id heading[] = {TEXT_TOTALS_COL_LINE, TEXT_TOTALS_COL_VERDICT, TEXT_FIGURE_COL_LABEL,
	TEXT_FIGURE_COL_UNIT, TEXT_DESK_FIG_PERIOD, TEXT_FIGURE_COL_FIGURE, TEXT_FIGURE_COL_REMARK, TEXT_NONE};
static const struct fig_kind kind = {.word = "figures",
	.path = "/mot-cua/tep",
	.back = "/mot-cua",
	.title = TEXT_DESK_FIG_FROM_FILE,
	.back_title = TEXT_DESK_FIG,
	.what = TEXT_DESK_FIG_FILE_WHAT,
	.heading = heading,
	.import = import,
	.action = action,
	.line = line,
	.free = drop};

void desk_figures_file(struct page *p)
{
	fig_file(p, &kind);
}

void desk_figures_file_take(struct page *p)
{
	fig_file_take(p, &kind);
}

void desk_figures_file_write(struct page *p)
{
	fig_file_write(p, &kind);
}
