/* cmd_resolve.c - `conflict resolve`: a version is kept, or becomes a household of its own. */
#include <stdio.h>

#include "commands.h"

static cJSON *facts(const struct command_context *c, const struct app_resolved *d)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", d->unit.code);
	cJSON_AddStringToObject(o, "household_no", d->number);
	cJSON_AddStringToObject(o, "kept", command_entry(c, &d->kept, entry));
	if (d->changed[0]) {
		cJSON_AddStringToObject(o, "new_no", d->changed);
		cJSON_AddStringToObject(o, "moved", command_entry(c, &d->moved, entry));
	}
	cJSON_AddNumberToObject(o, "voided", (double)d->voided);
	cJSON_AddBoolToObject(o, "written", d->written);
	return o;
}

static void tell(const struct command_context *c, const struct app_resolved *d)
{
	char entry[COMMAND_ENTRY], count[32];
	if (!d->written)
		command_say(c, TEXT_DECIDE_RESOLVED_ALREADY, d->number, d->unit.name, NULL);
	else if (d->changed[0])
		command_say(c, TEXT_DECIDE_MOVED_DONE, d->number, d->unit.name, d->changed);
	else if (d->voided)
		command_say(c, TEXT_DECIDE_KEPT_ONE_DONE, d->number, d->unit.name,
			text_number(c->lang, (long long)d->voided, count));
	else
		command_say(c, TEXT_DECIDE_KEPT_DONE, d->number, d->unit.name, command_entry(c, &d->kept, entry));
}

int cmd_conflict_resolve(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_resolved done;
	struct app_resolve r = {.unit = w->word[0],
		.number = w->word[1],
		.keep = command_option(c, w, "keep"),
		.renumber = command_option(c, w, "renumber"),
		.changed = w->words > 2 ? w->word[2] : NULL,
		.reason = command_option(c, w, "reason"),
		.lang = c->lang};
	int rc = 0;
	if (!r.keep && !r.renumber)
		rc = err_set(&e, ERR_USAGE, TEXT_DECIDE_RESOLVE_WHICH, "");
	else if ((r.renumber != NULL) != (r.changed != NULL))
		rc = err_set(&e, ERR_USAGE, r.renumber ? TEXT_DECIDE_RESOLVE_NUMBER : TEXT_DECIDE_RESOLVE_WHICH, "");
	if (rc == 0)
		rc = app_decide_conflict(c->store, &r, &done, &e);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json)
		return command_print_json(c, facts(c, &done));
	tell(c, &done);
	return 0;
}
