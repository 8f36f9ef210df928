/* test_network.c - a device and its commune over real sockets: message after message until neither lacks anything, and
 * what lines do to them. */
#include "../support/call.h"

#include <stdio.h>

static void everything_is_exchanged_and_confirmed(void **state)
{
	struct call c;
	(void)state;
	call_begin(&c, 450);
	struct network_sync n = call_ok(&c);
	struct store_progress p = world_progress(&c.a);
	assert_int_equal(n.sent, 450);
	assert_int_equal(p.confirmed, 450);
	assert_int_equal(p.sent, 450);
	assert_int_equal(n.state, STATE_NEW);
	assert_true(n.messages >= 3);
	assert_int_equal(c.server.connections, 1);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	call_end(&c);
}

static void one_household_is_one_message(void **state)
{
	struct call c;
	(void)state;
	call_begin(&c, 3);
	call_ok(&c);
	world_save(&c.w, &c.a, 4, 4);
	struct network_sync n = call_ok(&c);
	assert_int_equal(n.messages, 1);
	assert_int_equal(n.sent, 1);
	n = call_ok(&c);
	assert_int_equal(n.messages, 1);
	assert_int_equal(n.sent, 0);
	assert_false(n.moved);
	call_end(&c);
}

static void what_the_other_laptop_wrote_comes_home(void **state)
{
	struct call c;
	struct node b;
	(void)state;
	call_begin(&c, 3);
	world_device(&c.w, &c.invitation, &b);
	world_save_many(&c.w, &b, 10, 300);
	world_exchange(&c.w, &b);
	struct network_sync n = call_ok(&c); /* more than one reply may hold: asked for until it is here */
	assert_true(n.received >= 300);
	assert_true(n.messages >= 2);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	world_close(&b);
	call_end(&c);
}

/* Breaks off with `told`, the hub having taken what reached it; nothing counts as confirmed. Then all is well again. */
static void breaks_off(struct call *c, text_id told, int sent)
{
	struct network_sync n;
	assert_int_equal(call_try(c, &n), told);
	assert_int_equal(world_progress(&c->a).confirmed, 0);
	assert_int_equal(world_progress(&c->a).sent, sent);
	c->lose = 0;
	c->spoil = c->cut = false;
	n = call_ok(c);
	assert_int_equal(world_progress(&c->a).confirmed, 30);
	world_assert_same(&c->w, &c->w.hub, &c->a);
	world_assert_sound(&c->w.hub);
}

static void a_lost_reply_costs_nothing(void **state)
{
	struct call c;
	(void)state;
	call_begin(&c, 30);
	c.lose = 100;
	breaks_off(&c, TEXT_NET_CUT, 30);
	assert_int_equal(world_totals(&c.w.hub).entries, 30);
	call_end(&c);
}

static void half_a_reply_and_an_altered_one_prove_nothing(void **state)
{
	struct call c;
	(void)state;
	call_begin(&c, 30);
	c.cut = true;
	breaks_off(&c, TEXT_NET_CUT, 30);
	call_end(&c);
	call_begin(&c, 30);
	c.spoil = true;
	breaks_off(&c, TEXT_NET_GARBLED, 0);
	call_end(&c);
}

static void a_page_in_between_is_named_and_forgotten(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	call_begin(&c, 30);
	c.instead = "302 Found\r\nLocation: http://wifi.example/\r\n";
	c.instead_of = 1;
	assert_ptr_equal(call_try(&c, &n), TEXT_NET_PORTAL);
	assert_int_equal(n.messages, 0);
	assert_int_equal(world_totals(&c.w.hub).entries, 0);
	call_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 30);
	call_end(&c);
}

static void a_busy_hub_says_how_long(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	call_begin(&c, 3);
	c.instead = "503 Busy\r\nRetry-After: 9\r\n";
	c.instead_of = 1;
	assert_ptr_equal(call_try(&c, &n), TEXT_NET_BUSY);
	assert_int_equal(n.wait_s, 9);
	call_end(&c);
}

static void one_reply_repeated_for_ever_ends(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	call_begin(&c, 3);
	call_ok(&c);
	world_save_many(&c.w, &c.a, 4, 20);
	c.same = true; /* from before the new households: genuine, and says nothing of them */
	assert_ptr_equal(call_try(&c, &n), TEXT_NET_STUCK);
	assert_int_equal(world_progress(&c.a).confirmed, 3);
	c.same = false;
	call_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 23);
	call_end(&c);
}

/* Each takes back what the other said of the device: a change every time, and nothing gained. */
static void two_old_replies_in_turn_end_too(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	call_begin(&c, 3);
	call_ok(&c);
	world_accept_device(&c.w, &c.a);
	world_save(&c.w, &c.a, 4, 4);
	call_ok(&c);
	assert_int_equal(world_state(&c.a), STATE_ACTIVE);
	world_save(&c.w, &c.a, 5, 4);
	c.in_turn = true;
	assert_ptr_equal(call_try(&c, &n), TEXT_NET_STUCK);
	assert_false(n.moved);
	assert_true(n.messages < 100);
	c.in_turn = false;
	call_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 5);
	call_end(&c);
}

/* The device left another commune for this one; a reply of that one comes instead of this one's. */
static void the_reply_of_another_hub_is_not_taken(void **state)
{
	struct call c, d;
	struct network_sync n;
	struct exchange_result r;
	struct buf message;
	struct store_enrolment here, there;
	(void)state;
	call_begin(&c, 3);
	call_begin(&d, 3);
	MUST(store_enrolment(c.a.store, WORLD_HAMLET, &here, &e));
	MUST(store_enrolment(d.a.store, WORLD_HAMLET, &there, &e));
	call_enrol(&c, &there);
	buf_init(&message, MESSAGE_BYTES_MAX);
	world_message(&c.w, &c.a, 0, &message);
	assert_int_equal(world_take(&d.w, &message, &r, &c.first), 0);
	call_enrol(&c, &here);
	c.same = true;
	assert_ptr_equal(call_try(&c, &n), TEXT_EXCHANGE_NOT_OUR_HUB);
	assert_int_equal(n.messages, 0);
	assert_int_equal(world_progress(&c.a).confirmed, 0);
	buf_free(&message);
	call_end(&d);
	call_end(&c);
}

/* The former hub's acts, more than a message holds, mean nothing to the new one, who passes them over: the device's own
 * entries come after them all the same, and the sync is done. */
static void a_former_hub_does_not_stand_in_the_way(void **state)
{
	struct call c, d;
	struct store_enrolment here, there;
	(void)state;
	call_begin(&c, 3);
	call_begin(&d, 1);
	MUST(store_enrolment(c.a.store, WORLD_HAMLET, &here, &e));
	MUST(store_enrolment(d.a.store, WORLD_HAMLET, &there, &e));
	call_enrol(&c, &there);
	world_exchange(&d.w, &c.a);
	for (int i = 0; i < 150; i++) {
		world_lock(&d.w);
		world_unlock(&d.w);
	}
	world_exchange(&d.w, &c.a);
	call_enrol(&c, &here);
	world_save(&c.w, &c.a, 4, 4);
	assert_int_equal(world_progress(&c.a).confirmed, 0);
	for (int i = 0; i < 2; i++) {
		call_ok(&c);
		assert_int_equal(world_progress(&c.a).confirmed, world_progress(&c.a).written);
	}
	assert_int_equal(world_totals(&c.w.hub).records, 4);
	call_end(&d);
	call_end(&c);
}

static void addresses_are_tried_in_turn_and_the_one_that_answered_first(void **state)
{
	struct call c;
	struct network_sync n = {0};
	struct loopback page;
	struct err e;
	char dead[64];
	(void)state;
	call_begin(&c, 3);
	assert_int_equal(network_sync(c.network, c.a.store, WORLD_HAMLET, NULL, &n, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_NO_ADDRESS);
	assert_int_equal(e.code, ERR_UNAVAILABLE);
	struct call other = {.instead = "200 OK\r\nContent-Type: text/html\r\n", .instead_of = 1000};
	loopback_begin(&page, call_answered, &other);
	call_addresses(&c, page.url, c.server.url);
	for (int i = 0; i < 2; i++) {
		network_try_again(c.network);
		assert_int_equal(network_sync(c.network, c.a.store, WORLD_HAMLET, NULL, &n, &e), 0);
	}
	assert_int_equal(page.requests, 1);
	/* neither is there: what spoke is told rather than what kept silent */
	snprintf(dead, sizeof dead, "http://127.0.0.1:%d", loopback_dead_port());
	c.instead = other.instead;
	c.instead_of = 1000;
	call_addresses(&c, dead, page.url);
	network_try_again(c.network);
	assert_int_equal(network_sync(c.network, c.a.store, WORLD_HAMLET, NULL, &n, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_PORTAL);
	loopback_end(&page);
	call_end(&c);
}

static void a_revoked_device_still_hears_so(void **state)
{
	struct call c;
	(void)state;
	call_begin(&c, 3);
	call_ok(&c);
	world_revoke(&c.w, &c.a);
	world_save(&c.w, &c.a, 4, 2);
	assert_int_equal(call_ok(&c).state, STATE_REVOKED);
	assert_int_equal(world_state(&c.a), STATE_REVOKED);
	call_end(&c);
}

static void a_restored_hub_is_made_whole_in_one_sync(void **state)
{
	struct call c;
	struct node before;
	(void)state;
	call_begin(&c, 20);
	call_ok(&c);
	world_copy(&c.w, &c.w.hub, &before);
	world_save_many(&c.w, &c.a, 21, 20);
	call_ok(&c);
	world_roll_back(&c.w.hub, &before);
	call_ok(&c);
	assert_int_equal(world_totals(&c.w.hub).entries, 40);
	assert_int_equal(world_progress(&c.a).confirmed, 40);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	world_close(&before);
	call_end(&c);
}

static bool stopped_at_once(void *context)
{
	(void)context;
	return true;
}

static void a_request_to_stop_is_heard_between_steps(void **state)
{
	struct call c;
	struct network *n;
	struct network_watch w = {.stopped = stopped_at_once};
	struct network_sync out = {0};
	struct err e;
	(void)state;
	call_begin(&c, 3);
	assert_int_equal(network_open(&w, &n, &e), 0);
	assert_int_equal(network_sync(n, c.a.store, WORLD_HAMLET, c.server.url, &out, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_STOPPED);
	assert_int_equal(c.server.requests, 0);
	network_close(n);
	call_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_exchanged_and_confirmed),
		cmocka_unit_test(one_household_is_one_message),
		cmocka_unit_test(what_the_other_laptop_wrote_comes_home),
		cmocka_unit_test(a_lost_reply_costs_nothing),
		cmocka_unit_test(half_a_reply_and_an_altered_one_prove_nothing),
		cmocka_unit_test(a_page_in_between_is_named_and_forgotten),
		cmocka_unit_test(a_busy_hub_says_how_long),
		cmocka_unit_test(one_reply_repeated_for_ever_ends),
		cmocka_unit_test(two_old_replies_in_turn_end_too),
		cmocka_unit_test(the_reply_of_another_hub_is_not_taken),
		cmocka_unit_test(a_former_hub_does_not_stand_in_the_way),
		cmocka_unit_test(addresses_are_tried_in_turn_and_the_one_that_answered_first),
		cmocka_unit_test(a_revoked_device_still_hears_so),
		cmocka_unit_test(a_restored_hub_is_made_whole_in_one_sync),
		cmocka_unit_test(a_request_to_stop_is_heard_between_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
