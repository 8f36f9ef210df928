/* test_draft.c - a household while it is typed: kept, found again by its name, saved once however often it is sent. */
#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/store_keep.h>

#include "../support/typing.h"

/* --- kept --- */

static void what_is_typed_is_kept_as_typed_and_found_by_its_household(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_draft *d, one;
	struct err why;
	size_t n;
	shelf_save(s, 37, 2);
	typing_keep(s, 1, typing_phone, "37", "persons=4 vneid=nhiều note=");
	MUST(typing_try_keep(s, 2, typing_laptop, NULL, "household_no=91 persons=?", TYPING_NOON + 5, &e));
	MUST(app_drafts(s, SHELF_UNIT, &d, &n, &e));
	assert_int_equal(n, 2);
	assert_string_equal(d[0].number, "91");
	assert_false(d[0].known);
	assert_string_equal(typing_value(s, &d[0], "persons"), "?");
	assert_string_equal(d[1].number, "37");
	assert_true(d[1].known);
	assert_string_equal(typing_value(s, &d[1], "vneid"), "nhiều"); /* never judged */
	assert_string_equal(typing_value(s, &d[1], "note"), "");
	app_drafts_free(d, n);

	typing_keep(s, 1, typing_phone, "37", "persons=5"); /* the whole form, in place of what was kept */
	MUST(app_draft(s, typing_id(1), &one, &e));
	assert_string_equal(typing_value(s, &one, "persons"), "5");
	assert_string_equal(typing_value(s, &one, "vneid"), "(not typed)");
	app_draft_free(&one);

	MUST(app_draft_of(s, SHELF_UNIT, typing_phone, "037", &one, &e));
	assert_true(id_equal(one.id, typing_id(1)));
	app_draft_free(&one);
	assert_int_equal(app_draft_of(s, SHELF_UNIT, typing_laptop, "37", &one, &why), -1);
	assert_int_equal(why.code, ERR_NOT_FOUND);
	MUST(app_draft_of(s, SHELF_UNIT, typing_laptop, NULL, &one, &e));
	app_draft_free(&one);
	assert_int_equal(app_draft_of(s, SHELF_UNIT, typing_phone, NULL, &one, &why), -1);

	MUST(app_draft_forget(s, typing_id(1), &e));
	MUST(app_draft_forget(s, typing_id(1), &e)); /* twice is fine */
	assert_int_equal(app_draft(s, typing_id(1), &one, &why), -1);
	assert_int_equal(why.text, TEXT_DRAFT_NONE);
	shelf_sound(s);
	store_close(s);
}

static void it_is_sealed_and_outlives_the_program(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_draft one;
	char folder[SHELF_PATH];
	typing_keep(s, 1, typing_phone, NULL, "household_no=12 note=nhàcổngxanh");
	shelf_path(*state, "a", folder);
	store_close(s); /* the log of changes goes into the file */
	char *bytes = shelf_bytes(shelf_file(folder));
	assert_null(strstr(bytes, "6e68c3a063e1bb95")); /* "nhàcổ" */
	free(bytes);
	MUST(store_open(folder, NULL, &s, &e));
	MUST(app_draft(s, typing_id(1), &one, &e));
	assert_string_equal(typing_value(s, &one, "note"), "nhàcổngxanh");
	app_draft_free(&one);
	store_close(s);
}

static void nothing_longer_than_a_household_is_kept(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct id id = typing_id(1);
	const struct app_form_shown f = {.unit = SHELF_UNIT, .draft = &id, .holder = &typing_phone, .now = TYPING_NOON};
	char *big = alloc_bytes(STORE_DRAFT_BYTES + 1);
	struct form_change c = {typing_form(s)->note, big}, many[FORM_FIELDS_MAX + 1];
	struct app_draft one;
	struct err why;
	memset(big, 'a', STORE_DRAFT_BYTES);
	big[STORE_DRAFT_BYTES] = '\0'; /* fits, but for the name of its field */
	assert_int_equal(app_draft_keep(s, &f, &c, 1, &why), -1);
	assert_int_equal(why.text, TEXT_DRAFT_LONG);
	memset(big, '\x01', STORE_DRAFT_BYTES / 4);
	big[STORE_DRAFT_BYTES / 4] = '\0'; /* six bytes each, once written down */
	assert_int_equal(app_draft_keep(s, &f, &c, 1, &why), -1);
	assert_int_equal(why.text, TEXT_DRAFT_LONG);
	for (size_t i = 0; i <= FORM_FIELDS_MAX; i++)
		many[i] = (struct form_change){0, "1"};
	assert_int_equal(app_draft_keep(s, &f, many, FORM_FIELDS_MAX + 1, &why), -1);
	assert_int_equal(why.text, TEXT_DRAFT_LONG);
	assert_int_equal(app_draft(s, id, &one, &why), -1);
	free(big);
	store_close(s);
}

static void whoever_has_it_open_is_told(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct id id = typing_id(1), other = typing_id(2);
	struct app_form_shown f = {
		.unit = SHELF_UNIT, .draft = &id, .holder = &typing_phone, .number = "37", .now = TYPING_NOON};
	struct app_open o;
	struct app_draft *d;
	struct err why;
	size_t n;
	shelf_save(s, 37, 2);
	MUST(app_draft_open(s, &f, &e));
	MUST(app_open_elsewhere(s, SHELF_UNIT, "37", typing_laptop, TYPING_NOON + 60, &o, &e));
	assert_false(o.typed);
	assert_int_equal(o.at, TYPING_NOON);
	assert_int_equal(
		app_open_elsewhere(s, SHELF_UNIT, "37", typing_phone, TYPING_NOON + 60, &o, &why), -1); /* oneself */
	assert_int_equal(why.code, ERR_NOT_FOUND);
	assert_int_equal(app_open_elsewhere(s, SHELF_UNIT, "38", typing_laptop, TYPING_NOON + 60, &o, &why), -1);
	assert_int_equal(
		app_open_elsewhere(s, SHELF_UNIT, "37", typing_laptop, TYPING_NOON + APP_OPEN_S + 1, &o, &why), -1);
	MUST(app_drafts(s, SHELF_UNIT, &d, &n, &e)); /* nothing is half-typed */
	assert_int_equal(n, 0);
	app_drafts_free(d, n);

	f.draft = &other; /* goes on to the next one without a word about this */
	f.number = "38";
	MUST(app_draft_open(s, &f, &e));
	assert_int_equal(app_open_elsewhere(s, SHELF_UNIT, "37", typing_laptop, TYPING_NOON + 60, &o, &why), -1);
	typing_keep(s, 2, typing_phone, "38", "persons=2");
	MUST(app_draft_open(s, &f, &e)); /* shown again: what was typed stays */
	MUST(app_open_elsewhere(s, SHELF_UNIT, "38", typing_laptop, TYPING_NOON + 60, &o, &e));
	assert_true(o.typed);
	shelf_sound(s);
	store_close(s);
}

/* --- saved --- */

static void a_form_sent_twice_is_saved_once(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done first, again;
	struct app_draft one;
	struct err why;
	typing_keep(s, 1, typing_phone, NULL, "persons=4");
	MUST(typing_save(s, (struct typing_save){.form = 1, .holder = &typing_phone, .is_new = true}, &first, &e));
	assert_true(first.written);
	assert_false(first.repeated);
	assert_string_equal(first.number, "A1");
	assert_int_equal(app_draft(s, typing_id(1), &one, &why), -1);
	typing_keep(s, 1, typing_phone, NULL, "persons=4"); /* on its way when the form was saved */
	assert_int_equal(app_draft(s, typing_id(1), &one, &why), -1);
	MUST(typing_save(s, (struct typing_save){.form = 1, .holder = &typing_phone, .is_new = true}, &again, &e));
	assert_true(again.repeated);
	assert_false(again.written);
	assert_string_equal(again.number, "A1");
	assert_int_equal(name_compare(&first.entry, &again.entry), 0);
	assert_int_equal(shelf_records(s), 1);
	assert_int_equal(typing_entries(s), 1);
	MUST(app_draft_forget(s, typing_id(1), &e)); /* a late “drop it” does not make it new again */
	MUST(typing_save(s, (struct typing_save){.form = 1, .holder = &typing_phone, .is_new = true}, &again, &e));
	assert_true(again.repeated);
	MUST(typing_save(s, (struct typing_save){.form = 2, .holder = &typing_phone, .is_new = true}, &again,
		&e)); /* another form */
	assert_string_equal(again.number, "A2");
	shelf_sound(s);
	store_close(s);
}

static void a_save_that_is_refused_leaves_what_was_typed(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct app_draft one;
	struct err why;
	typing_keep(s, 1, typing_phone, NULL, "persons=0");
	assert_int_equal(typing_save(s, (struct typing_save){.form = 1, .holder = &typing_phone, .text = "persons=0"},
				 &done, &why),
		-1);
	assert_int_equal(why.code, ERR_DATA);
	MUST(app_draft(s, typing_id(1), &one, &e));
	app_draft_free(&one);
	assert_int_equal(typing_entries(s), 0);
	store_close(s);
}

static void what_the_form_showed_must_still_stand(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done shown, done;
	struct app_household h;
	struct err why;
	char text[512];
	MUST(typing_save(s, (struct typing_save){.number = "12"}, &shown, &e));
	MUST(typing_save(s, (struct typing_save){.number = "12", .text = "persons=5", .by = "Hoàng Lan"}, &done, &e));
	assert_int_equal(
		typing_save(s,
			(struct typing_save){.number = "12", .form = 1, .based_on = &shown.entry, .text = "persons=6"},
			&done, &why),
		-1);
	assert_int_equal(why.code, ERR_BUSY);
	assert_int_equal(why.text, TEXT_DRAFT_CHANGED_SINCE);
	err_sentence(&why, LANG_VI, text, sizeof text);
	assert_non_null(strstr(text, "Hoàng Lan"));
	assert_non_null(strstr(text, "18/11/2025 11:26"));
	MUST(app_household_get(s, SHELF_UNIT, "12", LANG_VI, &h, &e));
	assert_string_equal(h.h.by, "Hoàng Lan");
	const struct name now = h.h.entry;
	app_household_free(&h);
	MUST(typing_save(
		s, (struct typing_save){.number = "12", .form = 1, .based_on = &now, .text = "persons=6"}, &done, &e));
	assert_true(done.written);

	const struct app_correct c = {.unit = SHELF_UNIT, .number = "12", .reason = "ghi nhầm", .now = TYPING_NOON};
	MUST(app_household_void(s, &c, &done, &e));
	assert_int_equal(
		typing_save(s, (struct typing_save){.number = "12", .form = 2, .based_on = &now, .text = "persons=6"},
			&done, &why),
		-1);
	assert_int_equal(why.text, TEXT_DRAFT_GONE_SINCE);
	store_close(s);
}

static void a_new_household_does_not_write_over_a_visited_one(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct err why;
	MUST(typing_save(s, (struct typing_save){.number = "12"}, &done, &e));
	MUST(typing_save(s, (struct typing_save){.number = "13", .text = "status=not_visited"}, &done, &e));
	assert_int_equal(
		typing_save(s, (struct typing_save){.number = "012", .form = 1, .is_new = true}, &done, &why), -1);
	assert_int_equal(why.code, ERR_BUSY);
	assert_int_equal(why.text, TEXT_DRAFT_NUMBER_VISITED);
	MUST(typing_save(
		s, (struct typing_save){.number = "13", .form = 1, .is_new = true}, &done, &e)); /* its visit */
	assert_int_equal(shelf_records(s), 2);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_typed_is_kept_as_typed_and_found_by_its_household, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(it_is_sealed_and_outlives_the_program, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(nothing_longer_than_a_household_is_kept, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(whoever_has_it_open_is_told, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_form_sent_twice_is_saved_once, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_save_that_is_refused_leaves_what_was_typed, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_the_form_showed_must_still_stand, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_new_household_does_not_write_over_a_visited_one, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
