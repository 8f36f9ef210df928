/* store_acts.h - what decisions, submits and statements say now (sync/PROTOCOL.md, sections 4 and 11): read from the
 * journals of a unit, never from when anything arrived. Writing them: store_write_act, store_write_submit. */
#ifndef TUNGNHA_STORE_ACTS_H
#define TUNGNHA_STORE_ACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/store_records.h>

/* --- reviews: the newest of each household --- */

struct store_review {
	struct id key;
	bool returned;   /* else approved */
	bool current;    /* the household still shows the entry it saw */
	struct name saw; /* that entry */
	struct name act;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
};
/* 1 there is one, 0 none, -1 e. */
int store_review(struct store *s, const char *unit, struct id key, struct store_review *out, struct err *e);
typedef int (*store_each_review)(void *context, const struct store_review *r, struct err *e);
/* Of a unit, by key; stops with -1 when each() returns non-zero. */
int store_reviews(struct store *s, const char *unit, store_each_review each, void *context, struct err *e);

/* --- everything a hub decided about one household: reviews of it, entries of it accepted or rejected --- */

struct store_act {
	enum entry_kind kind; /* ENTRY_REVIEW, ENTRY_ACCEPT, ENTRY_REJECT */
	bool returned;        /* of a review: returned, else approved */
	struct name act;
	struct name about; /* the entry it saw, or decides on */
	struct id author;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
};
/* In the order acts are obeyed, older ones too; the caller frees the array. */
int store_acts_of(struct store *s, const char *unit, struct id key, struct store_act **out, size_t *n, struct err *e);

/* --- what a hub decided twice, in branches of its past that did not know of one another --- */

struct store_side {
	struct name act;
	enum entry_kind kind;
	bool returned; /* of a review: returned, else approved */
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
};
struct store_split {
	struct id key;                    /* of a review: the household; else zero */
	struct name about;                /* of accept and reject: the entry; else seq 0 */
	struct store_side decides, other; /* the one obeyed now; one it did not know, with another outcome */
};
/* Matters of a unit on which the hub got back two such acts and has not decided anew on this machine. One each. */
typedef int (*store_each_split)(void *context, const struct store_split *x, struct err *e);
int store_splits(struct store *s, const char *unit, store_each_split each, void *context, struct err *e);

/* --- entries by name, and what the commune said of a held one --- */

struct store_named {
	struct name name;
	char unit[UNIT_CODE];
	struct id author;
};
/* Entries known under a name whose hash may be left out. At most max are given; returns how many there are, -1 with e.
 */
int store_entries_named(
	struct store *s, const struct name *n, bool has_hash, struct store_named *out, size_t max, struct err *e);
/* An entry as people are shown it and commands take it: "journal:seq", and ":hash" after it where two copies of a
 * device wrote that number of that journal differently. Returns out. */
const char *store_entry_text(struct store *s, const struct name *n, char out[static NAME_TEXT]);

struct store_decision {
	bool accepted; /* else rejected */
	struct name act;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
};
/* The newest accept or reject naming an entry: 1 there is one, 0 none, -1 e. */
int store_decision(
	struct store *s, const char *unit, const struct name *entry, struct store_decision *out, struct err *e);

/* --- a row typed for a hamlet on paper, a figure shown beside, a unit's totals from a file (kind `row`) --- */

enum store_row_use { ROW_PAPER, ROW_REFERENCE, ROW_IMPORT };
struct store_row {
	struct form_sums sums;        /* of the household form in force, by column id */
	bool given[FORM_COLUMNS_MAX]; /* columns that were typed; the others are unknown, not 0 */
	char date[CLOCK_DATE];
	char source[ENTRY_REASON_BYTES + 1];
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
	char period[16]; /* ROW_IMPORT: of which these are the totals, cumulative; else "" */
};
/* 1 there is one, 0 none or withdrawn, -1 e. Paper and reference; an imported row is one of a period: */
int store_row(struct store *s, const char *unit, enum store_row_use use, struct store_row *out, struct err *e);
int store_imported_row(struct store *s, const char *unit, const char *period, struct store_row *out, struct err *e);
/* When the first of a period was written, later ones only correct it: 1, 0 none. */
int store_imported_first(
	struct store *s, const char *unit, const char *period, char at[static CLOCK_STAMP], struct err *e);
/* The newest of every period, by period, those withdrawn too (then nothing is given); stops with -1 when each() returns
 * non-zero. */
typedef int (*store_each_row)(void *context, const struct store_row *row, struct err *e);
int store_imported_rows(struct store *s, const char *unit, store_each_row each, void *context, struct err *e);
const char *store_row_use(enum store_row_use use); /* the word in the entry: "paper", "reference", "import" */

/* --- the figures of a unit as they count: what reports, status and statements show --- */

enum store_source {
	SOURCE_NONE,      /* nothing was ever heard of it */
	SOURCE_DEVICES,   /* a device wrote an entry that counts (or was heard of, though nothing counts) */
	SOURCE_PAPER,     /* only the commune typed: household sheets, or a row */
	SOURCE_STATEMENT, /* the unit is a hub itself: the totals it closed */
	SOURCE_IMPORT,    /* its totals of a period as a file gave them */
	SOURCES
};
enum { STORE_CHECK_CODE = 9 };
/* The statement figures come from. */
struct store_stated {
	struct name entry;
	struct id node;
	char period[16];
	int version;
	char code[STORE_CHECK_CODE];
	char at[CLOCK_STAMP]; /* closed */
};
/* The first that applies, never two of them added: of the unit's statements and imported rows the newest (of one period
 * the statement; without statements no imported row where entries of devices count); what its devices, paper rows,
 * typed sheets say; where nothing is said of it, the sum of the units below it. A paper row stands for the unit as long
 * as no entry of a device counts there; it goes before household sheets the commune typed. Devices win when both exist.
 */
struct store_figures {
	struct store_totals totals; /* sums are those of the statement or row where one is used */
	enum store_source source;   /* of a sum: of devices or statements if any unit's is, else import, else paper */
	bool has_row, row_used;
	bool given[FORM_COLUMNS_MAX]; /* false: the row in use does not say; the column is then 0 and unknown */
	struct store_row row;
	bool summed;     /* of the units below it */
	char period[16]; /* of the statement or the imported row, of a sum the oldest; "" = as things are */
	struct store_stated statement; /* SOURCE_STATEMENT of the unit itself */
	struct store_row import;       /* SOURCE_IMPORT of the unit itself */
};
enum {
	STORE_GROUPS_DEEP = 8
}; /* units below one another without a hub of their own; what lies deeper is not counted */
/* As of the end of a period, NULL: the newest. What devices wrote has no period: it counts as it stands. */
int store_figures_at(struct store *s, const char *unit, const char *period, struct store_figures *out, struct err *e);
int store_figures(struct store *s, const char *unit, struct store_figures *out, struct err *e); /* the newest */
/* "devices", "paper", "statement", "import"; NULL: none */
const char *store_source_word(enum store_source source);

/* --- submits: the row a hamlet declared for a period, and what it was computed from; for a unit that is a hub itself
 * its statement of the period, with the totals as that row --- */

struct store_submit {
	struct name entry;
	struct id author;
	char period[16]; /* "2025-W45" */
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
	int version;                 /* of a statement, from 1; 0: a device's submit */
	char code[STORE_CHECK_CODE]; /* of a statement */
	struct id form;              /* the form its columns were of */
	struct form_sums sums;       /* by column id; columns in force it lacks are 0 and not `given` */
	bool given[FORM_COLUMNS_MAX];
	struct name *have; /* ends of the branches it was computed from; owned; a statement gives none */
	size_t haves;
	int64_t arrived_at; /* by this machine's clock when the entry was first stored; 0 not known */
};
void store_submit_free(struct store_submit *x);
/* The submit that stands for a period (NULL: for the greatest period there is one for): the greatest (clock, journal,
 * seq, hash) among those that count (rules 1, 2, 5 of section 5). 1, 0 none, -1. */
int store_submit(struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e);
/* The one that stands for the greatest period before `period`. */
int store_submit_before(struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e);
/* Every one of a period that counts, those replaced too, the greatest first; stops with -1 when each() returns
 * non-zero. */
typedef int (*store_each_submit)(void *context, const struct store_submit *x, struct err *e);
int store_submits(
	struct store *s, const char *unit, const char *period, store_each_submit each, void *context, struct err *e);
/* The unit's row as a device sees it now: its sums, the official number of households in its column where it is set. */
int store_row_now(struct store *s, const char *unit, struct form_sums *out, struct err *e);
/* A device declares that row. In a transaction. ERR_DENIED: the device was revoked. */
int store_write_submit(struct store *s, const char *unit, const char *period, const struct store_author *a,
	struct name *written, struct err *e);
/* Did the commune count the unit as on time by this submit, with a reason (the newest accept or reject of it)? */
int store_submit_accepted(struct store *s, const char *unit, const struct name *submit, bool *accepted,
	char reason[static ENTRY_REASON_BYTES + 1], struct err *e);
/* Records and voids of the unit, its hub's too, that the submit was not computed from; by author, the caller frees. */
struct store_since {
	struct id author;
	int64_t entries;
};
int store_since_submit(struct store *s, const char *unit, const struct store_submit *x, struct store_since **out,
	size_t *n, struct err *e);
/* How many ends of branches it was computed from are not held here. */
int store_submit_missing(struct store *s, const struct store_submit *x, size_t *n, struct err *e);

/* Does a receipt of whoever this machine sends the unit's entries to cover this one? */
int store_confirmed(struct store *s, const char *unit, const struct name *entry, bool *confirmed, struct err *e);

/* Has a submit, a statement or a review already covered this entry? Then changing a count asks for a reason. */
int store_covered(
	struct store *s, const char *unit, struct id key, const struct name *entry, bool *covered, struct err *e);

/* --- statements: a hub's closed totals for a period --- */

struct store_statement {
	struct name entry;
	struct id author;
	char unit[UNIT_CODE]; /* whose it is */
	char period[16];
	int version;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
	cJSON *fields;                       /* as section 11 names them; owned */
	struct store_statement_index *index; /* of its units, for store_statement_row; owned, NULL is fine */
	char code[STORE_CHECK_CODE];         /* check code: the first 40 bits of the entry's hash, Crockford base 32 */
};
void store_statement_free(struct store_statement *x);
void store_check_code(const struct id *hash, char out[static STORE_CHECK_CODE]);
/* The own unit's (a device's: its hub's) that stands for a period (NULL: for the greatest period). 1, 0 none, -1. A
 * hub's own, else one of a machine the unit had before, as the parent gave it back. */
int store_statement(struct store *s, const char *period, struct store_statement *out, struct err *e);
/* The one that stands for the greatest period before `period`. */
int store_statement_before(struct store *s, const char *period, struct store_statement *out, struct err *e);
/* On a hub, the newest its parent wrote of itself, of the greatest period: 1, 0 none, -1. */
int store_statement_above(struct store *s, const char *unit, struct store_statement *out, struct err *e);
/* Is period `a` over before `b` is (below 0), after it, by the campaign's rule? Equal ones: 0. */
int store_period_order(struct store *s, const char *a, const char *b);
/* The act of that name as a statement: 1, 0 it is none, -1. */
int store_statement_named(struct store *s, const struct name *act, struct store_statement *out, struct err *e);
/* On a hub, a unit's below, by what that unit's own hub declared: 1, 0 none, -1. */
int store_statement_of(
	struct store *s, const char *unit, const char *period, struct store_statement *out, struct err *e);
/* A unit's row in it, by the columns of a form; false: it had none. */
struct store_statement_row {
	char code[UNIT_CODE];
	char name[UNIT_NAME]; /* as it was then */
	struct form_sums sums;
	bool given[FORM_COLUMNS_MAX];
	enum store_source source;
	int64_t devices, held, conflicts;
	char stated[16]; /* where its figures came from a statement of its own: of which period, */
	int stated_version;
	char stated_code[STORE_CHECK_CODE]; /* version and check code; "" = they did not */
};
bool store_statement_row(
	const struct store_statement *x, const struct form *f, const char *code, struct store_statement_row *out);
/* The whole, by the columns of a form. */
void store_statement_total(const struct store_statement *x, const struct form *f, struct form_sums *out,
	bool given[static FORM_COLUMNS_MAX]);
typedef int (*store_each_statement)(void *context, const struct store_statement *x, struct err *e);
/* Every statement of one's own, older versions too, by period and version. */
int store_statements(struct store *s, store_each_statement each, void *context, struct err *e);
/* Do journals below reach further than the statement says, or is any there it does not name? */
int store_statement_outdated(struct store *s, const struct store_statement *x, bool *outdated, struct err *e);
/* The statement a check code is of, one's own or of a unit below, older versions too, as far as it counts: 1, 0, -1. */
int store_statement_coded(struct store *s, const char *code, struct store_statement *out, struct err *e);
/* Its canonical bytes, appended to an empty buf, and the hash before it: chain_next gives the hash its code is of. */
int store_statement_bytes(struct store *s, const struct name *act, struct chain *chain, struct hash *previous,
	struct buf *bytes, struct err *e);
/* Closes a period: rows and total as they stand, through every branch of every journal below. In a transaction. `late`:
 * codes, as the caller judged them. Version 1 + that of the one it replaces. */
int store_write_statement(struct store *s, const char *period, const char *const *late, size_t lates,
	const struct store_author *a, struct name *written, struct err *e);

/* --- locks and purge --- */

/* When the lock in force was written, as its author's clock said: 1, 0 not locked, -1. */
int store_locked_at(struct store *s, const char *unit, char at[static CLOCK_STAMP], struct err *e);

/* When a unit's household rows were purged: 1, 0 not, -1. */
int store_purged(struct store *s, const char *unit, char at[static CLOCK_STAMP], struct err *e);
/* What a purge of a unit would take: its households wherever they count, and entries that never counted. */
int store_purge_size(struct store *s, const char *unit, int64_t *households, int64_t *held, struct err *e);
/* The act, naming the unit's lock and the statement. ERR_DENIED: not locked, or no statement that covers the lock. In a
 * transaction; the bytes are overwritten at commit. */
int store_write_purge(
	struct store *s, const char *unit, const struct store_author *a, struct name *written, struct err *e);

#endif
