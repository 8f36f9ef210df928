/* app_users_in.c - signing in: a name and a password against the hash that is kept. */
#include <string.h>

#include <sodium.h>

#include "access.h"

int app_user_in(struct store *s, const char *name, const char *password, int64_t now, char token[static APP_TOKEN],
	struct app_session *out, struct err *e)
{
	struct store_user u;
	if (users_find(s, name, &u, e) != 0)
		return e->code == ERR_NOT_FOUND ? err_set(e, ERR_DENIED, TEXT_USERS_WRONG, "") : -1;
	if (crypto_pwhash_str_verify(u.secret, password, strlen(password)) != 0)
		return err_set(e, ERR_DENIED, TEXT_USERS_WRONG, "");
	if (store_begin(s, e) != 0)
		return -1;
	return access_commit(s, access_put(s, (enum app_role)u.role, u.name, now, token, out, e), e);
}
