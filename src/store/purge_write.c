/* Writing a purge: the lock it follows, the statement that covers it, the sums that stay. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

#include "purge.h"
#include "store_private.h"

/* Do the rows of a statement reach every end of the lock? */
static int reaches(struct store *s, const struct tree *t, const struct name *lock, size_t locks, const cJSON *fields,
	bool *yes, struct err *e)
{
	size_t n;
	struct name *row = rows_through(fields, &n);
	uint32_t *reach = tree_reach(t);
	int rc = rows_reach(s, t, row, n, reach, e);

	*yes = rc == 0;
	for (size_t i = 0; rc == 0 && *yes && i < locks; i++) {
		struct found f;
		size_t end;

		rc = journal_find(s, &lock[i], &f, e) < 0 ? -1 : 0;
		end = f.branch ? tree_index(t, f.branch) : TREE_NONE;
		*yes = end != TREE_NONE && f.seq <= reach[end];
	}
	free(reach);
	free(row);
	return rc;
}

/* The newest statement that covers the lock: 1, 0 none, -1. */
static int covering(struct store *s, const char *unit, const char *own_unit, const cJSON *lock_fields,
	struct name *statement, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PURGE_STATEMENTS, "ti", own_unit, (int64_t)ENTRY_STATEMENT);
	size_t locks;
	struct name *lock = rows_through(lock_fields, &locks);
	struct tree t;
	bool yes = false;
	int row = 0, rc = tree_load(s, unit, NULL, &t, e);

	while (rc == 0 && !yes && (row = sql_row(s, st, e)) > 0) {
		cJSON *fields;

		*statement = (struct name){.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		fields = act_fields(s, own_unit, statement, st, 3);
		rc = reaches(s, &t, lock, locks, fields, &yes, e);
		cJSON_Delete(fields);
	}
	sql_end(st);
	tree_free(&t);
	free(lock);
	return rc || row < 0 ? -1 : yes;
}

static cJSON *columns_of(const struct form *form, const struct form_sums *sums)
{
	cJSON *columns = cJSON_CreateObject();

	for (size_t i = 0; i < form->columns; i++) {
		cJSON *pair = cJSON_CreateArray();

		cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)sums->value[i]));
		cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)sums->unknown[i]));
		cJSON_AddItemToObject(columns, form->column[i].id, pair);
	}
	return columns;
}

/* The unit's sums as they stand, place by place. */
static int put_cells(struct store *s, const char *unit, cJSON *fields, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_TALLY_PLACES, "t", unit);
	cJSON *cells = cJSON_AddObjectToObject(fields, "cells");
	const struct form *form;
	int row;

	if (store_form(s, NULL, &form, e))
		return -1;
	while ((row = sql_row(s, st, e)) > 0) {
		struct form_sums sums = {.value = {0}};
		cJSON *cell = cJSON_AddObjectToObject(cells, (const char *)sqlite3_column_text(st, 0));

		tally_unpack(st, 1, &sums);
		cJSON_AddItemToObject(cell, "columns", columns_of(form, &sums));
		cJSON_AddNumberToObject(cell, "records", (double)sqlite3_column_int64(st, 2));
	}
	return row;
}

int store_purge_size(struct store *s, const char *unit, int64_t *households, int64_t *held, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PURGE_SIZE, "t", unit);
	int row = sql_row(s, st, e);

	*households = row > 0 ? sqlite3_column_int64(st, 0) : 0;
	*held = row > 0 ? sqlite3_column_int64(st, 1) : 0;
	sql_end(st);
	return row < 0 ? -1 : 0;
}

/* The lock in force and its fields (the caller's). ERR_DENIED where the unit is open. */
static int lock_of(struct store *s, const char *unit, struct name *lock, cJSON **fields, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACT_NEWEST, "tib", unit, (int64_t)ENTRY_LOCK, "", (size_t)0);
	bool locked;
	int row = sql_row(s, st, e);

	if (row > 0) {
		*lock = (struct name){.journal = sql_id_at(st, 1),
			.seq = (uint32_t)sqlite3_column_int64(st, 2),
			.hash = sql_id_at(st, 3)};
		*fields = act_fields(s, unit, lock, st, 4);
		sql_end(st);
	}
	if (row < 0 || store_locked(s, unit, &locked, e))
		return -1;
	return row > 0 && locked && *fields ? 0 : err_set(e, ERR_DENIED, TEXT_PURGE_NOT_LOCKED, "%s", unit);
}

int store_locked_at(struct store *s, const char *unit, char at[static CLOCK_STAMP], struct err *e)
{
	struct name lock;
	cJSON *fields = NULL;
	int row = lock_of(s, unit, &lock, &fields, e);

	cJSON_Delete(fields);
	if (row)
		return e->code == ERR_DENIED ? 0 : -1;
	return purge_act_at(s, &lock, at, e);
}

/* The act begins a journal of its own: whoever gets it needs nothing of what went before, parts of which are gone. */
static int write_purge(struct store *s, const char *unit, cJSON *fields, const struct store_author *a,
	struct name *written, struct err *e)
{
	if (put_cells(s, unit, fields, e) || sql_run(s, e, SQL_JOURNAL_LEAVE_UNIT, "td", unit, &s->id)) {
		cJSON_Delete(fields);
		return -1;
	}
	return store_write_act(s, unit, ENTRY_PURGE, NULL, fields, a, written, e);
}

int store_write_purge(
	struct store *s, const char *unit, const struct store_author *a, struct name *written, struct err *e)
{
	struct name lock, statement;
	cJSON *lock_fields = NULL, *fields;
	char text[NAME_TEXT];
	int row = lock_of(s, unit, &lock, &lock_fields, e);

	if (row == 0) {
		row = covering(s, unit, s->own_unit, lock_fields, &statement, e);
		if (row == 0)
			row = err_set(e, ERR_DENIED, TEXT_PURGE_NO_STATEMENT, "%s", unit);
	}
	if (row <= 0) {
		cJSON_Delete(lock_fields);
		return -1;
	}
	fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "lock", name_text(&lock, text));
	cJSON_AddStringToObject(fields, "statement", name_text(&statement, text));
	cJSON_AddItemToObject(fields, "through", cJSON_DetachItemFromObject(lock_fields, "through"));
	cJSON_Delete(lock_fields);
	return write_purge(s, unit, fields, a, written, e);
}
