/* test_expr.c - expressions: what the two gates let through, and everything they must not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/form.h>

#include "../../src/form/expr.h"

/* A form of two counts and one column. */
#define SMALL                                                                                                          \
	"{\"format\": \"tungnha-form 1\", \"id\": \"t\", \"title\": {\"vi\": \"t\", \"en\": \"t\"},"                   \
	"\"unit_heading\": {\"vi\": \"u\", \"en\": \"u\"}, \"fields\": ["                                              \
	"{\"id\": \"no\", \"role\": \"number\", \"type\": \"key\", \"max\": 8, \"label\": {\"vi\": \"n\", \"en\": "    \
	"\"n\"}},"                                                                                                     \
	"{\"id\": \"status\", \"role\": \"status\", \"type\": \"choice\", \"label\": {\"vi\": \"s\", \"en\": \"s\"}, " \
	"\"options\": ["                                                                                               \
	"{\"id\": \"seen\", \"value\": 7, \"label\": {\"vi\": \"đã xem\", \"en\": \"seen\"}},"                       \
	"{\"id\": \"away\", \"value\": 2, \"label\": {\"vi\": \"vắng\", \"en\": \"away\"}}]},"                       \
	"{\"id\": \"first\", \"type\": \"count\", \"max\": 1000000, \"may_be_unknown\": true, \"label\": {\"vi\": "    \
	"\"a\", \"en\": \"a\"}},"                                                                                      \
	"{\"id\": \"second\", \"type\": \"count\", \"max\": 1000000, %s\"label\": {\"vi\": \"b\", \"en\": \"b\"}},"    \
	"{\"id\": \"day\", \"type\": \"date\", \"label\": {\"vi\": \"c\", \"en\": \"c\"}},"                            \
	"{\"id\": \"word\", \"type\": \"text\", \"max\": 9, \"label\": {\"vi\": \"d\", \"en\": \"d\"}},"               \
	"{\"id\": \"secret\", \"type\": \"text\", \"max\": 9, \"local\": true, \"label\": {\"vi\": \"e\", \"en\": "    \
	"\"e\"}}],"                                                                                                    \
	"\"columns\": [{\"id\": \"sum\", \"label\": {\"vi\": \"x\", \"en\": \"x\"}, \"counts\": \"%s\"}]%s}"

static int load(const char *when, const char *counts, const char *more, struct form **f, struct err *e)
{
	alloc_init();
	char *json = alloc_print(SMALL, when, counts, more);
	int rc = form_load(json, strlen(json), "t.json", f, e);
	free(json);
	return rc;
}

/* The column of a household seen on 2025-11-12 with first = 10, second = 3 and a word, comes out as value; -1: unknown.
 */
static void computes(const char *expression, int value)
{
	struct form *f;
	struct form_record r;
	struct form_counts c;
	struct err e;
	static const char *const typed[] = {"1", "seen", "10", "3", "2025-11-12", "từ"};
	struct form_change change[6];
	char sentence[1000];
	if (load("", expression, "", &f, &e) < 0) {
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
		fail_msg("%s", sentence);
	}
	for (int i = 0; i < 6; i++)
		change[i] = (struct form_change){i, typed[i]};
	form_record_init(&r);
	assert_int_equal(form_apply(f, NULL, change, 6, LANG_EN, &r, &e), 0);
	form_count(f, &r, &c);
	assert_int_equal(c.unknown[0] ? -1 : c.value[0], value);
	form_record_free(&r);
	form_free(f);
}

static void refused(const char *expression, const char *text, const char *about)
{
	struct form *f;
	struct err e;
	assert_int_equal(load("", expression, "", &f, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	assert_string_equal(e.arg[0], "t.json, columns[0].counts");
	assert_string_equal(text_name(e.text), text);
	if (about)
		assert_string_equal(e.arg[1], about);
}

static void test_computes(void **state)
{
	(void)state;
	computes("first + second * 2 - 1", 15);
	computes("(first + second) * 2 % 7", 5);
	computes("first / second", 3);
	computes("first / 0", -1);
	computes("-first + 40", 30);
	computes("first>=second", 1);
	computes("first <> 10 or second != 3", 0);
	computes("not first < second and status = seen", 1);
	computes("status in (seen, away)", 1);
	computes("first between 1 and 9", 0);
	computes("case when first > 20 then 2 when first > 5 then 1 else 0 end", 1);
	computes("case status when away then 5 else 6 end", 6);
	computes("min(first, second, 8) + max(first, second) * 100 + abs(second - first) * 10000", 71003);
	computes("coalesce(null, second)", 3);
	computes("null", -1);
	computes("first is null", 0);
	computes("word is not null", 1);
	computes("day >= 20251101", 1);
	computes("status", 7);
}

/* Nothing but a token of the list reaches SQL. */
static void test_first_gate(void **state)
{
	(void)state;
	refused("(select 1)", "FORM_NAME_UNKNOWN_LIST", "select");
	refused("frist + 1", "FORM_NAME_UNKNOWN", "frist");
	refused("FIRST + 1", "FORM_NAME_UNKNOWN", "FIRST");
	refused("'a'", "EXPR_CHARACTER", "'");
	refused("first || second", "EXPR_CHARACTER", "||");
	refused("\\\"first\\\"", "EXPR_CHARACTER", "\"");
	refused("[first]", "EXPR_CHARACTER", "[");
	refused("`first`", "EXPR_CHARACTER", "`");
	refused("first -- second", "EXPR_CHARACTER", "--");
	refused("first /* second */", "EXPR_CHARACTER", "/*");
	refused("first; second", "EXPR_CHARACTER", ";");
	refused("first << 2", "EXPR_CHARACTER", "<<");
	refused("first & 1", "EXPR_CHARACTER", "&");
	refused("first = ?1", "EXPR_CHARACTER", "?");
	refused(":first", "EXPR_CHARACTER", ":");
	refused("first ≥ 1", "EXPR_CHARACTER", "≥");
	refused("cast(first as text)", "FORM_NAME_UNKNOWN", "cast");
	refused("randomblob(10)", "FORM_NAME_UNKNOWN_LIST", "randomblob");
	refused("secret is null", "FORM_NAME_UNKNOWN_LIST", "secret");
	refused("first * 1.5", "EXPR_NUMBER", "1.5");
	refused("0x10", "EXPR_NUMBER", "0x10");
	refused("1e3", "EXPR_NUMBER", "1e3");
	refused("2147483648", "EXPR_NUMBER", "2147483648");
	refused("99999999999999999999999999", "EXPR_NUMBER", "99999999999999999999999999");
}

/* An expression cannot leave the parentheses it will stand in. */
static void test_parentheses(void **state)
{
	(void)state;
	refused("1), (2", "EXPR_PARENTHESES", NULL);
	refused("((1)", "EXPR_PARENTHESES", NULL);
	refused("1 end", "EXPR_PARENTHESES", NULL);
	refused("case when 1 then 2", "EXPR_PARENTHESES", NULL);
	refused("1, 2", "EXPR_SYNTAX", "row value misused");
}

static void test_syntax(void **state)
{
	(void)state;
	refused("first +", "EXPR_SYNTAX", ")");
	refused("first second", "EXPR_SYNTAX", "second");
	refused("first and or second", "EXPR_SYNTAX", "or");
	refused("abs(first, second)", "EXPR_SYNTAX", "wrong number of arguments to function abs()");
	refused("first > > 1", "EXPR_SYNTAX", ">");
}

static char *repeated(const char *before, const char *part, int n, const char *after, const char *end)
{
	struct buf b;
	buf_init(&b, 100000);
	for (int i = 0; i < n; i++)
		buf_text(&b, before);
	buf_text(&b, part);
	for (int i = 0; i < n; i++)
		buf_text(&b, after);
	buf_text(&b, end);
	return buf_take(&b);
}

static void refused_repeated(const char *before, const char *part, int n, const char *after)
{
	char *expression = repeated(before, part, n, after, "");
	refused(expression, "EXPR_TOO_BIG", NULL);
	free(expression);
}

static void test_size_and_depth(void **state)
{
	char *fits = repeated("(", "first", 24, ")", "");
	(void)state;
	computes(fits, 10);
	free(fits);
	refused_repeated("(", "first", 25, ")");
	refused_repeated("abs(", "first", 200, ")");
	refused_repeated("case when 1 then ", "1", 30, " end");
	refused_repeated("", "first", 120, "+1"); /* as deep as it is long, to SQLite */
	refused_repeated("- ", "first", 150, ""); /* unary minus nests too */
	refused_repeated("", "first", 450, "*1");
	refused_repeated("", "max(1,2,3,4,5,6,7,8,9", 1, ",10)");
}

/* What is no whole number, or more than a column holds, refuses the form with the values that made it so. */
static void test_results(void **state)
{
	(void)state;
	refused("first * first * first * first", "EXPR_RESULT", NULL);
	refused("first * 2148", "EXPR_RESULT", NULL);
	refused("0 - first * 2148", "EXPR_RESULT", NULL);
	computes("first * 2147", 21470);
	computes("first * first * first * first > 5", 1); /* only results must be whole numbers within range */
}

static void test_results_name_the_values(void **state)
{
	struct form *f;
	struct err e;
	char out[1000];
	(void)state;
	assert_int_equal(load("", "first * second", "", &f, &e), -1);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out,
		"t.json, columns[0].counts: the result is not a whole number within range when no=1, status=7, "
		"first=1000000, "
		"second=1000000, day=21991231, word=1. Change it so that it is always a whole number or null.");
}

/* At run time the same is an unknown column, never a wrong number. */
static void test_overflow_is_unknown(void **state)
{
	struct form *f;
	struct err e;
	int64_t num, den;
	struct form_sums s = {.value = {INT64_MAX}};
	int broken[FORM_RULES_MAX];
	(void)state;
	assert_int_equal(load("", "first",
				 ", \"indicators\": [{\"id\": \"i\", \"label\": {\"vi\": \"i\", \"en\": \"i\"}, "
				 "\"num\": \"sum + 1\", \"den\": \"1\"}],"
				 "\"unit_rules\": [{\"id\": \"r\", \"must\": \"abs(0 - sum - 1) = 0\", \"warn\": "
				 "{\"vi\": \"{sum}\", \"en\": \"{sum}\"}}]",
				 &f, &e),
		0);
	form_indicate(f, &s, 0, &num, &den);
	assert_true(num == 0 && den == 0);
	/* |-2^63| has no whole number at all: SQLite gives up, the rule holds. */
	assert_int_equal(form_unit_warnings(f, &s, broken), 0);
	s.value[0] = 5;
	assert_int_equal(form_unit_warnings(f, &s, broken), 1);
	form_indicate(f, &s, 0, &num, &den);
	assert_true(num == 6 && den == 1);
	form_free(f);
}

static void test_sums_are_tried(void **state)
{
	struct form *f;
	struct err e;
	(void)state;
	assert_int_equal(load("", "first",
				 ", \"indicators\": [{\"id\": \"i\", \"label\": {\"vi\": \"i\", \"en\": \"i\"}, "
				 "\"num\": \"1\", \"den\": \"sum * sum * sum\"}]",
				 &f, &e),
		-1);
	assert_string_equal(e.arg[0], "t.json, indicators[0].den");
	assert_string_equal(text_name(e.text), "EXPR_RESULT");
	assert_string_equal(e.arg[1], "sum=2000000000");
}

/* What the first gate would never let through, the second refuses by itself. */
static void test_second_gate(void **state)
{
	static const char *const denied[] = {"(select 1)", "1 in (select 1)", "randomblob(9)", "load_extension(1)",
		"zeroblob(9)", "1 limit (select 1)", "count(*)", "like(1, 2)", "sqlite_version()", "unhex(1)",
		"1) from sqlite_schema, (select 1"};
	struct expr_engine *g = expr_open();
	struct err e;
	struct strict s = {.place = "t.json", .e = &e};
	(void)state;
	for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
		assert_int_equal(expr_try(g, denied[i], &s, ""), -1);
	assert_int_equal(expr_try(g, "(select 1)", &s, ""), -1);
	assert_string_equal(text_name(e.text), "EXPR_REFUSED");
	assert_int_equal(expr_try(g, "\"word\"", &s, ""), -1); /* a quoted name is never a string */
	assert_int_equal(expr_try(g, "coalesce(min(:a, 2), abs(:b))", &s, ""), 0);
	expr_close(g);
}

static void when_refused(const char *when, const char *text, const char *about)
{
	struct form *f;
	struct err e;
	char member[200];
	snprintf(member, sizeof member, "\"when\": \"%s\", ", when);
	assert_int_equal(load(member, "first", "", &f, &e), -1);
	assert_string_equal(e.arg[0], "t.json, fields[3].when");
	assert_string_equal(text_name(e.text), text);
	assert_string_equal(e.arg[1], about);
}

static void test_when_looks_back(void **state)
{
	(void)state;
	when_refused("day > 0", "FORM_WHEN_LATER", "day");
	when_refused("second > 0", "FORM_WHEN_LATER", "second");
	when_refused("sum > 0", "FORM_NAME_UNKNOWN_LIST", "sum");
}

/* A condition on a count: asked and required only where it holds, gone where it does not. */
static void test_when_asks(void **state)
{
	struct form *f;
	struct form_record r;
	struct err e;
	struct form_change change[] = {{0, "1"}, {1, "seen"}, {2, "1"}};
	(void)state;
	form_record_init(&r);
	assert_int_equal(load("\"when\": \"first > 0\", ", "first", "", &f, &e), 0);
	assert_int_equal(form_apply(f, NULL, change, 3, LANG_EN, &r, &e), -1);
	assert_string_equal(text_name(e.text), "FORM_REQUIRED");
	assert_string_equal(e.arg[0], "b (second)");
	assert_int_equal(form_apply(f, NULL, (struct form_change[]){{0, "1"}, {1, "seen"}, {2, "1"}, {3, "4"}}, 4,
				 LANG_EN, &r, &e),
		0);
	assert_int_equal(r.value[3].number, 4);
	assert_int_equal(form_apply(f, &r, &(struct form_change){2, "0"}, 1, LANG_EN, &r, &e), 0);
	assert_int_equal(r.value[3].state, FORM_ABSENT);
	/* Unknown is not "holds". */
	assert_int_equal(form_apply(f, &r, &(struct form_change){2, "?"}, 1, LANG_EN, &r, &e), 0);
	assert_int_equal(r.value[3].state, FORM_ABSENT);
	/* No default in this form: a household without a status is not saved. */
	assert_int_equal(form_apply(f, NULL, change, 1, LANG_EN, &r, &e), -1);
	assert_string_equal(text_name(e.text), "FORM_REQUIRED");
	form_record_free(&r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_computes),
		cmocka_unit_test(test_first_gate),
		cmocka_unit_test(test_parentheses),
		cmocka_unit_test(test_syntax),
		cmocka_unit_test(test_size_and_depth),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_results_name_the_values),
		cmocka_unit_test(test_overflow_is_unknown),
		cmocka_unit_test(test_sums_are_tried),
		cmocka_unit_test(test_second_gate),
		cmocka_unit_test(test_when_looks_back),
		cmocka_unit_test(test_when_asks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
