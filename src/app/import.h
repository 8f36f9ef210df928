/* import.h - what the files of the list import share. */
#ifndef TUNGNHA_APP_IMPORT_H
#define TUNGNHA_APP_IMPORT_H

#include <tungnha/app_lists.h>
#include <tungnha/table.h>

#include "collector.h"

/* --- finding the heading of a table, whatever it is of (import_headings.c) --- */

enum { IMPORT_HEADING_WITHIN = 20 }; /* rows */

enum import_stage {
	IMPORT_SEARCHING,
	IMPORT_HEADED,  /* by the row before: the next may be its lower half */
	IMPORT_LOWERED, /* two rows were taken: the next may number the columns */
	IMPORT_READY,
};

struct import_columns {
	enum import_stage stage;
	bool sheet;  /* of a workbook: merged cells repeat their text */
	size_t rows; /* looked at while searching */
	size_t count;
	char *heading[TABLE_CELLS_MAX]; /* cleaned; of two rows put together. While searching: of the row before */
	int field[TABLE_CELLS_MAX];     /* -1: not known, never stored */
	bool weak[TABLE_CELLS_MAX];
	bool adds[TABLE_CELLS_MAX]; /* a Tổng row holds the sum of the column */
	bool twin[TABLE_CELLS_MAX]; /* bears the heading of the column before it, and should be empty */
	int number;                 /* the column of the household number */
	bool answers;               /* something asked at the door is among them; else it is a list */
	bool alone;                 /* a list with one such column, which was left out */
};
/* What headings mean in a kind of table. */
struct import_sense {
	const struct form *form;
	const void *context;
	enum text_lang lang;
	bool bare; /* the key alone may be a heading, with a number under it */
	int (*means)(const struct import_sense *m, const char *heading, bool *weak); /* -1: nothing that is read */
	bool (*is_key)(const struct import_sense *m, int meaning);                   /* says what a row is about */
	bool (*is_answer)(const struct import_sense *m, int meaning); /* makes a row with a key the heading */
	const char *(*label)(const struct import_sense *m, int meaning);
	int (*settle)(const struct import_sense *m, struct import_columns *c, struct err *e);        /* once found */
	int (*missing)(const struct import_sense *m, const struct import_columns *c, struct err *e); /* -1 */
};
/* Shown every row in turn: 1 = it was a title or a heading, 0 = it is data, -1 = no heading where one should be, or
 * two columns that mean the same. */
int import_headings_take(
	struct import_columns *c, const struct import_sense *m, const struct table_row *row, struct err *e);
/* One column for a meaning: -1 when two claim it. */
int import_headings_settle(const struct import_sense *m, struct import_columns *c, struct err *e);
void import_headings_forget(struct import_columns *c);
bool import_ordinals(const struct table_row *row); /* (1) (2) (3) … under a heading */
char *import_clean(const char *cell);              /* utf8_clean, "" for what is no text */
void import_columns_free(struct import_columns *c);
bool import_blank(const char *cell);

/* --- which column means what in a list of households (import_columns.c) --- */

int import_columns_take(struct import_columns *c, const struct form *f, const struct table_row *row,
	enum text_lang lang, struct err *e);
int import_columns_missing(const struct import_columns *c, struct err *e); /* no heading: -1 */
/* The cell under a column that is read, NULL when it is empty or the column is not read. */
const char *import_cell(const struct import_columns *c, const struct table_row *row, size_t column);

/* --- how a cell is written (import_cells.c) --- */

enum { IMPORT_CELL = 64 };
/* A number as spreadsheets leave it ("4.0", "4,00") without its empty decimals, in out; else the cell itself. Only
 * nought behind a single separator, one or two digits long: "14.277" stays what it is, and is refused. */
const char *import_plain(const char *cell, char out[static IMPORT_CELL]);
/* Empty, or a dash that says "none": "–". */
bool import_dash(const char *cell);
/* Does the cell begin like a number? */
bool import_is_number(const char *cell);

/* --- which numbers are known (import_numbers.c) --- */

/* A number the file names. */
struct import_number {
	char text[COLLECTOR_NUMBER];
	struct id key;        /* of its record, there already or to come */
	char unit[UNIT_CODE]; /* it is of: the one imported into, or one that merged into it */
	bool known;           /* has a record here, perhaps a voided one */
	bool clash;           /* two living households bear it */
	bool several;         /* former hamlets of the unit each have one */
	long line;            /* where the file names it first */
	long again;           /* and where once more; 0: nowhere */
};
struct import_numbers {
	struct unit unit;          /* the list is of */
	bool merged;               /* households of former hamlets count there: a number may be one of theirs */
	char successor[UNIT_NAME]; /* the unit is a former hamlet of this one: a household that is new belongs there */
	struct import_number *number;
	size_t count, room;
	uint32_t *slot; /* open addressing: index + 1, 0 = free */
	size_t slots;
};
/* Before the first number. ERR_UNAVAILABLE: the households of a former hamlet were not received yet, so that none of
 * theirs could be told from a new one. */
int import_numbers_begin(struct import_numbers *n, struct store *s, const char *unit, struct err *e);
/* The entry of a number, looked up in the store the first time: so before anything of the file is written. Borrowed
 * until the next call. */
int import_numbers_get(
	struct import_numbers *n, struct store *s, const char *text, struct import_number **out, struct err *e);
/* Looks all of them up once more, in the transaction: another program may have written since. Before anything of the
 * file is written, as the store would take what is not folded yet for entries that are held. */
/* Why the number of a line cannot be taken, whatever else the line says: -1; 0 it can. */
int import_numbers_refuse(
	const struct import_numbers *n, struct store *s, const struct import_number *number, struct err *why);
int import_numbers_again(struct import_numbers *n, struct store *s, struct err *e);
/* May figures be written for every unit the numbers are of? */
int import_numbers_may_write(const struct import_numbers *n, struct store *s, struct err *e);
void import_numbers_free(struct import_numbers *n);

/* --- rows that are no household: sums, signatures (import_totals.c) --- */

struct import_totals {
	int64_t all[TABLE_CELLS_MAX], since[TABLE_CELLS_MAX]; /* since the last such row */
	bool unsure[TABLE_CELLS_MAX];                         /* a cell of the column could not be read */
	char *above[TABLE_CELLS_MAX];                         /* of a total row that stands above all households */
	long above_line;
	bool households; /* there was one */
	bool seen;       /* there was a total below households */
	bool ended;      /* place and date, who signs: the table is over */
};
bool import_totals_word(const struct form *f, const char *cell); /* "Tổng", "Cộng", "Tổng số hộ: 126" */
bool import_totals_is(const struct import_columns *c, const struct form *f, const struct table_row *row);
/* Place and date, "Người lập biểu", a footnote: a row under the table. */
bool import_totals_ends(const struct import_columns *c, const struct form *f, const struct table_row *row);
bool import_totals_closing(const char *cell); /* what stands under tables */
void import_totals_add(struct import_totals *t, size_t column, int64_t n);
/* -1 with the column where the row is not the sum, neither of all rows nor of those since the last. Above all rows it
 * is kept for import_totals_finish. */
int import_totals_check(struct import_totals *t, const struct import_columns *c, const struct table_row *row,
	size_t *column, struct err *e);
int import_totals_finish(struct import_totals *t, const struct import_columns *c, size_t *column, struct err *e);
void import_totals_free(struct import_totals *t);

/* --- one run (app_import.c) --- */

struct import {
	struct store *s;
	const struct app_import *ask;
	struct app_imported *out;
	const struct form *form;
	const struct store_author *author;
	struct table *table;
	struct import_columns columns;
	struct import_numbers numbers;
	struct import_totals totals;
	size_t reasons; /* problems that are no more than a missing reason */
	bool second;    /* the pass that takes the lines judged good */
	bool writing;   /* and writes them */
	bool moved;     /* it found a line bad that the first did not: the file was changed */
};

/* --- one line (import_line.c) --- */

/* 0 also when the line is refused; -1 when the store fails. */
int import_line(struct import *p, const struct table_row *row, struct err *e);
/* A total row, below or above. */
void import_line_total(struct import *p, const struct table_row *row);
void import_line_totals_finish(struct import *p);

/* --- what is told (import_notes.c) --- */

void import_note(const struct import *p, struct app_import_line *to, long line, int column, const char *sentence);
/* What a line changes: "Số khẩu 4 → 5; Tình trạng …". The caller frees. */
char *import_changes(
	const struct import *p, const char *number, const struct store_household *old, const struct form_record *now);

#endif
