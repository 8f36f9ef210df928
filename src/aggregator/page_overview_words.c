/* page_overview_words.c - how long ago, how much is left, how far: short, and exact where one points at it. */
#include <stdio.h>
#include <string.h>

#include "page_overview.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static const char *counted(struct page *p, text_id id, int64_t n, char out[static OVER_WORDS])
{
	char shown[32];
	text_fill(p->lang, id, (const char *const[3]){page_number(p, n, shown)}, out, OVER_WORDS);
	return out;
}

const char *over_ago(struct page *p, int64_t at, char out[static OVER_WORDS])
{
	const int64_t since = p->now - at;
	char when[PAGE_WHEN];
	out[0] = '\0';
	if (at <= 0)
		return out;
	if (since < -HOUR) /* this clock went back, or that one ran ahead */
		snprintf(out, OVER_WORDS, "%s", page_when(at, when));
	else if (since < MINUTE)
		snprintf(out, OVER_WORDS, "%s", page_text(p, TEXT_OVER_JUST_NOW));
	else if (since < HOUR)
		counted(p, TEXT_OVER_MINUTES_AGO, since / MINUTE, out);
	else if (since < DAY)
		counted(p, TEXT_OVER_HOURS_AGO, since / HOUR, out);
	else
		counted(p, TEXT_OVER_DAYS_AGO, since / DAY, out);
	return out;
}

const char *over_left(struct page *p, int64_t until, char out[static OVER_WORDS])
{
	const int64_t left = until - p->now;
	char a[32], b[32];
	out[0] = '\0';
	if (left <= 0)
		return out;
	const bool days = left >= DAY;
	const int64_t large = days ? left / DAY : left / HOUR, small = days ? left % DAY / HOUR : left % HOUR / MINUTE;
	text_fill(p->lang, days ? TEXT_OVER_LEFT_DAYS : TEXT_OVER_LEFT_HOURS,
		(const char *const[3]){page_number(p, large, a), page_number(p, small, b)}, out, OVER_WORDS);
	return out;
}

void over_heard(struct page *p, int64_t at)
{
	char ago[OVER_WORDS], when[PAGE_WHEN];
	if (at > 0)
		html_print(&p->out, "<span title=\"%s\">%s</span>", page_when(at, when), over_ago(p, at, ago));
	else
		html_text(&p->out, "–");
}

void over_on_time(struct page *p, int on_time)
{
	if (on_time == 0)
		html_print(&p->out, "<b class=\"late\">! %s</b>", page_text(p, TEXT_OVER_LATE));
	else if (on_time > 0)
		html_print(&p->out, "<b class=\"kept-time\">✓ %s</b>", page_text(p, TEXT_OVER_ON_TIME));
}

/* The period its verdict is about: the one declared last, or the one that ended last if that is newer. */
static const char *judged(const struct over *o, const struct app_hub_standing *r, char out[static PERIOD_TEXT])
{
	struct period declared;
	out[0] = '\0';
	if (r->on_time < 0)
		return out;
	if (!period_parse(r->submitted, &declared) || period_compare(declared, o->calendar.ended) < 0)
		declared = o->calendar.ended;
	return period_text(declared, out);
}

static void line(struct page *p, text_id id, const char *period)
{
	char said[APP_PERIOD_SAID];
	html_markup_unescaped(&p->out, "<div>");
	page_say(p, id, app_period_said(period, p->lang, said), NULL, NULL);
	html_markup_unescaped(&p->out, "</div>");
}

void over_declared(struct page *p, const struct over *o, const struct app_hub_standing *r)
{
	char of[PERIOD_TEXT], running[PERIOD_TEXT], said[APP_PERIOD_SAID];
	const bool missing = over_missing(o, r);
	judged(o, r, of);
	period_text(o->calendar.running, running);
	if (missing && strcmp(of, running) != 0)
		html_print(&p->out, "<div>%s</div>", page_text(p, TEXT_OVER_NOT_DECLARED_NOW));
	if (r->submitted[0] && strcmp(r->submitted, of) != 0)
		line(p, TEXT_OVER_DECLARED_FOR, r->submitted);
	if (of[0]) {
		html_print(&p->out, "<div>%s ", app_period_said(of, p->lang, said));
		over_on_time(p, r->on_time);
		html_markup_unescaped(&p->out, "</div>");
	}
	if (!missing && !r->submitted[0] && !of[0])
		html_text(&p->out, "–");
}

void over_bar(struct page *p, int64_t reviewed, int64_t listed)
{
	char a[32], b[32], percent[32];
	const int64_t most = listed > reviewed ? listed : reviewed;
	html_print(&p->out, "<progress max=\"%lld\" value=\"%lld\" aria-hidden=\"true\"></progress> %s/%s",
		(long long)(most > 0 ? most : 1), (long long)reviewed, page_number(p, reviewed, a),
		page_number(p, listed, b));
	if (listed > 0)
		html_print(&p->out, " · %s", text_percent(p->lang, reviewed, listed, percent));
}

void over_item(struct page *p, text_id id, int64_t n, bool *any)
{
	char shown[32];
	if (n <= 0)
		return;
	html_markup_unescaped(&p->out, *any ? " · " : "");
	page_say(p, id, page_number(p, n, shown), NULL, NULL);
	*any = true;
}
