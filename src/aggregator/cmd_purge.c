/* cmd_purge.c - `purge`: overwrites the household rows of a closed unit; its totals stay. */
#include <stdio.h>

#include "commands.h"

static int print_json(const struct command_context *c, const char *unit, const struct app_hub_purged *p)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", unit);
	cJSON_AddBoolToObject(o, "done", p->done);
	cJSON_AddNumberToObject(o, "households", (double)p->households);
	cJSON_AddNumberToObject(o, "held", (double)p->held);
	if (!p->done)
		cJSON_AddStringToObject(o, "purged_at", p->at);
	return command_print_json(c, o);
}

int cmd_purge(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_purged done;
	struct app_hub_purge p = {.unit = w->word[0], .reason = command_option(c, w, "reason"), .now = clock_now()};
	char households[32], held[32];
	if (!command_option(c, w, "after-lock")) {
		err_set(&e, ERR_USAGE, TEXT_PURGE_DAYS_NEEDED, "");
		return command_fail(c, &e);
	}
	if (shared_int(c, w, "after-lock", 0, 3650, 0, &p.after_lock_days, &e) != 0 ||
		command_open(c, STORE_AGGREGATOR, &e) != 0 || app_hub_purge(c->store, &p, &done, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		return print_json(c, p.unit, &done);
	text_number(c->lang, (long long)done.households, households);
	text_number(c->lang, (long long)done.held, held);
	if (!done.done)
		command_say(c, TEXT_PURGE_ALREADY, p.unit, done.at, NULL);
	else
		command_say(c, TEXT_PURGE_DONE, p.unit, households, held);
	return 0;
}
