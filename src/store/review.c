/* What the commune's reviewers said of each household: the newest review, and whether the household still stands as
 * they saw it. Read from acts and records, so a function of the set of entries known. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

/* A row of REVIEW_OF and REVIEWS: the act, and the entry its household shows now. */
struct seen {
	struct name act, shown;
	int64_t branch;
	struct id key;
	bool counts; /* the household shows something */
};

static struct name name_at(sqlite3_stmt *st, int column)
{
	return (struct name){.journal = sql_id_at(st, column),
		.seq = (uint32_t)sqlite3_column_int64(st, column + 1),
		.hash = sql_id_at(st, column + 2)};
}

static struct seen seen_at(sqlite3_stmt *st)
{
	return (struct seen){.act = name_at(st, 0),
		.branch = sqlite3_column_int64(st, 3),
		.key = sql_id_at(st, 4),
		.counts = sqlite3_column_type(st, 5) != SQLITE_NULL,
		.shown = name_at(st, 5)};
}

static bool read_decision(const struct entry *en, struct store_review *out)
{
	const char *decision = json_string(en->fields, "decision"), *saw = json_string(en->fields, "entry");

	if (!decision || !saw || !name_parse(saw, &out->saw))
		return false;
	out->returned = !strcmp(decision, "return");
	return out->returned || !strcmp(decision, "approve");
}

/* 1, or 0 when the act says nothing a reader understands: it outdoes what was said before all the same. */
static int read_review(struct store *s, const struct seen *seen, struct store_review *out, struct err *e)
{
	struct revision r = {.name = seen->act, .branch = seen->branch};
	struct entry *en;
	int rc = revision_entry(s, &r, &en, e);
	bool says = false;

	memset(out, 0, sizeof *out);
	if (rc == 0) {
		says = read_decision(en, out);
		out->key = seen->key;
		out->act = seen->act;
		out->current = seen->counts && name_compare(&out->saw, &seen->shown) == 0;
		snprintf(out->at, sizeof out->at, "%s", en->at);
		snprintf(out->by, sizeof out->by, "%s", en->by);
		snprintf(out->reason, sizeof out->reason, "%s", en->reason);
	}
	revision_forget(&r);
	return rc ? -1 : says;
}

int store_review(struct store *s, const char *unit, struct id key, struct store_review *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVIEW_OF, "tid", unit, (int64_t)ENTRY_REVIEW, &key);
	int row = sql_row(s, st, e);
	struct seen seen;

	memset(out, 0, sizeof *out);
	if (row <= 0)
		return row;
	seen = seen_at(st);
	sql_end(st);
	return read_review(s, &seen, out, e);
}

int unit_reviewed(struct store *s, const char *unit, bool *yes, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVIEW_ANY, "ti", unit, (int64_t)ENTRY_REVIEW);
	int row = sql_row(s, st, e);

	sql_end(st);
	*yes = row > 0;
	return row < 0 ? -1 : 0;
}

int review_marks(
	struct store *s, const char *unit, struct id key, const struct name *shown, unsigned *out, struct err *e)
{
	struct store_review r;
	int says = store_review(s, unit, key, &r, e);

	*out = 0;
	if (says > 0 && name_compare(&r.saw, shown) == 0)
		*out = r.returned ? STORE_RETURNED : STORE_APPROVED;
	return says < 0 ? -1 : 0;
}

/* All rows first: what is called for each may ask for reviews itself. */
static int load(struct store *s, const char *unit, struct seen **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVIEWS, "ti", unit, (int64_t)ENTRY_REVIEW);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = seen_at(st);
	}
	return row;
}

int store_reviews(struct store *s, const char *unit, store_each_review each, void *context, struct err *e)
{
	struct seen *seen;
	size_t n;
	int rc = load(s, unit, &seen, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_review r;
		int says = read_review(s, &seen[i], &r, e);

		rc = says < 0 || (says && each(context, &r, e)) ? -1 : 0;
	}
	free(seen);
	return rc;
}

/* --- everything decided about one household --- */

struct acting {
	struct store *s;
	const char *unit;
	struct store_act *act;
	uint32_t *generation; /* beside each: acts are obeyed in this order first */
	size_t n;
};

/* 0 also for an act nobody can read: it is listed by check. */
static int read_act(struct acting *a, sqlite3_stmt *st, struct err *e)
{
	struct store_act act = {.act = name_at(st, 0), .kind = (enum entry_kind)sqlite3_column_int(st, 4)};
	struct revision r = {.name = act.act, .branch = sqlite3_column_int64(st, 3)};
	uint32_t generation = (uint32_t)sqlite3_column_int64(st, 5);
	struct entry *en;
	struct chain c;
	int rc = journal_chain(a->s, r.branch, &c, e) < 0 || revision_entry(a->s, &r, &en, e) ? -1 : 0;
	const char *about = rc ? NULL : json_string(en->fields, "entry");
	const char *decision = rc ? NULL : json_string(en->fields, "decision");

	if (about && name_parse(about, &act.about)) {
		act.returned = decision && !strcmp(decision, "return");
		act.author = c.author;
		snprintf(act.at, sizeof act.at, "%s", en->at);
		snprintf(act.by, sizeof act.by, "%s", en->by);
		snprintf(act.reason, sizeof act.reason, "%s", en->reason);
		a->act = alloc_grow(a->act, a->n + 1, sizeof *a->act);
		a->generation = alloc_grow(a->generation, a->n + 1, sizeof *a->generation);
		a->generation[a->n] = generation;
		a->act[a->n++] = act;
	}
	revision_forget(&r);
	return rc;
}

static int acts_about(
	struct acting *a, enum entry_kind one, enum entry_kind other, const void *subject, size_t bytes, struct err *e)
{
	sqlite3_stmt *st =
		sql_start(a->s, SQL_ACTS_DECIDING_ON, "tiib", a->unit, (int64_t)one, (int64_t)other, subject, bytes);
	int row;

	while ((row = sql_row(a->s, st, e)) > 0) {
		if (read_act(a, st, e)) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}

static int acts_on_entry(void *context, const struct store_revision *r, struct err *e)
{
	unsigned char packed[NAME_PACKED];

	name_pack(&r->entry, packed);
	return acts_about(context, ENTRY_ACCEPT, ENTRY_REJECT, packed, sizeof packed, e);
}

/* Few acts, sorted by where each goes. */
static void sort_acts(struct acting *a)
{
	for (size_t i = 1; i < a->n; i++) {
		for (size_t j = i; j > 0; j--) {
			struct store_act x = a->act[j - 1], y = a->act[j];
			uint32_t g = a->generation[j - 1], h = a->generation[j];

			if (g < h || (g == h && name_compare(&x.act, &y.act) <= 0))
				break;
			a->act[j - 1] = y;
			a->act[j] = x;
			a->generation[j - 1] = h;
			a->generation[j] = g;
		}
	}
}

int store_acts_of(struct store *s, const char *unit, struct id key, struct store_act **out, size_t *n, struct err *e)
{
	struct acting a = {.s = s, .unit = unit};
	struct err none;
	int rc = acts_about(&a, ENTRY_REVIEW, ENTRY_REVIEW, key.b, ID_BYTES, e);

	if (rc == 0 && store_history(s, unit, key, acts_on_entry, &a, &none) && none.code != ERR_NOT_FOUND) {
		*e = none;
		rc = -1;
	}
	sort_acts(&a);
	free(a.generation);
	if (rc) {
		free(a.act);
		a = (struct acting){.n = 0};
	}
	*out = a.act;
	*n = a.n;
	return rc;
}
