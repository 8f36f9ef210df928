/* app_network.h - sending over the network, for every hamlet of this device: once, or until it is done. */
#ifndef TUNGNHA_APP_NETWORK_H
#define TUNGNHA_APP_NETWORK_H

#include <tungnha/app_collector.h>
#include <tungnha/network.h>

enum { APP_NETWORK_TRIES = 4 }; /* rounds in a row that moved nothing, before it is left for later */

struct app_network {
	const char *unit;   /* NULL: every unit of the device that has a hub */
	const char *via;    /* an address; NULL: the one that answered last, then the invitation's */
	int tries;          /* 0: APP_NETWORK_TRIES */
	bool wait;          /* until everything is exchanged, or stopped */
	const char *folder; /* of the data: with wait, one process at a time waits there (sync.lock) */
	struct network_watch watch;
	void (*waits)(void *context, const struct err *why); /* with wait: not now, and why, each time that changes;
								NULL: nobody cares. The context is that of watch */
};
struct app_network_done {
	struct app_synced synced;
	int64_t confirmed;           /* own entries confirmed by this */
	int64_t left;                /* own entries not confirmed yet */
	char doubtful[NETWORK_HOST]; /* whose certificate could not be verified; "" = nobody's */
};
/* 0: nothing is left on either side (what the hub makes of this device: synced.state). -1: not all; what was exchanged
 * stays exchanged and stands in *out. ERR_UNAVAILABLE: no hub, no address, no libcurl · ERR_BUSY: not reached, or
 * another process waits · ERR_DATA: the hub refuses. A unit that fails does not keep the others from being exchanged.
 */
int app_sync_network(struct store *s, const struct app_network *how, struct app_network_done *out, struct err *e);

#endif
