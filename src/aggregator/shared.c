/* shared.c - the little the commands share: options as numbers, times, versions of a household in words and JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/json.h>

#include "commands.h"

int shared_int(const struct command_context *c, const struct command_words *w, const char *name, int min, int max,
	int fallback, int *out, struct err *e)
{
	const char *s = command_option(c, w, name);
	int64_t n = 0;
	*out = fallback;
	if (!s)
		return 0;
	bool good = *s != '\0';
	for (const char *p = s; good && *p; p++) {
		good = *p >= '0' && *p <= '9' && n <= max;
		n = 10 * n + (*p - '0');
	}
	if (!good || n < min || n > max)
		return err_set(
			e, ERR_DATA, TEXT_HUB_OPTION_NUMBER, "--%s" ERR_AND "%s" ERR_AND "%d–%d", name, s, min, max);
	*out = (int)n;
	return 0;
}

void shared_notes(const struct command_context *c, const struct app_hub_notes *notes)
{
	char sentence[2 * FORM_SENTENCE];
	for (size_t i = 0; i < notes->count; i++) {
		err_sentence(&notes->note[i], c->lang, sentence, sizeof sentence);
		fprintf(stderr, "%s\n", sentence);
	}
}

const char *shared_when(int64_t t, char out[static COMMAND_WHEN])
{
	char stamp[CLOCK_STAMP];
	return command_when(t ? clock_stamp(t, stamp) : "", out);
}

int shared_facts(const struct command_context *c, cJSON *facts, const struct err *e)
{
	char sentence[2 * FORM_SENTENCE];
	if (e) {
		err_sentence(e, c->lang, sentence, sizeof sentence);
		command_put(stderr, "%s\n", sentence);
		cJSON_AddStringToObject(facts, "error", text_name(e->text));
		cJSON_AddStringToObject(facts, "message", sentence);
		cJSON_AddNumberToObject(facts, "code", e->code);
	}
	command_print_json(c, facts);
	return e ? (int)e->code : 0;
}

cJSON *shared_json_time(int64_t t)
{
	char stamp[CLOCK_STAMP];
	return t ? cJSON_CreateString(clock_stamp(t, stamp)) : cJSON_CreateNull();
}

static cJSON *json_fields(const struct store_revision *r)
{
	if (r->kind != ENTRY_RECORD || !r->form)
		return cJSON_CreateNull();
	char *text = form_record_json(r->form, &r->record);
	cJSON *fields = json_parse(text, strlen(text), ENTRY_DEPTH_MAX);
	free(text);
	return fields ? fields : cJSON_CreateNull();
}

cJSON *shared_json_revision(
	const struct command_context *c, const struct store_revision *r, const struct store_device *d, size_t n)
{
	char entry[COMMAND_ENTRY], node[ID_HEX];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "entry", command_entry(c, &r->entry, entry));
	cJSON_AddStringToObject(o, "node", id_hex(r->author, node));
	cJSON_AddStringToObject(o, "label", app_hub_label(d, n, r->unit, r->author));
	cJSON_AddStringToObject(o, "by", r->by);
	cJSON_AddStringToObject(o, "at", r->at);
	if (r->kind < ENTRY_KIND_COUNT)
		cJSON_AddStringToObject(o, "kind", entry_kind_word(r->kind));
	else
		cJSON_AddNullToObject(o, "kind");
	cJSON_AddItemToObject(o, "fields", json_fields(r));
	if (r->reason[0])
		cJSON_AddStringToObject(o, "reason", r->reason);
	return o;
}

const char *shared_who(const struct command_context *c, const struct store_revision *r, const struct store_device *d,
	size_t n, char out[static SHARED_WHO])
{
	char shown[ID_SHOWN];
	const char *label = app_hub_label(d, n, r->unit, r->author);
	if (id_equal(r->author, store_id(c->store))) {
		snprintf(out, SHARED_WHO, "%s%s%s", text_get(c->lang, TEXT_DECIDE_BY_HUB), r->by[0] ? ", " : "", r->by);
		return out;
	}
	snprintf(out, SHARED_WHO, "%s%s%s%s%s%s", id_shown(r->author, shown), *label ? " (" : "", label,
		*label ? ")" : "", r->by[0] ? ", " : "", r->by);
	return out;
}
