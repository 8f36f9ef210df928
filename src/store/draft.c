/* draft.c - what is being typed on a page, kept sealed; and which forms were saved, for a while. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_pages.h>

#include "store_private.h"

static const char nothing[] = "{}";

static struct place draft_place(const struct store_draft *d)
{
	return place_of("draft", d->unit, strlen(d->unit), d->id.b, ID_BYTES);
}

static int write_row(struct store *s, enum sql_id how, const struct store_draft *d, const char *fields, struct err *e)
{
	struct place p = draft_place(d);
	size_t n = strlen(fields);
	unsigned char *sealed = alloc_bytes(n + SEAL_MORE);
	int64_t saved = d->last ? 2 : d->saved;
	int rc;

	seal_put(s->data_key, &p, fields, n, sealed);
	if (how == SQL_DRAFT_OPENED && d->has_key)
		rc = sql_run(s, e, how, "dtddib", &d->id, d->unit, &d->key, &d->holder, d->at, sealed, n + SEAL_MORE);
	else if (how == SQL_DRAFT_OPENED)
		rc = sql_run(s, e, how, "dtndib", &d->id, d->unit, &d->holder, d->at, sealed, n + SEAL_MORE);
	else if (d->has_key)
		rc = sql_run(s, e, how, "dtddiib", &d->id, d->unit, &d->key, &d->holder, d->at, saved, sealed,
			n + SEAL_MORE);
	else
		rc = sql_run(s, e, how, "dtndiib", &d->id, d->unit, &d->holder, d->at, saved, sealed, n + SEAL_MORE);
	free(sealed);
	return rc;
}

int store_draft_put(struct store *s, const struct store_draft *d, struct err *e)
{
	if (strlen(d->fields) > STORE_DRAFT_BYTES)
		return err_set(e, ERR_DATA, TEXT_DRAFT_LONG, "");
	if (d->last && sql_run(s, e, SQL_DRAFT_NOT_LAST, "tdd", d->unit, &d->holder, &d->id))
		return -1;
	if (write_row(s, SQL_DRAFT_PUT, d, d->fields, e) ||
		sql_run(s, e, SQL_DRAFTS_OLD, "ti", d->unit, d->at - STORE_DRAFT_SAVED_S))
		return -1;
	return sql_run(s, e, SQL_DRAFTS_OVER, "tdi", d->unit, &d->id, (int64_t)(STORE_DRAFTS_MAX - 1));
}

/* Neither the row nor the log of changes is waited for; what is committed after it takes it along. */
static void wait_for_disk(struct store *s, bool wait)
{
	sqlite3_exec(s->db, wait ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
}

int store_draft_opened(struct store *s, const struct store_draft *d, int64_t seconds, struct err *e)
{
	int rc;

	wait_for_disk(s, false);
	rc = store_begin(s, e);
	if (rc == 0)
		rc = sql_run(s, e, SQL_DRAFT_UNTOUCHED, "tidii", d->unit, (int64_t)(strlen(nothing) + SEAL_MORE),
			&d->holder, d->at - seconds, d->at + seconds);
	if (rc == 0)
		rc = write_row(s, SQL_DRAFT_OPENED, d, nothing, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc)
		store_rollback(s);
	wait_for_disk(s, true);
	return rc;
}

/* One row of any statement above; false: damaged, or altered. */
static bool read_row(struct store *s, sqlite3_stmt *st, struct store_draft *d)
{
	struct place p;

	*d = (struct store_draft){.id = sql_id_at(st, 0), .holder = sql_id_at(st, 3)};
	sql_text_at(st, 1, d->unit, sizeof d->unit);
	d->has_key = sqlite3_column_type(st, 2) != SQLITE_NULL;
	if (d->has_key)
		d->key = sql_id_at(st, 2);
	d->at = sqlite3_column_int64(st, 4);
	d->saved = sqlite3_column_int64(st, 5) != 0;
	d->last = sqlite3_column_int64(st, 5) == 2;
	p = draft_place(d);
	d->fields = seal_column(s, &p, st, 6, NULL);
	return d->fields != NULL;
}

static int read_one(struct store *s, sqlite3_stmt *st, struct store_draft *out, struct err *e)
{
	int row = sql_row(s, st, e);
	bool sound = row > 0 && read_row(s, st, out);

	if (row > 0)
		sql_end(st);
	if (row < 0)
		return -1;
	return sound ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DRAFT_NONE, "");
}

int store_draft(struct store *s, struct id id, struct store_draft *out, struct err *e)
{
	return read_one(s, sql_start(s, SQL_DRAFT_GET, "d", &id), out, e);
}

int store_draft_last(struct store *s, const char *unit, struct id holder, struct store_draft *out, struct err *e)
{
	return read_one(s, sql_start(s, SQL_DRAFT_LAST, "td", unit, &holder), out, e);
}

int store_draft_drop(struct store *s, struct id id, struct err *e)
{
	return sql_run(s, e, SQL_DRAFT_DROP, "d", &id);
}

int store_drafts(struct store *s, const char *unit, store_each_draft each, void *context, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_DRAFTS, "t", unit);
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct store_draft d;
		int rc = read_row(s, st, &d) ? each(context, &d, e) : 0;

		store_draft_free(&d);
		if (rc) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}

void store_draft_free(struct store_draft *d)
{
	free(d->fields);
	d->fields = NULL;
}
