/* test_backup.c - a backup is what the store was at one moment or it is refused; what is restored goes on by itself. */
#include "../support/shelf.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <tungnha/app_keep.h>
#include <tungnha/file.h>

static const int64_t now = 1763000000; /* 13/11/2025 */

static void back_up(struct store *s, const char *file, struct store_backup_done *done)
{
	MUST(store_backup(s, file, now, NULL, NULL, done, &e));
}

static int try_restore(
	const char *file, const char *folder, struct store_restored *out, struct store **s, struct err *e)
{
	return store_restore(
		&(struct store_restore){.folder = folder, .file = file, .role = STORE_COLLECTOR, .now = now}, out, s,
		e);
}

static struct store *restored(const char *file, const char *folder, struct store_restored *out)
{
	struct store *s = NULL;
	MUST(try_restore(file, folder, out, &s, &e));
	return s;
}

/* Households 1 … count in a store, and a backup of it. */
static struct store *with_backup(const struct shelf *d, int count, char folder[static SHELF_PATH],
	char file[static SHELF_PATH], struct store_backup_done *done)
{
	struct store *s = shelf_collector(d, "d");
	shelf_save(s, 1, count);
	shelf_path(d, "d", folder);
	shelf_path(d, "x.tnb", file);
	back_up(s, file, done);
	return s;
}

static void a_restored_store_is_the_one_that_was_copied(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], file[SHELF_PATH], again[SHELF_PATH];
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	struct store_backup_done done;
	struct store_restored from;
	int64_t at, bytes;
	struct store *s = with_backup(d, 300, folder, file, &done), *t;
	assert_int_equal(done.entries, 300);
	assert_int_equal(done.problems, 0);
	assert_true(store_last_backup(s, &at, &bytes));
	assert_int_equal(at, now);
	assert_int_equal(bytes, done.bytes);
	shelf_path(d, "again", again);
	t = restored(file, again, &from);
	assert_int_equal(from.entries, 300);
	assert_true(id_equal(store_id(t), store_id(s)));
	assert_memory_equal(store_keys(t), store_keys(s), sizeof *store_keys(s));
	MUST(store_digest(s, NULL, before, &e));
	MUST(store_digest(t, NULL, after, &e));
	assert_memory_equal(before, after, KEY_BYTES);
	shelf_sound(t);
	store_close(t);
	store_close(s);
}

/* What it wrote after the backup may be in others' hands: two entries at one place must not come of it. */
static void a_restored_device_writes_in_a_new_journal(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], file[SHELF_PATH], again[SHELF_PATH];
	struct store_backup_done done;
	struct store_restored from;
	struct name *had, *has;
	size_t n, m;
	struct store *s = with_backup(d, 3, folder, file, &done), *t;
	const struct store_scope scope = {.unit = SHELF_UNIT};
	shelf_path(d, "again", again);
	t = restored(file, again, &from);
	shelf_save(t, 10, 1);
	shelf_save(s, 20, 1);
	MUST(store_have(s, &scope, NULL, 0, &had, &n, &e));
	MUST(store_have(t, &scope, NULL, 0, &has, &m, &e));
	assert_int_equal(n, 1);
	assert_int_equal(m, 2);
	for (size_t i = 0; i < m; i++)
		assert_true(has[i].seq == (id_equal(has[i].journal, had[0].journal) ? 3 : 1));
	shelf_sound(t);
	free(had);
	free(has);
	store_close(t);
	store_close(s);
}

static void refused_and_nothing_left(const char *file, const char *folder)
{
	struct store_restored from;
	struct store *s;
	struct err e = {0};
	assert_int_equal(try_restore(file, folder, &from, &s, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	assert_null(s);
	assert_false(file_exists(folder));
}

static void altered_or_cut_anywhere_it_is_refused(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], file[SHELF_PATH], harmed[SHELF_PATH], again[SHELF_PATH];
	struct store_backup_done done;
	struct buf bytes;
	struct store *s = with_backup(d, 30, folder, file, &done);
	store_close(s);
	shelf_path(d, "harmed.tnb", harmed);
	shelf_path(d, "again", again);
	buf_init(&bytes, 4 * 1024 * 1024);
	MUST(file_read(file, &bytes, &e));
	for (size_t at = 0; at < bytes.len; at += at < 700 ? 7 : 1009) {
		bytes.data[at] ^= 1;
		MUST(file_write(harmed, bytes.data, bytes.len, 0600, &e));
		refused_and_nothing_left(harmed, again);
		bytes.data[at] ^= 1;
	}
	for (size_t keep = 0; keep < bytes.len; keep += 4096) {
		MUST(file_write(harmed, bytes.data, keep, 0600, &e));
		refused_and_nothing_left(harmed, again);
	}
	for (size_t chunks = 1; 65553 * chunks < bytes.len; chunks++) { /* between two chunks */
		MUST(file_write(harmed, bytes.data, bytes.len - 65553 * chunks, 0600, &e));
		refused_and_nothing_left(harmed, again);
	}
	buf_free(&bytes);
}

/* A store at fault is copied all the same, for there may be nothing better; but it is not called a backup. */
static void a_damaged_store_is_copied_and_said_to_be_damaged(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], file[SHELF_PATH], again[SHELF_PATH];
	struct store_backup_done done;
	struct store_restored from;
	int64_t at, bytes;
	struct store *s = shelf_collector(d, "d"), *t;
	shelf_save(s, 1, 10);
	shelf_path(d, "d", folder);
	shelf_path(d, "x.tnb", file);
	shelf_path(d, "again", again);
	shelf_sql(folder, "UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE seq = 4");
	back_up(s, file, &done);
	assert_true(done.problems > 0);
	assert_false(store_last_backup(s, &at, &bytes));
	store_close(s);
	t = restored(file, again, &from);
	assert_true(from.problems > 0);
	assert_int_equal(shelf_records(t), 10);
	store_close(t);
}

static void what_a_power_cut_left_is_swept_away(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], file[SHELF_PATH], left[SHELF_PATH], again[SHELF_PATH];
	struct store_backup_done done;
	struct store_restored from;
	struct store *s = with_backup(d, 3, folder, file, &done), *t;
	shelf_path(d, "d/.snapshot-0011223344556677", left);
	MUST(file_make_folders(left, 0700, &e));
	MUST(file_write(shelf_file(left), "half", 4, 0600, &e));
	back_up(s, file, &done);
	assert_false(file_exists(left));
	shelf_path(d, "again", again);
	shelf_path(d, "again/.restoring-0011223344556677", left);
	MUST(file_make_folders(left, 0700, &e));
	MUST(file_write(shelf_file(left), "half", 4, 0600, &e));
	t = restored(file, again, &from);
	assert_false(file_exists(left));
	store_close(t);
	store_close(s);
}

static void two_at_once_are_not_made(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], file[SHELF_PATH];
	struct store_backup_done done;
	struct err e;
	struct store *s = with_backup(d, 3, folder, file, &done);
	int other = open(folder, O_RDONLY | O_DIRECTORY);
	assert_int_equal(flock(other, LOCK_EX), 0);
	assert_int_equal(store_backup(s, file, now, NULL, NULL, &done, &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	close(other);
	back_up(s, file, &done);
	store_close(s);
}

/* -- which are kept -- */

static void keep(struct store *s, const char *folder, int64_t at, size_t removed, char **file)
{
	struct app_backed_up done;
	MUST(app_backup(s, &(struct app_backup){.path = folder, .keep = 2, .now = at}, &done, &e));
	assert_int_equal(done.removed, removed);
	free(*file);
	*file = done.file;
	done.file = NULL;
	app_backup_free(&done);
}

static void a_clock_gone_back_does_not_cost_the_newest(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH];
	struct store *s = shelf_collector(d, "d");
	char *first = NULL, *second = NULL, *waked = NULL;
	shelf_save(s, 1, 1);
	shelf_path(d, "usb", folder);
	MUST(file_make_folders(folder, 0700, &e));
	keep(s, folder, now, 0, &first);
	keep(s, folder, now + 86400, 0, &second);
	keep(s, folder, 100, 1, &waked); /* 1970 */
	assert_true(file_exists(waked));
	assert_true(file_exists(second));
	assert_false(file_exists(first));
	free(first);
	free(second);
	free(waked);
	store_close(s);
}

static void of_one_second_the_later_is_the_newer(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], before[SHELF_PATH] = "";
	struct store *s = shelf_collector(d, "d");
	char *file = NULL;
	shelf_save(s, 1, 1);
	shelf_path(d, "usb", folder);
	MUST(file_make_folders(folder, 0700, &e));
	for (int i = 1; i <= 12; i++) {
		keep(s, folder, now, i > 2, &file);
		assert_true(file_exists(file));
		assert_true(i == 1 || file_exists(before));
		snprintf(before, sizeof before, "%s", file);
	}
	free(file);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_restored_store_is_the_one_that_was_copied, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_restored_device_writes_in_a_new_journal, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(altered_or_cut_anywhere_it_is_refused, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_damaged_store_is_copied_and_said_to_be_damaged, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_a_power_cut_left_is_swept_away, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(two_at_once_are_not_made, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_clock_gone_back_does_not_cost_the_newest, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(of_one_second_the_later_is_the_newer, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
