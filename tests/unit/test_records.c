/* test_records.c - keys of households, heads, conflicts, what a new record names (sync/PROTOCOL.md, sections 4 and 6),
 * case by case. */
#include "../support/author.h"

#include <tungnha/alloc.h>

#define NAMES(...) ((const struct name *const[]){__VA_ARGS__, NULL})

/* A hub and two admitted devices, whose entries are taken as runs. */
struct office {
	struct store *hub;
	struct author a, b;
	struct line *la, *lb;
	uint32_t taken_a, taken_b;
};

static struct office begin(void **state)
{
	struct office o = {.hub = author_hub(*state, "hub"), .a = author_new(1), .b = author_new(2)};
	author_admit(o.hub, &o.a);
	author_admit(o.hub, &o.b);
	o.la = line_new(&o.a, SHELF_UNIT, 1, 0xaa);
	o.lb = line_new(&o.b, SHELF_UNIT, 1, 0xbb);
	return o;
}

static void end(struct office *o)
{
	shelf_sound(o->hub);
	store_close(o->hub);
	line_free(o->la);
	line_free(o->lb);
}

static void take(struct office *o)
{
	if (o->la->last > o->taken_a)
		assert_int_equal(line_take(o->hub, NULL, o->la, o->taken_a + 1, o->la->last).taken, TAKEN_NEW);
	if (o->lb->last > o->taken_b)
		assert_int_equal(line_take(o->hub, NULL, o->lb, o->taken_b + 1, o->lb->last).taken, TAKEN_NEW);
	o->taken_a = o->la->last;
	o->taken_b = o->lb->last;
}

static struct store_totals totals(struct store *s)
{
	struct store_totals t;
	MUST(store_totals(s, SHELF_UNIT, &t, &e));
	return t;
}

/* The hub writes a household itself: persons, or -1 for a void. */
static struct name hub_writes(struct office *o, const char *number, int persons)
{
	struct store_author me = {.by = "Xã", .at = 1763000000};
	const struct form *f;
	struct form_record r;
	struct name n;
	char count[16];
	snprintf(count, sizeof count, "%d", persons);
	MUST(store_form(o->hub, NULL, &f, &e));
	struct form_change c[] = {
		{form_field_index(f, "household_no"), number},
		{form_field_index(f, "persons"), count},
		{form_field_index(f, "vneid"), "?"},
		{form_field_index(f, "no_vneid"), "?"},
		{form_field_index(f, "online_dossiers"), "?"},
		{form_field_index(f, "eresult_dossiers"), "?"},
		{form_field_index(f, "rated"), "?"},
	};
	form_record_init(&r);
	MUST(store_begin(o->hub, &e));
	if (persons >= 0) {
		MUST(form_apply(f, NULL, c, sizeof c / sizeof *c, LANG_EN, &r, &e));
		MUST(store_write_record(o->hub, SHELF_UNIT, line_key(number), f, &r, &me, &n, &e));
	} else {
		MUST(store_write_void(o->hub, SHELF_UNIT, line_key(number), &me, &n, &e));
	}
	MUST(store_commit(o->hub, &e));
	form_record_free(&r);
	return n;
}

/* -- heads and conflicts -- */

static void two_who_do_not_know_of_each_other_conflict(void **state)
{
	struct office o = begin(state);
	struct name a = line_record(o.la, "1", 4, 0, NULL), b = line_record(o.lb, "1", 5, 0, NULL);
	take(&o);
	assert_true(author_conflict(o.hub, "1"));
	assert_int_equal(author_heads(o.hub, "1"), 2);
	assert_int_equal(author_persons(o.hub, "1"), 5); /* equal clocks: journal bb is greater than aa */
	assert_int_equal(totals(o.hub).records, 1);      /* the other never adds */
	assert_int_equal(totals(o.hub).conflicts, 1);
	shelf_lines(o.hub);
	struct name a2 = line_record(o.la, "1", 6, 0, NAMES(&a));
	take(&o);
	assert_true(author_conflict(o.hub, "1"));
	assert_int_equal(author_persons(o.hub, "1"), 6); /* the greater clock */
	line_record(o.lb, "1", 7, 3, NAMES(&b, &a2));
	take(&o);
	assert_false(author_conflict(o.hub, "1"));
	assert_int_equal(author_persons(o.hub, "1"), 7);
	assert_int_equal(totals(o.hub).conflicts, 0);
	end(&o);
}

static void who_says_the_same_does_not_conflict(void **state)
{
	struct office o = begin(state);
	line_record(o.la, "1", 4, 0, NULL);
	line_record(o.lb, "1", 4, 0, NULL);
	line_record(o.la, "2", -1, 0, NULL); /* two lists of numbers */
	line_record(o.lb, "2", -1, 0, NULL);
	line_void(o.la, "3", 0, NULL);
	line_void(o.lb, "3", 0, NULL);
	take(&o);
	for (int i = 1; i <= 3; i++) {
		char no[16];
		snprintf(no, sizeof no, "%d", i);
		assert_false(author_conflict(o.hub, no));
		assert_int_equal(author_heads(o.hub, no), 2);
	}
	assert_int_equal(author_persons(o.hub, "1"), 4);
	assert_int_equal(author_persons(o.hub, "2"), -2);
	assert_int_equal(author_persons(o.hub, "3"), -1);
	assert_int_equal(totals(o.hub).records, 2);
	end(&o);
}

/* "Not visited" never conflicts and never wins; a void never wins beside a live record, but beside "not visited". */
static void who_wins_when_heads_differ(void **state)
{
	struct office o = begin(state);
	line_record(o.la, "1", 4, 0, NULL);
	struct name u = line_record(o.lb, "1", -1, 0, NULL);
	line_record(o.lb, "1", -1, 0, NAMES(&u)); /* later, and still nobody was there */
	line_record(o.la, "2", 4, 0, NULL);
	line_void(o.lb, "2", 0, NULL);
	line_record(o.la, "3", -1, 0, NULL);
	line_void(o.lb, "3", 0, NULL);
	take(&o);
	assert_false(author_conflict(o.hub, "1"));
	assert_int_equal(author_persons(o.hub, "1"), 4);
	assert_true(author_conflict(o.hub, "2"));
	assert_int_equal(author_persons(o.hub, "2"), 4);
	assert_false(author_conflict(o.hub, "3"));
	assert_int_equal(author_persons(o.hub, "3"), -1);
	end(&o);
}

static void a_record_over_a_void_brings_the_household_back(void **state)
{
	struct office o = begin(state);
	struct name r = line_record(o.la, "1", 4, 0, NULL), v = line_void(o.la, "1", 0, NAMES(&r));
	take(&o);
	assert_int_equal(author_persons(o.hub, "1"), -1);
	assert_int_equal(totals(o.hub).records, 0);
	line_record(o.lb, "1", 5, 3, NAMES(&v));
	take(&o);
	assert_int_equal(author_persons(o.hub, "1"), 5);
	assert_false(author_conflict(o.hub, "1"));
	end(&o);
}

/* An ancestor is outdone through entries that do not count themselves; parents of other households outdo nothing. */
static void ancestors_count_no_more_whatever_lies_between(void **state)
{
	struct office o = begin(state);
	struct name a = line_record(o.la, "1", 4, 0, NULL), held = line_record(o.la, "1", 0, 0, NAMES(&a));
	struct name other = line_record(o.la, "2", 3, 0, NULL);
	line_record(o.lb, "1", 5, 3, NAMES(&held, &other));
	take(&o);
	assert_int_equal(author_held(o.hub, held), 4);
	assert_int_equal(author_heads(o.hub, "1"), 1);
	assert_int_equal(author_persons(o.hub, "1"), 5);
	assert_int_equal(author_persons(o.hub, "2"), 3);
	assert_int_equal(author_heads(o.hub, "2"), 1);
	end(&o);
}

/* -- what a new record names -- */

struct newest {
	struct name entry, *parent;
	size_t parents;
};

static int find_newest(void *context, const struct store_revision *r, struct err *e)
{
	struct newest *n = context;
	(void)e;
	if (name_compare(&r->entry, &n->entry) == 0) {
		n->parents = r->parents;
		n->parent = alloc_zero(r->parents + 1, sizeof *n->parent);
		memcpy(n->parent, r->parent, r->parents * sizeof *n->parent);
	}
	return 0;
}

static size_t parents_of(struct office *o, const char *number, struct name entry, const struct name *wanted)
{
	struct newest n = {.entry = entry};
	bool found = !wanted;
	MUST(store_history(o->hub, SHELF_UNIT, line_key(number), find_newest, &n, &e));
	for (size_t i = 0; i < n.parents; i++)
		found |= wanted && name_compare(&n.parent[i], wanted) == 0;
	free(n.parent);
	assert_true(found);
	return n.parents;
}

static void a_new_record_names_every_head_and_what_is_held_and_unnamed(void **state)
{
	struct office o = begin(state);
	struct name a = line_record(o.la, "1", 4, 0, NULL), b = line_record(o.lb, "1", 5, 0, NULL);
	struct name held = line_record(o.la, "1", 0, 0, NAMES(&a)), named = line_record(o.la, "1", 0, 0, NAMES(&a));
	struct name over = line_record(o.la, "1", 0, 0, NAMES(&named)),
		    malformed = line_record(o.la, "1", 6, 50, NAMES(&a));
	take(&o);
	assert_int_equal(author_held(o.hub, over), 4);
	assert_int_equal(author_held(o.hub, malformed), 2);
	struct name n = hub_writes(&o, "1", 9);
	assert_int_equal(parents_of(&o, "1", n, &a), 4);
	parents_of(&o, "1", n, &b);
	parents_of(&o, "1", n, &held);
	parents_of(&o, "1", n, &over);
	assert_int_equal(author_persons(o.hub, "1"), 9);
	assert_false(author_conflict(o.hub, "1"));
	author_decide(o.hub, true, over); /* accepted now, it is outdone all the same */
	assert_int_equal(author_persons(o.hub, "1"), 9);
	assert_int_equal(author_heads(o.hub, "1"), 1);
	end(&o);
}

/* Somebody's many held entries must not crowd out the heads, nor many heads keep a record from being settled in the
 * end. */
static void more_than_an_entry_can_name(void **state)
{
	struct office o = begin(state);
	struct name head = line_record(o.lb, "1", 5, 0, NULL), one;
	for (int i = 0; i < 70; i++)
		line_record(o.la, "1", 0, 0, NULL);
	for (int i = 0; i < 70; i++)
		line_record(o.la, "2", 1 + i, 0, NULL);
	take(&o);
	assert_int_equal(author_heads(o.hub, "1"), 1);
	struct name n = hub_writes(&o, "1", 9);
	assert_int_equal(parents_of(&o, "1", n, &head), ENTRY_PARENTS_MAX);
	assert_int_equal(author_heads(o.hub, "1"), 1);
	assert_false(author_conflict(o.hub, "1"));

	assert_int_equal(author_heads(o.hub, "2"), 70);
	one = line_name(o.la, 140); /* the newest head */
	n = hub_writes(&o, "2", 8);
	assert_int_equal(parents_of(&o, "2", n, &one), ENTRY_PARENTS_MAX);
	assert_int_equal(author_heads(o.hub, "2"), 7);
	hub_writes(&o, "2", 8);
	assert_int_equal(author_heads(o.hub, "2"), 1);
	assert_false(author_conflict(o.hub, "2"));
	end(&o);
}

/* -- numbers and keys -- */

struct door {
	struct store *s;
	const struct form *f;
	struct store_author me;
};

static struct door at_the_door(void **state)
{
	struct door d = {.s = shelf_collector(*state, "door"), .me = {.by = "Lan", .at = 1763000000}};
	MUST(store_form(d.s, NULL, &d.f, &e));
	return d;
}

/* Puts the household with that key under a number. */
static void write_number(struct door *d, struct id key, const char *number)
{
	struct form_change c[] = {
		{form_field_index(d->f, "household_no"), number}, {form_field_index(d->f, "status"), "absent"}};
	struct form_record r;
	form_record_init(&r);
	MUST(form_apply(d->f, NULL, c, 2, LANG_EN, &r, &e));
	MUST(store_begin(d->s, &e));
	MUST(store_write_record(d->s, SHELF_UNIT, key, d->f, &r, &d->me, NULL, &e));
	MUST(store_commit(d->s, &e));
	form_record_free(&r);
}

static struct id key_for(struct door *d, const char *number, bool expect_known)
{
	struct id key;
	bool known;
	MUST(store_key_for_number(d->s, SHELF_UNIT, number, &key, &known, &e));
	assert_int_equal(known, expect_known);
	return key;
}

static int find(struct door *d, const char *number)
{
	struct id key[4];
	struct err why;
	return store_find_number(d->s, SHELF_UNIT, number, key, 4, &why);
}

static void is_key(struct id key, const char *number, uint32_t k)
{
	assert_true(id_equal(key, chain_household_key(SHELF_UNIT, number, k)));
}

static void a_given_number_leads_to_one_household(void **state)
{
	struct door d = at_the_door(state);
	struct id key = key_for(&d, "12", false);
	is_key(key, "12", 0);
	assert_int_equal(find(&d, "12"), 0);
	write_number(&d, key, "12");
	is_key(key_for(&d, " 012 ", true), "12", 0);
	is_key(key_for(&d, "12a", false), "12A", 0);
	assert_int_equal(find(&d, "12"), 1);

	write_number(&d, key, "15"); /* renumbered: 12 is free, and given anew it is another household */
	assert_int_equal(find(&d, "12"), 0);
	is_key(key_for(&d, "15", true), "12", 0);
	struct id again = key_for(&d, "12", false);
	is_key(again, "12", 1);
	write_number(&d, again, "12");
	is_key(key_for(&d, "12", true), "12", 1);

	write_number(&d, again, "15"); /* two bear 15 */
	struct id k;
	bool known;
	struct err why;
	assert_int_equal(store_key_for_number(d.s, SHELF_UNIT, "15", &k, &known, &why), -1);
	assert_ptr_equal(why.text, TEXT_NUMBER_TWICE);
	struct store_household h;
	MUST(store_household(d.s, SHELF_UNIT, key, &h, &e));
	assert_true(h.clash);
	store_household_free(&h);
	assert_int_equal(find(&d, "15"), 2);
	shelf_lines(d.s);
	write_number(&d, again, "16");
	MUST(store_household(d.s, SHELF_UNIT, key, &h, &e));
	assert_false(h.clash);
	store_household_free(&h);
	shelf_sound(d.s);
	store_close(d.s);
}

static void a_voided_household_is_brought_back_under_its_number(void **state)
{
	struct door d = at_the_door(state);
	struct id key = key_for(&d, "7", false);
	write_number(&d, key, "6");
	write_number(&d, key, "7");
	MUST(store_begin(d.s, &e));
	MUST(store_write_void(d.s, SHELF_UNIT, key, &d.me, NULL, &e));
	MUST(store_commit(d.s, &e));
	assert_int_equal(find(&d, "7"), 1);
	assert_int_equal(find(&d, "6"), 0);
	assert_true(id_equal(key_for(&d, "7", true), key));
	is_key(key_for(&d, "6", false), "6", 0);
	write_number(&d, key, "7");
	assert_int_equal(author_persons(d.s, "7"), -2);
	shelf_sound(d.s);
	store_close(d.s);
}

static void assigned_numbers_are_nobodys(void **state)
{
	struct door d = at_the_door(state);
	char number[16];
	write_number(&d, id_random(), "A2");
	write_number(&d, key_for(&d, "a3", false), "A3");
	MUST(store_begin(d.s, &e));
	MUST(store_assign_number(d.s, SHELF_UNIT, number, &e));
	assert_string_equal(number, "A1");
	MUST(store_assign_number(d.s, SHELF_UNIT, number, &e));
	assert_string_equal(number, "A4");
	store_rollback(d.s);
	MUST(store_begin(d.s, &e));
	MUST(store_assign_number(d.s, SHELF_UNIT, number, &e));
	assert_string_equal(number, "A1"); /* what was rolled back was not given out */
	MUST(store_commit(d.s, &e));
	store_close(d.s);
}

static void offer(struct store *s, char out[static 16])
{
	MUST(store_begin(s, &e));
	MUST(store_assign_number(s, SHELF_UNIT, out, &e));
	MUST(store_commit(s, &e));
}

/* What a restored device gave out after its copy was made, and what its copy gives out, it cannot know. */
static void who_may_have_forgotten_takes_new_letters(void **state)
{
	struct door d = at_the_door(state);
	struct author me = author_of(d.s);
	struct line *l = line_new(&me, SHELF_UNIT, 9, 0x77);
	char first[16], second[16], third[16], one[4], other[4];
	offer(d.s, first);
	assert_string_equal(first, "A1");
	MUST(store_begin(d.s, &e));
	MUST(store_leave_all(d.s, &e));
	MUST(store_commit(d.s, &e));
	offer(d.s, second);
	assert_int_equal(strspn(second, "BCDGHKLMNPQRSTVX"), 3);
	assert_string_equal(second + 3, "2");
	line_record(l, "40", 4, 0, NULL);
	assert_true(line_take(d.s, NULL, l, 1, 1).own); /* a copy of this device is at work */
	offer(d.s, second);
	assert_int_equal(strspn(second, "BCDGHKLMNPQRSTVX"), 3);
	line_take(d.s, NULL, l, 1, 1);
	offer(d.s, third);
	assert_memory_equal(third, second, 3); /* nothing new, nothing changes */
	store_letters_of(author_new(1).id, one);
	store_letters_of(author_new(2).id, other);
	assert_string_not_equal(one, other);
	line_free(l);
	store_close(d.s);
}

/* Held entries hide a number too: the hub must be able to look it up, and a number given again is the same household.
 */
static void a_number_only_held_entries_bear_is_found_last(void **state)
{
	struct office o = begin(state);
	struct id key[4];
	bool known;
	line_record(o.la, "3", 0, 0, NULL);
	take(&o);
	struct err why;
	assert_int_equal(store_find_number(o.hub, SHELF_UNIT, "3", key, 4, &why), 1);
	assert_true(id_equal(key[0], line_key("3")));
	MUST(store_key_for_number(o.hub, SHELF_UNIT, "3", &key[1], &known, &e));
	assert_true(id_equal(key[1], line_key("3")));
	assert_false(known);
	hub_writes(&o, "3", 2);
	assert_int_equal(store_find_number(o.hub, SHELF_UNIT, "3", key, 4, &why), 1);
	assert_int_equal(author_persons(o.hub, "3"), 2);
	end(&o);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(two_who_do_not_know_of_each_other_conflict),
		T(who_says_the_same_does_not_conflict),
		T(who_wins_when_heads_differ),
		T(a_record_over_a_void_brings_the_household_back),
		T(ancestors_count_no_more_whatever_lies_between),
		T(a_new_record_names_every_head_and_what_is_held_and_unnamed),
		T(more_than_an_entry_can_name),
		T(a_given_number_leads_to_one_household),
		T(a_voided_household_is_brought_back_under_its_number),
		T(assigned_numbers_are_nobodys),
		T(who_may_have_forgotten_takes_new_letters),
		T(a_number_only_held_entries_bear_is_found_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
