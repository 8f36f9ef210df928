/* test_words_place.c - a hub's sentences speak of the units below it and of its own office in their words. */
#include "../support/tiers.h"

#include <tungnha/app_words.h>
#include <tungnha/app_hub.h>

static const char *vi(text_id id)
{
	return text_get(LANG_VI, id);
}

static const char *en(text_id id)
{
	return text_get(LANG_EN, id);
}

static void as_written(void)
{
	assert_string_equal(vi(TEXT_DESK_INV_EVERY), "Tất cả các xóm, mỗi xóm một lời mời");
	assert_string_equal(vi(TEXT_DESK_INV_ADDRESSES), "Địa chỉ máy của xã");
	assert_string_equal(en(TEXT_DESK_INV_EVERY), "All hamlets, one invitation each");
}

static void a_commune_of_hamlets_says_what_is_written(void **state)
{
	struct store *s = tier_hub(*state, "commune", "05788", "Xã Phú Lạc", "commune");
	app_words_place(s);
	as_written();
	store_close(s);
}

static void a_province_speaks_of_communes(void **state)
{
	struct store *s = tier_hub(*state, "province", "19", "Tỉnh Thái Nguyên", "province");
	app_words_place(s); /* while nothing is below */
	assert_string_equal(vi(TEXT_DESK_UNIT_NONE), "Chưa có xã nào. Thêm từng xã, hoặc đưa danh sách từ tệp Excel.");
	tier_unit(s, "05788", "Xã Phú Lạc", "commune", "19");
	app_words_place(s);
	assert_string_equal(vi(TEXT_DESK_INV_EVERY), "Tất cả các xã, mỗi xã một lời mời");
	assert_string_equal(vi(TEXT_DESK_INV_ADDRESSES), "Địa chỉ máy của tỉnh");
	assert_string_equal(vi(TEXT_DESK_UNIT_TITLE), "Xã, đơn vị");
	assert_string_equal(en(TEXT_DESK_INV_EVERY), "All communes, one invitation each");
	assert_string_equal(en(TEXT_DESK_INV_ADDRESSES), "Addresses of the province's machine");
	assert_non_null(
		strstr(vi(TEXT_DESK_DEV_STEP_2), "mở trang Gửi lên cấp trên trên máy")); /* as it is called there */
	assert_string_equal(vi(TEXT_HUB_LEVEL_COMMUNE), "xã, phường");
	assert_ptr_equal(vi(TEXT_DESK_INV_EVERY), vi(TEXT_DESK_INV_EVERY)); /* made once */
	store_close(s);
}

static void of_two_kinds_they_are_units(void **state)
{
	struct store *s = tier_hub(*state, "province", "19", "Tỉnh Thái Nguyên", "province");
	tier_unit(s, "164", "Huyện Đại Từ", "district", "19");
	tier_unit(s, "05788", "Xã Phú Lạc", "commune", "164"); /* not right below */
	app_words_place(s);
	assert_string_equal(vi(TEXT_DESK_INV_EVERY), "Tất cả các huyện, mỗi huyện một lời mời");
	tier_unit(s, "05790", "Xã Hòa An", "commune", "19");
	app_words_place(s);
	assert_string_equal(vi(TEXT_DESK_INV_EVERY), "Tất cả các đơn vị, mỗi đơn vị một lời mời");
	assert_string_equal(en(TEXT_DESK_INV_EVERY), "All units, one invitation each");
	store_close(s);
}

static void an_office_is_called_as_its_name_says(void **state)
{
	struct store *s = tier_hub(*state, "ward", "05443", "Phường Tân Lập", "commune");
	app_words_place(s);
	assert_string_equal(vi(TEXT_DESK_INV_ADDRESSES), "Địa chỉ máy của phường");
	assert_string_equal(vi(TEXT_STATUS_REVOKED) + strlen("Phường "), strstr(vi(TEXT_STATUS_REVOKED), "đã thu hồi"));
	assert_string_equal(vi(TEXT_DESK_INV_EVERY), "Tất cả các xóm, mỗi xóm một lời mời");
	store_close(s);
	a_commune_of_hamlets_says_what_is_written(state); /* and nothing of it stays */
}

static void a_new_unit_is_of_the_level_below(void **state)
{
	struct store *s = tier_hub(*state, "province", "19", "Tỉnh Thái Nguyên", "province");
	struct unit u = {.code = "05788", .name = "Xã Phú Lạc", .listed = -1}, is;
	struct app_hub_units done;
	MUST(app_hub_unit_set(s, &u, &done, &e));
	app_hub_units_free(&done);
	MUST(store_unit(s, "05788", &is, &e));
	assert_string_equal(is.level, "commune");
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_commune_of_hamlets_says_what_is_written, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_province_speaks_of_communes, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(of_two_kinds_they_are_units, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(an_office_is_called_as_its_name_says, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_new_unit_is_of_the_level_below, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
