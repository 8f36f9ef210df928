/* cmd_held.c - `held list`: what is stored and confirmed but not counted, and why. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"

static cJSON *json_held(const struct command_context *c, const struct app_hub_held *h, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		char entry[COMMAND_ENTRY], node[ID_HEX], sentence[2 * FORM_SENTENCE];
		cJSON *o = cJSON_CreateObject();
		err_sentence(&h[i].reason, c->lang, sentence, sizeof sentence);
		cJSON_AddStringToObject(o, "entry", command_entry(c, &h[i].revision.entry, entry));
		cJSON_AddStringToObject(o, "unit", h[i].revision.unit);
		if (h[i].number[0])
			cJSON_AddStringToObject(o, "household_no", h[i].number);
		else
			cJSON_AddNullToObject(o, "household_no");
		cJSON_AddStringToObject(o, "reason", sentence);
		cJSON_AddNumberToObject(o, "rule", h[i].revision.held);
		cJSON_AddStringToObject(o, "node", id_hex(h[i].revision.author, node));
		cJSON_AddStringToObject(o, "at", h[i].revision.at);
		cJSON_AddBoolToObject(o, "purged", h[i].purged);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static void print_held(const struct command_context *c, const struct app_hub_held *h, size_t n,
	const struct store_device *d, size_t devices)
{
	if (n == 0)
		command_say(c, TEXT_HUB_HELD_NONE, NULL, NULL, NULL);
	bool undecided = false;
	for (size_t i = 0; i < n; i++) {
		undecided |= !h[i].purged;
		const struct store_revision *r = &h[i].revision;
		char entry[COMMAND_ENTRY], who[SHARED_WHO], when[COMMAND_WHEN], sentence[2 * FORM_SENTENCE];
		err_sentence(&h[i].reason, c->lang, sentence, sizeof sentence);
		char place[UNIT_NAME + UNIT_CODE + 8];
		snprintf(place, sizeof place, "%s (%s)", h[i].unit.name, r->unit);
		command_say(c, TEXT_HUB_HELD_ENTRY, place, h[i].number[0] ? h[i].number : "–",
			command_entry(c, &r->entry, entry));
		command_put(stdout, "  %s  %s\n  %s\n", command_when(r->at, when), shared_who(c, r, d, devices, who),
			sentence);
	}
	if (undecided)
		command_say(c, TEXT_DECIDE_HELD_NEXT, c->program, NULL, NULL);
}

int cmd_held_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_held *h = NULL;
	struct store_device *d = NULL;
	size_t n = 0, devices = 0;
	(void)w;
	int rc = app_hub_held(c->store, NULL, c->lang, &h, &n, &e);
	if (rc == 0)
		rc = store_devices(c->store, NULL, &d, &devices, &e);
	if (rc == 0 && c->json)
		command_print_json(c, json_held(c, h, n));
	else if (rc == 0)
		print_held(c, h, n, d, devices);
	free(d);
	app_hub_held_free(h, n);
	return rc == 0 ? 0 : command_fail(c, &e);
}
