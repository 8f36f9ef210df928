/* cmd_status_above.c - `status`, towards the office above: what it has, and what it says. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_upwards.h>

#include "commands.h"

/* "parent": null where there is none. */
void shared_json_above(const struct command_context *c, cJSON *o)
{
	struct app_upwards u;
	struct err none;
	char hex[ID_HEX];
	if (app_upwards(c->store, &u, &none) != 0 || !u.joined) {
		cJSON_AddNullToObject(o, "parent");
		return;
	}
	cJSON *p = cJSON_AddObjectToObject(o, "parent");
	cJSON_AddStringToObject(p, "unit", u.unit);
	cJSON_AddStringToObject(p, "name", u.name);
	cJSON_AddStringToObject(p, "node", id_hex(u.hub, hex));
	cJSON_AddStringToObject(p, "state", message_state_word(u.state));
	cJSON_AddNumberToObject(p, "written", (double)u.progress.written);
	cJSON_AddNumberToObject(p, "confirmed", (double)u.progress.confirmed);
	cJSON_AddItemToObject(p, "last_confirmed_at", shared_json_time(u.progress.last_confirmed_at));
	cJSON_AddBoolToObject(p, "locked", u.locked);
	cJSON_AddItemToObject(p, "period", u.stated ? cJSON_CreateString(u.period) : cJSON_CreateNull());
	cJSON_AddNumberToObject(p, "version", u.version);
	cJSON_AddBoolToObject(p, "has_it", u.confirmed);
	cJSON_AddBoolToObject(p, "accepted", u.accepted);
	cJSON_AddItemToObject(p, "closed", u.closed[0] ? cJSON_CreateString(u.closed) : cJSON_CreateNull());
	cJSON_AddItemToObject(
		p, "counted", u.counted_period[0] ? cJSON_CreateString(u.counted_period) : cJSON_CreateNull());
	cJSON_AddNumberToObject(p, "counted_version", u.counted_version);
}

static void say_closed(const struct command_context *c, const struct app_upwards *u)
{
	char version[16], counted[16];
	snprintf(version, sizeof version, "%d", u->version);
	snprintf(counted, sizeof counted, "%d", u->counted_version);
	if (!u->stated)
		command_say(c, TEXT_UP_STATUS_NOT_CLOSED, NULL, NULL, NULL);
	else
		command_say(c, u->confirmed ? TEXT_UP_STATUS_STATED : TEXT_UP_STATUS_UNSENT, u->period, version, NULL);
	if (u->accepted)
		command_say(c, TEXT_UP_STATUS_ACCEPTED, u->period, u->accepted_reason, NULL);
	if (u->closed[0] && u->counted_period[0])
		command_say(c, TEXT_UP_STATUS_COUNTED, u->closed, u->counted_period, counted);
	else if (u->closed[0])
		command_say(c, TEXT_UP_STATUS_NOT_COUNTED, u->closed, NULL, NULL);
	if (u->locked)
		command_say(c, TEXT_UP_STATUS_LOCKED, NULL, NULL, NULL);
}

void shared_say_above(const struct command_context *c)
{
	struct app_upwards u;
	struct err none;
	char a[32], b[32], line[80], when[COMMAND_WHEN];
	if (app_upwards(c->store, &u, &none) != 0 || !u.joined)
		return;
	text_fill(c->lang, TEXT_UP_STATUS_ENTRIES,
		(const char *const[3]){text_number(c->lang, u.progress.confirmed, a),
			text_number(c->lang, u.progress.written, b), NULL},
		line, sizeof line);
	command_say(c, TEXT_UP_STATUS_PARENT, u.name, u.unit, line);
	if (u.progress.last_confirmed_at)
		command_say(c, TEXT_UP_STATUS_LAST, shared_when(u.progress.last_confirmed_at, when), NULL, NULL);
	say_closed(c, &u);
	if (u.state == STATE_WAITING)
		command_say(c, TEXT_STATUS_WAITING, NULL, NULL, NULL);
	else if (u.state == STATE_REVOKED)
		command_say(c, TEXT_STATUS_REVOKED, NULL, NULL, NULL);
	else if (u.state == STATE_UNKNOWN)
		command_say(c, TEXT_DEVICE_UNKNOWN, NULL, NULL, NULL);
}
