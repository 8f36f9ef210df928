/* fuzz_json.c - any bytes through the JSON gate; a canonical form reads back, and is its own canonical form. */
#include <assert.h>
#include <string.h>

#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "fuzz.h"

enum { DEPTH = 8 };

static int depth_of(const cJSON *v)
{
	int deepest = 0;
	for (const cJSON *c = v->child; c; c = c->next) {
		int depth = depth_of(c);
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + 1;
}

/* What the form promises, seen from its reader: keys ascending, none twice, every text NFC. */
static void check_members(const cJSON *v)
{
	assert(!v->valuestring || utf8_is_nfc(v->valuestring, strlen(v->valuestring)));
	for (const cJSON *c = v->child; c; c = c->next) {
		if (cJSON_IsObject(v)) {
			assert(utf8_is_nfc(c->string, strlen(c->string)));
			assert(!c->next || strcmp(c->string, c->next->string) < 0);
		}
		check_members(c);
	}
}

static void check_fixed_point(const struct buf *first)
{
	struct buf second;
	cJSON *v = json_parse(first->data, first->len, DEPTH);
	assert(v);
	check_members(v);
	buf_init(&second, first->len);
	assert(json_canonical(v, &second));
	assert(second.len == first->len && memcmp(second.data, first->data, first->len) == 0);
	cJSON_Delete(v);
	buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out;
	cJSON *v = json_parse((const char *)data, size, DEPTH);
	if (!v)
		return 0;
	assert(utf8_valid((const char *)data, size));
	assert(depth_of(v) <= DEPTH);
	buf_init(&out, 6 * size + 1); /* no byte of a string becomes more than the six of \u001f; 1e9 grows less */
	if (json_canonical(v, &out))
		check_fixed_point(&out);
	assert(!out.full);
	cJSON_Delete(v);
	buf_free(&out);
	return 0;
}
