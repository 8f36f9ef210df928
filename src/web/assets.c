/* assets.c - style, script and icon: in the program, compressed; a browser keeps them and asks whether they are the
 * same. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <zlib.h>

#include "web_private.h"

#include <tungnha/alloc.h>

enum { TAG_BYTES = 12, PLAIN_MAX = 256 * 1024 };

#define A(path, type, symbol, file) extern const unsigned char symbol[], symbol##_end[];
#include "assets.def"
#include "assets_desk.def"
#undef A

const struct web_asset web_assets_door[] = {
#define A(path, type, symbol, file) {path, type, symbol, symbol##_end},
#include "assets.def"
#undef A
	{0},
};

const struct web_asset web_assets_desk[] = {
#define A(path, type, symbol, file) {path, type, symbol, symbol##_end},
#include "assets.def"
#include "assets_desk.def"
#undef A
	{0},
};

static char *tag_of(const struct web_asset *a)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char hex[2 * TAG_BYTES + 1];
	crypto_generichash(hash, sizeof hash, a->begin, (size_t)(a->end - a->begin), NULL, 0);
	sodium_bin2hex(hex, sizeof hex, hash, TAG_BYTES);
	return alloc_print("\"%s\"", hex);
}

/* For who takes nothing compressed. */
static char *inflated(const struct web_asset *a, size_t *n)
{
	char *out = alloc_bytes(PLAIN_MAX);
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)a->begin,
		.avail_in = (uInt)(a->end - a->begin),
		.next_out = (unsigned char *)out,
		.avail_out = PLAIN_MAX};
	int rc = inflateInit2(&z, 16 + MAX_WBITS);
	if (rc == Z_OK)
		rc = inflate(&z, Z_FINISH);
	*n = z.total_out;
	inflateEnd(&z);
	if (rc == Z_STREAM_END)
		return out;
	free(out);
	return NULL;
}

static void send_file(struct request *r, const struct web_asset *a)
{
	size_t n = (size_t)(a->end - a->begin);
	if (r->head.encodings && strstr(r->head.encodings, "gzip")) {
		r->answer.body = alloc_bytes(n);
		memcpy(r->answer.body, a->begin, n);
		answer_head(r, "Content-Encoding", alloc_copy("gzip"));
	} else {
		r->answer.body = inflated(a, &n);
	}
	r->answer.size = n;
	r->answer.status = r->answer.body ? 200 : 500;
}

void asset_serve(struct request *r)
{
	const struct web_asset *a = r->asset;
	char *tag = tag_of(a);
	r->answer = (struct answer){.status = 304, .type = a->type, .for_people = true, .lang = r->lang};
	r->answer.may_be_kept = true;
	if (r->head.known_tag && strstr(r->head.known_tag, tag))
		r->answer.body = alloc_copy("");
	else
		send_file(r, a);
	answer_head(r, "ETag", tag);
	answer_head(r, "Vary", alloc_copy("Accept-Encoding"));
	r->answered = true;
}
