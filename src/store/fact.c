/* fact.c - one-stop figures, tasks and typed parts of reports: of each subject the newest act (store_facts.h). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_facts.h>

#include "store_private.h"

struct newest {
	struct name act;
	int64_t branch;
	int rank; /* of its author */
};

/* Whose word goes first: one's own, a node's, that of a machine revoked since; 0: it does not count. */
static int rank_of(struct store *s, const struct acts *a, struct id author, int64_t branch, uint32_t seq)
{
	const struct barred *revoke = acts_revoke(a, &author);

	if (id_equal(author, s->id) || id_equal(author, a->hub))
		return 3;
	if (!acts_device(a, &author) || (revoke && acts_beyond(a, revoke, branch, seq)))
		return 0;
	return revoke ? 1 : 2;
}

/* The newest act of each subject, of the foremost authors; with `past` every one. The caller frees. */
static int load(struct store *s, const struct acts *a, const char *unit, enum entry_kind kind, bool past,
	struct newest **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_FACTS, "ti", unit, (int64_t)kind);
	struct buf subject;
	int row;

	*out = NULL;
	*n = 0;
	buf_init(&subject, ENTRY_BYTES_MAX);
	while ((row = sql_row(s, st, e)) > 0) {
		size_t bytes = (size_t)sqlite3_column_bytes(st, 0);
		const void *text = sqlite3_column_blob(st, 0);
		struct newest x = {.act = {.journal = sql_id_at(st, 1),
					   .seq = (uint32_t)sqlite3_column_int64(st, 2),
					   .hash = sql_id_at(st, 3)},
			.branch = sqlite3_column_int64(st, 4)};

		x.rank = rank_of(s, a, sql_id_at(st, 5), x.branch, x.act.seq);
		if (x.rank == 0)
			continue;
		if (past || *n == 0 || bytes != subject.len || (bytes && memcmp(text, subject.data, bytes))) {
			buf_free(&subject);
			buf_init(&subject, ENTRY_BYTES_MAX);
			buf_add(&subject, text ? text : "", bytes);
			*out = alloc_grow(*out, ++*n, sizeof **out);
			(*out)[*n - 1] = x;
		} else if (x.rank >= (*out)[*n - 1].rank) {
			(*out)[*n - 1] = x;
		}
	}
	buf_free(&subject);
	if (row)
		free(*out);
	return row;
}

static int show(struct store *s, const char *unit, enum entry_kind kind, const struct newest *x, store_each_fact each,
	void *context, struct err *e)
{
	struct revision r = {.name = x->act, .branch = x->branch};
	struct store_fact f = {.kind = kind, .act = x->act};
	struct chain c;
	struct entry *en;
	int rc = journal_chain(s, x->branch, &c, e) <= 0 ? -1 : revision_entry(s, &r, &en, e);

	if (rc == 0) {
		snprintf(f.unit, sizeof f.unit, "%s", unit);
		f.author = c.author;
		f.fields = en->fields;
		memcpy(f.at, en->at, sizeof f.at);
		memcpy(f.by, en->by, sizeof f.by);
		rc = each(context, &f, e) ? -1 : 0;
	}
	revision_forget(&r);
	return rc;
}

static int each_fact(struct store *s, const char *unit, enum entry_kind kind, bool past, store_each_fact each,
	void *context, struct err *e)
{
	struct newest *x;
	struct acts a;
	size_t n;
	int rc;

	if (acts_load(s, unit, &a, e))
		return -1;
	rc = load(s, &a, unit, kind, past, &x, &n, e);
	acts_free(&a);
	if (rc)
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = show(s, unit, kind, &x[i], each, context, e);
	free(x);
	return rc;
}

int store_facts(
	struct store *s, const char *unit, enum entry_kind kind, store_each_fact each, void *context, struct err *e)
{
	return each_fact(s, unit, kind, false, each, context, e);
}

int store_facts_past(
	struct store *s, const char *unit, enum entry_kind kind, store_each_fact each, void *context, struct err *e)
{
	return each_fact(s, unit, kind, true, each, context, e);
}
