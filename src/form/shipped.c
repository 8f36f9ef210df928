/* shipped.c - the definitions inside the program (shipped.def), by id. They lie compressed in it, a quarter of their
 * size, and are inflated when first asked for. */
#include <assert.h>
#include <pthread.h>
#include <string.h>

#include <zlib.h>

#include <tungnha/alloc.h>
#include <tungnha/form.h>

#define SHIP(id, name, file) extern const unsigned char name[], name##_end[];
#include "shipped.def"
#undef SHIP

static const struct {
	const char *id;
	const unsigned char *bytes, *end;
} shipped[] = {
#define SHIP(id, name, file) {id, name, name##_end},
#include "shipped.def"
#undef SHIP
};

enum { SHIPPED = sizeof shipped / sizeof *shipped };

/* Inflated: lent for as long as the program runs. */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static char *plain[SHIPPED];
static size_t plain_bytes[SHIPPED];

/* The last four bytes of a gzip file say how long it was. */
static size_t length_of(size_t i)
{
	const unsigned char *p = shipped[i].end - 4;
	return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

/* Our own bytes, made by the build: anything but success is a bug of it. */
static void inflate_one(size_t i)
{
	size_t n = length_of(i);
	char *text = alloc_zero(n + 1, 1);
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)shipped[i].bytes,
		.avail_in = (unsigned)(shipped[i].end - shipped[i].bytes),
		.next_out = (unsigned char *)text,
		.avail_out = (unsigned)n};
	bool good = inflateInit2(&z, 16 + MAX_WBITS) == Z_OK && inflate(&z, Z_FINISH) == Z_STREAM_END;
	good = good && z.total_out == n && z.avail_in == 0;
	inflateEnd(&z);
	assert(good);
	(void)good;
	plain[i] = text;
	plain_bytes[i] = n;
}

const char *form_shipped_at(size_t i, size_t *n)
{
	if (i >= SHIPPED)
		return NULL;
	pthread_mutex_lock(&guard);
	if (!plain[i])
		inflate_one(i);
	pthread_mutex_unlock(&guard);
	*n = plain_bytes[i];
	return plain[i];
}

const char *form_shipped(const char *id, size_t *n)
{
	for (size_t i = 0; i < SHIPPED; i++)
		if (strcmp(shipped[i].id, id) == 0)
			return form_shipped_at(i, n);
	return NULL;
}
