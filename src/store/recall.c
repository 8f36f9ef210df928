/* What was worked out of what is known of each unit, while pages are shown (store_recall.h). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_recall.h>

#include "memory.h"
#include "store_private.h"

enum { OF_BYTES = PERIOD_TEXT + 2, BYTES_MAX = 8 * 1024 * 1024 }; /* 300 hamlets come to some 2 MB */

struct recalled {
	enum store_recalled what;
	char of[OF_BYTES];
	bool wide; /* it hangs on other units too */
	void *bytes;
	size_t n;
};
struct of_unit {
	char unit[UNIT_CODE];
	struct recalled *item;
	size_t items;
};
struct recall {
	struct of_unit *unit;
	size_t units, next, bytes; /* next: asked for in the same order as a rule */
	int64_t version;           /* of the file, as others write it */
	bool wide;                 /* what this look works out may hang on other units */
	bool any_wide;
};

/* --- forgetting --- */

static void drop(struct recall *r, struct of_unit *u, bool only_wide)
{
	size_t left = 0;

	for (size_t i = 0; i < u->items; i++) {
		if (only_wide && !u->item[i].wide) {
			u->item[left++] = u->item[i];
			continue;
		}
		r->bytes -= u->item[i].n;
		free(u->item[i].bytes);
	}
	u->items = left;
}

static void drop_all(struct recall *r, bool only_wide)
{
	for (size_t i = 0; i < r->units; i++)
		drop(r, &r->unit[i], only_wide);
	r->any_wide = false;
}

void recall_forget(struct store *s)
{
	struct recall *r = s->recall;

	if (!r)
		return;
	drop_all(r, false);
	for (size_t i = 0; i < r->units; i++)
		free(r->unit[i].item);
	free(r->unit);
	free(r);
	s->recall = NULL;
}

static struct of_unit *find(struct recall *r, const char *unit)
{
	for (size_t i = 0; i < r->units; i++) {
		size_t at = (r->next + i) % r->units;

		if (strcmp(r->unit[at].unit, unit))
			continue;
		r->next = at;
		return &r->unit[at];
	}
	return NULL;
}

void recall_touched(struct store *s, const char *unit)
{
	struct recall *r = s->recall;
	struct of_unit *u;

	if (!r)
		return;
	if (!strcmp(unit, s->own_unit)) {
		recall_forget(s);
		return;
	}
	u = find(r, unit);
	if (u)
		drop(r, u, false);
	if (r->any_wide)
		drop_all(r, true);
}

/* --- one look --- */

void recall_look(struct store *s)
{
	struct err ignored;
	sqlite3_stmt *st = sql_start(s, SQL_DATA_VERSION, "");
	int64_t version = sql_row(s, st, &ignored) > 0 ? sqlite3_column_int64(st, 0) : -1;

	sql_end(st);
	if (version < 0 || (s->recall && s->recall->version != version)) {
		recall_forget(s);
		s->force_known = false; /* the form in force may be another one as well */
	}
	if (!s->recall)
		s->recall = alloc_zero(1, sizeof *s->recall);
	s->recall->version = version;
	s->recall->wide = false;
}

/* A collector's figures hang on what it is enrolled for as well. */
void recall_look_ends(struct store *s)
{
	if (s->role != STORE_AGGREGATOR)
		recall_forget(s);
}

void recall_widely(struct store *s)
{
	if (s->recall)
		s->recall->wide = true;
}

/* --- recalling --- */

static struct recalled *item_of(struct of_unit *u, enum store_recalled what, const char *of)
{
	for (size_t i = 0; u && i < u->items; i++) {
		if (u->item[i].what == what && !strcmp(u->item[i].of, of))
			return &u->item[i];
	}
	return NULL;
}

const void *store_recall(struct store *s, enum store_recalled what, const char *unit, const char *of, size_t *n)
{
	const struct recalled *x;

	if (!s->viewing || !s->recall)
		return NULL;
	x = item_of(find(s->recall, unit), what, of);
	if (!x)
		return NULL;
	s->recall->wide |= x->wide;
	*n = x->n;
	return x->bytes;
}

/* Do households of the unit count at another one, or another's here? */
static bool is_joined(struct store *s, const char *unit)
{
	const struct successions *x;
	struct err ignored;

	if (succession_now(s, &x, &ignored))
		return true;
	for (size_t i = 0; i < x->edges; i++) {
		if (!strcmp(x->edge[i].before, unit) || !strcmp(x->edge[i].code, unit))
			return true;
	}
	return false;
}

static struct of_unit *unit_of(struct recall *r, const char *unit)
{
	struct of_unit *u = find(r, unit);

	if (u)
		return u;
	r->unit = alloc_grow(r->unit, r->units + 1, sizeof *r->unit);
	u = &r->unit[r->units++];
	*u = (struct of_unit){.items = 0};
	snprintf(u->unit, sizeof u->unit, "%s", unit);
	return u;
}

void store_remember(
	struct store *s, enum store_recalled what, const char *unit, const char *of, const void *bytes, size_t n)
{
	struct recall *r = s->recall;
	struct of_unit *u;
	struct recalled *x;

	if (!s->viewing || !r || strlen(unit) >= UNIT_CODE || strlen(of) >= OF_BYTES)
		return;
	if (r->bytes + n > BYTES_MAX)
		drop_all(r, false);
	u = unit_of(r, unit);
	u->item = alloc_grow(u->item, u->items + 1, sizeof *u->item);
	x = &u->item[u->items++];
	*x = (struct recalled){
		.what = what, .wide = r->wide || is_joined(s, unit), .bytes = alloc_bytes(n + 1), .n = n};
	snprintf(x->of, sizeof x->of, "%s", of);
	if (n)
		memcpy(x->bytes, bytes, n);
	r->bytes += n;
	r->any_wide |= x->wide;
}
