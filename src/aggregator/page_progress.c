/* page_progress.c - how fast the work goes: households by the day they were visited, as bars and as a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "page_overview.h"

enum { DAY_S = 24 * 60 * 60, DAYS_SHOWN = 28, DAYS_MOST = 140, REST = 14, DAYS_LEAST = 14, HIGH = 100, STEP = 10 };

/* A row of days without gaps, or of weeks; the last one is today's. */
struct pace {
	int64_t from; /* noon of the first day shown */
	int64_t *n;   /* owned */
	size_t days;
	int64_t most, all, before; /* the highest; of every day; before the first shown */
	size_t at;                 /* the highest */
	bool rests;                /* the last day shown is not today */
};

static int64_t noon(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t = 0;
	snprintf(stamp, sizeof stamp, "%.10sT12:00:00+07:00", date);
	return clock_read_stamp(stamp, &t) ? t : 0;
}

static const char *day(int64_t t, char out[static CLOCK_DATE])
{
	char date[CLOCK_DATE];
	return clock_day(clock_date(t, date), out);
}

/* Up to today; of work that came to rest weeks ago, up to its last day. */
static int64_t last_day(const struct page *p, const struct store_day *d, size_t n)
{
	char today[CLOCK_DATE];
	const int64_t now = noon(clock_date(p->now, today));
	for (size_t i = n; i-- > 0;)
		if (noon(d[i].date) <= now)
			return now - noon(d[i].date) > REST * DAY_S ? noon(d[i].date) : now;
	return now;
}

/* The last `most` days; a day to come, by whatever clock wrote it, counts as before. */
static void lay_out(const struct page *p, const struct store_day *d, size_t n, size_t most, struct pace *out)
{
	const int64_t last = last_day(p, d, n), first = n ? noon(d[0].date) : last;
	int64_t span = (last - first) / DAY_S + 1;
	span = span < DAYS_LEAST ? DAYS_LEAST : span > (int64_t)most ? (int64_t)most : span;
	*out = (struct pace){.from = last - (span - 1) * DAY_S, .days = (size_t)span, .rests = last + DAY_S < p->now};
	out->n = alloc_zero(out->days, sizeof *out->n);
	for (size_t i = 0; i < n; i++) {
		const int64_t at = (noon(d[i].date) - out->from) / DAY_S;
		out->all += d[i].households;
		if (noon(d[i].date) < out->from || at >= span)
			out->before += d[i].households;
		else
			out->n[at] += d[i].households;
	}
	for (size_t i = 0; i < out->days; i++)
		if (out->n[i] > out->most) {
			out->most = out->n[i];
			out->at = i;
		}
}

static int64_t last_days(const struct pace *x, size_t days)
{
	int64_t sum = 0;
	for (size_t i = x->days > days ? x->days - days : 0; i < x->days; i++)
		sum += x->n[i];
	return sum;
}

/* --- bars --- */

static void bars(struct page *p, const struct pace *x, const char *label)
{
	html_print(&p->out,
		"<svg class=\"chart\" viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" role=\"img\" "
		"aria-label=\"%s\"><path "
		"class=\"ground\" d=\"M0 %dh%zu\"/><path class=\"bars\" d=\"",
		x->days * STEP, HIGH + 2, label, HIGH + 1, x->days * STEP);
	for (size_t i = 0; i < x->days; i++) {
		const long long high = x->most ? (long long)((x->n[i] * HIGH + x->most - 1) / x->most) : 0;
		if (high > 0)
			html_print(&p->out, "M%zu %dv-%lldh%dv%lldz", i * STEP + 1, HIGH, high, STEP - 2, high);
	}
	html_markup_unescaped(&p->out, "\"/></svg>");
}

static void chart(struct page *p, const struct pace *x)
{
	char a[32], b[32], from[CLOCK_DATE], to[CLOCK_DATE], high[CLOCK_DATE], label[512];
	text_fill(p->lang, TEXT_OVER_PACE_LABEL,
		(const char *const[3]){
			day(x->from, from), page_number(p, x->most, a), day(x->from + (int64_t)x->at * DAY_S, high)},
		label, sizeof label);
	bars(p, x, label);
	day(x->from + (int64_t)(x->days - 1) * DAY_S, to);
	from[5] = to[5] = high[5] = '\0'; /* below the bars the day and the month */
	html_print(&p->out, "<p class=\"ends small\"><span>%s</span><span>", from);
	page_say(p, TEXT_OVER_PACE_MOST, a, high, NULL);
	html_print(&p->out, "</span><span>%s</span></p>", to);
	if (x->rests)
		return;
	page_para(p, "", TEXT_OVER_PACE_WEEK, page_number(p, last_days(x, 7), a), page_number(p, last_days(x, 1), b),
		NULL);
}

int over_chart(struct page *p, const char *unit, struct err *e)
{
	struct store_day *d;
	struct pace x;
	size_t n;
	if (store_days(p->store, unit, &d, &n, e) != 0)
		return -1;
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2>", page_text(p, TEXT_OVER_PACE));
	if (n > 0) {
		lay_out(p, d, n, DAYS_SHOWN, &x);
		chart(p, &x);
		free(x.n);
		html_markup_unescaped(&p->out, "<p><a href=\"/tien-do");
		if (unit)
			html_print(&p->out, "?don-vi=%s", unit);
		html_print(&p->out, "\">%s</a></p>", page_text(p, TEXT_OVER_PACE_TABLE));
	} else
		page_para(p, "", TEXT_OVER_PACE_NONE, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</section>");
	free(d);
	return 0;
}

/* --- the whole of it --- */

static void head(struct page *p, text_id first)
{
	page_table_begin(p, "", page_text(p, first));
	page_th(p, page_text(p, first));
	page_th_number(p, page_text(p, TEXT_OVER_PACE_HOUSEHOLDS));
	page_th_number(p, page_text(p, TEXT_OVER_PACE_SUM));
	page_rows(p);
}

static void line(struct page *p, const char *what, int64_t n, int64_t sum)
{
	char a[32], b[32];
	html_print(&p->out,
		"<tr><th scope=\"row\">%s</th><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>", what,
		page_number(p, n, a), page_number(p, sum, b));
}

/* Weeks as the campaign closes them; months too. */
static void by_period(struct page *p, const struct pace *x)
{
	struct app_calendar c;
	struct period now = {0};
	char text[PERIOD_TEXT], said[APP_PERIOD_SAID];
	int64_t in = 0, sum = x->before;
	app_calendar(p->store, p->now, &c);
	head(p, TEXT_OVER_PACE_PERIOD);
	for (size_t i = 0; i <= x->days; i++) {
		struct period at = period_at(&c.rule, x->from + (int64_t)i * DAY_S);
		if (i > 0 && (i == x->days || period_compare(at, now) != 0)) {
			line(p, app_period_said(period_text(now, text), p->lang, said), in, sum += in);
			in = 0;
		}
		now = at;
		if (i < x->days)
			in += x->n[i];
	}
	page_table_end(p);
}

static void by_day(struct page *p, const struct pace *x)
{
	char shown[CLOCK_DATE];
	int64_t sum = x->before;
	head(p, TEXT_OVER_PACE_DAY);
	for (size_t i = 0; i < x->days; i++) {
		sum += x->n[i];
		if (x->n[i] > 0)
			line(p, day(x->from + (int64_t)i * DAY_S, shown), x->n[i], sum);
	}
	page_table_end(p);
}

static void show(struct page *p, const struct store_day *d, size_t n)
{
	struct pace x;
	lay_out(p, d, n, DAYS_MOST, &x);
	html_markup_unescaped(&p->out, "<section class=\"card\">");
	chart(p, &x);
	html_print(&p->out, "</section><p class=\"hint\">%s</p><div class=\"two\"><section><h2>%s</h2>",
		page_text(p, TEXT_OVER_PACE_HINT), page_text(p, TEXT_OVER_PACE_PERIOD));
	by_period(p, &x);
	html_print(&p->out, "</section><section><h2>%s</h2>", page_text(p, TEXT_OVER_PACE_DAY));
	by_day(p, &x);
	html_markup_unescaped(&p->out, "</section></div>");
	free(x.n);
}

void desk_progress(struct page *p)
{
	struct err e;
	struct unit u = {.code = ""};
	struct store_day *d;
	size_t n;
	char title[2 * UNIT_NAME], path[64];
	const char *asked = page_field(p, "don-vi");
	if ((*asked && desk_unit(p, asked, &u, &e) != 0) ||
		store_days(p->store, *asked ? u.code : NULL, &d, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	snprintf(title, sizeof title, "%s%s%s", page_text(p, TEXT_OVER_PACE), *asked ? ": " : "", u.name);
	snprintf(path, sizeof path, "/%s%s", *asked ? "don-vi/" : "", u.code);
	desk_begin_wide(p, DESK_OVERVIEW, title);
	html_print(&p->out, "<p class=\"crumbs\"><a href=\"%s\">‹ %s</a></p>", path,
		*asked ? u.name : page_text(p, TEXT_DESK_OVERVIEW));
	if (n > 0)
		show(p, d, n);
	else
		page_box_text(p, TONE_NOTE, TEXT_OVER_PACE_NONE, NULL, NULL, NULL);
	free(d);
	desk_end(p);
}
