/* decision.c - entries by the name a person gives, and what the commune said of one of them. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/store_acts.h>

#include "store_private.h"

int store_entries_named(
	struct store *s, const struct name *n, bool has_hash, struct store_named *out, size_t max, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRIES_NAMED, "di", &n->journal, (int64_t)n->seq);
	int row, found = 0;

	while ((row = sql_row(s, st, e)) > 0) {
		struct hash h = sql_hash_at(st, 0);
		struct store_named one = {.name = *n, .author = sql_id_at(st, 2)};

		one.name.hash = hash_start(&h);
		if (has_hash && !id_equal(one.name.hash, n->hash))
			continue;
		sql_text_at(st, 1, one.unit, sizeof one.unit);
		if ((size_t)found < max)
			out[found] = one;
		found++;
	}
	return row < 0 ? -1 : found;
}

const char *store_entry_text(struct store *s, const struct name *n, char out[static NAME_TEXT])
{
	sqlite3_stmt *st = sql_start(s, SQL_ENTRY_CALLED_ALIKE, "did", &n->journal, (int64_t)n->seq, &n->hash);
	struct err unknown;
	int row = sql_row(s, st, &unknown);

	if (row > 0)
		sql_end(st);
	name_text(n, out);
	if (row == 0)
		*strrchr(out, ':') = '\0';
	return out;
}

int store_decision(
	struct store *s, const char *unit, const struct name *entry, struct store_decision *out, struct err *e)
{
	unsigned char packed[NAME_PACKED];
	struct revision r = {.malformed = true}; /* whatever can be read of it */
	struct found f;
	struct entry *en;
	sqlite3_stmt *st;
	int row;

	memset(out, 0, sizeof *out);
	name_pack(entry, packed);
	st = sql_start(
		s, SQL_ACT_DECIDING, "tiib", unit, (int64_t)ENTRY_ACCEPT, (int64_t)ENTRY_REJECT, packed, sizeof packed);
	row = sql_row(s, st, e);
	if (row <= 0)
		return row;
	r.name = (struct name){
		.journal = sql_id_at(st, 0), .seq = (uint32_t)sqlite3_column_int64(st, 1), .hash = sql_id_at(st, 2)};
	sql_end(st);
	row = journal_find(s, &r.name, &f, e);
	if (row <= 0)
		return row;
	r.branch = f.branch;
	row = revision_entry(s, &r, &en, e);
	if (row == 0) {
		out->act = r.name;
		out->accepted = en->kind == ENTRY_ACCEPT;
		snprintf(out->at, sizeof out->at, "%s", en->at);
		snprintf(out->by, sizeof out->by, "%s", en->by);
		snprintf(out->reason, sizeof out->reason, "%s", en->reason);
	}
	revision_forget(&r);
	return row ? -1 : 1;
}
