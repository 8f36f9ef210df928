/* served.h - pages served over a hub's store, asked for by one request a connection, with bytes of the test's own. */
#ifndef TUNGNHA_TESTS_SERVED_H
#define TUNGNHA_TESTS_SERVED_H

#include <tungnha/page.h>

#include "visitor.h"
#include "world.h"

#define SERVED_FORM "application/x-www-form-urlencoded"
#define SERVED_HTML "Accept: text/html\r\n"

struct served {
	struct world world;
	struct web *web;
	struct buf body; /* of the answer heard last */
	char host[80];   /* what requests say they ask */
};

/* The hub's own rows and these pages; style, script and icon beside them. */
void served_begin(struct served *d, const struct page_route *pages);
void served_end(struct served *d); /* the web may have been stopped before: then it is NULL */

/* what: "POST /ho/luu"; more: lines of its head; body NULL: none. The status. */
int served_ask(struct served *d, const char *what, const char *more, const char *body, size_t n);
int served_get(struct served *d, const char *path, const char *more);
/* From a page of the same host. */
int served_post(struct served *d, const char *path, const char *type, const char *body, size_t n);
bool served_told(const char *text);                         /* the head heard last holds it */
void served_says(const struct served *d, const char *text); /* the body does, or the test fails */

#endif
