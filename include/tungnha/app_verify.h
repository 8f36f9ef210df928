/* app_verify.h - a check code on paper and a file: are the file's figures those that were closed?
 * (src/report/EXPORTS.md)
 *
 * Compared are the figures of every unit and the total, and nothing else: what somebody typed into a report is not
 * covered by the code. */
#ifndef TUNGNHA_APP_VERIFY_H
#define TUNGNHA_APP_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/form.h>
#include <tungnha/store_acts.h>

enum { APP_VERIFY_CELL = 64 };

enum app_verify_kind {
	VERIFY_DIFFERS, /* a figure is another one */
	VERIFY_MISSING, /* a unit is not in the file */
	VERIFY_ADDED,   /* a unit is in the file, or twice, that was not closed */
};
struct app_verify_fault {
	enum app_verify_kind kind;
	char code[UNIT_CODE]; /* "" with the total, and where the file gives none */
	char name[UNIT_NAME]; /* "" = the total */
	int column;           /* DIFFERS: of `form` */
	bool unknown;         /* … the number of households that is unknown in it */
	char shown[APP_VERIFY_CELL], closed[APP_VERIFY_CELL];
};

struct app_verified {
	const struct form *form;
	char unit[UNIT_CODE], name[UNIT_NAME]; /* whose statement it is; "" by_itself */
	char period[16], at[CLOCK_STAMP];
	int version;
	char code[STORE_CHECK_CODE];
	bool newer;                     /* a newer version stands for the period */
	bool by_itself;                 /* the file carries the statement, which this store does not know */
	char one[UNIT_NAME];            /* the file is one unit's own sheet: its name; "" = all of them */
	size_t units, cells;            /* compared */
	struct app_verify_fault *fault; /* owned */
	size_t faults;
};
/* 0 compared; faults says whether they are equal. ERR_NOT_FOUND: no statement with that code is known here, no such
 * file · ERR_DATA: no check code; a file in which no table of the form's figures is found, or that is larger than is
 * read. */
int app_verify(struct store *s, const char *code, const char *path, struct app_verified *out, struct err *e);
void app_verified_free(struct app_verified *x);

/* A check code as a person types it: any case, O as 0, I and L as 1, blanks and hyphens ignored. */
bool app_verify_code(const char *typed, char out[static STORE_CHECK_CODE]);

#endif
