/* store_decided.h - what this machine itself wrote, newest first: who decided what. A page reads a page of it, however
 * much there is: nothing of all entries is ever read. */
#ifndef TUNGNHA_STORE_DECIDED_H
#define TUNGNHA_STORE_DECIDED_H

#include <tungnha/entry.h>
#include <tungnha/store.h>

/* A place in that order: by the stamp, then the journal's branch (0: before all of them), then the number in it. */
struct store_decided_at {
	char at[CLOCK_STAMP];
	int64_t branch, seq;
};
/* <0: a stands before b, that is, is newer. */
int store_decided_order(const struct store_decided_at *a, const struct store_decided_at *b);

struct store_decided {
	struct store_decided_at place;
	char unit[UNIT_CODE]; /* whose journal it stands in */
	const struct entry *entry;
};
/* 0: go on, 1: enough, -1: e. */
typedef int (*store_each_decided)(void *context, const struct store_decided *x, struct err *e);
/* After `before` (NULL: from the newest), of one unit's journals (NULL: of all). Entries whose bytes were purged are
 * passed over. */
int store_decided(struct store *s, const char *unit, const struct store_decided_at *before, store_each_decided each,
	void *context, struct err *e);

#endif
