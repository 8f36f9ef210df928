/* store_users.h - people of a hub's pages, and the log of what they did that no journal says. Sealed at rest, never
 * sent. What writes needs a transaction. */
#ifndef TUNGNHA_STORE_USERS_H
#define TUNGNHA_STORE_USERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/entry.h>
#include <tungnha/store.h>

enum { STORE_USERS_MAX = 200, STORE_USER_SECRET = 128 };

struct store_user {
	struct id id;
	int role; /* enum app_role */
	int wrong;
	int64_t until;
	char name[ENTRY_BY_BYTES + 1];
	char secret[STORE_USER_SECRET]; /* hash of the password, as crypto_pwhash_str writes it */
};
int store_user_put(struct store *s, const struct store_user *u, struct err *e); /* new, or in place of itself */
int store_user_drop(struct store *s, struct id id, struct err *e);
int store_users(struct store *s, struct store_user **out, size_t *n, struct err *e); /* by id; the caller frees */

int store_user_log_add(struct store *s, int64_t at, const char *json, struct err *e);
typedef int (*store_each_user_log)(void *context, int64_t id, int64_t at, const char *json, struct err *e);
/* Newest first, those before `before` (0: all); stops with -1 when each() returns non-zero. */
int store_user_log(struct store *s, int64_t before, store_each_user_log each, void *context, struct err *e);

/* Under whose name this handle's acts are written (app_by says it first); "" = the machine's own. Not kept. */
void store_acting_set(struct store *s, const char *name);
const char *store_acting(const struct store *s);

/* A number that is another one after anything was written here, by this handle or another; sessions are left out. */
int64_t store_changes(struct store *s);

#endif
