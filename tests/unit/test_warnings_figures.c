/* test_warnings_figures.c - warnings about the sums of a hamlet: against the last report, names that look alike, a row
 * on paper; and the queue. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_queue.h>
#include <tungnha/app_warnings.h>
#include <tungnha/store_acts.h>

#include "../support/place.h"

static void submit(struct place *p, const char *period)
{
	struct store_author a = {.by = "Lan", .at = p->at};
	MUST(store_begin(p->device.store, &e));
	MUST(store_write_submit(p->device.store, WORLD_HAMLET, period, &a, NULL, &e));
	MUST(store_commit(p->device.store, &e));
}

/* Ten households of ten persons are 100: one more or less is a hundredth. */
static void ten_households(struct place *p, const char *last)
{
	for (int i = 1; i < 10; i++, p->at += 60) {
		char number[2] = {(char)('0' + i), '\0'};
		place_put(p, number, i % 2 ? PLAIN("4") : PLAIN("3"));
	}
	place_put(p, "10", last);
	p->at += 60;
}

static void figures_lower_than_the_last_report_are_told(void **state)
{
	struct place *p = *state;
	ten_households(p, PLAIN("4"));
	submit(p, "2025-W45");
	assert_string_equal(place_at_door(p), "");
	place_put(p, "10", PLAIN("3"));
	assert_string_equal(place_at_door(p), "- total_falls");
	assert_string_equal(place_at_commune(p), "- total_falls");
	submit(p, "2025-W46"); /* of the running week: the report before it still counts */
	assert_string_equal(place_at_door(p), "- total_falls");
	p->at += WEEK;
	assert_string_equal(place_at_door(p), "");
	p->at = 1000; /* a machine that does not know the date compares nothing */
	assert_string_equal(place_at_door(p), "");
}

static void figures_a_third_above_the_last_report_are_told(void **state)
{
	struct place *p = *state;
	ten_households(p, PLAIN("4"));
	submit(p, "2025-W45");
	place_put(p, "11", PLAIN("4")), place_put(p, "12", PLAIN("3")),
		place_put(p, "13", PLAIN("3")); /* 13 households; 36 → 46 persons */
	assert_string_equal(place_at_door(p), "");
	place_put(p, "12", PLAIN("4"));
	assert_string_equal(place_at_door(p), "- total_grows"); /* 47: more than 46,8 */
	place_put(p, "12", PLAIN("3"));
	assert_string_equal(place_at_door(p), "");
}

static void a_statement_goes_before_what_was_declared(void **state)
{
	struct place *p = *state;
	struct app_doubts d;
	struct store_author a = {.by = "", .at = NOON};
	ten_households(p, PLAIN("4"));
	submit(p, "2025-W45");
	place_put(p, "10", PLAIN("3"));
	world_exchange(&p->w, &p->device);
	MUST(store_begin(p->w.hub.store, &e));
	MUST(store_write_statement(p->w.hub.store, "2025-W45", NULL, 0, &a, NULL, &e));
	MUST(store_commit(p->w.hub.store, &e));
	assert_string_equal(place_at_commune(p), ""); /* closed with what was corrected since */
	place_put(p, "10", PLAIN("2"));
	assert_string_equal(place_at_commune(p), "- total_falls");
	MUST(app_doubts(p->w.hub.store, NULL, LANG_VI, p->at, &d, &e));
	assert_int_equal(d.total.figures.count, 1);
	assert_string_equal(d.total.figures.item[0].rule, "total_falls");
	assert_non_null(strstr(d.total.figures.item[0].sentence, "Số khẩu 35 → 34"));
	app_doubts_free(&d);
}

static void names_that_look_alike_are_told_once(void **state)
{
	struct place *p = *state;
	struct unit u[] = {{.code = "c", .name = "Xóm Hoà", .parent = "p"},
		{.code = "b", .name = "Xóm Hòa", .parent = "p"}, {.code = "a", .name = "Xóm Hóa", .parent = "q"},
		{.code = "d", .name = "Xóm Lũng 1", .parent = "p"}, {.code = "e", .name = "Xóm Lũng 2", .parent = "p"}};
	struct app_warnings w = {0};
	const struct form *f;
	MUST(store_form(p->w.hub.store, NULL, &f, &e));
	app_warnings_names(f, u, sizeof u / sizeof *u, LANG_VI, &w);
	assert_int_equal(w.count, 1);
	assert_string_equal(w.item[0].unit, "c");
	assert_non_null(strstr(w.item[0].sentence, "Xóm Hòa (b), Xóm Hoà (c)"));
	app_warnings_free(&w);
}

static void decide(struct place *p, struct id key, const struct name *saw, const char *decision)
{
	char text[NAME_TEXT];
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "decision", decision);
	cJSON_AddStringToObject(fields, "entry", name_text(saw, text));
	world_act(&p->w, ENTRY_REVIEW, &key, fields);
}

static size_t queued(struct place *p, enum app_queue_kind kind)
{
	struct app_queue q;
	size_t n = 0;
	MUST(app_queue(p->w.hub.store, NULL, LANG_VI, p->at, &q, &e));
	for (size_t i = 0; i < q.count; i++)
		n += q.item[i].kind == kind;
	app_queue_free(&q);
	return n;
}

/* The hub decides, is restored, decides otherwise, is restored again; both decisions come home with two devices. */
static void two_lost_decisions_are_listed_until_a_person_decides(void **state)
{
	struct place *p = *state;
	struct node backup, other;
	struct store_household h;
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	world_device(&p->w, &v, &other);
	place_put(p, "1", PLAIN("4"));
	world_exchange(&p->w, &p->device);
	world_exchange(&p->w, &other);
	struct id key = place_key_of(p, "1");
	MUST(store_household(p->w.hub.store, WORLD_HAMLET, key, &h, &e));
	world_copy(&p->w, &p->w.hub, &backup);
	decide(p, key, &h.entry, "approve");
	world_exchange(&p->w, &p->device);
	world_roll_back(&p->w.hub, &backup);
	decide(p, key, &h.entry, "return");
	world_exchange(&p->w, &other);
	assert_int_equal(queued(p, QUEUE_LOST), 0);
	world_roll_back(&p->w.hub, &backup);
	world_exchange(&p->w, &p->device);
	world_exchange(&p->w, &other);
	assert_int_equal(queued(p, QUEUE_LOST), 1);
	decide(p, key, &h.entry, "approve");
	assert_int_equal(queued(p, QUEUE_LOST), 0);
	store_household_free(&h);
	world_close(&backup);
	world_close(&other);
}

static void a_paper_row_is_judged_by_what_it_gives(void **state)
{
	struct place *p = *state;
	struct app_warnings w;
	cJSON *fields = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(fields, "columns");
	cJSON_AddStringToObject(fields, "date", "2025-11-12");
	cJSON_AddNumberToObject(columns, "households", 50);
	cJSON_AddStringToObject(fields, "source", "phiếu giấy");
	cJSON_AddStringToObject(fields, "use", "paper");
	world_act(&p->w, ENTRY_ROW, NULL, fields);
	MUST(app_warnings(p->w.hub.store, WORLD_HAMLET, APP_REVIEWER, LANG_VI, p->at, &w, &e));
	assert_string_equal(place_listed(&w), "");
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
	const struct CMUnitTest tests[] = {
		T(figures_lower_than_the_last_report_are_told),
		T(figures_a_third_above_the_last_report_are_told),
		T(a_statement_goes_before_what_was_declared),
		T(names_that_look_alike_are_told_once),
		T(two_lost_decisions_are_listed_until_a_person_decides),
		T(a_paper_row_is_judged_by_what_it_gives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
