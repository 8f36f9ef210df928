/* page_campaign_said.c - what a campaign says, in plain words: from when to when, what is due when, what is asked. */
#include <stdio.h>
#include <string.h>

#include "page_units.h"

/* "30/10/2025 – 15/12/2025"; "" where neither day is said. */
static void span(struct page *p, text_id label, const char *from, const char *to)
{
	char a[CLOCK_DATE], b[CLOCK_DATE], said[40];
	if (!from[0] && !to[0])
		return;
	snprintf(said, sizeof said, "%s – %s", clock_day(from, a), clock_day(to, b));
	page_fact(p, label, said);
}

static void due(struct page *p, const struct campaign *c)
{
	static const text_id days[] = {TEXT_DESK_CAMP_DAY_1, TEXT_DESK_CAMP_DAY_2, TEXT_DESK_CAMP_DAY_3,
		TEXT_DESK_CAMP_DAY_4, TEXT_DESK_CAMP_DAY_5, TEXT_DESK_CAMP_DAY_6, TEXT_DESK_CAMP_DAY_7};
	char at[16], day[16], said[256];
	snprintf(at, sizeof at, "%02d:%02d", c->due_hour, c->due_minute);
	snprintf(day, sizeof day, "%d", c->due_day);
	if (!c->has_due)
		snprintf(said, sizeof said, "%s", page_text(p, TEXT_DESK_CAMP_NO_DUE));
	else if (c->closes == PERIOD_MONTH)
		text_fill(p->lang, c->due_day ? TEXT_DESK_CAMP_MONTHLY : TEXT_DESK_CAMP_MONTH_END,
			(const char *const[3]){day, at, NULL}, said, sizeof said);
	else
		text_fill(p->lang, TEXT_DESK_CAMP_WEEKLY,
			(const char *const[3]){page_text(p, days[(c->due_weekday + 6) % 7]), at, NULL}, said,
			sizeof said);
	page_fact(p, TEXT_DESK_CAMP_DUE, said);
}

/* A form's title: as in force here, else as shipped; its id where neither knows it. */
static void form_title(struct page *p, const char *id)
{
	const struct form *known;
	struct form *f = NULL;
	struct err none;
	size_t n;
	const char *bytes = form_shipped(id, &n), *title = id;
	if (store_form(p->store, id, &known, &none) == 0)
		title = form_words(&known->title, p->lang);
	else if (bytes && form_load(bytes, n, id, &f, &none) == 0)
		title = form_words(&f->title, p->lang);
	html_print(&p->out, "<li>%s</li>", title);
	form_free(f);
}

static void forms(struct page *p, const struct campaign *c)
{
	page_heading(p, TEXT_DESK_CAMP_FORMS);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < c->forms; i++)
		form_title(p, c->form[i]);
	html_markup_unescaped(&p->out, "</ul>");
}

static void reports(struct page *p, const struct campaign *c)
{
	static const text_id every[] = {TEXT_DESK_CAMP_WEEK, TEXT_DESK_CAMP_MONTH, TEXT_DESK_CAMP_QUARTER,
		TEXT_DESK_CAMP_HALF, TEXT_DESK_CAMP_YEAR};
	if (c->reports == 0)
		return;
	page_heading(p, TEXT_DESK_CAMP_REPORTS);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < c->reports; i++) {
		const struct campaign_report *x = &c->report[i];
		html_print(&p->out, "<li>%s</li>", page_text(p, x->once ? TEXT_DESK_CAMP_ONCE : every[x->every]));
	}
	html_markup_unescaped(&p->out, "</ul>");
}

void campaign_said(struct page *p, const struct campaign *c)
{
	char day[CLOCK_DATE];
	html_print(&p->out, "<div class=\"card\"><h2>%s</h2>", form_words(&c->title, p->lang));
	if (c->plan && *c->plan)
		html_print(&p->out, "<p>%s</p>", c->plan);
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	span(p, TEXT_DESK_CAMP_DRIVE, c->starts, c->ends);
	span(p, TEXT_DESK_CAMP_WORK, c->work_from, c->work_before);
	span(p, TEXT_DESK_CAMP_WINDOW, c->window_from, c->window_to);
	if (c->final_from[0])
		page_fact(p, TEXT_DESK_CAMP_FINAL, clock_day(c->final_from, day));
	due(p, c);
	if (c->report_to && *c->report_to)
		page_fact(p, TEXT_DESK_CAMP_TO, c->report_to);
	html_markup_unescaped(&p->out, "</dl></div>");
	forms(p, c);
	reports(p, c);
}
