/* cmd_held.c - `held`: entries that are kept but do not count, why, and what to do. */
#include <stdio.h>

#include <tungnha/app_home.h>

#include "commands.h"

static cJSON *row_json(const struct command_context *c, const struct app_hub_held *h, const char *sentence)
{
	char entry[COMMAND_ENTRY], hex[ID_HEX], device[128];
	const struct store_revision *r = &h->revision;
	cJSON *o = cJSON_CreateObject();
	app_device_name(c->store, r->unit, r->author, c->lang, device);
	cJSON_AddStringToObject(o, "entry", command_entry(c, &r->entry, entry));
	cJSON_AddStringToObject(o, "unit", r->unit);
	cJSON_AddStringToObject(o, "household_no", h->number);
	cJSON_AddStringToObject(o, "reason", sentence);
	cJSON_AddNumberToObject(o, "held", r->held);
	cJSON_AddStringToObject(o, "node", id_hex(r->author, hex));
	cJSON_AddStringToObject(o, "device", device);
	cJSON_AddStringToObject(o, "by", r->by);
	cJSON_AddStringToObject(o, "at", r->at);
	cJSON_AddBoolToObject(o, "purged", h->purged);
	return o;
}

static void print_row(const struct command_context *c, const struct app_hub_held *h, const char *sentence)
{
	char when[COMMAND_WHEN], entry[COMMAND_ENTRY], device[128];
	const struct store_revision *r = &h->revision;
	app_device_name(c->store, r->unit, r->author, c->lang, device);
	command_put(stdout, "%s %s: %s\n", text_get(c->lang, TEXT_EVENT_HOUSEHOLD), h->number[0] ? h->number : "?",
		sentence);
	command_put(stdout, "    %s%s%s, %s  [%s]\n", r->by, r->by[0] ? ", " : "", device, command_when(r->at, when),
		command_entry(c, &r->entry, entry));
}

int cmd_held(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_hub_held *h;
	size_t n, undecided = 0;
	char sentence[2 * FORM_SENTENCE];
	if (shared_unit(c, w, &u, &e) != 0 || app_held(c->store, u.code, c->lang, &h, &n, &e) != 0)
		return command_fail(c, &e);
	cJSON *rows = c->json ? cJSON_CreateArray() : NULL;
	for (size_t i = 0; i < n; i++) {
		undecided += !h[i].purged;
		err_sentence(&h[i].reason, c->lang, sentence, sizeof sentence);
		if (rows)
			cJSON_AddItemToArray(rows, row_json(c, &h[i], sentence));
		else
			print_row(c, &h[i], sentence);
	}
	app_hub_held_free(h, n);
	if (rows)
		return command_print_json(c, rows);
	if (undecided || !n)
		command_say(c, n ? TEXT_HELD_DO : TEXT_HUB_HELD_NONE, NULL, NULL, NULL);
	return 0;
}
