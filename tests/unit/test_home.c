/* test_home.c - how a hamlet stands, its list by what is to be done, versions side by side: what the first pages show.
 */
#include <tungnha/app_draft.h>
#include <tungnha/app_home.h>
#include <tungnha/clock.h>

#include "../support/author.h"

#define NOON 1763440000 /* 2025-11-18T11:26:40+07:00 */

/* A household as typed: "persons=4|rated=yes|…". */
static void put(struct store *s, const char *number, const char *typed)
{
	const struct form *f;
	struct app_put_done done;
	struct form_change change[12];
	char *copy = strdup(typed), *rest = copy, *word;
	size_t n = 0;
	MUST(store_form(s, NULL, &f, &e));
	while ((word = strtok_r(rest, "|", &rest))) {
		char *value = strchr(word, '=');
		*value++ = '\0';
		change[n++] = (struct form_change){form_field_index(f, word), value};
	}
	const struct app_put p = {
		.unit = SHELF_UNIT, .number = number, .change = change, .changes = n, .now = NOON, .lang = LANG_VI};
	MUST(app_household_put(s, &p, &done, &e));
	app_sentences_free(&done.warnings);
	free(copy);
}

#define VISITED "persons=4|vneid=2|no_vneid=2|online_dossiers=1|eresult_dossiers=1|rated=yes"

/* 1 and 10 visited, 2 to visit, 3 absent, 4 with a Chưa rõ, 5 refused. */
static struct store *hamlet(void **state)
{
	struct store *s = shelf_collector(*state, "hamlet");
	put(s, "1", "label=nhà cổng xanh|" VISITED);
	put(s, "2", "label=Cạnh đình");
	put(s, "3", "status=absent|label=sau chùa");
	put(s, "4", "persons=3|vneid=?|no_vneid=0|online_dossiers=0|eresult_dossiers=0|rated=no");
	put(s, "5", "status=refused");
	put(s, "10", "note=hẹn mười giờ|" VISITED);
	return s;
}

static struct id id_of(unsigned char byte)
{
	struct id id;
	memset(&id, byte, sizeof id);
	return id;
}

static void half_type(struct store *s, const char *number, unsigned char id)
{
	const struct form *f;
	const struct id draft = id_of(id), holder = id_of(9);
	MUST(store_form(s, NULL, &f, &e));
	const struct form_change change = {form_field_index(f, "persons"), "7"};
	const struct app_form_shown shown = {
		.unit = SHELF_UNIT, .draft = &draft, .holder = &holder, .number = number, .now = NOON};
	MUST(app_draft_keep(s, &shown, &change, 1, &e));
}

/* --- home --- */

static struct app_home home(struct store *s)
{
	struct app_home h;
	MUST(app_home(s, SHELF_UNIT, "/", NOON, LANG_VI, &h, &e));
	return h;
}

static void test_home_counts(void **state)
{
	struct store *s = hamlet(state);
	struct app_home h = home(s);
	assert_int_equal(h.households, 3);
	assert_int_equal(h.listed, 6);
	assert_int_equal(h.unvisited, 1);
	assert_string_equal(h.next, "2");
	assert_int_equal(h.status.totals.again, 2);
	assert_int_equal(h.drafts, 0);
	assert_int_equal(h.conflicts + h.clashes, 0);
	assert_false(h.backed_up);
	assert_true(h.recovery); /* unprotected: there is nothing to recover */
	assert_true(h.free_bytes > 0);
	app_home_free(&h);
	half_type(s, "2", 1);
	half_type(s, "", 2);
	put(s, "2", VISITED);
	h = home(s);
	assert_int_equal(h.households, 4);
	assert_int_equal(h.unvisited, 0);
	assert_string_equal(h.next, "");
	assert_int_equal(h.drafts, 2);
	app_home_free(&h);
	store_close(s);
}

static void test_home_without_a_list(void **state)
{
	struct store *s = shelf_collector(*state, "empty");
	struct app_home h = home(s);
	assert_int_equal(h.households, 0);
	assert_int_equal(h.status.totals.records, 0);
	assert_string_equal(h.next, "");
	app_home_free(&h);
	store_close(s);
}

static void test_disk_is_not_known(void **state)
{
	struct store *s = shelf_collector(*state, "empty");
	struct app_home h;
	MUST(app_home(s, SHELF_UNIT, NULL, NOON, LANG_VI, &h, &e));
	assert_int_equal(h.free_bytes, -1);
	app_home_free(&h);
	store_close(s);
}

/* --- list --- */

static struct app_list list(struct store *s, int status, unsigned marks, const char *search)
{
	const struct app_list_wish w = {
		.unit = SHELF_UNIT, .status = status, .marks = marks, .search = search, .lang = LANG_VI};
	struct app_list l;
	MUST(app_list(s, &w, &l, &e));
	MUST(app_list_look(s, &l, 0, l.rows, LANG_VI, &e));
	return l;
}

static void shows(struct store *s, int status, unsigned marks, const char *search, const char *expected)
{
	struct app_list l = list(s, status, marks, search);
	char numbers[256] = "";
	for (size_t i = 0; i < l.rows; i++)
		snprintf(numbers + strlen(numbers), sizeof numbers - strlen(numbers), "%s%s", i ? " " : "",
			l.row[i].number);
	assert_string_equal(numbers, expected);
	app_list_free(&l);
}

static int option(struct store *s, const char *id)
{
	const struct form *f;
	int at = -1;
	MUST(store_form(s, NULL, &f, &e));
	for (size_t i = 0; i < f->field[f->status].options; i++)
		if (strcmp(f->field[f->status].option[i].id, id) == 0)
			at = (int)i;
	return at;
}

static void test_list_by_what_is_to_be_done(void **state)
{
	struct store *s = hamlet(state);
	shows(s, -1, 0, NULL, "1 2 3 4 5 10");
	shows(s, option(s, "not_visited"), 0, NULL, "2");
	shows(s, option(s, "reviewed"), 0, NULL, "1 4 10");
	shows(s, -1, 1u << APP_MARK_AGAIN, NULL, "3 4");
	shows(s, option(s, "reviewed"), 1u << APP_MARK_AGAIN, NULL, "4");
	shows(s, -1, 1u << APP_MARK_DRAFT, NULL, "");
	half_type(s, "5", 1);
	half_type(s, "", 2); /* not known yet: it is in no list */
	shows(s, -1, 1u << APP_MARK_DRAFT, NULL, "5");
	struct app_list l = list(s, option(s, "absent"), 0, NULL); /* what is counted does not follow what is shown */
	assert_int_equal(l.rows, 1);
	assert_int_equal(l.all, 6);
	assert_int_equal(l.of_status[option(s, "reviewed")], 3);
	assert_int_equal(l.of_mark[APP_MARK_AGAIN], 2);
	assert_int_equal(l.of_mark[APP_MARK_DRAFT], 1);
	app_list_free(&l);
	store_close(s);
}

static void test_search(void **state)
{
	struct store *s = hamlet(state);
	shows(s, -1, 0, "CHUA", "3");
	shows(s, -1, 0, "cổng", "1");
	shows(s, -1, 0, "canh dinh", "2");
	shows(s, -1, 0, "mười", "10");
	shows(s, -1, 0, "không có", "");
	shows(s, -1, 0, "1", "1 10");
	store_close(s);
}

/* "9" is part of "89" and "90": who types it means the ninth household. */
static void test_a_whole_number_comes_first(void **state)
{
	struct store *s = shelf_collector(*state, "many");
	put(s, "2", "label=sau nhà 9");
	put(s, "9", "label=cạnh nhà 2");
	put(s, "90", "note=x");
	shows(s, -1, 0, "9", "9 2 90");
	shows(s, -1, 0, "2", "2 9");
	shows(s, -1, 0, "90", "90");
	store_close(s);
}

static void test_rows(void **state)
{
	struct store *s = hamlet(state);
	struct app_list l = list(s, -1, 0, NULL);
	assert_string_equal(l.row[0].label, "nhà cổng xanh");
	assert_string_equal(l.row[0].count, "4");
	assert_string_equal(l.row[1].count, "");
	assert_int_equal(l.row[2].status, option(s, "absent"));
	assert_string_equal(l.row[4].label, "");
	app_list_free(&l);
	store_close(s);
}

/* --- versions --- */

static struct store_revision revision(const struct form *f, const char *persons, const char *vneid)
{
	struct store_revision r = {.kind = ENTRY_RECORD, .form = f};
	struct err e;
	const struct form_change change[] = {{f->number, "12"}, {form_field_index(f, "persons"), persons},
		{form_field_index(f, "vneid"), vneid}, {form_field_index(f, "no_vneid"), "0"},
		{form_field_index(f, "online_dossiers"), "0"}, {form_field_index(f, "eresult_dossiers"), "0"},
		{form_field_index(f, "rated"), "no"}, {f->label, persons}};
	form_record_init(&r.record);
	shelf_must(form_apply(f, NULL, change, 8, LANG_VI, &r.record, &e), &e, persons, __LINE__);
	return r;
}

static void test_versions_side_by_side(void **state)
{
	struct store *s = shelf_collector(*state, "beside");
	const struct form *f;
	struct app_beside b[FORM_FIELDS_MAX];
	MUST(store_form(s, NULL, &f, &e));
	struct store_revision r[] = {revision(f, "4", "?"), revision(f, "4", "2"), {.kind = ENTRY_VOID}};
	assert_int_equal(app_beside(f, r, 1, LANG_VI, b), 0);
	size_t rows = app_beside(f, r, 2, LANG_VI, b);
	assert_int_equal(rows, 1); /* labels differ too: they stay on the device */
	assert_string_equal(b[0].label, form_words(&f->field[form_field_index(f, "vneid")].label, LANG_VI));
	assert_string_equal(b[0].cell[0], "Chưa rõ");
	assert_string_equal(b[0].cell[1], "2");
	app_beside_free(b, rows);
	rows = app_beside(f, &r[1], 2, LANG_VI, b);
	assert_true(rows > 5);
	assert_string_equal(b[rows - 1].cell[1], "–");
	app_beside_free(b, rows);
	store_revision_free(&r[0]);
	store_revision_free(&r[1]);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_home_counts, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_home_without_a_list, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_disk_is_not_known, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_list_by_what_is_to_be_done, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_search, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_a_whole_number_comes_first, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_rows, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(test_versions_side_by_side, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
