/* fuzz_invite.c - invitations. The first byte of an input says how the rest is taken:
 *
 *     l   as it is: a line or a file
 *     p   as a payload, to which the right check is put: so that what lies behind the check is reached
 *     d   as the packed text of one definition, behind a right line that names it (by a wrong id, mostly) */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/invite.h>

#include "fuzz.h"

static void check_taken(const struct invite *v, const struct invite_definitions *defs)
{
	struct buf line;
	struct invite back;
	struct invite_definitions none;
	struct err e;
	assert(v->definitions >= 2 && v->definitions <= INVITE_DEFINITIONS_MAX && v->addresses <= INVITE_ADDRESSES_MAX);
	assert(unit_valid_code(v->unit.code) && unit_valid_code(v->hub_unit));
	for (size_t i = 0; i < v->definitions; i++)
		assert(!defs->text[i] || id_equal(form_definition_id(defs->text[i], defs->bytes[i]), v->definition[i]));
	buf_init(&line, INVITE_LINE_MAX);
	assert(invite_write(v, &line, &e) == 0);
	assert(invite_read(line.data, line.len, &back, &none, &e) == 0);
	assert(id_equal(back.id, v->id) && keys_equal(&back.hub, &v->hub) && back.uses == v->uses);
	invite_definitions_free(&none);
	buf_free(&line);
}

static void read_it(const char *bytes, size_t n)
{
	struct invite v;
	struct invite_definitions defs;
	struct err e;
	if (invite_read(bytes, n, &v, &defs, &e) == 0)
		check_taken(&v, &defs);
	else
		assert(sodium_is_zero((unsigned char *)&v, sizeof v) && !defs.text[0] && e.code == ERR_DATA);
	invite_definitions_free(&defs);
}

static void add_base64(struct buf *out, const void *bytes, size_t n)
{
	size_t room = n / 3 * 4 + 5;
	char *text = alloc_bytes(room);
	base64_encode(bytes, n, text, room);
	buf_text(out, text);
	free(text);
}

static void read_payload(const uint8_t *payload, size_t n)
{
	static const char domain[] = "tungnha.invite.1";
	struct buf text, line;
	unsigned char hash[KEY_BYTES];
	buf_init(&text, n + 64);
	buf_init(&line, 2 * n + 64);
	buf_add(&text, domain, sizeof domain);
	for (int i = 0; i < 4; i++)
		buf_char(&text, (char)(n >> (8 * i)));
	buf_add(&text, payload, n);
	crypto_generichash(hash, sizeof hash, (unsigned char *)text.data, text.len, NULL, 0);
	buf_add(&text, hash, 4);
	buf_text(&line, "TN1.");
	add_base64(&line, text.data + sizeof domain + 4, n + 4);
	read_it(line.data, line.len);
	buf_free(&line);
	buf_free(&text);
}

static void read_definition(const uint8_t *packed, size_t n)
{
	struct invite v = {.hub_name = "h",
		.hub_unit = "1",
		.unit = {.code = "1-1", .name = "n", .level = "hamlet", .listed = -1},
		.issued = "2025-11-03",
		.uses = 1,
		.days = 1,
		.letter = "A",
		.definitions = 2};
	struct buf file;
	struct err e;
	v.definition[1] = form_definition_id("{}", 2);
	buf_init(&file, INVITE_FILE_MAX);
	assert(invite_write(&v, &file, &e) == 0);
	buf_char(&file, '\n');
	add_base64(&file, packed, n);
	read_it(file.data, file.len);
	buf_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && data[0] == 'l')
		read_it((const char *)data + 1, size - 1);
	else if (size > 0 && data[0] == 'p')
		read_payload(data + 1, size - 1);
	else if (size > 0 && data[0] == 'd')
		read_definition(data + 1, size - 1);
	return 0;
}
