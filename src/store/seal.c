/* Sealing of single values: XChaCha20-Poly1305 with the value's place as associated data, so that no value can be read,
 * altered, or moved to another row without the data key. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };

static void place_add(struct place *p, const void *bytes, size_t n)
{
	assert(p->n + 2 + n <= PLACE_MAX);
	p->b[p->n++] = (unsigned char)(n & 0xff);
	p->b[p->n++] = (unsigned char)(n >> 8);
	if (n)
		memcpy(p->b + p->n, bytes, n);
	p->n += n;
}

struct place place_of(const char *table, const void *a, size_t an, const void *b, size_t bn)
{
	struct place p = {.n = 0};

	place_add(&p, table, strlen(table));
	place_add(&p, a, an);
	place_add(&p, b, bn);
	return p;
}

void seal_put(const unsigned char key[static KEY_BYTES], const struct place *p, const void *plain, size_t n,
	unsigned char *out)
{
	randombytes_buf(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, plain, n, p->b, p->n, NULL, out, key);
}

bool seal_get(const unsigned char key[static KEY_BYTES], const struct place *p, const void *sealed, size_t n,
	unsigned char *out)
{
	const unsigned char *in = sealed;

	return n >= SEAL_MORE && crypto_aead_xchacha20poly1305_ietf_decrypt(
					 out, NULL, NULL, in + NONCE, n - NONCE, p->b, p->n, in, key) == 0;
}

char *seal_column(struct store *s, const struct place *p, sqlite3_stmt *st, int column, size_t *n)
{
	size_t sealed = (size_t)sqlite3_column_bytes(st, column);
	char *out;

	if (sealed < SEAL_MORE)
		return NULL;
	out = alloc_bytes(sealed - SEAL_MORE + 1);
	if (!seal_get(s->data_key, p, sqlite3_column_blob(st, column), sealed, (unsigned char *)out)) {
		free(out);
		return NULL;
	}
	out[sealed - SEAL_MORE] = 0;
	if (n)
		*n = sealed - SEAL_MORE;
	return out;
}
