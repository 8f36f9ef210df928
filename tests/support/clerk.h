/* clerk.h - a hub that serves its whole desk, and a browser before it: a cookie, the form's token, one connection. */
#ifndef TUNGNHA_TESTS_CLERK_H
#define TUNGNHA_TESTS_CLERK_H

#include <tungnha/app_users.h>
#include <tungnha/page.h>

#include "visitor.h"
#include "world.h"

#define CLERK_PASSWORD "mat khau cua ban"
#define CLERK_PASSWORD_SENT "mat+khau+cua+ban"

struct clerk {
	struct world world;
	struct store *store; /* beside the server's */
	struct web *web;
	struct visitor visitor;
	struct buf page; /* heard last, without its head */
	char cookie[APP_TOKEN + 40], token[80];
	/* What it says of itself; NULL: as a browser at the server's own address does. */
	const char *host, *origin, *type, *heads;
};

void clerk_begin(struct clerk *c, const struct page_route *pages);
void clerk_end(struct clerk *c);
void clerk_serve(struct clerk *c, const struct page_route *pages); /* again, after web_stop and a visitor that left */

int clerk_ask(struct clerk *c, const char *method, const char *path, const char *body, size_t n);
int clerk_get(struct clerk *c, const char *path);
int clerk_post(struct clerk *c, const char *path, const char *fields); /* the form's token is added */
/* The page's own script asks. */
int clerk_poll(struct clerk *c, const char *path);
/* A form with one file, sent by a browser; fields: "name=value&…" without escapes, the token is added. */
int clerk_upload(
	struct clerk *c, const char *path, const char *fields, const char *filename, const void *bytes, size_t n);
bool clerk_reads(const struct clerk *c, const char *text);
bool clerk_was_sent(const struct clerk *c, const char *location);

/* A user with the password above, which takes its time. */
void clerk_add(struct clerk *c, const char *name, enum app_role role);
void clerk_sign_in(struct clerk *c, const char *name);
/* One who signed in already, no password tried; nobody by no name: the browser holds no session. */
void clerk_seat(struct clerk *c, const char *name, enum app_role role);
void clerk_is(struct clerk *c, const char *token); /* from here on it holds this session … */
void clerk_read_token(struct clerk *c);            /* … and the token of the form just heard */

#endif
