/* app_decide.h - what a commune decides: reviews, conflicts, held entries, paper sheets and rows. One function a use
 * case, called by commands and pages alike.
 *
 * Nothing here prints. Each function looks and writes in one transaction of its own, so that of two clerks the second
 * sees what the first decided; on -1 nothing has happened. Everything can be decided again, and a decision that stands
 * already is not written twice: `written` is then false. ERR_NOT_FOUND: no such unit, household, entry. ERR_DENIED: the
 * figures are locked, or there is nothing held to decide about. */
#ifndef TUNGNHA_APP_DECIDE_H
#define TUNGNHA_APP_DECIDE_H

#include <tungnha/app_collector.h>
#include <tungnha/app_hub.h>
#include <tungnha/store_acts.h>

/* --- reviews --- */

struct app_review {
	const char *unit, *number;
	bool approve;
	const char *text;  /* why it is returned: needed; with approve NULL */
	const char *entry; /* "journal:seq", the version the reviewer saw; NULL = the one shown now */
	/* The commune's decision the reviewer saw: the code of that act, "" none; NULL = not asked. ERR_BUSY: another
	 * one stands now, and decided otherwise. */
	const char *decided;
};
struct app_reviewed {
	struct unit unit;
	char number[APP_HUB_NUMBER];
	struct name saw;
	bool written;
};
/* ERR_DENIED also: closed figures are not returned. ERR_DATA: the household is in conflict (a conflict
 * is resolved, then approved), two bear the number, or it shows another entry than the reviewer saw. */
int app_decide_review(struct store *s, const struct app_review *r, struct app_reviewed *out, struct err *e);

/* --- conflicts --- */

struct app_resolve {
	const char *unit, *number;
	const char *keep; /* "journal:seq" of the version that stays; NULL with renumber: the only other one */
	const char *renumber, *changed; /* "journal:seq" of the version that is another household, and its number */
	const char *reason;
	const char *seen; /* the codes of all versions that were looked at; NULL = not asked. ERR_BUSY: there is another
			   */
	const char *decided; /* as of a review, about the household the version is of */
	enum text_lang lang;
};
struct app_resolved {
	struct unit unit;
	char number[APP_HUB_NUMBER], changed[APP_HUB_NUMBER];
	struct name kept;  /* the record that settles it; or, of two households, the one that keeps the number */
	struct name moved; /* renumber: the record under the new number */
	size_t voided;     /* keep between two households: the others, taken away */
	bool written;
};
/* Versions of one household: `keep` writes the kept one once more, over all. With `renumber` one of them is written as
 * a household of its own under a new number. Two households under one number: `renumber` gives one of them a new
 * number, `keep` takes the others away (a reason is needed). ERR_DATA: somebody decided otherwise before (says what),
 * the new number is borne by another (names both), the entry's hash is needed (names the candidates). */
int app_decide_conflict(struct store *s, const struct app_resolve *r, struct app_resolved *out, struct err *e);

/* --- held entries --- */

struct app_hold {
	const char *entry; /* "journal:seq" or "journal:seq:hash" */
	bool accept;
	const char *reason;  /* reject: needed */
	const char *decided; /* as of a review */
};
struct app_hold_done {
	struct unit unit;            /* code only when it is not known here any more */
	char number[APP_HUB_NUMBER]; /* "" when it cannot be known */
	struct name entry;
	int held;   /* the rule that holds it now; 0: it counts */
	bool shown; /* and it is what the household shows */
	bool written;
};
/* ERR_DENIED: not held; or held so that no decision helps (a stranger's: accept the device; malformed). */
int app_decide_held(struct store *s, const struct app_hold *h, struct app_hold_done *out, struct err *e);

/* --- paper --- */

/* A clerk types a household's sheet: as app_household_put, for a unit below the hub; the number is needed, fields that
 * stay on devices are refused. row_used: the hamlet's row still stands, so the sheet is kept but not yet counted. */
int app_decide_put(struct store *s, const struct app_put *p, struct app_put_done *out, bool *row_used, struct err *e);
/* Of who typed while he saw `decided`, as of a review: ERR_BUSY when the commune decided about the household since. */
int app_decide_undecided(struct store *s, const char *unit, struct id key, const char *decided, struct err *e);

struct app_renumber {
	const char *unit, *number, *changed;
	const char *reason;          /* needed */
	const char *entry, *decided; /* as of a review */
	enum text_lang lang;
};
struct app_renumbered {
	struct unit unit;
	char number[APP_HUB_NUMBER], changed[APP_HUB_NUMBER];
	struct name entry;
};
int app_decide_renumber(struct store *s, const struct app_renumber *r, struct app_renumbered *out, struct err *e);

struct app_row_value {
	int column; /* index in the form in force */
	const char *typed;
};
struct app_row {
	const char *unit;
	enum store_row_use use;
	const struct app_row_value *value; /* none: the row is withdrawn */
	size_t values;
	const char *source; /* needed when there are values */
	const char *date;   /* as typed; NULL: needed for paper, today for a reference */
	const char
		*seen; /* app_row_seen of what the clerk saw; NULL = not asked. ERR_BUSY: somebody else wrote since */
	int64_t now;
	enum text_lang lang;
};
struct app_rowed {
	struct unit unit;
	struct store_row row;
	struct store_figures figures; /* of the unit, afterwards */
	struct app_sentences warnings;
	bool written;
};
/* ERR_DATA: not whole numbers, figures that cannot be (the form's refusing unit rules), a day to come. ERR_NOT_FOUND:
 * nothing to withdraw. */
int app_decide_row(struct store *s, const struct app_row *r, struct app_rowed *out, struct err *e);
/* What was done, in a sentence. */
text_id app_rowed_said(const struct app_row *asked, const struct app_rowed *done);
void app_rowed_free(struct app_rowed *r);
/* Which one a row is; of none (row 0 of store_row): what was withdrawn, "" never any. */
enum { APP_ROW_SEEN = CLOCK_STAMP + ENTRY_BY_BYTES + 2 };
const char *app_row_seen(const struct store_row *row, char out[static APP_ROW_SEEN]);

#endif
