/* chain.h - what ties entries together: hashes, head signatures, receipts (sync/PROTOCOL.md, sections 3, 4, 8). */
#ifndef TUNGNHA_CHAIN_H
#define TUNGNHA_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/id.h>
#include <tungnha/keys.h>

enum { CHAIN_UNIT_MAX = 32 }; /* bytes of a unit code */

/* Which journal: everything hash_0 covers. */
struct chain {
	struct id author;
	char unit[CHAIN_UNIT_MAX + 1];
	struct id journal;
	uint32_t generation; /* from 1 */
};

struct hash {
	unsigned char b[KEY_BYTES];
};

struct signature {
	unsigned char b[KEY_SIGNATURE];
};

/* An entry of a journal by the place and the start of the hash: what acts, parents and haves name. */
struct name {
	struct id journal;
	uint32_t seq;
	struct id hash; /* first 8 bytes of hash_seq */
};
enum { NAME_TEXT = 16 + 1 + 10 + 1 + 16 + 1 };

bool hash_equal(const struct hash *a, const struct hash *b);
struct id hash_start(const struct hash *h);

void chain_zero(const struct chain *c, struct hash *out);                                /* hash_0 */
void chain_next(const struct hash *prev, const void *entry, size_t n, struct hash *out); /* hash_n */

void chain_sign(
	const struct chain *c, uint32_t seq, const struct hash *h, const struct keys_secret *k, struct signature *out);
bool chain_verify(const struct chain *c, uint32_t seq, const struct hash *h, const struct keys_public *author,
	const struct signature *s);

/* hub confirms journal up to `through`, whose hash is h. */
void chain_receipt_sign(struct id journal, uint32_t through, const struct hash *h, const struct keys_secret *hub,
	struct signature *out);
bool chain_receipt_verify(struct id journal, uint32_t through, const struct hash *h, const struct keys_public *hub,
	const struct signature *s);

const char *name_text(const struct name *n, char out[static NAME_TEXT]); /* "journal:seq:hash" */
bool name_parse(const char *s, struct name *out);                        /* exactly that */
/* What a person or a command gives: "journal:seq" or "journal:seq:hash"; without the hash, *has_hash is false. */
bool name_read(const char *s, struct name *out, bool *has_hash);
int name_compare(const struct name *a, const struct name *b); /* journal, seq, hash */

/* Key of a household whose number was given (section 4). number: as form.h normalises FORM_KEY. */
struct id chain_household_key(const char *unit, const char *number, uint32_t k);

#endif
