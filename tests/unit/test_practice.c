/* test_practice.c - made-up households: alike each time, never sent, in nobody's way. */
#include "../support/shelf.h"

#include <tungnha/alloc.h>
#include <tungnha/app_network.h>
#include <tungnha/app_practice.h>
#include <tungnha/app_submit.h>
#include <tungnha/file.h>

#include <unistd.h>

enum { NOW = 1763000000, HOUSEHOLDS = 30 };

static struct store *practice(const struct shelf *d, struct store *like)
{
	struct store *s;
	MUST(app_practice_open(d->dir, like, NOW, LANG_VI, &s, &e));
	return s;
}

static void make(const struct shelf *d, struct store *like)
{
	char *folder;
	MUST(app_practice_make(d->dir, like, NOW, LANG_VI, &folder, &e));
	free(folder);
}

static struct unit hamlet(struct store *s)
{
	struct unit u;
	MUST(app_unit(s, NULL, &u, &e));
	return u;
}

static int add_record(void *context, const struct store_household *h, struct err *e)
{
	struct buf *out = context;
	char *json = form_record_json(h->form, &h->record);
	const struct form_value *label = &h->record.value[h->form->label];
	(void)e;
	buf_print(out, "%s %s\n", json, label->state == FORM_GIVEN ? label->text : "");
	free(json);
	return 0;
}

static char *households(struct store *s)
{
	struct buf out;
	struct unit u = hamlet(s);
	buf_init(&out, 1 << 20);
	MUST(store_households(s, u.code, add_record, &out, &e));
	char *text = alloc_copy_n(out.data, out.len);
	buf_free(&out);
	return text;
}

static struct store_totals totals(struct store *s)
{
	struct store_totals t;
	struct unit u = hamlet(s);
	MUST(store_totals(s, u.code, &t, &e));
	return t;
}

static int64_t column(const struct store_totals *t, const struct form *f, const char *id)
{
	return t->sums.value[form_column_index(f, id)];
}

/* -- what is there -- */

static void there_is_one_of_everything_to_try(void **state)
{
	struct store *s = practice(*state, NULL);
	struct store_totals t = totals(s);
	const struct form *f;
	MUST(store_form(s, NULL, &f, &e));
	assert_int_equal(t.records, HOUSEHOLDS);
	assert_int_equal(column(&t, f, "reviewed"), 14);
	assert_int_equal(column(&t, f, "absent"), 3);
	assert_int_equal(column(&t, f, "refused"), 1);
	assert_int_equal(column(&t, f, "moved"), 1);
	assert_int_equal(column(&t, f, "not_visited"), 11);
	assert_int_equal(t.warned_at_door, 1);
	assert_int_equal(t.again, 4); /* those absent, and one with a Chưa rõ */
	assert_int_equal(t.conflicts, 0);
	assert_true(app_is_practice(s));
	shelf_sound(s);
	store_close(s);
}

static void every_beginning_is_alike(void **state)
{
	struct store *s = practice(*state, NULL);
	char *first = households(s);
	struct unit before = hamlet(s), after;
	struct app_put_done done;
	const struct app_put p = {.unit = before.code,
		.number = "6",
		.change = &(struct form_change){1, "absent"},
		.changes = 1,
		.now = NOW};
	MUST(app_household_put(s, &p, &done, &e));
	app_sentences_free(&done.warnings);
	char *changed = households(s);
	assert_string_not_equal(first, changed);
	make(*state, NULL); /* while it lies open */
	after = hamlet(s);
	char *again = households(s);
	assert_string_equal(first, again);
	assert_string_not_equal(before.code, after.code);
	assert_string_equal(before.name, after.name);
	shelf_sound(s);
	store_close(s);
	s = practice(*state, NULL); /* opened, not begun again */
	assert_string_equal(hamlet(s).code, after.code);
	store_close(s);
	free(first);
	free(changed);
	free(again);
}

/* A commune's own form may ask other things: numbers and labels are there, and what answers it takes. */
static void any_form_can_be_practised_on(void **state)
{
	static const char *const forms[] = {"mau-02", "mau-ho", "mau-ho-loc-ha-2024"};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct store *like = shelf_store(*state, forms[i], STORE_COLLECTOR);
		const struct form *f;
		struct app_init init = {.unit = SHELF_UNIT};
		init.form = form_shipped(forms[i], &init.form_bytes);
		assert_non_null(init.form);
		MUST(app_init_write(like, &init, &e));
		make(*state, like);
		struct store *s = practice(*state, NULL);
		MUST(store_form(s, NULL, &f, &e));
		assert_string_equal(f->id, forms[i]);
		assert_int_equal(totals(s).records, HOUSEHOLDS);
		shelf_sound(s);
		store_close(s);
		store_close(like);
	}
}

/* -- what it must never do -- */

static void it_is_never_sent(void **state)
{
	struct store *s = practice(*state, NULL);
	struct unit u = hamlet(s);
	struct store_enrolment en;
	struct app_synced synced;
	struct app_network_done done;
	struct app_submitted submitted;
	struct err e;
	size_t moved;
	assert_int_equal(store_enrolment(s, u.code, &en, &e), 0);
	assert_false(en.has_hub);
	assert_int_equal(app_join_write(s, &(struct app_join){0}, NULL, NULL, NOW, &moved, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	assert_ptr_equal(e.text, TEXT_PRACTICE_NO_JOIN);
	assert_int_equal(app_sync_folder(s, NULL, ((struct shelf *)*state)->dir, NOW, &synced, &e), -1);
	assert_ptr_equal(e.text, TEXT_PRACTICE_NO_SYNC);
	assert_int_equal(
		app_sync_network(s, &(struct app_network){.via = "http://127.0.0.1:1", .tries = 1}, &done, &e), -1);
	assert_ptr_equal(e.text, TEXT_PRACTICE_NO_SYNC);
	assert_int_equal(app_submit(s, &(struct app_submit){.now = NOW}, &submitted, &e), -1);
	assert_ptr_equal(e.text, TEXT_PRACTICE_NO_SUBMIT);
	store_close(s);
}

static void real_data_is_not_touched(void **state)
{
	struct store *real = shelf_collector(*state, "practice"), *s;
	struct err e;
	shelf_save(real, 1, 3);
	assert_false(app_is_practice(real));
	assert_int_equal(app_practice_open(((struct shelf *)*state)->dir, NULL, NOW, LANG_VI, &s, &e), -1);
	assert_int_equal(e.code, ERR_CREATE);
	assert_ptr_equal(e.text, TEXT_PRACTICE_TAKEN);
	assert_null(s);
	assert_int_equal(shelf_records(real), 3);
	shelf_sound(real);
	store_close(real);
}

static void nothing_is_left_of_a_beginning_that_failed(void **state)
{
	char path[SHELF_PATH];
	struct store *s;
	struct err e;
	shelf_path(*state, "practice", path);
	strcat(path, "/tap.csv");
	assert_int_equal(file_make_folders(path, 0700, &e), 0); /* where the list is to be */
	assert_int_equal(app_practice_open(((struct shelf *)*state)->dir, NULL, NOW, LANG_VI, &s, &e), -1);
	assert_null(s);
	assert_int_equal(rmdir(path), 0);
	s = practice(*state, NULL);
	assert_int_equal(totals(s).records, HOUSEHOLDS);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(there_is_one_of_everything_to_try, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(every_beginning_is_alike, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(any_form_can_be_practised_on, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(it_is_never_sent, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(real_data_is_not_touched, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			nothing_is_left_of_a_beginning_that_failed, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
