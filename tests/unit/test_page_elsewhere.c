/* test_page_elsewhere.c - a household's form that comes back while its session works with the other store: recorded and
 * then practising, or the reverse. Nothing typed is lost, nothing is written among the wrong households. */
#include "../support/caller.h"
#include "../support/shelf.h"

#include <tungnha/app_draft.h>
#include <tungnha/app_practice.h>

#include "../../src/collector/pages.h"

#define ANSWERS                                                                                                        \
	"f-persons=4&f-vneid=3&f-no_vneid=1&f-online_dossiers=2&f-eresult_dossiers=1&f-rated=yes&f-note=con+%26+dâu"

struct visit {
	struct store *store;
	struct caller caller;
};

static void begin_as(struct visit *v, void **state, enum app_role role)
{
	char folder[SHELF_PATH];
	v->store = shelf_collector(*state, "door");
	shelf_path(*state, "door", folder);
	caller_begin(&v->caller, v->store, folder, door_pages, role, role == APP_OWNER ? NULL : "Lan");
}

static void begin(struct visit *v, void **state)
{
	begin_as(v, state, APP_ENTER_ONLY);
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	shelf_sound(v->store);
	store_close(v->store);
}

/* All that the form shown last posts, and `answers`. */
static const char *with(struct visit *v, const char *answers)
{
	static const char *const hidden[] = {"unit", "so", "nhap", "dua-tren", "kho"};
	static char body[4096];
	body[0] = '\0';
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		snprintf(body + strlen(body), 512, "%s=%s&", hidden[i], caller_value(&v->caller, hidden[i]));
	strcat(body, answers);
	return body;
}

static void go(struct visit *v, const char *what)
{
	assert_int_equal(caller_post(&v->caller, "/tap", what), 303);
}

/* The one key of the page that says where the form belongs: presses it, and opens where it leads. */
static void press_the_one_key(struct visit *v, const char *what)
{
	char body[2048] = "", path[1024] = "", *to = path;
	const char *at = strstr(v->caller.page.data, "name=\"ve\" value=\"");
	assert_non_null(at);
	at += strlen("name=\"ve\" value=\"");
	for (; *at != '"'; at++) { /* as a browser reads &amp; */
		*to++ = *at;
		if (strncmp(at, "&amp;", 5) == 0)
			at += 4;
	}
	snprintf(body, sizeof body, "%s&ve=", what);
	for (const char *c = path; *c; c++)
		snprintf(body + strlen(body), 8, strchr("&=%?", *c) ? "%%%02X" : "%c", (unsigned char)*c);
	assert_int_equal(caller_post(&v->caller, "/tap", body), 303);
	assert_true(caller_was_sent(&v->caller, path));
	assert_int_equal(caller_get(&v->caller, path), 200);
}

static void a_real_form_saved_while_practising(void **state)
{
	struct visit v;
	char body[4096];
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 200);
	snprintf(body, sizeof body, "%s", with(&v, "f-household_no=40&ly-do=h%E1%BB%8Fi+l%E1%BA%A1i&sang=&" ANSWERS));
	go(&v, "viec=bat-dau");
	assert_int_equal(caller_post(&v.caller, "/ho/luu", body), 409);
	assert_true(caller_reads(&v.caller, text_get(LANG_VI, TEXT_DOOR_HH_OF_REAL)));
	assert_int_equal(caller_get(&v.caller, "/ho/40"), 404); /* practice has no such household */
	assert_int_equal(caller_post(&v.caller, "/ho/luu", body), 409);
	press_the_one_key(&v, "viec=thoi");
	assert_false(caller_reads(&v.caller, "class=\"practice\""));
	assert_string_equal(caller_value(&v.caller, "f-household_no"), "40");
	assert_string_equal(caller_value(&v.caller, "f-vneid"), "3");
	assert_string_equal(caller_value(&v.caller, "f-note"), "con &amp; dâu");
	assert_string_equal(caller_value(&v.caller, "ly-do"), "hỏi lại");
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "f-household_no=40&luu=1&" ANSWERS)), 303);
	assert_true(caller_was_sent(&v.caller, "/ho/40?xong=40"));
	end(&v);
}

static void a_practice_form_saved_among_real_households(void **state)
{
	struct visit v;
	char body[4096];
	begin(&v, state);
	int64_t before = shelf_records(v.store);
	go(&v, "viec=bat-dau");
	assert_int_equal(caller_get(&v.caller, "/ho/6"), 200);
	snprintf(body, sizeof body, "%s", with(&v, "luu=1&" ANSWERS));
	go(&v, "viec=thoi");
	static const char *const posts[] = {"/ho/luu", "/ho/mot-cham", "/ho/hoan-tac", "/ho/bo-nhap", "/ho/luu"};
	for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
		assert_int_equal(caller_post(&v.caller, posts[i], body), 409);
		assert_true(caller_reads(&v.caller, text_get(LANG_VI, TEXT_DOOR_HH_OF_PRACTICE)));
	}
	assert_int_equal(shelf_records(v.store), before);
	press_the_one_key(&v, "viec=bat-dau");
	assert_true(caller_reads(&v.caller, "class=\"practice"));
	assert_string_equal(caller_value(&v.caller, "f-persons"), "4");
	assert_int_equal(caller_post(&v.caller, "/ho/luu", with(&v, "luu=1&" ANSWERS)), 303);
	assert_true(caller_was_sent(&v.caller, "/ho/6?xong=6"));
	assert_int_equal(shelf_records(v.store), before);
	end(&v);
}

/* The page's script goes on keeping what is typed where it belongs. */
static void what_is_typed_is_kept_in_the_store_of_its_form(void **state)
{
	struct visit v;
	char body[4096];
	struct app_draft *d;
	size_t n;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 200);
	snprintf(body, sizeof body, "%s", with(&v, "f-household_no=40&f-persons=7"));
	go(&v, "viec=bat-dau");
	assert_int_equal(caller_fetch(&v.caller, "/ho/nhap", body), 200);
	assert_int_equal(caller_get(&v.caller, "/"), 200);
	assert_false(caller_reads(&v.caller, "?do="));
	MUST(app_drafts(v.store, SHELF_UNIT, &d, &n, &e));
	assert_int_equal(n, 1);
	assert_string_equal(d[0].number, "40");
	app_drafts_free(d, n);
	go(&v, "viec=thoi&ve=//evil.example/"); /* nor does it lead anywhere else */
	assert_true(caller_was_sent(&v.caller, "/tap"));
	end(&v);
}

/* Every page's forms say which store they are for; one of the other store changes nothing and says so. */
static void any_form_knows_its_store(void **state)
{
	struct visit v;
	size_t asked = 0;
	begin_as(&v, state, APP_OWNER);
	int64_t before = shelf_records(v.store);
	for (const struct page_route *r = door_pages; r->method; r++) {
		if (strcmp(r->method, "GET") != 0 || r->who == PAGE_ANYBODY || r->path[strlen(r->path) - 1] == '/')
			continue;
		if (caller_get(&v.caller, r->path) != 200)
			continue;
		const char *at = v.caller.page.data;
		while ((at = strstr(at, "<form method=\"post\"")) != NULL) {
			const char *end = strstr(at, "</form>"), *kho = strstr(at, " name=\"kho\" value=\"that\"");
			if (!kho || !end || kho > end)
				fail_msg("%s has a form of no store", r->path);
			at = end;
			asked++;
		}
	}
	assert_true(asked >= 8);
	go(&v, "viec=bat-dau");
	go(&v, "viec=bat-dau&kho=that"); /* pressed twice */
	static const char *const posts[] = {"/ho-sua", "/khai", "/dua-danh-sach", "/dua-danh-sach/ghi", "/nhan-nha",
		"/cai-dat/xom/chon", "/cai-dat/nguoi-ghi", "/cai-dat/mat-khau", "/gui/mang", "/dien-thoai/ma"};
	for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
		assert_int_equal(caller_post(&v.caller, posts[i], "kho=that&viec=huy&ho=1&ly-do=th%E1%BB%AD"), 409);
		assert_true(caller_reads(&v.caller, text_get(LANG_VI, TEXT_SERVE_OF_REAL)));
		assert_true(caller_reads(&v.caller, "href=\"/tap\""));
	}
	go(&v, "viec=thoi");
	assert_int_equal(caller_post(&v.caller, "/ho-sua", "kho=tap&viec=huy&ho=1&ly-do=th%E1%BB%AD"), 409);
	assert_true(caller_reads(&v.caller, text_get(LANG_VI, TEXT_SERVE_OF_PRACTICE)));
	assert_int_equal(shelf_records(v.store), before);
	end(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(any_form_knows_its_store, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_real_form_saved_while_practising, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_practice_form_saved_among_real_households, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_typed_is_kept_in_the_store_of_its_form, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
