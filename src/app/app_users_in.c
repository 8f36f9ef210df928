/* app_users_in.c - who is signed in: sessions of people, listed and ended. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "access.h"

static void fill(const struct store_session *x, struct app_session *out)
{
	*out = (struct app_session){.id = x->id, .role = (enum app_role)x->role, .begun = x->begun, .heard = x->heard};
	memcpy(out->by, x->name, sizeof out->by);
	memcpy(out->device, x->device, sizeof out->device);
}

int app_user_sessions(
	struct store *s, const char *name, int64_t now, struct app_session **out, size_t *n, struct err *e)
{
	struct store_session *all;
	size_t count;
	*out = NULL;
	*n = 0;
	if (store_sessions(s, &all, &count, e) != 0)
		return -1;
	*out = alloc_zero(count + 1, sizeof **out);
	for (size_t i = 0; i < count; i++)
		if (all[i].role >= APP_VIEWER && (!name || strcmp(all[i].name, name) == 0) &&
			!access_is_over(s, &all[i], now))
			fill(&all[i], &(*out)[(*n)++]);
	free(all);
	return 0;
}

int users_sessions_crowd(struct store *s, const char *name, struct err *e)
{
	struct store_session *all;
	size_t n, own = 0;
	if (store_sessions(s, &all, &n, e) != 0)
		return -1;
	const struct store_session *silent = NULL;
	for (size_t i = 0; i < n; i++) {
		if (all[i].role < APP_VIEWER || strcmp(all[i].name, name) != 0)
			continue;
		own++;
		if (!silent || all[i].heard < silent->heard)
			silent = &all[i];
	}
	int rc = own >= APP_USER_SESSIONS ? store_session_drop(s, silent->id, e) : 0;
	free(all);
	return rc;
}

int app_user_did(struct store *s, const char *what, const char *about, const char *by, int64_t now, struct err *e)
{
	return store_begin(s, e) != 0 ? -1 : access_commit(s, users_log(s, now, what, about, by, NULL, e), e);
}

/* Whose it is; ERR_NOT_FOUND. */
static int holder(struct store *s, struct id session, char name[static ENTRY_BY_BYTES + 1], struct err *e)
{
	struct store_session *all;
	size_t n;
	if (store_sessions(s, &all, &n, e) != 0)
		return -1;
	int rc = err_set(e, ERR_NOT_FOUND, TEXT_USERS_SESSION_GONE, "");
	for (size_t i = 0; i < n; i++)
		if (id_equal(all[i].id, session)) {
			memcpy(name, all[i].name, sizeof all[i].name);
			rc = 0;
		}
	free(all);
	return rc;
}

static int end(struct store *s, struct id session, const char *own, const char *by, int64_t now, struct err *e)
{
	char name[ENTRY_BY_BYTES + 1];
	if (holder(s, session, name, e) != 0)
		return -1;
	if (own && strcmp(own, name) != 0)
		return err_set(e, ERR_DENIED, TEXT_USERS_NEEDS_ADMIN, "");
	if (store_session_drop(s, session, e) != 0)
		return -1;
	return users_log(s, now, strcmp(name, by) == 0 ? "out" : "end", name, by, NULL, e);
}

int app_user_session_end(
	struct store *s, struct id session, const char *own, const char *by, int64_t now, struct err *e)
{
	return store_begin(s, e) != 0 ? -1 : access_commit(s, end(s, session, own, by, now, e), e);
}
