/* test_network.c - a device and its commune over real sockets: message after message until neither lacks anything, and
 * what lines do to them. */
#include "../support/loopback.h"
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/app_network.h>

/* Fails the test with the sentence when call, which fills a struct err e, gives other than 0. */
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		assert_int_equal((call), 0);                                                                           \
	} while (0)

/* A commune that listens, one device; and what happens to its replies. */
struct call {
	struct world w;
	struct node a;
	struct store_invitation invitation;
	struct loopback server;
	struct network *network;
	int lose;            /* so many replies are lost after they were made */
	int instead_of;      /* so many requests are answered with */
	const char *instead; /* … this head and no body, the hub not knowing */
	bool same;           /* every reply is the first one, again */
	bool spoil;          /* a bit of every reply is turned */
	bool cut;            /* half of every reply comes */
	bool in_turn;        /* the first one and the newest one before this was set, in turn */
	struct buf first, newest;
};

static const char message_head[] = "200 OK\r\nContent-Type: application/vnd.tungnha.message\r\n";

static bool give(struct call *c, int fd, struct buf *reply)
{
	char head[256];
	if (c->first.len == 0)
		buf_add(&c->first, reply->data, reply->len);
	if (c->lose > 0 && c->lose--)
		return false;
	const struct buf *old = c->in_turn && c->server.requests % 2 == 0 ? &c->newest : &c->first;
	if (c->same || c->in_turn)
		return loopback_reply(fd, message_head, old->data, old->len);
	buf_clear(&c->newest);
	buf_add(&c->newest, reply->data, reply->len);
	if (c->spoil)
		reply->data[reply->len / 2] ^= 1;
	if (!c->cut)
		return loopback_reply(fd, message_head, reply->data, reply->len);
	snprintf(head, sizeof head, "HTTP/1.1 %sContent-Length: %zu\r\n\r\n", message_head, reply->len);
	loopback_text(fd, head);
	loopback_send(fd, reply->data, reply->len / 2);
	return false;
}

static bool hub_answers(struct loopback *v, int fd, const char *head, const struct buf *body)
{
	struct call *c = v->context;
	struct exchange_result r;
	struct buf reply;
	(void)head;
	if (c->instead_of > 0) {
		c->instead_of--;
		return loopback_reply(fd, c->instead, "", 0);
	}
	buf_init(&reply, MESSAGE_BYTES_MAX);
	world_take(&c->w, body, &r, &reply);
	bool more = give(c, fd, &reply);
	buf_free(&reply);
	return more;
}

static void begin(struct call *c, int households)
{
	struct network_watch none = {0};
	struct err e;
	memset(c, 0, sizeof *c);
	buf_init(&c->first, MESSAGE_BYTES_MAX);
	buf_init(&c->newest, MESSAGE_BYTES_MAX);
	world_begin(&c->w);
	c->invitation = world_invite(&c->w, WORLD_HAMLET, 3);
	world_device(&c->w, &c->invitation, &c->a);
	world_save_many(&c->w, &c->a, 1, households);
	loopback_begin(&c->server, hub_answers, c);
	assert_int_equal(network_open(&none, &c->network, &e), 0);
}

static void end(struct call *c)
{
	network_close(c->network);
	loopback_end(&c->server);
	buf_free(&c->first);
	buf_free(&c->newest);
	world_close(&c->a);
	world_end(&c->w);
}

/* TEXT_NONE: all exchanged; else the sentence. */
static text_id try_sync(struct call *c, struct network_sync *out)
{
	struct err e = {0};
	*out = (struct network_sync){0};
	network_try_again(c->network);
	return network_sync(c->network, c->a.store, WORLD_HAMLET, c->server.url, out, &e) == 0 ? TEXT_NONE : e.text;
}

static struct network_sync sync_ok(struct call *c)
{
	struct network_sync n;
	assert_ptr_equal(try_sync(c, &n), TEXT_NONE);
	return n;
}

static void everything_is_exchanged_and_confirmed(void **state)
{
	struct call c;
	(void)state;
	begin(&c, 450);
	struct network_sync n = sync_ok(&c);
	struct store_progress p = world_progress(&c.a);
	assert_int_equal(n.sent, 450);
	assert_int_equal(p.confirmed, 450);
	assert_int_equal(p.sent, 450);
	assert_int_equal(n.state, STATE_NEW);
	assert_true(n.messages >= 3);
	assert_int_equal(c.server.connections, 1);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	end(&c);
}

static void one_household_is_one_message(void **state)
{
	struct call c;
	(void)state;
	begin(&c, 3);
	sync_ok(&c);
	world_save(&c.w, &c.a, 4, 4);
	struct network_sync n = sync_ok(&c);
	assert_int_equal(n.messages, 1);
	assert_int_equal(n.sent, 1);
	n = sync_ok(&c);
	assert_int_equal(n.messages, 1);
	assert_int_equal(n.sent, 0);
	assert_false(n.moved);
	end(&c);
}

static void what_the_other_laptop_wrote_comes_home(void **state)
{
	struct call c;
	struct node b;
	(void)state;
	begin(&c, 3);
	world_device(&c.w, &c.invitation, &b);
	world_save_many(&c.w, &b, 10, 300);
	world_exchange(&c.w, &b);
	struct network_sync n = sync_ok(&c); /* more than one reply may hold: asked for until it is here */
	assert_true(n.received >= 300);
	assert_true(n.messages >= 2);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	world_close(&b);
	end(&c);
}

/* Breaks off with `told`, the hub having taken what reached it; nothing counts as confirmed. Then all is well again. */
static void breaks_off(struct call *c, text_id told, int sent)
{
	struct network_sync n;
	assert_int_equal(try_sync(c, &n), told);
	assert_int_equal(world_progress(&c->a).confirmed, 0);
	assert_int_equal(world_progress(&c->a).sent, sent);
	c->lose = 0;
	c->spoil = c->cut = false;
	n = sync_ok(c);
	assert_int_equal(world_progress(&c->a).confirmed, 30);
	world_assert_same(&c->w, &c->w.hub, &c->a);
	world_assert_sound(&c->w.hub);
}

static void a_lost_reply_costs_nothing(void **state)
{
	struct call c;
	(void)state;
	begin(&c, 30);
	c.lose = 100;
	breaks_off(&c, TEXT_NET_CUT, 30);
	assert_int_equal(world_totals(&c.w.hub).entries, 30);
	end(&c);
}

static void half_a_reply_and_an_altered_one_prove_nothing(void **state)
{
	struct call c;
	(void)state;
	begin(&c, 30);
	c.cut = true;
	breaks_off(&c, TEXT_NET_CUT, 30);
	end(&c);
	begin(&c, 30);
	c.spoil = true;
	breaks_off(&c, TEXT_NET_GARBLED, 0);
	end(&c);
}

static void a_page_in_between_is_named_and_forgotten(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	begin(&c, 30);
	c.instead = "302 Found\r\nLocation: http://wifi.example/\r\n";
	c.instead_of = 1;
	assert_ptr_equal(try_sync(&c, &n), TEXT_NET_PORTAL);
	assert_int_equal(n.messages, 0);
	assert_int_equal(world_totals(&c.w.hub).entries, 0);
	sync_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 30);
	end(&c);
}

static void a_busy_hub_says_how_long(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	begin(&c, 3);
	c.instead = "503 Busy\r\nRetry-After: 9\r\n";
	c.instead_of = 1;
	assert_ptr_equal(try_sync(&c, &n), TEXT_NET_BUSY);
	assert_int_equal(n.wait_s, 9);
	end(&c);
}

static void one_reply_repeated_for_ever_ends(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	begin(&c, 3);
	sync_ok(&c);
	world_save_many(&c.w, &c.a, 4, 20);
	c.same = true; /* from before the new households: genuine, and says nothing of them */
	assert_ptr_equal(try_sync(&c, &n), TEXT_NET_STUCK);
	assert_int_equal(world_progress(&c.a).confirmed, 3);
	c.same = false;
	sync_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 23);
	end(&c);
}

static void enrol_at(struct call *c, const struct store_enrolment *en)
{
	MUST(store_begin(c->a.store, &e));
	MUST(store_enrol(c->a.store, en, &e));
	MUST(store_commit(c->a.store, &e));
}

/* Each takes back what the other said of the device: a change every time, and nothing gained. */
static void two_old_replies_in_turn_end_too(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	begin(&c, 3);
	sync_ok(&c);
	world_accept_device(&c.w, &c.a);
	world_save(&c.w, &c.a, 4, 4);
	sync_ok(&c);
	assert_int_equal(world_state(&c.a), STATE_ACTIVE);
	world_save(&c.w, &c.a, 5, 4);
	c.in_turn = true;
	assert_ptr_equal(try_sync(&c, &n), TEXT_NET_STUCK);
	assert_false(n.moved);
	assert_true(n.messages < 100);
	c.in_turn = false;
	sync_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 5);
	end(&c);
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
	begin(&c, 3);
	begin(&d, 3);
	MUST(store_enrolment(c.a.store, WORLD_HAMLET, &here, &e));
	MUST(store_enrolment(d.a.store, WORLD_HAMLET, &there, &e));
	enrol_at(&c, &there);
	buf_init(&message, MESSAGE_BYTES_MAX);
	world_message(&c.w, &c.a, 0, &message);
	assert_int_equal(world_take(&d.w, &message, &r, &c.first), 0);
	enrol_at(&c, &here);
	c.same = true;
	assert_ptr_equal(try_sync(&c, &n), TEXT_EXCHANGE_NOT_OUR_HUB);
	assert_int_equal(n.messages, 0);
	assert_int_equal(world_progress(&c.a).confirmed, 0);
	buf_free(&message);
	end(&d);
	end(&c);
}

/* The former hub's acts, more than a message holds, mean nothing to the new one, who passes them over: the device's own
 * entries come after them all the same, and the sync is done. */
static void a_former_hub_does_not_stand_in_the_way(void **state)
{
	struct call c, d;
	struct store_enrolment here, there;
	(void)state;
	begin(&c, 3);
	begin(&d, 1);
	MUST(store_enrolment(c.a.store, WORLD_HAMLET, &here, &e));
	MUST(store_enrolment(d.a.store, WORLD_HAMLET, &there, &e));
	enrol_at(&c, &there);
	world_exchange(&d.w, &c.a);
	for (int i = 0; i < 150; i++) {
		world_lock(&d.w);
		world_unlock(&d.w);
	}
	world_exchange(&d.w, &c.a);
	enrol_at(&c, &here);
	world_save(&c.w, &c.a, 4, 4);
	assert_int_equal(world_progress(&c.a).confirmed, 0);
	for (int i = 0; i < 2; i++) {
		sync_ok(&c);
		assert_int_equal(world_progress(&c.a).confirmed, world_progress(&c.a).written);
	}
	assert_int_equal(world_totals(&c.w.hub).records, 4);
	end(&d);
	end(&c);
}

static void set_addresses(struct call *c, const char *first, const char *second)
{
	struct store_enrolment en;
	MUST(store_enrolment(c->a.store, WORLD_HAMLET, &en, &e));
	snprintf(en.address[0], sizeof en.address[0], "%s", first);
	snprintf(en.address[1], sizeof en.address[1], "%s", second);
	en.addresses = 2;
	enrol_at(c, &en);
}

static void addresses_are_tried_in_turn_and_the_one_that_answered_first(void **state)
{
	struct call c;
	struct network_sync n = {0};
	struct loopback page;
	struct err e;
	char dead[64];
	(void)state;
	begin(&c, 3);
	assert_int_equal(network_sync(c.network, c.a.store, WORLD_HAMLET, NULL, &n, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_NO_ADDRESS);
	assert_int_equal(e.code, ERR_UNAVAILABLE);
	struct call other = {.instead = "200 OK\r\nContent-Type: text/html\r\n", .instead_of = 1000};
	loopback_begin(&page, hub_answers, &other);
	set_addresses(&c, page.url, c.server.url);
	for (int i = 0; i < 2; i++) {
		network_try_again(c.network);
		assert_int_equal(network_sync(c.network, c.a.store, WORLD_HAMLET, NULL, &n, &e), 0);
	}
	assert_int_equal(page.requests, 1);
	/* neither is there: what spoke is told rather than what kept silent */
	snprintf(dead, sizeof dead, "http://127.0.0.1:%d", loopback_dead_port());
	c.instead = other.instead;
	c.instead_of = 1000;
	set_addresses(&c, dead, page.url);
	network_try_again(c.network);
	assert_int_equal(network_sync(c.network, c.a.store, WORLD_HAMLET, NULL, &n, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_PORTAL);
	loopback_end(&page);
	end(&c);
}

static void a_revoked_device_still_hears_so(void **state)
{
	struct call c;
	(void)state;
	begin(&c, 3);
	sync_ok(&c);
	world_revoke(&c.w, &c.a);
	world_save(&c.w, &c.a, 4, 2);
	assert_int_equal(sync_ok(&c).state, STATE_REVOKED);
	assert_int_equal(world_state(&c.a), STATE_REVOKED);
	end(&c);
}

static void a_restored_hub_is_made_whole_in_one_sync(void **state)
{
	struct call c;
	struct node before;
	(void)state;
	begin(&c, 20);
	sync_ok(&c);
	world_copy(&c.w, &c.w.hub, &before);
	world_save_many(&c.w, &c.a, 21, 20);
	sync_ok(&c);
	world_roll_back(&c.w.hub, &before);
	sync_ok(&c);
	assert_int_equal(world_totals(&c.w.hub).entries, 40);
	assert_int_equal(world_progress(&c.a).confirmed, 40);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	world_close(&before);
	end(&c);
}

/* -- several hamlets on one device (app_network.h) -- */

/* The device of c also keeps a hamlet of the commune of d, at that address. */
static void add_unit(struct call *c, struct call *d, const char *address)
{
	struct store_enrolment en;
	struct store_invitation v = world_invite(&d->w, WORLD_OTHER, 1);
	MUST(store_enrolment(d->a.store, WORLD_HAMLET, &en, &e));
	snprintf(en.unit.code, sizeof en.unit.code, "%s", WORLD_OTHER);
	en.invite = v.id;
	memcpy(en.secret, v.secret, sizeof en.secret);
	snprintf(en.address[0], sizeof en.address[0], "%s", address);
	en.addresses = 1;
	enrol_at(c, &en);
}

static text_id sync_device(struct call *c, struct app_network_done *out)
{
	struct app_network how = {.tries = 1, .folder = c->a.folder};
	struct err e = {0};
	return app_sync_network(c->a.store, &how, out, &e) == 0 ? TEXT_NONE : e.text;
}

static void a_hamlet_that_fails_does_not_keep_the_others(void **state)
{
	struct call c, d;
	struct app_network_done done;
	char dead[64];
	(void)state;
	begin(&c, 3);
	begin(&d, 1);
	snprintf(dead, sizeof dead, "http://127.0.0.1:%d", loopback_dead_port());
	add_unit(&c, &d, dead);
	set_addresses(&c, c.server.url, dead);
	assert_ptr_equal(sync_device(&c, &done), TEXT_NET_REFUSED);
	assert_int_equal(done.confirmed, 3);
	assert_int_equal(done.left, 0);
	assert_int_equal(done.synced.units, 2);
	assert_int_equal(world_progress(&c.a).confirmed, 3);
	add_unit(&c, &d, d.server.url);
	world_save(&c.w, &c.a, 4, 4);
	assert_ptr_equal(sync_device(&c, &done), TEXT_NONE);
	assert_int_equal(done.confirmed, 1);
	assert_int_equal(done.synced.confirmed, 4);
	assert_true(done.synced.messages >= 2);
	end(&d);
	end(&c);
}

/* One hamlet's address will never do; the other's commune is busy for a moment, and is waited for. */
static void who_waits_for_one_hamlet_is_not_stopped_by_another(void **state)
{
	struct call c, d;
	struct app_network_done done;
	struct err e = {0};
	(void)state;
	begin(&c, 3);
	begin(&d, 1);
	add_unit(&c, &d, d.server.url);
	set_addresses(&c, "ftp://127.0.0.1", "ftp://127.0.0.1");
	d.instead = "503 Service Unavailable\r\n";
	d.instead_of = 1;
	struct app_network how = {.wait = true, .folder = c.a.folder};
	assert_int_equal(app_sync_network(c.a.store, &how, &done, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_ADDRESS);
	assert_int_equal(done.left, 3);
	assert_true(done.synced.messages >= 1);
	assert_true(d.server.requests >= 2);
	end(&d);
	end(&c);
}

/* One machine waits in a folder, not two; and who is let go by SIGKILL leaves no lock behind. */
static void one_waits_in_a_folder(void **state)
{
	struct call c;
	struct app_network_done done;
	struct app_network how = {.wait = true};
	struct err e = {0};
	char path[300];
	(void)state;
	begin(&c, 3);
	set_addresses(&c, c.server.url, c.server.url);
	how.folder = c.a.folder;
	snprintf(path, sizeof path, "%s/sync.lock", c.a.folder);
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(app_sync_network(c.a.store, &how, &done, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_WAITING);
	assert_int_equal(e.code, ERR_BUSY);
	close(fd);
	assert_int_equal(app_sync_network(c.a.store, &how, &done, &e), 0);
	assert_int_equal(done.confirmed, 3);
	end(&c);
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
	begin(&c, 3);
	assert_int_equal(network_open(&w, &n, &e), 0);
	assert_int_equal(network_sync(n, c.a.store, WORLD_HAMLET, c.server.url, &out, &e), -1);
	assert_ptr_equal(e.text, TEXT_NET_STOPPED);
	assert_int_equal(c.server.requests, 0);
	network_close(n);
	end(&c);
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
		cmocka_unit_test(a_hamlet_that_fails_does_not_keep_the_others),
		cmocka_unit_test(who_waits_for_one_hamlet_is_not_stopped_by_another),
		cmocka_unit_test(one_waits_in_a_folder),
		cmocka_unit_test(a_request_to_stop_is_heard_between_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
