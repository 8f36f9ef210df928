/* web.h - a small web server over one store: GET /health, a hub's POST /exchange of devices; pages for people are
 * page.h.
 *
 * Three threads: one of libmicrohttpd (every socket), one that alone uses the store and takes queued messages, and the
 * caller's, which ticks once a second; pages begin others for what would keep everybody waiting (page.h). What comes
 * from outside meets a limit before it meets work. */
#ifndef TUNGNHA_WEB_H
#define TUNGNHA_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <tungnha/err.h>
#include <tungnha/store.h>

struct web_limits {
	size_t connections;         /* at once; when full, the one idle longest gives way */
	size_t connections_address; /* … from one address: a hamlet's laptops may all stand behind one */
	size_t rate_address;        /* requests a second from one address, on average */
	size_t burst_address;       /* … and so many at once */
	size_t head_bytes;          /* of a request's head, and what the library keeps for a connection */
	size_t body_bytes;          /* of one request */
	size_t bodies_bytes;        /* of all that are held at one time */
	size_t queue;               /* messages waiting for the store */
	int64_t idle_ms;            /* a connection on which nothing is asked */
	int64_t head_ms;            /* from the first byte of a head to its last */
	int64_t slow_ms;            /* a body or an answer is given so long … */
	size_t slow_bytes;          /* … for every so many bytes */
	int64_t stop_ms;            /* what is under way when stopped */
};
extern const struct web_limits web_limits_usual, web_limits_pages, web_limits_desk;

/* What a hub answers for devices (hub.c). */
struct web_service;
extern const struct web_service web_hub;

/* A file of the program, compressed: style, script, icon (assets.c). */
struct web_asset {
	const char *path, *type;
	const unsigned char *begin, *end;
};
extern const struct web_asset web_assets_door[], web_assets_desk[];

struct web_options {
	const char *listen; /* "127.0.0.1:8030", "[::]:8030", ":8030" (all addresses); port 0: any free one */
	const char *folder; /* of the store, to see whether it is still there; copied */
	const char *version;
	bool behind_proxy; /* all connections come from the proxy: limits by address are its own */
	bool quiet;        /* log errors only */
	enum text_lang lang;
	FILE *log;                         /* a line for each exchange; NULL: none */
	const struct web_service *service; /* web_hub: POST /exchange; NULL: pages alone, of this machine */
	const struct page_route *pages;    /* page.h; ended by a NULL method; NULL: none */
	const struct web_asset *assets;    /* ended by a NULL path; NULL: none */
	const char *login;                 /* the page that stands where a session is needed; NULL: "/mo-khoa" */
	const char *const *hosts;          /* further names people reach it by, ended by NULL; NULL: none */
	bool hotspot;                      /* phones may come: from private addresses only */
	bool keeps;                        /* the store is the server's for good once web_start succeeded */
	/* Opens the store sessions practise with, beside the open one; the server closes it. NULL: no practice. */
	int (*practice)(void *context, struct store *like, struct store **out, struct err *e);
	void *practice_context;
	const struct web_limits *limits; /* NULL: the usual ones */
};

struct web;
struct page_route; /* page.h */

/* Listens (on the socket systemd hands over, where there is one) and answers until web_stop. The store is the server's
 * until then; NULL where pages open it. ERR_USAGE: listen is not an address · ERR_UNAVAILABLE: taken by another
 * program, or not of this machine · ERR_BUSY: another server runs on this folder · ERR_IO. Signals the caller waits for
 * must be blocked before. */
int web_start(struct store *s, const struct web_options *o, struct web **out, struct err *e);
const char *web_address(const struct web *w); /* "127.0.0.1:43021" */
/* Once a second (more often in tests): cuts off who is too slow, writes what the log held back. false: the store's file
 * is gone, nothing can be taken any more. */
bool web_tick(struct web *w);
/* No new connections; what was received is taken and answered, at most limits.stop_ms; then everything is freed. */
void web_stop(struct web *w);

/* Where other machines reach it, "http://192.168.1.20:8030"; near_only: at private addresses alone. At most
 * WEB_REACHED_MAX. */
enum { WEB_REACHED_MAX = 8, WEB_REACHED = 80 };
size_t web_reached(const struct web *w, bool near_only, char out[static WEB_REACHED_MAX][WEB_REACHED]);

/* Does a server run on this folder, and where? */
bool web_running(const char *folder, char *address, size_t address_bytes);

/* Tells systemd ("READY=1"), if it asked; nothing otherwise. */
void web_notify(const char *state);

#endif
