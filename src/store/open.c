/* Creating, opening and looking at the file of a store. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/store_pages.h>
#include <tungnha/store_pages.h>

#include "backup_file.h"
#include "store_private.h"

static const char file_name[] = STORE_FILE;

enum { BUSY_MS = 5000, BUSY_PAUSE_MS = 2 };

/* SQLite's own waits grow to a tenth of a second. Beside a server that commits one group after another, a person's
 * command would hardly ever look in the moment between two. */
static int wait_for_other(void *context, int tries)
{
	struct store *s = context;
	const struct timespec pause = {.tv_nsec = BUSY_PAUSE_MS * 1000000};
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	if (tries == 0)
		s->busy_since_ms = now_ms;
	if (now_ms - s->busy_since_ms >= BUSY_MS)
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

char *store_file(const char *folder)
{
	return file_join(folder, file_name);
}

/* Every pragma that is not remembered by the file, and the write-ahead log, which is. */
static int configure(struct store *s, struct err *e)
{
	static const char pragmas[] =
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete "
		"= ON;"
		"PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
		"PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 4194304";

	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (sqlite3_exec(s->db, pragmas, NULL, NULL, NULL) != SQLITE_OK)
		return sql_fail(s, e);
	return 0;
}

/* Nothing is changed in a file before it is known to be a store of this program and of no newer version. */
static int open_file(struct store *s, struct err *e)
{
	char *path = file_join(s->folder, file_name);
	int rc;

	if (sodium_init() < 0) {
		free(path);
		return err_set(e, ERR_BUG, TEXT_STORE_BUG, "libsodium");
	}
	rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	free(path);
	if (rc != SQLITE_OK)
		return sql_error(rc, s->db, s->folder, e);
	sqlite3_busy_handler(s->db, wait_for_other, s);
	sqlite3_extended_result_codes(s->db, 1);
	/* A read-only file opens as such without a word; nothing here works then. */
	if (sqlite3_db_readonly(s->db, "main") == 1)
		return err_set(e, ERR_CREATE, TEXT_FILE_NO_PERMISSION, "%s", s->folder);
	return upgrade_check(s, e) ? -1 : configure(s, e);
}

/* --- looking --- */

static bool look_at(sqlite3_stmt *st, enum store_protection *how)
{
	const char *way;

	if (sqlite3_step(st) != SQLITE_ROW)
		return false;
	way = (const char *)sqlite3_column_text(st, 0);
	if (way && !strcmp(way, "keyfile"))
		*how = STORE_UNDER_KEY_FILE;
	else if (way && !strcmp(way, "open"))
		*how = STORE_UNPROTECTED;
	return true;
}

/* A file whose making was cut off before its key was written holds nothing yet, and store_create goes on with it.
 * Whatever cannot be read counts as a store: it is never overwritten. */
bool store_look(const char *folder, enum store_protection *how)
{
	char *path = file_join(folder, file_name);
	bool there = file_exists(path);
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;

	*how = STORE_UNDER_PASSPHRASE;
	if (there && sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK) {
		sqlite3_busy_timeout(db, BUSY_MS);
		if (upgrade_is_empty(db))
			there = false;
		else if (sqlite3_prepare_v2(db, "SELECT way FROM wrap WHERE way IN ('passphrase', 'keyfile', 'open')",
				 -1, &st, NULL) == SQLITE_OK)
			there = look_at(st, how) || sqlite3_errcode(db) != SQLITE_DONE;
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	free(path);
	return there;
}

/* --- creating --- */

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

/* The file itself, readable by this user alone; SQLite gives its log the same mode. *made: it was not there before. */
static int make_file(const char *folder, bool *made, struct err *e)
{
	char *path = file_join(folder, file_name);
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600), rc = 0;

	*made = fd >= 0;
	if (*made)
		close(fd);
	else if (errno != EEXIST)
		rc = err_errno(e, errno, path);
	free(path);
	return rc;
}

static int fill_file(struct store *s, const struct store_setup *setup, struct err *e)
{
	if (open_file(s, e) || store_upgrade(s, e) || store_begin(s, e))
		return -1;
	return write_identity(s, setup, e) || store_set(s, "derived", NULL, e) ? -1 : store_commit(s, e);
}

/* The folder, held against other programs that create a store there at the same moment; -1 where that cannot be done.
 */
static int hold_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		flock(fd, LOCK_EX);
	return fd;
}

static int create_in(const char *folder, const struct store_setup *setup, struct store **out, struct err *e)
{
	enum store_protection how;
	struct store *s;
	bool made;

	if (store_look(folder, &how))
		return err_set(e, ERR_CREATE, TEXT_STORE_EXISTS, "%s", folder);
	if (make_file(folder, &made, e))
		return -1;
	s = store_new(folder);
	if (fill_file(s, setup, e)) {
		store_close(s);
		if (made)
			remove_file(folder);
		return -1;
	}
	*out = s;
	return 0;
}

int store_create(const char *folder, const struct store_setup *setup, struct store **out, struct err *e)
{
	int fd, rc;

	*out = NULL;
	if (file_make_folders(folder, 0700, e))
		return -1;
	fd = hold_folder(folder);
	rc = create_in(folder, setup, out, e);
	if (fd >= 0)
		close(fd);
	return rc;
}

/* --- opening --- */

static int read_identity(struct store *s, struct err *e)
{
	struct place p = place_of("setting", "keys", 4, NULL, 0);
	sqlite3_stmt *st = sql_start(s, SQL_SETTING_GET, "t", "keys");
	int row = sql_row(s, st, e);
	bool ok;

	if (row < 0)
		return -1;
	ok = row && sqlite3_column_bytes(st, 1) == (int)(sizeof s->keys + SEAL_MORE) &&
	     seal_get(s->data_key, &p, sqlite3_column_blob(st, 1), sizeof s->keys + SEAL_MORE,
		     (unsigned char *)&s->keys);
	sql_end(st);
	if (!ok)
		return err_set(e, ERR_DENIED, TEXT_PASSPHRASE_WRONG, "");
	s->id = keys_id(&s->keys.pub);
	return 0;
}

static int read_plain_identity(struct store *s, struct err *e)
{
	char *node = store_setting(s, "node"), *role = store_setting(s, "role");
	int rc = 0;

	if (!node || !role || !id_parse(node, &s->id))
		rc = err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "setting", s->folder);
	else
		s->role = strcmp(role, "aggregator") ? STORE_COLLECTOR : STORE_AGGREGATOR;
	store_read_own_unit(s);
	free(node);
	free(role);
	return rc;
}

/* After an upgrade everything derived is made again, in the shape the newer program wants. */
static int refresh_derived(struct store *s, struct err *e)
{
	char *stale = store_setting(s, "derived");
	int rc = 0;

	if (stale)
		rc = store_begin(s, e) || store_set(s, "derived", NULL, e) ? -1 : 0;
	if (stale && rc == 0) {
		s->renote = true;
		rc = store_commit(s, e);
	}
	if (rc)
		store_rollback(s);
	free(stale);
	return rc;
}

int store_open(const char *folder, const char *passphrase, struct store **out, struct err *e)
{
	return store_open_by(folder, &(struct store_key){.passphrase = passphrase}, out, e);
}

/* data_key: known already, or NULL. */
static int open_by(
	const char *folder, const struct store_key *k, const unsigned char *data_key, struct store **out, struct err *e)
{
	enum store_protection how;
	struct store *s;

	*out = NULL;
	if (!store_look(folder, &how))
		return err_set(e, ERR_NOT_FOUND, TEXT_STORE_MISSING, "%s", folder);
	s = store_new(folder);
	if (data_key) {
		s->protection = how;
		memcpy(s->data_key, data_key, KEY_BYTES);
	}
	if (open_file(s, e) || store_upgrade(s, e) || read_plain_identity(s, e) ||
		(!data_key && keyring_open(s, k, e)) || read_identity(s, e) || refresh_derived(s, e)) {
		store_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

int store_open_by(const char *folder, const struct store_key *k, struct store **out, struct err *e)
{
	return open_by(folder, k, NULL, out, e);
}

int snapshot_open(const char *folder, const unsigned char data_key[static KEY_BYTES], struct store **out, struct err *e)
{
	return open_by(folder, &(struct store_key){.passphrase = NULL}, data_key, out, e);
}

int store_open_beside(const struct store *s, struct store **out, struct err *e)
{
	if (open_by(s->folder, &(struct store_key){.passphrase = NULL}, s->data_key, out, e) != 0)
		return -1;
	memcpy((*out)->acting, s->acting, sizeof s->acting);
	return 0;
}

int store_unlock(struct store *s, struct err *e)
{
	return runtime_leave(s->id, s->data_key, e);
}

/* Whoever used the pages asks anew, and a server that has the store open sees that it is to close it. */
static int lock_pages(struct store *s, struct err *e)
{
	char *before = store_setting(s, "locked"), mark[32];
	int rc = store_begin(s, e);

	snprintf(mark, sizeof mark, "%lld", before ? strtoll(before, NULL, 10) + 1 : 1);
	free(before);
	if (rc == 0)
		rc = store_set(s, "locked", mark, e) || store_sessions_drop(s, e) || store_commit(s, e) ? -1 : 0;
	if (rc)
		store_rollback(s);
	return rc;
}

int store_lock_again(const char *folder, struct err *e)
{
	enum store_protection how;
	struct store *s;
	int rc;

	if (!store_look(folder, &how))
		return err_set(e, ERR_NOT_FOUND, TEXT_STORE_MISSING, "%s", folder);
	s = store_new(folder);
	rc = open_file(s, e) || read_plain_identity(s, e) ? -1 : runtime_remove(s->id, e);
	if (rc == 0 && store_upgrade(s, e)) /* an older program's file knows no sessions */
		rc = -1;
	if (rc == 0)
		rc = lock_pages(s, e);
	store_close(s);
	return rc;
}
