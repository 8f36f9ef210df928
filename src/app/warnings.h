/* warnings.h - what the files of warnings share among themselves. */
#ifndef TUNGNHA_APP_WARNINGS_PRIVATE_H
#define TUNGNHA_APP_WARNINGS_PRIVATE_H

#include <tungnha/app_warnings.h>

/* A further warning, its sentence copied; to be filled with what it is about. Borrowed until the next call. */
struct app_warning *warnings_add(struct app_warnings *w, const char *rule, const char *sentence);

void warnings_about(struct app_warning *w, const struct store_household *h);

/* What a record alone is warned of. */
typedef void (*warnings_say)(void *context, const char *rule, const char *sentence);
void warnings_of_record(struct store *s, const struct form *f, const struct form_record *r, enum app_viewer viewer,
	enum text_lang lang, warnings_say say, void *context);

/* The part of it that is no rule: its visit lies outside the drive. */
void warnings_date(struct store *s, const struct form *f, const struct form_record *r, enum app_viewer viewer,
	enum text_lang lang, warnings_say say, void *context);

/* The form's sentence for a clock that stands before the last entry; false: the form has no such check. */
bool warnings_clock(const struct form *f, const char *last, enum text_lang lang, char out[static FORM_SENTENCE]);

/* Somebody was asked and answered: the household has figures. */
bool warnings_answered(const struct form *f, const struct form_record *r);
/* Equal in every count and choice. */
bool warnings_same_figures(const struct form *f, const struct form_record *a, const struct form_record *b);

/* Households approved as they stand. */
struct approved {
	struct id *key; /* ascending; owned */
	size_t keys;
};
int approved_load(struct store *s, const char *unit, struct approved *out, struct err *e);
bool approved_has(const struct approved *a, struct id key);
void approved_free(struct approved *a);

/* What devices wrote one after the other (app_warnings_rows.c). */
int warnings_rows(struct store *s, const char *unit, const struct approved *a, enum text_lang lang,
	struct app_warnings *out, struct err *e);

/* The form's checks of a unit's figures against those it reported on a day before: fallen, grown too much. Silent where
 * other units have come to it since. */
int warnings_since(struct store *s, const struct app_figures *f, const struct form_sums *before, const bool *given,
	const char *on, enum app_viewer viewer, enum text_lang lang, struct app_warnings *out, struct err *e);

/* Two households with one door label and the same figures (app_warnings_labels.c). */
int warnings_labels(struct store *s, const char *unit, enum text_lang lang, struct app_warnings *out, struct err *e);

#endif
