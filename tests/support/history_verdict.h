/* history_verdict.h - what the files of the verdict share. */
#ifndef TUNGNHA_TESTS_HISTORY_VERDICT_H
#define TUNGNHA_TESTS_HISTORY_VERDICT_H

#include "history.h"

struct verdict_rows {
	struct name *row; /* the caller frees */
	size_t n;
};
/* What a machine would show; viewer: whose eyes, NULL: all of it. */
struct verdict_rows verdict_have(struct history *h, struct machine *m, const struct id *viewer);
bool verdict_same_rows(const struct verdict_rows *a, const struct verdict_rows *b);
void verdict_digest(struct machine *m, const char *table, unsigned char out[static KEY_BYTES]);
/* Every derived table alike, else trial_broke(what). */
void verdict_same_tables(struct machine *a, struct machine *b, const char *what);
bool verdict_is_active(struct history *h, struct machine *n);

void verdict_reorder(struct history *h); /* a hub that begins anew with the same runs */
void verdict_repeat(struct history *h);  /* all that ever arrived, once more */

#endif
