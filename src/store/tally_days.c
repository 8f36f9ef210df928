/* Households by the day they were visited: how fast the work goes, without opening a household. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "store_private.h"

enum { PAIR = 6, DAY_S = 24 * 60 * 60, MOST = 0xffff };
#define EPOCH INT64_C(946573200) /* 1999-12-31T00:00:00+07:00 */

unsigned tally_day(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t;

	snprintf(stamp, sizeof stamp, "%.10sT00:00:00+07:00", date);
	if (!clock_read_stamp(stamp, &t) || t <= EPOCH || (t - EPOCH) / DAY_S > MOST)
		return 0;
	return (unsigned)((t - EPOCH) / DAY_S);
}

void tally_days_add(struct tally_days *d, unsigned day, int64_t n)
{
	size_t at = d->days;

	if (!day || n <= 0)
		return;
	while (at > 0 && d->on[at - 1].day > day)
		at--;
	if (at > 0 && d->on[at - 1].day == day) {
		d->on[at - 1].n += n;
		return;
	}
	d->on = alloc_grow(d->on, d->days + 1, sizeof *d->on);
	memmove(d->on + at + 1, d->on + at, (d->days++ - at) * sizeof *d->on);
	d->on[at] = (struct tally_on){day, n};
}

void tally_days_pack(const struct tally_days *d, struct buf *out)
{
	for (size_t i = 0; i < d->days; i++) {
		unsigned char pair[PAIR] = {(unsigned char)d->on[i].day, (unsigned char)(d->on[i].day >> 8)};

		for (int k = 0; k < 4; k++)
			pair[2 + k] = (unsigned char)((uint64_t)d->on[i].n >> (8 * k));
		buf_add(out, (const char *)pair, sizeof pair);
	}
}

void tally_days_free(struct tally_days *d)
{
	free(d->on);
	*d = (struct tally_days){NULL, 0};
}

static void unpack(sqlite3_stmt *st, struct tally_days *to)
{
	const unsigned char *in = sqlite3_column_blob(st, 0);
	size_t n = (size_t)sqlite3_column_bytes(st, 0) / PAIR;

	for (size_t i = 0; i < n; i++, in += PAIR)
		tally_days_add(to, in[0] | (unsigned)in[1] << 8,
			in[2] | (int64_t)in[3] << 8 | (int64_t)in[4] << 16 | (int64_t)in[5] << 24);
}

int store_days(struct store *s, const char *unit, struct store_day **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_TALLY_DAYS, "t", unit ? unit : "");
	struct tally_days all = {NULL, 0};
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0)
		unpack(st, &all);
	if (row == 0) {
		*out = alloc_zero(all.days + 1, sizeof **out);
		for (*n = 0; *n < all.days; ++*n) {
			clock_date(EPOCH + (int64_t)all.on[*n].day * DAY_S, (*out)[*n].date);
			(*out)[*n].households = all.on[*n].n;
		}
	}
	tally_days_free(&all);
	return row;
}
