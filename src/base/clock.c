/* clock.c - days and seconds by arithmetic of our own: no time zone of the machine, no 32-bit time_t in between. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tungnha/clock.h>

#define VIETNAM (7 * 3600)
#define DAY 86400
#define EARLIEST (0 - (int64_t)VIETNAM)             /* 1970-01-01T00:00:00+07:00 */
#define LATEST (INT64_C(84006) * DAY - VIETNAM - 1) /* 2199-12-31T23:59:59+07:00 */

struct day {
	int year, month, day;
};

int64_t clock_now(void)
{
	return clock_now_ms() / 1000;
}

int64_t clock_now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && is_leap(year));
}

static bool is_real(const struct day *d, int first_year)
{
	return d->year >= first_year && d->year <= 2199 && d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	       d->day <= days_in_month(d->year, d->month);
}

/* Days from 1970-01-01 to the first of January of a year, 1970 or later. */
static int64_t days_before(int year)
{
	int y = year - 1;
	return INT64_C(365) * (year - 1970) + (y / 4 - 1969 / 4) - (y / 100 - 1969 / 100) + (y / 400 - 1969 / 400);
}

static int64_t days_of(const struct day *d)
{
	int64_t days = days_before(d->year) + d->day - 1;
	for (int month = 1; month < d->month; month++)
		days += days_in_month(d->year, month);
	return days;
}

static struct day day_of(int64_t days)
{
	struct day d = {.year = (int)(1970 + days / 366), .month = 1};
	while (days_before(d.year + 1) <= days)
		d.year++;
	days -= days_before(d.year);
	for (; days >= days_in_month(d.year, d.month); d.month++)
		days -= days_in_month(d.year, d.month);
	d.day = (int)days + 1;
	return d;
}

/* Seconds since midnight 1970-01-01 in Vietnam. Times this program cannot write become the nearest it can. */
static int64_t local(int64_t t)
{
	return (t < EARLIEST ? EARLIEST : t > LATEST ? LATEST : t) + VIETNAM;
}

/* n ≥ 0 in exactly width digits. */
static char *put(char *to, int n, int width)
{
	for (int i = width - 1; i >= 0; i--, n /= 10)
		to[i] = (char)('0' + n % 10);
	return to + width;
}

static char *put_date(char *to, struct day d)
{
	to = put(to, d.year, 4);
	*to++ = '-';
	to = put(to, d.month, 2);
	*to++ = '-';
	return put(to, d.day, 2);
}

const char *clock_date(int64_t t, char out[static CLOCK_DATE])
{
	*put_date(out, day_of(local(t) / DAY)) = '\0';
	return out;
}

const char *clock_stamp(int64_t t, char out[static CLOCK_STAMP])
{
	int second = (int)(local(t) % DAY);
	char *to = put_date(out, day_of(local(t) / DAY));
	*to++ = 'T';
	to = put(to, second / 3600, 2);
	*to++ = ':';
	to = put(to, second / 60 % 60, 2);
	*to++ = ':';
	to = put(to, second % 60, 2);
	memcpy(to, "+07:00", 7);
	return out;
}

/* Between min and max digits of *s as a number; moves *s. -1 otherwise. */
static int take(const char **s, int min, int max)
{
	int n = 0, count = 0;
	while (count < max && **s >= '0' && **s <= '9') {
		n = n * 10 + (*(*s)++ - '0');
		count++;
	}
	return count >= min ? n : -1;
}

static bool skip(const char **s, char c)
{
	return **s == c && (*s)++;
}

static bool take_day(const char **s, struct day *d)
{
	d->year = take(s, 4, 4);
	if (d->year < 0 || !skip(s, '-'))
		return false;
	d->month = take(s, 2, 2);
	if (d->month < 0 || !skip(s, '-'))
		return false;
	d->day = take(s, 2, 2);
	return d->day >= 0;
}

/* hh:mm, in seconds; -1 if it is none */
static int take_hours(const char **s)
{
	int hour = take(s, 2, 2);
	if (hour < 0 || hour > 23 || !skip(s, ':'))
		return -1;
	int minute = take(s, 2, 2);
	return minute < 0 || minute > 59 ? -1 : hour * 3600 + minute * 60;
}

bool clock_read_stamp(const char *s, int64_t *t)
{
	struct day d;
	if (!take_day(&s, &d) || !is_real(&d, 1970) || !skip(&s, 'T'))
		return false;
	int hours = take_hours(&s);
	if (hours < 0 || !skip(&s, ':'))
		return false;
	int second = take(&s, 2, 2);
	int sign = *s == '+' ? 1 : *s == '-' ? -1 : 0;
	if (second < 0 || second > 59 || sign == 0)
		return false;
	s++;
	int offset = take_hours(&s);
	if (offset < 0 || *s)
		return false;
	int64_t result = days_of(&d) * DAY + hours + second - sign * offset;
	if (result < EARLIEST || result > LATEST)
		return false;
	*t = result;
	return true;
}

bool clock_valid_date(const char *s)
{
	struct day d;
	return take_day(&s, &d) && *s == '\0' && is_real(&d, 1900);
}

/* dd/mm/yyyy or dd-mm-yyyy, one or two digits for day and month. */
static bool take_typed(const char *s, struct day *d)
{
	d->day = take(&s, 1, 2);
	char separator = *s;
	if (d->day < 0 || (separator != '/' && separator != '-'))
		return false;
	s++;
	d->month = take(&s, 1, 2);
	if (d->month < 0 || !skip(&s, separator))
		return false;
	d->year = take(&s, 4, 4);
	return d->year >= 0 && *s == '\0';
}

bool clock_read_date(const char *typed, char out[static CLOCK_DATE])
{
	struct day d;
	const char *s = typed;
	bool written = take_day(&s, &d) && *s == '\0';
	if ((!written && !take_typed(typed, &d)) || !is_real(&d, 1900))
		return false;
	*put_date(out, d) = '\0';
	return true;
}

const char *clock_day(const char *date, char out[static CLOCK_DATE])
{
	out[0] = '\0';
	if (clock_valid_date(date))
		snprintf(out, CLOCK_DATE, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
	return out;
}
