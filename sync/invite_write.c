/* invite_write.c - an invitation as one line of text, or as a file with the definitions behind it. */
#include <assert.h>
#include <stdlib.h>

#include <sodium.h>

#include "invite_parts.h"
#include "zip.h"

#include <tungnha/alloc.h>

static int refuse(struct err *e, const char *member)
{
	return err_set(e, ERR_DATA, TEXT_INVITE_VALUE, "%s", member);
}

static int write_line(const struct buf *payload, struct buf *out, struct err *e)
{
	char line[INVITE_LINE_MAX + 1];
	base64_encode(payload->data, payload->len, line, sizeof line);
	buf_text(out, INVITE_MAGIC);
	buf_text(out, line);
	sodium_memzero(line, sizeof line);
	return out->full ? err_set(e, ERR_DATA, TEXT_INVITE_TOO_LARGE, "%zu", out->max) : 0;
}

int invite_write(const struct invite *v, struct buf *out, struct err *e)
{
	struct buf payload;
	unsigned char check[INVITE_CHECK_BYTES];
	const char *wrong = invite_wrong_member(v);
	if (wrong)
		return refuse(e, wrong);
	invite_buf_init(&payload, INVITE_PAYLOAD_MAX + INVITE_CHECK_BYTES);
	int rc;
	if (invite_payload(v, &payload) && payload.len <= INVITE_PAYLOAD_MAX) {
		invite_check(payload.data, payload.len, check);
		buf_add(&payload, check, sizeof check);
		rc = write_line(&payload, out, e);
	} else if (payload.full || payload.len > INVITE_PAYLOAD_MAX) {
		rc = err_set(e, ERR_DATA, TEXT_INVITE_TOO_LARGE, "%d", INVITE_LINE_MAX);
	} else {
		rc = refuse(e, "text");
	}
	invite_buf_free(&payload);
	return rc;
}

/* -- the file -- */

static int write_definition(struct id id, const char *bytes, size_t n, struct buf *out, struct err *e)
{
	struct zip zip;
	if (n > INVITE_DEFINITION_MAX || !id_equal(form_definition_id(bytes, n), id))
		return invite_definition_error(e, id);
	size_t room = zip_bound(n);
	unsigned char *packed = alloc_bytes(room);
	zip_begin(&zip, (struct zip_dictionary){0}, packed, room);
	zip_put(&zip, bytes, n);
	size_t size = zip_end(&zip);
	assert(size > 0);
	size_t text_bytes = size / 3 * 4 + 5;
	char *text = alloc_bytes(text_bytes);
	base64_encode(packed, size, text, text_bytes);
	buf_text(out, text);
	buf_char(out, '\n');
	free(text);
	free(packed);
	return 0;
}

int invite_write_file(const struct invite *v, const char *const *definition, const size_t *definition_bytes,
	struct buf *out, struct err *e)
{
	if (invite_write(v, out, e) != 0)
		return -1;
	buf_char(out, '\n');
	for (size_t i = 0; i < v->definitions; i++) {
		if (i == 0 && id_is_zero(v->definition[0]))
			continue; /* no campaign: no line */
		if (write_definition(v->definition[i], definition[i], definition_bytes[i], out, e) != 0)
			return -1;
	}
	if (out->full || out->len > INVITE_FILE_MAX)
		return err_set(e, ERR_DATA, TEXT_INVITE_TOO_LARGE, "%d", INVITE_FILE_MAX);
	return 0;
}
