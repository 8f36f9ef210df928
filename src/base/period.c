/* period.c - weeks of reporting, by counting days from 1970-01-01, which was a Thursday. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/period.h>

enum { DAY = 86400, WEEK = 7 * DAY, VIETNAM = 7 * 3600, FIRST_YEAR = 1971, LAST_YEAR = 2198 };

/* Midnight in Vietnam before the Monday of the ISO week that holds t. */
static int64_t monday_of(int64_t t)
{
	int64_t day = (t + VIETNAM) / DAY;

	return (day - (day + 3) % 7) * DAY - VIETNAM;
}

static int64_t first_monday(int year)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t = 0;

	snprintf(stamp, sizeof stamp, "%04d-01-04T00:00:00+07:00", year % 10000); /* always in week 1 */
	clock_read_stamp(stamp, &t);
	return monday_of(t);
}

static int weeks_in(int year)
{
	return (int)((first_monday(year + 1) - first_monday(year)) / WEEK);
}

/* Exactly n digits of s; -1 otherwise. */
static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + s[i] - '0';
	}
	return value;
}

bool period_parse(const char *s, struct period *out)
{
	if (strlen(s) != sizeof "2025-W45" - 1 || s[4] != '-' || s[5] != 'W')
		return false;
	*out = (struct period){.year = digits(s, 4), .number = digits(s + 6, 2)};
	return out->year >= FIRST_YEAR && out->year <= LAST_YEAR && out->number >= 1 &&
	       out->number <= weeks_in(out->year);
}

const char *period_text(struct period p, char out[static PERIOD_TEXT])
{
	snprintf(out, PERIOD_TEXT, "%04d-W%02d", p.year % 10000, p.number % 100);
	return out;
}

int period_compare(struct period a, struct period b)
{
	return a.year != b.year ? (a.year < b.year ? -1 : 1) : (a.number > b.number) - (a.number < b.number);
}

static struct period week_from(int64_t monday)
{
	char date[CLOCK_DATE];
	struct period p;

	clock_date(monday + 3 * DAY, date); /* a week belongs to the year of its Thursday */
	p.year = atoi(date);
	p.year = p.year < FIRST_YEAR ? FIRST_YEAR : p.year > LAST_YEAR ? LAST_YEAR : p.year;
	p.number = (int)((monday - first_monday(p.year)) / WEEK) + 1;
	if (p.number < 1)
		p.number = 1;
	return p.number > weeks_in(p.year) ? (struct period){.year = p.year, .number = weeks_in(p.year)} : p;
}

static int64_t monday(struct period p)
{
	return first_monday(p.year) + (int64_t)(p.number - 1) * WEEK;
}

struct period period_before(struct period p)
{
	return week_from(monday(p) - WEEK);
}

struct period period_after(struct period p)
{
	return week_from(monday(p) + WEEK);
}

int64_t period_end(const struct period_rule *r, struct period p)
{
	if (r->weekday == 0)
		return monday(p) + WEEK;
	return monday(p) + (int64_t)(r->weekday - 1) * DAY + r->hour * 3600 + r->minute * 60;
}

int64_t period_begin(const struct period_rule *r, struct period p)
{
	return period_end(r, p) - WEEK;
}

struct period period_at(const struct period_rule *r, int64_t t)
{
	struct period p = week_from(monday_of(t < 0 ? 0 : t));

	return period_end(r, p) > t ? p : period_after(p);
}
