/* xlsx_private.h - the parts of reading a workbook, from the zip up to a row. Everything in it is taken as hostile. */
#ifndef XLSX_PRIVATE_H
#define XLSX_PRIVATE_H

#include <stdint.h>

#include "table_private.h"

enum { XLSX_NAME_BYTES = 512, XLSX_ROW_MAX = TABLE_ROWS_MAX, XLSX_COLUMN_MAX = 16384, XLSX_REF_BYTES = 24 };

/* -- the zip (xlsx_zip.c) -- */

struct xlsx_zip;
struct xlsx_part;

/* in stays the caller's. ERR_DATA: damaged, or not a zip a workbook can be in. */
int xlsx_zip_open(FILE *in, const char *path, struct xlsx_zip **out, struct err *e);
void xlsx_zip_close(struct xlsx_zip *z);
const char *xlsx_zip_path(const struct xlsx_zip *z);
bool xlsx_zip_has(struct xlsx_zip *z, const char *name);
/* What was inflated so far, of all parts; setting it back lets a part be read a second time. */
size_t xlsx_zip_inflated(const struct xlsx_zip *z);
void xlsx_zip_set_inflated(struct xlsx_zip *z, size_t inflated);

int xlsx_part_open(struct xlsx_zip *z, const char *name, struct xlsx_part **out, struct err *e);
void xlsx_part_close(struct xlsx_part *p);
/* Bytes read (at most n), 0 at the end, where the part's checksum has been compared; -1. */
long xlsx_part_read(struct xlsx_part *p, void *out, size_t n, struct err *e);
const char *xlsx_part_name(const struct xlsx_part *p);
void xlsx_part_progress(const struct xlsx_part *p, size_t *done, size_t *whole);

/* The file is broken: `what` names the part, cell or reason. Returns -1. */
int xlsx_damaged(const struct xlsx_zip *z, const char *what, struct err *e);
int xlsx_too_large(const struct xlsx_zip *z, const char *what, struct err *e);

/* -- one part as XML (xlsx_xml.c) -- */

/* Names without their prefix. depth: 1 for the root. start and end: 0 to go on, -1 with e to stop; end: 1 to pause,
 * so that xlsx_xml_run returns. text may be NULL, and comes in pieces. */
struct xlsx_events {
	int (*start)(void *context, int depth, const char *name, const char **attributes, struct err *e);
	int (*end)(void *context, int depth, const char *name, struct err *e);
	void (*text)(void *context, const char *s, size_t n);
};
struct xlsx_xml;
int xlsx_xml_open(struct xlsx_zip *z, const char *part, const struct xlsx_events *events, void *context,
	struct xlsx_xml **out, struct err *e);
int xlsx_xml_run(struct xlsx_xml *x, struct err *e); /* 1 paused, 0 the end, -1 */
void xlsx_xml_close(struct xlsx_xml *x);
void xlsx_xml_progress(const struct xlsx_xml *x, size_t *done, size_t *whole);

/* Opens, runs to the end, closes. */
int xlsx_xml_read(struct xlsx_zip *z, const char *part, const struct xlsx_events *events, void *context, struct err *e);

const char *xlsx_attribute(const char **attributes, const char *name); /* NULL if it is not there */
bool xlsx_attribute_is_true(const char **attributes, const char *name);
/* A whole number from 0 to max, digits only; -1 if it is not. */
long xlsx_whole(const char *s, long max);

/* -- a text in runs, as shared strings and inline strings have it (xlsx_text.c) -- */

struct xlsx_text {
	struct buf raw;     /* as it stands */
	struct buf decoded; /* runs in a font of an old encoding decoded, and those without a font of their own too */
	struct buf run;
	enum table_font base;      /* what a font that says nothing stands for */
	enum table_font font, old; /* of the run; of the last run in an old font */
	bool any_named, any_old;
	bool inside, phonetic; /* a <t>; what is between <rPh> and </rPh> is not the text */
};
void xlsx_text_init(struct xlsx_text *t, size_t max, enum table_font base);
void xlsx_text_free(struct xlsx_text *t);
void xlsx_text_clear(struct xlsx_text *t);
void xlsx_text_start(struct xlsx_text *t, const char *name, const char **attributes);
void xlsx_text_end(struct xlsx_text *t, const char *name);
void xlsx_text_add(struct xlsx_text *t, const char *s, size_t n);
/* The whole text, _x000D_ and the like resolved; settled: its runs name their fonts, the cell's says nothing. NULL when
 * it is longer than max. */
const char *xlsx_text_get(struct xlsx_text *t, bool *settled);
void xlsx_unescape(char *s); /* in place */

/* -- shared strings (xlsx_strings.c) -- */

struct xlsx_strings {
	struct buf text; /* each NUL-ended */
	uint32_t *at;    /* where it begins, and whether it is settled */
	size_t count, room;
};
int xlsx_strings_read(
	struct xlsx_strings *s, struct xlsx_zip *z, const char *part, enum table_font base, struct err *e);
void xlsx_strings_free(struct xlsx_strings *s);
const char *xlsx_string(const struct xlsx_strings *s, size_t i, bool *settled); /* NULL: there is no such string */

/* -- styles (xlsx_styles.c) -- */

struct xlsx_style {
	bool date;
	uint8_t zeros; /* shown with at least so many digits ("00000"), 0 = as it is */
	uint8_t font;  /* enum table_font */
};
struct xlsx_styles {
	enum table_font base; /* what a font that says nothing stands for */
	struct xlsx_style *style;
	size_t count;
};
int xlsx_styles_read(struct xlsx_styles *s, struct xlsx_zip *z, const char *part, enum table_font base, struct err *e);
void xlsx_styles_free(struct xlsx_styles *s);
struct xlsx_style xlsx_style_of(const struct xlsx_styles *s, size_t i); /* a plain one beyond the end */

/* -- the workbook (xlsx_book.c) -- */

struct xlsx_book {
	char sheet[XLSX_NAME_BYTES]; /* the part chosen */
	size_t nth;                  /* asked for: the nth visible sheet, from 1; 0: by its name */
	bool dates_1904;
	enum table_font base;
	struct xlsx_strings strings;
	struct xlsx_styles styles;
};
/* base: what text stands for whose font is none of the old ones; TABLE_FONT_UNICODE unless a person said otherwise. */
int xlsx_book_read(struct xlsx_book *b, struct xlsx_zip *z, const char *sheet, enum table_font base, struct err *e);
void xlsx_book_free(struct xlsx_book *b);

/* -- merged ranges within the first TABLE_MERGED_ROWS rows (xlsx_merges.c) -- */

struct xlsx_merge {
	long first_row, last_row; /* from 1 */
	int first_column, last_column;
	char *text; /* of the first cell, once its row was read; NULL: none, or a number */
};
struct xlsx_merges {
	struct xlsx_merge *merge;
	size_t count, room;
};
int xlsx_merges_read(struct xlsx_merges *m, struct xlsx_zip *z, const char *part, struct err *e);
void xlsx_merges_free(struct xlsx_merges *m);

/* -- rows (xlsx_sheet.c) -- */

struct xlsx_sheet;
int xlsx_sheet_open(struct xlsx_zip *z, const struct xlsx_book *book, struct xlsx_sheet **out, struct err *e);
int xlsx_sheet_next(struct xlsx_sheet *s, struct table_row *row, struct err *e); /* as table_next */
void xlsx_sheet_close(struct xlsx_sheet *s);
void xlsx_sheet_progress(const struct xlsx_sheet *s, size_t *done, size_t *whole);

/* -- what stands in cells (xlsx_number.c) -- */

/* "B12" -> column 1, row 12. false: not a reference within a sheet. Ends at NUL, or at `:` of a range. */
bool xlsx_reference(const char *s, int *column, long *row);
const char *xlsx_reference_name(int column, long row, char out[static XLSX_REF_BYTES]);

/* The number a person sees: whole numbers as they are, others with 15 digits as Excel has them; "4.0" and "1E2" become
 * "4" and "100". false: not a number, or beyond any use. */
enum { XLSX_NUMBER_BYTES = 400 };
bool xlsx_number(const char *s, char out[static XLSX_NUMBER_BYTES]);
void xlsx_pad(char number[static XLSX_NUMBER_BYTES], size_t zeros);

/* A plain number of days as YYYY-MM-DD; false: no date. */
bool xlsx_date(const char *number, bool dates_1904, char out[static 11]);

/* What a number format makes of a number. */
bool xlsx_format_is_date(const char *code);
size_t xlsx_format_zeros(const char *code);

#endif
