/* store_pages.h - what the pages keep in the store: what is being typed, who may ask, what was exchanged. None of it is
 * ever sent; names and typed fields are sealed at rest. What writes needs a transaction. */
#ifndef TUNGNHA_STORE_PAGES_H
#define TUNGNHA_STORE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/entry.h>
#include <tungnha/store.h>

/* --- drafts --- */

enum {
	STORE_DRAFTS_MAX = 500,             /* of a unit; saved ones go first, then the oldest */
	STORE_DRAFT_BYTES = 16 * 1024,      /* of its fields */
	STORE_DRAFT_SAVED_S = 7 * 24 * 3600 /* how long a saved one is remembered */
};

struct store_draft {
	struct id id;
	char unit[UNIT_CODE];
	bool has_key; /* false: a household not known yet */
	struct id key;
	struct id holder; /* the session that types */
	int64_t at;
	bool saved;
	bool last;    /* saved, and the last one its holder saved in the unit */
	char *fields; /* JSON object {"field": "as typed"}; of a saved one what app_draft_saved.c wrote there. Owned */
};
/* New, or in place of itself. A new `last` one takes that from the one before it. */
int store_draft_put(struct store *s, const struct store_draft *d, struct err *e);
/* A form was shown, nothing is typed: noted in a transaction of its own that does not wait for the disk (a power cut
 * may forget it); d->fields is not read. Takes the place of what else the holder opened in the unit and left untouched,
 * and of all that was opened longer than `seconds` ago; a draft that is there already is left alone. */
int store_draft_opened(struct store *s, const struct store_draft *d, int64_t seconds, struct err *e);
int store_draft(struct store *s, struct id id, struct store_draft *out, struct err *e); /* ERR_NOT_FOUND */
int store_draft_last(struct store *s, const char *unit, struct id holder, struct store_draft *out,
	struct err *e); /* ERR_NOT_FOUND */
int store_draft_drop(struct store *s, struct id id, struct err *e);
typedef int (*store_each_draft)(void *context, const struct store_draft *d, struct err *e);
/* Not saved, newest first; those only opened have no fields ("{}"). Stops with -1 when each() returns non-zero. */
int store_drafts(struct store *s, const char *unit, store_each_draft each, void *context, struct err *e);
void store_draft_free(struct store_draft *d);

/* --- sessions --- */

enum { STORE_SESSIONS_MAX = 64 }; /* the one silent longest goes */

struct store_session {
	struct id id;
	unsigned char token[KEY_BYTES]; /* hash of what the browser holds */
	int role;                       /* enum app_role */
	int64_t begun, heard;
	bool practice;
	char name[ENTRY_BY_BYTES + 1]; /* of the enumerator, the user */
	char device[16];               /* what it was begun on, a word of app_users.h; "" = not said */
};
int store_session_put(struct store *s, const struct store_session *x, struct err *e);
int store_session_find(struct store *s, const unsigned char token[static KEY_BYTES], struct store_session *out,
	struct err *e); /* ERR_NOT_FOUND */
int store_session_drop(struct store *s, struct id id, struct err *e);
int store_sessions_drop(struct store *s, struct err *e);                                   /* all of them */
int store_sessions(struct store *s, struct store_session **out, size_t *n, struct err *e); /* the caller frees */

/* --- the log of exchanges --- */

enum { STORE_EXCHANGED_MAX = 300 };

/* instead: in place of the newest, where there is one. */
int store_exchanged_add(struct store *s, int64_t at, const char *json, bool instead, struct err *e);
typedef int (*store_each_exchanged)(void *context, int64_t at, const char *json, struct err *e);
/* Newest first; stops with -1 when each() returns non-zero. */
int store_exchanged(struct store *s, store_each_exchanged each, void *context, struct err *e);

/* --- a second handle --- */

/* The same store once more, for another thread: no passphrase is asked, the data key is copied. */
int store_open_beside(const struct store *s, struct store **out, struct err *e);
/* Does this passphrase open it? As slow as opening. ERR_DENIED. ERR_DATA: it opens under none. */
int store_passphrase_is(struct store *s, const char *passphrase, struct err *e);

#endif
