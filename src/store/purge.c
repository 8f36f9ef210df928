/* A unit's household rows are overwritten once a statement covers them (sync/PROTOCOL.md, section 11): what the entries
 * said goes, their places, hashes and clocks stay, so that chains, receipts and haves go on as before. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

#include "memory.h"
#include "purge.h"
#include "store_private.h"

/* --- the act --- */

int purge_in_force(struct store *s, const char *unit, struct name *act, cJSON **fields, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACT_NEWEST, "tib", unit, (int64_t)ENTRY_PURGE, "", (size_t)0);
	int row = sql_row(s, st, e);

	*fields = NULL;
	if (row <= 0)
		return row;
	*act = (struct name){
		.journal = sql_id_at(st, 1), .seq = (uint32_t)sqlite3_column_int64(st, 2), .hash = sql_id_at(st, 3)};
	*fields = act_fields(s, unit, act, st, 4);
	sql_end(st);
	return *fields ? 1 : 0;
}

/* --- what may come without its bytes --- */

/* Any purge of the unit will do: a hub put back may have written another since. */
int purge_covers(struct store *s, const struct chain *c, uint32_t seq, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PURGE_ACTS, "ti", c->unit, (int64_t)ENTRY_PURGE);
	int row, covers = 0;

	while ((row = sql_row(s, st, e)) > 0 && !covers) {
		struct name n = {.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		cJSON *fields = act_fields(s, c->unit, &n, st, 3);
		size_t rows;
		struct name *at = rows_through(fields, &rows);

		for (size_t i = 0; i < rows; i++)
			covers |= id_equal(at[i].journal, c->journal) && seq <= at[i].seq;
		free(at);
		cJSON_Delete(fields);
	}
	sql_end(st);
	return row < 0 ? -1 : covers;
}

/* "#clock hash": what travels instead of an entry whose bytes are gone. */
bool purge_read_stub(const char *line, size_t n, uint32_t *clock, struct hash *h)
{
	char text[STUB_BYTES + 1], again[STUB_BYTES + 1];
	const char *hash = n ? memchr(line, ' ', n) : NULL;
	unsigned long at;

	if (!hash || n > STUB_BYTES || line[0] != '#')
		return false;
	memcpy(text, line, n);
	text[n] = '\0';
	at = strtoul(text + 1, NULL, 10);
	if (at > ENTRY_CLOCK_MAX || !base64_decode(text + (hash - line) + 1, h->b, sizeof h->b))
		return false;
	*clock = (uint32_t)at;
	return purge_write_stub(*clock, h, again) == n && !memcmp(again, line, n); /* one way to write it */
}

size_t purge_write_stub(uint32_t clock, const struct hash *h, char out[static STUB_BYTES + 1])
{
	char text[BASE64_32];

	base64_encode(h->b, sizeof h->b, text, sizeof text);
	return (size_t)snprintf(out, STUB_BYTES + 1, "#%u %s", (unsigned)clock, text);
}

/* --- overwriting --- */

/* What a hub decided about devices and locks stays readable, for later entries are judged by it; what a hamlet declared
 * stays too: it is sums, and nobody who declared in time must be called late afterwards. So does all that a unit's own
 * hub says: no household is in it. */
static bool stays(const char *bytes, size_t n, bool by_hub)
{
	struct entry en;
	bool has_key, stays = entry_read(bytes, n, ENTRY_OWN_BYTES_MAX, &en, &has_key);

	if (by_hub)
		stays = stays && en.kind != ENTRY_RECORD && en.kind != ENTRY_VOID && en.kind != ENTRY_REVIEW;
	else
		stays = stays && (en.kind == ENTRY_SUBMIT || entry_kind_writers(en.kind) == (unsigned)ENTRY_BY_HUB_OWN);
	entry_free(&en);
	return stays;
}

static int overwrite_entries(
	struct store *s, const struct id *hub, const struct tree *t, size_t at, uint32_t upto, struct err *e)
{
	const struct branch *b = &t->branch[at];
	const struct chain *c = &t->journal[b->journal].chain;

	for (uint32_t seq = b->fork + 1; seq <= upto; seq++) {
		char *bytes;
		size_t n;
		bool kept;
		struct err gone;

		if (journal_bytes(s, c, b->id, seq, &bytes, &n, &gone)) {
			if (gone.code == ERR_NOT_FOUND)
				continue; /* overwritten before */
			*e = gone;
			return -1;
		}
		kept = stays(bytes, n, id_equal(c->author, *hub));
		free(bytes);
		if (!kept && (sql_run(s, e, SQL_PURGE_ENTRIES, "iii", b->id, (int64_t)seq, (int64_t)seq) ||
				     sql_run(s, e, SQL_PURGE_REVIEWS, "ii", b->id, (int64_t)seq)))
			return -1;
	}
	return 0;
}

static int overwrite_branch(
	struct store *s, const struct id *hub, const struct tree *t, size_t at, uint32_t upto, struct err *e)
{
	const struct branch *b = &t->branch[at];

	if (upto <= b->fork)
		return 0;
	if (overwrite_entries(s, hub, t, at, upto, e))
		return -1;
	return sql_run(s, e, SQL_PURGE_REVISIONS, "ii", b->id, (int64_t)upto);
}

static int overwrite(struct store *s, const char *unit, const cJSON *fields, struct err *e)
{
	char own_unit[UNIT_CODE];
	struct id hub;
	struct tree t;
	size_t n;
	struct name *row = rows_through(fields, &n);
	uint32_t *reach;
	int rc;

	if (unit_hub(s, unit, &hub, own_unit, e) || tree_load(s, unit, NULL, &t, e)) {
		free(row);
		return -1;
	}
	reach = tree_reach(&t);
	rc = rows_reach(s, &t, row, n, reach, e);
	for (size_t i = 0; rc == 0 && i < t.branches; i++)
		rc = overwrite_branch(s, &hub, &t, i, reach[i], e);
	free(reach);
	free(row);
	tree_free(&t);
	if (rc == 0) /* of what came after the lock both stay */
		rc = sql_run(s, e, SQL_PURGE_RECORDS, "t", unit);
	if (rc == 0)
		rc = sql_run(s, e, SQL_PURGE_LABELS, "t", unit);
	return rc ? rc
		  : sql_run(s, e, SQL_PURGE_DRAFTS, "t", unit); /* the unit stays closed: nothing can come of them */
}

/* Every purge of the unit, as a list of their fields; NULL: e says why. */
static cJSON *all_purges(struct store *s, const char *unit, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PURGE_ACTS, "ti", unit, (int64_t)ENTRY_PURGE);
	cJSON *list = cJSON_CreateArray();
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct name n = {.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		cJSON *fields = act_fields(s, unit, &n, st, 3);

		if (fields)
			cJSON_AddItemToArray(list, fields);
	}
	if (row == 0)
		return list;
	cJSON_Delete(list);
	return NULL;
}

/* All of them, not the newest alone: what two copies of a hub removed is gone everywhere, whichever came first. What
 * was gone before costs nothing again: emptying the log keeps every writer out for as long as anybody reads. */
int purge_fold(struct store *s, const char *unit, struct err *e)
{
	cJSON *list = all_purges(s, unit, e);
	const cJSON *fields;
	int rc = list ? 0 : -1;

	cJSON_ArrayForEach(fields, list)
	{
		int before = sqlite3_total_changes(s->db);

		rc = rc ? rc : overwrite(s, unit, fields, e);
		if (sqlite3_total_changes(s->db) == before)
			continue;
		kept_forget(touch(s, unit));
		counted_forget(s);
		s->purged = true;
	}
	cJSON_Delete(list);
	return rc;
}

/* --- totals --- */

static void read_columns(const struct form *form, const cJSON *columns, struct form_sums *sums)
{
	for (size_t i = 0; form && i < form->columns; i++) {
		const cJSON *pair = json_array(columns, form->column[i].id);

		json_is_int(pair ? pair->child : NULL, -JSON_INT_MAX, JSON_INT_MAX, &sums->value[i]);
		json_is_int(pair && pair->child ? pair->child->next : NULL, 0, JSON_INT_MAX, &sums->unknown[i]);
	}
}

int purge_cells(
	struct store *s, const char *unit, const struct form *form, struct purged_cell **out, size_t *n, struct err *e)
{
	struct name act;
	cJSON *fields;
	const cJSON *cells, *cell;
	int row = purge_in_force(s, unit, &act, &fields, e);

	*out = NULL;
	*n = 0;
	if (row <= 0)
		return row;
	cells = cJSON_GetObjectItemCaseSensitive(fields, "cells");
	*out = alloc_zero((size_t)cJSON_GetArraySize(cells) + 1, sizeof **out);
	cJSON_ArrayForEach(cell, cells)
	{
		struct purged_cell *c = &(*out)[*n];

		if (!unit_valid_code(cell->string))
			continue;
		snprintf(c->place, sizeof c->place, "%s", cell->string);
		json_int(cell, "records", 0, JSON_INT_MAX, &c->records);
		read_columns(form, cJSON_GetObjectItemCaseSensitive(cell, "columns"), &c->sums);
		++*n;
	}
	cJSON_Delete(fields);
	return 1;
}

int store_purged(struct store *s, const char *unit, char at[static CLOCK_STAMP], struct err *e)
{
	struct name act;
	cJSON *fields;
	int row = purge_in_force(s, unit, &act, &fields, e);

	if (row <= 0)
		return row;
	cJSON_Delete(fields);
	return purge_act_at(s, &act, at, e);
}

int purge_act_at(struct store *s, const struct name *act, char at[static CLOCK_STAMP], struct err *e)
{
	struct revision r = {.name = *act};
	struct entry *en;
	struct found f;
	int row = journal_find(s, act, &f, e);

	if (row <= 0)
		return row;
	r.branch = f.branch;
	row = revision_entry(s, &r, &en, e) ? -1 : 1;
	if (row > 0)
		snprintf(at, CLOCK_STAMP, "%s", en->at);
	revision_forget(&r);
	return row;
}
