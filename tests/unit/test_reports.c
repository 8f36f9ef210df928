/* test_reports.c - reports of the plans: which report and which period, what is compared with what, what was typed and
 * carried forward, who is late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "../support/bureau.h"

static const struct unit phu_lac = {"05788", "Xã Phú Lạc", "commune", "", -1};
static const char hamlets[] =
	"05788-01,Xóm 11,hamlet,111\n05788-02,Xóm Đại Hà,hamlet,133\n05788-03,Xóm Lũng 1,hamlet,150\n";

static void begin(struct bureau *b)
{
	bureau_begin(b, "phu-lac-2025.json", &phu_lac, hamlets);
}

/* The first part of a report that shows something. */
static const cJSON *shown(const struct app_report *x, const char *what)
{
	const cJSON *p;
	cJSON_ArrayForEach(p, json_array(x->facts, "parts"))
	{
		const char *shows = json_string(p, "shows");
		if (shows && strcmp(shows, what) == 0)
			return p;
	}
	fail_msg("shows no %s", what);
	return NULL;
}

static int64_t number(const cJSON *o, const char *name)
{
	int64_t n = -999;
	if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(o, name)))
		return -1000;
	assert_true(json_int(o, name, -JSON_INT_MAX, JSON_INT_MAX, &n));
	return n;
}
enum { IS_NULL = -1000 };

static bool says(const struct app_report *x, const char *words)
{
	struct err e;
	struct buf out;
	buf_init(&out, DOCUMENT_BYTES_MAX);
	assert_int_equal(document_write(x->document, DOCUMENT_TEXT, &out, &e), 0);
	/* Lines are broken where they are full. */
	for (char *s = out.data; *s; s++)
		*s = *s == '\n' ? ' ' : *s;
	bool found = strstr(out.data, words) != NULL;
	buf_free(&out);
	return found;
}

static void two_weeks(struct bureau *b)
{
	bureau_row(b, "2025-11-05 16:00", "05788-01", (const int64_t[]){40, 160, 100, 20, 12, 10, 4});
	bureau_row(b, "2025-11-05 16:00", "05788-02", (const int64_t[]){50, 200, 120, 30, 15, 10, 5});
	bureau_close(b, "2025-11-06 10:05", "2025-W45");
	bureau_row(b, "2025-11-12 16:00", "05788-01", (const int64_t[]){60, 240, 150, 20, 12, 10, 4});
	bureau_row(b, "2025-11-12 16:00", "05788-02", (const int64_t[]){70, 280, 160, 30, 15, 10, 5});
	bureau_close(b, "2025-11-13 10:05", "2025-W46");
}

static void a_week_is_compared_with_the_week_before(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	two_weeks(&b);
	struct app_report x = bureau_report(&b, "2025-11-13 10:30", "weekly", NULL, LANG_VI);
	assert_string_equal(x.period, "2025-W46");
	assert_true(x.chosen);
	assert_true(x.closed);
	assert_int_equal(x.version, 1);
	assert_int_equal(strlen(x.code), 8);
	const cJSON *p = shown(&x, "progress");
	assert_int_equal(number(p, "households"), 130);
	assert_int_equal(number(p, "listed"), 394);
	assert_int_equal(number(p, "increase"), 40);
	assert_string_equal(json_string(p, "before"), "2025-W45");
	assert_int_equal(number(json_object(p, "increases"), "persons"), 160);
	assert_int_equal(number(p, "on_time"), 2);
	assert_int_equal(number(p, "missing"), 1);
	assert_true(says(&x, "130/394 hộ, đạt 32,99%, tăng 40 hộ so với tuần trước."));
	assert_true(says(&x, "2/3 xóm đã gửi số liệu: 2 đúng hạn, 0 muộn, 1 chưa gửi."));
	app_report_free(&x);
	bureau_end(&b);
}

static void what_was_not_closed_is_said(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	bureau_row(&b, "2025-11-12 16:00", "05788-01", (const int64_t[]){60, 240, 150, 20, 12, 10, 4});
	struct app_report x = bureau_report(&b, "2025-11-13 09:00", "weekly", NULL, LANG_VI);
	assert_false(x.closed);
	assert_string_equal(x.code, "");
	assert_int_equal(number(shown(&x, "progress"), "increase"), IS_NULL);
	assert_true(says(&x, "Số liệu chưa chốt, tổng hợp lúc 09 giờ 00 ngày 13/11/2025"));
	assert_true(says(&x, "(tuần trước chưa chốt số liệu nên không có số so sánh)"));
	app_report_free(&x);
	/* The first week of all has nothing before it, and need not say so. */
	x = bureau_report(&b, "2025-11-06 09:00", "weekly", "2025-W45", LANG_VI);
	assert_false(says(&x, "chưa chốt số liệu nên"));
	app_report_free(&x);
	bureau_end(&b);
}

static void the_period_due_nearest_is_meant(void **state)
{
	(void)state;
	static const char *const cases[][2] = {{"2025-11-13 09:00", "2025-W46"}, {"2025-11-13 10:30", "2025-W46"},
		{"2025-11-16 09:59", "2025-W46"}, {"2025-11-17 10:00", "2025-W47"}, {"2025-10-30 09:00", "2025-W44"},
		{"2026-05-01 09:00", "2025-W51"}};
	struct bureau b;
	begin(&b);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct app_report x = bureau_report(&b, cases[i][0], "weekly", NULL, LANG_VI);
		assert_string_equal(x.period, cases[i][1]);
		app_report_free(&x);
	}
	bureau_end(&b);
}

static void wrong_reports_and_periods_are_refused(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "monthly", NULL), ERR_DATA);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "period", "2025-11"), ERR_DATA);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "weekly", "2025-11"), ERR_DATA);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "weekly", "hôm nay"), ERR_DATA);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "weekly", "2025-W48"), ERR_DATA);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "weekly", "2024-W48"), ERR_DATA);
	assert_int_equal(bureau_fails(&b, "1970-01-01 09:00", "weekly", NULL), ERR_USAGE);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "period", "2025-W46"), 0);
	assert_int_equal(bureau_fails(&b, "2025-11-13 09:00", "final", NULL), 0);
	bureau_end(&b);
}

static const char *typed(const struct app_report *x, const char *part, const char **from)
{
	for (size_t i = 0; i < x->parts; i++) {
		*from = x->part[i].from;
		if (strcmp(x->part[i].part->id, part) == 0)
			return x->part[i].text;
	}
	fail_msg("no part %s", part);
	return NULL;
}

static void is_typed(struct bureau *b, const char *period, const char *text, const char *from)
{
	const char *found_from;
	struct app_report x = bureau_report(b, "2025-12-01 09:00", "weekly", period, LANG_VI);
	assert_string_equal(typed(&x, "kho-khan", &found_from), text);
	assert_string_equal(found_from, from);
	assert_int_equal(cJSON_GetArraySize(json_array(x.facts, "carried")), *from ? 1 : 0);
	assert_true(!*text || says(&x, text));
	app_report_free(&x);
}

static void a_typed_part_is_carried_forward_until_it_is_typed_anew_or_cleared(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	is_typed(&b, "2025-W45", "", "");
	bureau_type(&b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "Sóng yếu ở Xóm Lũng 1.");
	is_typed(&b, "2025-W44", "", "");
	is_typed(&b, "2025-W45", "Sóng yếu ở Xóm Lũng 1.", "");
	is_typed(&b, "2025-W47", "Sóng yếu ở Xóm Lũng 1.", "2025-W45");
	bureau_type(&b, "2025-11-13 09:00", "weekly", "2025-W46", "kho-khan", "Thiếu máy.");
	is_typed(&b, "2025-W45", "Sóng yếu ở Xóm Lũng 1.", "");
	is_typed(&b, "2025-W47", "Thiếu máy.", "2025-W46");
	bureau_type(&b, "2025-11-20 09:00", "weekly", "2025-W47", "kho-khan", NULL);
	is_typed(&b, "2025-W47", "", "");
	is_typed(&b, "2025-W48", "", "");
	/* An older week typed late says nothing about the newer ones. */
	bureau_type(&b, "2025-11-21 09:00", "weekly", "2025-W44", "kho-khan", "Tuần đầu.");
	is_typed(&b, "2025-W46", "Thiếu máy.", "");
	bureau_end(&b);
}

static int type_fails(struct bureau *b, const char *part, const char *text)
{
	struct err e = {.code = ERR_NONE};
	struct app_report x;
	bool changed;
	struct app_report_wish wish = {
		.report = "weekly", .period = "2025-W45", .now = bureau_time("2025-11-06 09:00")};
	if (app_report_type(b->hub, &wish, part, text, &x, &changed, &e) == 0)
		app_report_free(&x);
	return (int)e.code;
}

static void typed_text_is_cleaned_and_has_its_limits(void **state)
{
	(void)state;
	struct bureau b;
	const char *from;
	char *long_text = alloc_zero(APP_REPORT_TEXT_BYTES + 2, 1);
	begin(&b);
	memset(long_text, 'a', APP_REPORT_TEXT_BYTES + 1);
	assert_int_equal(type_fails(&b, "kho-khan", long_text), ERR_DATA);
	long_text[APP_REPORT_TEXT_BYTES] = '\0';
	assert_int_equal(type_fails(&b, "kho-khan", long_text), 0);
	assert_int_equal(type_fails(&b, "kho-khan", "\xff"), ERR_DATA);
	assert_int_equal(type_fails(&b, "kho-khan", " \n "), ERR_USAGE);
	assert_int_equal(type_fails(&b, "khong-co", "a"), ERR_DATA);
	bureau_type(&b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "\n Một \t đoạn\r\n\n\n\nHai\x01 <b>&\n");
	struct app_report x = bureau_report(&b, "2025-11-06 09:00", "weekly", "2025-W45", LANG_VI);
	assert_string_equal(typed(&x, "kho-khan", &from), "Một đoạn\n\nHai <b>&");
	app_report_free(&x);
	free(long_text);
	bureau_end(&b);
}

static void saying_it_twice_writes_nothing(void **state)
{
	(void)state;
	struct bureau b;
	struct err e;
	struct app_report x;
	bool changed;
	struct app_report_wish wish = {
		.report = "weekly", .period = "2025-W46", .now = bureau_time("2025-11-13 09:00")};
	begin(&b);
	bureau_type(&b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "Không.");
	/* Carried words that are confirmed are this week's from now on. */
	assert_int_equal(app_report_type(b.hub, &wish, "kho-khan", "Không.", &x, &changed, &e), 0);
	assert_true(changed);
	app_report_free(&x);
	assert_int_equal(app_report_type(b.hub, &wish, "kho-khan", "Không.", &x, &changed, &e), 0);
	assert_false(changed);
	app_report_free(&x);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(app_report_type(b.hub, &wish, "kien-nghi", NULL, &x, &changed, &e), 0);
		assert_int_equal(changed, i == 0);
		app_report_free(&x);
	}
	bureau_end(&b);
}

static void a_final_report_puts_every_period_side_by_side(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	two_weeks(&b);
	struct app_report x = bureau_report(&b, "2025-12-20 09:00", "final", NULL, LANG_VI);
	const cJSON *periods = json_array(shown(&x, "periods"), "periods");
	assert_int_equal(cJSON_GetArraySize(periods), 2);
	assert_string_equal(json_string(cJSON_GetArrayItem(periods, 0), "period"), "2025-W45");
	assert_int_equal(number(json_object(cJSON_GetArrayItem(periods, 1), "total"), "persons"), 520);
	assert_false(x.closed);
	app_report_free(&x);
	bureau_end(&b);
}

static void the_list_of_late_units_is_a_message_too(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	two_weeks(&b);
	struct app_report x = bureau_report(&b, "2025-11-13 10:30", "late", "2025-W46", LANG_VI);
	const cJSON *late = json_array(shown(&x, "late"), "late_units");
	assert_int_equal(cJSON_GetArraySize(late), 1);
	assert_string_equal(json_string(cJSON_GetArrayItem(late, 0), "unit"), "05788-03");
	assert_int_equal(number(cJSON_GetArrayItem(late, 0), "times_late"), 2);
	assert_non_null(strstr(x.notice,
		"Xã Phú Lạc: tình hình gửi số liệu tuần 10/11–16/11/2025 (hạn 10 giờ 00 ngày 13/11/2025)\n"
		"Đã gửi: 2/3 xóm.\n"
		"Chưa gửi (1): Xóm Lũng 1 (lần thứ 2).\n"));
	app_report_free(&x);
	/* Before it is due nobody is late. */
	x = bureau_report(&b, "2025-11-18 10:30", "late", "2025-W47", LANG_VI);
	assert_int_equal(number(shown(&x, "late"), "late"), 0);
	app_report_free(&x);
	bureau_end(&b);
}

static void nothing_reported_is_a_report_too(void **state)
{
	(void)state;
	struct bureau b;
	begin(&b);
	struct app_report x = bureau_report(&b, "2025-11-06 09:00", "weekly", NULL, LANG_EN);
	assert_int_equal(number(shown(&x, "progress"), "households"), 0);
	assert_true(says(&x, "0/394"));
	app_report_free(&x);
	bureau_end(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_week_is_compared_with_the_week_before),
		cmocka_unit_test(what_was_not_closed_is_said),
		cmocka_unit_test(the_period_due_nearest_is_meant),
		cmocka_unit_test(wrong_reports_and_periods_are_refused),
		cmocka_unit_test(a_typed_part_is_carried_forward_until_it_is_typed_anew_or_cleared),
		cmocka_unit_test(typed_text_is_cleaned_and_has_its_limits),
		cmocka_unit_test(saying_it_twice_writes_nothing),
		cmocka_unit_test(a_final_report_puts_every_period_side_by_side),
		cmocka_unit_test(the_list_of_late_units_is_a_message_too),
		cmocka_unit_test(nothing_reported_is_a_report_too),
	};
	return cmocka_run_group_tests_name("reports", tests, NULL, NULL);
}
