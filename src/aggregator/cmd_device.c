/* cmd_device.c - `device list`, `device accept`, `device revoke`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"

static const char *const state_words[] = {
	[DEVICE_NEW] = "new",
	[DEVICE_ACTIVE] = "active",
	[DEVICE_WAITING] = "waiting",
	[DEVICE_REVOKED] = "revoked",
};

static const text_id state_texts[] = {
	[DEVICE_NEW] = TEXT_HUB_DEVICE_IS_NEW,
	[DEVICE_ACTIVE] = TEXT_HUB_DEVICE_IS_ACTIVE,
	[DEVICE_WAITING] = TEXT_HUB_DEVICE_IS_WAITING,
	[DEVICE_REVOKED] = TEXT_HUB_DEVICE_IS_REVOKED,
};

static cJSON *json_devices(const struct store_device *d, size_t n)
{
	char hex[ID_HEX];
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "node", id_hex(d[i].node, hex));
		cJSON_AddStringToObject(o, "unit", d[i].unit);
		cJSON_AddStringToObject(o, "label", d[i].label);
		cJSON_AddStringToObject(o, "state", state_words[d[i].state]);
		cJSON_AddNumberToObject(o, "through", (double)d[i].through);
		cJSON_AddItemToObject(o, "last_heard_at", shared_json_time(d[i].last_heard));
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static void print_devices(const struct command_context *c, const struct store_device *d, size_t n)
{
	const text_id heading[] = {TEXT_HUB_COL_UNIT, TEXT_HUB_COL_DEVICE, TEXT_HUB_COL_LABEL, TEXT_HUB_COL_STATE,
		TEXT_HUB_COL_THROUGH, TEXT_HUB_COL_HEARD};
	const char *headings[6];
	for (size_t i = 0; i < 6; i++)
		headings[i] = text_get(c->lang, heading[i]);
	struct command_table *t = command_table_new(6, headings);
	for (size_t i = 0; i < n; i++) {
		char shown[ID_SHOWN], through[32], when[COMMAND_WHEN];
		const char *cells[] = {d[i].unit, id_shown(d[i].node, shown), d[i].label,
			text_get(c->lang, state_texts[d[i].state]), text_number(c->lang, d[i].through, through),
			shared_when(d[i].last_heard, when)};
		command_table_row(t, cells);
	}
	command_table_print(t);
	bool uncompared = false;
	for (size_t i = 0; i < n; i++)
		uncompared |= d[i].state == DEVICE_NEW || d[i].state == DEVICE_WAITING;
	if (uncompared)
		command_say(c, TEXT_HUB_DEVICE_NEXT, c->program, NULL, NULL);
}

int cmd_device_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct store_device *d;
	size_t n;
	(void)w;
	if (store_devices(c->store, NULL, &d, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, json_devices(d, n));
	else if (n == 0)
		command_say(c, TEXT_HUB_DEVICE_NONE, NULL, NULL, NULL);
	else
		print_devices(c, d, n);
	free(d);
	return 0;
}

/* The id as shown has spaces: typed without quotes it comes as several words. */
static const char *node_of(const struct command_words *w, char out[static 128])
{
	size_t n = 0;
	out[0] = '\0';
	for (int i = 0; i < w->words && n < 127; i++)
		n += (size_t)snprintf(out + n, 128 - n, "%s%s", i ? " " : "", w->word[i]);
	return out;
}

static int tell(struct command_context *c, const struct app_hub_devices *d, text_id done, text_id was_so)
{
	for (size_t i = 0; i < d->devices; i++) {
		char shown[ID_SHOWN];
		command_say(c, d->changed ? done : was_so, id_shown(d->device[i].node, shown), d->device[i].label,
			d->device[i].unit);
	}
	for (size_t i = 0; i < d->companions; i++) {
		char shown[ID_SHOWN];
		command_say(c, TEXT_HUB_DEVICE_COMPANION, id_shown(d->companion[i].node, shown), d->companion[i].label,
			d->companion[i].unit);
	}
	if (!c->json)
		return 0;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "changed", (double)d->changed);
	cJSON_AddItemToObject(o, "devices", json_devices(d->device, d->devices));
	cJSON_AddItemToObject(o, "same_invitation", json_devices(d->companion, d->companions));
	return command_print_json(c, o);
}

int cmd_device_accept(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_devices d;
	char node[128];
	if (app_hub_device_accept(c->store, node_of(w, node), &d, &e) != 0) {
		app_hub_devices_free(&d);
		return command_fail(c, &e);
	}
	int code = tell(c, &d, TEXT_HUB_DEVICE_ACCEPTED, TEXT_HUB_DEVICE_WAS_ACTIVE);
	app_hub_devices_free(&d);
	return code;
}

int cmd_device_revoke(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_devices d;
	char node[128];
	if (app_hub_device_revoke(c->store, node_of(w, node), command_option(c, w, "reason"), &d, &e) != 0) {
		app_hub_devices_free(&d);
		return command_fail(c, &e);
	}
	int code = tell(c, &d, TEXT_HUB_DEVICE_REVOKED_NOW, TEXT_HUB_DEVICE_WAS_REVOKED);
	app_hub_devices_free(&d);
	return code;
}
