/* What was known to somebody who declared, closed or reviewed: which entries lie on the chains they named. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

/* --- since a submit --- */

static void add_since(struct store_since **out, size_t *n, struct id author)
{
	for (size_t i = 0; i < *n; i++) {
		if (id_equal((*out)[i].author, author)) {
			(*out)[i].entries++;
			return;
		}
	}
	*out = alloc_grow(*out, *n + 1, sizeof **out);
	(*out)[(*n)++] = (struct store_since){.author = author, .entries = 1};
}

static int count_since(struct store *s, const char *unit, const struct tree *t, const uint32_t *reach,
	struct store_since **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISIONS_PLACED, "t", unit);
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		size_t at = tree_index(t, sqlite3_column_int64(st, 0));

		if (at == TREE_NONE || sqlite3_column_int64(st, 1) > reach[at])
			add_since(out, n, sql_id_at(st, 2));
	}
	return row;
}

static int since_in(struct store *s, const char *unit, const struct store_submit *x, struct store_since **out,
	size_t *n, struct err *e)
{
	struct tree t;
	uint32_t *reach;
	int rc;

	if (tree_load(s, unit, NULL, &t, e))
		return -1;
	reach = tree_reach(&t);
	rc = rows_reach(s, &t, x->have, x->haves, reach, e);
	if (rc == 0)
		rc = count_since(s, unit, &t, reach, out, n, e);
	free(reach);
	tree_free(&t);
	return rc;
}

int store_since_submit(struct store *s, const char *unit, const struct store_submit *x, struct store_since **out,
	size_t *n, struct err *e)
{
	struct store_predecessor *before = NULL;
	size_t befores = 0;
	int rc;

	*out = NULL;
	*n = 0;
	rc = since_in(s, unit, x, out, n, e);
	if (rc == 0)
		rc = store_predecessors(s, unit, &before, &befores, e);
	for (size_t i = 0; rc == 0 && i < befores; i++)
		rc = since_in(s, before[i].unit.code, x, out, n, e);
	free(before);
	if (rc) {
		free(*out);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

int store_submit_missing(struct store *s, const struct store_submit *x, size_t *n, struct err *e)
{
	*n = 0;
	for (size_t i = 0; i < x->haves; i++) {
		struct found f;
		int row = journal_find(s, &x->have[i], &f, e);

		if (row < 0)
			return -1;
		*n += row == 0;
	}
	return 0;
}

/* --- covered --- */

/* The entry asked about, among the journals of its unit. */
struct asked {
	struct store *s;
	struct tree tree;
	size_t at;
	uint32_t seq;
	bool covered; /* found */
};

static int lies_within(const struct asked *q, const struct name *row, size_t n, struct err *e)
{
	uint32_t *reach = tree_reach(&q->tree);
	int rc = rows_reach(q->s, &q->tree, row, n, reach, e);
	bool yes = rc == 0 && q->seq <= reach[q->at];

	free(reach);
	return rc ? -1 : yes;
}

static int within_submit(void *context, const struct store_submit *x, struct err *e)
{
	struct asked *q = context;
	int yes = lies_within(q, x->have, x->haves, e);

	q->covered = yes > 0;
	return yes; /* found: nothing more to ask */
}

/* Of the statements the last one written: it closed over everything that was known by then. */
static int within_statement(struct asked *q, const char *unit, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct id hub;
	struct name *name, act;
	sqlite3_stmt *st;
	cJSON *fields;
	size_t n;
	int row;

	if (unit_hub(q->s, unit, &hub, own_unit, e))
		return -1;
	st = sql_start(q->s, SQL_ACT_LAST_OF, "ti", own_unit, (int64_t)ENTRY_STATEMENT);
	row = sql_row(q->s, st, e);
	if (row <= 0)
		return row;
	act = (struct name){
		.journal = sql_id_at(st, 0), .seq = (uint32_t)sqlite3_column_int64(st, 1), .hash = sql_id_at(st, 2)};
	fields = act_fields(q->s, own_unit, &act, st, 3);
	sql_end(st);
	name = rows_through(fields, &n);
	cJSON_Delete(fields);
	row = lies_within(q, name, n, e);
	free(name);
	return row;
}

/* Is `entry` the one at `from` or an ancestor of it, within the record? */
static bool descends(const struct revision *r, size_t n, const struct name *from, const struct name *entry)
{
	struct name *stack = alloc_zero(n * ENTRY_PARENTS_MAX + 1, sizeof *stack);
	bool *seen = alloc_zero(n + 1, sizeof *seen), yes = false;
	size_t depth = 0;

	stack[depth++] = *from;
	while (depth && !yes) {
		struct name at = stack[--depth];

		yes = name_compare(&at, entry) == 0;
		for (size_t i = 0; i < n; i++) {
			if (seen[i] || name_compare(&r[i].name, &at))
				continue;
			seen[i] = true;
			for (size_t p = 0; p < r[i].parents; p++)
				stack[depth++] = r[i].parent[p];
		}
	}
	free(seen);
	free(stack);
	return yes;
}

static int within_review(
	struct store *s, const char *unit, struct id key, const struct name *entry, bool *yes, struct err *e)
{
	sqlite3_stmt *st;
	struct revision *r;
	size_t n;
	int row;

	if (revisions_load(s, unit, key, &r, &n, e))
		return -1;
	st = sql_start(s, SQL_ACTS_ABOUT, "tid", unit, (int64_t)ENTRY_REVIEW, &key);
	while ((row = sql_row(s, st, e)) > 0) {
		struct name act = {.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		cJSON *fields = act_fields(s, unit, &act, st, 3);
		const char *saw = json_string(fields, "entry");
		struct name from;

		*yes |= saw && name_parse(saw, &from) && descends(r, n, &from, entry);
		cJSON_Delete(fields);
	}
	revisions_free(r, n);
	return row;
}

static int within_submits(struct asked *q, const char *unit, struct err *e)
{
	return store_submits(q->s, unit, NULL, within_submit, q, e) == 0 || q->covered ? 0 : -1;
}

/* A household is declared by the unit it was begun in, and by the one it counts at. */
static int within_chains(struct asked *q, const char *unit, struct id key, struct err *e)
{
	char place[UNIT_CODE];
	int yes = within_statement(q, unit, e);

	q->covered = yes > 0;
	if (yes)
		return yes < 0 ? -1 : 0;
	if (within_submits(q, unit, e) || q->covered)
		return q->covered ? 0 : -1;
	if (store_place(q->s, unit, &key, place, e))
		return -1;
	return strcmp(place, unit) ? within_submits(q, place, e) : 0;
}

/* Where the entry lies, among the journals of its unit; q->at TREE_NONE: not held here. */
static int ask(struct store *s, const char *unit, const struct name *entry, struct asked *q, struct err *e)
{
	struct found f;

	memset(q, 0, sizeof *q);
	q->s = s;
	q->seq = entry->seq;
	if (journal_find(s, entry, &f, e) < 0 || tree_load(s, unit, NULL, &q->tree, e))
		return -1;
	q->at = f.branch ? tree_index(&q->tree, f.branch) : TREE_NONE;
	return 0;
}

int store_covered(
	struct store *s, const char *unit, struct id key, const struct name *entry, bool *covered, struct err *e)
{
	struct asked q;
	int rc;

	*covered = false;
	if (within_review(s, unit, key, entry, covered, e))
		return -1;
	if (*covered)
		return 0;
	if (ask(s, unit, entry, &q, e))
		return -1;
	rc = q.at == TREE_NONE ? 0 : within_chains(&q, unit, key, e);
	tree_free(&q.tree);
	*covered = q.covered;
	return rc;
}

int store_confirmed(struct store *s, const char *unit, const struct name *entry, bool *confirmed, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct receipt *receipt = NULL;
	struct name *end;
	struct asked q;
	struct id hub;
	size_t n;
	int rc;

	*confirmed = false;
	if (unit_receiver(s, unit, &hub, own_unit, e) || ask(s, unit, entry, &q, e))
		return -1;
	rc = store_receipts(s, hub, unit, own_unit, &receipt, &n, e);
	end = alloc_zero(n + 1, sizeof *end);
	for (size_t i = 0; rc == 0 && i < n; i++)
		end[i] = (struct name){
			.journal = receipt[i].journal, .seq = receipt[i].through, .hash = hash_start(&receipt[i].hash)};
	if (rc == 0 && q.at != TREE_NONE)
		rc = lies_within(&q, end, n, e);
	*confirmed = rc > 0;
	free(end);
	free(receipt);
	tree_free(&q.tree);
	return rc < 0 ? -1 : 0;
}
