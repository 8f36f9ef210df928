/* verify.h - what verifying is made of: reading tables out of any file, and holding them against a closed period. */
#ifndef TUNGNHA_APP_VERIFY_PRIVATE_H
#define TUNGNHA_APP_VERIFY_PRIVATE_H

#include <tungnha/app_verify.h>
#include <tungnha/buf.h>
#include <tungnha/report.h>
#include <tungnha/table.h>

enum {
	VERIFY_FILE_MAX = 64 * 1024 * 1024, /* of a page, a document's text, JSON */
	VERIFY_SHEETS_MAX = 64,
	VERIFY_FAULTS_MAX = 1000, /* more are not listed */
};

/* --- reading (app_verify_read.c, app_verify_markup.c) --- */

/* A row of cells as text; NULL: the table, or the sheet, ends. Stops with -1 when it returns non-zero. */
typedef int (*verify_each_row)(void *context, const char *const *cell, size_t cells, struct err *e);
/* Every row of every table of a page, a document, a workbook, a table of text. */
int verify_read(const char *path, const struct buf *head, verify_each_row each, void *context, struct err *e);
/* Rows of a page (w false) or a document's XML: tags tr, td, th, or w:tr, w:tc and the text in w:t. */
int verify_markup(const char *text, size_t n, bool w, verify_each_row each, void *context, struct err *e);

/* --- comparing (app_verify_compare.c) --- */

struct verify {
	const struct report *closed; /* what a print of the statement says */
	struct app_verified *out;
	bool *seen;    /* by row of `closed`, in the table being read */
	size_t tables; /* that were whole */
};
/* The row of a unit by its code, else by its name (the first not yet seen); -1: there is none. */
int verify_row_of(const struct verify *v, const char *code, const char *name);
/* One figure of a row (row == closed->rows: the total) as the file shows it. */
void verify_cell(struct verify *v, size_t row, size_t column, bool unknown, const char *shown);
void verify_unit(struct verify *v, enum app_verify_kind kind, const char *code, const char *name);
/* A table, or a list, was read to its end: who is missing? one: it is one unit's own sheet. */
void verify_end(struct verify *v, bool one);
void verify_begin(struct verify *v);

int verify_tables(struct verify *v, const char *path, const struct buf *head, struct err *e); /* app_verify_table.c */
int verify_json(struct verify *v, const cJSON *root, struct err *e);                          /* app_verify_json.c */
/* The statement a file carries with it, if it is one with that code: 1, 0. */
bool verify_proof(const cJSON *root, const char *code, struct store_statement *out);

#endif
