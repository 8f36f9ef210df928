/* test_json.c - what is let in, and the one canonical way out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/json.h>

/* Parses from memory of exactly n bytes, so that a sanitizer sees a byte read beyond. */
static cJSON *parse(const char *s, int max_depth)
{
	size_t n = strlen(s);
	char *exact = alloc_bytes(n);
	memcpy(exact, s, n);
	cJSON *v = json_parse(exact, n, max_depth);
	free(exact);
	return v;
}

static void test_parse_takes_json(void **state)
{
	(void)state;
	const char *good[] = {"null", " true\r\n\t", "0", "-0", "-12.5e+3", "1E5", "0.1", "\"\"", "[]", "{}",
		"[1,[2,{\"a\":[]}]]", "\"\\u0001\\\\u0000 \\\"[[[[[[[[[[\"", "{\"ữ\":\"Đ\"}", "\"\\ud83d\\ude00\"",
		"\"\x7f\""};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		cJSON *v = parse(good[i], 8);
		if (!v)
			fail_msg("refused: %s", good[i]);
		cJSON_Delete(v);
	}
}

static void test_parse_refuses_what_is_no_json(void **state)
{
	(void)state;
	const char *wrong[] = {"", " ", "nul", "True", "1 2", "{} x", "[1,]", "{\"a\":1,", "{\"a\":1,}", "[1", "]",
		"[}", "{]", "01", "-01", "+1", "1.", ".5", "-", "1e", "1e+", "0x10", "NaN", "Infinity", "\"a", "\"\\\"",
		"\"\\x\"", "'a'", "\"a\nb\"", "\"\t\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"a\\u0000b\"",
		"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\xef\xbb\xbf{}", "\x01{}", "{}\x01",
		"{a:1}", "{1:1}", "[1 2]", "// c\n1", "00", "1-2", "--1", "[,]", "{,}", ":", ","};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		cJSON *v = parse(wrong[i], 8);
		if (v)
			fail_msg("taken: %s", wrong[i]);
	}
	assert_null(json_parse("{}\0", 3, 8));
	assert_null(json_parse("\"a\0b\"", 5, 8));
	assert_null(json_parse("1\0", 2, 8));
}

static void test_parse_counts_depth(void **state)
{
	(void)state;
	const struct {
		const char *text;
		int depth;
	} deep[] = {{"1", 1}, {"[]", 1}, {"{}", 1}, {"[1]", 2}, {"[[]]", 2}, {"{\"a\":\"b\"}", 2}, {"[{\"a\":[1]}]", 4},
		{"[[],[],[[]]]", 3}, {"\"[[[[\"", 1}};
	for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
		cJSON *v = parse(deep[i].text, deep[i].depth);
		if (!v)
			fail_msg("refused at depth %d: %s", deep[i].depth, deep[i].text);
		cJSON_Delete(v);
		assert_null(parse(deep[i].text, deep[i].depth - 1));
	}
}

static void test_parse_of_hostile_nesting_is_quick(void **state)
{
	(void)state;
	size_t n = 1 << 20;
	char *s = alloc_bytes(n);
	memset(s, '[', n);
	assert_null(json_parse(s, n, 8));
	free(s);
}

static void test_members(void **state)
{
	(void)state;
	cJSON *v = parse(
		"{\"s\":\"x\",\"S\":\"y\",\"n\":12,\"neg\":-5,\"half\":1.5,\"big\":9007199254740993,\"huge\":1e300,"
		"\"t\":true,\"f\":false,\"z\":null,\"a\":[1],\"o\":{}}",
		8);
	int64_t n = 77;
	assert_non_null(v);
	assert_string_equal(json_string(v, "s"), "x");
	assert_string_equal(json_string(v, "S"), "y");
	assert_null(json_string(v, "n"));
	assert_null(json_string(v, "none"));
	assert_true(json_int(v, "n", 0, 12, &n));
	assert_int_equal(n, 12);
	assert_false(json_int(v, "n", 0, 11, &n));
	assert_false(json_int(v, "n", 13, 20, &n));
	assert_false(json_int(v, "half", -100, 100, &n));
	assert_false(json_int(v, "big", INT64_MIN, INT64_MAX, &n));
	assert_false(json_int(v, "huge", INT64_MIN, INT64_MAX, &n));
	assert_false(json_int(v, "s", INT64_MIN, INT64_MAX, &n));
	assert_false(json_int(v, "none", INT64_MIN, INT64_MAX, &n));
	assert_int_equal(n, 12);
	assert_true(json_int(v, "neg", INT64_MIN, INT64_MAX, &n));
	assert_int_equal(n, -5);
	assert_true(json_bool(v, "t", false));
	assert_false(json_bool(v, "f", true));
	assert_true(json_bool(v, "z", true));
	assert_false(json_bool(v, "none", false));
	assert_non_null(json_array(v, "a"));
	assert_null(json_array(v, "o"));
	assert_non_null(json_object(v, "o"));
	assert_null(json_object(v, "a"));
	assert_null(json_string(NULL, "a"));
	assert_null(json_object(NULL, "a"));
	cJSON_Delete(v);
}

static void canonical_is(const char *in, const char *expected)
{
	struct buf out;
	buf_init(&out, 1000);
	cJSON *v = parse(in, 8);
	if (!v)
		fail_msg("refused: %s", in);
	bool ok = json_canonical(v, &out);
	if (ok != (expected != NULL))
		fail_msg("%s: %s", ok ? "canonical form of" : "no canonical form of", in);
	if (expected)
		assert_string_equal(out.data, expected);
	cJSON_Delete(v);
	buf_free(&out);
}

static void test_canonical_vectors(void **state)
{
	(void)state;
	canonical_is(" { \"b\" : 1 , \"a\" : [ ] , \"aa\" : { } } ", "{\"a\":[],\"aa\":{},\"b\":1}");
	canonical_is("{\"a\":1,\"b\":[true,false,null]}", "{\"a\":1,\"b\":[true,false,null]}");
	canonical_is("{\"é\":1,\"z\":2,\"Z\":3,\"\":4}", "{\"\":4,\"Z\":3,\"z\":2,\"é\":1}");
	canonical_is("[0,-0,1.0,1e2,-7,2147483647,-2147483647]", "[0,0,1,100,-7,2147483647,-2147483647]");
	canonical_is("\"\\u0041\\/\\u00e9\\ud83d\\ude00\"", "\"A/é😀\"");
	canonical_is(
		"\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001F\\u007f\"", "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
	canonical_is("\"Xóm Đầm, Nguyễn Hữu Thỉnh – 20 ₫\"", "\"Xóm Đầm, Nguyễn Hữu Thỉnh – 20 ₫\"");
}

static void test_canonical_refuses(void **state)
{
	(void)state;
	canonical_is("{\"a\":1,\"a\":2}", NULL);
	canonical_is("{\"b\":1,\"a\":0,\"b\":2}", NULL);
	canonical_is("[{\"x\":{\"b\":1,\"a\":0,\"\\u0062\":2}}]", NULL);
	canonical_is("2147483648", NULL);
	canonical_is("-2147483648", NULL);
	canonical_is("1.5", NULL);
	canonical_is("1e300", NULL);
	canonical_is("\"e\xcc\x81\"", NULL); /* e and a combining acute: not NFC */
	canonical_is("{\"e\xcc\x81\":1}", NULL);
	canonical_is("\"\xe2\x84\xaa\"", NULL); /* the kelvin sign, whose NFC is K */
}

static void test_canonical_says_when_the_buf_is_full(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 6);
	assert_false(json_canonical_string("abcde", &out));
	buf_clear(&out);
	assert_true(json_canonical_string("abcd", &out));
	assert_string_equal(out.data, "\"abcd\"");
	buf_clear(&out);
	cJSON *v = parse("[1,2,3]", 8);
	assert_false(json_canonical(v, &out));
	cJSON_Delete(v);
	buf_free(&out);
}

/* All values of an array or object, each read by itself: how many, -1 where that is no JSON. */
static int walked(const char *s)
{
	size_t n = strlen(s);
	char *exact = alloc_bytes(n);
	struct json_walk w;
	int count = 0, more = -1;
	memcpy(exact, s, n);
	if (json_walk_begin(
		    &w, exact, n, strchr(s, '{') && (!strchr(s, '[') || strchr(s, '{') < strchr(s, '[')) ? '{' : '['))
		while ((more = json_walk_next(&w)) == 1) {
			cJSON *v = json_parse(w.value, w.value_bytes, 7);
			cJSON_Delete(v);
			if (!v)
				break;
			count++;
		}
	free(exact);
	return more == 0 ? count : -1;
}

static int parsed(const char *s)
{
	cJSON *v = parse(s, 8);
	int count = cJSON_IsArray(v) || cJSON_IsObject(v) ? cJSON_GetArraySize(v) : -1;
	cJSON_Delete(v);
	return count;
}

static void test_walking_finds_what_parsing_finds(void **state)
{
	(void)state;
	static const char *const text[] = {"[]", " [ ] ", "{}", "[1,2,3]", "[[],[[]],{\"a\":[1,2]}]",
		"{\"a\":1,\"b\":[2,3]}", "[\"]\",\"\\\"]\",\"\\\\\"]", "{\"}\":\"{\" , \"\":null}", "[1,]", "[,1]",
		"[1 2]", "[1", "[1]]", "[1]x", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "{\"a\":}", "[\"a]", "[\"a\\\"]",
		"[[1,2]", "[1:2]", "{\"a\":1:2}", "[tru]", "[01]", "[-]"};
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (walked(text[i]) != parsed(text[i]))
			fail_msg("%s: %d, not %d", text[i], walked(text[i]), parsed(text[i]));
}

/* Both say the same of anything: whole, and value by value. */
static void test_walking_judges_as_parsing_does(void **state)
{
	(void)state;
	static const char *const part[] = {
		"[", "]", "[", "]", "{", "}", ",", ",", ":", "\"a\"", "\"a\":", "1", "\"", "\\", " ", "null", "-"};
	uint32_t v = 1;
	int good = 0;
	for (int round = 0; round < 300000; round++) {
		char s[128] = "[";
		if (round % 2)
			s[0] = '{';
		for (int i = 0; i < 1 + round % 9; i++) {
			v = v * 1664525 + 1013904223;
			strcat(s, part[(v >> 16) % (sizeof part / sizeof *part)]);
		}
		strcat(s, round % 2 ? "}" : "]");
		good += parsed(s) >= 0;
		if (walked(s) != parsed(s))
			fail_msg("%s: %d, not %d", s, walked(s), parsed(s));
	}
	assert_true(good > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_takes_json),
		cmocka_unit_test(test_parse_refuses_what_is_no_json),
		cmocka_unit_test(test_parse_counts_depth),
		cmocka_unit_test(test_parse_of_hostile_nesting_is_quick),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_walking_finds_what_parsing_finds),
		cmocka_unit_test(test_walking_judges_as_parsing_does),
		cmocka_unit_test(test_canonical_vectors),
		cmocka_unit_test(test_canonical_refuses),
		cmocka_unit_test(test_canonical_says_when_the_buf_is_full),
	};
	alloc_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
