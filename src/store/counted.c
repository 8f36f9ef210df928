/* What each record of the units tallied last counts, in memory. A unit's sums are made anew from all its records at
 * each commit; a hub that takes message after message would open every record of a hamlet for each of them. What is
 * kept is what the table says: another program's commit, anything undone, a purge and a rebuild forget all of it. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "memory.h"
#include "store_private.h"

enum { UNITS = 64, ROWS_OF_UNIT = 4096, ROWS = 16384 }; /* some 90 bytes each */

/* A row: key, flags, bytes of the counts, the counts. */
enum { AT_FLAGS = ID_BYTES, AT_BYTES, AT_PLAIN };
enum { VOIDED = 1, CONFLICT = 2 };

struct counted {
	char unit[UNIT_CODE];
	size_t rows, room, width;
	uint64_t used;
	unsigned char *row; /* by key */
};

struct counted_units {
	struct counted unit[UNITS];
	size_t units, rows;
	uint64_t clock;
	int64_t version;
};

static void forget_one(struct counted_units *all, struct counted *u)
{
	all->rows -= u->rows;
	free(u->row);
	*u = all->unit[--all->units];
}

void counted_forget(struct store *s)
{
	while (s->counted && s->counted->units)
		forget_one(s->counted, &s->counted->unit[0]);
}

void counted_close(struct store *s)
{
	counted_forget(s);
	free(s->counted);
	s->counted = NULL;
}

int counted_check(struct store *s, struct err *e)
{
	sqlite3_stmt *st;
	int row;

	if (!s->counted)
		return 0;
	st = sql_start(s, SQL_DATA_VERSION, "");
	row = sql_row(s, st, e);
	if (row > 0 && sqlite3_column_int64(st, 0) != s->counted->version) {
		s->counted->version = sqlite3_column_int64(st, 0);
		counted_forget(s);
	}
	sql_end(st);
	return row < 0 ? -1 : 0;
}

struct counted *counted_of(struct store *s, const char *unit)
{
	for (size_t i = 0; s->counted && i < s->counted->units; i++) {
		struct counted *u = &s->counted->unit[i];

		if (!strcmp(u->unit, unit)) {
			u->used = ++s->counted->clock;
			return u;
		}
	}
	return NULL;
}

static void make_room(struct counted_units *all)
{
	while (all->units == UNITS || (all->units && all->rows > ROWS)) {
		struct counted *oldest = &all->unit[0];

		for (size_t i = 1; i < all->units; i++) {
			if (all->unit[i].used < oldest->used)
				oldest = &all->unit[i];
		}
		forget_one(all, oldest);
	}
}

struct counted *counted_as_wide(struct store *s, const char *unit, size_t width)
{
	struct counted *u = counted_of(s, unit);

	if (!u || u->width == width)
		return u;
	forget_one(s->counted, u); /* another form is in force */
	return NULL;
}

struct counted *counted_begin(struct store *s, const char *unit, size_t width, struct err *e)
{
	struct counted *u;

	if (!s->counted) {
		s->counted = alloc_zero(1, sizeof *s->counted);
		if (counted_check(s, e))
			return NULL;
	}
	make_room(s->counted);
	u = &s->counted->unit[s->counted->units++];
	*u = (struct counted){.width = width, .used = ++s->counted->clock};
	snprintf(u->unit, sizeof u->unit, "%s", unit);
	return u;
}

void counted_end(struct store *s, struct counted *u, bool good)
{
	if (!good || u->rows > ROWS_OF_UNIT)
		forget_one(s->counted, u);
}

static size_t stride(const struct counted *u)
{
	return AT_PLAIN + u->width;
}

/* Where a key is, or would be. */
static size_t find(const struct counted *u, const struct id *key, bool *there)
{
	size_t low = 0, high = u->rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(u->row + mid * stride(u), key->b, ID_BYTES) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*there = low < u->rows && !memcmp(u->row + low * stride(u), key->b, ID_BYTES);
	return low;
}

static unsigned char *insert(struct counted *u, size_t at)
{
	size_t n = stride(u);

	if (u->rows == u->room)
		u->row = alloc_grow(u->row, u->room += u->room / 4 + 32, n);
	memmove(u->row + (at + 1) * n, u->row + at * n, (u->rows - at) * n);
	u->rows++;
	return u->row + at * n;
}

void counted_put(struct store *s, struct counted *u, const struct counted_record *r)
{
	bool there;
	size_t at = find(u, &r->key, &there), bytes = r->bytes < u->width ? r->bytes : u->width;
	unsigned char *row = there ? u->row + at * stride(u) : insert(u, at);

	s->counted->rows += !there;
	memcpy(row, r->key.b, ID_BYTES);
	row[AT_FLAGS] = (unsigned char)((r->voided ? VOIDED : 0) | (r->conflict ? CONFLICT : 0));
	row[AT_BYTES] = (unsigned char)bytes;
	if (bytes)
		memcpy(row + AT_PLAIN, r->plain, bytes);
}

void counted_drop(struct store *s, struct counted *u, const struct id *key)
{
	bool there;
	size_t at = find(u, key, &there), n = stride(u);

	if (!there)
		return;
	memmove(u->row + at * n, u->row + (at + 1) * n, (u->rows - at - 1) * n);
	u->rows--;
	s->counted->rows--;
}

bool counted_at(const struct counted *u, size_t i, struct counted_record *out)
{
	const unsigned char *row = u->row + i * stride(u);

	if (i >= u->rows)
		return false;
	memcpy(out->key.b, row, ID_BYTES);
	out->voided = row[AT_FLAGS] & VOIDED;
	out->conflict = row[AT_FLAGS] & CONFLICT;
	out->plain = row + AT_PLAIN;
	out->bytes = row[AT_BYTES];
	return true;
}
