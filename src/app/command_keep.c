/* command_keep.c - `backup`, `restore`, and what `status` says of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_restore.h>
#include <tungnha/app_settings.h>
#include <tungnha/clock.h>
#include <tungnha/command_keep.h>
#include <tungnha/command_shared.h>
#include <tungnha/file.h>

#include "command_parts.h"

enum { KEEP_MAX = 1000, DAY = 24 * 60 * 60 };

const struct command_option command_backup_options[] = {
	{"o", "DIR|FILE", false, TEXT_OPT_BACKUP_OUT},
	{"keep", "N", false, TEXT_OPT_BACKUP_KEEP},
	{0},
};
const struct command_option command_restore_options[] = {
	{"key-file", "FILE", false, TEXT_OPT_RESTORE_KEY_FILE},
	{"recover", NULL, false, TEXT_OPT_RESTORE_RECOVER},
	{"recovery-file", "FILE", false, TEXT_OPT_RECOVERY_FILE},
	{"confirmed", NULL, false, TEXT_OPT_CONFIRMED},
	{0},
};

static const char *when(int64_t t, char out[static COMMAND_WHEN])
{
	char stamp[CLOCK_STAMP];
	return command_when(clock_stamp(t, stamp), out);
}

static void add_time(cJSON *o, const char *name, bool known, int64_t t)
{
	char stamp[CLOCK_STAMP];
	if (known)
		cJSON_AddStringToObject(o, name, clock_stamp(t, stamp));
	else
		cJSON_AddNullToObject(o, name);
}

static void told(void *context, size_t done, size_t total)
{
	command_progress(context, done, total);
}

/* --- backup --- */

static int read_keep(const char *typed, int *out, struct err *e)
{
	char *end;
	*out = 0;
	if (!typed)
		return 0;
	long n = strtol(typed, &end, 10);
	if (!*typed || *end || n < 1 || n > KEEP_MAX)
		return err_set(e, ERR_USAGE, TEXT_BACKUP_KEEP, "");
	*out = (int)n;
	return 0;
}

static void say_backup(const struct command_context *c, const struct app_backed_up *b)
{
	char entries[32], size[48], removed[32];
	app_size_words(c->lang, b->done.bytes, size);
	command_say(c, TEXT_BACKUP_DONE, b->file, text_number(c->lang, b->done.entries, entries), size);
	if (b->removed > 0)
		command_say(c, TEXT_BACKUP_REMOVED, text_number(c->lang, (long long)b->removed, removed), NULL, NULL);
}

static int tell_backup(struct command_context *c, const struct app_backed_up *b, int64_t now)
{
	if (store_protection(c->store) == STORE_UNPROTECTED)
		command_warn(c, TEXT_BACKUP_PLAIN, c->program, NULL, NULL);
	if (b->done.problems > 0)
		command_warn(c, TEXT_BACKUP_UNSOUND, b->file, NULL, NULL);
	else
		say_backup(c, b);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "file", b->file);
		cJSON_AddNumberToObject(o, "bytes", (double)b->done.bytes);
		cJSON_AddNumberToObject(o, "entries", (double)b->done.entries);
		add_time(o, "at", true, now);
		cJSON_AddBoolToObject(o, "proved", b->done.problems == 0);
		cJSON_AddNumberToObject(o, "removed", (double)b->removed);
		cJSON_AddBoolToObject(o, "protected", store_protection(c->store) != STORE_UNPROTECTED);
		command_print_json(c, o);
	}
	return b->done.problems > 0 ? ERR_IO : 0;
}

int command_backup(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_backed_up done;
	struct app_backup b = {.path = command_option(c, w, "o"),
		.folder = c->role == STORE_AGGREGATOR,
		.now = clock_now(),
		.told = told,
		.context = c};
	if (!b.path || !*b.path) {
		err_set(&e, ERR_USAGE, TEXT_BACKUP_WHERE, "");
		return command_fail(c, &e);
	}
	if (read_keep(command_option(c, w, "keep"), &b.keep, &e) != 0)
		return command_fail(c, &e);
	int rc = app_backup(c->store, &b, &done, &e);
	if (rc == 0 && command_same_disk(c, done.file))
		command_warn(c, TEXT_BACKUP_SAME_DISK, done.file, NULL, NULL);
	int code = rc == 0 ? tell_backup(c, &done, b.now) : command_fail(c, &e);
	app_backup_free(&done);
	return code;
}

/* --- restore --- */

/* What opens the backup: whatever was named; else the passphrase, where it is under one. Secrets are the caller's. */
static int gather_key(struct command_context *c, struct command_words *w, const char *file, struct store_key *key,
	char **secret, struct err *e)
{
	const char *paper = command_option(c, w, "recovery-file");
	struct store_backup_info info;
	*secret = NULL;
	key->key_file = command_option(c, w, "key-file");
	if (store_backup_look(file, &info, e) != 0)
		return -1;
	if ((paper || command_option(c, w, "recover")) && info.role == c->role) {
		if (command_recovery_key(c, paper, secret, e) != 0)
			return -1;
		key->recovery = *secret;
		return *secret ? 0 : err_set(e, ERR_USAGE, TEXT_RECOVERY_NEEDED, "");
	}
	/* of the other program: nobody is asked for anything, the store says so */
	if (key->key_file || info.role != c->role || info.protection != STORE_UNDER_PASSPHRASE)
		return 0;
	if (command_passphrase(c, NULL, false, secret, e) != 0)
		return -1;
	key->passphrase = *secret;
	return *secret ? 0 : err_set(e, ERR_DENIED, TEXT_RESTORE_CLOSED, "%s", file);
}

static void say_restored(const struct command_context *c, const struct store_restored *r)
{
	char at[COMMAND_WHEN], n[32];
	const char *name = r->from.name[0] ? r->from.name : r->from.unit;
	command_say(c, TEXT_RESTORE_DONE, name, when(r->from.at, at), text_number(c->lang, r->entries, n));
	command_say(c, r->from.role == STORE_AGGREGATOR ? TEXT_RESTORE_NEXT_HUB : TEXT_RESTORE_NEXT_DEVICE, c->program,
		NULL, NULL);
	if (r->from.role == STORE_AGGREGATOR)
		command_say(c, TEXT_RESTORED_CONFIRM, c->program, NULL, NULL);
	command_say(c, TEXT_RESTORE_OTHER_MACHINE, NULL, NULL, NULL);
}

static int tell_restored(struct command_context *c, const struct store_restored *r)
{
	char n[32], hex[ID_HEX];
	if (r->problems > 0)
		command_warn(c, TEXT_RESTORE_PROBLEMS, text_number(c->lang, (long long)r->problems, n), NULL, NULL);
	if (store_protection(c->store) == STORE_UNPROTECTED)
		command_warn(c, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	say_restored(c, r);
	if (!c->json)
		return 0;
	cJSON *o = cJSON_CreateObject(), *u = cJSON_AddObjectToObject(o, "unit");
	cJSON_AddStringToObject(u, "code", r->from.unit);
	cJSON_AddStringToObject(u, "name", r->from.name);
	cJSON_AddStringToObject(o, "node", id_hex(r->from.node, hex));
	add_time(o, "backup_at", true, r->from.at);
	cJSON_AddNumberToObject(o, "entries", (double)r->entries);
	cJSON_AddNumberToObject(o, "problems", (double)r->problems);
	return command_print_json(c, o);
}

static int restore_from(struct command_context *c, struct command_words *w, const char *file, struct err *e)
{
	struct store_restore r = {
		.folder = c->folder, .file = file, .role = c->role, .now = clock_now(), .told = told, .context = c};
	struct store_restored done;
	char *secret = NULL;
	int rc = gather_key(c, w, file, &r.key, &secret, e);
	if (rc == 0)
		rc = store_restore(&r, &done, &c->store, e);
	command_passphrase_free(secret);
	return rc == 0 ? tell_restored(c, &done) : -1;
}

static int confirm(struct command_context *c, struct err *e)
{
	if (command_open(c, c->role, e) != 0 || app_restored_confirm(c->store, "", clock_now(), e) != 0)
		return -1;
	command_say(c, TEXT_RESTORED_CONFIRMED, NULL, NULL, NULL);
	return 0;
}

int command_restore(struct command_context *c, struct command_words *w)
{
	struct err e;
	char *file = NULL;
	int rc;
	if (command_option(c, w, "confirmed") && w->words == 0) {
		rc = confirm(c, &e);
	} else if (w->words == 0) {
		rc = err_set(&e, ERR_USAGE, TEXT_RESTORE_WHICH, "%s", c->program);
	} else {
		rc = app_restore_file(w->word[0], &file, &e);
		if (rc == 0)
			rc = restore_from(c, w, file, &e);
	}
	free(file);
	return rc == 0 ? 0 : command_fail(c, &e);
}

/* --- status --- */

void command_say_backup(const struct command_context *c)
{
	int64_t at, bytes, now = clock_now();
	char shown[COMMAND_WHEN], days[32];
	bool known = store_last_backup(c->store, &at, &bytes);
	if (!known)
		command_say(c, TEXT_BACKUP_NEVER, c->program, NULL, NULL);
	else if (now - at < DAY) /* or the clock went back */
		command_say(c, TEXT_BACKUP_TODAY, when(at, shown), NULL, NULL);
	else
		command_say(c, TEXT_BACKUP_LAST, when(at, shown), text_number(c->lang, (now - at) / DAY, days), NULL);
	if (store_protection(c->store) != STORE_UNPROTECTED && !store_has_recovery(c->store))
		command_say(c, TEXT_RECOVERY_ADVICE, c->program, NULL, NULL);
}

void command_json_backup(const struct command_context *c, cJSON *o)
{
	int64_t at, bytes;
	bool known = store_last_backup(c->store, &at, &bytes);
	add_time(o, "backup_at", known, at);
	if (known)
		cJSON_AddNumberToObject(o, "backup_bytes", (double)bytes);
	else
		cJSON_AddNullToObject(o, "backup_bytes");
}
