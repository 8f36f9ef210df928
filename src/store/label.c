/* label.c - door labels: the hamlet's own words for its houses, kept sealed, never in an entry. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

static struct place label_place(const char *unit, const struct id *key)
{
	return place_of("label", unit, strlen(unit), key->b, ID_BYTES);
}

int store_set_label(struct store *s, const char *unit, struct id key, const char *label, struct err *e)
{
	struct place p = label_place(unit, &key);
	size_t n = label ? strlen(label) : 0;
	unsigned char *sealed;
	int rc;

	if (n == 0)
		return sql_run(s, e, SQL_LABEL_DROP, "td", unit, &key);
	sealed = alloc_bytes(n + SEAL_MORE);
	seal_put(s->data_key, &p, label, n, sealed);
	rc = sql_run(s, e, SQL_LABEL_PUT, "tdb", unit, &key, sealed, n + SEAL_MORE);
	free(sealed);
	return rc;
}

char *store_label(struct store *s, const char *unit, struct id key)
{
	struct place p = label_place(unit, &key);
	sqlite3_stmt *st = sql_start(s, SQL_LABEL_GET, "td", unit, &key);
	struct err ignored;
	char *out = NULL;

	if (sql_row(s, st, &ignored) > 0) {
		out = seal_column(s, &p, st, 0, NULL);
		sql_end(st);
	}
	return out;
}

int store_labels(struct store *s, const char *unit, store_each_label each, void *context, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_LABEL_LIST, "t", unit);
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		struct id key = sql_id_at(st, 0);
		struct place p = label_place(unit, &key);
		char *label = seal_column(s, &p, st, 1, NULL);
		int rc = label ? each(context, key, label, e) : 0;

		free(label);
		if (rc) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}
