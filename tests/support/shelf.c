/* shelf.c - single stores in a temporary folder, and hands laid on their files. */
#include "shelf.h"

#include <sys/stat.h>

#include <sodium.h>
#include <sqlite3.h>

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>

/* Tests are both programs at once. */
__attribute__((constructor)) static void hub_speaks_too(void)
{
	app_words_hub();
}

void shelf_must(int rc, const struct err *e, const char *what, int line)
{
	char sentence[600];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fail_msg("line %d: %s: %s (%s)", line, what, sentence, text_name(e->text));
}

int shelf_setup(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct shelf *d = alloc_zero(1, sizeof *d);
	char run[SHELF_PATH];
	alloc_init();
	*state = d;
	snprintf(d->dir, sizeof d->dir, "%s/tungnha-shelf-XXXXXX", tmp ? tmp : "/tmp");
	if (sodium_init() < 0 || !mkdtemp(d->dir))
		return -1;
	shelf_path(d, "run", run);
	return mkdir(run, 0700) || setenv("XDG_RUNTIME_DIR", run, 1);
}

int shelf_teardown(void **state)
{
	struct shelf *d = *state;
	char *command = alloc_print("chmod -R u+rwX '%s' && rm -rf '%s'", d->dir, d->dir);
	int rc = system(command);
	free(command);
	free(d);
	return rc;
}

void shelf_path(const struct shelf *d, const char *name, char out[static SHELF_PATH])
{
	snprintf(out, SHELF_PATH, "%s/%s", d->dir, name);
}

struct store *shelf_store(const struct shelf *d, const char *name, enum store_role role)
{
	struct store_setup setup = {.role = role, .protection = STORE_UNPROTECTED};
	char folder[SHELF_PATH];
	struct store *s;
	shelf_path(d, name, folder);
	MUST(store_create(folder, &setup, &s, &e));
	return s;
}

void shelf_begin_unit(struct store *s)
{
	struct store_enrolment en = {
		.unit = {.code = SHELF_UNIT, .name = "Xóm 1", .level = "hamlet", .listed = -1}, .letter = "A"};
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	MUST(store_begin(s, &e));
	MUST(store_add_definition(s, "mau-02", bytes, n, &e));
	MUST(store_enrol(s, &en, &e));
	MUST(store_commit(s, &e));
}

struct store *shelf_collector(const struct shelf *d, const char *name)
{
	struct store *s = shelf_store(d, name, STORE_COLLECTOR);
	shelf_begin_unit(s);
	return s;
}

static int save_one(struct store *s, const struct form *f, int number, struct err *e)
{
	char no[16], persons[16];
	snprintf(no, sizeof no, "%d", number);
	snprintf(persons, sizeof persons, "%d", number % 7 + 1);
	struct form_change c[] = {
		{form_field_index(f, "household_no"), no},
		{form_field_index(f, "persons"), persons},
		{form_field_index(f, "vneid"), "0"},
		{form_field_index(f, "no_vneid"), "0"},
		{form_field_index(f, "online_dossiers"), "0"},
		{form_field_index(f, "eresult_dossiers"), "0"},
		{form_field_index(f, "rated"), "no"},
		{form_field_index(f, "note"), "cho du ve rung"},
	};
	struct store_author a = {.by = "Lan Huong", .at = 1763000000 + number};
	struct form_record r;
	struct id key;
	bool known;
	form_record_init(&r);
	int rc = form_apply(f, NULL, c, sizeof c / sizeof *c, LANG_EN, &r, e);
	if (rc == 0)
		rc = store_key_for_number(s, SHELF_UNIT, no, &key, &known, e);
	if (rc == 0)
		rc = store_write_record(s, SHELF_UNIT, key, f, &r, &a, NULL, e);
	form_record_free(&r);
	return rc;
}

int shelf_try_save(struct store *s, int first, int count, struct err *e)
{
	const struct form *f;
	if (store_form(s, NULL, &f, e) || store_begin(s, e))
		return -1;
	int rc = 0;
	for (int i = 0; rc == 0 && i < count; i++)
		rc = save_one(s, f, first + i, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

void shelf_save(struct store *s, int first, int count)
{
	MUST(shelf_try_save(s, first, count, &e));
}

int64_t shelf_records(struct store *s)
{
	struct store_totals t;
	MUST(store_totals(s, SHELF_UNIT, &t, &e));
	return t.records;
}

void shelf_sound(struct store *s)
{
	struct store_check c;
	MUST(store_check(s, &c, &e));
	for (size_t i = 0; i < c.problems; i++)
		shelf_must(-1, &c.problem[i], "store_check", 0);
	assert_true(c.totals_match);
	store_check_free(&c);
	shelf_lines(s);
}

/* -- the file itself -- */

const char *shelf_file(const char *folder)
{
	static char path[SHELF_PATH + 16];
	snprintf(path, sizeof path, "%s/tungnha.db", folder);
	return path;
}

size_t shelf_size(const char *folder)
{
	struct stat st;
	assert_int_equal(stat(shelf_file(folder), &st), 0);
	return (size_t)st.st_size;
}

void shelf_copy(const char *from, const char *to)
{
	char *command = alloc_print("rm -rf '%s' && cp -a '%s' '%s'", to, from, to);
	assert_int_equal(system(command), 0);
	free(command);
}

char *shelf_bytes(const char *path)
{
	char *command = alloc_print("od -An -v -tx1 '%s' | tr -d ' \n'", path), *out = NULL;
	size_t room = 0;
	FILE *f = popen(command, "r");
	assert_non_null(f);
	assert_true(getdelim(&out, &room, '\n', f) > 0);
	pclose(f);
	free(command);
	return out;
}

void shelf_sql(const char *folder, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;
	assert_int_equal(sqlite3_open(shelf_file(folder), &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(db);
}
