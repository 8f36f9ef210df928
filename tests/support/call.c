/* call.c - a commune that listens and a device that calls. */
#include "call.h"

#include <stdio.h>
#include <string.h>

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

bool call_answered(struct loopback *v, int fd, const char *head, const struct buf *body)
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

void call_begin(struct call *c, int households)
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
	loopback_begin(&c->server, call_answered, c);
	assert_int_equal(network_open(&none, &c->network, &e), 0);
}

void call_end(struct call *c)
{
	network_close(c->network);
	loopback_end(&c->server);
	buf_free(&c->first);
	buf_free(&c->newest);
	world_close(&c->a);
	world_end(&c->w);
}

text_id call_try(struct call *c, struct network_sync *out)
{
	struct err e = {0};
	*out = (struct network_sync){0};
	network_try_again(c->network);
	return network_sync(c->network, c->a.store, WORLD_HAMLET, c->server.url, out, &e) == 0 ? TEXT_NONE : e.text;
}

struct network_sync call_ok(struct call *c)
{
	struct network_sync n;
	assert_ptr_equal(call_try(c, &n), TEXT_NONE);
	return n;
}

void call_enrol(struct call *c, const struct store_enrolment *en)
{
	MUST(store_begin(c->a.store, &e));
	MUST(store_enrol(c->a.store, en, &e));
	MUST(store_commit(c->a.store, &e));
}

void call_addresses(struct call *c, const char *first, const char *second)
{
	struct store_enrolment en;
	MUST(store_enrolment(c->a.store, WORLD_HAMLET, &en, &e));
	snprintf(en.address[0], sizeof en.address[0], "%s", first);
	snprintf(en.address[1], sizeof en.address[1], "%s", second);
	en.addresses = 2;
	call_enrol(c, &en);
}
