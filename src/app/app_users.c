/* app_users.c - people of a hub's pages: made, given another role or password, taken away. */
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

static void fill(const struct store_user *u, struct app_user *out)
{
	*out = (struct app_user){.id = u->id, .role = (enum app_role)u->role, .waits_until = u->until};
	memcpy(out->name, u->name, sizeof out->name);
}

int app_users(struct store *s, struct app_user **out, size_t *n, struct err *e)
{
	struct store_user *all;
	*out = NULL;
	if (store_users(s, &all, n, e) != 0)
		return -1;
	*out = alloc_zero(*n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		fill(&all[i], &(*out)[i]);
	qsort(*out, *n, sizeof **out, by_name);
	if (all)
		sodium_memzero(all, *n * sizeof *all);
	free(all);
	return 0;
}

int users_find(struct store *s, const char *name, struct store_user *out, struct err *e)
{
	struct store_user *all;
	size_t n;
	char *clean = utf8_clean(name, strlen(name));
	int rc = store_users(s, &all, &n, e);
	if (rc == 0) {
		rc = err_set(e, ERR_NOT_FOUND, TEXT_USERS_UNKNOWN, "%s", name);
		for (size_t i = 0; i < n; i++)
			if (clean && strcmp(all[i].name, clean) == 0) {
				*out = all[i];
				rc = 0;
			}
		if (all)
			sodium_memzero(all, n * sizeof *all);
		free(all);
	}
	free(clean);
	return rc;
}

int users_log(struct store *s, int64_t now, const char *kind, const char *name, const char *by, struct err *e)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "by", by);
	cJSON_AddStringToObject(o, "kind", kind);
	cJSON_AddStringToObject(o, "user", name);
	char *json = cJSON_PrintUnformatted(o);
	int rc = store_user_log_add(s, now, json, e);
	cJSON_Delete(o);
	free(json);
	return rc;
}

static int hash(const char *password, char out[static STORE_USER_SECRET], struct err *e)
{
	size_t n = strlen(password);
	if (utf8_length(password) < APP_PASSWORD_MIN || n > APP_PASSWORD_MAX)
		return err_set(e, ERR_DATA, TEXT_USERS_PASSWORD_SHORT, "%d", APP_PASSWORD_MIN);
	if (crypto_pwhash_str(
		    out, password, n, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return err_set(e, ERR_IO, TEXT_USERS_NO_MEMORY, "");
	return 0;
}

static int add(struct store *s, struct store_user *u, const char *by, int64_t now, struct err *e)
{
	struct store_user other;
	if (users_find(s, u->name, &other, e) == 0)
		return err_set(e, ERR_DATA, TEXT_USERS_THERE, "%s", u->name);
	if (e->code != ERR_NOT_FOUND || store_user_put(s, u, e) != 0)
		return -1;
	return users_log(s, now, "add", u->name, by, e);
}

int app_user_add(struct store *s, const char *name, enum app_role role, const char *password, const char *by,
	int64_t now, struct app_user *out, struct err *e)
{
	struct store_user u = {.id = id_random(), .role = (int)role};
	char *clean = utf8_clean(name, strlen(name));
	int rc = 0;
	if (!clean || !*clean || strlen(clean) > ENTRY_BY_BYTES)
		rc = err_set(e, ERR_DATA, TEXT_BY_NOT_A_NAME, "%d", ENTRY_BY_BYTES);
	else
		snprintf(u.name, sizeof u.name, "%s", clean);
	free(clean);
	if (rc != 0 || hash(password, u.secret, e) != 0 || store_begin(s, e) != 0)
		return -1;
	if (access_commit(s, add(s, &u, by, now, e), e) != 0)
		return -1;
	fill(&u, out);
	sodium_memzero(&u, sizeof u);
	return 0;
}
