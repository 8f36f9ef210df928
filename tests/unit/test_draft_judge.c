/* test_draft_judge.c - what is said of a form while it is typed, beside which field; and where to go next. */
#include "../support/typing.h"

/* The sentence beside a field, "" when nothing is said there; *refuses tells which. */
static struct app_hints hints;

static void judge(struct store *s, const char *number, const char *text, bool whole)
{
	struct id id = typing_id(1);
	const struct app_form_shown f = {
		.unit = SHELF_UNIT, .draft = &id, .holder = &typing_phone, .number = number, .now = TYPING_NOON};
	struct typing t;
	typing_changes(s, text, &t);
	app_hints_free(&hints);
	MUST(app_draft_judge(s, &f, t.change, t.n, whole, LANG_VI, &hints, &e));
}

static int count(struct store *s, const char *field, bool refuses)
{
	int n = 0;
	for (size_t i = 0; i < hints.count; i++)
		n += hints.item[i].field == form_field_index(typing_form(s), field) && hints.item[i].refuses == refuses;
	return n;
}

static const char *beside(struct store *s, const char *field)
{
	for (size_t i = 0; i < hints.count; i++)
		if (hints.item[i].field == form_field_index(typing_form(s), field))
			return hints.item[i].sentence;
	return "";
}

static void nothing_is_said_of_what_was_not_reached(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	judge(s, NULL, "", false);
	assert_int_equal(hints.count, 0);
	judge(s, NULL, "status=reviewed", false);
	assert_int_equal(hints.count, 0);
	judge(s, NULL, "persons=4", false);
	assert_int_equal(hints.count, 0);
	assert_string_equal(hints.rest, "");
	judge(s, NULL, "persons=4 vneid=3", false);
	assert_int_equal(hints.count, 0);
	assert_string_equal(hints.rest, "");
	judge(s, NULL, "persons=4 vneid=3 no_vneid=1", false);
	assert_int_equal(hints.count, 0);
	assert_string_equal(hints.rest, "Người không thuộc diện: 0");
	assert_int_equal(hints.rest_field, form_field_index(typing_form(s), "no_vneid"));
	judge(s, NULL, "persons=4 vneid=? no_vneid=1", false);
	assert_string_equal(hints.rest, "");
	judge(s, NULL, "status=absent", true);
	assert_int_equal(hints.count, 0);
	assert_string_equal(hints.rest, "");
	store_close(s);
}

static void a_refusal_stands_beside_the_field_typed_last(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	judge(s, NULL, "persons=4 vneid=5", false);
	assert_int_equal(hints.count, 1);
	assert_int_equal(count(s, "vneid", true), 1);
	assert_non_null(strstr(beside(s, "vneid"), "5"));
	judge(s, NULL, "persons=4 vneid=3 no_vneid=2", false);
	assert_int_equal(hints.count, 1);
	assert_int_equal(count(s, "no_vneid", true), 1);
	assert_string_equal(hints.rest, ""); /* less than nothing is left over */
	judge(s, NULL, "persons=0", false);
	assert_int_equal(count(s, "persons", true), 1);
	judge(s, NULL, "persons=bốn vneid=x", false);
	assert_int_equal(hints.count, 2);
	assert_int_equal(count(s, "persons", true), 1);
	assert_int_equal(count(s, "vneid", true), 1);
	judge(s, NULL, "note=0912345678 persons=100", false);
	assert_int_equal(count(s, "note", true), 1);
	assert_int_equal(count(s, "persons", true), 1);
	store_close(s);
}

static void what_only_warns_says_so(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	judge(s, NULL, "persons=5 vneid=3 no_vneid=1", false);
	assert_int_equal(hints.count, 1);
	assert_int_equal(count(s, "note", false), 1); /* what to do about the one left over */
	assert_string_equal(hints.rest, "Người không thuộc diện: 1");
	judge(s, NULL, "persons=5 vneid=3 no_vneid=1 note=cháu_nhỏ", false);
	assert_int_equal(hints.count, 0);
	judge(s, NULL, "persons=13 vneid=10 no_vneid=3 online_dossiers=1 eresult_dossiers=2", false);
	assert_int_equal(hints.count, 2);
	assert_int_equal(count(s, "persons", false), 1);
	assert_int_equal(count(s, "eresult_dossiers", false), 1);
	store_close(s);
}

static void whole_it_names_every_field_that_is_missing(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	judge(s, NULL, "persons=4 vneid=3", true);
	assert_int_equal(hints.count, 4);
	assert_int_equal(count(s, "no_vneid", true), 1);
	assert_int_equal(count(s, "rated", true), 1);
	assert_string_equal(
		beside(s, "rated"), "Còn thiếu: Đã đánh giá hài lòng. Ghi vào; nếu chưa rõ thì bấm “Chưa rõ”.");
	judge(s, NULL, TYPING_ANSWERED, true);
	assert_int_equal(hints.count, 0);
	judge(s, NULL, "status=absent persons=4", true); /* not asked of this status */
	assert_int_equal(count(s, "persons", true), 1);
	assert_non_null(strstr(beside(s, "persons"), "Vắng nhà"));
	store_close(s);
}

/* What is not typed again stays as it was: so the form is judged over what stands. */
static void it_is_judged_over_what_is_known(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	MUST(typing_save(s, (struct typing_save){.number = "12"}, &done, &e));
	judge(s, "12", "", true);
	assert_int_equal(hints.count, 0);
	assert_string_equal(hints.rest, "Người không thuộc diện: 0");
	judge(s, "12", "persons=2", false);
	assert_int_equal(hints.count, 2);
	assert_int_equal(count(s, "vneid", true), 1);
	assert_int_equal(count(s, "no_vneid", true), 1);
	judge(s, "12", "status=moved", true);
	assert_int_equal(hints.count, 0);
	assert_int_equal(typing_entries(s), 1); /* judging writes nothing */
	store_close(s);
}

/* Whatever is said to refuse is refused, and what is refused was said: over every pair of answers that can be wrong. */
static void it_says_what_a_save_would_say(void **state)
{
	static const char *const persons[] = {"0", "3", "13", "?", "100", "x"}, *const answers[] = {"0", "2", "9", "?"};
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct err why;
	char text[160];
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < 4; j++)
			for (size_t k = 0; k < 4; k++) {
				bool refuses = false;
				snprintf(text, sizeof text,
					"persons=%s vneid=%s no_vneid=%s online_dossiers=%s eresult_dossiers=0 "
					"rated=no",
					persons[i], answers[j], answers[k], answers[j]);
				judge(s, NULL, text, true);
				for (size_t n = 0; n < hints.count; n++)
					refuses = refuses || hints.item[n].refuses;
				int rc = typing_save(s, (struct typing_save){.text = text}, &done, &why);
				if ((rc != 0) != refuses)
					fail_msg("%s: %s", text, rc ? "refused in silence" : "saved all the same");
			}
	store_close(s);
}

static void the_next_one_is_down_the_list_and_round_again(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	char next[40];
	static const char *const listed[] = {"1", "2", "2A", "10", "11"};
	MUST(app_next(s, SHELF_UNIT, "", next, &e));
	assert_string_equal(next, "");
	for (size_t i = 0; i < 5; i++)
		MUST(typing_save(
			s, (struct typing_save){.number = listed[i], .text = "status=not_visited"}, &done, &e));
	MUST(app_next(s, SHELF_UNIT, NULL, next, &e));
	assert_string_equal(next, "1");
	MUST(app_next(s, SHELF_UNIT, "2", next, &e));
	assert_string_equal(next, "2A");
	MUST(app_next(s, SHELF_UNIT, "2A", next, &e));
	assert_string_equal(next, "10");
	MUST(app_next(s, SHELF_UNIT, "11", next, &e));
	assert_string_equal(next, "1");
	MUST(app_next(s, SHELF_UNIT, "B7", next, &e));
	assert_string_equal(next, "1");
	for (size_t i = 0; i < 4; i++)
		MUST(typing_save(s,
			(struct typing_save){.number = listed[i], .text = i ? "status=absent" : TYPING_ANSWERED}, &done,
			&e));
	MUST(app_next(s, SHELF_UNIT, "2A", next, &e));
	assert_string_equal(next, "11");
	MUST(app_next(s, SHELF_UNIT, "11", next, &e)); /* oneself is no other */
	assert_string_equal(next, "");
	store_close(s);
}

static int setup(void **state)
{
	hints = (struct app_hints){0};
	return shelf_setup(state);
}

static int teardown(void **state)
{
	app_hints_free(&hints);
	return shelf_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_said_of_what_was_not_reached, setup, teardown),
		cmocka_unit_test_setup_teardown(a_refusal_stands_beside_the_field_typed_last, setup, teardown),
		cmocka_unit_test_setup_teardown(what_only_warns_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(whole_it_names_every_field_that_is_missing, setup, teardown),
		cmocka_unit_test_setup_teardown(it_is_judged_over_what_is_known, setup, teardown),
		cmocka_unit_test_setup_teardown(it_says_what_a_save_would_say, setup, teardown),
		cmocka_unit_test_setup_teardown(the_next_one_is_down_the_list_and_round_again, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
