/* test_upgrade.c - a store as version 1 left it is opened, and says the same as before. */
#include "../support/author.h"

#include <tungnha/store_acts.h>
#include <tungnha/store_pages.h>

/* What upgrade-2.sql to upgrade-6.sql did, undone: the tables as schema.sql has them, derived ones as they would be
 * left behind. */
static void make_version_1(const char *folder)
{
	shelf_sql(folder,
		"DROP TABLE user; DROP TABLE user_log; DROP TABLE draft; DROP TABLE session; DROP TABLE exchanged;"
		"DROP INDEX entry_name; CREATE INDEX entry_name ON entry (substr(hash, 1, 8), seq);"
		"DROP TABLE arrival; DROP TABLE submit; DROP TABLE above; DROP TABLE predecessor; DROP TABLE tally; "
		"DROP TABLE unit;"
		"ALTER TABLE enrolment DROP COLUMN by_successor;"
		"CREATE TABLE unit (code TEXT PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, parent TEXT NOT "
		"NULL,"
		" listed INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
		"CREATE TABLE tally (unit TEXT PRIMARY KEY, def BLOB NOT NULL, counts BLOB NOT NULL, records INTEGER "
		"NOT NULL,"
		" conflicts INTEGER NOT NULL, held INTEGER NOT NULL, entries INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
		"INSERT INTO tally VALUES ('05788-01', x'00', x'00', 7, 7, 7, 7);"
		"PRAGMA user_version = 1");
}

static void what_was_stored_is_told_as_before(void **state)
{
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "old");
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	char folder[SHELF_PATH];
	struct store_author a = {.by = "Lan", .at = 1763000000};
	struct store_submit x;
	struct err why;
	shelf_path(d, "old", folder);
	shelf_save(s, 1, 40);
	MUST(store_begin(s, &e));
	MUST(store_write_submit(s, SHELF_UNIT, "2025-W45", &a, NULL, &e));
	MUST(store_commit(s, &e));
	MUST(store_digest(s, NULL, before, &e));
	store_close(s);

	make_version_1(folder);
	MUST(store_open(folder, NULL, &s, &e));
	MUST(store_digest(s, NULL, after, &e));
	assert_memory_equal(before, after, sizeof before);
	assert_int_equal(shelf_records(s), 40);
	assert_int_equal(store_submit(s, SHELF_UNIT, "2025-W45", &x, &why), 1); /* found again in the journals */
	store_submit_free(&x);
	shelf_sound(s);
	shelf_save(s, 41, 1);
	assert_int_equal(shelf_records(s), 41);
	store_close(s);
	MUST(store_open(folder, NULL, &s, &e)); /* once is enough */
	assert_int_equal(shelf_records(s), 41);
	store_close(s);
}

/* The pages came with version 5: what they keep is there, empty, and takes what is put into it. */
static void a_store_without_pages_gets_what_they_need(void **state)
{
	const struct shelf *d = *state;
	struct store *s = shelf_collector(d, "old");
	struct store_draft draft = {.id = {{7}}, .unit = SHELF_UNIT, .holder = {{1}}, .at = 1763000000};
	struct store_session *session;
	char folder[SHELF_PATH], fields[] = "{\"persons\":\"4\"}";
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	size_t n;
	shelf_path(d, "old", folder);
	shelf_save(s, 1, 5);
	MUST(store_digest(s, NULL, before, &e));
	store_close(s);
	shelf_sql(folder, "DROP TABLE user; DROP TABLE user_log; DROP TABLE draft; DROP TABLE session; DROP TABLE "
			  "exchanged; ALTER TABLE tally DROP COLUMN days; PRAGMA user_version = 4");
	MUST(store_open(folder, NULL, &s, &e));
	MUST(store_digest(s, NULL, after, &e));
	assert_memory_equal(before, after, sizeof before);
	MUST(store_sessions(s, &session, &n, &e));
	assert_int_equal(n, 0);
	free(session);
	draft.fields = fields;
	MUST(store_begin(s, &e));
	MUST(store_draft_put(s, &draft, &e));
	MUST(store_commit(s, &e));
	store_close(s);
	MUST(store_open(folder, NULL, &s, &e));
	MUST(store_draft(s, draft.id, &draft, &e));
	assert_string_equal(draft.fields, fields);
	store_draft_free(&draft);
	shelf_sound(s);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_stored_is_told_as_before, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_store_without_pages_gets_what_they_need, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
