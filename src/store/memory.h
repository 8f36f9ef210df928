/* memory.h - what the store keeps in memory of what it just noted, of what its records count, of
 * what was worked out of them; short cuts, all three. */
#ifndef TUNGNHA_STORE_MEMORY_H
#define TUNGNHA_STORE_MEMORY_H

#include "store_private.h"

/* --- what was noted just now (kept.c) --- */

/* Takes over what r owns; bytes: of its entry. */
void kept_add(struct store *s, struct touched *t, struct revision *r, size_t bytes);
void kept_forget(struct touched *t); /* rows were taken away */
void kept_sort(struct touched *t);   /* before kept_or_loaded */
/* As revisions_load. */
int kept_or_loaded(struct store *s, struct touched *t, struct id key, struct revision **out, size_t *n, struct err *e);

/* --- what records count, in memory (counted.c) --- */

struct counted;
struct counted_record {
	struct id key;
	bool voided, conflict;
	const unsigned char *plain; /* the beginning of an opened record: number of columns, marks, day, columns */
	size_t bytes;
};
int counted_check(struct store *s, struct err *e); /* a transaction begins: did another program write meanwhile? */
void counted_forget(struct store *s);              /* rows went, or were undone */
void counted_close(struct store *s);
struct counted *counted_of(struct store *s, const char *unit); /* NULL: not known; valid until the next of these */
struct counted *counted_as_wide(struct store *s, const char *unit, size_t width); /* and with rooms of that width */
/* Begins a unit, to be filled with all its records; of each at most width bytes. NULL: e. */
struct counted *counted_begin(struct store *s, const char *unit, size_t width, struct err *e);
void counted_end(struct store *s, struct counted *u, bool good); /* false: it is not whole */
void counted_put(struct store *s, struct counted *u, const struct counted_record *r);
void counted_drop(struct store *s, struct counted *u, const struct id *key);
bool counted_at(const struct counted *u, size_t i, struct counted_record *out); /* the i-th; false: no more */

/* --- what was worked out of a unit (recall.c, store_recall.h) --- */

void recall_look(struct store *s); /* a look begins: did another program write meanwhile? */
void recall_look_ends(struct store *s);
void recall_touched(struct store *s, const char *unit); /* an entry of it came */
void recall_widely(struct store *s); /* what is being worked out hangs on entries of other units too */
void recall_forget(struct store *s);

/* The plain content of record.sealed: number of columns, marks (below), the day it was visited (days since 31/12/1999,
 * 16-bit little-endian; 0: not said), each column's value (32-bit little-endian) and unknown flag, then the fields as
 * canonical JSON; of a voided record only the marks. */
enum { CONTENT_HEAD = 4, CONTENT_MARKS = 1, CONTENT_DAY = 2, COLUMN_BYTES = 5 };

#endif
