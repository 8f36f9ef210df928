/* test_exchange_parts.c - over a bad line messages are short: whatever their size, the same entries arrive. */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

static size_t entries_of(const struct message *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->runs; i++)
		n += m->run[i].last - m->run[i].first + 1;
	return n;
}

static size_t receipts_in(const struct buf *bytes, struct node *to)
{
	struct message m;
	struct err e;
	assert_int_equal(message_open(bytes->data, bytes->len, store_keys(to->store), &m, &e), 0);
	size_t n = m.receipts;
	message_free(&m);
	return n;
}

static size_t entries_in(const struct buf *bytes, struct node *to)
{
	struct message m;
	struct err e;
	assert_int_equal(message_open(bytes->data, bytes->len, store_keys(to->store), &m, &e), 0);
	size_t n = entries_of(&m);
	message_free(&m);
	return n;
}

/* The most entries of a message and of a reply, the most receipts of a reply, until both sides hold the same. */
struct sizes {
	size_t messages, up, down, receipts;
};

static void note(size_t *most, size_t n)
{
	if (n > *most)
		*most = n;
}

static struct sizes exchange_in(struct world *w, struct node *n, size_t most)
{
	struct sizes s = {0};
	w->wish = (struct exchange_wish){.most = most, .shown_short = true};
	for (bool go_on = true; go_on; s.messages++) {
		struct buf m, reply;
		struct exchange_result there, here;
		assert_true(s.messages < 300);
		world_message(w, n, 0, &m);
		buf_init(&reply, MESSAGE_BYTES_MAX);
		assert_int_equal(world_take(w, &m, &there, &reply), 0);
		assert_int_equal(world_reply(w, n, &reply, &here), 0);
		assert_false(there.gap || there.refused_run || here.gap || here.refused_run);
		size_t up = entries_in(&m, &w->hub), down = entries_in(&reply, n);
		note(&s.up, up);
		note(&s.down, down);
		note(&s.receipts, receipts_in(&reply, n));
		go_on = up > 0 || here.changed;
		buf_free(&m);
		buf_free(&reply);
	}
	return s;
}

/* All bytes of the entries of a node's journals as the hub holds them. */
static void journals_at_hub(struct world *w, struct node *author, struct buf *out)
{
	struct id id = store_id(author->store);
	struct store_scope scope = {.unit = WORLD_HAMLET, .hub = store_id(w->hub.store), .only = &id};
	struct store_runs runs;
	struct err e;
	buf_init(out, 16 * 1024 * 1024);
	bool more = true;
	for (size_t skip = 0; more; skip += runs.runs, more = runs.more, store_runs_free(&runs)) {
		assert_int_equal(store_lacking(w->hub.store, &scope, NULL, 0, skip, MESSAGE_ENTRIES, &runs, &e), 0);
		for (size_t i = 0; i < runs.runs; i++)
			for (size_t k = 0; k <= runs.run[i].last - runs.run[i].first; k++) {
				buf_print(out, "%u ", (unsigned)(runs.run[i].first + k));
				buf_add(out, runs.run[i].entry[k], runs.run[i].entry_bytes[k]);
				buf_char(out, '\n');
			}
	}
	assert_false(out->full);
}

static void a_thousand_entries_arrive_in_parts_of_any_size(void **unused)
{
	(void)unused;
	static const size_t most[] = {MESSAGE_ENTRIES, 50, 10};
	struct world w;
	struct node a, hub_before, a_before;
	struct buf expected, got;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 1000);
	world_copy(&w, &w.hub, &hub_before);
	world_copy(&w, &a, &a_before);
	world_close(&hub_before);
	world_close(&a_before);
	for (size_t i = 0; i < 3; i++) {
		world_roll_back(&w.hub, &hub_before);
		world_roll_back(&a, &a_before);
		struct sizes s = exchange_in(&w, &a, most[i]);
		assert_int_equal(s.up, most[i]);
		assert_in_range(s.messages, 1000 / most[i], 1000 / most[i] + 3);
		assert_int_equal(world_progress(&a).confirmed, 1000);
		assert_int_equal(world_totals(&w.hub).records, 1000);
		journals_at_hub(&w, &a, i == 0 ? &expected : &got);
		if (i > 0) {
			assert_int_equal(got.len, expected.len);
			assert_memory_equal(got.data, expected.data, got.len);
			buf_free(&got);
		}
		world_assert_sound(&w.hub);
		world_assert_sound(&a);
	}
	buf_free(&expected);
	world_close(&a);
	world_end(&w);
}

/* What others wrote can only be cut where they signed: once where the first device sent it short, once where not. */
static void a_reply_is_as_short_as_its_node_wishes_where_the_authors_signed(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b, c;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 3);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_device(&w, &v, &c);
	world_save_many(&w, &a, 1, 60);
	exchange_in(&w, &a, 10);
	world_save_many(&w, &b, 100, 2);
	struct sizes s = exchange_in(&w, &b, 10);
	assert_int_equal(s.down, 10);
	assert_int_equal(world_totals(&b).records, 62);
	world_save_many(&w, &a, 200, 60);
	exchange_in(&w, &a, MESSAGE_ENTRIES);
	s = exchange_in(&w, &c, 10);
	assert_int_equal(s.down, 60);
	assert_int_equal(world_totals(&c).records, 122);
	world_close(&a);
	world_close(&b);
	world_close(&c);
	world_end(&w);
}

/* Far behind, a device shows a row for every 200 entries it has; a receipt for each would soon outweigh the entries. */
static void who_is_far_behind_gets_no_receipt_for_every_row(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_save_many(&w, &a, 1, 3000);
	exchange_in(&w, &a, MESSAGE_ENTRIES);
	world_save_many(&w, &b, 4000, 3);
	struct sizes s = exchange_in(&w, &b, MESSAGE_ENTRIES);
	assert_in_range(s.messages, 15, 20);
	assert_in_range(s.receipts, 1, 6); /* a journal of each device, of the hub for the hamlet and for itself */
	assert_int_equal(world_totals(&b).records, 3003);
	assert_int_equal(world_progress(&b).confirmed, 3);
	world_assert_same(&w, &w.hub, &b);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

/* A line that loses long messages, and then short replies: what arrived is never sent again. */
static void after_a_cut_shorter_parts_go_on_from_what_was_confirmed(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m, reply;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 130);
	world_message(&w, &a, 0, &m); /* lost */
	assert_int_equal(entries_in(&m, &w.hub), 130);
	buf_free(&m);
	w.wish = (struct exchange_wish){.most = 50, .shown_short = true};
	world_message(&w, &a, 0, &m);
	assert_int_equal(entries_in(&m, &w.hub), 50);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	buf_free(&m);
	buf_free(&reply); /* lost */
	assert_int_equal(world_progress(&a).confirmed, 0);
	world_save(&w, &a, 500, 3);
	w.wish.most = 7;
	world_message(&w, &a, 0, &m);
	assert_int_equal(entries_in(&m, &w.hub), 7); /* not confirmed: once more from the beginning */
	buf_free(&m);
	struct sizes s = exchange_in(&w, &a, 7);
	assert_int_equal(s.up, 7);
	assert_in_range(
		s.messages, (131 - 50) / 7, (131 - 50) / 7 + 4); /* the have of the first reply shows the rest */
	assert_int_equal(world_progress(&a).confirmed, 131);
	world_assert_same(&w, &w.hub, &a);
	world_assert_sound(&a);
	world_close(&a);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thousand_entries_arrive_in_parts_of_any_size),
		cmocka_unit_test(a_reply_is_as_short_as_its_node_wishes_where_the_authors_signed),
		cmocka_unit_test(who_is_far_behind_gets_no_receipt_for_every_row),
		cmocka_unit_test(after_a_cut_shorter_parts_go_on_from_what_was_confirmed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
