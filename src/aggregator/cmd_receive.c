/* cmd_receive.c - `receive`: what came on a stick or a share. */
#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

static cJSON *json_received(const struct folder_receive *r, enum text_lang lang)
{
	const struct {
		const char *name;
		size_t n;
	} members[] = {{"messages", r->messages}, {"applied", r->applied}, {"repeated", r->repeated},
		{"unreadable", r->unreadable}, {"refused", r->refused}, {"entries", r->entries}, {"held", r->held},
		{"enrolled", r->enrolled}, {"replies", r->replies}};
	cJSON *o = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(o, "problems");
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		cJSON_AddNumberToObject(o, members[i].name, (double)members[i].n);
	for (size_t i = 0; i < r->problems; i++) {
		char why[2 * FORM_SENTENCE];
		cJSON *p = cJSON_CreateObject();
		err_sentence(&r->problem[i].why, lang, why, sizeof why);
		cJSON_AddStringToObject(p, "file", r->problem[i].file);
		cJSON_AddStringToObject(p, "reason", why);
		cJSON_AddItemToArray(list, p);
	}
	return o;
}

static void say(const struct command_context *c, const struct folder_receive *r)
{
	char a[32], b[32], d[32];
	if (r->messages == 0) {
		command_say(c, TEXT_HUB_RECEIVED_NONE, NULL, NULL, NULL);
		return;
	}
	command_say(c, TEXT_HUB_RECEIVED, text_number(c->lang, (long long)r->messages, a),
		text_number(c->lang, (long long)r->applied, b), text_number(c->lang, (long long)r->repeated, d));
	if (r->entries)
		command_say(c, TEXT_HUB_RECEIVED_ENTRIES, text_number(c->lang, (long long)r->entries, a), NULL, NULL);
	if (r->held)
		command_say(c, TEXT_HUB_RECEIVED_HELD, text_number(c->lang, (long long)r->held, a), c->program, NULL);
	if (r->enrolled)
		command_say(c, TEXT_HUB_RECEIVED_ENROLLED, text_number(c->lang, (long long)r->enrolled, a), c->program,
			NULL);
	if (r->replies)
		command_say(c, TEXT_HUB_RECEIVED_REPLIES, text_number(c->lang, (long long)r->replies, a), NULL, NULL);
}

static void warn_problems(const struct command_context *c, const struct folder_receive *r)
{
	for (size_t i = 0; i < r->problems; i++) {
		char why[2 * FORM_SENTENCE];
		err_sentence(&r->problem[i].why, c->lang, why, sizeof why);
		command_put(stderr, "%s: %s\n", r->problem[i].file, why);
	}
}

/* Nothing is taken before all the paths are known to be there: a mistyped second stick must not look like success. */
static int check_paths(const struct command_words *w, struct err *e)
{
	for (int i = 0; i < w->words; i++) {
		if (!file_exists(w->word[i]))
			return err_set(e, ERR_NOT_FOUND, TEXT_FILE_MISSING, "%s", w->word[i]);
	}
	return 0;
}

int cmd_receive(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct folder_receive r = {0};
	int rc = check_paths(w, &e);
	for (int i = 0; rc == 0 && i < w->words; i++) {
		rc = folder_receive(c->store, w->word[i], clock_now(), &r, &e);
		if (w->words > 1)
			command_progress(c, (size_t)i + 1, (size_t)w->words);
	}
	warn_problems(c, &r);
	if (rc == 0 && c->json)
		command_print_json(c, json_received(&r, c->lang));
	else if (rc == 0)
		say(c, &r);
	bool bad = r.unreadable + r.refused > 0;
	folder_receive_free(&r);
	return rc != 0 ? command_fail(c, &e) : bad ? ERR_DATA : 0;
}
