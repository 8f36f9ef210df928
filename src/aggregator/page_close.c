/* page_close.c - "Chốt kỳ": what is still missing or doubtful first, then the button; closing again with a reason;
 * which statements there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_reports.h"

/* --- the statements --- */

struct listing {
	struct page *p;
	char period[PERIOD_TEXT]; /* whose statement stands: */
	struct store_statement stands;
	bool told;
	size_t n;
};

static void row(struct page *p, const struct store_statement *x)
{
	char said[APP_PERIOD_SAID], n[32], when[PAGE_WHEN], code[16];
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/chot/ban?ky=%s\">%s</a></th><td class=\"number\">%s</td>",
		x->period, app_period_said(x->period, p->lang, said), page_number(p, x->version, n));
	html_print(&p->out, "<td>%s</td><td>%s</td><td class=\"code\">%s</td><td class=\"why\">%s</td></tr>",
		page_stamp(x->at, when), x->by[0] ? x->by : "–", papers_code(x->code, code), x->reason);
}

static void head(struct page *p)
{
	static const text_id heading[] = {TEXT_COL_PERIOD, TEXT_REPORTS_COL_VERSION, TEXT_COL_CLOSED_AT,
		TEXT_DESK_RP_COL_CLOSED_BY, TEXT_COL_CODE_CHECK, TEXT_COL_REASON, TEXT_NONE};
	page_heading(p, TEXT_DESK_RP_STATEMENTS);
	page_table(p, "", TEXT_DESK_RP_STATEMENTS, heading);
}

static int list_one(void *context, const struct store_statement *x, struct err *e)
{
	struct listing *l = context;
	(void)e;
	if (l->n++ == 0)
		head(l->p);
	row(l->p, x);
	return 0;
}

static void statements(struct page *p)
{
	struct err none;
	struct listing l = {.p = p};
	if (store_statements(p->store, list_one, &l, &none) != 0 || l.n == 0)
		return;
	page_table_end(p);
}

/* --- a period that is closed --- */

static int look_for_rival(void *context, const struct store_statement *x, struct err *e)
{
	struct listing *l = context;
	(void)e;
	l->told |= app_hub_rivals(&l->stands, x);
	return 0;
}

/* What would be signed, as the page shows it; doubts: NULL where they are not asked beneath. */
static void seen(struct page *p, const char *period, const cJSON *doubts, const struct err *refused)
{
	struct err e;
	char *mark;
	const struct app_close c = {.period = period, .now = p->now, .lang = p->lang};
	if (app_hub_closing(p->store, &c, doubts, &mark, &e) != 0)
		return;
	desk_seen(p, refused, mark);
	free(mark);
}

static void again(struct page *p, const char *period, const struct err *refused)
{
	if (!page_may(p, PAGE_APPROVER))
		return;
	html_markup_unescaped(&p->out, refused ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_print(&p->out, "<summary>%s</summary>", page_text(p, TEXT_DESK_RP_AGAIN));
	page_para(p, "", TEXT_DESK_RP_AGAIN_WHAT, NULL, NULL, NULL);
	page_form(p, "/chot", "");
	page_hidden(p, "ky", period);
	page_hidden(p, "lai", "1");
	seen(p, period, NULL, refused);
	papers_reason(p, TEXT_DESK_RP_AGAIN_HINT);
	page_button(p, "", TEXT_DESK_RP_AGAIN_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void closed(struct page *p, const char *period, const struct err *refused)
{
	struct err none;
	struct listing l = {.p = p};
	char said[APP_PERIOD_SAID], version[16], when[PAGE_WHEN], both[64], code[16], path[64];
	if (store_statement(p->store, period, &l.stands, &none) <= 0)
		return;
	snprintf(version, sizeof version, "%d", l.stands.version);
	snprintf(both, sizeof both, "%s, %s", version, page_stamp(l.stands.at, when));
	page_box_text(p, TONE_GOOD, TEXT_DESK_RP_CLOSED, app_period_said(period, p->lang, said), both,
		papers_code(l.stands.code, code));
	if (store_statements(p->store, look_for_rival, &l, &none) == 0 && l.told)
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_TWICE, code, NULL, NULL);
	snprintf(path, sizeof path, "/chot/ban?ky=%s", period);
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	page_link(p, "", path, TEXT_DESK_RP_STATEMENT);
	snprintf(path, sizeof path, "/mau-02?ky=%s", period);
	page_link(p, "second", path, TEXT_DOOR_FORM02);
	html_markup_unescaped(&p->out, "</div>");
	again(p, period, refused);
	store_statement_free(&l.stands);
}

/* --- a period that is not --- */

static void button(
	struct page *p, const char *period, bool open, const struct app_report *late, const struct err *refused)
{
	char said[APP_PERIOD_SAID];
	if (!page_may(p, PAGE_APPROVER)) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_RP_CLOSE_WHO, NULL, NULL, NULL);
		return;
	}
	html_markup_unescaped(&p->out, open ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_markup_unescaped(&p->out, "<summary>");
	page_say(p, TEXT_DESK_RP_CLOSE_THIS, app_period_said(period, p->lang, said), NULL, NULL);
	html_markup_unescaped(&p->out, "</summary>");
	page_para(p, "", TEXT_DESK_RP_CLOSE_SURE, NULL, NULL, NULL);
	page_form(p, "/chot", "");
	page_hidden(p, "ky", period);
	seen(p, period, late->facts, refused);
	page_button(p, "big", TEXT_DESK_RP_CLOSE_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

/* false: something is to be thought of before. */
static bool clock_agrees(struct page *p, const struct papers_periods *k, const struct period *period)
{
	char text[PERIOD_TEXT], ends[APP_WHEN];
	period_text(*period, text);
	bool early = !k->calendar.clock_unset && period_end(&k->calendar.rule, *period) > p->now;
	if (k->calendar.clock_unset)
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_NO_CLOCK, NULL, NULL, NULL);
	else if (early)
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_EARLY, app_period_ends(&k->calendar, text, ends), NULL, NULL);
	return !k->calendar.clock_unset && !early;
}

/* A later period is closed already: what came since will stand in this one. */
static void closed_after(struct page *p, const struct papers_periods *k, const struct period *period)
{
	struct period other;
	char said[APP_PERIOD_SAID];
	for (size_t i = 0; i < k->n; i++) {
		if (!k->version[i] || !period_parse(k->text[i], &other) || period_compare(other, *period) <= 0)
			continue;
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_CLOSED_AFTER, app_period_said(k->text[i], p->lang, said), NULL,
			NULL);
		return;
	}
}

static int not_closed(struct page *p, const char *period, struct app_report *late, struct err *e)
{
	const struct app_report_wish w = {.report = "late", .period = period, .now = p->now, .lang = p->lang};
	return app_report_late(p->store, &w, late, e);
}

static void ask(struct page *p, const struct papers_periods *k, const char *period, const struct app_report *late,
	const struct err *refused)
{
	struct period read;
	char path[64];
	if (!late->facts || !period_parse(period, &read))
		return;
	snprintf(path, sizeof path, "/chot?ky=%s", period);
	bool clean = !papers_in_the_way(p, late);
	clean &= clock_agrees(p, k, &read);
	closed_after(p, k, &read);
	button(p, period, clean || refused, late, refused);
	papers_doubts(p, late, path);
}

/* --- the page --- */

static bool is_closed(const struct page *p, const char *period)
{
	struct err none;
	struct store_statement x;
	bool yes = store_statement(p->store, period, &x, &none) > 0;
	store_statement_free(&x);
	return yes;
}

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	struct papers_periods k;
	struct period read;
	struct app_report late = {.version = 0};
	char period[PERIOD_TEXT];
	papers_own_periods(p, &k);
	papers_asked(p, &k, period);
	if (!*period && k.n > 0)
		memcpy(period, k.text[0], sizeof period);
	bool done = is_closed(p, period);
	if (app_period_read(&k.calendar, period, &read, &e) != 0 || (!done && not_closed(p, period, &late, &e) != 0)) {
		page_fail(p, &e);
		return;
	}
	desk_begin(p, DESK_REPORTS, page_text(p, TEXT_DESK_RP_CLOSE));
	page_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	if (refused)
		page_box_fail(p, refused);
	papers_choose(p, "/chot", &k, period, false, NULL);
	if (done)
		closed(p, period, refused);
	else
		ask(p, &k, period, &late, refused);
	statements(p);
	papers_verify(p);
	app_report_free(&late);
	desk_end_status(p, desk_refused(refused));
}

void desk_close(struct page *p)
{
	show(p, NULL);
}

void desk_close_do(struct page *p)
{
	struct err e;
	struct app_closed x;
	bool again = page_has(p, "lai");
	struct app_close w = {.period = page_field(p, "ky"),
		.again = again,
		.reason = again ? page_field(p, "ly-do") : NULL,
		.now = p->now,
		.seen = desk_saw(p),
		.lang = p->lang};
	char path[64], version[16], code[16], said[APP_PERIOD_SAID];
	if (app_hub_close(p->store, &w, &x, &e) != 0) {
		show(p, &e);
		return;
	}
	snprintf(path, sizeof path, "/chot/ban?ky=%s", x.statement.period);
	snprintf(version, sizeof version, "%d", x.statement.version);
	desk_done(p, path, x.written ? TEXT_DESK_RP_CLOSED_NOW : TEXT_DESK_RP_CLOSED_SAME,
		app_period_said(x.statement.period, p->lang, said), version, papers_code(x.statement.code, code));
	app_closed_free(&x);
}
