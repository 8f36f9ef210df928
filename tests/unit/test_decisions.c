/* test_decisions.c - a hub's own decisions, units, letters, invitations, and what a device knows of its own entries. */
#include "../support/author.h"

#include <sodium.h>

static cJSON *unit_fields(const char *code, const char *name, const char *parent)
{
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "code", code);
	cJSON_AddStringToObject(f, "level", *parent ? "hamlet" : "commune");
	cJSON_AddNullToObject(f, "listed");
	cJSON_AddStringToObject(f, "name", name);
	cJSON_AddStringToObject(f, "parent", parent);
	return f;
}

static bool outranked(struct store *s, struct name act)
{
	bool yes;
	MUST(store_outranked(s, &act, &yes, &e));
	return yes;
}

static bool locked(struct store *s)
{
	bool yes;
	MUST(store_locked(s, SHELF_UNIT, &yes, &e));
	return yes;
}

static bool decides(struct store *s, struct name act, size_t expected)
{
	struct name *d;
	size_t n;
	bool found = false;
	MUST(store_decisions(s, SHELF_UNIT, &d, &n, &e));
	assert_int_equal(n, expected);
	for (size_t i = 0; i < n; i++)
		found |= name_compare(&d[i], &act) == 0;
	free(d);
	return found;
}

static void an_outcome_is_stated_again_over_an_act_that_did_not_know_it(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author me = author_of(hub), device = author_new(1);
	struct line *back = line_new(&me, SHELF_UNIT, 5, 0xee);
	struct entry lock = {.kind = ENTRY_LOCK, .fields = author_rows((const struct name *const[]){NULL})};
	struct name admitted = author_admit(hub, &device);
	struct name first = author_act(hub, ENTRY_LOCK, NULL, author_through(hub, NULL));
	struct name second = author_act(hub, ENTRY_UNLOCK, NULL, NULL);
	assert_true(decides(hub, second, 2));
	assert_true(decides(hub, admitted, 2));
	assert_false(decides(hub, first, 2));
	assert_false(outranked(hub, first)); /* what came after it knew it */
	assert_false(outranked(hub, second));

	line_entry(back, &lock); /* an act of its own it had forgotten comes back, of a later generation */
	assert_true(line_take(hub, NULL, back, 1, 1).own);
	assert_true(locked(hub));
	assert_true(outranked(hub, second));
	assert_false(outranked(hub, admitted));
	assert_true(decides(hub, second, 2)); /* what was not written here is not one's own decision */
	MUST(store_begin(hub, &e));
	MUST(store_leave_all(hub, &e));
	MUST(store_write_again(hub, &second, 1763000000, &e));
	MUST(store_commit(hub, &e));
	assert_false(locked(hub));
	assert_false(outranked(hub, line_name(back, 1))); /* this time it is known */
	line_free(back);
	shelf_sound(hub);
	store_close(hub);
}

static void units_are_as_the_newest_act_says_in_vietnamese_order(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct unit *u, one;
	struct err why;
	size_t n;
	author_act(hub, ENTRY_UNIT, NULL, unit_fields(SHELF_OWN, "Phú Lạc", ""));
	author_act(hub, ENTRY_UNIT, NULL, unit_fields("05788-10", "Xóm 10", SHELF_OWN));
	author_act(hub, ENTRY_UNIT, NULL, unit_fields("05788-02", "Xóm 2", SHELF_OWN));
	author_act(hub, ENTRY_UNIT, NULL, unit_fields("05788-01", "Xóm Dầm", SHELF_OWN));
	author_act(hub, ENTRY_UNIT, NULL, unit_fields("05788-01", "Xóm Đầm", SHELF_OWN));
	MUST(store_units(hub, SHELF_OWN, &u, &n, &e));
	assert_int_equal(n, 3);
	assert_string_equal(u[0].name, "Xóm 2");
	assert_string_equal(u[1].name, "Xóm 10");
	assert_string_equal(u[2].name, "Xóm Đầm");
	assert_int_equal(u[0].listed, -1);
	free(u);
	MUST(store_own_unit(hub, &one, &e));
	assert_string_equal(one.name, "Phú Lạc");
	assert_int_equal(store_unit(hub, "05788-99", &one, &why), -1);
	assert_int_equal(why.code, ERR_NOT_FOUND);

	cJSON *nothing = cJSON_CreateObject(); /* outdoes what was said before, and says nothing itself */
	cJSON_AddStringToObject(nothing, "code", "05788-02");
	author_act(hub, ENTRY_UNIT, NULL, nothing);
	assert_int_equal(store_unit(hub, "05788-02", &one, &why), -1);
	shelf_sound(hub);
	store_close(hub);
}

static void letters_go_on_after_the_greatest(void **state)
{
	struct store *hub = author_hub(*state, "hub");
	struct author device = author_new(1);
	struct store_invitation v = {.id = id_random(), .unit = SHELF_UNIT, .uses = 2, .days = 3, .issued_at = 5}, got;
	struct err why;
	char letter[4];
	MUST(store_next_letter(hub, SHELF_UNIT, letter, &e));
	assert_string_equal(letter, "A");
	author_admit(hub, &device); /* as "B" */
	MUST(store_next_letter(hub, SHELF_UNIT, letter, &e));
	assert_string_equal(letter, "C");
	randombytes_buf(v.secret, sizeof v.secret);
	snprintf(v.letter, sizeof v.letter, "Z");
	MUST(store_begin(hub, &e));
	MUST(store_add_invitation(hub, &v, &e));
	MUST(store_next_letter(hub, SHELF_UNIT, letter, &e));
	assert_string_equal(letter, "AA");
	MUST(store_next_letter(hub, "05788-02", letter, &e));
	assert_string_equal(letter, "A");
	MUST(store_use_invitation(hub, v.id, &e));
	MUST(store_withdraw_invitation(hub, v.id, &e));
	MUST(store_commit(hub, &e));
	MUST(store_invitation(hub, v.id, &got, &e));
	assert_memory_equal(got.secret, v.secret, sizeof v.secret);
	assert_true(got.used == 1 && got.uses == 2 && got.days == 3 && got.issued_at == 5 && got.withdrawn);
	assert_int_equal(store_invitation(hub, id_random(), &got, &why), -1);
	assert_int_equal(why.code, ERR_NOT_FOUND);
	store_close(hub);
}

/* Confirmed is what the unit's own hub confirmed, by branch; a hub that is gone confirms nothing. */
static void progress_counts_ones_own_entries(void **state)
{
	struct store *s = shelf_collector(*state, "c");
	struct author hub = author_new(7), other = author_new(8);
	struct store_scope scope = {.unit = SHELF_UNIT};
	struct store_enrolment en;
	struct store_progress p;
	struct store_runs runs;
	shelf_save(s, 1, 10);
	MUST(store_enrolment(s, SHELF_UNIT, &en, &e));
	en.has_hub = true;
	en.hub = hub.id;
	en.hub_keys = hub.keys.pub;
	MUST(store_begin(s, &e));
	MUST(store_enrol(s, &en, &e));
	MUST(store_sign_heads(s, &scope, &e));
	MUST(store_commit(s, &e));
	MUST(store_lacking(s, &scope, NULL, 0, 0, 200, &runs, &e));
	for (int who = 0; who < 2; who++) {
		uint32_t through = who ? 4 : 9;
		struct receipt r = {.journal = runs.run[0].chain.journal, .through = through, .hash = runs.run[0].prev};
		for (uint32_t i = 0; i < through; i++) {
			struct hash before = r.hash;
			chain_next(&before, runs.run[0].entry[i], runs.run[0].entry_bytes[i], &r.hash);
		}
		MUST(store_begin(s, &e));
		MUST(store_add_receipt(s, who ? hub.id : other.id, &r, &e));
		MUST(store_commit(s, &e));
		MUST(store_progress(s, SHELF_UNIT, &p, &e));
		assert_int_equal(p.written, 10);
		assert_int_equal(p.confirmed, who ? 4 : 0);
		assert_int_equal(p.sent, who ? 4 : 0);
	}
	assert_true(p.last_confirmed_at > 0);
	MUST(store_begin(s, &e));
	MUST(store_mark_sent(s, runs.run, runs.runs, &e));
	MUST(store_commit(s, &e));
	MUST(store_progress(s, SHELF_UNIT, &p, &e));
	assert_int_equal(p.sent, 10);
	store_runs_free(&runs);
	MUST(store_begin(s, &e));
	MUST(store_forget_unit(s, SHELF_UNIT, &e));
	MUST(store_commit(s, &e));
	struct err why;
	assert_int_equal(store_enrolment(s, SHELF_UNIT, &en, &why), -1);
	MUST(store_progress(s, SHELF_UNIT, &p, &e));
	assert_true(p.written == 10 && p.confirmed == 0); /* the journal stays */
	shelf_sound(s);
	store_close(s);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(an_outcome_is_stated_again_over_an_act_that_did_not_know_it),
		T(units_are_as_the_newest_act_says_in_vietnamese_order),
		T(letters_go_on_after_the_greatest),
		T(progress_counts_ones_own_entries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
