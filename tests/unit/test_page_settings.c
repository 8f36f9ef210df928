/* test_page_settings.c - settings, notice and help over HTTP: who may see what, what stands beside a field. */
#include "../support/caller.h"
#include "../support/shelf.h"

#include "../../src/collector/page_access.h"
#include "../../src/collector/page_household.h"
#include "../../src/collector/page_settings.h"

static const struct page_route pages[] = {
	{"GET", "/mo-khoa", PAGE_ANYBODY, true, access_gate},
	{"GET", "/ho-moi", PAGE_ENTER, false, page_household_new},
	{"GET", "/cai-dat", PAGE_ENTER, false, page_settings},
	{"GET", "/cai-dat/hien-thi", PAGE_ENTER, false, page_settings_look},
	{"POST", "/cai-dat/hien-thi", PAGE_ENTER, false, page_settings_look_set},
	{"GET", "/cai-dat/nguoi-ghi", PAGE_OWNER, false, page_settings_by},
	{"POST", "/cai-dat/nguoi-ghi", PAGE_OWNER, false, page_settings_by_set},
	{"GET", "/cai-dat/mat-khau", PAGE_OWNER_HERE, false, page_settings_passphrase},
	{"POST", "/cai-dat/mat-khau", PAGE_OWNER_HERE, false, page_settings_passphrase_set},
	{"POST", "/cai-dat/ma-khoi-phuc", PAGE_OWNER_HERE, false, page_settings_recovery_draw},
	{"GET", "/cai-dat/sao-luu", PAGE_OWNER, false, page_settings_backup},
	{"GET", "/thong-bao", PAGE_ENTER, false, page_notice},
	{"GET", "/tro-giup", PAGE_ANYBODY, true, page_help},
	{"GET", "/tro-giup/", PAGE_ANYBODY, true, page_help},
	{0},
};

struct visit {
	struct store *store;
	struct caller caller;
};

static void begin(struct visit *v, void **state, enum app_role role)
{
	char folder[SHELF_PATH];
	v->store = shelf_collector(*state, "door");
	shelf_path(*state, "door", folder);
	caller_begin(&v->caller, v->store, folder, pages, role, "Lan");
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	store_close(v->store);
}

static void a_phone_sees_what_is_its_own(void **state)
{
	struct visit v;
	begin(&v, state, APP_ENTER_ONLY);
	assert_int_equal(caller_get(&v.caller, "/cai-dat"), 200);
	assert_true(caller_reads(&v.caller, "href=\"/cai-dat/hien-thi\""));
	assert_true(caller_reads(&v.caller, "href=\"/thong-bao\""));
	assert_false(caller_reads(&v.caller, "/cai-dat/mat-khau"));
	assert_false(caller_reads(&v.caller, "/cai-dat/sao-luu"));
	assert_int_equal(caller_get(&v.caller, "/cai-dat/mat-khau"), 403);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/ma-khoi-phuc", "cu="), 403);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/nguoi-ghi", "ten=Ai"), 403);
	char *by = app_by(v.store);
	assert_string_equal(by, "");
	free(by);
	end(&v);
}

static void what_is_wrong_stands_beside_its_field(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/nguoi-ghi", "ten="), 422);
	assert_true(caller_reads(&v.caller, "id=\"ten-l\""));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=abcdefg&lai=abcdefg"), 422);
	assert_true(caller_reads(&v.caller, "id=\"moi-l\""));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=abcdefgh&lai=abcdefgi"), 422);
	assert_true(caller_reads(&v.caller, "id=\"lai-l\""));
	assert_false(caller_reads(&v.caller, "abcdefg")); /* a secret is never shown again */
	assert_int_equal(store_protection(v.store), STORE_UNPROTECTED);
	end(&v);
}

static void a_passphrase_is_changed_by_who_knows_it(void **state)
{
	struct visit v;
	begin(&v, state, APP_OWNER);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/ma-khoi-phuc", "cu="), 303); /* first a passphrase */
	assert_true(caller_was_sent(&v.caller, "/cai-dat/mat-khau"));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=con+ga+trong&lai=con+ga+trong"), 200);
	assert_true(caller_reads(&v.caller, "class=\"secret\"")); /* the recovery key, drawn with the first one */
	assert_int_equal(store_protection(v.store), STORE_UNDER_PASSPHRASE);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/ma-khoi-phuc", "cu=con+ga+mai"), 422);
	assert_true(caller_reads(&v.caller, "id=\"cu-l\""));
	assert_false(caller_reads(&v.caller, "class=\"secret\""));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/ma-khoi-phuc", "cu=con+ga+trong"), 200);
	assert_true(caller_reads(&v.caller, "class=\"secret\""));
	assert_int_equal(
		caller_post(&v.caller, "/cai-dat/mat-khau", "cu=con+ga+mai&moi=con+vit+bau&lai=con+vit+bau"), 422);
	assert_true(caller_reads(&v.caller, "id=\"cu-l\""));
	MUST(store_passphrase_is(v.store, "con ga trong", &e));
	end(&v);
}

/* Spaces are part of it, here as at the command: what opens the data by page opens it everywhere. */
static void a_passphrase_is_taken_as_it_was_typed(void **state)
{
	struct visit v;
	struct err why;
	begin(&v, state, APP_OWNER);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=+con++ga+trong+&lai=+con++ga+trong"), 422);
	assert_true(caller_reads(&v.caller, "id=\"lai-l\""));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=+con++ga+trong+&lai=+con++ga+trong+"), 200);
	MUST(store_passphrase_is(v.store, " con  ga trong ", &e));
	assert_int_equal(store_passphrase_is(v.store, "con  ga trong", &why), -1);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/ma-khoi-phuc", "cu=con++ga+trong"), 422);
	assert_int_equal(caller_post(&v.caller, "/cai-dat/ma-khoi-phuc", "cu=+con++ga+trong+"), 200);
	end(&v);
}

static void a_new_passphrase_ends_other_sessions(void **state)
{
	struct visit v;
	char other[APP_TOKEN], phone[APP_TOKEN];
	struct app_session x;
	struct err why;
	begin(&v, state, APP_OWNER);
	MUST(app_session_begin(v.store, APP_OWNER, NULL, clock_now(), other, &x, &e));
	MUST(app_session_begin(v.store, APP_ENTER_ONLY, "Lan", clock_now(), phone, &x, &e));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=con+ga+trong&lai=con+ga"), 422);
	MUST(app_session_find(v.store, other, false, clock_now(), &x, &e));
	assert_int_equal(caller_post(&v.caller, "/cai-dat/mat-khau", "moi=con+ga+trong&lai=con+ga+trong"), 200);
	assert_true(caller_reads(&v.caller, text_get(LANG_VI, TEXT_DOOR_SET_PASS_OTHERS)));
	assert_int_equal(app_session_find(v.store, other, false, clock_now(), &x, &why), -1);
	assert_int_equal(app_session_find(v.store, phone, false, clock_now(), &x, &why), -1);
	assert_int_equal(caller_get(&v.caller, "/cai-dat/mat-khau"), 200);
	end(&v);
}

static void the_notice_names_what_the_form_asks(void **state)
{
	struct visit v;
	const struct form *f;
	begin(&v, state, APP_ENTER_ONLY);
	MUST(store_form(v.store, NULL, &f, &e));
	assert_int_equal(caller_get(&v.caller, "/thong-bao"), 200);
	for (size_t i = 0; i < f->fields; i++)
		if (f->field[i].type == FORM_COUNT)
			assert_true(caller_reads(&v.caller, form_words(&f->field[i].label, LANG_VI)));
	assert_true(caller_reads(&v.caller, "91/2025/QH15"));
	assert_true(caller_reads(&v.caller, "356/2025/NĐ-CP"));
	assert_true(caller_reads(&v.caller, form_words(&f->ask, LANG_VI)));
	end(&v);
}

static void help_is_there_before_anybody_may_enter(void **state)
{
	static const char *const names[] = {"", "/ghi-ho", "/vang-tu-choi", "/sua-ho", "/gui-mang", "/gui-usb", "/khai",
		"/dien-thoai", "/tra-lai", "/trung-so", "/sao-luu", "/quen-mat-khau"};
	struct visit v;
	begin(&v, state, APP_ENTER_ONLY);
	snprintf(v.caller.cookie, sizeof v.caller.cookie, "x=0");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[64];
		snprintf(path, sizeof path, "/tro-giup%s", names[i]);
		assert_int_equal(caller_get(&v.caller, path), 200);
		assert_true(!*names[i] || caller_reads(&v.caller, "<ol class=\"steps\"><li>"));
	}
	assert_int_equal(caller_get(&v.caller, "/tro-giup/khong-co"), 404);
	for (int tab = DOOR_HOME; tab <= DOOR_NONE; tab++)
		assert_int_equal(caller_get(&v.caller, door_help_of((enum door_tab)tab)), 200);
	end(&v);
}

/* -- long work, told later -- */

static void what_came_of_work_is_told_in_both_languages(void **state)
{
	char folder[SHELF_PATH];
	struct app_task_done done;
	struct store *s = shelf_collector(*state, "work");
	shelf_save(s, 1, 3);
	assert_false(app_task_done(s, APP_TASK_CHECK, LANG_VI, &done));
	app_task_check(s, 1763000000);
	assert_true(app_task_done(s, APP_TASK_CHECK, LANG_EN, &done));
	assert_true(done.good);
	assert_int_equal(done.at, 1763000000);
	assert_non_null(strstr(done.said, "3 entries"));
	app_task_done_free(&done);
	shelf_path(*state, "there/is/no/such/place", folder);
	app_task_backup(s, folder, 1763000001);
	assert_true(app_task_done(s, APP_TASK_BACKUP, LANG_VI, &done));
	assert_false(done.good);
	assert_non_null(strstr(done.said, "such/place"));
	app_task_done_free(&done);
	shelf_path(*state, "copies", folder);
	app_task_backup(s, folder, 1763000002);
	assert_true(app_task_done(s, APP_TASK_BACKUP, LANG_VI, &done));
	assert_true(done.good);
	app_task_done_free(&done);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_phone_sees_what_is_its_own, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_stands_beside_its_field, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_passphrase_is_changed_by_who_knows_it, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_passphrase_is_taken_as_it_was_typed, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_new_passphrase_ends_other_sessions, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(the_notice_names_what_the_form_asks, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(help_is_there_before_anybody_may_enter, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			what_came_of_work_is_told_in_both_languages, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
