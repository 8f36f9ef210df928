/* test_app_collector.c - what a device does where no scenario gets to: numbers borne twice, invitations past their
 * days, a tampered tally. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>
#include <sqlite3.h>
#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/app_lists.h>
#include <tungnha/command.h>
#include <tungnha/file.h>

#define UNIT "05788-01"
#define NOON 1762923600 /* 2025-11-12T12:00:00+07:00 */

struct device {
	char folder[64];
	struct store *s;
	const struct form *f;
};

static int begin(void **state)
{
	struct device *d = alloc_zero(1, sizeof *d);
	const struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	const struct app_init init = {.unit = UNIT, .name = "Xóm 11"};
	struct err e;
	const char *tmp = getenv("TMPDIR");
	snprintf(d->folder, sizeof d->folder, "%s/tungnha-app.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(d->folder));
	assert_int_equal(store_create(d->folder, &setup, &d->s, &e), 0);
	assert_int_equal(app_init_write(d->s, &init, &e), 0);
	assert_int_equal(store_form(d->s, NULL, &d->f, &e), 0);
	*state = d;
	return 0;
}

static int end(void **state)
{
	struct device *d = *state;
	char *list = file_join(d->folder, "list.csv");
	remove(list);
	free(list);
	store_discard(d->s);
	remove(d->folder);
	free(d);
	return 0;
}

static int put(struct device *d, const char *number, const char *status, const char *persons, struct err *e)
{
	struct form_change change[] = {
		{form_field_index(d->f, "status"), status},
		{form_field_index(d->f, "persons"), persons},
		{form_field_index(d->f, "vneid"), persons},
		{form_field_index(d->f, "no_vneid"), *persons ? "0" : ""},
		{form_field_index(d->f, "online_dossiers"), *persons ? "0" : ""},
		{form_field_index(d->f, "eresult_dossiers"), *persons ? "0" : ""},
		{form_field_index(d->f, "rated"), *persons ? "no" : ""},
	};
	const struct app_put p = {.unit = UNIT,
		.number = number,
		.change = change,
		.changes = sizeof change / sizeof *change,
		.now = NOON,
		.lang = LANG_VI};
	struct app_put_done done;
	int rc = app_household_put(d->s, &p, &done, e);
	if (rc == 0)
		app_sentences_free(&done.warnings);
	return rc;
}

static int take_away(struct device *d, const char *number, const char *reason, struct err *e)
{
	const struct app_correct c = {.unit = UNIT, .number = number, .reason = reason, .now = NOON, .lang = LANG_VI};
	struct app_put_done done;
	int rc = app_household_void(d->s, &c, &done, e);
	if (rc == 0)
		app_sentences_free(&done.warnings);
	return rc;
}

static int import(struct device *d, const char *text, bool good_lines, struct app_imported *out, struct err *e)
{
	char *path = file_join(d->folder, "list.csv");
	assert_int_equal(file_write(path, text, strlen(text), 0600, e), 0);
	const struct app_import ask = {
		.unit = UNIT, .path = path, .good_lines = good_lines, .now = NOON, .lang = LANG_VI};
	int rc = app_import(d->s, &ask, out, e);
	free(path);
	return rc;
}

/* Another device took the number too, under a key of its own. */
static void write_twin(struct device *d, const char *number)
{
	struct form_record r;
	struct form_change change[] = {{d->f->number, number}, {form_field_index(d->f, "status"), "absent"}};
	const struct store_author a = {.by = "Hoa", .at = NOON};
	struct err e;
	form_record_init(&r);
	assert_int_equal(form_apply(d->f, NULL, change, 2, LANG_VI, &r, &e), 0);
	assert_int_equal(store_begin(d->s, &e), 0);
	assert_int_equal(store_write_record(d->s, UNIT, id_random(), d->f, &r, &a, NULL, &e), 0);
	assert_int_equal(store_commit(d->s, &e), 0);
	form_record_free(&r);
}

static void a_number_two_bear_is_refused_naming_both(void **state)
{
	struct device *d = *state;
	struct err e;
	struct app_household h;
	struct app_imported out;
	assert_int_equal(put(d, "12", "", "4", &e), 0);
	write_twin(d, "12");
	assert_int_equal(app_household_get(d->s, UNIT, "12", LANG_VI, &h, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	assert_ptr_equal(e.text, TEXT_NUMBER_OF_TWO);
	assert_string_equal(e.arg[0], "12");
	assert_string_not_equal(e.arg[1], e.arg[2]);
	assert_true(strstr(e.arg[1], "Hoa") || strstr(e.arg[2], "Hoa"));
	assert_int_equal(put(d, "12", "", "5", &e), -1);
	assert_ptr_equal(e.text, TEXT_NUMBER_OF_TWO);
	assert_int_equal(take_away(d, "12", "x", &e), -1);
	assert_ptr_equal(e.text, TEXT_NUMBER_OF_TWO);
	assert_int_equal(import(d, "Hộ số,Tình trạng\n12,vắng\n13,vắng\n", true, &out, &e), 0);
	assert_int_equal(out.problems, 1);
	assert_int_equal(out.problem[0].line, 2);
	assert_int_equal(out.added, 1);
	app_import_free(&out);
}

static void a_list_neither_revives_nor_answers_for_the_dead(void **state)
{
	struct device *d = *state;
	struct err e;
	struct app_household h;
	struct app_imported out;
	assert_int_equal(put(d, "5", "", "4", &e), 0);
	assert_int_equal(take_away(d, "5", "ghi nhầm", &e), 0);
	assert_int_equal(import(d, "Hộ số,Nhãn nhà\n5,cạnh đình\n", false, &out, &e), 0);
	assert_int_equal(out.added + out.changed, 0);
	app_import_free(&out);
	assert_int_equal(app_household_get(d->s, UNIT, "5", LANG_VI, &h, &e), -1);
	assert_ptr_equal(e.text, TEXT_HOUSEHOLD_VOIDED);
	assert_int_equal(import(d, "Hộ số,Tình trạng\n5,vắng\n", false, &out, &e), 0);
	assert_int_equal(out.changed, 1);
	app_import_free(&out);
	assert_int_equal(app_household_get(d->s, UNIT, "5", LANG_VI, &h, &e), 0);
	app_household_free(&h);
}

/* The key of a new number must be the one every other device gives it (PROTOCOL.md, "Key of a record"). */
static void imported_and_typed_numbers_get_the_same_key(void **state)
{
	struct device *d = *state;
	struct err e;
	struct app_household h;
	struct app_imported out;
	assert_int_equal(import(d, "Hộ số,Tình trạng\n012,vắng\n", false, &out, &e), 0);
	app_import_free(&out);
	assert_int_equal(app_household_get(d->s, UNIT, "12", LANG_VI, &h, &e), 0);
	assert_true(id_equal(h.h.key, chain_household_key(UNIT, "12", 0)));
	app_household_free(&h);
}

static void the_visit_date_is_today_only_when_the_status_becomes_a_visited_one(void **state)
{
	struct device *d = *state;
	struct err e;
	struct app_household h;
	assert_int_equal(put(d, "1", "not_visited", "", &e), 0);
	assert_int_equal(app_household_get(d->s, UNIT, "1", LANG_VI, &h, &e), 0);
	assert_int_equal(h.h.record.value[d->f->visit].state, FORM_ABSENT);
	app_household_free(&h);
	assert_int_equal(put(d, "1", "", "4", &e), 0);
	assert_int_equal(app_household_get(d->s, UNIT, "1", LANG_VI, &h, &e), 0);
	assert_string_equal(h.h.record.value[d->f->visit].text, "2025-11-12");
	app_household_free(&h);
}

/* --- invitations --- */

static size_t write_invitation(struct invite *v, struct buf *line)
{
	struct keys_secret hub;
	struct err e;
	size_t n;
	const char *form = form_shipped("mau-02", &n);
	keys_generate(&hub);
	*v = (struct invite){.id = id_random(),
		.hub_name = "Xã Phú Lạc",
		.hub_unit = "05788",
		.hub = hub.pub,
		.issued = "2025-11-01",
		.uses = 1,
		.days = 14,
		.letter = "B",
		.definitions = 2};
	v->unit = (struct unit){.code = UNIT, .name = "Xóm 11", .level = "hamlet", .parent = "05788", .listed = 111};
	v->definition[1] = form_definition_id(form, n);
	buf_init(line, INVITE_LINE_MAX);
	assert_int_equal(invite_write(v, line, &e), 0);
	keys_wipe(&hub);
	return line->len;
}

static void an_invitation_past_its_days_is_only_warned_of(void **state)
{
	(void)state;
	struct invite v;
	struct buf line;
	struct app_join j;
	struct err e;
	const int64_t issued = NOON - (int64_t)11 * 86400 - 43200; /* 2025-11-01T00:00 */
	write_invitation(&v, &line);
	assert_int_equal(app_join_prepare(line.data, line.len, NULL, issued + (int64_t)15 * 86400 - 1, &j, &e), 0);
	assert_false(j.expired);
	assert_string_equal(j.name[1], "mau-02");
	app_join_free(&j);
	assert_int_equal(app_join_prepare(line.data, line.len, NULL, issued + (int64_t)15 * 86400, &j, &e), 0);
	assert_true(j.expired);
	app_join_free(&j);
	buf_free(&line);
}

static void an_invitation_for_a_form_nobody_has_says_so(void **state)
{
	(void)state;
	struct invite v;
	struct buf line;
	struct app_join j;
	struct err e;
	write_invitation(&v, &line);
	v.definition[1] = id_random();
	buf_clear(&line);
	assert_int_equal(invite_write(&v, &line, &e), 0);
	assert_int_equal(app_join_prepare(line.data, line.len, NULL, NOON, &j, &e), -1);
	assert_int_equal(e.code, ERR_UNAVAILABLE);
	app_join_free(&j);
	buf_free(&line);
}

/* --- check --- */

static void a_tally_somebody_changed_is_found(void **state)
{
	struct device *d = *state;
	struct err e;
	struct store_check k = {0};
	sqlite3 *db;
	char *path = file_join(d->folder, "tungnha.db");
	assert_int_equal(put(d, "1", "", "4", &e), 0);
	assert_int_equal(app_check(d->s, true, LANG_VI, &k, &e), 0);
	assert_true(k.totals_match && k.problems == 0);
	store_check_free(&k);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "UPDATE tally SET counts = CAST(x'0900000000000000' || substr(counts, 9) AS BLOB)",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	free(path);
	k = (struct store_check){0};
	assert_int_equal(app_check(d->s, true, LANG_VI, &k, &e), 0);
	assert_false(k.totals_match);
	size_t named = 0;
	for (size_t i = 0; i < k.problems; i++)
		named += k.problem[i].text == TEXT_CHECK_COLUMN && strstr(k.problem[i].arg[2], "9 / 1") != NULL;
	assert_int_equal(named, 1);
	store_check_free(&k);
}

/* --- the frame --- */

static void names_nearly_right_are_suggested(void **state)
{
	(void)state;
	static const char *const names[] = {"put", "get", "list", "history", "form02", "unit add"};
	const size_t n = sizeof names / sizeof *names;
	assert_string_equal(command_nearest("pit", names, n), "put");
	assert_string_equal(command_nearest("gte", names, n), "get");
	assert_string_equal(command_nearest("histroy", names, n), "history");
	assert_string_equal(command_nearest("from20", names, n), "form02");
	assert_string_equal(command_nearest("unit ad", names, n), "unit add");
	assert_null(command_nearest("serve", names, n));
	assert_null(command_nearest("x", names, n));
	assert_null(command_nearest("", names, n));
	assert_null(command_nearest("a very long word that is longer than any name could be", names, n));
}

int main(void)
{
	alloc_init();
	if (sodium_init() < 0)
		return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_number_two_bear_is_refused_naming_both, begin, end),
		cmocka_unit_test_setup_teardown(a_list_neither_revives_nor_answers_for_the_dead, begin, end),
		cmocka_unit_test_setup_teardown(imported_and_typed_numbers_get_the_same_key, begin, end),
		cmocka_unit_test_setup_teardown(
			the_visit_date_is_today_only_when_the_status_becomes_a_visited_one, begin, end),
		cmocka_unit_test(an_invitation_past_its_days_is_only_warned_of),
		cmocka_unit_test(an_invitation_for_a_form_nobody_has_says_so),
		cmocka_unit_test_setup_teardown(a_tally_somebody_changed_is_found, begin, end),
		cmocka_unit_test(names_nearly_right_are_suggested),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
