/* caller.h - tests ask for pages as a browser does: a cookie, the form's token, one connection. */
#ifndef TUNGNHA_TESTS_CALLER_H
#define TUNGNHA_TESTS_CALLER_H

#include <tungnha/app_access.h>
#include <tungnha/page.h>

#include "visitor.h"

struct caller {
	struct web *web;
	struct visitor visitor;
	char cookie[APP_TOKEN + 32];
	char token[80]; /* of its forms */
	char folder[512];
	struct buf page; /* the answer heard last, without its head */
	/* What it says of itself; NULL: as a browser at the server's own address does. */
	const char *host, *origin, *type, *heads;
};

/* A server over the store with these pages, and a browser signed in. The store is the server's until caller_end. */
void caller_begin(struct caller *c, struct store *s, const char *folder, const struct page_route *pages,
	enum app_role role, const char *by);
void caller_end(struct caller *c);
/* From here on it is the browser that holds this session. */
void caller_is(struct caller *c, const char *session);

/* … and no form was seen yet. */
void caller_holds(struct caller *c, const char *session);
void caller_take_token(struct caller *c); /* of the form just heard */

/* Any request, its body as it is; the status. */
int caller_ask(struct caller *c, const char *method, const char *path, const char *body, size_t n);
int caller_get(struct caller *c, const char *path); /* the status */
/* … asked by the page's script: a part of it. */
int caller_fetched(struct caller *c, const char *path);
/* body: "name=value&…", as in a URL; the token is added. */
int caller_post(struct caller *c, const char *path, const char *body);
/* … by the pages' script: an answer in JSON. */
int caller_fetch(struct caller *c, const char *path, const char *body);
/* Files of a form's input "tep", after the token. */
struct caller_file {
	const char *name;
	const void *bytes;
	size_t n;
};
int caller_upload(struct caller *c, const char *path, const struct caller_file *f, size_t files);
int caller_upload_one(struct caller *c, const char *path, const char *name, const void *bytes, size_t n);
bool caller_was_sent(const struct caller *c, const char *location);
/* The value of the first input of that name on the page; static, until the next call. Fails the test where there is
 * none. */
const char *caller_value(const struct caller *c, const char *name);
bool caller_reads(const struct caller *c, const char *text); /* the page holds these bytes */

#endif
