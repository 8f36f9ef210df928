/* network.h - a node's exchanges over the network: message after message to one of its hub's addresses, until neither
 * side lacks anything (sync/PROTOCOL.md, section 9).
 *
 * Only a sealed reply of the hub counts. Each one is kept as soon as it is there, so whatever breaks off goes on from
 * what was confirmed. */
#ifndef TUNGNHA_NETWORK_H
#define TUNGNHA_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include <tungnha/err.h>
#include <tungnha/message.h>
#include <tungnha/store.h>

enum { NETWORK_HOST = 128, NETWORK_ADDRESS = 512 };

/* Called while something is under way; each may be NULL. */
struct network_watch {
	bool (*stopped)(void *context); /* true: end between two steps, or cut off the transfer under way */
	void (*sent)(void *context, int64_t done, int64_t total); /* own entries confirmed, of those that waited */
	void *context;
};

/* A line kept open over the units of a sync, how much a message may hold on it, and which addresses did not answer. */
struct network;
int network_open(const struct network_watch *w, struct network **out, struct err *e); /* ERR_UNAVAILABLE: no libcurl */
void network_close(struct network *n);                                                /* NULL is fine */
void network_try_again(struct network *n); /* addresses that did not answer are tried once more */

struct network_sync {
	size_t messages;             /* answered by the hub */
	size_t sent, received;       /* entries in them; entries newly stored here */
	bool moved;                  /* entries or receipts came */
	int wait_s;                  /* the hub asked to be left alone so long; 0 = it did not */
	char doubtful[NETWORK_HOST]; /* whose certificate could not be verified; "" = nobody's */
	enum message_state state;    /* as the hub said last */
};
/* Adds to *out. via: an address instead of those of the invitation; NULL: the one that answered last, then the
 * invitation's in turn. 0: neither side lacks anything, or the hub does not know this node (state). ERR_UNAVAILABLE: no
 * hub, no address · ERR_BUSY: not reached, not now, not all · ERR_DATA: the hub refuses the message · what the store
 * fails with. */
int network_sync(
	struct network *n, struct store *s, const char *unit, const char *via, struct network_sync *out, struct err *e);
/* An address of the unit's hub is known: its invitation names one, or one given by hand has answered. */
bool network_knows_address(struct store *s, const char *unit);
/* … and which one would be tried first; false and "": none. */
bool network_address(struct store *s, const char *unit, char out[static NETWORK_ADDRESS]);

#endif
