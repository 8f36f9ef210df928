/* cmd_history.c - `history`: what became of a household, a line for each change and each decision of the commune. */
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

static cJSON *row_json(const struct telling *t, const struct name *n, const char *at, const char *by, struct id author)
{
	char entry[COMMAND_ENTRY], hex[ID_HEX], device[128];
	cJSON *o = cJSON_CreateObject();
	app_device_name(t->c->store, t->unit, author, t->c->lang, device);
	cJSON_AddStringToObject(o, "entry", command_entry(t->c, n, entry));
	cJSON_AddStringToObject(o, "at", at);
	cJSON_AddStringToObject(o, "by", by);
	cJSON_AddStringToObject(o, "node", id_hex(author, hex));
	cJSON_AddStringToObject(o, "device", device);
	return o;
}

static cJSON *revision_json(const struct telling *t, const struct app_event *ev)
{
	const struct store_revision *r = ev->revision;
	cJSON *o = row_json(t, &r->entry, r->at, r->by, r->author);
	cJSON_AddStringToObject(o, "kind", kind_word(r));
	cJSON_AddItemToObject(o, "changes", shared_json_sentences(ev->changes));
	if (r->kind == ENTRY_RECORD && r->form)
		cJSON_AddItemToObject(o, "fields", shared_json_fields(r->form, &r->record));
	if (r->reason[0])
		cJSON_AddStringToObject(o, "reason", r->reason);
	cJSON_AddNumberToObject(o, "held", r->held);
	cJSON_AddBoolToObject(o, "head", r->head);
	cJSON_AddBoolToObject(o, "shown", r->shown);
	cJSON_AddBoolToObject(o, "settles", ev->settles);
	cJSON_AddBoolToObject(o, "brings_back", ev->brings_back);
	return o;
}

static cJSON *act_json(const struct telling *t, const struct store_act *a)
{
	char about[COMMAND_ENTRY];
	cJSON *o = row_json(t, &a->act, a->at, a->by, a->author);
	cJSON_AddStringToObject(o, "kind", entry_kind_word(a->kind));
	if (a->kind == ENTRY_REVIEW)
		cJSON_AddStringToObject(o, "decision", a->returned ? "return" : "approve");
	cJSON_AddStringToObject(o, "about", command_entry(t->c, &a->about, about));
	if (a->reason[0])
		cJSON_AddStringToObject(o, "reason", a->reason);
	return o;
}

static void tell_words(const struct telling *t, const struct app_event *ev)
{
	char entry[COMMAND_ENTRY], why[2 * FORM_SENTENCE];
	enum text_lang lang = t->c->lang;
	char *line = app_event_line(t->c->store, t->unit, ev, lang);
	const struct store_revision *r = ev->revision;
	command_put(stdout, "%s  [%s]%s\n", line, command_entry(t->c, r ? &r->entry : &ev->act->about, entry),
		r && r->shown ? " *" : "");
	if (r && r->held) {
		struct err held;
		store_held_reason(t->c->store, r, lang, &held);
		err_sentence(&held, lang, why, sizeof why);
		command_put(stdout, "    %s %s\n", text_get(lang, TEXT_HISTORY_HELD), why);
	}
	free(line);
}

static int tell(void *context, const struct app_event *ev, struct err *e)
{
	struct telling *t = context;
	(void)e;
	if (t->rows)
		cJSON_AddItemToArray(t->rows, ev->act ? act_json(t, ev->act) : revision_json(t, ev));
	else
		tell_words(t, ev);
	return 0;
}

int cmd_history(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct telling t = {.c = c, .unit = u.code, .rows = c->json ? cJSON_CreateArray() : NULL};
	int rc = shared_unit_of(c, w, w->word[0], &u, &e);
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
