/* cmd_sheet.c - `household put`, `renumber`: a clerk types a paper sheet, or gives a household another number. */
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "commands.h"

static cJSON *facts(
	const struct command_context *c, const struct unit *u, const struct app_put_done *done, bool row_used)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject(), *warnings;
	cJSON_AddStringToObject(o, "unit", u->code);
	cJSON_AddStringToObject(o, "household_no", done->number);
	cJSON_AddStringToObject(o, "entry", command_entry(c, &done->entry, entry));
	cJSON_AddBoolToObject(o, "written", done->written);
	cJSON_AddBoolToObject(o, "row_used", row_used);
	warnings = cJSON_AddArrayToObject(o, "warnings");
	for (size_t i = 0; i < done->warnings.count; i++)
		cJSON_AddItemToArray(warnings, cJSON_CreateString(done->warnings.sentence[i]));
	return o;
}

static void tell(const struct command_context *c, const struct unit *u, const struct app_put_done *done, bool row_used)
{
	command_say(c, done->written ? TEXT_DECIDE_PUT_DONE : TEXT_DECIDE_PUT_NOTHING, done->number, u->name, NULL);
	for (size_t i = 0; i < done->warnings.count; i++)
		command_say(c, TEXT_NOTE, done->warnings.sentence[i], NULL, NULL);
	if (row_used)
		command_say(c, TEXT_DECIDE_PUT_ROW_USED, u->name, u->code, NULL);
}

int cmd_household_put(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const struct form *f;
	struct form_change *change = alloc_zero((size_t)w->words + 1, sizeof *change);
	struct app_put p = {.unit = w->word[0],
		.change = change,
		.reason = command_option(c, w, "reason"),
		.now = clock_now(),
		.lang = c->lang};
	struct app_put_done done = {0};
	bool row_used = false;
	int rc = store_unit(c->store, p.unit, &u, &e) || store_form(c->store, NULL, &f, &e) ? -1 : 0;
	for (int i = 1; rc == 0 && i < w->words; i++)
		rc = command_pair(f, w->word[i], &p, change, &e);
	if (rc == 0)
		rc = app_decide_put(c->store, &p, &done, &row_used, &e);
	free(change);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(c, &u, &done, row_used));
	else
		tell(c, &u, &done, row_used);
	app_sentences_free(&done.warnings);
	return 0;
}

int cmd_renumber(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_renumbered done;
	char entry[COMMAND_ENTRY];
	struct app_renumber r = {.unit = w->word[0],
		.number = w->word[1],
		.changed = w->word[2],
		.reason = command_option(c, w, "reason"),
		.lang = c->lang};
	if (app_decide_renumber(c->store, &r, &done, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "unit", done.unit.code);
		cJSON_AddStringToObject(o, "household_no", done.number);
		cJSON_AddStringToObject(o, "new_no", done.changed);
		cJSON_AddStringToObject(o, "entry", command_entry(c, &done.entry, entry));
		return command_print_json(c, o);
	}
	command_say(c, TEXT_DECIDE_RENUMBER_DONE, done.number, done.unit.name, done.changed);
	return 0;
}
