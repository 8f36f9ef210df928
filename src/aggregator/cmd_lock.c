/* cmd_lock.c - `lock` and `unlock`: with a unit its figures, without one the store itself. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_units.h>

#include "commands.h"

static int close_store(struct command_context *c)
{
	struct err e;
	enum store_protection how;
	if (!store_look(c->folder, &how)) {
		err_set(&e, ERR_NOT_FOUND, TEXT_HUB_NO_STORE, "%s" ERR_AND "%s", c->folder, c->program);
		return command_fail(c, &e);
	}
	if (store_lock_again(c->folder, &e) != 0)
		return command_fail(c, &e);
	command_say(c,
		how == STORE_UNDER_PASSPHRASE ? TEXT_HUB_STORE_CLOSED
		: how == STORE_UNDER_KEY_FILE ? TEXT_KEEP_CLOSED_KEY_FILE
					      : TEXT_HUB_STORE_NO_PASSPHRASE,
		NULL, NULL, NULL);
	return 0;
}

static int print_json(const struct command_context *c, const char *name, size_t done, size_t already)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, name, (double)done);
	cJSON_AddNumberToObject(o, "already", (double)already);
	return command_print_json(c, o);
}

/* Units whose households count in this one were closed or opened with it. */
static int tell_with(
	const struct command_context *c, const char *unit, bool only_whole, text_id sentence, struct err *e)
{
	char names[APP_UNITS_NAMES];
	if (app_units_names(c->store, unit, only_whole, names, e) != 0)
		return -1;
	if (names[0])
		command_say(c, sentence, names, unit, NULL);
	return 0;
}

int cmd_lock(struct command_context *c, struct command_words *w)
{
	struct err e;
	size_t locked, already;
	char a[32], b[32];
	if (w->words == 0)
		return close_store(c);
	const char *unit = strcmp(w->word[0], "all") == 0 ? NULL : w->word[0];
	if (command_open(c, STORE_AGGREGATOR, &e) != 0 || app_hub_lock(c->store, unit, &locked, &already, &e) != 0)
		return command_fail(c, &e);
	if (!c->json && unit && tell_with(c, unit, false, TEXT_UNITS_LOCKED_TOO, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		return print_json(c, "locked", locked, already);
	text_number(c->lang, (long long)locked, a);
	text_number(c->lang, (long long)already, b);
	if (!unit)
		command_say(c, TEXT_HUB_LOCKED_ALL, a, b, NULL);
	else
		command_say(c, locked ? TEXT_HUB_LOCKED : TEXT_HUB_LOCKED_ALREADY, unit, NULL, NULL);
	return 0;
}

int cmd_unlock(struct command_context *c, struct command_words *w)
{
	struct err e;
	bool unlocked;
	if (w->words == 0)
		return command_unlock(c, w);
	if (command_open(c, STORE_AGGREGATOR, &e) != 0 ||
		app_hub_unlock(c->store, w->word[0], command_option(c, w, "reason"), &unlocked, &e) != 0)
		return command_fail(c, &e);
	if (!c->json && tell_with(c, w->word[0], true, TEXT_UNITS_UNLOCKED_TOO, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		return print_json(c, "unlocked", unlocked, !unlocked);
	command_say(c, unlocked ? TEXT_HUB_UNLOCKED : TEXT_HUB_UNLOCKED_ALREADY, w->word[0], NULL, NULL);
	return 0;
}
