/* draft.h - forms that were saved: so that one sent twice is saved once, and the last can be taken back. */
#ifndef TUNGNHA_APP_DRAFT_PRIVATE_H
#define TUNGNHA_APP_DRAFT_PRIVATE_H

#include <tungnha/app_draft.h>

/* --- what is typed, as JSON {"field": "as typed"}; taken away: null (app_draft.c) --- */

cJSON *draft_typed(const struct form *f, const struct form_change *change, size_t n);
/* The reverse; fields the form does not have are skipped. The caller frees with draft_read_free. */
void draft_read(const struct form *f, const cJSON *typed, struct form_change **change, char ***text, size_t *n);
void draft_read_free(struct form_change *change, char **text, size_t n);

/* A key no field has, in what was typed and taken back where an older visit stands again: shown once, to who took it
 * back. Were it half-typed like any other, the wrong answers would lie over the right ones the next time. */
#define DRAFT_UNDONE "!undone"

/* --- saving (app_draft_saved.c), all of it inside the transaction of the save --- */

/* What came of a form. */
struct draft_saved {
	struct app_put_done done;
	struct id key;
	bool stood;         /* something living stood before: */
	struct name before; /* … this entry */
	bool labelled;      /* the label was written too; label: the one before, owned, NULL = none */
	char *label;
	cJSON *typed; /* owned; NULL: one tap, nothing was typed */
};
void draft_saved_free(struct draft_saved *x);

/* Was this very form saved already? Then *out is what came of it (`repeated`): 1; else 0, -1. */
int draft_was_saved(struct store *s, const struct id *draft, struct app_put_done *out, struct err *e);
/* Marks it saved and remembers it for its holder to take back; draft NULL: a form without an id, of
 * which the holder has one place, for the last; neither: nothing. */
int draft_save(struct store *s, const char *unit, const struct id *draft, const struct id *holder, int64_t now,
	const struct draft_saved *x, struct err *e);
/* What the holder saved last. ERR_NOT_FOUND. */
int draft_last(
	struct store *s, const char *unit, struct id holder, struct id *draft, struct draft_saved *out, struct err *e);

/* The enumerator of a session; false and "": it is not known any more. draft_by_device: the device's current one. */
bool draft_of_session(struct store *s, struct id holder, char out[static ENTRY_BY_BYTES + 1]);
void draft_by_device(struct store *s, char out[static ENTRY_BY_BYTES + 1]);

/* ERR_BUSY when another entry than based_on stands now, or the number is a household somebody visited. */
int draft_still_stands(struct store *s, const char *unit, const struct name *based_on, const char *number,
	const struct store_household *living, enum text_lang lang, struct err *e);
int draft_is_free(struct store *s, const char *unit, const char *number, const struct store_household *living,
	enum text_lang lang, struct err *e);

#endif
