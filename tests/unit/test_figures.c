/* test_figures.c - which figure stands as of a period; what a journal may hold that is no figure; numbers as typed. */
#include "../support/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_figures.h>

#include "../../src/app/figures.h"

static void begin(struct world *w)
{
	world_begin(w);
	plan_campaign(w);
	plan_targets(w);
}

static void put(struct world *w, const char *indicator, const char *period, const char *unit, double num, double den)
{
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "date", "2025-11-06");
	cJSON_AddNumberToObject(f, "den", den);
	cJSON_AddStringToObject(f, "indicator", indicator);
	cJSON_AddNumberToObject(f, "num", num);
	cJSON_AddStringToObject(f, "period", period);
	cJSON_AddStringToObject(f, "source", "thử");
	cJSON_AddStringToObject(f, "unit", unit);
	plan_act(w, ENTRY_FIGURE, f);
}

static void stands(struct world *w, const char *period, int64_t expected)
{
	struct figures f;
	struct err e;
	assert_int_equal(figures_load(w->hub.store, false, &f, &e), 0);
	const struct app_figure *x = figures_at(&f, "truc-tuyen", WORLD_OWN, period);
	if ((x ? x->num : -1) != expected)
		fail_msg("%s: %d, not %d", period ? period : "now", x ? (int)x->num : -1, (int)expected);
	figures_free(&f);
}

static void the_one_whose_period_ends_last(void **unused)
{
	(void)unused;
	struct world w;
	begin(&w);
	stands(&w, NULL, -1);
	put(&w, "truc-tuyen", "2025-W45", WORLD_OWN, 45, 100); /* ends on Thursday 6 November */
	put(&w, "truc-tuyen", "2025-10", WORLD_OWN, 10, 100);
	put(&w, "truc-tuyen", "2025-Q3", WORLD_OWN, 3, 100);
	put(&w, "truc-tuyen", "2025-W44", WORLD_OWN, 44, 100); /* written last, of an earlier week */
	stands(&w, NULL, 45);
	stands(&w, "2025-W45", 45);
	stands(&w, "2025-W44", 44);
	stands(&w, "2025-10", 10); /* its own end, later than the week's */
	stands(&w, "2025-W43", 3);
	stands(&w, "2025-Q2", -1);
	put(&w, "truc-tuyen", "2025-12", WORLD_OWN, 12, 100);
	put(&w, "truc-tuyen", "2025-Q4", WORLD_OWN, 4, 100);
	put(&w, "truc-tuyen", "2025", WORLD_OWN, 25, 100);
	stands(&w, "2025-12", 12); /* all three end together: the very one that is asked for */
	stands(&w, "2025-Q4", 4);
	stands(&w, "2025", 25);
	world_end(&w);
}

static void what_is_no_figure_counts_nothing(void **unused)
{
	(void)unused;
	struct world w;
	struct app_figure_list list;
	struct app_figures_wish all = {.history = true};
	struct err e;
	begin(&w);
	put(&w, "la-gi", "2025-W45", WORLD_OWN, 1, 2);
	put(&w, "truc-tuyen", "tuan 45", WORLD_OWN, 1, 2);
	put(&w, "truc-tuyen", "2025-W45", "99999", 1, 2);
	put(&w, "truc-tuyen", "2025-W44", WORLD_OWN, 3, 2);
	put(&w, "truc-tuyen", "2025-W43", WORLD_OWN, -1, 2);
	put(&w, "truc-tuyen", "2025-W42", WORLD_OWN, 1, 2100000000);
	put(&w, "ho-tro", "2025-W45", WORLD_OWN, 3, 2); /* may exceed */
	put(&w, "truc-tuyen", "2025-W45", WORLD_HAMLET, 1, 2);
	assert_int_equal(app_figures(w.hub.store, &all, &list, &e), 0);
	assert_int_equal(list.rows, 2);
	assert_string_equal(list.row[0].unit.code, WORLD_HAMLET);
	assert_string_equal(list.row[1].indicator, "ho-tro");
	app_figures_free(&list);
	world_end(&w);
}

static void reads(const char *typed, int64_t num, int64_t den)
{
	struct err e;
	int64_t n, d;
	if (figures_ratio(typed, &n, &d, &e) != 0 || n != num || d != den)
		fail_msg("%s", typed);
}

static void refuses(const char *typed, text_id why)
{
	struct err e;
	int64_t n, d;
	assert_int_equal(figures_ratio(typed, &n, &d, &e), -1);
	assert_int_equal(e.text, why);
}

static void numbers_as_typed(void **unused)
{
	(void)unused;
	reads("23767/39696", 23767, 39696);
	reads("23.767/39.696", 23767, 39696);
	reads("23767/39.696", 23767, 39696);
	reads("1.234.567/2.000.000.000", 1234567, 2000000000);
	reads("0/0", 0, 0);
	refuses("14,277/18.145", TEXT_FIGURE_BOTH_MARKS);
	refuses("14,277/18,145", TEXT_FIGURE_COMMA);
	refuses("1.42/18", TEXT_FIGURE_NUMBER);
	refuses("1234.567/18", TEXT_FIGURE_NUMBER);
	refuses(".567/18", TEXT_FIGURE_NUMBER);
	refuses("1./18", TEXT_FIGURE_NUMBER);
	refuses("/18", TEXT_FIGURE_NUMBER);
	refuses("1/", TEXT_FIGURE_NUMBER);
	refuses("1/2/3", TEXT_FIGURE_NUMBER);
	refuses("1/2000000001", TEXT_FIGURE_NUMBER);
	refuses("99999999999999999999/1", TEXT_FIGURE_NUMBER);
	refuses("12", TEXT_FIGURE_NO_RATIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_one_whose_period_ends_last),
		cmocka_unit_test(what_is_no_figure_counts_nothing),
		cmocka_unit_test(numbers_as_typed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
