/* test_network.c - a device and its commune over real sockets: message after message until neither lacks anything, and
 * what lines do to them. */
#include "../support/loopback.h"
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/network.h>

/* A commune that listens, one device. */
struct call {
	struct world w;
	struct node a;
	struct store_invitation invitation;
	struct loopback server;
	struct network *network;
	int lose;     /* so many replies are lost after they were made */
	int cut_over; /* connections break where a request is longer */
	int greatest; /* the longest request taken */
	bool same;    /* every reply is the first one, again */
	struct buf first;
	const char *instead; /* an answer of this head and no body */
	int instead_of;      /* … to so many requests */
};

static const char message_head[] = "200 OK\r\nContent-Type: application/vnd.tungnha.message\r\n";

static bool hub_answers(struct loopback *v, int fd, const char *head, const struct buf *body)
{
	struct call *c = v->context;
	struct exchange_result r;
	struct buf reply;
	assert_non_null(strstr(head, "POST /exchange HTTP/1.1"));
	if (c->instead_of > 0) {
		c->instead_of--;
		return loopback_reply(fd, c->instead, "", 0);
	}
	if (c->cut_over > 0 && body->len > (size_t)c->cut_over)
		return false;
	c->greatest = (int)body->len > c->greatest ? (int)body->len : c->greatest;
	buf_init(&reply, MESSAGE_BYTES_MAX);
	world_take(&c->w, body, &r, &reply);
	if (c->first.len == 0)
		buf_add(&c->first, reply.data, reply.len);
	bool lost = c->lose > 0;
	c->lose -= lost;
	const struct buf *given = c->same ? &c->first : &reply;
	bool more = !lost && loopback_reply(fd, message_head, given->data, given->len);
	buf_free(&reply);
	return more;
}

static void begin(struct call *c, int households)
{
	struct network_watch none = {0};
	struct err e;
	memset(c, 0, sizeof *c);
	buf_init(&c->first, MESSAGE_BYTES_MAX);
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
	world_close(&c->a);
	world_end(&c->w);
}

/* TEXT_NONE: all exchanged; else the sentence. */
static enum text_id try_sync(struct call *c, struct network_sync *out)
{
	struct err e = {0};
	*out = (struct network_sync){0};
	network_try_again(c->network);
	return network_sync(c->network, c->a.store, WORLD_HAMLET, c->server.url, out, &e) == 0 ? TEXT_NONE : e.text;
}

static struct network_sync sync_ok(struct call *c)
{
	struct network_sync n;
	assert_int_equal(try_sync(c, &n), TEXT_NONE);
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

static void a_lost_reply_costs_nothing(void **state)
{
	struct call c;
	struct network_sync n;
	(void)state;
	begin(&c, 30);
	c.lose = 100;
	assert_int_equal(try_sync(&c, &n), TEXT_NET_CUT);
	assert_int_equal(world_progress(&c.a).confirmed, 0);
	assert_int_equal(world_totals(&c.w.hub).entries > 0, 1);
	c.lose = 0;
	n = sync_ok(&c);
	assert_int_equal(world_progress(&c.a).confirmed, 30);
	world_assert_same(&c.w, &c.w.hub, &c.a);
	end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_exchanged_and_confirmed),
		cmocka_unit_test(one_household_is_one_message),
		cmocka_unit_test(a_lost_reply_costs_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
