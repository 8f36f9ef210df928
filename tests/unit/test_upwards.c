/* test_upwards.c - a commune's statements at its province: which figures count, whoever is between, whatever order they
 * came in. */
#include "../support/tiers.h"

#include <tungnha/store_facts.h>

#define PROVINCE "19"
#define COMMUNE "05788"
#define NEXT "05791"

struct country {
	const struct shelf *shelf;
	struct store *province, *commune;
};

static struct country begin(void **state)
{
	struct country c = {.shelf = *state};
	c.province = tier_hub(c.shelf, "province", PROVINCE, "Thái Nguyên", "province");
	c.commune = tier_hub(c.shelf, "commune", COMMUNE, "Phú Lạc", "commune");
	tier_unit(c.province, COMMUNE, "Phú Lạc", "commune", PROVINCE);
	tier_unit(c.province, NEXT, "La Bằng", "commune", PROVINCE);
	tier_unit(c.commune, COMMUNE "-01", "Xóm 1", "hamlet", COMMUNE);
	tier_unit(c.commune, COMMUNE "-02", "Xóm 2", "hamlet", COMMUNE);
	tier_join(c.commune, c.province);
	tier_paper(c.commune, COMMUNE "-01", 100, 380);
	tier_paper(c.commune, COMMUNE "-02", 20, 70);
	return c;
}

static void end(struct country *c)
{
	shelf_sound(c->province);
	shelf_sound(c->commune);
	store_close(c->province);
	store_close(c->commune);
}

static void carry(struct country *c)
{
	tier_exchange(c->commune, c->province, COMMUNE);
}

static void closed_totals_go_up_and_stand(void **state)
{
	struct country c = begin(state);
	struct store_statement x;
	struct store_submit submit;
	struct err why;
	carry(&c);
	assert_int_equal(tier_figures(c.province, COMMUNE, NULL).source, SOURCE_DEVICES); /* heard of, no figures */
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	struct store_figures f = tier_figures(c.province, COMMUNE, NULL);
	assert_int_equal(f.source, SOURCE_STATEMENT);
	assert_int_equal(f.totals.sums.value[0], 120);
	assert_int_equal(f.totals.sums.value[1], 450);
	assert_string_equal(f.statement.period, TIER_PERIOD);
	assert_int_equal(f.statement.version, 1);
	assert_true(id_equal(f.statement.node, store_id(c.commune)));
	assert_int_equal(store_submit(c.province, COMMUNE, NULL, &submit, &why), 1);
	assert_int_equal(submit.version, 1);
	assert_int_equal(submit.sums.value[0], 120);
	assert_string_equal(submit.code, f.statement.code);
	assert_true(submit.arrived_at > 0);
	store_submit_free(&submit);
	assert_int_equal(store_statement_of(c.province, COMMUNE, NULL, &x, &why), 1);
	assert_string_equal(x.unit, COMMUNE);
	assert_non_null(cJSON_GetObjectItem(cJSON_GetObjectItem(x.fields, "rows"), COMMUNE "-02"));
	store_statement_free(&x);
	end(&c);
}

static void of_one_period_the_newest_version_stands(void **state)
{
	struct country c = begin(state);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	tier_close(c.province, TIER_PERIOD);
	tier_paper(c.commune, COMMUNE "-01", 101, 381);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	assert_int_equal(tier_households(c.province, COMMUNE, TIER_PERIOD), 121);
	assert_int_equal(tier_figures(c.province, COMMUNE, NULL).statement.version, 2);
	struct store_statement x;
	struct store_statement_row row;
	const struct form *f;
	struct err why;
	MUST(store_form(c.province, NULL, &f, &e));
	assert_int_equal(store_statement(c.province, TIER_PERIOD, &x, &why), 1); /* what the province closed stays */
	assert_true(store_statement_row(&x, f, COMMUNE, &row));
	assert_int_equal(row.sums.value[0], 120);
	assert_int_equal(row.source, SOURCE_STATEMENT);
	assert_string_equal(row.stated, TIER_PERIOD);
	assert_int_equal(row.stated_version, 1);
	store_statement_free(&x);
	end(&c);
}

static void a_period_counts_what_was_closed_by_then(void **state)
{
	struct country c = begin(state);
	tier_close(c.commune, "2025-W45");
	tier_paper(c.commune, COMMUNE "-02", 40, 140);
	tier_close(c.commune, "2025-W47");
	carry(&c);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 140);
	assert_int_equal(tier_households(c.province, COMMUNE, "2025-W47"), 140);
	assert_int_equal(tier_households(c.province, COMMUNE, "2025-W46"), 120);
	assert_int_equal(tier_figures(c.province, COMMUNE, "2025-W44").source, SOURCE_DEVICES);
	assert_int_equal(tier_households(c.province, COMMUNE, "2025-W44"), 0);
	assert_int_equal(tier_households(c.province, COMMUNE, "2025-11"), 140); /* ends after week 47 */
	assert_int_equal(tier_households(c.province, COMMUNE, "2025-10"), 0);
	end(&c);
}

static void a_file_and_a_statement_are_never_added(void **state)
{
	struct country c = begin(state);
	tier_import(c.province, COMMUNE, "2025-W44", 90);
	assert_int_equal(tier_figures(c.province, COMMUNE, NULL).source, SOURCE_IMPORT);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 90);
	tier_import(c.province, COMMUNE, TIER_PERIOD, 95);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 120); /* of one period the signed one */
	assert_int_equal(tier_households(c.province, COMMUNE, "2025-W44"), 90);
	tier_import(c.province, COMMUNE, "2025-W46", 130);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 130);
	assert_string_equal(tier_figures(c.province, COMMUNE, NULL).import.period, "2025-W46");
	tier_import(c.province, COMMUNE, "2025-W46", -1);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 120);
	end(&c);
}

static void hamlets_registered_twice_are_counted_once(void **state)
{
	struct country c = begin(state);
	tier_unit(c.province, COMMUNE "-01", "Xóm 1", "hamlet", COMMUNE);
	tier_paper(c.province, COMMUNE "-01", 7, 30);
	carry(&c); /* the commune is known, but has closed nothing: what lies below it counts */
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 7);
	assert_true(tier_figures(c.province, COMMUNE, NULL).summed);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 120);
	assert_false(tier_figures(c.province, COMMUNE, NULL).summed);
	end(&c);
}

static void a_group_without_a_hub_is_the_sum_of_its_units(void **state)
{
	struct country c = begin(state);
	tier_unit(c.province, "G1", "Cụm Đại Từ", "group", PROVINCE);
	tier_unit(c.province, COMMUNE, "Phú Lạc", "commune", "G1");
	tier_unit(c.province, NEXT, "La Bằng", "commune", "G1");
	assert_int_equal(tier_figures(c.province, "G1", NULL).source, SOURCE_NONE);
	tier_import(c.province, NEXT, TIER_PERIOD, 50);
	assert_int_equal(tier_figures(c.province, "G1", NULL).source, SOURCE_IMPORT);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	struct store_figures f = tier_figures(c.province, "G1", TIER_PERIOD);
	assert_int_equal(f.totals.sums.value[0], 170);
	assert_int_equal(f.source, SOURCE_DEVICES);
	tier_close(c.province, TIER_PERIOD);
	struct store_statement x;
	struct err why;
	assert_int_equal(store_statement(c.province, TIER_PERIOD, &x, &why), 1);
	assert_non_null(cJSON_GetObjectItem(cJSON_GetObjectItem(x.fields, "declared"), COMMUNE));
	assert_null(cJSON_GetObjectItem(cJSON_GetObjectItem(x.fields, "declared"), NEXT));
	store_statement_free(&x);
	end(&c);
}

static void a_lock_above_holds_what_is_closed_after_it(void **state)
{
	struct country c = begin(state);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	tier_lock(c.province, COMMUNE);
	tier_paper(c.commune, COMMUNE "-02", 60, 200);
	tier_close(c.commune, "2025-W46");
	carry(&c);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 120);
	struct store_submit submit;
	struct err why;
	assert_int_equal(store_submit(c.province, COMMUNE, "2025-W46", &submit, &why), 1); /* declared all the same */
	store_submit_free(&submit);
	tier_act(c.province, COMMUNE, ENTRY_UNLOCK, NULL, NULL);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 160);
	end(&c);
}

/* --- two machines of one commune --- */

static struct store *second_machine(struct country *c)
{
	struct store *s = tier_hub(c->shelf, "second", COMMUNE, "Phú Lạc", "commune");
	tier_unit(s, COMMUNE "-01", "Xóm 1", "hamlet", COMMUNE);
	tier_join(s, c->province);
	return s;
}

static void a_new_machine_sees_what_the_old_one_declared(void **state)
{
	struct country c = begin(state);
	struct store_statement x;
	struct err why;
	tier_close(c.commune, TIER_PERIOD);
	tier_close(c.commune, TIER_PERIOD);
	carry(&c);
	tier_revoke(c.province, COMMUNE, c.commune);
	struct store *s = second_machine(&c);
	tier_exchange(s, c.province, COMMUNE);
	assert_int_equal(store_statement(s, TIER_PERIOD, &x, &why), 1);
	assert_int_equal(x.version, 2);
	assert_true(id_equal(x.author, store_id(c.commune)));
	store_statement_free(&x);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 120); /* it still stands */
	tier_paper(s, COMMUNE "-01", 110, 400);
	tier_close(s, TIER_PERIOD);
	assert_int_equal(store_statement(s, TIER_PERIOD, &x, &why), 1);
	assert_int_equal(x.version, 3);
	store_statement_free(&x);
	tier_exchange(s, c.province, COMMUNE);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 110);
	assert_int_equal(tier_figures(c.province, COMMUNE, NULL).statement.version, 3);
	shelf_sound(s);
	store_close(s);
	end(&c);
}

static void who_was_revoked_speaks_after_the_others(void **state)
{
	struct country c = begin(state);
	struct store *s = second_machine(&c);
	tier_paper(s, COMMUNE "-01", 55, 200);
	tier_close(c.commune, TIER_PERIOD);
	tier_close(c.commune, TIER_PERIOD); /* a greater clock than the other's */
	tier_close(s, TIER_PERIOD);
	carry(&c);
	tier_exchange(s, c.province, COMMUNE);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 120);
	tier_revoke(c.province, COMMUNE, c.commune);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 55);
	tier_close(c.commune, "2025-W46"); /* what it writes from now on is held */
	carry(&c);
	assert_int_equal(tier_households(c.province, COMMUNE, NULL), 55);
	shelf_sound(s);
	store_close(s);
	end(&c);
}

/* --- what stays where --- */

static int count_fact(void *context, const struct store_fact *f, struct err *e)
{
	(void)e;
	(void)f;
	++*(int *)context;
	return 0;
}

static void forms_and_units_of_either_are_its_own_affair(void **state)
{
	struct country c = begin(state);
	struct unit u;
	struct err why;
	int facts = 0;
	cJSON *figure = cJSON_CreateObject();
	cJSON_AddStringToObject(figure, "date", "2025-11-05");
	cJSON_AddNumberToObject(figure, "den", 100);
	cJSON_AddStringToObject(figure, "indicator", "truc-tuyen");
	cJSON_AddNumberToObject(figure, "num", 92);
	cJSON_AddStringToObject(figure, "period", TIER_PERIOD);
	cJSON_AddStringToObject(figure, "source", "Cổng");
	cJSON_AddStringToObject(figure, "unit", COMMUNE);
	tier_act(c.commune, COMMUNE, ENTRY_FIGURE, NULL, figure);
	tier_close(c.commune, TIER_PERIOD);
	tier_close(c.province, TIER_PERIOD);
	carry(&c);
	assert_int_equal(store_unit(c.province, COMMUNE "-01", &u, &why), -1);
	assert_int_equal(store_unit(c.commune, NEXT, &u, &why), -1);
	assert_int_equal(store_unit(c.commune, PROVINCE, &u, &why), -1);
	MUST(store_facts(c.province, COMMUNE, ENTRY_FIGURE, count_fact, &facts, &e));
	assert_int_equal(facts, 1);
	bool outdated;
	struct store_statement x;
	assert_int_equal(store_statement(c.commune, TIER_PERIOD, &x, &why), 1);
	MUST(store_statement_outdated(c.commune, &x, &outdated, &e));
	assert_false(outdated); /* the parent's journals are no part of it */
	const cJSON *said = cJSON_GetObjectItem(cJSON_GetObjectItem(x.fields, "figures"), "truc-tuyen");
	assert_int_equal(cJSON_GetArrayItem(said, 0)->valueint, 92);
	assert_int_equal(cJSON_GetArrayItem(said, 1)->valueint, 100);
	store_statement_free(&x);
	end(&c);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(closed_totals_go_up_and_stand),
		T(of_one_period_the_newest_version_stands),
		T(a_period_counts_what_was_closed_by_then),
		T(a_file_and_a_statement_are_never_added),
		T(hamlets_registered_twice_are_counted_once),
		T(a_group_without_a_hub_is_the_sum_of_its_units),
		T(a_lock_above_holds_what_is_closed_after_it),
		T(a_new_machine_sees_what_the_old_one_declared),
		T(who_was_revoked_speaks_after_the_others),
		T(forms_and_units_of_either_are_its_own_affair),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
