/* test_page_home.c - home, the list, history and what a person settles, over HTTP: what is shown, to whom, and what
 * comes of what is pressed. */
#include "../support/author.h"
#include "../support/caller.h"
#include "../support/typing.h"

#include <tungnha/app_home.h>

#include "../../src/collector/pages.h"

#define NOON 1763440000 /* 2025-11-18T11:26:40+07:00 */

struct visit {
	struct store *store;
	struct caller caller;
};

static void put(struct store *s, const char *number, const char *label, const char *persons)
{
	static const char *const fields[] = {
		"persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated"};
	const char *const values[] = {persons, "1", "0", "?", "0", "no"};
	const struct form *f;
	struct app_put_done done;
	MUST(store_form(s, NULL, &f, &e));
	struct form_change change[8] = {{f->label, label}};
	size_t n = 1;
	for (size_t i = 0; persons && i < 6; i++)
		change[n++] = (struct form_change){form_field_index(f, fields[i]), values[i]};
	const struct app_put p = {.unit = SHELF_UNIT, .number = number, .change = change, .changes = n, .now = NOON};
	MUST(app_household_put(s, &p, &done, &e));
	app_sentences_free(&done.warnings);
}

static void begin(struct visit *v, void **state, enum app_role role, int households)
{
	char folder[SHELF_PATH], number[16], label[64];
	v->store = shelf_collector(*state, "door");
	shelf_path(*state, "door", folder);
	for (int i = 1; i <= households; i++) {
		snprintf(number, sizeof number, "%d", i);
		snprintf(label, sizeof label, "nhà <b>%d</b> sau chùa", i);
		put(v->store, number, label, i % 3 ? "4" : NULL);
	}
	caller_begin(&v->caller, v->store, folder, door_pages, role, "Lan");
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	shelf_sound(v->store);
	store_close(v->store);
}

static void reads(struct visit *v, const char *path, unsigned status, const char *const *wanted)
{
	assert_int_equal(caller_get(&v->caller, path), status);
	for (size_t i = 0; wanted[i]; i++) {
		if (!caller_reads(&v->caller, wanted[i]))
			fail_msg("%s lacks “%s”", path, wanted[i]);
	}
}
#define READS(v, path, ...) reads(v, path, 200, (const char *const[]){__VA_ARGS__, NULL})

/* --- home --- */

static void test_home(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER, 4);
	READS(&v, "/", "<p class=\"figure\">3/4 hộ</p>", "max=\"4\" value=\"3\"", "href=\"/ho/3\"", "hộ tiếp theo: 3",
		"href=\"/danh-sach?loc=chua-den\"", "href=\"/gui\"", "href=\"/khai\"", "<dd>12</dd>",
		"3 hộ chưa rõ, chưa cộng vào", "không có mật khẩu bảo vệ", "Chưa có bản sao lưu");
	assert_true(v.caller.page.len < 30000);
	READS(&v, "/?phan=1", "<p class=\"figure\">3/4 hộ</p>"); /* the part that is asked anew: no head, no menu */
	assert_false(caller_reads(&v.caller, "<html"));
	end(&v);
}

/* The power went between making the store and taking the invitation: the pages lead back to it, not in a circle. */
static void test_home_without_a_hamlet(void **state)
{
	struct visit v;
	char folder[SHELF_PATH];
	begin(&v, state, APP_OWNER, 0);
	shelf_path(*state, "door", folder);
	shelf_sql(folder, "DELETE FROM enrolment");
	assert_int_equal(caller_get(&v.caller, "/"), 303);
	assert_true(caller_was_sent(&v.caller, "/cai-dat/xom"));
	READS(&v, "/cai-dat/xom", "name=\"tep\"", "name=\"dong\"");
	caller_end(&v.caller);
	store_close(v.store);
}

static void test_home_of_a_phone(void **state)
{
	struct visit v;
	begin(&v, state, APP_ENTER_ONLY, 4);
	READS(&v, "/", "href=\"/ho/3\"", "<p class=\"figure\">3/4 hộ</p>", "<dd>12</dd>");
	assert_false(caller_reads(&v.caller, "href=\"/khai\""));
	assert_false(caller_reads(&v.caller, "href=\"/gui\""));
	assert_false(caller_reads(&v.caller, "sao lưu")); /* nor is it asked for what it cannot do */
	assert_false(caller_reads(&v.caller, "ật khẩu"));
	end(&v);
}

static void test_home_without_a_list(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER, 0);
	READS(&v, "/", "href=\"/dua-danh-sach\"", "href=\"/ho-moi\"", "Chưa có hộ nào");
	assert_false(caller_reads(&v.caller, "class=\"figure\""));
	READS(&v, "/danh-sach", "Chưa có hộ nào", "href=\"/dua-danh-sach\"");
	end(&v);
}

/* --- the list --- */

static void test_list(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER, 5);
	READS(&v, "/danh-sach", "Tất cả: 5", "Chưa rà soát: 1", "Đã rà soát: 4", "Cần rà soát lại: 4",
		"nhà &lt;b&gt;1&lt;/b&gt; sau chùa", "Số khẩu: 4", "href=\"/ho/5\"");
	assert_false(caller_reads(&v.caller, "Vắng nhà: 0"));
	READS(&v, "/danh-sach?loc=chua-den", "href=\"/ho/3\"", "aria-current=\"true\">Chưa rà soát: 1");
	assert_false(caller_reads(&v.caller, "href=\"/ho/5\""));
	READS(&v, "/danh-sach?tim=4", "href=\"/ho/4\"", "value=\"4\"", "Bỏ tìm");
	READS(&v, "/danh-sach?tim=%22%3E%3Cscript%3E", "&quot;&gt;&lt;script&gt;", "Không có hộ nào khớp");
	READS(&v, "/danh-sach?loc=tra-lai", "Không có hộ nào như vậy", "Xã trả lại: 0");
	READS(&v, "/danh-sach?loc=%22x", "Tất cả: 5"); /* a filter there is none of: all of them */
	end(&v);
}

static size_t rows(const struct visit *v)
{
	size_t n = 0;
	for (const char *at = v->caller.page.data; (at = strstr(at, "class=\"no\"")); at++)
		n++;
	return n;
}

static void test_pages_of_the_list(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER, 130);
	READS(&v, "/danh-sach", "Hộ thứ 1 đến 60 trong 130 hộ", "Trang sau", ">61–120</a>", "href=\"/ho/60\"");
	assert_int_equal(rows(&v), 60);
	assert_true(v.caller.page.len < 30000);
	assert_false(caller_reads(&v.caller, "Trang trước"));
	READS(&v, "/danh-sach?loc=&trang=3", "Hộ thứ 121 đến 130", "Trang trước", "href=\"/ho/130\"");
	assert_int_equal(rows(&v), 10);
	READS(&v, "/danh-sach?trang=99999999999999999999", "Hộ thứ 121 đến 130"); /* beyond the end */
	READS(&v, "/danh-sach?trang=-5", "Hộ thứ");
	READS(&v, "/danh-sach?trang=2", "Hộ thứ 61 đến 120");
	end(&v);
}

/* --- one household --- */

static void test_history(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER, 2);
	READS(&v, "/ho-lich-su/1", "Số khẩu: 4", "Bản đang dùng", "href=\"/ho/1\"", "href=\"/ho-sua/1\"");
	assert_int_equal(caller_get(&v.caller, "/ho-lich-su/77"), 404);
	READS(&v, "/tam-giu", "Không có lần ghi nào bị tạm giữ");
	READS(&v, "/tra-lai", "Không có hộ nào xã trả lại");
	READS(&v, "/xung-dot", "Không có xung đột số liệu");
	end(&v);
}

#define ABOUT(no, what) "tu=/danh-sach&don-vi=" SHELF_UNIT "&ho=" no "&so-cu=" no "&viec=" what

static bool lives(struct visit *v, const char *number)
{
	struct app_household h;
	struct err e;
	bool there = app_household_get(v->store, SHELF_UNIT, number, LANG_VI, &h, &e) == 0;
	if (there)
		app_household_free(&h);
	return there;
}

static void test_renumber_and_void(void **state)
{
	struct visit v;
	struct caller *c = &v.caller;
	begin(&v, state, APP_OWNER, 2);
	READS(&v, "/ho-sua/1", "name=\"so\"", "Hủy hộ");
	int64_t entries = typing_entries(v.store);
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "xoa")), 404); /* no such thing is done here */
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "")), 404);
	assert_int_equal(typing_entries(v.store), entries);
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "doi-so") "&so=&ly-do=nhầm"), 422);
	assert_true(caller_reads(c, "Ghi số mới"));
	assert_true(caller_reads(c, "value=\"nhầm\"")); /* what was typed is still there */
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "doi-so") "&so=2&ly-do=nhầm"), 422);
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "doi-so") "&so=7&ly-do="), 422);
	assert_true(lives(&v, "1"));
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "doi-so") "&so=7&ly-do=nhầm"), 303);
	assert_true(caller_was_sent(c, "/danh-sach?viec=doi-so&xong=7&truoc=1"));
	assert_true(lives(&v, "7") && !lives(&v, "1"));
	READS(&v, "/danh-sach?viec=doi-so&xong=7&truoc=1", "Đã đổi số hộ 1 thành 7");
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("7", "huy") "&ly-do="), 422);
	assert_true(lives(&v, "7"));
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("7", "huy") "&ly-do=hai+l%E1%BA%A7n"), 303);
	assert_false(lives(&v, "7"));
	end(&v);
}

/* What was returned may be unchanged: a phone says so too; numbers, voids and choosing are not its business. */
static void test_a_phone_confirms_and_no_more(void **state)
{
	struct visit v;
	struct caller *c = &v.caller;
	begin(&v, state, APP_ENTER_ONLY, 2);
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "doi-so") "&so=7&ly-do=x"), 403);
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("1", "huy") "&ly-do=x"), 403);
	assert_int_equal(caller_post(c, "/ho-sua", ABOUT("0123456789abcdef:1", "giu")), 403);
	assert_int_equal(caller_get(c, "/ho-sua/1"), 403);
	assert_true(lives(&v, "1") && !lives(&v, "7"));
	assert_int_equal(caller_post(c, "/ho-sua", "tu=/tra-lai&don-vi=" SHELF_UNIT "&ho=1&viec=giu"), 303);
	assert_true(caller_was_sent(c, "/tra-lai?viec=giu&xong=1"));
	READS(&v, "/ho-lich-su/1", "rà soát lại, không thay đổi", "Lan");
	end(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_home, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_home_without_a_hamlet, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_home_of_a_phone, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_home_without_a_list, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_list, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_pages_of_the_list, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_history, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_renumber_and_void, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_a_phone_confirms_and_no_more, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
