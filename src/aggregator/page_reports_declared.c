/* page_reports_declared.c - what the units below declared for a period: who has, when, in time or late, and where it is
 * not what counts here. */
#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_reports.h"

enum choice { ALL, MISSING, LATE, DIFFERENT, CHOICES };
static const char *const choice_word[CHOICES] = {"", "chua", "muon", "lech"};

static bool is_late(const struct app_hub_submit *x)
{
	return x->on_time == APP_LATE && !x->accepted;
}

static bool belongs(const struct app_hub_submit *x, enum choice c)
{
	switch (c) {
	case MISSING:
		return !x->sent;
	case LATE:
		return is_late(x);
	case DIFFERENT:
		return x->differences > 0;
	default:
		return true;
	}
}

static enum choice asked(const struct page *p)
{
	for (size_t i = 1; i < CHOICES; i++)
		if (strcmp(page_field(p, "loc"), choice_word[i]) == 0)
			return (enum choice)i;
	return ALL;
}

static size_t count(const struct app_hub_submits *x, enum choice c)
{
	size_t n = 0;
	for (size_t i = 0; i < x->rows; i++)
		n += belongs(&x->row[i], c);
	return n;
}

static void filters(struct page *p, const struct app_hub_submits *x, const char *period, enum choice now)
{
	static const text_id label[CHOICES] = {
		TEXT_DESK_RP_ALL_UNITS, TEXT_DESK_RP_NOT_YET, TEXT_DESK_RP_ARE_LATE, TEXT_DESK_RP_DIFFER};
	char n[32];
	html_markup_unescaped(&p->out, "<ul class=\"filters\">");
	for (size_t i = 0; i < CHOICES; i++) {
		html_print(&p->out, "<li><a href=\"/khai?ky=%s&amp;loc=%s\"", period, choice_word[i]);
		html_markup_unescaped(&p->out, i == now ? " aria-current=\"page\">" : ">");
		page_say(p, label[i], page_number(p, (int64_t)count(x, (enum choice)i), n), NULL, NULL);
		html_markup_unescaped(&p->out, "</a></li>");
	}
	html_markup_unescaped(&p->out, "</ul>");
}

/* A sign and a word: never a colour alone. */
static void state(struct page *p, const struct app_hub_submit *x)
{
	const char *sign = "–";
	text_id word = TEXT_DESK_RP_STATE_UNSENT;
	if (x->accepted) {
		sign = "✓";
		word = TEXT_DESK_RP_STATE_ACCEPTED;
	} else if (x->on_time == APP_LATE) {
		sign = "!";
		word = x->sent ? TEXT_DESK_RP_STATE_LATE : TEXT_DESK_RP_STATE_OVERDUE;
	} else if (x->source == SOURCE_PAPER && !x->any) {
		sign = x->sent ? "✓" : "–";
		word = TEXT_DESK_RP_STATE_PAPER;
	} else if (x->source == SOURCE_IMPORT && !x->any) {
		sign = x->sent ? "✓" : "–";
		word = TEXT_DESK_RP_STATE_FILE;
	} else if (x->any) {
		sign = x->on_time == APP_ON_TIME ? "✓" : "?";
		word = x->on_time == APP_ON_TIME ? TEXT_DESK_RP_STATE_IN_TIME : TEXT_DESK_RP_STATE_SENT;
	}
	html_print(&p->out, "<td>%s %s</td>", sign, page_text(p, word));
}

static void times(struct page *p, const struct app_hub_submit *x)
{
	char when[PAGE_WHEN], day[CLOCK_DATE];
	const char *at = x->any ? page_stamp(x->submit.at, when) : clock_day(x->typed_date, day);
	const char *by = x->any ? x->submit.by : x->typed_source;
	page_cell(p, *at ? "" : "none", page_text(p, TEXT_DESK_RP_COL_AT));
	html_print(&p->out, "%s</td>", *at ? at : "–");
	page_cell(p, *by ? "" : "none", page_text(p, TEXT_DESK_RP_COL_BY));
	html_print(&p->out, "%s</td>", *by ? by : "–");
}

/* Of the columns on paper the first that differs; the rest stand on the unit's own page. */
static void difference(struct page *p, const struct app_hub_submit *x)
{
	char n[32];
	page_cell(p, x->any ? "" : "none", page_text(p, TEXT_DESK_RP_COL_DIFFERS));
	if (!x->any)
		html_markup_unescaped(&p->out, "–");
	else if (x->differences == 0)
		page_say(p, TEXT_DESK_RP_AGREES, NULL, NULL, NULL);
	else
		page_say(p, TEXT_DESK_RP_DIFFERENT, page_number(p, (int64_t)x->differences, n), NULL, NULL);
	html_markup_unescaped(&p->out, "</td>");
}

static void row(struct page *p, const struct app_hub_submit *x, const char *period)
{
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/khai/%s?ky=%s\">%s</a></th>", x->unit.code, period,
		x->unit.name);
	state(p, x);
	times(p, x);
	difference(p, x);
	html_markup_unescaped(&p->out, "</tr>");
}

static void table(struct page *p, const struct app_hub_submits *x, const char *period)
{
	static const text_id heading[] = {TEXT_REPORTS_COL_UNIT, TEXT_REPORTS_COL_SENT, TEXT_DESK_RP_COL_AT,
		TEXT_DESK_RP_COL_BY, TEXT_DESK_RP_COL_DIFFERS, TEXT_NONE};
	enum choice c = asked(p);
	size_t n = count(x, c), first, end, at = 0;
	char path[96];
	filters(p, x, period, c);
	if (n == 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_RP_NO_ROWS, NULL, NULL, NULL);
		return;
	}
	page_span(p, "trang", n, PAGE_ROWS, &first, &end);
	page_table(p, "said", TEXT_DESK_RP_DECLARED, heading);
	for (size_t i = 0; i < x->rows; i++) {
		if (!belongs(&x->row[i], c))
			continue;
		if (at >= first && at < end)
			row(p, &x->row[i], period);
		at++;
	}
	page_table_end(p);
	snprintf(path, sizeof path, "/khai?ky=%s&loc=%s", period, choice_word[c]);
	page_turns(p, path, "trang", n, PAGE_ROWS);
}

void desk_declared(struct page *p)
{
	struct err e;
	struct app_hub_submits x;
	struct papers_periods k;
	struct period read;
	char period[PERIOD_TEXT], ends[APP_WHEN];
	papers_own_periods(p, &k);
	papers_asked(p, &k, period);
	if (!*period && k.n > 0)
		memcpy(period, k.text[0], sizeof period);
	if (app_period_read(&k.calendar, period, &read, &e) != 0 ||
		app_hub_submits(p->store, NULL, period, p->now, p->lang, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin_wide(p, DESK_REPORTS, page_text(p, TEXT_DESK_RP_DECLARED));
	page_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	papers_choose(p, "/khai", &k, period, false, NULL);
	page_para(p, "", TEXT_DESK_RP_DUE_AT, app_period_ends(&k.calendar, period, ends), NULL, NULL);
	table(p, &x, period);
	html_print(&p->out, "<p class=\"row\"><a class=\"button second\" href=\"/bao-cao/late?ky=%s\">%s</a>", period,
		page_text(p, TEXT_DESK_RP_LATE));
	html_print(&p->out, "<a class=\"button second\" href=\"/chot?ky=%s\">%s</a></p>", period,
		page_text(p, TEXT_DESK_RP_CLOSE));
	app_hub_submits_free(&x);
	desk_end(p);
}
