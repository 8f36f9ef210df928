/* app_lists.h - lists at the hamlet: taking in the one the hamlet head keeps, handing door labels to the hamlet's other
 * devices, printing the roster. As in app_collector.h: nothing here prints; on -1 nothing has happened. */
#ifndef TUNGNHA_APP_LISTS_H
#define TUNGNHA_APP_LISTS_H

#include <tungnha/app_collector.h>
#include <tungnha/labels.h>
#include <tungnha/table.h>

/* --- taking in a list --- */

enum { APP_IMPORT_SHOWN = 100, APP_LABELS_SHOWN = 500 };
struct app_import_line {
	long line;       /* in the file, from 1 */
	char column[96]; /* heading as in the file; "" = the whole line */
	char *sentence;
};
/* A known number that stands under another label. */
struct app_label_differs {
	long line;       /* in a list; 0 in a file of labels */
	char number[40]; /* "" when the household is not known here */
	char *here, *file;
};
enum app_import_action { IMPORT_NEW, IMPORT_CHANGED, IMPORT_LABELLED, IMPORT_SAME, IMPORT_REFUSED };
/* What becomes of a line; texts borrowed. */
struct app_import_report {
	long line;
	const char *number; /* as it would be kept; as in the file when it is none */
	enum app_import_action action;
	const char *sentence; /* what is wrong with it, or what it changes; "" = nothing to say */
};
struct app_import {
	const char *unit, *path;
	const char *encoding; /* NULL = UTF-8, or UTF-16 with its mark */
	const char *sheet;    /* of a workbook; NULL = the first */
	const char *reason;   /* for changes of figures already reported; NULL = none */
	bool page;            /* sentences name pages, not commands (app_words.h) */
	bool dry_run;         /* judge, write nothing */
	bool good_lines;      /* write the lines without problems */
	int64_t now;
	enum text_lang lang;
	void (*progress)(void *context, size_t done, size_t total);       /* NULL = none */
	void (*report)(void *context, const struct app_import_report *r); /* with dry_run, of each line; NULL = none */
	void *context;
};
struct app_imported {
	size_t lines;                               /* that name a household and were taken */
	size_t added, changed, labelled, unchanged; /* written, or with dry_run what would be */
	size_t problems;                            /* in all; the first APP_IMPORT_SHOWN are in problem[] */
	struct app_import_line problem[APP_IMPORT_SHOWN];
	size_t warnings;
	struct app_import_line warning[APP_IMPORT_SHOWN];
	size_t changes; /* lines that change figures known here */
	struct app_import_line change[APP_IMPORT_SHOWN];
	size_t differing; /* problems that are a known number under another label: nothing is taken of such a list */
	struct app_label_differs differs[APP_LABELS_SHOWN];
	struct app_names left_out;      /* headings of columns that were not read */
	bool list_only;                 /* one column of answers stood alone: left out, too */
	struct table_readings readings; /* of a file that is not UTF-8: how it would read in each encoding */
	bool written;
};
/* Takes a household list or answers from a CSV file or a workbook. Every line is judged before the first is written. -1
 * with out->problems > 0: the lines were refused (ERR_DATA; nothing written). -1 without: the file,
 * or the store, could not be used. 0 with problems > 0: the good lines were written. *out is freed with app_import_free
 * in every case. */
int app_import(struct store *s, const struct app_import *i, struct app_imported *out, struct err *e);
void app_import_free(struct app_imported *out);

/* --- door labels between devices of one hamlet --- */

struct app_labels_exported {
	size_t labels;
	struct store_device *device; /* that can open the file, besides this one; owned */
	size_t devices;
};
/* Every door label of the unit, sealed for every device known for it that is not revoked, into an empty buf of max
 * LABELS_FILE_MAX. ERR_NOT_FOUND: no labels here. ERR_UNAVAILABLE: no other device is known yet. */
int app_labels_export(struct store *s, const char *unit, int64_t now, struct buf *out, struct app_labels_exported *done,
	struct err *e);
void app_labels_exported_free(struct app_labels_exported *x);

struct app_labels_imported {
	char unit[UNIT_CODE];
	char from[128];           /* the sending device, as a person knows it */
	char at[CLOCK_STAMP];     /* when it wrote the file, by its clock */
	char newer[CLOCK_STAMP];  /* a file of it taken before was written later than this one; "" = none was */
	size_t labels;            /* in the file */
	size_t added, same, kept; /* kept: another label stands here, and stays */
	size_t ahead;             /* of those added: of households this device does not know yet */
	struct app_label_differs differs[APP_LABELS_SHOWN];
};
/* Attaches the labels of a file to households that have none here. unit NULL: the one the file names. ERR_DATA: not
 * such a file, altered, not for this device, of another unit, a label the form refuses. ERR_DENIED: written by a device
 * that is revoked or not known for the unit. */
int app_labels_import(struct store *s, const char *unit, const void *bytes, size_t n, enum text_lang lang,
	struct app_labels_imported *out, struct err *e);
void app_labels_imported_free(struct app_labels_imported *x);

/* --- the roster: number, label, status, for the head's drawer --- */

/* REPORT_TEXT, REPORT_HTML or REPORT_JSON as a whole file, into an empty buf of max REPORT_BYTES_MAX. ERR_NOT_FOUND: no
 * households. */
int app_roster(struct store *s, const char *unit, enum report_format format, enum text_lang lang, int64_t now,
	struct buf *out, struct err *e);

#endif
