/* test_invite_payload.c - lines whose check is right and whose content is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/invite.h>

#include "../support/invitation.h"

static text_id reads_payload(const char *payload)
{
	static const char domain[] = "tungnha.invite.1";
	size_t n = strlen(payload);
	unsigned char *bytes = alloc_bytes(sizeof domain + 4 + n + 4), hash[32];
	memcpy(bytes, domain, sizeof domain);
	for (int i = 0; i < 4; i++)
		bytes[(int)sizeof domain + i] = (unsigned char)(n >> (8 * i));
	memcpy(bytes + sizeof domain + 4, payload, n);
	crypto_generichash(hash, sizeof hash, bytes, sizeof domain + 4 + n, NULL, 0);
	memcpy(bytes + sizeof domain + 4 + n, hash, 4);
	char *line = alloc_bytes(4 + (n + 4) * 4 / 3 + 4);
	memcpy(line, "TN1.", 4);
	base64_encode(bytes + sizeof domain + 4, n + 4, line + 4, (n + 4) * 4 / 3 + 4);
	text_id text = invitation_reads(line, strlen(line));
	free(line);
	free(bytes);
	return text;
}

/* The payload of an invitation as text. */
static char *payload_of(const struct invite *v)
{
	char *line = invitation_line(v);
	size_t n = strlen(line) - 4, size = n / 4 * 3 + (n % 4 ? n % 4 - 1 : 0);
	char *payload = alloc_bytes(size);
	assert_true(base64_decode(line + 4, payload, size));
	payload[size - 4] = '\0';
	free(line);
	return payload;
}

/* The payload with one piece replaced by another. */
static text_id reads_with(const char *piece, const char *instead)
{
	struct invite v = invitation_sample();
	char *payload = payload_of(&v), *at = strstr(payload, piece);
	assert_non_null(at);
	char *changed = alloc_print("%.*s%s%s", (int)(at - payload), payload, instead, at + strlen(piece));
	text_id text = reads_payload(changed);
	free(changed);
	free(payload);
	return text;
}

static void test_wrong_payloads(void **state)
{
	(void)state;
	static const char *const changes[][2] = {{"{\"addresses\"", "{ \"addresses\""},
		{"\"uses\":3}", "\"uses\":3,\"x\":1}"}, {"\"uses\":3", "\"uses\":0"}, {"\"uses\":3", "\"uses\":1001"},
		{"\"uses\":3", "\"uses\":3.0"}, {"\"uses\":3", "\"uses\":\"3\""}, {"\"days\":60,", ""},
		{"\"days\":60", "\"days\":0"}, {"\"days\":60", "\"days\":3651"},
		{"\"letter\":\"A\"", "\"letter\":\"a\""}, {"\"letter\":\"A\"", "\"letter\":\"\""},
		{"\"letter\":\"A\"", "\"letter\":\"ABCD\""}, {"\"letter\":\"A\"", "\"letter\":\"A1\""},
		{"\"05788-01\"", "\"05788/01\""}, {"\"05788-01\"", "\"\""},
		{"\"05788-01\"", "\"123456789012345678901234567890123\""},
		{"\"hub_unit\":\"05788\"", "\"hub_unit\":\"../..\""}, {"\"2025-11-03\"", "\"2025-11-31\""},
		{"\"2025-11-03\"", "\"03/11/2025\""}, {"\"listed\":126", "\"listed\":-1"},
		{"\"listed\":126", "\"listed\":2147483648"}, {"\"listed\":126", "\"listed\":true"},
		{"\"name\":\"Xóm 11\"", "\"name\":\"\""}, {"\"name\":\"Xóm 11\"", "\"name\":\"Xo\xcc\x81m 11\""},
		{"\"name\":\"Xóm 11\"", "\"name\":\"X\\u00f3m 11\""}, {"\"level\":\"hamlet\"", "\"level\":\"\""},
		{"\"level\":\"hamlet\"", "\"level\":\"12345678901234567\""}, {"\"hub\":\"Xã Phú Lạc\"", "\"hub\":null"},
		{"\"id\":\"0102030000000000\"", "\"id\":\"01020300000000\""},
		{"\"id\":\"0102030000000000\"", "\"id\":\"010203000000000A\""},
		{"\"http://192.168.4.1:8030/\"", "\"\""}, {"\"http://192.168.4.1:8030/\"", "7"},
		{"\"secret\":\"W", "\"secret\":\"WW"}, {"\"secret\":", "\"secret\":7,\"secret\":"},
		{"\"uses\":3}", "\"uses\":3"}};
	assert_ptr_equal(reads_with("\"uses\":3", "\"uses\":4"), TEXT_NONE); /* changing as such works */
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		if (reads_with(changes[i][0], changes[i][1]) != TEXT_INVITE_VALUE)
			fail_msg("taken for an invitation: %s", changes[i][1]);
	}
	assert_ptr_equal(reads_payload("{}"), TEXT_INVITE_VALUE);
	assert_ptr_equal(reads_payload("[]"), TEXT_INVITE_VALUE);
	assert_ptr_equal(reads_payload("x"), TEXT_INVITE_VALUE);
	assert_ptr_equal(reads_payload(""), TEXT_INVITE_ALTERED);
}

static void test_too_many_of_something(void **state)
{
	(void)state;
	char longest[INVITE_ADDRESS_BYTES + 4], list[400] = "\"forms\":[\"0000000000000001\"";
	memset(longest, 'x', sizeof longest);
	longest[0] = longest[INVITE_ADDRESS_BYTES + 1] = '"';
	longest[INVITE_ADDRESS_BYTES + 2] = '\0';
	assert_ptr_equal(reads_with("\"http://192.168.4.1:8030/\"", longest), TEXT_NONE);
	longest[INVITE_ADDRESS_BYTES + 1] = 'x';
	longest[INVITE_ADDRESS_BYTES + 2] = '"';
	longest[INVITE_ADDRESS_BYTES + 3] = '\0';
	assert_ptr_equal(reads_with("\"http://192.168.4.1:8030/\"", longest), TEXT_INVITE_VALUE);
	assert_int_equal(
		reads_with("\"http://192.168.4.1:8030/\"", "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\""), TEXT_NONE);
	assert_int_equal(reads_with("\"http://192.168.4.1:8030/\"", "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\""),
		TEXT_INVITE_VALUE);
	struct buf many;
	buf_init(&many, INVITE_LINE_MAX);
	for (int i = 0; i < 500; i++)
		buf_text(&many, "\"a\",");
	buf_text(&many, "\"a\"");
	assert_ptr_equal(reads_with("\"http://192.168.4.1:8030/\"", many.data), TEXT_INVITE_VALUE);
	buf_free(&many);
	for (int forms = 4; forms <= INVITE_DEFINITIONS_MAX + 1;
		forms++) { /* two stand there already, one is the list's */
		strcat(list, ",\"0000000000000002\"");
		char *with = alloc_print("%s,", list);
		assert_int_equal(reads_with("\"forms\":[", with),
			forms < INVITE_DEFINITIONS_MAX ? TEXT_NONE : TEXT_INVITE_VALUE);
		free(with);
	}
}

static void test_no_forms_is_no_invitation(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	struct buf out;
	struct err e;
	v.definitions = 1;
	buf_init(&out, INVITE_LINE_MAX);
	assert_int_equal(invite_write(&v, &out, &e), -1);
	assert_ptr_equal(e.text, TEXT_INVITE_VALUE);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong_payloads),
		cmocka_unit_test(test_too_many_of_something),
		cmocka_unit_test(test_no_forms_is_no_invitation),
	};
	alloc_init();
	return cmocka_run_group_tests_name("invite, payload", tests, NULL, NULL);
}
