/* table.h - a file of rows and cells as people keep them: CSV in several encodings, or an .xlsx workbook.
 *
 * One reader for every import (household lists, units, totals). Memory is bounded whatever the file holds: a row, the
 * shared strings within TABLE_STRINGS_BYTES, nothing else. A workbook is taken as hostile: entity declarations are
 * refused, inflation is counted while inflating, parts and indexes out of range are refused. */
#ifndef TUNGNHA_TABLE_H
#define TUNGNHA_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/csv.h>
#include <tungnha/err.h>

enum {
	TABLE_CELLS_MAX = CSV_FIELDS_MAX,       /* cells of a row; cells further right are refused unless empty */
	TABLE_ROWS_MAX = 1048576,               /* what a sheet may have */
	TABLE_STRINGS_BYTES = 64 * 1024 * 1024, /* shared strings of a workbook */
	TABLE_INFLATED_MAX = 512 * 1024 * 1024, /* all parts read of a workbook */
	TABLE_PARTS_MAX = 10000,                /* entries in the zip */
	TABLE_CELL_BYTES = 32 * 1024,
};

struct table;

/* One row. `line`: the line of a CSV file, the row number of a sheet, from 1; rows of a sheet that are not there at all
 * are passed over. Cells are UTF-8 (NFC is the caller's), NUL-ended, borrowed until the next table_next; a cell of a
 * sheet that lies under a merged range holds the text of the range's first cell while the range lies within the first
 * TABLE_MERGED_ROWS rows (headers), else it is empty; a number is not repeated (a count merged over two households is
 * one count). Rows of a sheet in which no cell holds anything are passed over too, and cells behind the last that does.
 * Numbers come as plain decimal text ("4", "12.5"; under a format "00000" as "05788"), dates (a cell whose style is a
 * date) as YYYY-MM-DD, truth values as "1"/"0", a formula as its cached value; a formula without one ("")
 * and an error cell ("#REF!") are marked, and refused by who reads that cell. After a refusal there are no more rows.
 */
enum { TABLE_MERGED_ROWS = 40 };
struct table_row {
	const char *cell[TABLE_CELLS_MAX];
	text_id fault[TABLE_CELLS_MAX]; /* TEXT_NONE: there is a value */
	size_t count;
	long line;
};
/* The sentence of a cell that has no value: -1; 0 where it has one, or nothing. */
int table_fault(const struct table_row *row, size_t column, struct err *e);

/* Opens by content, never by name. encoding: NULL = UTF-8 or, with a byte order mark, UTF-16; "tcvn3" (TCVN 5712,
 * fonts .VnTime), "vni" (fonts VNI-Times), "cp1258", "utf-16", or another name iconv knows; what a file's own byte
 * order mark says goes before it. Text under the fonts of tcvn3 and vni often comes as the Latin letters it is stored
 * as, in UTF-8: naming the encoding decodes those as well. A workbook that names such a font for a cell needs no
 * encoding; else tcvn3 and vni say what its letters stand for, and other encodings are ignored. sheet: NULL = the first
 * visible sheet, else its name. ERR_NOT_FOUND: no such file, no such sheet (naming those there are) · ERR_DATA: not
 * text in that encoding (the sentence proposes --encoding and shows what the line would read as in each), an encrypted
 * or damaged workbook, an .xls (old format: says how to save it as .xlsx), limits · ERR_IO. */
int table_open(const char *path, const char *encoding, const char *sheet, struct table **out, struct err *e);
/* The nth visible sheet of a workbook, from 1; of text there is one. 1, 0: there are not so many, -1 as table_open. */
int table_open_nth(const char *path, size_t nth, struct table **out, struct err *e);
int table_next(struct table *t, struct table_row *row, struct err *e); /* 1 a row, 0 the end, -1 e */
void table_close(struct table *t);
bool table_is_sheet(const struct table *t); /* a workbook, not text */
/* How far: bytes read of how many; for showing only. */
void table_progress(const struct table *t, size_t *done, size_t *whole);
const char *table_column(size_t i, char out[static 8]); /* 0 → "A", 27 → "AB" */

/* How a text file's first lines with letters beyond ASCII would read in each encoding offered: for a person to choose
 * from. Text that is Unicode (UTF-8, a workbook) has readings only when none of its first rows holds a letter beyond
 * Latin-1: as text of the fonts of tcvn3 and vni. That is for who found no heading in it. */
struct table_reading {
	const char *encoding; /* static */
	char *text;           /* NFC; owned */
};
struct table_readings {
	struct table_reading reading[4];
	size_t count;
};
int table_readings(const char *path, struct table_readings *out, struct err *e);
void table_readings_free(struct table_readings *r);

#endif
