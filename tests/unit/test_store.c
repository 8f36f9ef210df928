/* test_store.c - the file of a store: made, opened, protected, checked; real files, real SQLite. What befalls it is in
 * test_store_faults.c. */
#include "../support/shelf.h"

#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/file.h>

static void refused(int rc, const struct err *e, enum err_code code, text_id text)
{
	assert_int_equal(rc, -1);
	assert_string_equal(text_name(e->text), text_name(text));
	assert_int_equal(e->code, code);
}

static void open_refused(const char *folder, const char *passphrase, enum err_code code, text_id text)
{
	struct store *s;
	struct err e;
	refused(store_open(folder, passphrase, &s, &e), &e, code, text);
	assert_null(s);
}

static void opens(const char *folder, const char *passphrase)
{
	struct store *s;
	MUST(store_open(folder, passphrase, &s, &e));
	store_close(s);
}

static mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

/* -- making -- */

static void a_new_store_opens_again_as_the_same_node(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.role = STORE_AGGREGATOR, .protection = STORE_UNPROTECTED};
	enum store_protection how;
	struct store *s;
	char folder[SHELF_PATH];
	shelf_path(d, "a/b/c", folder);
	assert_false(store_look(folder, &how));
	MUST(store_create(folder, &setup, &s, &e));
	struct id id = store_id(s);
	struct keys_secret keys = *store_keys(s);
	assert_int_equal(store_role(s), STORE_AGGREGATOR);
	store_close(s);
	assert_int_equal(mode_of(folder), 0700);
	assert_int_equal(mode_of(shelf_file(folder)), 0600);
	assert_true(store_look(folder, &how));
	assert_int_equal(how, STORE_UNPROTECTED);

	MUST(store_open(folder, NULL, &s, &e));
	assert_true(id_equal(store_id(s), id));
	assert_memory_equal(store_keys(s), &keys, sizeof keys);
	assert_int_equal(store_role(s), STORE_AGGREGATOR);
	assert_int_equal(store_protection(s), STORE_UNPROTECTED);
	store_close(s);
	store_close(NULL);
}

static void a_second_store_is_refused_and_the_first_stays(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	struct store *s = shelf_store(d, "one", STORE_COLLECTOR), *other;
	char folder[SHELF_PATH];
	struct id id = store_id(s);
	struct err why;
	shelf_path(d, "one", folder);
	refused(store_create(folder, &setup, &other, &why), &why, ERR_CREATE, TEXT_STORE_EXISTS);
	store_close(s);
	refused(store_create(folder, &setup, &other, &why), &why, ERR_CREATE, TEXT_STORE_EXISTS);
	MUST(store_open(folder, NULL, &s, &e));
	assert_true(id_equal(store_id(s), id));
	store_close(s);
}

static void making_that_was_cut_off_is_gone_on_with(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	enum store_protection how;
	char empty[SHELF_PATH], bare[SHELF_PATH];
	struct store *s = shelf_store(d, "bare", STORE_COLLECTOR);
	store_close(s);
	shelf_path(d, "bare", bare);
	shelf_sql(bare, "DELETE FROM wrap; DELETE FROM setting"); /* the schema is there, the keys are not yet */
	shelf_path(d, "empty", empty);
	MUST(file_make_folders(empty, 0700, &e));
	MUST(file_write(shelf_file(empty), "", 0, 0600, &e));
	for (int i = 0; i < 2; i++) {
		const char *folder = i ? bare : empty;
		assert_false(store_look(folder, &how));
		open_refused(folder, NULL, ERR_NOT_FOUND, TEXT_STORE_MISSING);
		MUST(store_create(folder, &setup, &s, &e));
		store_close(s);
		opens(folder, NULL);
	}
}

static void discarding_leaves_nothing(void **state)
{
	const struct shelf *d = *state;
	enum store_protection how;
	char folder[SHELF_PATH];
	struct store *s = shelf_store(d, "gone", STORE_COLLECTOR);
	MUST(store_begin(s, &e));
	store_discard(s);
	store_discard(NULL);
	shelf_path(d, "gone", folder);
	assert_false(store_look(folder, &how));
	assert_int_equal(rmdir(folder), 0); /* empty */
}

/* -- keys -- */

static void a_passphrase_opens_and_nothing_else_does(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.protection = STORE_UNDER_PASSPHRASE, .passphrase = "mật khẩu của xóm"};
	char folder[SHELF_PATH], left[SHELF_PATH];
	enum store_protection how;
	struct store *s;
	shelf_path(d, "p", folder);
	MUST(store_create(folder, &setup, &s, &e));
	struct id id = store_id(s);
	open_refused(folder, NULL, ERR_DENIED, TEXT_STORE_CLOSED);
	open_refused(folder, "mat khau cua xom", ERR_DENIED, TEXT_PASSPHRASE_WRONG);
	open_refused(folder, "", ERR_DENIED, TEXT_PASSPHRASE_WRONG);
	opens(folder, "mật khẩu của xóm");
	assert_true(store_look(folder, &how));
	assert_int_equal(how, STORE_UNDER_PASSPHRASE);

	MUST(store_unlock(s, &e));
	store_close(s);
	char hex[ID_HEX], name[64];
	snprintf(name, sizeof name, "run/tungnha/%s.key", id_hex(id, hex));
	shelf_path(d, name, left);
	assert_int_equal(mode_of(left), 0600);
	opens(folder, NULL);
	MUST(store_lock_again(folder, &e));
	assert_false(file_exists(left));
	open_refused(folder, NULL, ERR_DENIED, TEXT_STORE_CLOSED);
	MUST(store_lock_again(folder, &e)); /* nothing there is fine */
}

static void a_runtime_folder_of_others_is_not_used(void **state)
{
	const struct shelf *d = *state;
	char run[SHELF_PATH], elsewhere[SHELF_PATH];
	struct store_setup setup = {.protection = STORE_UNDER_PASSPHRASE, .passphrase = "x"};
	struct store *s;
	struct err why;
	char folder[SHELF_PATH];
	shelf_path(d, "p", folder);
	MUST(store_create(folder, &setup, &s, &e));
	MUST(store_unlock(s, &e));
	shelf_path(d, "run/tungnha", run);
	assert_int_equal(chmod(run, 0750), 0);
	refused(store_unlock(s, &why), &why, ERR_CREATE, TEXT_RUNTIME_FOLDER);
	open_refused(folder, NULL, ERR_DENIED, TEXT_STORE_CLOSED); /* a key left there is not believed either */

	shelf_path(d, "elsewhere", elsewhere);
	assert_int_equal(rename(run, elsewhere), 0);
	assert_int_equal(chmod(elsewhere, 0700), 0);
	assert_int_equal(symlink(elsewhere, run), 0);
	refused(store_unlock(s, &why), &why, ERR_CREATE, TEXT_RUNTIME_FOLDER);
	open_refused(folder, NULL, ERR_DENIED, TEXT_STORE_CLOSED);
	store_close(s);
}

static void a_key_file_is_made_remembered_and_guarded(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], key[SHELF_PATH], kept[SHELF_PATH];
	struct store_setup setup = {.protection = STORE_UNDER_KEY_FILE, .key_file = key};
	enum store_protection how;
	struct store *s, *other;
	shelf_path(d, "k", folder);
	shelf_path(d, "hub.key", key);
	shelf_path(d, "kept.key", kept);
	MUST(store_create(folder, &setup, &s, &e));
	store_close(s);
	assert_int_equal(mode_of(key), 0600);
	opens(folder, NULL);
	assert_true(store_look(folder, &how));
	assert_int_equal(how, STORE_UNDER_KEY_FILE);

	assert_int_equal(chmod(key, 0640), 0);
	open_refused(folder, NULL, ERR_DATA, TEXT_SECRET_FILE_OPEN_TO_OTHERS);
	assert_int_equal(rename(key, kept), 0);
	open_refused(folder, NULL, ERR_DENIED, TEXT_KEY_FILE_MISSING);
	MUST(file_write(key, "not a key\n", 10, 0600, &e));
	open_refused(folder, NULL, ERR_DENIED, TEXT_KEY_FILE_WRONG);

	char second[SHELF_PATH];
	shelf_path(d, "second", second);
	assert_int_equal(unlink(key), 0);
	MUST(store_create(second, &setup, &other, &e)); /* makes a key of its own under that name */
	store_close(other);
	open_refused(folder, NULL, ERR_DENIED, TEXT_KEY_FILE_WRONG);
	assert_int_equal(rename(kept, key), 0);
	assert_int_equal(chmod(key, 0600), 0);
	opens(folder, NULL);
}

static void altered_wrapping_neither_takes_all_memory_nor_for_ever(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.protection = STORE_UNDER_PASSPHRASE, .passphrase = "x"};
	static const char *const harm[] = {"UPDATE wrap SET memory = 1 << 40",
		"UPDATE wrap SET memory = 67108864, ops = 1 << 40", "UPDATE wrap SET ops = 2, salt = x'00'"};
	char folder[SHELF_PATH];
	struct store *s;
	shelf_path(d, "p", folder);
	MUST(store_create(folder, &setup, &s, &e));
	store_close(s);
	for (size_t i = 0; i < 3; i++) {
		shelf_sql(folder, harm[i]);
		open_refused(folder, "x", ERR_IO, TEXT_STORE_DAMAGED);
	}
}

/* -- files that are no store of this program -- */

static void a_newer_version_is_refused_with_its_sentence(void **state)
{
	const struct shelf *d = *state;
	char folder[SHELF_PATH], sentence[400];
	struct store *s = shelf_store(d, "n", STORE_COLLECTOR);
	struct err why;
	store_close(s);
	shelf_path(d, "n", folder);
	shelf_sql(folder, "PRAGMA user_version = 99");
	refused(store_open(folder, NULL, &s, &why), &why, ERR_DATA, TEXT_STORE_NEWER);
	err_sentence(&why, LANG_EN, sentence, sizeof sentence);
	assert_non_null(strstr(sentence, "99"));
	shelf_sql(folder, "PRAGMA user_version = 6");
	opens(folder, NULL);
}

static void a_foreign_database_is_refused_and_left_alone(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.protection = STORE_UNPROTECTED};
	char folder[SHELF_PATH];
	struct store *s;
	struct err why;
	for (int version = 0; version < 3; version++) {
		char sql[120], name[16];
		snprintf(name, sizeof name, "f%d", version);
		shelf_path(d, name, folder);
		MUST(file_make_folders(folder, 0700, &e));
		snprintf(sql, sizeof sql, "CREATE TABLE photo (id INTEGER); PRAGMA user_version = %d", version);
		shelf_sql(folder, sql);
		char *before = shelf_bytes(shelf_file(folder));
		open_refused(folder, NULL, ERR_DATA, TEXT_STORE_FOREIGN);
		refused(store_create(folder, &setup, &s, &why), &why, ERR_CREATE, TEXT_STORE_EXISTS);
		char *after = shelf_bytes(shelf_file(folder));
		assert_string_equal(before, after);
		free(before);
		free(after);
	}
}

static void garbage_is_refused_and_not_overwritten(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.protection = STORE_UNPROTECTED};
	char folder[SHELF_PATH], junk[8192];
	struct store *s;
	struct err why;
	shelf_path(d, "g", folder);
	MUST(file_make_folders(folder, 0700, &e));
	memset(junk, 'x', sizeof junk);
	MUST(file_write(shelf_file(folder), junk, sizeof junk, 0600, &e));
	open_refused(folder, NULL, ERR_IO, TEXT_STORE_DAMAGED);
	refused(store_create(folder, &setup, &s, &why), &why, ERR_CREATE, TEXT_STORE_EXISTS);
	open_refused("/nowhere/at/all", NULL, ERR_NOT_FOUND, TEXT_STORE_MISSING);
	refused(store_lock_again("/nowhere/at/all", &why), &why, ERR_NOT_FOUND, TEXT_STORE_MISSING);
}

/* Whatever is cut off or overwritten: an error or a list of problems, never a crash and never "all is well" when
 * entries are gone. */
static void a_truncated_file_is_never_called_sound(void **state)
{
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "t");
	char folder[SHELF_PATH], cut[SHELF_PATH];
	shelf_save(s, 1, 300);
	store_close(s);
	shelf_path(d, "t", folder);
	shelf_path(d, "cut", cut);
	size_t size = shelf_size(folder);
	assert_true(size > 200000);
	for (size_t keep = 100; keep < size - 4096; keep += size / 40) {
		struct store_check c = {.totals_match = true};
		struct err why;
		shelf_copy(folder, cut);
		assert_int_equal(truncate(shelf_file(cut), (off_t)keep), 0);
		if (store_open(cut, NULL, &s, &why) != 0)
			continue;
		bool sound = store_check(s, &c, &why) == 0 && c.problems == 0 && c.totals_match && c.entries == 300;
		store_check_free(&c);
		store_close(s);
		assert_false(sound);
	}
}

/* -- what lies in the file -- */

static void nothing_said_at_a_door_lies_in_the_clear(void **state)
{
	const struct shelf *d = *state;
	struct store_setup setup = {.protection = STORE_UNDER_PASSPHRASE, .passphrase = "x"};
	char folder[SHELF_PATH], command[SHELF_PATH + 100];
	struct store *s;
	shelf_path(d, "s", folder);
	MUST(store_create(folder, &setup, &s, &e));
	shelf_begin_unit(s);
	shelf_save(s, 1, 3); /* by "Lan Huong", note "cho du ve rung" */
	MUST(store_begin(s, &e));
	MUST(store_set_label(s, SHELF_UNIT, chain_household_key(SHELF_UNIT, "1", 0), "nha cong xanh", &e));
	MUST(store_set_sealed(s, "by", "Lan Huong", &e));
	MUST(store_commit(s, &e));
	char *label = store_label(s, SHELF_UNIT, chain_household_key(SHELF_UNIT, "1", 0));
	assert_string_equal(label, "nha cong xanh");
	free(label);
	snprintf(command, sizeof command, "cat %s/* | grep -aqE 'Lan Huong|cho du|cong xanh|\"clock\":'", folder);
	assert_int_not_equal(system(command), 0);
	snprintf(command, sizeof command, "cat %s/* | grep -aq %s", folder,
		SHELF_UNIT); /* the unit may: so grep does find */
	assert_int_equal(system(command), 0);
	store_close(s);
}

static void settings_are_kept_replaced_and_removed(void **state)
{
	struct store *s = shelf_store(*state, "s", STORE_AGGREGATOR);
	assert_null(store_setting(s, "colour"));
	MUST(store_begin(s, &e));
	MUST(store_set(s, "colour", "xanh", &e));
	MUST(store_set(s, "colour", "đỏ", &e));
	MUST(store_set_sealed(s, "name", "Lan", &e));
	MUST(store_commit(s, &e));
	char *colour = store_setting(s, "colour"), *name = store_sealed_setting(s, "name");
	assert_string_equal(colour, "đỏ");
	assert_string_equal(name, "Lan");
	assert_null(store_setting(s, "name")); /* sealed ones are not given as if they were not */
	assert_null(store_sealed_setting(s, "colour"));
	free(colour);
	free(name);
	MUST(store_begin(s, &e));
	MUST(store_set(s, "colour", NULL, &e));
	MUST(store_commit(s, &e));
	assert_null(store_setting(s, "colour"));
	store_close(s);
}

static void after_a_rollback_nothing_has_happened(void **state)
{
	struct store *s = shelf_store(*state, "s", STORE_AGGREGATOR);
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	const struct form *form;
	struct unit u;
	struct err why;
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	MUST(store_digest(s, NULL, before, &e));
	MUST(store_begin(s, &e));
	MUST(store_set(s, "unit", "05788", &e));
	MUST(store_add_definition(s, "mau-02", bytes, n, &e));
	MUST(store_form(s, NULL, &form, &e));
	struct id def = form->def;
	store_rollback(s);
	store_rollback(s);
	refused(store_form(s, NULL, &form, &why), &why, ERR_UNAVAILABLE, TEXT_FORM_MISSING);
	refused(store_form_of(s, def, &form, &why), &why, ERR_UNAVAILABLE, TEXT_DEFINITION_UNKNOWN);
	refused(store_own_unit(s, &u, &why), &why, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN);
	assert_string_equal(why.arg[0], ""); /* no own unit is remembered from what was taken back */
	MUST(store_digest(s, NULL, after, &e));
	assert_memory_equal(before, after, sizeof before);

	MUST(store_begin(s, &e));
	MUST(store_add_definition(s, "mau-02", bytes, n, &e));
	MUST(store_commit(s, &e));
	MUST(store_form_of(s, def, &form, &e)); /* and it can be done anew */
	store_close(s);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(a_new_store_opens_again_as_the_same_node),
		T(a_second_store_is_refused_and_the_first_stays),
		T(making_that_was_cut_off_is_gone_on_with),
		T(discarding_leaves_nothing),
		T(a_passphrase_opens_and_nothing_else_does),
		T(a_runtime_folder_of_others_is_not_used),
		T(a_key_file_is_made_remembered_and_guarded),
		T(altered_wrapping_neither_takes_all_memory_nor_for_ever),
		T(a_newer_version_is_refused_with_its_sentence),
		T(a_foreign_database_is_refused_and_left_alone),
		T(garbage_is_refused_and_not_overwritten),
		T(a_truncated_file_is_never_called_sound),
		T(nothing_said_at_a_door_lies_in_the_clear),
		T(settings_are_kept_replaced_and_removed),
		T(after_a_rollback_nothing_has_happened),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
