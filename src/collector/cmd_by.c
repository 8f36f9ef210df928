/* cmd_by.c - `by`: whose name goes into the entries. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"

static int show(struct command_context *c)
{
	char *by = app_by(c->store);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "by", by);
		command_print_json(c, o);
	} else if (*by) {
		command_say(c, TEXT_BY_NOW, by, NULL, NULL);
	} else {
		command_say(c, TEXT_BY_NOBODY, c->program, NULL, NULL);
	}
	free(by);
	return 0;
}

static int add(struct command_context *c, const struct command_words *w, bool use)
{
	struct err e;
	struct buf name;
	buf_init(&name, 4 * ENTRY_BY_BYTES);
	shared_words(w, &name);
	int rc = app_by_add(c->store, name.data, use, &e);
	if (rc == 0 && !use)
		command_say(c, TEXT_BY_ADDED, name.data, NULL, NULL);
	buf_free(&name);
	if (rc != 0)
		return command_fail(c, &e);
	return use ? show(c) : 0;
}

int cmd_by(struct command_context *c, struct command_words *w)
{
	return w->words > 0 ? add(c, w, true) : show(c);
}

int cmd_by_add(struct command_context *c, struct command_words *w)
{
	return add(c, w, false);
}

int cmd_by_list(struct command_context *c, struct command_words *w)
{
	struct app_names all;
	char *by = app_by(c->store);
	cJSON *a = c->json ? cJSON_CreateArray() : NULL;
	(void)w;
	app_by_list(c->store, &all);
	for (size_t i = 0; i < all.count; i++) {
		if (a)
			cJSON_AddItemToArray(a, cJSON_CreateString(all.name[i]));
		else
			command_put(stdout, "%s %s\n", strcmp(all.name[i], by) == 0 ? "*" : " ", all.name[i]);
	}
	if (a)
		command_print_json(c, a);
	else if (all.count == 0)
		command_say(c, TEXT_BY_NOBODY, c->program, NULL, NULL);
	app_names_free(&all);
	free(by);
	return 0;
}
