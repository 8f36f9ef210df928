/* test_utf8.c - Vietnamese text: one form, one order, search without diacritics. */
#include <stdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/utf8.h>
#include <utf8proc.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void test_valid(void **state)
{
	(void)state;
	const char *good[] = {"", "abc", "Xóm Đầm", "\xf4\x8f\xbf\xbf", "\xef\xbf\xbf"};
	const char *wrong[] = {"\xff", "a\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
		"\xc3(", "\xf0\x9f\x98"};
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(utf8_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(utf8_valid(wrong[i], strlen(wrong[i])));
	assert_false(utf8_valid("a\0b", 3));
	assert_true(utf8_valid("a\xff", 1)); /* n, not the NUL, ends it */
	assert_int_equal(utf8_length("Nguyễn"), 6);
	assert_int_equal(utf8_length(""), 0);
}

static void test_copy_cuts_no_letter_in_two(void **state)
{
	(void)state;
	char out[8];
	const char *fits[][2] = {{"Nguyễn", "Nguyễ"}, {"Thị Mễ", "Thị M"}, {"Xóm 12", "Xóm 12"}, {"Xóm 123", "Xóm 12"},
		{"ệệ", "ệệ"}, {"ệệệ", "ệệ"}, {"\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"}, {"", ""}};
	for (size_t i = 0; i < COUNT(fits); i++) {
		utf8_copy(out, sizeof out, fits[i][0]);
		assert_string_equal(out, fits[i][1]);
	}
	utf8_copy(out, 2, "ệ");
	assert_string_equal(out, "");
}

static void test_nfc(void **state)
{
	(void)state;
	const char nfd[] = "Nguye\xcc\x82\xcc\x83n Thi\xcc\xa3 Hu\xcc\x9bo\xcc\x9bng";
	char *s = utf8_nfc(nfd, strlen(nfd));
	assert_string_equal(s, "Nguyễn Thị Hương");
	assert_true(utf8_is_nfc(s, strlen(s)));
	assert_false(utf8_is_nfc(nfd, strlen(nfd)));
	free(s);
	assert_null(utf8_nfc("\xff", 1));
	assert_false(utf8_is_nfc("\xff", 1));
	assert_true(utf8_is_nfc("", 0));
	assert_true(utf8_is_nfc("한국", 6));
	assert_false(utf8_is_nfc("\xe2\x84\xa6", 3)); /* ohm sign, whose NFC is omega */
}

/* The characters taken for settled without asking the library are: each alone, before and after others. */
static void test_nfc_shortcut_agrees_with_the_library(void **state)
{
	(void)state;
	for (int32_t c = 1; c < 0x3000; c++) {
		utf8proc_uint8_t text[16] = "a";
		utf8proc_ssize_t n = 1 + utf8proc_encode_char(c, text + 1);
		text[n++] = 'e';
		text[n] = '\0';
		utf8proc_uint8_t *nfc = utf8proc_NFC(text);
		char *own = utf8_nfc((char *)text, (size_t)n);
		if (strcmp((char *)nfc, own) != 0)
			fail_msg("U+%04X normalises otherwise", (unsigned)c);
		if (utf8_is_nfc((char *)text, (size_t)n) != (strcmp((char *)nfc, (char *)text) == 0))
			fail_msg("U+%04X is judged otherwise", (unsigned)c);
		free(own);
		free(nfc);
	}
}

static void test_clean(void **state)
{
	(void)state;
	const char *pairs[][2] = {
		{"  Xóm \t\r\n 11 ", "Xóm 11"},
		{"Xóm\xc2\xa0\xc2\xa0Gò", "Xóm Gò"},
		{"\xe2\x80\x8b\xef\xbb\xbfnhà\x01 cổng\xe2\x80\x8b xanh", "nhà cổng xanh"},
		{"\xe3\x80\x80", ""},
		{"", ""},
		{"Ho\xcc\x80"
		 "a",
			"Hòa"},
		{"a\x7f\xc2\x9b"
		 "b",
			"ab"},
		{"a \x01 b", "a b"},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		char *s = utf8_clean(pairs[i][0], strlen(pairs[i][0]));
		assert_string_equal(s, pairs[i][1]);
		char *again = utf8_clean(s, strlen(s));
		assert_string_equal(again, s);
		free(again);
		free(s);
	}
	assert_null(utf8_clean("a\xff", 2));
	assert_null(utf8_clean("a\0b", 3));
}

static void test_plain(void **state)
{
	static const struct {
		const char *given, *expected;
	} cases[] = {
		{"Hòa, xóm 11", "Hòa, xóm 11"},
		{"", ""},
		{"a\x1b[31mb\nc\td\x7f", "a [31mb c d "},
		{"a\xc2\x9b"
		 "31mb\xe2\x80\xa8"
		 "c\xe2\x80\xa9",
			"a 31mb c "},
		{"\xff"
		 "a\xe1\xbb",
			"?a??"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char s[64];
		snprintf(s, sizeof s, "%s", cases[i].given);
		utf8_plain(s);
		assert_string_equal(s, cases[i].expected);
	}
}

static void test_fold(void **state)
{
	(void)state;
	const char *pairs[][2] = {
		{"ĐẶNG VĂN NGỮ", "dang van ngu"},
		{"Nguye\xcc\x82\xcc\x83n", "nguyen"},
		{"Hòa", "hoa"},
		{"Hoà", "hoa"},
		{"  Số hộ, (khẩu) – xóm/tổ_dân_phố: ", "so ho khau xom to dan pho"},
		{"Ðức", "duc"}, /* U+00D0, as old files have it */
		{"HS có KQ\xc2\xa0"
		 "điện tử*",
			"hs co kq dien tu"},
		{"№ 5 ½", "no 5 1 2"},
		{"…", ""},
		{"", ""},
		{"Ư Ơ Ê Ô Â Ă ỷ ỵ", "u o e o a a y y"},
		{"\xff\xfe", ""},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		char *s = utf8_fold(pairs[i][0]);
		assert_string_equal(s, pairs[i][1]);
		free(s);
	}
}

static void test_fold_of_every_vietnamese_letter_is_plain(void **state)
{
	(void)state;
	const char *letters =
		"aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
	char *upper = utf8_upper(letters), *low = utf8_fold(letters), *high = utf8_fold(upper);
	assert_string_equal(low, high);
	assert_int_equal(strlen(low), utf8_length(letters));
	assert_int_equal(strspn(low, "abcdefghijklmnopqrstuvwxyz"), strlen(low));
	free(upper);
	free(low);
	free(high);
}

static void test_same_words(void **state)
{
	(void)state;
	assert_true(utf8_same_words("Xã Hòa An", "xã Hoà An"));
	assert_true(utf8_same_words("THỦY", "Thuỷ"));
	assert_true(utf8_same_words("Lang Biang - Đà Lạt", "Lang Biang–Đà Lạt"));
	assert_false(utf8_same_words("Xã Hoa An", "Xã Hòa An"));
	assert_false(utf8_same_words("Hòa An", "Hoa Àn"));
	assert_false(utf8_same_words("Đại", "Dại"));
	assert_false(utf8_same_words("Tân Lập", "Tân Lập 2"));
}

static void test_upper(void **state)
{
	(void)state;
	char *s = utf8_upper("đường số 1 – nguyễn hữu thỉnh, ỷ");
	assert_string_equal(s, "ĐƯỜNG SỐ 1 – NGUYỄN HỮU THỈNH, Ỷ");
	free(s);
	assert_null(utf8_upper("\xff"));
	s = utf8_upper("\xc9\x90"); /* two bytes whose capital takes three */
	assert_string_equal(s, "\xe2\xb1\xaf");
	free(s);
}

/* Each list is in its order: every pair of it is compared, both ways. */
static void check_order(const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			int got = utf8_compare(list[i], list[j]);
			if ((got > 0) - (got < 0) != (i > j) - (i < j))
				fail_msg("\"%s\" and \"%s\": %d", list[i], list[j], got);
		}
}

static void test_order_of_the_alphabet(void **state)
{
	(void)state;
	const char *letters[] = {"a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m",
		"n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z"};
	const char *tones[] = {"ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mặ", "mâ", "mậ", "mê"};
	check_order(letters, COUNT(letters));
	check_order(tones, COUNT(tones));
}

static void test_order_of_names(void **state)
{
	(void)state;
	const char *hamlets[] = {"", "Xóm 1", "Xóm 02", "Xóm 2", "Xóm 2a", "Xóm 10", "Xóm 11", "Xóm 100", "Xóm Bãi",
		"Xóm Ban 3", "Xóm Bàn 1", "Xóm Bàn 2", "Xóm Chùa", "Xóm Dầm", "Xóm Đá", "Xóm Đầm", "Xóm Gò", "Xóm Ô",
		"Xóm Ơn", "Xóm Ưng"};
	const char *tone_wherever[] = {"Hòa 1", "Hoà 2", "Hòa 3", "Hoạ 1"};
	const char *codes[] = {"5788", "05788-1", "05788-02", "05788-10", "05789"};
	const char *huge[] = {"99999999999999999999999999999999999", "100000000000000000000000000000000000",
		"100000000000000000000000000000000001"};
	const char *people[] = {"An", "Ân", "Nguyễn Văn An", "Nguyễn Văn Ân", "Nguyễn Văn Bình"};
	check_order(hamlets, COUNT(hamlets));
	check_order(tone_wherever, COUNT(tone_wherever));
	check_order(codes, COUNT(codes));
	check_order(huge, COUNT(huge));
	check_order(people, COUNT(people));
}

static void test_order_is_equal_only_for_equal_bytes(void **state)
{
	(void)state;
	const char *same_but[] = {"xóm 2", "Xóm 2", "XÓM 2", "xóm  2", "xóm-2", "xóm 02", "xo\xcc\x81m 2", "xóm 2."};
	for (size_t i = 0; i < COUNT(same_but); i++)
		for (size_t j = 0; j < COUNT(same_but); j++) {
			int there = utf8_compare(same_but[i], same_but[j]),
			    back = utf8_compare(same_but[j], same_but[i]);
			assert_true((there == 0) == (i == j));
			assert_true((there > 0) == (back < 0));
		}
}

/* A sort needs it: a < b and b < c make a < c. Every three out of texts that are hard to tell apart. */
static void test_order_is_transitive(void **state)
{
	(void)state;
	const char *hard[] = {"", " ", "0", "00", "1", "10", "a", "A", "à", "À", "a1", "a 1", "a-1", "ab", "a b", "ă",
		"ắ", "á b", "a b́", "á", "\xff",
		("\xfe"
		 "a"),
		"đ", "Đ", "d", "é", "e\xcc\x81", "\xcc\x81", "한", "😀", "1a", "1 a", "hòa", "hoà", "ß", "ss", "ﬁ"};
	for (size_t i = 0; i < COUNT(hard); i++)
		for (size_t j = 0; j < COUNT(hard); j++)
			for (size_t k = 0; k < COUNT(hard); k++) {
				int ij = utf8_compare(hard[i], hard[j]), jk = utf8_compare(hard[j], hard[k]);
				if (ij <= 0 && jk <= 0 && utf8_compare(hard[i], hard[k]) > 0)
					fail_msg("\"%s\" \"%s\" \"%s\" go in a circle", hard[i], hard[j], hard[k]);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_copy_cuts_no_letter_in_two),
		cmocka_unit_test(test_nfc),
		cmocka_unit_test(test_nfc_shortcut_agrees_with_the_library),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_of_every_vietnamese_letter_is_plain),
		cmocka_unit_test(test_same_words),
		cmocka_unit_test(test_upper),
		cmocka_unit_test(test_order_of_the_alphabet),
		cmocka_unit_test(test_order_of_names),
		cmocka_unit_test(test_order_is_equal_only_for_equal_bytes),
		cmocka_unit_test(test_order_is_transitive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
