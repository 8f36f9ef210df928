/* test_desk_sessions.c - how a session at the desk ends: nobody clicks, another signs in, an administrator ends it, a
 * new password; what was half typed is still there afterwards. Who guesses waits. */
#include "../support/call.h"
#include "../support/seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/store_users.h>

#include "../../src/aggregator/pages.h"

static int64_t awake; /* what the process's clock says */

static int64_t steady(void)
{
	return awake;
}

static void begin(struct seat *c)
{
	app_access_steady = steady;
	awake = 1000;
	seat_begin(c, desk_pages);
}

/* --- nobody clicks --- */

static void a_page_that_asks_by_itself_keeps_no_session(void **unused)
{
	(void)unused;
	struct seat c;
	begin(&c);
	seat_take(&c, "Tổng", APP_CLERK);
	awake += APP_OWNER_IDLE_S - 10;
	assert_int_equal(caller_fetched(&c.caller, "/moi"), 200);
	assert_int_equal(caller_fetched(&c.caller, "/usb?phan=cam"), 200);
	assert_int_equal(caller_get(&c.caller, "/duyet"), 200); /* a click */
	awake += APP_OWNER_IDLE_S;
	assert_int_equal(caller_fetched(&c.caller, "/"), 200);
	awake += 1;
	assert_int_equal(caller_fetched(&c.caller, "/moi"), 401);
	assert_true(caller_reads(&c.caller, "\"login\":\"/dang-nhap\""));
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_USERS_ENDED)));
	assert_int_equal(caller_get(&c.caller, "/duyet"), 303);
	assert_int_equal(caller_get(&c.caller, "/dang-nhap?het=1&ve=/duyet"), 200); /* where its script goes */
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_USERS_ENDED_IDLE)));
	assert_true(caller_reads(&c.caller, "name=\"ve\" value=\"/duyet\""));
	seat_end(&c);
}

static void a_screen_on_the_wall_stays(void **unused)
{
	(void)unused;
	struct seat c;
	begin(&c);
	seat_take(&c, "Màn hình", APP_VIEWER); /* it can change nothing */
	for (int i = 0; i < 5; i++) {
		awake += APP_OWNER_IDLE_S - 1;
		assert_int_equal(caller_fetched(&c.caller, "/moi"), 200);
	}
	awake += APP_OWNER_IDLE_S + 1; /* it was turned off */
	assert_int_equal(caller_fetched(&c.caller, "/moi"), 401);
	seat_end(&c);
}

/* --- what was half typed --- */

static void long_forms_outlive_their_session(void **unused)
{
	(void)unused;
	struct seat c;
	char *text = alloc_zero(1, 20001);
	struct buf body;
	begin(&c);
	buf_init(&body, 256 * 1024);
	memset(text, 'x', 20000);
	memcpy(text, "dong+1%0A%3Cb%3E", 16);
	seat_add(&c, "Lan", APP_CLERK);
	seat_sign_in(&c, "Lan");
	awake += APP_OWNER_IDLE_S + 1;
	buf_print(&body, "phan=difficulties&loi=%s", text);
	assert_int_equal(caller_post(&c.caller, "/bao-cao/weekly", body.data), 401);
	assert_true(caller_reads(&c.caller, "name=\"di\" value=\"/bao-cao/weekly\""));
	assert_true(caller_reads(&c.caller, "name=\"g.loi\" value=\"dong 1\n&lt;b&gt;xxx"));
	buf_clear(&body);
	buf_print(&body, "ten=Lan&mk=" SEAT_PASSWORD_SENT "&di=/bao-cao/weekly&g.phan=difficulties&g.loi=%s", text);
	assert_int_equal(caller_post(&c.caller, "/dang-nhap", body.data), 200);
	assert_true(caller_reads(&c.caller, "action=\"/bao-cao/weekly\""));
	assert_true(caller_reads(&c.caller, "name=\"loi\" value=\"dong 1\n&lt;b&gt;xxx"));
	buf_clear(&body); /* as many fields as a form may have: what signing in adds is beside them */
	for (int i = 0; i < PAGE_FIELDS_MAX - 1; i++)
		buf_print(&body, "%srat-dai-%054d=%d", i ? "&" : "", i, i);
	snprintf(c.caller.cookie, sizeof c.caller.cookie, "x=y");
	assert_int_equal(caller_post(&c.caller, "/mot-cua", body.data), 401);
	buf_clear(&body);
	buf_text(&body, "ten=Lan&mk=" SEAT_PASSWORD_SENT "&di=/mot-cua");
	for (int i = 0; i < PAGE_FIELDS_MAX - 1; i++)
		buf_print(&body, "&g.rat-dai-%054d=%d", i, i);
	assert_int_equal(caller_post(&c.caller, "/dang-nhap", body.data), 200);
	char last[100];
	snprintf(last, sizeof last, "name=\"rat-dai-%054d\" value=\"%d\"", PAGE_FIELDS_MAX - 2, PAGE_FIELDS_MAX - 2);
	assert_true(caller_reads(&c.caller, last));
	buf_free(&body);
	free(text);
	seat_end(&c);
}

/* --- ended by somebody --- */

static void an_administrator_ends_a_session_at_once(void **unused)
{
	(void)unused;
	struct seat c;
	struct app_session *x;
	size_t n;
	char lan[sizeof c.caller.cookie], field[100], hex[ID_HEX];
	begin(&c);
	seat_add(&c, "Lan", APP_CLERK);
	seat_take(&c, "Lan", APP_CLERK);
	memcpy(lan, c.caller.cookie, sizeof lan);
	seat_take(&c, "Quản", APP_ADMIN);
	MUST(app_user_sessions(c.store, "Lan", clock_now(), &x, &n, &e));
	assert_int_equal(n, 1);
	snprintf(field, sizeof field, "phien=%s", id_hex(x[0].id, hex));
	free(x);
	assert_int_equal(caller_post(&c.caller, "/nguoi-dung/phien", field), 303);
	char quan[sizeof c.caller.cookie];
	memcpy(quan, c.caller.cookie, sizeof quan);
	memcpy(c.caller.cookie, lan, sizeof lan);
	assert_int_equal(caller_get(&c.caller, "/toi"), 303);
	seat_take(&c, "Lan", APP_CLERK); /* and by a new password, all of them */
	memcpy(lan, c.caller.cookie, sizeof lan);
	memcpy(c.caller.cookie, quan, sizeof quan);
	assert_int_equal(caller_get(&c.caller, "/toi"), 200);
	caller_take_token(&c.caller);
	struct app_user *all;
	MUST(app_users(c.store, &all, &n, &e));
	snprintf(field, sizeof field, "ma=%s&mk=mot+cai+moi&mk2=mot+cai+moi", id_hex(all[0].id, hex));
	free(all);
	assert_int_equal(caller_post(&c.caller, "/nguoi-dung/mat-khau", field), 303);
	memcpy(c.caller.cookie, lan, sizeof lan);
	assert_int_equal(caller_get(&c.caller, "/toi"), 303);
	seat_end(&c);
}

/* Whoever put a cookie into a browser has nothing of who signs in there; who sat there before is signed out. */
static void signing_in_makes_a_session_of_its_own(void **unused)
{
	(void)unused;
	struct seat c;
	char before[sizeof c.caller.cookie];
	begin(&c);
	seat_add(&c, "Lan", APP_CLERK);
	char planted[APP_TOKEN];
	memset(planted, 'a', sizeof planted - 1);
	planted[sizeof planted - 1] = '\0';
	caller_holds(&c.caller, planted);
	assert_int_equal(caller_post(&c.caller, "/dang-nhap", "ten=Lan&mk=" SEAT_PASSWORD_SENT), 303);
	assert_true(visitor_was_told(&c.caller.visitor, "Set-Cookie: tungnha-"));
	assert_false(visitor_was_told(&c.caller.visitor, planted));
	assert_int_equal(caller_get(&c.caller, "/toi"), 303); /* what was planted opens nothing */
	seat_take(&c, "Tổng", APP_CLERK);
	memcpy(before, c.caller.cookie, sizeof before);
	assert_int_equal(caller_post(&c.caller, "/dang-nhap", "ten=Lan&mk=" SEAT_PASSWORD_SENT), 303);
	memcpy(c.caller.cookie, before, sizeof before);
	assert_int_equal(caller_get(&c.caller, "/toi"), 303);
	seat_end(&c);
}

/* --- who guesses --- */

static struct store_user user(struct seat *c, const char *name)
{
	struct store_user *all, u = {0};
	size_t n;
	MUST(store_users(c->store, &all, &n, &e));
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			u = all[i];
	free(all);
	return u;
}

static void put(struct seat *c, const struct store_user *u)
{
	MUST(store_begin(c->store, &e));
	MUST(store_user_put(c->store, u, &e));
	MUST(store_commit(c->store, &e));
}

static void wrong_passwords_lock_a_name_for_a_while(void **unused)
{
	(void)unused;
	struct seat c;
	char said[300];
	begin(&c);
	seat_add(&c, "Lan", APP_CLERK);
	struct store_user u = user(&c, "Lan");
	u.wrong = APP_USER_TRIES - 1;
	put(&c, &u);
	assert_int_equal(caller_post(&c.caller, "/dang-nhap", "ten=Lan&mk=khong+phai"), 403);
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_USERS_WRONG)));
	assert_int_equal(
		caller_post(&c.caller, "/dang-nhap", "ten=Lan&mk=" SEAT_PASSWORD_SENT), 403); /* the right one too */
	text_fill(LANG_VI, TEXT_USERS_WAIT_MINUTES, (const char *const[3]){"5"}, said, sizeof said);
	assert_true(caller_reads(&c.caller, said));
	assert_false(visitor_was_told(&c.caller.visitor, "Set-Cookie: tungnha"));
	u = user(&c, "Lan");
	assert_true(u.until > clock_now());
	u.until = clock_now() - 1; /* the time is over */
	put(&c, &u);
	assert_int_equal(caller_post(&c.caller, "/dang-nhap", "ten=Lan&mk=" SEAT_PASSWORD_SENT), 303);
	assert_int_equal(user(&c, "Lan").wrong, 0);
	seat_end(&c);
}

static void one_person_takes_nobodys_place(void **unused)
{
	(void)unused;
	struct seat c;
	char first[sizeof c.caller.cookie];
	begin(&c);
	seat_take(&c, "Lan", APP_CLERK);
	memcpy(first, c.caller.cookie, sizeof first);
	seat_add(&c, "Hoa", APP_VIEWER);
	for (int i = 0; i < APP_USER_SESSIONS; i++)
		seat_take(&c, "Hoa", APP_VIEWER);
	seat_sign_in(&c, "Hoa"); /* by the way everybody comes */
	struct app_session *x;
	size_t n;
	MUST(app_user_sessions(c.store, "Hoa", clock_now(), &x, &n, &e));
	free(x);
	assert_int_equal(n, APP_USER_SESSIONS);
	memcpy(c.caller.cookie, first, sizeof first);
	assert_int_equal(caller_get(&c.caller, "/toi"), 200);
	seat_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_that_asks_by_itself_keeps_no_session),
		cmocka_unit_test(a_screen_on_the_wall_stays),
		cmocka_unit_test(long_forms_outlive_their_session),
		cmocka_unit_test(an_administrator_ends_a_session_at_once),
		cmocka_unit_test(signing_in_makes_a_session_of_its_own),
		cmocka_unit_test(wrong_passwords_lock_a_name_for_a_while),
		cmocka_unit_test(one_person_takes_nobodys_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
