/* app_begin.h - the first start of a hamlet's device, by command and by page: a store that is made and set up, or not
 * there at all. */
#ifndef TUNGNHA_APP_BEGIN_H
#define TUNGNHA_APP_BEGIN_H

#include <tungnha/app_collector.h>

struct app_begin {
	const char *folder;
	struct store_setup setup;    /* the role is a collector's */
	const struct app_join *join; /* prepared without a store; or */
	const struct app_init *init; /* … without an invitation */
	const char *by, *label;      /* of the invitation; NULL = not given */
	int64_t now;
};
/* Makes the store, open. ERR_CREATE: there is one already · as app_join_write, app_init_write. */
int app_begin(const struct app_begin *b, struct store **out, struct err *e);

#endif
