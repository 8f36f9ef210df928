/* keys.h - a node's two key pairs and its id (sync/PROTOCOL.md, section 3). */
#ifndef TUNGNHA_KEYS_H
#define TUNGNHA_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include <tungnha/id.h>

enum {
	KEY_BYTES = 32,       /* public keys, the X25519 secret key, hashes, symmetric keys */
	KEY_SIGN_SECRET = 64, /* Ed25519 secret key as libsodium keeps it */
	KEY_SIGNATURE = 64,
};

/* What everybody may know of a node. */
struct keys_public {
	unsigned char sign[KEY_BYTES];
	unsigned char box[KEY_BYTES];
};

struct keys_secret {
	struct keys_public pub;
	unsigned char sign_secret[KEY_SIGN_SECRET];
	unsigned char box_secret[KEY_BYTES];
};

void keys_generate(struct keys_secret *out);
void keys_from_seed(const unsigned char seed[static KEY_BYTES], struct keys_secret *out); /* for vectors and tests */
void keys_wipe(struct keys_secret *k);
struct id keys_id(const struct keys_public *k);
bool keys_equal(const struct keys_public *a, const struct keys_public *b);

#endif
