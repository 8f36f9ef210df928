/* export_period.c - a period as DHIS2 and ADX name it (EXPORTS.md). */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/clock.h>
#include <tungnha/export.h>

enum { DAY = 86400, VIETNAM = 7 * 3600, WEEK_DAYS = 7 };

/* Days since 1970-01-01, which was a Thursday. */
static void day_date(int64_t day, char out[static CLOCK_DATE])
{
	clock_date(day * DAY - VIETNAM, out);
}

/* A week of DHIS2 belongs to the year that has at least four of its days, as an ISO week does, whatever day it begins
 * on: so its fourth day tells year and number. */
static void week_number(int64_t first_day, int *year, int *number)
{
	char date[CLOCK_DATE], new_year[CLOCK_STAMP + 8];
	int64_t start = 0;
	day_date(first_day + 3, date);
	*year = atoi(date);
	snprintf(new_year, sizeof new_year, "%04d-01-01T00:00:00+07:00", *year % 10000);
	clock_read_stamp(new_year, &start);
	*number = (int)((first_day + 3 - (start + VIETNAM) / DAY) / WEEK_DAYS) + 1;
}

static int name_week(const struct period_rule *rule, struct period p, char dhis2[static EXPORT_PERIOD],
	char adx[static EXPORT_PERIOD], struct err *e)
{
	static const char *const prefix[] = {"W", NULL, "WedW", "ThuW", "FriW", "SatW", "SunW"}; /* from Monday on */
	int64_t end = period_end(rule, p) + VIETNAM;
	int64_t day = end % DAY ? end / DAY : end / DAY - WEEK_DAYS;
	int year, number, weekday = (int)((day + 3) % WEEK_DAYS);
	char date[CLOCK_DATE], text[PERIOD_TEXT];
	if (!prefix[weekday])
		return err_set(e, ERR_DATA, TEXT_EXPORT_NO_SUCH_WEEK, "%s", period_text(p, text));
	week_number(day, &year, &number);
	snprintf(dhis2, EXPORT_PERIOD, "%d%s%d", year, prefix[weekday], number);
	day_date(day, date);
	snprintf(adx, EXPORT_PERIOD, "%s/P7D", date);
	return 0;
}

int export_period(const struct period_rule *rule, struct period p, char dhis2[static EXPORT_PERIOD],
	char adx[static EXPORT_PERIOD], struct err *e)
{
	switch (p.kind) {
	case PERIOD_MONTH:
		snprintf(dhis2, EXPORT_PERIOD, "%d%02d", p.year, p.number);
		snprintf(adx, EXPORT_PERIOD, "%d-%02d-01/P1M", p.year, p.number);
		return 0;
	case PERIOD_QUARTER:
		snprintf(dhis2, EXPORT_PERIOD, "%dQ%d", p.year, p.number);
		snprintf(adx, EXPORT_PERIOD, "%d-%02d-01/P3M", p.year, 3 * p.number - 2);
		return 0;
	case PERIOD_HALF:
		snprintf(dhis2, EXPORT_PERIOD, "%dS%d", p.year, p.number);
		snprintf(adx, EXPORT_PERIOD, "%d-%02d-01/P6M", p.year, 6 * p.number - 5);
		return 0;
	case PERIOD_YEAR:
		snprintf(dhis2, EXPORT_PERIOD, "%d", p.year);
		snprintf(adx, EXPORT_PERIOD, "%d-01-01/P1Y", p.year);
		return 0;
	default:
		return name_week(rule, p, dhis2, adx, e);
	}
}
