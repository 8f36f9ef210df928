/* cmd_history.c - `history`: every version of a household in words. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"

struct telling {
	struct command_context *c;
	const char *unit;
	cJSON *rows; /* NULL: told in words */
};

static const char *kind_word(const struct store_revision *r)
{
	return r->kind < ENTRY_KIND_COUNT ? entry_kind_word(r->kind) : NULL;
}

static void tell_json(
	struct telling *t, const struct store_revision *r, const struct app_sentences *changes, const char *device)
{
	char entry[COMMAND_ENTRY], hex[ID_HEX];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "entry", command_entry(&r->entry, entry));
	cJSON_AddStringToObject(o, "at", r->at);
	cJSON_AddStringToObject(o, "by", r->by);
	cJSON_AddStringToObject(o, "node", id_hex(r->author, hex));
	cJSON_AddStringToObject(o, "device", device);
	cJSON_AddStringToObject(o, "kind", kind_word(r));
	cJSON_AddItemToObject(o, "changes", shared_json_sentences(changes));
	if (r->kind == ENTRY_RECORD && r->form)
		cJSON_AddItemToObject(o, "fields", shared_json_fields(r->form, &r->record));
	if (r->reason[0])
		cJSON_AddStringToObject(o, "reason", r->reason);
	cJSON_AddNumberToObject(o, "held", r->held);
	cJSON_AddBoolToObject(o, "head", r->head);
	cJSON_AddBoolToObject(o, "shown", r->shown);
	cJSON_AddItemToArray(t->rows, o);
}

static void tell_words(const struct telling *t, const struct store_revision *r, const struct app_sentences *changes,
	const char *device)
{
	char when[COMMAND_WHEN], entry[COMMAND_ENTRY], why[2 * FORM_SENTENCE];
	enum text_lang lang = t->c->lang;
	struct err held;
	command_put(stdout, "%s  %s%s(%s)  %s%s\n", command_when(r->at, when), r->by, r->by[0] ? " " : "", device,
		command_entry(&r->entry, entry), r->shown ? " *" : "");
	if (r->kind == ENTRY_VOID)
		command_put(stdout, "    %s\n", text_get(lang, TEXT_HISTORY_VOIDED));
	for (size_t i = 0; i < changes->count; i++)
		command_put(stdout, "    %s\n", changes->sentence[i]);
	if (r->reason[0])
		command_put(stdout, "    %s %s\n", text_get(lang, TEXT_HISTORY_REASON), r->reason);
	if (r->held) {
		store_held_reason(t->c->store, r, lang, &held);
		err_sentence(&held, lang, why, sizeof why);
		command_put(stdout, "    %s %s\n", text_get(lang, TEXT_HISTORY_HELD), why);
	}
}

static int tell(void *context, const struct store_revision *r, const struct app_sentences *changes, struct err *e)
{
	struct telling *t = context;
	char device[128];
	(void)e;
	app_device_name(t->c->store, t->unit, r->author, t->c->lang, device);
	if (t->rows)
		tell_json(t, r, changes, device);
	else
		tell_words(t, r, changes, device);
	return 0;
}

int cmd_history(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct telling t = {.c = c, .unit = u.code, .rows = c->json ? cJSON_CreateArray() : NULL};
	int rc = shared_unit(c, w, &u, &e);
	if (rc == 0)
		rc = app_household_history(c->store, u.code, w->word[0], c->lang, tell, &t, &e);
	if (rc != 0) {
		cJSON_Delete(t.rows);
		return command_fail(c, &e);
	}
	if (c->json)
		return command_print_json(c, t.rows);
	command_say(c, TEXT_HISTORY_LEGEND, NULL, NULL, NULL);
	return 0;
}
