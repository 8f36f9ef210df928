/* cmd_submit.c - `submit`: the hamlet declares its figures for a period; and what status says of that. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/buf.h>
#include <tungnha/clock.h>

#include "commands.h"

static void print_row(const struct command_context *c, const struct app_submitted *x, struct buf *out)
{
	char n[32];
	for (size_t i = 0; i < x->form->columns; i++) {
		const struct form_column *k = &x->form->column[i];
		if (k->printed)
			buf_print(out, "%s%s %s", out->len ? ", " : "", form_words(&k->label, c->lang),
				text_number(c->lang, x->sums.value[i], n));
	}
}

static cJSON *facts(const struct command_context *c, const struct app_submitted *x)
{
	char entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "period", x->period);
	cJSON_AddStringToObject(o, "entry", command_entry(c, &x->entry, entry));
	cJSON_AddBoolToObject(o, "written", x->written);
	cJSON_AddBoolToObject(o, "replaced", x->replaced && x->written);
	cJSON_AddItemToObject(o, "row", command_json_row(x->form, x->sums.value, NULL));
	cJSON_AddItemToObject(o, "unknown", command_json_unknown(x->form, x->sums.unknown));
	cJSON_AddItemToObject(o, "warnings", shared_json_sentences(&x->warnings));
	return o;
}

static void tell(const struct command_context *c, const struct app_submitted *x)
{
	struct buf row;
	buf_init(&row, 4 * FORM_SENTENCE);
	print_row(c, x, &row);
	if (x->written)
		command_say(c, x->replaced ? TEXT_SUBMIT_REPLACED : TEXT_SUBMIT_DONE, x->period, row.data, NULL);
	else
		command_say(c, TEXT_SUBMIT_SAME, x->period, NULL, NULL);
	buf_free(&row);
	for (size_t i = 0; i < x->warnings.count; i++)
		command_put(stderr, "%s\n", x->warnings.sentence[i]);
	if (x->written)
		command_say(c, x->by_network ? TEXT_SUBMIT_NEXT_NETWORK : TEXT_SUBMIT_NEXT, NULL, NULL, NULL);
}

int cmd_submit(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_submitted x;
	struct app_submit wish = {.unit = command_option(c, w, "unit"),
		.period = command_option(c, w, "period"),
		.now = clock_now(),
		.lang = c->lang};
	if (app_submit(c->store, &wish, &x, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, facts(c, &x));
	else
		tell(c, &x);
	app_submitted_free(&x);
	return 0;
}

/* --- in status --- */

cJSON *submit_json(const struct app_declared *d)
{
	if (!d->any)
		return cJSON_CreateNull();
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "period", d->period);
	cJSON_AddStringToObject(o, "at", d->at);
	cJSON_AddBoolToObject(o, "confirmed", d->confirmed);
	cJSON_AddNumberToObject(o, "since", (double)d->since);
	return o;
}

void submit_tell(const struct command_context *c, const struct app_declared *d, bool has_hub)
{
	char when[COMMAND_WHEN], n[32], said[APP_PERIOD_SAID];
	if (d->any)
		command_say(c,
			d->confirmed ? TEXT_DECLARED_CONFIRMED
			: has_hub    ? TEXT_DECLARED_WAITING
				     : TEXT_DECLARED_HERE,
			app_period_said(d->period, c->lang, said), command_when(d->at, when), NULL);
	if (d->any && d->running && d->since > 0)
		command_say(c, TEXT_DECLARED_SINCE, text_number(c->lang, d->since, n), NULL, NULL);
	if (d->now[0] && (!d->any || strcmp(d->period, d->now) < 0))
		command_say(c, TEXT_DECLARED_NOT, d->now, NULL, NULL);
}
