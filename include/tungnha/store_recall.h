/* store_recall.h - what pages work out of the entries known, kept in memory until an entry comes that may change it.
 *
 * What is kept of a unit must follow from entries of that unit, of this hub's own unit, and from definitions: never
 * from a clock or a setting. Any entry of the unit, any of the hub's own, a definition and another program's commit
 * forget it, and where it hangs on other units too (merged, split, units between) an entry of any; so a device's
 * message costs its own hamlet a second look, not all the others.
 * Only while one state is looked at (store_view); at other times nothing is known and nothing is kept. */
#ifndef TUNGNHA_STORE_RECALL_H
#define TUNGNHA_STORE_RECALL_H

#include <tungnha/store.h>

enum store_recalled { RECALL_UNITS, RECALL_LOCKED, RECALL_FIGURES, RECALL_SUBMITS, RECALL_QUEUE };

/* NULL, or n bytes, borrowed until anything is remembered or written. of: what tells several of a unit apart, "" */
const void *store_recall(struct store *s, enum store_recalled what, const char *unit, const char *of, size_t *n);
void store_remember(
	struct store *s, enum store_recalled what, const char *unit, const char *of, const void *bytes, size_t n);

#endif
