/* page_exports.c - figures for other systems: which period, which form of file. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_export.h>
#include <tungnha/app_submit.h>

#include "page_figures.h"
#include "page_reports.h"

static const struct kind {
	enum export_format format;
	const char *word, *type, *end;
	text_id label;
} kinds[] = {
	{EXPORT_CSV, "csv", "text/csv; charset=utf-8", "csv", TEXT_DESK_EXP_CSV},
	{EXPORT_JSON, "json", "application/json", "json", TEXT_DESK_EXP_JSON},
	{EXPORT_DHIS2, "dhis2", "application/json", "dhis2.json", TEXT_DESK_EXP_DHIS2},
	{EXPORT_ADX, "adx", "application/xml", "xml", TEXT_DESK_EXP_ADX},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* What a file made now would hold. */
static void newest(struct page *p)
{
	struct err none;
	struct app_statement x;
	char said[APP_PERIOD_SAID], version[16], code[16];
	if (app_hub_statement(p->store, NULL, &x, &none) != 0) {
		page_box_text(p, TONE_WARN, TEXT_DESK_EXP_NOT_CLOSED, NULL, NULL, NULL);
		return;
	}
	snprintf(version, sizeof version, "%d", x.statement.version);
	page_box_text(p, TONE_NOTE, TEXT_DESK_EXP_CLOSED, app_period_said(x.statement.period, p->lang, said), version,
		papers_code(x.statement.code, code));
	app_statement_free(&x);
}

static void show(struct page *p, const struct err *refused)
{
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_EXP));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	page_para(p, "", TEXT_DESK_EXP_WHAT, NULL, NULL, NULL);
	newest(p);
	html_markup_unescaped(&p->out, "<form method=\"get\" action=\"/xuat/tep\" class=\"card\">");
	fig_period(p, "ky", page_field(p, "ky"), TEXT_DESK_EXP_NEWEST, true);
	html_print(
		&p->out, "<fieldset class=\"choices field\"><legend>%s</legend>", page_text(p, TEXT_DESK_EXP_FORMAT));
	for (size_t i = 0; i < KINDS; i++) {
		html_print(&p->out, "<label><input type=\"radio\" name=\"dang\" value=\"%s\"", kinds[i].word);
		bool chosen = page_has(p, "dang") ? strcmp(page_field(p, "dang"), kinds[i].word) == 0 : i == 0;
		html_markup_unescaped(&p->out, chosen ? " checked> " : "> ");
		html_print(&p->out, "%s</label>", page_text(p, kinds[i].label));
	}
	html_markup_unescaped(&p->out, "</fieldset>");
	page_button(p, "", TEXT_DESK_EXP_GET);
	html_markup_unescaped(&p->out, "</form>");
	desk_end_status(p, refused ? 400 : 200);
}

void desk_exports(struct page *p)
{
	show(p, NULL);
}

void desk_exports_get(struct page *p)
{
	struct err e;
	struct buf file;
	struct app_exported done;
	char name[80];
	const struct kind *k = &kinds[0];
	for (size_t i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].word, page_field(p, "dang")) == 0)
			k = &kinds[i];
	const struct app_export wish = {
		.period = page_given(p, "ky"), .format = k->format, .lang = p->lang, .now = p->now};
	buf_init(&file, REPORT_BYTES_MAX);
	if (app_export(p->store, &wish, &done, &file, &e) != 0) {
		buf_free(&file);
		show(p, &e);
		return;
	}
	snprintf(name, sizeof name, "tungnha-%s.%s", done.period, k->end);
	page_send(p, k->type, name, &file);
}
