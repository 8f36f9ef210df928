/* app_period.c - the campaign's periods: which one runs, which was the first and the last, what a person may name. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#define YEAR_2025 1735664400 /* 2025-01-01T00:00:00+07:00: no campaign is older than this program */
enum { DAY = 24 * 60 * 60 };

static int64_t start_of_day(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t = 0;
	snprintf(stamp, sizeof stamp, "%.10sT00:00:00+07:00", date);
	return clock_read_stamp(stamp, &t) ? t : 0;
}

static struct period earlier(struct period a, struct period b)
{
	return period_compare(a, b) < 0 ? a : b;
}

static struct period later(struct period a, struct period b)
{
	return period_compare(a, b) < 0 ? b : a;
}

void app_calendar(struct store *s, int64_t now, struct app_calendar *out)
{
	const struct campaign *c = NULL;
	*out = (struct app_calendar){.opens = {.year = 1971, .number = 1},
		.first = {.year = 1971, .number = 1},
		.last = {.year = 2198, .number = 52}};
	if (store_campaign(s, &c) != 0)
		c = NULL;
	if (c)
		out->rule =
			(struct period_rule){.weekday = c->due_weekday, .hour = c->due_hour, .minute = c->due_minute};
	out->duty = c && c->due_weekday;
	if (c && c->starts[0])
		out->opens = period_at(&out->rule, start_of_day(c->starts));
	if (c && (c->work_from[0] || c->starts[0]))
		out->first = period_at(&out->rule, start_of_day(c->work_from[0] ? c->work_from : c->starts));
	if (c && c->ends[0])
		out->last = period_at(&out->rule, start_of_day(c->ends) + DAY - 1);
	out->clock_unset = now < YEAR_2025;
	out->running = later(earlier(period_at(&out->rule, now), out->last), out->opens);
	out->ended = earlier(period_before(period_at(&out->rule, now)), out->last);
}

int app_period(const struct app_calendar *c, const char *typed, int64_t now, struct period *out, struct err *e)
{
	char first[PERIOD_TEXT], last[PERIOD_TEXT];
	if (!period_parse(typed, out))
		return err_set(e, ERR_DATA, TEXT_PERIOD_NONE, "%s", typed);
	if (period_compare(*out, c->opens) < 0 || period_compare(*out, c->last) > 0)
		return err_set(e, ERR_DATA, TEXT_PERIOD_OUTSIDE, "%s" ERR_AND "%s" ERR_AND "%s", typed,
			period_text(c->opens, first), period_text(c->last, last));
	if (!c->clock_unset && period_begin(&c->rule, *out) > now)
		return err_set(
			e, ERR_DATA, TEXT_PERIOD_FUTURE, "%s" ERR_AND "%s", typed, period_text(c->running, last));
	return 0;
}

const char *app_period_ends(const struct app_calendar *c, const char *period, char out[static APP_WHEN])
{
	struct period p;
	char stamp[CLOCK_STAMP];
	out[0] = '\0';
	if (period_parse(period, &p)) {
		clock_stamp(period_end(&c->rule, p), stamp);
		snprintf(out, APP_WHEN, "%.2s/%.2s/%.4s %.5s", stamp + 8, stamp + 5, stamp, stamp + 11);
	}
	return out;
}
