/* page_figures_frame.c - a file of figures or tasks: looked at line by line, then all of it written or none. */
#include <stdio.h>
#include <string.h>

#include "page_figures.h"

const text_id fig_verdict[FIGURE_ACTIONS] = {[FIGURE_NEW] = TEXT_TOTALS_IS_NEW,
	[FIGURE_CHANGED] = TEXT_TOTALS_IS_CHANGED,
	[FIGURE_SAME] = TEXT_TOTALS_IS_SAME,
	[FIGURE_REFUSED] = TEXT_TOTALS_IS_REFUSED};

/* What must be mended comes first, then what changes. */
static void lines(struct page *p, const struct fig_kind *k, const struct fig_looked *x)
{
	static const enum app_figure_action order[] = {FIGURE_REFUSED, FIGURE_CHANGED, FIGURE_NEW};
	page_table(p, "said", TEXT_DESK_FIG_LINES, k->heading);
	for (size_t o = 0; o < sizeof order / sizeof *order; o++) {
		size_t shown = 0;
		for (size_t i = 0; i < x->lines; i++)
			if (k->action(x, i) == order[o] && shown++ < FIG_SHOWN)
				k->line(p, x, i);
	}
	page_table_end(p);
	if (x->lines > FIG_SHOWN)
		page_para(p, "hint", TEXT_DESK_FIG_NOT_ALL, NULL, NULL, NULL);
}

static void write_it(struct page *p, const struct fig_kind *k, const struct page_upload *f, const struct fig_looked *x)
{
	char path[64];
	if (x->count[FIGURE_REFUSED] || x->count[FIGURE_NEW] + x->count[FIGURE_CHANGED] == 0)
		return;
	snprintf(path, sizeof path, "%s/ghi", k->path);
	page_form(p, path, "");
	fig_seen(p, f);
	page_button(p, "big", TEXT_DESK_FIG_WRITE);
	page_form_end(p);
}

static void preview(struct page *p, const struct fig_kind *k, const struct page_upload *f)
{
	struct err e;
	struct fig_looked x;
	char n[3][32];
	int rc = k->import(p, f, true, &x, &e);
	html_print(&p->out, "<h2>%s</h2>", f->name);
	if (rc != 0) {
		page_upload_name(&e, f);
		page_box_fail(p, &e);
	}
	if (rc == 0 || x.count[FIGURE_REFUSED] > 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_FIG_WOULD, page_number(p, (int64_t)x.count[FIGURE_NEW], n[0]),
			page_number(p, (int64_t)x.count[FIGURE_CHANGED], n[1]),
			page_number(p, (int64_t)x.count[FIGURE_SAME], n[2]));
		page_left_out(p, x.left_out);
		write_it(p, k, f, &x);
		lines(p, k, &x);
	} else {
		page_readings(
			p, k->path, x.readings, e.text == TEXT_FIGURE_NO_HEADING || e.text == TEXT_TABLE_NO_SHEET);
	}
	k->free(&x);
}

static void show(struct page *p, const struct fig_kind *k, const struct err *refused)
{
	struct page_upload f;
	bool there = page_has(p, "xem") && page_upload(p, k->word, &f);
	desk_begin_wide(p, DESK_MANAGE, page_text(p, k->title));
	page_crumbs(p, k->back, k->back_title);
	if (refused)
		page_box_fail(p, refused);
	if (there) {
		preview(p, k, &f);
		page_heading(p, TEXT_PAPER_OTHER_FILE);
	}
	page_para(p, "", k->what, NULL, NULL, NULL);
	fig_upload(p, k->path, there);
	desk_end_status(p, refused ? 400 : 200);
}

void fig_file(struct page *p, const struct fig_kind *k)
{
	show(p, k, NULL);
}

void fig_file_take(struct page *p, const struct fig_kind *k)
{
	struct err e;
	char path[64];
	snprintf(path, sizeof path, "%s?xem=1", k->path);
	if (page_upload_take(p, k->word, &e) != 0)
		show(p, k, &e);
	else
		page_redirect(p, path);
}

void fig_file_write(struct page *p, const struct fig_kind *k)
{
	struct err e;
	struct page_upload f;
	struct fig_looked x;
	char n[3][32];
	if (page_upload_seen(p, k->word, &f, &e) != 0) {
		show(p, k, &e);
		return;
	}
	if (k->import(p, &f, false, &x, &e) != 0) {
		page_upload_name(&e, &f);
		show(p, k, &e);
	} else {
		page_upload_drop(p, k->word);
		desk_done(p, k->back, TEXT_FIGURE_IMPORTED, page_number(p, (int64_t)x.count[FIGURE_NEW], n[0]),
			page_number(p, (int64_t)x.count[FIGURE_CHANGED], n[1]),
			page_number(p, (int64_t)x.count[FIGURE_SAME], n[2]));
	}
	k->free(&x);
}
