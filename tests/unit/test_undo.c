/* test_undo.c - the last save of a session taken back: what stood before stands again, what was typed is a draft. */
#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

#include "../support/typing.h"

static int undo(struct store *s, struct id who, struct app_undone *out, struct err *e)
{
	return app_undo(s, SHELF_UNIT, who, TYPING_NOON, LANG_VI, out, e);
}

static const char *what(struct store *s, struct id who)
{
	static char number[40];
	MUST(app_undo_what(s, SHELF_UNIT, who, number, &e));
	return number;
}

static size_t drafts(struct store *s)
{
	struct app_draft *d;
	size_t n;
	MUST(app_drafts(s, SHELF_UNIT, &d, &n, &e));
	app_drafts_free(d, n);
	return n;
}

static void refused(struct store *s, struct id who, enum err_code code, text_id text)
{
	struct app_undone out;
	struct err why;
	int64_t before = typing_entries(s);
	assert_int_equal(undo(s, who, &out, &why), -1);
	assert_int_equal(why.code, code);
	assert_string_equal(text_name(why.text), text_name(text));
	assert_int_equal(typing_entries(s), before);
}

static int last_reason(void *context, const struct app_event *ev, struct err *e)
{
	(void)e;
	if (ev->revision)
		snprintf(context, 64, "%.60s", ev->revision->reason);
	return 0;
}

static void what_stood_before_stands_again(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct app_undone out;
	struct app_draft d;
	char reason[64];
	MUST(typing_save(s, (struct typing_save){.number = "12"}, &done, &e));
	MUST(typing_save(s,
		(struct typing_save){.number = "12",
			.form = 1,
			.holder = &typing_phone,
			.text = "persons=6 vneid=? label=cổng_xanh"},
		&done, &e));
	assert_string_equal(what(s, typing_phone), "12");
	assert_string_equal(what(s, typing_laptop), "");
	refused(s, typing_laptop, ERR_NOT_FOUND, TEXT_DRAFT_UNDO_NONE);
	MUST(undo(s, typing_phone, &out, &e));
	assert_string_equal(out.number, "12");
	assert_string_equal(typing_saved(s, "12", "persons"), "4");
	assert_string_equal(typing_saved(s, "12", "vneid"), "3");
	assert_string_equal(typing_saved(s, "12", "label"), "");
	assert_int_equal(typing_entries(s), 3); /* the save is not made undone: another entry follows it */
	MUST(app_household_history(s, SHELF_UNIT, "12", LANG_VI, last_reason, reason, &e));
	assert_string_equal(reason, "Hoàn tác");
	assert_true(out.typed);
	MUST(app_draft(s, out.draft, &d, &e));
	assert_string_equal(d.number, "12");
	assert_true(d.known);
	assert_string_equal(typing_value(s, &d, "persons"), "6");
	assert_string_equal(typing_value(s, &d, "label"), "cổng xanh");
	app_draft_free(&d);
	assert_int_equal(drafts(s), 0); /* for who took it back alone: next time the right answers are not covered */
	struct err none;
	const struct form *f;
	char link[APP_DRAFT_LINK];
	MUST(app_draft_linked(s, SHELF_UNIT, app_draft_link(out.draft, link), &d, &e));
	app_draft_free(&d);
	assert_int_equal(app_draft_of(s, SHELF_UNIT, typing_phone, "12", &d, &none), -1);
	MUST(store_form(s, NULL, &f, &e));
	const struct form_change more = {form_field_index(f, "persons"), "7"};
	const struct app_form_shown shown = {SHELF_UNIT, &out.draft, &typing_phone, "12", TYPING_NOON};
	MUST(app_draft_keep(s, &shown, &more, 1, &e));
	assert_int_equal(drafts(s), 1); /* typed on: half-typed like any other */
	assert_string_equal(what(s, typing_phone), "");
	refused(s, typing_phone, ERR_NOT_FOUND, TEXT_DRAFT_UNDO_NONE);
	/* … and the form can be saved: it is no second sending of the first */
	MUST(typing_save(s,
		(struct typing_save){.number = "12", .form = 1, .holder = &typing_phone, .text = "persons=5"}, &done,
		&e));
	assert_false(done.repeated);
	assert_string_equal(typing_saved(s, "12", "persons"), "5");
	shelf_sound(s);
	store_close(s);
}

static void a_new_household_goes_a_listed_one_is_to_visit_again(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct app_undone out;
	struct app_draft d;
	MUST(typing_save(s, (struct typing_save){.form = 1, .holder = &typing_phone, .is_new = true}, &done, &e));
	assert_string_equal(what(s, typing_phone), "A1");
	MUST(undo(s, typing_phone, &out, &e));
	assert_string_equal(typing_saved(s, "A1", "persons"), "(none)");
	assert_int_equal(shelf_records(s), 0);
	MUST(app_draft(s, out.draft, &d, &e));
	assert_false(d.known);
	assert_string_equal(d.number, "");
	app_draft_free(&d);

	MUST(typing_save(s, (struct typing_save){.number = "7", .text = "status=not_visited"}, &done, &e));
	MUST(typing_save(s, (struct typing_save){.number = "7", .form = 2, .holder = &typing_phone}, &done, &e));
	MUST(undo(s, typing_phone, &out, &e));
	assert_string_equal(typing_saved(s, "7", "status"), "not_visited");
	assert_string_equal(typing_saved(s, "7", "persons"), "");
	assert_string_equal(typing_saved(s, "7", "visited_on"), "");
	assert_int_equal(drafts(s), 2); /* nobody's visit stands there: what the family said is not lost */
	shelf_sound(s);
	store_close(s);
}

static void what_another_wrote_since_is_not_taken_back(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	MUST(typing_save(s, (struct typing_save){.number = "12", .form = 1, .holder = &typing_phone}, &done, &e));
	MUST(typing_save(s,
		(struct typing_save){.number = "12", .form = 2, .holder = &typing_laptop, .text = "persons=5"}, &done,
		&e));
	assert_string_equal(what(s, typing_phone), "");
	assert_string_equal(what(s, typing_laptop), "12");
	refused(s, typing_phone, ERR_DATA, TEXT_DRAFT_UNDO_CHANGED);
	store_close(s);
}

static void one_tap_is_taken_back_too(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct app_undone out;
	const struct id form = typing_id(9);
	struct app_correct c = {.unit = SHELF_UNIT,
		.number = "12",
		.draft = &form,
		.holder = &typing_phone,
		.reason = "nhầm nhà",
		.by = "Hoàng Lan",
		.now = TYPING_NOON + 86400};
	struct app_household h;
	MUST(typing_save(s, (struct typing_save){.number = "12"}, &done, &e));
	MUST(app_household_void(s, &c, &done, &e));
	assert_string_equal(typing_saved(s, "12", "persons"), "(none)");
	MUST(app_household_void(s, &c, &done, &e)); /* a second tap finds it done */
	assert_true(done.repeated);
	MUST(undo(s, typing_phone, &out, &e));
	assert_false(out.typed);
	assert_string_equal(typing_saved(s, "12", "persons"), "4");
	MUST(typing_save(s,
		(struct typing_save){.number = "12", .form = 5, .holder = &typing_phone, .text = "status=absent"},
		&done, &e));
	assert_string_equal(typing_saved(s, "12", "persons"), "");
	MUST(undo(s, typing_phone, &out, &e));
	assert_false(out.typed);
	assert_string_equal(typing_saved(s, "12", "persons"), "4");
	c.reason = NULL;
	MUST(app_household_confirm(s, &c, &done, &e));
	app_sentences_free(&done.warnings);
	MUST(app_household_get(s, SHELF_UNIT, "12", LANG_VI, &h, &e));
	assert_string_equal(h.h.by, "Hoàng Lan");
	app_household_free(&h);
	assert_string_equal(typing_saved(s, "12", "visited_on"), "2025-11-19");
	MUST(undo(s, typing_phone, &out, &e));
	assert_string_equal(typing_saved(s, "12", "visited_on"), "2025-11-18");
	shelf_sound(s);
	store_close(s);
}

/* A figure somebody declared is not changed without saying why: the reason is that it was taken back. */
static void what_was_declared_meanwhile_is_taken_back_with_its_reason(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	const struct store_author a = {.by = "Lan", .at = TYPING_NOON};
	struct app_put_done done;
	struct app_undone out;
	struct err why;
	MUST(typing_save(s, (struct typing_save){.number = "12"}, &done, &e));
	MUST(typing_save(s,
		(struct typing_save){.number = "12", .form = 1, .holder = &typing_phone, .text = "persons=6"}, &done,
		&e));
	MUST(store_begin(s, &e));
	MUST(store_write_submit(s, SHELF_UNIT, "2025-W47", &a, NULL, &e));
	MUST(store_commit(s, &e));
	assert_int_equal(typing_save(s, (struct typing_save){.number = "12", .text = "persons=4"}, &done, &why), -1);
	assert_int_equal(why.text, TEXT_REASON_NEEDED);
	MUST(undo(s, typing_phone, &out, &e));
	assert_string_equal(typing_saved(s, "12", "persons"), "4");
	shelf_sound(s);
	store_close(s);
}

/* As another machine would, which knew nothing of who bears `to`. */
static struct id renumbered_past_all_checks(struct store *s, const char *number, const char *to)
{
	struct store_household h;
	struct id key;
	const struct store_author a = {.by = "Lan", .at = TYPING_NOON};
	bool known;
	MUST(store_key_for_number(s, SHELF_UNIT, number, &key, &known, &e));
	MUST(store_household(s, SHELF_UNIT, key, &h, &e));
	struct form_value *v = &h.record.value[h.form->number];
	form_value_free(v);
	*v = (struct form_value){.state = FORM_GIVEN, .text = alloc_copy(to)};
	MUST(store_begin(s, &e));
	MUST(store_write_record(s, SHELF_UNIT, key, h.form, &h.record, &a, NULL, &e));
	MUST(store_commit(s, &e));
	store_household_free(&h);
	return key;
}

/* Two machines gave one number to two households: what is put right of one of them is taken back like anything else. */
static void where_two_bear_the_number_it_is_taken_back_too(void **state)
{
	struct store *s = shelf_collector(*state, "a");
	struct app_put_done done;
	struct app_undone out;
	struct store_household h;
	char code[NAME_TEXT];
	MUST(typing_save(s, (struct typing_save){.number = "5"}, &done, &e));
	MUST(typing_save(s, (struct typing_save){.number = "6"}, &done, &e));
	struct id six = renumbered_past_all_checks(s, "6", "5");
	for (int i = 0; i < 2; i++) { /* of a record that stood, and of a void */
		MUST(store_household(s, SHELF_UNIT, six, &h, &e));
		assert_true(h.clash);
		store_entry_text(s, &h.entry, code);
		store_household_free(&h);
		const struct id form = typing_id(9);
		const struct app_correct c = {.unit = SHELF_UNIT,
			.number = code,
			.draft = &form,
			.holder = &typing_phone,
			.reason = "nhầm nhà",
			.now = TYPING_NOON};
		if (i)
			MUST(app_household_void(s, &c, &done, &e));
		else
			MUST(typing_save(s,
				(struct typing_save){
					.number = code, .form = 1, .holder = &typing_phone, .text = "persons=6"},
				&done, &e));
		assert_string_equal(what(s, typing_phone), i ? "" : "5");
		if (i) /* the number is the other's alone by now */
			refused(s, typing_phone, ERR_DATA, TEXT_DRAFT_UNDO_CHANGED);
		else
			MUST(undo(s, typing_phone, &out, &e));
		MUST(store_household(s, SHELF_UNIT, six, &h, &e));
		assert_int_equal(h.voided, i);
		if (!i) {
			assert_string_equal(h.record.value[h.form->number].text, "5");
			assert_string_equal(h.record.value[form_field_index(h.form, "persons")].text, "4");
			assert_string_equal(out.opens, store_entry_text(s, &h.entry, code));
		}
		store_household_free(&h);
	}
	shelf_sound(s);
	store_close(s);
}

/* --- random sequences against a model --- */

enum { HOUSES = 5, FORMS = 400, HOLDERS = 2 };

struct house {
	bool lives;
	int persons; /* 0: not visited */
	unsigned entry;
};
struct last {
	bool there, stood;
	int house;
	unsigned entry, form;
	int before, typed;
};
struct form_model {
	int house, typed; /* typed 0: nothing kept */
	bool saved;
};
struct model {
	struct store *s;
	unsigned seed, entries, forms;
	struct house house[HOUSES];
	struct last last[HOLDERS];
	struct form_model form[FORMS];
};

static unsigned draw(struct model *m, unsigned n)
{
	m->seed = m->seed * 1103515245u + 12345u;
	return (m->seed >> 16) % n;
}

static const char *number_of(int house)
{
	static char text[16];
	snprintf(text, sizeof text, "%d", house + 1);
	return text;
}

static const struct id *holder_of(unsigned i)
{
	return i ? &typing_laptop : &typing_phone;
}

static void draw_keep(struct model *m, unsigned who)
{
	unsigned form = draw(m, 3) && m->forms > 1 ? 1 + draw(m, m->forms - 1) : m->forms++;
	struct form_model *f = &m->form[form];
	char text[64];
	int typed = 1 + (int)draw(m, 9);
	if (form == m->forms - 1 && !f->saved && !f->typed)
		f->house = (int)draw(m, HOUSES);
	snprintf(text, sizeof text, "household_no=%s persons=%d", number_of(f->house), typed);
	typing_keep(m->s, form, *holder_of(who), number_of(f->house), text);
	if (!f->saved)
		f->typed = typed;
}

static void draw_save(struct model *m, unsigned who)
{
	unsigned form = draw(m, 2) && m->forms > 1 ? 1 + draw(m, m->forms - 1) : m->forms++;
	struct form_model *f = &m->form[form];
	struct app_put_done done;
	char text[128];
	int persons = 1 + (int)draw(m, 9);
	if (!f->saved && !f->typed)
		f->house = (int)draw(m, HOUSES);
	struct house *h = &m->house[f->house];
	snprintf(text, sizeof text,
		"persons=%d vneid=0 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no note=x", persons);
	MUST(typing_save(m->s,
		(struct typing_save){
			.number = number_of(f->house), .form = form, .holder = holder_of(who), .text = text},
		&done, &e));
	assert_int_equal(done.repeated, f->saved);
	if (f->saved)
		return;
	bool writes = !h->lives || h->persons != persons;
	assert_int_equal(done.written, writes);
	if (writes) {
		m->last[who] = (struct last){.there = true,
			.stood = h->lives,
			.house = f->house,
			.entry = ++m->entries,
			.form = form,
			.before = h->persons,
			.typed = persons};
		*h = (struct house){true, persons, m->entries};
	}
	f->saved = true;
	f->typed = 0;
}

static void draw_undo(struct model *m, unsigned who)
{
	struct last *l = &m->last[who];
	struct house *h = &m->house[l->house];
	struct app_undone out;
	struct err why;
	int rc = undo(m->s, *holder_of(who), &out, &why);
	if (!l->there) {
		assert_int_equal(rc, -1);
		assert_int_equal(why.code, ERR_NOT_FOUND);
	} else if (h->entry != l->entry) {
		assert_int_equal(rc, -1);
		assert_int_equal(why.code, ERR_DATA);
	} else {
		assert_int_equal(rc, 0);
		*h = (struct house){l->stood, l->stood ? l->before : 0, ++m->entries};
		m->form[l->form] = (struct form_model){l->house, l->typed, false};
		l->there = false;
	}
}

static void draw_list(struct model *m)
{
	int i = (int)draw(m, HOUSES);
	struct app_put_done done;
	if (m->house[i].lives)
		return;
	MUST(typing_save(m->s, (struct typing_save){.number = number_of(i), .text = "status=not_visited"}, &done, &e));
	m->house[i] = (struct house){true, 0, ++m->entries};
}

static void compare(struct model *m)
{
	char want[24];
	for (int i = 0; i < HOUSES; i++) {
		const struct house *h = &m->house[i];
		snprintf(want, sizeof want, h->persons ? "%d" : "", h->persons);
		assert_string_equal(typing_saved(m->s, number_of(i), "persons"), h->lives ? want : "(none)");
	}
	for (unsigned form = 1; form < m->forms; form++) {
		struct app_draft d;
		struct err why;
		bool there = app_draft(m->s, typing_id(form), &d, &why) == 0;
		assert_int_equal(there, m->form[form].typed != 0);
		if (!there)
			continue;
		snprintf(want, sizeof want, "%d", m->form[form].typed);
		assert_string_equal(typing_value(m->s, &d, "persons"), want);
		app_draft_free(&d);
	}
	for (unsigned who = 0; who < HOLDERS; who++) {
		const struct last *l = &m->last[who];
		bool can = l->there && m->house[l->house].entry == l->entry;
		assert_string_equal(what(m->s, *holder_of(who)), can ? number_of(l->house) : "");
	}
	assert_int_equal(typing_entries(m->s), m->entries);
}

static void whatever_is_done_in_whatever_order(void **state)
{
	for (unsigned seed = 1; seed <= 3; seed++) {
		struct model m = {.seed = seed, .forms = 1};
		char name[16];
		snprintf(name, sizeof name, "m%u", seed);
		m.s = shelf_collector(*state, name);
		for (int step = 0; step < 120; step++) {
			unsigned who = draw(&m, HOLDERS), verb = draw(&m, 10);
			if (verb < 3)
				draw_keep(&m, who);
			else if (verb < 7)
				draw_save(&m, who);
			else if (verb < 9)
				draw_undo(&m, who);
			else
				draw_list(&m);
			if (step % 6 == 0)
				compare(&m);
		}
		compare(&m);
		shelf_sound(m.s);
		store_close(m.s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			where_two_bear_the_number_it_is_taken_back_too, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(what_stood_before_stands_again, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			a_new_household_goes_a_listed_one_is_to_visit_again, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			what_another_wrote_since_is_not_taken_back, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(one_tap_is_taken_back_too, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(
			what_was_declared_meanwhile_is_taken_back_with_its_reason, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(whatever_is_done_in_whatever_order, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
