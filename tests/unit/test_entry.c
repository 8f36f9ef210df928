/* test_entry.c - entries read as written, and only what can be written is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tungnha/alloc.h>
#include <tungnha/entry.h>
#include <tungnha/json.h>

#include "../../src/journal/plain.h"

static const char record[] =
	"{\"seq\":12,\"clock\":3,\"at\":\"2025-11-12T19:40:00+07:00\",\"by\":\"Lò Thị Hà\",\"kind\":\"record\","
	"\"def\":\"00112233445566aa\",\"key\":\"8f14e45fceea167a\","
	"\"parents\":[\"a1b2c3d4e5f60718:9:0000000000000009\"],"
	"\"fields\":{\"household_no\":\"12\",\"note\":\"nhà \\\"cổng xanh\\\"\",\"persons\":4,\"vneid\":null},"
	"\"reason\":\"đếm lại\"}";

static bool reads(const char *bytes, size_t n, size_t max)
{
	struct entry en;
	memset(&en, 0xa5, sizeof en); /* whatever was there before */
	bool has_key, good = entry_read(bytes, n, max, &en, &has_key);
	entry_free(&en);
	return good;
}

static bool writes(const struct entry *en)
{
	struct buf out;
	buf_init(&out, ENTRY_BYTES_MAX);
	bool good = entry_write(en, &out);
	assert_true(!good || reads(out.data, out.len, out.max)); /* nothing is written that could not be read */
	buf_free(&out);
	return good;
}

static void test_record_is_read_whole(void **state)
{
	(void)state;
	struct entry en;
	bool has_key;
	int64_t persons;
	char hex[ID_HEX], name[NAME_TEXT];
	assert_true(entry_read(record, sizeof record - 1, ENTRY_BYTES_MAX, &en, &has_key));
	assert_true(has_key);
	assert_int_equal(en.seq, 12);
	assert_int_equal(en.clock, 3);
	assert_string_equal(en.at, "2025-11-12T19:40:00+07:00");
	assert_string_equal(en.by, "Lò Thị Hà");
	assert_int_equal(en.kind, ENTRY_RECORD);
	assert_string_equal(id_hex(en.def, hex), "00112233445566aa");
	assert_string_equal(id_hex(en.key, hex), "8f14e45fceea167a");
	assert_int_equal(en.parents, 1);
	assert_string_equal(name_text(&en.parent[0], name), "a1b2c3d4e5f60718:9:0000000000000009");
	assert_true(json_int(en.fields, "persons", 0, 99, &persons));
	assert_int_equal(persons, 4);
	assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(en.fields, "vneid")));
	assert_string_equal(json_string(en.fields, "note"), "nhà \"cổng xanh\"");
	assert_string_equal(en.reason, "đếm lại");
	entry_free(&en);
	entry_free(&en); /* harmless twice */
}

static void test_cut_entry_is_refused_at_every_length(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof record - 1; n++) {
		char *exact = alloc_copy_n(record, n);
		assert_false(reads(exact, n, ENTRY_BYTES_MAX));
		free(exact);
	}
}

/* Whatever bit is turned: refused, or another entry that reads back as itself. Structure never survives. */
static void test_every_flipped_bit(void **state)
{
	(void)state;
	char bytes[sizeof record];
	size_t taken = 0;
	for (size_t i = 0; i < 8 * (sizeof record - 1); i++) {
		memcpy(bytes, record, sizeof record);
		bytes[i / 8] = (char)(bytes[i / 8] ^ (1 << i % 8));
		taken += reads(bytes, sizeof record - 1, ENTRY_BYTES_MAX);
		if (strchr("{}[],:\"", record[i / 8]) && i / 8 < 60)
			assert_false(reads(bytes, sizeof record - 1, ENTRY_BYTES_MAX));
	}
	assert_in_range(taken, 1, 4 * sizeof record); /* letters and digits within texts and numbers */
}

static void test_malformed_entry_still_names_its_household(void **state)
{
	(void)state;
	struct entry en;
	bool has_key;
	char hex[ID_HEX];
	const char *shuffled = "{\"key\":\"8f14e45fceea167a\",\"kind\":\"void\",\"x\":[1.5]}";
	assert_false(entry_read(shuffled, strlen(shuffled), ENTRY_BYTES_MAX, &en, &has_key));
	assert_true(has_key);
	assert_int_equal(en.kind, ENTRY_VOID);
	assert_string_equal(id_hex(en.key, hex), "8f14e45fceea167a");
	assert_int_equal(en.seq, 0);
	assert_null(en.fields);
	static const char *const without[] = {"{\"key\":\"8f14e45fceea167a\",\"kind\":\"lock\"}",
		"{\"key\":\"8f14\",\"kind\":\"void\"}", "{\"key\":\"8f14e45fceea167a\",\"kind\":\"other\"}",
		"{\"kind\":\"void\"}", "[]", "not JSON", ""};
	for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
		assert_false(entry_read(without[i], strlen(without[i]), ENTRY_BYTES_MAX, &en, &has_key));
		assert_false(has_key);
		assert_true(id_is_zero(en.key));
		assert_int_equal(en.kind, 0);
	}
}

static void good_void(struct entry *en)
{
	entry_init(en);
	en->seq = en->clock = 1;
	en->kind = ENTRY_VOID;
	strcpy(en->at, "2025-11-12T19:40:00+07:00");
}

static void test_write_refuses_what_has_no_canonical_form(void **state)
{
	(void)state;
	struct entry en;
	good_void(&en);
	assert_true(writes(&en));
	en.seq = 0;
	assert_false(writes(&en));
	en.seq = 2147483648u;
	assert_false(writes(&en));
	good_void(&en);
	en.clock = 0;
	assert_false(writes(&en));
	en.clock = ENTRY_CLOCK_MAX + 1;
	assert_false(writes(&en));
	good_void(&en);
	en.at[0] = '\0';
	assert_false(writes(&en));
	good_void(&en);
	strcpy(en.by, "Xo\xcc\x81m"); /* o and a combining acute */
	assert_false(writes(&en));
	strcpy(en.by, "\xff");
	assert_false(writes(&en));
	good_void(&en);
	strcpy(en.reason, "Xo\xcc\x81m");
	assert_false(writes(&en));
	good_void(&en);
	en.parents = 1; /* a parent of seq 0 */
	assert_false(writes(&en));
	en.parents = ENTRY_PARENTS_MAX + 1;
	assert_false(writes(&en));
}

static bool writes_fields(enum entry_kind kind, const char *json)
{
	struct entry en;
	good_void(&en);
	en.kind = kind;
	en.fields = json ? cJSON_Parse(json) : NULL;
	bool good = writes(&en);
	entry_free(&en);
	return good;
}

static void test_write_holds_fields_to_their_kind(void **state)
{
	(void)state;
	assert_true(writes_fields(ENTRY_LOCK, "{}"));
	assert_false(writes_fields(ENTRY_LOCK, NULL));
	assert_false(writes_fields(ENTRY_LOCK, "[]"));
	assert_false(writes_fields(ENTRY_LOCK, "7"));
	assert_false(writes_fields(ENTRY_VOID, "{}"));
	assert_false(writes_fields(ENTRY_UNLOCK, "{}"));
	assert_true(writes_fields(ENTRY_UNLOCK, NULL));
	assert_true(writes_fields(ENTRY_LOCK, "{\"b\":1,\"a\":2}")); /* sorted on the way out */
	assert_false(writes_fields(ENTRY_LOCK, "{\"a\":1,\"a\":2}"));
	assert_false(writes_fields(ENTRY_LOCK, "{\"a\":1.5}"));
	assert_false(writes_fields(ENTRY_LOCK, "{\"a\":2147483648}"));
	assert_true(writes_fields(ENTRY_LOCK, "{\"a\":[[[[[1]]]]]}")); /* 8 levels with the entry itself */
	assert_false(writes_fields(ENTRY_LOCK, "{\"a\":[[[[[[1]]]]]]}"));
	assert_true(writes_fields(ENTRY_LOCK, "{\"a\":[[[[[[]]]]]]}"));
}

static void test_every_kind_reads_as_written(void **state)
{
	(void)state;
	for (int k = 0; k < ENTRY_KIND_COUNT; k++) {
		enum entry_kind kind = (enum entry_kind)k;
		bool bare = kind == ENTRY_VOID || kind == ENTRY_UNLOCK;
		assert_true(writes_fields(kind, bare ? NULL : "{\"a\":1}"));
		assert_int_not_equal(entry_kind_writers(kind), 0);
	}
	assert_string_equal(entry_kind_word(ENTRY_STATEMENT), "statement");
	assert_int_equal(entry_kind_writers(ENTRY_SUBMIT), ENTRY_BY_COLLECTOR);
	assert_int_equal(entry_kind_writers(ENTRY_LOCK), ENTRY_BY_HUB_CHILD);
	assert_int_equal(entry_kind_writers(ENTRY_DEFINE), ENTRY_BY_HUB_OWN);
	assert_int_equal(entry_kind_writers(ENTRY_RECORD), ENTRY_BY_COLLECTOR | ENTRY_BY_HUB_CHILD | ENTRY_BY_HUB_OWN);
}

/* A define of n bytes in all, the way a hub writes a form into its own journal. */
static void write_define(size_t n, size_t max, struct buf *out, bool *good)
{
	struct entry en;
	good_void(&en);
	en.kind = ENTRY_DEFINE;
	en.fields = cJSON_CreateObject();
	size_t around = strlen("{\"seq\":1,\"clock\":1,\"at\":\"2025-11-12T19:40:00+07:00\",\"by\":\"\",\"kind\":"
			       "\"define\",\"parents\":[],"
			       "\"fields\":{\"text\":\"\"}}");
	char *text = alloc_bytes(n - around + 1);
	memset(text, 'x', n - around);
	text[n - around] = '\0';
	cJSON_AddStringToObject(en.fields, "text", text);
	buf_init(out, max);
	*good = entry_write(&en, out);
	free(text);
	entry_free(&en);
}

static void test_limits_are_the_callers(void **state)
{
	(void)state;
	struct buf out;
	bool good;
	write_define(ENTRY_BYTES_MAX, ENTRY_BYTES_MAX, &out, &good);
	assert_true(good);
	assert_int_equal(out.len, ENTRY_BYTES_MAX);
	assert_true(reads(out.data, out.len, ENTRY_BYTES_MAX));
	buf_free(&out);
	write_define(ENTRY_BYTES_MAX + 1, ENTRY_BYTES_MAX, &out, &good);
	assert_false(good);
	buf_free(&out);
	write_define(ENTRY_OWN_BYTES_MAX, ENTRY_OWN_BYTES_MAX, &out, &good);
	assert_true(good);
	assert_true(reads(out.data, out.len, ENTRY_OWN_BYTES_MAX));
	assert_false(reads(out.data, out.len, ENTRY_BYTES_MAX));
	buf_free(&out);
	write_define(ENTRY_OWN_BYTES_MAX + 1, ENTRY_OWN_BYTES_MAX, &out, &good);
	assert_false(good);
	buf_free(&out);
}

/* -- the short way in -- */

static const char *const plain[] = {
	"{\"seq\":12,\"clock\":3,\"at\":\"2025-11-12T19:40:00+07:00\",\"by\":\"Lò Thị Hà\",\"kind\":\"record\","
	"\"def\":\"00112233445566aa\",\"key\":\"8f14e45fceea167a\",\"parents\":[\"a1b2c3d4e5f60718:9:"
	"0000000000000009\","
	"\"a1b2c3d4e5f60718:10:000000000000000a\"],\"fields\":{\"a\":-1,\"ab\":0,\"b\":null,\"no\":\"12\",\"vở\":\"nhà "
	"xanh\","
	"\"x\":2147483647,\"y\":true,\"z\":false},\"reason\":\"đếm lại\"}",
	"{\"seq\":1,\"clock\":1,\"at\":\"2025-11-12T19:40:00+07:00\",\"by\":\"\",\"kind\":\"void\",\"key\":"
	"\"8f14e45fceea167a\","
	"\"parents\":[]}",
	"{\"seq\":1,\"clock\":1,\"at\":\"2025-11-12T19:40:00+07:00\",\"by\":\"\",\"kind\":\"lock\",\"parents\":[],"
	"\"fields\":{}}",
};

/* Read the short way only if it would be written so, and with the values the long way finds. */
static bool short_way(const char *bytes, size_t n)
{
	struct entry en;
	struct buf again;
	entry_init(&en);
	bool good = plain_read(bytes, n, &en);
	if (good) {
		buf_init(&again, n);
		assert_true(entry_write(&en, &again));
		assert_int_equal(again.len, n);
		assert_memory_equal(again.data, bytes, n);
		cJSON *whole = json_parse(bytes, n, ENTRY_DEPTH_MAX);
		assert_non_null(whole);
		const cJSON *fields = json_object(whole, "fields");
		assert_true(fields ? cJSON_Compare(fields, en.fields, true) : !en.fields);
		buf_clear(&again);
		if (fields)
			assert_true(json_canonical(fields, &again));
		assert_int_equal(again.len, en.fields_bytes);
		assert_memory_equal(again.data, bytes + en.fields_at, again.len);
		cJSON_Delete(whole);
		buf_free(&again);
	}
	entry_free(&en);
	return good;
}

static void test_short_way_takes_what_is_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		assert_true(short_way(plain[i], strlen(plain[i])));
	assert_false(short_way(record, sizeof record - 1)); /* an escape: the long way takes it */
}

/* Every byte in turn becomes each of these, is left out, or gets one of them before it. */
static void test_short_way_takes_nothing_but_canonical_bytes(void **state)
{
	(void)state;
	static const unsigned char others[] = "\"\\,:{}[]- \n019aAzZ+.eEu\x7f\x80\xcc\x81\xc3\xff\x01";
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		for (size_t at = 0, n = strlen(plain[i]); at < n; at++)
			for (size_t k = 0; k < sizeof others; k++) { /* and a NUL */
				char *changed = alloc_bytes(n + 1);
				memcpy(changed, plain[i], n);
				changed[at] = (char)others[k];
				short_way(changed, n);
				memcpy(changed + at + 1, plain[i] + at, n - at);
				short_way(changed, n + 1);
				memcpy(changed + at, plain[i] + at + 1, n - at - 1);
				short_way(changed, n - 1);
				free(changed);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record_is_read_whole),
		cmocka_unit_test(test_cut_entry_is_refused_at_every_length),
		cmocka_unit_test(test_every_flipped_bit),
		cmocka_unit_test(test_malformed_entry_still_names_its_household),
		cmocka_unit_test(test_write_refuses_what_has_no_canonical_form),
		cmocka_unit_test(test_write_holds_fields_to_their_kind),
		cmocka_unit_test(test_every_kind_reads_as_written),
		cmocka_unit_test(test_limits_are_the_callers),
		cmocka_unit_test(test_short_way_takes_what_is_plain),
		cmocka_unit_test(test_short_way_takes_nothing_but_canonical_bytes),
	};
	alloc_init();
	return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
