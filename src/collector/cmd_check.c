/* cmd_check.c - `check`: the store reads itself again, from the bytes up. */
#include <stdio.h>

#include "commands.h"

static cJSON *facts(const struct command_context *c, const struct store_check *k)
{
	cJSON *o = cJSON_CreateObject(), *problems;
	cJSON_AddBoolToObject(o, "ok", k->problems == 0 && k->totals_match);
	cJSON_AddNumberToObject(o, "entries", (double)k->entries);
	cJSON_AddNumberToObject(o, "heads_verified", (double)k->heads_verified);
	cJSON_AddBoolToObject(o, "totals_match", k->totals_match);
	problems = cJSON_AddArrayToObject(o, "problems");
	for (size_t i = 0; i < k->problems; i++) {
		char sentence[2 * FORM_SENTENCE];
		err_sentence(&k->problem[i], c->lang, sentence, sizeof sentence);
		cJSON_AddItemToArray(problems, cJSON_CreateString(sentence));
	}
	return o;
}

static void print(const struct command_context *c, const struct store_check *k)
{
	char entries[32], heads[32], sentence[2 * FORM_SENTENCE];
	for (size_t i = 0; i < k->problems; i++) {
		err_sentence(&k->problem[i], c->lang, sentence, sizeof sentence);
		fprintf(stderr, "%s\n", sentence);
	}
	bool ok = k->problems == 0 && k->totals_match;
	command_say(c, ok ? TEXT_HUB_CHECK_GOOD : TEXT_HUB_CHECK_BAD, text_number(c->lang, k->entries, entries),
		text_number(c->lang, k->heads_verified, heads), NULL);
}

int cmd_check(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct store_check k = {0};
	if (app_check(c->store, command_option(c, w, "deep") != NULL, c->lang, &k, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(c, &k));
	else
		print(c, &k);
	int code = k.problems == 0 && k.totals_match ? 0 : ERR_IO;
	store_check_free(&k);
	return code;
}
