/* test_successors.c - devices of a hamlet that was made of others: let in by the hub, revoked, left out again; paper.
 */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

static void must(int rc, const struct err *e, const char *what)
{
	char sentence[600];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fail_msg("%s: %s", what, sentence);
}
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		must((call), &e, #call);                                                                               \
	} while (0)

static int setup(void **state)
{
	struct world *w = alloc_zero(1, sizeof *w);
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

static void act(struct world *w, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields)
{
	struct store_author a = {.by = "", .at = w->now++, .reason = kind == ENTRY_REVOKE ? "mất máy" : NULL};
	MUST(store_begin(w->hub.store, &e));
	MUST(store_write_act(w->hub.store, unit, kind, key, fields, &a, NULL, &e));
	MUST(store_commit(w->hub.store, &e));
}

/* The other hamlet counts the first one's households, all of them, or no longer. */
static void merge(struct world *w, bool merged)
{
	cJSON *f = cJSON_CreateObject(), *before;
	cJSON_AddStringToObject(f, "code", WORLD_OTHER);
	cJSON_AddStringToObject(f, "from", "2025-11-20");
	cJSON_AddStringToObject(f, "level", "hamlet");
	cJSON_AddNullToObject(f, "listed");
	cJSON_AddStringToObject(f, "name", "Xóm 2");
	cJSON_AddStringToObject(f, "parent", WORLD_OWN);
	before = cJSON_AddObjectToObject(f, "predecessors");
	if (merged)
		cJSON_AddNullToObject(before, WORLD_HAMLET);
	act(w, WORLD_OWN, ENTRY_UNIT, NULL, f);
}

static void revoke(struct world *w, const char *unit, const struct node *n)
{
	struct id id = store_id(n->store);
	struct err e;
	cJSON *f = cJSON_CreateObject(), *through = store_through(w->hub.store, unit, &id, &e);
	assert_non_null(through);
	cJSON_AddItemToObject(f, "through", through);
	act(w, unit, ENTRY_REVOKE, &id, f);
}

static int64_t records(const struct node *n, const char *unit)
{
	struct store_totals t;
	MUST(store_totals(n->store, unit, &t, &e));
	return t.records;
}

/* How many households of its own unit a device is let in to, besides its own. */
static bool serves(const struct node *n, const char *unit)
{
	struct store_enrolment en;
	struct err e;
	return store_enrolment(n->store, unit, &en, &e) == 0;
}

static const struct store_device *device(const struct store_device *d, size_t n, const struct node *of)
{
	for (size_t i = 0; i < n; i++)
		if (id_equal(d[i].node, store_id(of->store)))
			return &d[i];
	return NULL;
}

static struct node join(struct world *w, const char *unit)
{
	struct store_invitation v = world_invite(w, unit, 1);
	struct node n;
	world_device(w, &v, &n);
	world_exchange_unit(w, &n, unit);
	return n;
}

static void a_device_of_the_successor_is_let_in_without_an_invitation(void **state)
{
	struct world *w = *state;
	struct node a = join(w, WORLD_HAMLET), b = join(w, WORLD_OTHER);
	struct store_device *d;
	struct unit own;
	size_t n;
	world_save_many(w, &a, 1, 3);
	world_exchange(w, &a);
	assert_false(serves(&b, WORLD_HAMLET));
	merge(w, true);
	world_exchange_unit(w, &b, WORLD_OTHER); /* it learns what its hamlet was made of */
	assert_true(serves(&b, WORLD_HAMLET));
	MUST(store_own_unit(b.store, &own, &e));
	assert_string_equal(own.code, WORLD_OTHER);
	assert_int_equal(records(&b, WORLD_OTHER), 0);
	world_exchange(w, &b);
	assert_int_equal(records(&b, WORLD_OTHER), 3);
	assert_int_equal(records(&w->hub, WORLD_OTHER), 3);
	MUST(store_devices(w->hub.store, WORLD_HAMLET, &d, &n, &e));
	assert_int_equal(n, 2);
	assert_non_null(device(d, n, &a));
	assert_non_null(device(d, n, &b));
	assert_string_not_equal(device(d, n, &a)->letter, device(d, n, &b)->letter);
	free(d);

	world_save(w, &b, 2, 7); /* edited where it is; the old laptop takes it as from any other device */
	world_exchange(w, &b);
	world_exchange(w, &a);
	assert_int_equal(world_persons(&a, 2), 7);
	assert_int_equal(world_persons(&w->hub, 2), 7);
	world_save(w, &a, 3, 6); /* and goes on itself */
	world_exchange(w, &a);
	assert_int_equal(world_persons(&w->hub, 3), 6);
	world_assert_sound(&a);
	world_assert_sound(&b);
	world_assert_sound(&w->hub);
	world_close(&a);
	world_close(&b);
}

static void a_revoked_device_is_let_in_nowhere(void **state)
{
	struct world *w = *state;
	struct node a = join(w, WORLD_HAMLET), c = join(w, WORLD_OTHER);
	struct exchange_result r;
	struct buf message;
	enum message_state there;
	world_save(w, &a, 1, 3);
	world_exchange(w, &a);
	merge(w, true);
	world_exchange_unit(w, &c, WORLD_OTHER);
	revoke(w, WORLD_OTHER, &c);
	world_message(w, &c, 0, &message);
	assert_int_equal(world_take(w, &message, &r, NULL), ERR_DENIED);
	MUST(store_peer_state(w->hub.store, WORLD_HAMLET, &store_keys(c.store)->pub, &there, &e));
	assert_int_equal(there, STATE_UNKNOWN);
	assert_int_equal(records(&c, WORLD_OTHER), 0);
	buf_free(&message);
	world_close(&a);
	world_close(&c);
}

static void what_was_taken_back_is_left_unless_something_was_written(void **state)
{
	struct world *w = *state;
	struct node a = join(w, WORLD_HAMLET), reader = join(w, WORLD_OTHER), writer = join(w, WORLD_OTHER);
	world_save(w, &a, 1, 3);
	world_exchange(w, &a);
	merge(w, true);
	world_exchange_unit(w, &reader, WORLD_OTHER);
	world_exchange(w, &reader);
	world_exchange_unit(w, &writer, WORLD_OTHER);
	world_exchange(w, &writer);
	world_save(w, &writer, 1, 5);
	merge(w, false);
	world_exchange_unit(w, &reader, WORLD_OTHER);
	world_exchange_unit(w, &writer, WORLD_OTHER);
	assert_false(serves(&reader, WORLD_HAMLET));
	assert_true(serves(&writer, WORLD_HAMLET)); /* what it wrote must still reach the commune */
	world_exchange(w, &writer);
	assert_int_equal(world_persons(&w->hub, 1), 5);
	assert_int_equal(records(&w->hub, WORLD_HAMLET), 1);
	assert_int_equal(records(&w->hub, WORLD_OTHER), 0);
	world_assert_sound(&reader);
	world_assert_sound(&writer);
	world_close(&a);
	world_close(&reader);
	world_close(&writer);
}

static void paper(struct world *w, const char *unit, int households)
{
	const struct form *f;
	cJSON *fields = cJSON_CreateObject(), *columns;
	MUST(store_form(w->hub.store, NULL, &f, &e));
	columns = cJSON_AddObjectToObject(fields, "columns");
	cJSON_AddNumberToObject(columns, f->column[0].id, households);
	cJSON_AddStringToObject(fields, "date", "2025-11-12");
	cJSON_AddStringToObject(fields, "source", "sổ tay");
	cJSON_AddStringToObject(fields, "use", "paper");
	act(w, unit, ENTRY_ROW, NULL, fields);
}

static struct store_figures figures(struct world *w, const char *unit)
{
	struct store_figures f;
	MUST(store_figures(w->hub.store, unit, &f, &e));
	return f;
}

static void a_paper_row_moves_with_its_unit(void **state)
{
	struct world *w = *state;
	struct node b = join(w, WORLD_HAMLET);
	paper(w, WORLD_OTHER, 20); /* one hamlet on paper, one with a device */
	paper(w, WORLD_HAMLET, 99);
	world_save_many(w, &b, 1, 2);
	world_exchange(w, &b);
	assert_int_equal(figures(w, WORLD_OTHER).totals.sums.value[0], 20);
	assert_int_equal(figures(w, WORLD_HAMLET).totals.sums.value[0], 2);
	merge(w, true);
	assert_int_equal(figures(w, WORLD_OTHER).totals.sums.value[0], 22);
	assert_int_equal(figures(w, WORLD_OTHER).source, SOURCE_DEVICES);
	assert_true(figures(w, WORLD_OTHER).row_used);
	assert_int_equal(figures(w, WORLD_HAMLET).totals.sums.value[0], 2);
	merge(w, false);
	assert_int_equal(figures(w, WORLD_OTHER).totals.sums.value[0], 20);
	assert_int_equal(figures(w, WORLD_OTHER).source, SOURCE_PAPER);
	world_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_device_of_the_successor_is_let_in_without_an_invitation),
		T(a_revoked_device_is_let_in_nowhere),
		T(what_was_taken_back_is_left_unless_something_was_written),
		T(a_paper_row_moves_with_its_unit),
#undef T
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
