/* Opening and closing a store, transactions, settings. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "store_private.h"

static const char file_name[] = "tungnha.db";

enum { BUSY_MS = 5000 };

static struct store *store_new(const char *folder)
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
	free(s->touched);
	keys_wipe(&s->keys);
	sodium_memzero(s->data_key, sizeof s->data_key);
	free(s->folder);
	free(s);
}

/* Every pragma that is not remembered by the file, and those that must be set before it has content. */
static int configure(struct store *s, struct err *e)
{
	static const char pragmas[] =
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
		"PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
		"PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 4194304";

	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (sqlite3_exec(s->db, pragmas, NULL, NULL, NULL) != SQLITE_OK)
		return sql_fail(s, e);
	return 0;
}

static int open_file(struct store *s, int flags, struct err *e)
{
	char *path = file_join(s->folder, file_name);
	int rc;

	if (sodium_init() < 0) {
		free(path);
		return err_set(e, ERR_BUG, TEXT_STORE_BUG, "libsodium");
	}
	rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	free(path);
	if (rc != SQLITE_OK)
		return sql_error(rc, s->db, s->folder, e);
	/* A read-only file opens as such without a word; nothing here works then. */
	if (sqlite3_db_readonly(s->db, "main") == 1)
		return err_set(e, ERR_CREATE, TEXT_FILE_NO_PERMISSION, "%s", s->folder);
	return configure(s, e);
}

bool store_look(const char *folder, enum store_protection *how)
{
	char *path = file_join(folder, file_name);
	bool there = file_exists(path);
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;

	*how = STORE_UNDER_PASSPHRASE;
	if (there && sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "SELECT way FROM wrap", -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
		const char *way = (const char *)sqlite3_column_text(st, 0);

		if (way && !strcmp(way, "keyfile"))
			*how = STORE_UNDER_KEY_FILE;
		else if (way && !strcmp(way, "open"))
			*how = STORE_UNPROTECTED;
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	free(path);
	return there;
}

static int write_identity(struct store *s, const struct store_setup *setup, struct err *e)
{
	char hex[ID_HEX];
	struct place p = place_of("setting", "keys", 4, NULL, 0);
	unsigned char sealed[sizeof s->keys + SEAL_MORE];

	s->role = setup->role;
	s->protection = setup->protection;
	if (keyring_create(s, setup, e))
		return -1;
	keys_generate(&s->keys);
	s->id = keys_id(&s->keys.pub);
	seal_put(s->data_key, &p, &s->keys, sizeof s->keys, sealed);
	if (sql_run(s, e, SQL_SETTING_PUT, "tib", "keys", (int64_t)1, sealed, sizeof sealed))
		return -1;
	if (store_set(s, "role", setup->role == STORE_AGGREGATOR ? "aggregator" : "collector", e))
		return -1;
	return store_set(s, "node", id_hex(s->id, hex), e);
}

static void remove_file(const char *folder)
{
	static const char *const suffix[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < 3; i++) {
		char *path = alloc_print("%s/%s%s", folder, file_name, suffix[i]);

		unlink(path);
		free(path);
	}
}

void store_discard(struct store *s)
{
	char *folder;

	if (!s)
		return;
	folder = alloc_copy(s->folder);
	store_close(s);
	remove_file(folder);
	free(folder);
}

int store_create(const char *folder, const struct store_setup *setup, struct store **out, struct err *e)
{
	enum store_protection how;
	struct store *s;
	mode_t mask;

	*out = NULL;
	if (store_look(folder, &how))
		return err_set(e, ERR_CREATE, TEXT_STORE_EXISTS, "%s", folder);
	if (file_make_folders(folder, 0700, e))
		return -1;
	s = store_new(folder);
	mask = umask(077);
	if (open_file(s, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, e) || store_upgrade(s, e) || store_begin(s, e) ||
		write_identity(s, setup, e) || store_commit(s, e)) {
		umask(mask);
		store_close(s);
		remove_file(folder);
		return -1;
	}
	umask(mask);
	*out = s;
	return 0;
}

static int read_identity(struct store *s, struct err *e)
{
	struct place p = place_of("setting", "keys", 4, NULL, 0);
	sqlite3_stmt *st = sql_start(s, SQL_SETTING_GET, "t", "keys");
	int row = sql_row(s, st, e);
	bool ok;

	if (row < 0)
		return -1;
	ok = row && sqlite3_column_bytes(st, 1) == (int)(sizeof s->keys + SEAL_MORE) &&
		seal_get(s->data_key, &p, sqlite3_column_blob(st, 1), sizeof s->keys + SEAL_MORE, (unsigned char *)&s->keys);
	sql_end(st);
	if (!ok)
		return err_set(e, ERR_DENIED, TEXT_PASSPHRASE_WRONG, "");
	s->id = keys_id(&s->keys.pub);
	return 0;
}

static int read_plain_identity(struct store *s, struct err *e)
{
	char *node = store_setting(s, "node"), *role = store_setting(s, "role"), *unit = store_setting(s, "unit");
	int rc = 0;

	if (!node || !role || !id_parse(node, &s->id))
		rc = err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "setting", s->folder);
	else
		s->role = strcmp(role, "aggregator") ? STORE_COLLECTOR : STORE_AGGREGATOR;
	if (unit)
		snprintf(s->own_unit, sizeof s->own_unit, "%s", unit);
	free(node);
	free(role);
	free(unit);
	return rc;
}

int store_open(const char *folder, const char *passphrase, struct store **out, struct err *e)
{
	enum store_protection how;
	struct store *s;

	*out = NULL;
	if (!store_look(folder, &how))
		return err_set(e, ERR_NOT_FOUND, TEXT_STORE_MISSING, "%s", folder);
	s = store_new(folder);
	if (open_file(s, SQLITE_OPEN_READWRITE, e) || store_upgrade(s, e) || read_plain_identity(s, e) ||
		keyring_open(s, passphrase, e) || read_identity(s, e)) {
		store_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

int store_unlock(struct store *s, struct err *e)
{
	return keyring_leave(s, e);
}

int store_lock_again(const char *folder, struct err *e)
{
	enum store_protection how;
	struct store *s;
	int rc;

	if (!store_look(folder, &how))
		return err_set(e, ERR_NOT_FOUND, TEXT_STORE_MISSING, "%s", folder);
	s = store_new(folder);
	rc = open_file(s, SQLITE_OPEN_READWRITE, e) || read_plain_identity(s, e) ? -1 : keyring_remove(s->id, e);
	store_close(s);
	return rc;
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
	acts_forget(s);
	touch_forget(s);
	return 0;
}

int store_commit(struct store *s, struct err *e)
{
	assert(s->in_transaction);
	if (s->renote ? rebuild_derived(s, e) : fold_touched(s, e))
		return -1;
	if (sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return sql_fail(s, e);
	s->in_transaction = false;
	return 0;
}

void store_rollback(struct store *s)
{
	if (!s->in_transaction)
		return;
	if (!sqlite3_get_autocommit(s->db)) /* SQLite rolls back by itself on some errors */
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->in_transaction = false;
	s->force_known = false;
	acts_forget(s);
	touch_forget(s);
}

/* --- settings --- */

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
