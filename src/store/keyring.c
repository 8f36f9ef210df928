/* How the data key is kept: wrapped under a passphrase, under a key file, or in the clear; and where `unlock` leaves
 * it. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "store_private.h"

/* 64 MiB and two passes: half a second on a Raspberry Pi 2, and fits its memory. Stored beside the salt, so that they
 * can change. */
enum { PASS_MEMORY = 64 * 1024 * 1024, PASS_OPS = 2, PASS_OPS_MAX = 64, WRAPPED = KEY_BYTES + SEAL_MORE };

static struct place wrap_place(const char *way)
{
	return place_of("wrap", way, strlen(way), NULL, 0);
}

static int derive(const char *passphrase, const unsigned char *salt, int64_t ops, int64_t memory,
	unsigned char out[static KEY_BYTES], struct err *e)
{
	if (crypto_pwhash(out, KEY_BYTES, passphrase, strlen(passphrase), salt, (unsigned long long)ops, (size_t)memory,
		    crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(e, ERR_IO, TEXT_PASSPHRASE_MEMORY, "");
	return 0;
}

static int key_file_read(const char *path, unsigned char out[static KEY_BYTES], struct err *e)
{
	char hex[2 * KEY_BYTES + 2];
	size_t n;
	int got = file_secret(path, hex, sizeof hex, e);
	int rc = -1;

	if (got < 0)
		return -1;
	if (sodium_hex2bin(out, KEY_BYTES, hex, (size_t)got, NULL, &n, NULL) == 0 && n == KEY_BYTES &&
		got == 2 * KEY_BYTES)
		rc = 0;
	else
		err_set(e, ERR_DENIED, TEXT_KEY_FILE_WRONG, "%s", path);
	sodium_memzero(hex, sizeof hex);
	return rc;
}

static int key_file_make(const char *path, struct err *e)
{
	unsigned char key[KEY_BYTES];
	char hex[2 * KEY_BYTES + 2];
	int rc;

	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	hex[2 * KEY_BYTES] = '\n';
	rc = file_write(path, hex, 2 * KEY_BYTES + 1, 0600, e);
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	return rc;
}

static int wrap_under_passphrase(struct store *s, const char *passphrase, struct err *e)
{
	unsigned char salt[crypto_pwhash_SALTBYTES], under[KEY_BYTES], wrapped[WRAPPED];
	struct place p = wrap_place("passphrase");

	randombytes_buf(salt, sizeof salt);
	if (derive(passphrase, salt, PASS_OPS, PASS_MEMORY, under, e))
		return -1;
	seal_put(under, &p, s->data_key, KEY_BYTES, wrapped);
	sodium_memzero(under, sizeof under);
	return sql_run(s, e, SQL_WRAP_PUT, "tbiinb", "passphrase", salt, sizeof salt, (int64_t)PASS_OPS,
		(int64_t)PASS_MEMORY, wrapped, sizeof wrapped);
}

static int wrap_under_key_file(struct store *s, const char *path, struct err *e)
{
	unsigned char under[KEY_BYTES], wrapped[WRAPPED];
	struct place p = wrap_place("keyfile");
	char *absolute;
	int rc;

	if (!file_exists(path) && key_file_make(path, e))
		return -1;
	if (key_file_read(path, under, e))
		return -1;
	absolute = realpath(path, NULL);
	seal_put(under, &p, s->data_key, KEY_BYTES, wrapped);
	sodium_memzero(under, sizeof under);
	rc = sql_run(s, e, SQL_WRAP_PUT, "tnnntb", "keyfile", absolute ? absolute : path, wrapped, sizeof wrapped);
	free(absolute);
	return rc;
}

int keyring_create(struct store *s, const struct store_setup *setup, struct err *e)
{
	randombytes_buf(s->data_key, KEY_BYTES);
	switch (setup->protection) {
	case STORE_UNDER_PASSPHRASE:
		return wrap_under_passphrase(s, setup->passphrase, e);
	case STORE_UNDER_KEY_FILE:
		return wrap_under_key_file(s, setup->key_file, e);
	case STORE_UNPROTECTED:
		break;
	}
	return sql_run(s, e, SQL_WRAP_PUT, "tnnnnb", "open", s->data_key, (size_t)KEY_BYTES);
}

/* The folder `unlock` leaves data keys in: a tmpfs of this user, gone at log-out or restart. */
static int runtime_folder(bool make, char *out, size_t out_bytes, struct err *e)
{
	const char *given = getenv("XDG_RUNTIME_DIR");
	char base[256];
	struct stat st;

	if (given && given[0] == '/') {
		if (snprintf(base, sizeof base, "%s/tungnha", given) >= (int)sizeof base)
			return err_set(e, ERR_CREATE, TEXT_RUNTIME_FOLDER, "%s", given);
	} else {
		snprintf(base, sizeof base, "/run/user/%u", (unsigned)getuid());
		if (stat(base, &st) == 0 && st.st_uid == getuid())
			snprintf(base, sizeof base, "/run/user/%u/tungnha", (unsigned)getuid());
		else
			snprintf(base, sizeof base, "/dev/shm/tungnha-%u", (unsigned)getuid());
	}
	if (make && mkdir(base, 0700) != 0 && errno != EEXIST)
		return err_errno(e, errno, base);
	if (lstat(base, &st) != 0)
		return err_errno(e, errno, base);
	if (!S_ISDIR(st.st_mode) || st.st_uid != getuid() || (st.st_mode & 077))
		return err_set(e, ERR_CREATE, TEXT_RUNTIME_FOLDER, "%s", base);
	snprintf(out, out_bytes, "%s", base);
	return 0;
}

static int runtime_path(struct id node, bool make, char *out, size_t out_bytes, struct err *e)
{
	char folder[300], hex[ID_HEX];

	if (runtime_folder(make, folder, sizeof folder, e))
		return -1;
	snprintf(out, out_bytes, "%s/%s.key", folder, id_hex(node, hex));
	return 0;
}

int keyring_leave(struct store *s, struct err *e)
{
	char path[400], hex[2 * KEY_BYTES + 1];
	int rc;

	if (runtime_path(s->id, true, path, sizeof path, e))
		return -1;
	sodium_bin2hex(hex, sizeof hex, s->data_key, KEY_BYTES);
	rc = file_write(path, hex, 2 * KEY_BYTES, 0600, e);
	sodium_memzero(hex, sizeof hex);
	return rc;
}

int keyring_remove(struct id node, struct err *e)
{
	char path[400];

	if (runtime_path(node, false, path, sizeof path, e))
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	return file_remove(path, e);
}

static bool left_by_unlock(struct store *s)
{
	char path[400];
	struct err ignored;

	return runtime_path(s->id, false, path, sizeof path, &ignored) == 0 && file_exists(path) &&
	       key_file_read(path, s->data_key, &ignored) == 0;
}

static int open_wrapped(struct store *s, const char *way, const unsigned char *under, const void *wrapped, size_t n)
{
	struct place p = wrap_place(way);

	return n == WRAPPED && seal_get(under, &p, wrapped, n, s->data_key) ? 0 : -1;
}

static int open_with_passphrase(struct store *s, sqlite3_stmt *st, const char *passphrase, struct err *e)
{
	unsigned char under[KEY_BYTES], salt[crypto_pwhash_SALTBYTES];
	int64_t ops = sqlite3_column_int64(st, 2), memory = sqlite3_column_int64(st, 3);
	int rc;

	if (!passphrase)
		return left_by_unlock(s) ? 0 : err_set(e, ERR_DENIED, TEXT_STORE_CLOSED, "");
	/* Whoever altered the file must not make opening it take the machine's memory, or for ever. */
	if (!sql_bytes_at(st, 1, salt, sizeof salt) || ops < 1 || ops > PASS_OPS_MAX || memory < 8192 ||
		memory > PASS_MEMORY)
		return err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "wrap", s->folder);
	if (derive(passphrase, salt, ops, memory, under, e))
		return -1;
	rc = open_wrapped(s, "passphrase", under, sqlite3_column_blob(st, 5), (size_t)sqlite3_column_bytes(st, 5));
	sodium_memzero(under, sizeof under);
	return rc ? err_set(e, ERR_DENIED, TEXT_PASSPHRASE_WRONG, "") : 0;
}

static int open_with_key_file(struct store *s, sqlite3_stmt *st, struct err *e)
{
	unsigned char under[KEY_BYTES];
	char path[4096];
	int rc;

	sql_text_at(st, 4, path, sizeof path);
	if (key_file_read(path, under, e)) {
		if (e->code == ERR_NOT_FOUND)
			err_set(e, ERR_DENIED, TEXT_KEY_FILE_MISSING, "%s", path);
		return -1;
	}
	rc = open_wrapped(s, "keyfile", under, sqlite3_column_blob(st, 5), (size_t)sqlite3_column_bytes(st, 5));
	sodium_memzero(under, sizeof under);
	return rc ? err_set(e, ERR_DENIED, TEXT_KEY_FILE_WRONG, "%s", path) : 0;
}

static int open_way(struct store *s, sqlite3_stmt *st, const char *passphrase, struct err *e)
{
	const char *way = (const char *)sqlite3_column_text(st, 0);

	if (!strcmp(way, "passphrase")) {
		s->protection = STORE_UNDER_PASSPHRASE;
		return open_with_passphrase(s, st, passphrase, e);
	}
	if (!strcmp(way, "keyfile")) {
		s->protection = STORE_UNDER_KEY_FILE;
		return open_with_key_file(s, st, e);
	}
	s->protection = STORE_UNPROTECTED;
	return sql_bytes_at(st, 5, s->data_key, KEY_BYTES)
		       ? 0
		       : err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "wrap", s->folder);
}

int keyring_open(struct store *s, const char *passphrase, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_WRAP_GET, "");
	int row = sql_row(s, st, e);
	int rc;

	if (row <= 0)
		return row ? -1 : err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "wrap", s->folder);
	rc = open_way(s, st, passphrase, e);
	sql_end(st);
	return rc;
}
