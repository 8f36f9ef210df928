/* app_period.c - the campaign's periods: which one runs, which was the first and the last, what a person may name. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#define YEAR_2025 1735664400 /* 2025-01-01T00:00:00+07:00: this program is no older */
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

/* A campaign of 2023 can be worked through with the clock it had; none began before its own year. */
static int64_t earliest(const struct campaign *c)
{
	char first_day[CLOCK_DATE];
	int64_t t;
	if (!c || !c->starts[0])
		return YEAR_2025;
	snprintf(first_day, sizeof first_day, "%.4s-01-01", c->starts);
	t = start_of_day(first_day);
	return t < YEAR_2025 ? t : YEAR_2025;
}

bool app_clock_set(struct store *s, int64_t now)
{
	const struct campaign *c = NULL;
	return now >= earliest(store_campaign(s, &c) == 0 ? c : NULL);
}

static void whole_time(struct app_calendar *out)
{
	bool weeks = out->rule.kind == PERIOD_WEEK;
	out->opens = (struct period){.year = 1971, .number = 1, .kind = out->rule.kind};
	out->first = out->opens;
	out->last = (struct period){.year = 2198, .number = weeks ? 52 : 12, .kind = out->rule.kind};
}

void app_calendar(struct store *s, int64_t now, struct app_calendar *out)
{
	const struct campaign *c = NULL;
	*out = (struct app_calendar){.duty = false};
	if (store_campaign(s, &c) != 0)
		c = NULL;
	if (c)
		out->rule = campaign_rule(c);
	whole_time(out);
	out->duty = c && c->has_due;
	if (c && c->starts[0])
		out->opens = period_at(&out->rule, start_of_day(c->starts));
	if (c && (c->work_from[0] || c->starts[0]))
		out->first = period_at(&out->rule, start_of_day(c->work_from[0] ? c->work_from : c->starts));
	if (c && c->ends[0])
		out->last = period_at(&out->rule, start_of_day(c->ends) + DAY - 1);
	out->clock_unset = now < earliest(c);
	out->running = later(earlier(period_at(&out->rule, now), out->last), out->opens);
	out->ended = earlier(period_before(period_at(&out->rule, now)), out->last);
}

int app_period_read(const struct app_calendar *c, const char *typed, struct period *out, struct err *e)
{
	char example[PERIOD_TEXT];
	bool weeks = c->rule.kind == PERIOD_WEEK, any = period_parse(typed, out);
	if (any && out->kind == c->rule.kind)
		return 0;
	period_text(c->clock_unset ? c->first : c->running, example);
	return err_set(
		e, ERR_DATA, weeks ? TEXT_PERIOD_BY_WEEK : TEXT_PERIOD_BY_MONTH, "%s" ERR_AND "%s", typed, example);
}

int app_period(const struct app_calendar *c, const char *typed, int64_t now, struct period *out, struct err *e)
{
	char first[PERIOD_TEXT], last[PERIOD_TEXT];
	if (app_period_read(c, typed, out, e) != 0)
		return -1;
	if (period_compare(*out, c->opens) < 0 || period_compare(*out, c->last) > 0)
		return err_set(e, ERR_DATA, TEXT_PERIOD_OUTSIDE, "%s" ERR_AND "%s" ERR_AND "%s", typed,
			period_text(c->opens, first), period_text(c->last, last));
	if (!c->clock_unset && period_begin(&c->rule, *out) > now)
		return err_set(
			e, ERR_DATA, TEXT_PERIOD_FUTURE, "%s" ERR_AND "%s", typed, period_text(c->running, last));
	return 0;
}

int app_period_needed(struct store *s, text_id sentence, int64_t now, struct err *e)
{
	struct app_calendar c;
	char example[PERIOD_TEXT];
	app_calendar(s, now, &c);
	return err_set(e, ERR_USAGE, sentence, "%s", period_text(c.clock_unset ? c.first : c.running, example));
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

/* From Monday to Sunday, whatever day reports are due; the first year only where it is another. */
static void week_days(struct period p, char out[static APP_PERIOD_SAID])
{
	const struct period_rule whole = {.kind = PERIOD_WEEK};
	char first[CLOCK_STAMP], last[CLOCK_STAMP], year[8] = "";
	clock_stamp(period_begin(&whole, p), first);
	clock_stamp(period_end(&whole, p) - DAY, last);
	if (strncmp(first, last, 4) != 0)
		snprintf(year, sizeof year, "/%.4s", first);
	snprintf(out, APP_PERIOD_SAID, "%.2s/%.2s%s–%.2s/%.2s/%.4s", first + 8, first + 5, year, last + 8, last + 5,
		last);
}

const char *app_period_said(const char *period, enum text_lang lang, char out[static APP_PERIOD_SAID])
{
	static const char *const roman[] = {"", "I", "II", "III", "IV"};
	static const text_id words[PERIOD_KINDS] = {[PERIOD_WEEK] = TEXT_PERIOD_SAID_WEEK,
		[PERIOD_MONTH] = TEXT_PERIOD_SAID_MONTH,
		[PERIOD_QUARTER] = TEXT_PERIOD_SAID_QUARTER,
		[PERIOD_HALF] = TEXT_PERIOD_SAID_HALF_2,
		[PERIOD_YEAR] = TEXT_PERIOD_SAID_YEAR};
	struct period p;
	char days[APP_PERIOD_SAID], year[16], month[32];
	const char *part = "";
	if (!period_parse(period, &p)) {
		snprintf(out, APP_PERIOD_SAID, "%s", period);
		return out;
	}
	snprintf(year, sizeof year, "%d", p.year);
	if (p.kind == PERIOD_WEEK)
		week_days(p, days);
	else if (p.kind == PERIOD_MONTH)
		part = text_month(lang, p.number, month);
	else if (p.kind == PERIOD_QUARTER)
		part = roman[p.number];
	text_fill(lang, p.kind == PERIOD_HALF && p.number == 1 ? TEXT_PERIOD_SAID_HALF_1 : words[p.kind],
		(const char *const[3]){p.kind == PERIOD_WEEK ? days : year, part}, out, APP_PERIOD_SAID);
	return out;
}
