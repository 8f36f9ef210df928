/* page_reports_list.c - what there is to report: the steps of a period's end, then the reports the plan asks for. */
#include <stdio.h>
#include <string.h>

#include "page_reports.h"

static void steps(struct page *p)
{
	static const struct {
		const char *path;
		text_id label, what;
	} step[] = {
		{"/khai", TEXT_DESK_RP_DECLARED, TEXT_DESK_RP_DECLARED_WHAT},
		{"/chot", TEXT_DESK_RP_CLOSE, TEXT_DESK_RP_CLOSE_WHAT},
		{"/mau-02", TEXT_DOOR_FORM02, TEXT_DESK_RP_FORM02_WHAT},
		{"/bao-cao/late", TEXT_DESK_RP_LATE, TEXT_DESK_RP_LATE_WHAT},
		{"/khoa", TEXT_DESK_RP_LOCK, TEXT_DESK_RP_LOCK_WHAT},
	};
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	for (size_t i = 0; i < sizeof step / sizeof *step; i++)
		page_entry(p, step[i].path, step[i].label, page_text(p, step[i].what));
	html_markup_unescaped(&p->out, "</ul>");
}

static void listed(struct page *p, const struct app_report_listed *x)
{
	char when[PAGE_WHEN], period[APP_PERIOD_SAID];
	html_print(&p->out, "<li><a href=\"/bao-cao/%s\">%s<span>", x->word, x->about);
	if (x->report->once)
		page_say(p, TEXT_DESK_RP_DUE_ONCE, x->due ? page_when(x->due, when) : "–", NULL, NULL);
	else if (x->next[0])
		page_say(p, TEXT_DESK_RP_DUE, app_period_said(x->next, p->lang, period),
			x->due ? page_when(x->due, when) : "–", NULL);
	else
		page_say(p, TEXT_DESK_RP_NO_DATE, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</span></a></li>");
}

void desk_reports(struct page *p)
{
	struct err e;
	struct app_report_list l;
	struct app_calendar c;
	char running[PERIOD_TEXT], said[APP_PERIOD_SAID], ends[APP_WHEN];
	desk_begin(p, DESK_REPORTS, page_text(p, TEXT_DESK_REPORTS));
	app_calendar(p->store, p->now, &c);
	period_text(c.running, running);
	if (c.clock_unset)
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_NO_CLOCK, NULL, NULL, NULL);
	else
		page_para(p, "", TEXT_DESK_RP_RUNNING, app_period_said(running, p->lang, said),
			app_period_ends(&c, running, ends), NULL);
	steps(p);
	page_heading(p, TEXT_DESK_RP_OF_PLAN);
	if (app_report_list(p->store, p->now, p->lang, &l, &e) != 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_RP_NONE, NULL, NULL, NULL);
		desk_end(p);
		return;
	}
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	for (size_t i = 0; i < l.count; i++)
		listed(p, &l.item[i]);
	html_markup_unescaped(&p->out, "</ul>");
	app_report_list_free(&l);
	desk_end(p);
}
