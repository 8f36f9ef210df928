/* vectors.c - reading tests/vectors. */
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/json.h>

static cJSON *load(const char *name)
{
	const char *folder = getenv("TUNGNHA_VECTORS");
	char *path = alloc_print("%s/%s.json", folder ? folder : "tests/vectors", name);
	struct buf text;
	struct err e;
	buf_init(&text, 1024 * 1024);
	if (file_read(path, &text, &e) != 0)
		fail_msg("%s cannot be read: run the tests from the project's folder", path);
	cJSON *cases = json_parse(text.data, text.len, 8);
	assert_true(cJSON_IsArray(cases));
	assert_true(cJSON_GetArraySize(cases) > 0);
	buf_free(&text);
	free(path);
	return cases;
}

void vectors_each(const char *file, bool (*check)(const cJSON *in, const cJSON *out))
{
	cJSON *cases = load(file);
	int failed = 0;
	for (const cJSON *c = cases->child; c; c = c->next) {
		if (!check(json_object(c, "in"), json_object(c, "out"))) {
			print_error("%s.json: %s\n", file, json_string(c, "name"));
			failed++;
		}
	}
	cJSON_Delete(cases);
	assert_int_equal(failed, 0);
}

void vectors_hex(const cJSON *object, const char *name, void *out, size_t n)
{
	size_t got;
	const char *s = json_string(object, name);
	assert_non_null(s);
	assert_int_equal(sodium_hex2bin(out, n, s, strlen(s), NULL, &got, NULL), 0);
	assert_int_equal(got, n);
}

bool vectors_is_hex(const cJSON *object, const char *name, const void *bytes, size_t n)
{
	unsigned char expected[128];
	vectors_hex(object, name, expected, n);
	return memcmp(expected, bytes, n) == 0;
}

bool vectors_is_base64(const char *expected, const void *bytes, size_t n)
{
	char text[BASE64_64];
	base64_encode(bytes, n, text, sizeof text);
	return expected && strcmp(expected, text) == 0;
}

void vectors_keys(const cJSON *object, const char *name, struct keys_secret *out)
{
	unsigned char seed[KEY_BYTES];
	vectors_hex(object, name, seed, sizeof seed);
	keys_from_seed(seed, out);
}

struct id vectors_id(const cJSON *object, const char *name)
{
	struct id id;
	assert_true(id_parse(json_string(object, name), &id));
	return id;
}

char *vectors_bytes(const cJSON *object, size_t *n)
{
	const char *text = json_string(object, "text"), *coded = json_string(object, text ? "text" : "b64");
	if (!coded)
		coded = json_string(object, "message");
	size_t len = strlen(coded);
	if (text) {
		*n = len;
		return alloc_copy(text);
	}
	*n = len / 4 * 3 + (len % 4 ? len % 4 - 1 : 0);
	char *bytes = alloc_bytes(*n);
	assert_true(base64_decode(coded, bytes, *n));
	return bytes;
}
