/* page_form02.c - the hamlet's sheet as a page; in print, as files, blank; the roster for the head's drawer. */
#include <stdio.h>
#include <string.h>

#include "page_papers.h"

/* --- the sheet --- */

/* A count, and beside it how many households nobody could say it of. */
static void figure(struct page *p, const struct report *r, size_t i)
{
	const struct report_row *row = &r->row[0];
	char n[32], unknown[32];
	html_print(&p->out, "<dt>%s", form_words(&r->form->column[i].label, p->lang));
	if (row->sums.unknown[i] > 0) {
		html_markup_unescaped(&p->out, " <small>");
		page_say(p, TEXT_PAPER_UNKNOWN_COUNT, text_number(p->lang, row->sums.unknown[i], unknown), NULL, NULL);
		html_markup_unescaped(&p->out, "</small>");
	}
	html_print(&p->out, "</dt><dd>%s</dd>", text_number(p->lang, row->sums.value[i], n));
}

static void figures(struct page *p, const struct report *r)
{
	html_markup_unescaped(&p->out, "<div class=\"card\"><dl class=\"facts\">");
	for (size_t i = 0; i < r->form->columns; i++)
		if (r->form->column[i].printed)
			figure(p, r, i);
	html_markup_unescaped(&p->out, "</dl></div>");
}

/* The same as it stands on paper, for who compares the two. */
static void as_on_paper(struct page *p, const struct report *r)
{
	const struct report_row *row = &r->row[0];
	char n[32];
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary>", page_text(p, TEXT_PAPER_AS_ROW));
	page_table_begin(p, "", page_text(p, TEXT_PAPER_AS_ROW));
	page_th(p, report_unit_heading(r));
	for (size_t i = 0; i < r->form->columns; i++)
		if (r->form->column[i].printed)
			page_th(p, form_words(&r->form->column[i].label, p->lang));
	page_rows(p);
	html_print(&p->out, "<tr><th scope=\"row\">%s</th>", row->unit.name);
	for (size_t i = 0; i < r->form->columns; i++)
		if (r->form->column[i].printed)
			html_print(
				&p->out, "<td class=\"number\">%s</td>", text_number(p->lang, row->sums.value[i], n));
	html_markup_unescaped(&p->out, "</tr>");
	page_table_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void declared(struct page *p, const struct report *r)
{
	char when[20], said[APP_PERIOD_SAID];
	if (r->period.period[0])
		page_box_text(p, r->period.confirmed ? TONE_GOOD : TONE_NOTE,
			r->period.confirmed ? TEXT_PAPER_DECLARED_TAKEN : TEXT_PAPER_DECLARED_HERE,
			app_period_said(r->period.period, p->lang, said), page_stamp(r->period.at, when), NULL);
}

static void actions(struct page *p, const struct unit *u)
{
	if (door_is_owner(p) && !papers_locked(p, u)) {
		html_markup_unescaped(&p->out, "<p>");
		page_link(p, "big", "/khai", TEXT_PAPER_SUBMIT);
		html_markup_unescaped(&p->out, "</p>");
	}
	page_heading(p, TEXT_PAPER_SHEET_FILES);
	html_markup_unescaped(&p->out, "<div class=\"actions\">");
	page_link(p, "second", "/mau-02/in", TEXT_PAPER_PRINT);
	page_link(p, "second", "/mau-02.xlsx", TEXT_PAPER_XLSX);
	page_link(p, "second", "/mau-02.csv", TEXT_PAPER_CSV);
	page_link(p, "second", "/mau-02/trong", TEXT_PAPER_BLANK);
	html_markup_unescaped(&p->out, "</div><p class=\"hint\">");
	page_say(p, TEXT_PAPER_PRINT_HOW, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</p>");
	if (!door_is_owner(p))
		return;
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	static const struct {
		const char *path;
		text_id label, what;
	} more[] = {
		{"/so-nha", TEXT_PAPER_ROSTER, TEXT_PAPER_ROSTER_WHAT},
		{"/dua-danh-sach", TEXT_PAPER_IMPORT, TEXT_PAPER_IMPORT_WHAT},
		{"/nhan-nha", TEXT_PAPER_LABELS, TEXT_PAPER_LABELS_WHAT},
	};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		page_entry(p, more[i].path, more[i].label, page_text(p, more[i].what));
	html_markup_unescaped(&p->out, "</ul>");
}

void page_form02(struct page *p)
{
	struct err e;
	struct unit u;
	struct report r;
	if (!papers_unit(p, &u))
		return;
	if (app_form02_report(p->store, u.code, p->lang, false, &r, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	papers_begin(p, DOOR_FORM02, TEXT_DOOR_FORM02, &u);
	if (r.rows == 1) {
		if (r.row[0].note[0])
			html_print(&p->out, "<p>%s</p>", r.row[0].note);
		figures(p, &r);
		declared(p, &r);
	}
	if (r.rows == 1)
		as_on_paper(p, &r);
	actions(p, &u);
	report_free(&r);
	door_end(p);
}

/* --- as files --- */

static void file_of(struct page *p, enum report_format format, bool blank, const char *type, const char *ending)
{
	struct err e;
	struct unit u;
	struct buf out;
	char name[UNIT_CODE + 32];
	if (!papers_unit(p, &u))
		return;
	buf_init(&out, REPORT_BYTES_MAX);
	snprintf(name, sizeof name, "mau-02-%s.%s", u.code, ending ? ending : "");
	if (app_form02(p->store, u.code, format, p->lang, blank, &out, &e) != 0)
		page_fail(p, &e);
	else
		page_send(p, type, ending ? name : NULL, &out);
	buf_free(&out);
}

static const char type_html[] = "text/html; charset=utf-8";

void page_form02_print(struct page *p)
{
	file_of(p, REPORT_HTML, false, type_html, NULL);
}

void page_form02_blank(struct page *p)
{
	file_of(p, REPORT_HTML, true, type_html, NULL);
}

void page_form02_xlsx(struct page *p)
{
	file_of(p, REPORT_XLSX, false, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
}

void page_form02_csv(struct page *p)
{
	file_of(p, REPORT_CSV, false, "text/csv; charset=utf-8", "csv");
}

/* Door labels: the owner's alone, and never to be sent. */
void page_roster(struct page *p)
{
	struct err e;
	struct unit u;
	struct buf out;
	if (!papers_unit(p, &u))
		return;
	buf_init(&out, REPORT_BYTES_MAX);
	if (app_roster(p->store, u.code, REPORT_HTML, p->lang, p->now, &out, &e) != 0)
		page_fail(p, &e);
	else
		page_send(p, type_html, NULL, &out);
	buf_free(&out);
}
