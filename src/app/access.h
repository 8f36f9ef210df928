/* access.h - what the files of src/app share about who may ask. */
#ifndef TUNGNHA_APP_ACCESS_PRIVATE_H
#define TUNGNHA_APP_ACCESS_PRIVATE_H

#include <tungnha/app_access.h>
#include <tungnha/app_collector.h>
#include <tungnha/app_users.h>

void access_token(char token[static APP_TOKEN], unsigned char hash[static KEY_BYTES]); /* a new one */
void access_hash(const char *token, unsigned char hash[static KEY_BYTES]);
void access_guessers_forget(void);
/* Commits if rc is 0, else rolls back; gives what came of it. */
int access_commit(struct store *s, int rc, struct err *e);
/* In a transaction. */
int access_put(struct store *s, enum app_role role, const char *by, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e);

int access_put_on(struct store *s, enum app_role role, const char *by, const char *device, int64_t now,
	char token[static APP_TOKEN], struct app_session *out, struct err *e);
/* Has a session been silent for too long? */
bool access_is_over(struct store *s, const struct store_session *x, int64_t now);

/* ERR_NOT_FOUND. out holds the hash: wipe it. */
int users_find(struct store *s, const char *name, struct store_user *out, struct err *e);
/* … as it may be typed when signing in: without capitals and marks, where that means one person. */
int users_find_typed(struct store *s, const char *typed, struct store_user *out, struct err *e);
/* A user's sessions end, but for keep (NULL: none is kept); in a transaction. */
int users_sessions_drop(struct store *s, const char *name, const struct id *keep, struct err *e);
/* Room for one more: at most APP_USER_SESSIONS of one person. In a transaction. */
int users_sessions_crowd(struct store *s, const char *name, struct err *e);
/* A line of the log; in a transaction. detail: the role, the address; NULL: none. */
int users_log(struct store *s, int64_t now, const char *kind, const char *name, const char *by, const char *detail,
	struct err *e);
/* A new hash of a password, in a transaction of its own. */
int users_set_secret(struct store *s, const char *name, const char *secret, const char *by, const struct id *keep,
	int64_t now, struct err *e);
void users_fill(const struct store_user *u, struct app_user *out);

/* --- a password, tried and hashed (app_users_work.c) --- */

struct app_user_work {
	char name[ENTRY_BY_BYTES + 1]; /* as typed, clean */
	bool known;                    /* there is such a user */
	struct id user;
	char against[STORE_USER_SECRET];
	char *old, *fresh; /* owned; NULL: not tried, not hashed */
	char from[48], device[16];
	char hash[STORE_USER_SECRET]; /* of fresh */
	bool right;                   /* old is what `against` was made of */
	bool failed;                  /* there was no memory for it */
};

/* --- who guesses (app_users_tries.c) --- */

/* Seconds until one may try: as this user, and from this address; 0: now. */
void tries_forget(void);
int64_t users_waits(const struct store_user *u, int64_t now);
int64_t tries_wait_of_stranger(const char *name);
int64_t tries_wait_from(const char *from);
void tries_wrong_stranger(const char *name);
void tries_wrong_from(const char *from);
void tries_right_from(const char *from);
/* After so many wrong ones in a row one waits so long. */
int64_t tries_pause(int wrong);

#endif
