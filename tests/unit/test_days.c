/* test_days.c - households by the day they were visited: as they are corrected, taken away, made again. */
#include "../support/author.h"

#include <tungnha/app_collector.h>

#define NOON 1763440000 /* 2025-11-18T11:26:40+07:00 */

static void visit(struct store *s, const char *number, const char *day, const char *status)
{
	const struct form *f;
	struct app_put_done done;
	MUST(store_form(s, NULL, &f, &e));
	struct form_change change[] = {{f->visit, day}, {f->status, status}, {form_field_index(f, "persons"), "4"},
		{form_field_index(f, "vneid"), "?"}, {form_field_index(f, "no_vneid"), "?"},
		{form_field_index(f, "online_dossiers"), "?"}, {form_field_index(f, "eresult_dossiers"), "?"},
		{form_field_index(f, "rated"), "?"}};
	const size_t all = sizeof change / sizeof *change;
	const struct app_put p = {.unit = SHELF_UNIT,
		.number = number,
		.change = change,
		.changes = strcmp(status, "reviewed") == 0 ? all : 2,
		.now = NOON};
	MUST(app_household_put(s, &p, &done, &e));
	app_sentences_free(&done.warnings);
}

static void says(struct store *s, const char *unit, const char *expected)
{
	struct store_day *day;
	size_t n, at = 0;
	char found[256] = "";
	MUST(store_days(s, unit, &day, &n, &e));
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(
			found + at, sizeof found - at, "%s:%lld ", day[i].date, (long long)day[i].households);
	assert_string_equal(found, expected);
	free(day);
}

static void households_by_day(void **state)
{
	struct store *s = shelf_collector(*state, "door");
	says(s, SHELF_UNIT, "");
	visit(s, "1", "2025-11-06", "reviewed");
	visit(s, "2", "2025-11-05", "reviewed");
	visit(s, "3", "2025-11-06", "reviewed");
	visit(s, "4", "2025-11-06", "absent"); /* visited, not reviewed */
	says(s, SHELF_UNIT, "2025-11-05:1 2025-11-06:2 ");
	says(s, NULL, "2025-11-05:1 2025-11-06:2 ");
	says(s, "05788-09", "");
	visit(s, "1", "2025-11-07", "reviewed"); /* corrected */
	says(s, SHELF_UNIT, "2025-11-05:1 2025-11-06:1 2025-11-07:1 ");
	visit(s, "4", "2025-11-05", "reviewed"); /* somebody was at home at last */
	says(s, SHELF_UNIT, "2025-11-05:2 2025-11-06:1 2025-11-07:1 ");
	MUST(store_rebuild(s, &e));
	says(s, SHELF_UNIT, "2025-11-05:2 2025-11-06:1 2025-11-07:1 ");
	shelf_sound(s);
	store_close(s);
}

/* A table behind the store's back is found out. */
static void a_day_that_was_tampered_with_is_found(void **state)
{
	struct store *s = shelf_collector(*state, "door");
	char folder[SHELF_PATH];
	struct store_check check;
	visit(s, "1", "2025-11-06", "reviewed");
	store_close(s);
	shelf_path(*state, "door", folder);
	shelf_sql(folder, "UPDATE tally SET days = x'000000000000'");
	MUST(store_open(folder, NULL, &s, &e));
	says(s, SHELF_UNIT, ""); /* no day it could be */
	MUST(store_check(s, &check, &e));
	assert_false(check.totals_match);
	store_check_free(&check);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(households_by_day, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_day_that_was_tampered_with_is_found, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
