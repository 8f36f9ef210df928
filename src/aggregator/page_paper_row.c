/* page_paper_row.c - a hamlet on paper: its row as it stands on the sheet, and the figure of another office beside it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>

#include "page_review.h"

struct paper {
	struct page *p;
	struct unit unit;
	const struct form *form;
	bool locked;
	enum store_row_use refused; /* which of the two was posted, when problem */
	struct err why;
	char problem[1024];
};

static int load(struct paper *x, struct page *p, struct err *e)
{
	*x = (struct paper){.p = p};
	return desk_unit(p, p->tail, &x->unit, e) != 0 || store_form(p->store, NULL, &x->form, e) != 0 ||
			       store_locked(p->store, x->unit.code, &x->locked, e) != 0
		       ? -1
		       : 0;
}

/* --- the page --- */

static bool posted_back(const struct paper *x, enum store_row_use use)
{
	return x->problem[0] && x->refused == use;
}

/* Why this one of the two was refused; NULL: it was not. */
static const struct err *why(const struct paper *x, enum store_row_use use)
{
	return posted_back(x, use) ? &x->why : NULL;
}

static void field(struct paper *x, enum store_row_use use, const char *name, const char *label, const char *value,
	const char *more)
{
	char id[96];
	snprintf(id, sizeof id, "%s-%s", store_row_use(use), name);
	html_print(&x->p->out,
		"<div class=\"field\"><label for=\"%s\">%s</label><input type=\"text\" id=\"%s\" name=\"%s\" "
		"value=\"%s\"",
		id, label, id, name, posted_back(x, use) && page_has(x->p, name) ? page_field(x->p, name) : value);
	html_markup_unescaped(&x->p->out, more);
	html_markup_unescaped(&x->p->out, ">");
	desk_stands(x->p, why(x, use), name, value, NULL);
	html_markup_unescaped(&x->p->out, "</div>");
}

static void columns(struct paper *x, enum store_row_use use, const struct store_row *row)
{
	html_markup_unescaped(&x->p->out, "<div class=\"columns\">");
	for (size_t i = 0; i < x->form->columns; i++) {
		char name[80], value[32] = "";
		if (!x->form->column[i].printed)
			continue;
		snprintf(name, sizeof name, "c-%s", x->form->column[i].id);
		if (row && row->given[i])
			snprintf(value, sizeof value, "%lld", (long long)row->sums.value[i]);
		field(x, use, name, form_words(&x->form->column[i].label, x->p->lang), value,
			" inputmode=\"numeric\" autocomplete=\"off\"");
	}
	html_markup_unescaped(&x->p->out, "</div>");
}

static void day(const struct store_row *row, int64_t now, char out[static 16])
{
	char date[CLOCK_DATE];
	if (row)
		memcpy(date, row->date, sizeof date);
	else
		clock_date(now, date);
	snprintf(out, 16, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
}

/* Which row the page shows: another clerk may write one meanwhile. */
static void seen(struct paper *x, enum store_row_use use, const struct store_row *row)
{
	char text[APP_ROW_SEEN];
	desk_seen(x->p, why(x, use), app_row_seen(row, text));
}

static void withdraw(struct paper *x, enum store_row_use use, const struct store_row *row)
{
	html_print(&x->p->out, "<details><summary>%s</summary>", page_text(x->p, TEXT_REVIEW_ROW_WITHDRAW));
	char path[REVIEW_PATH];
	snprintf(path, sizeof path, "/nhap-giay/%s", x->unit.code);
	page_form(x->p, path, "");
	page_hidden(x->p, "dung", store_row_use(use));
	page_hidden(x->p, "viec", "rut");
	seen(x, use, row);
	html_print(&x->p->out, "<button class=\"danger\">%s</button>", page_text(x->p, TEXT_REVIEW_ROW_WITHDRAW_DO));
	page_form_end(x->p);
	html_markup_unescaped(&x->p->out, "</details>");
}

static void sheet(struct paper *x, enum store_row_use use)
{
	struct store_row row;
	struct err none;
	char date[16], when[PAGE_WHEN], path[REVIEW_PATH];
	bool paper = use == ROW_PAPER, stands = store_row(x->p->store, x->unit.code, use, &row, &none) > 0;
	html_print(&x->p->out, "<section class=\"card\"><h2>%s</h2><p class=\"hint\">%s</p>",
		page_text(x->p, paper ? TEXT_REVIEW_ROW_PAPER : TEXT_REVIEW_REFERENCE),
		page_text(x->p, paper ? TEXT_REVIEW_ROW_HOW : TEXT_REVIEW_REFERENCE_HOW));
	if (stands) {
		page_stamp(row.at, when);
		page_box_text(x->p, TONE_NOTE, TEXT_REVIEW_ROW_STANDS, row.by, when, row.source);
	}
	if (posted_back(x, use))
		page_box(x->p, TONE_BAD, x->problem);
	snprintf(path, sizeof path, "/nhap-giay/%s", x->unit.code);
	page_form(x->p, path, "");
	page_hidden(x->p, "dung", store_row_use(use));
	seen(x, use, &row);
	columns(x, use, stands ? &row : NULL);
	field(x, use, "nguon", page_text(x->p, TEXT_REVIEW_ROW_SOURCE), stands ? row.source : "",
		" maxlength=\"150\" required");
	day(stands ? &row : NULL, x->p->now, date);
	field(x, use, "ngay", page_text(x->p, TEXT_REVIEW_ROW_DAY), date, " required");
	html_print(&x->p->out, "<button class=\"big\">%s</button>",
		page_text(x->p, paper ? TEXT_REVIEW_ROW_SAVE : TEXT_REVIEW_REFERENCE_SAVE));
	page_form_end(x->p);
	if (stands)
		withdraw(x, use, &row);
	html_markup_unescaped(&x->p->out, "</section>");
}

static void show(struct paper *x, unsigned status)
{
	struct page *p = x->p;
	char title[UNIT_NAME + 64];
	snprintf(title, sizeof title, "%s – %s", page_text(p, TEXT_REVIEW_ROW), x->unit.name);
	desk_begin_wide(p, DESK_REVIEW, title);
	page_crumbs(p, "/duyet", TEXT_DESK_REVIEW);
	if (x->locked)
		review_locked(p, &x->unit);
	html_markup_unescaped(&p->out, "<div class=\"two\">");
	if (!x->locked || posted_back(x, ROW_PAPER)) /* what was typed stays, though it cannot be written now */
		sheet(x, ROW_PAPER);
	sheet(x, ROW_REFERENCE);
	html_print(&p->out, "</div><p class=\"row\"><a class=\"button second\" href=\"/nhap-phieu/");
	html_url(&p->out, x->unit.code, "");
	html_print(&p->out, "\">%s</a></p>", page_text(p, TEXT_REVIEW_SHEET));
	desk_end_status(p, status);
}

void desk_paper_row(struct page *p)
{
	struct paper x;
	struct err e;
	if (load(&x, p, &e) == 0)
		show(&x, 200);
	else
		page_fail(p, &e);
}

/* --- what is posted --- */

static size_t read_columns(const struct paper *x, struct app_row_value out[static FORM_COLUMNS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < x->form->columns; i++) {
		char name[80];
		snprintf(name, sizeof name, "c-%s", x->form->column[i].id);
		if (x->form->column[i].printed && *page_field(x->p, name))
			out[n++] = (struct app_row_value){(int)i, page_field(x->p, name)};
	}
	return n;
}

/* What was done, the columns left empty, and what is doubtful. */
static void done(struct paper *x, const struct app_row *r, const struct app_rowed *d)
{
	struct page *p = x->p;
	char sentence[1024], path[REVIEW_PATH];
	struct buf missing, more;
	buf_init(&missing, (size_t)FORM_COLUMNS_MAX * FORM_SENTENCE);
	buf_init(&more, (size_t)64 * FORM_SENTENCE);
	for (size_t i = 0; r->values && r->use == ROW_PAPER && i < x->form->columns; i++)
		if (x->form->column[i].printed && !d->row.given[i])
			buf_print(&missing, "%s%s", missing.len ? ", " : "",
				form_words(&x->form->column[i].label, p->lang));
	text_fill(p->lang, app_rowed_said(r, d), (const char *const[3]){x->unit.name, NULL, NULL}, sentence,
		sizeof sentence);
	buf_print(&more, "%s", sentence);
	if (missing.len) {
		text_fill(p->lang, TEXT_DECIDE_ROW_MISSING, (const char *const[3]){missing.data, NULL, NULL}, sentence,
			sizeof sentence);
		buf_print(&more, "\n%s", sentence);
	}
	for (size_t i = 0; i < d->warnings.count && i < 8; i++)
		buf_print(&more, "\n! %s", d->warnings.sentence[i]);
	snprintf(path, sizeof path, "/nhap-giay/%s", x->unit.code);
	desk_done(p, path, TEXT_REVIEW_SAID, more.data, NULL, NULL);
	buf_free(&missing);
	buf_free(&more);
}

void desk_paper_row_do(struct page *p)
{
	struct paper x;
	struct err e;
	struct app_row_value value[FORM_COLUMNS_MAX];
	struct app_rowed rowed;
	if (load(&x, p, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	bool clear = strcmp(page_field(p, "viec"), "rut") == 0;
	x.refused = strcmp(page_field(p, "dung"), store_row_use(ROW_REFERENCE)) == 0 ? ROW_REFERENCE : ROW_PAPER;
	const struct app_row r = {.unit = x.unit.code,
		.use = x.refused,
		.value = value,
		.values = clear ? 0 : read_columns(&x, value),
		.source = page_field(p, "nguon"),
		.date = page_field(p, "ngay"),
		.seen = desk_saw(p),
		.now = p->now,
		.lang = p->lang};
	int rc = !clear && r.values == 0 ? err_set(&e, ERR_DATA, TEXT_REVIEW_ROW_EMPTY, "") : 0;
	if (rc == 0 && app_decide_row(p->store, &r, &rowed, &e) == 0) {
		done(&x, &r, &rowed);
		app_rowed_free(&rowed);
		return;
	}
	app_words_of(&e, p->lang, x.problem, sizeof x.problem);
	x.why = e;
	show(&x, desk_refused(&e));
}
