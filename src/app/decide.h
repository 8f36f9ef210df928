/* decide.h - what the decisions of a commune share among themselves. */
#ifndef TUNGNHA_APP_DECIDE_PRIVATE_H
#define TUNGNHA_APP_DECIDE_PRIVATE_H

#include <tungnha/app_decide.h>

#include "collector.h"
#include "hub.h"

/* Begins, works, commits; rolls back on failure. */
typedef int (*decide_work)(struct store *s, void *context, struct err *e);
int decide_run(struct store *s, decide_work work, void *context, struct err *e);

/* Somebody decided while who decides now was looking: who, what, when. Each page's form carries a mark of what it
 * showed; nothing is said where that stands still, or where it was not asked (NULL). ERR_BUSY. */
struct decide_other {
	const char *saw;
	const char *stands; /* its mark now; NULL: nothing was ever said */
	text_id what;       /* {0} who, {1} when, {2} why */
	const char *by, *at, *reason;
};
int decide_alone(struct store *s, const struct decide_other *o, struct err *e);
/* The same of the review that stands of a household, whatever it says. */
int decide_unreviewed(struct store *s, const char *unit, struct id key, const char *saw, struct err *e);

/* Figures that are closed must be opened first. */
int decide_open(struct store *s, const struct unit *u, struct err *e);

/* An entry as a person names it. ERR_DATA: not a name. */
int decide_name(const char *typed, struct name *out, bool *has_hash, struct err *e);
bool decide_names(const struct name *asked, bool has_hash, const struct name *entry);

/* The records of a unit below the hub that bear a number. */
enum { DECIDE_SAME_MAX = 16 };
struct decide_found {
	struct unit unit;
	const struct form *form;
	char number[APP_HUB_NUMBER];
	struct store_household living[DECIDE_SAME_MAX]; /* shown, and not voided */
	size_t livings;
	struct store_household voided[DECIDE_SAME_MAX];
	size_t voideds;
	size_t held; /* records of which every entry is held */
};
/* *out is freed with decide_found_free, also on -1. */
int decide_find(struct store *s, const char *unit, const char *number, struct decide_found *out, struct err *e);
void decide_found_free(struct decide_found *f);
/* The one that shows the entry a person saw (NULL: the only one), borrowed; a voided one too: a void may be questioned
 * like any entry. ERR_DATA: it shows another. */
int decide_shown(struct store *s, const struct decide_found *f, const char *saw, const struct store_household **out,
	struct err *e);
/* The one that lives, borrowed; else -1 with the sentence: none, voided, all held, two of them. */
int decide_living(struct store *s, const struct decide_found *f, const struct store_household **out, struct err *e);
int decide_none(const struct decide_found *f, struct err *e); /* why none lives; -1 */

/* "journal:seq (12/11/2025 19:40, Lan)". */
void decide_describe(
	struct store *s, const struct name *entry, const char *at, const char *by, char out[static ERR_ARG_BYTES]);

/* The number a record of this unit is to get: read, not its own, borne by no other. key: NULL, or where the record that
 * is new under it goes. `who`: the record that asks, for the sentence. */
int decide_free_number(struct store *s, const struct decide_found *f, const char *typed, const struct name *who,
	char out[static APP_HUB_NUMBER], struct id *key, struct err *e);

/* Versions of a record, each with its key. */
struct decide_version {
	struct id key;
	struct store_revision revision;
	bool conflict; /* its record has several heads that differ */
};
struct decide_versions {
	struct decide_version *version;
	size_t count;
};
int decide_heads(struct store *s, const struct decide_found *f, struct decide_versions *out, struct err *e);
void decide_versions_free(struct decide_versions *v);

/* Writes a version once more under a key, as the record that follows every head known; number NULL: as it stands. One
 * that breaks the form's rules counted only because it was accepted, and is accepted again. */
int decide_write(struct store *s, const char *unit, struct id key, const struct store_revision *version,
	const char *number, const struct store_author *a, struct name *written, struct err *e);

#endif
