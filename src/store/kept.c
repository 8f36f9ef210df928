/* What a transaction noted of records stays in memory until it is folded: an entry that came just now is neither read
 * again nor judged twice. Only a short cut: what is not kept is loaded. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "memory.h"
#include "store_private.h"

enum { KEPT_MAX = 256, KEPT_BYTES = 256 * 1024 }; /* of all units; bytes of entries */

void kept_add(struct store *s, struct touched *t, struct revision *r, size_t bytes)
{
	if (s->kept == KEPT_MAX || s->kept_bytes + bytes > KEPT_BYTES) {
		revision_forget(r);
		return;
	}
	if (t->kepts == t->kept_room)
		t->kept = alloc_grow(t->kept, t->kept_room = t->kept_room ? 2 * t->kept_room : 16, sizeof *t->kept);
	t->kept[t->kepts++] = *r;
	s->kept++;
	s->kept_bytes += bytes;
}

void kept_forget(struct touched *t)
{
	revisions_free(t->kept, t->kepts);
	t->kept = NULL;
	t->kepts = t->kept_room = 0;
}

static int compare_by_key(const void *a, const void *b)
{
	return id_compare(((const struct revision *)a)->key, ((const struct revision *)b)->key);
}

void kept_sort(struct touched *t)
{
	if (t->kepts)
		qsort(t->kept, t->kepts, sizeof *t->kept, compare_by_key);
}

/* Those with that key, in a sorted list. */
static struct revision *of_key(struct touched *t, struct id key, size_t *n)
{
	size_t low = 0, high = t->kepts, end;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (id_compare(t->kept[mid].key, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < t->kepts && id_equal(t->kept[end].key, key); end++)
		;
	*n = end - low;
	return t->kept + low;
}

static void move(struct revision *from, struct revision *to)
{
	*to = *from;
	from->parent = NULL;
	from->entry = NULL;
	from->record = NULL;
	from->fields = NULL;
}

/* The entries of those that are kept, to the revisions read from the file. */
static void lend(struct revision *kept, size_t n, struct revision *r, size_t revisions)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < revisions; k++) {
			if (r[k].branch != kept[i].branch || r[k].name.seq != kept[i].name.seq || r[k].entry)
				continue;
			r[k].entry = kept[i].entry;
			r[k].record = kept[i].record;
			r[k].form = kept[i].form;
			r[k].warned = kept[i].warned;
			r[k].fields = kept[i].fields;
			r[k].fields_bytes = kept[i].fields_bytes;
			kept[i].entry = NULL;
			kept[i].record = NULL;
			kept[i].fields = NULL;
		}
	}
}

/* The one kept is in the file too: is there no second? */
static int only_one(struct store *s, const char *unit, const struct id *key, bool *only, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_SECOND, "td", unit, key);
	int row = sql_row(s, st, e);

	*only = row == 0;
	sql_end(st);
	return row < 0 ? -1 : 0;
}

int kept_or_loaded(struct store *s, struct touched *t, struct id key, struct revision **out, size_t *n, struct err *e)
{
	size_t kepts;
	struct revision *kept = of_key(t, key, &kepts);
	bool only = false;

	if (kepts == 1 && only_one(s, t->unit, &key, &only, e))
		return -1;
	if (only) {
		*out = alloc_zero(1, sizeof **out);
		*n = 1;
		move(kept, *out);
		return 0;
	}
	if (revisions_load(s, t->unit, key, out, n, e))
		return -1;
	lend(kept, kepts, *out, *n);
	return 0;
}
