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
};

/* The newest act of each subject. The caller frees. */
static int load(struct store *s, const char *unit, enum entry_kind kind, struct newest **out, size_t *n, struct err *e)
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

		if (*n == 0 || bytes != subject.len || (bytes && memcmp(text, subject.data, bytes))) {
			buf_free(&subject);
			buf_init(&subject, ENTRY_BYTES_MAX);
			buf_add(&subject, text ? text : "", bytes);
			*out = alloc_grow(*out, ++*n, sizeof **out);
		}
		(*out)[*n - 1] = (struct newest){.act = {.journal = sql_id_at(st, 1),
							 .seq = (uint32_t)sqlite3_column_int64(st, 2),
							 .hash = sql_id_at(st, 3)},
			.branch = sqlite3_column_int64(st, 4)};
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
	int rc = journal_chain(s, x->branch, &c, e) < 0 ? -1 : revision_entry(s, &r, &en, e);

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

int store_facts(
	struct store *s, const char *unit, enum entry_kind kind, store_each_fact each, void *context, struct err *e)
{
	struct newest *x;
	size_t n;
	int rc = 0;

	if (load(s, unit, kind, &x, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = show(s, unit, kind, &x[i], each, context, e);
	free(x);
	return rc;
}
