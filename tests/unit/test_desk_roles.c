/* test_desk_roles.c - who may do what at the desk, by every address of its own table and every role: what is above
 * one's own role is refused and changes nothing; what is not, is not. And a form's token is of one session alone. */
#include "../support/call.h"
#include "../support/seat.h"

#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/store_users.h>

#include "../../src/aggregator/pages.h"

/* --- the least role each address should have --- */

/* To look is a viewer's, to change is a clerk's, but: */
static const struct exception {
	const char *method, *path;
	enum page_who who;
} exceptions[] = {
	/* nobody knows yet who it is */
	{"GET", "/dang-nhap", PAGE_ANYBODY},
	{"POST", "/dang-nhap", PAGE_ANYBODY},
	{"GET", "/bat-dau", PAGE_ANYBODY},
	{"POST", "/bat-dau", PAGE_ANYBODY},
	{"POST", "/mo-khoa", PAGE_ANYBODY},
	{"GET", "/dau-tien", PAGE_ANYBODY},
	{"POST", "/dau-tien", PAGE_OWNER_HERE},
	{"POST", "/ra", PAGE_ENTER},
	/* at the machine itself, which each looks at: no data yet, or closed */
	{"GET", "/bat-dau", PAGE_ANYBODY},
	{"POST", "/bat-dau", PAGE_ANYBODY},
	{"POST", "/mo-khoa", PAGE_ANYBODY},
	{"GET", "/khoi-phuc-khoa", PAGE_ANYBODY},
	{"POST", "/khoi-phuc-khoa", PAGE_ANYBODY},
	{"GET", "/khoi-phuc", PAGE_ANYBODY},
	{"POST", "/khoi-phuc", PAGE_ANYBODY},
	{"POST", "/khoi-phuc/tep", PAGE_ANYBODY},
	{"GET", "/tro-giup", PAGE_ANYBODY},
	{"GET", "/tro-giup/", PAGE_ANYBODY},
	/* one's own account */
	{"POST", "/toi/mat-khau", PAGE_VIEWER},
	{"POST", "/toi/nhin", PAGE_VIEWER},
	{"POST", "/toi/phien", PAGE_VIEWER},
	/* pages that are there for an act alone */
	{"GET", "/nhap-phieu/", PAGE_CLERK},
	{"GET", "/nhap-giay/", PAGE_CLERK},
	{"GET", "/moi-may", PAGE_CLERK},
	{"GET", "/moi-may/", PAGE_CLERK},
	{"GET", "/usb", PAGE_CLERK},
	{"GET", "/usb/tra-loi", PAGE_CLERK},
	{"GET", "/sao-luu", PAGE_CLERK},
	{"GET", "/mot-cua/tep", PAGE_CLERK},
	{"GET", "/nhiem-vu/tep", PAGE_CLERK},
	{"GET", "/nhiem-vu/", PAGE_CLERK},
	{"GET", "/nhap-tong/rut", PAGE_CLERK},
	{"GET", "/cap-tren/usb", PAGE_CLERK},
	/* approves, closes, locks and opens again; sees who did what */
	{"POST", "/duyet/phe-duyet/", PAGE_APPROVER},
	{"POST", "/chot", PAGE_APPROVER},
	{"POST", "/khoa", PAGE_APPROVER},
	{"POST", "/khoa/", PAGE_APPROVER},
	{"GET", "/nhat-ky", PAGE_APPROVER},
	{"GET", "/nhat-ky/tep", PAGE_APPROVER},
	/* users, units, campaign, revoking, the office above, where backups go */
	{"GET", "/nguoi-dung", PAGE_ADMIN},
	{"GET", "/nguoi-dung/", PAGE_ADMIN},
	{"POST", "/nguoi-dung", PAGE_ADMIN},
	{"POST", "/nguoi-dung/phien", PAGE_ADMIN},
	{"POST", "/nguoi-dung/quyen", PAGE_ADMIN},
	{"POST", "/nguoi-dung/mat-khau", PAGE_ADMIN},
	{"POST", "/nguoi-dung/xoa", PAGE_ADMIN},
	{"POST", "/thiet-bi/thu-hoi", PAGE_ADMIN},
	{"POST", "/sao-luu/giu", PAGE_ADMIN},
	{"POST", "/sao-luu/khoi-phuc", PAGE_ADMIN},
	{"GET", "/don-vi-ds/", PAGE_ADMIN},
	{"GET", "/don-vi-ds/tep", PAGE_ADMIN},
	{"POST", "/don-vi-ds", PAGE_ADMIN},
	{"POST", "/don-vi-ds/tep", PAGE_ADMIN},
	{"POST", "/don-vi-ds/tep/ghi", PAGE_ADMIN},
	{"POST", "/don-vi-ds/so-ho", PAGE_ADMIN},
	{"POST", "/don-vi-ds/ten", PAGE_ADMIN},
	{"POST", "/don-vi-ds/nhap", PAGE_ADMIN},
	{"POST", "/don-vi-ds/tach", PAGE_ADMIN},
	{"POST", "/don-vi-ds/roi", PAGE_ADMIN},
	{"POST", "/chien-dich", PAGE_ADMIN},
	{"POST", "/chien-dich/ghi", PAGE_ADMIN},
	{"GET", "/chien-dich/sua", PAGE_ADMIN},
	{"POST", "/chien-dich/sua", PAGE_ADMIN},
	{"POST", "/cap-tren/nhan", PAGE_ADMIN},
};

static const struct page_route *row_of(const char *method, const char *path)
{
	for (const struct page_route *r = desk_pages; r->method; r++)
		if (strcmp(r->method, method) == 0 && strcmp(r->path, path) == 0)
			return r;
	return NULL;
}

static bool is_read(const struct page_route *r)
{
	return strcmp(r->method, "GET") == 0;
}

static enum page_who who_should(const struct page_route *r)
{
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (row_of(exceptions[i].method, exceptions[i].path) == r)
			return exceptions[i].who;
	return is_read(r) ? PAGE_VIEWER : PAGE_CLERK;
}

/* Whoever adds a page says here where another role than the usual one is meant. */
static void every_address_has_the_role_it_should(void **unused)
{
	(void)unused;
	for (const struct page_route *r = desk_pages; r->method; r++)
		if (r->who != who_should(r))
			fail_msg("%s %s: %d, not %d", r->method, r->path, r->who, who_should(r));
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (!row_of(exceptions[i].method, exceptions[i].path))
			fail_msg("%s %s is no page", exceptions[i].method, exceptions[i].path);
}

/* --- every role by every address --- */

static const struct {
	const char *name;
	enum app_role role;
} people[] = {
	{NULL, APP_VIEWER}, {"Xem", APP_VIEWER}, {"Tổng", APP_CLERK}, {"Duyệt", APP_APPROVER}, {"Quản", APP_ADMIN}};
enum { PEOPLE = sizeof people / sizeof *people };

static bool is_of_people(const struct page_route *r)
{
	return r->who >= PAGE_VIEWER;
}

static bool may(size_t who, const struct page_route *r)
{
	return people[who].name && (int)people[who].role - APP_VIEWER >= (int)r->who - PAGE_VIEWER;
}

static int ask(struct seat *c, const struct page_route *r)
{
	char path[200];
	size_t n = strlen(r->path);
	snprintf(path, sizeof path, "%s%s", r->path, n > 1 && r->path[n - 1] == '/' ? "x" : "");
	return is_read(r) ? caller_get(&c->caller, path) : caller_post(&c->caller, path, "ma=x&ly-do=vi+sao");
}

static bool is_refused(struct seat *c, int status)
{
	return status == 401 || caller_reads(&c->caller, text_get(LANG_VI, TEXT_USERS_MAY_NOT)) ||
	       caller_reads(&c->caller, text_get(LANG_VI, TEXT_ACCESS_TOKEN)) ||
	       (status == 303 && visitor_was_told(&c->caller.visitor, "Location: /dang-nhap"));
}

static void who_may_not_changes_nothing(void **unused)
{
	(void)unused;
	struct seat c;
	seat_begin(&c, desk_pages);
	seat_take(&c, "Quản", APP_ADMIN); /* nobody comes with a token that was right once */
	for (size_t who = 0; who < PEOPLE; who++) {
		seat_take(&c, people[who].name, people[who].role);
		int64_t before = store_changes(c.store);
		for (const struct page_route *r = desk_pages; r->method; r++) {
			if (!is_of_people(r) || may(who, r))
				continue;
			int status = ask(&c, r), right = people[who].name ? 403 : is_read(r) ? 303 : 401;
			if (status != right || !is_refused(&c, status) || store_changes(c.store) != before)
				fail_msg("%s %s as %s: %d", r->method, r->path, people[who].name, status);
		}
	}
	seat_end(&c);
}

/* Every page that only shows, then every act: what an act begins may go on by itself. */
static void ask_all(struct seat *c, size_t who, bool reads)
{
	seat_take(c, people[who].name, people[who].role);
	for (const struct page_route *r = desk_pages; r->method; r++) {
		if (!is_of_people(r) || !may(who, r) || is_read(r) != reads)
			continue;
		int64_t before = store_changes(c->store);
		int status = ask(c, r);
		if (is_refused(c, status) || status >= 500)
			fail_msg("%s %s as %s: %d", r->method, r->path, people[who].name, status);
		if (reads && store_changes(c->store) != before)
			fail_msg("%s %s changes something", r->method, r->path);
	}
}

static void who_may_is_not_refused(void **unused)
{
	(void)unused;
	struct seat c;
	seat_begin(&c, desk_pages);
	for (int reads = 1; reads >= 0; reads--)
		for (size_t who = 1; who < PEOPLE; who++)
			ask_all(&c, who, reads);
	seat_end(&c);
}

/* --- methods, hosts, origins --- */

static bool any_takes(const char *method, const char *path)
{
	for (const struct page_route *r = desk_pages; r->method; r++) {
		size_t n = strlen(r->path);
		bool under = n > 1 && r->path[n - 1] == '/' && strncmp(r->path, path, n) == 0;
		if (strcmp(r->method, method) == 0 && (under || strcmp(r->path, path) == 0))
			return true;
	}
	return false;
}

/* An address for the other method is no address; where a longer row takes it, it is that one's. */
static void what_is_posted_is_not_got(void **unused)
{
	(void)unused;
	struct seat c;
	int seen = 0;
	seat_begin(&c, desk_pages);
	seat_take(&c, "Quản", APP_ADMIN);
	int64_t before = store_changes(c.store);
	for (const struct page_route *r = desk_pages; r->method; r++) {
		const struct page_route other = {.method = is_read(r) ? "POST" : "GET", .path = r->path};
		if (any_takes(other.method, r->path))
			continue;
		int status = ask(&c, &other);
		if (status != 405 ||
			!visitor_was_told(&c.caller.visitor, is_read(r) ? "Allow: GET, HEAD\r\n" : "Allow: POST\r\n"))
			fail_msg("%s %s: %d", other.method, r->path, status);
		seen++;
	}
	assert_true(seen > 40);
	assert_int_equal(store_changes(c.store), before);
	seat_end(&c);
}

/* One act that is surely done where nothing stands in the way. */
static bool adds_unit(struct seat *c, const char *token, int *status)
{
	char body[300];
	int64_t before = store_changes(c->store);
	snprintf(body, sizeof body, "%s%s&ma=05788-77&ten=X%%C3%%B3m+77", token ? "token=" : "", token ? token : "");
	*status = caller_ask(&c->caller, "POST", "/don-vi-ds", body, strlen(body));
	return store_changes(c->store) != before;
}

static void a_page_of_another_host_or_origin_acts_never(void **unused)
{
	(void)unused;
	struct seat c;
	char other[60];
	int status;
	seat_begin(&c, desk_pages);
	seat_take(&c, "Quản", APP_ADMIN);
	static const char *const hosts[] = {"evil.example", "127.0.0.1", "127.0.0.1.evil.example:80", ""};
	for (size_t i = 0; i < 4; i++) {
		c.caller.host = hosts[i];
		assert_false(adds_unit(&c, c.caller.token, &status));
		assert_int_equal(status, 421);
		for (const struct page_route *r = desk_pages; r->method; r++)
			if (is_read(r) && i == 0)
				assert_int_equal(ask(&c, r), 421);
	}
	c.caller.host = NULL;
	snprintf(other, sizeof other, "Origin: http://127.0.0.1:%d\r\n", 1);
	const char *const origins[] = {"Origin: http://evil.example\r\n", "Origin: null\r\n", other, "",
		"Referer: http://evil.example/127.0.0.1\r\n", "Sec-Fetch-Site: cross-site\r\n"};
	for (size_t i = 0; i < 6; i++) {
		c.caller.origin = origins[i];
		assert_false(adds_unit(&c, c.caller.token, &status));
		assert_int_equal(status, 421);
	}
	c.caller.origin = NULL;
	assert_true(adds_unit(&c, c.caller.token, &status)); /* nothing else stood in the way */
	assert_int_equal(status, 303);
	seat_end(&c);
}

/* --- tokens --- */

static void a_form_is_of_one_session(void **unused)
{
	(void)unused;
	struct seat c;
	char own[80], other_session[80], other_person[80], ended[80], longer[100], cookie[sizeof c.caller.cookie];
	int status;
	seat_begin(&c, desk_pages);
	seat_take(&c, "Quản", APP_ADMIN);
	memcpy(ended, c.caller.token, sizeof ended);
	assert_int_equal(caller_post(&c.caller, "/ra", ""), 303);
	assert_false(adds_unit(&c, ended, &status)); /* the session and its token are over together */
	assert_int_equal(status, 401);
	seat_take(&c, "Quản", APP_ADMIN);
	memcpy(other_session, c.caller.token, sizeof other_session);
	seat_take(&c, "Tổng", APP_CLERK);
	memcpy(other_person, c.caller.token, sizeof other_person);
	seat_take(&c, "Quản", APP_ADMIN);
	memcpy(own, c.caller.token, sizeof own);
	memcpy(cookie, c.caller.cookie, sizeof cookie);
	snprintf(longer, sizeof longer, "%s0", own);
	const char *const wrong[] = {NULL, "", ended, other_session, other_person, longer, strrchr(cookie, '=') + 1};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_false(adds_unit(&c, wrong[i], &status));
		assert_int_equal(status, 403);
		assert_true(caller_reads(
			&c.caller, "action=\"/don-vi-ds\"")); /* what was typed is sent on with one press */
		assert_true(caller_reads(&c.caller, "value=\"Xóm 77\""));
	}
	assert_true(adds_unit(&c, own, &status));
	seat_end(&c);
}

/* --- changed while signed in --- */

static void a_role_that_changed_holds_from_the_next_click(void **unused)
{
	(void)unused;
	struct seat c;
	struct store_user u = {.id = id_random(), .role = APP_ADMIN, .name = "Tổng"};
	int status;
	seat_begin(&c, desk_pages);
	MUST(store_begin(c.store, &e));
	MUST(store_user_put(c.store, &u, &e));
	u.id = id_random();
	memcpy(u.name, "Hai", sizeof "Hai");
	MUST(store_user_put(c.store, &u, &e));
	MUST(store_commit(c.store, &e));
	seat_take(&c, "Tổng", APP_ADMIN);
	assert_int_equal(caller_get(&c.caller, "/nguoi-dung"), 200);
	MUST(app_user_role(c.store, "Tổng", APP_CLERK, "Hai", clock_now(), &e));
	assert_int_equal(caller_get(&c.caller, "/nguoi-dung"), 303);
	assert_false(adds_unit(&c, c.caller.token, &status));
	assert_int_equal(status, 401);
	seat_take(&c, "Tổng", APP_CLERK);
	assert_int_equal(caller_get(&c.caller, "/duyet"), 200);
	MUST(app_user_remove(c.store, "Tổng", "Hai", clock_now(), &e));
	assert_int_equal(caller_get(&c.caller, "/duyet"), 303);
	assert_int_equal(caller_post(&c.caller, "/sao-luu", ""), 401);
	seat_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_address_has_the_role_it_should),
		cmocka_unit_test(who_may_not_changes_nothing),
		cmocka_unit_test(who_may_is_not_refused),
		cmocka_unit_test(what_is_posted_is_not_got),
		cmocka_unit_test(a_page_of_another_host_or_origin_acts_never),
		cmocka_unit_test(a_form_is_of_one_session),
		cmocka_unit_test(a_role_that_changed_holds_from_the_next_click),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
