/* test_gate_watch.c - the store closed and opened while the server runs: by a page, by a command elsewhere, by a stick
 * with its key. */
#include "../support/gated.h"
#include "../support/visitor.h"

#include <stdlib.h>
#include <time.h>

#include <tungnha/clock.h>
#include <tungnha/file.h>
#include <tungnha/store_keep.h>

static void one_look(void)
{
	nanosleep(&(struct timespec){.tv_sec = 2, .tv_nsec = 100 * 1000 * 1000}, NULL);
}

static bool is_open(struct gated *d)
{
	return gated_post(d, "/vao", NULL, "a=1") == 200;
}

static void wait_until(struct gated *d, bool open)
{
	for (int i = 0; i < 20 && is_open(d) != open; i++)
		one_look();
	assert_int_equal(is_open(d), open);
}

static void a_lock_elsewhere_closes_it_and_an_unlock_opens_it(void **state)
{
	struct gated d;
	struct store *s;
	gated_begin(&d, state);
	assert_true(is_open(&d));
	one_look();
	assert_true(is_open(&d)); /* looked at once: how often it was locked before */
	MUST(store_lock_again(d.folder, &e));
	assert_int_equal(gated_get(&d, "/ho/37", d.phone), 303); /* at once, whether it is closed yet or not */
	wait_until(&d, false);
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 303);
	assert_int_equal(gated_post(&d, "/ho/luu", d.owner, "so=1"), 401);
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	MUST(store_unlock(s, &e));
	store_close(s);
	wait_until(&d, true);
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 303); /* who was there before the lock asks anew */
	gated_end(&d);
}

/* It has the data open too: they are not closed before it ends. */
static void a_lock_elsewhere_ends_what_takes_long(void **state)
{
	struct gated d;
	struct store *s;
	gated_begin(&d, state);
	one_look();
	assert_int_equal(gated_post(&d, "/lam", NULL, "a=1"), 200);
	assert_true(gated_says(&d, "taken=1 working=1"));
	one_look();
	assert_int_equal(gated_working(), 1);
	MUST(store_lock_again(d.folder, &e));
	wait_until(&d, false);
	for (int i = 0; i < 20 && gated_working(); i++)
		one_look();
	assert_int_equal(gated_working(), 0);
	MUST(store_open(d.folder, GATED_PASSPHRASE, &s, &e));
	MUST(store_unlock(s, &e));
	store_close(s);
	wait_until(&d, true);
	assert_int_equal(gated_post(&d, "/lam", NULL, "a=1"), 200); /* another may begin, and is not told to end */
	assert_true(gated_says(&d, "taken=1 working=1"));
	one_look();
	assert_int_equal(gated_working(), 1);
	gated_end(&d);
	assert_int_equal(gated_working(), 0);
}

static void a_stick_with_its_key_opens_it(void **state)
{
	struct gated d;
	struct store *s;
	char sticks[SHELF_PATH], stick[SHELF_PATH + 8], key[SHELF_PATH + 64], away[SHELF_PATH];
	gated_begin(&d, state);
	web_stop(d.web);
	shelf_path(*state, "sticks", sticks);
	snprintf(stick, sizeof stick, "%s/a", sticks);
	snprintf(key, sizeof key, "%s/tungnha-05788-01-4f2a.key", stick);
	shelf_path(*state, "away.key", away);
	MUST(file_make_folders(stick, 0700, &e));
	setenv("TUNGNHA_STICKS", sticks, 1);
	MUST(store_open(d.folder, "lúa chín vàng", &s, &e));
	MUST(store_make_stick(s, key, &e));
	store_close(s);
	gated_serve(&d, NULL);
	wait_until(&d, true);
	assert_int_equal(gated_get(&d, "/ho/37", d.phone), 200); /* paired phones go on after a power cut */
	one_look();
	MUST(store_lock_again(d.folder, &e));
	wait_until(&d, false);
	one_look();
	assert_false(is_open(&d)); /* the stick that still lies there was not meant */
	assert_int_equal(rename(key, away), 0);
	one_look();
	assert_false(is_open(&d));
	assert_int_equal(rename(away, key), 0);
	wait_until(&d, true);
	unsetenv("TUNGNHA_STICKS");
	gated_end(&d);
}

static void a_page_closes_it(void **state)
{
	struct gated d;
	char token[64], body[100];
	gated_begin(&d, state);
	gated_token_of(&d, d.owner, token);
	snprintf(body, sizeof body, "token=%s", token);
	assert_int_equal(gated_post(&d, "/dong", d.owner, body), 200);
	assert_int_equal(gated_get(&d, "/ho/37", d.owner), 303);
	assert_int_equal(gated_get(&d, "/ai", d.owner), 200);
	assert_true(gated_says(&d, "who=-"));
	gated_end(&d);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_lock_elsewhere_closes_it_and_an_unlock_opens_it),
		T(a_lock_elsewhere_ends_what_takes_long),
		T(a_stick_with_its_key_opens_it),
		T(a_page_closes_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
