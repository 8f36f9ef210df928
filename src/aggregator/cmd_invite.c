/* cmd_invite.c - `invite`: a line to paste, or a file for a stick. */
#include <stdio.h>
#include <string.h>

#include <tungnha/file.h>

#include "commands.h"

enum { DAYS = 14 };

static size_t addresses(
	const struct command_context *c, const struct command_words *w, const char *out[static COMMAND_REPEAT_MAX])
{
	size_t n = 0;
	for (int i = 0; c->command->option[i].name; i++) {
		for (int j = 0; strcmp(c->command->option[i].name, "address") == 0 && j < w->options[i]; j++)
			out[n++] = w->option[i][j];
	}
	return n;
}

static void print_json(const struct command_context *c, const struct invite *v, const char *file, const char *line)
{
	char hex[ID_HEX];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", v->unit.code);
	cJSON_AddStringToObject(o, "invite", id_hex(v->id, hex));
	cJSON_AddStringToObject(o, "letter", v->letter);
	cJSON_AddNumberToObject(o, "uses", v->uses);
	cJSON_AddNumberToObject(o, "days", v->days);
	cJSON *list = cJSON_AddArrayToObject(o, "addresses");
	for (size_t i = 0; i < v->addresses; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(v->address[i]));
	cJSON_AddStringToObject(o, file ? "file" : "line", file ? file : line);
	command_print_json(c, o);
}

/* Whether the device can send over a network is settled here: it knows no other address. */
static void say_addresses(const struct command_context *c, const struct invite *v, bool recalled)
{
	if (c->json || c->quiet)
		return;
	if (v->addresses == 0)
		command_warn(c, TEXT_INVITE_NO_ADDRESS, c->program, v->unit.code, NULL);
	for (size_t i = 0; recalled && i < v->addresses; i++)
		command_warn(c, TEXT_INVITE_ADDRESS_KEPT, v->address[i], NULL, NULL);
}

static int hand_over(const struct command_context *c, const struct invite *v, const struct buf *text, const char *file,
	struct err *e)
{
	char days[32], uses[32];
	bool to_file = file && strcmp(file, "-") != 0;
	if (to_file && file_write(file, text->data, text->len, 0600, e) != 0)
		return -1;
	if (c->json)
		print_json(c, v, to_file ? file : NULL, text->data);
	else if (!to_file)
		printf("%s%s", text->data, text->len && text->data[text->len - 1] == '\n' ? "" : "\n");
	else
		command_say(c, v->uses == 1 ? TEXT_HUB_INVITE_WRITTEN_ONE : TEXT_HUB_INVITE_WRITTEN, v->unit.name,
			text_number(c->lang, v->days, days), v->uses == 1 ? file : text_number(c->lang, v->uses, uses));
	return 0;
}

int cmd_invite(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct invite made;
	struct buf text;
	const char *address[COMMAND_REPEAT_MAX], *file = command_option(c, w, "o");
	struct app_hub_invite_wish wish = {.unit = w->word[0], .address = address, .with_definitions = file != NULL};
	wish.addresses = addresses(c, w, address);
	if (shared_int(c, w, "uses", 1, 1000, 1, &wish.uses, &e) != 0 ||
		shared_int(c, w, "days", 1, 3650, DAYS, &wish.days, &e) != 0)
		return command_fail(c, &e);
	buf_init(&text, INVITE_FILE_MAX);
	int rc = app_hub_invite(c->store, &wish, &made, &text, &e);
	if (rc == 0)
		rc = hand_over(c, &made, &text, file, &e);
	if (rc == 0)
		say_addresses(c, &made, wish.addresses == 0);
	app_hub_invite_wipe(&made, &text);
	return rc == 0 ? 0 : command_fail(c, &e);
}
