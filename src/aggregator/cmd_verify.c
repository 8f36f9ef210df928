/* cmd_verify.c - `verify CODE FILE`: are a file's figures those that were closed under the code on paper? */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/app_verify.h>

#include "commands.h"

enum { SHOWN_MAX = 20 };

static const char *column_name(const struct command_context *c, const struct app_verified *x,
	const struct app_verify_fault *f, char out[static FORM_SENTENCE])
{
	const char *label = form_words(&x->form->column[f->column].label, c->lang);
	if (f->unknown)
		text_fill(c->lang, TEXT_EXPORT_UNKNOWN, (const char *const[3]){label}, out, FORM_SENTENCE);
	else
		snprintf(out, FORM_SENTENCE, "%s", label);
	return out;
}

/* "Xóm 11 (05788-01)"; the total by its name. */
static const char *unit_name(const struct command_context *c, const struct app_verified *x,
	const struct app_verify_fault *f, char out[static UNIT_NAME + UNIT_CODE + 4])
{
	if (!f->name[0] && !f->code[0])
		snprintf(out, UNIT_NAME, "%s", form_words(&x->form->total_label, c->lang));
	else
		snprintf(out, UNIT_NAME + UNIT_CODE + 4, f->code[0] ? "%s (%s)" : "%s", f->name, f->code);
	return out;
}

static void say_fault(const struct command_context *c, const struct app_verified *x, const struct app_verify_fault *f)
{
	char unit[UNIT_NAME + UNIT_CODE + 4], column[FORM_SENTENCE], what[2 * FORM_SENTENCE];
	unit_name(c, x, f, unit);
	if (f->kind == VERIFY_DIFFERS) {
		snprintf(what, sizeof what, "%s, %s", unit, column_name(c, x, f, column));
		command_warn(c, TEXT_VERIFY_DIFFERS, what, f->shown[0] ? f->shown : "–", f->closed);
	} else {
		command_warn(c, f->kind == VERIFY_MISSING ? TEXT_VERIFY_MISSING : TEXT_VERIFY_ADDED, unit, NULL, NULL);
	}
}

static void say(const struct command_context *c, const struct app_verified *x, const char *path)
{
	char version[32], when[COMMAND_WHEN], cells[32], more[32], said[APP_PERIOD_SAID];
	snprintf(version, sizeof version, "%d", x->version);
	app_period_said(x->period, c->lang, said);
	for (size_t i = 0; i < x->faults && i < SHOWN_MAX; i++)
		say_fault(c, x, &x->fault[i]);
	if (x->faults > SHOWN_MAX)
		command_warn(c, TEXT_VERIFY_MORE, text_number(c->lang, (long long)(x->faults - SHOWN_MAX), more), NULL,
			NULL);
	if (x->faults)
		command_warn(c, TEXT_VERIFY_BAD, path, text_number(c->lang, (long long)x->faults, more), NULL);
	else
		command_say(c, TEXT_VERIFY_GOOD, path, text_number(c->lang, (long long)x->cells, cells), NULL);
	command_say(c, x->by_itself ? TEXT_VERIFY_BY_ITSELF : TEXT_VERIFY_OF, said, version, command_when(x->at, when));
	if (x->one[0])
		command_say(c, TEXT_VERIFY_ONE, x->one, NULL, NULL);
	if (x->newer)
		command_warn(c, TEXT_VERIFY_NEWER, said, NULL, NULL);
	command_say(c, TEXT_VERIFY_COVERS, NULL, NULL, NULL);
}

static cJSON *json_fault(const struct app_verified *x, const struct app_verify_fault *f)
{
	static const char *const kind[] = {"differs", "missing", "added"};
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "kind", kind[f->kind]);
	cJSON_AddItemToObject(o, "unit", f->code[0] ? cJSON_CreateString(f->code) : cJSON_CreateNull());
	cJSON_AddStringToObject(o, "name", f->name);
	if (f->kind == VERIFY_DIFFERS) {
		cJSON_AddStringToObject(o, "column", x->form->column[f->column].id);
		cJSON_AddBoolToObject(o, "unknown", f->unknown);
		cJSON_AddStringToObject(o, "file", f->shown);
		cJSON_AddStringToObject(o, "closed", f->closed);
	}
	return o;
}

static cJSON *json(const struct app_verified *x)
{
	cJSON *o = cJSON_CreateObject(), *list;
	size_t n = x->faults < 1000 ? x->faults : 1000;
	cJSON_AddBoolToObject(o, "equal", x->faults == 0);
	cJSON_AddItemToObject(o, "unit", x->unit[0] ? cJSON_CreateString(x->unit) : cJSON_CreateNull());
	cJSON_AddStringToObject(o, "period", x->period);
	cJSON_AddNumberToObject(o, "version", x->version);
	cJSON_AddStringToObject(o, "code", x->code);
	cJSON_AddStringToObject(o, "closed_at", x->at);
	cJSON_AddBoolToObject(o, "newer", x->newer);
	cJSON_AddBoolToObject(o, "by_itself", x->by_itself);
	cJSON_AddItemToObject(o, "only", x->one[0] ? cJSON_CreateString(x->one) : cJSON_CreateNull());
	cJSON_AddNumberToObject(o, "units", (double)x->units);
	cJSON_AddNumberToObject(o, "figures", (double)x->cells);
	list = cJSON_AddArrayToObject(o, "faults");
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(list, json_fault(x, &x->fault[i]));
	return o;
}

int cmd_verify(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_verified x;
	if (app_verify(c->store, w->word[0], w->word[1], &x, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, json(&x));
	else
		say(c, &x, w->word[1]);
	int code = x.faults ? ERR_DATA : 0;
	app_verified_free(&x);
	return code;
}
