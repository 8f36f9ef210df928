/* exchanged.c - the log of exchanges: what app_exchanged.c wrote of each, sealed, the newest few hundred. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_pages.h>

#include "store_private.h"

static struct place exchanged_place(int64_t id)
{
	return place_of("exchanged", &id, sizeof id, NULL, 0);
}

static int newest(struct store *s, int64_t *id, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_EXCHANGED_NEWEST, "");
	int row = sql_row(s, st, e);
	*id = row > 0 ? sqlite3_column_int64(st, 0) : 0;
	if (row > 0)
		sql_end(st);
	return row < 0 ? -1 : 0;
}

int store_exchanged_add(struct store *s, int64_t at, const char *json, bool instead, struct err *e)
{
	int64_t id;
	size_t n = strlen(json);
	if (newest(s, &id, e) != 0)
		return -1;
	id += instead && id > 0 ? 0 : 1;
	struct place p = exchanged_place(id);
	unsigned char *sealed = alloc_bytes(n + SEAL_MORE);
	seal_put(s->data_key, &p, json, n, sealed);
	int rc = sql_run(s, e, SQL_EXCHANGED_PUT, "iib", id, at, sealed, n + SEAL_MORE);
	free(sealed);
	return rc == 0 ? sql_run(s, e, SQL_EXCHANGED_TRIM, "i", id - STORE_EXCHANGED_MAX) : -1;
}

int store_exchanged(struct store *s, store_each_exchanged each, void *context, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_EXCHANGED_LIST, "");
	int row;
	while ((row = sql_row(s, st, e)) > 0) {
		struct place p = exchanged_place(sqlite3_column_int64(st, 0));
		char *json = seal_column(s, &p, st, 2, NULL);
		int rc = json ? each(context, sqlite3_column_int64(st, 1), json, e) : 0;
		free(json);
		if (rc != 0) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}
