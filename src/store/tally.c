/* A unit's sums over its records. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "memory.h"
#include "purge.h"
#include "store_private.h"

/* A unit's counts end with three pairs more than it has columns: marks STORE_WARNED_AT_DOOR and STORE_WARNED,
 * STORE_AGAIN and STORE_WARNED with STORE_APPROVED, STORE_RETURNED and STORE_WARNED with it. */
enum { TALLY_MARKS = 3 };

static void add_counts(struct store_totals *t, const unsigned char *plain, size_t n, size_t columns)
{
	struct form_sums *sums = &t->sums;
	unsigned marks;

	if (n < CONTENT_HEAD || plain[0] != columns || n < CONTENT_HEAD + columns * COLUMN_BYTES)
		return;
	marks = record_marks((const char *)plain, n);
	t->warned_at_door += (marks & STORE_WARNED_AT_DOOR) != 0;
	t->warned += (marks & STORE_WARNED) != 0;
	t->warned_approved += (marks & STORE_WARNED) != 0 && (marks & STORE_APPROVED) != 0;
	t->warned_returned += (marks & STORE_WARNED) != 0 && (marks & STORE_RETURNED) != 0;
	t->again += (marks & STORE_AGAIN) != 0;
	for (size_t i = 0; i < columns; i++) {
		const unsigned char *at = plain + CONTENT_HEAD + i * COLUMN_BYTES;
		uint32_t v = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;

		sums->value[i] += (int32_t)v;
		sums->unknown[i] += at[4];
	}
}

/* A unit's records by where they count; the first part is where those go that nobody names. */
struct part {
	char place[UNIT_CODE];
	struct store_totals t;
	struct tally_days days;
};
struct parts {
	struct part *part;
	size_t n;
	size_t reviewed; /* the column that counts households, as the form prints it first */
};

static struct part *part_at(struct parts *p, const char *place)
{
	for (size_t i = 0; i < p->n; i++) {
		if (!strcmp(p->part[i].place, place))
			return &p->part[i];
	}
	p->part = alloc_grow(p->part, p->n + 1, sizeof *p->part);
	memset(&p->part[p->n], 0, sizeof *p->part);
	snprintf(p->part[p->n].place, UNIT_CODE, "%s", place);
	return &p->part[p->n++];
}

static void parts_free(struct parts *p)
{
	for (size_t i = 0; i < p->n; i++)
		tally_days_free(&p->part[i].days);
	free(p->part);
}

static void add_day(struct part *p, size_t reviewed, const struct counted_record *r, size_t columns)
{
	const unsigned char *plain = r->plain, *at = plain + CONTENT_HEAD + reviewed * COLUMN_BYTES;

	if (reviewed < columns && r->bytes >= CONTENT_HEAD + columns * COLUMN_BYTES && plain[0] == columns)
		tally_days_add(&p->days, plain[CONTENT_DAY] | (unsigned)plain[CONTENT_DAY + 1] << 8,
			at[0] | (int64_t)at[1] << 8);
}

static void sum_record(struct parts *parts, const char *unit, const struct successions *x, size_t columns,
	const struct counted_record *r)
{
	struct part *p = part_at(parts, succession_place(x, unit, &r->key));
	struct store_totals *t = &p->t;

	t->conflicts += r->conflict;
	t->returned += (record_marks((const char *)r->plain, r->bytes) & STORE_RETURNED) != 0;
	if (r->voided)
		return;
	t->records++;
	add_counts(t, r->plain, r->bytes, columns);
	add_day(p, parts->reviewed, r, columns);
}

/* Opens all records of a unit, and what they count stays in memory. */
static int open_records(struct store *s, const char *unit, struct counted *u, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_RECORD_SEALED, "t", unit);
	unsigned char *plain = NULL;
	size_t room = 0;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct counted_record r = {.key = sql_id_at(st, 0),
			.voided = sqlite3_column_int(st, 1),
			.conflict = sqlite3_column_int(st, 2)};
		struct place p = record_place(unit, &r.key);
		size_t n = (size_t)sqlite3_column_bytes(st, 3);

		if (n > room)
			plain = alloc_grow(plain, room = 2 * n, 1);
		if (!seal_get(s->data_key, &p, sqlite3_column_blob(st, 3), n, plain)) {
			row = err_set(e, ERR_IO, TEXT_RECORD_DAMAGED, "%s", unit);
			sql_end(st);
			break;
		}
		r.plain = plain;
		r.bytes = n - SEAL_MORE;
		counted_put(s, u, &r);
	}
	free(plain);
	return row;
}

static int sum_records(struct store *s, const char *unit, const struct successions *x, size_t columns,
	struct parts *parts, struct err *e)
{
	size_t width = CONTENT_HEAD + columns * COLUMN_BYTES;
	struct counted *u = counted_as_wide(s, unit, width);
	bool known = u != NULL;
	struct counted_record r;
	int rc = 0;

	if (!known) {
		u = counted_begin(s, unit, width, e);
		rc = u ? open_records(s, unit, u, e) : -1;
	}
	for (size_t i = 0; rc == 0 && counted_at(u, i, &r); i++)
		sum_record(parts, unit, x, columns, &r);
	if (u && !known)
		counted_end(s, u, rc == 0);
	return rc;
}

static int count_one(struct store *s, sqlite3_stmt *st, int64_t *out, struct err *e)
{
	int row = sql_row(s, st, e);

	if (row > 0) {
		*out = sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

enum { PAIR = 16 };

static void put64(unsigned char *out, int64_t v)
{
	for (int i = 0; i < 8; i++)
		out[i] = (unsigned char)((uint64_t)v >> (8 * i));
}

static int64_t get64(const unsigned char *in)
{
	uint64_t v = 0;

	for (int i = 7; i >= 0; i--)
		v = v << 8 | in[i];
	return (int64_t)v;
}

static void add_marks(const unsigned char *in, struct store_totals *t)
{
	t->warned_at_door += get64(in);
	t->warned += get64(in + 8);
	t->again += get64(in + PAIR);
	t->warned_approved += get64(in + PAIR + 8);
	t->returned += get64(in + (size_t)2 * PAIR);
	t->warned_returned += get64(in + (size_t)2 * PAIR + 8);
}

/* Sums and marks as the table keeps them. */
static size_t pack(const struct store_totals *t, size_t columns, unsigned char *out)
{
	unsigned char *marks = out + columns * PAIR;

	for (size_t i = 0; i < columns; i++) {
		put64(out + i * PAIR, t->sums.value[i]);
		put64(out + i * PAIR + 8, t->sums.unknown[i]);
	}
	put64(marks, t->warned_at_door);
	put64(marks + 8, t->warned);
	put64(marks + PAIR, t->again);
	put64(marks + PAIR + 8, t->warned_approved);
	put64(marks + (size_t)2 * PAIR, t->returned);
	put64(marks + (size_t)2 * PAIR + 8, t->warned_returned);
	return (columns + TALLY_MARKS) * PAIR;
}

size_t tally_unpack(sqlite3_stmt *st, int column, struct form_sums *out)
{
	const unsigned char *packed = sqlite3_column_blob(st, column);
	size_t columns = (size_t)sqlite3_column_bytes(st, column) / PAIR;

	columns = columns > TALLY_MARKS ? columns - TALLY_MARKS : 0;
	for (size_t i = 0; i < columns && i < FORM_COLUMNS_MAX; i++) {
		out->value[i] += get64(packed + i * PAIR);
		out->unknown[i] += get64(packed + i * PAIR + 8);
	}
	return columns;
}

static int put_part(struct store *s, const char *unit, const struct form *form, const struct part *p, struct err *e)
{
	unsigned char packed[(FORM_COLUMNS_MAX + TALLY_MARKS) * PAIR];
	const struct store_totals *t = &p->t;
	struct id def = {{0}};
	size_t bytes = pack(t, form ? form->columns : 0, packed);
	struct buf days;
	int rc;

	if (form)
		def = form->def;
	buf_init(&days, TALLY_DAYS_BYTES);
	tally_days_pack(&p->days, &days);
	rc = sql_run(s, e, SQL_TALLY_PUT, "ttdbiiiib", unit, p->place, &def, packed, bytes, t->records, t->conflicts,
		t->held, t->entries, days.len ? days.data : "", days.len);
	buf_free(&days);
	return rc;
}

/* A unit whose household rows are gone keeps the sums it was purged with, at the places they had or went to since: 1
 * done, 0 not purged. */
static int sum_purged(struct store *s, const char *unit, const struct successions *x, const struct form *form,
	struct parts *parts, struct err *e)
{
	struct purged_cell *cell;
	size_t n;
	int row = purge_cells(s, unit, form, &cell, &n, e);

	for (size_t i = 0; row > 0 && i < n; i++) {
		struct store_totals *t = &part_at(parts, succession_place(x, cell[i].place, NULL))->t;

		t->records += cell[i].records;
		for (size_t c = 0; c < FORM_COLUMNS_MAX; c++) {
			t->sums.value[c] += cell[i].sums.value[c];
			t->sums.unknown[c] += cell[i].sums.unknown[c];
		}
	}
	free(cell);
	return row;
}

static int sum_parts(struct store *s, const char *unit, const struct form *form, struct parts *parts, struct err *e)
{
	const struct successions *x;
	char own_unit[UNIT_CODE];
	struct store_totals *t;
	struct id hub;
	int row;

	if (succession_now(s, &x, e) || unit_hub(s, unit, &hub, own_unit, e))
		return -1;
	part_at(parts, succession_place(x, unit, NULL));
	row = sum_purged(s, unit, x, form, parts, e);
	if (row < 0 || (row == 0 && sum_records(s, unit, x, form ? form->columns : 0, parts, e)))
		return -1;
	t = &parts->part[0].t; /* what no household has */
	return count_one(s, sql_start(s, SQL_TALLY_HELD, "t", unit), &t->held, e) ||
			       count_one(s, sql_start(s, SQL_TALLY_ENTRIES, "td", unit, &hub), &t->entries, e)
		       ? -1
		       : 0;
}

int tally_unit(struct store *s, const char *unit, struct err *e)
{
	sqlite3_stmt *any = sql_start(s, SQL_UNIT_HAS_JOURNAL, "t", unit);
	struct parts parts = {NULL, 0, 0};
	const struct form *form = NULL;
	int row = sql_row(s, any, e), rc;
	struct err none;

	sql_end(any);
	if (row < 0 || sql_run(s, e, SQL_TALLY_DROP, "t", unit))
		return -1;
	if (row == 0)
		return 0;
	store_form(s, NULL, &form, &none);
	while (form && parts.reviewed < form->columns && !form->column[parts.reviewed].printed)
		parts.reviewed++;
	rc = sum_parts(s, unit, form, &parts, e);
	for (size_t i = 0; rc == 0 && i < parts.n; i++)
		rc = put_part(s, unit, form, &parts.part[i], e);
	parts_free(&parts);
	return rc;
}

static int add_tallies(struct store *s, sqlite3_stmt *st, struct store_totals *out, struct err *e)
{
	int row, rows = 0;

	for (; (row = sql_row(s, st, e)) > 0; rows++) {
		const unsigned char *packed = sqlite3_column_blob(st, 1);
		size_t columns = tally_unpack(st, 1, &out->sums);

		if (columns)
			add_marks(packed + columns * PAIR, out);
		out->records += sqlite3_column_int64(st, 2);
		out->conflicts += sqlite3_column_int64(st, 3);
		out->held += sqlite3_column_int64(st, 4);
		out->entries += sqlite3_column_int64(st, 5);
	}
	return row < 0 ? -1 : rows;
}

int tally_of(struct store *s, const char *unit, struct store_totals *out, struct err *e)
{
	char place[UNIT_CODE];

	memset(out, 0, sizeof *out);
	if (store_place(s, unit, NULL, place, e))
		return -1;
	return add_tallies(s, sql_start(s, SQL_TALLY_OF, "tt", unit, place), out, e) < 0 ? -1 : 0;
}

int store_returned(struct store *s, const char *unit, int64_t *n, struct err *e)
{
	struct store_totals t = {.records = 0};

	*n = 0;
	if (add_tallies(s, sql_start(s, SQL_TALLY_BEGUN_THERE, "t", unit), &t, e) < 0)
		return -1;
	*n = t.returned;
	return 0;
}

int store_totals(struct store *s, const char *unit, struct store_totals *out, struct err *e)
{
	int rows;

	memset(out, 0, sizeof *out);
	rows = add_tallies(s, sql_start(s, SQL_TALLY_GET, "t", unit), out, e);
	if (rows == 0) /* merged, or never heard of */
		rows = add_tallies(s, sql_start(s, SQL_TALLY_BEGUN, "t", unit), out, e);
	out->heard = out->entries > 0;
	return rows < 0 ? -1 : 0;
}
