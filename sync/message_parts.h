/* message_parts.h - what message_seal.c and message_open.c must agree on: where things stand, what is signed. */
#ifndef TUNGNHA_MESSAGE_PARTS_H
#define TUNGNHA_MESSAGE_PARTS_H

#include <stdint.h>
#include <string.h>

#include <sodium.h>

#include "zip.h"

#include <tungnha/message.h>

#define MESSAGE_MAGIC "TNM1"
#define MESSAGE_DOMAIN "tungnha.message.1" /* its NUL is signed too */

enum {
	MESSAGE_VERSION = 1,
	MESSAGE_ALG = 1,
	MESSAGE_PREFIX = 4 + ID_BYTES, /* magic, recipient; then the sealed box */
	MESSAGE_PAD = 256,
	MESSAGE_DEPTH_MAX = 8, /* nesting of the header and of the first line */

	/* offsets in the plaintext */
	PLAIN_SIGNATURE = 0,
	PLAIN_VERSION = KEY_SIGNATURE,
	PLAIN_ALG = PLAIN_VERSION + 1,
	PLAIN_SIGN = PLAIN_ALG + 1,
	PLAIN_BOX = PLAIN_SIGN + KEY_BYTES,
	PLAIN_HEADER_BYTES = PLAIN_BOX + KEY_BYTES,
	PLAIN_HEADER = PLAIN_HEADER_BYTES + 4,

	/* the longest plaintext whose padded, sealed form still fits; padding adds at least one byte */
	PLAIN_MAX = (MESSAGE_BYTES_MAX - MESSAGE_PREFIX - (int)crypto_box_SEALBYTES) / MESSAGE_PAD * MESSAGE_PAD - 1,

	/* what is signed begins: domain NUL, recipient box_pk, u32 length of the rest */
	SIGNED_START = sizeof MESSAGE_DOMAIN + KEY_BYTES + 4,
};

_Static_assert((int)SIGNED_START <= (int)KEY_SIGNATURE, "the start of what is signed fits into the signature's place");

extern const unsigned char message_dictionary[];
extern const uint32_t message_dictionary_bytes;

static inline struct zip_dictionary message_zip_dictionary(void)
{
	return (struct zip_dictionary){message_dictionary, message_dictionary_bytes};
}

static inline void message_put32(unsigned char *out, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(n >> (8 * i));
}

static inline uint32_t message_get32(const unsigned char *in)
{
	return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

/* What is signed, made without copying: its start overwrites the end of the signature's place in the plaintext and runs
 * into the bytes behind it. n: of the plaintext, unpadded. Returns where it begins; it ends with the plaintext. */
static inline unsigned char *message_signed(
	unsigned char *plain, size_t n, const unsigned char recipient_box[static KEY_BYTES])
{
	unsigned char *start = plain + KEY_SIGNATURE - SIGNED_START;
	memcpy(start, MESSAGE_DOMAIN, sizeof MESSAGE_DOMAIN);
	memcpy(start + sizeof MESSAGE_DOMAIN, recipient_box, KEY_BYTES);
	message_put32(plain + KEY_SIGNATURE - 4, (uint32_t)(n - KEY_SIGNATURE));
	return start;
}

/* What an opened message owns besides its arrays. */
struct message_memory {
	char *text; /* the inflated body; entries point into it */
	size_t text_bytes;
	const char **entry;
	size_t *entry_bytes;
};

#endif
