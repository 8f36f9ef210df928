/* app_users.c - people of a hub's pages: made, given another role or password, taken away. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <cjson/cJSON.h>
#include <tungnha/alloc.h>
#include <tungnha/app_users.h>
#include <tungnha/utf8.h>

#include "access.h"

static const char *const role_words[] = {
	[APP_VIEWER] = "viewer", [APP_CLERK] = "clerk", [APP_APPROVER] = "approver", [APP_ADMIN] = "admin"};

const char *app_role_word(enum app_role role)
{
	return role >= APP_VIEWER && role <= APP_ADMIN ? role_words[role] : "";
}

text_id app_role_name(enum app_role role)
{
	static const text_id names[] = {[APP_VIEWER] = TEXT_USERS_VIEWER,
		[APP_CLERK] = TEXT_USERS_CLERK,
		[APP_APPROVER] = TEXT_USERS_APPROVER,
		[APP_ADMIN] = TEXT_USERS_ADMIN};
	return role >= APP_VIEWER && role <= APP_ADMIN ? names[role] : TEXT_NONE;
}

bool app_role_read(const char *word, enum app_role *out)
{
	for (enum app_role r = APP_VIEWER; r <= APP_ADMIN; r++)
		if (strcmp(word, role_words[r]) == 0) {
			*out = r;
			return true;
		}
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct app_user *x = a, *y = b;
	return utf8_compare(x->name, y->name);
}

void users_fill(const struct store_user *u, struct app_user *out)
{
	*out = (struct app_user){.id = u->id, .role = (enum app_role)u->role, .waits_until = u->until};
	memcpy(out->name, u->name, sizeof out->name);
}

static void forget(struct store_user *all, size_t n)
{
	if (all)
		sodium_memzero(all, n * sizeof *all);
	free(all);
}

int app_users(struct store *s, struct app_user **out, size_t *n, struct err *e)
{
	struct store_user *all;
	*out = NULL;
	if (store_users(s, &all, n, e) != 0)
		return -1;
	*out = alloc_zero(*n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		users_fill(&all[i], &(*out)[i]);
	qsort(*out, *n, sizeof **out, by_name);
	forget(all, *n);
	return 0;
}

/* The one named so; typed: else the only one named so but for capitals and marks. */
static int find(struct store *s, const char *name, bool typed, struct store_user *out, struct err *e)
{
	struct store_user *all;
	size_t n, found = SIZE_MAX, alike = 0;
	if (store_users(s, &all, &n, e) != 0)
		return -1;
	char *clean = utf8_clean(name, strlen(name)), *folded = utf8_fold(name);
	for (size_t i = 0; i < n; i++)
		if (clean && strcmp(all[i].name, clean) == 0)
			found = i;
	for (size_t i = 0; typed && *folded && found == SIZE_MAX && i < n; i++) {
		char *other = utf8_fold(all[i].name);
		if (strcmp(other, folded) == 0) {
			*out = all[i];
			alike++;
		}
		free(other);
	}
	if (found != SIZE_MAX)
		*out = all[found];
	free(clean);
	free(folded);
	forget(all, n);
	return found != SIZE_MAX || alike == 1 ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_USERS_UNKNOWN, "%s", name);
}

int users_find(struct store *s, const char *name, struct store_user *out, struct err *e)
{
	return find(s, name, false, out, e);
}

int users_find_typed(struct store *s, const char *typed, struct store_user *out, struct err *e)
{
	return find(s, typed, true, out, e);
}

int app_user_of(struct store *s, struct id id, struct app_user *out, struct err *e)
{
	struct store_user *all;
	size_t n;
	if (store_users(s, &all, &n, e) != 0)
		return -1;
	int rc = err_set(e, ERR_NOT_FOUND, TEXT_USERS_GONE, "");
	for (size_t i = 0; i < n; i++)
		if (id_equal(all[i].id, id)) {
			users_fill(&all[i], out);
			rc = 0;
		}
	forget(all, n);
	return rc;
}

int users_log(struct store *s, int64_t now, const char *kind, const char *name, const char *by, const char *detail,
	struct err *e)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "by", by);
	cJSON_AddStringToObject(o, "kind", kind);
	cJSON_AddStringToObject(o, "user", name);
	if (detail && *detail)
		cJSON_AddStringToObject(o, "detail", detail);
	char *json = cJSON_PrintUnformatted(o);
	int rc = store_user_log_add(s, now, json, e);
	cJSON_Delete(o);
	free(json);
	return rc;
}

/* --- made --- */

static int name_of(const char *typed, char out[static ENTRY_BY_BYTES + 1], struct err *e)
{
	char *clean = utf8_clean(typed, strlen(typed));
	bool good = clean && *clean && strlen(clean) <= ENTRY_BY_BYTES;
	if (good)
		snprintf(out, ENTRY_BY_BYTES + 1, "%s", clean);
	free(clean);
	return good ? 0 : err_set(e, ERR_DATA, TEXT_BY_NOT_A_NAME, "%d", ENTRY_BY_BYTES);
}

/* How many there are, and how many of them administrators. */
static int count(struct store *s, size_t *n, size_t *admins, struct err *e)
{
	struct store_user *all;
	*admins = 0;
	if (store_users(s, &all, n, e) != 0)
		return -1;
	for (size_t i = 0; i < *n; i++)
		*admins += all[i].role == APP_ADMIN;
	forget(all, *n);
	return 0;
}

bool app_users_any(struct store *s)
{
	struct err ignored;
	size_t n, admins;
	return count(s, &n, &admins, &ignored) != 0 || n > 0; /* who cannot be counted makes no administrator */
}

static int add(struct store *s, struct store_user *u, const char *by, int64_t now, struct err *e)
{
	struct store_user other;
	size_t n, admins;
	if (users_find(s, u->name, &other, e) == 0) {
		sodium_memzero(&other, sizeof other);
		return err_set(e, ERR_DATA, TEXT_USERS_THERE, "%s", u->name);
	}
	if (e->code != ERR_NOT_FOUND || count(s, &n, &admins, e) != 0)
		return -1;
	if (n >= STORE_USERS_MAX)
		return err_set(e, ERR_DATA, TEXT_USERS_MANY, "%d", STORE_USERS_MAX);
	if (store_user_put(s, u, e) != 0)
		return -1;
	return users_log(s, now, "add", u->name, by, app_role_word((enum app_role)u->role), e);
}

static int made_of(
	const struct app_user_work *w, const char *name, enum app_role role, struct store_user *u, struct err *e)
{
	*u = (struct store_user){.id = id_random(), .role = (int)role};
	if (w->failed)
		return err_set(e, ERR_IO, TEXT_USERS_NO_MEMORY, "");
	memcpy(u->secret, w->hash, sizeof u->secret);
	return name_of(name, u->name, e);
}

int app_user_add_done(struct store *s, const struct app_user_work *w, const char *name, enum app_role role,
	const char *by, int64_t now, struct app_user *out, struct err *e)
{
	struct store_user u;
	int rc = made_of(w, name, role, &u, e);
	if (rc == 0 && (rc = store_begin(s, e)) == 0)
		rc = access_commit(s, add(s, &u, by, now, e), e);
	users_fill(&u, out);
	sodium_memzero(&u, sizeof u);
	return rc;
}

int app_user_first_done(struct store *s, const struct app_user_work *w, const char *name, const char *device,
	int64_t now, char token[static APP_TOKEN], struct app_session *out, struct err *e)
{
	struct store_user u;
	int rc = made_of(w, name, APP_ADMIN, &u, e);
	if (rc == 0 && (rc = store_begin(s, e)) == 0) {
		rc = app_users_any(s) ? err_set(e, ERR_DENIED, TEXT_USERS_NOT_FIRST, "") : add(s, &u, "", now, e);
		if (rc == 0)
			rc = store_sessions_drop(s, e); /* that of the one-time token */
		if (rc == 0)
			rc = access_put_on(s, APP_ADMIN, u.name, device, now, token, out, e);
		rc = access_commit(s, rc, e);
	}
	sodium_memzero(&u, sizeof u);
	return rc;
}

/* --- changed, taken away --- */

int users_sessions_drop(struct store *s, const char *name, const struct id *keep, struct err *e)
{
	struct store_session *all = NULL;
	size_t n = 0;
	int rc = store_sessions(s, &all, &n, e);
	for (size_t i = 0; i < n && rc == 0; i++)
		if (all[i].role >= APP_VIEWER && strcmp(all[i].name, name) == 0 &&
			!(keep && id_equal(all[i].id, *keep)))
			rc = store_session_drop(s, all[i].id, e);
	free(all);
	return rc;
}

enum change { CHANGE_ROLE, CHANGE_PASSWORD, REMOVE };

/* One user otherwise than before, or gone; in a transaction. */
static int change(struct store *s, const char *name, enum change what, enum app_role role, const char *secret,
	const char *by, const struct id *keep, int64_t now, struct err *e)
{
	static const char *const kinds[] = {"role", "password", "remove"};
	struct store_user u;
	size_t n, admins;
	if (users_find(s, name, &u, e) != 0 || count(s, &n, &admins, e) != 0)
		return -1;
	bool was_admin = u.role == APP_ADMIN,
	     stays = what == CHANGE_PASSWORD || (what == CHANGE_ROLE && role == APP_ADMIN);
	int rc = was_admin && !stays && admins == 1 ? err_set(e, ERR_DENIED, TEXT_USERS_LAST_ADMIN, "%s", u.name) : 0;
	if (what == CHANGE_PASSWORD) {
		snprintf(u.secret, sizeof u.secret, "%s", secret);
		u.wrong = 0;
		u.until = 0;
	}
	if (what == CHANGE_ROLE)
		u.role = (int)role;
	if (rc == 0)
		rc = what == REMOVE ? store_user_drop(s, u.id, e) : store_user_put(s, &u, e);
	if (rc == 0)
		rc = users_sessions_drop(s, u.name, keep, e);
	if (rc == 0)
		rc = users_log(s, now, kinds[what], u.name, by, what == CHANGE_ROLE ? app_role_word(role) : NULL, e);
	sodium_memzero(&u, sizeof u);
	return rc;
}

int app_user_role(struct store *s, const char *name, enum app_role role, const char *by, int64_t now, struct err *e)
{
	return store_begin(s, e) != 0 ? -1
				      : access_commit(s, change(s, name, CHANGE_ROLE, role, NULL, by, NULL, now, e), e);
}

int app_user_remove(struct store *s, const char *name, const char *by, int64_t now, struct err *e)
{
	return store_begin(s, e) != 0
		       ? -1
		       : access_commit(s, change(s, name, REMOVE, APP_VIEWER, NULL, by, NULL, now, e), e);
}

int users_set_secret(struct store *s, const char *name, const char *secret, const char *by, const struct id *keep,
	int64_t now, struct err *e)
{
	return store_begin(s, e) != 0
		       ? -1
		       : access_commit(s, change(s, name, CHANGE_PASSWORD, APP_VIEWER, secret, by, keep, now, e), e);
}
