/* test_warnings.c - each warning at its edge, just inside and just outside; who is shown it; what silences it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_queue.h>
#include <tungnha/app_warnings.h>
#include <tungnha/store_acts.h>

#include "../support/door.h"
#include "../support/world.h"

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		char sentence[600] = "";                                                                               \
		int rc = (call);                                                                                       \
		if (rc != 0)                                                                                           \
			err_sentence(&e, LANG_EN, sentence, sizeof sentence);                                          \
		if (rc != 0)                                                                                           \
			fail_msg("%s: %s", #call, sentence);                                                           \
	} while (0)

#define NOON 1762923600 /* 2025-11-12T12:00:00+07:00, a Wednesday of 2025-W46 */
#define WEEK (7 * 86400)

/* A commune, and one hamlet's device whose wall clock the test sets. */
struct place {
	struct world w;
	struct node device;
	int64_t at;
};

/* Written on the device at p->at; `typed` as in door.h, without the number. */
static void write_only(struct place *p, const char *number, const char *typed)
{
	struct form_record r;
	const struct form *f;
	struct id key;
	bool known;
	struct store_author a = {.by = "Lan", .at = p->at};
	char *line = alloc_print("household_no=%s|%s", number, typed);
	form_record_init(&r);
	MUST(store_form(p->device.store, NULL, &f, &e));
	MUST(door_apply(f, NULL, line, LANG_VI, &r, &e));
	MUST(store_key_for_number(p->device.store, WORLD_HAMLET, number, &key, &known, &e));
	MUST(store_write_record(p->device.store, WORLD_HAMLET, key, f, &r, &a, NULL, &e));
	form_record_free(&r);
	free(line);
}

static void put(struct place *p, const char *number, const char *typed)
{
	MUST(store_begin(p->device.store, &e));
	write_only(p, number, typed);
	MUST(store_commit(p->device.store, &e));
}

static int begin(void **state)
{
	struct place *p = alloc_zero(1, sizeof *p);
	world_begin(&p->w);
	p->w.now = NOON;
	p->at = NOON;
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	world_device(&p->w, &v, &p->device);
	/* Most of the list is not visited yet: nobody asks why it is not reviewed. */
	MUST(store_begin(p->device.store, &e));
	for (int i = 900; i < 960; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i);
		write_only(p, number, "status=not_visited");
	}
	MUST(store_commit(p->device.store, &e));
	p->at += 60;
	*state = p;
	return 0;
}

static int end(void **state)
{
	struct place *p = *state;
	world_close(&p->device);
	world_end(&p->w);
	free(p);
	return 0;
}

#define PLAIN(persons) "persons=" persons "|vneid=1|no_vneid=0|online_dossiers=0|eresult_dossiers=0|rated=no|note=x"

/* Households numbered `from` on, `seconds` apart, each unlike the one before. */
static void put_many(struct place *p, int from, int count, int seconds)
{
	MUST(store_begin(p->device.store, &e));
	for (int i = from; i < from + count; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i);
		write_only(p, number, i % 2 ? PLAIN("3") : PLAIN("4"));
		p->at += seconds;
	}
	MUST(store_commit(p->device.store, &e));
}

/* "12 persons_many; 3 …": number and rule of everything found, "- rule" for the unit. */
static const char *listed(struct app_warnings *w)
{
	static char out[2000];
	out[0] = '\0';
	for (size_t i = 0; i < w->count; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s %s", i ? "; " : "",
			w->item[i].number[0] ? w->item[i].number : "-", w->item[i].rule);
	app_warnings_free(w);
	return out;
}

static const char *at_door(struct place *p)
{
	struct app_warnings w;
	MUST(app_warnings(p->device.store, WORLD_HAMLET, APP_AT_DOOR, LANG_VI, p->at, &w, &e));
	return listed(&w);
}

/* What the commune's reviewer is shown once the device was heard. */
static const char *at_commune(struct place *p)
{
	struct app_warnings w;
	world_exchange(&p->w, &p->device);
	MUST(app_warnings(p->w.hub.store, WORLD_HAMLET, APP_REVIEWER, LANG_VI, p->at, &w, &e));
	return listed(&w);
}

static int64_t warned(struct place *p)
{
	int64_t n;
	MUST(app_warned(p->w.hub.store, WORLD_HAMLET, &n, &e));
	return n;
}

static struct id key_of(struct place *p, const char *number)
{
	struct id key;
	bool known;
	MUST(store_key_for_number(p->w.hub.store, WORLD_HAMLET, number, &key, &known, &e));
	assert_true(known);
	return key;
}

static void approve(struct place *p, const char *number)
{
	char text[NAME_TEXT];
	struct store_household h;
	struct id key = key_of(p, number);
	cJSON *fields = cJSON_CreateObject();
	MUST(store_household(p->w.hub.store, WORLD_HAMLET, key, &h, &e));
	cJSON_AddStringToObject(fields, "decision", "approve");
	cJSON_AddStringToObject(fields, "entry", name_text(&h.entry, text));
	store_household_free(&h);
	world_act(&p->w, ENTRY_REVIEW, &key, fields);
}

/* --- one household --- */

static void a_household_is_warned_of_until_it_is_approved_or_put_right(void **state)
{
	struct place *p = *state;
	struct store_totals t;
	put(p, "1", PLAIN("12"));
	assert_string_equal(at_door(p), "");
	put(p, "2", PLAIN("13"));
	assert_string_equal(at_door(p), "2 persons_many");
	assert_string_equal(at_commune(p), "2 persons_many");
	assert_int_equal(warned(p), 1);
	approve(p, "2");
	assert_string_equal(at_commune(p), "");
	assert_int_equal(warned(p), 0);
	put(p, "2", PLAIN("14"));
	assert_string_equal(at_commune(p), "2 persons_many");
	assert_int_equal(warned(p), 1);
	put(p, "2", PLAIN("4"));
	assert_string_equal(at_commune(p), "");
	assert_int_equal(warned(p), 0);
	t = world_totals(&p->w.hub);
	assert_true(t.warned == 0 && t.warned_at_door == 0 && t.again == 0);
	world_assert_sound(&p->w.hub);
}

static void who_must_be_visited_again_is_counted(void **state)
{
	struct place *p = *state;
	put(p, "1", PLAIN("4"));
	put(p, "2", "status=absent");
	put(p, "3", "persons=4|vneid=?|no_vneid=1|online_dossiers=0|eresult_dossiers=0|rated=no|note=x");
	put(p, "4", "status=refused");
	put(p, "5", "status=not_visited");
	assert_int_equal(world_totals(&p->device).again, 2);
	world_exchange(&p->w, &p->device);
	assert_int_equal(world_totals(&p->w.hub).again, 2);
	put(p, "2", PLAIN("4"));
	assert_int_equal(world_totals(&p->device).again, 1);
	MUST(store_rebuild(p->device.store, &e));
	assert_int_equal(world_totals(&p->device).again, 1);
	world_assert_sound(&p->device);
}

static void a_visit_outside_the_drive_is_told(void **state)
{
	struct place *p = *state;
	put(p, "1", PLAIN("4") "|visited_on=2025-10-29");
	put(p, "2", PLAIN("4") "|visited_on=2025-10-30");
	put(p, "3", PLAIN("4") "|visited_on=2025-12-15");
	put(p, "4", PLAIN("4") "|visited_on=2025-12-16");
	put(p, "5", "status=absent|visited_on=1970-01-01");
	assert_string_equal(at_door(p), "1 date_outside; 4 date_outside; 5 date_outside");
	assert_int_equal(world_totals(&p->device).warned_at_door, 3);
}

/* --- several on one device --- */

static void five_the_same_in_a_row_are_told_to_the_reviewer_only(void **state)
{
	struct place *p = *state;
	const char *const number[] = {"1", "2", "3", "4"};
	for (size_t i = 0; i < 4; i++, p->at += 60)
		put(p, number[i], PLAIN("3"));
	assert_string_equal(at_commune(p), "");
	put(p, "9", "status=absent"); /* nobody asked: it neither adds to the row nor ends it */
	put(p, "5", PLAIN("3"));
	assert_string_equal(at_door(p), "");
	assert_string_equal(at_commune(p), "1 identical_in_a_row");
	approve(p, "1");
	assert_string_equal(at_commune(p), "");
	p->at += 60;
	put(p, "3", PLAIN("5"));
	assert_string_equal(at_commune(p), ""); /* four are left */
}

static void another_household_between_ends_the_row(void **state)
{
	struct place *p = *state;
	const char *const number[] = {"1", "2", "3", "9", "4", "5"};
	for (size_t i = 0; i < 6; i++, p->at += 60)
		put(p, number[i], i == 3 ? PLAIN("4") : PLAIN("3"));
	assert_string_equal(at_commune(p), "");
}

static void ten_under_five_seconds_apart_are_told(void **state)
{
	struct place *p = *state;
	put_many(p, 1, 9, 4);
	assert_string_equal(at_commune(p), "");
	p->at++; /* five since the ninth */
	put_many(p, 10, 9, 4);
	assert_string_equal(at_commune(p), "");
	put_many(p, 19, 1, 4);
	assert_string_equal(at_commune(p), "10 quick_in_a_row");
	assert_string_equal(at_door(p), "");
	approve(p, "10");
	assert_string_equal(at_commune(p), "");
}

static void one_household_written_ten_times_is_no_row(void **state)
{
	struct place *p = *state;
	for (int i = 0; i < 12; i++) {
		put(p, i % 2 ? "1" : "2", i % 3 ? PLAIN("3") : PLAIN("4"));
		p->at++;
	}
	assert_string_equal(at_commune(p), "");
}

static void a_list_imported_at_once_is_not_called_quick(void **state)
{
	struct place *p = *state;
	put_many(p, 1, 100, 0);
	assert_string_equal(at_commune(p), "");
	p->at += 60;
	put_many(p, 101, 99, 0); /* so many a person with a script may have typed */
	assert_string_equal(at_commune(p), "101 quick_in_a_row");
}

static void a_clock_that_went_back_is_told(void **state)
{
	struct place *p = *state;
	put(p, "1", PLAIN("3"));
	put(p, "2", PLAIN("4")); /* in the same second */
	assert_string_equal(at_commune(p), "");
	p->at--;
	put(p, "3", PLAIN("3"));
	assert_string_equal(at_commune(p), "3 clock_behind");
	put(p, "4", PLAIN("4"));
	p->at -= 100;
	put(p, "5", PLAIN("3"));
	assert_string_equal(at_commune(p), "3 clock_behind"); /* once for a device */
}

static void one_label_and_the_same_figures_are_told_on_the_device(void **state)
{
	struct place *p = *state;
	struct id key;
	bool known;
	const char *const label[] = {"nhà cổng xanh", "Nhà  CỔNG xanh", "nhà cổng xanh", "nhà cổng đỏ"};
	put(p, "1", PLAIN("3"));
	put(p, "2", PLAIN("3"));
	put(p, "3", PLAIN("4"));
	put(p, "4", PLAIN("3"));
	MUST(store_begin(p->device.store, &e));
	for (size_t i = 0; i < 4; i++) {
		char number[2] = {(char)('1' + i), '\0'};
		MUST(store_key_for_number(p->device.store, WORLD_HAMLET, number, &key, &known, &e));
		MUST(store_set_label(p->device.store, WORLD_HAMLET, key, label[i], &e));
	}
	MUST(store_commit(p->device.store, &e));
	assert_string_equal(at_door(p), "2 same_label_and_counts");
	assert_string_equal(at_commune(p), "");
	put(p, "2", PLAIN("5"));
	assert_string_equal(at_door(p), "");
}

/* --- against the last report --- */

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
		put(p, number, i % 2 ? PLAIN("4") : PLAIN("3"));
	}
	put(p, "10", last);
	p->at += 60;
}

static void figures_lower_than_the_last_report_are_told(void **state)
{
	struct place *p = *state;
	ten_households(p, PLAIN("4"));
	submit(p, "2025-W45");
	assert_string_equal(at_door(p), "");
	put(p, "10", PLAIN("3"));
	assert_string_equal(at_door(p), "- total_falls");
	assert_string_equal(at_commune(p), "- total_falls");
	submit(p, "2025-W46"); /* of the running week: the report before it still counts */
	assert_string_equal(at_door(p), "- total_falls");
	p->at += WEEK;
	assert_string_equal(at_door(p), "");
	p->at = 1000; /* a machine that does not know the date compares nothing */
	assert_string_equal(at_door(p), "");
}

static void figures_a_third_above_the_last_report_are_told(void **state)
{
	struct place *p = *state;
	ten_households(p, PLAIN("4"));
	submit(p, "2025-W45");
	put(p, "11", PLAIN("4")), put(p, "12", PLAIN("3")),
		put(p, "13", PLAIN("3")); /* 13 households; 36 → 46 persons */
	assert_string_equal(at_door(p), "");
	put(p, "12", PLAIN("4"));
	assert_string_equal(at_door(p), "- total_grows"); /* 47: more than 46,8 */
	put(p, "12", PLAIN("3"));
	assert_string_equal(at_door(p), "");
}

static void a_statement_goes_before_what_was_declared(void **state)
{
	struct place *p = *state;
	struct app_doubts d;
	struct store_author a = {.by = "", .at = NOON};
	ten_households(p, PLAIN("4"));
	submit(p, "2025-W45");
	put(p, "10", PLAIN("3"));
	world_exchange(&p->w, &p->device);
	MUST(store_begin(p->w.hub.store, &e));
	MUST(store_write_statement(p->w.hub.store, "2025-W45", NULL, 0, &a, NULL, &e));
	MUST(store_commit(p->w.hub.store, &e));
	assert_string_equal(at_commune(p), ""); /* closed with what was corrected since */
	put(p, "10", PLAIN("2"));
	assert_string_equal(at_commune(p), "- total_falls");
	MUST(app_doubts(p->w.hub.store, LANG_VI, p->at, &d, &e));
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

/* --- the queue --- */

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
	put(p, "1", PLAIN("4"));
	world_exchange(&p->w, &p->device);
	world_exchange(&p->w, &other);
	struct id key = key_of(p, "1");
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

/* --- a row on paper says nothing about what it does not give --- */

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
	assert_string_equal(listed(&w), "");
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)
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
		T(figures_lower_than_the_last_report_are_told),
		T(figures_a_third_above_the_last_report_are_told),
		T(a_statement_goes_before_what_was_declared),
		T(names_that_look_alike_are_told_once),
		T(two_lost_decisions_are_listed_until_a_person_decides),
		T(a_paper_row_is_judged_by_what_it_gives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
