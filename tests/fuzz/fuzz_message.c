/* fuzz_message.c - messages. The first byte of an input says how the rest is taken:
 *
 *     s   as it is: sealed bytes
 *     p   as a plaintext behind its signature, which is then signed and sealed
 *     b   as a header, a newline and a body, which is then packed, signed and sealed: so that parsing is reached
 *
 * What opens is sealed again, and must open as the same. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <zlib.h>

#include <tungnha/alloc.h>
#include <tungnha/campaign.h>
#include <tungnha/message.h>

#include "../../sync/message_parts.h"
#include "fuzz.h"

static struct keys_secret hub, node;

static void make_keys(void)
{
	unsigned char seed[KEY_BYTES];
	if (!sodium_is_zero(hub.box_secret, sizeof hub.box_secret))
		return;
	memset(seed, 0x11, sizeof seed); /* those of tests/vectors/ */
	keys_from_seed(seed, &hub);
	memset(seed, 0x22, sizeof seed);
	keys_from_seed(seed, &node);
}

/* Every promise about the arrays, by touching all of them. */
static size_t check_opened(const struct message *m)
{
	size_t entries = 0;
	assert(m->haves <= MESSAGE_HAVE_MAX && m->runs <= MESSAGE_RUNS_MAX && unit_valid_code(m->unit));
	assert(m->defs <= MESSAGE_DEFS_MAX);
	assert(m->receipts + m->showns <= MESSAGE_RECEIPTS_MAX && m->quotes <= MESSAGE_RECEIPTS_MAX);
	for (size_t i = 0; i < m->runs; i++) {
		const struct run *r = &m->run[i];
		assert(r->first >= 1 && r->last >= r->first && unit_valid_code(r->chain.unit));
		for (size_t k = 0; k <= r->last - r->first; k++, entries++) {
			assert(r->entry_bytes[k] >= 1 && r->entry_bytes[k] <= ENTRY_OWN_BYTES_MAX);
			assert(!memchr(r->entry[k], '\n', r->entry_bytes[k]) &&
				!memchr(r->entry[k], '\0', r->entry_bytes[k]));
		}
	}
	assert(entries <= MESSAGE_ENTRIES_MAX);
	return entries;
}

static void check_again(const struct message *m)
{
	struct message again;
	struct buf sealed;
	struct err e;
	size_t entries = check_opened(m);
	buf_init(&sealed, MESSAGE_BYTES_MAX);
	if (message_seal(m, &node, &hub.pub, &sealed, &e) == 0) { /* our packing may be a little larger than theirs */
		assert(message_open(sealed.data, sealed.len, &hub, &again, &e) == 0);
		assert(check_opened(&again) == entries && again.runs == m->runs && again.haves == m->haves);
		assert(again.receipts == m->receipts && again.showns == m->showns && again.defs == m->defs);
		assert(again.quotes == m->quotes && again.state == m->state);
		assert(strcmp(again.unit, m->unit) == 0 && again.enrol == m->enrol);
		assert(again.most == m->most || m->most == MESSAGE_ENTRIES);
		message_free(&again);
	}
	buf_free(&sealed);
}

static void open_it(const uint8_t *bytes, size_t n)
{
	struct message m;
	struct err e;
	if (message_open(bytes, n, &hub, &m, &e) == 0)
		check_again(&m);
	else
		assert(!m.memory && !m.have && !m.run && e.code == ERR_DATA);
	message_free(&m);
}

/* plain: room for the signature before n bytes, and for padding behind. */
static void seal_and_open(uint8_t *plain, size_t n)
{
	unsigned char signature[KEY_SIGNATURE];
	size_t padded;
	struct id id = keys_id(&hub.pub);
	const unsigned char *start = message_signed(plain, n, hub.pub.box);
	crypto_sign_detached(signature, NULL, start, (size_t)(plain + n - start), node.sign_secret);
	memcpy(plain, signature, sizeof signature);
	sodium_pad(&padded, plain, n, MESSAGE_PAD, n + MESSAGE_PAD);
	uint8_t *sealed = alloc_bytes(MESSAGE_PREFIX + padded + crypto_box_SEALBYTES);
	memcpy(sealed, MESSAGE_MAGIC, 4);
	memcpy(sealed + 4, id.b, sizeof id.b);
	crypto_box_seal(sealed + MESSAGE_PREFIX, plain, padded, hub.pub.box);
	open_it(sealed, MESSAGE_PREFIX + padded + crypto_box_SEALBYTES);
	free(sealed);
}

static void open_plain(const uint8_t *data, size_t n)
{
	uint8_t *plain = alloc_bytes(KEY_SIGNATURE + n + MESSAGE_PAD);
	memcpy(plain + KEY_SIGNATURE, data, n);
	if (KEY_SIGNATURE + n >= PLAIN_HEADER) /* signed by whoever it says */
		memcpy(plain + PLAIN_SIGN, node.pub.sign, KEY_BYTES);
	seal_and_open(plain, KEY_SIGNATURE + n);
	free(plain);
}

static void open_text(const uint8_t *data, size_t n)
{
	const uint8_t *newline = n ? memchr(data, '\n', n) : NULL;
	size_t header = newline ? (size_t)(newline - data) : n, body = newline ? n - header - 1 : 0;
	size_t room = PLAIN_HEADER + header + zip_bound(body);
	uint8_t *plain = alloc_bytes(room + MESSAGE_PAD);
	struct zip zip;
	plain[PLAIN_VERSION] = MESSAGE_VERSION;
	plain[PLAIN_ALG] = MESSAGE_ALG;
	memcpy(plain + PLAIN_SIGN, &node.pub, sizeof node.pub);
	message_put32(plain + PLAIN_HEADER_BYTES, (uint32_t)header);
	memcpy(plain + PLAIN_HEADER, data, header);
	zip_begin(&zip, message_zip_dictionary(), plain + PLAIN_HEADER + header, room - PLAIN_HEADER - header);
	zip_put(&zip, newline ? newline + 1 : data, body);
	size_t packed = zip_end(&zip);
	assert(packed > 0);
	seal_and_open(plain, PLAIN_HEADER + header + packed);
	free(plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	make_keys();
	if (size > 0 && data[0] == 's')
		open_it(data + 1, size - 1);
	else if (size > 0 && data[0] == 'p')
		open_plain(data + 1, size - 1);
	else if (size > 0 && data[0] == 'b')
		open_text(data + 1, size - 1);
	return 0;
}
