/* test_definition.c - definitions of forms, whole and broken: every refusal says file, place, what is wrong, the mend.
 */
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

/* The shipped form with the first `from` in it made `to`. The caller frees. */
static char *changed(const char *from, const char *to)
{
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	const char *at = strstr(bytes, from);
	assert_non_null(at);
	return alloc_print("%.*s%s%s", (int)(at - bytes), bytes, to, at + strlen(from));
}

static void refused(const char *json, size_t n, const char *sentence)
{
	struct form *f;
	struct err e;
	char vi[2000], en[2000];
	assert_int_equal(form_load(json, n, "mau-02.json", &f, &e), -1);
	assert_null(f);
	assert_int_equal(e.code, ERR_DATA);
	err_sentence(&e, LANG_VI, vi, sizeof vi);
	err_sentence(&e, LANG_EN, en, sizeof en);
	assert_string_equal(en, sentence);
	assert_null(strstr(vi, "{0}"));
	assert_int_equal(strncmp(vi, "mau-02.json", 11), 0);
}

static void broken(const char *from, const char *to, const char *sentence)
{
	char *json = changed(from, to);
	refused(json, strlen(json), sentence);
	free(json);
}

static void test_loads(void **state)
{
	struct form *f;
	struct err e;
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	(void)state;
	assert_int_equal(form_load(bytes, n, "mau-02.json", &f, &e), 0);
	assert_string_equal(f->id, "mau-02");
	assert_int_equal(f->size, n);
	assert_memory_equal(f->bytes, bytes, n);
	assert_true(id_equal(f->def, form_definition_id(bytes, n)));
	assert_int_equal(f->fields, 11);
	form_free(f);
	form_free(NULL);
	assert_null(form_shipped("mau-99", &n));
}

/* Windows editors put a byte order mark first. */
static void test_byte_order_mark(void **state)
{
	struct form *f;
	struct err e;
	char *json = changed("{", "\xef\xbb\xbf{");
	(void)state;
	assert_int_equal(form_load(json, strlen(json), "mau-02.json", &f, &e), 0);
	form_free(f);
	free(json);
}

/* A commune makes a warning hard in its copy: the example that expected the warning must follow. */
static void test_a_commune_changes_its_copy(void **state)
{
	static const char rule[] = "\"must\": \"eresult_dossiers <= online_dossiers\",\n      ";
	struct form *f;
	struct err e;
	char *from = alloc_print("%s\"warn\"", rule), *to = alloc_print("%s\"refuse\"", rule);
	char *json = changed(from, to);
	(void)state;
	refused(json, strlen(json),
		"mau-02.json, examples[16].fields: this example is refused by “eresult_over_online”. Correct it, or "
		"add "
		"\"refused_by\": “eresult_over_online” if it must be refused.");
	char *example = strstr(json, "\"warns\": [\"eresult_over_online\", \"persons_many\"]");
	assert_non_null(example);
	char *whole = alloc_print(
		"%.*s\"refused_by\": \"eresult_over_online\"%s", (int)(example - json), json, strchr(example, ']') + 1);
	assert_int_equal(form_load(whole, strlen(whole), "mau-02.json", &f, &e), 0);
	assert_true(f->rule[4].refuses);
	form_free(f);
	free(whole), free(json), free(from), free(to);
	broken("\"must\": \"persons <= 12\"", "\"must\": \"persons <= 13\"",
		"mau-02.json, examples[16].warns: the example says the warnings [eresult_over_online, persons_many] "
		"but "
		"[eresult_over_online] come out. Correct the example or the rules.");
}

static void test_not_json(void **state)
{
	char deep[200];
	(void)state;
	broken("\"id\": \"mau-02\",", "\"id\": \"mau-02\"",
		"mau-02.json: cannot be read, it is not JSON around line 4. Check the commas, brackets and quotes near "
		"that line.");
	refused("", 0,
		"mau-02.json: cannot be read, it is not JSON around line 1. Check the commas, brackets and quotes near "
		"that line.");
	refused("[]", 2, "mau-02.json: must be an object in braces.");
	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	refused(deep, 200,
		"mau-02.json: cannot be read, it is not JSON around line 1–1. Check the commas, brackets and quotes "
		"near that line.");
	broken("tungnha-form 1", "tungnha-form 2",
		"mau-02.json, format: must be “tungnha-form 1”. If the file says a higher number, it is for a newer "
		"version of the "
		"program.");
}

static void test_too_large(void **state)
{
	char *spaces = alloc_zero(FORM_BYTES_MAX + 1, 1);
	(void)state;
	memset(spaces, ' ', FORM_BYTES_MAX + 1);
	refused(spaces, FORM_BYTES_MAX + 1,
		"mau-02.json: the definition is larger than 131072 bytes. Take out what is not needed.");
	free(spaces);
}

static void test_members(void **state)
{
	(void)state;
	broken("\"subtitle\"", "\"subtitel\"", "mau-02.json, subtitel: unknown member; did you mean “subtitle”?");
	broken("\"must\": \"persons <= 12\"", "\"expression\": \"persons <= 12\"",
		"mau-02.json, rules[6].expression: unknown member. The members known here: id, must, refuse, warn, "
		"reviewers_only.");
	broken("\"may_be_unknown\": true,", "\"may_be_unknown\": true, \"max\": 99,",
		"mau-02.json, fields[2].max: this member is given twice. Remove one.");
	broken("\"type\": \"key\", \"max\": 8,", "\"max\": 8,",
		"mau-02.json, fields[0].type: this member is missing. Add it as forms/README.md says.");
	broken("\"type\": \"count\"", "\"type\": \"number\"",
		"mau-02.json, fields[2].type: “number” cannot be used. Choose one of: key, choice, count, date, text.");
	broken("\"max\": 99", "\"max\": \"99\"",
		"mau-02.json, fields[2].max: must be a whole number from 1 to 1000000.");
	broken("\"max\": 99, \"may", "\"may",
		"mau-02.json, fields[2].max: this member is missing. Add it as forms/README.md says.");
	broken("\"may_be_unknown\": true", "\"may_be_unknown\": 1",
		"mau-02.json, fields[2].may_be_unknown: must be true or false, without quotes.");
	broken("\"headings\": [\"Nhân khẩu\"", "\"headings\": [5",
		"mau-02.json, fields[2].headings[0]: must be text in quotes, not empty, of at most 200 bytes.");
	broken("\"examples\": [", "\"examples\": {}, \"checks\": [",
		"mau-02.json, checks: this member is given twice. Remove one.");
	broken("\"type\": \"date\"", "\"type\": \"date\", \"max\": 3",
		"mau-02.json, fields[8].max: this member is not for a field of type “date”. Remove it.");
}

static void test_languages(void **state)
{
	(void)state;
	broken("{\"vi\": \"Số khẩu\", \"en\": \"Persons\"}", "{\"vi\": \"Số khẩu\"}",
		"mau-02.json, fields[2].label.en: this sentence is missing. Every sentence needs Vietnamese (“vi”) and "
		"English (“en”).");
	broken("{\"vi\": \"Số khẩu\", \"en\": \"Persons\"}", "\"Số khẩu\"",
		"mau-02.json, fields[2].label: must be an object in braces.");
	broken("\"en\": \"Persons\"", "\"fr\": \"Personnes\"",
		"mau-02.json, fields[2].label.fr: unknown member. The members known here: vi, en.");
	/* "Số" typed in pieces, as old keyboards do. */
	broken("\"vi\": \"Số khẩu\"", "\"vi\": \"So\xcc\x82\xcc\x81 khẩu\"",
		"mau-02.json, fields[2].label.vi: the text holds control characters or superfluous spaces, or is not "
		"composed Unicode "
		"(NFC). Type it again with a Unicode keyboard.");
}

static void test_ids(void **state)
{
	(void)state;
	broken("\"id\": \"vneid\"", "\"id\": \"persons\"",
		"mau-02.json, fields[3].id: the id “persons” is used above. Use every id once.");
	broken("\"id\": \"persons_many\"", "\"id\": \"sum_over_persons\"",
		"mau-02.json, rules[6].id: the id “sum_over_persons” is used above. Use every id once.");
	broken("\"id\": \"with_online\"", "\"id\": \"with_vneid\"",
		"mau-02.json, columns[9].id: the id “with_vneid” is used above. Use every id once.");
	broken("\"id\": \"moved\"", "\"id\": \"persons\"",
		"mau-02.json, fields[1].options[3].id: the id “persons” is used above. Use every id once.");
	broken("\"id\": \"vneid\"", "\"id\": \"Có VNeID\"",
		"mau-02.json, fields[3].id: the id “Có VNeID” cannot be used. An id has small letters a–z, digits and "
		"“_”, begins with a "
		"letter and has at most 32.");
	broken("\"id\": \"vneid\"", "\"id\": \"end\"",
		"mau-02.json, fields[3].id: “end” is a word of expressions and cannot be an id. Choose another.");
	broken("\"id\": \"no\", \"value\": 0", "\"id\": \"no\", \"value\": 1",
		"mau-02.json, fields[7].options[1].value: the option “no” must have the same value throughout the "
		"form, and no two "
		"options of a field the same value.");
	broken("\"headings\": [\"Nhân khẩu\"", "\"headings\": [\"tinh trang\"",
		"mau-02.json, fields[2].headings[0]: “tinh trang” already means “status”. A heading or word may mean "
		"one thing only.");
	broken("\"id\": \"persons\", \"printed\": true",
		"\"id\": \"persons\", \"headings\": [\"so ho\"], \"printed\": true",
		"mau-02.json, columns[1].headings[0]: “so ho” already means “households”. A heading or word may mean "
		"one thing only.");
	broken("\"words\": [\"vắng\"", "\"words\": [\"đã xong\"",
		"mau-02.json, fields[1].options[1].words[0]: “đã xong” already means “reviewed”. A heading or word may "
		"mean one thing "
		"only.");
	broken("\"words\": [\"vắng\"", "\"words\": [\"…\"",
		"mau-02.json, fields[1].options[1].words[0]: “…” is punctuation only and cannot be recognised. Use "
		"letters or digits.");
}

static void test_roles(void **state)
{
	(void)state;
	broken("\"role\": \"status\", ", "",
		"mau-02.json, fields: no field has \"role\": “status”. Every form needs that field.");
	broken("\"role\": \"visit\"", "\"role\": \"status\"",
		"mau-02.json, fields[8].role: a field with the role “status” must be of type “choice”.");
	broken("\"role\": \"label\"", "\"role\": \"note\"",
		"mau-02.json, fields[10].role: another field has the role “note” already. One field for each role.");
	broken("\"role\": \"number\", \"type\": \"key\",", "\"role\": \"number\", \"type\": \"key\", \"local\": true,",
		"mau-02.json, fields[0].role: a field with the role “number” is always there; remove “when”, "
		"“may_be_unknown” and "
		"“local” from it.");
	broken("\"given\": \"persons\"", "\"given\": \"person\"",
		"mau-02.json, fields[1].default.given: unknown name “person”; did you mean “persons”?");
	broken("\"then\": \"reviewed\"", "\"then\": \"done\"",
		"mau-02.json, fields[1].default.then: unknown name “done”. The names known here: reviewed, absent, "
		"refused, moved, "
		"duplicate, not_visited.");
}

static void test_rules(void **state)
{
	(void)state;
	broken("\"must\": \"persons <= 12\",\n      \"warn\"",
		"\"must\": \"persons <= 12\",\n      \"refuse\": {\"vi\": \"a\", \"en\": \"a\"}, \"warn\"",
		"mau-02.json, rules[6]: give exactly one of “refuse” and “warn”.");
	broken("\"must\": \"coalesce(vneid, 0) <= persons\",",
		"\"must\": \"coalesce(vneid, 0) <= persons\", \"reviewers_only\": true,",
		"mau-02.json, rules[1].reviewers_only: a refusal must be said at the door, it cannot be for reviewers "
		"only. Remove "
		"“reviewers_only” or use “warn”.");
	broken("Hộ có {persons} khẩu", "Hộ có {person} khẩu",
		"mau-02.json, rules[6].warn.vi: the placeholder “{person}” is wrong. The names that can be filled in: "
		"household_no, "
		"status, persons, vneid, no_vneid, online_dossiers, eresult_dossiers, rated, visited_on, note.");
	broken("Hộ có {persons} khẩu", "Hộ có {persons khẩu",
		"mau-02.json, rules[6].warn.vi: the placeholder “{persons khẩu, nhiều hơn 12. Xem lại có phải hai hộ "
		"ghi chung không.” "
		"is wrong. The names that can be filled in: household_no, status, persons, vneid, no_vneid, "
		"online_dossiers, "
		"eresult_dossiers, rated, visited_on, note.");
	broken("\"check\": \"quick_in_a_row\", \"limit\": 10, \"seconds\": 5",
		"\"check\": \"quick_in_a_row\", \"limit\": 10",
		"mau-02.json, checks[1].seconds: this member is missing. Add it as forms/README.md says.");
	broken("\"check\": \"total_falls\"", "\"check\": \"total_rises\"",
		"mau-02.json, checks[2].check: “total_rises” cannot be used. Choose one of: identical_in_a_row, "
		"quick_in_a_row, "
		"total_falls, total_grows, name_alike, same_label_and_counts, clock_behind, date_outside.");
	broken("\"check\": \"total_falls\"", "\"check\": \"total_falls\", \"percent\": 3",
		"mau-02.json, checks[2].percent: unknown member. The members known here: check, warn, reviewers_only.");
	broken("{what}: thấp hơn", "{percent}: thấp hơn",
		"mau-02.json, checks[2].warn.vi: the placeholder “{percent}” is wrong. The names that can be filled "
		"in: what.");
	broken("\"id\": \"with_vneid\", \"label\"", "\"id\": \"with_vneid\", \"listed\": true, \"label\"",
		"mau-02.json, columns[8].listed: another column is “listed” already. Only one column is the number of "
		"households listed.");
}

static void test_examples(void **state)
{
	(void)state;
	broken("\"columns\": {\"households\": 1, \"persons\": 4", "\"columns\": {\"households\": 1, \"persons\": 5",
		"mau-02.json, examples[0].columns.persons: the example says 5 but 4 comes out. Correct the example or "
		"the column.");
	broken("\"columns\": {\"households\": 1, \"persons\": 3, \"vneid\": null",
		"\"columns\": {\"households\": 1, \"persons\": 3, \"vneid\": 0",
		"mau-02.json, examples[2].columns.vneid: the example says 0 but null comes out. Correct the example or "
		"the column.");
	broken("\"columns\": {\"households\": 1, \"persons\": 4", "\"columns\": {\"household\": 1, \"persons\": 4",
		"mau-02.json, examples[0].columns.household: unknown name “household”; did you mean “households”?");
	broken("\"persons\": 4, \"vneid\": 3, \"no_vneid\": 1,", "\"persons\": 3, \"vneid\": 3, \"no_vneid\": 1,",
		"mau-02.json, examples[0].fields: this example is refused by “sum_over_persons”. Correct it, or add "
		"\"refused_by\": "
		"“sum_over_persons” if it must be refused.");
	broken("\"refused_by\": \"vneid_over_persons\"", "\"refused_by\": \"persons_needed\"",
		"mau-02.json, examples[9].refused_by: the example must be refused by “persons_needed” but instead: "
		"vneid_over_persons. Correct the example or the rule.");
	broken("\"warns\": [\"eresult_over_online\", \"persons_many\"]", "\"warns\": [\"persons_many\"]",
		"mau-02.json, examples[16].warns: the example says the warnings [persons_many] but "
		"[eresult_over_online, "
		"persons_many] come out. Correct the example or the rules.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loads),
		cmocka_unit_test(test_byte_order_mark),
		cmocka_unit_test(test_a_commune_changes_its_copy),
		cmocka_unit_test(test_not_json),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_examples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
