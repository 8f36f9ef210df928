/* app_queue.h - a reviewer's queue at the commune: everything that waits for a person, what it is and what settles it.
 */
#ifndef TUNGNHA_APP_QUEUE_H
#define TUNGNHA_APP_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/app_warnings.h>

enum app_queue_kind {
	QUEUE_CONFLICT, /* several versions of one household, one counts */
	QUEUE_CLASH,    /* several households under one number, all count */
	QUEUE_HELD,     /* stored, not counted, not decided on yet */
	QUEUE_SETTLED,  /* an enumerator chose between versions, nobody approved it yet */
	QUEUE_RETURNED, /* sent back, not corrected yet */
	QUEUE_WARNING,
	QUEUE_FORK, /* a device continued one journal twice */
	QUEUE_LOST, /* the hub decided the same matter twice, before and after it was restored */
	QUEUE_KINDS,
};
const char *app_queue_word(enum app_queue_kind kind); /* "conflict" */
text_id app_queue_kind_said(enum app_queue_kind kind);

struct app_queue_item {
	enum app_queue_kind kind;
	struct unit unit; /* where the household was begun */
	struct id key;    /* zero: about no household */
	char number[40];  /* "" when it has none */
	const char *rule; /* QUEUE_WARNING: the form's rule or check; else NULL */
	char *sentence;   /* owned */
	char *command;    /* what settles it, without the program's name; owned */
	struct name entry;
	struct id author; /* who wrote the entry; zero: not known */
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	enum entry_kind matter; /* QUEUE_LOST: what was decided twice, */
	struct name about;      /* … and of which entry; seq 0: of none */
};
struct app_queue {
	struct app_queue_item *item; /* by natural order of units and numbers; owned */
	size_t count;
};
/* unit NULL: every unit below the hub, and the hub's own figures. Costs a walk over every household and entry. */
int app_queue(
	struct store *s, const char *unit, enum text_lang lang, int64_t now, struct app_queue *out, struct err *e);
void app_queue_free(struct app_queue *q);

/* How much waits in each unit, without a walk: units with nothing are left out, natural order of names. Of warnings,
 * households and sentences about the unit's figures are counted. The caller frees. */
struct app_queue_count {
	struct unit unit;
	int64_t of[QUEUE_KINDS];
};
int app_queue_counts(struct store *s, int64_t now, struct app_queue_count **out, size_t *n, struct err *e);

/* The units below a hub at a glance, as status shows them: from tallies alone. */
struct app_doubt {
	struct unit unit;
	int64_t households;          /* that a reviewer is warned of and has not answered: approved, or sent back */
	struct app_warnings figures; /* about the unit's figures and name; owned */
};
struct app_doubts {
	struct app_doubt *row; /* natural order of names, those directly below the hub; owned */
	size_t rows;
	struct app_doubt total;  /* of the hub's own unit */
	struct app_figures sums; /* of them all, as the household form has them */
};
/* only: a row of that unit alone, no total, no sums (none, if it is not directly below the hub); NULL: of all. */
int app_doubts(
	struct store *s, const char *only, enum text_lang lang, int64_t now, struct app_doubts *out, struct err *e);
void app_doubts_free(struct app_doubts *d);

#endif
