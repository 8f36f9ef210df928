/* What a reviewer walks through: entries in the order devices wrote them, records that somebody settled. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

struct written {
	struct revision r;
	bool shown;
};

static int load_written(struct store *s, const char *unit, struct written **out, size_t *n, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct id hub;
	sqlite3_stmt *st;
	size_t room = 0;
	int row;

	*out = NULL;
	*n = 0;
	if (unit_hub(s, unit, &hub, own_unit, e))
		return -1;
	st = sql_start(s, SQL_REVISIONS_WRITTEN, "tdi", unit, &hub, (int64_t)ENTRY_RECORD);
	while ((row = sql_row(s, st, e)) > 0) {
		struct written *w;

		if (*n == room)
			*out = alloc_grow(*out, room = room ? 2 * room : 64, sizeof **out);
		w = &(*out)[(*n)++];
		memset(w, 0, sizeof *w);
		w->r.key = sql_id_at(st, 0);
		w->r.branch = sqlite3_column_int64(st, 1);
		w->r.name = (struct name){.seq = (uint32_t)sqlite3_column_int64(st, 2),
			.journal = sql_id_at(st, 3),
			.hash = sql_id_at(st, 4)};
		w->r.author = sql_id_at(st, 5);
		w->r.kind = ENTRY_RECORD;
		w->shown = sqlite3_column_int(st, 6);
	}
	return row;
}

/* Which of two sides of a fork came first is arrival, not fact: both begin apart, and so does what lies before them. */
static bool follows(const struct tree *t, const struct written *before, const struct written *now)
{
	if (before->r.branch != now->r.branch)
		return false;
	for (size_t i = 0; i < t->branches; i++) {
		const struct branch *b = &t->branch[i];

		if (b->parent == now->r.branch && b->fork >= before->r.name.seq && b->fork < now->r.name.seq)
			return false;
	}
	return true;
}

int store_written(struct store *s, const char *unit, store_each_written each, void *context, struct err *e)
{
	struct written *w;
	struct tree t;
	size_t n;
	int rc;

	if (tree_load(s, unit, NULL, &t, e))
		return -1;
	rc = load_written(s, unit, &w, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_revision shown;

		rc = revision_show(s, unit, &w[i].r, w[i].shown, &shown, e);
		if (rc == 0) {
			rc = each(context, &shown, i == 0 || !follows(&t, &w[i - 1], &w[i]), e) ? -1 : 0;
			store_revision_free(&shown);
		}
		revision_forget(&w[i].r);
	}
	free(w);
	tree_free(&t);
	return rc;
}

int store_joined(struct store *s, const char *unit, struct id **key, size_t *n, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct id hub;
	sqlite3_stmt *st;
	int row;

	*key = NULL;
	*n = 0;
	if (unit_hub(s, unit, &hub, own_unit, e))
		return -1;
	st = sql_start(s, SQL_REVISIONS_JOINED, "tdi", unit, &hub, (int64_t)NAME_PACKED);
	while ((row = sql_row(s, st, e)) > 0) {
		*key = alloc_grow(*key, *n + 1, sizeof **key);
		(*key)[(*n)++] = sql_id_at(st, 0);
	}
	return row;
}
