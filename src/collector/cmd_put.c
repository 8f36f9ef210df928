/* cmd_put.c - `put`: a household added or changed, as KEY=VALUE words. */
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "commands.h"

static void tell(const struct command_context *c, const struct app_put_done *done)
{
	bool changed = done->written || done->labelled;
	text_id said = changed ? TEXT_PUT_DONE : TEXT_PUT_NOTHING;
	command_say(c, done->brought_back ? TEXT_PUT_BROUGHT_BACK : said, done->number, NULL, NULL);
	for (size_t i = 0; i < done->warnings.count; i++)
		command_say(c, TEXT_NOTE, done->warnings.sentence[i], NULL, NULL);
}

cJSON *shared_json_put(const struct command_context *c, const struct app_put_done *done)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "household_no", done->number);
	cJSON_AddStringToObject(o, "entry", command_entry(c, &done->entry, entry));
	cJSON_AddItemToObject(o, "warnings", shared_json_sentences(&done->warnings));
	return o;
}

int cmd_put(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const struct form *f;
	struct form_change *change = alloc_zero((size_t)w->words + 1, sizeof *change);
	struct app_put p = {.change = change,
		.reason = command_option(c, w, "reason"),
		.holder = &app_command_line,
		.now = clock_now(),
		.lang = c->lang};
	struct app_put_done done = {0};
	int rc = store_form(c->store, NULL, &f, &e);
	for (int i = 0; rc == 0 && i < w->words; i++)
		rc = command_pair(f, w->word[i], &p, change, &e);
	if (rc == 0)
		rc = shared_unit_of(c, w, p.number, &u, &e);
	p.unit = u.code;
	if (rc == 0)
		rc = app_household_put(c->store, &p, &done, &e);
	free(change);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, shared_json_put(c, &done));
	else
		tell(c, &done);
	app_sentences_free(&done.warnings);
	return 0;
}
