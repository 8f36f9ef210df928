/* cmd_household.c - `household UNIT NO [--history]`: what counts, and everything ever written about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_corrections.h>
#include <tungnha/json.h>

#include <tungnha/app_units.h>

#include "commands.h"

struct known {
	const struct store_device *device;
	size_t devices;
};

/* Where history is told. */
struct telling {
	struct command_context *c;
	const char *unit;
};

/* -- JSON -- */

static cJSON *json_revision(struct command_context *c, const struct store_revision *r, const struct known *k)
{
	cJSON *o = shared_json_revision(c, r, k->device, k->devices);
	cJSON_AddBoolToObject(o, "head", r->head);
	cJSON_AddBoolToObject(o, "shown", r->shown);
	cJSON_AddNumberToObject(o, "held", r->held);
	if (r->held) {
		struct err why;
		char sentence[2 * FORM_SENTENCE];
		store_held_reason(c->store, r, c->lang, &why);
		err_sentence(&why, c->lang, sentence, sizeof sentence);
		cJSON_AddStringToObject(o, "held_reason", sentence);
	}
	return o;
}

static cJSON *json_shown_fields(const struct app_hub_household *h)
{
	if (!h->counts || h->shown.voided)
		return cJSON_CreateNull();
	char *text = form_record_json(h->shown.form, &h->shown.record);
	cJSON *fields = json_parse(text, strlen(text), ENTRY_DEPTH_MAX);
	free(text);
	return fields;
}

static cJSON *json_act(const struct command_context *c, const struct store_act *a)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "act", command_entry(c, &a->act, entry));
	cJSON_AddStringToObject(o, "kind", entry_kind_word(a->kind));
	if (a->kind == ENTRY_REVIEW)
		cJSON_AddStringToObject(o, "decision", a->returned ? "return" : "approve");
	cJSON_AddStringToObject(o, "entry", command_entry(c, &a->about, entry));
	cJSON_AddStringToObject(o, "at", a->at);
	cJSON_AddStringToObject(o, "by", a->by);
	cJSON_AddStringToObject(o, "reason", a->reason);
	return o;
}

/* What the commune decided about it; a store that fails here has failed at the household already. */
static cJSON *json_acts(struct command_context *c, const char *unit, struct id key)
{
	struct store_act *act;
	struct err none;
	size_t n;
	cJSON *list = cJSON_CreateArray();
	if (store_acts_of(c->store, unit, key, &act, &n, &none) != 0)
		return list;
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(list, json_act(c, &act[i]));
	free(act);
	return list;
}

static cJSON *json_household(
	struct command_context *c, const char *unit, const struct app_hub_household *h, const struct known *k)
{
	char entry[COMMAND_ENTRY], hex[ID_HEX];
	cJSON *o = cJSON_CreateObject(), *heads, *revisions;
	cJSON_AddStringToObject(o, "key", id_hex(h->shown.key, hex));
	cJSON_AddItemToObject(o, "fields", json_shown_fields(h));
	cJSON_AddBoolToObject(o, "conflict", h->shown.conflict);
	cJSON_AddBoolToObject(o, "clash", h->shown.clash);
	cJSON_AddBoolToObject(o, "voided", h->shown.voided);
	heads = cJSON_AddArrayToObject(o, "heads");
	revisions = cJSON_AddArrayToObject(o, "revisions");
	for (size_t i = 0; i < h->revisions; i++) {
		if (h->revision[i].head)
			cJSON_AddItemToArray(heads, cJSON_CreateString(command_entry(c, &h->revision[i].entry, entry)));
		cJSON_AddItemToArray(revisions, json_revision(c, &h->revision[i], k));
	}
	cJSON_AddItemToObject(o, "acts", json_acts(c, unit, h->shown.key));
	return o;
}

/* The first record's members stand in the object itself; others under the same number follow. */
static cJSON *json_all(struct command_context *c, const char *unit, const char *number,
	const struct app_hub_household *h, size_t n, const struct known *k)
{
	cJSON *o = json_household(c, unit, &h[0], k), *others;
	cJSON_AddStringToObject(o, "unit", unit);
	cJSON_AddStringToObject(o, "household_no", number);
	others = cJSON_AddArrayToObject(o, "same_number");
	for (size_t i = 1; i < n; i++)
		cJSON_AddItemToArray(others, json_household(c, unit, &h[i], k));
	return o;
}

/* -- text -- */

static const struct store_revision *shown_revision(const struct app_hub_household *h)
{
	for (size_t i = 0; i < h->revisions; i++) {
		if (h->revision[i].shown)
			return &h->revision[i];
	}
	return NULL;
}

static void print_fields(const struct command_context *c, const struct app_hub_household *h)
{
	for (size_t i = 0; i < h->shown.form->fields; i++) {
		char value[FORM_SENTENCE];
		form_show(h->shown.form, (int)i, &h->shown.record.value[i], c->lang, value);
		if (*value)
			command_put(stdout, "  %s: %s\n", form_words(&h->shown.form->field[i].label, c->lang), value);
	}
}

static void print_shown(const struct command_context *c, const struct app_hub_household *h, const struct known *k)
{
	const struct store_revision *r = shown_revision(h);
	char who[SHARED_WHO], when[COMMAND_WHEN];
	if (!h->counts)
		command_say(c, TEXT_HUB_HOUSEHOLD_ALL_HELD, NULL, NULL, NULL);
	else if (h->shown.voided)
		command_say(c, TEXT_HUB_HOUSEHOLD_VOIDED, NULL, NULL, NULL);
	else
		print_fields(c, h);
	if (r)
		command_say(c, TEXT_HUB_HOUSEHOLD_WRITTEN, shared_who(c, r, k->device, k->devices, who),
			command_when(r->at, when), NULL);
	if (h->shown.conflict)
		command_say(c, TEXT_HUB_HOUSEHOLD_CONFLICT, NULL, NULL, NULL);
	if (h->shown.clash)
		command_say(c, TEXT_HUB_HOUSEHOLD_CLASH, NULL, NULL, NULL);
}

static int tell(void *context, const struct app_event *ev, struct err *e)
{
	struct telling *t = context;
	struct command_context *c = t->c;
	const struct store_revision *r = ev->revision;
	char entry[COMMAND_ENTRY], sentence[2 * FORM_SENTENCE];
	char *line = app_event_line(c->store, t->unit, ev, c->lang);
	(void)e;
	command_put(stdout, "%s  [%s]%s%s\n", line, command_entry(c, r ? &r->entry : &ev->act->about, entry),
		r && r->shown ? "  · " : "", r && r->shown ? text_get(c->lang, TEXT_HUB_REVISION_SHOWN) : "");
	if (r && r->held) {
		struct err why;
		store_held_reason(c->store, r, c->lang, &why);
		err_sentence(&why, c->lang, sentence, sizeof sentence);
		command_put(stdout, "    %s %s\n", text_get(c->lang, TEXT_HISTORY_HELD), sentence);
	}
	free(line);
	return 0;
}

static int print_all(struct command_context *c, const struct unit *u, const char *number,
	const struct app_hub_household *h, size_t n, const struct known *k, bool history, struct err *e)
{
	struct telling t = {c, u->code};
	for (size_t i = 0; i < n; i++) {
		command_say(c, TEXT_HUB_HOUSEHOLD_HEAD, u->name, u->code, number);
		print_shown(c, &h[i], k);
	}
	return history ? app_household_history(c->store, u->code, number, c->lang, tell, &t, e) : 0;
}

int cmd_household(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_hub_household *h;
	struct store_device *d = NULL;
	size_t n;
	struct known k = {0};
	struct unit asked;
	if (store_unit(c->store, w->word[0], &asked, &e) != 0 ||
		app_units_of_number(c->store, &asked, w->word[1], &u, &e) != 0 ||
		app_hub_household(c->store, u.code, w->word[1], &h, &n, &e) != 0)
		return command_fail(c, &e);
	int rc = store_devices(c->store, NULL, &d, &k.devices, &e);
	k.device = d;
	if (rc == 0 && c->json)
		command_print_json(c, json_all(c, u.code, w->word[1], h, n, &k));
	else if (rc == 0)
		rc = print_all(c, &u, w->word[1], h, n, &k, command_option(c, w, "history") != NULL, &e);
	free(d);
	app_hub_household_free(h, n);
	return rc == 0 ? 0 : command_fail(c, &e);
}
