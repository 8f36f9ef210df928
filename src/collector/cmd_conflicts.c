/* cmd_conflicts.c - `conflicts`: versions of one household, and households under one number, side by side. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_home.h>

#include "commands.h"

/* --- JSON --- */

static cJSON *version_json(const struct command_context *c, const struct app_hub_conflict *k, size_t at)
{
	const struct store_revision *r = &k->version[at];
	char entry[COMMAND_ENTRY], hex[ID_HEX], device[128];
	cJSON *o = cJSON_CreateObject();
	app_device_name(c->store, r->unit, r->author, c->lang, device);
	cJSON_AddStringToObject(o, "entry", command_entry(c, &r->entry, entry));
	cJSON_AddStringToObject(o, "node", id_hex(r->author, hex));
	cJSON_AddStringToObject(o, "device", device);
	cJSON_AddStringToObject(o, "by", r->by);
	cJSON_AddStringToObject(o, "at", r->at);
	cJSON_AddStringToObject(o, "kind", entry_kind_word(r->kind));
	cJSON_AddItemToObject(o, "fields",
		r->kind == ENTRY_RECORD && r->form ? shared_json_fields(r->form, &r->record) : cJSON_CreateNull());
	cJSON_AddBoolToObject(o, "shown", r->shown);
	return o;
}

static cJSON *facts(const struct command_context *c, const struct app_hub_conflict *k, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "unit", k[i].unit.code);
		cJSON_AddStringToObject(o, "household_no", k[i].number);
		cJSON_AddBoolToObject(o, "clash", k[i].clash);
		cJSON *versions = cJSON_AddArrayToObject(o, "versions");
		for (size_t j = 0; j < k[i].versions; j++)
			cJSON_AddItemToArray(versions, version_json(c, &k[i], j));
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

/* --- side by side --- */

/* A row of the table for every field in which the versions differ. */
static void add_fields(const struct command_context *c, const struct form *f, const struct store_revision *r, size_t n,
	struct command_table *t)
{
	struct app_beside beside[FORM_FIELDS_MAX];
	size_t rows = app_beside(f, r, n, c->lang, beside);
	for (size_t i = 0; i < rows; i++) {
		const char *row[APP_BESIDE_MAX + 1] = {beside[i].label};
		for (size_t j = 0; j < n; j++)
			row[j + 1] = beside[i].cell[j];
		command_table_row(t, row);
	}
	app_beside_free(beside, rows);
}

static void add_who(const struct command_context *c, const struct store_revision *r, size_t n, struct command_table *t)
{
	char device[128], when[COMMAND_WHEN];
	char *text[APP_BESIDE_MAX][3];
	static const text_id heading[3] = {TEXT_CONFLICTS_BY, TEXT_CONFLICTS_DEVICE, TEXT_CONFLICTS_AT};
	for (size_t j = 0; j < n; j++) {
		app_device_name(c->store, r[j].unit, r[j].author, c->lang, device);
		text[j][0] = alloc_copy(r[j].by[0] ? r[j].by : "–");
		text[j][1] = alloc_copy(device);
		text[j][2] = alloc_copy(command_when(r[j].at, when));
	}
	for (size_t i = 0; i < 3; i++) {
		const char *row[APP_BESIDE_MAX + 1] = {text_get(c->lang, heading[i])};
		for (size_t j = 0; j < n; j++)
			row[j + 1] = text[j][i];
		command_table_row(t, row);
	}
	for (size_t j = 0; j < n; j++)
		for (size_t i = 0; i < 3; i++)
			free(text[j][i]);
}

/* The columns are headed by the codes a person types to choose. */
static void print_beside(
	const struct command_context *c, const struct form *f, const struct app_hub_conflict *k, size_t first, size_t n)
{
	const struct store_revision *r = &k->version[first];
	char code[APP_BESIDE_MAX][COMMAND_ENTRY];
	const char *heading[APP_BESIDE_MAX + 1] = {text_get(c->lang, TEXT_CONFLICTS_CODE)};
	const char *state[APP_BESIDE_MAX + 1] = {""};
	bool any = false;
	for (size_t j = 0; j < n; j++) {
		heading[j + 1] = command_entry(c, &r[j].entry, code[j]);
		state[j + 1] = r[j].kind == ENTRY_VOID ? text_get(c->lang, TEXT_EVENT_VOIDED)
			       : r[j].shown            ? text_get(c->lang, TEXT_HUB_REVISION_SHOWN)
						       : "";
		any = any || *state[j + 1];
	}
	struct command_table *t = command_table_new(n + 1, heading);
	if (any)
		command_table_row(t, state);
	add_fields(c, f, r, n, t);
	add_who(c, r, n, t);
	command_table_print(t);
}

/* How a person settles it. */
static void print_ways(const struct command_context *c, const struct app_hub_conflict *k)
{
	static const text_id ways[2][3] = {
		{TEXT_CONFLICTS_DO_CONFIRM, TEXT_CONFLICTS_DO_PUT, TEXT_CONFLICTS_DO_SPLIT},
		{TEXT_CONFLICTS_DO_RENUMBER, TEXT_CONFLICTS_DO_VOID, TEXT_NONE},
	};
	command_say(c, TEXT_CONFLICTS_DO, NULL, NULL, NULL);
	for (size_t i = 0; i < 3 && ways[k->clash][i] != TEXT_NONE; i++)
		command_say(c, ways[k->clash][i], c->program, k->number, NULL);
}

static void print(const struct command_context *c, const struct unit *u, const struct form *f,
	const struct app_hub_conflict *k, size_t n)
{
	char count[32], begun[UNIT_NAME + 4], number[UNIT_NAME + 64];
	for (size_t i = 0; i < n; i++) {
		snprintf(number, sizeof number, "%s%s", k[i].number, shared_begun(c, u, k[i].unit.code, begun));
		command_say(c, k[i].clash ? TEXT_CONFLICTS_CLASH : TEXT_CONFLICTS_VERSIONS, number,
			text_number(c->lang, (long long)k[i].versions, count), NULL);
		for (size_t j = 0; j < k[i].versions; j += APP_BESIDE_MAX)
			print_beside(c, f, &k[i], j,
				k[i].versions - j < APP_BESIDE_MAX ? k[i].versions - j : APP_BESIDE_MAX);
		print_ways(c, &k[i]);
	}
	if (n == 0)
		command_say(c, TEXT_HUB_CONFLICT_NONE, NULL, NULL, NULL);
}

int cmd_conflicts(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const struct form *f;
	struct app_hub_conflict *k;
	size_t n;
	if (shared_unit(c, w, &u, &e) != 0 || store_form(c->store, NULL, &f, &e) != 0 ||
		app_conflicts(c->store, &u, &k, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(c, k, n));
	else
		print(c, &u, f, k, n);
	app_hub_conflicts_free(k, n);
	return 0;
}
