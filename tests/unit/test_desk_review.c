/* test_desk_review.c - reviewing at the desk over HTTP: what is shown to whom, what comes of what is pressed, and that
 * nobody decides over what he has not seen. */
#include "../support/clerk.h"

#include <tungnha/app_decide.h>
#include <tungnha/app_queue.h>
#include <tungnha/store_users.h>

#include "../../src/aggregator/pages.h"

/* What the household's page would post. */
static const char *decision(struct clerk *v, const char *what)
{
	static char body[1024];
	char entry[NAME_TEXT], act[NAME_TEXT];
	snprintf(entry, sizeof entry, "%s", caller_value(&v->caller, "lan-ghi"));
	snprintf(act, sizeof act, "%s", caller_value(&v->caller, "da-duyet"));
	snprintf(body, sizeof body, "lan-ghi=%s&da-duyet=%s&%s", entry, act, what);
	return body;
}

/* By the page in place of it, where the server has one. */
static void refused(struct clerk *v, const char *path, const char *body)
{
	int status = caller_post(&v->caller, path, body);
	assert_true(status == 403 || (status == 303 && caller_was_sent(&v->caller, "/mo-khoa")));
}

#define HOUSE7 "/duyet/ho/" SHELF_UNIT "/7"

static void a_queue_tells_what_waits_and_leads_there(void **state)
{
	struct clerk v;
	clerk_begin(&v, *state);
	clerk_hears(&v, "7", 3);
	clerk_hears(&v, "7", 5);
	clerk_hears(&v, "8", 0); /* nobody lives there: held */
	clerk_comes(&v, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&v, "/duyet", "Xung đột số liệu: 1", "Tạm giữ, chưa tính: 1", "href=\"" HOUSE7 "\"",
		"href=\"/duyet/tam-giu/");
	assert_true(v.caller.page.len < 30000);
	CLERK_SEES(&v, "/duyet?loai=conflict", "href=\"" HOUSE7 "?loai=conflict\"");
	assert_false(caller_reads(&v.caller, "/duyet/tam-giu/"));
	CLERK_SEES(&v, "/duyet?don-vi=" SHELF_UNIT, "href=\"/nhap-giay/" SHELF_UNIT "\"", "href=\"" HOUSE7 "\"");
	clerk_sees(&v, "/duyet?don-vi=99999-01", 404, (const char *const[]){NULL});
	clerk_sees(&v, "/duyet/ho/" SHELF_UNIT "/99", 404, (const char *const[]){NULL});
	clerk_sees(&v, "/duyet/ho/7", 404, (const char *const[]){NULL});
	clerk_sees(&v, "/duyet/ho/" SHELF_OWN "/7", 404, (const char *const[]){NULL});
	clerk_goes(&v);
}

static void a_conflict_is_decided_over_what_was_seen(void **state)
{
	struct clerk v;
	char body[1024], seen[256];
	clerk_begin(&v, *state);
	clerk_hears(&v, "7", 3);
	clerk_hears(&v, "7", 5);
	clerk_comes(&v, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&v, HOUSE7, "≠", "Giữ phiên bản này", "Đây là hộ khác");
	snprintf(seen, sizeof seen, "%s", caller_value(&v.caller, "da-xem"));
	snprintf(body, sizeof body, "viec=giu&lan-ghi=%s&da-xem=%s", caller_value(&v.caller, "lan-ghi"), seen);
	clerk_hears(&v, "7", 6); /* comes while the page is open */
	assert_int_equal(caller_post(&v.caller, HOUSE7, body), 409);
	assert_true(caller_reads(&v.caller, "vừa có thêm một phiên bản"));
	assert_true(author_conflict(v.store, "7"));
	snprintf(seen, sizeof seen, "%s", caller_value(&v.caller, "da-xem"));
	snprintf(body, sizeof body, "viec=giu&lan-ghi=%s&da-xem=%s", caller_value(&v.caller, "lan-ghi"), seen);
	assert_int_equal(caller_post(&v.caller, HOUSE7, body), 303);
	assert_false(author_conflict(v.store, "7"));
	clerk_goes(&v);
}

static void the_second_is_told_what_the_first_decided(void **state)
{
	struct clerk v;
	char first[1024], second[1024];
	struct store_review now;
	clerk_begin(&v, *state);
	clerk_hears(&v, "7", 3);
	clerk_comes(&v, desk_pages, APP_APPROVER, "Duyệt");
	CLERK_SEES(&v, HOUSE7, "phê duyệt");
	snprintf(first, sizeof first, "%s", decision(&v, "viec=tra-lai&mau=h%E1%BB%8Fi+l%E1%BA%A1i"));
	snprintf(second, sizeof second, "%s", decision(&v, ""));
	assert_int_equal(caller_post(&v.caller, HOUSE7, first), 303);
	assert_int_equal(caller_post(&v.caller, "/duyet/phe-duyet/" SHELF_UNIT "/7", second), 409);
	assert_true(caller_reads(&v.caller, "Duyệt đã trả lại hộ này"));
	assert_true(caller_reads(&v.caller, "hỏi lại"));
	assert_int_equal(caller_post(&v.caller, HOUSE7, first), 303); /* the same again says nothing new */
	MUST(store_review(v.store, SHELF_UNIT, line_key("7"), &now, &e) - 1);
	assert_true(now.returned);
	assert_string_equal(now.by, "Duyệt");
	caller_get(&v.caller, HOUSE7);
	assert_int_equal(caller_post(&v.caller, "/duyet/phe-duyet/" SHELF_UNIT "/7", decision(&v, "")), 303);
	MUST(store_review(v.store, SHELF_UNIT, line_key("7"), &now, &e) - 1);
	assert_false(now.returned);
	clerk_goes(&v);
}

static void who_may_not_is_not_shown_and_not_obeyed(void **state)
{
	struct clerk v;
	clerk_begin(&v, *state);
	clerk_hears(&v, "7", 3);
	clerk_comes(&v, desk_pages, APP_VIEWER, "Xem");
	CLERK_SEES(&v, HOUSE7, "Đang tính");
	assert_false(caller_reads(&v.caller, "<button"));
	static const char *const posts[] = {HOUSE7, "/duyet/phe-duyet/" SHELF_UNIT "/7", "/duyet/tam-giu/x",
		"/nhap-phieu/" SHELF_UNIT, "/nhap-giay/" SHELF_UNIT};
	for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
		refused(&v, posts[i], "viec=tra-lai&ly-do=x");
	clerk_goes(&v);
}

static void a_clerk_returns_and_does_not_approve(void **state)
{
	struct clerk v;
	clerk_begin(&v, *state);
	clerk_hears(&v, "7", 3);
	clerk_comes(&v, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&v, HOUSE7, "Trả lại cho xóm", "Đổi số thứ tự");
	assert_false(caller_reads(&v.caller, "/duyet/phe-duyet/"));
	refused(&v, "/duyet/phe-duyet/" SHELF_UNIT "/7", "x=");
	caller_get(&v.caller, HOUSE7);
	assert_int_equal(caller_post(&v.caller, HOUSE7, decision(&v, "viec=tra-lai&ly-do=")), 400);
	caller_get(&v.caller, HOUSE7);
	assert_int_equal(caller_post(&v.caller, HOUSE7, decision(&v, "viec=doi-so&so-moi=70&ly-do=nh%E1%BA%A7m")), 303);
	CLERK_SEES(&v, "/duyet/ho/" SHELF_UNIT "/70", "Hộ số 70");
	clerk_goes(&v);
}

static void a_held_entry_is_accepted_or_rejected(void **state)
{
	struct clerk v;
	char path[128], text[NAME_TEXT], body[512];
	clerk_begin(&v, *state);
	struct name n = clerk_hears(&v, "3", 0);
	assert_int_equal(author_held(v.store, n), 4);
	clerk_comes(&v, desk_pages, APP_CLERK, "Tổng");
	snprintf(path, sizeof path, "/duyet/tam-giu/%s", store_entry_text(v.store, &n, text));
	CLERK_SEES(&v, path, "Tính lần ghi này", "Không tính lần ghi này");
	snprintf(body, sizeof body, "viec=nhan&da-duyet=%s", caller_value(&v.caller, "da-duyet"));
	assert_int_equal(caller_post(&v.caller, path, "viec=bac&da-duyet=&ly-do="), 400);
	assert_int_equal(caller_post(&v.caller, path, "viec=bac&da-duyet=&mau=ghi+th%E1%BB%AD"), 303);
	assert_int_equal(author_held(v.store, n), 7);
	assert_int_equal(caller_post(&v.caller, path, body), 409); /* saw it before it was rejected */
	assert_true(caller_reads(&v.caller, "Tổng đã bác lần ghi này"));
	snprintf(body, sizeof body, "viec=nhan&da-duyet=%s", caller_value(&v.caller, "da-duyet"));
	assert_int_equal(caller_post(&v.caller, path, body), 303);
	assert_int_equal(author_held(v.store, n), 0);
	clerk_sees(&v, "/duyet/tam-giu/khong-phai", 404, (const char *const[]){NULL});
	clerk_goes(&v);
}

static void paper_is_typed_once_and_over_what_was_seen(void **state)
{
	struct clerk v;
	struct store_row row;
	clerk_begin(&v, *state);
	clerk_comes(&v, desk_pages, APP_CLERK, "Tổng");
	CLERK_SEES(&v, "/nhap-giay/" SHELF_UNIT, "c-households", "c-persons");
	assert_int_equal(caller_post(&v.caller, "/nhap-giay/" SHELF_UNIT, "dung=paper&nguon=x&ngay=06/11/2025"), 400);
	assert_int_equal(caller_post(&v.caller, "/nhap-giay/" SHELF_UNIT,
				 "dung=paper&c-households=8&c-persons=31&nguon=gi%E1%BA%A5y&ngay=06/11/2025"),
		303);
	assert_int_equal(store_row(v.store, SHELF_UNIT, ROW_PAPER, &row, &(struct err){.code = 0}), 1);
	assert_string_equal(row.by, "Tổng");
	CLERK_SEES(&v, "/nhap-giay/" SHELF_UNIT, "value=\"31\"", "Rút dòng này");
	assert_int_equal(caller_post(&v.caller, "/nhap-giay/" SHELF_UNIT, "dung=paper&viec=rut"), 303);
	assert_int_equal(store_row(v.store, SHELF_UNIT, ROW_PAPER, &row, &(struct err){.code = 0}), 0);
#define SHEET "so=12&f-persons=4&f-vneid=3&f-no_vneid=1&f-online_dossiers=2&f-eresult_dossiers=?&f-rated=no"
	assert_int_equal(caller_post(&v.caller, "/nhap-phieu/" SHELF_UNIT, SHEET), 303);
	assert_int_equal(author_persons(v.store, "12"), 4);
	assert_int_equal(caller_post(&v.caller, "/nhap-phieu/" SHELF_UNIT, "so=12&f-persons=5"), 409);
	assert_int_equal(author_persons(v.store, "12"), 4);
	clerk_goes(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_queue_tells_what_waits_and_leads_there, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_conflict_is_decided_over_what_was_seen, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(the_second_is_told_what_the_first_decided, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(who_may_not_is_not_shown_and_not_obeyed, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_clerk_returns_and_does_not_approve, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_held_entry_is_accepted_or_rejected, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			paper_is_typed_once_and_over_what_was_seen, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
