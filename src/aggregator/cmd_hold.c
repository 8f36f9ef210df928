/* cmd_hold.c - `held accept`, `held reject`. */
#include "commands.h"

static cJSON *facts(const struct command_context *c, const struct app_hold_done *d, bool accept)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "entry", command_entry(c, &d->entry, entry));
	cJSON_AddStringToObject(o, "unit", d->unit.code);
	if (d->number[0])
		cJSON_AddStringToObject(o, "household_no", d->number);
	else
		cJSON_AddNullToObject(o, "household_no");
	cJSON_AddStringToObject(o, "decision", accept ? "accept" : "reject");
	cJSON_AddNumberToObject(o, "held", d->held);
	cJSON_AddBoolToObject(o, "shown", d->shown);
	cJSON_AddBoolToObject(o, "written", d->written);
	return o;
}

static int decide(struct command_context *c, struct command_words *w, bool accept)
{
	struct err e;
	struct app_hold_done done;
	char entry[COMMAND_ENTRY];
	struct app_hold h = {.entry = w->word[0], .accept = accept, .reason = command_option(c, w, "reason")};
	if (app_decide_held(c->store, &h, &done, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		return command_print_json(c, facts(c, &done, accept));
	text_id said = TEXT_DECIDE_REJECTED_DONE;
	if (!done.written)
		said = TEXT_DECIDE_HELD_ALREADY;
	else if (accept)
		said = done.shown ? TEXT_DECIDE_ACCEPTED_DONE : TEXT_DECIDE_ACCEPTED_NOT_SHOWN;
	command_say(c, said, command_entry(c, &done.entry, entry), done.number[0] ? done.number : "–",
		done.unit.name[0] ? done.unit.name : done.unit.code);
	return 0;
}

int cmd_held_accept(struct command_context *c, struct command_words *w)
{
	return decide(c, w, true);
}

int cmd_held_reject(struct command_context *c, struct command_words *w)
{
	return decide(c, w, false);
}
