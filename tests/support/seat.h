/* seat.h - a hub that serves its whole desk, and a browser before it: a cookie, the form's token, one connection. */
#ifndef TUNGNHA_TESTS_SEAT_H
#define TUNGNHA_TESTS_SEAT_H

#include <tungnha/app_users.h>
#include <tungnha/page.h>

#include "caller.h"
#include "world.h"

#define SEAT_PASSWORD "mat khau cua ban"
#define SEAT_PASSWORD_SENT "mat+khau+cua+ban"

struct seat {
	struct world world;
	struct store *store; /* beside the server's */
	struct caller caller;
};

void seat_begin(struct seat *c, const struct page_route *pages);
void seat_end(struct seat *c);
void seat_serve(struct seat *c, const struct page_route *pages); /* again, after web_stop and a visitor that left */

/* A user with the password above, which takes its time. */
void seat_add(struct seat *c, const char *name, enum app_role role);
void seat_sign_in(struct seat *c, const char *name);
/* One who signed in already, no password tried; nobody by no name: the browser holds no session. */
void seat_take(struct seat *c, const char *name, enum app_role role);
#endif
