/* test_units.c - units merged, split, renamed: where households count, whatever the order acts and households came in.
 */
#include "../support/author.h"
#include "../support/trial.h"

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/app_draft.h>

static const char *const codes[] = {"05788-01", "05788-02", "05788-03", "05788-04", "05788-05"};
enum { CODES = sizeof codes / sizeof *codes };

/* Which households of another unit: 0 ends the list of numbers; none at all: the whole unit. */
struct claim {
	const char *before;
	int number[4];
};

static cJSON *keys_of(const struct claim *c)
{
	char hex[ID_HEX], number[16];
	if (c->number[0] == 0)
		return cJSON_CreateNull();
	cJSON *list = cJSON_CreateArray();
	for (int i = 0; i < 4 && c->number[i]; i++) {
		snprintf(number, sizeof number, "%d", c->number[i]);
		cJSON_AddItemToArray(list, cJSON_CreateString(id_hex(line_key(number), hex)));
	}
	return list;
}

static cJSON *unit_fields(const char *code, const char *name, const char *from, const struct claim *claim)
{
	cJSON *f = cJSON_CreateObject(), *before;
	cJSON_AddStringToObject(f, "code", code);
	cJSON_AddStringToObject(f, "from", from);
	cJSON_AddStringToObject(f, "level", strcmp(code, SHELF_OWN) ? "hamlet" : "commune");
	cJSON_AddNullToObject(f, "listed");
	cJSON_AddStringToObject(f, "name", name);
	cJSON_AddStringToObject(f, "parent", strcmp(code, SHELF_OWN) ? SHELF_OWN : "");
	before = cJSON_AddObjectToObject(f, "predecessors");
	for (; claim && claim->before; claim++)
		cJSON_AddItemToObject(before, claim->before, keys_of(claim));
	return f;
}

#define CLAIMS(...) ((const struct claim[]){__VA_ARGS__, {NULL, {0}}})

static void unit_act(struct store *hub, const char *code, const char *from, const struct claim *claim)
{
	author_act(hub, ENTRY_UNIT, NULL, unit_fields(code, code, from, claim));
}

/* All of a journal; freed. */
static void take(struct store *hub, const struct author *me, const char *unit, struct line *l)
{
	struct store_scope scope = {.unit = unit, .hub_unit = SHELF_OWN, .hub = me->id};
	struct store_take out;
	struct run r = line_run(l, 1, l->last);
	MUST(store_begin(hub, &e));
	MUST(store_take_run(hub, &scope, &r, &me->keys.pub, &out, &e));
	MUST(store_commit(hub, &e));
	run_free(&r);
	line_free(l);
}

/* A hub with five hamlets; households 1, 2, 3 of each of the first two, with 1, 2, 3 and 4, 5, 6 persons. */
static struct store *commune(const struct shelf *d, const char *name)
{
	struct store *hub = author_hub(d, name);
	struct author me = author_of(hub);
	unit_act(hub, SHELF_OWN, "", NULL);
	for (size_t i = 0; i < CODES; i++)
		unit_act(hub, codes[i], "", NULL);
	for (int u = 0; u < 2; u++) {
		struct line *l = line_new(&me, codes[u], 1, (unsigned char)(0xa0 + u));
		line_record(l, "1", 3 * u + 1, 1, NULL);
		line_record(l, "2", 3 * u + 2, 1, NULL);
		line_record(l, "3", 3 * u + 3, 1, NULL);
		take(hub, &me, codes[u], l);
	}
	return hub;
}

static int persons_column(struct store *s)
{
	const struct form *f;
	MUST(store_form(s, NULL, &f, &e));
	for (size_t i = 0; i < f->columns; i++)
		if (strcmp(f->column[i].id, "persons") == 0)
			return (int)i;
	fail_msg("no column of persons");
	return -1;
}

static int64_t persons(struct store *s, const char *unit)
{
	struct store_totals t;
	MUST(store_totals(s, unit, &t, &e));
	return t.sums.value[persons_column(s)];
}

static int add_person(void *context, const struct store_household *h, struct err *e)
{
	(void)e;
	if (!h->voided)
		*(int64_t *)context += h->record.value[form_field_index(h->form, "persons")].number;
	return 0;
}

/* Household by household, without the tallies. */
static int64_t persons_one_by_one(struct store *s, const char *unit)
{
	int64_t n = 0;
	MUST(store_households_at(s, unit, add_person, &n, &e));
	return n;
}

static void counts(struct store *s, const char *unit, int64_t expected)
{
	assert_int_equal(persons(s, unit), expected);
	assert_int_equal(persons_one_by_one(s, unit), expected);
}

/* The units that have a row. */
static size_t rows(struct store *s)
{
	struct unit *u;
	size_t n;
	MUST(store_units(s, SHELF_OWN, &u, &n, &e));
	free(u);
	return n;
}

static struct store_shape shape(struct store *s, const char *unit)
{
	struct store_shape out;
	MUST(store_shape(s, unit, &out, &e));
	return out;
}

static void a_merged_unit_counts_at_its_successor_and_keeps_its_own_figures(void **state)
{
	struct store *hub = commune(*state, "hub");
	counts(hub, codes[0], 6);
	counts(hub, codes[1], 15);
	unit_act(hub, codes[2], "2025-11-20", CLAIMS({codes[0], {0}}, {codes[1], {0}}));
	counts(hub, codes[2], 21);
	assert_int_equal(rows(hub), 3);
	assert_string_equal(shape(hub, codes[0]).into, codes[2]);
	assert_string_equal(shape(hub, codes[0]).merged, "2025-11-20");
	counts(hub, codes[0], 6); /* whoever goes on there still sees what is theirs */

	unit_act(hub, codes[3], "2025-12-01", CLAIMS({codes[2], {0}})); /* and on, in a row */
	counts(hub, codes[3], 21);
	counts(hub, codes[2], 21);
	assert_string_equal(shape(hub, codes[0]).into, codes[3]);
	struct store_predecessor *p;
	size_t n;
	MUST(store_predecessors(hub, codes[3], &p, &n, &e));
	assert_int_equal(n, 3);
	assert_true(p[0].whole && p[1].whole && p[2].whole);
	assert_string_equal(p[0].since, "2025-11-20");
	assert_string_equal(p[2].since, "2025-12-01");
	free(p);
	shelf_sound(hub);

	unit_act(hub, codes[3], "", NULL); /* second thoughts */
	unit_act(hub, codes[2], "", NULL);
	counts(hub, codes[0], 6);
	counts(hub, codes[1], 15);
	counts(hub, codes[2], 0);
	assert_int_equal(rows(hub), 5);
	assert_string_equal(shape(hub, codes[0]).into, "");
	shelf_sound(hub);
	store_close(hub);
}

static void split_off_households_count_elsewhere_one_by_one(void **state)
{
	struct store *hub = commune(*state, "hub");
	unit_act(hub, codes[2], "2025-11-20", CLAIMS({codes[0], {1, 3}}));
	counts(hub, codes[0], 2);
	counts(hub, codes[2], 4);
	assert_int_equal(rows(hub), 5);
	unit_act(hub, codes[3], "", CLAIMS({codes[0], {0}})); /* what is left merges; what went stays away */
	counts(hub, codes[3], 2);
	counts(hub, codes[2], 4);
	unit_act(hub, codes[4], "", CLAIMS({codes[2], {3}}, {codes[3], {2}})); /* by way of others */
	counts(hub, codes[4], 5);
	counts(hub, codes[2], 1);
	counts(hub, codes[3], 0);
	struct store_predecessor *p;
	size_t n;
	MUST(store_predecessors(hub, codes[4], &p, &n, &e));
	assert_int_equal(n, 1); /* both were begun for the first */
	assert_string_equal(p[0].unit.code, codes[0]);
	assert_true(!p[0].whole && p[0].households == 2);
	free(p);
	shelf_sound(hub);
	store_close(hub);
}

static void the_newest_claim_wins_and_since_is_when_it_was_first_made(void **state)
{
	struct store *hub = commune(*state, "hub");
	unit_act(hub, codes[2], "2025-11-20", CLAIMS({codes[0], {0}}));
	unit_act(hub, codes[3], "2025-11-25", CLAIMS({codes[0], {0}}));
	counts(hub, codes[3], 6);
	counts(hub, codes[2], 0);
	unit_act(hub, codes[2], "2025-12-01", CLAIMS({codes[0], {0}})); /* said again: newest again, of old */
	counts(hub, codes[2], 6);
	assert_string_equal(shape(hub, codes[0]).merged, "2025-11-20");
	assert_string_equal(shape(hub, codes[2]).since, "2025-12-01");
	unit_act(hub, codes[2], "", NULL);
	counts(hub, codes[3], 6);
	shelf_sound(hub);
	store_close(hub);
}

static bool would_circle(struct store *s, const char *code, const struct claim *claim)
{
	cJSON *f = unit_fields(code, code, "", claim);
	bool yes;
	MUST(store_would_circle(s, code, f, &yes, &e));
	cJSON_Delete(f);
	return yes;
}

static void an_act_that_would_close_a_circle_claims_nothing(void **state)
{
	struct store *hub = commune(*state, "hub");
	char(*ignored)[UNIT_CODE];
	size_t n;
	unit_act(hub, codes[1], "", CLAIMS({codes[0], {0}}));
	assert_true(would_circle(hub, codes[0], CLAIMS({codes[1], {0}})));
	assert_true(would_circle(hub, codes[0], CLAIMS({codes[1], {2}})));
	assert_true(would_circle(hub, codes[2], CLAIMS({codes[2], {0}})));
	assert_false(would_circle(hub, codes[2], CLAIMS({codes[1], {2}})));
	unit_act(hub, codes[0], "", CLAIMS({codes[1], {0}}));
	counts(hub, codes[1], 21);
	assert_string_equal(shape(hub, codes[1]).into, "");
	MUST(store_ignored_units(hub, &ignored, &n, &e));
	assert_int_equal(n, 1);
	assert_string_equal(ignored[0], codes[0]);
	free(ignored);
	unit_act(hub, codes[1], "", NULL);
	counts(hub, codes[0], 21); /* nothing stands in its way any more */
	/* households may well cross over, each to the other side */
	unit_act(hub, codes[0], "", CLAIMS({codes[1], {1}}));
	assert_false(would_circle(hub, codes[1], CLAIMS({codes[0], {2}})));
	unit_act(hub, codes[1], "", CLAIMS({codes[0], {2}}));
	counts(hub, codes[0], 6 - 2 + 4);
	counts(hub, codes[1], 15 - 4 + 2);
	assert_true(would_circle(hub, codes[1], CLAIMS({codes[0], {1}})));
	shelf_sound(hub);
	store_close(hub);
}

static void members_that_cannot_be_read_claim_nothing(void **state)
{
	struct store *hub = commune(*state, "hub");
	cJSON *f = unit_fields(codes[2], "Xóm", "2025-02-30", CLAIMS({codes[0], {0}})), *p;
	p = cJSON_GetObjectItemCaseSensitive(f, "predecessors");
	cJSON_AddNumberToObject(p, codes[1], 1);
	cJSON_AddNullToObject(p, "không phải mã");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(p, codes[3]), cJSON_CreateString("xyz"));
	author_act(hub, ENTRY_UNIT, NULL, f);
	counts(hub, codes[2], 6);
	counts(hub, codes[1], 15);
	assert_string_equal(shape(hub, codes[0]).merged, "");
	f = unit_fields(codes[4], "Xóm", "", CLAIMS({codes[1], {0}}));
	cJSON_DeleteItemFromObjectCaseSensitive(f, "name"); /* says nothing at all, then */
	author_act(hub, ENTRY_UNIT, NULL, f);
	counts(hub, codes[1], 15);
	shelf_sound(hub);
	store_close(hub);
}

/* --- in any order --- */

enum { JOURNALS = 8, ACTS = 4, HISTORIES = 40 };

/* Journals of the hub itself: four with what it says of units, four with households. */
struct pile {
	struct line *line[JOURNALS];
};

static struct claim *some_claims(struct trial_random *r, struct claim out[static 4])
{
	unsigned n = trial_below(r, 3), first = trial_below(r, CODES);
	memset(out, 0, 4 * sizeof *out);
	for (unsigned i = 0; i < n; i++) {
		unsigned some = trial_below(r, 4);
		out[i].before = codes[(first + i) % CODES];
		for (unsigned k = 0; k < some; k++)
			out[i].number[k] = 1 + (int)trial_below(r, 3);
	}
	return out;
}

static void draw_pile(struct trial_random *r, const struct author *me, struct pile *p)
{
	for (unsigned i = 0; i < JOURNALS; i++) {
		bool own = i < JOURNALS / 2;
		struct line *l = line_new(
			me, own ? SHELF_OWN : codes[i % CODES], 2 + trial_below(r, 2), (unsigned char)(0x10 + i));
		p->line[i] = l;
		for (unsigned k = 0; k < ACTS; k++) {
			struct claim claims[4];
			char number[8];
			const char *code = codes[trial_below(r, CODES)];
			snprintf(number, sizeof number, "%u", 1 + trial_below(r, 3));
			struct entry en = {.kind = ENTRY_UNIT,
				.fields = own ? unit_fields(code, code, "", some_claims(r, claims)) : NULL};
			if (own)
				line_entry(l, &en);
			else
				line_record(l, number, 1 + (int)trial_below(r, 9), 1, NULL);
		}
	}
}

/* Everything, entry by entry, journals in a random interleaving, several to a transaction. */
static void take_in_some_order(struct trial_random *r, struct store *s, const struct pile *p)
{
	uint32_t next[JOURNALS] = {0};
	unsigned left = JOURNALS * ACTS;
	while (left > 0) {
		MUST(store_begin(s, &e));
		for (unsigned some = 1 + trial_below(r, 5); some > 0 && left > 0;) {
			unsigned i = trial_below(r, JOURNALS);
			const struct line *l = p->line[i];
			if (next[i] == ACTS)
				continue;
			struct store_scope scope = {.unit = l->chain.unit, .hub_unit = SHELF_OWN, .hub = l->author.id};
			struct run run = line_run(l, next[i] + 1, next[i] + 1);
			struct store_take out;
			MUST(store_take_run(s, &scope, &run, &l->author.keys.pub, &out, &e));
			assert_int_equal(out.taken, TAKEN_NEW);
			run_free(&run);
			next[i]++;
			left--;
			some--;
		}
		MUST(store_commit(s, &e));
	}
}

static int64_t total_of_rows(struct store *s)
{
	struct unit *u;
	size_t n;
	int64_t total = 0;
	MUST(store_units(s, SHELF_OWN, &u, &n, &e));
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(persons(s, u[i].code), persons_one_by_one(s, u[i].code));
		total += persons(s, u[i].code);
	}
	free(u);
	return total;
}

static int64_t total_as_begun(struct store *s)
{
	int64_t total = 0;
	for (size_t i = 0; i < CODES; i++)
		MUST(store_households(s, codes[i], add_person, &total, &e));
	return total;
}

static void the_set_of_acts_decides_and_nobody_is_lost(void **state)
{
	const struct shelf *d = *state;
	char base[SHELF_PATH], a[SHELF_PATH], b[SHELF_PATH];
	shelf_path(d, "base", base);
	shelf_path(d, "a", a);
	shelf_path(d, "b", b);
	struct store *hub = commune(d, "base");
	struct author me = author_of(hub);
	store_close(hub);
	for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
		struct trial_random r = {seed};
		struct store *s[2];
		struct pile pile;
		unsigned char digest[2][KEY_BYTES];
		draw_pile(&r, &me, &pile);
		shelf_copy(base, a);
		shelf_copy(base, b);
		MUST(store_open(a, NULL, &s[0], &e));
		MUST(store_open(b, NULL, &s[1], &e));
		for (int i = 0; i < 2; i++) {
			take_in_some_order(&r, s[i], &pile);
			MUST(store_digest(s[i], NULL, digest[i], &e));
			assert_int_equal(total_of_rows(s[i]), total_as_begun(s[i]));
		}
		if (memcmp(digest[0], digest[1], KEY_BYTES) != 0)
			fail_msg("seed %d: the order of arrival shows", (int)seed);
		if (seed % 8 == 0)
			shelf_sound(s[0]); /* what a rebuild makes of it */
		for (int i = 0; i < 2; i++)
			store_close(s[i]);
		for (int i = 0; i < JOURNALS; i++)
			line_free(pile.line[i]);
	}
}

static void next_is(struct store *s, const char *unit, const char *number, const char *expected)
{
	char next[40];
	MUST(app_next(s, unit, number, next, &e));
	assert_string_equal(next, expected);
}

/* Numbers are a unit's own: the lists it was made of are gone through one after the other. */
static void who_is_next_where_a_unit_was_made_of_others(void **state)
{
	struct store *hub = commune(*state, "next");
	struct author me = author_of(hub);
	for (int u = 0; u < 2; u++) {
		struct line *l = line_new(&me, codes[u], 1, (unsigned char)(0xb0 + u));
		line_record(l, u ? "40" : "20", -1, 1, NULL);
		line_record(l, u ? "4" : "9", -1, 1, NULL);
		take(hub, &me, codes[u], l);
	}
	unit_act(hub, codes[2], "2025-11-20", CLAIMS({codes[0], {0}}, {codes[1], {0}}));
	next_is(hub, codes[2], "", "9");
	next_is(hub, codes[2], "9", "20");
	next_is(hub, codes[2], "20", "40");
	next_is(hub, codes[2], "40", "9");
	store_close(hub);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)
		T(who_is_next_where_a_unit_was_made_of_others),
		T(a_merged_unit_counts_at_its_successor_and_keeps_its_own_figures),
		T(split_off_households_count_elsewhere_one_by_one),
		T(the_newest_claim_wins_and_since_is_when_it_was_first_made),
		T(an_act_that_would_close_a_circle_claims_nothing),
		T(members_that_cannot_be_read_claim_nothing),
		T(the_set_of_acts_decides_and_nobody_is_lost),
#undef T
	};
	alloc_init();
	return sodium_init() < 0 || cmocka_run_group_tests(tests, NULL, NULL);
}
