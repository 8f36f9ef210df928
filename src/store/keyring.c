/* The data key of a store: drawn once, kept wrapped in table wrap, opened and wrapped anew. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/file.h>
#include <tungnha/store_pages.h>

#include "store_private.h"
#include "wraps.h"

/* --- the table --- */

static size_t blob_at(sqlite3_stmt *st, int column, unsigned char *out, size_t room)
{
	const void *bytes = sqlite3_column_blob(st, column);
	size_t n = bytes ? (size_t)sqlite3_column_bytes(st, column) : 0;

	if (n > room)
		return room + 1; /* a length nothing has */
	if (n)
		memcpy(out, bytes, n);
	return n;
}

int keyring_wraps(struct store *s, struct wraps *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_WRAPS, "");
	int row;

	memset(out, 0, sizeof *out);
	while ((row = sql_row(s, st, e)) > 0) {
		struct wrap *w = &out->wrap[out->count];

		if (out->count++ == WRAPS_MAX) {
			sql_end(st);
			return err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "wrap", s->folder);
		}
		sql_text_at(st, 0, w->way, sizeof w->way);
		w->salt_bytes = blob_at(st, 1, w->salt, sizeof w->salt);
		w->ops = sqlite3_column_int64(st, 2);
		w->memory = sqlite3_column_int64(st, 3);
		sql_text_at(st, 4, w->path, sizeof w->path);
		w->key_bytes = blob_at(st, 5, w->key, sizeof w->key);
	}
	return row;
}

static int put(struct store *s, const struct wrap *w, struct err *e)
{
	return sql_run(s, e, SQL_WRAP_PUT, "tbiitb", w->way, w->salt, w->salt_bytes, w->ops, w->memory, w->path, w->key,
		w->key_bytes);
}

/* --- that nobody altered it: a keyed hash over all of it --- */

static void add(crypto_generichash_state *h, const void *bytes, size_t n)
{
	unsigned char head[4] = {
		(unsigned char)n, (unsigned char)(n >> 8), (unsigned char)(n >> 16), (unsigned char)(n >> 24)};

	crypto_generichash_update(h, head, sizeof head);
	if (n)
		crypto_generichash_update(h, bytes, n);
}

static void mark_of(const struct store *s, const struct wraps *w, char out[static 2 * KEY_BYTES + 1])
{
	static const char domain[] = "tungnha.wraps.1";
	crypto_generichash_state h;
	unsigned char hash[KEY_BYTES];

	crypto_generichash_init(&h, s->data_key, KEY_BYTES, KEY_BYTES);
	crypto_generichash_update(&h, (const unsigned char *)domain, sizeof domain);
	for (size_t i = 0; i < w->count; i++) {
		const struct wrap *x = &w->wrap[i];
		char work[48];

		snprintf(work, sizeof work, "%lld %lld", (long long)x->ops, (long long)x->memory);
		add(&h, x->way, strlen(x->way));
		add(&h, x->salt, x->salt_bytes <= WRAP_SALT ? x->salt_bytes : 0);
		add(&h, work, strlen(work));
		add(&h, x->path, strlen(x->path));
		add(&h, x->key, x->key_bytes <= WRAP_KEY ? x->key_bytes : 0);
	}
	crypto_generichash_final(&h, hash, KEY_BYTES);
	sodium_bin2hex(out, 2 * KEY_BYTES + 1, hash, KEY_BYTES);
}

static int put_mark(struct store *s, struct err *e)
{
	struct wraps w;
	char mark[2 * KEY_BYTES + 1];

	if (keyring_wraps(s, &w, e))
		return -1;
	mark_of(s, &w, mark);
	return store_set(s, "wraps", mark, e);
}

int keyring_check(struct store *s, bool *sound, struct err *e)
{
	struct wraps w;
	char mark[2 * KEY_BYTES + 1], *kept = store_setting(s, "wraps");
	int rc = keyring_wraps(s, &w, e);

	*sound = rc == 0 && wraps_sane(&w);
	if (rc == 0)
		mark_of(s, &w, mark);
	if (*sound && kept) /* a store from before there were marks has none until its wraps change */
		*sound = !strcmp(mark, kept);
	free(kept);
	return rc;
}

/* --- writing --- */

static int put_main(struct store *s, const struct store_setup *how, struct err *e)
{
	struct wrap w;

	switch (how->protection) {
	case STORE_UNDER_PASSPHRASE:
		if (wrap_under_passphrase(&w, how->passphrase, s->data_key, e))
			return -1;
		break;
	case STORE_UNDER_KEY_FILE:
		if (!file_exists(how->key_file) && keyfile_make(how->key_file, e))
			return -1;
		if (wrap_under_key_file(&w, "keyfile", how->key_file, s->data_key, e))
			return -1;
		break;
	case STORE_UNPROTECTED:
		wrap_open(&w, s->data_key);
		break;
	}
	if (sql_run(s, e, SQL_WRAPS_DROP_MAIN, "") || put(s, &w, e))
		return -1;
	s->protection = how->protection;
	return 0;
}

static int put_recovery(struct store *s, char *out, struct err *e)
{
	struct wrap w;

	wrap_under_recovery(&w, s->data_key, out);
	return put(s, &w, e);
}

/* In a transaction. */
static int put_all(struct store *s, const struct store_setup *how, struct err *e)
{
	if (put_main(s, how, e))
		return -1;
	if (how->recovery && how->protection != STORE_UNPROTECTED && put_recovery(s, how->recovery, e))
		return -1;
	return put_mark(s, e);
}

int keyring_create(struct store *s, const struct store_setup *setup, struct err *e)
{
	randombytes_buf(s->data_key, KEY_BYTES);
	return put_all(s, setup, e);
}

/* What opened the store before must not stay readable in the log beside it. */
static int commit_for_good(struct store *s, int rc, struct err *e)
{
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc) {
		store_rollback(s);
		return -1;
	}
	sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return 0;
}

int store_protect(struct store *s, const struct store_setup *how, struct err *e)
{
	enum store_protection before = s->protection;

	if (store_begin(s, e))
		return -1;
	if (commit_for_good(s, put_all(s, how, e), e) == 0)
		return 0;
	s->protection = before;
	return -1;
}

static int refuse_open(const struct store *s, struct err *e)
{
	return s->protection == STORE_UNPROTECTED ? err_set(e, ERR_DATA, TEXT_KEEP_UNPROTECTED, "") : 0;
}

int store_new_recovery(struct store *s, char out[static STORE_RECOVERY_TEXT], struct err *e)
{
	if (refuse_open(s, e) || store_begin(s, e))
		return -1;
	return commit_for_good(s, put_recovery(s, out, e) || put_mark(s, e) ? -1 : 0, e);
}

bool store_has_recovery(struct store *s)
{
	struct wraps w;
	struct err ignored;

	return keyring_wraps(s, &w, &ignored) == 0 && wraps_find(&w, "recovery");
}

static int put_stick(struct store *s, const char *path, struct err *e)
{
	struct wrap w;

	if (wrap_under_key_file(&w, "stick", path, s->data_key, e))
		return -1;
	w.path[0] = 0; /* a stick may be plugged in anywhere */
	return put(s, &w, e) || put_mark(s, e) ? -1 : 0;
}

int store_make_stick(struct store *s, const char *path, struct err *e)
{
	struct err ignored;

	if (refuse_open(s, e))
		return -1;
	if (file_exists(path))
		return err_set(e, ERR_CREATE, TEXT_KEEP_FILE_EXISTS, "%s", path);
	if (keyfile_make(path, e))
		return -1;
	if (store_begin(s, e) == 0 && commit_for_good(s, put_stick(s, path, e), e) == 0)
		return 0;
	file_remove(path, &ignored);
	return -1;
}

int keyring_moved(struct store *s, const char *path, struct err *e)
{
	struct wraps all, only = {.count = 1};
	const struct wrap *old;
	unsigned char data_key[KEY_BYTES];
	struct wrap w;
	bool opened;

	if (keyring_wraps(s, &all, e))
		return -1;
	old = wraps_find(&all, "keyfile");
	if (!old)
		return 0;
	only.wrap[0] = *old;
	opened = wraps_open(&only, &(struct store_key){.key_file = path}, s->folder, data_key, e) == 0;
	sodium_memzero(data_key, sizeof data_key);
	if (!opened) /* a stick opened it: the store's own key file is another */
		return 0;
	return wrap_under_key_file(&w, "keyfile", path, s->data_key, e) || put(s, &w, e) || put_mark(s, e) ? -1 : 0;
}

/* --- opening --- */

int store_passphrase_is(struct store *s, const char *passphrase, struct err *e)
{
	struct wraps w;
	unsigned char data_key[KEY_BYTES];
	bool same;

	if (keyring_wraps(s, &w, e))
		return -1;
	if (wraps_protection(&w) != STORE_UNDER_PASSPHRASE)
		return err_set(e, ERR_DATA, TEXT_KEEP_UNPROTECTED, "");
	if (wraps_open(&w, &(struct store_key){.passphrase = passphrase}, s->folder, data_key, e))
		return -1;
	same = sodium_memcmp(data_key, s->data_key, KEY_BYTES) == 0;
	sodium_memzero(data_key, sizeof data_key);
	return same ? 0 : err_set(e, ERR_DENIED, TEXT_PASSPHRASE_WRONG, "");
}

int keyring_open(struct store *s, const struct store_key *k, struct err *e)
{
	struct wraps w;
	bool nothing_given = !k->passphrase && !k->key_file && !k->recovery;

	if (keyring_wraps(s, &w, e))
		return -1;
	s->protection = wraps_protection(&w);
	if (wraps_open(&w, k, s->folder, s->data_key, e) == 0)
		return 0;
	if (nothing_given && e->code == ERR_DENIED &&
		(e->text == TEXT_STORE_CLOSED || e->text == TEXT_KEY_FILE_MISSING) && runtime_take(s->id, s->data_key))
		return 0;
	return -1;
}
