/* totals.h - what the files of the import of totals share. */
#ifndef TUNGNHA_APP_TOTALS_PRIVATE_H
#define TUNGNHA_APP_TOTALS_PRIVATE_H

#include <tungnha/app_totals.h>

#include "hub.h"
#include "import.h"

/* --- columns (app_totals_columns.c) --- */

/* What a column of such a table means: one of the form's columns, or */
enum totals_meaning {
	TOTALS_CODE = FORM_COLUMNS_MAX,
	TOTALS_NAME,
	TOTALS_KIND,     /* xã, phường */
	TOTALS_PROVINCE, /* or whatever stands above the unit */
	TOTALS_IGNORED,  /* a running number, a note: known, and not read */
	TOTALS_MEANINGS
};
/* Headings and the store's words for them; context of a sense. */
struct totals_sense {
	struct import_sense sense;
	const struct campaign *campaign; /* NULL: none */
};
void totals_sense(struct totals_sense *m, const struct form *f, const struct campaign *c, enum text_lang lang);
int totals_column(const struct import_columns *c, int meaning); /* -1: none */

/* --- cells (app_totals_cells.c) --- */

/* TEXT_NONE, or what is wrong with it. *given false: an empty cell, a dash, "?". */
text_id totals_number(const char *cell, int64_t *out, bool *given);
/* "14.277" -> "14277". */
void totals_ungroup(const char *cell, char out[static IMPORT_CELL]);

/* --- units by code and by name (app_totals_units.c) --- */

struct totals_name {
	char *full, *bare; /* as written; without "Xã", "Phường", … */
	char *full_fold, *bare_fold;
	int kind; /* of such a word; 0: none */
};
void totals_name_read(const char *kind, const char *name, struct totals_name *out);
void totals_name_free(struct totals_name *n);
bool totals_same(const struct totals_name *a, const struct totals_name *b);  /* but for case and places of tones */
bool totals_alike(const struct totals_name *a, const struct totals_name *b); /* without marks, or of another kind */

struct totals_unit {
	struct unit unit;
	struct totals_name name;
	size_t at;  /* 1 + index of the first line that names it; 0: none so far */
	bool twice; /* and another one does */
};
struct totals_units {
	struct unit own;
	struct totals_name own_name;
	struct totals_unit *unit; /* those below, by code; owned */
	size_t count;
	struct totals_key {
		const char *fold;
		size_t unit;
	} * key; /* by folded name, with and without its kind; owned */
	size_t keys;
};
int totals_units_load(struct totals_units *u, struct store *s, struct err *e);
void totals_units_free(struct totals_units *u);
struct totals_unit *totals_by_code(const struct totals_units *u, const char *code); /* NULL: none */
/* The units a code without its leading noughts may mean; returns how many, at most max. */
size_t totals_by_bare_code(const struct totals_units *u, const char *code, struct totals_unit **out, size_t max);
/* Those whose names fold alike; of these `same` alone. */
enum { TOTALS_CANDIDATES = 64 };
size_t totals_by_name(const struct totals_units *u, const struct totals_name *n, bool same,
	struct totals_unit *out[static TOTALS_CANDIDATES]);
/* Does the unit lie in a place of that name? 1 yes, 0 no, -1 nobody knows which places it lies in. *above: where it
 * lies, borrowed. */
int totals_within(const struct totals_units *u, const struct totals_unit *x, const char *place, const char **above);

/* --- one run (app_totals.c) --- */

/* A row on its way. */
struct totals_line {
	struct app_total_line *shown;
	char *code, *name, *kind, *province; /* cleaned cells, "" = empty; owned */
	struct totals_unit *unit;            /* NULL: not known */
};
struct totals {
	struct store *s;
	const struct app_totals *ask;
	struct app_totaled *out;
	const struct form *form;
	struct totals_sense sense;
	struct import_columns columns;
	struct import_totals totals;
	struct totals_units units;
	struct table *table;
	struct totals_unit **of; /* by line of out; NULL: not known; owned */
	size_t room;
	char date[CLOCK_DATE];
	char *file;    /* without its folders */
	char *reason;  /* why a total is not the sum; NULL: none needed */
	bool differs;  /* a total row is not the sum, and that was allowed */
	bool by_since; /* the last total row was one of a part */
};

void totals_fault(struct totals *p, struct app_total_line *l, int column, const char *rule, const char *sentence);
void totals_fault_text(struct totals *p, struct app_total_line *l, int column, text_id id, const char *a0,
	const char *a1, const char *a2);
void totals_warn(
	struct totals *p, long line, const char *unit, text_id id, const char *a0, const char *a1, const char *a2);
void totals_warn_plain(struct totals *p, long line, const char *unit, const char *sentence);

/* --- which unit a row is of (app_totals_find.c) --- */

/* Fills l->unit, or says why not. */
void totals_find(struct totals *p, struct totals_line *l);

/* --- one row of the file (app_totals_line.c) --- */

int totals_line(struct totals *p, const struct table_row *row, struct err *e);
void totals_total(struct totals *p, const struct table_row *row);
void totals_finish(struct totals *p);

/* --- held against what is known, in a transaction (app_totals_judge.c) --- */

int totals_judge(struct totals *p, struct app_total_line *l, struct totals_unit *u, struct err *e);

/* Columns in which two rows differ; appended. */
void totals_compare(const struct form *f, const int64_t *before, const bool *had, const int64_t *now, const bool *has,
	struct app_total_change **out, size_t *n);
/* "Số khẩu 431 → 433; …": the caller frees. */
char *totals_changes_text(
	const struct form *f, const struct app_total_change *c, size_t n, const char *between, enum text_lang lang);

#endif
