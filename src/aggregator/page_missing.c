/* page_missing.c - who is missing, as a message ready to be copied. */
#include "page_overview.h"
#include "page_reports.h"

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
	page_crumbs(p, "/", TEXT_DESK_OVERVIEW);
	papers_notice(p, &r);
	page_link(p, "second", "/bao-cao", TEXT_DESK_REPORTS);
	app_report_free(&r);
	desk_end(p);
}
