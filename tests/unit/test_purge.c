/* test_purge.c - a closed unit's households are overwritten everywhere; totals, chains, receipts stay as they were. */
#include "../support/author.h"
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_pages.h>

static const struct store_author clerk = {.by = "", .at = 1763900000, .reason = "hết hạn lưu"};

/* A statement as far as a purge asks: through rows of everything held of the unit. */
static void state(struct world *w)
{
	struct err e;
	cJSON *fields = cJSON_CreateObject();
	struct store_author a = {.by = "", .at = w->now++};
	assert_int_equal(store_begin(w->hub.store, &e), 0);
	cJSON_AddStringToObject(fields, "period", "2025-W47");
	cJSON_AddItemToObject(fields, "through", store_through(w->hub.store, WORLD_HAMLET, NULL, &e));
	assert_int_equal(store_write_act(w->hub.store, WORLD_OWN, ENTRY_STATEMENT, NULL, fields, &a, NULL, &e), 0);
	assert_int_equal(store_commit(w->hub.store, &e), 0);
}

static int purge(struct world *w, struct err *e)
{
	assert_int_equal(store_begin(w->hub.store, e), 0);
	int rc = store_write_purge(w->hub.store, WORLD_HAMLET, &clerk, NULL, e);
	if (rc == 0)
		rc = store_commit(w->hub.store, e);
	if (rc != 0)
		store_rollback(w->hub.store);
	return rc;
}

static void close_and_purge(struct world *w)
{
	struct err e;
	world_lock(w);
	state(w);
	assert_int_equal(purge(w, &e), 0);
}

static void assert_purged(const struct node *n, const struct store_totals *before)
{
	char at[CLOCK_STAMP];
	struct err e;
	struct store_totals t = world_totals(n);
	assert_int_equal(store_purged(n->store, WORLD_HAMLET, at, &e), 1);
	assert_memory_equal(&t.sums, &before->sums, sizeof t.sums);
	assert_int_equal(t.records, before->records);
	for (int i = 1; i <= 20; i++)
		assert_int_equal(world_persons(n, i), -1);
	world_assert_sound(n);
}

static int64_t purged(const struct node *n)
{
	struct store_check c;
	struct err e;
	assert_int_equal(store_check(n->store, &c, &e), 0);
	int64_t count = c.purged;
	assert_int_equal(c.problems, 0);
	assert_true(c.totals_match);
	store_check_free(&c);
	return count;
}

/* What somebody was typing when the unit was closed holds figures too. */
static void leave_half_typed(struct node *n, unsigned char id, const char *unit)
{
	char fields[] = "{\"persons\":\"4\"}";
	struct store_draft d = {.id = {{id}}, .holder = {{1}}, .at = 1763000000, .fields = fields};
	struct err e;
	snprintf(d.unit, sizeof d.unit, "%s", unit);
	assert_int_equal(store_begin(n->store, &e), 0);
	assert_int_equal(store_draft_put(n->store, &d, &e), 0);
	assert_int_equal(store_commit(n->store, &e), 0);
}

static bool is_half_typed(struct node *n, unsigned char id)
{
	struct store_draft d;
	struct err e;
	if (store_draft(n->store, (struct id){{id}}, &d, &e) != 0)
		return false;
	store_draft_free(&d);
	return true;
}

static void totals_stay_and_households_go_everywhere(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_save_many(&w, &a, 1, 15);
	world_save_many(&w, &b, 16, 5);
	world_save(&w, &b, 3, 9);
	for (int i = 0; i < 3; i++) {
		world_exchange(&w, &a);
		world_exchange(&w, &b);
	}
	struct store_totals before = world_totals(&w.hub);
	assert_int_equal(before.records, 20);
	close_and_purge(&w);
	assert_purged(&w.hub, &before);
	assert_int_equal(purged(&w.hub), 21);
	assert_int_equal(world_progress(&a).confirmed, 15);
	leave_half_typed(&a, 1, WORLD_HAMLET);
	leave_half_typed(&a, 2, "05788-77");
	for (int i = 0; i < 2; i++) {
		world_exchange(&w, &a);
		world_exchange(&w, &b);
	}
	assert_false(is_half_typed(&a, 1));
	assert_true(is_half_typed(&a, 2)); /* of another unit */
	assert_purged(&a, &before);
	assert_purged(&b, &before);
	assert_int_equal(purged(&a), 21);
	assert_int_equal(world_progress(&a).confirmed, 15);
	world_assert_same(&w, &w.hub, &a);
	world_assert_same(&w, &a, &b);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

static int64_t log_bytes(const struct node *n)
{
	struct stat is;
	char *path = alloc_print("%s/tungnha.db-wal", n->folder);
	assert_int_equal(stat(path, &is), 0);
	free(path);
	return is.st_size;
}

/* The log of changes is emptied once, when rows go: while it is, a reader in the way holds up everybody who writes. */
static void what_comes_later_does_not_empty_the_log_again(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 3);
	world_exchange(&w, &a);
	close_and_purge(&w);
	assert_int_equal(log_bytes(&w.hub), 0);
	world_accept_device(&w, &a); /* an act in the same unit */
	assert_true(log_bytes(&w.hub) > 0);
	world_exchange(&w, &a);
	assert_int_equal(purged(&w.hub), 3);
	assert_int_equal(purged(&a), 3);
	world_close(&a);
	world_end(&w);
}

/* The hub's own households went too, and lie in an older journal than the purge: entry by entry, the purge comes first.
 */
static void a_new_device_learns_of_a_purge_in_the_smallest_parts(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 3);
	world_exchange(&w, &a);
	world_save_many(&w, &w.hub, 10, 2);
	world_exchange(&w, &a);
	close_and_purge(&w);
	world_device(&w, &v, &b);
	w.wish = (struct exchange_wish){.most = 1, .shown_short = true};
	world_exchange(&w, &b);
	assert_int_equal(purged(&b), 5);
	world_assert_same(&w, &w.hub, &b);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

/* A copy of the hub that did not know of the purge opened the unit, and a laptop wrote on: sums stay as they were
 * purged, so what came on top must be told as held. */
static void a_unit_opened_elsewhere_stays_closed_and_what_came_is_listed(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	bool locked;
	struct err e;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 3);
	world_exchange(&w, &a);
	struct store_totals before = world_totals(&w.hub);
	close_and_purge(&w);
	world_save(&w, &a, 2, 7);
	assert_int_equal(store_begin(w.hub.store, &e), 0);
	assert_int_equal(store_write_act(w.hub.store, WORLD_HAMLET, ENTRY_UNLOCK, NULL, NULL, &clerk, NULL, &e), 0);
	assert_int_equal(store_commit(w.hub.store, &e), 0);
	for (int i = 0; i < 2; i++)
		world_exchange(&w, &a);
	assert_purged(&w.hub, &before);
	assert_int_equal(store_locked(w.hub.store, WORLD_HAMLET, &locked, &e), 0);
	assert_true(locked);
	assert_int_equal(world_totals(&w.hub).held, 1);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

static void a_late_laptop_s_new_entries_are_held_and_its_old_ones_go(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 8);
	world_exchange(&w, &a);
	struct store_totals before = world_totals(&w.hub);
	world_save(&w, &a, 2, 7); /* told nobody */
	world_save(&w, &a, 9, 7);
	close_and_purge(&w);
	world_exchange(&w, &a);
	world_exchange(&w, &a);
	assert_purged(&w.hub, &before);
	assert_purged(&a, &before);
	assert_int_equal(world_totals(&w.hub).held, 2);
	assert_int_equal(world_totals(&a).held, 2);
	assert_int_equal(world_progress(&a).confirmed, 10);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

static void a_newcomer_gets_what_is_left(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, c;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 12);
	world_exchange(&w, &a);
	struct store_totals before = world_totals(&w.hub);
	close_and_purge(&w);
	world_device(&w, &v, &c);
	for (int i = 0; i < 4; i++)
		world_exchange(&w, &c);
	assert_purged(&c, &before);
	world_assert_same(&w, &w.hub, &c);
	world_close(&a);
	world_close(&c);
	world_end(&w);
}

static void a_restored_hub_purges_again(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, copy;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 12);
	world_exchange(&w, &a);
	struct store_totals before = world_totals(&w.hub);
	world_copy(&w, &w.hub, &copy);
	close_and_purge(&w);
	for (int i = 0; i < 2; i++)
		world_exchange(&w, &a);
	assert_purged(&a, &before);
	world_roll_back(&w.hub, &copy);
	world_close(&copy);
	assert_int_equal(world_persons(&w.hub, 1) > 0, 1); /* as it was before */
	for (int i = 0; i < 4; i++)
		world_exchange(&w, &a);
	assert_purged(&w.hub, &before);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

/* Two copies of a hub purged at different ends: what either removed is gone on every machine, in whatever order it
 * heard of them. */
static void two_purges_remove_what_either_covers(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b, copy;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_save_many(&w, &a, 1, 3);
	for (int i = 0; i < 2; i++) {
		world_exchange(&w, &a);
		world_exchange(&w, &b);
	}
	world_copy(&w, &w.hub, &copy);
	world_save_many(&w, &a, 4, 3);
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	close_and_purge(&w); /* of six households; a hears of it */
	for (int i = 0; i < 2; i++)
		world_exchange(&w, &a);
	world_roll_back(&w.hub, &copy);
	world_close(&copy);
	close_and_purge(&w); /* of three; b hears of this one first, and still has the others */
	for (int i = 0; i < 2; i++)
		world_exchange(&w, &b);
	for (int i = 0; i < 3; i++) {
		world_exchange(&w, &a);
		world_exchange(&w, &b);
	}
	world_assert_same(&w, &w.hub, &a);
	world_assert_same(&w, &a, &b);
	assert_int_equal(purged(&a), purged(&b));
	assert_int_equal(world_totals(&a).held, world_totals(&b).held);
	world_assert_sound(&b);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

static void nothing_goes_without_a_lock_and_a_statement_that_covers_it(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct err e;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 3);
	world_exchange(&w, &a);
	assert_int_equal(purge(&w, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	assert_ptr_equal(e.text, TEXT_PURGE_NOT_LOCKED);
	state(&w);
	world_save(&w, &a, 4, 2);
	world_exchange(&w, &a);
	world_lock(&w);
	assert_int_equal(purge(&w, &e), -1); /* the statement does not know household 4 */
	assert_ptr_equal(e.text, TEXT_PURGE_NO_STATEMENT);
	assert_int_equal(world_persons(&w.hub, 4), 2);
	state(&w);
	assert_int_equal(purge(&w, &e), 0);
	assert_int_equal(world_persons(&w.hub, 4), -1);
	world_close(&a);
	world_end(&w);
}

/* Stubs where no purge is known would be a way to make entries vanish. */
static void nobody_else_can_take_the_bytes_away(void **state_of_shelf)
{
	struct store *hub = author_hub(*state_of_shelf, "hub");
	struct author device = author_new(1);
	struct line *l = line_new(&device, SHELF_UNIT, 1, 0xaa);
	struct name admitted = author_admit(hub, &device);
	char text[BASE64_32], stub[80];
	(void)admitted;
	line_record(l, "1", 4, 1, NULL);
	line_record(l, "2", 5, 1, NULL);
	struct run r = line_run(l, 1, 2);
	base64_encode(l->hash[1].b, sizeof l->hash[1].b, text, sizeof text);
	int n = snprintf(stub, sizeof stub, "#1 %s", text);
	const char *entry[] = {stub, r.entry[1]};
	size_t bytes[] = {(size_t)n, r.entry_bytes[1]};
	struct run forged = r;
	forged.entry = entry;
	forged.entry_bytes = bytes;
	struct store_scope scope = {.unit = SHELF_UNIT, .hub_unit = SHELF_OWN, .hub = store_id(hub)};
	struct store_take t;
	struct err e;
	assert_int_equal(store_begin(hub, &e), 0);
	assert_int_equal(store_take_run(hub, &scope, &forged, NULL, &t, &e), 0);
	assert_int_equal(t.taken, TAKEN_GAP);
	assert_int_equal(t.stored, 0);
	assert_int_equal(store_take_run(hub, &scope, &r, NULL, &t, &e), 0);
	assert_int_equal(t.taken, TAKEN_NEW);
	assert_int_equal(store_commit(hub, &e), 0);
	assert_int_equal(author_persons(hub, "1"), 4);
	run_free(&r);
	line_free(l);
	store_close(hub);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals_stay_and_households_go_everywhere),
		cmocka_unit_test(what_comes_later_does_not_empty_the_log_again),
		cmocka_unit_test(a_new_device_learns_of_a_purge_in_the_smallest_parts),
		cmocka_unit_test(a_unit_opened_elsewhere_stays_closed_and_what_came_is_listed),
		cmocka_unit_test(a_late_laptop_s_new_entries_are_held_and_its_old_ones_go),
		cmocka_unit_test(a_newcomer_gets_what_is_left),
		cmocka_unit_test(a_restored_hub_purges_again),
		cmocka_unit_test(two_purges_remove_what_either_covers),
		cmocka_unit_test(nothing_goes_without_a_lock_and_a_statement_that_covers_it),
		cmocka_unit_test_setup_teardown(nobody_else_can_take_the_bytes_away, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
