/* cmd_unit.c - `unit list`, `unit add`, `unit import`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "commands.h"

static cJSON *json_units(const struct unit *u, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = command_json_unit(&u[i]);
		cJSON_AddStringToObject(o, "parent", u[i].parent);
		if (u[i].listed >= 0)
			cJSON_AddNumberToObject(o, "listed", u[i].listed);
		else
			cJSON_AddNullToObject(o, "listed");
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static const char *level_words(enum text_lang lang, const char *level)
{
	static const struct {
		const char *level;
		enum text_id words;
	} levels[] = {
		{"hamlet", TEXT_HUB_LEVEL_HAMLET},
		{"commune", TEXT_HUB_LEVEL_COMMUNE},
		{"office", TEXT_HUB_LEVEL_OFFICE},
		{"district", TEXT_HUB_LEVEL_DISTRICT},
		{"province", TEXT_HUB_LEVEL_PROVINCE},
		{"group", TEXT_HUB_LEVEL_GROUP},
	};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		if (strcmp(levels[i].level, level) == 0)
			return text_get(lang, levels[i].words);
	}
	return level;
}

static void print_units(const struct command_context *c, const struct unit *u, size_t n)
{
	const enum text_id heading[] = {
		TEXT_HUB_COL_CODE, TEXT_HUB_COL_NAME, TEXT_HUB_COL_LEVEL, TEXT_HUB_COL_PARENT, TEXT_HUB_COL_LISTED};
	const char *headings[5];
	for (size_t i = 0; i < 5; i++)
		headings[i] = text_get(c->lang, heading[i]);
	struct command_table *t = command_table_new(5, headings);
	for (size_t i = 0; i < n; i++) {
		char listed[32] = "–";
		if (u[i].listed >= 0)
			text_number(c->lang, u[i].listed, listed);
		const char *cells[] = {u[i].code, u[i].name, level_words(c->lang, u[i].level), u[i].parent, listed};
		command_table_row(t, cells);
	}
	command_table_print(t);
}

int cmd_unit_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit *u;
	size_t n;
	(void)w;
	if (store_units(c->store, NULL, &u, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, json_units(u, n));
	else
		print_units(c, u, n);
	free(u);
	return 0;
}

/* What an addition or an import did, or why it did nothing. */
static int tell(struct command_context *c, int rc, struct app_hub_units *done, struct err *e)
{
	char added[32], changed[32], same[32];
	shared_notes(c, &done->refused);
	shared_notes(c, &done->doubtful);
	if (rc == 0 && c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddNumberToObject(o, "added", (double)done->added);
		cJSON_AddNumberToObject(o, "changed", (double)done->changed);
		cJSON_AddNumberToObject(o, "same", (double)done->same);
		command_print_json(c, o);
	}
	if (rc == 0)
		command_say(c, TEXT_HUB_UNITS_DONE, text_number(c->lang, (long long)done->added, added),
			text_number(c->lang, (long long)done->changed, changed),
			text_number(c->lang, (long long)done->same, same));
	app_hub_units_free(done);
	return rc == 0 ? 0 : command_fail(c, e);
}

static int take(const char *typed, enum text_id wrong, char *out, size_t out_bytes, struct err *e)
{
	char *clean = typed ? utf8_clean(typed, strlen(typed)) : NULL;
	bool fits = !typed || (clean && strlen(clean) < out_bytes);
	if (fits && clean)
		memcpy(out, clean, strlen(clean) + 1);
	free(clean);
	return fits ? 0 : err_set(e, ERR_DATA, wrong, "%s" ERR_AND "%s", typed, typed);
}

int cmd_unit_add(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u = {.listed = -1};
	struct app_hub_units done = {0};
	if (take(w->word[0], TEXT_HUB_LIST_CODE, u.code, sizeof u.code, &e) != 0 ||
		take(w->word[1], TEXT_HUB_LIST_NAME, u.name, sizeof u.name, &e) != 0 ||
		take(command_option(c, w, "level"), TEXT_HUB_LIST_LEVEL, u.level, sizeof u.level, &e) != 0 ||
		take(command_option(c, w, "parent"), TEXT_HUB_LIST_PARENT, u.parent, sizeof u.parent, &e) != 0 ||
		shared_int(c, w, "listed", 0, 9999999, -1, &u.listed, &e) != 0)
		return command_fail(c, &e);
	int rc = app_hub_unit_set(c->store, &u, &done, &e);
	return tell(c, rc, &done, &e);
}

int cmd_unit_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_units done = {0};
	const struct app_hub_file file = {.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet")};
	int rc = app_hub_unit_import(c->store, &file, &done, &e);
	return tell(c, rc, &done, &e);
}
