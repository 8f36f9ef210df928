/* fuzz_csv.c - any bytes through the table reader; what it read, written and read again, is the same. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <tungnha/csv.h>
#include <tungnha/utf8.h>

#include "fuzz.h"

/* Room for the apostrophes the writer may add to a row that was as long as a row can be. */
enum { ROUND_TRIP_MAX = CSV_ROW_BYTES - 2 * CSV_FIELDS_MAX, WRITTEN_MAX = 4 * 1024 * 1024 };

static FILE *stream(const void *bytes, size_t n)
{
	FILE *in = fmemopen((void *)(uintptr_t)bytes, n, "r");
	assert(in);
	return in;
}

static void check_row(const struct csv_row *row, long line_before, size_t size)
{
	size_t bytes = 0;
	assert(row->count >= 1 && row->count <= CSV_FIELDS_MAX);
	assert(row->line > line_before && (size_t)row->line <= size + 1);
	for (size_t i = 0; i < row->count; i++) {
		size_t n = strlen(row->field[i]);
		assert(utf8_valid(row->field[i], n));
		bytes += n + 1;
	}
	assert(bytes <= CSV_ROW_BYTES && bytes <= size + 2);
}

static void write_row(struct buf *out, const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		csv_text(out, row->field[i], i == 0);
	csv_end_row(out);
}

/* b is a's row after the writer: the same, but for the apostrophe before what would be a formula. */
static void check_same(const struct csv_row *a, const struct csv_row *b)
{
	assert(a->count == b->count);
	for (size_t i = 0; i < a->count; i++) {
		const char *field = a->field[i], *back = b->field[i];
		if (*field && strchr("=+-@", *field))
			assert(*back++ == '\'');
		assert(strcmp(field, back) == 0);
	}
}

static void compare(const uint8_t *data, size_t size, const struct buf *written)
{
	FILE *in_a = stream(data, size), *in_b = stream(written->data, written->len);
	struct csv_reader *a = csv_open(in_a), *b = csv_open(in_b);
	struct csv_row row_a, row_b;
	struct err e;
	while (csv_next(a, &row_a, &e) > 0) {
		assert(csv_next(b, &row_b, &e) == 1);
		check_same(&row_a, &row_b);
	}
	assert(csv_next(b, &row_b, &e) == 0);
	csv_close(a);
	csv_close(b);
	fclose(in_a);
	fclose(in_b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv_row row;
	struct err e;
	struct buf written;
	long line = 0;
	int got;
	if (size == 0) /* fmemopen refuses it on some systems */
		return 0;
	FILE *in = stream(data, size);
	struct csv_reader *r = csv_open(in);
	buf_init(&written, WRITTEN_MAX);
	csv_begin(&written);
	while ((got = csv_next(r, &row, &e)) > 0) {
		check_row(&row, line, size);
		line = row.line;
		write_row(&written, &row);
	}
	assert(got == 0 || e.code == ERR_DATA);
	csv_close(r);
	fclose(in);
	if (size <= ROUND_TRIP_MAX) {
		assert(!written.full);
		compare(data, size, &written);
	}
	buf_free(&written);
	return 0;
}
