/* page_reports_one.c - one report of the plan: whether its figures are closed, its print and files; its typed
 * parts are page_reports_part.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_reports_parts.h"

const char *report_word(const struct page *p, char word[static 64])
{
	const char *rest = p->tail + strcspn(p->tail, "/.");
	snprintf(word, 64, "%.*s", (int)(rest - p->tail), p->tail);
	return rest;
}

struct app_report_wish report_wish(const struct page *p, const char *word)
{
	const char *ky = page_field(p, "ky");
	return (struct app_report_wish){.report = word, .period = *ky ? ky : NULL, .now = p->now, .lang = p->lang};
}

const char *report_where(const char *word, const char *rest, const struct app_report *x, char out[static 256])
{
	bool once = x->report->once;
	snprintf(out, 256, "/bao-cao/%s%s%s%s", word, rest, once ? "" : "?ky=", once ? "" : x->period);
	return out;
}

/* --- above the parts --- */

static void figures(struct page *p, const struct app_report *x)
{
	struct err none;
	struct store_statement s;
	char period[APP_PERIOD_SAID], version[16], code[16], path[64];
	app_period_said(x->figures, p->lang, period);
	if (store_statement(p->store, x->figures, &s, &none) > 0) {
		snprintf(version, sizeof version, "%d", s.version);
		page_box_text(p, TONE_GOOD, TEXT_DESK_RP_FIGURES_CLOSED, period, version, papers_code(s.code, code));
	} else {
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_FIGURES_OPEN, period, NULL, NULL);
		snprintf(path, sizeof path, "/chot?ky=%s", x->figures);
		html_markup_unescaped(&p->out, "<p>");
		page_link(p, "second", path, TEXT_DESK_RP_CLOSE);
		html_markup_unescaped(&p->out, "</p>");
	}
	store_statement_free(&s);
}

static void files(struct page *p, const char *word, const struct app_report *x)
{
	char path[256];
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	page_link(p, "", report_where(word, "/in", x, path), TEXT_PAPER_PRINT);
	page_link(p, "second", report_where(word, ".docx", x, path), TEXT_DESK_RP_DOCX);
	page_link(p, "second", report_where(word, ".xlsx", x, path), TEXT_PAPER_XLSX);
	html_markup_unescaped(&p->out, "</div>");
	page_para(p, "hint", TEXT_DESK_RP_DOCX_HOW, NULL, NULL, NULL);
}

static void period_choice(struct page *p, const char *word, const struct app_report *x)
{
	struct papers_periods k;
	char path[96];
	if (x->report->once)
		return;
	papers_periods(p, x->report->every, &k);
	snprintf(path, sizeof path, "/bao-cao/%s", word);
	papers_choose(p, path, &k, x->period, false, NULL);
	page_para(p, "", TEXT_DESK_RP_DUE_AT, x->ends, NULL, NULL);
}

void report_page(
	struct page *p, const char *word, const struct app_report *x, const struct part_back *back, unsigned status)
{
	desk_begin(p, DESK_REPORTS, x->about);
	page_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	if (back)
		page_box_text(p, TONE_BAD, TEXT_DESK_RP_NOT_ALL, NULL, NULL, NULL);
	period_choice(p, word, x);
	figures(p, x);
	files(p, word, x);
	report_parts(p, word, x, back);
	desk_end_status(p, status);
}

/* --- as files --- */

static void send(struct page *p, const char *word, enum document_format format, const char *type, const char *ending)
{
	struct err e;
	struct app_report x;
	struct app_report_wish w = report_wish(p, word);
	struct buf out;
	char name[128];
	bool late = strcmp(word, "late") == 0;
	if ((late ? app_report_late : app_report)(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	buf_init(&out, DOCUMENT_BYTES_MAX);
	snprintf(name, sizeof name, "bao-cao-%s-%s%s", late ? "gui-muon" : x.report->id, x.period, ending);
	int rc = 0;
	if (late && format == DOCUMENT_TEXT) /* a message to copy, no sheet */
		buf_text(&out, x.notice);
	else
		rc = document_write(x.document, format, &out, &e);
	if (rc == 0)
		page_send(p, type, *ending ? name : NULL, &out);
	else
		page_fail(p, &e);
	buf_free(&out);
	app_report_free(&x);
}

static bool sent_as_file(struct page *p, const char *word, const char *rest)
{
	static const struct {
		const char *rest, *type;
		enum document_format format;
	} kind[] = {
		{"/in", papers_html, DOCUMENT_HTML},
		{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCUMENT_DOCX},
		{".xlsx", papers_xlsx, DOCUMENT_XLSX},
		{".txt", "text/plain; charset=utf-8", DOCUMENT_TEXT},
	};
	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
		if (strcmp(rest, kind[i].rest) != 0)
			continue;
		send(p, word, kind[i].format, kind[i].type, *rest == '.' ? rest : "");
		return true;
	}
	return false;
}

void desk_report(struct page *p)
{
	struct err e;
	struct app_report x;
	char word[64];
	const char *rest = report_word(p, word);
	if (sent_as_file(p, word, rest))
		return;
	if (strcmp(word, "late") == 0) {
		report_late(p);
		return;
	}
	struct app_report_wish w = report_wish(p, word);
	if (app_report_parts(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	report_page(p, word, &x, NULL, 200);
	app_report_free(&x);
}
