/* cmd_returns.c - `returns`: households the commune sent back, why, and what to do. */
#include <stdio.h>

#include "commands.h"

static const char *label_of(const struct store_household *h)
{
	int label = h->form->label;
	const struct form_value *v = label < 0 ? NULL : &h->record.value[label];
	return v && v->state == FORM_GIVEN ? v->text : "";
}

static cJSON *facts(const struct command_context *c, const struct app_return *r, size_t n)
{
	char entry[COMMAND_ENTRY];
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "household_no", r[i].number);
		cJSON_AddStringToObject(o, "unit", r[i].h.unit);
		cJSON_AddStringToObject(o, "reason", r[i].review.reason);
		cJSON_AddStringToObject(o, "by", r[i].review.by);
		cJSON_AddStringToObject(o, "at", r[i].review.at);
		cJSON_AddStringToObject(o, "entry", command_entry(c, &r[i].h.entry, entry));
		cJSON_AddItemToObject(o, "fields", shared_json_fields(r[i].h.form, &r[i].h.record));
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static void print(
	const struct command_context *c, const struct unit *u, const char *hub, const struct app_return *r, size_t n)
{
	char when[COMMAND_WHEN], count[32], begun[UNIT_NAME + 4];
	for (size_t i = 0; i < n; i++) {
		const struct store_review *v = &r[i].review;
		const char *label = label_of(&r[i].h);
		command_put(stdout, "%s %s%s%s%s%s: %s\n", text_get(c->lang, TEXT_EVENT_HOUSEHOLD), r[i].number,
			shared_begun(c, u, r[i].h.unit, begun), *label ? " (" : "", label, *label ? ")" : "",
			v->reason);
		command_put(stdout, "    %s%s%s, %s\n", hub, v->by[0] ? ", " : "", v->by, command_when(v->at, when));
	}
	if (n == 0) {
		command_say(c, TEXT_RETURNS_NONE, NULL, NULL, NULL);
		return;
	}
	command_say(c, TEXT_RETURNS_DO, text_number(c->lang, (long long)n, count), NULL, NULL);
	command_say(c, TEXT_RETURNS_DO_PUT, c->program, r[0].number, NULL);
	command_say(c, TEXT_RETURNS_DO_CONFIRM, c->program, r[0].number, NULL);
}

int cmd_returns(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct store_enrolment en;
	struct app_return *r;
	size_t n;
	if (shared_unit(c, w, &u, &e) != 0 || store_enrolment(c->store, u.code, &en, &e) != 0 ||
		app_returns(c->store, u.code, &r, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(c, r, n));
	else
		print(c, &u, en.hub_name, r, n);
	app_returns_free(r, n);
	return 0;
}
