/* table.c - one face for text and workbooks: rows of cells, whatever the file is. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "xlsx_private.h"

/* A font's letter may become three bytes longer. */
enum { SEEN_BYTES = 4 * CSV_ROW_BYTES };

struct table {
	char *path;
	FILE *file;
	size_t size;
	struct err stopped; /* why there are no more rows; its code is ERR_NONE until then */
	/* text */
	FILE *decoded; /* UTF-8 over file, when the file is something else */
	struct csv_reader *csv;
	struct csv_row row;
	enum table_font font; /* what the letters stand for */
	struct buf seen;      /* the row's cells under that font */
	/* a workbook */
	struct xlsx_zip *zip;
	struct xlsx_book book;
	struct xlsx_sheet *sheet;
};

/* -- text -- */

static int refuse_bytes(struct table *t, const char *encoding, const char *charset, long line, struct err *e)
{
	if (!encoding && strcmp(charset, "UTF-8") == 0)
		return table_refuse_line(t->file, t->path, line, e);
	return err_set(e, ERR_DATA, TEXT_TABLE_NOT_ENCODING, "%ld" ERR_AND "%s", line, charset);
}

/* What the file's bytes are, where nobody but the file says so. Text of an old font may have come to us as Latin
 * letters in UTF-8 (Excel's "CSV UTF-8" does that) as well as byte for byte. */
static int find_charset(struct table *t, const struct table_kind *kind, const char **charset, struct err *e)
{
	long bad_line;
	if (kind->charset) {
		*charset = kind->charset;
		return 0;
	}
	if (t->font == TABLE_FONT_UNICODE)
		return 0;
	if (table_scan(t->file, t->path, "UTF-8", &bad_line, e) != 0)
		return -1;
	if (bad_line == 0)
		*charset = "UTF-8";
	return 0;
}

/* Every byte is looked at before the first row: no list is half read when its encoding turns out wrong. */
static int open_text(struct table *t, const struct table_kind *kind, const char *encoding, struct err *e)
{
	const char *charset = encoding ? table_charset(encoding) : "UTF-8";
	long bad_line;
	if (!charset)
		return err_set(e, ERR_DATA, TEXT_TABLE_ENCODING_UNKNOWN, "%s", encoding);
	t->font = table_font_of(encoding);
	if (find_charset(t, kind, &charset, e) != 0 || table_scan(t->file, t->path, charset, &bad_line, e) != 0)
		return -1;
	if (bad_line > 0)
		return refuse_bytes(t, encoding, charset, bad_line, e);
	if (strcmp(charset, "TCVN5712-1") == 0) /* iconv knows its letters */
		t->font = TABLE_FONT_UNICODE;
	if (strcmp(charset, "UTF-8") != 0)
		t->decoded = table_decoder(t->file, charset);
	t->csv = csv_open(t->decoded ? t->decoded : t->file);
	return 0;
}

static void show(struct table *t)
{
	size_t at[TABLE_CELLS_MAX];
	buf_clear(&t->seen);
	for (size_t i = 0; i < t->row.count; i++) {
		at[i] = t->seen.len;
		table_font_decode(t->font, t->row.field[i], &t->seen);
		buf_add(&t->seen, "", 1);
	}
	for (size_t i = 0; i < t->row.count; i++)
		t->row.field[i] = t->seen.data + at[i];
}

static int next_text(struct table *t, struct table_row *row, struct err *e)
{
	int got = csv_next(t->csv, &t->row, e);
	row->count = 0;
	if (got != 1)
		return got;
	if (t->font != TABLE_FONT_UNICODE)
		show(t);
	memcpy(row->cell, t->row.field, t->row.count * sizeof *row->cell);
	memset(row->fault, 0, t->row.count * sizeof *row->fault);
	row->count = t->row.count;
	row->line = t->row.line;
	return 1;
}

/* -- a workbook -- */

static int open_sheet(struct table *t, const char *encoding, const char *sheet, struct err *e)
{
	enum table_font base = table_font_of(encoding);
	if (xlsx_zip_open(t->file, t->path, &t->zip, e) != 0 || xlsx_book_read(&t->book, t->zip, sheet, base, e) != 0)
		return -1;
	return xlsx_sheet_open(t->zip, &t->book, &t->sheet, e);
}

/* -- the face -- */

static int open_kind(struct table *t, const char *encoding, const char *sheet, struct err *e)
{
	struct table_kind kind;
	if (table_kind(t->file, t->path, &kind, e) != 0)
		return -1;
	return kind.zip ? open_sheet(t, encoding, sheet, e) : open_text(t, &kind, encoding, e);
}

int table_open(const char *path, const char *encoding, const char *sheet, struct table **out, struct err *e)
{
	struct table *t = alloc_zero(1, sizeof *t);
	*out = NULL;
	t->path = alloc_copy(path);
	buf_init(&t->seen, SEEN_BYTES);
	t->file = file_open(path, &t->size, e);
	if (!t->file || open_kind(t, encoding, sheet, e) != 0) {
		table_close(t);
		return -1;
	}
	*out = t;
	return 0;
}

int table_open_nth(const char *path, size_t nth, struct table **out, struct err *e)
{
	struct table *t = alloc_zero(1, sizeof *t);
	*out = NULL;
	t->path = alloc_copy(path);
	t->book.nth = nth;
	buf_init(&t->seen, SEEN_BYTES);
	t->file = file_open(path, &t->size, e);
	if (t->file && open_kind(t, NULL, NULL, e) == 0 && (t->sheet || nth == 1)) {
		*out = t;
		return 1;
	}
	bool none = t->file && (t->csv || (nth > 1 && e->text == TEXT_TABLE_NO_SHEET));
	table_close(t);
	return none ? 0 : -1;
}

int table_next(struct table *t, struct table_row *row, struct err *e)
{
	if (t->stopped.code) { /* what follows a broken row cannot be told apart from it */
		*e = t->stopped;
		return -1;
	}
	int got = t->csv ? next_text(t, row, e) : xlsx_sheet_next(t->sheet, row, e);
	if (got < 0)
		t->stopped = *e;
	return got;
}

int table_fault(const struct table_row *row, size_t column, struct err *e)
{
	char letters[8];
	if (column >= row->count || row->fault[column] == TEXT_NONE)
		return 0;
	return err_set(e, ERR_DATA, row->fault[column], "%s%ld" ERR_AND "%s", table_column(column, letters), row->line,
		row->cell[column]);
}

void table_close(struct table *t)
{
	if (!t)
		return;
	xlsx_sheet_close(t->sheet);
	xlsx_book_free(&t->book);
	xlsx_zip_close(t->zip);
	csv_close(t->csv);
	buf_free(&t->seen);
	if (t->decoded)
		fclose(t->decoded);
	if (t->file)
		fclose(t->file);
	free(t->path);
	free(t);
}

bool table_is_sheet(const struct table *t)
{
	return !t->csv;
}

void table_progress(const struct table *t, size_t *done, size_t *whole)
{
	if (t->sheet) {
		xlsx_sheet_progress(t->sheet, done, whole);
		return;
	}
	off_t at = ftello(t->file);
	*whole = t->size;
	*done = at > 0 ? (size_t)at : 0;
}

const char *table_column(size_t i, char out[static 8])
{
	char letters[8];
	size_t n = 0, k = 0;
	for (size_t rest = i + 1; rest > 0 && n < sizeof letters - 1; rest = (rest - 1) / 26)
		letters[n++] = (char)('A' + (rest - 1) % 26);
	while (n > 0)
		out[k++] = letters[--n];
	out[k] = '\0';
	return out;
}
