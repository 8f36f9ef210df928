/* call.h - tests of networks: a commune that listens on this machine, one device, and what happens to its replies. */
#ifndef TUNGNHA_TESTS_CALL_H
#define TUNGNHA_TESTS_CALL_H

#include <tungnha/app_network.h>

#include "loopback.h"
#include "world.h"

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

void call_begin(struct call *c, int households); /* which the device has recorded */
void call_end(struct call *c);
/* For loopback_begin, context a struct call: its hub answers, or what is said instead of it. */
bool call_answered(struct loopback *v, int fd, const char *head, const struct buf *body);
/* Message after message; TEXT_NONE: all exchanged, else the sentence. call_ok: the test fails where it is not. */
text_id call_try(struct call *c, struct network_sync *out);
struct network_sync call_ok(struct call *c);
/* The device's own word on where its hamlet sends. */
void call_enrol(struct call *c, const struct store_enrolment *en);
void call_addresses(struct call *c, const char *first, const char *second);

#endif
