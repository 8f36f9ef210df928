/* The wrapped copies of a data key: made, and opened with whatever a person has. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/utf8.h>

#include "store_private.h"
#include "wraps.h"

/* 64 MiB and two passes: half a second on a Raspberry Pi 2, and fits its memory. Stored beside the salt, so that they
 * can change. */
enum { PASS_MEMORY = 64 * 1024 * 1024, PASS_OPS = 2, PASS_OPS_MAX = 64, PASS_SALT = crypto_pwhash_SALTBYTES };
_Static_assert((int)WRAP_KEY == (int)KEY_BYTES + (int)SEAL_MORE, "a wrapped key is a sealed one");

static struct place wrap_place(const char *way)
{
	return place_of("wrap", way, strlen(way), NULL, 0);
}

static void seal_key(
	struct wrap *w, const unsigned char under[static KEY_BYTES], const unsigned char data_key[static KEY_BYTES])
{
	struct place p = wrap_place(w->way);

	seal_put(under, &p, data_key, KEY_BYTES, w->key);
	w->key_bytes = WRAP_KEY;
}

static bool open_key(
	const struct wrap *w, const unsigned char under[static KEY_BYTES], unsigned char data_key[static KEY_BYTES])
{
	struct place p = wrap_place(w->way);

	return w->key_bytes == WRAP_KEY && seal_get(under, &p, w->key, WRAP_KEY, data_key);
}

static void begin(struct wrap *w, const char *way)
{
	memset(w, 0, sizeof *w);
	snprintf(w->way, sizeof w->way, "%s", way);
}

/* --- looking --- */

const struct wrap *wraps_find(const struct wraps *w, const char *way)
{
	for (size_t i = 0; i < w->count; i++) {
		if (!strcmp(w->wrap[i].way, way))
			return &w->wrap[i];
	}
	return NULL;
}

enum store_protection wraps_protection(const struct wraps *w)
{
	if (wraps_find(w, "passphrase"))
		return STORE_UNDER_PASSPHRASE;
	return wraps_find(w, "keyfile") ? STORE_UNDER_KEY_FILE : STORE_UNPROTECTED;
}

/* Whoever altered the file must not make opening it take the machine's memory, or for ever. */
static bool sane_passphrase(const struct wrap *w)
{
	return w->salt_bytes == PASS_SALT && w->ops >= 1 && w->ops <= PASS_OPS_MAX && w->memory >= 8192 &&
	       w->memory <= PASS_MEMORY;
}

bool wraps_sane(const struct wraps *w)
{
	int main_ways = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct wrap *x = &w->wrap[i];
		bool open = !strcmp(x->way, "open"), passphrase = !strcmp(x->way, "passphrase");
		bool key_file = !strcmp(x->way, "keyfile"), recovery = !strcmp(x->way, "recovery");

		main_ways += open || passphrase || key_file;
		if (wraps_find(w, x->way) != x || x->key_bytes != (open ? (size_t)KEY_BYTES : (size_t)WRAP_KEY) ||
			(passphrase && !sane_passphrase(x)) || (recovery && x->salt_bytes != WRAP_SALT) ||
			(open && w->count > 1) ||
			(!open && !passphrase && !key_file && !recovery && strcmp(x->way, "stick") != 0))
			return false;
	}
	return main_ways == 1;
}

/* --- opening --- */

/* "ậ" is one character or three, as the keyboard has it: the same passphrase. Nothing else of it is changed. */
static char *composed(const char *passphrase)
{
	char *nfc = utf8_nfc(passphrase, strlen(passphrase));
	return nfc ? nfc : alloc_copy(passphrase);
}

static void forget(char *passphrase)
{
	sodium_memzero(passphrase, strlen(passphrase));
	free(passphrase);
}

static int derive(const struct wrap *w, const char *passphrase, unsigned char out[static KEY_BYTES], struct err *e)
{
	int rc = crypto_pwhash(out, KEY_BYTES, passphrase, strlen(passphrase), w->salt, (unsigned long long)w->ops,
		(size_t)w->memory, crypto_pwhash_ALG_ARGON2ID13);
	return rc == 0 ? 0 : err_set(e, ERR_IO, TEXT_PASSPHRASE_MEMORY, "");
}

static int open_with_recovery(const struct wraps *w, const char *typed, unsigned char *data_key, struct err *e)
{
	const struct wrap *x = wraps_find(w, "recovery");
	unsigned char key[RECOVERY_BYTES], under[KEY_BYTES];
	bool opened;

	if (!x)
		return err_set(e, ERR_DENIED, TEXT_RECOVERY_NONE, "");
	if (recovery_read(typed, key, e))
		return -1;
	recovery_under(key, x->salt, under);
	opened = open_key(x, under, data_key);
	sodium_memzero(key, sizeof key);
	sodium_memzero(under, sizeof under);
	return opened ? 0 : err_set(e, ERR_DENIED, TEXT_RECOVERY_WRONG, "");
}

static int open_exactly(const struct wrap *x, const char *passphrase, unsigned char data_key[static KEY_BYTES],
	bool *opened, struct err *e)
{
	unsigned char under[KEY_BYTES];

	if (derive(x, passphrase, under, e))
		return -1;
	*opened = open_key(x, under, data_key);
	sodium_memzero(under, sizeof under);
	return 0;
}

static int open_with_passphrase(const struct wrap *x, const char *passphrase, unsigned char *data_key, struct err *e)
{
	bool opened = false;

	if (!passphrase)
		return err_set(e, ERR_DENIED, TEXT_STORE_CLOSED, "");
	char *typed = composed(passphrase);
	int rc = open_exactly(x, typed, data_key, &opened, e);
	if (rc == 0 && !opened && strcmp(typed, passphrase) != 0) /* of a store from before one form was kept to */
		rc = open_exactly(x, passphrase, data_key, &opened, e);
	forget(typed);
	if (rc != 0)
		return -1;
	return opened ? 0 : err_set(e, ERR_DENIED, TEXT_PASSPHRASE_WRONG, "");
}

/* A key file that a person names, or the one whose place was remembered. */
static int open_with_key_file(const struct wraps *w, const char *path, unsigned char *data_key, struct err *e)
{
	static const char *const ways[] = {"keyfile", "stick"};
	unsigned char under[KEY_BYTES];
	bool opened = false;

	if (keyfile_read(path, under, e)) {
		if (e->code == ERR_NOT_FOUND)
			err_set(e, ERR_DENIED, TEXT_KEY_FILE_MISSING, "%s", path);
		return -1;
	}
	for (size_t i = 0; !opened && i < 2; i++) {
		const struct wrap *x = wraps_find(w, ways[i]);

		opened = x && open_key(x, under, data_key);
	}
	sodium_memzero(under, sizeof under);
	return opened ? 0 : err_set(e, ERR_DENIED, TEXT_KEY_FILE_WRONG, "%s", path);
}

int wraps_open(const struct wraps *w, const struct store_key *k, const char *where,
	unsigned char data_key[static KEY_BYTES], struct err *e)
{
	const struct wrap *x;

	if (!wraps_sane(w))
		return err_set(e, ERR_IO, TEXT_STORE_DAMAGED, "%s" ERR_AND "wrap", where);
	if (k->recovery)
		return open_with_recovery(w, k->recovery, data_key, e);
	if (k->key_file)
		return open_with_key_file(w, k->key_file, data_key, e);
	if ((x = wraps_find(w, "passphrase")) != NULL)
		return open_with_passphrase(x, k->passphrase, data_key, e);
	if ((x = wraps_find(w, "keyfile")) != NULL)
		return open_with_key_file(w, x->path, data_key, e);
	memcpy(data_key, w->wrap[0].key, KEY_BYTES);
	return 0;
}

/* --- making --- */

int wrap_under_passphrase(
	struct wrap *w, const char *passphrase, const unsigned char data_key[static KEY_BYTES], struct err *e)
{
	unsigned char under[KEY_BYTES];

	begin(w, "passphrase");
	randombytes_buf(w->salt, PASS_SALT);
	w->salt_bytes = PASS_SALT;
	w->ops = PASS_OPS;
	w->memory = PASS_MEMORY;
	char *kept = composed(passphrase);
	int rc = derive(w, kept, under, e);
	forget(kept);
	if (rc)
		return -1;
	seal_key(w, under, data_key);
	sodium_memzero(under, sizeof under);
	return 0;
}

int wrap_under_key_file(struct wrap *w, const char *way, const char *path,
	const unsigned char data_key[static KEY_BYTES], struct err *e)
{
	unsigned char under[KEY_BYTES];
	char *absolute;

	begin(w, way);
	if (keyfile_read(path, under, e))
		return -1;
	absolute = realpath(path, NULL);
	snprintf(w->path, sizeof w->path, "%s", absolute ? absolute : path);
	free(absolute);
	seal_key(w, under, data_key);
	sodium_memzero(under, sizeof under);
	return 0;
}

void wrap_under_recovery(
	struct wrap *w, const unsigned char data_key[static KEY_BYTES], char out[static STORE_RECOVERY_TEXT])
{
	unsigned char key[RECOVERY_BYTES], under[KEY_BYTES];

	begin(w, "recovery");
	randombytes_buf(key, sizeof key);
	randombytes_buf(w->salt, WRAP_SALT);
	w->salt_bytes = WRAP_SALT;
	recovery_under(key, w->salt, under);
	seal_key(w, under, data_key);
	recovery_write(key, out);
	sodium_memzero(key, sizeof key);
	sodium_memzero(under, sizeof under);
}

void wrap_open(struct wrap *w, const unsigned char data_key[static KEY_BYTES])
{
	begin(w, "open");
	memcpy(w->key, data_key, KEY_BYTES);
	w->key_bytes = KEY_BYTES;
}
