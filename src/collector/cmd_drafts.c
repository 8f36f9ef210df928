/* cmd_drafts.c - `drafts`: what is half-typed on pages; `next`: where to go; `undo`: the last save taken back. */
#include <stdio.h>

#include <tungnha/clock.h>

#include "commands.h"

static cJSON *typed_json(const struct form *f, const struct app_draft *d)
{
	cJSON *o = cJSON_CreateObject();
	for (size_t i = 0; i < d->changes; i++) {
		const char *value = d->change[i].value;
		cJSON_AddItemToObject(
			o, f->field[d->change[i].field].id, value ? cJSON_CreateString(value) : cJSON_CreateNull());
	}
	return o;
}

static cJSON *facts(const struct form *f, const struct app_draft *d, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		char at[CLOCK_STAMP];
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "household_no", d[i].number);
		cJSON_AddBoolToObject(o, "known", d[i].known);
		cJSON_AddStringToObject(o, "by", d[i].by);
		cJSON_AddStringToObject(o, "at", clock_stamp(d[i].at, at));
		cJSON_AddItemToObject(o, "typed", typed_json(f, &d[i]));
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

/* "Hộ 37, Hoàng Lan, 12/11/2025 19:40: Số khẩu: 4; Ghi chú: …" */
static void print(const struct command_context *c, const struct form *f, const struct app_draft *d)
{
	char at[CLOCK_STAMP], when[COMMAND_WHEN];
	const char *before = ": ";
	command_put(stdout, "%s%s%s%s%s, %s", text_get(c->lang, d->number[0] ? TEXT_EVENT_HOUSEHOLD : TEXT_DRAFT_NEW),
		d->number[0] ? " " : "", d->number, d->by[0] ? ", " : "", d->by,
		command_when(clock_stamp(d->at, at), when));
	for (size_t i = 0; i < d->changes; i++) {
		int field = d->change[i].field;
		if (field == f->number || !d->change[i].value || !*d->change[i].value)
			continue;
		command_put(
			stdout, "%s%s: %s", before, form_words(&f->field[field].label, c->lang), d->change[i].value);
		before = "; ";
	}
	command_put(stdout, "\n");
}

int cmd_drafts(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const struct form *f;
	struct app_draft *d;
	size_t n;
	if (shared_unit(c, w, &u, &e) != 0 || store_form(c->store, NULL, &f, &e) != 0 ||
		app_drafts(c->store, u.code, &d, &n, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(f, d, n));
	else if (n == 0)
		command_say(c, TEXT_DRAFT_NOTHING, NULL, NULL, NULL);
	for (size_t i = 0; !c->json && i < n; i++)
		print(c, f, &d[i]);
	app_drafts_free(d, n);
	return 0;
}

int cmd_next(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	char next[40];
	if (shared_unit(c, w, &u, &e) != 0 || app_next(c->store, u.code, w->words ? w->word[0] : "", next, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddItemToObject(o, "household_no", next[0] ? cJSON_CreateString(next) : cJSON_CreateNull());
		command_print_json(c, o);
	} else if (next[0])
		command_put(stdout, "%s %s\n", text_get(c->lang, TEXT_EVENT_HOUSEHOLD), next);
	else
		command_say(c, TEXT_DRAFT_NONE_LEFT, NULL, NULL, NULL);
	return 0;
}

int cmd_undo(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_undone done;
	if (shared_unit(c, w, &u, &e) != 0 ||
		app_undo(c->store, u.code, app_command_line, clock_now(), c->lang, &done, &e) != 0)
		return command_fail(c, &e);
	command_say(c, TEXT_DRAFT_UNDONE, done.number, c->program, NULL);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "household_no", done.number);
		command_print_json(c, o);
	}
	return 0;
}
