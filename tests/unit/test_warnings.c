/* test_warnings.c - each warning at its edge, just inside and just outside; who is shown it; what silences it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_queue.h>
#include <tungnha/app_warnings.h>
#include <tungnha/store_acts.h>

#include "../support/place.h"

/* --- one household --- */

static void a_household_is_warned_of_until_it_is_approved_or_put_right(void **state)
{
	struct place *p = *state;
	struct store_totals t;
	place_put(p, "1", PLAIN("12"));
	assert_string_equal(place_at_door(p), "");
	place_put(p, "2", PLAIN("13"));
	assert_string_equal(place_at_door(p), "2 persons_many");
	assert_string_equal(place_at_commune(p), "2 persons_many");
	assert_int_equal(place_warned(p), 1);
	place_approve(p, "2");
	assert_string_equal(place_at_commune(p), "");
	assert_int_equal(place_warned(p), 0);
	place_put(p, "2", PLAIN("14"));
	assert_string_equal(place_at_commune(p), "2 persons_many");
	assert_int_equal(place_warned(p), 1);
	place_put(p, "2", PLAIN("4"));
	assert_string_equal(place_at_commune(p), "");
	assert_int_equal(place_warned(p), 0);
	t = world_totals(&p->w.hub);
	assert_true(t.warned == 0 && t.warned_at_door == 0 && t.again == 0);
	world_assert_sound(&p->w.hub);
}

static void who_must_be_visited_again_is_counted(void **state)
{
	struct place *p = *state;
	place_put(p, "1", PLAIN("4"));
	place_put(p, "2", "status=absent");
	place_put(p, "3", "persons=4|vneid=?|no_vneid=1|online_dossiers=0|eresult_dossiers=0|rated=no|note=x");
	place_put(p, "4", "status=refused");
	place_put(p, "5", "status=not_visited");
	assert_int_equal(world_totals(&p->device).again, 2);
	world_exchange(&p->w, &p->device);
	assert_int_equal(world_totals(&p->w.hub).again, 2);
	place_put(p, "2", PLAIN("4"));
	assert_int_equal(world_totals(&p->device).again, 1);
	MUST(store_rebuild(p->device.store, &e));
	assert_int_equal(world_totals(&p->device).again, 1);
	world_assert_sound(&p->device);
}

static void a_visit_outside_the_drive_is_told(void **state)
{
	struct place *p = *state;
	place_put(p, "1", PLAIN("4") "|visited_on=2025-10-29");
	place_put(p, "2", PLAIN("4") "|visited_on=2025-10-30");
	place_put(p, "3", PLAIN("4") "|visited_on=2025-12-15");
	place_put(p, "4", PLAIN("4") "|visited_on=2025-12-16");
	place_put(p, "5", "status=absent|visited_on=1970-01-01");
	assert_string_equal(place_at_door(p), "1 date_outside; 4 date_outside; 5 date_outside");
	assert_int_equal(world_totals(&p->device).warned_at_door, 3);
}

/* --- several on one device --- */

static void five_the_same_in_a_row_are_told_to_the_reviewer_only(void **state)
{
	struct place *p = *state;
	const char *const number[] = {"1", "2", "3", "4"};
	for (size_t i = 0; i < 4; i++, p->at += 60)
		place_put(p, number[i], PLAIN("3"));
	assert_string_equal(place_at_commune(p), "");
	place_put(p, "9", "status=absent"); /* nobody asked: it neither adds to the row nor ends it */
	place_put(p, "5", PLAIN("3"));
	assert_string_equal(place_at_door(p), "");
	assert_string_equal(place_at_commune(p), "1 identical_in_a_row");
	place_approve(p, "1");
	assert_string_equal(place_at_commune(p), "");
	p->at += 60;
	place_put(p, "3", PLAIN("5"));
	assert_string_equal(place_at_commune(p), ""); /* four are left */
}

static void another_household_between_ends_the_row(void **state)
{
	struct place *p = *state;
	const char *const number[] = {"1", "2", "3", "9", "4", "5"};
	for (size_t i = 0; i < 6; i++, p->at += 60)
		place_put(p, number[i], i == 3 ? PLAIN("4") : PLAIN("3"));
	assert_string_equal(place_at_commune(p), "");
}

static void ten_under_five_seconds_apart_are_told(void **state)
{
	struct place *p = *state;
	place_put_many(p, 1, 9, 4);
	assert_string_equal(place_at_commune(p), "");
	p->at++; /* five since the ninth */
	place_put_many(p, 10, 9, 4);
	assert_string_equal(place_at_commune(p), "");
	place_put_many(p, 19, 1, 4);
	assert_string_equal(place_at_commune(p), "10 quick_in_a_row");
	assert_string_equal(place_at_door(p), "");
	place_approve(p, "10");
	assert_string_equal(place_at_commune(p), "");
}

static void one_household_written_ten_times_is_no_row(void **state)
{
	struct place *p = *state;
	for (int i = 0; i < 12; i++) {
		place_put(p, i % 2 ? "1" : "2", i % 3 ? PLAIN("3") : PLAIN("4"));
		p->at++;
	}
	assert_string_equal(place_at_commune(p), "");
}

static void a_list_imported_at_once_is_not_called_quick(void **state)
{
	struct place *p = *state;
	place_put_many(p, 1, 100, 0);
	assert_string_equal(place_at_commune(p), "");
	p->at += 60;
	place_put_many(p, 101, 99, 0); /* so many a person with a script may have typed */
	assert_string_equal(place_at_commune(p), "101 quick_in_a_row");
}

static void a_clock_that_went_back_is_told(void **state)
{
	struct place *p = *state;
	place_put(p, "1", PLAIN("3"));
	place_put(p, "2", PLAIN("4")); /* in the same second */
	assert_string_equal(place_at_commune(p), "");
	p->at--;
	place_put(p, "3", PLAIN("3"));
	assert_string_equal(place_at_commune(p), "3 clock_behind");
	place_put(p, "4", PLAIN("4"));
	p->at -= 100;
	place_put(p, "5", PLAIN("3"));
	assert_string_equal(place_at_commune(p), "3 clock_behind"); /* once for a device */
}

static void one_label_and_the_same_figures_are_told_on_the_device(void **state)
{
	struct place *p = *state;
	struct id key;
	bool known;
	const char *const label[] = {"nhà cổng xanh", "Nhà  CỔNG xanh", "nhà cổng xanh", "nhà cổng đỏ"};
	place_put(p, "1", PLAIN("3"));
	place_put(p, "2", PLAIN("3"));
	place_put(p, "3", PLAIN("4"));
	place_put(p, "4", PLAIN("3"));
	MUST(store_begin(p->device.store, &e));
	for (size_t i = 0; i < 4; i++) {
		char number[2] = {(char)('1' + i), '\0'};
		MUST(store_key_for_number(p->device.store, WORLD_HAMLET, number, &key, &known, &e));
		MUST(store_set_label(p->device.store, WORLD_HAMLET, key, label[i], &e));
	}
	MUST(store_commit(p->device.store, &e));
	assert_string_equal(place_at_door(p), "2 same_label_and_counts");
	assert_string_equal(place_at_commune(p), "");
	place_put(p, "2", PLAIN("5"));
	assert_string_equal(place_at_door(p), "");
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
	const struct CMUnitTest tests[] = {
		T(a_household_is_warned_of_until_it_is_approved_or_put_right),
		T(who_must_be_visited_again_is_counted),
		T(a_visit_outside_the_drive_is_told),
		T(five_the_same_in_a_row_are_told_to_the_reviewer_only),
		T(another_household_between_ends_the_row),
		T(ten_under_five_seconds_apart_are_told),
		T(one_household_written_ten_times_is_no_row),
		T(a_list_imported_at_once_is_not_called_quick),
		T(a_clock_that_went_back_is_told),
		T(one_label_and_the_same_figures_are_told_on_the_device),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
