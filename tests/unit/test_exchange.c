/* test_exchange.c - two stores tell each other what the other lacks: lost, late, repeated, beyond a gap. */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

static void take_and_check(struct world *w, struct buf *m, struct exchange_result *r)
{
	assert_int_equal(world_take(w, m, r, NULL), 0);
}

static void first_contact_enrols_and_receipts_come_home(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m, reply;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 4);
	world_save(&w, &a, 2, 5);
	world_save(&w, &a, 2, 6);
	assert_int_equal(world_state(&a), STATE_NONE);

	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_true(r.enrolled && r.changed && !r.gap && !r.forked && !r.refused_run);
	assert_int_equal(r.state, STATE_NEW);
	assert_int_equal(r.stored, 3);
	assert_int_equal(r.held, 0);
	assert_string_equal(r.unit, WORLD_HAMLET);
	assert_true(id_equal(r.peer, store_id(a.store)));
	assert_int_equal(world_totals(&w.hub).records, 2);
	assert_int_equal(world_persons(&w.hub, 2), 6);

	assert_int_equal(world_progress(&a).confirmed, 0);
	assert_int_equal(world_reply(&w, &a, &reply, &r), 0);
	assert_true(r.receipts > 0 && r.changed);
	assert_int_equal(world_progress(&a).confirmed, 3);
	assert_int_equal(world_progress(&a).written, 3);
	assert_int_equal(world_state(&a), STATE_NEW);
	buf_free(&m);
	buf_free(&reply);
	assert_in_range(world_exchange(&w, &a), 1, 4);
	world_assert_same(&w, &w.hub, &a);
	assert_int_equal(world_exchange(&w, &a), 1); /* at rest: one message, nothing in it */
	world_assert_sound(&w.hub);
	world_assert_sound(&a);
	world_close(&a);
	world_end(&w);
}

static void a_repeat_changes_nothing(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m, reply;
	struct exchange_result r;
	struct err e;
	unsigned char before[KEY_BYTES], after[KEY_BYTES];
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 10);
	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_int_equal(store_digest(w.hub.store, NULL, before, &e), 0);
	for (int i = 0; i < 3; i++) {
		take_and_check(&w, &m, &r);
		assert_int_equal(r.stored, 0);
		assert_false(r.changed || r.enrolled || r.gap);
	}
	assert_int_equal(store_digest(w.hub.store, NULL, after, &e), 0);
	assert_memory_equal(before, after, sizeof before);
	assert_int_equal(store_invitation(w.hub.store, v.id, &v, &e), 0);
	assert_int_equal(v.used, 1);

	assert_int_equal(world_reply(&w, &a, &reply, &r), 0);
	assert_true(r.changed);
	assert_int_equal(world_reply(&w, &a, &reply, &r), 0); /* the same reply twice */
	assert_false(r.changed);
	assert_int_equal(r.receipts, 0);
	buf_free(&m);
	buf_free(&reply);
	world_close(&a);
	world_end(&w);
}

static void a_run_beyond_a_gap_waits_for_the_others(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m[3];
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 450);
	for (size_t i = 0; i < 3; i++)
		world_message(&w, &a, i, &m[i]);

	take_and_check(&w, &m[2], &r);
	assert_true(r.gap && r.enrolled);
	assert_int_equal(r.stored, 0);
	take_and_check(&w, &m[1], &r);
	assert_true(r.gap);
	assert_false(r.changed);
	assert_int_equal(world_totals(&w.hub).records, 0);
	take_and_check(&w, &m[0], &r);
	assert_false(r.gap);
	assert_int_equal(r.stored, 200);
	take_and_check(&w, &m[1], &r);
	assert_int_equal(r.stored, 200);
	take_and_check(&w, &m[2], &r);
	assert_int_equal(r.stored, 50);
	assert_int_equal(world_totals(&w.hub).records, 450);
	for (size_t i = 0; i < 3; i++)
		buf_free(&m[i]);
	world_exchange(&w, &a);
	assert_int_equal(world_progress(&a).confirmed, 450);
	world_close(&a);
	world_end(&w);
}

static void two_devices_of_a_hamlet_see_each_others_households(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_save(&w, &a, 1, 4);
	world_save(&w, &b, 2, 5);
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	world_exchange(&w, &a);
	assert_int_equal(world_persons(&a, 2), 5);
	assert_int_equal(world_persons(&b, 1), 4);
	world_assert_same(&w, &a, &b);
	assert_int_equal(world_totals(&w.hub).records, 2);
	assert_int_equal(world_totals(&a).records, 2);

	world_save(&w, &a, 3, 1); /* the same household on both, unseen by each other */
	world_save(&w, &b, 3, 2);
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	world_exchange(&w, &a);
	assert_int_equal(world_totals(&w.hub).conflicts, 1);
	assert_int_equal(world_totals(&a).conflicts, 1);
	assert_int_equal(world_persons(&a, 3), world_persons(&b, 3));
	world_save(&w, &b, 3, 2);
	world_exchange(&w, &b);
	assert_int_equal(world_totals(&w.hub).conflicts, 0);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

static void lost_messages_and_late_replies_do_no_harm(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf lost, first, second, late;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 1);
	world_message(&w, &a, 0, &lost); /* never arrives */
	buf_free(&lost);
	world_message(&w, &a, 0, &first);
	buf_init(&late, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &first, &r, &late), 0); /* its reply comes late */
	assert_int_equal(world_progress(&a).confirmed, 0);
	world_save(&w, &a, 2, 2);
	world_exchange(&w, &a);
	assert_int_equal(world_progress(&a).confirmed, 2);
	assert_int_equal(world_reply(&w, &a, &late, &r), 0);
	assert_int_equal(r.receipts, 0);
	assert_int_equal(world_progress(&a).confirmed, 2); /* an older receipt lowers nothing */
	world_message(&w, &a, 0, &second);
	take_and_check(&w, &second, &r);
	assert_int_equal(r.stored, 0);
	take_and_check(&w, &first, &r); /* and the message once more */
	assert_false(r.changed);
	world_exchange(&w, &a);
	world_assert_same(&w, &w.hub, &a);
	buf_free(&first);
	buf_free(&second);
	buf_free(&late);
	world_close(&a);
	world_end(&w);
}

static void a_part_is_confirmed_even_if_the_others_are_lost(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m, reply;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 450);
	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_int_equal(world_reply(&w, &a, &reply, &r), 0);
	assert_int_equal(world_progress(&a).confirmed, 200);
	buf_free(&m);
	buf_free(&reply);
	world_close(&a);
	world_end(&w);
}

static void a_unit_without_a_hub_cannot_send(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m;
	struct err e;
	size_t entries;
	bool more;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	buf_init(&m, MESSAGE_BYTES_MAX);
	assert_int_equal(exchange_message(a.store, "99999-01", 0, w.now, &m, &entries, &more, &e), -1);
	assert_int_equal(e.code, ERR_UNAVAILABLE);
	assert_ptr_equal(e.text, TEXT_EXCHANGE_NO_HUB);
	buf_free(&m);
	world_close(&a);
	world_end(&w);
}

static void a_unit_the_hub_does_not_know_is_named(void **unused)
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
	const char *const units[] = {"99999-01", WORLD_OWN};
	for (size_t i = 0; i < 2; i++) {
		struct message m = {0};
		strcpy(m.unit, units[i]);
		clock_stamp(w.now, m.at);
		buf_init(&said, MESSAGE_BYTES_MAX);
		assert_int_equal(message_seal(&m, store_keys(a.store), &store_keys(w.hub.store)->pub, &said, &e), 0);
		assert_int_equal(exchange_take(w.hub.store, said.data, said.len, w.now, &r, &e), -1);
		assert_int_equal(e.code, ERR_DATA);
		assert_ptr_equal(e.text, TEXT_EXCHANGE_UNIT_UNKNOWN);
		buf_free(&said);
	}
	world_close(&a);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_contact_enrols_and_receipts_come_home),
		cmocka_unit_test(a_repeat_changes_nothing),
		cmocka_unit_test(a_run_beyond_a_gap_waits_for_the_others),
		cmocka_unit_test(two_devices_of_a_hamlet_see_each_others_households),
		cmocka_unit_test(lost_messages_and_late_replies_do_no_harm),
		cmocka_unit_test(a_part_is_confirmed_even_if_the_others_are_lost),
		cmocka_unit_test(a_unit_without_a_hub_cannot_send),
		cmocka_unit_test(a_unit_the_hub_does_not_know_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
