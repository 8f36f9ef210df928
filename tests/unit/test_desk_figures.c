/* test_desk_figures.c - figures of the desk over HTTP: what is typed stands with its person's name, what is wrong is
 * said beside what was typed, a file is looked at before it is written, and nothing is done by who may not. */
#include "../support/caller.h"
#include "../support/tiers.h"

#include <tungnha/app_figures.h>
#include <tungnha/app_totals.h>
#include <tungnha/clock.h>

#include "../../src/aggregator/page_figures.h"
#include "../../src/aggregator/pages.h"

struct visit {
	struct store *store;
	struct caller caller;
};

static void begin(struct visit *v, void **state, enum app_role role)
{
	char folder[SHELF_PATH];
	v->store = tier_hub(*state, "province", "19", "Tỉnh Thái Nguyên", "province");
	tier_unit(v->store, "05788", "Xã Phú Lạc", "commune", "19");
	tier_unit(v->store, "05790", "Xã Hòa An", "commune", "19");
	shelf_path(*state, "province", folder);
	caller_begin(&v->caller, v->store, folder, desk_pages, role, "Hòa");
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	store_close(v->store);
}

/* Posts a file; it is to be looked at next. */
static void upload(struct visit *v, const char *text)
{
	assert_int_equal(caller_upload_one(&v->caller, "/nhap-tong", "so lieu.csv", text, strlen(text)), 303);
	assert_true(caller_was_sent(&v->caller, "/nhap-tong?xem=1"));
}

static size_t known(struct visit *v)
{
	struct app_total_sources x;
	size_t n = 0;
	MUST(app_totals_list(v->store, NULL, NULL, LANG_VI, &x, &e));
	for (size_t i = 0; i < x.count; i++)
		n += !x.source[i].withdrawn;
	app_totals_sources_free(&x);
	return n;
}

/* --- totals --- */

static void a_file_is_looked_at_before_it_is_written(void **state)
{
	struct visit v;
	char body[200];
	begin(&v, state, APP_CLERK);
	upload(&v, "Mã đơn vị;Số hộ;Số khẩu\n05788;100;400\n99999;1;2\n");
	assert_int_equal(caller_get(&v.caller, "/nhap-tong?xem=1"), 200);
	assert_true(caller_reads(&v.caller, "so lieu.csv"));
	assert_true(caller_reads(&v.caller, "99999"));
	assert_false(caller_reads(&v.caller, "unit list")); /* a page names no command */
	assert_false(caller_reads(&v.caller, "action=\"/nhap-tong/ghi\""));
	upload(&v, "Mã đơn vị;Số hộ;Số khẩu\n05788;100;400\n05790;50;200\n");
	assert_int_equal(caller_get(&v.caller, "/nhap-tong?xem=1"), 200);
	assert_int_equal(known(&v), 0);
	snprintf(body, sizeof body, "xem=1&dau=%s", caller_value(&v.caller, "dau"));
	assert_int_equal(caller_post(&v.caller, "/nhap-tong/ghi", "xem=1&dau=00000000000000000000000000000000"), 400);
	assert_int_equal(known(&v), 0); /* not what was seen */
	assert_int_equal(caller_post(&v.caller, "/nhap-tong/ghi", body), 303);
	assert_int_equal(known(&v), 2);
	assert_int_equal(caller_post(&v.caller, "/nhap-tong/ghi", body), 400); /* a double click writes once */
	assert_int_equal(caller_get(&v.caller, "/nhap-tong"), 200);
	assert_true(caller_reads(&v.caller, "so lieu.csv, dòng 2"));
	end(&v);
}

static void a_row_is_withdrawn_with_a_reason(void **state)
{
	struct visit v;
	begin(&v, state, APP_CLERK);
	tier_import(v.store, "05788", TIER_PERIOD, 100);
	assert_int_equal(known(&v), 1);
	assert_int_equal(caller_post(&v.caller, "/nhap-tong/rut", "don-vi=05788&ky=" TIER_PERIOD "&ly-do="), 400);
	assert_int_equal(known(&v), 1);
	assert_int_equal(caller_post(&v.caller, "/nhap-tong/rut", "don-vi=05788&ky=" TIER_PERIOD "&ly-do=nham"), 303);
	assert_int_equal(known(&v), 0);
	end(&v);
}

static void who_only_sees_changes_nothing(void **state)
{
	static const char *const posts[] = {"/mot-cua", "/mot-cua/bo", "/nhap-tong", "/nhap-tong/ghi", "/nhap-tong/rut",
		"/cap-tren/nhan", "/cap-tren/gui"};
	struct visit v;
	begin(&v, state, APP_VIEWER);
	tier_import(v.store, "05788", TIER_PERIOD, 100);
	assert_int_equal(caller_get(&v.caller, "/nhap-tong"), 200);
	assert_false(caller_reads(&v.caller, "type=\"file\""));
	assert_false(caller_reads(&v.caller, "/nhap-tong/rut"));
	for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
		assert_int_equal(caller_post(&v.caller, posts[i], "don-vi=05788&ky=" TIER_PERIOD "&ly-do=nham"), 403);
	assert_int_equal(known(&v), 1);
	end(&v);
}

/* --- the office above --- */

static void an_invitation_that_is_none_is_refused(void **state)
{
	struct visit v;
	begin(&v, state, APP_ADMIN);
	assert_int_equal(caller_get(&v.caller, "/cap-tren"), 200);
	assert_true(caller_reads(&v.caller, "action=\"/cap-tren/nhan\""));
	assert_false(caller_reads(&v.caller, "action=\"/cap-tren/gui\"")); /* there is nowhere to send */
	assert_int_equal(caller_post(&v.caller, "/cap-tren/nhan", "chu=xin+chao"), 400);
	assert_int_equal(caller_post(&v.caller, "/cap-tren/nhan", "chu="), 400);
	end(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_is_looked_at_before_it_is_written, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_row_is_withdrawn_with_a_reason, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(who_only_sees_changes_nothing, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(an_invitation_that_is_none_is_refused, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
