/* test_desk_restore.c - a commune's machine is gone: its data come back over HTTP on another one; people sign in as
 * before, and who forgot what opens the data has the paper. */
#include "../support/seat.h"
#include "../support/shelf.h"

#include <tungnha/app_restore.h>
#include <tungnha/file.h>
#include <tungnha/store_users.h>

#include "../../src/aggregator/pages.h"

#define NEW "&moi=lua+chin+vang&moi2=lua+chin+vang"

static int64_t steady_now = INT64_C(1) << 32;
static int64_t steady(void)
{
	return steady_now;
}

/* A server on this folder, data in it or not; a browser nobody knows. */
static void serve(struct seat *c, const struct shelf *d, const char *name)
{
	char sticks[SHELF_PATH];
	*c = (struct seat){.caller.cookie = "x=y"};
	app_access_steady = steady;
	shelf_path(d, "sticks", sticks);
	setenv("TUNGNHA_STICKS", sticks, 1);
	snprintf(c->world.hub.folder, sizeof c->world.hub.folder, "%s/%s", d->dir, name);
	MUST(file_make_folders(c->world.hub.folder, 0700, &e));
	buf_init(&c->caller.page, PAGE_BYTES_MAX);
	seat_serve(c, desk_pages);
}

static void leave(struct seat *c)
{
	visitor_leave(&c->caller.visitor);
	web_stop(c->caller.web);
	buf_free(&c->caller.page);
	unsetenv("TUNGNHA_STICKS");
}

static int post(struct seat *c, const char *path, const char *fields)
{
	return caller_ask(&c->caller, "POST", path, fields, strlen(fields));
}

/* Backs a hub up onto the stick "XANH", the path in *file; how: as it was set up. user NULL: it has none yet. */
static void back_up(const struct shelf *d, struct store_setup *how, const char *user, char file[static SHELF_PATH])
{
	struct store *s;
	struct store_backup_done done;
	struct store_user u = {.id = id_random(), .role = APP_ADMIN};
	char folder[SHELF_PATH];
	how->role = STORE_AGGREGATOR;
	shelf_path(d, "sticks/XANH", file);
	MUST(file_make_folders(file, 0700, &e));
	shelf_path(d, "sticks/XANH/tungnha-05788.tnb", file);
	shelf_path(d, "gone", folder);
	MUST(store_create(folder, how, &s, &e));
	MUST(store_begin(s, &e));
	snprintf(u.name, sizeof u.name, "%s", user ? user : "");
	if (user)
		MUST(store_user_put(s, &u, &e));
	MUST(store_commit(s, &e));
	MUST(store_backup(s, file, 1763000000, NULL, NULL, &done, &e));
	store_close(s);
}

static int restore(struct seat *c, const char *file)
{
	char body[SHELF_PATH + 100];
	snprintf(body, sizeof body, "tep=%s&lan=0123456789abcdef", file);
	return post(c, "/khoi-phuc", body);
}

static bool enters(const struct seat *c)
{
	return visitor_was_told(&c->caller.visitor, "Set-Cookie: tungnha-");
}

static void the_key_is_found_on_a_stick_and_people_sign_in_as_before(void **state)
{
	const struct shelf *d = *state;
	struct seat c;
	struct store *s;
	int64_t at, from;
	char file[SHELF_PATH], key[SHELF_PATH], stick[SHELF_PATH];
	shelf_path(d, "hub.key", key);
	struct store_setup how = {.protection = STORE_UNDER_KEY_FILE, .key_file = key};
	back_up(d, &how, "Lan", file);
	serve(&c, d, "new");
	assert_int_equal(caller_get(&c.caller, "/bat-dau"), 200);
	assert_true(caller_reads(&c.caller, "href=\"/khoi-phuc\""));
	assert_int_equal(restore(&c, file), 400);
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_RESTORE_P_CLOSED)));
	shelf_path(d, "sticks/DO", stick);
	MUST(file_make_folders(stick, 0700, &e));
	shelf_path(d, "sticks/DO/a-other.key", stick);
	MUST(file_write(stick, "junk", 4, 0600, &e)); /* passed over */
	shelf_path(d, "sticks/DO/hub.key", stick);
	assert_int_equal(rename(key, stick), 0);
	assert_int_equal(restore(&c, file), 200);
	assert_false(enters(&c)); /* what is in the backup says who may */
	assert_true(caller_reads(&c.caller, "href=\"/dang-nhap\""));
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_RESTORE_P_NEXT_HUB)));
	assert_int_equal(caller_get(&c.caller, "/"), 303);
	assert_int_equal(caller_get(&c.caller, "/dau-tien"), 303);
	assert_true(caller_was_sent(&c.caller, "/dang-nhap"));
	leave(&c);
	MUST(store_open(c.world.hub.folder, NULL, &s, &e)); /* it remembers where its key lies now */
	assert_true(store_was_restored(s, &at, &from));
	assert_int_equal(from, 1763000000);
	store_close(s);
}

static void where_nobody_was_yet_this_browser_makes_the_first(void **state)
{
	struct seat c;
	char file[SHELF_PATH];
	struct store_setup how = {.protection = STORE_UNPROTECTED};
	back_up(*state, &how, NULL, file);
	serve(&c, *state, "new");
	assert_int_equal(restore(&c, file), 200);
	assert_true(enters(&c));
	assert_true(caller_reads(&c.caller, "href=\"/dau-tien\""));
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_DATA_UNPROTECTED)));
	leave(&c);
}

static void paper_opens_what_was_forgotten(void **state)
{
	const struct shelf *d = *state;
	struct seat c;
	struct store *s;
	struct err why;
	char file[SHELF_PATH], key[STORE_RECOVERY_TEXT], other[STORE_RECOVERY_TEXT], body[200], folder[SHELF_PATH];
	struct store_setup how = {
		.protection = STORE_UNDER_PASSPHRASE, .passphrase = "mot hai ba bon", .recovery = key};
	back_up(d, &how, "Lan", file);
	how.recovery = other;
	shelf_path(d, "other", folder);
	MUST(store_create(folder, &how, &s, &e));
	store_close(s);
	serve(&c, d, "gone");
	assert_int_equal(caller_get(&c.caller, "/dang-nhap"), 503);
	assert_true(caller_reads(&c.caller, "href=\"/khoi-phuc-khoa\""));
	assert_int_equal(caller_get(&c.caller, "/khoi-phuc-khoa"), 200);
	assert_int_equal(post(&c, "/khoi-phuc-khoa", "ma=7Z4QK" NEW), 400); /* mistyped is not guessed */
	snprintf(body, sizeof body, "ma=%s&moi=lua+chin+vang&moi2=lua+chin", key);
	assert_int_equal(post(&c, "/khoi-phuc-khoa", body), 400);
	snprintf(body, sizeof body, "ma=%s" NEW, other);
	for (int i = 0; i < 5; i++)
		assert_int_equal(post(&c, "/khoi-phuc-khoa", body), 400);
	assert_true(caller_reads(&c.caller, text_get(LANG_VI, TEXT_RECOVERY_WRONG)));
	snprintf(body, sizeof body, "ma=%s" NEW, key);
	assert_int_equal(post(&c, "/khoi-phuc-khoa", body), 400); /* one waits, with the right one too */
	steady_now += 10;
	assert_int_equal(post(&c, "/khoi-phuc-khoa", body), 200);
	const char *fresh = strstr(c.caller.page.data, "class=\"secret\">");
	assert_non_null(fresh);
	snprintf(other, sizeof other, "%s", fresh + strlen("class=\"secret\">"));
	assert_false(enters(&c));
	assert_true(caller_reads(&c.caller, "href=\"/dang-nhap\""));
	assert_int_equal(caller_get(&c.caller, "/dang-nhap"), 200);
	leave(&c);
	MUST(store_lock_again(c.world.hub.folder, &e));
	MUST(store_open(c.world.hub.folder, "lua chin vang", &s, &e));
	store_close(s);
	MUST(store_open_by(c.world.hub.folder, &(struct store_key){.recovery = other}, &s, &e));
	store_close(s);
	assert_int_equal(
		store_open_by(c.world.hub.folder, &(struct store_key){.recovery = key}, &s, &why), -1); /* void */
}

static void only_at_the_machine_itself(void **state)
{
	struct seat c;
	serve(&c, *state, "new");
	c.caller.origin = "Origin: http://example.org\r\n";
	assert_int_equal(post(&c, "/khoi-phuc", "tep=x"), 421);
	assert_int_equal(post(&c, "/khoi-phuc-khoa", "ma=x"), 421);
	c.caller.origin = NULL;
	assert_int_equal(caller_get(&c.caller, "/khoi-phuc-khoa"), 303); /* there is nothing to open */
	assert_true(caller_was_sent(&c.caller, "/bat-dau"));
	leave(&c);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(the_key_is_found_on_a_stick_and_people_sign_in_as_before),
		T(where_nobody_was_yet_this_browser_makes_the_first),
		T(paper_opens_what_was_forgotten),
		T(only_at_the_machine_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
