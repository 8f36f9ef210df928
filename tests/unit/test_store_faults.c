/* test_store_faults.c - what befalls a store: other programs, full and read-only disks, a pulled plug, hands in the
 * file. */
#include "../support/shelf.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

static void refused(int rc, const struct err *e, enum err_code code, text_id text)
{
	assert_int_equal(rc, -1);
	assert_string_equal(text_name(e->text), text_name(text));
	assert_int_equal(e->code, code);
}

/* Runs a check in a child process, so that it may give up rights or mounts; what it asserts, it tells by its exit. */
static int in_child(int (*what)(const char *folder), const char *folder)
{
	int status;
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(what(folder));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}
enum { DONE = 0, CANNOT = 77 }; /* CANNOT: this machine does not let the test do it */

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* -- a folder one may not write -- */

static int open_as_nobody(const char *folder)
{
	struct store *s;
	struct err e;
	if (geteuid() == 0 && setuid(65534) != 0)
		return CANNOT;
	if (store_open(folder, NULL, &s, &e) == 0)
		return 1;
	return e.code == ERR_CREATE && e.text == TEXT_FILE_NO_PERMISSION ? DONE : 2;
}

static int create_as_nobody(const char *folder)
{
	struct store_setup setup = {.protection = STORE_UNPROTECTED};
	struct store *s;
	struct err e;
	if (geteuid() == 0 && setuid(65534) != 0)
		return CANNOT;
	if (store_create(folder, &setup, &s, &e) == 0)
		return 1;
	return e.code == ERR_CREATE ? DONE : 2;
}

static void a_folder_one_may_not_write_is_told(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], other[SHELF_PATH];
	store_close(shelf_collector(d, "r"));
	shelf_path(d, "r", folder);
	shelf_path(d, "r/other", other);
	assert_int_equal(chmod(d->dir, 0755), 0);
	assert_int_equal(chmod(shelf_file(folder), 0444), 0);
	assert_int_equal(chmod(folder, 0555), 0);
	assert_int_equal(in_child(open_as_nobody, folder), DONE);
	assert_int_equal(in_child(create_as_nobody, other), DONE);
	assert_int_equal(chmod(folder, 0755), 0);
	assert_int_equal(chmod(shelf_file(folder), 0), 0); /* whoever runs this */
	assert_int_equal(in_child(open_as_nobody, folder), DONE);
}

/* -- two programs -- */

static pid_t hold_lock(const char *folder, long ms)
{
	int ready[2];
	char byte;
	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		struct store *s;
		struct err e;
		if (store_open(folder, NULL, &s, &e) != 0 || store_begin(s, &e) != 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause_ms(ms);
		store_rollback(s);
		store_close(s);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void two_writers_wait_for_each_other_but_not_for_ever(void **state)
{
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "b");
	char folder[SHELF_PATH];
	struct err e;
	int status;
	shelf_path(d, "b", folder);
	pid_t pid = hold_lock(folder, 700);
	shelf_save(s, 1, 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);

	pid = hold_lock(folder, 600 * 1000L); /* until it is killed */
	double before = seconds();
	refused(store_begin(s, &e), &e, ERR_BUSY, TEXT_STORE_BUSY);
	double waited = seconds() - before;
	assert_true(waited > 4.5);
	assert_int_equal(shelf_records(s), 1); /* reading goes on meanwhile */
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	shelf_save(s, 2, 1);
	assert_int_equal(shelf_records(s), 2);
	shelf_sound(s);
	store_close(s);
}

/* As a server that takes one group of messages after another: a tenth of a second each, little between them. */
static pid_t keep_writing(const char *folder)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	struct store *s;
	struct err e;
	if (store_open(folder, NULL, &s, &e) != 0)
		_exit(1);
	for (int i = 0; i < 1000 && store_begin(s, &e) == 0; i++) {
		pause_ms(97);
		store_rollback(s);
		pause_ms(3);
	}
	_exit(0);
}

static void who_writes_all_the_time_keeps_no_other_out(void **state)
{
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "b");
	char folder[SHELF_PATH];
	int status;
	shelf_path(d, "b", folder);
	pid_t pid = keep_writing(folder);
	for (int i = 0; i < 15; i++) {
		pause_ms(20 + 5 * i); /* into the middle of what the other does */
		shelf_save(s, i + 1, 1);
	}
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(shelf_records(s), 15);
	store_close(s);
}

static void of_several_programs_that_create_one_does(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.protection = STORE_UNPROTECTED};
	for (int round = 0; round < 5; round++) {
		char name[16], folder[SHELF_PATH];
		int made = 0, told[2];
		struct id id, winner = {{0}};
		struct store *s;
		snprintf(name, sizeof name, "race%d", round);
		shelf_path(d, name, folder);
		assert_int_equal(pipe(told), 0);
		for (int i = 0; i < 4; i++) {
			if (fork() != 0)
				continue;
			struct err e;
			if (store_create(folder, &setup, &s, &e) != 0)
				_exit(e.code == ERR_CREATE && e.text == TEXT_STORE_EXISTS ? 1 : 2);
			id = store_id(s);
			store_close(s);
			_exit(write(told[1], id.b, ID_BYTES) == ID_BYTES ? 0 : 3);
		}
		for (int i = 0, status; i < 4; i++) {
			assert_true(wait(&status) > 0 && WIFEXITED(status));
			assert_true(WEXITSTATUS(status) < 2);
			made += WEXITSTATUS(status) == 0;
		}
		assert_int_equal(made, 1);
		assert_int_equal(read(told[0], winner.b, ID_BYTES), ID_BYTES);
		close(told[0]);
		close(told[1]);
		MUST(store_open(folder, NULL, &s, &e));
		assert_true(id_equal(store_id(s), winner));
		store_close(s);
	}
}

/* -- no room -- */

/* In a child no assertion may fail: it would go on with the parent's tests. -1 instead. */
static int64_t records_of(struct store *s)
{
	struct store_totals t;
	struct err e;
	return store_totals(s, SHELF_UNIT, &t, &e) == 0 ? t.records : -1;
}

/* Saves until there is no room, makes room, saves again; nothing that was not committed is there, nothing committed is
 * missing. */
static int fill_up(const char *folder, text_id text, int (*make_room)(const char *folder))
{
	struct store_check c;
	struct store *s;
	struct err e;
	int saved = 0;
	if (store_open(folder, NULL, &s, &e) != 0)
		return 1;
	int64_t before = records_of(s);
	while (saved < 40 && shelf_try_save(s, 1000 + saved * 100, 100, &e) == 0)
		saved++;
	if (saved == 40 || e.code != ERR_IO || e.text != text)
		return 2;
	if (records_of(s) != before + saved * 100)
		return 3;
	if (shelf_try_save(s, 9000, 100, &e) == 0 || e.text != text)
		return 4;
	if (make_room(folder) != 0 || shelf_try_save(s, 9000, 100, &e) != 0)
		return 5;
	if (records_of(s) != before + saved * 100 + 100 || store_check(s, &c, &e) != 0 || c.problems || !c.totals_match)
		return 6;
	store_close(s);
	return DONE;
}

static int lift_limit(const char *folder)
{
	struct rlimit limit;
	(void)folder;
	if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
		return -1;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit(RLIMIT_FSIZE, &limit);
}

static int fill_to_the_limit(const char *folder)
{
	struct rlimit limit;
	signal(SIGXFSZ, SIG_IGN);
	if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
		return CANNOT;
	limit.rlim_cur = 1500000;
	return setrlimit(RLIMIT_FSIZE, &limit) != 0 ? CANNOT : fill_up(folder, TEXT_FILE_IO, lift_limit);
}

static int remove_ballast(const char *folder)
{
	char path[SHELF_PATH + 16];
	snprintf(path, sizeof path, "%s/ballast", folder);
	return unlink(path);
}

/* A small disk of its own, of which half is taken by something else. */
static int fill_a_small_disk(const char *folder)
{
	char inside[SHELF_PATH], command[3 * SHELF_PATH];
	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		return CANNOT;
	snprintf(inside, sizeof inside, "%s-disk", folder);
	if (mkdir(inside, 0700) != 0 || mount("tmpfs", inside, "tmpfs", 0, "size=5m,mode=700") != 0)
		return CANNOT;
	snprintf(command, sizeof command, "cp '%s/tungnha.db' '%s/' && head -c 3000000 /dev/zero > '%s/ballast'",
		folder, inside, inside);
	return system(command) != 0 ? 8 : fill_up(inside, TEXT_DISK_FULL, remove_ballast);
}

static void a_full_disk_takes_nothing_back_and_leaves_nothing_half(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH];
	struct store *s = shelf_collector(d, "full");
	shelf_save(s, 1, 20);
	store_close(s);
	shelf_path(d, "full", folder);
	int small_disk = in_child(fill_a_small_disk, folder);
	if (small_disk == CANNOT)
		print_message("no small disk to fill on this machine; only the limit is tried\n");
	else
		assert_int_equal(small_disk, DONE);
	assert_int_equal(in_child(fill_to_the_limit, folder), DONE);
}

/* -- a pulled plug -- */

static void write_on_and_on(const char *folder, int first, int told)
{
	struct store *s;
	struct err e;
	if (store_open(folder, NULL, &s, &e) != 0)
		_exit(1);
	for (int number = first;; number++) {
		if (shelf_try_save(s, number, 1, &e) != 0 || write(told, &number, sizeof number) != sizeof number)
			_exit(2);
	}
}

static void killed_at_any_moment_nothing_committed_is_lost(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH];
	int committed = 0, rounds = getenv("TUNGNHA_SMALL") ? 4 : 15;
	struct store *s;
	store_close(shelf_collector(d, "kill"));
	shelf_path(d, "kill", folder);
	srand(20251103);
	for (int round = 0; round < rounds; round++) {
		int told[2], number, status;
		assert_int_equal(pipe(told), 0);
		pid_t pid = fork();
		if (pid == 0)
			write_on_and_on(folder, committed + 1, told[1]);
		close(told[1]);
		pause_ms(60 + rand() % 120);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		while (read(told[0], &number, sizeof number) == sizeof number)
			committed = number;
		close(told[0]);
		MUST(store_open(folder, NULL, &s, &e));
		int64_t there = shelf_records(s);
		assert_true(there == committed ||
			    there == committed + 1); /* the last may have been committed and not told */
		committed = (int)there;
		shelf_sound(s);
		store_close(s);
	}
	assert_true(committed > rounds);
}

/* -- hands in the file -- */

static size_t problems_after(const struct shelf *d, const char *sql, text_id text)
{
	char good[SHELF_PATH], bad[SHELF_PATH];
	struct store_check c;
	struct store *s;
	bool named = false;
	shelf_path(d, "good", good);
	shelf_path(d, "bad", bad);
	shelf_copy(good, bad);
	shelf_sql(bad, sql);
	MUST(store_open(bad, NULL, &s, &e));
	MUST(store_check(s, &c, &e));
	for (size_t i = 0; i < c.problems; i++)
		named |= c.problem[i].text == text;
	if (c.problems > 0 && !named)
		fail_msg("%s: %s", sql, text_name(c.problem[0].text));
	size_t n = c.problems;
	store_check_free(&c);
	store_close(s);
	return n;
}

/* Another byte than the one that is there: each of 256 is there sometimes. */
#define OTHER(column, at) "CASE substr(" column ", " at ", 1) WHEN x'00' THEN x'01' ELSE x'00' END"

static void check_names_what_was_altered(void **state)
{
	static const struct {
		const char *sql;
		text_id text;
	} harm[] = {
		{"UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE seq = 2) WHERE seq = 1", TEXT_CHECK_SEAL},
		{"UPDATE entry SET sealed = CAST(substr(sealed, 1, 30) || " OTHER(
			 "sealed", "31") " || substr(sealed, 32) "
					 "AS BLOB) WHERE seq = 3",
			TEXT_CHECK_SEAL},
		{"UPDATE entry SET sealed = x'' WHERE seq = 3", TEXT_CHECK_SEAL},
		{"UPDATE entry SET hash = CAST(substr(hash, 1, 31) || " OTHER("hash", "32") " AS BLOB) WHERE seq = 4",
			TEXT_CHECK_SEAL},
		{"UPDATE entry SET hash = x'0011' WHERE seq = 4", TEXT_CHECK_SEAL},
		{"DELETE FROM entry WHERE seq = 4", TEXT_CHECK_MISSING},
		{"UPDATE branch SET head = zeroblob(32)", TEXT_CHECK_HEAD},
		{"UPDATE branch SET head = zeroblob(3)", TEXT_CHECK_HEAD},
		{"UPDATE branch SET last = last + 1", TEXT_CHECK_MISSING},
		{"UPDATE branch SET parent = 77, fork = 2", TEXT_CHECK_DERIVED},
		{"UPDATE head_signature SET signature = zeroblob(64)", TEXT_CHECK_SIGNATURE},
		{"UPDATE head_signature SET signature = x'01'", TEXT_CHECK_SIGNATURE},
		{"UPDATE tally SET records = records + 1", TEXT_CHECK_DERIVED},
		{"DELETE FROM record WHERE seq = 2", TEXT_CHECK_DERIVED},
		{"UPDATE record SET sealed = x'00' WHERE seq = 2", TEXT_CHECK_DERIVED},
		{"UPDATE revision SET held = 6 WHERE seq = 2", TEXT_CHECK_DERIVED},
		{"UPDATE revision SET parents = x'0102' WHERE seq = 2", TEXT_CHECK_DERIVED},
		{"UPDATE revision SET jid = x'01', hash8 = x'' WHERE seq = 2", TEXT_CHECK_DERIVED},
	};
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "good");
	struct store_scope scope = {.unit = SHELF_UNIT};
	shelf_save(s, 1, 10);
	MUST(store_begin(s, &e));
	MUST(store_sign_heads(s, &scope, &e));
	MUST(store_commit(s, &e));
	shelf_sound(s);
	store_close(s);
	assert_ptr_equal(problems_after(d, "SELECT 1", TEXT_NONE), 0);
	for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
		if (problems_after(d, harm[i].sql, harm[i].text) == 0)
			fail_msg("nothing was noticed: %s", harm[i].sql);
	}
}

static void a_rebuild_mends_what_is_derived(void **state)
{
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "m");
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	char folder[SHELF_PATH];
	shelf_save(s, 1, 10);
	MUST(store_digest(s, NULL, before, &e));
	store_close(s);
	shelf_path(d, "m", folder);
	shelf_sql(folder,
		"DELETE FROM revision WHERE seq < 4; UPDATE record SET sealed = x'00', voided = 1; DELETE FROM tally;"
		"UPDATE entry SET clock = 9");
	MUST(store_open(folder, NULL, &s, &e));
	MUST(store_rebuild(s, &e));
	MUST(store_digest(s, NULL, after, &e));
	assert_memory_equal(before, after, sizeof before);
	shelf_sound(s);
	store_close(s);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_folder_one_may_not_write_is_told),
		T(two_writers_wait_for_each_other_but_not_for_ever),
		T(who_writes_all_the_time_keeps_no_other_out),
		T(of_several_programs_that_create_one_does),
		T(a_full_disk_takes_nothing_back_and_leaves_nothing_half),
		T(killed_at_any_moment_nothing_committed_is_lost),
		T(check_names_what_was_altered),
		T(a_rebuild_mends_what_is_derived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
