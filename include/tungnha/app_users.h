/* app_users.h - people of a hub's pages: who they are, what they may, how they sign in, what they did.
 *
 * Four roles, each may do what the one before may: viewer sees and prints · clerk reviews, types, takes in, invites ·
 * approver approves, closes, locks and opens again · administrator minds users, units, campaign. Passwords are kept as
 * Argon2id hashes. The first administrator is made on the machine itself. Names stand in what people decide (app_by).
 */
#ifndef TUNGNHA_APP_USERS_H
#define TUNGNHA_APP_USERS_H

#include <tungnha/app_access.h>
#include <tungnha/store_users.h>

enum {
	APP_PASSWORD_MIN = 8, /* characters */
	APP_PASSWORD_MAX = 512,
	APP_USER_TRIES = 5,       /* wrong passwords in a row until one waits */
	APP_USER_WAIT_S = 5 * 60, /* … so long, */
	APP_USER_IDLE_S = 60 * 60 /* a session without a request ends */
};

const char *app_role_word(enum app_role role); /* "clerk" */
bool app_role_read(const char *word, enum app_role *out);

struct app_user {
	struct id id;
	enum app_role role;
	char name[ENTRY_BY_BYTES + 1];
	int64_t waits_until; /* 0: signs in any time */
};
/* By name; the caller frees. */
int app_users(struct store *s, struct app_user **out, size_t *n, struct err *e);

/* by: who does it, for the log; "" = on the machine itself. ERR_DATA: the name, a name there is, a password too short.
 * Slow on purpose, as app_user_in: a tenth of a second and 64 MiB. */
int app_user_add(struct store *s, const char *name, enum app_role role, const char *password, const char *by,
	int64_t now, struct app_user *out, struct err *e);
/* A new password, or another role; sessions under it end. ERR_NOT_FOUND · ERR_DENIED: the last administrator. */
int app_user_password(
	struct store *s, const char *name, const char *password, const char *by, int64_t now, struct err *e);
int app_user_role(struct store *s, const char *name, enum app_role role, const char *by, int64_t now, struct err *e);
int app_user_remove(struct store *s, const char *name, const char *by, int64_t now, struct err *e);

/* Signs in: a session and the token its browser holds. ERR_DENIED: wrong (which of the two is not said), or too many
 * wrong ones before. */
int app_user_in(struct store *s, const char *name, const char *password, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e);

#endif
