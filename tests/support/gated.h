/* gated.h - a server whose pages only tell who asks, before a store under a passphrase, with an owner and a phone who
 * are in. */
#ifndef TUNGNHA_TESTS_GATED_H
#define TUNGNHA_TESTS_GATED_H

#include <tungnha/app_access.h>
#include <tungnha/buf.h>
#include <tungnha/web.h>

#include "shelf.h"

#define GATED_PASSPHRASE "lúa chín vàng"

struct gated {
	struct store *store;
	const struct shelf *shelf;
	struct web *web;
	char folder[SHELF_PATH], host[80];
	struct buf body;
	char owner[APP_TOKEN], phone[APP_TOKEN];
	struct id owner_id;
	bool behind_proxy; /* then nobody is known to sit at the machine */
};

void gated_begin(struct gated *d, void **state);
void gated_end(struct gated *d);
void gated_serve(struct gated *d, struct store *s);

/* cookie: of whom; NULL: nobody. more: lines of the head. body NULL: none. The status; what was answered is in d->body.
 */
int gated_ask(struct gated *d, const char *what, const char *cookie, const char *more, const char *body);
int gated_get(struct gated *d, const char *path, const char *cookie);
int gated_post(struct gated *d, const char *path, const char *cookie, const char *body);
bool gated_says(const struct gated *d, const char *text);
/* What a form of this session would carry: its script is told when it comes with another's. */
void gated_token_of(struct gated *d, const char *cookie, char out[static 64]);
/* How many works begun by POST /lam are under way. */
int gated_working(void);
int gated_save(struct gated *d, const char *cookie, const char *token);

#endif
