/* test_counted.c - sums made from what is kept in memory are those of the file, whoever wrote last and whatever was
 * undone. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	world_begin(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	world_end(*state);
	free(*state);
	return 0;
}

static void must(int rc, const struct err *e)
{
	if (rc != 0)
		fail_msg("%s", text_name(e->text));
}

static int64_t persons(const struct node *n)
{
	return world_totals(n).sums.value[1];
}

/* A second program on the same folder, as a clerk's command beside a hub that serves. */
static struct node beside(const struct world *w)
{
	struct node clerk = w->hub;
	struct err e;
	must(store_open(clerk.folder, NULL, &clerk.store, &e), &e);
	return clerk;
}

static void another_program_writes_in_between(void **state)
{
	struct world *w = *state;
	struct node clerk = beside(w);
	world_save(w, &w->hub, 1, 4);
	world_save(w, &w->hub, 2, 5);
	assert_int_equal(persons(&w->hub), 9);
	world_save(w, &clerk, 3, 6);
	world_save(w, &clerk, 1, 1); /* a household the first knows */
	assert_int_equal(persons(&w->hub), 12);
	world_save(w, &w->hub, 4, 2);
	assert_int_equal(persons(&w->hub), 14);
	assert_int_equal(persons(&clerk), 14);
	world_void(w, &clerk, 2);
	world_save(w, &w->hub, 5, 1);
	assert_int_equal(persons(&w->hub), 10);
	assert_int_equal(world_totals(&w->hub).records, 4);
	world_assert_sound(&w->hub);
	world_close(&clerk);
}

static void what_was_undone_counts_nowhere(void **state)
{
	struct world *w = *state;
	struct store *s = w->hub.store;
	struct err e;
	world_save(w, &w->hub, 1, 4);
	must(store_group_begin(s, &e), &e);
	world_save(w, &w->hub, 2, 5);
	assert_int_equal(persons(&w->hub), 9);
	store_group_rollback(s);
	world_save(w, &w->hub, 3, 1);
	assert_int_equal(persons(&w->hub), 5);
	must(store_group_begin(s, &e), &e);
	world_save(w, &w->hub, 3, 2);
	world_void(w, &w->hub, 1);
	assert_int_equal(persons(&w->hub), 2);
	must(store_group_commit(s, &e), &e);
	world_save(w, &w->hub, 1, 7); /* and back */
	assert_int_equal(persons(&w->hub), 9);
	world_assert_sound(&w->hub);
}

/* More hamlets than are kept, in turn. */
static void units_come_and_go(void **state)
{
	struct world *w = *state;
	enum { ROUNDS = 3, HAMLETS = 70 };
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < HAMLETS; i++) {
			char unit[UNIT_CODE];
			snprintf(unit, sizeof unit, WORLD_OWN "-%d", 100 + i);
			world_save_in(w, &w->hub, unit, 1 + round * (1 + i % 2), 2);
		}
	for (int i = 0; i < HAMLETS; i++) {
		struct store_totals t;
		struct err e;
		char unit[UNIT_CODE];
		snprintf(unit, sizeof unit, WORLD_OWN "-%d", 100 + i);
		must(store_totals(w->hub.store, unit, &t, &e), &e);
		assert_int_equal(t.records, i % 2 ? 2 * ROUNDS : ROUNDS + 1);
	}
	world_assert_sound(&w->hub);
}

/* A form with another number of columns: everything is counted again, in rooms of another width. */
static void another_form_counts_anew(void **state)
{
	struct world *w = *state;
	static const char column[] = "\"columns\": [";
	struct store_author a = {.by = "", .at = w->now++};
	struct err e;
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	char *text = calloc(1, n + 300), *at;
	cJSON *fields = cJSON_CreateObject();
	world_save_many(w, &w->hub, 1, 20);
	struct store_totals before = world_totals(&w->hub);
	memcpy(text, bytes, n);
	at = strstr(text, column);
	assert_non_null(at);
	at += strlen(column);
	memmove(at + 200, at, strlen(at) + 1);
	memset(at, ' ', 200);
	static const char more[] =
		"{\"id\": \"all\", \"label\": {\"vi\": \"Tất cả\", \"en\": \"All\"}, \"counts\": \"1\"},";
	memcpy(at, more, strlen(more));
	cJSON_AddStringToObject(fields, "name", "mau-02");
	cJSON_AddStringToObject(fields, "text", text);
	must(store_begin(w->hub.store, &e), &e);
	must(store_write_act(w->hub.store, WORLD_OWN, ENTRY_DEFINE, NULL, fields, &a, NULL, &e), &e);
	must(store_commit(w->hub.store, &e), &e);
	struct store_totals after = world_totals(&w->hub);
	assert_int_equal(after.sums.value[0], 20); /* the new one comes first */
	assert_int_equal(after.sums.value[2], before.sums.value[1]);
	world_save(w, &w->hub, 21, 3);
	assert_int_equal(world_totals(&w->hub).sums.value[0], 21);
	assert_int_equal(world_totals(&w->hub).sums.value[2], before.sums.value[1] + 3);
	world_assert_sound(&w->hub);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(another_program_writes_in_between),
		T(what_was_undone_counts_nowhere),
		T(units_come_and_go),
		T(another_form_counts_anew),
#undef T
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
