/* test_exchange_restored.c - devices cloned and rolled back, hubs restored: nothing is lost, nothing is written twice.
 */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

/* Receipts are shown whole on folders, over a network mostly as rows: nothing may depend on it. */
static bool folder = false, network = true;

static void begin(struct world *w, void **line)
{
	world_begin(w);
	w->wish.shown_short = *(const bool *)*line;
}

static size_t forks_at(struct node *n, struct id author)
{
	struct store_fork *f;
	struct err e;
	size_t count, own = 0;
	assert_int_equal(store_forks(n->store, &f, &count, &e), 0);
	for (size_t i = 0; i < count; i++)
		own += id_equal(f[i].author, author) && f[i].branches == 2;
	free(f);
	return own;
}

static void a_cloned_device_forks_by_name_and_loses_nothing(void **line)
{
	struct world w;
	struct node a, clone;
	begin(&w, line);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 5);
	world_exchange(&w, &a);
	world_copy(&w, &a, &clone);
	world_save(&w, &a, 10, 1);
	world_save(&w, &clone, 11, 2);
	world_save(&w, &clone, 12, 3);
	world_exchange(&w, &a);
	world_exchange(&w, &clone);
	world_exchange(&w, &a);
	world_exchange(&w, &clone);
	assert_int_equal(forks_at(&w.hub, store_id(a.store)), 1);
	assert_int_equal(forks_at(&a, store_id(a.store)), 1);
	assert_int_equal(world_totals(&w.hub).records, 8);
	assert_int_equal(world_totals(&a).records, 8);
	assert_int_equal(world_totals(&clone).records, 8);

	world_save(&w, &a, 20, 1); /* each goes on in a journal of its own: no second fork */
	world_save(&w, &clone, 21, 2);
	world_exchange(&w, &a);
	world_exchange(&w, &clone);
	world_exchange(&w, &a);
	world_exchange(&w, &clone);
	assert_int_equal(forks_at(&w.hub, store_id(a.store)), 1);
	assert_int_equal(world_totals(&w.hub).records, 10);
	world_assert_same(&w, &w.hub, &a);
	world_assert_same(&w, &w.hub, &clone);
	world_assert_sound(&w.hub);
	world_assert_sound(&a);
	world_close(&a);
	world_close(&clone);
	world_end(&w);
}

static void a_rolled_back_device_gets_its_entries_back(void **line)
{
	struct world w;
	struct node a, copy;
	begin(&w, line);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 250);
	world_exchange(&w, &a);
	world_copy(&w, &a, &copy);
	world_close(&copy);
	world_save_many(&w, &a, 300, 230);
	world_exchange(&w, &a);
	world_roll_back(&a, &copy); /* an SD card that forgot its last writes */
	world_save_many(&w, &a, 600, 3);
	world_exchange(&w, &a);
	assert_int_equal(world_totals(&a).records, 483);
	assert_int_equal(world_totals(&w.hub).records, 483);
	assert_int_equal(world_progress(&a).confirmed, 483);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

static void assert_locked(struct node *n, bool expected)
{
	struct err e;
	bool locked;
	assert_int_equal(store_locked(n->store, WORLD_HAMLET, &locked, &e), 0);
	assert_int_equal(locked, expected);
}

static bool is_restored(struct world *w)
{
	char *restored = store_setting(w->hub.store, "restored");
	bool is = restored != NULL;
	free(restored);
	return is;
}

static void a_restored_hub_is_made_whole_by_its_nodes(void **line)
{
	struct world w;
	struct node a, b, c, copy;
	begin(&w, line);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 3);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_device(&w, &v, &c);
	world_save_many(&w, &a, 1, 5);
	world_exchange(&w, &a);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	world_save_many(&w, &a, 10, 5);
	world_save_many(&w, &b, 20, 5);
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	world_lock(&w);
	world_exchange(&w, &a); /* b drowns with nobody but a knowing its entries, and the lock */
	assert_int_equal(world_progress(&a).confirmed, 10);
	assert_false(is_restored(&w));

	world_roll_back(&w.hub, &copy);
	assert_int_equal(world_totals(&w.hub).records, 5);
	world_save_many(&w, &c, 30, 1);
	world_exchange(&w, &c); /* a new device meanwhile, and so a hub that writes on unaware */
	assert_false(is_restored(&w));
	world_exchange(&w, &a);
	assert_true(is_restored(&w));
	assert_locked(&w.hub, true);
	assert_int_equal(world_progress(&a).confirmed, 10);
	assert_int_equal(world_persons(&w.hub, 22), world_persons(&b, 22));
	world_exchange(&w, &b);
	world_exchange(&w, &c);
	world_exchange(&w, &a);
	world_assert_same(&w, &w.hub, &a);
	world_assert_same(&w, &w.hub, &b);
	world_assert_same(&w, &w.hub, &c);
	assert_int_equal(world_totals(&w.hub).records, 15); /* c's came after the lock: held */
	assert_int_equal(world_totals(&w.hub).held, 1);
	world_assert_sound(&w.hub);
	world_close(&a);
	world_close(&b);
	world_close(&c);
	world_end(&w);
}

static void confirmed_falls_only_by_a_quote(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, copy;
	struct buf m, reply;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 2);
	world_exchange(&w, &a);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	world_save_many(&w, &a, 5, 3);
	world_exchange(&w, &a);
	assert_int_equal(world_progress(&a).confirmed, 5);
	world_roll_back(&w.hub, &copy);
	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_int_equal(r.stored, 0); /* it thought the hub had all */
	assert_int_equal(world_reply(&w, &a, &reply, &r), 0);
	assert_true(world_progress(&a).confirmed < 5);
	world_exchange(&w, &a);
	assert_int_equal(world_progress(&a).confirmed, 5);
	assert_int_equal(world_totals(&w.hub).records, 5);
	buf_free(&m);
	buf_free(&reply);
	world_close(&a);
	world_end(&w);
}

/* The copy is older than the invitation and the device act: the hub does not know its own device any more. */
static void a_hub_restored_to_before_it_knew_a_device(void **line)
{
	struct world w;
	struct node a, copy;
	begin(&w, line);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 4);
	world_exchange(&w, &a);
	assert_int_equal(world_state(&a), STATE_NEW);
	world_roll_back(&w.hub, &copy);
	world_exchange(&w, &a);
	assert_true(is_restored(&w));
	assert_int_equal(world_state(&a), STATE_NEW);
	assert_int_equal(world_totals(&w.hub).records, 4);
	assert_int_equal(world_progress(&a).confirmed, 4);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

static void an_older_decision_that_comes_back_does_not_undo_a_newer(void **line)
{
	struct world w;
	struct node a, copy;
	begin(&w, line);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 4);
	world_exchange(&w, &a);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	for (int i = 0; i < 3; i++) {
		world_lock(&w);
		world_unlock(&w);
	}
	world_lock(&w);
	world_exchange(&w, &a);
	assert_locked(&a, true);
	world_roll_back(&w.hub, &copy);
	world_lock(&w); /* unaware, in the same journal, with fewer entries: alone it would be outranked */
	world_unlock(&w);
	world_exchange(&w, &a);
	assert_locked(&w.hub, false);
	world_exchange(&w, &a);
	assert_locked(&a, false);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

static struct name lock_other_unit(struct world *w)
{
	struct store_author author = {.by = "", .at = w->now++};
	struct err e;
	struct name n;
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddItemToObject(fields, "through", cJSON_CreateArray());
	assert_int_equal(store_begin(w->hub.store, &e), 0);
	assert_int_equal(store_write_act(w->hub.store, WORLD_OTHER, ENTRY_LOCK, NULL, fields, &author, &n, &e), 0);
	assert_int_equal(store_commit(w->hub.store, &e), 0);
	return n;
}

/* One node of one unit shows it; the journals of all units may have gone on after the copy. */
static void a_restored_hub_leaves_all_its_journals(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, copy;
	struct buf m;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_exchange(&w, &a);
	struct name before = lock_other_unit(&w);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	world_save(&w, &a, 1, 1);
	world_exchange(&w, &a);
	world_roll_back(&w.hub, &copy);
	struct name unaware = lock_other_unit(&w);
	assert_true(id_equal(before.journal, unaware.journal));
	world_message(&w, &a, 0, &m);
	assert_int_equal(world_take(&w, &m, &r, NULL), 0);
	struct name after = lock_other_unit(&w);
	assert_false(id_equal(before.journal, after.journal));
	buf_free(&m);
	world_close(&a);
	world_end(&w);
}

/* -- over a network, message by message -- */

/* One message and its reply; what the message showed. */
static void one_step(struct world *w, struct node *n, size_t *whole, size_t *rows, struct exchange_result *here)
{
	struct buf bytes, reply;
	struct exchange_result there;
	struct message m;
	struct err e;
	world_message(w, n, 0, &bytes);
	assert_int_equal(message_open(bytes.data, bytes.len, store_keys(w->hub.store), &m, &e), 0);
	*whole = m.receipts;
	*rows = m.showns;
	message_free(&m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(w, &bytes, &there, &reply), 0);
	assert_int_equal(world_reply(w, n, &reply, here), 0);
	buf_free(&bytes);
	buf_free(&reply);
}

static void a_hub_that_lost_something_is_shown_the_receipt_within_one_sync(void **line)
{
	struct world w;
	struct node a, copy;
	struct exchange_result r;
	size_t whole, rows;
	begin(&w, line);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 2);
	world_exchange(&w, &a);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	world_save_many(&w, &a, 5, 3);
	world_exchange(&w, &a);
	one_step(&w, &a, &whole, &rows, &r);
	assert_int_equal(whole, 0); /* the hub's have bears out everything */
	assert_int_equal(rows, 3);
	assert_int_equal(r.receipts, 0); /* and is not asked to confirm it once more */
	assert_false(r.changed);

	world_roll_back(&w.hub, &copy);
	one_step(&w, &a, &whole, &rows, &r);
	assert_int_equal(whole, 0); /* nobody knows yet */
	assert_false(is_restored(&w));
	assert_int_equal(world_progress(&a).confirmed, 5);
	assert_true(r.changed); /* its have shows less than it confirmed: one more message is due */
	one_step(&w, &a, &whole, &rows, &r);
	assert_int_equal(whole, 1); /* that one alone */
	assert_int_equal(rows, 2);
	assert_true(is_restored(&w));
	assert_true(world_progress(&a).confirmed < 5); /* quoted back */
	one_step(&w, &a, &whole, &rows, &r);
	assert_int_equal(world_progress(&a).confirmed, 5);
	assert_int_equal(world_totals(&w.hub).records, 5);
	world_exchange(&w, &a);
	world_assert_same(&w, &w.hub, &a);
	world_close(&a);
	world_end(&w);
}

static void add_unit(struct world *w, const char *code)
{
	struct store_author author = {.by = "", .at = w->now++};
	struct err e;
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "level", "hamlet");
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", "Xóm 3");
	cJSON_AddStringToObject(fields, "parent", WORLD_OWN);
	assert_int_equal(store_begin(w->hub.store, &e), 0);
	assert_int_equal(store_write_act(w->hub.store, WORLD_OWN, ENTRY_UNIT, NULL, fields, &author, NULL, &e), 0);
	assert_int_equal(store_commit(w->hub.store, &e), 0);
}

/* The copy is older than the unit itself: what the node only says it was told must not be refused without a reply. */
static void a_hub_restored_to_before_it_knew_a_unit(void **line)
{
	static const char unit[] = "05788-03";
	struct world w;
	struct node a, copy;
	struct unit u;
	struct err e;
	begin(&w, line);
	world_copy(&w, &w.hub, &copy);
	world_close(&copy);
	add_unit(&w, unit);
	struct store_invitation v = world_invite(&w, unit, 1);
	world_device(&w, &v, &a);
	world_exchange_unit(&w, &a, unit);
	world_roll_back(&w.hub, &copy);
	assert_int_equal(store_unit(w.hub.store, unit, &u, &e), -1);
	world_exchange_unit(&w, &a, unit);
	assert_true(is_restored(&w));
	assert_int_equal(store_unit(w.hub.store, unit, &u, &e), 0);
	world_close(&a);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(a_cloned_device_forks_by_name_and_loses_nothing, &folder),
		cmocka_unit_test_prestate(a_cloned_device_forks_by_name_and_loses_nothing, &network),
		cmocka_unit_test_prestate(a_rolled_back_device_gets_its_entries_back, &folder),
		cmocka_unit_test_prestate(a_rolled_back_device_gets_its_entries_back, &network),
		cmocka_unit_test_prestate(a_restored_hub_is_made_whole_by_its_nodes, &folder),
		cmocka_unit_test_prestate(a_restored_hub_is_made_whole_by_its_nodes, &network),
		cmocka_unit_test(confirmed_falls_only_by_a_quote),
		cmocka_unit_test_prestate(a_hub_restored_to_before_it_knew_a_device, &folder),
		cmocka_unit_test_prestate(a_hub_restored_to_before_it_knew_a_device, &network),
		cmocka_unit_test_prestate(an_older_decision_that_comes_back_does_not_undo_a_newer, &folder),
		cmocka_unit_test_prestate(an_older_decision_that_comes_back_does_not_undo_a_newer, &network),
		cmocka_unit_test(a_restored_hub_leaves_all_its_journals),
		cmocka_unit_test_prestate(a_hub_that_lost_something_is_shown_the_receipt_within_one_sync, &network),
		cmocka_unit_test_prestate(a_hub_restored_to_before_it_knew_a_unit, &folder),
		cmocka_unit_test_prestate(a_hub_restored_to_before_it_knew_a_unit, &network),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
