/* zip.h - zlib streams with a limit, whole in memory, optionally with a preset dictionary. Private to sync/. */
#ifndef TUNGNHA_ZIP_H
#define TUNGNHA_ZIP_H

#include <stdbool.h>
#include <stddef.h>

#include <zlib.h>

struct zip_dictionary {
	const unsigned char *bytes; /* NULL: none */
	unsigned count;
};

/* Packing piece by piece into a place of fixed size. Every begun stream must be ended. */
struct zip {
	z_stream z;
	bool full;
};

void zip_begin(struct zip *zip, struct zip_dictionary d, unsigned char *out, size_t out_max);
void zip_put(struct zip *zip, const void *bytes, size_t n);
size_t zip_end(struct zip *zip); /* bytes written; 0: did not fit */

/* No stream of n bytes is packed into more than this. */
size_t zip_bound(size_t n);

enum zip_result {
	ZIP_DONE,
	ZIP_BROKEN, /* cut, altered, bytes behind its end, another dictionary */
	ZIP_LARGE,  /* more than max bytes inside */
};

/* Unpacks exactly one stream of n bytes into *out (with a NUL behind it, the caller frees; NULL unless ZIP_DONE). Never
 * holds more than max + 1 bytes of it, and wipes what it lets go of. A stream made with a dictionary needs that one,
 * one made without needs none. */
enum zip_result zip_unpack(
	const unsigned char *in, size_t n, struct zip_dictionary d, size_t max, char **out, size_t *out_bytes);

#endif
