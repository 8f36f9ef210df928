/* web_private.h - what the files of src/web share. Only server.c knows libmicrohttpd. */
#ifndef TUNGNHA_WEB_PRIVATE_H
#define TUNGNHA_WEB_PRIVATE_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include <tungnha/buf.h>
#include <tungnha/id.h>
#include <tungnha/store_records.h>
#include <tungnha/web.h>

/* --- whom one talks to (limits.c) --- */

/* An address without its port; of IPv6 the /64, which is what one subscriber has. */
struct peer {
	bool known; /* false: a socket of this machine that has none */
	unsigned char key[8];
	char shown[INET6_ADDRSTRLEN];
};

enum phase {
	PHASE_IDLE,   /* nothing asked, or a head not whole yet */
	PHASE_BODY,   /* a head was read, a body comes */
	PHASE_STORE,  /* waits for the store */
	PHASE_ANSWER, /* an answer goes out */
};

/* One connection; all members belong to limits.c and its lock. */
struct conn {
	struct conn *next, *before;
	int fd;
	struct peer peer;
	enum phase phase;
	bool cut;         /* shut down; the library has not closed it yet */
	int64_t since_ms; /* this phase */
	int64_t mark_ms;  /* this stretch of so many bytes */
	uint64_t mark;    /* … began with these */
	uint64_t taken;   /* bytes of the body */
	int64_t left_ms;  /* since when the other side is seen to be gone; 0: it is there */
	size_t held;      /* … in memory */
};

struct limits;
struct limits *limits_new(const struct web_limits *l, bool behind_proxy);
void limits_free(struct limits *l); /* no connection may be left */
/* May one more come from this address? Perhaps in place of another. */
bool limits_may_come(struct limits *l, const struct sockaddr *from);
struct conn *limits_come(struct limits *l, int fd, const struct sockaddr *from);
void limits_gone(struct limits *l, struct conn *c); /* before the descriptor is closed */
void limits_phase(struct limits *l, struct conn *c, enum phase phase);
/* One request more from there; false: too many. */
bool limits_rate(struct limits *l, const struct conn *c);
/* n more bytes of a body came, which are kept if `keep`; false: there is no room for them now. */
bool limits_body(struct limits *l, struct conn *c, size_t n, bool keep);
void limits_release(struct limits *l, struct conn *c); /* the body is held no more */
void limits_tick(struct limits *l);
size_t limits_busy(struct limits *l); /* connections on which something is under way */
void limits_cut_idle(struct limits *l);
int64_t limits_now(void); /* milliseconds that only go forward */

/* --- requests and answers --- */

struct answer {
	unsigned status;
	const char *type;
	char *body; /* owned */
	size_t size;
	unsigned retry_after; /* seconds; 0: none */
	const char *allow;    /* 405 */
	enum text_lang lang;  /* of body, if it is for people */
	bool for_people;
};

/* What an exchange was, for its line in the log. */
struct exchange_line {
	bool known; /* a node was heard */
	struct id node;
	char unit[UNIT_CODE];
	size_t entries, held;
	const char *why; /* the name of what was wrong, NULL: nothing */
};

struct route;
struct request {
	struct web *web;
	void *connection; /* libmicrohttpd's */
	struct conn *conn;
	const struct route *route; /* NULL: none, answered already */
	enum text_lang lang;
	bool wants_page; /* a browser */
	struct buf body;
	bool answered, asked;
	bool unread; /* answered from its head: the body is not read, the connection ends */
	struct answer answer;
	struct exchange_line line;
	int64_t began_ms;
	struct request *next; /* in the queue */
};

struct web {
	struct store *store; /* of the store thread alone */
	struct web_options options;
	struct web_limits limit;
	struct MHD_Daemon *daemon;
	int listening, held; /* sockets; held: the lock of the folder */
	bool handed;         /* the socket is systemd's */
	char address[80];
	struct limits *limits;
	struct jobs *jobs;
	struct log *log;
	struct health *health;
	atomic_bool stopping;
};

void server_answered(struct request *r); /* from the store thread: the answer may go out */

/* --- routes (routes.c) --- */

/* A page or an exchange: `now` answers at once, on the thread of sockets; `take` on the store's thread, several
 * requests of one route at a time. */
struct route {
	const char *method, *path;
	const char *type; /* of the body a POST must have; NULL: none is taken */
	bool is_message;  /* waits behind pages, so that a person never waits for a queue of machines */
	void (*now)(struct request *r);
	void (*take)(struct web *w, struct request *const *r, size_t n);
};
/* NULL, and the refusal answered: 404, 405. */
const struct route *routes_find(struct request *r, const char *method, const char *path);

void exchange_serve(struct web *w, struct request *const *r, size_t n); /* exchange.c */
void health_page(struct request *r);                                    /* health.c */
void home_page(struct request *r);                                      /* home.c */

/* --- answers (problem.c) --- */

/* RFC 9457; e may be NULL. The sentence is in the request's language. */
void problem(struct request *r, unsigned status, const struct err *e);
void problem_text(struct request *r, unsigned status, text_id text);
/* Come again: 429, 503. A few seconds, not the same for all. */
void problem_later(struct request *r, unsigned status, text_id text, unsigned least_s);
const char *problem_title(unsigned status);

/* --- the queue and its thread (jobs.c) --- */

struct jobs;
int jobs_start(struct web *w, struct jobs **out, struct err *e);
bool jobs_full(struct jobs *q, const struct route *route);
/* From the thread of sockets, after jobs_full said no; false: it was stopped meanwhile, the request stays the caller's.
 */
bool jobs_add(struct jobs *q, struct request *r);
size_t jobs_waiting(struct jobs *q);
void jobs_stop(struct jobs *q); /* what still waits is answered with 503; joins. Then nothing is taken any more */
void jobs_free(struct jobs *q); /* stopped; the thread of sockets has ended too */

/* --- health (health.c): what the store's thread saw last --- */

struct health *health_new(const struct web *w);
void health_free(struct health *h);
/* On the store's thread: before messages are taken, and now and then. false: the store's file is gone or another. */
bool health_look(struct health *h, struct store *s);
void health_took(struct health *h, const struct err *failed); /* NULL: a commit went well */
bool health_lost(struct health *h);

/* --- the log (log.c) --- */

struct log *log_new(FILE *to, bool quiet, enum text_lang lang);
void log_free(struct log *l);
void log_request(struct log *l, const struct request *r, int64_t took_ms);
void log_tick(struct log *l);
void log_error(struct log *l, const struct err *e);

/* --- sockets (listen.c) --- */

/* *handed: it is systemd's. shown: as connected to. */
int listen_open(const char *address, int *fd, bool *handed, char *shown, size_t shown_bytes, struct err *e);
int listen_hold(const char *folder, int *fd, struct err *e); /* one server a folder */
void listen_release(const char *folder, int fd);

#endif
