/* cmd_join.c - `join`: an invitation from the commune; `init`: a beginning without one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

static void say_number(const struct command_context *c, text_id id, size_t n, const char *a1)
{
	char shown[32];
	command_say(c, id, text_number(c->lang, (long long)n, shown), a1, NULL);
}

/* --- join --- */

/* A store just made under a passphrase is closed: nothing can be written before it is opened. */
static void say_next(const struct command_context *c)
{
	bool closed = store_protection(c->store) == STORE_UNDER_PASSPHRASE;
	command_say(c, closed ? TEXT_JOIN_NEXT_CLOSED : TEXT_JOIN_NEXT_OPEN, c->program, NULL, NULL);
}

static int tell_join(struct command_context *c, const struct app_join *j, size_t moved, bool created)
{
	char hex[ID_HEX], shown[ID_SHOWN], days[16];
	struct id node = store_id(c->store);
	const struct invite *v = &j->invite;
	if (j->expired) {
		snprintf(days, sizeof days, "%d", v->days);
		command_warn(c, TEXT_JOIN_EXPIRED, v->issued, days, NULL);
	}
	if (!c->json) {
		command_say(c, TEXT_JOIN_DONE, v->unit.name, v->unit.code, id_shown(node, shown));
		if (moved > 0)
			say_number(c, TEXT_JOIN_MOVED, moved, v->unit.name);
	}
	shared_tell_protection(c);
	if (!c->json && created)
		say_next(c);
	if (!c->json)
		return 0;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "unit", command_json_unit(&v->unit));
	cJSON_AddStringToObject(o, "node", id_hex(node, hex));
	cJSON_AddStringToObject(o, "hub", id_hex(keys_id(&v->hub), hex));
	cJSON_AddStringToObject(o, "hub_name", v->hub_name);
	cJSON_AddBoolToObject(o, "expired", j->expired);
	cJSON_AddNumberToObject(o, "moved", (double)moved);
	cJSON_AddBoolToObject(o, "passphrase", store_protection(c->store) == STORE_UNDER_PASSPHRASE);
	command_json_recovery(c, o);
	return command_print_json(c, o);
}

static int join(
	struct command_context *c, struct command_words *w, const struct buf *text, struct app_join *j, struct err *e)
{
	enum store_protection how;
	bool created = !store_look(c->folder, &how);
	int64_t now = clock_now();
	size_t moved = 0;
	if (!created && command_open(c, STORE_COLLECTOR, e) != 0)
		return -1;
	if (app_join_prepare(text->data, text->len, c->store, now, j, e) != 0)
		return -1;
	struct app_begin b = {
		.join = j, .by = command_option(c, w, "by"), .label = command_option(c, w, "label"), .now = now};
	if (created ? shared_begin(c, w, &b, e) != 0 : app_join_write(c->store, j, b.by, b.label, now, &moved, e) != 0)
		return -1;
	return tell_join(c, j, moved, created);
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

/* --- init --- */

static int tell_init(struct command_context *c)
{
	struct unit u;
	struct err e;
	char hex[ID_HEX];
	if (store_own_unit(c->store, &u, &e) != 0)
		return command_fail(c, &e);
	command_say(c, TEXT_INIT_DONE, u.name, u.code, c->program);
	shared_tell_protection(c);
	if (!c->json)
		return 0;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "unit", command_json_unit(&u));
	cJSON_AddStringToObject(o, "node", id_hex(store_id(c->store), hex));
	cJSON_AddBoolToObject(o, "passphrase", store_protection(c->store) == STORE_UNDER_PASSPHRASE);
	command_json_recovery(c, o);
	return command_print_json(c, o);
}

static int init(struct command_context *c, struct command_words *w, struct app_init *i, struct err *e)
{
	enum store_protection how;
	if (store_look(c->folder, &how))
		return err_set(e, ERR_CREATE, TEXT_INIT_THERE_ALREADY, "%s", c->folder);
	if (app_init_check(i, e) != 0) /* before a passphrase is asked for */
		return -1;
	return shared_begin(c, w, &(struct app_begin){.init = i, .now = clock_now()}, e);
}

int cmd_init(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct buf form;
	const char *file = command_option(c, w, "form");
	struct app_init i = {.unit = command_option(c, w, "unit"),
		.name = command_option(c, w, "name"),
		.by = command_option(c, w, "by")};
	buf_init(&form, FORM_BYTES_MAX);
	int rc = file ? file_read(file, &form, &e) : 0;
	if (rc == 0 && file) {
		i.form = form.data;
		i.form_bytes = form.len;
		i.form_place = file;
	}
	if (rc == 0)
		rc = init(c, w, &i, &e);
	buf_free(&form);
	return rc == 0 ? tell_init(c) : command_fail(c, &e);
}
