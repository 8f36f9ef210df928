/* cmd_join.c - `join`: this hub sends its totals to the office above that invited it. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_upwards.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

static int tell(struct command_context *c, const struct app_join *j, bool replaced)
{
	char hex[ID_HEX], shown[ID_SHOWN], days[16];
	const struct invite *v = &j->invite;
	snprintf(days, sizeof days, "%d", v->days);
	if (j->expired)
		command_warn(c, TEXT_JOIN_EXPIRED, v->issued, days, NULL);
	if (!c->json) {
		command_say(c, replaced ? TEXT_UP_JOIN_DONE_INSTEAD : TEXT_UP_JOIN_DONE, v->unit.name, v->hub_name,
			v->hub_unit);
		command_say(c, TEXT_UP_JOIN_ID, id_shown(store_id(c->store), shown), NULL, NULL);
		command_say(c, TEXT_UP_JOIN_NEXT, c->program, NULL, NULL);
		return 0;
	}
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "unit", command_json_unit(&v->unit));
	cJSON_AddStringToObject(o, "node", id_hex(store_id(c->store), hex));
	cJSON_AddStringToObject(o, "hub", id_hex(keys_id(&v->hub), hex));
	cJSON_AddStringToObject(o, "hub_unit", v->hub_unit);
	cJSON_AddStringToObject(o, "hub_name", v->hub_name);
	cJSON_AddBoolToObject(o, "expired", j->expired);
	return command_print_json(c, o);
}

static int join(
	struct command_context *c, struct command_words *w, const struct buf *text, struct app_join *j, struct err *e)
{
	struct app_upwards before;
	const int64_t now = clock_now();
	if (app_upwards(c->store, &before, e) != 0 ||
		app_join_prepare(text->data, text->len, c->store, now, j, e) != 0 ||
		app_upwards_join(c->store, j, command_option(c, w, "label"), now, e) != 0)
		return -1;
	return tell(c, j, before.joined && !id_equal(before.hub, keys_id(&j->invite.hub)));
}

int cmd_join(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct buf text;
	struct app_join j = {0};
	buf_init(&text, INVITE_FILE_MAX);
	int rc = file_read(w->word[0], &text, &e);
	if (rc == 0)
		rc = join(c, w, &text, &j, &e);
	app_join_free(&j);
	sodium_memzero(text.data, text.len); /* it holds the invitation's secret */
	buf_free(&text);
	return rc == 0 ? 0 : command_fail(c, &e);
}
