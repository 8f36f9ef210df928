/* shared.c - the little the commands share: the unit, a new store, times and fields in words and JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_units.h>
#include <tungnha/json.h>

#include "commands.h"

int shared_unit(const struct command_context *c, const struct command_words *w, struct unit *out, struct err *e)
{
	return app_unit(c->store, command_option(c, w, "unit"), out, e);
}

int shared_unit_of(const struct command_context *c, const struct command_words *w, const char *number, struct unit *out,
	struct err *e)
{
	struct unit own;
	if (shared_unit(c, w, &own, e) != 0)
		return -1;
	*out = own;
	return command_option(c, w, "unit") || !number ? 0 : app_units_of_number(c->store, &own, number, out, e);
}

const char *shared_begun(
	const struct command_context *c, const struct unit *asked, const char *unit, char out[static UNIT_NAME + 4])
{
	struct err none;
	struct unit u;
	out[0] = '\0';
	if (strcmp(asked->code, unit) != 0)
		snprintf(out, UNIT_NAME + 4, " (%s)", store_unit(c->store, unit, &u, &none) == 0 ? u.name : unit);
	return out;
}

void shared_words(const struct command_words *w, struct buf *out)
{
	for (int i = 0; i < w->words; i++) {
		buf_text(out, i ? " " : "");
		buf_text(out, w->word[i]);
	}
}

int shared_begin(struct command_context *c, const struct command_words *w, struct app_begin *b, struct err *e)
{
	bool open = command_option(c, w, "no-passphrase") != NULL;
	char *passphrase = NULL;
	if (open && c->passphrase_file)
		return err_set(e, ERR_USAGE, TEXT_INIT_BOTH_PROTECTIONS, "");
	if (open)
		b->setup.protection = STORE_UNPROTECTED;
	else if (command_passphrase(c, NULL, true, &passphrase, e) != 0)
		return -1;
	else if (!passphrase)
		return err_set(e, ERR_USAGE, TEXT_INIT_NEEDS_PASSPHRASE, "");
	b->folder = c->folder;
	b->setup.passphrase = passphrase; /* under which it opens unless it is said to lie open */
	b->setup.recovery = c->recovery;
	int rc = app_begin(b, &c->store, e);
	command_passphrase_free(passphrase);
	return rc;
}

void shared_tell_protection(const struct command_context *c)
{
	if (store_protection(c->store) == STORE_UNPROTECTED)
		command_warn(c, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	command_show_recovery(c);
}

cJSON *shared_json_sentences(const struct app_sentences *w)
{
	cJSON *a = cJSON_CreateArray();
	for (size_t i = 0; i < w->count; i++)
		cJSON_AddItemToArray(a, cJSON_CreateString(w->sentence[i]));
	return a;
}

cJSON *shared_json_fields(const struct form *f, const struct form_record *r)
{
	char *text = form_record_json(f, r);
	cJSON *fields = json_parse(text, strlen(text), ENTRY_DEPTH_MAX);
	free(text);
	if (!fields)
		fields = cJSON_CreateObject();
	if (f->label >= 0 && r->value[f->label].state == FORM_GIVEN)
		cJSON_AddStringToObject(fields, f->field[f->label].id, r->value[f->label].text);
	return fields;
}

bool shared_warned(const struct app_warnings *w, struct id key)
{
	for (size_t i = 0; i < w->count; i++)
		if (id_equal(w->item[i].key, key))
			return true;
	return false;
}

cJSON *shared_json_warnings(const struct app_warnings *w, struct id key)
{
	cJSON *a = cJSON_CreateArray();
	for (size_t i = 0; i < w->count; i++)
		if (id_equal(w->item[i].key, key))
			cJSON_AddItemToArray(a, cJSON_CreateString(w->item[i].sentence));
	return a;
}
