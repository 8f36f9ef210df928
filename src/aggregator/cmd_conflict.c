/* cmd_conflict.c - `conflict list`: households of which several versions stand, and numbers two households bear. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"

static cJSON *json_conflicts(const struct command_context *c, const struct app_hub_conflict *k, size_t n,
	const struct store_device *d, size_t devices)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = cJSON_CreateObject(), *versions;
		cJSON_AddStringToObject(o, "unit", k[i].unit.code);
		cJSON_AddStringToObject(o, "household_no", k[i].number);
		cJSON_AddBoolToObject(o, "clash", k[i].clash);
		versions = cJSON_AddArrayToObject(o, "versions");
		for (size_t j = 0; j < k[i].versions; j++) {
			cJSON *v = shared_json_revision(c, &k[i].version[j], d, devices);
			cJSON_AddBoolToObject(v, "shown", k[i].version[j].shown);
			cJSON_AddItemToArray(versions, v);
		}
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static bool differs(const struct form_value *a, const struct form_value *b)
{
	return a->state != b->state || strcmp(a->text ? a->text : "", b->text ? b->text : "") != 0;
}

/* What a version says that another (NULL: nothing) does not: "Số khẩu: 4; Ghi chú: …". The caller frees. */
static char *difference(const struct store_revision *r, const struct store_revision *from, enum text_lang lang)
{
	struct buf out;
	buf_init(&out, (size_t)FORM_FIELDS_MAX * FORM_SENTENCE);
	bool comparable = from && from->kind == ENTRY_RECORD && from->form;
	for (size_t i = 0; r->kind == ENTRY_RECORD && r->form && i < r->form->fields; i++) {
		const struct form_field *f = &r->form->field[i];
		const struct form_value absent = {.state = FORM_ABSENT};
		int before = comparable ? form_field_index(from->form, f->id) : -1;
		if (!differs(&r->record.value[i], before >= 0 ? &from->record.value[before] : &absent))
			continue;
		char value[FORM_SENTENCE];
		form_show(r->form, (int)i, &r->record.value[i], lang, value);
		buf_print(&out, "%s%s: %s", out.len ? "; " : "", form_words(&f->label, lang), *value ? value : "–");
	}
	return buf_take(&out);
}

/* Each version by what it says that its neighbour does not: the first against the second, the others against the first.
 */
static void print_versions(
	const struct command_context *c, const struct app_hub_conflict *k, const struct store_device *d, size_t devices)
{
	for (size_t i = 0; i < k->versions; i++) {
		const struct store_revision *r = &k->version[i],
					    *other = k->versions > 1 ? &k->version[i == 0 ? 1 : 0] : NULL;
		char entry[COMMAND_ENTRY], who[SHARED_WHO], when[COMMAND_WHEN];
		char *says = difference(r, other, c->lang);
		command_put(stdout, "  %s  %s  %s%s%s\n    %s\n", command_entry(c, &r->entry, entry),
			command_when(r->at, when), shared_who(c, r, d, devices, who), r->shown ? "  · " : "",
			r->shown ? text_get(c->lang, TEXT_HUB_REVISION_SHOWN) : "",
			r->kind == ENTRY_VOID ? text_get(c->lang, TEXT_HUB_REVISION_VOID)
			: *says               ? says
					      : text_get(c->lang, TEXT_HUB_REVISION_SAME));
		free(says);
	}
}

static void print_conflicts(const struct command_context *c, const struct app_hub_conflict *k, size_t n,
	const struct store_device *d, size_t devices)
{
	char count[32];
	if (n == 0)
		command_say(c, TEXT_HUB_CONFLICT_NONE, NULL, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		char place[UNIT_NAME + UNIT_CODE + 8];
		snprintf(place, sizeof place, "%s (%s)", k[i].unit.name, k[i].unit.code);
		command_say(c, k[i].clash ? TEXT_HUB_CONFLICT_CLASH : TEXT_HUB_CONFLICT, place, k[i].number,
			text_number(c->lang, (long long)k[i].versions, count));
		print_versions(c, &k[i], d, devices);
	}
	if (n > 0)
		command_say(c, TEXT_DECIDE_CONFLICT_NEXT, c->program, NULL, NULL);
}

int cmd_conflict_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_conflict *k = NULL;
	struct store_device *d = NULL;
	size_t n = 0, devices = 0;
	(void)w;
	int rc = app_hub_conflicts(c->store, NULL, &k, &n, &e);
	if (rc == 0)
		rc = store_devices(c->store, NULL, &d, &devices, &e);
	if (rc == 0 && c->json)
		command_print_json(c, json_conflicts(c, k, n, d, devices));
	else if (rc == 0)
		print_conflicts(c, k, n, d, devices);
	free(d);
	app_hub_conflicts_free(k, n);
	return rc == 0 ? 0 : command_fail(c, &e);
}
