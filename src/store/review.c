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

static int count_returned(void *context, const struct store_review *r, struct err *e)
{
	int64_t *n = context;

	(void)e;
	*n += r->returned && r->current;
	return 0;
}

int store_returned(struct store *s, const char *unit, int64_t *n, struct err *e)
{
	*n = 0;
	return store_reviews(s, unit, count_returned, n, e);
}
