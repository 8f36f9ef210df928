/* test_hub_decisions.c - what a commune decides where a scenario cannot reach: many versions, two lost branches,
 * entries of one name, a version that counts only because it was accepted. */
#include "../support/author.h"

#include <tungnha/app_decide.h>
#include <tungnha/json.h>

static void name_unit(struct store *hub, const char *code, const char *name, const char *parent)
{
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "code", code);
	cJSON_AddStringToObject(f, "from", "");
	cJSON_AddStringToObject(f, "level", *parent ? "hamlet" : "commune");
	cJSON_AddNullToObject(f, "listed");
	cJSON_AddStringToObject(f, "name", name);
	cJSON_AddStringToObject(f, "parent", parent);
	cJSON_AddObjectToObject(f, "predecessors");
	author_act(hub, ENTRY_UNIT, NULL, f);
}

static struct store *commune(void **state, const char *name)
{
	struct store *hub = author_hub(*state, name);
	name_unit(hub, SHELF_OWN, "Xã Phú Lạc", "");
	name_unit(hub, SHELF_UNIT, "Xóm 11", SHELF_OWN);
	return hub;
}

static const char *text_of(struct name n, char out[static NAME_TEXT])
{
	return name_text(&n, out);
}

/* A device's line of one record, taken by the hub. */
static struct line *said(struct store *hub, unsigned char seed, const char *number, int persons)
{
	struct author a = author_new(seed);
	struct line *l = line_new(&a, SHELF_UNIT, 1, seed);
	author_admit(hub, &a);
	line_record(l, number, persons, 1, (const struct name *const[]){NULL});
	assert_int_equal(line_take(hub, NULL, l, 1, 1).taken, TAKEN_NEW);
	return l;
}

static int resolve(struct store *hub, struct app_resolve r, text_id why)
{
	struct app_resolved done;
	struct err e = {.text = TEXT_NONE};
	int rc = app_decide_conflict(hub, &r, &done, &e);
	if (rc != 0)
		assert_string_equal(text_name(e.text), text_name(why));
	else
		assert_ptr_equal(why, TEXT_NONE);
	return rc == 0 ? done.written : -1;
}

static void of_three_versions_the_one_that_stays_must_be_named(void **state)
{
	struct store *hub = commune(state, "hub");
	struct line *a = said(hub, 1, "7", 3), *b = said(hub, 2, "7", 4), *c = said(hub, 3, "7", 5),
		    *u = said(hub, 4, "7", -1);
	char three[NAME_TEXT], five[NAME_TEXT], unvisited[NAME_TEXT];
	struct app_resolve r = {
		.unit = SHELF_UNIT, .number = "7", .renumber = text_of(line_name(c, 1), five), .changed = "70"};
	assert_int_equal(author_heads(hub, "7"), 4);
	assert_ptr_equal(resolve(hub, r, TEXT_DECIDE_WHICH_STAYS), -1);
	r.keep = five;
	assert_ptr_equal(resolve(hub, r, TEXT_DECIDE_NOT_A_VERSION), -1);
	assert_int_equal(author_heads(hub, "7"), 4);
	r.keep = text_of(line_name(a, 1), three);
	assert_ptr_equal(resolve(hub, r, TEXT_NONE), 1);
	assert_int_equal(author_heads(hub, "7"), 1);
	assert_int_equal(author_persons(hub, "7"), 3);
	assert_int_equal(author_persons(hub, "70"), 5);
	/* "not visited" stands against nothing: it is no version to choose between */
	struct line *d = said(hub, 5, "8", 2), *n = said(hub, 6, "8", -1);
	r = (struct app_resolve){.unit = SHELF_UNIT, .number = "8", .keep = text_of(line_name(n, 1), unvisited)};
	assert_ptr_equal(resolve(hub, r, TEXT_DECIDE_NO_CONFLICT), -1);
	assert_int_equal(author_persons(hub, "8"), 2);
	shelf_sound(hub);
	line_free(a);
	line_free(b);
	line_free(c);
	line_free(d);
	line_free(n);
	line_free(u);
	store_close(hub);
}

static void a_version_accepted_against_the_rules_can_be_kept(void **state)
{
	struct store *hub = commune(state, "hub");
	struct line *a = said(hub, 1, "7", 0), *b = said(hub, 2, "7", 4); /* nobody lives there: against the rules */
	char zero[NAME_TEXT];
	assert_int_equal(author_held(hub, line_name(a, 1)), 4);
	author_decide(hub, true, line_name(a, 1));
	assert_true(author_conflict(hub, "7"));
	struct app_resolve r = {.unit = SHELF_UNIT, .number = "7", .keep = text_of(line_name(a, 1), zero)};
	assert_ptr_equal(resolve(hub, r, TEXT_NONE), 1);
	assert_false(author_conflict(hub, "7"));
	assert_int_equal(author_persons(hub, "7"), 0);
	assert_ptr_equal(resolve(hub, r, TEXT_NONE), 0);
	shelf_sound(hub);
	line_free(a);
	line_free(b);
	store_close(hub);
}

/* A void may be the version that is kept; it is no household to be given a number. */
static void a_void_can_be_kept_but_not_renumbered(void **state)
{
	struct store *hub = commune(state, "hub");
	struct author one = author_new(1);
	struct line *a = line_new(&one, SHELF_UNIT, 1, 1), *b = said(hub, 2, "7", 4);
	char text[NAME_TEXT];
	struct name first = line_record(a, "7", 3, 1, (const struct name *const[]){NULL});
	struct name gone = line_void(a, "7", 2, (const struct name *const[]){&first, NULL});
	author_admit(hub, &one);
	line_take(hub, NULL, a, 1, 2);
	assert_true(author_conflict(hub, "7"));
	struct app_resolve r = {.unit = SHELF_UNIT, .number = "7", .renumber = text_of(gone, text), .changed = "70"};
	assert_ptr_equal(resolve(hub, r, TEXT_DECIDE_NOT_A_HOUSEHOLD), -1);
	r = (struct app_resolve){.unit = SHELF_UNIT, .number = "7", .keep = text, .reason = "đã chuyển đi"};
	assert_ptr_equal(resolve(hub, r, TEXT_NONE), 1);
	assert_int_equal(author_persons(hub, "7"), -1);
	shelf_sound(hub);
	line_free(a);
	line_free(b);
	store_close(hub);
}

static int hold(struct store *hub, bool accept, const char *entry, text_id why)
{
	struct app_hold h = {.entry = entry, .accept = accept, .reason = "thử"};
	struct app_hold_done done;
	struct err e = {.text = TEXT_NONE};
	int rc = app_decide_held(hub, &h, &done, &e);
	if (rc != 0)
		assert_string_equal(text_name(e.text), text_name(why));
	else
		assert_ptr_equal(why, TEXT_NONE);
	return rc == 0 ? done.written : -1;
}

static void two_held_entries_of_one_name_are_told_apart_by_their_hash(void **state)
{
	struct store *hub = commune(state, "hub");
	struct author one = author_new(1);
	struct line *a = line_new(&one, SHELF_UNIT, 1, 1), *b;
	char text[NAME_TEXT], bare[NAME_TEXT];
	author_admit(hub, &one);
	line_record(a, "1", 3, 1, (const struct name *const[]){NULL});
	b = line_fork(a, 1);
	line_record(a, "2", 0, 1, (const struct name *const[]){NULL});
	line_record(b, "3", 0, 1, (const struct name *const[]){NULL});
	line_take(hub, NULL, a, 1, 2);
	line_take(hub, NULL, b, 1, 2);
	snprintf(bare, sizeof bare, "%.18s", text_of(line_name(a, 2), text));
	assert_ptr_equal(hold(hub, true, bare, TEXT_DECIDE_AMBIGUOUS), -1);
	assert_ptr_equal(hold(hub, true, text, TEXT_NONE), 1);
	assert_int_equal(author_held(hub, line_name(a, 2)), 0);
	assert_int_equal(author_held(hub, line_name(b, 2)), 4);
	assert_ptr_equal(hold(hub, true, bare, TEXT_NONE), 1); /* only one is held now */
	assert_ptr_equal(hold(hub, false, bare, TEXT_DECIDE_AMBIGUOUS), -1);
	assert_ptr_equal(hold(hub, false, text, TEXT_NONE), 1);
	assert_ptr_equal(hold(hub, false, text, TEXT_NONE), 0);
	assert_int_equal(author_held(hub, line_name(a, 2)), 7);
	shelf_sound(hub);
	line_free(a);
	line_free(b);
	store_close(hub);
}

static void some_rules_no_decision_overrides(void **state)
{
	struct store *hub = commune(state, "hub");
	struct author stranger = author_new(1), known = author_new(2);
	struct line *a = line_new(&stranger, SHELF_UNIT, 1, 1), *b = line_new(&known, SHELF_UNIT, 1, 2);
	struct name nowhere = {.journal = {{9}}, .seq = 4};
	char text[NAME_TEXT];
	author_admit(hub, &known);
	line_record(a, "1", 3, 1, (const struct name *const[]){NULL});
	line_bytes(b, "{}", 2);
	line_record(b, "2", 3, 5, (const struct name *const[]){&nowhere, NULL});
	line_take(hub, NULL, a, 1, 1);
	line_take(hub, NULL, b, 1, 2);
	assert_ptr_equal(hold(hub, true, text_of(line_name(a, 1), text), TEXT_DECIDE_STRANGER), -1);
	assert_ptr_equal(hold(hub, false, text, TEXT_NONE), 1); /* should its device be accepted, it stays out */
	assert_ptr_equal(hold(hub, true, text_of(line_name(b, 1), text), TEXT_DECIDE_MALFORMED), -1);
	assert_ptr_equal(hold(hub, false, text, TEXT_DECIDE_MALFORMED), -1);
	assert_ptr_equal(hold(hub, true, text_of(line_name(b, 2), text), TEXT_NONE), 1); /* only a parent is missing */
	assert_int_equal(author_persons(hub, "2"), 3);
	author_admit(hub, &stranger);
	assert_int_equal(author_held(hub, line_name(a, 1)), 7);
	assert_ptr_equal(hold(hub, true, text_of(line_name(a, 1), text), TEXT_NONE), 1);
	assert_int_equal(author_persons(hub, "1"), 3);
	shelf_sound(hub);
	line_free(a);
	line_free(b);
	store_close(hub);
}

/* --- decided before and after a restored copy --- */

static cJSON *review_fields(const char *decision, struct name saw)
{
	char text[NAME_TEXT];
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "decision", decision);
	cJSON_AddStringToObject(f, "entry", name_text(&saw, text));
	return f;
}

static void two_lost_resolutions_are_a_conflict_to_be_settled(void **state)
{
	struct store *hub = commune(state, "hub");
	struct author me = author_of(hub);
	struct line *a = said(hub, 1, "7", 3), *b = said(hub, 2, "7", 5), *lost = line_new(&me, SHELF_UNIT, 9, 0xee);
	struct name three = line_name(a, 1), five = line_name(b, 1);
	char text[NAME_TEXT];
	line_record(lost, "7", 5, 2,
		(const struct name *const[]){&three, &five, NULL}); /* as decided before it was restored */
	struct app_resolve r = {.unit = SHELF_UNIT, .number = "7", .keep = text_of(three, text)};
	assert_ptr_equal(resolve(hub, r, TEXT_NONE), 1);
	assert_int_equal(author_persons(hub, "7"), 3);
	line_take(hub, NULL, lost, 1, 1); /* a node brings it back */
	assert_true(author_conflict(hub, "7"));
	assert_int_equal(author_heads(hub, "7"), 2);
	r.keep = text_of(line_name(lost, 1), text);
	assert_ptr_equal(resolve(hub, r, TEXT_NONE), 1);
	assert_int_equal(author_persons(hub, "7"), 5);
	shelf_sound(hub);
	line_free(a);
	line_free(b);
	line_free(lost);
	store_close(hub);
}

/* What the hub decided since stands again over what came back and did not know of it: reviews and rows like locks. */
static void reviews_and_rows_are_stated_again_too(void **state)
{
	struct store *hub = commune(state, "hub");
	struct author me = author_of(hub);
	struct line *a = said(hub, 1, "7", 3), *lost = line_new(&me, SHELF_UNIT, 9, 0xee);
	struct id key = line_key("7");
	struct app_reviewed reviewed;
	struct store_review now;
	struct store_row row;
	struct name *d;
	size_t n, again = 0;
	struct entry returned = {.kind = ENTRY_REVIEW, .key = key, .fields = review_fields("return", line_name(a, 1))};
	static const char typed_before[] =
		"{\"columns\":{\"persons\":1},\"date\":\"2025-11-01\",\"source\":\"a\",\"use\":\"paper\"}";
	struct entry old_row = {.kind = ENTRY_ROW, .fields = json_parse(typed_before, sizeof typed_before - 1, 8)};
	struct app_row_value persons = {0, "431"};
	const struct form *f;
	MUST(store_form(hub, NULL, &f, &e));
	persons.column = form_column_index(f, "persons");
	snprintf(returned.reason, sizeof returned.reason, "cũ");
	assert_non_null(old_row.fields);
	line_entry(lost, &returned);
	line_entry(lost, &old_row);
	struct app_review approve = {.unit = SHELF_UNIT, .number = "7", .approve = true};
	struct app_row typed = {.unit = SHELF_UNIT,
		.use = ROW_PAPER,
		.value = &persons,
		.values = 1,
		.source = "b",
		.date = "2025-11-06",
		.now = 1763000000};
	struct app_rowed rowed;
	MUST(app_decide_review(hub, &approve, &reviewed, &e));
	MUST(app_decide_row(hub, &typed, &rowed, &e));
	app_rowed_free(&rowed);
	MUST(store_decisions(hub, SHELF_UNIT, &d, &n, &e)); /* as the exchange does before it takes what comes back */
	line_take(hub, NULL, lost, 1, 2);
	MUST(store_review(hub, SHELF_UNIT, key, &now, &e) == 1 ? 0 : -1);
	assert_true(now.returned);
	MUST(store_begin(hub, &e));
	MUST(store_leave_all(hub, &e));
	for (size_t i = 0; i < n; i++) {
		bool outranked;
		MUST(store_outranked(hub, &d[i], &outranked, &e));
		if (outranked)
			MUST(store_write_again(hub, &d[i], 1763000000, &e));
		again += outranked;
	}
	MUST(store_commit(hub, &e));
	free(d);
	assert_int_equal(again, 2);
	MUST(store_review(hub, SHELF_UNIT, key, &now, &e) == 1 ? 0 : -1);
	assert_false(now.returned);
	MUST(store_row(hub, SHELF_UNIT, ROW_PAPER, &row, &e) == 1 ? 0 : -1);
	assert_int_equal(row.sums.value[persons.column], 431);
	shelf_sound(hub);
	line_free(a);
	line_free(lost);
	store_close(hub);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(of_three_versions_the_one_that_stays_must_be_named),
		T(a_version_accepted_against_the_rules_can_be_kept),
		T(a_void_can_be_kept_but_not_renumbered),
		T(two_held_entries_of_one_name_are_told_apart_by_their_hash),
		T(some_rules_no_decision_overrides),
		T(two_lost_resolutions_are_a_conflict_to_be_settled),
		T(reviews_and_rows_are_stated_again_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
