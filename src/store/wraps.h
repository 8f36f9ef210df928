/* wraps.h - the wrapped copies of a data key, as a store and the head of a backup hold them (sync/PROTOCOL.md, section
 * 12). Exactly one of passphrase, keyfile and open is there; a recovery key and a stick may stand beside the first two.
 */
#ifndef TUNGNHA_STORE_WRAPS_H
#define TUNGNHA_STORE_WRAPS_H

#include <tungnha/store_keep.h>

enum {
	WRAPS_MAX = 4,
	WRAP_WAY = 16,
	WRAP_PATH = 4096,
	WRAP_SALT = 32,
	WRAP_KEY = KEY_BYTES + 24 + 16,
	RECOVERY_BYTES = 20,
};

struct wrap {
	char way[WRAP_WAY]; /* "passphrase", "keyfile", "open", "recovery", "stick" */
	unsigned char salt[WRAP_SALT];
	size_t salt_bytes;
	int64_t ops, memory;  /* Argon2id */
	char path[WRAP_PATH]; /* keyfile: where it lay when it was made; "" = not told */
	unsigned char key[WRAP_KEY];
	size_t key_bytes;
};
struct wraps {
	struct wrap wrap[WRAPS_MAX];
	size_t count;
};

const struct wrap *wraps_find(const struct wraps *w, const char *way); /* NULL: none */
enum store_protection wraps_protection(const struct wraps *w);
/* What can be seen without any secret: known ways, one main one, the right lengths, bounds on work. */
bool wraps_sane(const struct wraps *w);
/* where: the store or backup, for the sentence. Errors as store_open_by. */
int wraps_open(const struct wraps *w, const struct store_key *k, const char *where,
	unsigned char data_key[static KEY_BYTES], struct err *e);

int wrap_under_passphrase(
	struct wrap *w, const char *passphrase, const unsigned char data_key[static KEY_BYTES], struct err *e);
/* way "keyfile" or "stick"; the key file is there. */
int wrap_under_key_file(struct wrap *w, const char *way, const char *path,
	const unsigned char data_key[static KEY_BYTES], struct err *e);
/* Draws a recovery key. */
void wrap_under_recovery(
	struct wrap *w, const unsigned char data_key[static KEY_BYTES], char out[static STORE_RECOVERY_TEXT]);
void wrap_open(struct wrap *w, const unsigned char data_key[static KEY_BYTES]);

/* --- a recovery key as text (recovery.c) --- */

void recovery_write(const unsigned char key[static RECOVERY_BYTES], char out[static STORE_RECOVERY_TEXT]);
/* As a person types it: any case, spaces and hyphens anywhere, O for 0, I and L for 1. ERR_DATA says where the slip is.
 */
int recovery_read(const char *typed, unsigned char out[static RECOVERY_BYTES], struct err *e);
void recovery_under(const unsigned char key[static RECOVERY_BYTES], const unsigned char salt[static WRAP_SALT],
	unsigned char out[static KEY_BYTES]);

/* --- key files, and where `unlock` leaves a data key (keyfile.c) --- */

int keyfile_read(const char *path, unsigned char out[static KEY_BYTES], struct err *e);
int keyfile_make(const char *path, struct err *e); /* 0600; whatever was there is replaced */
int runtime_leave(struct id node, const unsigned char data_key[static KEY_BYTES], struct err *e);
int runtime_remove(struct id node, struct err *e);
bool runtime_take(struct id node, unsigned char data_key[static KEY_BYTES]);

#endif
