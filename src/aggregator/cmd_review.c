/* cmd_review.c - `review UNIT NO --return TEXT | --approve`. */
#include "commands.h"

static cJSON *facts(const struct command_context *c, const struct app_reviewed *d, bool approve)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", d->unit.code);
	cJSON_AddStringToObject(o, "household_no", d->number);
	cJSON_AddStringToObject(o, "decision", approve ? "approve" : "return");
	cJSON_AddStringToObject(o, "entry", command_entry(c, &d->saw, entry));
	cJSON_AddBoolToObject(o, "written", d->written);
	return o;
}

int cmd_review(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_reviewed done;
	char entry[COMMAND_ENTRY];
	struct app_review r = {.unit = w->word[0],
		.number = w->word[1],
		.approve = command_option(c, w, "approve") != NULL,
		.text = command_option(c, w, "return"),
		.entry = command_option(c, w, "entry")};
	int rc = r.approve == (r.text != NULL) ? err_set(&e, ERR_USAGE, TEXT_DECIDE_REVIEW_WHICH, "") : 0;
	if (rc == 0)
		rc = app_decide_review(c->store, &r, &done, &e);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json)
		return command_print_json(c, facts(c, &done, r.approve));
	if (!done.written)
		command_say(c, TEXT_DECIDE_REVIEWED_ALREADY, done.number, done.unit.name, NULL);
	else
		command_say(c, r.approve ? TEXT_DECIDE_APPROVED_DONE : TEXT_DECIDE_RETURNED_DONE, done.number,
			done.unit.name, command_entry(c, &done.saw, entry));
	return 0;
}
