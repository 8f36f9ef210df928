/* command_secret.c - `passphrase`, `recover`, `unlock`: what opens the data, and the recovery key shown once. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/app_settings.h>
#include <tungnha/command_keep.h>
#include <tungnha/file.h>
#include <tungnha/store_records.h>

#include "command_parts.h"

const struct command_option command_passphrase_options[] = {
	{"new-passphrase-file", "FILE", false, TEXT_OPT_NEW_PASSPHRASE_FILE},
	{"key-file", "FILE", false, TEXT_OPT_NEW_KEY_FILE},
	{"recovery-key", NULL, false, TEXT_OPT_NEW_RECOVERY},
	{0},
};
const struct command_option command_recover_options[] = {
	{"recovery-file", "FILE", false, TEXT_OPT_RECOVERY_FILE},
	{"new-passphrase-file", "FILE", false, TEXT_OPT_NEW_PASSPHRASE_FILE},
	{"key-file", "FILE", false, TEXT_OPT_NEW_KEY_FILE},
	{0},
};

/* --- the recovery key --- */

void command_show_recovery(const struct command_context *c)
{
	if (!c->recovery[0] || c->json)
		return;
	printf("%s\n\n    %s\n\n", text_get(c->lang, TEXT_RECOVERY_SHOW), c->recovery);
	command_say(c, TEXT_RECOVERY_KEEP, c->program, NULL, NULL);
}

void command_json_recovery(const struct command_context *c, cJSON *o)
{
	if (c->recovery[0])
		cJSON_AddStringToObject(o, "recovery_key", c->recovery);
	else
		cJSON_AddNullToObject(o, "recovery_key");
}

/* --- setting anew --- */

/* What is to open the data from now on. from_common: --passphrase-file may name the new one, for there is no old. */
static int choose_new(struct command_context *c, struct command_words *w, bool from_common, struct store_setup *how,
	char **passphrase, struct err *e)
{
	const char *file = command_option(c, w, "new-passphrase-file");
	how->key_file = command_option(c, w, "key-file");
	how->protection = how->key_file ? STORE_UNDER_KEY_FILE : STORE_UNDER_PASSPHRASE;
	if (how->key_file && file)
		return err_set(e, ERR_USAGE, TEXT_KEEP_NEW_TWICE, "");
	if (how->key_file)
		return 0;
	int rc = from_common ? command_passphrase(c, file, true, passphrase, e)
			     : command_new_passphrase(c, file, passphrase, e);
	how->passphrase = *passphrase;
	if (rc != 0)
		return -1;
	return *passphrase ? 0 : err_set(e, ERR_USAGE, TEXT_KEEP_NEW_NEEDED, "");
}

static int tell_protection(struct command_context *c, const struct store_setup *how)
{
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(
			o, "protection", how->protection == STORE_UNDER_KEY_FILE ? "keyfile" : "passphrase");
		command_json_recovery(c, o);
		return command_print_json(c, o);
	}
	command_say(c, how->key_file ? TEXT_KEEP_KEY_FILE_SET : TEXT_KEEP_PASSPHRASE_SET, how->key_file, NULL, NULL);
	command_say(c, TEXT_KEEP_OLD_BACKUPS, NULL, NULL, NULL);
	command_show_recovery(c);
	return 0;
}

static int set_anew(struct command_context *c, struct command_words *w, bool recovered, struct err *e)
{
	struct store_setup how = {0};
	char *passphrase = NULL;
	int rc = choose_new(c, w, recovered, &how, &passphrase, e);
	if (rc == 0) {
		how.recovery = recovered || !store_has_recovery(c->store) ? c->recovery : NULL;
		rc = app_protect(c->store, &how, e);
	}
	command_passphrase_free(passphrase);
	return rc == 0 ? tell_protection(c, &how) : -1;
}

/* The old passphrase is asked for even where `unlock` left the data open: whoever passes by must not change it. */
static int open_with_old(struct command_context *c, struct err *e)
{
	enum store_protection how;
	char *old = NULL;
	if (!store_look(c->folder, &how) || how != STORE_UNDER_PASSPHRASE)
		return command_open(c, c->role, e);
	if (command_passphrase(c, NULL, false, &old, e) != 0)
		return -1;
	if (!old)
		return err_set(e, ERR_DENIED, TEXT_KEEP_OLD_NEEDED, "");
	int rc = command_open_by(c, &(struct store_key){.passphrase = old}, e);
	command_passphrase_free(old);
	return rc;
}

static int draw_recovery(struct command_context *c, struct err *e)
{
	if (store_new_recovery(c->store, c->recovery, e) != 0)
		return -1;
	if (!c->json) {
		command_show_recovery(c);
		return 0;
	}
	cJSON *o = cJSON_CreateObject();
	command_json_recovery(c, o);
	return command_print_json(c, o);
}

int command_change_passphrase(struct command_context *c, struct command_words *w)
{
	struct err e;
	int rc = open_with_old(c, &e);
	if (rc == 0)
		rc = command_option(c, w, "recovery-key") ? draw_recovery(c, &e) : set_anew(c, w, false, &e);
	return rc == 0 ? 0 : command_fail(c, &e);
}

int command_recover(struct command_context *c, struct command_words *w)
{
	struct err e;
	char *typed = NULL;
	int rc = command_recovery_key(c, command_option(c, w, "recovery-file"), &typed, &e);
	if (rc == 0 && !typed)
		rc = err_set(&e, ERR_USAGE, TEXT_RECOVERY_NEEDED, "");
	if (rc == 0)
		rc = command_open_by(c, &(struct store_key){.recovery = typed}, &e);
	command_passphrase_free(typed);
	if (rc == 0)
		rc = set_anew(c, w, true, &e);
	return rc == 0 ? 0 : command_fail(c, &e);
}

/* --- unlock --- */

static int make_stick(struct command_context *c, const char *folder, struct err *e)
{
	if (!file_is_folder(folder))
		return err_errno(e, ENOENT, folder);
	char *path;
	int rc = app_stick_make(c->store, folder, &path, e);
	if (rc == 0 && c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "key_file", path);
		command_print_json(c, o);
	}
	if (rc == 0)
		command_say(c, TEXT_KEEP_STICK_MADE, path, c->program, NULL);
	free(path);
	return rc;
}

static int leave_open(struct command_context *c, struct err *e)
{
	bool needless = store_protection(c->store) == STORE_UNPROTECTED;
	if (!needless && store_unlock(c->store, e) != 0)
		return -1;
	command_say(c, needless ? TEXT_UNLOCK_NEEDLESS : TEXT_UNLOCK_DONE, c->program, NULL, NULL);
	return 0;
}

int command_unlock(struct command_context *c, struct command_words *w)
{
	struct err e;
	const char *key_file = command_option(c, w, "key-file"), *folder = command_option(c, w, "make-key");
	int rc = key_file ? command_open_by(c, &(struct store_key){.key_file = key_file}, &e)
			  : command_open(c, c->role, &e);
	if (rc == 0)
		rc = folder ? make_stick(c, folder, &e) : leave_open(c, &e);
	return rc == 0 ? 0 : command_fail(c, &e);
}
