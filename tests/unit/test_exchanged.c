/* test_exchanged.c - the log of exchanges, and which sticks are plugged in. */
#include "../support/trip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/app_exchanged.h>
#include <tungnha/app_words.h>
#include <tungnha/store_pages.h>

#include "../../src/app/sticks.h"

/* --- the log --- */

enum { LINES = 400 };
struct read {
	struct app_exchanged line[LINES];
	size_t n;
};

static int take(void *context, const struct app_exchanged *x, struct err *e)
{
	struct read *r = context;
	(void)e;
	r->line[r->n++] = *x;
	return 0;
}

static struct read *read_log(struct store *s, enum text_lang lang)
{
	struct err e;
	struct read *r = calloc(1, sizeof *r);
	assert_non_null(r);
	assert_int_equal(app_exchanged(s, lang, take, r, &e), 0);
	return r;
}

static void a_stick_is_logged_with_what_it_carried(void **unused)
{
	(void)unused;
	struct trip t;
	struct app_synced done;
	struct err e;
	trip_begin(&t, 3);
	assert_int_equal(app_sync_folder(t.a.store, NULL, t.stick, 1000, &done, &e), 0);
	struct folder_receive taken = trip_receive(&t, t.stick);
	folder_receive_free(&taken);
	assert_int_equal(app_sync_folder(t.a.store, NULL, t.stick, 2000, &done, &e), 0);
	struct read *r = read_log(t.a.store, LANG_VI);
	assert_int_equal(r->n, 2);
	assert_int_equal(r->line[0].at, 2000); /* the newest first */
	assert_int_equal(r->line[0].confirmed, 3);
	assert_int_equal(r->line[0].sent, 0);
	assert_int_equal(r->line[1].sent, 3);
	assert_int_equal(r->line[1].times, 1);
	assert_true(r->line[1].folder && r->line[1].done);
	assert_string_equal(r->line[1].via, t.stick);
	assert_non_null(strstr(r->line[1].sentence, "Đã chép 3 lần ghi"));
	free(r);
	r = read_log(t.a.store, LANG_EN);
	assert_non_null(strstr(r->line[1].sentence, "3 entries were copied"));
	free(r);
	trip_end(&t);
}

static struct app_exchange over_network(const struct app_synced *done, int64_t now, const struct err *failed)
{
	return (struct app_exchange){.now = now, .via = "http://127.0.0.1:9/exchange", .done = done, .failed = failed};
}

static void what_says_nothing_new_is_one_line(void **unused)
{
	(void)unused;
	struct trip t;
	struct err why;
	const struct app_synced nothing = {.state = STATE_ACTIVE, .units = 1};
	const struct app_synced sent = {.state = STATE_ACTIVE, .units = 1, .sent = 5, .confirmed = 5};
	struct app_exchange x;
	trip_begin(&t, 0);
	err_set(&why, ERR_BUSY, TEXT_NET_REFUSED, "127.0.0.1:9");
	for (int i = 0; i < 3; i++)
		app_exchanged_note(t.a.store, (x = over_network(&nothing, 100 + i, &why), &x));
	for (int i = 0; i < 2; i++)
		app_exchanged_note(t.a.store, (x = over_network(&sent, 200 + i, NULL), &x));
	app_exchanged_note(t.a.store, (x = over_network(&nothing, 300, NULL), &x));
	struct read *r = read_log(t.a.store, LANG_EN);
	assert_int_equal(r->n, 4); /* what was sent twice is told twice */
	assert_int_equal(r->line[3].times, 3);
	assert_int_equal(r->line[3].at, 102);
	assert_int_equal(r->line[3].since, 100);
	assert_false(r->line[3].done);
	assert_string_equal(r->line[3].via, "http://127.0.0.1:9");
	assert_null(strstr(r->line[3].sentence, "sync")); /* a page has no commands */
	assert_non_null(strstr(r->line[3].sentence, "does not answer"));
	assert_true(r->line[0].done);
	free(r);
	trip_end(&t);
}

static void the_newest_few_hundred_are_kept(void **unused)
{
	(void)unused;
	struct trip t;
	const struct app_synced sent = {.state = STATE_ACTIVE, .units = 1, .sent = 1};
	struct app_exchange x;
	trip_begin(&t, 0);
	for (int i = 0; i < STORE_EXCHANGED_MAX + 7; i++)
		app_exchanged_note(t.a.store, (x = over_network(&sent, i, NULL), &x));
	struct read *r = read_log(t.a.store, LANG_VI);
	assert_int_equal(r->n, STORE_EXCHANGED_MAX);
	assert_int_equal(r->line[0].at, STORE_EXCHANGED_MAX + 6);
	assert_int_equal(r->line[STORE_EXCHANGED_MAX - 1].at, 7);
	free(r);
	trip_end(&t);
}

static void a_device_not_taken_has_not_sent(void **unused)
{
	(void)unused;
	struct trip t;
	const struct app_synced unknown = {.state = STATE_UNKNOWN, .units = 1, .sent = 4};
	const struct app_synced waiting = {.state = STATE_WAITING, .units = 1, .sent = 4};
	struct app_exchange x;
	trip_begin(&t, 0);
	app_exchanged_note(t.a.store, (x = over_network(&unknown, 1, NULL), &x));
	app_exchanged_note(t.a.store, (x = over_network(&waiting, 2, NULL), &x));
	struct read *r = read_log(t.a.store, LANG_EN);
	assert_false(r->line[1].done);
	assert_non_null(strstr(r->line[1].sentence, "ask the commune for a new invitation"));
	assert_true(r->line[0].done);
	assert_non_null(strstr(r->line[0].sentence, "has not accepted this machine"));
	free(r);
	trip_end(&t);
}

/* --- sticks --- */

static char dir[128];

static int begin_folder(void **unused)
{
	(void)unused;
	snprintf(dir, sizeof dir, "/tmp/tungnha-sticks.XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int end_folder(void **unused)
{
	char command[256];
	(void)unused;
	unsetenv("TUNGNHA_STICKS");
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

static void make(const char *format, const char *name)
{
	char path[512];
	snprintf(path, sizeof path, format, dir, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void folders_stand_for_sticks_in_tests(void **unused)
{
	(void)unused;
	struct app_stick s[APP_STICKS_MAX];
	char path[256];
	FILE *f;
	make("%s/%s", "USB XANH");
	make("%s/%s", "do");
	make("%s/%s/tungnha", "do");
	make("%s/%s", ".hidden");
	snprintf(path, sizeof path, "%s/file", dir);
	assert_non_null(f = fopen(path, "w"));
	fclose(f);
	setenv("TUNGNHA_STICKS", dir, 1);
	assert_int_equal(app_sticks(s, APP_STICKS_MAX), 2);
	assert_string_equal(s[0].name, "USB XANH");
	assert_string_equal(s[1].name, "do");
	assert_false(s[0].read_only);
	assert_true(s[0].free_bytes > 0);
	assert_false(s[1].has_replies); /* the folder is there and empty */
	snprintf(path, sizeof path, "%s/do/tungnha/x", dir);
	assert_non_null(f = fopen(path, "w"));
	fclose(f);
	assert_int_equal(app_sticks(s, 1), 1);
	assert_int_equal(app_sticks(s, APP_STICKS_MAX), 2);
	assert_true(s[1].has_replies);
	assert_true(app_stick_is(s[1].path));
	assert_false(app_stick_is(dir));
	snprintf(path, sizeof path, "%s/do/..", dir);
	assert_false(app_stick_is(path));
}

/* Mounts are read as the kernel writes them: a space is \040. What is no stick stays out: shares, discs, the disk. */
static void mounts_are_told_apart(void **unused)
{
	(void)unused;
	struct app_stick s[APP_STICKS_MAX];
	char path[256];
	snprintf(path, sizeof path, "%s/mounts", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("/dev/sda1 / ext4 rw 0 0\n"
	      "/dev/sdz1 /media/nobody/NOT\\040THERE vfat rw 0 0\n"
	      "//server/share /mnt cifs rw 0 0\n"
	      "/dev/sr0 /mnt iso9660 ro 0 0\n"
	      "tmpfs /media/x tmpfs rw 0 0\n"
	      "/dev/sdb1 /mnt vfat rw 0 0\n"
	      "/dev/sdb1 /mnt vfat rw 0 0\n",
		f);
	fclose(f);
	assert_int_equal(sticks_mounted(path, s, APP_STICKS_MAX), 1);
	assert_string_equal(s[0].path, "/mnt");
	assert_string_equal(s[0].name, "mnt");
	assert_int_equal(sticks_mounted("/nowhere", s, APP_STICKS_MAX), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stick_is_logged_with_what_it_carried),
		cmocka_unit_test(what_says_nothing_new_is_one_line),
		cmocka_unit_test(the_newest_few_hundred_are_kept),
		cmocka_unit_test(a_device_not_taken_has_not_sent),
		cmocka_unit_test_setup_teardown(folders_stand_for_sticks_in_tests, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(mounts_are_told_apart, begin_folder, end_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
