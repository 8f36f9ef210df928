/* app_access.h - who may use a collector's pages: sessions of browsers, phones paired with a code.
 *
 * A browser on this machine whose person gave the passphrase (or the one-time token of `serve --open`) is the owner; a
 * phone that typed the code its owner showed is "enter only": it records households under its enumerator's name and
 * nothing else. What a browser holds is a random token; here only its hash is kept. */
#ifndef TUNGNHA_APP_ACCESS_H
#define TUNGNHA_APP_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/store_pages.h>

/* Of a collector: its owner, a phone. Of a hub: people of app_users.h, each may do what the one before may. Kept in the
 * store: never renumber. */
enum app_role { APP_OWNER, APP_ENTER_ONLY, APP_VIEWER, APP_CLERK, APP_APPROVER, APP_ADMIN };

enum {
	APP_TOKEN = 2 * 32 + 1,   /* hexadecimal, NUL included */
	APP_PAIR_CODE = 6 + 1,    /* digits, NUL included */
	APP_PAIR_TRIES = 5,       /* wrong codes of one phone until a new one must be shown to it */
	APP_PAIR_TRIES_ALL = 100, /* … of all that are near: one in ten thousand guesses it */
	APP_PAIR_S = 10 * 60,     /* how long a code is good */
	APP_OWNER_IDLE_S =
		60 * 60, /* an owner's session, or one of a hub's people, ends so long after its last click */
	APP_PHONE_IDLE_S = 16 * 60 * 60,  /* a phone's: from one morning to the night */
	APP_PHONE_MOST_S = 7 * 24 * 3600, /* … and however much it is used, it is paired anew every week */
	APP_HEARD_S = 60,                 /* written no more often than this */
	APP_ONCE_S = 5 * 60               /* a one-time token */
};

/* Idle is measured by a clock of this process that only goes forward; after a restart by the wall clock, where that is
 * to be believed (app_clock_set) and did not run backwards: a machine that wakes in 1970 throws nobody out. Tests put
 * their own in its place; app_access_forget is a restart. Seconds. */
extern int64_t (*app_access_steady)(void);
void app_access_forget(void);

struct app_session {
	struct id id;
	enum app_role role;
	char by[ENTRY_BY_BYTES + 1]; /* the enumerator; of the owner: app_by */
	int64_t begun, heard;
	bool practice;   /* works with made-up households (app_practice.h) */
	bool noted;      /* that it was heard was written just now */
	char device[16]; /* of a hub's user: "phone", "pc" */
};

int app_session_begin(struct store *s, enum app_role role, const char *by, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e);
/* ERR_DENIED: none, ended, or idle too long. Notes that it was heard, at most once a minute; not so where a page asks
 * by itself (polled), for then nobody need sit before it. But who may only look stays: his page hangs on a wall. */
int app_session_find(
	struct store *s, const char *token, bool polled, int64_t now, struct app_session *out, struct err *e);
int app_session_end(struct store *s, struct id id, struct err *e);
int app_sessions_end(struct store *s, struct err *e);                        /* everybody's */
int app_sessions_end_others(struct store *s, struct id mine, struct err *e); /* … but this one */
int app_session_practice(struct store *s, struct id id, bool practice, struct err *e);

/* A new code for one phone of one enumerator, in place of one shown before. ERR_DATA: the name. */
int app_pair_show(struct store *s, const char *by, int64_t now, char code[static APP_PAIR_CODE], struct err *e);
/* The code that is shown now, for whom, and how many seconds it is still good. ERR_NOT_FOUND: none. */
struct app_pair_shown {
	char code[APP_PAIR_CODE];
	char by[ENTRY_BY_BYTES + 1];
	int64_t left_s;
};
int app_pair_shown(struct store *s, int64_t now, struct app_pair_shown *out, struct err *e);
/* ERR_DENIED: wrong (the sentence says how many tries are left), too late, or none is shown. A code pairs one phone.
 * from: the address of who types it. Who guesses spends his own tries, not those of the person beside him; a new code
 * gives everybody new ones. */
int app_pair(struct store *s, const char *code, const char *from, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e);

/* For `serve --open`: a token that makes an owner's session, once. */
int app_once_show(struct store *s, int64_t now, char token[static APP_TOKEN], struct err *e);
int app_once(struct store *s, const char *once, int64_t now, char token[static APP_TOKEN], struct app_session *out,
	struct err *e);

/* Phones, newest heard first; the caller frees. */
int app_phones(struct store *s, struct app_session **out, size_t *n, struct err *e);
/* Ends the session of one phone, by its id as typed, or by its user's name where there is one such. ERR_NOT_FOUND ·
 * ERR_DATA: several. */
int app_phone_remove(struct store *s, const char *typed, struct app_session *out, struct err *e);

#endif
