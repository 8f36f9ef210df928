/* sheets.h - a small table from somebody's file (CSV, a workbook), its columns found by what people call them. */
#ifndef TUNGNHA_APP_SHEETS_H
#define TUNGNHA_APP_SHEETS_H

#include "import.h"

enum { SHEET_COLUMNS_MAX = 8, SHEET_SYNONYMS = 10 };

/* What a column may be called, folded; the first stands for it where it is missing. */
struct sheet_column {
	const char *called[SHEET_SYNONYMS];
	text_id label;
};
struct sheet_kind {
	const struct sheet_column *column;
	int columns;
	int key;    /* a row without it is no row */
	int answer; /* a heading has it beside the key */
	bool prose; /* the key is free text, which may begin like a signature ("Cán bộ hỗ trợ …") */
};

struct sheet {
	const struct sheet_kind *kind;
	struct import_sense sense;
	struct import_columns columns;
	struct table *table;
	struct table_row row;
	bool ended; /* place and date, who signs */
};
/* form: whose words for a total are known. *readings of a file that is not UTF-8, also on -1. */
int sheet_open(struct sheet *x, const struct sheet_kind *kind, const struct form *form, const char *path,
	const char *encoding, const char *sheet, enum text_lang lang, struct table_readings *readings, struct err *e);
int sheet_next(struct sheet *x, struct err *e); /* 1 a row that is not empty, 0 the end, -1 */
/* The cell under a column, cleaned; the caller frees. "" = empty, or no such column. -1: it holds no value (#REF!). */
int sheet_cell(const struct sheet *x, int column, char **out, struct err *e);
void sheet_left_out(const struct sheet *x, struct app_names *out); /* headings that were not read */
void sheet_close(struct sheet *x);

#endif
