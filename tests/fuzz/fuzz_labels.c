/* fuzz_labels.c - files of door labels. The first byte of an input says how the rest is taken:
 *
 *     f   as a file
 *     t   as the text of one, signed and sealed as a hostile device of the hamlet would: what lies behind the seal */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/labels.h>
#include <tungnha/utf8.h>

#include "fuzz.h"

static struct keys_secret me, sender;

static void begin(void)
{
	static const unsigned char seed_of_me[KEY_BYTES] = {1}, seed_of_sender[KEY_BYTES] = {2};
	if (me.pub.sign[0] || me.pub.sign[1])
		return;
	keys_from_seed(seed_of_me, &me);
	keys_from_seed(seed_of_sender, &sender);
}

/* What was taken goes into a file of our own and comes back the same. */
static void check_taken(const struct labels *l)
{
	struct labels back;
	struct buf file;
	struct err e;
	for (size_t i = 0; i < l->count; i++) {
		assert(i == 0 || id_compare(l->label[i - 1].key, l->label[i].key) < 0);
		assert(l->label[i].text[0] && utf8_is_nfc(l->label[i].text, strlen(l->label[i].text)));
	}
	buf_init(&file, LABELS_FILE_MAX);
	assert(labels_seal(l, &me, &me.pub, 1, &file, &e) == 0);
	assert(labels_open(file.data, file.len, &me, &back, &e) == 0);
	assert(back.count == l->count && strcmp(back.unit, l->unit) == 0 && strcmp(back.at, l->at) == 0);
	labels_free(&back);
	buf_free(&file);
}

static void open_it(const void *bytes, size_t n)
{
	struct labels l;
	struct err e;
	if (labels_open(bytes, n, &me, &l, &e) == 0)
		check_taken(&l);
	else
		assert(!l.label && l.count == 0 && !l.unit[0] && e.code == ERR_DATA);
	labels_free(&l);
}

static void add_part(crypto_generichash_state *h, const void *bytes, size_t n)
{
	unsigned char length[4];
	for (int i = 0; i < 4; i++)
		length[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_update(h, length, sizeof length);
	crypto_generichash_update(h, bytes, n);
}

static void seal_it(const uint8_t *text, size_t n)
{
	static const char domain[] = "tungnha.labels.1";
	enum {
		HEAD = 7 + ID_BYTES + KEY_BYTES + crypto_box_SEALBYTES,
		NONCE = 24,
		TAG = 16,
		PLAIN = 64 + 2 * KEY_BYTES
	};
	unsigned char key[KEY_BYTES] = {7}, hash[KEY_BYTES], *file = alloc_bytes(HEAD + NONCE + PLAIN + n + 256 + TAG);
	unsigned char *plain = alloc_bytes(PLAIN + n + 256);
	struct id id = keys_id(&me.pub);
	size_t padded;
	crypto_generichash_state h;
	memcpy(file, "TNL1\1\1\1", 7);
	memcpy(file + 7, id.b, ID_BYTES);
	assert(crypto_box_seal(file + 7 + ID_BYTES, key, sizeof key, me.pub.box) == 0);
	memset(file + HEAD, 9, NONCE);
	memcpy(plain + 64, sender.pub.sign, KEY_BYTES);
	memcpy(plain + 96, sender.pub.box, KEY_BYTES);
	memcpy(plain + PLAIN, text, n);
	crypto_generichash_init(&h, NULL, 0, sizeof hash);
	crypto_generichash_update(&h, (const unsigned char *)domain, sizeof domain);
	add_part(&h, file, HEAD);
	add_part(&h, plain + 64, PLAIN - 64 + n);
	crypto_generichash_final(&h, hash, sizeof hash);
	crypto_sign_detached(plain, NULL, hash, sizeof hash, sender.sign_secret);
	sodium_pad(&padded, plain, PLAIN + n, 256, PLAIN + n + 256);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		file + HEAD + NONCE, NULL, plain, padded, file, HEAD, NULL, file + HEAD, key);
	open_it(file, HEAD + NONCE + padded + TAG);
	free(plain);
	free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	begin();
	if (size > 0 && data[0] == 'f')
		open_it(data + 1, size - 1);
	else if (size > 0 && data[0] == 't')
		seal_it(data + 1, size - 1);
	return 0;
}
