/* collector.h - what the use cases of a collector share among themselves. */
#ifndef TUNGNHA_APP_COLLECTOR_PRIVATE_H
#define TUNGNHA_APP_COLLECTOR_PRIVATE_H

#include <tungnha/app_collector.h>

enum { COLLECTOR_NUMBER = 40 }; /* a household number (8 characters), NUL included */

/* Adds a filled sentence. */
void collector_sentence(
	struct app_sentences *w, enum text_lang lang, text_id id, const char *a0, const char *a1, const char *a2);
void collector_sentence_plain(struct app_sentences *w, const char *s);

/* A number as typed, as the form keeps it. ERR_DATA. */
int collector_number(
	const struct form *f, const char *typed, enum text_lang lang, char out[static COLLECTOR_NUMBER], struct err *e);
/* The number a record bears, "" when none. Borrowed from the record. */
const char *collector_number_of(const struct form *f, const struct form_record *r);

/* --- which household is meant (app_household_find.c) --- */

struct collector_meant {
	char number[COLLECTOR_NUMBER]; /* as the form keeps it; of a household found by code, the one it bears */
	bool living;                   /* h is there */
	struct store_household h;
	text_id none;         /* not living: why */
	bool coded, has_hash; /* the code of an entry was typed: */
	struct name code;     /* that entry, complete */
};
/* typed: a number, or the code of any of its versions ("journal:seq[:hash]"). 0 also when none is living: then `none`
 * says why. ERR_DATA: no number, two living bear it (naming both), a code two entries bear · ERR_NOT_FOUND: no such
 * code. *out is freed with collector_meant_free; nothing to free on -1. */
int collector_find(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	struct collector_meant *out, struct err *e);
/* The same; ERR_NOT_FOUND where none is living. */
int collector_find_living(struct store *s, const char *unit, const char *typed, enum text_lang lang,
	struct collector_meant *out, struct err *e);
/* There is none: as `none` says of the number, unless the unit's rows were purged. -1. */
int collector_none(struct store *s, const char *unit, text_id none, const char *number, struct err *e);
void collector_meant_free(struct collector_meant *m);
/* ERR_DATA with the number and what tells the two apart. */
int collector_refuse_two(struct store *s, text_id text, const char *number, const struct store_household *a,
	const struct store_household *b, struct err *e);

/* A reason as typed, cleaned; NULL stays NULL. ERR_USAGE when empty, ERR_DATA when too long or not text. The caller
 * frees *out. */
int collector_reason(const char *typed, char **out, struct err *e);

/* ERR_DENIED: the commune closed the unit's figures, or told this device that it is revoked. */
int collector_may_write(struct store *s, const char *unit, struct err *e);

/* Notes the newest time this device wrote at, so that a clock that falls back is noticed. In a transaction. */
int collector_note_time(struct store *s, int64_t now, struct err *e);
/* The clock against that time and against 2025. last: "" when nothing was written yet. */
void collector_clock(struct store *s, int64_t now, bool *unset, bool *behind, char last[static CLOCK_STAMP]);
/* A sentence where that looks wrong; before the new time is noted. */
void collector_warn_clock(struct store *s, int64_t now, enum text_lang lang, struct app_sentences *out);

/* --- one change to one household, by a person or by a line of a list --- */

struct collector_change {
	const char *unit;
	const struct form *form;
	struct id key;
	const struct store_household *old; /* NULL: not known yet */
	const struct form_change *change;  /* the number among them when old is NULL */
	size_t changes;
	int64_t now;
	enum text_lang lang;
};
struct collector_outcome {
	struct form_record record; /* as it is to be */
	bool changed;              /* an entry is to be written */
	bool labelled;             /* the door label is new, another, or taken away */
};
/* Is the status one that means nobody has been there yet? */
bool collector_unvisited(const struct form *f, const struct form_record *r);
bool collector_unvisited_as(const struct form *f, const struct form_value *status);
void collector_outcome_free(struct collector_outcome *o);
/* ERR_DATA: refused by the form. Writes nothing. */
int collector_judge(const struct collector_change *c, struct collector_outcome *out, struct err *e);
/* ERR_USAGE when what was judged changes a count that a submit, a statement or a review covered, and no reason is given
 * (app_reason.c). */
int collector_ask_reason(struct store *s, const struct collector_change *c, const struct collector_outcome *o,
	const char *reason, struct err *e);
/* A version as the form reads it, whichever form it was written under. out: initialised. */
void collector_reread(const struct form *f, const struct store_revision *r, struct form_record *out);
/* Does what was judged, in a transaction. *written is left alone when no entry is needed. */
int collector_write(struct store *s, const struct collector_change *c, const struct collector_outcome *o,
	const struct store_author *a, struct name *written, struct err *e);
/* What a person should look at again: rules that warn at the door, dates outside the campaign. */
void collector_warnings(struct store *s, const struct form *f, const struct form_record *r, enum text_lang lang,
	struct app_sentences *out);

#endif
