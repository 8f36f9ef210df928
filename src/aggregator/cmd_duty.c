/* cmd_duty.c - `duty list`: who owes what to whom by when, and the command that does it. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/app_duty.h>
#include <tungnha/clock.h>

#include "commands.h"

/* -- JSON -- */

static cJSON *text_or_null(const char *text)
{
	return text[0] ? cJSON_CreateString(text) : cJSON_CreateNull();
}

static cJSON *json_duty(const struct command_context *c, const struct app_duty *x)
{
	const struct campaign_duty *d = x->duty;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", d->id);
	cJSON_AddStringToObject(o, "from", d->from);
	cJSON_AddItemToObject(o, "to", text_or_null(d->to));
	cJSON_AddStringToObject(o, "what", form_words(&d->what, c->lang));
	cJSON_AddStringToObject(o, "when", form_words(&d->when, c->lang));
	cJSON_AddStringToObject(o, "command", d->command);
	cJSON_AddItemToObject(o, "source", text_or_null(d->source));
	cJSON_AddItemToObject(o, "before", text_or_null(d->before));
	cJSON_AddItemToObject(
		o, "every", d->again ? cJSON_CreateString(campaign_every_word(d->every)) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "period", text_or_null(x->period));
	cJSON_AddItemToObject(o, "next", shared_json_time(x->next));
	cJSON_AddBoolToObject(o, "past", x->when == DUTY_PAST || x->when == DUTY_OVER);
	return o;
}

/* -- text -- */

static void print_date(const struct command_context *c, const struct app_duty *x)
{
	char stamp[CLOCK_STAMP], when[COMMAND_WHEN], day[CLOCK_DATE];
	clock_stamp(x->next, stamp);
	switch (x->when) {
	case DUTY_NEXT:
		command_say(c, TEXT_PERIOD_DUTY_NEXT, x->period, command_when(stamp, when), NULL);
		break;
	case DUTY_OVER:
		command_say(c, TEXT_PERIOD_DUTY_OVER, NULL, NULL, NULL);
		break;
	case DUTY_BEFORE:
	case DUTY_PAST:
		command_say(c, x->when == DUTY_PAST ? TEXT_PERIOD_DUTY_PAST : TEXT_PERIOD_DUTY_BEFORE,
			clock_day(x->duty->before, day), NULL, NULL);
		break;
	case DUTY_NO_DATE:
		break;
	}
}

static void print_duty(const struct command_context *c, const struct app_duty *x)
{
	const struct campaign_duty *d = x->duty;
	if (d->to[0])
		command_say(c, TEXT_PERIOD_DUTY_WHO, d->from, d->to, NULL);
	else
		command_put(stdout, "%s\n", d->from);
	command_say(c, TEXT_PERIOD_DUTY_WHAT, form_words(&d->what, c->lang), NULL, NULL);
	command_say(c, TEXT_PERIOD_DUTY_WHEN, form_words(&d->when, c->lang), NULL, NULL);
	print_date(c, x);
	command_say(c, TEXT_PERIOD_DUTY_COMMAND, c->program, d->command, NULL);
	if (d->source[0])
		command_say(c, TEXT_PERIOD_DUTY_SOURCE, d->source, NULL, NULL);
}

int cmd_duty_list(struct command_context *c, struct command_words *w)
{
	struct app_duty *duty = NULL;
	size_t n = 0;
	(void)w;
	app_duties(c->store, clock_now(), &duty, &n);
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON_AddItemToArray(list, json_duty(c, &duty[i]));
		if (!c->json && i > 0)
			putchar('\n');
		if (!c->json)
			print_duty(c, &duty[i]);
	}
	if (!c->json && n == 0)
		command_say(c, TEXT_PERIOD_DUTIES_NONE, NULL, NULL, NULL);
	if (c->json)
		command_print_json(c, list);
	else
		cJSON_Delete(list);
	free(duty);
	return 0;
}
