/* test_desk_reports.c - the desk's pages of forms, reports, closing and locking over HTTP: what is shown, who may, and
 * what comes of what is pressed. */
#include "../support/bureau.h"
#include "../support/caller.h"
#include "../support/tiers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_reports.h"
#include "../../src/aggregator/page_users.h"

#define PAGE_MOST 30000

static void a_form(struct page *p)
{
	page_form(p, "/", "");
	page_form_end(p);
	page_done(p, 200);
}

/* The desk's own, and the two that a caller signs in by. */
static struct page_route pages[512] = {
	{"GET", "/ho-moi", PAGE_ENTER, false, a_form},
	{"GET", "/mo-khoa", PAGE_ANYBODY, true, users_login},
};

struct desk {
	struct bureau b;
	struct caller caller;
	char other[APP_TOKEN]; /* the session of a second clerk, "Minh" */
};

static const struct unit commune = {"05788", "Xã Phú Lạc", "commune", "", -1};

static void begin_at(struct desk *d, enum app_role role, const struct unit *own, const char *units)
{
	struct err e;
	struct app_session session;
	size_t n = 2;
	char folder[256];
	bureau_begin(&d->b, "phu-lac-2025.json", own, units);
	for (const struct page_route *r = desk_pages; r->method && n < 511; r++)
		pages[n++] = *r;
	pages[n] = (struct page_route){0};
	assert_int_equal(app_session_begin(d->b.hub, role, "Minh", clock_now(), d->other, &session, &e), 0);
	snprintf(folder, sizeof folder, "%s/hub", d->b.dir);
	caller_begin(&d->caller, d->b.hub, folder, pages, role, "Hoa");
}

static void begin_with(struct desk *d, enum app_role role, const char *units)
{
	begin_at(d, role, &commune, units);
}

static void begin(struct desk *d, enum app_role role)
{
	begin_with(d, role, "05788-01,Xóm 11,hamlet,30\n05788-02,Xóm Đại Hà,hamlet,8\n05788-03,Xóm 2,hamlet,5\n");
	bureau_row(&d->b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	bureau_row(&d->b, "2025-11-05 08:00", "05788-02", (const int64_t[7]){8, 30, 15, 5, 10, 9, 8});
}

static void end(struct desk *d)
{
	caller_end(&d->caller);
	bureau_end(&d->b);
}

static void reads(struct desk *d, int status, const char *path, const char *const *wanted)
{
	assert_int_equal(caller_get(&d->caller, path), status);
	for (size_t i = 0; wanted[i]; i++)
		if (!caller_reads(&d->caller, wanted[i]))
			fail_msg("%s lacks “%s”", path, wanted[i]);
	if (d->caller.page.len >= PAGE_MOST)
		fail_msg("%s: %zu bytes", path, d->caller.page.len);
}
#define READS(d, path, ...) reads(d, 200, path, (const char *const[]){__VA_ARGS__, NULL})

static size_t at(struct desk *d, const char *text)
{
	const char *found = strstr(d->caller.page.data, text);
	assert_non_null(found);
	return (size_t)(found - d->caller.page.data);
}

/* --- Form 02 --- */

static void the_form_shows_every_unit_and_what_nobody_said(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_VIEWER);
	READS(&d, "/mau-02", "<td>1.025</td>", "<td>–</td>", "class=\"total\"", "<td>1.035</td>", "chưa chốt",
		"href=\"/mau-02/in?\"");
	assert_true(at(&d, "Xóm 2<") < at(&d, "Xóm 11<")); /* natural order */
	READS(&d, "/mau-02?don-vi=05788-02", "Mẫu 02 – Xóm Đại Hà", "<td>30</td>");
	reads(&d, 404, "/mau-02?ky=2025-W45", (const char *const[]){"Chốt kỳ báo cáo", NULL});
	assert_false(caller_reads(&d.caller, "--period"));
	assert_int_equal(caller_get(&d.caller, "/mau-02?ky=2025-45"), 400);
	assert_int_equal(caller_get(&d.caller, "/mau-02?don-vi=99999"), 404);
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	READS(&d, "/mau-02?ky=2025-W45", "Đã chốt tuần", "Mã kiểm tra", "href=\"/mau-02/in?ky=2025-W45&amp;\"");
	assert_int_equal(caller_get(&d.caller, "/mau-02/in?ky=2025-W45"), 200);
	assert_true(caller_reads(&d.caller, "class=\"sheet\""));
	assert_int_equal(caller_get(&d.caller, "/mau-02.csv?"), 200);
	end(&d);
}

/* --- typed parts --- */

#define WEEKLY "/bao-cao/weekly?ky=2025-W45"

static int type(struct desk *d, const char *mark, const char *text)
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
	struct desk d;
	char mark[128];
	(void)state;
	begin(&d, APP_CLERK);
	READS(&d, WEEKLY, "name=\"phan-kho-khan\"", "Chưa có nội dung", "chưa chốt");
	snprintf(mark, sizeof mark, "%s", caller_value(&d.caller, "goc-kho-khan"));
	assert_int_equal(type(&d, mark, "Loi+cua+Hoa%0D%0Adong+hai"), 303);
	READS(&d, WEEKLY, "Đã lưu 1 phần", "Loi cua Hoa\ndong hai</textarea>", "Hoa");
	caller_is(&d.caller, d.other);
	assert_int_equal(type(&d, mark, "Loi+cua+Minh"), 409);
	assert_true(caller_reads(&d.caller, "Hoa đã ghi phần này"));
	assert_true(caller_reads(&d.caller, "Loi cua Hoa\ndong hai</blockquote>"));
	assert_true(caller_reads(&d.caller, "Loi cua Minh</textarea>"));
	snprintf(mark, sizeof mark, "%s", caller_value(&d.caller, "goc-kho-khan"));
	READS(&d, WEEKLY, "Loi cua Hoa\ndong hai</textarea>"); /* still hers */
	assert_int_equal(type(&d, mark, "Ca+hai"), 303);
	READS(&d, WEEKLY, "Ca hai</textarea>");
	snprintf(mark, sizeof mark, "%s", caller_value(&d.caller, "goc-kho-khan"));
	assert_int_equal(type(&d, mark, "Ca+hai+"), 303); /* nothing changed */
	READS(&d, WEEKLY, "Không có gì thay đổi");
	end(&d);
}

static void carried_words_are_marked_until_they_are_confirmed(void **state)
{
	struct desk d;
	char body[256];
	struct buf mark;
	(void)state;
	begin(&d, APP_CLERK);
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "Mạng <yếu>.");
	READS(&d, "/bao-cao/weekly?ky=2025-W46", "Lời chép từ tuần", "Mạng &lt;yếu&gt;.</textarea>",
		"name=\"xong-kho-khan\"", "1 phần còn lời của kỳ trước");
	buf_init(&mark, 1024);
	html_url(&mark, caller_value(&d.caller, "goc-kho-khan"), "");
	assert_non_null(strstr(mark.data, "2025-W45"));
	snprintf(body, sizeof body,
		"ky=2025-W46&goc-kho-khan=%s&phan-kho-khan=M%%E1%%BA%%A1ng+<y%%E1%%BA%%BFu>.&xong-kho-khan=1",
		mark.data);
	buf_free(&mark);
	assert_int_equal(caller_post(&d.caller, "/bao-cao/weekly", body), 303);
	READS(&d, "/bao-cao/weekly?ky=2025-W46", "Đã lưu 1 phần");
	assert_false(caller_reads(&d.caller, "Lời chép từ"));
	end(&d);
}

/* So long that the parts would not stand on one page together: one at a time, and the others as they are. */
static void a_long_report_is_typed_a_part_at_a_time(void **state)
{
	struct desk d;
	struct buf text;
	char body[512];
	(void)state;
	begin(&d, APP_CLERK);
	buf_init(&text, 20000);
	for (int i = 0; i < 400; i++)
		buf_text(&text, "Tuyên truyền ở xóm. ");
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", text.data);
	bureau_type(&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "phan-hoi", text.data);
	buf_free(&text);
	READS(&d, WEEKLY, "phan=kho-khan\">II. Khó khăn, vướng mắc<span>✓ Đã xong", "– Chưa có nội dung");
	assert_false(caller_reads(&d.caller, "<textarea"));
	READS(&d, WEEKLY "&phan=kien-nghi", "name=\"phan-kien-nghi\"", "phan=kho-khan\"");
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
	READS(&d, WEEKLY "&phan=kien-nghi", "Khong</textarea>");
	READS(&d, WEEKLY "&phan=kho-khan", "Tuyên truyền ở xóm."); /* the others are as they were */
	end(&d);
}

/* A report is public: a number like a telephone's is said, beside the field, also to who only looks. */
static void a_telephone_number_is_warned_of(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	bureau_type(
		&d.b, "2025-11-06 09:00", "weekly", "2025-W45", "kho-khan", "Đã in 1.200 tờ rơi, hết 12.500.000 đồng.");
	READS(&d, WEEKLY, "12.500.000");
	assert_false(caller_reads(&d.caller, "từ 9 chữ số"));
	bureau_type(&d.b, "2025-11-06 09:01", "weekly", "2025-W45", "kho-khan", "Gọi bà Lan 0912 345.678 để hẹn.");
	READS(&d, WEEKLY, "từ 9 chữ số");
	assert_true(at(&d, "id=\"p-kho-khan\"") < at(&d, "từ 9 chữ số"));
	assert_true(at(&d, "từ 9 chữ số") < at(&d, "id=\"phan-kho-khan\""));
	end(&d);
}

static void who_only_looks_types_nothing(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_VIEWER);
	READS(&d, WEEKLY, "1. Công tác tuyên truyền");
	assert_false(caller_reads(&d.caller, "<textarea"));
	assert_int_equal(type(&d, "x", "y"), 403);
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 403);
	assert_int_equal(caller_post(&d.caller, "/khoa", ""), 403);
	assert_int_equal(caller_post(&d.caller, "/khai/05788-01", "ky=2025-W45&ly-do=x"), 403);
	READS(&d, "/khoa/05788-01", "Người phê duyệt chốt và mở lại số liệu");
	assert_false(caller_reads(&d.caller, "action=\"/khoa"));
	READS(&d, "/chot?ky=2025-W45", "Xóm 2", "Người phê duyệt chốt kỳ này");
	assert_false(caller_reads(&d.caller, "method=\"post\" action=\"/chot\""));
	end(&d);
}

static void a_report_is_printed_and_downloaded(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_VIEWER);
	READS(&d, "/bao-cao", "href=\"/bao-cao/weekly\"", "href=\"/bao-cao/final\"", "href=\"/khai\"");
	static const char *const ending[] = {"/in", ".docx", ".xlsx"};
	for (size_t i = 0; i < 3; i++) {
		char path[64];
		snprintf(path, sizeof path, "/bao-cao/weekly%s?ky=2025-W45", ending[i]);
		assert_int_equal(caller_get(&d.caller, path), 200);
		snprintf(path, sizeof path, "/bao-cao/late%s?ky=2025-W45", ending[i]);
		assert_int_equal(caller_get(&d.caller, path), 200);
	}
	READS(&d, "/bao-cao/late?ky=2025-W45", "readonly", "Xóm 2");
	reads(&d, 400, "/bao-cao/khong-co", (const char *const[]){"không có báo cáo", NULL});
	assert_false(caller_reads(&d.caller, "report weekly"));
	end(&d);
}

/* The code on a paper and a file: every figure as it was closed, or which one is not. */
static int compare(struct desk *d, const char *code, const char *csv)
{
	char path[128];
	const struct caller_file f = {"mau.csv", csv, strlen(csv)};
	snprintf(path, sizeof path, "/chot/doi-chieu?ma=%s", code);
	return caller_upload(&d->caller, path, &f, 1);
}

static void a_paper_is_compared_with_a_file(void **state)
{
	struct desk d;
	struct app_statement x;
	(void)state;
	begin(&d, APP_CLERK);
	READS(&d, "/chot?ky=2025-W45", "action=\"/chot/doi-chieu\"");
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
	end(&d);
}

/* --- closing, locking --- */

static void a_period_is_closed_once_and_again_with_a_reason(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_APPROVER);
	READS(&d, "/chot?ky=2025-W45", "Xóm 2", "<button type=\"submit\" class=\"big\">");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 303);
	assert_true(caller_was_sent(&d.caller, "/chot/ban?ky=2025-W45"));
	READS(&d, "/chot/ban?ky=2025-W45", "Đã chốt tuần", "bản 1", "<dd>Hoa</dd>", "Không có số liệu nào thay đổi");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 400); /* another clerk was faster */
	assert_true(caller_reads(&d.caller, "có thể do người khác"));
	bureau_row(&d.b, "2025-11-07 08:00", "05788-02", (const int64_t[7]){8, 31, 15, 5, 10, 9, 8});
	READS(&d, "/chot/ban?ky=2025-W45", "Số khẩu 30 → 31");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45&lai=1&ly-do="), 400);
	assert_true(caller_reads(&d.caller, "box bad"));
	assert_false(caller_reads(&d.caller, "--reason"));
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45&lai=1&ly-do=sua"), 303);
	READS(&d, "/chot/ban?ky=2025-W45", "bản 2", "<dd>sua</dd>", "Khác bản trước");
	READS(&d, "/chot?ky=2025-W45", "href=\"/chot/ban?ky=2025-W45\"", "Chốt lại kỳ này");
	end(&d);
}

static void a_unit_is_locked_and_opened_with_a_reason(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_APPROVER);
	assert_int_equal(caller_post(&d.caller, "/khoa/05788-01", ""), 303);
	READS(&d, "/khoa", "Đã chốt số liệu của Xóm 11", "Đã chốt 1/3", "✓ Đã chốt", "– Đang mở");
	assert_int_equal(caller_post(&d.caller, "/khoa/05788-01", "mo=1&ly-do="), 400);
	assert_false(caller_reads(&d.caller, "--reason"));
	assert_int_equal(caller_post(&d.caller, "/khoa/05788-01", "mo=1&ly-do=sot+mot+ho"), 303);
	READS(&d, "/khoa/05788-01", "Đã mở lại số liệu của Xóm 11", "đang mở");
	assert_int_equal(caller_post(&d.caller, "/khoa", ""), 303);
	READS(&d, "/khoa", "Đã chốt 3/3");
	assert_int_equal(caller_post(&d.caller, "/khoa/99999", ""), 404);
	end(&d);
}

/* --- what was declared --- */

static void nobody_declared_and_nothing_can_be_accepted(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	READS(&d, "/khai?ky=2025-W45", "href=\"/khai/05788-01?ky=2025-W45\"", "Tất cả (3)");
	assert_int_equal(caller_get(&d.caller, "/khai/05788-03?ky=2025-W45"), 200);
	assert_int_equal(caller_post(&d.caller, "/khai/05788-03", "ky=2025-W45&ly-do=mat+mang"), 400);
	assert_true(caller_reads(&d.caller, "chưa có gì để tính đúng hạn"));
	assert_int_equal(caller_get(&d.caller, "/khai/99999?ky=2025-W45"), 404);
	assert_int_equal(caller_get(&d.caller, "/khai?ky=2031-W45"), 400);
	end(&d);
}

/* Rows on paper and files of totals are figures, too: such a unit is not called missing, and it is said what counts. */
static void what_came_on_paper_is_no_debt(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_CLERK);
	READS(&d, "/khai?ky=2025-W45", "Tất cả (3)", "Chưa gửi (1)", "✓ Nhập từ giấy", "Sổ của trưởng xóm",
		"01/01/2023", "! Quá hạn, chưa khai");
	READS(&d, "/khai?ky=2025-W45&loc=chua", "Xóm 2<");
	assert_false(caller_reads(&d.caller, "Xóm 11<"));
	READS(&d, "/khai/05788-01?ky=2025-W45", "Nguồn: Sổ của trưởng xóm, ngày 01/01/2023",
		"href=\"/nhap-giay/05788-01\"");
	READS(&d, "/khai/05788-03?ky=2025-W45", "Chưa khai, đã quá hạn", "href=\"/nhap-giay/05788-03\"");
	assert_false(caller_reads(&d.caller, "đang tính số liệu nhập từ giấy"));
	READS(&d, "/khai?ky=2025-W46", "Chưa gửi (3)"); /* typed before that week */
	end(&d);
}

/* What stands in the way of closing, each with where it is dealt with. */
static void what_is_in_the_way_is_listed(void **state)
{
	struct desk d;
	(void)state;
	begin(&d, APP_APPROVER);
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 300, 50, 20, 25, 20, 20}); /* 12 each */
	READS(&d, "/chot?ky=2025-W45", "Còn vướng trước khi chốt",
		"href=\"/khai?ky=2025-W45&amp;loc=chua\">! 1 đơn vị chưa gửi số liệu",
		"href=\"/khai/05788-03?ky=2025-W45\"", "href=\"/duyet?don-vi=05788-01\"",
		"<details class=\"more\"><summary>Chốt");
	assert_true(at(&d, "Còn vướng") < at(&d, "Chốt số liệu kỳ này"));
	bureau_row(&d.b, "2025-11-05 08:00", "05788-03", (const int64_t[7]){5, 20, 10, 5, 5, 5, 5});
	READS(&d, "/chot?ky=2025-W45", "3/3 đơn vị đã gửi");
	assert_false(caller_reads(&d.caller, "chưa gửi số liệu<span>"));
	bureau_close(&d.b, "2025-11-13 10:05", "2025-W46");
	READS(&d, "/chot?ky=2025-W45", "là kỳ sau kỳ này"); /* closed late, it holds what came since */
	end(&d);
}

/* Nothing in the way, nothing to fold the button behind. */
static void a_clean_period_is_ready(void **state)
{
	struct desk d;
	(void)state;
	begin_with(&d, APP_APPROVER, "05788-01,Xóm 11,hamlet,25\n");
	bureau_row(&d.b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 25, 20, 20});
	READS(&d, "/chot?ky=2025-W45", "Không còn gì vướng", "<details class=\"more\" open><summary>Chốt");
	end(&d);
}

/* --- an office above communes --- */

/* A unit that is a hub itself: each version it closed, with code and reason, and what it says now beside what counts.
 */
static void a_commune_that_closed_twice_shows_both(void **state)
{
	static const struct unit province = {"19", "Tỉnh Thái Nguyên", "province", "", -1};
	struct desk d;
	struct app_closed again;
	void *shelf = NULL;
	(void)state;
	assert_int_equal(shelf_setup(&shelf), 0);
	begin_at(&d, APP_CLERK, &province, "05788,Xã Phú Lạc,commune,6104\n");
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
	READS(&d, "/khai?ky=2025-W45", "Xã Phú Lạc", "! Khai muộn", "! Lệch 1 chỉ tiêu");
	char code[16];
	READS(&d, "/khai/05788?ky=2025-W45", "Đơn vị chốt lúc", "<dd>2</dd>", "Các lần đơn vị chốt", "Lần 1, lúc",
		"Lần 2, lúc", "sửa &lt;Xóm 11&gt;", papers_code(again.statement.code, code),
		"<td>26</td><td>26</td><td>0</td>");
	app_closed_free(&again);
	store_close(below);
	end(&d);
	shelf_teardown(&shelf);
}

static void a_province_reads_of_its_communes(void **state)
{
	static const struct unit province = {"19", "Tỉnh Thái Nguyên", "province", "", -1};
	struct desk d;
	(void)state;
	begin_at(&d, APP_APPROVER, &province, "05788,Xã Phú Lạc,commune,6104\n05791,Xã Đại Từ,commune,5000\n");
	bureau_row(&d.b, "2025-11-05 08:00", "05788", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	READS(&d, "/mau-02", "Mẫu 02 – Tỉnh Thái Nguyên", "<th scope=\"col\">Đơn vị</th>", "Xã Đại Từ", "<td>–</td>");
	assert_false(caller_reads(&d.caller, "Xóm"));
	READS(&d, "/mau-02?don-vi=05788", "Mẫu 02 – Xã Phú Lạc");
	READS(&d, "/khai?ky=2025-W45", "Xã Đại Từ");
	READS(&d, "/bao-cao/late?ky=2025-W45", "Xã Đại Từ");
	assert_int_equal(caller_post(&d.caller, "/chot", "ky=2025-W45"), 303);
	READS(&d, "/chot/ban?ky=2025-W45", "bản 1");
	READS(&d, "/mau-02?ky=2025-W45", "<td>1.025</td>");
	assert_int_equal(caller_get(&d.caller, "/bao-cao/weekly/in?ky=2025-W45"), 200);
	end(&d);
}

/* --- three hundred hamlets --- */

static void many_units_come_a_part_at_a_time(void **state)
{
	enum { MANY = 300 };
	struct desk d;
	struct buf units;
	char code[32];
	(void)state;
	buf_init(&units, 64 * 1024);
	for (int i = 1; i <= MANY; i++)
		buf_print(&units, "05788-%03d,Xóm Đồng Bản Ngoại số %d,hamlet,%d\n", i, i, 100 + i);
	begin_with(&d, APP_APPROVER, units.data);
	buf_free(&units);
	for (int i = 1; i <= MANY; i++) {
		snprintf(code, sizeof code, "05788-%03d", i);
		bureau_row(&d.b, "2025-11-05 08:00", code, (const int64_t[7]){90, 3000, 1500, 1400, 1025, 1000, 80});
	}
	READS(&d, "/mau-02", "1–50", "251–300", "số 50<", "class=\"total\"");
	assert_false(caller_reads(&d.caller, "số 51<"));
	READS(&d, "/mau-02?cot=1&trang=6", "số 300<");
	READS(&d, "/khai?ky=2025-W45", "số 50<");
	READS(&d, "/khoa?trang=6", "số 300<");
	READS(&d, "/bao-cao/late?ky=2025-W46", "href=\"/bao-cao/late.txt?ky=2025-W46\"");
	READS(&d, "/chot?ky=2025-W46", "251–300");
	bureau_close(&d.b, "2025-11-06 10:05", "2025-W45");
	READS(&d, "/chot/ban?ky=2025-W45", "Mã kiểm tra");
	end(&d);
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
		cmocka_unit_test(a_paper_is_compared_with_a_file),
		cmocka_unit_test(a_period_is_closed_once_and_again_with_a_reason),
		cmocka_unit_test(a_unit_is_locked_and_opened_with_a_reason),
		cmocka_unit_test(nobody_declared_and_nothing_can_be_accepted),
		cmocka_unit_test(what_came_on_paper_is_no_debt),
		cmocka_unit_test(what_is_in_the_way_is_listed),
		cmocka_unit_test(a_clean_period_is_ready),
		cmocka_unit_test(a_commune_that_closed_twice_shows_both),
		cmocka_unit_test(a_province_reads_of_its_communes),
		cmocka_unit_test(many_units_come_a_part_at_a_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
