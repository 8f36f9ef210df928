/* period.c - spans of reporting: weeks by counting days from 1970-01-01, which was a Thursday; the others by counting
 * months. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/period.h>

enum { DAY = 86400, WEEK = 7 * DAY, VIETNAM = 7 * 3600, FIRST_YEAR = 1971, LAST_YEAR = 2198, YEAR_MONTHS = 12 };

/* Months in one of each kind; 0: weeks do not lie in months. */
static const int months[PERIOD_KINDS] = {
	[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_HALF] = 6, [PERIOD_YEAR] = YEAR_MONTHS};

/* --- weeks --- */

/* Midnight in Vietnam before the Monday of the ISO week that holds t. */
static int64_t monday_of(int64_t t)
{
	int64_t day = (t + VIETNAM) / DAY;

	return (day - (day + 3) % 7) * DAY - VIETNAM;
}

/* Midnight in Vietnam before a day of 1970 to 2199. */
static int64_t midnight(int year, int month, int day)
{
	char stamp[48];
	int64_t t = 0;

	snprintf(stamp, sizeof stamp, "%04d-%02d-%02dT00:00:00+07:00", year, month, day);
	clock_read_stamp(stamp, &t);
	return t;
}

static int64_t first_monday(int year)
{
	return monday_of(midnight(year, 1, 4)); /* always in week 1 */
}

static int weeks_in(int year)
{
	return (int)((first_monday(year + 1) - first_monday(year)) / WEEK);
}

static struct period week_from(int64_t monday)
{
	char date[CLOCK_DATE];
	struct period p = {.kind = PERIOD_WEEK};

	clock_date(monday + 3 * DAY, date); /* a week belongs to the year of its Thursday */
	p.year = atoi(date);
	p.year = p.year < FIRST_YEAR ? FIRST_YEAR : p.year > LAST_YEAR ? LAST_YEAR : p.year;
	p.number = (int)((monday - first_monday(p.year)) / WEEK) + 1;
	if (p.number < 1)
		p.number = 1;
	if (p.number > weeks_in(p.year))
		p.number = weeks_in(p.year);
	return p;
}

static int64_t monday(struct period p)
{
	return first_monday(p.year) + (int64_t)(p.number - 1) * WEEK;
}

/* --- months, counted from year 0, and what is made of them --- */

static int last_month(struct period p)
{
	int number = p.kind == PERIOD_YEAR ? 1 : p.number;

	return p.year * YEAR_MONTHS + number * months[p.kind] - 1;
}

/* The one of a kind that a month lies in; the first or last there is, for months before and after. */
static struct period of_month(enum period_kind kind, int month)
{
	int first = FIRST_YEAR * YEAR_MONTHS, last = LAST_YEAR * YEAR_MONTHS + YEAR_MONTHS - 1;

	month = month < first ? first : month > last ? last : month;
	return (struct period){.year = month / YEAR_MONTHS,
		.number = kind == PERIOD_YEAR ? 0 : month % YEAR_MONTHS / months[kind] + 1,
		.kind = kind};
}

static int64_t month_end(const struct period_rule *r, int month)
{
	if (r->day == 0)
		return midnight((month + 1) / YEAR_MONTHS, (month + 1) % YEAR_MONTHS + 1, 1);
	return midnight(month / YEAR_MONTHS, month % YEAR_MONTHS + 1, r->day) + r->hour * 3600 + r->minute * 60;
}

/* The month that holds t, as the rule counts: from its day in one month to its day in the next. */
static int month_at(const struct period_rule *r, int64_t t)
{
	char date[CLOCK_DATE];

	clock_date(t < 0 ? 0 : t, date);
	int month = atoi(date) * YEAR_MONTHS + atoi(date + 5) - 1;
	return month_end(r, month) > t ? month : month + 1;
}

/* --- names --- */

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

/* The kind and number of what stands after the year. */
static bool parse_number(const char *s, size_t n, struct period *out)
{
	static const struct {
		size_t length;
		const char *before;
		enum period_kind kind;
		int digits;
	} shape[] = {{0, "", PERIOD_YEAR, 0}, {4, "-W", PERIOD_WEEK, 2}, {3, "-Q", PERIOD_QUARTER, 1},
		{3, "-H", PERIOD_HALF, 1}, {3, "-", PERIOD_MONTH, 2}};

	for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
		size_t prefix = strlen(shape[i].before);
		if (n != shape[i].length || strncmp(s, shape[i].before, prefix) != 0)
			continue;
		out->kind = shape[i].kind;
		out->number = digits(s + prefix, shape[i].digits);
		return out->number >= 0;
	}
	return false;
}

bool period_parse(const char *s, struct period *out)
{
	size_t n = strlen(s);

	*out = (struct period){.kind = PERIOD_WEEK};
	if (n < 4)
		return false;
	out->year = digits(s, 4);
	if (out->year < FIRST_YEAR || out->year > LAST_YEAR || !parse_number(s + 4, n - 4, out))
		return false;
	if (out->kind == PERIOD_YEAR)
		return true;
	return out->number >= 1 &&
	       out->number <= (out->kind == PERIOD_WEEK ? weeks_in(out->year) : YEAR_MONTHS / months[out->kind]);
}

const char *period_text(struct period p, char out[static PERIOD_TEXT])
{
	int year = p.year % 10000, number = p.number % 100;

	switch (p.kind) {
	case PERIOD_MONTH:
		snprintf(out, PERIOD_TEXT, "%04d-%02d", year, number);
		break;
	case PERIOD_QUARTER:
	case PERIOD_HALF:
		snprintf(out, PERIOD_TEXT, "%04d-%c%d", year, p.kind == PERIOD_HALF ? 'H' : 'Q', number);
		break;
	case PERIOD_YEAR:
		snprintf(out, PERIOD_TEXT, "%04d", year);
		break;
	case PERIOD_WEEK:
	case PERIOD_KINDS:
		snprintf(out, PERIOD_TEXT, "%04d-W%02d", year, number);
		break;
	}
	return out;
}

/* --- order --- */

int period_compare(struct period a, struct period b)
{
	return a.year != b.year ? (a.year < b.year ? -1 : 1) : (a.number > b.number) - (a.number < b.number);
}

struct period period_before(struct period p)
{
	return p.kind == PERIOD_WEEK ? week_from(monday(p) - WEEK) : of_month(p.kind, last_month(p) - months[p.kind]);
}

struct period period_after(struct period p)
{
	return p.kind == PERIOD_WEEK ? week_from(monday(p) + WEEK) : of_month(p.kind, last_month(p) + months[p.kind]);
}

/* --- in time --- */

static int64_t week_end(const struct period_rule *r, struct period p)
{
	if (r->weekday == 0)
		return monday(p) + WEEK;
	return monday(p) + (int64_t)(r->weekday - 1) * DAY + r->hour * 3600 + r->minute * 60;
}

int64_t period_end(const struct period_rule *r, struct period p)
{
	return p.kind == PERIOD_WEEK ? week_end(r, p) : month_end(r, last_month(p));
}

int64_t period_begin(const struct period_rule *r, struct period p)
{
	return p.kind == PERIOD_WEEK ? week_end(r, p) - WEEK : month_end(r, last_month(p) - months[p.kind]);
}

struct period period_holding(const struct period_rule *r, enum period_kind kind, int64_t t)
{
	if (kind != PERIOD_WEEK)
		return of_month(kind, month_at(r, t));
	struct period p = week_from(monday_of(t < 0 ? 0 : t));
	return week_end(r, p) > t ? p : period_after(p);
}

struct period period_at(const struct period_rule *r, int64_t t)
{
	return period_holding(r, r->kind, t);
}

struct period period_last_in(const struct period_rule *r, struct period p)
{
	int64_t end = period_end(r, p);
	struct period last = period_at(r, end);

	return period_end(r, last) > end ? period_before(last) : last; /* at the end of time nothing follows */
}
