/* cmd_purge.c - `purge`: overwrites the household rows of a closed unit; its totals stay. */
#include <stdlib.h>

#include <tungnha/app_units.h>

#include "commands.h"

static int print_json(const struct command_context *c, const char *unit, const struct app_hub_purged *p)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", unit);
	cJSON_AddBoolToObject(o, "done", p->done);
	cJSON_AddNumberToObject(o, "households", (double)p->households);
	cJSON_AddNumberToObject(o, "held", (double)p->held);
	cJSON_AddNumberToObject(o, "late", (double)p->late);
	if (!p->done)
		cJSON_AddStringToObject(o, "purged_at", p->at);
	return command_print_json(c, o);
}

/* Which units went with it, and whose households that count there stay. */
static int tell_others(const struct command_context *c, const struct unit *u, struct err *e)
{
	struct store_predecessor *p;
	char whole[APP_UNITS_NAMES];
	size_t n;
	if (app_units_names(c->store, u->code, true, whole, e) != 0 ||
		store_predecessors(c->store, u->code, &p, &n, e) != 0)
		return -1;
	if (whole[0])
		command_say(c, TEXT_PURGE_TOO, whole, u->name, NULL);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		char at[CLOCK_STAMP];
		int purged = p[i].whole ? 1 : store_purged(c->store, p[i].unit.code, at, e);
		rc = purged < 0 ? -1 : 0;
		if (purged == 0)
			command_say(c, TEXT_PURGE_LEFT, p[i].unit.name, u->name, NULL);
	}
	free(p);
	return rc;
}

int cmd_purge(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_purged done;
	struct app_hub_purge p = {.unit = w->word[0], .reason = command_option(c, w, "reason"), .now = clock_now()};
	char households[32], held[32], when[CLOCK_STAMP + COMMAND_WHEN];
	if (!command_option(c, w, "after-lock")) {
		err_set(&e, ERR_USAGE, TEXT_PURGE_DAYS_NEEDED, "");
		return command_fail(c, &e);
	}
	if (shared_int(c, w, "after-lock", 0, 3650, 0, &p.after_lock_days, &e) != 0 ||
		app_hub_purge(c->store, &p, &done, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		return print_json(c, p.unit, &done);
	if (done.done && tell_others(c, &done.unit, &e) != 0)
		return command_fail(c, &e);
	text_number(c->lang, (long long)done.households, households);
	text_number(c->lang, (long long)done.held, held);
	if (!done.done)
		command_say(c, TEXT_PURGE_ALREADY, done.unit.name, command_when(done.at, when), NULL);
	else
		command_say(c, TEXT_PURGE_DONE, done.unit.name, households, held);
	text_number(c->lang, (long long)done.late, held);
	if (done.late)
		command_say(c, TEXT_PURGE_LATE, held, c->program, NULL);
	return 0;
}
