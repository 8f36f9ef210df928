/* app_users.h - people of a hub's pages: who they are, what they may, how they sign in, what they did.
 *
 * Four roles, each may do what the one before may: viewer sees and prints · clerk reviews, types, takes in, invites ·
 * approver approves, closes, locks and opens again · administrator minds users, units, campaign. Passwords are kept as
 * Argon2id hashes. The first administrator is made on the machine itself. Names stand in what people decide (app_by).
 * Everything here stands in the log (app_audit.h).
 */
#ifndef TUNGNHA_APP_USERS_H
#define TUNGNHA_APP_USERS_H

#include <tungnha/app_access.h>
#include <tungnha/store_users.h>

enum {
	APP_PASSWORD_MIN = 8, /* characters */
	APP_PASSWORD_MAX = 512,
	APP_USER_TRIES = 5,             /* wrong passwords in a row until one waits */
	APP_USER_WAIT_S = 5 * 60,       /* … so long, twice as long after each further one, */
	APP_USER_WAIT_MOST_S = 60 * 60, /* … and never longer */
	APP_FROM_TRIES = 10,            /* wrong ones of one address, whatever the names, until it waits */
	APP_FROM_WAIT_MOST_S = 30,      /* … from a second on, twice as long each time; others do not wait for it */
	APP_USER_SESSIONS = 10          /* of one person; a further one ends his that was silent longest */
};

const char *app_role_word(enum app_role role); /* "clerk" */
bool app_role_read(const char *word, enum app_role *out);
text_id app_role_name(enum app_role role); /* "cán bộ tổng hợp" */

struct app_user {
	struct id id;
	enum app_role role;
	char name[ENTRY_BY_BYTES + 1];
	int64_t waits_until; /* 0: signs in any time */
};
/* By name; the caller frees. */
int app_users(struct store *s, struct app_user **out, size_t *n, struct err *e);
int app_user_of(struct store *s, struct id id, struct app_user *out, struct err *e); /* ERR_NOT_FOUND */
bool app_users_any(struct store *s); /* false: the first administrator is still to be made */

/* --- what is slow on purpose --- */

/* A password tried or hashed: a tenth of a second and 64 MiB, which needs no store and no thread of its own choice
 * (page_aside). Begun by one of the first three, worked on, and taken by its …_done; then freed. */
struct app_user_work;
/* Signs in. from: the address ("" = not counted by address), device: "phone", "pc" or "". ERR_DENIED: too many wrong
 * ones before; the sentence says how long to wait. A name nobody has is as slow as a wrong password. */
int app_user_work_in(struct store *s, const char *name, const char *password, const char *from, const char *device,
	int64_t now, struct app_user_work **out, struct err *e);
/* A new password; old: that of `name`, asked of the person himself, NULL: not asked. ERR_DATA: too short, too long. */
int app_user_work_new(struct store *s, const char *name, const char *old, const char *password, int64_t now,
	struct app_user_work **out, struct err *e);
void app_user_work(void *work); /* struct app_user_work */
void app_user_work_free(void *work);

/* A session and the token its browser holds. ERR_DENIED: wrong (which of the two is not said). */
int app_user_in_done(struct store *s, const struct app_user_work *w, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e);
/* by: who does it, for the log; "" = on the machine itself. ERR_DATA: the name, a name there is. */
int app_user_add_done(struct store *s, const struct app_user_work *w, const char *name, enum app_role role,
	const char *by, int64_t now, struct app_user *out, struct err *e);
/* Sessions under the old one end, but for keep (NULL: all); who waits need not any more. ERR_NOT_FOUND · ERR_DENIED:
 * the old one was wrong. */
int app_user_password_done(struct store *s, const struct app_user_work *w, const char *name, const char *by,
	const struct id *keep, int64_t now, struct err *e);
/* The first administrator, and his session. ERR_DENIED: there are users already. */
int app_user_first_done(struct store *s, const struct app_user_work *w, const char *name, const char *device,
	int64_t now, char token[static APP_TOKEN], struct app_session *out, struct err *e);

/* --- all of it in one go, where nobody waits: commands, tests --- */

int app_user_add(struct store *s, const char *name, enum app_role role, const char *password, const char *by,
	int64_t now, struct app_user *out, struct err *e);
int app_user_password(
	struct store *s, const char *name, const char *password, const char *by, int64_t now, struct err *e);
int app_user_in(struct store *s, const char *name, const char *password, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e);

/* --- and what is quick --- */

/* Sessions end. ERR_NOT_FOUND · ERR_DENIED: the last administrator. */
int app_user_role(struct store *s, const char *name, enum app_role role, const char *by, int64_t now, struct err *e);
int app_user_remove(struct store *s, const char *name, const char *by, int64_t now, struct err *e);

/* Sessions that have not ended, newest heard first; of one user, NULL: of all. The caller frees. */
int app_user_sessions(
	struct store *s, const char *name, int64_t now, struct app_session **out, size_t *n, struct err *e);
/* One signs out, or somebody ends another's session. ERR_NOT_FOUND · ERR_DENIED: another's, and `own` asked only for
 * his (NULL: anybody's). */
int app_user_session_end(
	struct store *s, struct id session, const char *own, const char *by, int64_t now, struct err *e);

/* For the log: what a person did on a page that no journal says (a word of app_audit.c), and about what. */
int app_user_did(struct store *s, const char *what, const char *about, const char *by, int64_t now, struct err *e);

#endif
