/* pack.h - several files as one .zip, in memory. */
#ifndef TUNGNHA_PACK_H
#define TUNGNHA_PACK_H

#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>

enum { PACK_FILES_MAX = 1000 };

struct pack {
	struct buf *out;      /* the caller's, empty at first; full: it did not fit */
	struct buf directory; /* of what is in it so far */
	size_t files;
	uint16_t date, time; /* of every file, as such archives write them */
};
void pack_begin(struct pack *k, struct buf *out, int64_t now);
/* name: a plain one, UTF-8, at most 255 bytes. ERR_DATA: too many or too large. */
int pack_add(struct pack *k, const char *name, const void *bytes, size_t n, struct err *e);
/* Ends it; also after a failure, then *out is of no use. ERR_DATA: it did not fit. */
int pack_end(struct pack *k, struct err *e);

#endif
