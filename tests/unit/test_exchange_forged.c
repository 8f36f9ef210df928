/* test_exchange_forged.c - messages and replies that are not what they say: of others, for others, forged, of a copy.
 */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

static void a_message_goes_only_where_it_belongs(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	struct buf m, reply;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_int_equal(world_reply(&w, &b, &reply, &r), ERR_DATA);  /* another node's reply */
	assert_int_equal(world_take(&w, &reply, &r, NULL), ERR_DATA); /* a reply is not for the hub */
	m.data[m.len / 2] ^= 1;
	assert_int_equal(world_take(&w, &m, &r, NULL), ERR_DATA);
	buf_free(&m);
	buf_free(&reply);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

/* A node's message is genuine and well addressed, but says it is a hub's reply. */
static void only_its_own_hub_may_answer_a_node(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	struct buf forged;
	struct exchange_result r;
	struct err e;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	struct message lie = {.unit = WORLD_HAMLET, .state = STATE_UNKNOWN};
	clock_stamp(w.now, lie.at);
	buf_init(&forged, MESSAGE_BYTES_MAX);
	assert_int_equal(message_seal(&lie, store_keys(b.store), &store_keys(a.store)->pub, &forged, &e), 0);
	assert_int_equal(world_reply(&w, &a, &forged, &r), ERR_DATA);
	assert_int_equal(world_state(&a), STATE_NONE);
	buf_free(&forged);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

/* The clone's reply reaches the device: it confirms what the device does not hold. */
static void a_receipt_confirms_nothing_that_is_not_held(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, clone;
	struct buf m, reply;
	struct exchange_result r;
	struct receipt *kept;
	struct err e;
	size_t n;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 3);
	world_exchange(&w, &a);
	world_copy(&w, &a, &clone);
	world_save_many(&w, &a, 10, 2);
	world_save_many(&w, &clone, 20, 2);
	world_message(&w, &clone, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_int_equal(world_reply(&w, &a, &reply, &r), 0);
	assert_int_equal(world_progress(&a).confirmed, 3);
	assert_int_equal(store_receipts(a.store, store_id(w.hub.store), WORLD_HAMLET, WORLD_OWN, &kept, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		struct name name = {
			.journal = kept[i].journal, .seq = kept[i].through, .hash = hash_start(&kept[i].hash)};
		bool held;
		assert_int_equal(store_holds(a.store, &name, &kept[i].hash, &held, &e), 0);
		assert_true(held);
	}
	free(kept);
	buf_free(&m);
	buf_free(&reply);
	world_exchange(&w, &a);
	world_exchange(&w, &clone);
	world_exchange(&w, &a);
	assert_int_equal(world_totals(&w.hub).records, 7);
	assert_int_equal(world_progress(&a).confirmed, 7);
	world_close(&a);
	world_close(&clone);
	world_end(&w);
}

/* A message as a hub could write it, word by word. */
static void hub_says(struct world *w, struct node *to, const struct message *m, struct buf *out)
{
	struct err e;
	struct message said = *m;
	strcpy(said.unit, WORLD_HAMLET);
	clock_stamp(w->now, said.at);
	buf_init(out, MESSAGE_BYTES_MAX);
	assert_int_equal(message_seal(&said, store_keys(w->hub.store), &store_keys(to->store)->pub, out, &e), 0);
}

static size_t own_journals(struct world *w, struct node *n, struct name *newest)
{
	struct id node = store_id(n->store);
	struct store_scope scope = {.unit = WORLD_HAMLET, .hub = store_id(w->hub.store), .only = &node};
	struct name *rows;
	struct err e;
	size_t count;
	assert_int_equal(store_have(n->store, &scope, NULL, 0, &rows, &count, &e), 0);
	if (newest)
		*newest = rows[0];
	free(rows);
	return count;
}

static void a_device_shown_more_than_it_wrote_goes_on_in_another_journal(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf said;
	struct exchange_result r;
	struct name row;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 1);
	world_save(&w, &a, 2, 1);
	assert_int_equal(own_journals(&w, &a, &row), 1);
	row.seq = 9;
	struct message shows = {.state = STATE_ACTIVE, .have = &row, .haves = 1};
	hub_says(&w, &a, &shows, &said);
	assert_int_equal(world_reply(&w, &a, &said, &r), 0);
	world_save(&w, &a, 3, 1);
	assert_int_equal(own_journals(&w, &a, NULL), 2);
	buf_free(&said);
	world_exchange(&w, &a);
	assert_int_equal(world_totals(&w.hub).records, 3);
	world_close(&a);
	world_end(&w);
}

static void forged_receipts_and_quotes_change_nothing(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf said;
	struct exchange_result r;
	struct receipt *kept;
	struct err e;
	size_t n;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 1);
	world_exchange(&w, &a);
	world_save(&w, &a, 2, 1);
	struct receipt forged = {.through = 2};
	struct name row;
	own_journals(&w, &a, &row);
	forged.journal = row.journal;
	assert_int_equal(store_hash(a.store, &row, &forged.hash, &e), 0);
	memset(forged.signature.b, 7, sizeof forged.signature.b);
	struct message confirms = {.state = STATE_ACTIVE, .receipt = &forged, .receipts = 1};
	hub_says(&w, &a, &confirms, &said);
	assert_int_equal(world_reply(&w, &a, &said, &r), 0);
	assert_int_equal(r.receipts, 0);
	assert_int_equal(world_progress(&a).confirmed, 1);
	buf_free(&said);

	assert_int_equal(store_receipts(a.store, store_id(w.hub.store), WORLD_HAMLET, WORLD_OWN, &kept, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		kept[i].signature.b[3] ^= 1;
	struct message quotes = {.state = STATE_ACTIVE, .quote = kept, .quotes = n};
	hub_says(&w, &a, &quotes, &said);
	assert_int_equal(world_reply(&w, &a, &said, &r), 0);
	assert_int_equal(world_progress(&a).confirmed, 1);
	free(kept);
	buf_free(&said);
	world_close(&a);
	world_end(&w);
}

static void a_message_that_calls_itself_a_reply_is_not_for_a_hub(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf said;
	struct exchange_result r;
	struct err e;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_exchange(&w, &a);
	struct message reply = {.unit = WORLD_HAMLET, .state = STATE_ACTIVE};
	clock_stamp(w.now, reply.at);
	buf_init(&said, MESSAGE_BYTES_MAX);
	assert_int_equal(message_seal(&reply, store_keys(a.store), &store_keys(w.hub.store)->pub, &said, &e), 0);
	assert_int_equal(exchange_take(w.hub.store, said.data, said.len, w.now, &r, &e), -1);
	assert_ptr_equal(e.text, TEXT_EXCHANGE_IS_REPLY);
	buf_free(&said);
	world_close(&a);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_goes_only_where_it_belongs),
		cmocka_unit_test(only_its_own_hub_may_answer_a_node),
		cmocka_unit_test(a_receipt_confirms_nothing_that_is_not_held),
		cmocka_unit_test(a_device_shown_more_than_it_wrote_goes_on_in_another_journal),
		cmocka_unit_test(forged_receipts_and_quotes_change_nothing),
		cmocka_unit_test(a_message_that_calls_itself_a_reply_is_not_for_a_hub),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
