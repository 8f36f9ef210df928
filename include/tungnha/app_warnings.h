/* app_warnings.h - what is saved and counted, and worth a second look: by household and by unit, in a reader's words.
 *
 * What is warned of, and in which words, is the form's data; here it is carried out. Warnings are a function of what is
 * known now; nothing is stored but each record's marks (enum store_mark). A household the commune approved as it
 * stands is silent; changed, it speaks again. */
#ifndef TUNGNHA_APP_WARNINGS_H
#define TUNGNHA_APP_WARNINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/period.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_records.h>

enum app_viewer {
	APP_AT_DOOR,  /* the hamlet: what only reviewers are shown is left out */
	APP_REVIEWER, /* the commune */
};

struct app_warning {
	char unit[UNIT_CODE];
	struct id key;     /* zero: about the unit as a whole */
	char number[40];   /* of the household; "" for a unit */
	const char *rule;  /* id of the form's rule or check; borrowed from the form */
	char *sentence;    /* owned */
	struct name entry; /* what the household stands on; of several in a row the last */
	struct id author;  /* its device; zero for a unit */
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
};
struct app_warnings {
	struct app_warning *item;
	size_t count;
};
void app_warnings_free(struct app_warnings *w);

/* One household: rules of the form that warn, a visit outside the drive. Adds to *out. */
void app_warnings_household(struct store *s, const struct store_household *h, enum app_viewer viewer,
	enum text_lang lang, struct app_warnings *out);

/* The figures of a unit as they count, `listed` columns holding the official number. */
struct app_figures {
	struct unit unit;
	const struct form *form; /* in force; borrowed */
	struct form_sums sums;
	bool given[FORM_COLUMNS_MAX]; /* false: a row on paper does not say */
	bool any;                     /* something was heard of the unit; else there is nothing to doubt */
};
int app_figures_of(struct store *s, const struct unit *u, struct app_figures *out, struct err *e);

/* What was reported before the period that holds `now`: looked up once for all units. */
struct app_before {
	char running[PERIOD_TEXT]; /* "" when this machine's clock cannot tell: nothing is compared */
	bool closed;               /* there is a statement of an earlier period, the newest one: */
	struct store_statement statement;
};
int app_before_load(struct store *s, int64_t now, struct app_before *out, struct err *e);
void app_before_free(struct app_before *b);

/* Rules on sums; lower or much higher than in the last report: the later of what the unit declared and what the commune
 * closed, the latter for one period. Adds to *out. */
int app_warnings_figures(struct store *s, const struct app_figures *f, const struct app_before *before,
	enum app_viewer viewer, enum text_lang lang, struct app_warnings *out, struct err *e);

/* Units below one parent whose names look alike: a warning about each but the first by code. Adds to *out. */
void app_warnings_names(
	const struct form *f, const struct unit *u, size_t n, enum text_lang lang, struct app_warnings *out);

/* Every household of a unit, its door labels and, for a reviewer, what its devices wrote one after the other. By
 * natural order of number. Adds to *out. Costs a walk over the unit's marks, and for a reviewer over its entries. */
int app_warnings_households(struct store *s, const char *unit, enum app_viewer viewer, enum text_lang lang,
	struct app_warnings *out, struct err *e);

/* Everything about one unit: its figures, then its households. *out is freed by the caller. */
int app_warnings(struct store *s, const char *unit, enum app_viewer viewer, enum text_lang lang, int64_t now,
	struct app_warnings *out, struct err *e);

/* How many households of a unit a reviewer is warned of, by marks alone, those approved left out; `returned`: with
 * those sent back that the hamlet has not answered. */
int app_warned(struct store *s, const char *unit, bool returned, int64_t *n, struct err *e);

#endif
