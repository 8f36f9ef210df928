/* page_missing.c - who is missing, as a message ready to be copied. */
#include <tungnha/app_reports.h>

#include "page_overview.h"

void desk_missing(struct page *p)
{
	struct err e;
	struct app_report r;
	const struct app_report_wish w = {.now = p->now, .lang = p->lang};
	if (app_report_late(p->store, &w, &r, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin(p, DESK_OVERVIEW, page_text(p, TEXT_OVER_REMIND_TITLE));
	desk_crumbs(p, "/", TEXT_DESK_OVERVIEW);
	html_print(&p->out,
		"<div class=\"field\"><label for=\"tin\">%s</label><p class=\"hint\">%s</p><textarea id=\"tin\" "
		"rows=\"14\" "
		"readonly>%s</textarea></div><p class=\"actions\"><button type=\"button\" data-copy=\"tin\" "
		"data-done=\"%s\" hidden>%s</button><a class=\"button second\" href=\"/bao-cao\">%s</a></p>",
		page_text(p, TEXT_OVER_REMIND_TEXT), page_text(p, TEXT_OVER_REMIND_HINT), r.notice ? r.notice : "",
		page_text(p, TEXT_OVER_COPIED), page_text(p, TEXT_OVER_COPY), page_text(p, TEXT_DESK_REPORTS));
	app_report_free(&r);
	desk_end(p);
}
