/* command_device.c - `device`: this machine's id, to compare with whom it sends to, and where it sends. */
#include <stdlib.h>

#include <tungnha/command_shared.h>

static cJSON *device_json(const struct command_context *c, const struct store_enrolment *en, size_t n)
{
	char hex[ID_HEX], shown[ID_SHOWN];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "node", id_hex(store_id(c->store), hex));
	cJSON_AddStringToObject(o, "shown", id_shown(store_id(c->store), shown));
	cJSON_AddBoolToObject(o, "passphrase", store_protection(c->store) == STORE_UNDER_PASSPHRASE);
	cJSON *units = cJSON_AddArrayToObject(o, "units");
	for (size_t i = 0; i < n; i++) {
		cJSON *u = cJSON_CreateObject();
		cJSON_AddItemToObject(u, "unit", command_json_unit(&en[i].unit));
		cJSON_AddItemToObject(
			u, "hub", en[i].has_hub ? cJSON_CreateString(id_hex(en[i].hub, hex)) : cJSON_CreateNull());
		cJSON_AddStringToObject(u, "hub_name", en[i].hub_name);
		cJSON_AddStringToObject(u, "label", en[i].label);
		cJSON_AddStringToObject(u, "letter", en[i].letter);
		cJSON_AddStringToObject(u, "state", message_state_word(en[i].state));
		cJSON_AddItemToArray(units, u);
	}
	return o;
}

static void print_unit(const struct command_context *c, const struct store_enrolment *en)
{
	static const text_id state[] = {[STATE_NONE] = TEXT_DEVICE_NOT_SENT,
		[STATE_NEW] = TEXT_DEVICE_NEW,
		[STATE_ACTIVE] = TEXT_DEVICE_ACTIVE,
		[STATE_WAITING] = TEXT_STATUS_WAITING,
		[STATE_REVOKED] = TEXT_STATUS_REVOKED,
		[STATE_UNKNOWN] = TEXT_DEVICE_UNKNOWN};
	command_say(
		c, en->has_hub ? TEXT_DEVICE_UNIT : TEXT_DEVICE_UNIT_ALONE, en->unit.name, en->unit.code, en->hub_name);
	if (en->has_hub)
		command_say(c, state[en->state], NULL, NULL, NULL);
}

int command_device(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct store_enrolment *en = NULL;
	char shown[ID_SHOWN];
	size_t n = 0;
	(void)w;
	if (store_enrolments(c->store, &en, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		command_print_json(c, device_json(c, en, n));
	} else {
		command_say(c, TEXT_DEVICE_ID, id_shown(store_id(c->store), shown), NULL, NULL);
		for (size_t i = 0; i < n; i++)
			print_unit(c, &en[i]);
	}
	free(en);
	return 0;
}
