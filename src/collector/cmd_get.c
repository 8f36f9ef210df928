/* cmd_get.c - `get`: one household as it stands; `list`: many, a line each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "commands.h"

/* --- get --- */

static cJSON *household_json(
	const struct command_context *c, const struct app_household *a, const struct app_warnings *warnings)
{
	const struct store_household *h = &a->h;
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "household_no", h->record.value[h->form->number].text);
	cJSON_AddStringToObject(o, "unit", h->unit);
	cJSON_AddItemToObject(o, "fields", shared_json_fields(h->form, &h->record));
	cJSON *heads = cJSON_AddArrayToObject(o, "heads");
	for (size_t i = 0; i < a->heads; i++)
		cJSON_AddItemToArray(heads, cJSON_CreateString(command_entry(c, &a->head[i], entry)));
	cJSON_AddBoolToObject(o, "conflict", h->conflict);
	cJSON_AddBoolToObject(o, "provisional", a->provisional);
	cJSON_AddBoolToObject(o, "clash", h->clash);
	cJSON_AddStringToObject(o, "entry", command_entry(c, &h->entry, entry));
	cJSON_AddStringToObject(o, "at", h->at);
	cJSON_AddStringToObject(o, "by", h->by);
	cJSON_AddItemToObject(o, "warnings", shared_json_warnings(warnings, h->key));
	return o;
}

static void print_household(const struct command_context *c, const char *unit, const struct app_household *a,
	const struct app_warnings *warnings)
{
	const struct store_household *h = &a->h;
	char shown[FORM_SENTENCE], when[COMMAND_WHEN], device[128];
	for (size_t i = 0; i < h->form->fields; i++) {
		form_show(h->form, (int)i, &h->record.value[i], c->lang, shown);
		if (*shown)
			command_put(stdout, "%s: %s\n", form_words(&h->form->field[i].label, c->lang), shown);
	}
	app_device_name(c->store, unit, h->author, c->lang, device);
	command_put(stdout, "%s %s%s%s (%s)\n", text_get(c->lang, TEXT_LAST_WRITTEN), command_when(h->at, when),
		*h->by ? ", " : "", h->by, device);
	if (a->provisional)
		command_put(stdout, "%s\n", text_get(c->lang, TEXT_HOUSEHOLD_PROVISIONAL));
	if (h->conflict)
		command_put(stdout, "%s\n", text_get(c->lang, TEXT_HOUSEHOLD_CONFLICT));
	for (size_t i = 0; i < warnings->count; i++)
		command_say(c, TEXT_WARN_SENTENCE, warnings->item[i].sentence, NULL, NULL);
}

int cmd_get(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_household a;
	struct app_warnings warnings = {0};
	if (shared_unit_of(c, w, w->word[0], &u, &e) != 0 ||
		app_household_get(c->store, u.code, w->word[0], c->lang, &a, &e) != 0)
		return command_fail(c, &e);
	app_warnings_household(c->store, &a.h, APP_AT_DOOR, c->lang, &warnings);
	if (c->json)
		command_print_json(c, household_json(c, &a, &warnings));
	else
		print_household(c, u.code, &a, &warnings);
	app_warnings_free(&warnings);
	app_household_free(&a);
	return 0;
}

/* --- list --- */

struct listing {
	struct command_context *c;
	const struct unit *unit;     /* whose list it is */
	struct command_table *table; /* or */
	cJSON *rows;
	size_t count;
	const struct app_warnings *warnings; /* of the whole unit: only those households; NULL: all */
	int first_count;                     /* the form's first count: what tells households apart at a glance */
};

static int first_count(const struct form *f)
{
	for (size_t i = 0; i < f->fields; i++)
		if (f->field[i].type == FORM_COUNT)
			return (int)i;
	return -1;
}

static void row_json(struct listing *l, const struct store_household *h)
{
	static const char *const words[] = {"conflict", "clash", "provisional", "warned", "again"};
	const bool flag[] = {h->conflict, h->clash, app_household_provisional(l->c->store, h),
		h->marks & STORE_WARNED_AT_DOOR, h->marks & STORE_AGAIN};
	cJSON *fields = shared_json_fields(h->form, &h->record), *o = cJSON_CreateObject();
	const int shown[] = {
		h->form->number, h->form->status, l->first_count, h->form->visit, h->form->note, h->form->label};
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		const char *id = shown[i] < 0 ? NULL : h->form->field[shown[i]].id;
		cJSON *v = id ? cJSON_DetachItemFromObjectCaseSensitive(fields, id) : NULL;
		if (v)
			cJSON_AddItemToObject(o, id, v);
	}
	cJSON_AddStringToObject(o, "unit", h->unit);
	cJSON *flags = cJSON_AddArrayToObject(o, "flags");
	for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
		if (flag[i])
			cJSON_AddItemToArray(flags, cJSON_CreateString(words[i]));
	cJSON_Delete(fields);
	if (l->warnings)
		cJSON_AddItemToObject(o, "warnings", shared_json_warnings(l->warnings, h->key));
	cJSON_AddItemToArray(l->rows, o);
}

static void show_cell(
	const struct listing *l, const struct store_household *h, int field, char out[static FORM_SENTENCE])
{
	out[0] = '\0';
	if (field >= 0)
		form_show(h->form, field, &h->record.value[field], l->c->lang, out);
}

static void row_table(struct listing *l, const struct store_household *h)
{
	char cell[4][FORM_SENTENCE], begun[UNIT_NAME + 4];
	enum text_lang lang = l->c->lang;
	show_cell(l, h, h->form->number, cell[0]);
	strncat(cell[0], shared_begun(l->c, l->unit, h->unit, begun), FORM_SENTENCE - 1 - strlen(cell[0]));
	show_cell(l, h, h->form->status, cell[1]);
	show_cell(l, h, l->first_count, cell[2]);
	show_cell(l, h, h->form->label, cell[3]);
	const text_id flag[] = {TEXT_FLAG_CONFLICT, TEXT_FLAG_CLASH, TEXT_FLAG_WARNED};
	const bool holds[] = {h->conflict, h->clash, h->marks & STORE_WARNED_AT_DOOR};
	struct buf flags;
	buf_init(&flags, FORM_SENTENCE);
	for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
		if (holds[i])
			buf_print(&flags, "%s%s", flags.len ? ", " : "", text_get(lang, flag[i]));
	const char *const cells[] = {cell[0], cell[1], cell[2], cell[3], flags.data ? flags.data : ""};
	command_table_row(l->table, cells);
	buf_free(&flags);
}

static int show(void *context, const struct store_household *h, struct err *e)
{
	struct listing *l = context;
	(void)e;
	if (l->warnings && !shared_warned(l->warnings, h->key))
		return 0;
	l->count++;
	if (l->rows)
		row_json(l, h);
	else
		row_table(l, h);
	return 0;
}

static struct command_table *new_table(const struct command_context *c, const struct form *f, int count)
{
	char *right = alloc_print(">%s", count < 0 ? "" : form_words(&f->field[count].label, c->lang));
	const char *const headings[] = {text_get(c->lang, TEXT_LIST_NUMBER),
		form_words(&f->field[f->status].label, c->lang), right,
		f->label < 0 ? "" : form_words(&f->field[f->label].label, c->lang), ""};
	struct command_table *t = command_table_new(sizeof headings / sizeof *headings, headings);
	free(right);
	return t;
}

static void print_sentences(const struct command_context *c, const struct app_warnings *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (!id_is_zero(w->item[i].key))
			command_put(stdout, "%s%s: %s\n", text_get(c->lang, TEXT_WARN_HOUSEHOLD), w->item[i].number,
				w->item[i].sentence);
}

static int list(struct command_context *c, struct command_words *w, const struct unit *u, struct app_warnings *warnings,
	struct err *e)
{
	const struct form *f;
	const struct app_filter filter = {.status = command_option(c, w, "status"),
		.search = command_option(c, w, "search"),
		.again = command_option(c, w, "again") != NULL};
	bool only_warned = command_option(c, w, "warnings") != NULL;
	char shown[32];
	if (store_form(c->store, NULL, &f, e) != 0 ||
		(only_warned && app_warnings_households(c->store, u->code, APP_AT_DOOR, c->lang, warnings, e) != 0))
		return -1;
	struct listing l = {
		.c = c, .unit = u, .first_count = first_count(f), .warnings = only_warned ? warnings : NULL};
	if (c->json)
		l.rows = cJSON_CreateArray();
	else
		l.table = new_table(c, f, l.first_count);
	if (app_household_list(c->store, u->code, &filter, c->lang, show, &l, e) != 0) {
		cJSON_Delete(l.rows);
		command_table_free(l.table);
		return -1;
	}
	if (c->json)
		return command_print_json(c, l.rows);
	command_table_print(l.table);
	print_sentences(c, warnings);
	command_say(c, TEXT_LIST_COUNT, text_number(c->lang, (long long)l.count, shown), NULL, NULL);
	return 0;
}

int cmd_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_warnings warnings = {0};
	int rc = shared_unit(c, w, &u, &e);
	if (rc == 0)
		rc = list(c, w, &u, &warnings, &e);
	app_warnings_free(&warnings);
	return rc == 0 ? 0 : command_fail(c, &e);
}
