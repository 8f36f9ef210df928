/* test_submit_look.c - what a hamlet would declare, seen before it does: nothing is written; and the words of pages. */
#include "../support/author.h"

#include <tungnha/app_submit.h>
#include <tungnha/app_words.h>

#define NOW INT64_C(1762300000) /* Wednesday 05/11/2025, week 45 */

static void look(struct store *s, const char *period, int64_t now, struct app_submit_plan *out)
{
	const struct app_submit w = {.unit = SHELF_UNIT, .period = period, .now = now, .lang = LANG_EN, .page = true};
	MUST(app_submit_look(s, &w, out, &e));
}

static void what_would_be_declared_stands_beside_what_was(void **state)
{
	struct store *s = shelf_collector(*state, "look");
	struct app_submit_plan x;
	struct app_submitted done;
	const struct app_submit now = {.unit = SHELF_UNIT, .now = NOW, .lang = LANG_EN};
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	look(s, NULL, NOW, &x);
	assert_true(x.empty);
	app_submit_plan_free(&x);
	shelf_save(s, 1, 4);
	MUST(store_digest(s, NULL, before, &e));
	look(s, NULL, NOW, &x);
	assert_false(x.empty);
	assert_string_equal(x.period, "2025-W45");
	assert_string_equal(x.before_period, "");
	assert_false(x.nothing_new);
	app_submit_plan_free(&x);
	MUST(store_digest(s, NULL, after, &e));
	assert_memory_equal(before, after, sizeof before); /* looking declares nothing */

	MUST(app_submit(s, &now, &done, &e));
	app_submitted_free(&done);
	look(s, NULL, NOW, &x);
	assert_true(x.nothing_new);
	app_submit_plan_free(&x);
	look(s, "2025-W44", NOW, &x); /* another week: the same figures are new for it */
	assert_false(x.nothing_new);
	app_submit_plan_free(&x);

	shelf_save(s, 5, 1);
	look(s, NULL, NOW, &x);
	int households = form_column_index(x.form, "households");
	assert_false(x.nothing_new);
	assert_string_equal(x.before_period, "2025-W45");
	assert_true(x.before_given[households]);
	assert_int_equal(x.before[households], 4);
	assert_int_equal(x.sums.value[households], 5);
	app_submit_plan_free(&x);
	store_close(s);
}

static void a_machine_without_the_date_names_no_period(void **state)
{
	struct store *s = shelf_collector(*state, "date");
	struct app_submit_plan x;
	shelf_save(s, 1, 1);
	look(s, NULL, 1000, &x);
	assert_string_equal(x.period, "");
	assert_string_equal(x.due, "");
	app_submit_plan_free(&x);
	look(s, "2025-W45", 1000, &x); /* somebody who knows it does */
	assert_string_equal(x.period, "2025-W45");
	app_submit_plan_free(&x);
	store_close(s);
}

static void a_person_reads_days_not_numbers_of_weeks(void **unused)
{
	char said[APP_PERIOD_SAID];
	(void)unused;
	assert_string_equal(app_period_said("2025-W45", LANG_VI, said), "tuần 03/11–09/11/2025");
	assert_string_equal(app_period_said("2026-W53", LANG_EN, said), "the week 28/12/2026–03/01/2027");
	assert_string_equal(app_period_said("2024-07", LANG_VI, said), "tháng 7 năm 2024");
	assert_string_equal(app_period_said("2025-01", LANG_VI, said), "tháng 01 năm 2025");
	assert_string_equal(app_period_said("2024-12", LANG_EN, said), "December 2024");
	assert_string_equal(app_period_said("2023-Q3", LANG_VI, said), "quý III năm 2023");
	assert_string_equal(app_period_said("2023-H1", LANG_VI, said), "6 tháng đầu năm 2023");
	assert_string_equal(app_period_said("2023-H2", LANG_EN, said), "the second half of 2023");
	assert_string_equal(app_period_said("2023", LANG_VI, said), "năm 2023");
	assert_string_equal(app_period_said("", LANG_VI, said), "");
}

static void a_page_names_no_command(void **unused)
{
	(void)unused;
	static const text_id commands[] = {TEXT_SYNC_NO_HUB, TEXT_NET_NO_ADDRESS, TEXT_NET_REFUSED, TEXT_NET_STUCK,
		TEXT_NET_UNKNOWN, TEXT_SUBMIT_RETURNED, TEXT_SUBMIT_EMPTY, TEXT_IMPORT_REFUSED,
		TEXT_IMPORT_NEEDS_REASON, TEXT_TABLE_NOT_UTF8, TEXT_LABELS_NOT_ONE, TEXT_ROSTER_EMPTY};
	static const char *const words[] = {"--", "sync ", "import T", "labels export", "returns", "join ", NULL};
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		for (int lang = 0; lang < LANG_COUNT; lang++)
			for (const char *const *w = words; *w; w++)
				assert_null(strstr(text_get((enum text_lang)lang, app_words(commands[i])), *w));
	assert_ptr_equal(app_words(TEXT_DISK_FULL), TEXT_DISK_FULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_would_be_declared_stands_beside_what_was, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_machine_without_the_date_names_no_period, shelf_setup, shelf_teardown),
		cmocka_unit_test(a_person_reads_days_not_numbers_of_weeks),
		cmocka_unit_test(a_page_names_no_command),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
