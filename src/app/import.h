/* import.h - what the files of the list import share. */
#ifndef TUNGNHA_APP_IMPORT_H
#define TUNGNHA_APP_IMPORT_H

#include <tungnha/app_lists.h>
#include <tungnha/csv.h>

#include "collector.h"

/* --- which column means what (import_columns.c) --- */

enum { IMPORT_HEADING_WITHIN = 20 }; /* rows */

enum import_stage { IMPORT_SEARCHING, IMPORT_HEADED, IMPORT_LOWERED /* two rows were taken */, IMPORT_READY };

struct import_columns {
	enum import_stage stage;
	size_t rows; /* looked at while searching */
	size_t count;
	char *heading[CSV_FIELDS_MAX]; /* cleaned; of two rows put together */
	int field[CSV_FIELDS_MAX];     /* -1: not known, never stored */
	bool weak[CSV_FIELDS_MAX];
	int number; /* the column of the household number */
};
/* Shown every row in turn: 1 = it was a title or a heading, 0 = it is data, -1 = no heading where one should be, or two
 * columns that mean the same. */
int import_columns_take(
	struct import_columns *c, const struct form *f, const struct csv_row *row, enum text_lang lang, struct err *e);
void import_columns_free(struct import_columns *c);

bool import_blank(const char *cell);

/* --- which numbers are known (import_numbers.c) --- */

/* A number the file names. */
struct import_number {
	char text[COLLECTOR_NUMBER];
	struct id key; /* of its record, there already or to come */
	bool known;    /* has a record here, perhaps a voided one */
	bool clash;    /* two living households bear it */
	bool bad;      /* a line with it was refused */
	long line;     /* where the file names it first */
};
struct import_numbers {
	struct import_number *number;
	size_t count, room;
	uint32_t *slot; /* open addressing: index + 1, 0 = free */
	size_t slots;
};
/* The entry of a number, looked up in the store the first time: so before anything of the file is written. Borrowed
 * until the next call. */
int import_numbers_get(struct import_numbers *n, struct store *s, const char *unit, const char *text,
	struct import_number **out, struct err *e);
/* Looks all of them up once more, in the transaction: another program may have written since. Before anything of the
 * file is written, as the store would take what is not folded yet for entries that are held. */
int import_numbers_again(struct import_numbers *n, struct store *s, const char *unit, struct err *e);
void import_numbers_free(struct import_numbers *n);

/* --- the row that adds up the others (import_totals.c) --- */

struct import_totals {
	int64_t all[CSV_FIELDS_MAX], since[CSV_FIELDS_MAX]; /* since the last such row */
	bool unsure[CSV_FIELDS_MAX];                        /* a cell of the column could not be read */
	bool seen;                                          /* there was such a row */
};
bool import_totals_is(const struct import_columns *c, const struct form *f, const struct csv_row *row);
void import_totals_add(
	struct import_totals *t, const struct form *f, int field, size_t column, const struct form_value *v);
/* -1 with the column where the row is not the sum, neither of all rows nor of those since the last. */
int import_totals_check(struct import_totals *t, const struct import_columns *c, const struct form *f,
	const struct csv_row *row, size_t *column, struct err *e);

#endif
