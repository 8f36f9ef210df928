/* cmd_units.c - `unit rename`, `unit merge`, `unit split`, `unit separate`. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_units.h>
#include <tungnha/clock.h>

#include "commands.h"

static cJSON *facts(const struct app_units_done *d)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "unit", command_json_unit(&d->unit));
	cJSON_AddStringToObject(o, "from", d->from);
	cJSON_AddBoolToObject(o, "written", d->written);
	if (d->unit.listed >= 0)
		cJSON_AddNumberToObject(o, "listed", d->unit.listed);
	else
		cJSON_AddNullToObject(o, "listed");
	cJSON_AddNumberToObject(o, "households", (double)d->households);
	cJSON_AddNumberToObject(o, "gaps", (double)d->gaps);
	return o;
}

static void tell_listed(const struct command_context *c, const struct app_units_done *d)
{
	char listed[32];
	if (d->unit.listed >= 0)
		command_say(c, TEXT_UNITS_LISTED, d->unit.name, text_number(c->lang, d->unit.listed, listed), NULL);
	else
		command_say(c, TEXT_UNITS_LISTED_UNKNOWN, d->unit.name, d->unit.code, NULL);
}

/* What was done, or why not. The sentence's first argument is the day. */
static int tell(struct command_context *c, int rc, struct app_units_done *d, struct err *e, text_id sentence,
	const char *a, const char *b)
{
	char on[CLOCK_DATE], gaps[32];
	if (rc != 0)
		return command_fail(c, e);
	shared_notes(c, &d->doubtful);
	if (c->json)
		command_print_json(c, facts(d));
	else if (!d->written)
		command_say(c, TEXT_UNITS_AS_BEFORE, NULL, NULL, NULL);
	else
		command_say(c, sentence, clock_day(d->from, on), a, b);
	if (d->gaps > 0)
		command_say(c, TEXT_UNITS_SPLIT_GAPS, text_number(c->lang, (long long)d->gaps, gaps), NULL, NULL);
	if (d->written && sentence != TEXT_UNITS_RENAMED)
		tell_listed(c, d);
	app_units_done_free(d);
	return 0;
}

int cmd_unit_rename(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_units_done d;
	int rc = app_units_rename(c->store, w->word[0], w->word[1], command_option(c, w, "on"), &d, &e);
	return tell(c, rc, &d, &e, TEXT_UNITS_RENAMED, d.unit.code, d.unit.name);
}

static void names(const struct command_context *c, char *const *code, size_t n, const char *but, struct buf *out)
{
	struct err none;
	struct unit u;
	for (size_t i = 0; i < n; i++) {
		size_t first = 0; /* whoever types a code twice reads its name once */
		while (strcmp(code[first], code[i]) != 0)
			first++;
		if (first == i && strcmp(code[i], but) != 0 && store_unit(c->store, code[i], &u, &none) == 0)
			buf_print(out, "%s%s", out->len ? ", " : "", u.name);
	}
}

int cmd_unit_merge(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_units_done d;
	struct buf from;
	size_t n = (size_t)w->words - 1;
	const char *into = w->word[n];
	int rc = app_units_merge(c->store, (const char *const *)w->word, n, into, command_option(c, w, "on"), &d, &e);
	buf_init(&from, FORM_SENTENCE);
	names(c, w->word, n, into, &from);
	int code = tell(c, rc, &d, &e, TEXT_UNITS_MERGED, from.data, d.unit.name);
	buf_free(&from);
	return code;
}

/* Numbers stand after --households, and on as further words: --households 1-40 52 60. */
static const char **numbers(const struct command_context *c, const struct command_words *w, size_t *n)
{
	const char **out = alloc_zero((size_t)w->words + COMMAND_REPEAT_MAX, sizeof *out);
	*n = 0;
	for (int i = 0; c->command->option[i].name; i++) {
		for (int k = 0; strcmp(c->command->option[i].name, "households") == 0 && k < w->options[i]; k++)
			out[(*n)++] = w->option[i][k];
	}
	for (int i = 2; i < w->words; i++)
		out[(*n)++] = w->word[i];
	return out;
}

int cmd_unit_split(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_units_done d;
	char households[32];
	size_t n;
	const char **number = numbers(c, w, &n);
	const struct app_units_split s = {.from = w->word[0],
		.into = w->word[1],
		.name = command_option(c, w, "name"),
		.number = number,
		.numbers = n,
		.on = command_option(c, w, "on")};
	int rc = app_units_split(c->store, &s, &d, &e);
	free(number);
	return tell(c, rc, &d, &e, TEXT_UNITS_SPLIT, text_number(c->lang, (long long)d.households, households),
		d.unit.name);
}

int cmd_unit_separate(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit into = {.code = ""};
	struct app_units_done d;
	int rc = app_units_separate(c->store, w->word[0], w->word[1], command_option(c, w, "on"), &d, &e);
	if (rc == 0)
		rc = store_unit(c->store, w->word[1], &into, &e);
	return tell(c, rc, &d, &e, TEXT_UNITS_SEPARATED, d.unit.name, into.name);
}
