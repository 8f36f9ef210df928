/* have.h - what having and lacking share: the journals the other side may see, and where its rows lie. */
#ifndef TUNGNHA_STORE_HAVE_H
#define TUNGNHA_STORE_HAVE_H

#include "store_private.h"

struct view {
	struct tree tree;
	bool *visible; /* by index of journal */
	struct id hub;
};
int view_load(struct store *s, const struct store_scope *scope, struct view *v, struct err *e);
void view_free(struct view *v);

struct placed {
	struct name row;
	size_t at; /* index of the branch it lies in; TREE_NONE: cannot be placed */
};
/* All rows of the other side, by journal. */
struct places {
	struct placed *p; /* owned */
	size_t n;
};
int place_rows(
	struct store *s, const struct tree *t, const struct name *rows, size_t n, struct places *out, struct err *e);
const struct placed *place_rows_of(const struct places *all, struct id journal, size_t *n);

#endif
