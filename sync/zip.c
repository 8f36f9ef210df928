/* zip.c - zlib streams with a limit, whole in memory. */
#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "zip.h"

#include <tungnha/alloc.h>

static void *z_alloc(void *opaque, unsigned count, unsigned size)
{
	(void)opaque;
	return alloc_bytes((size_t)count * size);
}

static void z_free(void *opaque, void *p)
{
	(void)opaque;
	free(p);
}

/* -- packing -- */

void zip_begin(struct zip *zip, struct zip_dictionary d, unsigned char *out, size_t out_max)
{
	assert(out_max <= UINT_MAX);
	*zip = (struct zip){.z = {.zalloc = z_alloc, .zfree = z_free}};
	int rc = deflateInit(&zip->z, Z_BEST_COMPRESSION);
	assert(rc == Z_OK);
	if (d.bytes)
		rc = deflateSetDictionary(&zip->z, d.bytes, d.count);
	assert(rc == Z_OK);
	(void)rc;
	zip->z.next_out = out;
	zip->z.avail_out = (unsigned)out_max;
}

void zip_put(struct zip *zip, const void *bytes, size_t n)
{
	assert(n <= UINT_MAX);
	zip->z.next_in = (unsigned char *)(size_t)bytes; /* zlib only reads from it */
	zip->z.avail_in = (unsigned)n;
	if (!zip->full && n > 0)
		deflate(&zip->z, Z_NO_FLUSH);
	zip->full = zip->full || zip->z.avail_in > 0;
}

size_t zip_end(struct zip *zip)
{
	bool whole = !zip->full && deflate(&zip->z, Z_FINISH) == Z_STREAM_END;
	size_t n = whole ? zip->z.total_out : 0;
	deflateEnd(&zip->z);
	return n;
}

size_t zip_bound(size_t n)
{
	return compressBound(n) + 4; /* and the dictionary's number */
}

/* -- unpacking -- */

struct room {
	char *bytes; /* size + 1 of them: there is always a place for the NUL */
	size_t size;
};

enum { STEPS_MAX = 256 * 1024 };

/* Twice as much, and beyond a size few reach all there may be at once: what is not written to takes no memory, an old
 * place beside the new one does. The old place is wiped: realloc would leave a copy of what people told us. */
static void grow(struct room *r, size_t most)
{
	size_t size = r->size > most / 2 || r->size > STEPS_MAX ? most : 2 * r->size;
	char *bytes = alloc_bytes(size + 1);
	memcpy(bytes, r->bytes, r->size);
	sodium_memzero(r->bytes, r->size);
	free(r->bytes);
	*r = (struct room){bytes, size};
}

static void give_room(z_stream *z, const struct room *r)
{
	z->next_out = (unsigned char *)r->bytes + z->total_out;
	z->avail_out = (unsigned)(r->size - z->total_out);
}

/* `need`: the dictionary still has to be asked for. */
static enum zip_result unpack(z_stream *z, struct zip_dictionary need, size_t max, struct room *r)
{
	for (;;) {
		give_room(z, r);
		int rc = inflate(z, Z_NO_FLUSH);
		if (rc == Z_NEED_DICT && need.bytes && inflateSetDictionary(z, need.bytes, need.count) == Z_OK) {
			need.bytes = NULL;
			continue;
		}
		if (z->total_out > max)
			return ZIP_LARGE;
		if (rc == Z_STREAM_END)
			return need.bytes || z->avail_in > 0 ? ZIP_BROKEN : ZIP_DONE;
		if ((rc != Z_OK && rc != Z_BUF_ERROR) || z->avail_out > 0)
			return ZIP_BROKEN;
		grow(r, max + 1);
	}
}

enum zip_result zip_unpack(
	const unsigned char *in, size_t n, struct zip_dictionary d, size_t max, char **out, size_t *out_bytes)
{
	assert(n <= UINT_MAX && max < UINT_MAX);
	z_stream z = {
		.zalloc = z_alloc, .zfree = z_free, .next_in = (unsigned char *)(size_t)in, .avail_in = (unsigned)n};
	size_t guess = 8 * n + 512;
	struct room r = {.size = guess <= max ? guess : max + 1};
	r.bytes = alloc_bytes(r.size + 1);
	int rc = inflateInit(&z);
	assert(rc == Z_OK);
	(void)rc;
	enum zip_result result = unpack(&z, d, max, &r);
	*out_bytes = z.total_out;
	inflateEnd(&z);
	if (result == ZIP_DONE) {
		r.bytes[*out_bytes] = '\0';
		*out = r.bytes;
		return result;
	}
	sodium_memzero(r.bytes, *out_bytes);
	free(r.bytes);
	*out = NULL;
	return result;
}
