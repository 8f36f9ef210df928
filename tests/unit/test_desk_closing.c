/* test_desk_closing.c - the desk's pages of closing over HTTP: what is in the way, what units declared, a period closed
 * and closed again, figures locked, a paper compared with a file. */
#include "../support/office.h"
#include "../support/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>

#include "../../src/aggregator/page_reports.h"

/* The code on a paper and a file: every figure as it was closed, or which one is not. */
static int compare(struct office *d, const char *code, const char *csv)
{
	char path[128];
	const struct caller_file f = {"mau.csv", csv, strlen(csv)};
	snprintf(path, sizeof path, "/chot/doi-chieu?ma=%s", code);
	return caller_upload(&d->caller, path, &f, 1);
}

static void a_paper_is_compared_with_a_file(void **state)
{
	struct office d;
	struct app_statement x;
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	OFFICE_READS(&d, "/chot?ky=2025-W45", "action=\"/chot/doi-chieu\"");
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	MUST(app_hub_statement(d.b.hub, "2025-W45", &x, &e));
	assert_int_equal(caller_get(&d.caller, "/mau-02.csv?ky=2025-W45"), 200);
	char *csv = alloc_copy(strstr(d.caller.page.data, "\xef\xbb\xbf")), *figure = strstr(csv, "1025");
	assert_int_equal(compare(&d, x.statement.code, csv), 200);
	assert_true(caller_reads(&d.caller, "KHỚP: cả") && caller_reads(&d.caller, "mau.csv"));
	figure[3] = '6';
	assert_int_equal(compare(&d, x.statement.code, csv), 200);
	assert_true(caller_reads(&d.caller, "KHÔNG KHỚP"));
	assert_true(caller_reads(&d.caller, "Xóm 11, Hồ sơ DVC trực tuyến – tệp ghi 1026, bản chốt ghi 1025"));
	assert_int_equal(compare(&d, "K7QX2M9D", csv), 400);
	assert_true(caller_reads(&d.caller, "không có bản chốt nào mang mã"));
	assert_int_equal(compare(&d, x.statement.code, "xin chào"), 400);
	assert_true(caller_reads(&d.caller, "trong tệp mau.csv"));
	free(csv);
	app_statement_free(&x);
	office_end(&d);
}

/* --- closing, locking --- */

static void a_period_is_closed_once_and_again_with_a_reason(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_APPROVER);
	OFFICE_READS(&d, "/chot?ky=2025-W45", "Xóm 2", "<button class=\"big\">");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 303);
	assert_true(caller_was_sent(&d.caller, "/chot/ban?ky=2025-W45"));
	OFFICE_READS(
		&d, "/chot/ban?ky=2025-W45", "Đã chốt tuần", "bản 1", "<dd>Hoa</dd>", "Không có số liệu nào thay đổi");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 400); /* another clerk was faster */
	assert_true(caller_reads(&d.caller, "có thể do người khác"));
	bureau_row(&d.b, "2025-11-07 08:00", "05788-02", (const int64_t[7]){8, 31, 15, 5, 10, 9, 8});
	OFFICE_READS(&d, "/chot/ban?ky=2025-W45", "Số khẩu 30 → 31");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45&lai=1&ly-do="), 400);
	assert_true(caller_reads(&d.caller, "box bad"));
	assert_false(caller_reads(&d.caller, "--reason"));
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45&lai=1&ly-do=sua"), 303);
	OFFICE_READS(&d, "/chot/ban?ky=2025-W45", "bản 2", "<dd>sua</dd>", "Khác bản trước");
	OFFICE_READS(&d, "/chot?ky=2025-W45", "href=\"/chot/ban?ky=2025-W45\"", "Chốt lại kỳ này");
	office_end(&d);
}

static void a_unit_is_locked_and_opened_with_a_reason(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_APPROVER);
	assert_int_equal(caller_post(&d.caller, "/khoa/05788-01", ""), 303);
	OFFICE_READS(&d, "/khoa", "Đã chốt số liệu của Xóm 11", "Đã chốt 1/3", "✓ Đã chốt", "– Đang mở");
	assert_int_equal(caller_post(&d.caller, "/khoa/05788-01", "mo=1&ly-do="), 400);
	assert_false(caller_reads(&d.caller, "--reason"));
	assert_int_equal(caller_post(&d.caller, "/khoa/05788-01", "mo=1&ly-do=sot+mot+ho"), 303);
	OFFICE_READS(&d, "/khoa/05788-01", "Đã mở lại số liệu của Xóm 11", "đang mở");
	assert_int_equal(caller_post(&d.caller, "/khoa", ""), 303);
	OFFICE_READS(&d, "/khoa", "Đã chốt 3/3");
	assert_int_equal(caller_post(&d.caller, "/khoa/99999", ""), 404);
	office_end(&d);
}

/* --- what was declared --- */

static void nobody_declared_and_nothing_can_be_accepted(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	OFFICE_READS(&d, "/khai?ky=2025-W45", "href=\"/khai/05788-01?ky=2025-W45\"", "Tất cả (3)");
	assert_int_equal(caller_get(&d.caller, "/khai/05788-03?ky=2025-W45"), 200);
	assert_int_equal(caller_post(&d.caller, "/khai/05788-03", "ky=2025-W45&ly-do=mat+mang"), 400);
	assert_true(caller_reads(&d.caller, "chưa có gì để tính đúng hạn"));
	assert_int_equal(caller_get(&d.caller, "/khai/99999?ky=2025-W45"), 404);
	assert_int_equal(caller_get(&d.caller, "/khai?ky=2031-W45"), 400);
	office_end(&d);
}

/* Rows on paper and files of totals are figures, too: such a unit is not called missing, and it is said what counts. */
static void what_came_on_paper_is_no_debt(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	OFFICE_READS(&d, "/khai?ky=2025-W45", "Tất cả (3)", "Chưa gửi (1)", "✓ Nhập từ giấy", "Sổ của trưởng xóm",
		"01/01/2023", "! Quá hạn, chưa khai");
	OFFICE_READS(&d, "/khai?ky=2025-W45&loc=chua", "Xóm 2<");
	assert_false(caller_reads(&d.caller, "Xóm 11<"));
	OFFICE_READS(&d, "/khai/05788-01?ky=2025-W45", "Nguồn: Sổ của trưởng xóm, ngày 01/01/2023",
		"href=\"/nhap-giay/05788-01\"");
	OFFICE_READS(&d, "/khai/05788-03?ky=2025-W45", "Chưa khai, đã quá hạn", "href=\"/nhap-giay/05788-03\"");
	assert_false(caller_reads(&d.caller, "đang tính số liệu nhập từ giấy"));
	OFFICE_READS(&d, "/khai?ky=2025-W46", "Chưa gửi (3)"); /* typed before that week */
	office_end(&d);
}

/* What stands in the way of closing, each with where it is dealt with. */
static void what_is_in_the_way_is_listed(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_APPROVER);
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 300, 50, 20, 25, 20, 20}); /* 12 each */
	OFFICE_READS(&d, "/chot?ky=2025-W45", "Còn vướng trước khi chốt",
		"href=\"/khai?ky=2025-W45&amp;loc=chua\">! 1 đơn vị chưa gửi số liệu",
		"href=\"/khai/05788-03?ky=2025-W45\"", "href=\"/duyet?don-vi=05788-01\"",
		"<details class=\"more\"><summary>Chốt");
	assert_true(office_at(&d, "Còn vướng") < office_at(&d, "Chốt số liệu kỳ này"));
	bureau_row(&d.b, "2025-11-05 08:00", "05788-03", (const int64_t[7]){5, 20, 10, 5, 5, 5, 5});
	OFFICE_READS(&d, "/chot?ky=2025-W45", "3/3 đơn vị đã gửi");
	assert_false(caller_reads(&d.caller, "chưa gửi số liệu<span>"));
	bureau_close(&d.b, "2025-11-13 10:05", "2025-W46");
	OFFICE_READS(&d, "/chot?ky=2025-W45", "là kỳ sau kỳ này"); /* closed late, it holds what came since */
	office_end(&d);
}

/* Nothing in the way, nothing to fold the button behind. */
static void a_clean_period_is_ready(void **state)
{
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_APPROVER, NULL, "05788-01,Xóm 11,hamlet,25\n");
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 25, 20, 20});
	OFFICE_READS(&d, "/chot?ky=2025-W45", "Không còn gì vướng", "<details class=\"more\" open><summary>Chốt");
	office_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_is_compared_with_a_file),
		cmocka_unit_test(a_period_is_closed_once_and_again_with_a_reason),
		cmocka_unit_test(a_unit_is_locked_and_opened_with_a_reason),
		cmocka_unit_test(nobody_declared_and_nothing_can_be_accepted),
		cmocka_unit_test(what_came_on_paper_is_no_debt),
		cmocka_unit_test(what_is_in_the_way_is_listed),
		cmocka_unit_test(a_clean_period_is_ready),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
