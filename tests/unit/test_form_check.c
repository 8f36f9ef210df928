/* test_form_check.c - what arrives at a hub, what other versions wrote, what lists say; one commune as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/csv.h>
#include <tungnha/file.h>
#include <tungnha/form.h>
#include <tungnha/json.h>

#include "../support/door.h"

static struct form *form;

static int load_form(void **state)
{
	(void)state;
	form = door_mau_02();
	return 0;
}

static int free_form(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

static void checked(const char *json, const char *text)
{
	struct form_record r;
	struct err e = {0};
	cJSON *fields = json_parse(json, strlen(json), 3);
	form_record_init(&r);
	assert_non_null(fields);
	int rc = form_check(form, fields, LANG_VI, &r, &e);
	assert_string_equal(rc < 0 ? text_name(e.text) : "fine", text);
	form_record_free(&r);
	cJSON_Delete(fields);
}

#define ARRIVED "\"household_no\":\"1\",\"status\":\"reviewed\",\"persons\":4,\"vneid\":2,\"no_vneid\":2,"

static void test_checks_strictly(void **state)
{
	(void)state;
	checked("{" ARRIVED "\"online_dossiers\":1,\"eresult_dossiers\":null,\"rated\":\"no\"}", "fine");
	checked("{" ARRIVED "\"online_dossiers\":1,\"eresult_dossiers\":1}", "FORM_NOT_GIVEN");
	checked("{" ARRIVED "\"online_dossiers\":\"1\",\"eresult_dossiers\":1,\"rated\":\"no\"}", "FORM_STORED_WRONG");
	checked("{" ARRIVED "\"online_dossiers\":1.5,\"eresult_dossiers\":1,\"rated\":\"no\"}",
		"FORM_COUNT_NOT_WHOLE_OR_UNKNOWN");
	checked("{" ARRIVED "\"online_dossiers\":100,\"eresult_dossiers\":1,\"rated\":\"no\"}", "FORM_COUNT_OVER");
	checked("{" ARRIVED "\"online_dossiers\":1,\"eresult_dossiers\":1,\"rated\":\"Có\"}", "FORM_NOT_OPTION");
	checked("{" ARRIVED "\"online_dossiers\":1,\"eresult_dossiers\":1,\"rated\":\"no\",\"cccd\":1}",
		"FORM_FIELD_UNKNOWN");
	checked("{\"household_no\":\"1\",\"status\":\"absent\",\"label\":\"nhà xanh\"}", "FORM_FIELD_LOCAL");
	checked("{\"household_no\":\"1\",\"status\":\"absent\",\"persons\":null}", "FORM_NOT_ASKED");
	checked("{\"household_no\":\"1\",\"status\":\"absent\",\"note\":\" a\"}", "FORM_STORED_WRONG");
	checked("{\"household_no\":\"1\",\"status\":\"absent\",\"note\":\"\"}", "FORM_STORED_WRONG");
	checked("{\"household_no\":\"1\",\"status\":\"absent\",\"note\":\"0912 345 678\"}", "FORM_PERSONAL_NUMBER");
	checked("{\"household_no\":\"1\",\"status\":\"absent\",\"visited_on\":\"12/11/2025\"}", "FORM_NOT_DATE");
	checked("{\"household_no\":\"01\",\"status\":\"absent\"}", "FORM_NOT_KEY");
	checked("{\"household_no\":\"a\",\"status\":\"absent\"}", "FORM_NOT_KEY");
	checked("{\"household_no\":null,\"status\":\"absent\"}", "FORM_MAY_NOT_BE_UNKNOWN");
	checked("{\"status\":\"absent\"}", "FORM_REQUIRED");
	checked("[]", "FORM_FIELD_UNKNOWN");
	checked("{\"household_no\":\"1\",\"status\":\"reviewed\",\"persons\":1,\"vneid\":2,\"no_vneid\":0,\"online_"
		"dossiers\":0,"
		"\"eresult_dossiers\":0,\"rated\":\"no\"}",
		"FORM_SAYS");
}

/* Another version's record: unknown members are skipped, what cannot be held is unknown, what is missing is unknown
 * too. */
static void test_reads_leniently(void **state)
{
	static const char json[] =
		"{\"household_no\":\"5\",\"status\":\"reviewed\",\"persons\":400,\"vneid\":2,\"pets\":3,"
		"\"no_vneid\":\"x\",\"online_dossiers\":1,\"rated\":\"maybe\"}";
	struct form_record r;
	struct form_counts c;
	cJSON *fields = json_parse(json, sizeof json - 1, 3);
	(void)state;
	form_record_init(&r);
	form_record_read(form, fields, &r);
	cJSON_Delete(fields);
	assert_int_equal(r.value[form_field_index(form, "persons")].state, FORM_UNKNOWN);
	assert_int_equal(r.value[form_field_index(form, "rated")].state, FORM_UNKNOWN);
	assert_int_equal(r.value[form_field_index(form, "eresult_dossiers")].state, FORM_ABSENT);
	form_count(form, &r, &c);
	assert_int_equal(c.value[form_column_index(form, "vneid")], 2);
	assert_int_equal(c.unknown[form_column_index(form, "persons")], 1);
	assert_int_equal(c.unknown[form_column_index(form, "no_vneid")], 1);
	assert_int_equal(c.unknown[form_column_index(form, "eresult_dossiers")], 1);
	assert_int_equal(c.value[form_column_index(form, "households")], 1);
	form_record_free(&r);
}

/* Judging another version's record: a refusal is not listed among the warnings, and what it cannot hold does not
 * stand in the way of the next change. */
static void test_goes_on_from_another_version(void **state)
{
	static const char json[] =
		"{\"household_no\":\"5\",\"note\":7,\"status\":\"reviewed\",\"persons\":1,\"vneid\":2,"
		"\"no_vneid\":0,\"online_dossiers\":0,\"eresult_dossiers\":0,\"rated\":\"no\"}";
	struct form_record r;
	struct err e;
	int broken[FORM_RULES_MAX];
	cJSON *fields = json_parse(json, sizeof json - 1, 3);
	(void)state;
	form_record_init(&r);
	form_record_read(form, fields, &r);
	cJSON_Delete(fields);
	assert_int_equal(form_warnings(form, &r, broken), 0);
	assert_int_equal(r.value[form->note].state, FORM_UNKNOWN);
	assert_int_equal(door_apply(form, &r, "vneid=1", LANG_VI, &r, &e), 0);
	assert_int_equal(r.value[form->note].state, FORM_ABSENT);
	char *saved = form_record_json(form, &r);
	checked(saved, "fine");
	free(saved);
	form_record_free(&r);
}

static void test_equal_leaves_local_fields_out(void **state)
{
	struct form_record a, b;
	struct err e;
	(void)state;
	form_record_init(&a);
	form_record_init(&b);
	assert_int_equal(door_apply(form, NULL, DOOR_REVIEWED "|label=nhà xanh", LANG_VI, &a, &e), 0);
	form_record_copy(&a, &b);
	assert_int_equal(door_apply(form, &b, "label=nhà đỏ", LANG_VI, &b, &e), 0);
	assert_true(form_record_equal(form, &a, &b));
	assert_int_equal(door_apply(form, &b, "vneid=?", LANG_VI, &b, &e), 0);
	assert_false(form_record_equal(form, &a, &b));
	form_record_free(&a);
	form_record_free(&b);
}

static void test_headings(void **state)
{
	static const struct {
		const char *heading, *field;
		bool weak;
	} known[] = {{"Hộ số", "household_no", false}, {"HỘ SỐ:", "household_no", false}, {"STT", "household_no", true},
		{"Số thứ tự", "household_no", true}, {"Số thứ tự hộ", "household_no", false},
		{"Số khẩu", "persons", false}, {"Nhân khẩu", "persons", false}, {"Có VNeID", "vneid", false},
		{"Chưa có", "no_vneid", false}, {"Hồ sơ trực tuyến", "online_dossiers", false},
		{"HS có KQ điện tử", "eresult_dossiers", false}, {"Đã đánh giá", "rated", false},
		{"Tình trạng", "status", false}, {"Ngày rà soát", "visited_on", false}, {"Nhãn nhà", "label", false},
		{"ghi chu", "note", false}, {"no_vneid", "no_vneid", false}};
	bool weak;
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		weak = !known[i].weak;
		assert_int_equal(form_heading(form, known[i].heading, &weak), form_field_index(form, known[i].field));
		assert_true(weak == known[i].weak);
	}
	assert_int_equal(form_heading(form, "Họ và tên chủ hộ", &weak), -1);
	assert_int_equal(form_heading(form, "Số CCCD", &weak), -1);
	assert_int_equal(form_heading(form, "", &weak), -1);
	assert_int_equal(form_column_heading(form, "SỐ HỘ:"), form_column_index(form, "households"));
	assert_int_equal(form_column_heading(form, "rated_households"), form_column_index(form, "rated_households"));
	assert_int_equal(form_column_heading(form, "Hồ sơ"), -1);
	assert_int_equal(form_column_heading(form, ""), -1);
}

static void test_option_words(void **state)
{
	static const char *const yes[] = {"yes", "có", "Có", "co", "CÓ", "x", "X", "1", "rồi", NULL};
	static const char *const no[] = {"no", "Không", "khong", "0", "chưa", NULL};
	struct form_value v;
	struct err e;
	int rated = form_field_index(form, "rated");
	(void)state;
	for (int i = 0; yes[i]; i++) {
		assert_int_equal(form_read(form, rated, yes[i], LANG_VI, &v, &e), 0);
		assert_string_equal(v.text, "yes");
		assert_int_equal(v.number, 1);
		form_value_free(&v);
	}
	for (int i = 0; no[i]; i++) {
		assert_int_equal(form_read(form, rated, no[i], LANG_VI, &v, &e), 0);
		assert_string_equal(v.text, "no");
		form_value_free(&v);
	}
	assert_int_equal(form_read(form, rated, "!", LANG_VI, &v, &e), -1);
}

static void test_not_visited_is_marked(void **state)
{
	const struct form_field *status = &form->field[form->status];
	(void)state;
	for (size_t i = 0; i < status->options; i++)
		assert_int_equal(status->option[i].unvisited, strcmp(status->option[i].id, "not_visited") == 0);
	assert_int_equal(form->number, 0);
	assert_string_equal(form->field[form->visit].id, "visited_on");
	assert_string_equal(form->field[form->note].id, "note");
	assert_true(form->field[form->label].local);
}

/* The first eight bytes of BLAKE2b-256 over "tungnha.definition.1", a NUL, the length, the bytes (computed with
 * Python). */
static void test_definition_id(void **state)
{
	char hex[ID_HEX];
	(void)state;
	assert_string_equal(id_hex(form_definition_id("", 0), hex), "fff1a0f0bf659e14");
	assert_string_equal(id_hex(form_definition_id("{}\n", 3), hex), "1e6b547236e7a216");
}

static struct form_sums commune;

static void add(const struct form_record *r)
{
	struct form_counts c;
	form_count(form, r, &c);
	for (size_t i = 0; i < form->columns; i++)
		commune.value[i] += c.value[i];
}

static void apply_row(const struct csv_row *row, const int *field, size_t fields)
{
	struct form_change change[CSV_FIELDS_MAX];
	struct form_record r;
	struct err e;
	size_t n = 0;
	form_record_init(&r);
	for (size_t i = 0; i < fields && i < row->count; i++)
		change[n++] = (struct form_change){field[i], row->field[i]};
	int rc = form_apply(form, NULL, change, n, LANG_VI, &r, &e);
	if (rc < 0) {
		char sentence[1000];
		err_sentence(&e, LANG_VI, sentence, sizeof sentence);
		fail_msg("line %ld: %s", row->line, sentence);
	}
	char *json = form_record_json(form, &r);
	checked(json, "fine");
	free(json);
	add(&r);
	form_record_free(&r);
}

static void apply_file(const char *path)
{
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	struct csv_reader *reader = csv_open(in);
	struct csv_row row;
	struct err e;
	int field[CSV_FIELDS_MAX];
	bool weak;
	assert_int_equal(csv_next(reader, &row, &e), 1);
	size_t fields = row.count;
	for (size_t i = 0; i < fields; i++) {
		field[i] = form_heading(form, row.field[i], &weak);
		assert_true(field[i] >= 0);
	}
	while (csv_next(reader, &row, &e) > 0)
		apply_row(&row, field, fields);
	csv_close(reader);
	fclose(in);
}

static void compare_total(const char *data)
{
	struct buf b;
	struct err e;
	const cJSON *column;
	char *path = file_join(data, "phu-lac/expected.json");
	buf_init(&b, 1 << 20);
	assert_int_equal(file_read(path, &b, &e), 0);
	cJSON *expected = json_parse(b.data, b.len, 6);
	cJSON_ArrayForEach(column, json_object(expected, "total"))
	{
		int i = form_column_index(form, column->string);
		assert_true(i >= 0);
		assert_int_equal(commune.value[i], column->valueint);
	}
	cJSON_Delete(expected);
	buf_free(&b);
	free(path);
}

/* Only where TUNGNHA_TEST_DATA names a folder with phu-lac/households: what the door
 * saves, the hub accepts, and the sum is the expected one. */
static void test_a_whole_commune(void **state)
{
	const char *data = getenv("TUNGNHA_TEST_DATA");
	struct file_names names;
	struct err e;
	(void)state;
	if (!data)
		skip();
	char *folder = file_join(data, "phu-lac/households");
	assert_int_equal(file_names(folder, ".csv", 1000, &names, &e), 0);
	for (size_t i = 0; i < names.count; i++) {
		char *path = file_join(folder, names.name[i]);
		apply_file(path);
		free(path);
	}
	assert_true(names.count > 0);
	compare_total(data);
	file_names_free(&names);
	free(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_checks_strictly),
		cmocka_unit_test(test_reads_leniently),
		cmocka_unit_test(test_goes_on_from_another_version),
		cmocka_unit_test(test_equal_leaves_local_fields_out),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_option_words),
		cmocka_unit_test(test_not_visited_is_marked),
		cmocka_unit_test(test_definition_id),
		cmocka_unit_test(test_a_whole_commune),
	};
	return cmocka_run_group_tests(tests, load_form, free_form);
}
