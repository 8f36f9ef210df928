/* chain.c - hashes, head signatures, receipts; every input begins with its domain and carries its lengths. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/chain.h>
#include <tungnha/json.h>

_Static_assert(crypto_generichash_BYTES == KEY_BYTES, "a hash is 32 bytes");

static size_t put(unsigned char *out, const void *bytes, size_t n)
{
	memcpy(out, bytes, n);
	return n;
}

static size_t put32(unsigned char *out, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(n >> (8 * i));
	return 4;
}

static size_t put_str8(unsigned char *out, const char *s)
{
	size_t n = strlen(s);
	assert(n <= UINT8_MAX);
	out[0] = (unsigned char)n;
	return 1 + put(out + 1, s, n);
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

struct id hash_start(const struct hash *h)
{
	struct id id;
	memcpy(id.b, h->b, sizeof id.b);
	return id;
}

/* author ‖ str8(unit) ‖ journal ‖ u32 generation: how hash_0 and a head name the journal. */
enum { CHAIN_BYTES = ID_BYTES + 1 + CHAIN_UNIT_MAX + ID_BYTES + 4 };

static size_t put_chain(unsigned char *out, const struct chain *c)
{
	assert(strlen(c->unit) <= CHAIN_UNIT_MAX);
	size_t n = put(out, c->author.b, ID_BYTES);
	n += put_str8(out + n, c->unit);
	n += put(out + n, c->journal.b, ID_BYTES);
	return n + put32(out + n, c->generation);
}

void chain_zero(const struct chain *c, struct hash *out)
{
	static const char domain[] = "tungnha.journal.1";
	unsigned char text[sizeof domain + CHAIN_BYTES];
	size_t n = put(text, domain, sizeof domain);
	n += put_chain(text + n, c);
	crypto_generichash(out->b, sizeof out->b, text, n, NULL, 0);
}

void chain_next(const struct hash *prev, const void *entry, size_t n, struct hash *out)
{
	static const char domain[] = "tungnha.entry.1";
	unsigned char start[sizeof domain + KEY_BYTES + 4];
	crypto_generichash_state state;
	assert(n <= UINT32_MAX);
	size_t at = put(start, domain, sizeof domain);
	at += put(start + at, prev->b, sizeof prev->b);
	at += put32(start + at, (uint32_t)n);
	crypto_generichash_init(&state, NULL, 0, sizeof out->b);
	crypto_generichash_update(&state, start, at);
	crypto_generichash_update(&state, entry, n);
	crypto_generichash_final(&state, out->b, sizeof out->b);
}

/* -- signatures -- */

static const char head_domain[] = "tungnha.head.1";
enum { HEAD_BYTES = sizeof head_domain + CHAIN_BYTES + 4 + KEY_BYTES };

static size_t put_head(unsigned char *out, const struct chain *c, uint32_t seq, const struct hash *h)
{
	size_t n = put(out, head_domain, sizeof head_domain);
	n += put_chain(out + n, c);
	n += put32(out + n, seq);
	return n + put(out + n, h->b, sizeof h->b);
}

void chain_sign(
	const struct chain *c, uint32_t seq, const struct hash *h, const struct keys_secret *k, struct signature *out)
{
	unsigned char text[HEAD_BYTES];
	size_t n = put_head(text, c, seq, h);
	crypto_sign_detached(out->b, NULL, text, n, k->sign_secret);
}

bool chain_verify(const struct chain *c, uint32_t seq, const struct hash *h, const struct keys_public *author,
	const struct signature *s)
{
	unsigned char text[HEAD_BYTES];
	struct id id = keys_id(author);
	size_t n = put_head(text, c, seq, h);
	return id_equal(id, c->author) && crypto_sign_verify_detached(s->b, text, n, author->sign) == 0;
}

static const char receipt_domain[] = "tungnha.receipt.1";
enum { RECEIPT_BYTES = sizeof receipt_domain + ID_BYTES + ID_BYTES + 4 + KEY_BYTES };

static size_t put_receipt(unsigned char *out, struct id hub, struct id journal, uint32_t through, const struct hash *h)
{
	size_t n = put(out, receipt_domain, sizeof receipt_domain);
	n += put(out + n, hub.b, sizeof hub.b);
	n += put(out + n, journal.b, sizeof journal.b);
	n += put32(out + n, through);
	return n + put(out + n, h->b, sizeof h->b);
}

void chain_receipt_sign(
	struct id journal, uint32_t through, const struct hash *h, const struct keys_secret *hub, struct signature *out)
{
	unsigned char text[RECEIPT_BYTES];
	size_t n = put_receipt(text, keys_id(&hub->pub), journal, through, h);
	crypto_sign_detached(out->b, NULL, text, n, hub->sign_secret);
}

bool chain_receipt_verify(struct id journal, uint32_t through, const struct hash *h, const struct keys_public *hub,
	const struct signature *s)
{
	unsigned char text[RECEIPT_BYTES];
	size_t n = put_receipt(text, keys_id(hub), journal, through, h);
	return crypto_sign_verify_detached(s->b, text, n, hub->sign) == 0;
}

/* -- names -- */

const char *name_text(const struct name *n, char out[static NAME_TEXT])
{
	char journal[ID_HEX], hash[ID_HEX];
	snprintf(out, NAME_TEXT, "%s:%u:%s", id_hex(n->journal, journal), (unsigned)n->seq, id_hex(n->hash, hash));
	return out;
}

/* A seq without sign or leading zero, up to the end or a colon; returns what follows it, NULL if it is none. */
static const char *read_seq(const char *s, uint32_t *out)
{
	uint64_t n = 0;
	if (*s < '1' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++) {
		n = n * 10 + (uint64_t)(*s - '0');
		if (n > JSON_INT_MAX)
			return NULL;
	}
	*out = (uint32_t)n;
	return s;
}

/* The id in the 16 characters at s, which must be followed by `end`. */
static bool read_id(const char *s, char end, struct id *out)
{
	char hex[ID_HEX];
	if (strnlen(s, ID_HEX - 1) != ID_HEX - 1 || s[ID_HEX - 1] != end)
		return false;
	memcpy(hex, s, ID_HEX - 1);
	hex[ID_HEX - 1] = '\0';
	return id_parse(hex, out);
}

bool name_read(const char *s, struct name *out, bool *has_hash)
{
	*out = (struct name){0};
	if (!read_id(s, ':', &out->journal))
		return false;
	s = read_seq(s + ID_HEX, &out->seq);
	if (!s || (*s != ':' && *s != '\0'))
		return false;
	*has_hash = *s == ':';
	return !*has_hash || read_id(s + 1, '\0', &out->hash);
}

bool name_parse(const char *s, struct name *out)
{
	bool has_hash;
	return name_read(s, out, &has_hash) && has_hash;
}

int name_compare(const struct name *a, const struct name *b)
{
	int c = id_compare(a->journal, b->journal);
	if (c == 0)
		c = (a->seq > b->seq) - (a->seq < b->seq);
	return c ? c : id_compare(a->hash, b->hash);
}

/* -- keys of households -- */

struct id chain_household_key(const char *unit, const char *number, uint32_t k)
{
	static const char domain[] = "tungnha.household.1";
	unsigned char text[sizeof domain + 2 * (1 + UINT8_MAX) + 4];
	struct hash h;
	size_t n = put(text, domain, sizeof domain);
	n += put_str8(text + n, unit);
	n += put_str8(text + n, number);
	n += put32(text + n, k);
	crypto_generichash(h.b, sizeof h.b, text, n, NULL, 0);
	return hash_start(&h);
}
