/* test_users.c - people of a hub: made, signed in, guessed at, changed; whose sessions end when. */
#include "../support/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_collector.h>
#include <tungnha/app_users.h>
#include <tungnha/store_users.h>
#include <tungnha/utf8.h>

#include "../../src/app/access.h"

enum { NOW = 1763900000 };
#define GOOD(call) assert_int_equal((call), 0)
#define RIGHT "mật khẩu của Lan"

static int64_t steady_now = INT64_C(1) << 32;
static int64_t steady(void)
{
	return steady_now;
}

static struct store *begin(void **state)
{
	char folder[SHELF_PATH];
	struct store *s;
	struct err e;
	const struct store_setup how = {.role = STORE_AGGREGATOR, .protection = STORE_UNPROTECTED};
	app_access_steady = steady;
	app_access_forget();
	shelf_path(*state, "hub", folder);
	GOOD(store_create(folder, &how, &s, &e));
	return s;
}

static void add(struct store *s, const char *name, enum app_role role)
{
	struct app_user u;
	struct err e;
	GOOD(app_user_add(s, name, role, RIGHT, "", NOW, &u, &e));
}

/* The sentence's id of a refusal; TEXT_NONE: signed in. */
static text_id in(struct store *s, const char *name, const char *password, int64_t now, struct app_session *out)
{
	struct err e;
	char token[APP_TOKEN];
	struct app_session ignored;
	return app_user_in(s, name, password, now, token, out ? out : &ignored, &e) == 0 ? TEXT_NONE : e.text;
}

static void a_name_is_typed_as_clerks_type_it(void **state)
{
	struct store *s = begin(state);
	struct app_session x;
	add(s, "Hoàng Thị Lan", APP_CLERK);
	add(s, "Tú", APP_VIEWER);
	add(s, "Tư", APP_ADMIN);
	assert_int_equal(in(s, "hoang thi lan", RIGHT, NOW, &x), TEXT_NONE);
	assert_string_equal(x.by, "Hoàng Thị Lan");
	assert_int_equal(x.role, APP_CLERK);
	assert_int_equal(in(s, "  HOÀNG  Thị Lan ", RIGHT, NOW, NULL), TEXT_NONE);
	assert_int_equal(in(s, "tu", RIGHT, NOW, NULL), TEXT_USERS_WRONG); /* two are called so */
	assert_int_equal(in(s, "Tư", RIGHT, NOW, &x), TEXT_NONE);
	assert_int_equal(x.role, APP_ADMIN);
	assert_int_equal(in(s, "", RIGHT, NOW, NULL), TEXT_USERS_WRONG);
	store_close(s);
}

static void a_password_is_what_was_typed_in_one_form(void **state)
{
	struct store *s = begin(state);
	struct app_user u;
	struct err e;
	char decomposed[] = "ma\xcc\xa3\xcc\x82t kha\xcc\x82\xcc\x89u cu\xcc\x89"
			    "a Lan";
	add(s, "Lan", APP_CLERK);
	assert_int_equal(in(s, "Lan", decomposed, NOW, NULL), TEXT_NONE);
	assert_int_equal(in(s, "Lan", RIGHT " ", NOW, NULL), TEXT_USERS_WRONG);
	assert_int_equal(app_user_add(s, "Tú", APP_CLERK, "ngắn", "", NOW, &u, &e), -1);
	assert_int_equal(e.text, TEXT_USERS_PASSWORD_SHORT);
	assert_int_equal(app_user_add(s, "Lan", APP_CLERK, RIGHT, "", NOW, &u, &e), -1);
	assert_int_equal(e.text, TEXT_USERS_THERE);
	assert_int_equal(app_user_add(s, " ", APP_CLERK, RIGHT, "", NOW, &u, &e), -1);
	assert_int_equal(e.text, TEXT_BY_NOT_A_NAME);
	store_close(s);
}

static void who_guesses_waits_and_a_name_nobody_has_looks_the_same(void **state)
{
	static const char *const names[] = {"Lan", "Không Ai"};
	struct store *s = begin(state);
	add(s, "Lan", APP_CLERK);
	for (size_t i = 0; i < 2; i++) {
		for (int wrong = 0; wrong < APP_USER_TRIES; wrong++)
			assert_int_equal(in(s, names[i], "sai rồi đấy", NOW, NULL), TEXT_USERS_WRONG);
		assert_int_equal(in(s, names[i], RIGHT, NOW, NULL), TEXT_USERS_WAIT_MINUTES);
	}
	assert_int_equal(in(s, "Lan", RIGHT, NOW + APP_USER_WAIT_S - 1, NULL), TEXT_USERS_WAIT_SECONDS);
	assert_int_equal(in(s, "Lan", "sai rồi đấy", NOW + APP_USER_WAIT_S, NULL), TEXT_USERS_WRONG);
	assert_int_equal(
		in(s, "Lan", RIGHT, NOW + 2 * APP_USER_WAIT_S, NULL), TEXT_USERS_WAIT_MINUTES); /* longer now */
	assert_int_equal(in(s, "Lan", RIGHT, NOW + 3 * APP_USER_WAIT_S, NULL), TEXT_NONE);
	assert_int_equal(in(s, "Lan", "sai rồi đấy", NOW, NULL), TEXT_USERS_WRONG); /* counted anew */
	assert_int_equal(in(s, "Lan", RIGHT, NOW, NULL), TEXT_NONE);
	assert_int_equal(in(s, "Lan", RIGHT, NOW - 1000000000, NULL), TEXT_NONE); /* a clock that ran back */
	store_close(s);
}

/* One machine's guesses at many names make that machine wait, and no other. */
static void an_address_waits_by_itself(void **state)
{
	struct store *s = begin(state);
	struct app_user_work *w;
	struct err e;
	char name[32], token[APP_TOKEN];
	struct app_session x;
	add(s, "Lan", APP_CLERK);
	for (int i = 0; i < APP_FROM_TRIES; i++)
		tries_wrong_from("192.168.1.66");
	assert_int_equal(app_user_work_in(s, "Lan", RIGHT, "192.168.1.66", "", NOW, &w, &e), -1);
	assert_int_equal(e.text, TEXT_USERS_WAIT_SECONDS);
	GOOD(app_user_work_in(s, "Lan", RIGHT, "192.168.1.7", "phone", NOW, &w, &e));
	app_user_work(w);
	GOOD(app_user_in_done(s, w, NOW, token, &x, &e));
	assert_string_equal(x.device, "phone");
	app_user_work_free(w);
	for (int i = 0; i < 200; i++) { /* however many others guess */
		snprintf(name, sizeof name, "10.0.0.%d", i);
		for (int n = 0; n < 50; n++)
			tries_wrong_from(name);
	}
	assert_true(tries_wait_from("10.0.0.199") <= APP_FROM_WAIT_MOST_S);
	assert_int_equal(tries_wait_from("192.168.1.7"), 0);
	steady_now += APP_FROM_WAIT_MOST_S;
	assert_int_equal(tries_wait_from("10.0.0.199"), 0);
	store_close(s);
}

/* Eight right answers in the queue behind a fifth wrong one get nobody in. */
static void tries_at_one_time_count_one_after_the_other(void **state)
{
	struct store *s = begin(state);
	struct app_user_work *w[APP_USER_TRIES + 1];
	struct err e;
	char token[APP_TOKEN];
	struct app_session x;
	add(s, "Lan", APP_CLERK);
	for (int i = 0; i <= APP_USER_TRIES; i++) {
		GOOD(app_user_work_in(s, "Lan", i < APP_USER_TRIES ? "sai rồi đấy" : RIGHT, "", "", NOW, &w[i], &e));
		app_user_work(w[i]);
	}
	for (int i = 0; i <= APP_USER_TRIES; i++) {
		assert_int_equal(app_user_in_done(s, w[i], NOW, token, &x, &e), -1);
		assert_int_equal(e.text, i < APP_USER_TRIES ? TEXT_USERS_WRONG : TEXT_USERS_WAIT_MINUTES);
		app_user_work_free(w[i]);
	}
	store_close(s);
}

static size_t open_of(struct store *s, const char *name)
{
	struct app_session *x;
	struct err e;
	size_t n;
	GOOD(app_user_sessions(s, name, NOW, &x, &n, &e));
	free(x);
	return n;
}

static void sessions_end_when_their_person_changes(void **state)
{
	struct store *s = begin(state);
	struct app_session one, two;
	struct app_user_work *w;
	struct err e;
	add(s, "Lan", APP_CLERK);
	add(s, "Quản", APP_ADMIN);
	assert_int_equal(in(s, "Quản", RIGHT, NOW, NULL), TEXT_NONE);
	assert_int_equal(in(s, "Lan", RIGHT, NOW, &one), TEXT_NONE);
	assert_int_equal(in(s, "Lan", RIGHT, NOW, &two), TEXT_NONE);
	GOOD(app_user_work_new(s, "Lan", RIGHT, "một mật khẩu khác", NOW, &w, &e)); /* his own, from one browser */
	app_user_work(w);
	GOOD(app_user_password_done(s, w, "Lan", "Lan", &one.id, NOW, &e));
	app_user_work_free(w);
	assert_int_equal(open_of(s, "Lan"), 1);
	assert_int_equal(in(s, "Lan", RIGHT, NOW, NULL), TEXT_USERS_WRONG);
	GOOD(app_user_role(s, "Lan", APP_APPROVER, "Quản", NOW, &e));
	assert_int_equal(open_of(s, "Lan"), 0);
	assert_int_equal(in(s, "Lan", "một mật khẩu khác", NOW, &one), TEXT_NONE);
	assert_int_equal(one.role, APP_APPROVER);
	assert_int_equal(app_user_session_end(s, one.id, "Quản", "Quản", NOW, &e), -1); /* only his own was asked for */
	GOOD(app_user_session_end(s, one.id, NULL, "Quản", NOW, &e));
	assert_int_equal(app_user_session_end(s, one.id, NULL, "Quản", NOW, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(in(s, "Lan", "một mật khẩu khác", NOW, &one), TEXT_NONE);
	GOOD(app_user_remove(s, "Lan", "Quản", NOW, &e));
	assert_int_equal(open_of(s, "Lan"), 0);
	assert_int_equal(open_of(s, NULL), 1);
	store_close(s);
}

static void there_is_always_an_administrator(void **state)
{
	struct store *s = begin(state);
	struct err e;
	add(s, "Quản", APP_ADMIN);
	assert_int_equal(app_user_remove(s, "Quản", "Quản", NOW, &e), -1);
	assert_int_equal(e.text, TEXT_USERS_LAST_ADMIN);
	assert_int_equal(e.code, ERR_DENIED);
	assert_int_equal(app_user_role(s, "Quản", APP_CLERK, "Quản", NOW, &e), -1);
	add(s, "Hai", APP_ADMIN);
	GOOD(app_user_role(s, "Quản", APP_CLERK, "Quản", NOW, &e));
	assert_int_equal(app_user_remove(s, "Hai", "Hai", NOW, &e), -1);
	GOOD(app_user_remove(s, "Quản", "Hai", NOW, &e));
	store_close(s);
}

static void a_wrong_old_password_changes_nothing_and_counts(void **state)
{
	struct store *s = begin(state);
	struct app_user_work *w;
	struct err e;
	add(s, "Lan", APP_CLERK);
	for (int i = 0; i < APP_USER_TRIES; i++) {
		GOOD(app_user_work_new(s, "Lan", "không phải", "một mật khẩu khác", NOW, &w, &e));
		app_user_work(w);
		assert_int_equal(app_user_password_done(s, w, "Lan", "Lan", NULL, NOW, &e), -1);
		assert_int_equal(e.text, TEXT_USERS_WRONG);
		app_user_work_free(w);
	}
	assert_int_equal(app_user_work_new(s, "Lan", RIGHT, "một mật khẩu khác", NOW, &w, &e), -1);
	assert_int_equal(e.text, TEXT_USERS_WAIT_MINUTES);
	GOOD(app_user_password(s, "Lan", "do quản trị đặt", "Quản", NOW, &e)); /* frees who waits */
	assert_int_equal(in(s, "Lan", "do quản trị đặt", NOW, NULL), TEXT_NONE);
	store_close(s);
}

static void the_first_one_is_made_once(void **state)
{
	struct store *s = begin(state);
	struct app_user_work *w;
	struct app_session x;
	struct err e;
	char token[APP_TOKEN];
	assert_false(app_users_any(s));
	GOOD(app_user_work_new(s, "Quản", NULL, RIGHT, NOW, &w, &e));
	app_user_work(w);
	GOOD(app_user_first_done(s, w, "Quản", "pc", NOW, token, &x, &e));
	assert_int_equal(x.role, APP_ADMIN);
	assert_true(app_users_any(s));
	assert_int_equal(app_user_first_done(s, w, "Hai", "pc", NOW, token, &x, &e), -1);
	assert_int_equal(e.text, TEXT_USERS_NOT_FIRST);
	app_user_work_free(w);
	assert_int_equal(in(s, "Quản", RIGHT, NOW, NULL), TEXT_NONE);
	store_close(s);
}

static void acts_bear_the_name_of_who_acts(void **state)
{
	struct store *s = begin(state);
	char by[ENTRY_BY_BYTES + 1];
	assert_string_equal(app_by_put(s, by), "");
	store_acting_set(s, "Hoàng Lan");
	assert_string_equal(app_by_put(s, by), "Hoàng Lan");
	store_acting_set(s, "");
	assert_string_equal(app_by_put(s, by), "");
	store_close(s);
}

#define T(f) cmocka_unit_test_setup_teardown(f, shelf_setup, shelf_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_name_is_typed_as_clerks_type_it),
		T(a_password_is_what_was_typed_in_one_form),
		T(who_guesses_waits_and_a_name_nobody_has_looks_the_same),
		T(an_address_waits_by_itself),
		T(tries_at_one_time_count_one_after_the_other),
		T(sessions_end_when_their_person_changes),
		T(there_is_always_an_administrator),
		T(a_wrong_old_password_changes_nothing_and_counts),
		T(the_first_one_is_made_once),
		T(acts_bear_the_name_of_who_acts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
