/* visitor.h - tests talk to a server of web.h with bytes of their own, well or badly mannered; while they wait, the
 * server's clock ticks. Nothing is timed: each wait is for something to happen, and bounded. */
#ifndef TUNGNHA_TESTS_VISITOR_H
#define TUNGNHA_TESTS_VISITOR_H

#include <stdbool.h>

#include <tungnha/buf.h>
#include <tungnha/web.h>

/* A server on a free port of 127.0.0.1; limits: NULL = the usual ones. log: NULL = none. */
struct web *visitor_host(struct store *s, const char *folder, const struct web_limits *limits, FILE *log);

struct visitor {
	int fd;
	bool gone; /* the server closed, or was never reached */
	struct buf heard;
};
/* from: "127.0.0.2", or NULL. */
void visitor_come(struct visitor *v, const struct web *w, const char *from);
void visitor_plan(struct visitor *v, const char *from); /* the two steps of it: a socket, and connecting */
void visitor_go(struct visitor *v, const struct web *w);
void visitor_leave(struct visitor *v);
bool visitor_say(struct visitor *v, const char *bytes, size_t n); /* false: nobody listens */
bool visitor_text(struct visitor *v, const char *text);
/* A whole POST /exchange with these bytes. */
void visitor_post(struct visitor *v, const void *bytes, size_t n);

/* One whole answer: its status, 0 when the connection ended before; the body follows in *body (may be NULL). What came
 * after it is kept for the next. */
int visitor_hear(struct visitor *v, struct web *w, struct buf *body);
/* The head of the answer heard last holds this text. */
bool visitor_was_told(const struct visitor *v, const char *text);
/* What follows it there, to the end of the line or a ';'; NULL: it does not. Until the next call. */
const char *visitor_told(const struct visitor *v, const char *text);
/* Waits until the server has closed the connection; false: it did not. */
bool visitor_is_cut(struct visitor *v, struct web *w);

/* Come, say, hear, leave. */
int visitor_ask(struct web *w, const char *text, struct buf *body);

#endif
