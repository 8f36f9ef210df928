/* test_text.c - the two languages against each other, and numbers as printed for a person. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/text.h>
#include <tungnha/utf8.h>

struct entry {
	const char *id, *sentence;
	text_id text;
};

#define T(id, sentence) {#id, sentence, TEXT_##id},
static const struct entry vi[] = {
#include "../../src/text/vi.def"
};
static const struct entry en[] = {
#include "../../src/text/en.def"
};
#undef T

enum { VI_COUNT = sizeof vi / sizeof *vi, EN_COUNT = sizeof en / sizeof *en };

static void test_same_ids_in_the_same_order(void **state)
{
	(void)state;
	assert_int_equal(VI_COUNT, EN_COUNT);
	for (int i = 0; i < VI_COUNT; i++) {
		assert_string_equal(vi[i].id, en[i].id);
		assert_string_equal(text_name(vi[i].text), vi[i].id);
		assert_string_equal(text_get(LANG_VI, vi[i].text), vi[i].sentence);
		assert_string_equal(text_get(LANG_EN, vi[i].text), en[i].sentence);
	}
}

/* The end of "{0:one|several}" at s, NULL: it is none. Both words must be there, and differ. */
static const char *counted_end(const struct entry *t, const char *s)
{
	if (s[1] < '0' || s[1] > '2' || s[2] != ':')
		return NULL;
	const char *bar = s + strcspn(s, "|}"), *end = s + strcspn(s, "}");
	size_t one = (size_t)(bar - s) - 3, several = (size_t)(end - bar) - 1;
	if (*bar != '|' || *end != '}' || one == 0 || several == 0 || memchr(bar + 1, '|', several) ||
		(one == several && memcmp(s + 3, bar + 1, one) == 0))
		fail_msg("%s: a word for one and a word for several must stand in %s", t->id, s);
	return end;
}

/* A bit for each of {0} {1} {2} shown; any other brace fails, and a word counted by what is not shown. */
static int placeholders(const struct entry *t)
{
	int set = 0, counted = 0;
	for (const char *s = t->sentence; *s; s++) {
		if (*s == '}')
			fail_msg("%s: a brace that closes nothing", t->id);
		if (*s != '{')
			continue;
		const char *end = counted_end(t, s);
		if (end) {
			counted |= 1 << (s[1] - '0');
			s = end;
			continue;
		}
		if (s[1] < '0' || s[1] > '2' || s[2] != '}')
			fail_msg("%s: a brace that is no argument", t->id);
		set |= 1 << (s[1] - '0');
		s += 2;
	}
	if (counted & ~set)
		fail_msg("%s counts words by an argument it does not show", t->id);
	return set;
}

static void test_vietnamese_counts_no_words(void **state)
{
	(void)state;
	for (int i = 0; i < VI_COUNT; i++)
		if (strstr(vi[i].sentence, "{0:") || strstr(vi[i].sentence, "{1:") || strstr(vi[i].sentence, "{2:"))
			fail_msg("%s: Vietnamese has no plural", vi[i].id);
}

/* "1 households": a count that stands before a word in English has a word for one. */
static void test_english_counts_one(void **state)
{
	static const char *const words[] = {"households", "entries", "units", "devices", "versions", "messages",
		"replies", "files", "numbers", "journals", "points", "matters", "backups", "signatures", "labels",
		"proofs", "faults"};
	char open[40];
	(void)state;
	for (int i = 0; i < EN_COUNT; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			for (char n = '0'; n <= '2'; n++) {
				snprintf(open, sizeof open, "{%c} %s", n, words[k]);
				const char *at = strstr(en[i].sentence, open);
				/* "at most {0} devices": a limit, never one */
				if (at && at[strlen(open)] != '=' && !strstr(en[i].sentence, "at most") &&
					!strstr(en[i].sentence, "more than") && !strstr(en[i].sentence, "1 to {0}"))
					fail_msg("%s: “%s” of one", en[i].id, open);
			}
}

static void test_same_arguments(void **state)
{
	(void)state;
	for (int i = 0; i < VI_COUNT; i++)
		if (placeholders(&vi[i]) != placeholders(&en[i]))
			fail_msg("%s: the languages take different arguments", vi[i].id);
}

static void check_form(const struct entry *t)
{
	size_t n = strlen(t->sentence);
	if (!utf8_is_nfc(t->sentence, n))
		fail_msg("%s is not NFC", t->id);
	if (n == 0 && strcmp(t->id, "NONE") != 0)
		fail_msg("%s is empty", t->id);
	if (strchr(t->sentence, '\n'))
		fail_msg("%s holds a line end", t->id);
}

static void test_every_sentence_is_there_and_nfc(void **state)
{
	(void)state;
	for (int i = 0; i < VI_COUNT; i++) {
		check_form(&vi[i]);
		check_form(&en[i]);
	}
}

static void test_fill(void **state)
{
	(void)state;
	char out[200];
	const char *args[3] = {"a.txt", "lỗi", NULL};
	text_fill(LANG_VI, TEXT_FILE_IO, args, out, sizeof out);
	assert_string_equal(out, "Lỗi đọc, ghi a.txt: lỗi.");
	const char *none[3] = {NULL, "{0}", NULL}; /* an argument is never filled in itself */
	text_fill(LANG_EN, TEXT_FILE_IO, none, out, sizeof out);
	assert_string_equal(out, "Error reading or writing : {0}.");
	const char *twice[3] = {"k", NULL, NULL};
	text_fill(LANG_EN, TEXT_SECRET_FILE_OPEN_TO_OTHERS, twice, out, sizeof out);
	assert_string_equal(out, "The secret file k can be read by others. Run: chmod 600 k");
}

static void test_fill_counts(void **state)
{
	(void)state;
	char out[200];
	text_fill(LANG_EN, TEXT_LIST_COUNT, (const char *const[3]){"1", NULL, NULL}, out, sizeof out);
	assert_string_equal(out, "1 household");
	text_fill(LANG_EN, TEXT_LIST_COUNT, (const char *const[3]){"21,105", NULL, NULL}, out, sizeof out);
	assert_string_equal(out, "21,105 households");
	text_fill(LANG_EN, TEXT_LIST_COUNT, (const char *const[3]){"0", NULL, NULL}, out, sizeof out);
	assert_string_equal(out, "0 households");
	text_fill(LANG_VI, TEXT_LIST_COUNT, (const char *const[3]){"1", NULL, NULL}, out, sizeof out);
	assert_string_equal(out, "1 hộ");
	text_fill(LANG_EN, TEXT_LIST_COUNT, (const char *const[3]){"1", NULL, NULL}, out, 8);
	assert_string_equal(out, "1 house");
}

static void test_fill_cuts_between_characters(void **state)
{
	(void)state;
	const char *args[3] = {"ữ", "", ""};
	char whole[200], out[200];
	text_fill(LANG_VI, TEXT_FILE_IO, args, whole, sizeof whole);
	for (size_t room = 1; room <= strlen(whole) + 1; room++) {
		memset(out, 'x', sizeof out);
		text_fill(LANG_VI, TEXT_FILE_IO, args, out, room);
		size_t n = strlen(out);
		assert_true(n < room && n + 3 >= room);
		assert_true(utf8_valid(out, n));
		assert_memory_equal(out, whole, n);
		assert_int_equal(out[room], 'x');
	}
	assert_string_equal(out, whole);
}

static void test_lang_of(void **state)
{
	(void)state;
	assert_int_equal(text_lang_of("vi", LANG_EN), LANG_VI);
	assert_int_equal(text_lang_of("vi_VN.UTF-8", LANG_EN), LANG_VI);
	assert_int_equal(text_lang_of("VI-vn", LANG_EN), LANG_VI);
	assert_int_equal(text_lang_of("en", LANG_VI), LANG_EN);
	assert_int_equal(text_lang_of("en_GB.UTF-8", LANG_VI), LANG_EN);
	const char *other[] = {NULL, "", "C", "C.UTF-8", "v", "fr_FR"};
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		assert_int_equal(text_lang_of(other[i], LANG_VI), LANG_VI);
		assert_int_equal(text_lang_of(other[i], LANG_EN), LANG_EN);
	}
}

static void test_number(void **state)
{
	(void)state;
	char out[32];
	assert_string_equal(text_number(LANG_VI, 0, out), "0");
	assert_string_equal(text_number(LANG_VI, 999, out), "999");
	assert_string_equal(text_number(LANG_VI, 21105, out), "21.105");
	assert_string_equal(text_number(LANG_EN, 21105, out), "21,105");
	assert_string_equal(text_number(LANG_EN, -1000000, out), "-1,000,000");
	assert_string_equal(text_number(LANG_VI, -12, out), "-12");
	assert_string_equal(text_number(LANG_EN, LLONG_MAX, out), "9,223,372,036,854,775,807");
	assert_string_equal(text_number(LANG_EN, LLONG_MIN, out), "-9,223,372,036,854,775,808");
}

static void test_percent_rounds_half_up(void **state)
{
	(void)state;
	char out[32];
	assert_string_equal(text_percent(LANG_VI, 925, 1000, out), "92,5%");
	assert_string_equal(text_percent(LANG_EN, 925, 1000, out), "92.5%");
	assert_string_equal(text_percent(LANG_VI, 0, 126, out), "0,0%");
	assert_string_equal(text_percent(LANG_VI, 126, 126, out), "100,0%");
	assert_string_equal(text_percent(LANG_VI, 52, 273, out), "19,0%");      /* 19,0476… */
	assert_string_equal(text_percent(LANG_VI, 23767, 39696, out), "59,9%"); /* 59,8725… */
	assert_string_equal(text_percent(LANG_VI, 1, 2000, out), "0,1%");       /* 0,05 */
	assert_string_equal(text_percent(LANG_VI, 499, 1000000, out), "0,0%");
	assert_string_equal(text_percent(LANG_EN, 25, 2, out), "1,250.0%");
	assert_string_equal(text_percent(LANG_VI, -1, 8, out), "-12,5%");
	assert_string_equal(text_percent(LANG_VI, -1, 100000, out), "0,0%");
	assert_string_equal(text_percent(LANG_VI, 5, 0, out), "–");
	assert_string_equal(text_percent(LANG_EN, LLONG_MAX, LLONG_MAX, out), "100.0%");
	assert_string_equal(text_percent(LANG_EN, LLONG_MIN, LLONG_MAX, out), "-100.0%");
	assert_true(strlen(text_percent(LANG_EN, LLONG_MIN, 1, out)) < 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_ids_in_the_same_order),
		cmocka_unit_test(test_same_arguments),
		cmocka_unit_test(test_vietnamese_counts_no_words),
		cmocka_unit_test(test_english_counts_one),
		cmocka_unit_test(test_every_sentence_is_there_and_nfc),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_fill_counts),
		cmocka_unit_test(test_fill_cuts_between_characters),
		cmocka_unit_test(test_lang_of),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_percent_rounds_half_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
