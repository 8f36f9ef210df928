/* seat.h - a hub that serves its whole desk, and a browser before it: a cookie, the form's token, one connection. */
#ifndef TUNGNHA_TESTS_SEAT_H
#define TUNGNHA_TESTS_SEAT_H

#include <tungnha/app_users.h>
#include <tungnha/page.h>

#include "visitor.h"
#include "world.h"

#define SEAT_PASSWORD "mat khau cua ban"
#define SEAT_PASSWORD_SENT "mat+khau+cua+ban"

struct seat {
	struct world world;
	struct store *store; /* beside the server's */
	struct web *web;
	struct visitor visitor;
	struct buf page; /* heard last, without its head */
	char cookie[APP_TOKEN + 40], token[80];
	/* What it says of itself; NULL: as a browser at the server's own address does. */
	const char *host, *origin, *type, *heads;
};

void seat_begin(struct seat *c, const struct page_route *pages);
void seat_end(struct seat *c);
void seat_serve(struct seat *c, const struct page_route *pages); /* again, after web_stop and a visitor that left */

int seat_ask(struct seat *c, const char *method, const char *path, const char *body, size_t n);
int seat_get(struct seat *c, const char *path);
int seat_post(struct seat *c, const char *path, const char *fields); /* the form's token is added */
/* The page's own script asks. */
int seat_poll(struct seat *c, const char *path);
/* A form with one file, sent by a browser; fields: "name=value&…" without escapes, the token is added. */
int seat_upload(
	struct seat *c, const char *path, const char *fields, const char *filename, const void *bytes, size_t n);
bool seat_reads(const struct seat *c, const char *text);
bool seat_was_sent(const struct seat *c, const char *location);

/* A user with the password above, which takes its time. */
void seat_add(struct seat *c, const char *name, enum app_role role);
void seat_sign_in(struct seat *c, const char *name);
/* One who signed in already, no password tried; nobody by no name: the browser holds no session. */
void seat_take(struct seat *c, const char *name, enum app_role role);
void seat_is(struct seat *c, const char *token); /* from here on it holds this session … */
void seat_read_token(struct seat *c);            /* … and the token of the form just heard */

#endif
