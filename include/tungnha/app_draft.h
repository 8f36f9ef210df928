/* app_draft.h - a household while it is being typed, and taking the last save back.
 *
 * A form shown by a page has an id of its own. Every field a person leaves is kept under it on the disk, as typed; a
 * save consumes it in the transaction that writes the household, so that a form sent twice is saved once. The id is
 * random and told to nobody but the page that holds the form: its session may end and another begin under it. As
 * app_collector.h: nothing here prints; what writes opens and commits its own transaction. */
#ifndef TUNGNHA_APP_DRAFT_H
#define TUNGNHA_APP_DRAFT_H

#include <tungnha/app_collector.h>
#include <tungnha/store_pages.h>

/* The holder of what commands save: the command line of a machine is one session, which never ends. */
extern const struct id app_command_line;

/* What a form of this id was shown for. */
struct app_form_shown {
	const char *unit;
	const struct id *draft;  /* the form's own id */
	const struct id *holder; /* the session */
	const char *number;      /* of the household when the form was shown; NULL or "": a new one */
	int64_t now;
};
/* Notes that the form is shown, for who else has the household open; cheap, not waited for on the disk, and forgotten
 * when the session opens another form or after APP_OPEN_S. A form known already is left alone. */
int app_draft_open(struct store *s, const struct app_form_shown *f, struct err *e);
/* Keeps what is typed: the whole form as it stands, in place of what was kept. change[].field is an index of the form's
 * fields, the number among them; value as typed, never judged. ERR_DATA: longer than any household can be. A form that
 * was saved already is left alone. With nothing typed it is only open. */
int app_draft_keep(
	struct store *s, const struct app_form_shown *f, const struct form_change *change, size_t n, struct err *e);
int app_draft_forget(struct store *s, struct id draft, struct err *e);

struct app_draft {
	struct id id;
	struct id holder;
	char number[40]; /* typed, else the household's; "" = none yet */
	bool known;      /* of a household that is known here */
	int64_t at;
	char by[ENTRY_BY_BYTES + 1]; /* of the session that typed it; "" = it is not known any more */
	struct form_change *change;  /* what was typed, owned */
	size_t changes;
	char **text; /* … its values, owned */
};
/* What was left half-typed, newest first, what was opened and left untouched is not among them; the caller frees with
 * app_drafts_free. */
int app_drafts(struct store *s, const char *unit, struct app_draft **out, size_t *n, struct err *e);
/* One of them. ERR_NOT_FOUND: none, or it was saved. */
int app_draft(struct store *s, struct id draft, struct app_draft *out, struct err *e);
/* What this session left half-typed of a household, or of any new one (number NULL). ERR_NOT_FOUND. */
int app_draft_of(
	struct store *s, const char *unit, struct id holder, const char *number, struct app_draft *out, struct err *e);
/* Whoever knows a form's id may keep, save and drop it, so the id stands in that form alone; everywhere else a draft is
 * named by this, which does not lead back to the id. */
enum { APP_DRAFT_LINK = 2 * 5 + 1 }; /* NUL included */
const char *app_draft_link(struct id draft, char out[static APP_DRAFT_LINK]);
/* As app_draft, of the one a link names. */
int app_draft_linked(struct store *s, const char *unit, const char *link, struct app_draft *out, struct err *e);
void app_draft_free(struct app_draft *d);
void app_drafts_free(struct app_draft *d, size_t n);

/* Who else has the household open: typed in it, or opened it, within the last APP_OPEN_S seconds; the one heard of
 * last. ERR_NOT_FOUND: nobody. */
enum { APP_OPEN_S = 10 * 60 };
struct app_open {
	struct id draft, holder;
	char by[ENTRY_BY_BYTES + 1]; /* "" = not known */
	int64_t at;
	bool typed; /* something is kept of it */
};
int app_open_elsewhere(struct store *s, const char *unit, const char *number, struct id holder, int64_t now,
	struct app_open *out, struct err *e);

/* What can be said of a form while it is typed: nothing is written. One row a field that has something to say. */
struct app_hint {
	int field;      /* of the form; -1: of the household as a whole */
	bool refuses;   /* else it warns: it will be saved all the same */
	char *sentence; /* owned */
};
struct app_hints {
	struct app_hint *item;
	size_t count;
	char rest[FORM_SENTENCE]; /* "Người không thuộc diện: 1", where the form can tell; "" = not yet */
	int rest_field;           /* the field it is said beside; -1 */
};
/* As app_household_put would judge it, but field by field, and silent about what was not reached yet: an empty field is
 * no fault until the person saves (`whole`). */
int app_draft_judge(struct store *s, const struct app_form_shown *f, const struct form_change *change, size_t n,
	bool whole, enum text_lang lang, struct app_hints *out, struct err *e);
void app_hints_free(struct app_hints *h);

/* The household to go to next: the first one not visited after `number` (NULL, "": the start) in natural order, then
 * from the start; "" when no other one is left, and a new one would be next. */
int app_next(struct store *s, const char *unit, const char *number, char out[static 40], struct err *e);

/* Takes back what this session saved last: the household stands again as it did before (a new one: nobody has been
 * there, or, where it was not in the list, voided). Writes entries like any other change; what was typed comes back
 * as a draft. ERR_NOT_FOUND: nothing to take back · ERR_DATA: the household was changed since · ERR_DENIED.
 * Saved with app_household_put, _confirm or _void and a holder. */
struct app_undone {
	char number[40];
	char opens[NAME_TEXT]; /* its number, or its code where two bear that; "": it stands no more */
	struct id draft;
	bool typed; /* the draft is there again; false: one tap, nothing had been typed */
};
int app_undo(struct store *s, const char *unit, struct id holder, int64_t now, enum text_lang lang,
	struct app_undone *out, struct err *e);
/* Could it be taken back now? number: whose save; "" = nothing. */
int app_undo_what(struct store *s, const char *unit, struct id holder, char number[static 40], struct err *e);

#endif
