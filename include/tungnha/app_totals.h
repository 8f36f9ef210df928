/* app_totals.h - totals of units from somebody's file (CSV or a workbook): units that are not on this system. Used by
 * whoever takes in commune totals: district, province, ministry.
 *
 * Every row is judged against the units known here and what is known of them; then all are written or none. A signed
 * statement of the same period goes before a row, which stays beside it for comparison. Nothing here prints. */
#ifndef TUNGNHA_APP_TOTALS_H
#define TUNGNHA_APP_TOTALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/app_collector.h>
#include <tungnha/period.h>
#include <tungnha/store_acts.h>
#include <tungnha/table.h>

enum { APP_TOTALS_LINES_MAX = 2 * CAMPAIGN_UNITS_MAX, APP_TOTALS_NUMBER_MAX = 10000000 };

enum app_total_verdict { TOTAL_NEW, TOTAL_CHANGED, TOTAL_SAME, TOTAL_EMPTY, TOTAL_REFUSED, TOTAL_VERDICTS };
const char *app_total_word(enum app_total_verdict v); /* "new" */

/* Why a row is refused. */
struct app_total_fault {
	char *column;     /* heading as in the file; "" = the whole row */
	const char *rule; /* name of the sentence, or id of the form's rule; borrowed */
	char *sentence;
};
struct app_total_change {
	int column;
	bool had, has; /* false: not given */
	int64_t before, now;
};
struct app_total_line {
	long line;
	char unit[UNIT_CODE]; /* "" when it is not known which; then */
	char *name;           /* as the file says it, else the unit's */
	enum app_total_verdict verdict;
	struct app_total_fault *fault;
	size_t faults;
	int64_t value[FORM_COLUMNS_MAX];
	bool given[FORM_COLUMNS_MAX];
	struct app_total_change *change; /* against the row of that period known so far */
	size_t changes;
	bool is_signed;                  /* the unit's own statement of the period stands: it is used */
	struct app_total_change *differ; /* before: as signed; now: as in the file */
	size_t differs;
};
struct app_total_note {
	long line; /* 0: about the whole file */
	char unit[UNIT_CODE];
	char *sentence;
};

struct app_totals {
	const char *path;
	const char *name;             /* the file as people know it; NULL: the last part of path */
	const char *encoding, *sheet; /* as table_open */
	const char *period;           /* NULL: the running one */
	const char *date;             /* of the figures; NULL: today */
	const char *total_differs;    /* why a total row is not the sum; NULL: then it is refused */
	bool dry_run;
	bool page; /* sentences name pages, not commands (app_words.h) */
	int64_t now;
	enum text_lang lang;
	void (*progress)(void *context, size_t done, size_t total); /* NULL = none */
	void *context;
};
struct app_totaled {
	const struct form *form;
	char period[PERIOD_TEXT];
	struct app_total_line *line;
	size_t lines;
	size_t count[TOTAL_VERDICTS];
	struct app_total_note *warning;
	size_t warnings;
	struct app_names left_out;      /* headings of columns that are not read */
	struct table_readings readings; /* of a file that is not UTF-8: how it would read in each encoding */
	bool written;
};
/* -1 with out->count[TOTAL_REFUSED] > 0: rows were refused (ERR_DATA, nothing written). -1 without: the file, an option
 * or the store could not be used. *out is freed with app_totals_free in every case. */
int app_totals_import(struct store *s, const struct app_totals *t, struct app_totaled *out, struct err *e);
void app_totals_free(struct app_totaled *out);

/* --- where a unit's figures come from --- */

struct app_total_source {
	struct unit unit;
	bool is_signed;       /* the unit's own statement; else a row from a file */
	struct store_row row; /* of a signed one its period, at, by, reason and sums */
	int version;          /* of a signed one */
	char code[STORE_CHECK_CODE];
	bool withdrawn;
	bool counts; /* now, or as of the period asked for */
	char *why;   /* a sentence; owned */
};
struct app_total_sources {
	const struct form *form;
	struct app_total_source *source; /* by unit and period, the signed one first; owned */
	size_t count;
};
/* Every row from a file, beside what was signed. unit NULL: of every unit that has one; period NULL: every period. */
int app_totals_list(struct store *s, const char *unit, const char *period, enum text_lang lang,
	struct app_total_sources *out, struct err *e);
void app_totals_sources_free(struct app_total_sources *x);

struct app_totals_clear {
	const char *unit, *period, *reason;
	const char *seen; /* app_row_seen of the row that was shown; NULL: not asked */
	int64_t now;
};
/* Withdraws a row. ERR_USAGE: no period, no reason · ERR_NOT_FOUND: there is none · ERR_DENIED: locked · ERR_BUSY:
 * another one was imported, or it was withdrawn, since it was seen. */
int app_totals_clear(struct store *s, const struct app_totals_clear *w, struct unit *out, struct err *e);

#endif
