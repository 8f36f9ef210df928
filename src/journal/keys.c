/* keys.c - a node's two key pairs and its id. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/keys.h>

_Static_assert(KEY_BYTES == crypto_sign_PUBLICKEYBYTES && KEY_BYTES == crypto_box_PUBLICKEYBYTES, "public keys");
_Static_assert(KEY_BYTES == crypto_box_SECRETKEYBYTES && KEY_SIGN_SECRET == crypto_sign_SECRETKEYBYTES, "secret keys");
_Static_assert(KEY_SIGNATURE == crypto_sign_BYTES, "signatures");

void keys_generate(struct keys_secret *out)
{
	if (sodium_init() < 0)
		abort(); /* no source of random bytes: a key made now would be no secret */
	crypto_sign_keypair(out->pub.sign, out->sign_secret);
	crypto_box_keypair(out->pub.box, out->box_secret);
}

/* libsodium makes the same X25519 secret of a seed as the Ed25519 one, so the box pair comes of the seed's hash. */
void keys_from_seed(const unsigned char seed[static KEY_BYTES], struct keys_secret *out)
{
	unsigned char box_seed[KEY_BYTES];
	crypto_generichash(box_seed, sizeof box_seed, seed, KEY_BYTES, NULL, 0);
	crypto_sign_seed_keypair(out->pub.sign, out->sign_secret, seed);
	crypto_box_seed_keypair(out->pub.box, out->box_secret, box_seed);
	sodium_memzero(box_seed, sizeof box_seed);
}

void keys_wipe(struct keys_secret *k)
{
	sodium_memzero(k, sizeof *k);
}

struct id keys_id(const struct keys_public *k)
{
	static const char domain[] = "tungnha.node.1"; /* its NUL is hashed too */
	crypto_generichash_state state;
	unsigned char hash[KEY_BYTES];
	struct id id;
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&state, k->sign, sizeof k->sign);
	crypto_generichash_update(&state, k->box, sizeof k->box);
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(id.b, hash, sizeof id.b);
	return id;
}

bool keys_equal(const struct keys_public *a, const struct keys_public *b)
{
	return memcmp(a->sign, b->sign, sizeof a->sign) == 0 && memcmp(a->box, b->box, sizeof a->box) == 0;
}
