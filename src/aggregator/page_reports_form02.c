/* page_reports_form02.c - Form 02 of the hub, or of one unit below it, now or of a closed period; in print and as
 * files.
 */
#include <stdio.h>
#include <string.h>

#include "page_reports.h"

/* What is asked for. */
struct asked {
	struct papers_periods periods;
	char period[PERIOD_TEXT]; /* closed; "" = as things stand */
	struct unit unit;         /* whose form */
	bool one;                 /* … a unit below, not the hub's own */
	bool all;                 /* columns carried beside the printed ones, too */
};

/* The running period, as long as it is not closed, is what stands now. */
static bool is_now(const struct papers_periods *k, const char *period)
{
	return !*period || (k->n > 0 && !k->calendar.clock_unset && !k->version[0] && strcmp(k->text[0], period) == 0);
}

static bool ask(struct page *p, struct asked *a)
{
	struct err e;
	struct period period;
	const char *code = page_field(p, "don-vi"), *ky = page_field(p, "ky");
	*a = (struct asked){.all = page_has(p, "cot")};
	papers_own_periods(p, &a->periods);
	int rc = *code ? store_unit(p->store, code, &a->unit, &e) : store_own_unit(p->store, &a->unit, &e);
	if (rc == 0 && !is_now(&a->periods, ky))
		rc = app_period_read(&a->periods.calendar, ky, &period, &e);
	if (rc != 0) {
		page_fail(p, &e);
		return false;
	}
	struct unit own;
	a->one = *code && store_own_unit(p->store, &own, &e) == 0 && strcmp(own.code, a->unit.code) != 0;
	if (!is_now(&a->periods, ky))
		snprintf(a->period, sizeof a->period, "%s", ky);
	return true;
}

/* path, then what was asked for: "/mau-02/in?ky=2025-W45&don-vi=…&". */
static const char *where(const struct asked *a, const char *path, bool all, char out[static 256])
{
	struct buf b;
	buf_init(&b, 255);
	buf_text(&b, path);
	page_ask(&b, "ky", a->period);
	page_ask(&b, "don-vi", a->one ? a->unit.code : "");
	page_ask(&b, "cot", all ? "1" : "");
	snprintf(out, 256, "%s", b.data);
	buf_free(&b);
	return out;
}

static int gather(struct page *p, const struct asked *a, struct report *out, struct err *e)
{
	if (a->period[0])
		return app_form02_closed_report(p->store, a->period, a->one ? a->unit.code : NULL, p->lang, out, e);
	return app_form02_report(p->store, a->unit.code, p->lang, false, out, e);
}

/* --- the table --- */

static bool is_shown(const struct asked *a, const struct form_column *c)
{
	return c->printed || c->listed || (a->all && !c->progress);
}

/* "25", "25 (2?)": how many households nobody could say it of; "–": nobody said. */
static void cell(struct page *p, const struct report *r, const struct report_row *row, size_t i)
{
	char n[32], unknown[32];
	if (row != &r->total && (row->source == REPORT_NEVER || row->missing[i])) {
		html_markup_unescaped(&p->out, "<td>–</td>");
		return;
	}
	html_print(&p->out, "<td>%s", page_number(p, row->sums.value[i], n));
	if (row->sums.unknown[i] > 0)
		html_print(&p->out, " <small>(%s?)</small>", page_number(p, row->sums.unknown[i], unknown));
	html_markup_unescaped(&p->out, "</td>");
}

static void head(struct page *p, const struct asked *a, const struct report *r)
{
	page_table_begin(p, "figures", form_words(&r->form->title, p->lang));
	page_th(p, report_unit_heading(r));
	for (size_t i = 0; i < r->form->columns; i++)
		if (is_shown(a, &r->form->column[i]))
			page_th(p, form_words(&r->form->column[i].label, p->lang));
	page_th(p, form_words(&r->form->note_heading, p->lang));
	page_rows(p);
}

static void name(struct page *p, const struct asked *a, const struct report_row *row)
{
	if (a->one)
		html_print(&p->out, "<th scope=\"row\">%s</th>", row->unit.name);
	else
		html_print(&p->out, "<th scope=\"row\"><a href=\"/don-vi/%s\">%s</a></th>", row->unit.code,
			row->unit.name);
}

static void row_of(struct page *p, const struct asked *a, const struct report *r, const struct report_row *row)
{
	html_markup_unescaped(&p->out, row == &r->total ? "<tr class=\"total\">" : "<tr>");
	if (row == &r->total)
		html_print(&p->out, "<th scope=\"row\">%s</th>", form_words(&r->form->total_label, p->lang));
	else
		name(p, a, row);
	for (size_t i = 0; i < r->form->columns; i++)
		if (is_shown(a, &r->form->column[i]))
			cell(p, r, row, i);
	html_print(&p->out, "<td class=\"note\">%s</td></tr>", row->note);
}

static void table(struct page *p, const struct asked *a, const struct report *r)
{
	size_t first, end;
	char path[256];
	bool unknown = false;
	page_span(p, "trang", r->rows, PAGE_ROWS, &first, &end);
	head(p, a, r);
	for (size_t i = first; i < end; i++)
		row_of(p, a, r, &r->row[i]);
	row_of(p, a, r, &r->total);
	page_table_end(p);
	for (size_t i = 0; i < r->form->columns; i++)
		unknown |= is_shown(a, &r->form->column[i]) && r->total.sums.unknown[i] > 0;
	if (unknown)
		page_para(p, "hint", TEXT_DESK_RP_UNKNOWN, NULL, NULL, NULL);
	page_turns(p, where(a, "/mau-02", a->all, path), "trang", r->rows, PAGE_ROWS);
}

/* --- what others counted --- */

static void reference_row(struct page *p, const struct asked *a, const struct report *r,
	const struct report_reference *x, bool difference)
{
	char n[32], day[16];
	html_markup_unescaped(&p->out, "<tr>");
	if (!difference)
		html_print(&p->out, "<th scope=\"rowgroup\" rowspan=\"2\">%s</th>", x->unit.name);
	for (size_t i = 0; i < r->form->columns; i++) {
		if (!is_shown(a, &r->form->column[i]))
			continue;
		bool said = difference ? x->compared[i] : x->given[i];
		html_print(&p->out, "<td>%s%s</td>", said && difference && x->difference[i] > 0 ? "+" : "",
			said ? page_number(p, difference ? x->difference[i] : x->value[i], n) : "–");
	}
	snprintf(day, sizeof day, "%.2s/%.2s/%.4s", x->date + 8, x->date + 5, x->date);
	html_markup_unescaped(&p->out, "<td class=\"note\">");
	if (difference)
		page_say(p, TEXT_REPORT_DIFFERENCE, NULL, NULL, NULL);
	else
		page_say(p, TEXT_REPORT_REFERENCE_OF, x->source, day, NULL);
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void references(struct page *p, const struct asked *a, const struct report *r)
{
	size_t most = r->references < PAGE_ROWS / 2 ? r->references : PAGE_ROWS / 2;
	char n[32];
	if (r->references == 0)
		return;
	page_heading(p, TEXT_REPORT_REFERENCE);
	head(p, a, r);
	for (size_t i = 0; i < most; i++) {
		reference_row(p, a, r, &r->reference[i], false);
		reference_row(p, a, r, &r->reference[i], true);
	}
	page_table_end(p);
	if (most < r->references)
		page_para(p, "hint", TEXT_DESK_RP_MORE_IN_PRINT, page_number(p, (int64_t)(r->references - most), n),
			NULL, NULL);
}

/* --- the page --- */

static void state(struct page *p, const struct report *r)
{
	char when[PAGE_WHEN], period[APP_PERIOD_SAID], version[16], code[16], both[64];
	if (!r->period.version) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_RP_STANDS, page_when(r->as_of, when), NULL, NULL);
		return;
	}
	snprintf(version, sizeof version, "%d", r->period.version);
	snprintf(both, sizeof both, "%s, %s", version, page_stamp(r->period.at, when));
	page_box_text(p, TONE_GOOD, TEXT_DESK_RP_CLOSED, app_period_said(r->period.period, p->lang, period), both,
		papers_code(r->period.code, code));
}

static void files(struct page *p, const struct asked *a)
{
	char path[256];
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	page_link(p, "", where(a, "/mau-02/in", false, path), TEXT_PAPER_PRINT);
	page_link(p, "second", where(a, "/mau-02.xlsx", false, path), TEXT_PAPER_XLSX);
	html_markup_unescaped(&p->out, "</div>");
}

static void more_files(struct page *p, const struct asked *a)
{
	char path[256];
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	page_link(p, "second", where(a, "/mau-02", !a->all, path), a->all ? TEXT_DESK_RP_FEWER : TEXT_DESK_RP_ALL);
	page_link(p, "second", where(a, "/mau-02.csv", false, path), TEXT_PAPER_CSV);
	page_link(p, "second", where(a, "/mau-02/trong", false, path), TEXT_PAPER_BLANK);
	html_markup_unescaped(&p->out, "</div>");
	page_para(p, "hint", TEXT_PAPER_PRINT_HOW, NULL, NULL, NULL);
}

static void choices(struct page *p, const struct asked *a)
{
	papers_choose(p, "/mau-02", &a->periods, a->period, true,
		a->one ? (const char *const[2]){"don-vi", a->unit.code} : NULL);
	if (a->one)
		html_print(&p->out, "<p><a href=\"/mau-02%s%s\">%s</a></p>", a->period[0] ? "?ky=" : "", a->period,
			page_text(p, TEXT_DESK_RP_WHOLE));
}

void desk_form02(struct page *p)
{
	struct err e;
	struct asked a;
	struct report r;
	char title[UNIT_NAME + 64];
	if (!ask(p, &a))
		return;
	if (gather(p, &a, &r, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	snprintf(title, sizeof title, "%s – %s", page_text(p, TEXT_DOOR_FORM02), a.unit.name);
	desk_begin_wide(p, DESK_REPORTS, title);
	page_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	choices(p, &a);
	state(p, &r);
	files(p, &a);
	table(p, &a, &r);
	more_files(p, &a);
	references(p, &a, &r);
	report_free(&r);
	desk_end(p);
}

/* --- as files --- */

static void file_of(struct page *p, enum report_format format, const char *type, const char *ending)
{
	struct err e;
	struct asked a;
	struct report r;
	struct buf out;
	char name[UNIT_CODE + PERIOD_TEXT + 32];
	if (!ask(p, &a))
		return;
	buf_init(&out, REPORT_BYTES_MAX);
	snprintf(name, sizeof name, "mau-02-%s%s%s.%s", a.unit.code, a.period[0] ? "-" : "", a.period,
		ending ? ending : "");
	int rc = gather(p, &a, &r, &e);
	if (rc == 0) {
		rc = report_write(&r, format, &out, &e);
		report_free(&r);
	}
	if (rc == 0)
		page_send(p, type, ending ? name : NULL, &out);
	else
		page_fail(p, &e);
	buf_free(&out);
}

void desk_form02_print(struct page *p)
{
	file_of(p, REPORT_HTML, papers_html, NULL);
}

void desk_form02_xlsx(struct page *p)
{
	file_of(p, REPORT_XLSX, papers_xlsx, "xlsx");
}

void desk_form02_csv(struct page *p)
{
	file_of(p, REPORT_CSV, "text/csv; charset=utf-8", "csv");
}

void desk_form02_blank(struct page *p)
{
	struct err e;
	struct asked a;
	struct buf out;
	if (!ask(p, &a))
		return;
	buf_init(&out, REPORT_BYTES_MAX);
	if (app_form02(p->store, a.unit.code, REPORT_HTML, p->lang, true, &out, &e) == 0)
		page_send(p, papers_html, NULL, &out);
	else
		page_fail(p, &e);
	buf_free(&out);
}
