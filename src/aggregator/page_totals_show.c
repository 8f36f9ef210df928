/* page_totals_show.c - what would become of a file of totals: every refused row and why, what changes against what is
 * known, whose signed statement goes before it. Nothing is written yet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_totals.h>
#include <tungnha/clock.h>

#include "page_figures.h"

#define PATH "/nhap-tong"

/* --- how it is read --- */

static void asked(struct page *p, const struct app_totaled *x)
{
	char day[CLOCK_DATE], today[CLOCK_DATE];
	const char *reason = page_field(p, "ly-do");
	html_markup_unescaped(&p->out, "<form method=\"get\" action=\"" PATH "\" class=\"card\">");
	page_hidden(p, "xem", "1");
	if (page_has(p, "bang-ma"))
		page_hidden(p, "bang-ma", page_field(p, "bang-ma"));
	html_markup_unescaped(&p->out, "<div class=\"two\">");
	fig_period(p, "ky", *page_field(p, "ky") ? page_field(p, "ky") : x->period, TEXT_NONE, false);
	page_text_field(p, "ngay", TEXT_DESK_FIG_DATE, TEXT_NONE,
		page_has(p, "ngay") ? page_field(p, "ngay") : clock_day(clock_date(p->now, today), day),
		"maxlength=\"10\"");
	page_text_field(
		p, "trang", TEXT_PAPER_SHEET, TEXT_DESK_TOT_SHEET, page_field(p, "trang"), " maxlength=\"100\"");
	page_text_field(p, "ly-do", TEXT_DESK_TOT_DIFFERS, TEXT_DESK_TOT_DIFFERS_HINT, reason, " maxlength=\"200\"");
	html_markup_unescaped(&p->out, "</div>");
	page_button(p, "second", TEXT_DESK_TOT_AGAIN);
	html_markup_unescaped(&p->out, "</form>");
}

/* --- what is said of the rows --- */

static void more(struct page *p, size_t n)
{
	char shown[32];
	if (n <= FIG_SHOWN)
		return;
	page_para(p, "", TEXT_IMPORT_MORE, page_number(p, (int64_t)(n - FIG_SHOWN), shown), NULL, NULL);
}

static void heading(struct page *p, text_id title, size_t n)
{
	char count[32];
	html_print(&p->out, "<h3>%s (%s)</h3>", page_text(p, title), page_number(p, (int64_t)n, count));
}

static void fault(struct page *p, const struct app_total_line *l, const struct app_total_fault *x, bool first)
{
	if (first) {
		fig_line(p, l->line);
		html_print(&p->out, "<td>%s %s", l->unit, l->name);
	} else {
		html_markup_unescaped(&p->out, "<tr><td class=\"number\"></td><td>");
	}
	html_print(&p->out, "</td><td>%s</td><td>✗ %s</td></tr>", x->column, x->sentence);
}

static void refused(struct page *p, const struct app_totaled *x)
{
	static const text_id headings[] = {
		TEXT_TOTALS_COL_LINE, TEXT_FIGURE_COL_UNIT, TEXT_DESK_TOT_COLUMN, TEXT_DESK_TOT_WHY, TEXT_NONE};
	size_t shown = 0;
	if (x->count[TOTAL_REFUSED] == 0)
		return;
	heading(p, TEXT_DESK_TOT_REFUSED, x->count[TOTAL_REFUSED]);
	page_table(p, "said", TEXT_DESK_TOT_REFUSED, headings);
	for (size_t i = 0; i < x->lines && shown < FIG_SHOWN; i++) {
		const struct app_total_line *l = &x->line[i];
		for (size_t k = 0; k < l->faults; k++)
			fault(p, l, &l->fault[k], k == 0);
		shown += l->faults > 0;
	}
	page_table_end(p);
	more(p, x->count[TOTAL_REFUSED]);
}

static void number(struct page *p, bool given, int64_t value)
{
	char n[32];
	html_print(&p->out, "%s", given ? page_number(p, value, n) : "–");
}

/* "Số khẩu 21.105 → 21.106" */
static void changes(struct page *p, const struct form *f, const struct app_total_change *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		html_print(&p->out, "%s%s ", i ? "; " : "", form_words(&f->column[c[i].column].label, p->lang));
		number(p, c[i].had, c[i].before);
		html_markup_unescaped(&p->out, " → ");
		number(p, c[i].has, c[i].now);
	}
}

static void values(struct page *p, const struct form *f, const struct app_total_line *l)
{
	bool any = false;
	for (size_t i = 0; i < f->columns; i++) {
		if (!l->given[i] || !f->column[i].printed)
			continue;
		html_print(&p->out, "%s%s ", any ? "; " : "", form_words(&f->column[i].label, p->lang));
		number(p, true, l->value[i]);
		any = true;
	}
}

static void line(struct page *p, const struct form *f, const struct app_total_line *l)
{
	fig_line(p, l->line);
	html_print(&p->out, "<th scope=\"row\">%s %s</th><td>", l->unit, l->name);
	if (l->verdict == TOTAL_CHANGED)
		changes(p, f, l->change, l->changes);
	else
		values(p, f, l);
	if (l->is_signed) {
		html_print(&p->out, "</td><td>%s",
			page_text(p, l->differs ? TEXT_DESK_TOT_SIGNED_OTHER : TEXT_DESK_TOT_SIGNED_SAME));
		if (l->differs)
			html_markup_unescaped(&p->out, "<br>");
		changes(p, f, l->differ, l->differs);
		html_markup_unescaped(&p->out, "</td></tr>");
	} else {
		html_markup_unescaped(&p->out, "</td><td></td></tr>");
	}
}

static void of(struct page *p, const struct app_totaled *x, enum app_total_verdict verdict, text_id title)
{
	static const text_id headings[] = {
		TEXT_TOTALS_COL_LINE, TEXT_FIGURE_COL_UNIT, TEXT_TOTALS_COL_FIGURES, TEXT_DESK_TOT_SIGNED, TEXT_NONE};
	size_t shown = 0;
	if (x->count[verdict] == 0)
		return;
	heading(p, title, x->count[verdict]);
	page_table(p, "said", title, headings);
	for (size_t i = 0; i < x->lines && shown < FIG_SHOWN; i++)
		if (x->line[i].verdict == verdict) {
			line(p, x->form, &x->line[i]);
			shown++;
		}
	page_table_end(p);
	more(p, x->count[verdict]);
}

static void warnings(struct page *p, const struct app_totaled *x)
{
	char n[32];
	if (x->warnings == 0)
		return;
	heading(p, TEXT_PAPER_WARNINGS, x->warnings);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < x->warnings && i < FIG_SHOWN; i++) {
		const struct app_total_note *w = &x->warning[i];
		html_markup_unescaped(&p->out, "<li>");
		if (w->line > 0)
			page_say(p, TEXT_IMPORT_AT_LINE, page_number(p, w->line, n), w->sentence, NULL);
		else
			html_print(&p->out, "%s", w->sentence);
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ul>");
	more(p, x->warnings);
}

/* --- all of it --- */

static void counts(struct page *p, const struct app_totaled *x)
{
	char said[APP_PERIOD_SAID], n[3][32];
	size_t is_signed = 0;
	for (size_t i = 0; i < x->lines; i++)
		is_signed += x->line[i].is_signed;
	page_box_text(p, TONE_NOTE, TEXT_DESK_TOT_TRIED, app_period_said(x->period, p->lang, said),
		page_number(p, (int64_t)x->lines, n[0]), NULL);
	html_markup_unescaped(&p->out, "<p>");
	page_say(p, TEXT_TOTALS_COUNTS, page_number(p, (int64_t)x->count[TOTAL_NEW], n[0]),
		page_number(p, (int64_t)x->count[TOTAL_CHANGED], n[1]),
		page_number(p, (int64_t)x->count[TOTAL_SAME], n[2]));
	html_markup_unescaped(&p->out, " ");
	if (is_signed > 0)
		page_say(p, TEXT_DESK_TOT_SIGNED_COUNT, page_number(p, (int64_t)is_signed, n[0]), NULL, NULL);
	html_markup_unescaped(&p->out, "</p>");
}

static void write_it(struct page *p, const struct page_upload *f, const struct app_totaled *x)
{
	char n[32];
	size_t writes = x->count[TOTAL_NEW] + x->count[TOTAL_CHANGED];
	if (x->count[TOTAL_REFUSED] > 0 || writes == 0)
		return;
	page_form(p, PATH "/ghi", "");
	fig_seen(p, f);
	html_markup_unescaped(&p->out, "<button type=\"submit\" class=\"big\">");
	page_say(p, TEXT_DESK_TOT_WRITE, page_number(p, (int64_t)writes, n), NULL, NULL);
	html_markup_unescaped(&p->out, "</button>");
	page_form_end(p);
}

void totals_preview(struct page *p, const struct page_upload *f)
{
	struct err e;
	struct app_totaled x;
	struct app_totals ask = totals_asked(p, f);
	ask.dry_run = true;
	int rc = app_totals_import(p->store, &ask, &x, &e);
	bool judged = rc == 0 || x.count[TOTAL_REFUSED] > 0;
	html_print(&p->out, "<h2>%s</h2>", f->name);
	if (rc != 0) {
		page_upload_name(&e, f);
		page_box_fail(p, &e);
	}
	if (judged) {
		counts(p, &x);
		page_left_out(p, &x.left_out);
		write_it(p, f, &x);
		refused(p, &x);
		warnings(p, &x);
		of(p, &x, TOTAL_CHANGED, TEXT_PAPER_CHANGES);
		of(p, &x, TOTAL_NEW, TEXT_DESK_TOT_NEW);
	} else {
		page_readings(p, PATH, &x.readings, false);
	}
	html_print(&p->out, "<h3>%s</h3>", page_text(p, TEXT_DESK_TOT_HOW));
	asked(p, &x);
	app_totals_free(&x);
}
