/* The form of a backup: head, hash of the head, sealed chunks; read and written without trusting a byte of it. */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "backup_file.h"

_Static_assert(BACKUP_CHUNK_MORE == crypto_secretstream_xchacha20poly1305_ABYTES, "what a sealed chunk has more");
enum {
	STREAM_HEAD = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	CHUNK_SEALED = BACKUP_CHUNK + BACKUP_CHUNK_MORE
};
enum { PREFIX = 8, DEPTH = 4, B64_MAX = 160 };

ssize_t backup_read(int fd, void *bytes, size_t n)
{
	char *at = bytes;
	size_t done = 0;

	while (done < n) {
		ssize_t got = read(fd, at + done, n - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

static int damaged(const struct backup_file *f, struct err *e)
{
	return err_set(e, ERR_DATA, TEXT_BACKUP_DAMAGED, "%s", f->path);
}

/* --- the head --- */

static void add_bytes(cJSON *o, const char *name, const unsigned char *bytes, size_t n)
{
	char text[B64_MAX];

	base64_encode(bytes, n, text, sizeof text);
	cJSON_AddStringToObject(o, name, text);
}

static cJSON *wrap_json(const struct wrap *w)
{
	cJSON *o = cJSON_CreateObject();

	add_bytes(o, "key", w->key, w->key_bytes);
	cJSON_AddNumberToObject(o, "memory", (double)w->memory);
	cJSON_AddNumberToObject(o, "ops", (double)w->ops);
	cJSON_AddStringToObject(o, "path", utf8_is_nfc(w->path, strlen(w->path)) ? w->path : "");
	add_bytes(o, "salt", w->salt, w->salt_bytes);
	cJSON_AddStringToObject(o, "way", w->way);
	return o;
}

static cJSON *head_json(const struct backup_head *h)
{
	char stamp[CLOCK_STAMP], hex[ID_HEX];
	cJSON *o = cJSON_CreateObject(), *wraps;

	cJSON_AddStringToObject(o, "at", clock_stamp(h->info.at, stamp));
	cJSON_AddNumberToObject(o, "chunks", (double)h->chunks);
	cJSON_AddStringToObject(o, "name", h->info.name);
	cJSON_AddStringToObject(o, "node", id_hex(h->info.node, hex));
	cJSON_AddStringToObject(o, "role", h->info.role == STORE_AGGREGATOR ? "aggregator" : "collector");
	cJSON_AddStringToObject(o, "unit", h->info.unit);
	wraps = cJSON_AddArrayToObject(o, "wraps");
	for (size_t i = 0; i < h->wraps.count; i++)
		cJSON_AddItemToArray(wraps, wrap_json(&h->wraps.wrap[i]));
	return o;
}

static void put32(unsigned char *out, size_t n)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(n >> (8 * i));
}

static void hash_head(const void *json, size_t n, unsigned char out[static KEY_BYTES])
{
	static const char domain[] = "tungnha.backup.head.1";
	crypto_generichash_state h;
	unsigned char length[4];

	put32(length, n);
	crypto_generichash_init(&h, NULL, 0, KEY_BYTES);
	crypto_generichash_update(&h, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&h, length, sizeof length);
	crypto_generichash_update(&h, json, n);
	crypto_generichash_final(&h, out, KEY_BYTES);
}

bool backup_head_write(const struct backup_head *h, struct buf *out, unsigned char check[static KEY_BYTES])
{
	cJSON *o = head_json(h);
	struct buf json;
	unsigned char length[4];
	bool good;

	buf_init(&json, BACKUP_HEAD_MAX);
	good = json_canonical(o, &json);
	cJSON_Delete(o);
	hash_head(json.data, json.len, check);
	put32(length, json.len);
	buf_add(out, BACKUP_MAGIC, 4);
	buf_add(out, length, sizeof length);
	buf_add(out, json.data, json.len);
	buf_add(out, check, KEY_BYTES);
	sodium_memzero(json.data, json.len); /* an open store's key is in it */
	buf_free(&json);
	return good && !out->full;
}

/* The bytes of a member, at most room of them; their number, or room + 1. */
static size_t read_bytes(const cJSON *o, const char *name, unsigned char *out, size_t room)
{
	const char *text = json_string(o, name);
	size_t n = text ? strlen(text) * 3 / 4 : room + 1;

	return n <= room && base64_decode(text, out, n) ? n : room + 1;
}

static bool read_text(const cJSON *o, const char *name, char *out, size_t room)
{
	const char *text = json_string(o, name);

	if (!text || strlen(text) >= room)
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

static bool read_wrap(const cJSON *o, struct wrap *w)
{
	w->salt_bytes = read_bytes(o, "salt", w->salt, sizeof w->salt);
	w->key_bytes = read_bytes(o, "key", w->key, sizeof w->key);
	return w->salt_bytes <= sizeof w->salt && w->key_bytes <= sizeof w->key &&
	       read_text(o, "way", w->way, sizeof w->way) && read_text(o, "path", w->path, sizeof w->path) &&
	       json_int(o, "ops", 0, JSON_INT_MAX, &w->ops) && json_int(o, "memory", 0, JSON_INT_MAX, &w->memory);
}

static bool read_head(const cJSON *o, struct backup_head *h)
{
	const char *at = json_string(o, "at"), *node = json_string(o, "node"), *role = json_string(o, "role");
	const cJSON *wraps = json_array(o, "wraps"), *w;
	int64_t chunks;

	if (!at || !clock_read_stamp(at, &h->info.at) || !node || !id_parse(node, &h->info.node) || !role || !wraps ||
		!json_int(o, "chunks", 1, JSON_INT_MAX, &chunks) ||
		!read_text(o, "unit", h->info.unit, sizeof h->info.unit) ||
		!read_text(o, "name", h->info.name, sizeof h->info.name))
		return false;
	h->chunks = (uint32_t)chunks;
	h->info.role = strcmp(role, "aggregator") ? STORE_COLLECTOR : STORE_AGGREGATOR;
	cJSON_ArrayForEach(w, wraps)
	{
		if (h->wraps.count == WRAPS_MAX || !read_wrap(w, &h->wraps.wrap[h->wraps.count]))
			return false;
		h->wraps.count++;
	}
	h->info.protection = wraps_protection(&h->wraps);
	return wraps_sane(&h->wraps);
}

static int parse_head(struct backup_file *f, const char *json, size_t n, struct backup_head *out, struct err *e)
{
	unsigned char check[KEY_BYTES];
	cJSON *o;
	bool good;

	if (backup_read(f->fd, f->check, KEY_BYTES) != KEY_BYTES)
		return damaged(f, e);
	hash_head(json, n, check);
	if (sodium_memcmp(check, f->check, KEY_BYTES) != 0)
		return damaged(f, e);
	o = json_parse(json, n, DEPTH);
	good = o && read_head(o, out);
	cJSON_Delete(o);
	return good ? 0 : damaged(f, e);
}

int backup_head_read(struct backup_file *f, struct backup_head *out, struct err *e)
{
	unsigned char prefix[PREFIX];
	char *json;
	size_t n;
	ssize_t got = backup_read(f->fd, prefix, sizeof prefix);
	int rc;

	memset(out, 0, sizeof *out);
	if (got < 0)
		return err_errno(e, errno, f->path);
	if (got < PREFIX || memcmp(prefix, BACKUP_MAGIC, 4) != 0)
		return err_set(e, ERR_DATA, TEXT_BACKUP_NOT, "%s", f->path);
	n = prefix[4] | (size_t)prefix[5] << 8 | (size_t)prefix[6] << 16 | (size_t)prefix[7] << 24;
	if (n > BACKUP_HEAD_MAX)
		return damaged(f, e);
	json = alloc_bytes(n + 1);
	rc = backup_read(f->fd, json, n) == (ssize_t)n ? parse_head(f, json, n, out, e) : damaged(f, e);
	sodium_memzero(json, n);
	free(json);
	return rc;
}

/* --- the chunks --- */

static void stream_key(const unsigned char data_key[static KEY_BYTES], unsigned char out[static KEY_BYTES])
{
	static const char domain[] = "tungnha.backup.1";
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, KEY_BYTES);
	crypto_generichash_update(&h, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&h, data_key, KEY_BYTES);
	crypto_generichash_final(&h, out, KEY_BYTES);
	sodium_memzero(&h, sizeof h);
}

uint32_t backup_chunks(int64_t bytes)
{
	int64_t n = (bytes + BACKUP_CHUNK - 1) / BACKUP_CHUNK;

	return n < 1 ? 1 : n > JSON_INT_MAX ? JSON_INT_MAX : (uint32_t)n;
}

/* A chunk's plain and sealed bytes. */
struct chunk {
	crypto_secretstream_xchacha20poly1305_state state;
	unsigned char plain[BACKUP_CHUNK], sealed[CHUNK_SEALED];
};

static int seal_chunk(struct chunk *c, const struct backup_file *f, int from, bool last, struct err *e)
{
	ssize_t n = backup_read(from, c->plain, BACKUP_CHUNK);

	if (n < 0)
		return err_errno(e, errno, f->path);
	if (n < BACKUP_CHUNK && !last)
		return damaged(f, e); /* the copy shrank while it was read */
	crypto_secretstream_xchacha20poly1305_push(&c->state, c->sealed, NULL, c->plain, (unsigned long long)n,
		f->check, KEY_BYTES, last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
	if (file_write_all(f->fd, c->sealed, (size_t)n + BACKUP_CHUNK_MORE) != 0)
		return err_errno(e, errno, f->path);
	return 0;
}

int backup_seal(const struct backup_file *f, const struct backup_head *h, int from,
	const unsigned char data_key[static KEY_BYTES], backup_progress progress, void *context, struct err *e)
{
	struct chunk *c = alloc_zero(1, sizeof *c);
	unsigned char key[KEY_BYTES], head[STREAM_HEAD];
	int rc = 0;

	stream_key(data_key, key);
	crypto_secretstream_xchacha20poly1305_init_push(&c->state, head, key);
	sodium_memzero(key, sizeof key);
	if (file_write_all(f->fd, head, sizeof head) != 0)
		rc = err_errno(e, errno, f->path);
	for (uint32_t i = 0; rc == 0 && i < h->chunks; i++) {
		rc = seal_chunk(c, f, from, i + 1 == h->chunks, e);
		if (rc == 0 && progress)
			progress(context, i + 1, h->chunks);
	}
	sodium_memzero(c, sizeof *c);
	free(c);
	return rc;
}

static int unseal_chunk(struct chunk *c, const struct backup_file *f, bool last, size_t *n, struct err *e)
{
	ssize_t got = backup_read(f->fd, c->sealed, CHUNK_SEALED);
	unsigned long long plain;
	unsigned char tag;

	if (got < 0)
		return err_errno(e, errno, f->path);
	if (got < BACKUP_CHUNK_MORE || (got < CHUNK_SEALED && !last) ||
		crypto_secretstream_xchacha20poly1305_pull(&c->state, c->plain, &plain, &tag, c->sealed,
			(unsigned long long)got, f->check, KEY_BYTES) != 0 ||
		(tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) != last)
		return damaged(f, e);
	*n = (size_t)plain;
	return 0;
}

int backup_unseal(const struct backup_file *f, const struct backup_head *h,
	const unsigned char data_key[static KEY_BYTES], backup_each each, void *context, struct err *e)
{
	struct chunk *c = alloc_zero(1, sizeof *c);
	unsigned char key[KEY_BYTES], head[STREAM_HEAD];
	size_t n = 0;
	int rc = 0;

	stream_key(data_key, key);
	if (backup_read(f->fd, head, sizeof head) != STREAM_HEAD ||
		crypto_secretstream_xchacha20poly1305_init_pull(&c->state, head, key) != 0)
		rc = damaged(f, e);
	sodium_memzero(key, sizeof key);
	for (uint32_t i = 0; rc == 0 && i < h->chunks; i++) {
		rc = unseal_chunk(c, f, i + 1 == h->chunks, &n, e);
		if (rc == 0)
			rc = each(context, c->plain, n, e);
	}
	if (rc == 0 && backup_read(f->fd, c->sealed, 1) != 0) /* something was hung on behind */
		rc = damaged(f, e);
	sodium_memzero(c, sizeof *c);
	free(c);
	return rc;
}
