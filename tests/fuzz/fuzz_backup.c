/* fuzz_backup.c - backups and recovery keys. The first byte of an input says how the rest is taken:
 *
 *     f   as a file, as it is
 *     s   as a head, a newline and a plaintext, which are then given the right check and sealed: so that parsing is
 *         reached; what opens must be the plaintext
 *     k   as a recovery key that somebody typed */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <tungnha/file.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "../../src/store/backup_file.h"
#include "fuzz.h"

static const unsigned char data_key[KEY_BYTES] = {7};

struct plain {
	const uint8_t *bytes;
	size_t n, at;
};

static int same(void *context, const unsigned char *bytes, size_t n, struct err *e)
{
	struct plain *p = context;
	(void)e;
	assert(p->at + n <= p->n && (n == 0 || memcmp(p->bytes + p->at, bytes, n) == 0));
	p->at += n;
	return 0;
}

static int never(void *context, const unsigned char *bytes, size_t n, struct err *e)
{
	(void)context, (void)bytes, (void)n, (void)e;
	assert(false && "a chunk nobody sealed");
	return -1;
}

/* Every promise about a head that was taken. */
static void check_head(const struct backup_head *h)
{
	assert(wraps_sane(&h->wraps) && h->chunks >= 1 && h->wraps.count <= WRAPS_MAX);
	assert(strlen(h->info.unit) < UNIT_CODE && strlen(h->info.name) < UNIT_NAME);
}

static void open_file(int fd, struct plain *p)
{
	struct backup_file f = {.fd = fd, .path = "x"};
	struct backup_head *h = alloc_zero(1, sizeof *h);
	struct err e;
	assert(lseek(fd, 0, SEEK_SET) == 0);
	if (backup_head_read(&f, h, &e) != 0) {
		assert(e.code == ERR_DATA);
	} else {
		check_head(h);
		int rc = backup_unseal(&f, h, data_key, p ? same : never, p, &e);
		assert(rc == 0 ? p && p->at == p->n : e.code == ERR_DATA);
		if (p && h->chunks == backup_chunks((int64_t)p->n))
			assert(rc == 0);
	}
	free(h);
}

static void put(int fd, const void *bytes, size_t n)
{
	assert(file_write_all(fd, bytes, n) == 0);
}

static void take_raw(const uint8_t *data, size_t n)
{
	int fd = memfd_create("raw", 0);
	put(fd, data, n);
	open_file(fd, NULL);
	close(fd);
}

static void take_sealed(const uint8_t *data, size_t n)
{
	static const char domain[] = "tungnha.backup.head.1";
	const uint8_t *newline = n ? memchr(data, '\n', n) : NULL;
	size_t head = newline ? (size_t)(newline - data) : n;
	struct plain p = {.bytes = newline ? newline + 1 : data + n, .n = newline ? n - head - 1 : 0};
	unsigned char length[4] = {(unsigned char)head, (unsigned char)(head >> 8), (unsigned char)(head >> 16), 0};
	struct backup_file f = {.fd = memfd_create("sealed", 0), .path = "x"};
	struct backup_head *h = alloc_zero(1, sizeof *h);
	crypto_generichash_state state;
	struct err e;
	int from = memfd_create("plain", 0);
	crypto_generichash_init(&state, NULL, 0, KEY_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&state, length, sizeof length);
	crypto_generichash_update(&state, data, head);
	crypto_generichash_final(&state, f.check, KEY_BYTES);
	put(f.fd, BACKUP_MAGIC, 4);
	put(f.fd, length, sizeof length);
	put(f.fd, data, head);
	put(f.fd, f.check, KEY_BYTES);
	put(from, p.bytes, p.n);
	assert(lseek(from, 0, SEEK_SET) == 0);
	h->chunks = backup_chunks((int64_t)p.n);
	assert(backup_seal(&f, h, from, data_key, NULL, NULL, &e) == 0);
	open_file(f.fd, &p);
	close(from);
	close(f.fd);
	free(h);
}

static void take_key(const uint8_t *data, size_t n)
{
	unsigned char key[RECOVERY_BYTES], again[RECOVERY_BYTES];
	char text[STORE_RECOVERY_TEXT], *typed = alloc_copy_n((const char *)data, n);
	struct err e;
	if (recovery_read(typed, key, &e) == 0) {
		recovery_write(key, text);
		assert(recovery_read(text, again, &e) == 0 && memcmp(key, again, sizeof key) == 0);
	} else {
		assert(e.code == ERR_DATA);
	}
	free(typed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && data[0] == 'f')
		take_raw(data + 1, size - 1);
	else if (size > 0 && data[0] == 's')
		take_sealed(data + 1, size - 1);
	else if (size > 0 && data[0] == 'k')
		take_key(data + 1, size - 1);
	return 0;
}
