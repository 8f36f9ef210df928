/* user.c - people of a hub's pages and what they did: names and password hashes sealed, bound to the role. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/store_users.h>

#include "store_private.h"

enum { PLAIN_MAX = ENTRY_BY_BYTES + 1 + STORE_USER_SECRET };

static struct place user_place(const struct store_user *u)
{
	unsigned char role = (unsigned char)u->role;
	return place_of("user", u->id.b, ID_BYTES, &role, sizeof role);
}

/* "name\nsecret": a cleaned name holds no line end. */
int store_user_put(struct store *s, const struct store_user *u, struct err *e)
{
	struct place p = user_place(u);
	char plain[PLAIN_MAX];
	unsigned char sealed[PLAIN_MAX + SEAL_MORE];
	size_t n = (size_t)snprintf(plain, sizeof plain, "%s\n%s", u->name, u->secret);
	seal_put(s->data_key, &p, plain, n, sealed);
	sodium_memzero(plain, sizeof plain);
	return sql_run(s, e, SQL_USER_PUT, "diiib", &u->id, (int64_t)u->role, (int64_t)u->wrong, u->until, sealed,
		n + SEAL_MORE);
}

int store_user_drop(struct store *s, struct id id, struct err *e)
{
	return sql_run(s, e, SQL_USER_DROP, "d", &id);
}

/* false: altered, or of another key. */
static bool read_user(struct store *s, sqlite3_stmt *st, struct store_user *out)
{
	*out = (struct store_user){.id = sql_id_at(st, 0),
		.role = sqlite3_column_int(st, 1),
		.wrong = sqlite3_column_int(st, 2),
		.until = sqlite3_column_int64(st, 3)};
	struct place p = user_place(out);
	char *plain = seal_column(s, &p, st, 4, NULL);
	const char *line = plain ? strchr(plain, '\n') : NULL;
	bool good = line && (size_t)(line - plain) < sizeof out->name && strlen(line + 1) < sizeof out->secret;
	if (good) {
		snprintf(out->name, sizeof out->name, "%.*s", (int)(line - plain), plain);
		snprintf(out->secret, sizeof out->secret, "%s", line + 1);
	}
	free(plain);
	return good;
}

int store_users(struct store *s, struct store_user **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_USERS, "");
	int row;
	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct store_user u;
		if (!read_user(s, st, &u))
			continue;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = u;
	}
	if (row == 0)
		return 0;
	free(*out);
	*out = NULL;
	*n = 0;
	return -1;
}

/* --- the log --- */

static struct place log_place(int64_t id)
{
	return place_of("user_log", &id, sizeof id, NULL, 0);
}

static int log_newest(struct store *s, int64_t *id, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_USER_LOG_NEWEST, "");
	int row = sql_row(s, st, e);
	*id = row > 0 ? sqlite3_column_int64(st, 0) : 0;
	if (row > 0)
		sql_end(st);
	return row < 0 ? -1 : 0;
}

int store_user_log_add(struct store *s, int64_t at, const char *json, struct err *e)
{
	int64_t id;
	size_t n = strlen(json);
	if (log_newest(s, &id, e) != 0)
		return -1;
	struct place p = log_place(++id);
	unsigned char *sealed = alloc_bytes(n + SEAL_MORE);
	seal_put(s->data_key, &p, json, n, sealed);
	int rc = sql_run(s, e, SQL_USER_LOG_ADD, "iib", id, at, sealed, n + SEAL_MORE);
	free(sealed);
	return rc;
}

int store_user_log(struct store *s, int64_t before, store_each_user_log each, void *context, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_USER_LOG, "i", before > 0 ? before : INT64_MAX);
	int row;
	while ((row = sql_row(s, st, e)) > 0) {
		int64_t id = sqlite3_column_int64(st, 0);
		struct place p = log_place(id);
		char *json = seal_column(s, &p, st, 2, NULL);
		int rc = json ? each(context, id, sqlite3_column_int64(st, 1), json, e) : 0;
		free(json);
		if (rc != 0) {
			sql_end(st);
			return -1;
		}
	}
	return row;
}

/* --- this handle --- */

void store_acting_set(struct store *s, const char *name)
{
	snprintf(s->acting, sizeof s->acting, "%s", name);
}

const char *store_acting(const struct store *s)
{
	return s->acting;
}

/* SQLite's data_version moves when others wrote, its count of changes when this handle did. That a session was heard is
 * written every minute for everybody at a desk: it is no reason to make pages anew. */
int64_t store_changes(struct store *s)
{
	struct err ignored;
	sqlite3_stmt *st = sql_start(s, SQL_DATA_VERSION, "");
	int64_t others = 0;
	if (sql_row(s, st, &ignored) > 0) {
		others = sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	return others * 1000000000 + sqlite3_total_changes(s->db) - s->unseen;
}
