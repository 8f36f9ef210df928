/* test_exchange_enrol.c - who may exchange: strangers, used-up invitations, devices that wait or were revoked. */
#include "../support/world.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

static void a_stranger_leaves_nothing_behind(void **unused)
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
	v.secret[0] ^= 1; /* knows of the invitation, not its secret */
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 4);
	assert_int_equal(store_digest(w.hub.store, NULL, before, &e), 0);
	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(&w, &m, &r, &reply), ERR_DENIED);
	assert_int_equal(r.state, STATE_UNKNOWN);
	assert_false(r.changed);
	assert_int_equal(store_digest(w.hub.store, NULL, after, &e), 0);
	assert_memory_equal(before, after, sizeof before);
	assert_int_equal(world_reply(&w, &a, &reply, &r), 0);
	assert_int_equal(world_state(&a), STATE_UNKNOWN);
	assert_int_equal(world_progress(&a).confirmed, 0);
	struct store_device *d;
	size_t n;
	assert_int_equal(store_devices(w.hub.store, WORLD_HAMLET, &d, &n, &e), 0);
	assert_int_equal(n, 0);
	free(d);
	buf_free(&m);
	buf_free(&reply);
	world_close(&a);
	world_end(&w);
}

/* A device that comes with an invitation that is used up, or too late, waits: stored, confirmed, not counted. */
static void assert_waits_then_counts(struct world *w, struct node *a)
{
	struct buf m, reply;
	struct exchange_result r;
	world_save(w, a, 77, 3);
	world_message(w, a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_int_equal(world_take(w, &m, &r, &reply), 0);
	assert_int_equal(r.state, STATE_WAITING);
	assert_false(r.enrolled);
	assert_int_equal(r.stored, 1);
	assert_int_equal(r.held, 1);
	assert_int_equal(world_reply(w, a, &reply, &r), 0);
	assert_int_equal(r.stored, 0); /* shown nothing of others */
	assert_int_equal(world_progress(a).confirmed, 1);
	assert_int_equal(world_state(a), STATE_WAITING);
	assert_int_equal(world_persons(&w->hub, 77), -1);
	buf_free(&m);
	buf_free(&reply);

	world_accept_device(w, a);
	assert_int_equal(world_persons(&w->hub, 77), 3);
	world_exchange(w, a);
	assert_int_equal(world_state(a), STATE_ACTIVE);
	world_assert_same(w, &w->hub, a);
}

static void a_used_up_or_expired_invitation_makes_wait(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b, c;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	world_save(&w, &a, 1, 4);
	world_exchange(&w, &a);
	assert_waits_then_counts(&w, &b);
	world_void(&w, &b, 77);
	world_exchange(&w, &b);

	struct store_invitation late = world_invite(&w, WORLD_HAMLET, 5);
	world_device(&w, &late, &c);
	w.now += 31 * 24 * 3600;
	assert_waits_then_counts(&w, &c);
	world_close(&a);
	world_close(&b);
	world_close(&c);
	world_end(&w);
}

static void an_invitation_of_another_unit_does_not_enrol(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	struct buf m;
	struct exchange_result r;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_OTHER, 5);
	strcpy(v.unit, WORLD_HAMLET);
	world_device(&w, &v, &a);
	world_message(&w, &a, 0, &m);
	assert_int_equal(world_take(&w, &m, &r, NULL), ERR_DENIED);
	buf_free(&m);
	world_close(&a);
	world_end(&w);
}

static void entries_after_a_revocation_are_held_and_confirmed(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_save(&w, &a, 1, 4);
	world_exchange(&w, &a);
	world_revoke(&w, &a);
	world_save(&w, &a, 1, 9);
	world_save(&w, &a, 2, 9);
	world_exchange(&w, &a);
	assert_int_equal(world_state(&a), STATE_REVOKED);
	assert_int_equal(world_progress(&a).confirmed, 3);
	assert_int_equal(world_persons(&w.hub, 1), 4);
	assert_int_equal(world_persons(&w.hub, 2), -1);
	assert_int_equal(world_totals(&w.hub).held, 2);
	world_close(&a);
	world_end(&w);
}

static void join(struct world *w, const struct store_invitation *v, struct node *n)
{
	struct store_enrolment en;
	struct err e;
	assert_int_equal(store_begin(n->store, &e), 0);
	assert_int_equal(store_enrolment(n->store, v->unit, &en, &e), 0);
	en.hub = store_id(w->hub.store);
	en.hub_keys = store_keys(w->hub.store)->pub;
	en.invite = v->id;
	memcpy(en.secret, v->secret, sizeof en.secret);
	en.state = STATE_NONE;
	assert_int_equal(store_enrol(n->store, &en, &e), 0);
	assert_int_equal(store_commit(n->store, &e), 0);
}

/* The commune set up a new hub. It does not know the team-mate yet, whose entries fill more than a message: they must
 * not stand before one's own for ever. */
static void a_new_hub_is_not_sent_what_it_cannot_take(void **unused)
{
	(void)unused;
	struct world before, w;
	struct node a, b;
	world_begin(&before);
	struct store_invitation v = world_invite(&before, WORLD_HAMLET, 2);
	world_device(&before, &v, &a);
	world_device(&before, &v, &b);
	world_save_many(&before, &b, 1, 450);
	world_exchange(&before, &b);
	world_exchange(&before, &a);
	world_save(&before, &a, 500, 3);
	assert_int_equal(world_totals(&a).records, 451);

	world_begin(&w);
	v = world_invite(&w, WORLD_HAMLET, 2);
	join(&w, &v, &a);
	world_exchange(&w, &a);
	assert_int_equal(world_progress(&a).confirmed, 1);
	assert_int_equal(world_totals(&w.hub).records, 1);
	join(&w, &v, &b);
	world_exchange(&w, &b);
	world_exchange(&w, &a);
	assert_int_equal(world_totals(&w.hub).records, 451);
	world_close(&a);
	world_close(&b);
	world_end(&before);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stranger_leaves_nothing_behind),
		cmocka_unit_test(a_used_up_or_expired_invitation_makes_wait),
		cmocka_unit_test(an_invitation_of_another_unit_does_not_enrol),
		cmocka_unit_test(entries_after_a_revocation_are_held_and_confirmed),
		cmocka_unit_test(a_new_hub_is_not_sent_what_it_cannot_take),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
