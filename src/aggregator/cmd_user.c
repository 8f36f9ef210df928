/* cmd_user.c - `user`: people of the pages, made and minded on the machine itself. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_users.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "commands.h"

static int tell(const struct command_context *c, const struct app_user *u, text_id sentence)
{
	if (!c->json) {
		command_say(c, sentence, u->name, text_get(c->lang, app_role_name(u->role)), NULL);
		return 0;
	}
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "name", u->name);
	cJSON_AddStringToObject(o, "role", app_role_word(u->role));
	return command_print_json(c, o);
}

static int read_role(const char *word, enum app_role *role, struct err *e)
{
	return app_role_read(word, role) ? 0 : err_set(e, ERR_USAGE, TEXT_USERS_ROLE_UNKNOWN, "%s", word);
}

/* The caller frees it with command_passphrase_free, whatever came of it. */
static int new_password(struct command_context *c, struct command_words *w, char **out, struct err *e)
{
	*out = NULL;
	if (command_new_password(c, command_option(c, w, "password-file"), out, e) != 0)
		return -1;
	return *out ? 0 : err_set(e, ERR_USAGE, TEXT_USERS_PASSWORD_NEEDED, "");
}

int cmd_user_add(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_user made;
	enum app_role role = APP_CLERK;
	const char *word = command_option(c, w, "role");
	char *password = NULL;
	int rc = word ? read_role(word, &role, &e) : 0;
	if (rc == 0)
		rc = new_password(c, w, &password, &e);
	if (rc == 0)
		rc = app_user_add(c->store, w->word[0], role, password, "", clock_now(), &made, &e);
	command_passphrase_free(password);
	return rc != 0 ? command_fail(c, &e) : tell(c, &made, TEXT_USERS_ADDED);
}

/* As there is one now; a name that is none is typed wrong. */
static int named(struct store *s, const char *name, struct app_user *out, struct err *e)
{
	struct app_user *all;
	size_t n;
	char *clean = utf8_clean(name, strlen(name));
	int rc = app_users(s, &all, &n, e);
	if (rc == 0) {
		rc = err_set(e, ERR_NOT_FOUND, TEXT_USERS_UNKNOWN, "%s", name);
		for (size_t i = 0; i < n; i++)
			if (clean && strcmp(all[i].name, clean) == 0) {
				*out = all[i];
				rc = 0;
			}
		free(all);
	}
	free(clean);
	return rc;
}

int cmd_user_passwd(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_user u;
	char *password = NULL;
	int rc = named(c->store, w->word[0], &u, &e); /* before a password is asked for */
	if (rc == 0)
		rc = new_password(c, w, &password, &e);
	if (rc == 0)
		rc = app_user_password(c->store, u.name, password, "", clock_now(), &e);
	command_passphrase_free(password);
	return rc != 0 ? command_fail(c, &e) : tell(c, &u, TEXT_USERS_PASSWORD_SET);
}

int cmd_user_role(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_user u;
	enum app_role role;
	int rc = read_role(w->word[1], &role, &e);
	if (rc == 0)
		rc = named(c->store, w->word[0], &u, &e);
	if (rc == 0)
		rc = app_user_role(c->store, u.name, role, "", clock_now(), &e);
	if (rc != 0)
		return command_fail(c, &e);
	u.role = role;
	return tell(c, &u, TEXT_USERS_ROLE_SET);
}

int cmd_user_remove(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_user u;
	int rc = named(c->store, w->word[0], &u, &e);
	if (rc == 0)
		rc = app_user_remove(c->store, u.name, "", clock_now(), &e);
	return rc != 0 ? command_fail(c, &e) : tell(c, &u, TEXT_USERS_REMOVED);
}

/* --- the list --- */

static bool waits(const struct app_user *u)
{
	return u->waits_until > clock_now();
}

static int print_json(const struct command_context *c, const struct app_user *u, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		char stamp[CLOCK_STAMP];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "name", u[i].name);
		cJSON_AddStringToObject(o, "role", app_role_word(u[i].role));
		if (waits(&u[i]))
			cJSON_AddStringToObject(o, "waits_until", clock_stamp(u[i].waits_until, stamp));
		else
			cJSON_AddNullToObject(o, "waits_until");
		cJSON_AddItemToArray(list, o);
	}
	return command_print_json(c, list);
}

static void print_table(const struct command_context *c, const struct app_user *u, size_t n)
{
	struct command_table *t = command_table_new(
		3, (const char *const[]){text_get(c->lang, TEXT_USERS_NAME), text_get(c->lang, TEXT_USERS_COL_ROLE),
			   text_get(c->lang, TEXT_USERS_COL_WAITS)});
	for (size_t i = 0; i < n; i++) {
		char stamp[CLOCK_STAMP], when[COMMAND_WHEN] = "";
		if (waits(&u[i]))
			command_when(clock_stamp(u[i].waits_until, stamp), when);
		command_table_row(
			t, (const char *const[]){u[i].name, text_get(c->lang, app_role_name(u[i].role)), when});
	}
	command_table_print(t);
}

int cmd_user_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_user *u;
	size_t n;
	int rc = 0;
	(void)w;
	if (app_users(c->store, &u, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		rc = print_json(c, u, n);
	else if (n == 0)
		command_say(c, TEXT_USERS_NONE, c->program, NULL, NULL);
	else
		print_table(c, u, n);
	free(u);
	return rc;
}
