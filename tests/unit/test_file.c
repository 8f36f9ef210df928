/* test_file.c - files and folders, on a real disk. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/file.h>

/* Every test works in an empty folder of its own, which is the current one. */
static int enter_folder(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = alloc_print("%s/tungnha-file-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder) || chdir(folder) < 0)
		return -1;
	*state = folder;
	return 0;
}

static int leave_folder(void **state)
{
	char *command = alloc_print("chmod -R u+rwx '%s' && rm -rf '%s'", (char *)*state, (char *)*state);
	int result = chdir("/") < 0 ? -1 : system(command);
	free(command);
	free(*state);
	return result;
}

static void holds(const char *path, const char *expected)
{
	struct buf b;
	struct err e;
	buf_init(&b, 1 << 20);
	assert_int_equal(file_read(path, &b, &e), 0);
	assert_string_equal(b.data, expected);
	buf_free(&b);
}

static size_t names_in(const char *folder)
{
	char *command = alloc_print("ls -A '%s' | wc -l", folder);
	FILE *out = popen(command, "r");
	unsigned long count = 0;
	assert_int_equal(fscanf(out, "%lu", &count), 1);
	pclose(out);
	free(command);
	return count;
}

static void put(const char *path, const char *text)
{
	struct err e;
	assert_int_equal(file_write(path, text, strlen(text), 0600, &e), 0);
}

static void test_write_then_read(void **state)
{
	(void)state;
	struct stat st;
	put("a", "first");
	holds("a", "first");
	put("a", "");
	holds("a", "");
	put("./a", "second");
	holds("a", "second");
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(names_in("."), 1);
}

static void test_read_stops_at_its_limit(void **state)
{
	(void)state;
	struct buf b;
	struct err e;
	put("a", "12345");
	buf_init(&b, 5);
	assert_int_equal(file_read("a", &b, &e), 0);
	buf_free(&b);
	buf_init(&b, 4);
	assert_int_equal(file_read("a", &b, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	assert_ptr_equal(e.text, TEXT_FILE_TOO_LARGE);
	assert_string_equal(e.arg[1], "4");
	buf_free(&b);
}

static void test_read_takes_regular_files_only(void **state)
{
	(void)state;
	struct buf b;
	struct err e;
	buf_init(&b, 100);
	assert_int_equal(file_read("none", &b, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_string_equal(e.arg[0], "none");
	assert_int_equal(mkfifo("fifo", 0600), 0);
	const char *other[] = {".", "/dev/zero", "fifo"};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(file_read(other[i], &b, &e), -1);
		assert_int_equal(e.code, ERR_DATA);
		assert_ptr_equal(e.text, TEXT_FILE_NOT_REGULAR);
	}
	buf_free(&b);
}

static void test_read_of_standard_input(void **state)
{
	(void)state;
	struct buf b;
	struct err e;
	put("in", "from outside");
	int kept = dup(STDIN_FILENO), in = open("in", O_RDONLY);
	dup2(in, STDIN_FILENO);
	buf_init(&b, 100);
	assert_int_equal(file_read("-", &b, &e), 0);
	assert_string_equal(b.data, "from outside");
	dup2(kept, STDIN_FILENO);
	close(in);
	close(kept);
	buf_free(&b);
}

static void test_write_where_it_cannot(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(file_write("none/a", "x", 1, 0600, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(file_write("/dev/null", "x", 1, 0600, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(file_write("folder", "x", 1, 0600, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	if (geteuid() == 0)
		return; /* to root nothing is read-only */
	assert_int_equal(chmod("folder", 0500), 0);
	assert_int_equal(file_write("folder/a", "x", 1, 0600, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	assert_ptr_equal(e.text, TEXT_FILE_NO_PERMISSION);
}

/* A limit on the size of files stands for the stick that fills up half-way. */
static void test_a_write_that_fails_half_way_leaves_the_old_file(void **state)
{
	(void)state;
	struct err e;
	struct rlimit old, small = {.rlim_cur = 1000, .rlim_max = RLIM_INFINITY};
	char *large = alloc_zero(5000, 1);
	put("a", "the old file");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	int result = file_write("a", large, 5000, 0600, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(result, -1);
	assert_int_equal(e.code, ERR_IO);
	holds("a", "the old file");
	assert_int_equal(names_in("."), 1);
	free(large);
}

static void test_output_to_a_full_device(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(file_output("/dev/full", "x", 1, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_ptr_equal(e.text, TEXT_DISK_FULL);
	assert_int_equal(file_output("/dev/null", "x", 1, &e), 0);
	struct stat st;
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_int_equal(file_output("a", "xyz", 3, &e), 0);
	holds("a", "xyz");
	assert_int_equal(file_output(".", "x", 1, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
}

static void test_output_to_standard_output(void **state)
{
	(void)state;
	struct err e;
	fflush(stdout);
	int kept = dup(STDOUT_FILENO), out = open("out", O_WRONLY | O_CREAT, 0600);
	dup2(out, STDOUT_FILENO);
	int one = file_output("-", "one ", 4, &e), two = file_output(NULL, "two", 3, &e);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(out);
	assert_int_equal(one | two, 0);
	holds("out", "one two");
}

static void test_make_folders(void **state)
{
	(void)state;
	struct err e;
	struct stat st;
	assert_int_equal(file_make_folders("x/y/z", 0700, &e), 0);
	assert_int_equal(file_make_folders("x/y/z/", 0700, &e), 0);
	assert_int_equal(stat("x/y", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_true(file_is_folder("x/y/z"));
	char *here = getcwd(NULL, 0), *whole = file_join(here, "p/q");
	assert_int_equal(file_make_folders(whole, 0700, &e), 0);
	assert_true(file_is_folder("p/q"));
	free(whole);
	free(here);
	put("x/file", "");
	assert_int_equal(file_make_folders("x/file", 0700, &e), -1);
	assert_ptr_equal(e.text, TEXT_FILE_NOT_FOLDER);
	assert_int_equal(file_make_folders("x/file/more", 0700, &e), -1);
	assert_string_equal(e.arg[0], "x/file");
	assert_int_equal(file_make_folders("", 0700, &e), -1);
	assert_true(file_exists("x/file"));
	assert_false(file_is_folder("x/file"));
	assert_false(file_exists("x/none"));
}

static void test_names_are_sorted_and_limited(void **state)
{
	(void)state;
	struct err e;
	struct file_names names;
	for (int i = 999; i >= 0; i--) {
		char *name = alloc_print("%03d.tnm", i);
		put(name, "");
		free(name);
	}
	put(".hidden.tnm", "");
	put("000.txt", "");
	assert_int_equal(file_names(".", ".tnm", 2000, &names, &e), 0);
	assert_int_equal(names.count, 1000);
	assert_string_equal(names.name[0], "000.tnm");
	assert_string_equal(names.name[999], "999.tnm");
	file_names_free(&names);
	for (size_t max = 0; max <= 7; max++) {
		assert_int_equal(file_names(".", ".tnm", max, &names, &e), 0);
		assert_int_equal(names.count, max);
		if (max)
			assert_int_equal(atoi(names.name[max - 1]), max - 1);
		file_names_free(&names);
		file_names_free(&names);
	}
	assert_int_equal(file_names("none", "", 9, &names, &e), 0);
	assert_int_equal(names.count, 0);
	assert_int_equal(file_names("000.txt", "", 9, &names, &e), -1);
	assert_int_equal(names.count, 0);
}

static void test_join_and_remove(void **state)
{
	(void)state;
	struct err e;
	const char *joined[][3] = {{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"}};
	for (size_t i = 0; i < 4; i++) {
		char *s = file_join(joined[i][0], joined[i][1]);
		assert_string_equal(s, joined[i][2]);
		free(s);
	}
	put("a", "x");
	assert_int_equal(file_remove("a", &e), 0);
	assert_false(file_exists("a"));
	assert_int_equal(file_remove("a", &e), 0);
	assert_int_equal(file_remove(".", &e), -1);
}

static void secret_is(const char *content, const char *expected)
{
	char out[64];
	struct err e;
	put("secret", content);
	assert_int_equal(file_secret("secret", out, sizeof out, &e), strlen(expected));
	assert_string_equal(out, expected);
}

static void secret_refused(size_t out_bytes, text_id text)
{
	char out[64], zero[64] = {0};
	struct err e;
	memset(out, 'x', sizeof out);
	assert_int_equal(file_secret("secret", out, out_bytes, &e), -1);
	assert_ptr_equal(e.code, text == TEXT_FILE_MISSING ? ERR_NOT_FOUND : ERR_DATA);
	assert_int_equal(e.text, text);
	assert_memory_equal(out, zero, out_bytes);
}

static void test_secret(void **state)
{
	(void)state;
	secret_is("mật khẩu", "mật khẩu");
	secret_is("mật khẩu\n", "mật khẩu");
	secret_is("mật khẩu\r\n", "mật khẩu");
	secret_is("two\n\n", "two\n");
	put("secret", "1234567");
	secret_refused(7, TEXT_SECRET_FILE_TOO_LARGE);
	char out[8];
	struct err e;
	assert_int_equal(file_secret("secret", out, sizeof out, &e), 7);
	put("secret", "\n");
	secret_refused(64, TEXT_SECRET_FILE_EMPTY);
	put("secret", "");
	secret_refused(64, TEXT_SECRET_FILE_EMPTY);
	put("secret", "x");
	for (mode_t bit = 01; bit <= 040; bit *= 2) {
		assert_int_equal(chmod("secret", 0600 | bit), 0);
		secret_refused(64, TEXT_SECRET_FILE_OPEN_TO_OTHERS);
	}
	assert_int_equal(chmod("secret", 0400), 0);
	assert_int_equal(file_secret("secret", out, sizeof out, &e), 1);
	if (geteuid() == 0) {
		assert_int_equal(chown("secret", 1, 1), 0);
		secret_refused(64, TEXT_SECRET_FILE_NOT_OWN);
	}
	unlink("secret");
	secret_refused(64, TEXT_FILE_MISSING);
	assert_int_equal(mkdir("secret", 0700), 0);
	secret_refused(64, TEXT_FILE_NOT_REGULAR);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_write_then_read),
		IN_FOLDER(test_read_stops_at_its_limit),
		IN_FOLDER(test_read_takes_regular_files_only),
		IN_FOLDER(test_read_of_standard_input),
		IN_FOLDER(test_write_where_it_cannot),
		IN_FOLDER(test_a_write_that_fails_half_way_leaves_the_old_file),
		IN_FOLDER(test_output_to_a_full_device),
		IN_FOLDER(test_output_to_standard_output),
		IN_FOLDER(test_make_folders),
		IN_FOLDER(test_names_are_sorted_and_limited),
		IN_FOLDER(test_join_and_remove),
		IN_FOLDER(test_secret),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
