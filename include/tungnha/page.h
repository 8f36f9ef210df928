/* page.h - a page for a person: what a request brings, what an answer is made of.
 *
 * A program hands web_start its table of page routes. A page runs on the store's thread: it may use the store, must not
 * wait for a network (page_work does), and is one call: read the fields, call a use case, write the answer. Who asks
 * was checked before it is called: Host, Origin, session, role, and of every POST the form token. */
#ifndef TUNGNHA_PAGE_H
#define TUNGNHA_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <tungnha/app_access.h>
#include <tungnha/buf.h>
#include <tungnha/html.h>
#include <tungnha/store.h>

enum {
	PAGE_FIELDS_MAX = 96,
	PAGE_FIELD_BYTES = 64 * 1024, /* of one value: a typed part of a report; a file may have the whole body */
	PAGE_BYTES_MAX = 2 * 1024 * 1024
};

enum page_who {
	PAGE_ANYBODY,    /* unlocking, pairing: no session */
	PAGE_ENTER,      /* any session */
	PAGE_OWNER,      /* the owner's */
	PAGE_OWNER_HERE, /* the owner's, asked from this very machine: secrets are typed or shown */
	/* of a hub, each includes those below it: */
	PAGE_VIEWER,   /* sees and prints */
	PAGE_CLERK,    /* reviews, types, takes in, invites */
	PAGE_APPROVER, /* approves, closes, locks, opens again */
	PAGE_ADMIN,    /* users, units, campaign, purge, the office above */
};

struct page {
	struct request *request;           /* the server's */
	struct store *store;               /* NULL: there is none, or it is closed (only PAGE_ANYBODY is asked then) */
	const char *folder;                /* of the data, the practice store's when practising */
	const struct app_session *session; /* NULL: PAGE_ANYBODY may have none */
	enum text_lang lang;               /* of this browser */
	int size;                          /* of type: 0 usual, 1 large, 2 largest */
	char unit[64];                     /* the hamlet this browser chose, as it says; "" = none */
	bool here;                         /* asked from this machine */
	const char *from;                  /* the address it was asked from, as text; "" behind a proxy */
	bool phone;                        /* its browser says it is one: to be told, not to be judged by */
	bool practice;
	bool posted;
	bool fetched;            /* asked by our own script (X-Tungnha: 1), which wants JSON, not a page */
	const char *path, *tail; /* "/ho/37", and "37": what follows the route's own path */
	text_id refused;         /* the page of unlocking stands in place of `path`: why; TEXT_NONE: it was asked for */
	bool resend;             /* … and what was posted may be sent again after that */
	int64_t now;             /* seconds since 1970, by this machine's clock */
	struct buf out;          /* the page so far */
};

/* What a page needs of the store. A form acts in the store it was shown for, the real one or the one to practise with;
 * it is refused where its session has changed over since, but for those that mean the same in both. */
enum page_store {
	PAGE_STORE,
	PAGE_WITHOUT_STORE,
	PAGE_EITHER_STORE,
	PAGE_LARGE /* PAGE_WITHOUT_STORE; and from this machine itself a file of any size may be posted */
};

struct page_route {
	const char *method; /* "GET", "POST" */
	const char *path;   /* "/ho/" with the slash at its end takes whatever follows as tail */
	enum page_who who;
	enum page_store store; /* in tables also false, PAGE_STORE, and true, PAGE_WITHOUT_STORE: served also while it
				  is closed or not there */
	void (*serve)(struct page *p);
};

/* Whether a session's role is enough (not: from where it asks). */
bool page_may(const struct page *p, enum page_who who);

/* --- what was asked --- */

/* A field of the query or of the form posted, cleaned (NFC, no control characters but line ends); "" when not there. */
const char *page_field(const struct page *p, const char *name);
bool page_has(const struct page *p, const char *name);
/* … byte for byte as it was typed: a passphrase opens the same data here and at the command. */
const char *page_secret(const struct page *p, const char *name);
/* A file posted (multipart); false: none. The bytes are borrowed. */
bool page_file(const struct page *p, const char *name, const char **filename, const void **bytes, size_t *n);
/* … the i-th of several under one name (<input type="file" multiple>). */
bool page_file_at(
	const struct page *p, const char *name, size_t i, const char **filename, const void **bytes, size_t *n);
/* Every field posted, in order, for forms to be carried over a sign-in; index from 0, NULL name after the last. */
const char *page_field_at(const struct page *p, size_t i, const char **value);

/* --- the answer: exactly one of these --- */

void page_done(struct page *p, unsigned status);                                           /* p->out as text/html */
void page_redirect(struct page *p, const char *path);                                      /* 303 */
void page_json(struct page *p, unsigned status, cJSON *value);                             /* freed */
void page_send(struct page *p, const char *type, const char *filename, struct buf *bytes); /* a download; taken over */
/* A page that says why not (of a fetch: JSON {"sentence":…}); the status follows from e->code. */
void page_fail(struct page *p, const struct err *e);

/* Before page_done or page_redirect. token NULL: the session's cookie is taken away. */
void page_set_session(struct page *p, const char *token, enum app_role role);
void page_set_look(struct page *p, enum text_lang lang, int size);
void page_set_unit(struct page *p, const char *code);
/* What every form of this session must carry, as <input type="hidden" …>: "token", and "kho", the store it is for. */
void page_token(struct page *p);
/* Shown while the other store was worked with? A page PAGE_EITHER_STORE asks it itself. */
bool page_is_of_other(const struct page *p);
const char *page_token_text(const struct page *p);

/* --- the store itself, from pages that open or close it --- */

/* From now on this store answers (p->store NULL before); it is the server's. */
void page_opened(struct page *p, struct store *s);
/* Whether it is one of this program: the other's folder may have been named by mistake. */
bool page_is_own_store(const struct page *p, struct store *s);
/* The store is closed, as by the command lock; p->store is NULL from here on. */
void page_closed(struct page *p);
/* For the rest of this request the practice store, or the real one, whatever the session works with. ERR_NOT_FOUND:
 * there is no such one here. */
int page_practise(struct page *p, bool on, struct err *e);
/* The practice store is closed (p->store NULL where it was it); the next practising page opens it anew. */
void page_practice_close(struct page *p);
/* The store that is not for practice, also while practising, and its folder (NULL: not asked). A server begun on the
 * practice folder itself has no other: then it is p->store, and p->practice all the same. */
struct store *page_real(const struct page *p, const char **folder);

/* Where phones reach these pages, "http://10.42.0.1:8020"; 0: they are served to this machine alone. */
enum { PAGE_ADDRESSES_MAX = 8, PAGE_ADDRESS = 80 };
size_t page_addresses(const struct page *p, char out[static PAGE_ADDRESSES_MAX][PAGE_ADDRESS]);
/* Where other machines reach this server, whatever is served to them; 0: nowhere but here. */
size_t page_reached(const struct page *p, char out[static PAGE_ADDRESSES_MAX][PAGE_ADDRESS]);

/* --- work that takes long: a network, a stick, a backup --- */

/* Runs on a thread of its own with a handle of its own on the same store; one at a time: false, one is under way, and
 * context is still the caller's. what: a word for page_working. context is freed with free() when done. */
typedef void (*page_work_run)(struct store *s, void *context);
bool page_work(struct page *p, const char *what, page_work_run run, void *context);
/* Asked by that work now and then: the server is to stop, so it should end soon. Fits network_watch.stopped; context is
 * not looked at. */
bool page_work_must_end(void *context);
/* Work of this one page that needs no store and takes a part of a second, as trying a password: on a thread of its own,
 * one at a time, while other pages are served and messages taken. After it then() runs on the store's thread, once more
 * as this page (who asks is checked anew), and answers; what it needs of the request it asks for again. From page_aside
 * on the page answers nothing. More than PAGE_ASIDES_MAX waiting, or the server is stopping: "come again" is answered
 * and neither is called. drop (NULL: free) is called last of all, whatever happened, on any thread. */
enum { PAGE_ASIDES_MAX = 8 };
void page_aside(struct page *p, void (*work)(void *context), void (*then)(struct page *p, void *context),
	void (*drop)(void *context), void *context);
/* The word of what is under way and since when; NULL: nothing. */
const char *page_working(const struct page *p, int64_t *since);

#endif
