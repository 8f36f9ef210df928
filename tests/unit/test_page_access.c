/* test_page_access.c - unlocking over HTTP: where one goes on after it, what an address may not choose, how often one
 * may guess; and what a phone may post at all. */
#include "../support/caller.h"
#include "../support/shelf.h"

#include <semaphore.h>
#include <time.h>

#include <tungnha/clock.h>
#include <tungnha/store_keep.h>

#include "../../src/collector/page_access.h"
#include "../../src/collector/pages.h"

#define RIGHT "mk=l%C3%BAa+ch%C3%ADn+v%C3%A0ng"

static int64_t steady_now = INT64_C(1) << 32;
static int64_t steady(void)
{
	return steady_now;
}

struct visit {
	struct store *store;
	struct caller caller;
};

/* A browser nobody knows, before a store that is open. */
static void begin(struct visit *v, void **state)
{
	char folder[SHELF_PATH];
	const struct store_setup how = {
		.role = STORE_COLLECTOR, .protection = STORE_UNDER_PASSPHRASE, .passphrase = "lúa chín vàng"};
	app_access_steady = steady;
	app_access_forget();
	shelf_path(*state, "door", folder);
	MUST(store_create(folder, &how, &v->store, &e));
	shelf_begin_unit(v->store);
	caller_begin(&v->caller, v->store, folder, door_pages, APP_OWNER, NULL);
	snprintf(v->caller.cookie, sizeof v->caller.cookie, "x=y");
}

static void end(struct visit *v)
{
	caller_end(&v->caller);
	store_close(v->store);
}

static void after_unlocking_one_stays_at_this_machine(void **state)
{
	static const char *const elsewhere[] = {
		"//evil.example/", "/%5Cevil.example/", "http://evil.example/", "evil", "/%0D%0AX:+y", ""};
	struct visit v;
	char body[200];
	begin(&v, state);
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
		snprintf(body, sizeof body, "%s&ve=%s", RIGHT, elsewhere[i]);
		assert_int_equal(caller_post(&v.caller, "/mo-khoa", body), 303);
		if (!caller_was_sent(&v.caller, "/"))
			fail_msg("%s leads elsewhere", elsewhere[i]);
	}
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT "&ve=/danh-sach?loc=chua-den%26tu=60"), 303);
	assert_true(caller_was_sent(&v.caller, "/danh-sach?loc=chua-den&tu=60"));
	end(&v);
}

/* Somebody else may have made the link: one press would post what he chose. */
static void what_is_sent_on_was_posted_never_read_from_an_address(void **state)
{
	struct visit v;
	begin(&v, state);
	assert_int_equal(caller_get(&v.caller, "/mo-khoa?di=/ho/luu&g.so=37"), 200);
	assert_false(caller_reads(&v.caller, "/ho/luu"));
	assert_false(caller_reads(&v.caller, "g.so"));
	assert_int_equal(caller_post(&v.caller, "/mo-khoa?di=/ho/luu&g.so=37", RIGHT), 303);
	assert_true(caller_was_sent(&v.caller, "/"));
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT "&di=//evil.example/&g.so=37"), 303);
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT "&di=/ho/luu&g.so=37&g.token=0&x=1"), 200);
	assert_true(caller_reads(&v.caller, "action=\"/ho/luu\""));
	assert_true(caller_reads(&v.caller, "name=\"so\" value=\"37\""));
	assert_false(caller_reads(&v.caller, "name=\"x\""));
	end(&v);
}

static void who_guesses_waits_longer_each_time(void **state)
{
	struct visit v;
	begin(&v, state);
	for (int i = 0; i < 5; i++)
		assert_int_equal(caller_post(&v.caller, "/mo-khoa", "mk=sai"), 403);
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT), 403); /* even the right one */
	steady_now += 9;
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT), 403);
	steady_now += 1;
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", "mk=sai"), 403);
	steady_now += 19;
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT), 403);
	steady_now += 1;
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT), 303);
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", "mk=sai"), 403); /* counted anew */
	assert_int_equal(caller_post(&v.caller, "/mo-khoa", RIGHT), 303);
	end(&v);
}

static void who_opens_with_the_paper_puts_everybody_out(void **state)
{
	struct visit v;
	char key[STORE_RECOVERY_TEXT], body[200], owner[sizeof v.caller.cookie], known[APP_TOKEN];
	struct app_session session;
	begin(&v, state);
	MUST(store_new_recovery(v.store, key, &e));
	MUST(app_session_begin(v.store, APP_OWNER, NULL, clock_now(), known, &session, &e));
	caller_is(&v.caller, known);
	memcpy(owner, v.caller.cookie, sizeof owner);
	assert_int_equal(caller_get(&v.caller, "/cai-dat"), 200);
	snprintf(v.caller.cookie, sizeof v.caller.cookie, "x=y");
	snprintf(body, sizeof body, "ma=%s&moi=lua+chin+xanh&moi2=lua+chin+xanh", key);
	assert_int_equal(caller_post(&v.caller, "/khoi-phuc-khoa", body), 200);
	assert_true(caller_reads(&v.caller, "class=\"secret\""));
	assert_non_null(visitor_told(&v.caller.visitor, "Set-Cookie: tungnha-")); /* but who did */
	memcpy(v.caller.cookie, owner, sizeof owner);
	assert_int_equal(caller_get(&v.caller, "/cai-dat"), 303);
	end(&v);
}

static bool is_among(const char *path, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(path, *list) == 0)
			return true;
	return false;
}

/* A new row that writes is the owner's, unless it is added here. */
static void a_phone_records_and_nothing_else(void **state)
{
	static const char *const anybody[] = {
		"/mo-khoa", "/ghep", "/bat-dau", "/khoi-phuc-khoa", "/khoi-phuc", "/khoi-phuc/tep", NULL};
	static const char *const phone[] = {"/ra", "/ho-sua", "/ho/luu", "/ho/nhap", "/ho/mot-cham", "/ho/hoan-tac",
		"/ho/bo-nhap", "/cai-dat/hien-thi", "/tap", NULL};
	static const char *const secret[] = {"/cai-dat/mat-khau", "/cai-dat/ma-khoi-phuc", "/cai-dat/usb-khoa",
		"/dien-thoai", "/dien-thoai/ma", "/dien-thoai/ngung", NULL};
	static const char *const labels[] = {"/so-nha", "/nhan-nha", "/nhan-nha/tep", NULL};
	(void)state;
	for (const struct page_route *r = door_pages; r->method; r++) {
		enum page_who who = PAGE_OWNER;
		if (is_among(r->path, secret))
			who = PAGE_OWNER_HERE;
		else if (strcmp(r->method, "POST") == 0 && is_among(r->path, anybody))
			who = PAGE_ANYBODY;
		else if (strcmp(r->method, "POST") == 0 && is_among(r->path, phone))
			who = PAGE_ENTER;
		else if (strcmp(r->method, "GET") == 0 && !is_among(r->path, labels))
			continue;
		if (r->who != who)
			fail_msg("%s %s is for others than it should be", r->method, r->path);
	}
}

/* --- locking while something has the data open --- */

static sem_t may_end;

static void wait_for_it(struct store *s, void *context)
{
	(void)s;
	(void)context;
	sem_wait(&may_end);
}

static void work(struct page *p)
{
	page_json(p, page_work(p, "backup", wait_for_it, NULL) ? 200 : 503, cJSON_CreateObject());
}

static void is_there_work(struct page *p)
{
	page_json(p, page_working(p, NULL) ? 200 : 404, cJSON_CreateObject());
}

static void it_is_locked_once_nothing_has_it_open(void **state)
{
	static const struct page_route routes[] = {{"GET", "/mo-khoa", PAGE_ANYBODY, true, access_gate},
		{"GET", "/ho-moi", PAGE_ENTER, false, access_leave}, {"POST", "/viec", PAGE_OWNER, false, work},
		{"GET", "/viec", PAGE_OWNER, false, is_there_work}, {"POST", "/khoa", PAGE_OWNER, false, access_lock},
		{0}};
	struct visit v;
	char folder[SHELF_PATH];
	const struct store_setup how = {
		.role = STORE_COLLECTOR, .protection = STORE_UNDER_PASSPHRASE, .passphrase = "lúa chín vàng"};
	sem_init(&may_end, 0, 0);
	shelf_path(*state, "door", folder);
	MUST(store_create(folder, &how, &v.store, &e));
	shelf_begin_unit(v.store);
	caller_begin(&v.caller, v.store, folder, routes, APP_OWNER, NULL);
	assert_int_equal(caller_post(&v.caller, "/viec", ""), 200);
	assert_int_equal(caller_post(&v.caller, "/khoa", ""), 409);
	assert_true(caller_reads(&v.caller, text_get(LANG_VI, TEXT_ACCESS_LOCK_LATER)));
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 200); /* nobody is out */
	sem_post(&may_end);
	while (caller_get(&v.caller, "/viec") == 200) /* not so often that the server thinks it too much */
		nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
	assert_int_equal(caller_post(&v.caller, "/khoa", ""), 303);
	assert_int_equal(caller_get(&v.caller, "/ho-moi"), 303);
	end(&v);
	sem_destroy(&may_end);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(after_unlocking_one_stays_at_this_machine),
		T(what_is_sent_on_was_posted_never_read_from_an_address),
		T(who_guesses_waits_longer_each_time),
		T(who_opens_with_the_paper_puts_everybody_out),
		T(it_is_locked_once_nothing_has_it_open),
		cmocka_unit_test(a_phone_records_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
