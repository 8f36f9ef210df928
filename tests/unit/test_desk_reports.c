/* test_desk_reports.c - the desk's pages of forms and reports over HTTP: what is shown, who may, what comes of what is
 * typed; of an office above communes too, and of three hundred hamlets. */
#include "../support/office.h"
#include "../support/tiers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_reports.h"

/* --- Form 02 --- */

static void the_form_shows_every_unit_and_what_nobody_said(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_VIEWER);
	OFFICE_READS(&d, "/mau-02", "<td>1.025</td>", "<td>–</td>", "class=\"total\"", "<td>1.035</td>", "chưa chốt",
		"href=\"/mau-02/in\"");
	assert_true(office_at(&d, "Xóm 2<") < office_at(&d, "Xóm 11<")); /* natural order */
	OFFICE_READS(&d, "/mau-02?don-vi=05788-02", "Mẫu 02 – Xóm Đại Hà", "<td>30</td>");
	office_reads(&d, 404, "/mau-02?ky=2025-W45", (const char *const[]){"Chốt kỳ báo cáo", NULL});
	assert_false(caller_reads(&d.caller, "--period"));
	assert_int_equal(caller_get(&d.caller, "/mau-02?ky=2025-45"), 400);
	assert_int_equal(caller_get(&d.caller, "/mau-02?don-vi=99999"), 404);
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	OFFICE_READS(&d, "/mau-02?ky=2025-W45", "Đã chốt tuần", "Mã kiểm tra", "href=\"/mau-02/in?ky=2025-W45\"");
	assert_int_equal(caller_get(&d.caller, "/mau-02/in?ky=2025-W45"), 200);
	assert_true(caller_reads(&d.caller, "class=\"sheet\""));
	assert_int_equal(caller_get(&d.caller, "/mau-02.csv?"), 200);
	office_end(&d);
}

/* --- typed parts --- */

#define WEEKLY "/bao-cao/weekly?ky=2025-W45"

static int type(struct office *d, const char *mark, const char *text)
{
	char body[512];
	struct buf plain;
	buf_init(&plain, 1024);
	html_url(&plain, mark, "");
	snprintf(body, sizeof body, "ky=2025-W45&goc-kho-khan=%s&phan-kho-khan=%s", plain.data, text);
	buf_free(&plain);
	return caller_post(&d->caller, "/bao-cao/weekly", body);
}

/* The second clerk is told and keeps his words; nothing is overwritten until he has seen both. */
static void of_two_clerks_the_second_is_told(void **state)
{
	struct office d;
	char mark[128];
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	OFFICE_READS(&d, WEEKLY, "name=\"phan-kho-khan\"", "Chưa có nội dung", "chưa chốt");
	snprintf(mark, sizeof mark, "%s", caller_value(&d.caller, "goc-kho-khan"));
	assert_int_equal(type(&d, mark, "Loi+cua+Hoa%0D%0Adong+hai"), 303);
	OFFICE_READS(&d, WEEKLY, "Đã lưu 1 phần", "Loi cua Hoa\ndong hai</textarea>", "Hoa");
	caller_is(&d.caller, d.minh);
	assert_int_equal(type(&d, mark, "Loi+cua+Minh"), 409);
	assert_true(caller_reads(&d.caller, "Hoa đã ghi phần này"));
	assert_true(caller_reads(&d.caller, "Loi cua Hoa\ndong hai</blockquote>"));
	assert_true(caller_reads(&d.caller, "Loi cua Minh</textarea>"));
	snprintf(mark, sizeof mark, "%s", caller_value(&d.caller, "goc-kho-khan"));
	OFFICE_READS(&d, WEEKLY, "Loi cua Hoa\ndong hai</textarea>"); /* still hers */
	assert_int_equal(type(&d, mark, "Ca+hai"), 303);
	OFFICE_READS(&d, WEEKLY, "Ca hai</textarea>");
	snprintf(mark, sizeof mark, "%s", caller_value(&d.caller, "goc-kho-khan"));
	assert_int_equal(type(&d, mark, "Ca+hai+"), 303); /* nothing changed */
	OFFICE_READS(&d, WEEKLY, "Không có gì thay đổi");
	office_end(&d);
}

static void carried_words_are_marked_until_they_are_confirmed(void **state)
{
	struct office d;
	char body[256];
	struct buf mark;
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "Mạng <yếu>.");
	OFFICE_READS(&d, "/bao-cao/weekly?ky=2025-W46", "Lời chép từ tuần", "Mạng &lt;yếu&gt;.</textarea>",
		"name=\"xong-kho-khan\"", "1 phần còn lời của kỳ trước");
	buf_init(&mark, 1024);
	html_url(&mark, caller_value(&d.caller, "goc-kho-khan"), "");
	assert_non_null(strstr(mark.data, "2025-W45"));
	snprintf(body, sizeof body,
		"ky=2025-W46&goc-kho-khan=%s&phan-kho-khan=M%%E1%%BA%%A1ng+<y%%E1%%BA%%BFu>.&xong-kho-khan=1",
		mark.data);
	buf_free(&mark);
	assert_int_equal(caller_post(&d.caller, "/bao-cao/weekly", body), 303);
	OFFICE_READS(&d, "/bao-cao/weekly?ky=2025-W46", "Đã lưu 1 phần");
	assert_false(caller_reads(&d.caller, "Lời chép từ"));
	office_end(&d);
}

/* So long that the parts would not stand on one page together: one at a time, and the others as they are. */
static void a_long_report_is_typed_a_part_at_a_time(void **state)
{
	struct office d;
	struct buf text;
	char body[512];
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	buf_init(&text, 20000);
	for (int i = 0; i < 400; i++)
		buf_text(&text, "Tuyên truyền ở xóm. ");
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", text.data);
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "phan-hoi", text.data);
	buf_free(&text);
	OFFICE_READS(&d, WEEKLY, "phan=kho-khan\">II. Khó khăn, vướng mắc<span>✓ Đã xong", "– Chưa có nội dung");
	assert_false(caller_reads(&d.caller, "<textarea"));
	OFFICE_READS(&d, WEEKLY "&phan=kien-nghi", "name=\"phan-kien-nghi\"", "phan=kho-khan\"");
	assert_false(caller_reads(&d.caller, "name=\"phan-kho-khan\""));
	assert_false(caller_reads(&d.caller, "phan=kien-nghi\">"));
	snprintf(body, sizeof body, "ky=2025-W45&phan=kien-nghi&goc-kien-nghi=%s&phan-kien-nghi=Khong",
		caller_value(&d.caller, "goc-kien-nghi") + 2);                  /* nothing was typed: "||" and a sum */
	assert_int_equal(caller_post(&d.caller, "/bao-cao/weekly", body), 409); /* not the mark that was shown */
	assert_true(caller_reads(&d.caller, "Khong</textarea>"));
	assert_false(caller_reads(&d.caller, "name=\"phan-kho-khan\""));
	snprintf(body, sizeof body, "ky=2025-W45&phan=kien-nghi&goc-kien-nghi=%%7C%%7C%s&phan-kien-nghi=Khong",
		caller_value(&d.caller, "goc-kien-nghi") + 2);
	assert_int_equal(caller_post(&d.caller, "/bao-cao/weekly", body), 303);
	OFFICE_READS(&d, WEEKLY "&phan=kien-nghi", "Khong</textarea>");
	OFFICE_READS(&d, WEEKLY "&phan=kho-khan", "Tuyên truyền ở xóm."); /* the others are as they were */
	office_end(&d);
}

/* A report is public: a number like a telephone's is said, beside the field, also to who only looks. */
static void a_telephone_number_is_warned_of(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_CLERK);
	bureau_type(
		&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "Đã in 1.200 tờ rơi, hết 12.500.000 đồng.");
	OFFICE_READS(&d, WEEKLY, "12.500.000");
	assert_false(caller_reads(&d.caller, "từ 9 chữ số"));
	bureau_type(&d.b, "2025-11-06 09:01", "weekly", "2025-W45", "kho-khan", "Gọi bà Lan 0912 345.678 để hẹn.");
	OFFICE_READS(&d, WEEKLY, "từ 9 chữ số");
	assert_true(office_at(&d, "id=\"p-kho-khan\"") < office_at(&d, "từ 9 chữ số"));
	assert_true(office_at(&d, "từ 9 chữ số") < office_at(&d, "id=\"phan-kho-khan\""));
	office_end(&d);
}

static void who_only_looks_types_nothing(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_VIEWER);
	OFFICE_READS(&d, WEEKLY, "1. Công tác tuyên truyền");
	assert_false(caller_reads(&d.caller, "<textarea"));
	assert_int_equal(type(&d, "x", "y"), 403);
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 403);
	assert_int_equal(caller_post(&d.caller, "/khoa", ""), 403);
	assert_int_equal(caller_post(&d.caller, "/khai/05788-01", "ky=2025-W45&ly-do=x"), 403);
	OFFICE_READS(&d, "/khoa/05788-01", "Người phê duyệt chốt và mở lại số liệu");
	assert_false(caller_reads(&d.caller, "action=\"/khoa"));
	OFFICE_READS(&d, "/chot?ky=2025-W45", "Xóm 2", "Người phê duyệt chốt kỳ này");
	assert_false(caller_reads(&d.caller, "method=\"post\" action=\"/chot\""));
	office_end(&d);
}

static void a_report_is_printed_and_downloaded(void **state)
{
	struct office d;
	(void)state;
	office_of_two(&d, desk_pages, APP_VIEWER);
	OFFICE_READS(&d, "/bao-cao", "href=\"/bao-cao/weekly\"", "href=\"/bao-cao/final\"", "href=\"/khai\"");
	static const char *const ending[] = {"/in", ".docx", ".xlsx"};
	for (size_t i = 0; i < 3; i++) {
		char path[64];
		snprintf(path, sizeof path, "/bao-cao/weekly%s?ky=2025-W45", ending[i]);
		assert_int_equal(caller_get(&d.caller, path), 200);
		snprintf(path, sizeof path, "/bao-cao/late%s?ky=2025-W45", ending[i]);
		assert_int_equal(caller_get(&d.caller, path), 200);
	}
	OFFICE_READS(&d, "/bao-cao/late?ky=2025-W45", "readonly", "Xóm 2");
	office_reads(&d, 400, "/bao-cao/khong-co", (const char *const[]){"không có báo cáo", NULL});
	assert_false(caller_reads(&d.caller, "report weekly"));
	office_end(&d);
}

/* --- an office above communes --- */

/* A unit that is a hub itself: each version it closed, with code and reason, and what it says now beside what counts.
 */
static void a_commune_that_closed_twice_shows_both(void **state)
{
	static const struct unit province = {"19", "Tỉnh Thái Nguyên", "province", "", -1};
	struct office d;
	struct app_closed again;
	void *shelf = NULL;
	(void)state;
	assert_int_equal(shelf_setup(&shelf), 0);
	office_begin(&d, desk_pages, APP_CLERK, &province, "05788,Xã Phú Lạc,commune,6104\n");
	struct store *below = tier_hub(shelf, "commune", "05788", "Xã Phú Lạc", "commune");
	tier_unit(below, "05788-01", "Xóm 11", "hamlet", "05788");
	tier_join(below, d.b.hub);
	tier_exchange(below, d.b.hub, "05788");
	tier_paper(below, "05788-01", 25, 100);
	tier_close(below, "2025-W45");
	tier_paper(below, "05788-01", 26, 104);
	struct app_close w = {.period = "2025-W45", .again = true, .reason = "sửa <Xóm 11>", .now = clock_now()};
	MUST(app_hub_close(below, &w, &again, &e));
	tier_exchange(below, d.b.hub, "05788");
	OFFICE_READS(&d, "/khai?ky=2025-W45", "Xã Phú Lạc", "! Khai muộn", "! Lệch 1 chỉ tiêu");
	char code[16];
	OFFICE_READS(&d, "/khai/05788?ky=2025-W45", "Đơn vị chốt lúc", "<dd>2</dd>", "Các lần đơn vị chốt",
		"Lần 1, lúc", "Lần 2, lúc", "sửa &lt;Xóm 11&gt;", papers_code(again.statement.code, code),
		"Đơn vị chốt: </i>26</td>", "Đang tính ở đây: </i>26</td>", "Chênh lệch: </i>0</td>");
	app_closed_free(&again);
	store_close(below);
	office_end(&d);
	shelf_teardown(&shelf);
}

static void a_province_reads_of_its_communes(void **state)
{
	static const struct unit province = {"19", "Tỉnh Thái Nguyên", "province", "", -1};
	struct office d;
	(void)state;
	office_begin(&d, desk_pages, APP_APPROVER, &province,
		"05788,Xã Phú Lạc,commune,6104\n05791,Xã Đại Từ,commune,5000\n");
	bureau_row(&d.b, "2025-11-05 08:00", "05788", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	OFFICE_READS(
		&d, "/mau-02", "Mẫu 02 – Tỉnh Thái Nguyên", "<th scope=\"col\">Đơn vị</th>", "Xã Đại Từ", "<td>–</td>");
	assert_false(caller_reads(&d.caller, "Xóm"));
	OFFICE_READS(&d, "/mau-02?don-vi=05788", "Mẫu 02 – Xã Phú Lạc");
	OFFICE_READS(&d, "/khai?ky=2025-W45", "Xã Đại Từ");
	OFFICE_READS(&d, "/bao-cao/late?ky=2025-W45", "Xã Đại Từ");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 303);
	OFFICE_READS(&d, "/chot/ban?ky=2025-W45", "bản 1");
	OFFICE_READS(&d, "/mau-02?ky=2025-W45", "<td>1.025</td>");
	assert_int_equal(caller_get(&d.caller, "/bao-cao/weekly/in?ky=2025-W45"), 200);
	office_end(&d);
}

/* --- three hundred hamlets --- */

static void many_units_come_a_part_at_a_time(void **state)
{
	enum { MANY = 300 };
	struct office d;
	struct buf units;
	char code[32];
	(void)state;
	buf_init(&units, 64 * 1024);
	for (int i = 1; i <= MANY; i++)
		buf_print(&units, "05788-%03d,Xóm Đồng Bản Ngoại số %d,hamlet,%d\n", i, i, 100 + i);
	office_begin(&d, desk_pages, APP_APPROVER, NULL, units.data);
	buf_free(&units);
	for (int i = 1; i <= MANY; i++) {
		snprintf(code, sizeof code, "05788-%03d", i);
		bureau_row(&d.b, "2025-11-05 08:00", code, (const int64_t[7]){90, 3000, 1500, 1400, 1025, 1000, 80});
	}
	OFFICE_READS(&d, "/mau-02", "1–50 trong 300", "/mau-02?trang=2\"", "số 50<", "class=\"total\"");
	assert_false(caller_reads(&d.caller, "số 51<"));
	OFFICE_READS(&d, "/mau-02?cot=1&trang=6", "251–300 trong 300", "/mau-02?cot=1&amp;trang=5\"", "số 300<");
	assert_false(caller_reads(&d.caller, "Trang sau"));
	OFFICE_READS(&d, "/khai?ky=2025-W45", "số 50<");
	OFFICE_READS(&d, "/khoa?trang=6", "số 300<");
	OFFICE_READS(&d, "/bao-cao/late?ky=2025-W46", "href=\"/bao-cao/late.txt?ky=2025-W46\"");
	OFFICE_READS(&d, "/chot?ky=2025-W46", "1–50 trong 300", "/chot?ky=2025-W46&amp;muon=2\"");
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	OFFICE_READS(&d, "/chot/ban?ky=2025-W45", "Mã kiểm tra");
	office_end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_shows_every_unit_and_what_nobody_said),
		cmocka_unit_test(of_two_clerks_the_second_is_told),
		cmocka_unit_test(carried_words_are_marked_until_they_are_confirmed),
		cmocka_unit_test(a_long_report_is_typed_a_part_at_a_time),
		cmocka_unit_test(a_telephone_number_is_warned_of),
		cmocka_unit_test(who_only_looks_types_nothing),
		cmocka_unit_test(a_report_is_printed_and_downloaded),
		cmocka_unit_test(a_commune_that_closed_twice_shows_both),
		cmocka_unit_test(a_province_reads_of_its_communes),
		cmocka_unit_test(many_units_come_a_part_at_a_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
