/* cmd_phone.c - `phone`: phones that record by page, for a machine nobody sits at. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/app_access.h>
#include <tungnha/clock.h>

#include "commands.h"

int cmd_phone_code(struct command_context *c, struct command_words *w)
{
	struct err e;
	char code[APP_PAIR_CODE], shown[16], minutes[8];
	struct buf name;
	struct app_pair_shown now;
	buf_init(&name, 4 * ENTRY_BY_BYTES);
	shared_words(w, &name);
	int rc = app_pair_show(c->store, name.data, clock_now(), code, &e);
	buf_free(&name);
	if (rc != 0 || app_pair_shown(c->store, clock_now(), &now, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "code", code);
		cJSON_AddStringToObject(o, "by", now.by);
		cJSON_AddNumberToObject(o, "seconds", (double)now.left_s);
		return command_print_json(c, o);
	}
	snprintf(shown, sizeof shown, "%.3s %.3s", code, code + 3);
	snprintf(minutes, sizeof minutes, "%d", APP_PAIR_S / 60);
	command_say(c, TEXT_ACCESS_CMD_CODE, now.by, shown, minutes);
	command_say(c, TEXT_ACCESS_CMD_STEPS, NULL, NULL, NULL);
	return 0;
}

static int print_json(const struct command_context *c, const struct app_session *x, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		char hex[ID_HEX], stamp[CLOCK_STAMP];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "id", id_hex(x[i].id, hex));
		cJSON_AddStringToObject(o, "by", x[i].by);
		cJSON_AddStringToObject(o, "paired_at", clock_stamp(x[i].begun, stamp));
		cJSON_AddStringToObject(o, "heard_at", clock_stamp(x[i].heard, stamp));
		cJSON_AddItemToArray(list, o);
	}
	return command_print_json(c, list);
}

int cmd_phone_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_session *x;
	size_t n;
	(void)w;
	if (app_phones(c->store, &x, &n, &e) != 0)
		return command_fail(c, &e);
	int rc = 0;
	if (c->json)
		rc = print_json(c, x, n);
	else if (n == 0)
		command_say(c, TEXT_ACCESS_PHONES_NONE, NULL, NULL, NULL);
	else {
		struct command_table *t =
			command_table_new(3, (const char *const[]){text_get(c->lang, TEXT_ACCESS_HEADING_NAME),
						     text_get(c->lang, TEXT_ACCESS_HEADING_HEARD),
						     text_get(c->lang, TEXT_ACCESS_HEADING_ID)});
		for (size_t i = 0; i < n; i++) {
			char shown[ID_SHOWN], stamp[CLOCK_STAMP], when[COMMAND_WHEN];
			command_when(clock_stamp(x[i].heard, stamp), when);
			command_table_row(t, (const char *const[]){x[i].by, when, id_shown(x[i].id, shown)});
		}
		command_table_print(t);
	}
	free(x);
	return rc;
}

int cmd_phone_remove(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct buf typed;
	struct app_session gone;
	buf_init(&typed, 4 * ENTRY_BY_BYTES);
	shared_words(w, &typed);
	int rc = app_phone_remove(c->store, typed.data, &gone, &e);
	buf_free(&typed);
	if (rc != 0)
		return command_fail(c, &e);
	if (!c->json) {
		command_say(c, TEXT_ACCESS_CMD_REMOVED, gone.by, NULL, NULL);
		return 0;
	}
	char hex[ID_HEX];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", id_hex(gone.id, hex));
	cJSON_AddStringToObject(o, "by", gone.by);
	return command_print_json(c, o);
}
