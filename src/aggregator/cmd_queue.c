/* cmd_queue.c - `review list`: everything that waits for a person, unit by unit, each with what settles it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_queue.h>
#include <tungnha/clock.h>

#include "commands.h"

/* What is shown, and who the devices are. */
struct showing {
	const struct command_context *c;
	const struct app_queue_item *item;
	size_t count;
	struct store_device *device;
	size_t devices;
};

/* -- JSON -- */

static void add_text(cJSON *o, const char *name, const char *text)
{
	if (text && *text)
		cJSON_AddStringToObject(o, name, text);
	else
		cJSON_AddNullToObject(o, name);
}

static cJSON *json_item(const struct showing *l, const struct app_queue_item *i)
{
	char entry[COMMAND_ENTRY], node[ID_HEX];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "kind", app_queue_word(i->kind));
	add_text(o, "rule", i->rule);
	cJSON_AddStringToObject(o, "unit", i->unit.code);
	cJSON_AddStringToObject(o, "name", i->unit.name);
	add_text(o, "household_no", i->number);
	add_text(o, "entry", i->entry.seq ? command_entry(l->c, &i->entry, entry) : NULL);
	add_text(o, "node", id_is_zero(i->author) ? NULL : id_hex(i->author, node));
	cJSON_AddStringToObject(o, "label", app_hub_label(l->device, l->devices, i->unit.code, i->author));
	cJSON_AddStringToObject(o, "by", i->by);
	add_text(o, "at", i->at);
	cJSON_AddStringToObject(o, "sentence", i->sentence);
	add_text(o, "command", i->command);
	return o;
}

static int print_json(const struct showing *l)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < l->count; i++)
		cJSON_AddItemToArray(list, json_item(l, &l->item[i]));
	return command_print_json(l->c, list);
}

/* -- at a glance -- */

enum { GLANCES = 6 };
static const text_id glance_text[GLANCES] = {TEXT_HUB_COL_CONFLICTS, TEXT_HUB_COL_HELD, TEXT_QUEUE_COL_APPROVE,
	TEXT_QUEUE_COL_RETURNED, TEXT_QUEUE_COL_WARNED, TEXT_QUEUE_COL_OTHER};
static const size_t glance_of[QUEUE_KINDS] = {[QUEUE_CONFLICT] = 0,
	[QUEUE_CLASH] = 0,
	[QUEUE_HELD] = 1,
	[QUEUE_SETTLED] = 2,
	[QUEUE_RETURNED] = 3,
	[QUEUE_WARNING] = 4,
	[QUEUE_FORK] = 5,
	[QUEUE_LOST] = 5};

static bool same_unit(const struct showing *l, size_t a, size_t b)
{
	return a < l->count && b < l->count && strcmp(l->item[a].unit.code, l->item[b].unit.code) == 0;
}

static void glance_row(
	const struct showing *l, struct command_table *t, const char *name, const size_t count[static GLANCES])
{
	char cell[GLANCES][32];
	const char *cells[GLANCES + 1] = {name};
	for (size_t k = 0; k < GLANCES; k++)
		cells[k + 1] = count[k] ? text_number(l->c->lang, (long long)count[k], cell[k]) : "";
	command_table_row(t, cells);
}

static void print_glance(const struct showing *l)
{
	const char *headings[GLANCES + 1] = {text_get(l->c->lang, TEXT_HUB_COL_UNIT)};
	size_t count[GLANCES] = {0}, total[GLANCES] = {0};
	for (size_t k = 0; k < GLANCES; k++)
		headings[k + 1] = text_get(l->c->lang, glance_text[k]);
	struct command_table *t = command_table_new(GLANCES + 1, headings);
	for (size_t i = 0; i < l->count; i++) {
		count[glance_of[l->item[i].kind]]++;
		total[glance_of[l->item[i].kind]]++;
		if (same_unit(l, i, i + 1))
			continue;
		glance_row(l, t, l->item[i].unit.name, count);
		memset(count, 0, sizeof count);
	}
	glance_row(l, t, text_get(l->c->lang, TEXT_HUB_TOTAL), total);
	command_table_print(t);
	putchar('\n');
}

/* -- one by one -- */

/* "Hộ số 12 – Máy A, Lan, 12/11/2025 19:40" */
static void print_head(const struct showing *l, const struct app_queue_item *i)
{
	char when[COMMAND_WHEN], shown[ID_SHOWN];
	const char *label = app_hub_label(l->device, l->devices, i->unit.code, i->author);
	bool hub = id_equal(i->author, store_id(l->c->store)), known = !id_is_zero(i->author);
	command_when(i->at, when);
	if (hub)
		label = text_get(l->c->lang, TEXT_QUEUE_HUB);
	else if (known && !*label)
		label = id_shown(i->author, shown);
	command_put(stdout, "  %s%s%s%s%s%s%s%s\n",
		i->number[0] ? text_get(l->c->lang, TEXT_WARN_HOUSEHOLD) : text_get(l->c->lang, TEXT_QUEUE_UNIT),
		i->number, known ? " – " : "", known ? label : "", i->by[0] ? ", " : "", i->by, when[0] ? ", " : "",
		when);
}

static bool same_subject(const struct showing *l, size_t a, size_t b)
{
	return same_unit(l, a, b) && id_equal(l->item[a].key, l->item[b].key) &&
	       strcmp(l->item[a].number, l->item[b].number) == 0 &&
	       name_compare(&l->item[a].entry, &l->item[b].entry) == 0;
}

static bool same_command(const struct app_queue_item *a, const struct app_queue_item *b)
{
	return strcmp(a->command ? a->command : "", b->command ? b->command : "") == 0;
}

static void print_items(const struct showing *l)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct app_queue_item *it = &l->item[i];
		if (i == 0 || !same_unit(l, i - 1, i))
			command_put(stdout, "%s (%s)\n", it->unit.name, it->unit.code);
		if (i == 0 || !same_subject(l, i - 1, i))
			print_head(l, it);
		command_put(stdout, "    %s: %s\n", text_get(l->c->lang, app_queue_kind_said(it->kind)), it->sentence);
		bool more = i + 1 < l->count && same_subject(l, i, i + 1) && same_command(it, it + 1);
		if (it->command && !more)
			command_put(stdout, "    → %s %s\n", l->c->program, it->command);
	}
}

static void print_text(const struct showing *l)
{
	char count[32], units_shown[32];
	size_t units = 0;
	for (size_t i = 0; i < l->count; i++)
		units += !same_unit(l, i, i + 1);
	if (l->count == 0) {
		command_say(l->c, TEXT_QUEUE_NONE, NULL, NULL, NULL);
		return;
	}
	if (units > 1)
		print_glance(l);
	print_items(l);
	command_say(l->c, TEXT_QUEUE_COUNT, text_number(l->c->lang, (long long)l->count, count),
		text_number(l->c->lang, (long long)units, units_shown), NULL);
}

int cmd_review_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_queue q;
	struct showing l = {.c = c};
	if (app_queue(c->store, w->words ? w->word[0] : NULL, c->lang, clock_now(), &q, &e) != 0)
		return command_fail(c, &e);
	int rc = store_devices(c->store, NULL, &l.device, &l.devices, &e);
	l.item = q.item;
	l.count = q.count;
	if (rc == 0 && c->json)
		print_json(&l);
	else if (rc == 0)
		print_text(&l);
	free(l.device);
	app_queue_free(&q);
	return rc == 0 ? 0 : command_fail(c, &e);
}
