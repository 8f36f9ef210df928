/* pack.c - .zip as APPNOTE 6.3 has it: deflated files, names in UTF-8, no extras. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zlib.h>

#include <tungnha/alloc.h>
#include <tungnha/pack.h>

enum { VERSION = 20, UTF8_NAME = 1 << 11, DEFLATED = 8, NAME_MAX_BYTES = 255, FILE_MAX = 64 * 1024 * 1024 };
enum { VIETNAM = 7 * 60 * 60 };

static void put(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(v >> (8 * i) & 0xff));
}

void pack_begin(struct pack *k, struct buf *out, int64_t now)
{
	time_t t = (time_t)(now + VIETNAM);
	struct tm d = {0};
	*k = (struct pack){.out = out};
	buf_init(&k->directory, (size_t)PACK_FILES_MAX * (NAME_MAX_BYTES + 64));
	if (!gmtime_r(&t, &d) || d.tm_year < 80)
		d = (struct tm){.tm_year = 80, .tm_mday = 1};
	k->date = (uint16_t)((d.tm_year - 80) << 9 | (d.tm_mon + 1) << 5 | d.tm_mday);
	k->time = (uint16_t)(d.tm_hour << 11 | d.tm_min << 5 | d.tm_sec / 2);
}

/* What stands before a file and once more in the directory. */
static void describe(const struct pack *k, struct buf *b, uint32_t crc, size_t packed, size_t n, const char *name)
{
	put(b, VERSION, 2);
	put(b, UTF8_NAME, 2);
	put(b, DEFLATED, 2);
	put(b, k->time, 2);
	put(b, k->date, 2);
	put(b, crc, 4);
	put(b, (uint32_t)packed, 4);
	put(b, (uint32_t)n, 4);
	put(b, (uint32_t)strlen(name), 2);
	put(b, 0, 2);
}

/* Raw deflate; NULL: it could not. The caller frees. */
static unsigned char *squeeze(const void *bytes, size_t n, size_t *packed)
{
	z_stream z = {0};
	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY) !=
		Z_OK)
		return NULL;
	size_t room = deflateBound(&z, n);
	unsigned char *out = alloc_zero(room + 1, 1);
	z.next_in = (unsigned char *)(uintptr_t)bytes;
	z.avail_in = (unsigned)n;
	z.next_out = out;
	z.avail_out = (unsigned)room;
	bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
	*packed = z.total_out;
	deflateEnd(&z);
	if (whole)
		return out;
	free(out);
	return NULL;
}

int pack_add(struct pack *k, const char *name, const void *bytes, size_t n, struct err *e)
{
	size_t packed = 0, at = k->out->len;
	bool fits = k->files < PACK_FILES_MAX && strlen(name) <= NAME_MAX_BYTES && n <= FILE_MAX;
	unsigned char *z = fits ? squeeze(bytes, n, &packed) : NULL;
	if (!z)
		return err_set(e, ERR_DATA, TEXT_PACK_TOO_LARGE, "%s", name);
	uint32_t crc = (uint32_t)crc32(0, bytes, (unsigned)n);
	buf_add(k->out, "PK\3\4", 4);
	describe(k, k->out, crc, packed, n, name);
	buf_text(k->out, name);
	buf_add(k->out, z, packed);
	free(z);
	buf_add(&k->directory, "PK\1\2", 4);
	put(&k->directory, VERSION, 2);
	describe(k, &k->directory, crc, packed, n, name);
	put(&k->directory, 0, 2); /* comment */
	put(&k->directory, 0, 2); /* disk */
	put(&k->directory, 0, 2);
	put(&k->directory, 0, 4);
	put(&k->directory, (uint32_t)at, 4);
	buf_text(&k->directory, name);
	k->files++;
	return k->out->full ? err_set(e, ERR_DATA, TEXT_PACK_TOO_LARGE, "%s", name) : 0;
}

int pack_end(struct pack *k, struct err *e)
{
	size_t at = k->out->len;
	buf_add(k->out, k->directory.data, k->directory.len);
	buf_add(k->out, "PK\5\6", 4);
	put(k->out, 0, 4);
	put(k->out, (uint32_t)k->files, 2);
	put(k->out, (uint32_t)k->files, 2);
	put(k->out, (uint32_t)k->directory.len, 4);
	put(k->out, (uint32_t)at, 4);
	put(k->out, 0, 2);
	buf_free(&k->directory);
	return k->out->full ? err_set(e, ERR_DATA, TEXT_PACK_TOO_LARGE, ".zip") : 0;
}
