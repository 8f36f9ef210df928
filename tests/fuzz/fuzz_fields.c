/* fuzz_fields.c - any bytes as a form posted, of either kind: what is taken is clean text, and a file lies within what
 * was posted.
 *
 * The first byte chooses the kind, the rest is the body. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "../../src/web/web_private.h"
#include "fuzz.h"

static void check(const struct field *f, const uint8_t *body, size_t size)
{
	assert(strlen(f->name) <= 64 && f->posted);
	if (!f->filename) {
		assert(utf8_is_nfc(f->value, strlen(f->value)));
		assert(!strpbrk(f->value, "\r\t\x7f"));
		return;
	}
	assert(utf8_is_nfc(f->filename, strlen(f->filename)));
	assert((const uint8_t *)f->bytes >= body && (const uint8_t *)f->bytes + f->n <= body + size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fields f = {0};
	if (size == 0)
		return 0;
	/* a copy of its own, so that one byte too far is seen */
	char *body = malloc(size > 1 ? size - 1 : 1);
	assert(body);
	memcpy(body, data + 1, size - 1);
	text_id why = *data & 1 ? fields_multipart(&f, "multipart/form-data; boundary=B", body, size - 1)
				: fields_urlencoded(&f, body, size - 1);
	assert(f.count <= PAGE_FIELDS_MAX);
	for (size_t i = 0; i < f.count && why == TEXT_NONE; i++)
		check(&f.item[i], (const uint8_t *)body, size - 1);
	fields_free(&f);
	free(body);
	return 0;
}
