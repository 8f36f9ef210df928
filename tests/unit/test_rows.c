/* test_rows.c - a row typed for a hamlet on paper, a reference beside it, and which figures count (store_acts.h). */
#include "../support/author.h"

#include <tungnha/store_acts.h>

static const struct form *form_of(struct store *s)
{
	const struct form *f;
	MUST(store_form(s, NULL, &f, &e));
	return f;
}

static cJSON *row(const char *use, const char *source, int households, int persons)
{
	cJSON *f = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(f, "columns");
	if (households >= 0)
		cJSON_AddNumberToObject(columns, "households", households);
	if (persons >= 0)
		cJSON_AddNumberToObject(columns, "persons", persons);
	cJSON_AddStringToObject(f, "date", "2025-11-06");
	cJSON_AddStringToObject(f, "source", source);
	cJSON_AddStringToObject(f, "use", use);
	return f;
}

static struct store_figures figures(struct store *s)
{
	struct store_figures x;
	MUST(store_figures(s, SHELF_UNIT, &x, &e));
	return x;
}

static int64_t column(struct store *s, const char *id)
{
	return figures(s).totals.sums.value[form_column_index(form_of(s), id)];
}

static void the_newest_row_of_its_use_stands_until_it_is_withdrawn(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct store_row r;
	struct err e;
	int persons = form_column_index(form_of(hub), "persons"), vneid = form_column_index(form_of(hub), "vneid");
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_PAPER, &r, &e), 0);
	author_act(hub, ENTRY_ROW, NULL, row("paper", "Trưởng xóm", 118, 431));
	author_act(hub, ENTRY_ROW, NULL, row("paper", "Trưởng xóm, phiếu sửa", 119, 433));
	author_act(hub, ENTRY_ROW, NULL, row("reference", "Công an xã", 118, 440));
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_PAPER, &r, &e), 1);
	assert_int_equal(r.sums.value[persons], 433);
	assert_true(r.given[persons] && !r.given[vneid]);
	assert_string_equal(r.source, "Trưởng xóm, phiếu sửa");
	assert_string_equal(r.date, "2025-11-06");
	assert_true(r.at[0]);
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_REFERENCE, &r, &e), 1);
	assert_int_equal(r.sums.value[persons], 440);
	author_act(hub, ENTRY_ROW, NULL, row("paper", "", -1, -1));
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_PAPER, &r, &e), 0);
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_REFERENCE, &r, &e), 1);
	shelf_sound(hub);
	store_close(hub);
}

static void the_paper_row_counts_as_long_as_no_device_does(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author device = author_new(1), stranger = author_new(2);
	struct line *strange = line_new(&stranger, SHELF_UNIT, 1, 0xcc), *home = line_new(&device, SHELF_UNIT, 1, 0xdd);
	int vneid = form_column_index(form_of(hub), "vneid");
	assert_int_equal(figures(hub).source, SOURCE_NONE);
	author_act(hub, ENTRY_ROW, NULL, row("reference", "Công an xã", 9, 30));
	assert_int_equal(figures(hub).source, SOURCE_NONE); /* shown beside, never counted */
	author_act(hub, ENTRY_ROW, NULL, row("paper", "Trưởng xóm", 118, 431));
	assert_int_equal(figures(hub).source, SOURCE_PAPER);
	assert_int_equal(column(hub, "persons"), 431);
	assert_int_equal(figures(hub).totals.sums.unknown[vneid], 118);
	assert_false(figures(hub).given[vneid]);

	shelf_save(hub, 1, 2); /* two sheets the clerk typed: the row is still what the hamlet reported */
	assert_int_equal(column(hub, "persons"), 431);
	line_record(strange, "7", 4, 1, (const struct name *const[]){NULL});
	struct store_take t = line_take(hub, NULL, strange, 1, 1);
	assert_int_equal(t.taken, TAKEN_NEW); /* kept, held */
	assert_true(figures(hub).row_used);

	author_admit(hub, &device);
	assert_true(figures(hub).row_used); /* it may write, and has not yet */
	line_record(home, "7", 4, 1, (const struct name *const[]){NULL});
	line_take(hub, NULL, home, 1, 1);
	assert_int_equal(figures(hub).source, SOURCE_DEVICES);
	assert_true(figures(hub).has_row && !figures(hub).row_used && figures(hub).given[vneid]);
	assert_int_equal(column(hub, "persons"), 4 + 2 + 3);
	author_decide(hub, false, line_name(home, 1)); /* nothing of a device counts any more */
	assert_true(figures(hub).row_used);
	author_act(hub, ENTRY_ROW, NULL, row("paper", "", -1, -1));
	assert_int_equal(figures(hub).source, SOURCE_PAPER); /* the sheets alone */
	assert_int_equal(column(hub, "persons"), 2 + 3);
	line_free(strange);
	line_free(home);
	shelf_sound(hub);
	store_close(hub);
}

/* What a row says must not hang on when it came, and one that cannot be read says nothing. */
static void rows_are_read_in_the_order_of_acts(void **state)
{
	struct store *one = author_hub(*state, "one");
	struct author me = author_of(one);
	struct line *early = line_new(&me, SHELF_UNIT, 3, 0xaa), *late = line_new(&me, SHELF_UNIT, 4, 0xbb);
	struct entry a = {.kind = ENTRY_ROW, .fields = row("paper", "cũ", 1, 2)};
	struct entry b = {.kind = ENTRY_ROW, .fields = row("paper", "mới", 3, 9)};
	struct entry c = {.kind = ENTRY_ROW, .fields = row("paper", "hỏng", 5, 6)};
	line_entry(early, &a);
	line_entry(late, &b);
	line_take(one, NULL, late, 1, 1);
	line_take(one, NULL, early, 1, 1);
	assert_int_equal(column(one, "persons"), 9);
	cJSON_ReplaceItemInObject(c.fields, "columns", cJSON_CreateString("x"));
	line_entry(late, &c);
	line_take(one, NULL, late, 1, 2);
	assert_int_equal(figures(one).source, SOURCE_NONE);
	shelf_sound(one);
	line_free(early);
	line_free(late);
	store_close(one);
}

/* --- totals from a file: of each period its own --- */

static cJSON *imported(const char *period, int households, int persons)
{
	cJSON *f = row("import", "bao-cao.xlsx, dòng 12", households, persons);
	if (period)
		cJSON_AddStringToObject(f, "period", period);
	return f;
}

static int list_row(void *context, const struct store_row *r, struct err *e)
{
	char *list = context;
	(void)e;
	snprintf(list + strlen(list), 200 - strlen(list), "%s:%lld ", r->period, (long long)r->sums.value[0]);
	return 0;
}

static void imported_rows_stand_each_for_its_period(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct store_row r;
	struct err e;
	char list[200] = "";
	author_act(hub, ENTRY_ROW, NULL, imported("2025-W46", 120, 440));
	author_act(hub, ENTRY_ROW, NULL, imported("2025-W45", 118, 431));
	author_act(hub, ENTRY_ROW, NULL, imported("2025-W45", 119, 433));
	author_act(hub, ENTRY_ROW, NULL, imported("tuần này", 9, 9)); /* of no period: says nothing */
	author_act(hub, ENTRY_ROW, NULL, imported(NULL, 8, 8));
	author_act(hub, ENTRY_ROW, NULL, row("paper", "Trưởng xóm", 1, 2));
	assert_int_equal(store_imported_row(hub, SHELF_UNIT, "2025-W45", &r, &e), 1);
	assert_int_equal(r.sums.value[0], 119);
	assert_string_equal(r.source, "bao-cao.xlsx, dòng 12");
	assert_string_equal(r.period, "2025-W45");
	assert_int_equal(store_imported_row(hub, SHELF_UNIT, "2025-W44", &r, &e), 0);
	assert_int_equal(store_imported_row(hub, SHELF_UNIT, "tuần này", &r, &e), 0);
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_PAPER, &r, &e), 1);
	assert_int_equal(r.sums.value[0], 1);
	assert_int_equal(store_row(hub, SHELF_UNIT, ROW_IMPORT, &r, &e), 0);
	author_act(hub, ENTRY_ROW, NULL, imported("2025-W46", -1, -1)); /* withdrawn: kept in the list */
	assert_int_equal(store_imported_rows(hub, SHELF_UNIT, list_row, list, &e), 0);
	assert_string_equal(list, "2025-W45:119 2025-W46:0 ");
	shelf_sound(hub);
	store_close(hub);
}

/* A hamlet that moved from files to a laptop of its own. */
static void a_device_that_reports_leaves_files_behind(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author device = author_new(1);
	struct line *home = line_new(&device, SHELF_UNIT, 1, 0xdd);
	author_act(hub, ENTRY_ROW, NULL, imported("2025-W46", 118, 431));
	assert_int_equal(figures(hub).source, SOURCE_IMPORT);
	author_admit(hub, &device);
	assert_int_equal(column(hub, "persons"), 431); /* it may write, and has not yet */
	line_record(home, "7", 4, 1, (const struct name *const[]){NULL});
	line_take(hub, NULL, home, 1, 1);
	assert_int_equal(figures(hub).source, SOURCE_DEVICES);
	assert_int_equal(column(hub, "persons"), 4);
	author_decide(hub, false, line_name(home, 1)); /* nothing of it counts any more */
	assert_int_equal(column(hub, "persons"), 431);
	line_free(home);
	shelf_sound(hub);
	store_close(hub);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(the_newest_row_of_its_use_stands_until_it_is_withdrawn),
		T(the_paper_row_counts_as_long_as_no_device_does),
		T(rows_are_read_in_the_order_of_acts),
		T(imported_rows_stand_each_for_its_period),
		T(a_device_that_reports_leaves_files_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
