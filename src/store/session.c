/* session.c - who may use the pages: kept by the hash of what the browser holds. The name is sealed together with the
 * role and the token, so that nobody without the data key can add a row or give a phone more than its owner did. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_pages.h>

#include "store_private.h"

enum { PLAIN_MAX = ENTRY_BY_BYTES + 1 + sizeof((struct store_session){0}).device };

static struct place session_place(const struct store_session *x)
{
	unsigned char what[KEY_BYTES + 1];

	memcpy(what, x->token, KEY_BYTES);
	what[KEY_BYTES] = (unsigned char)x->role;
	return place_of("session", x->id.b, ID_BYTES, what, sizeof what);
}

int store_session_put(struct store *s, const struct store_session *x, struct err *e)
{
	struct place p = session_place(x);
	char plain[PLAIN_MAX];
	unsigned char sealed[PLAIN_MAX + SEAL_MORE];
	size_t n = (size_t)snprintf(plain, sizeof plain, "%s%s%s", x->name, *x->device ? "\n" : "", x->device);
	int64_t before = sqlite3_total_changes(s->db);
	int rc;

	seal_put(s->data_key, &p, plain, n, sealed);
	rc = sql_run(s, e, SQL_SESSION_PUT, "dbiiiib", &x->id, x->token, (size_t)KEY_BYTES, (int64_t)x->role, x->begun,
		x->heard, (int64_t)x->practice, sealed, n + SEAL_MORE);
	if (rc == 0)
		rc = sql_run(s, e, SQL_SESSIONS_CROWD, "i", (int64_t)STORE_SESSIONS_MAX);
	s->unseen += sqlite3_total_changes(s->db) - before;
	return rc;
}

/* false: altered, or of another key. */
static bool read_row(struct store *s, sqlite3_stmt *st, struct store_session *out)
{
	struct place p;
	char *name, *device;

	memset(out, 0, sizeof *out);
	out->id = sql_id_at(st, 0);
	if (!sql_bytes_at(st, 1, out->token, KEY_BYTES))
		return false;
	out->role = sqlite3_column_int(st, 2);
	out->begun = sqlite3_column_int64(st, 3);
	out->heard = sqlite3_column_int64(st, 4);
	out->practice = sqlite3_column_int(st, 5) != 0;
	p = session_place(out);
	name = seal_column(s, &p, st, 6, NULL);
	device = name ? strchr(name, '\n') : NULL;
	if (device) /* a cleaned name holds no line end */
		*device++ = '\0';
	bool good = name && strlen(name) < sizeof out->name && (!device || strlen(device) < sizeof out->device);
	if (good)
		snprintf(out->name, sizeof out->name, "%s", name);
	if (good && device)
		snprintf(out->device, sizeof out->device, "%s", device);
	free(name);
	return good;
}

int store_session_find(
	struct store *s, const unsigned char token[static KEY_BYTES], struct store_session *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_SESSION_FIND, "b", token, (size_t)KEY_BYTES);
	int row = sql_row(s, st, e);
	bool good = row > 0 && read_row(s, st, out);

	if (row > 0)
		sql_end(st);
	if (row < 0)
		return -1;
	return good ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_ACCESS_ENDED, "");
}

int store_session_drop(struct store *s, struct id id, struct err *e)
{
	return sql_run(s, e, SQL_SESSION_DROP, "d", &id);
}

int store_sessions_drop(struct store *s, struct err *e)
{
	return sql_run(s, e, SQL_SESSIONS_DROP, "");
}

int store_sessions(struct store *s, struct store_session **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_SESSIONS, "");
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct store_session x;

		if (!read_row(s, st, &x))
			continue;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = x;
	}
	if (row == 0)
		return 0;
	free(*out);
	*out = NULL;
	*n = 0;
	return -1;
}
