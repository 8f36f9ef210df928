/* oracle.h - sections 5 and 6 of sync/PROTOCOL.md once more, as plain loops over all entries of one hamlet: what is
 * held and why, heads, conflicts, sums. Shares nothing with src/store but the parser of entries and the form's own
 * rules. */
#ifndef TUNGNHA_TESTS_ORACLE_H
#define TUNGNHA_TESTS_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/store_journals.h>

struct oracle_entry {
	struct chain chain;
	struct name name;
	struct hash hash;
	int before; /* index of the entry before it, -1: the first */
	struct entry en;
	bool stub; /* its bytes went with a purge; en.clock is known */
	bool good; /* canonical, of a kind its author may write there */
	bool has_key;
	bool judged; /* a record, a void, or malformed */
	int held;    /* 0, or the rule that holds it; 7 = rejected */
	bool head;
};

struct oracle_household {
	struct id key;
	int shown; /* index of the entry */
	bool voided, conflict, clash;
	bool moved; /* counts at ORACLE_OTHER */
};

#define ORACLE_OTHER "05788-02" /* a unit that may take the hamlet over, or some of its households */

struct oracle {
	const char *unit, *own_unit;
	struct id self, hub;
	struct oracle_entry *entry;
	size_t entries;
	struct oracle_household *household;
	size_t households;
	const struct form *form; /* in force */
	bool locked;
	struct store_totals totals; /* of everything begun for the unit, wherever it counts */
	struct store_totals moved;  /* records and sums of what counts at ORACLE_OTHER */
	bool merged;                /* all of it does */
	bool given_back;            /* ORACLE_OTHER counts here instead */
};

/* Definitions tests may use: given to all from the beginning (index 0), or made known by a define act. Returns the
 * form. */
const struct form *oracle_definition(size_t index);
extern const char *const oracle_texts[];
enum { ORACLE_TEXTS = 3 };

/* Reads everything a store holds of a hamlet (its own heads get signed) and judges it. */
void oracle_read(struct oracle *o, struct store *s, const char *unit, const char *own_unit, struct id hub);
void oracle_free(struct oracle *o);

/* The store must say the same; calls trial_broke if it does not. */
void oracle_compare(const struct oracle *o, struct store *s);

int oracle_find(const struct oracle *o, const struct name *n); /* index, -1: not known */
/* The act that decides about kind's subject (subject as the acts name it; NULL: locks); -1: none. */
int oracle_deciding(const struct oracle *o, enum entry_kind kind, enum entry_kind twin, const struct id *key);
int oracle_act_order(const struct oracle_entry *a, const struct oracle_entry *b); /* -1, 0, 1: as acts are obeyed */
/* Does entry i lie on a chain that ends at one of the rows of `through`, at or before it? */
bool oracle_within(const struct oracle *o, const cJSON *fields, int i);
bool oracle_parents_known(const struct oracle *o, const struct oracle_entry *x, uint32_t *clock);
void oracle_place(struct oracle *o);      /* where households count */
int oracle_purge(const struct oracle *o); /* the purge in force, -1: none */
void oracle_purged_totals(struct oracle *o);
void oracle_compare_acts(const struct oracle *o, struct store *s); /* part of oracle_compare */
/* What a new record of a key must name: heads, and what is held by 4 to 7 and named by nobody. */
bool oracle_must_name(const struct oracle *o, int i);

#endif
