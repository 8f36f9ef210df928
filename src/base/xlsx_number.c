/* xlsx_number.c - what a cell's number looks like to the person who typed it: whole, decimal, a date, a code. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "xlsx_private.h"

/* -- references -- */

bool xlsx_reference(const char *s, int *column, long *row)
{
	*column = 0;
	*row = 0;
	for (; *s >= 'A' && *s <= 'Z' && *column <= XLSX_COLUMN_MAX; s++)
		*column = *column * 26 + (*s - 'A' + 1);
	for (; *s >= '0' && *s <= '9' && *row <= XLSX_ROW_MAX; s++)
		*row = *row * 10 + (*s - '0');
	bool ok = *column >= 1 && *column <= XLSX_COLUMN_MAX && *row >= 1 && *row <= XLSX_ROW_MAX;
	*column -= 1;
	return ok && (*s == '\0' || *s == ':');
}

const char *xlsx_reference_name(int column, long row, char out[static XLSX_REF_BYTES])
{
	char letters[8];
	snprintf(out, XLSX_REF_BYTES, "%s%ld", table_column((size_t)column, letters), row);
	return out;
}

/* -- decimals: on digits, not on binary fractions, whose last digits nobody typed -- */

enum { DIGITS_SEEN = 15, SCALE_MAX = 330 };

struct decimal {
	char digit[XLSX_NUMBER_BYTES]; /* '0'..'9', no leading zeros; none: zero */
	int count;
	int scale;               /* digits behind the point; below 0: zeros to add */
	bool negative, fraction; /* fraction: written with one, or with an exponent */
};

static bool add_digit(struct decimal *d, char c)
{
	if (c == '0' && d->count == 0)
		return true;
	if (d->count == SCALE_MAX)
		return false;
	d->digit[d->count++] = c;
	return true;
}

static bool parse_exponent(const char *s, struct decimal *d)
{
	char *end;
	if (*s == '\0')
		return true;
	if (*s != 'e' && *s != 'E')
		return false;
	s++;
	if (!isdigit((unsigned char)s[*s == '+' || *s == '-']))
		return false;
	long exponent = strtol(s, &end, 10);
	if (*end || exponent > SCALE_MAX || exponent < -SCALE_MAX)
		return false;
	d->scale -= (int)exponent;
	d->fraction = true;
	return true;
}

static bool parse(const char *s, struct decimal *d)
{
	int digits = 0;
	*d = (struct decimal){.negative = *s == '-'};
	s += *s == '-' || *s == '+';
	for (; isdigit((unsigned char)*s); s++, digits++)
		if (!add_digit(d, *s))
			return false;
	if (*s == '.') {
		for (s++; isdigit((unsigned char)*s); s++, digits++, d->scale++)
			if (!add_digit(d, *s))
				return false;
		d->fraction = true;
	}
	return digits > 0 && digits <= SCALE_MAX && parse_exponent(s, d);
}

/* Half up to the digits Excel keeps and shows: 0.30000000000000004 was 0.3. */
static void round_digits(struct decimal *d)
{
	if (d->count <= DIGITS_SEEN)
		return;
	bool up = d->digit[DIGITS_SEEN] >= '5';
	d->scale -= d->count - DIGITS_SEEN;
	d->count = DIGITS_SEEN;
	for (int i = DIGITS_SEEN; up && i-- > 0;) {
		up = d->digit[i] == '9';
		d->digit[i] = up ? '0' : (char)(d->digit[i] + 1);
	}
	if (up) { /* 99…9 */
		d->digit[0] = '1';
		d->scale--;
	}
}

static void print(const struct decimal *d, char *out)
{
	int whole = d->count - d->scale; /* digits before the point */
	if (d->count == 0) {
		memcpy(out, "0", 2);
		return;
	}
	if (d->negative)
		*out++ = '-';
	if (whole <= 0)
		*out++ = '0';
	for (int i = 0; i < whole; i++)
		*out++ = i < d->count ? d->digit[i] : '0';
	if (d->scale > 0)
		*out++ = '.';
	for (int i = whole; i < d->count; i++)
		*out++ = i < 0 ? '0' : d->digit[i];
	*out = '\0';
}

bool xlsx_number(const char *s, char out[static XLSX_NUMBER_BYTES])
{
	struct decimal d;
	if (!parse(s, &d))
		return false;
	if (d.fraction)
		round_digits(&d);
	while (d.count > 0 && d.scale > 0 && d.digit[d.count - 1] == '0') {
		d.count--;
		d.scale--;
	}
	if (d.count - d.scale > SCALE_MAX || d.scale > SCALE_MAX)
		return false;
	print(&d, out);
	return true;
}

void xlsx_pad(char number[static XLSX_NUMBER_BYTES], size_t zeros)
{
	size_t n = strlen(number);
	if (n >= zeros || zeros >= XLSX_NUMBER_BYTES || strspn(number, "0123456789") != n)
		return;
	memmove(number + zeros - n, number, n + 1);
	memset(number, '0', zeros - n);
}

/* -- dates -- */

enum {
	DAY_MAX = 2958465 /* 9999-12-31 */,
	LEAP_BUG = 60,
	DAYS_1904 = 1462,
	EPOCH = 25569 /* 1970-01-01 */,
	DAY_SECONDS = 86400
};

/* Excel's day 60 is 29/02/1900, which never was; days before it count from one day later. */
bool xlsx_date(const char *number, bool dates_1904, char out[static 11])
{
	char *end;
	long day = strtol(number, &end, 10);
	if (!isdigit((unsigned char)*number) || (*end && *end != '.') || day > DAY_MAX)
		return false;
	day += dates_1904 ? DAYS_1904 : 0;
	if (day < 1 || day > DAY_MAX || day == LEAP_BUG)
		return false;
	time_t t = (time_t)((day < LEAP_BUG ? day + 1 : day) - EPOCH) * DAY_SECONDS;
	struct tm tm;
	return gmtime_r(&t, &tm) && strftime(out, 11, "%Y-%m-%d", &tm) == 10;
}

/* -- number formats -- */

/* The next letter a format means by itself: not quoted, escaped, bracketed or a filler. Only the first section. */
static char next_meaning(const char **at)
{
	const char *s = *at;
	char found = '\0';
	while (*s && *s != ';' && !found) {
		if (*s == '"' || *s == '[') {
			const char *close = strchr(s + 1, *s == '"' ? '"' : ']');
			s = close ? close + 1 : s + strlen(s);
		} else if (*s == '\\' || *s == '_' || *s == '*') {
			s += s[1] ? 2 : 1;
		} else {
			found = *s++;
		}
	}
	*at = s;
	return found;
}

bool xlsx_format_is_date(const char *code)
{
	bool day = false, month = false, time = false;
	char c;
	if (strncasecmp(code, "General", 7) == 0)
		return false;
	while ((c = next_meaning(&code))) {
		c = (char)tolower((unsigned char)c);
		day = day || c == 'd' || c == 'y';
		month = month || c == 'm';
		time = time || c == 'h' || c == 's';
	}
	return day || (month && !time);
}

size_t xlsx_format_zeros(const char *code)
{
	size_t n = strspn(code, "0");
	return code[n] == '\0' && n > 1 && n < 100 ? n : 0;
}
