/* web_private.h - what the files of src/web share. Only server.c and mhd.c know libmicrohttpd. */
#ifndef TUNGNHA_WEB_PRIVATE_H
#define TUNGNHA_WEB_PRIVATE_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <tungnha/buf.h>
#include <tungnha/id.h>
#include <tungnha/page.h>
#include <tungnha/store_records.h>
#include <tungnha/web.h>

/* --- whom one talks to (limits.c) --- */

/* An address without its port; of IPv6 the /64, which is what one subscriber has. */
struct peer {
	bool known; /* false: a socket of this machine that has none */
	bool here;  /* this machine itself */
	bool near;  /* … or of a network of its own: 192.168.… and the like */
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

/* Connections beyond those that count: they are told so. */
enum { LIBRARY_CONNECTIONS = 64 };

struct limits;
/* As many connections as this process has descriptors for. */
void limits_fit(struct web_limits *l);
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
/* Of this machine; with a hotspot also of a network of its own. */
bool limits_is_near(const struct sockaddr *from, bool hotspot);
size_t limits_busy(struct limits *l); /* connections on which something is under way */
void limits_cut_idle(struct limits *l);
int64_t limits_now(void); /* milliseconds that only go forward */

/* --- what a form or a query brings (fields.c, multipart.c) --- */

struct field {
	char *name, *value; /* owned; value: cleaned, "" of a file */
	char *typed;        /* owned; as it came, where cleaning changed it; else NULL */
	char *filename;     /* owned; NULL: no file */
	const char *bytes;  /* of a file, in the body */
	size_t n;
	bool posted;
};
struct fields {
	struct field *item;
	size_t count;
	size_t own, carried; /* of these */
};
/* All of them: TEXT_NONE, or the sentence that says why not. What was taken before stays. */
text_id fields_add(struct fields *f, const char *name, size_t name_n, const char *value, size_t n, bool posted);
text_id fields_add_file(struct fields *f, const char *name, const char *filename, const char *bytes, size_t n);
text_id fields_urlencoded(struct fields *f, const char *body, size_t n);
text_id fields_multipart(struct fields *f, const char *type, const char *body, size_t n); /* multipart.c */
text_id fields_read(struct fields *f, const char *type, const char *body, size_t n);      /* by its type */
/* A Content-Type, its parameters aside; given: NULL is none. */
bool fields_is_type(const char *given, const char *type);
bool fields_known_type(const char *type); /* of a form */
const struct field *fields_find(const struct fields *f, const char *name, bool file);
void fields_free(struct fields *f);

/* --- requests and answers --- */

enum { ANSWER_MORE = 8, GATE_TOKEN = 2 * 16 + 1 };

struct answer {
	unsigned status;
	const char *type;
	char *body; /* owned */
	size_t size;
	unsigned retry_after; /* seconds; 0: none */
	const char *allow;    /* 405 */
	enum text_lang lang;  /* of body, if it is for people */
	bool for_people;
	const char *policy; /* what a browser may load for it; NULL: nothing */
	bool may_be_kept;   /* by the browser, if it asks each time */
	struct {
		const char *name;
		char *value; /* owned */
	} more[ANSWER_MORE];
	size_t mores;
};

/* What an exchange was, for its line in the log. */
struct exchange_line {
	bool known; /* a node was heard */
	struct id node;
	char unit[UNIT_CODE];
	size_t entries, held;
	const char *why; /* the name of what was wrong, NULL: nothing */
};

/* Of the head, borrowed from the library until the request is over; NULL: not there. */
struct heads {
	const char *host, *origin, *referer, *fetch_site, *cookie, *type, *encodings, *known_tag, *agent;
};

struct route;
struct aside;
struct request {
	struct web *web;
	void *connection; /* libmicrohttpd's */
	struct conn *conn;
	const struct route *route; /* NULL: none, answered already */
	enum text_lang lang;
	bool wants_page; /* a browser */
	bool fetched;    /* our own script */
	bool posted;
	struct heads head;
	char *path;    /* owned; pages only */
	char unit[64]; /* what this browser chose */
	int size;
	struct fields fields;
	const struct page_route *page; /* a page's */
	const struct web_asset *asset; /* a file's */
	struct app_session session;    /* of who asks, once gate.c knows */
	char token[GATE_TOKEN];        /* of its forms (gate_token.c) */
	char fresh[APP_TOKEN];         /* the session's own, where it begins with this answer */
	struct aside *aside;           /* work of it on another thread (asides.c); NULL: none */
	struct buf body;
	struct {
		bool begun;
		int fd;
		void *map;
		size_t n;
	} spool; /* in place of body (spool.c) */
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
	bool opened; /* the store is closed here: a page opened it, or it was handed over */
	struct {
		int64_t looked_ms;
		const struct store *of; /* the store that was looked at; NULL: none yet */
		int64_t locked;         /* how often it had been locked when it was opened */
		bool spent;             /* locked while a key lay there: it must come anew */
	} watch;
	struct store *practice;
	char *folder, *practice_folder;
	struct works *works;
	struct asides *asides;
};

void server_answered(struct request *r); /* from the store thread: the answer may go out */

/* --- a body that may be very large (spool.c) --- */

enum { SPOOL_BYTES_MAX = 1024 * 1024 * 1024 };
bool spool_may(const struct request *r); /* is this one? */
int spool_take(struct request *r, const char *data, size_t n, struct err *e);
const char *spool_map(struct request *r, size_t *n); /* the whole of it; until spool_free. NULL: nothing came */
void spool_free(struct request *r);

/* --- answers where the library takes none (cut.c) --- */

void cut_with(int fd, unsigned status, const char *type, const char *body, size_t n);
void cut_saying(int fd, unsigned status, const char *sentence); /* … and the connection ends */
size_t cut_fields(const char *address);                         /* how many its query has, at most */

/* --- routes (routes.c) --- */

/* A page or an exchange: `now` answers at once, on the thread of sockets; `take` on the store's thread, several
 * requests of one route at a time. */
struct route {
	const char *method, *path;
	const char *type; /* of the body a POST must have; NULL: none is taken */
	bool is_message;  /* waits in a line of its own: people and machines take turns */
	void (*now)(struct request *r);
	void (*take)(struct web *w, struct request *const *r, size_t n);
};
/* NULL, and the refusal answered: 404, 405. A page's row and a file's are noted in r. */
const struct route *routes_find(struct request *r, const char *method, const char *path);

void health_page(struct request *r);                                /* health.c */
void page_serve(struct web *w, struct request *const *r, size_t n); /* page.c */
void asset_serve(struct request *r);                                /* assets.c */

void exchange_serve(struct web *w, struct request *const *r, size_t n); /* exchange.c */

/* What a hub answers beside its pages (hub.c); a collector holds nothing of it. */
struct web_service {
	const struct route *routes; /* ended by a NULL method */
	int (*clock_trusted)(struct store *s, int64_t now, bool *trusted, struct err *e);
};

/* --- who asks (gate.c, gate_token.c) --- */

/* Whether host and origin are this server's; TEXT_NONE, or why not. On any thread. */
text_id gate_place(const struct request *r);
/* Before a page is served, on the store's thread. false: it was answered. (gate_who.c) */
bool gate_enter(struct page *p, const struct page_route *route);
/* … and once it works with its session's store: whether the form posted is of that one. false: it was answered. */
bool gate_stays(struct page *p, const struct page_route *route);

/* --- the store opened and closed from outside, while the server runs (watch.c) --- */

/* On the store's thread, now and then: `lock` closes it; `unlock`, or a stick with its key, opens it. */
void watch_look(struct web *w);
bool watch_is_own(const struct web *w, struct store *s); /* not one of the other program */
void watch_opened(struct web *w, struct store *s);       /* in place of the one that was open */
void watch_close(struct web *w);

/* --- what a person's browser keeps (cookies.c) --- */

/* The value of a cookie; "" when not there or longer than out. */
void cookie_read(const char *header, const char *name, char *out, size_t out_bytes);
/* … of one of ours, "tungnha" or "nhin", which bear the port too: "tungnha-8020". */
void cookie_own(const struct request *r, const char *name, char *out, size_t out_bytes);
/* A phone's session was used: the browser keeps it for as long again. */
void cookie_renew(struct request *r, const char *token);
/* Language, size, unit as chosen on this browser. */
void cookie_look(struct request *r);

/* --- answers (problem.c) --- */

/* RFC 9457; e may be NULL. The sentence is in the request's language. */
void problem(struct request *r, unsigned status, const struct err *e);
void problem_text(struct request *r, unsigned status, text_id text);
/* Come again: 429, 503. A few seconds, not the same for all. */
void problem_later(struct request *r, unsigned status, text_id text, unsigned least_s);
const char *problem_title(unsigned status);
/* A whole page around one sentence, for people: where no page of the program says it. */
void problem_page(struct request *r, unsigned status, const char *sentence);
/* One more line of the head; value is taken over. */
void answer_head(struct request *r, const char *name, char *value);
void answer_clear(struct request *r); /* the body, but not the lines of the head */

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

/* --- what takes long (works.c) --- */

struct works *works_new(void);
void works_hurry(struct works *k); /* what is under way is asked to end */
void works_stop(struct works *k);  /* … and no other begins */
void works_free(struct works *k);  /* the store's thread has ended; waits until it has too. NULL is fine */

/* --- work of one page that keeps no other waiting (asides.c) --- */

struct asides *asides_new(struct web *w);
/* No more is taken; what waits goes back to the store's thread undone, which is still there. NULL is fine. */
void asides_stop(struct asides *a);
void asides_free(struct asides *a);                /* stopped; the store's thread has ended. NULL is fine */
bool aside_is_waited_for(const struct request *r); /* the answer comes later */
bool aside_is_done(const struct request *r);       /* it was done, then() is next */
void aside_then(struct page *p);
void aside_free(struct request *r); /* with the request */

/* --- health (health.c): what the store's thread saw last --- */

struct health *health_new(const struct web *w);
void health_free(struct health *h);
/* On the store's thread: before messages are taken, and now and then. false: the store's file is gone or another. */
bool health_look(struct health *h, struct store *s);
void health_opened(struct health *h);                         /* a page made or opened the store */
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
void listen_tell(int fd, const char *address);               /* … for others to find (web_running) */
void listen_release(const char *folder, int fd);

#endif
