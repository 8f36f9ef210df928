/* cmd_correct.c - `confirm`: visited again, nothing changed; `renumber`: another number; `void`: taken away. */
#include <stdio.h>

#include <tungnha/clock.h>

#include "commands.h"

static struct app_correct ask(const struct command_context *c, const struct command_words *w, const struct unit *u)
{
	return (struct app_correct){.unit = u->code,
		.number = w->word[0],
		.reason = command_option(c, w, "reason"),
		.holder = &app_command_line,
		.now = clock_now(),
		.lang = c->lang};
}

static int told(struct command_context *c, struct app_put_done *done, text_id said, const char *before)
{
	cJSON *facts = shared_json_put(c, done);
	if (before)
		cJSON_AddStringToObject(facts, "before", before);
	command_say(c, said, done->number, before, NULL);
	for (size_t i = 0; i < done->warnings.count; i++)
		command_say(c, TEXT_NOTE, done->warnings.sentence[i], NULL, NULL);
	if (c->json)
		command_print_json(c, facts);
	else
		cJSON_Delete(facts);
	app_sentences_free(&done->warnings);
	return 0;
}

int cmd_confirm(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_put_done done;
	if (shared_unit_of(c, w, w->word[0], &u, &e) != 0)
		return command_fail(c, &e);
	const struct app_correct correct = ask(c, w, &u);
	if (app_household_confirm(c->store, &correct, &done, &e) != 0)
		return command_fail(c, &e);
	return told(c, &done, TEXT_CONFIRM_DONE, NULL);
}

int cmd_renumber(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_put_done done;
	if (!command_option(c, w, "reason")) {
		err_set(&e, ERR_USAGE, TEXT_RENUMBER_NEEDS_REASON, "");
		return command_fail(c, &e);
	}
	if (shared_unit_of(c, w, w->word[0], &u, &e) != 0)
		return command_fail(c, &e);
	const struct app_correct correct = ask(c, w, &u);
	if (app_household_renumber(c->store, &correct, w->word[1], &done, &e) != 0)
		return command_fail(c, &e);
	return told(c, &done, done.written ? TEXT_RENUMBER_DONE : TEXT_PUT_NOTHING, w->word[0]);
}

int cmd_void(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_put_done done;
	if (!command_option(c, w, "reason")) {
		err_set(&e, ERR_USAGE, TEXT_VOID_NEEDS_REASON, "");
		return command_fail(c, &e);
	}
	if (shared_unit_of(c, w, w->word[0], &u, &e) != 0)
		return command_fail(c, &e);
	const struct app_correct correct = ask(c, w, &u);
	if (app_household_void(c->store, &correct, &done, &e) != 0)
		return command_fail(c, &e);
	return told(c, &done, TEXT_VOID_DONE, NULL);
}
