/* test_desk_overview.c - the desk's first page, a hamlet's and a household's, over HTTP: what is shown, to whom, and
 * that it is made anew when something was written. */
#include "../support/world.h"

#include <string.h>

#include "../support/caller.h"

#include "../../src/aggregator/pages.h"

struct visit {
	struct world w;
	struct node a, b;
	struct caller caller;
};

static void begin(struct visit *v, enum app_role role)
{
	world_begin(&v->w);
	struct store_invitation one = world_invite(&v->w, WORLD_HAMLET, 2);
	world_device(&v->w, &one, &v->a);
	world_device(&v->w, &one, &v->b);
	world_save_many(&v->w, &v->a, 1, 60);
	world_exchange(&v->w, &v->a);
	world_exchange(&v->w, &v->b);
	world_save(&v->w, &v->a, 7, 3);
	world_save(&v->w, &v->b, 7, 5);
	world_exchange(&v->w, &v->a);
	world_exchange(&v->w, &v->b);
	caller_begin(&v->caller, v->w.hub.store, v->w.hub.folder, desk_pages, role, "Lan");
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	world_close(&v->a);
	world_close(&v->b);
	world_end(&v->w);
}

static void reads(struct visit *v, const char *path, unsigned status, const char *const *wanted)
{
	assert_int_equal(caller_get(&v->caller, path), status);
	for (size_t i = 0; wanted[i]; i++)
		if (!caller_reads(&v->caller, wanted[i]))
			fail_msg("%s lacks “%s”", path, wanted[i]);
	assert_true(v->caller.page.len < 30000);
}
#define READS(v, path, ...) reads(v, path, 200, (const char *const[]){__VA_ARGS__, NULL})

static void test_overview(void **state)
{
	struct visit v;
	(void)state;
	begin(&v, APP_VIEWER);
	READS(&v, "/", "href=\"/don-vi/05788-01\"", "href=\"/don-vi/05788-02\"", "value=\"60\"", "1 xung đột",
		"href=\"/duyet?don-vi=05788-01\"", "chưa gửi lần nào", "2 máy", "data-fresh=", "Chưa có bản sao lưu");
	assert_false(caller_reads(&v.caller, "href=\"/sao-luu\"")); /* not his to do */
	assert_false(caller_reads(&v.caller, "style="));
	READS(&v, "/?loc=chua", "href=\"/don-vi/05788-02\"");
	assert_false(caller_reads(&v.caller, "<th scope=\"row\"><a href=\"/don-vi/05788-01\""));
	READS(&v, "/?loc=viec&xep=viec", "<th scope=\"row\"><a href=\"/don-vi/05788-01\"");
	READS(&v, "/?tim=%22%3E%3Cscript%3E", "&quot;&gt;&lt;script&gt;", "Không có đơn vị nào như vậy");
	READS(&v, "/?loc=%22x&trang=999999999999", "<th scope=\"row\"><a href=\"/don-vi/05788-02\"");
	READS(&v, "/?loc=thieu&xep=nghe&tim=x%C3%B3m+1", "href=\"/?xep=nghe&amp;tim=x%C3%B3m%201#xom\"");
	READS(&v, "/?man-hinh=lon", "class=\"wall\"", "href=\"/don-vi/05788-01\"");
	assert_false(caller_reads(&v.caller, "<nav"));
	end(&v);
}

static void test_overview_is_made_anew(void **state)
{
	struct visit v;
	(void)state;
	begin(&v, APP_ADMIN);
	READS(&v, "/", "value=\"60\"", "href=\"/sao-luu\"");
	world_save(&v.w, &v.a, 61, 3);
	world_exchange(&v.w, &v.a);
	READS(&v, "/", "value=\"61\"");
	end(&v);
}

static void test_hamlet(void **state)
{
	struct visit v;
	(void)state;
	begin(&v, APP_VIEWER);
	READS(&v, "/don-vi/05788-01", "<span class=\"no\">1</span>", "<span class=\"no\">50</span>", "1–50 trong 60",
		"href=\"/ho/05788-01/7\"", "Xung đột số liệu: 1", "href=\"/duyet?don-vi=05788-01\"");
	assert_false(caller_reads(&v.caller, "<span class=\"no\">51</span>"));
	assert_false(caller_reads(&v.caller, "/moi-may")); /* not a viewer's */
	READS(&v, "/don-vi/05788-01?loc=&trang=2", "<span class=\"no\">51</span>", "<span class=\"no\">60</span>");
	READS(&v, "/don-vi/05788-01?loc=xung-dot", "<span class=\"no\">7</span>");
	assert_false(caller_reads(&v.caller, "<span class=\"no\">8</span>"));
	READS(&v, "/don-vi/05788-01", "<dt>Đã khai</dt><dd><div>tuần ",
		"<b class=\"late\">! trễ hạn</b></div>"); /* late, and of which week */
	READS(&v, "/don-vi/05788-02", "Chưa có máy nào", "Chưa có hộ nào gửi về");
	assert_int_equal(caller_get(&v.caller, "/don-vi/05788"), 404); /* itself */
	assert_int_equal(caller_get(&v.caller, "/don-vi/%3Cb%3E"), 404);
	assert_false(caller_reads(&v.caller, "<b>"));
	end(&v);
}

static void test_household(void **state)
{
	struct visit v;
	(void)state;
	begin(&v, APP_CLERK);
	READS(&v, "/ho/05788-01/7", "Xung đột số liệu", "href=\"/duyet/ho/05788-01/7\"", "Bản đang dùng", "Số khẩu");
	READS(&v, "/ho/05788-01/8", "Số khẩu");
	assert_false(caller_reads(&v.caller, "Xung đột số liệu"));
	assert_int_equal(caller_get(&v.caller, "/ho/05788-01/700"), 404);
	assert_int_equal(caller_get(&v.caller, "/ho/05788-01"), 404);
	assert_int_equal(caller_get(&v.caller, "/ho/05788-99/1"), 404);
	end(&v);
}

static void test_progress_and_message(void **state)
{
	struct visit v;
	(void)state;
	begin(&v, APP_VIEWER);
	assert_int_equal(caller_get(&v.caller, "/tien-do"), 200);
	assert_int_equal(caller_get(&v.caller, "/tien-do?don-vi=05788-01"), 200);
	assert_int_equal(caller_get(&v.caller, "/tien-do?don-vi=x"), 404);
	READS(&v, "/con-thieu", "<textarea", "Xóm");
	end(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overview),
		cmocka_unit_test(test_overview_is_made_anew),
		cmocka_unit_test(test_hamlet),
		cmocka_unit_test(test_household),
		cmocka_unit_test(test_progress_and_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
