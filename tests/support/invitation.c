/* invitation.c - an invitation with three definitions, and how a changed one is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/invite.h>

#include "invitation.h"

static const char campaign[] = "{\"id\":\"phu-lac-2025\",\"title\":\"Rà soát 45 ngày đêm\"}\n";
static const char form[] = "{\n\t\"id\": \"mau-02\",\n\t\"title\": \"Mẫu biểu số 02\"\n}\n";
static const char tasks[] = "{\"id\":\"mau-01\"}";
const char *const invitation_texts[INVITATION_DEFINITIONS] = {campaign, form, tasks};
const size_t invitation_sizes[INVITATION_DEFINITIONS] = {sizeof campaign - 1, sizeof form - 1, sizeof tasks - 1};

struct invite invitation_sample(void)
{
	struct keys_secret hub;
	unsigned char seed[KEY_BYTES] = {1};
	keys_from_seed(seed, &hub);
	struct invite v = {.id = {{1, 2, 3}},
		.secret = {0x5a},
		.hub_name = "Xã Phú Lạc",
		.hub_unit = "05788",
		.hub = hub.pub,
		.unit = {.code = "05788-01", .name = "Xóm 11", .level = "hamlet", .parent = "05788", .listed = 126},
		.address = {"https://phuluc.example:8030/", "http://192.168.4.1:8030/"},
		.addresses = 2,
		.issued = "2025-11-03",
		.uses = 3,
		.days = 60,
		.letter = "A",
		.definitions = 3};
	for (size_t i = 0; i < 3; i++)
		v.definition[i] = form_definition_id(invitation_texts[i], invitation_sizes[i]);
	return v;
}

char *invitation_line(const struct invite *v)
{
	struct buf out;
	struct err e;
	buf_init(&out, INVITE_LINE_MAX);
	assert_int_equal(invite_write(v, &out, &e), 0);
	return buf_take(&out);
}

char *invitation_file(const struct invite *v)
{
	struct buf out;
	struct err e;
	buf_init(&out, INVITE_FILE_MAX);
	assert_int_equal(invite_write_file(v, invitation_texts, invitation_sizes, &out, &e), 0);
	return buf_take(&out);
}

text_id invitation_reads_into(const char *bytes, size_t n, struct invite *v, struct invite_definitions *defs)
{
	struct err e = {0};
	char *exact = alloc_bytes(n);
	memcpy(exact, bytes, n);
	int rc = invite_read(exact, n, v, defs, &e);
	free(exact);
	assert_int_equal(rc, e.code == ERR_DATA ? -1 : 0);
	if (rc != 0) {
		assert_true(sodium_is_zero((unsigned char *)v, sizeof *v));
		assert_null(defs->text[0]);
	}
	return e.text;
}

text_id invitation_reads(const char *bytes, size_t n)
{
	struct invite v;
	struct invite_definitions defs;
	text_id text = invitation_reads_into(bytes, n, &v, &defs);
	invite_definitions_free(&defs);
	return text;
}
