/* test_exchange.c - two stores tell each other what the other lacks: lost, late, repeated, forked, restored. */
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

static void a_cloned_device_forks_by_name_and_loses_nothing(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, clone;
	world_begin(&w);
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

static void a_rolled_back_device_gets_its_entries_back(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, copy;
	world_begin(&w);
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

static void a_restored_hub_is_made_whole_by_its_nodes(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b, c, copy;
	world_begin(&w);
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
static void a_hub_restored_to_before_it_knew_a_device(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, copy;
	world_begin(&w);
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

static void an_older_decision_that_comes_back_does_not_undo_a_newer(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, copy;
	world_begin(&w);
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
	assert_int_equal(e.text, TEXT_EXCHANGE_NO_HUB);
	buf_free(&m);
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
	assert_int_equal(e.text, TEXT_EXCHANGE_IS_REPLY);
	buf_free(&said);
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
		assert_int_equal(e.text, TEXT_EXCHANGE_UNIT_UNKNOWN);
		buf_free(&said);
	}
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_contact_enrols_and_receipts_come_home),
		cmocka_unit_test(a_repeat_changes_nothing),
		cmocka_unit_test(a_run_beyond_a_gap_waits_for_the_others),
		cmocka_unit_test(a_stranger_leaves_nothing_behind),
		cmocka_unit_test(a_used_up_or_expired_invitation_makes_wait),
		cmocka_unit_test(an_invitation_of_another_unit_does_not_enrol),
		cmocka_unit_test(entries_after_a_revocation_are_held_and_confirmed),
		cmocka_unit_test(two_devices_of_a_hamlet_see_each_others_households),
		cmocka_unit_test(lost_messages_and_late_replies_do_no_harm),
		cmocka_unit_test(a_cloned_device_forks_by_name_and_loses_nothing),
		cmocka_unit_test(a_rolled_back_device_gets_its_entries_back),
		cmocka_unit_test(a_restored_hub_is_made_whole_by_its_nodes),
		cmocka_unit_test(confirmed_falls_only_by_a_quote),
		cmocka_unit_test(a_hub_restored_to_before_it_knew_a_device),
		cmocka_unit_test(an_older_decision_that_comes_back_does_not_undo_a_newer),
		cmocka_unit_test(a_message_goes_only_where_it_belongs),
		cmocka_unit_test(only_its_own_hub_may_answer_a_node),
		cmocka_unit_test(a_unit_without_a_hub_cannot_send),
		cmocka_unit_test(a_part_is_confirmed_even_if_the_others_are_lost),
		cmocka_unit_test(a_receipt_confirms_nothing_that_is_not_held),
		cmocka_unit_test(a_device_shown_more_than_it_wrote_goes_on_in_another_journal),
		cmocka_unit_test(forged_receipts_and_quotes_change_nothing),
		cmocka_unit_test(a_message_that_calls_itself_a_reply_is_not_for_a_hub),
		cmocka_unit_test(a_unit_the_hub_does_not_know_is_named),
		cmocka_unit_test(a_restored_hub_leaves_all_its_journals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
