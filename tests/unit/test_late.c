/* test_late.c - a library that is not there, or not whole, is said; what programs read and write workbooks with is
 * loaded then, and not before. */
#include <string.h>

#include <tungnha/late_zip.h>

#include "../support/shelf.h"

static void refused(const char *library, const char *name)
{
	struct err why;
	char said[512];
	void *member = NULL;
	const struct late_symbol symbol[] = {{"puts", &member}, {name, &member}};
	struct late_library l = {library, symbol, 2, false};
	assert_int_equal(late_load(&l, &why), -1);
	assert_int_equal(why.code, ERR_UNAVAILABLE);
	err_sentence(&why, LANG_EN, said, sizeof said);
	assert_non_null(strstr(said, library));
	assert_null(member);
}

static void what_is_missing_is_said(void **state)
{
	(void)state;
	refused("libtungnha-no-such.so.1", "puts");
	refused("libc.so.6", "tungnha_no_such_function");
}

static void what_is_there_is_found(void **state)
{
	struct err why;
	int (*number)(const char *) = NULL;
	const struct late_symbol symbol = {"atoi", &number};
	struct late_library l = {"libc.so.6", &symbol, 1, false};
	(void)state;
	assert_int_equal(late_load(&l, &why), 0);
	assert_int_equal(number("12"), 12);
	number = NULL;
	assert_int_equal(late_load(&l, &why), 0);
	assert_null(number); /* once found it is not looked for again */
}

static void libzip_is_found_and_found_again(void **state)
{
	struct err why;
	(void)state;
	assert_null(zip_open);
	assert_int_equal(late_zip(&why), 0);
	assert_non_null(zip_open);
	assert_int_equal(late_zip(&why), 0);
	zip_stat_t st;
	zip_stat_init(&st);
	assert_int_equal(st.valid, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(what_is_there_is_found), cmocka_unit_test(libzip_is_found_and_found_again)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
