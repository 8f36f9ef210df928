/* shipped.c - the definitions inside the program (shipped.def), by id. They lie in it one behind the other, each with a
 * NUL at its end, compressed together: what one says like another is there once, an eighth of their size. They are
 * inflated when the first one is asked for. */
#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include <zlib.h>

#include <tungnha/alloc.h>
#include <tungnha/form.h>

extern const unsigned char shipped_all[];
extern const uint32_t shipped_all_bytes;

static const char *const ids[] = {
#define SHIP(id, file) id,
#include "shipped.def"
#undef SHIP
};

enum { SHIPPED = sizeof ids / sizeof *ids };

/* Inflated: lent for as long as the program runs. */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static const char *plain[SHIPPED];

/* The last four bytes of a gzip file say how long it was. */
static size_t length(void)
{
	const unsigned char *p = shipped_all + shipped_all_bytes - 4;
	return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

/* Our own bytes, made by the build: anything but success is a bug of it. */
static void inflate_all(void)
{
	size_t n = length();
	char *text = alloc_zero(n + 1, 1); /* never freed: what is asked for lies in it */
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)shipped_all,
		.avail_in = shipped_all_bytes,
		.next_out = (unsigned char *)text,
		.avail_out = (unsigned)n};
	bool good = inflateInit2(&z, 16 + MAX_WBITS) == Z_OK && inflate(&z, Z_FINISH) == Z_STREAM_END;
	good = good && z.total_out == n && z.avail_in == 0;
	inflateEnd(&z);
	const char *at = text;
	for (size_t i = 0; i < SHIPPED && good; i++) {
		plain[i] = at;
		at += strlen(at) + 1;
	}
	good = good && at == text + n;
	assert(good);
	(void)good;
}

const char *form_shipped_at(size_t i, size_t *n)
{
	if (i >= SHIPPED)
		return NULL;
	pthread_mutex_lock(&guard);
	if (!plain[0])
		inflate_all();
	pthread_mutex_unlock(&guard);
	*n = strlen(plain[i]);
	return plain[i];
}

const char *form_shipped(const char *id, size_t *n)
{
	for (size_t i = 0; i < SHIPPED; i++)
		if (strcmp(ids[i], id) == 0)
			return form_shipped_at(i, n);
	return NULL;
}
