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

/* ERR_NOT_FOUND. out holds the hash: wipe it. */
int users_find(struct store *s, const char *name, struct store_user *out, struct err *e);
/* A line of the log; in a transaction. */
int users_log(struct store *s, int64_t now, const char *kind, const char *name, const char *by, struct err *e);

#endif
