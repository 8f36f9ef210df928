/* page_totals.c - totals of units that are not on this system, from a file: chosen, looked at, written; what is known
 * from files, and withdrawing a row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_decide.h>
#include <tungnha/app_totals.h>
#include <tungnha/clock.h>

#include "page_figures.h"

#define KIND "totals"
#define PATH "/nhap-tong"

/* --- what is known from files --- */

static void figures(struct page *p, const struct form *f, const struct app_total_source *x)
{
	char n[32];
	bool any = false;
	for (size_t i = 0; i < f->columns; i++) {
		if (!x->row.given[i] || !f->column[i].printed)
			continue;
		html_print(&p->out, "%s%s %s", any ? "; " : "", form_words(&f->column[i].label, p->lang),
			page_number(p, x->row.sums.value[i], n));
		any = true;
	}
}

static void row(struct page *p, const struct form *f, const struct app_total_source *x)
{
	char said[APP_PERIOD_SAID], when[PAGE_WHEN], day[CLOCK_DATE];
	html_print(&p->out, "<tr><th scope=\"row\">%s</th><td>%s</td><td>", x->unit.name,
		app_period_said(x->row.period, p->lang, said));
	figures(p, f, x);
	if (x->is_signed)
		html_print(&p->out, "</td><td>%s <code>%s</code>", page_text(p, TEXT_TOTALS_SIGNED_SOURCE), x->code);
	else
		html_print(
			&p->out, "</td><td>%s, %s", x->row.source, x->row.date[0] ? clock_day(x->row.date, day) : "–");
	html_print(&p->out, "<br><small>%s %s</small></td><td>%s%s", x->row.by, page_stamp(x->row.at, when),
		x->counts ? "✓ " : "", x->why);
	if (!x->is_signed && !x->withdrawn && page_may(p, PAGE_CLERK))
		html_print(&p->out, "<br><a href=\"" PATH "/rut?don-vi=%s&ky=%s\">%s</a>", x->unit.code, x->row.period,
			page_text(p, TEXT_DESK_TOT_CLEAR));
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void known(struct page *p)
{
	static const text_id heading[] = {TEXT_FIGURE_COL_UNIT, TEXT_TOTALS_COL_PERIOD, TEXT_TOTALS_COL_FIGURES,
		TEXT_TOTALS_COL_SOURCE, TEXT_TOTALS_COL_WHY, TEXT_NONE};
	struct err e;
	struct app_total_sources x;
	size_t from, end;
	page_heading(p, TEXT_DESK_TOT_KNOWN);
	if (app_totals_list(p->store, NULL, NULL, p->lang, &x, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	page_span(p, "trang", x.count, PAGE_ROWS, &from, &end);
	if (x.count == 0)
		page_para(p, "", TEXT_DESK_TOT_NONE, NULL, NULL, NULL);
	else
		page_table(p, "said", TEXT_DESK_TOT_KNOWN, heading);
	for (size_t i = from; i < end; i++)
		row(p, x.form, &x.source[i]);
	if (x.count > 0)
		page_table_end(p);
	page_turns(p, PATH, "trang", x.count, PAGE_ROWS);
	app_totals_sources_free(&x);
}

/* --- the page --- */

static void show(struct page *p, const struct err *refused)
{
	struct page_upload f;
	bool there = page_has(p, "xem") && page_upload(p, KIND, &f);
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_DESK_TOT));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	if (there) {
		totals_preview(p, &f);
		page_heading(p, TEXT_PAPER_OTHER_FILE);
	}
	page_para(p, "", TEXT_DESK_TOT_WHAT, NULL, NULL, NULL);
	if (page_may(p, PAGE_CLERK))
		fig_upload(p, PATH, there);
	if (!there)
		known(p);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_totals(struct page *p)
{
	show(p, NULL);
}

void desk_totals_take(struct page *p)
{
	struct err e;
	if (page_upload_take(p, KIND, &e) != 0)
		show(p, &e);
	else
		page_redirect(p, PATH "?xem=1");
}

struct app_totals totals_asked(struct page *p, const struct page_upload *f)
{
	return (struct app_totals){.path = f->path,
		.name = f->name,
		.encoding = page_given(p, "bang-ma"),
		.sheet = page_given(p, "trang"),
		.period = page_given(p, "ky"),
		.date = page_given(p, "ngay"),
		.total_differs = page_given(p, "ly-do"),
		.page = true,
		.now = p->now,
		.lang = p->lang};
}

void desk_totals_write(struct page *p)
{
	struct err e;
	struct page_upload f = {.path = ""};
	struct app_totaled x = {.form = NULL};
	char said[APP_PERIOD_SAID], n[32];
	int rc = page_upload_seen(p, KIND, &f, &e);
	if (rc == 0) {
		struct app_totals ask = totals_asked(p, &f);
		rc = app_totals_import(p->store, &ask, &x, &e);
	}
	if (rc != 0) {
		page_upload_name(&e, &f);
		show(p, &e);
	} else {
		page_upload_drop(p, KIND);
		desk_done(p, PATH, x.written ? TEXT_DESK_TOT_DONE : TEXT_DESK_TOT_SAME,
			app_period_said(x.period, p->lang, said),
			page_number(p, (int64_t)(x.count[TOTAL_NEW] + x.count[TOTAL_CHANGED]), n), NULL);
	}
	app_totals_free(&x);
}

/* --- withdrawing a row --- */

/* The row that stands, and what of it was shown. */
static void what_stands(struct page *p, const struct unit *u, const struct err *refused)
{
	struct err none;
	struct app_total_sources x;
	char mark[APP_ROW_SEEN], when[PAGE_WHEN];
	if (app_totals_list(p->store, u->code, page_field(p, "ky"), p->lang, &x, &none) != 0)
		return;
	for (size_t i = 0; i < x.count; i++) {
		const struct app_total_source *s = &x.source[i];
		if (s->is_signed)
			continue;
		desk_seen(p, refused, app_row_seen(&s->row, mark));
		html_markup_unescaped(&p->out, "<p>");
		figures(p, x.form, s);
		html_print(&p->out, "<br>%s<br><small>%s %s</small></p>", s->row.source, s->row.by,
			page_stamp(s->row.at, when));
	}
	app_totals_sources_free(&x);
}

static void ask_clear(struct page *p, const struct err *refused)
{
	struct err e;
	struct unit u;
	char said[APP_PERIOD_SAID];
	if (desk_unit(p, page_field(p, "don-vi"), &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_TOT_CLEAR));
	page_crumbs(p, PATH, TEXT_DESK_TOT);
	if (refused)
		page_box_fail(p, refused);
	page_para(p, "", TEXT_DESK_TOT_CLEAR_ASK, u.name, app_period_said(page_field(p, "ky"), p->lang, said), NULL);
	page_form(p, PATH "/rut", "card");
	page_hidden(p, "don-vi", u.code);
	page_hidden(p, "ky", page_field(p, "ky"));
	what_stands(p, &u, refused);
	page_text_field(
		p, "ly-do", TEXT_DESK_FIG_REASON, TEXT_NONE, page_field(p, "ly-do"), " maxlength=\"200\" required");
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	page_button(p, "danger", TEXT_DESK_TOT_CLEAR_DO);
	page_link(p, "second", PATH, TEXT_DESK_FIG_BACK);
	html_markup_unescaped(&p->out, "</div>");
	page_form_end(p);
	desk_end_status(p, desk_refused(refused));
}

void desk_totals_clear(struct page *p)
{
	ask_clear(p, NULL);
}

void desk_totals_clear_do(struct page *p)
{
	struct err e;
	struct unit u;
	char said[APP_PERIOD_SAID];
	const char *period = page_field(p, "ky");
	const struct app_totals_clear clear = {.unit = page_field(p, "don-vi"),
		.period = period,
		.reason = page_field(p, "ly-do"),
		.seen = desk_saw(p),
		.now = p->now};
	if (app_totals_clear(p->store, &clear, &u, &e) != 0)
		ask_clear(p, &e);
	else
		desk_done(p, PATH, TEXT_TOTALS_CLEARED, u.name, app_period_said(period, p->lang, said), NULL);
}
