/* test_draft_kept.c - what is typed and a machine: limits, a full disk, a pulled plug, a backup, a purge, names. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/store_keep.h>

#include "../support/typing.h"

/* --- how many, how long --- */

static void put(struct store *s, const char *unit, unsigned n, int64_t at, bool saved)
{
	struct store_draft d = {.id = typing_id(n), .holder = typing_phone, .at = at, .saved = saved};
	snprintf(d.unit, sizeof d.unit, "%s", unit);
	d.fields = alloc_print("{\"persons\":\"%u\"}", n);
	MUST(store_begin(s, &e));
	MUST(store_draft_put(s, &d, &e));
	MUST(store_commit(s, &e));
	store_draft_free(&d);
}

static bool there(struct store *s, unsigned n)
{
	struct store_draft d;
	struct err why;
	bool is = store_draft(s, typing_id(n), &d, &why) == 0;
	if (is)
		store_draft_free(&d);
	return is;
}

static void saved_ones_go_first_then_the_oldest(void **state)
{
	struct store *s = shelf_store(*state, "a", STORE_COLLECTOR);
	put(s, "05788-02", 1000, 1, false); /* of another unit */
	for (unsigned n = 0; n < 10; n++)
		put(s, SHELF_UNIT, n, 2000 + n, true);
	for (unsigned n = 10; n < STORE_DRAFTS_MAX; n++)
		put(s, SHELF_UNIT, n, 1000 + n, false);
	assert_true(there(s, 0) && there(s, 10));
	for (unsigned n = 0; n < 10; n++) { /* each new one takes the place of the oldest saved one */
		put(s, SHELF_UNIT, 500 + n, 3000 + n, false);
		assert_false(there(s, n));
		assert_true(n == 9 || there(s, n + 1));
	}
	assert_true(there(s, 10));
	put(s, SHELF_UNIT, 11, 4000, false); /* in place of itself */
	assert_true(there(s, 10));
	put(s, SHELF_UNIT, 600, 1, false); /* by a clock that fell back: the new one stays all the same */
	assert_true(there(s, 600));
	assert_false(there(s, 10));
	assert_true(there(s, 11) && there(s, 1000));
	store_close(s);
}

static void a_saved_one_is_remembered_for_a_week(void **state)
{
	struct store *s = shelf_store(*state, "a", STORE_COLLECTOR);
	put(s, SHELF_UNIT, 1, TYPING_NOON, true);
	put(s, SHELF_UNIT, 2, TYPING_NOON, false);
	put(s, SHELF_UNIT, 3, TYPING_NOON + STORE_DRAFT_SAVED_S, false);
	assert_true(there(s, 1));
	put(s, SHELF_UNIT, 3, TYPING_NOON + STORE_DRAFT_SAVED_S + 1, false);
	assert_false(there(s, 1));
	assert_true(there(s, 2)); /* what was never saved stays */
	store_close(s);
}

/* --- altered --- */

static void one_that_was_altered_or_moved_is_none(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_draft *d;
	char folder[SHELF_PATH];
	size_t n;
	typing_keep(s, 1, typing_phone, NULL, "persons=4");
	typing_keep(s, 2, typing_phone, NULL, "persons=5");
	typing_keep(s, 3, typing_phone, NULL, "persons=6");
	store_close(s);
	shelf_path(*state, "a", folder);
	shelf_sql(folder, "UPDATE draft SET sealed = (SELECT sealed FROM draft WHERE id = x'f000020000000000')"
			  " WHERE id = x'f000010000000000'");
	shelf_sql(folder, "UPDATE draft SET sealed = x'00' WHERE id = x'f000030000000000'");
	MUST(store_open(folder, NULL, &s, &e));
	MUST(app_drafts(s, SHELF_UNIT, &d, &n, &e));
	assert_int_equal(n, 1);
	assert_string_equal(typing_value(s, &d[0], "persons"), "5");
	app_drafts_free(d, n);
	typing_keep(s, 3, typing_phone, NULL, "persons=7"); /* and typing goes on */
	assert_true(there(s, 3));
	shelf_sound(s);
	store_close(s);
}

/* --- a full disk --- */

enum { DONE = 0 };

static int fill(const char *folder)
{
	struct rlimit limit;
	struct store *s;
	struct app_draft d;
	struct err e;
	char text[240];
	unsigned kept = 1;
	signal(SIGXFSZ, SIG_IGN);
	if (store_open(folder, NULL, &s, &e) != 0 || getrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	limit.rlim_cur = 1000000;
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 2;
	memset(text, 'a', sizeof text);
	memcpy(text, "note=", 5);
	text[sizeof text - 1] = '\0';
	while (kept < 5000 && typing_try_keep(s, kept, typing_phone, NULL, text, TYPING_NOON, &e) == 0)
		kept++;
	if (kept == 5000 || e.code != ERR_IO)
		return 3;
	limit.rlim_cur = limit.rlim_max;
	if (app_draft(s, typing_id(kept - 1), &d, &e) != 0) /* the last one that was said to be kept */
		return 4;
	app_draft_free(&d);
	if (app_draft(s, typing_id(kept), &d, &e) == 0 || setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 5;
	if (typing_try_keep(s, kept, typing_phone, NULL, text, TYPING_NOON, &e) != 0)
		return 6;
	store_close(s);
	return DONE;
}

static void a_full_disk_is_told_and_what_was_kept_stays(void **state)
{
	char folder[SHELF_PATH];
	int status;
	struct store *s = shelf_collector(*state, "a");
	shelf_save(s, 1, 20);
	store_close(s);
	shelf_path(*state, "a", folder);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(fill(folder));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), DONE);
	MUST(store_open(folder, NULL, &s, &e));
	shelf_sound(s);
	store_close(s);
}

/* --- a pulled plug --- */

/* Types a household letter by letter, saves it, goes on to the next: tells each thing once it is done. */
static void type_on_and_on(const char *folder, unsigned from, int told)
{
	struct store *s;
	struct app_put_done done;
	struct err e;
	if (store_open(folder, NULL, &s, &e) != 0)
		_exit(1);
	for (unsigned form = from;; form++) {
		for (unsigned typed = 1; typed <= 4; typed++) {
			char text[64];
			snprintf(text, sizeof text, "household_no=%u persons=%u", form, typed);
			unsigned say[2] = {form, typed};
			if (typing_try_keep(s, form, typing_phone, NULL, text, TYPING_NOON, &e) != 0 ||
				write(told, say, sizeof say) != sizeof say)
				_exit(2);
		}
		char number[16];
		snprintf(number, sizeof number, "%u", form);
		unsigned say[2] = {form, 5};
		if (typing_save(s, (struct typing_save){.number = number, .form = form, .holder = &typing_phone}, &done,
			    &e) != 0 ||
			write(told, say, sizeof say) != sizeof say)
			_exit(3);
	}
}

/* What stands after the plug was pulled is what was told last, or the one step on that nobody heard of any more. */
static void assert_step(struct store *s, const unsigned last[2])
{
	struct app_draft d;
	struct err why;
	char number[16];
	snprintf(number, sizeof number, "%u", last[0]);
	bool saved = strcmp(typing_saved(s, number, "persons"), "4") == 0;
	bool typed = app_draft(s, typing_id(last[0]), &d, &why) == 0;
	assert_true(saved != typed); /* never both, never neither */
	if (last[1] == 5)
		assert_true(saved);
	if (!typed)
		return;
	unsigned persons = (unsigned)strtoul(typing_value(s, &d, "persons"), NULL, 10);
	assert_true(persons == last[1] || persons == last[1] + 1);
	app_draft_free(&d);
}

static void killed_at_any_moment_it_is_typed_or_saved(void **state)
{
	char folder[SHELF_PATH];
	unsigned from = 1, rounds = getenv("TUNGNHA_SMALL") ? 3 : 12;
	store_close(shelf_collector(*state, "a"));
	shelf_path(*state, "a", folder);
	for (unsigned round = 0; round < rounds; round++) {
		int told[2], status;
		unsigned last[2] = {0, 0}, say[2];
		struct store *s;
		assert_int_equal(pipe(told), 0);
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			type_on_and_on(folder, from, told[1]);
		close(told[1]);
		assert_int_equal(read(told[0], last, sizeof last), sizeof last);
		nanosleep(&(struct timespec){.tv_nsec = 2000000L + 1700000L * round}, NULL);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		while (read(told[0], say, sizeof say) == sizeof say)
			memcpy(last, say, sizeof last);
		close(told[0]);
		MUST(store_open(folder, NULL, &s, &e));
		assert_step(s, last);
		shelf_sound(s);
		store_close(s);
		from = last[0] + 2; /* the one after it may have been begun */
	}
}

/* --- another machine --- */

static void session(struct store *s, struct id id, const char *name)
{
	struct store_session x = {.id = id, .begun = TYPING_NOON, .heard = TYPING_NOON};
	memcpy(x.token, id.b, ID_BYTES);
	snprintf(x.name, sizeof x.name, "%s", name);
	MUST(store_begin(s, &e));
	MUST(store_session_put(s, &x, &e));
	MUST(store_commit(s, &e));
}

static void a_backup_holds_what_was_typed_and_nobody_is_signed_in_where_it_is_restored(void **state)
{
	struct store *s = shelf_collector(*state, "a"), *t;
	struct store_backup_done done;
	struct store_restored from;
	struct store_session *x;
	struct app_draft d;
	char file[SHELF_PATH], folder[SHELF_PATH];
	size_t n;
	session(s, typing_phone, "Hoàng Lan");
	typing_keep(s, 1, typing_phone, NULL, "household_no=37 persons=4");
	MUST(app_draft(s, typing_id(1), &d, &e));
	assert_string_equal(d.by, "Hoàng Lan");
	app_draft_free(&d);
	shelf_path(*state, "x.tnb", file);
	shelf_path(*state, "b", folder);
	MUST(store_backup(s, file, TYPING_NOON, NULL, NULL, &done, &e));
	const struct store_restore r = {.folder = folder, .file = file, .role = STORE_COLLECTOR, .now = TYPING_NOON};
	MUST(store_restore(&r, &from, &t, &e));
	MUST(store_sessions(t, &x, &n, &e));
	assert_int_equal(n, 0);
	free(x);
	MUST(app_draft(t, typing_id(1), &d, &e));
	assert_string_equal(d.number, "37");
	assert_string_equal(d.by, "");
	app_draft_free(&d);
	MUST(store_sessions(s, &x, &n, &e)); /* where the backup was made everything goes on */
	assert_int_equal(n, 1);
	free(x);
	store_close(t);
	store_close(s);
}

static void who_has_it_open_is_told_by_name(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_open o;
	shelf_save(s, 37, 1);
	session(s, typing_phone, "Hoàng Lan");
	typing_keep(s, 1, typing_phone, "37", "persons=4");
	MUST(app_open_elsewhere(s, SHELF_UNIT, "37", typing_laptop, TYPING_NOON, &o, &e));
	assert_string_equal(o.by, "Hoàng Lan");
	assert_true(id_equal(o.holder, typing_phone));
	store_close(s);
}

/* None of it is derived, none of it is a fact to be sent. */
static void neither_check_nor_digest_nor_rebuild_minds_it(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	shelf_save(s, 1, 3);
	MUST(store_digest(s, NULL, before, &e));
	typing_keep(s, 1, typing_phone, "2", "persons=4");
	MUST(store_digest(s, NULL, after, &e));
	assert_memory_equal(before, after, sizeof before);
	MUST(store_rebuild(s, &e));
	assert_true(there(s, 1));
	shelf_sound(s);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(saved_ones_go_first_then_the_oldest, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_saved_one_is_remembered_for_a_week, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(one_that_was_altered_or_moved_is_none, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_full_disk_is_told_and_what_was_kept_stays, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(killed_at_any_moment_it_is_typed_or_saved, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_backup_holds_what_was_typed_and_nobody_is_signed_in_where_it_is_restored, shelf_setup,
			shelf_teardown),
		cmocka_unit_test_setup_teardown(who_has_it_open_is_told_by_name, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			neither_check_nor_digest_nor_rebuild_minds_it, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
