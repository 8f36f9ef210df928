/* rude.h - what the parts of rude.c share: what is to be said, what was heard. */
#ifndef RUDE_H
#define RUDE_H

#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	CONNECTIONS_MAX = 4096,
	REQUESTS_MAX = 100000,
	KINDS_MAX = 64,
	SENT_MAX = 64 << 20,
	SECONDS_MAX = 120,
	HEAD_MAX = 16384,
	EACH_MAX = 16, /* so many connections are told one by one */
	REPLIES_MAX = 64,
};

struct bytes {
	char *at;
	size_t n;
};

/* What a connection does: `request` in turn, `count` of them, then `tail` without end. */
struct manner {
	struct bytes request[KINDS_MAX], tail;
	size_t requests, connections, count;
	bool lockstep; /* the next request after the reply to the last */
	bool one_each; /* connection i says request i, not all of them in turn */
	bool half_close, hang_up, again, stays;
	size_t prompt;             /* bytes sent at once before send_rate holds */
	long send_rate, read_rate; /* bytes a second; 0 = as fast as they go */
};
extern struct manner manner;

struct option {
	struct sockaddr_in to, from;
	const char *type, *path, *method, *ready, *body, *header;
	long seconds;
	int until; /* this status ends it; 0: none does */
};
extern struct option option;

struct reply {
	int status;
	long retry_after;
	char type[64], allow[64], to[17];
};

enum end { OPEN, CLOSED, RESET, REFUSED, LEFT };

struct connection {
	int fd;
	enum end end;
	bool connected, shut;
	size_t asked, offset; /* requests written whole, and of the one under way */
	size_t sent, received, replies;
	struct reply reply[REPLIES_MAX];
	char head[HEAD_MAX];
	size_t head_n, body_left;
	long began_ms, ended_ms;
};

/* rude.c */
void fail(const char *what) __attribute__((noreturn));
long number(const char *text, long max);
long now_ms(void);

/* manners.c: fills `manner`; a[0..n-1]: the words behind the name. */
void manner_set(const char *name, char **a, int n);
const struct bytes *request_of(size_t index, size_t k); /* the k-th of connection `index` */

/* reply.c */
extern size_t statuses[1000];
void reply_open(const char *body_path);
void reply_take(struct connection *c, size_t index, const char *at, size_t n);
void reply_close(void);

/* connections.c: all of them until their end, --seconds, or *stopped. */
void connections_run(struct connection *all, const volatile sig_atomic_t *stopped);

/* tell.c */
void tell(const char *name, const struct connection *all);

#endif
