/* test_on_time.c - what a hamlet declares: in time or late, by whose clock, why it differs, and hamlets that were
 * merged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "../support/week.h"

static void before_the_due_time_by_the_hubs_clock_is_in_time(void **state)
{
	struct world w;
	struct node n;
	(void)state;
	week_begin(&w, &n);
	week_on_time(&w, "2025-W46", "2025-11-13T09:59:59+07:00", APP_UNKNOWN_TIME); /* not over yet */
	week_on_time(&w, "2025-W46", "2025-11-13T10:00:00+07:00", APP_LATE);
	week_on_time(&w, "2025-W44", "2025-11-13T10:00:00+07:00",
		APP_UNKNOWN_TIME);                                 /* before the hamlets' own work begins */
	week_declare(&n, "2025-W46", "1970-01-01T12:00:00+07:00"); /* a Pi without a date */
	world_exchange(&w, &n);
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	week_arrived(&w, "2025-11-13T09:59:59+07:00");
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_ON_TIME);
	week_on_time(&w, "2025-W46", "2024-11-20T08:00:00+07:00",
		APP_UNKNOWN_TIME); /* this hub's clock cannot be believed */
	week_on_time(&w, "2025-W47", "2025-11-20T10:00:00+07:00", APP_LATE);
	week_arrived(&w, "2025-11-13T10:00:00+07:00");
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_LATE);
	week_arrived(&w, "1970-01-02T00:00:00+07:00");
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_UNKNOWN_TIME);
	week_end(&w, &n);
}

static void a_correction_after_the_due_time_leaves_the_hamlet_in_time(void **state)
{
	struct world w;
	struct node n;
	(void)state;
	week_begin(&w, &n);
	week_declare(&n, "2025-W46", "2025-11-12T19:00:00+07:00");
	world_exchange(&w, &n);
	week_arrived(&w, "2025-11-12T20:00:00+07:00");
	world_save(&w, &n, 6, 2);
	week_declare(&n, "2025-W46", "2025-11-14T19:00:00+07:00");
	world_exchange(&w, &n); /* arrives today, years later */
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_ON_TIME);
	struct app_hub_submits all;
	struct app_hub_submit x = week_declared(&w, "2025-W46", "2025-11-20T08:00:00+07:00", &all);
	assert_int_equal(x.differences, 0);
	assert_string_equal(x.submit.at, "2025-11-14T19:00:00+07:00");
	app_hub_submits_free(&all);
	week_end(&w, &n);
}

static void the_commune_may_count_a_hamlet_as_in_time_and_think_again(void **state)
{
	struct world w;
	struct node n;
	struct err why;
	bool changed;
	const int64_t now = week_at("2025-11-14T08:00:00+07:00");
	(void)state;
	week_begin(&w, &n);
	assert_int_equal(
		app_hub_submit_accept(w.hub.store, WORLD_HAMLET, "2025-W46", "gọi điện", false, now, &changed, &why),
		-1);
	assert_int_equal(why.code, ERR_NOT_FOUND);
	week_declare(&n, "2025-W46", "2025-11-13T19:00:00+07:00");
	world_exchange(&w, &n);
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_LATE);
	assert_int_equal(
		app_hub_submit_accept(w.hub.store, WORLD_HAMLET, "2025-W46", NULL, false, now, &changed, &why), -1);
	assert_int_equal(why.code, ERR_USAGE);
	for (int turn = 0; turn < 2; turn++) {
		MUST(app_hub_submit_accept(
			w.hub.store, WORLD_HAMLET, "2025-W46", "gọi điện lúc 9 giờ", false, now, &changed, &e));
		assert_int_equal(changed, turn == 0);
	}
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_ON_TIME);
	week_on_time(&w, "2025-W46", "2024-11-20T08:00:00+07:00", APP_ON_TIME); /* whatever the clock says */
	struct app_hub_submits all;
	assert_string_equal(
		week_declared(&w, "2025-W46", "2025-11-20T08:00:00+07:00", &all).accepted_reason, "gọi điện lúc 9 giờ");
	app_hub_submits_free(&all);
	MUST(app_hub_submit_accept(w.hub.store, WORLD_HAMLET, "2025-W46", "nhầm xóm", true, now, &changed, &e));
	assert_true(changed);
	week_on_time(&w, "2025-W46", "2025-11-20T08:00:00+07:00", APP_LATE);
	week_end(&w, &n);
}

static bool because(const struct app_hub_submit *x, const char *part)
{
	for (size_t i = 0; i < x->why.count; i++)
		if (strstr(x->why.sentence[i], part))
			return true;
	return false;
}

static void a_difference_is_explained(void **state)
{
	struct world w;
	struct node n;
	struct app_hub_submits all;
	(void)state;
	week_begin(&w, &n);
	week_declare(&n, "2025-W46", "2025-11-12T19:00:00+07:00");
	world_save(&w, &n, 9, 4);
	world_save(&w, &n, 10, 4);
	world_exchange(&w, &n);
	struct app_hub_submit x = week_declared(&w, NULL, "2025-11-13T08:00:00+07:00", &all);
	assert_string_equal(x.period, "2025-W46");
	assert_true(x.differences > 0);
	assert_int_equal(x.differs[0].submitted, 5);
	assert_int_equal(x.differs[0].computed, 7);
	assert_true(because(&x, "có 2 lần ghi sau khi khai"));
	assert_false(because(&x, "tạm giữ"));
	app_hub_submits_free(&all);
	week_end(&w, &n);
}

static void merge(struct world *w, const char *a, const char *b)
{
	cJSON *u = cJSON_CreateObject(), *before = cJSON_CreateObject();
	struct store_author author = {.by = "", .at = 1763000000};
	cJSON_AddStringToObject(u, "code", "05788-50");
	cJSON_AddStringToObject(u, "from", "2025-11-10");
	cJSON_AddStringToObject(u, "level", "hamlet");
	cJSON_AddNullToObject(u, "listed");
	cJSON_AddStringToObject(u, "name", "Xóm Mới");
	cJSON_AddStringToObject(u, "parent", WORLD_OWN);
	cJSON_AddNullToObject(before, a);
	if (b)
		cJSON_AddNullToObject(before, b);
	cJSON_AddItemToObject(u, "predecessors", before);
	MUST(store_begin(w->hub.store, &e));
	MUST(store_write_act(w->hub.store, WORLD_OWN, ENTRY_UNIT, NULL, u, &author, NULL, &e));
	MUST(store_commit(w->hub.store, &e));
}

/* Hamlets become one; their laptops go on as before, and once all of them have week_declared, the new one has. */
static void merged_hamlets_declare_together(void **state)
{
	struct world w;
	struct node n;
	struct app_hub_submits all;
	struct err why;
	const int64_t now = week_at("2025-11-13T11:00:00+07:00");
	(void)state;
	week_begin(&w, &n);
	week_declare(&n, "2025-W46", "2025-11-12T19:00:00+07:00");
	world_exchange(&w, &n);
	week_behind(&w.hub, "UPDATE peer SET heard = 1762000000");
	week_arrived(&w, "2025-11-12T20:00:00+07:00");
	for (int all_of_them = 0; all_of_them < 2; all_of_them++) {
		merge(&w, WORLD_HAMLET, all_of_them ? NULL : WORLD_OTHER);
		for (int named = 0; named < 2; named++) {
			assert_int_equal(app_hub_submits(w.hub.store, "05788-50", named ? "2025-W46" : NULL, now,
						 LANG_VI, &all, &why),
				0);
			const struct app_hub_submit *x = &all.row[0];
			assert_int_equal(x->any, all_of_them);
			assert_int_equal(x->computed.value[0], 5);
			if (all_of_them)
				assert_true(x->on_time == APP_ON_TIME && x->submit.sums.value[0] == 5);
			else if (named)
				assert_int_equal(x->on_time, APP_LATE);
			app_hub_submits_free(&all);
		}
	}
	week_end(&w, &n);
}

static void periods_that_cannot_be_declared_are_refused(void **state)
{
	struct world w;
	struct node n;
	(void)state;
	week_begin(&w, &n);
	static const struct {
		const char *period, *now;
		text_id text;
	} bad[] = {
		{"2025-45", "2025-11-12T19:00:00+07:00", TEXT_PERIOD_BY_WEEK},
		{"2025-11", "2025-11-12T19:00:00+07:00", TEXT_PERIOD_BY_WEEK},
		{"2025-W43", "2025-11-12T19:00:00+07:00", TEXT_PERIOD_OUTSIDE},
		{"2025-W52", "2025-11-12T19:00:00+07:00", TEXT_PERIOD_OUTSIDE},
		{"2025-W47", "2025-11-12T19:00:00+07:00", TEXT_PERIOD_FUTURE},
		{NULL, "1970-01-01T12:00:00+07:00", TEXT_SUBMIT_NO_DATE},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct app_submit wish = {.period = bad[i].period, .now = week_at(bad[i].now), .lang = LANG_VI};
		struct app_submitted done;
		struct err why;
		assert_int_equal(app_submit(n.store, &wish, &done, &why), -1);
		assert_int_equal(why.text, bad[i].text);
	}
	struct app_declared d;
	MUST(app_declared(n.store, WORLD_HAMLET, week_at("2025-11-12T19:00:00+07:00"), &d, &e));
	assert_false(d.any);
	assert_string_equal(d.now, "2025-W46");
	week_declare(&n, NULL, "2026-03-01T08:00:00+07:00"); /* after the drive: for its last period */
	week_declare(&n, "2025-W47", "2025-11-13T10:00:00+07:00");
	MUST(app_declared(n.store, WORLD_HAMLET, week_at("2025-11-13T10:00:00+07:00"), &d, &e));
	assert_string_equal(d.period, "2025-W51");
	assert_false(d.confirmed);
	world_exchange(&w, &n);
	MUST(app_declared(n.store, WORLD_HAMLET, week_at("2025-11-13T10:00:00+07:00"), &d, &e));
	assert_true(d.confirmed);
	week_end(&w, &n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_the_due_time_by_the_hubs_clock_is_in_time),
		cmocka_unit_test(a_correction_after_the_due_time_leaves_the_hamlet_in_time),
		cmocka_unit_test(the_commune_may_count_a_hamlet_as_in_time_and_think_again),
		cmocka_unit_test(a_difference_is_explained),
		cmocka_unit_test(merged_hamlets_declare_together),
		cmocka_unit_test(periods_that_cannot_be_declared_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
