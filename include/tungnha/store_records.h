/* store_records.h - what the fold knows: households, conflicts, held entries, units, devices, totals; and writing one's
 * own entries. The rules are sync/PROTOCOL.md, sections 4 to 6. */
#ifndef TUNGNHA_STORE_RECORDS_H
#define TUNGNHA_STORE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/entry.h>
#include <tungnha/store.h>

/* --- units --- */

/* An aggregator: its own unit and the units below, from `unit` entries. A collector: the hamlets it is enrolled or
 * began for. */
int store_unit(struct store *s, const char *code, struct unit *out, struct err *e); /* ERR_NOT_FOUND */
int store_own_unit(struct store *s, struct unit *out,
	struct err *e); /* aggregator: its own; collector: its only hamlet, else ERR_USAGE; hamlets merged
			into another of the device do not count */
/* The units with a row of their own whose parent is `parent`; NULL: all, merged ones too. Natural Vietnamese order of
 * names; the caller frees the array. */
int store_units(struct store *s, const char *parent, struct unit **out, size_t *n, struct err *e);

/* A unit's past and future (sync/PROTOCOL.md, section 6): its newest act may name predecessors, whose households, all
 * or some, count at it from then on. Records and journals stay with the unit they were begun for. */
struct store_shape {
	char since[CLOCK_DATE];  /* first day of its name and shape, "" not said */
	char into[UNIT_CODE];    /* merged: the unit whose row holds its households now; "" = it has a row of its own */
	char merged[CLOCK_DATE]; /* since when, "" not said */
};
int store_shape(struct store *s, const char *code, struct store_shape *out, struct err *e);
/* Units of which households count at `unit`, directly or by way of others, natural order of names; the caller frees. */
struct store_predecessor {
	struct unit unit;
	bool whole;             /* all of it, but for what was split off elsewhere */
	size_t households;      /* else so many, named one by one */
	char since[CLOCK_DATE]; /* "" not said */
};
int store_predecessors(struct store *s, const char *unit, struct store_predecessor **out, size_t *n, struct err *e);
/* The unit whose row holds a household begun for `unit` (key NULL: one that no act names). */
int store_place(struct store *s, const char *unit, const struct id *key, char out[static UNIT_CODE], struct err *e);
/* `predecessors` as the unit's newest act gives it; never NULL, the caller's. */
cJSON *store_claims(struct store *s, const char *code);
/* Units whose predecessors count for nothing, for they would close a circle; the caller frees. */
int store_ignored_units(struct store *s, char (**code)[UNIT_CODE], size_t *n, struct err *e);
/* Would an act on `code` with these fields be one of them? */
int store_would_circle(struct store *s, const char *code, const cJSON *fields, bool *circle, struct err *e);

/* --- writing own entries (in a transaction) --- */

/* Who and when go into every entry: `by` "" when nobody is named, `at` seconds since 1970. */
struct store_author {
	const char *by;
	int64_t at;
	const char *reason; /* NULL or "" = none */
};

/* Writes the whole record of a household, naming every head known and every held entry nobody names; *written may be
 * NULL. Local fields (labels) are not part of it: store_set_label. ERR_DENIED when the unit's figures are locked. */
int store_write_record(struct store *s, const char *unit, struct id key, const struct form *f,
	const struct form_record *r, const struct store_author *a, struct name *written, struct err *e);
int store_write_void(struct store *s, const char *unit, struct id key, const struct store_author *a,
	struct name *written, struct err *e);

/* Writes a hub's act: kind, key (NULL for kinds without), fields (taken over and freed, also on failure), the act it
 * replaces found by its subject. unit: a child unit, or the own unit for define, unit, statement. */
int store_write_act(struct store *s, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields,
	const struct store_author *a, struct name *written, struct err *e);

/* Rows naming the end of every branch of every journal of a unit (node NULL), or of one node's journals there: for lock
 * and revoke. */
cJSON *store_through(struct store *s, const char *unit, const struct id *node, struct err *e);

/* --- households --- */

/* What a list needs to know of a living household before it looks at it. */
enum store_mark {
	STORE_WARNED_AT_DOOR = 1, /* a rule of the form warns of it, or its visit lies outside the drive */
	STORE_WARNED = 2,         /* the same with what only reviewers are shown */
	STORE_AGAIN = 4,          /* somebody must go there again: Chưa rõ, absent */
	STORE_APPROVED = 8,       /* a reviewer's newest word on it as it stands, */
	STORE_RETURNED = 16,      /* … sent back; a voided one too */
};

struct store_household {
	struct id key;
	const struct form *form;   /* in force; borrowed */
	struct form_record record; /* as shown and counted; label filled in where this device has one */
	bool voided;               /* brought to nothing by a void */
	bool conflict;             /* several heads that differ */
	bool clash;                /* another live record bears the same number */
	unsigned marks;            /* of enum store_mark */
	char unit[UNIT_CODE];
	struct name entry; /* the entry shown */
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	struct id author;
};
void store_household_free(struct store_household *h);

/* ERR_NOT_FOUND when no entry of that key counts here. */
int store_household(struct store *s, const char *unit, struct id key, struct store_household *out, struct err *e);
/* The same without `clash`, which costs a walk over the unit: for who looks at many of them. */
int store_household_alone(struct store *s, const char *unit, struct id key, struct store_household *out, struct err *e);

/* The records of a unit that bear a number (typed as a person types it): live ones first, then voided, then those of
 * which every entry is held. At most max keys are given; returns how many there are, -1 with e. */
int store_find_number(struct store *s, const char *unit, const char *number, struct id *key, size_t max, struct err *e);

/* The key a record with this given number gets (existing or new): section 4, "Key of a record". Fails with ERR_DATA
 * TEXT_NUMBER_TWICE when two live households bear it. *known tells whether a record (live or voided) exists under it.
 */
int store_key_for_number(
	struct store *s, const char *unit, const char *number, struct id *key, bool *known, struct err *e);

/* The next number this device may assign ("B1"), not borne by any record known; the caller gives it a random key. In a
 * transaction. The letters: as the hub's `device` act says, else the invitation's; new ones once this device was
 * restored or met a copy of itself. */
int store_assign_number(struct store *s, const char *unit, char out[static 16], struct err *e);
/* Letters of a device of which several may have been given the same one: by its id. */
void store_letters_of(struct id id, char out[static 4]);

/* The household an entry of this unit belongs to: what a person names as "journal:seq", the hash left out while it is
 * unambiguous (has_hash false; *n is completed). ERR_NOT_FOUND: no such entry of a household · ERR_DATA: the journal
 * was continued twice and several entries bear that number (naming two). */
int store_entry_key(struct store *s, const char *unit, struct name *n, bool has_hash, struct id *key, struct err *e);

/* Calls each() for every household of a unit (voided ones too), by natural order of number; stops with -1 when each()
 * returns non-zero and passes its err on. The household is freed after each call. */
typedef int (*store_each_household)(void *context, const struct store_household *h, struct err *e);
int store_households(struct store *s, const char *unit, store_each_household each, void *context, struct err *e);
/* The same for those that count at a unit: its own, less what was split off, then those of its predecessors, unit by
 * unit. Of a merged one: those it counted. */
int store_households_at(struct store *s, const char *place, store_each_household each, void *context, struct err *e);

/* A living household as its row has it: what a list goes through before it looks at any of them. All of it borrowed. */
struct store_line {
	const char *unit;
	struct id key;
	const struct form *form; /* in force */
	struct form_value number, status;
	bool conflict, clash;
	unsigned marks;
	const char *fields; /* canonical JSON, for form_value_pick */
	size_t bytes;
};
/* As store_households and store_households_at, but the households of each unit in no order, and each() neither writes
 * nor goes through households itself. Costs one opened row each, no more. */
typedef int (*store_each_line)(void *context, const struct store_line *l, struct err *e);
int store_lines(struct store *s, const char *unit, store_each_line each, void *context, struct err *e);
int store_lines_at(struct store *s, const char *place, store_each_line each, void *context, struct err *e);

/* Only those in conflict or bearing another's number; unit NULL: all units. */
int store_conflicts(struct store *s, const char *unit, store_each_household each, void *context, struct err *e);

/* Only living ones with any of these marks. What is passed over costs an opened seal, no more. */
int store_marked(
	struct store *s, const char *unit, unsigned marks, store_each_household each, void *context, struct err *e);

/* One entry of a household (or a held one), as history and lists show it. */
struct store_revision {
	struct name entry;
	char unit[UNIT_CODE];
	struct id key; /* zero when a malformed entry has none */
	struct id author;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	char reason[ENTRY_REASON_BYTES + 1];
	enum entry_kind kind;      /* ENTRY_KIND_COUNT when malformed beyond reading */
	const struct form *form;   /* the version it was written under, NULL when not known */
	struct form_record record; /* ENTRY_RECORD only */
	struct name *parent;       /* owned */
	size_t parents;
	int held; /* 0, or the number of the rule of section 5 that holds it; 7 = rejected */
	bool head;
	bool shown;
};
void store_revision_free(struct store_revision *r);
typedef int (*store_each_revision)(void *context, const struct store_revision *r, struct err *e);
int store_history(struct store *s, const char *unit, struct id key, store_each_revision each, void *context,
	struct err *e); /* by clock, journal, seq */
int store_heads(
	struct store *s, const char *unit, struct id key, store_each_revision each, void *context, struct err *e);
int store_held(
	struct store *s, const char *unit, store_each_revision each, void *context, struct err *e); /* unit NULL: all */

/* Every counting record entry of the unit's devices, in the order each device wrote them. `apart`: it does not follow
 * the one before (another device or journal, or a journal was continued twice in between). shown: the household still
 * stands so. Parents are left out. */
typedef int (*store_each_written)(void *context, const struct store_revision *r, bool apart, struct err *e);
int store_written(struct store *s, const char *unit, store_each_written each, void *context, struct err *e);

/* Keys of records in which a device's counting entry names several others: those it may have settled between. The
 * caller frees. */
int store_joined(struct store *s, const char *unit, struct id **key, size_t *n, struct err *e);

/* The sentence for a held entry. For rule 4 the form's own refusal, its words in that language. Borrowed sentence ids;
 * fills e with it. */
void store_held_reason(struct store *s, const struct store_revision *r, enum text_lang lang, struct err *e);

/* Households whose newest review returns them and whose shown entry is still the one it saw. */
int store_returned(struct store *s, const char *unit, int64_t *n, struct err *e);

/* --- totals --- */

struct store_totals {
	struct form_sums
		sums;    /* of the household form in force; `listed` columns not yet replaced by the official number */
	int64_t records; /* live households, whatever their status */
	int64_t conflicts;
	int64_t held;    /* entries; those the commune rejected are decided, and not among them */
	int64_t entries; /* of collectors' journals for the unit */
	bool heard;      /* a device has written for this unit */
	/* Live households a rule of the form or a visit outside the drive warns of; those with a Chưa rõ or absent. */
	int64_t warned_at_door; /* leaving out what only reviewers are shown */
	int64_t warned;
	int64_t warned_approved, warned_returned; /* of those, what reviewers approved or sent back as it stands */
	int64_t returned;                         /* by reviewers, as they stand; voided ones too */
	int64_t again;
};
/* Of the households that count at the unit (store_households_at). */
int store_totals(struct store *s, const char *unit, struct store_totals *out, struct err *e);

/* Households that count as reviewed by the day their sheet says they were visited, by day; those that name none are not
 * among them. unit NULL: every unit. The caller frees. */
struct store_day {
	char date[CLOCK_DATE];
	int64_t households;
};
int store_days(struct store *s, const char *unit, struct store_day **out, size_t *n, struct err *e);

/* Locked now? (the newest lock that no unlock follows) */
int store_locked(struct store *s, const char *unit, bool *locked, struct err *e);

/* --- devices and nodes --- */

enum store_device_state { DEVICE_NEW, DEVICE_ACTIVE, DEVICE_WAITING, DEVICE_REVOKED };

struct store_device {
	struct id node;
	struct keys_public keys;
	char unit[UNIT_CODE];
	char label[101];
	char letter[4];
	struct id invite;
	enum store_device_state state;
	int64_t through;    /* entries of its journals for the unit held here */
	int64_t last_heard; /* 0 = never; by the hub's own clock */
};
/* Devices of a unit (NULL: all units), by unit and label; the caller frees the array. */
int store_devices(struct store *s, const char *unit, struct store_device **out, size_t *n, struct err *e);
/* When any of them was heard of last; 0: never. */
int store_last_heard(struct store *s, int64_t *at, struct err *e);
/* A device with these keys, not revoked, of a unit at which households of `unit` count: 1 found, 0 none, -1 e. */
int store_successor_device(
	struct store *s, const char *unit, const struct keys_public *keys, struct store_device *out, struct err *e);

/* --- what stays on this machine --- */

int store_set_label(
	struct store *s, const char *unit, struct id key, const char *label, struct err *e); /* in a transaction */
char *store_label(struct store *s, const char *unit, struct id key); /* NULL: none; caller frees */
/* Every label of a unit by key, of households not known here too; stops with -1 when each() returns non-zero. */
typedef int (*store_each_label)(void *context, struct id key, const char *label, struct err *e);
int store_labels(struct store *s, const char *unit, store_each_label each, void *context, struct err *e);

#endif
