/* addresses.h - where a hub may be reached, in the order to try. */
#ifndef TUNGNHA_ADDRESSES_H
#define TUNGNHA_ADDRESSES_H

#include <tungnha/invite.h>
#include <tungnha/store.h>

#include "line.h"

enum { ADDRESSES_MAX = INVITE_ADDRESSES_MAX + 1 };

struct addresses {
	char hub[ID_HEX + 16]; /* the setting that keeps which one answered last */
	char url[ADDRESSES_MAX][LINE_URL];
	size_t count;
};

/* via alone; or (NULL) the one that answered last, then those of the unit's invitation. ERR_UNAVAILABLE: no hub, or no
 * address. */
int addresses_list(struct store *s, const char *unit, const char *via, struct addresses *a, struct err *e);
/* The one that answered: it is tried first the next time. In a transaction of its own, if it is news. */
int addresses_remember(struct store *s, const struct addresses *a, const char *url, struct err *e);

#endif
