/* test_form_count.c - how households count, and what the counts say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/form.h>

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

static void counts(const char *typed, const char *column, int value, int unknown)
{
	struct form_record r;
	struct form_counts c;
	struct err e;
	int i = form_column_index(form, column);
	form_record_init(&r);
	assert_true(i >= 0);
	assert_int_equal(door_apply(form, NULL, typed, LANG_VI, &r, &e), 0);
	form_count(form, &r, &c);
	assert_int_equal(c.value[i], value);
	assert_int_equal(c.unknown[i], unknown);
	form_record_free(&r);
}

static void test_counts(void **state)
{
	(void)state;
	counts(DOOR_REVIEWED, "households", 1, 0);
	counts(DOOR_REVIEWED, "persons", 4, 0);
	counts(DOOR_REVIEWED, "rated_households", 1, 0);
	counts(DOOR_REVIEWED "|rated=no", "rated_households", 0, 0);
	counts(DOOR_REVIEWED "|rated=?", "rated_households", 0, 1);
	counts(DOOR_REVIEWED "|vneid=?", "vneid", 0, 1);
	counts(DOOR_REVIEWED "|vneid=?", "no_vneid", 2, 0);
	counts(DOOR_REVIEWED "|vneid=?", "with_vneid", 0, 1);
	counts(DOOR_REVIEWED "|vneid=0|note=x", "with_vneid", 0, 0);
	counts(DOOR_REVIEWED "|persons=7", "not_eligible", 3, 0);
	counts("household_no=1|status=absent", "persons", 0, 0);
	counts("household_no=1|status=absent", "listed", 1, 0);
	counts("household_no=1|status=absent", "absent", 1, 0);
	counts("household_no=1|status=duplicate", "listed", 0, 0);
	counts("household_no=1", "not_visited", 1, 0);
}

/* The nine columns of the plan are the unit, these seven, and the notes. */
static void test_printed_columns(void **state)
{
	static const char *const headings[] = {"Số hộ", "Số khẩu", "Người có VNeID", "Người chưa có",
		"Hồ sơ DVC trực tuyến", "Hồ sơ có kết quả điện tử", "Hộ đã đánh giá hài lòng"};
	size_t n = 0;
	(void)state;
	for (size_t i = 0; i < form->columns; i++)
		if (form->column[i].printed)
			assert_string_equal(form_words(&form->column[i].label, LANG_VI), headings[n++]);
	assert_int_equal(n, 7);
	assert_string_equal(form_words(&form->unit_heading, LANG_VI), "Xóm");
	assert_string_equal(form_words(&form->note_heading, LANG_VI), "Ghi chú");
	assert_string_equal(form_words(&form->total_label, LANG_VI), "Tổng");
	assert_string_equal(form_words(&form->title, LANG_VI),
		"BẢNG BÁO CÁO TIẾN ĐỘ RÀ SOÁT DỊCH VỤ CÔNG, SỐ HÓA HỒ SƠ VÀ ĐỊNH DANH ĐIỆN TỬ");
}

static void set(struct form_sums *s, const char *column, int64_t value)
{
	s->value[form_column_index(form, column)] = value;
}

static int indicator(const char *id)
{
	for (size_t i = 0; i < form->indicators; i++)
		if (strcmp(form->indicator[i].id, id) == 0)
			return (int)i;
	return -1;
}

static void test_indicators(void **state)
{
	struct form_sums s = {0};
	int64_t num, den;
	(void)state;
	form_indicate(form, &s, indicator("coverage"), &num, &den);
	assert_true(num == 0 && den == 0);
	set(&s, "listed", 126), set(&s, "reviewed", 118), set(&s, "vneid", 290), set(&s, "no_vneid", 77);
	form_indicate(form, &s, indicator("coverage"), &num, &den);
	assert_true(num == 118 && den == 126);
	form_indicate(form, &s, indicator("vneid_of_eligible"), &num, &den);
	assert_true(num == 290 && den == 367);
	assert_true(form->indicator[indicator("coverage")].percent);
	assert_false(form->indicator[indicator("dossiers_per_100")].percent);
	/* What nobody was asked is not 0 percent. */
	set(&s, "vneid", 0);
	s.unknown[form_column_index(form, "vneid")] = 118;
	form_indicate(form, &s, indicator("vneid_of_eligible"), &num, &den);
	assert_true(num == 0 && den == 0);
	/* A sum no machine word holds cannot be computed: 0 of 0, not a wrong number. */
	set(&s, "vneid", INT64_MAX);
	form_indicate(form, &s, indicator("vneid_of_eligible"), &num, &den);
	assert_true(num == 0 && den == 0);
}

static void unit_warns(int households, int persons, int listed, int away, const char *ids)
{
	struct form_sums s = {0};
	int broken[FORM_RULES_MAX];
	char out[200] = "";
	set(&s, "households", households), set(&s, "reviewed", households), set(&s, "persons", persons);
	set(&s, "listed", listed), set(&s, "absent", away);
	size_t n = form_unit_warnings(form, &s, broken);
	for (size_t i = 0; i < n; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "",
			form->unit_rule[broken[i]].id);
	assert_string_equal(out, ids);
}

static void test_unit_warnings(void **state)
{
	struct form_sums s = {0};
	char out[FORM_SENTENCE];
	(void)state;
	unit_warns(0, 0, 0, 0, "");
	unit_warns(100, 250, 100, 0, "");
	unit_warns(100, 249, 100, 0, "mean_persons");
	unit_warns(100, 550, 100, 0, "");
	unit_warns(100, 551, 100, 0, "mean_persons");
	unit_warns(95, 380, 100, 0, "");
	unit_warns(94, 380, 100, 0, "listed_and_reviewed");
	unit_warns(106, 380, 100, 0, "listed_and_reviewed");
	/* Four households say nothing about a mean; a hamlet that is still under way says nothing about its list. */
	unit_warns(4, 4, 100, 0, "");
	unit_warns(5, 12, 100, 0, "mean_persons");
	unit_warns(89, 380, 100, 0, "");
	unit_warns(90, 380, 100, 0, "listed_and_reviewed");
	unit_warns(84, 380, 100, 5, "");
	unit_warns(80, 320, 100, 20, "listed_and_reviewed");
	unit_warns(79, 320, 100, 21, "listed_and_reviewed absent_and_refused");
	set(&s, "reviewed", 1180), set(&s, "listed", 1260);
	form_unit_sentence(form, &form->unit_rule[1], &s, LANG_VI, out);
	assert_string_equal(out,
		"Đã đi hết hoặc gần hết xóm: danh sách có 1.260 hộ, rà soát được 1.180 hộ, lệch quá 5%. "
		"Đến lại các hộ còn thiếu, hoặc xem lại danh sách hộ.");
}

/* A row typed from paper: what cannot be is refused, what is not given holds. -1: not given. */
static void row_breaks(int households, int persons, int vneid, int rated, const char *ids)
{
	static const char *const id[] = {"households", "persons", "vneid", "rated_households"};
	const int typed[] = {households, persons, vneid, rated};
	struct form_sums s = {{0}, {0}};
	bool given[FORM_COLUMNS_MAX] = {false};
	int broken[FORM_RULES_MAX];
	char out[256] = "";
	for (size_t i = 0; i < 4; i++) {
		int c = form_column_index(form, id[i]);
		given[c] = typed[i] >= 0;
		s.value[c] = typed[i] >= 0 ? typed[i] : 0;
	}
	size_t n = form_row_rules(form, &s, given, broken);
	for (size_t i = 0; i < n; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s%s", *out ? " " : "",
			form->unit_rule[broken[i]].id, form->unit_rule[broken[i]].refuses ? "!" : "");
	assert_string_equal(out, ids);
}

static void test_row_rules(void **state)
{
	(void)state;
	row_breaks(-1, -1, -1, -1, "");
	row_breaks(118, 431, 431, 118, "");
	row_breaks(118, 431, 432, -1, "people_over_persons!");
	row_breaks(118, -1, 432, -1, "");
	row_breaks(118, 431, -1, 119, "rated_over_households!");
	row_breaks(100, 99, -1, -1, "mean_persons households_over_persons!");
	row_breaks(100, 551, -1, -1, "mean_persons");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_printed_columns),
		cmocka_unit_test(test_indicators),
		cmocka_unit_test(test_unit_warnings),
		cmocka_unit_test(test_row_rules),
	};
	return cmocka_run_group_tests(tests, load_form, free_form);
}
