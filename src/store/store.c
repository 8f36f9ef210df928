/* The handle of an open store, transactions, settings. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

struct store *store_new(const char *folder)
{
	struct store *s = alloc_zero(1, sizeof *s);

	s->folder = alloc_copy(folder);
	return s;
}

static void cache_free(struct store *s)
{
	while (s->cache) {
		struct form_cached *c = s->cache;

		s->cache = c->next;
		form_free(c->form);
		campaign_free(c->campaign);
		free(c);
	}
}

void store_close(struct store *s)
{
	if (!s)
		return;
	store_rollback(s);
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(s->statement[i]);
	sqlite3_close(s->db);
	cache_free(s);
	touch_forget(s);
	acts_forget(s);
	succession_forget(s);
	free(s->touched);
	keys_wipe(&s->keys);
	sodium_memzero(s->data_key, sizeof s->data_key);
	free(s->folder);
	free(s);
}

enum store_role store_role(const struct store *s)
{
	return s->role;
}

enum store_protection store_protection(const struct store *s)
{
	return s->protection;
}

const struct keys_secret *store_keys(const struct store *s)
{
	return &s->keys;
}

struct id store_id(const struct store *s)
{
	return s->id;
}

int store_begin(struct store *s, struct err *e)
{
	assert(!s->in_transaction);
	s->force_known = false;
	if (sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		return sql_fail(s, e);
	s->in_transaction = true;
	s->succession_moved = false;
	acts_forget(s);
	succession_forget(s);
	touch_forget(s);
	return 0;
}

/* A device that becomes one of another unit learns to read what it holds of it: once more from the beginning. */
static int derive(struct store *s, struct err *e)
{
	do {
		if (s->renote ? rebuild_derived(s, e) : fold_touched(s, e))
			return -1;
		if (s->succession_moved && succession_enrol(s, e))
			return -1;
		s->succession_moved = false;
	} while (s->renote);
	return 0;
}

int store_commit(struct store *s, struct err *e)
{
	assert(s->in_transaction);
	if (derive(s, e))
		return -1;
	if (sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return sql_fail(s, e);
	s->in_transaction = false;
	if (s->purged) /* what was overwritten must not live on in the log; a reader in the way only delays it */
		sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	s->purged = false;
	return 0;
}

void store_rollback(struct store *s)
{
	if (!s->in_transaction)
		return;
	if (!sqlite3_get_autocommit(s->db)) /* SQLite rolls back by itself on some errors */
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->in_transaction = s->purged = false;
	definition_doubt(s);
	acts_forget(s);
	succession_forget(s);
	touch_forget(s);
	store_read_own_unit(s);
}

/* --- settings --- */

void store_read_own_unit(struct store *s)
{
	char *unit = store_setting(s, "unit");

	snprintf(s->own_unit, sizeof s->own_unit, "%s", unit ? unit : "");
	free(unit);
}

static struct place setting_place(const char *name)
{
	return place_of("setting", name, strlen(name), NULL, 0);
}

static char *setting_get(struct store *s, const char *name, bool sealed)
{
	sqlite3_stmt *st = sql_start(s, SQL_SETTING_GET, "t", name);
	struct place p = setting_place(name);
	char *out = NULL;
	struct err ignored;

	if (sql_row(s, st, &ignored) > 0) {
		if (sqlite3_column_int(st, 0) != sealed)
			out = NULL;
		else if (sealed)
			out = seal_column(s, &p, st, 1, NULL);
		else
			out = alloc_copy_n(sqlite3_column_blob(st, 1), (size_t)sqlite3_column_bytes(st, 1));
		sql_end(st);
	}
	return out;
}

char *store_setting(struct store *s, const char *name)
{
	return setting_get(s, name, false);
}

char *store_sealed_setting(struct store *s, const char *name)
{
	return setting_get(s, name, true);
}

int store_set(struct store *s, const char *name, const char *value, struct err *e)
{
	if (!strcmp(name, "unit"))
		snprintf(s->own_unit, sizeof s->own_unit, "%s", value ? value : "");
	if (!value)
		return sql_run(s, e, SQL_SETTING_DROP, "t", name);
	return sql_run(s, e, SQL_SETTING_PUT, "tib", name, (int64_t)0, value, strlen(value));
}

int store_set_sealed(struct store *s, const char *name, const char *value, struct err *e)
{
	struct place p = setting_place(name);
	unsigned char *sealed;
	size_t n;
	int rc;

	if (!value)
		return sql_run(s, e, SQL_SETTING_DROP, "t", name);
	n = strlen(value);
	sealed = alloc_bytes(n + SEAL_MORE);
	seal_put(s->data_key, &p, value, n, sealed);
	rc = sql_run(s, e, SQL_SETTING_PUT, "tib", name, (int64_t)1, sealed, n + SEAL_MORE);
	free(sealed);
	return rc;
}
