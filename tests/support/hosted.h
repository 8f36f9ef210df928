/* hosted.h - a hub's server over real sockets, and a device with one household to bring. */
#ifndef TUNGNHA_TESTS_HOSTED_H
#define TUNGNHA_TESTS_HOSTED_H

#include "visitor.h"
#include "world.h"

#define HOSTED_GET(path, more) "GET " path " HTTP/1.1\r\nHost: x\r\n" more "\r\n"
#define HOSTED_POST(path, type, more) "POST " path " HTTP/1.1\r\nHost: x\r\nContent-Type: " type "\r\n" more
#define HOSTED_MESSAGE "application/vnd.tungnha.message"

struct hosted {
	struct world world;
	struct node device;
	struct web *web;
	struct visitor visitor;
	struct buf message, reply;
};

void hosted_begin(struct hosted *d, const struct web_limits *limits); /* NULL: the usual ones */
void hosted_end(struct hosted *d);
/* The visitor hears the device's reply; from then on so many of its entries are confirmed. */
void hosted_hear(struct hosted *d, size_t receipts);

#endif
