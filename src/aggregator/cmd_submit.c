/* cmd_submit.c - `submit list`, `submit accept`: what hamlets declared, and whether it came in time. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "commands.h"

/* -- JSON -- */

cJSON *shared_json_on_time(enum app_on_time t)
{
	return t == APP_UNKNOWN_TIME ? cJSON_CreateNull() : cJSON_CreateBool(t == APP_ON_TIME);
}

static void add_declared(cJSON *o, const struct form *f, const struct app_hub_submit *x)
{
	cJSON *differs, *why;
	cJSON_AddItemToObject(o, "row", command_json_row(f, x->submit.sums.value, x->submit.given));
	cJSON_AddItemToObject(o, "unknown", command_json_unknown(f, x->submit.sums.unknown));
	differs = cJSON_AddArrayToObject(o, "differs");
	for (size_t i = 0; i < x->differences; i++) {
		cJSON *d = cJSON_CreateObject();
		cJSON_AddStringToObject(d, "column", f->column[x->differs[i].column].id);
		cJSON_AddNumberToObject(d, "submitted", (double)x->differs[i].submitted);
		cJSON_AddNumberToObject(d, "computed", (double)x->differs[i].computed);
		cJSON_AddItemToArray(differs, d);
	}
	why = cJSON_AddArrayToObject(o, "why");
	for (size_t i = 0; i < x->why.count; i++)
		cJSON_AddItemToArray(why, cJSON_CreateString(x->why.sentence[i]));
}

/* Of a unit that is a hub itself: what it closed, version by version, and what each changed. */
static void add_versions(cJSON *o, const struct form *f, const struct app_hub_submit *x)
{
	cJSON *list = cJSON_AddArrayToObject(o, "versions");
	cJSON_AddNumberToObject(o, "version", x->submit.version);
	cJSON_AddStringToObject(o, "code", x->submit.code);
	for (size_t i = 0; i < x->versions; i++) {
		const struct app_stated *v = &x->version[i];
		cJSON *one = cJSON_CreateObject(), *changes = cJSON_AddArrayToObject(one, "changes");
		cJSON_AddNumberToObject(one, "version", v->version);
		cJSON_AddStringToObject(one, "code", v->code);
		cJSON_AddStringToObject(one, "closed_at", v->at);
		cJSON_AddItemToObject(one, "arrived_at", shared_json_time(v->arrived_at));
		cJSON_AddStringToObject(one, "reason", v->reason);
		for (size_t k = 0; k < f->columns; k++) {
			if (!v->given[k])
				continue;
			cJSON *change = cJSON_CreateObject();
			cJSON_AddStringToObject(change, "column", f->column[k].id);
			cJSON_AddNumberToObject(change, "before", (double)v->before[k]);
			cJSON_AddNumberToObject(change, "after", (double)v->after[k]);
			cJSON_AddItemToArray(changes, change);
		}
		cJSON_AddItemToArray(list, one);
	}
}

static cJSON *json_submit(const struct command_context *c, const struct form *f, const struct app_hub_submit *x)
{
	char hex[ID_HEX], entry[COMMAND_ENTRY];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "unit", x->unit.code);
	cJSON_AddStringToObject(o, "name", x->unit.name);
	cJSON_AddItemToObject(o, "period", x->period[0] ? cJSON_CreateString(x->period) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "submitted_at", x->any ? cJSON_CreateString(x->submit.at) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "arrived_at", shared_json_time(x->any ? x->submit.arrived_at : 0));
	cJSON_AddItemToObject(o, "on_time", shared_json_on_time(x->on_time));
	cJSON_AddBoolToObject(o, "accepted", x->accepted);
	cJSON_AddBoolToObject(o, "closed", x->closed);
	const char *source = store_source_word(x->source);
	cJSON_AddItemToObject(o, "source", source ? cJSON_CreateString(source) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "computed", command_json_row(f, x->computed.value, NULL));
	if (!x->any) {
		cJSON_AddNullToObject(o, "row");
		cJSON_AddArrayToObject(o, "differs");
		cJSON_AddArrayToObject(o, "why");
		return o;
	}
	cJSON_AddStringToObject(o, "entry", command_entry(c, &x->submit.entry, entry));
	cJSON_AddStringToObject(o, "node", id_hex(x->submit.author, hex));
	cJSON_AddStringToObject(o, "by", x->submit.by);
	if (x->accepted)
		cJSON_AddStringToObject(o, "accepted_reason", x->accepted_reason);
	add_declared(o, f, x);
	if (x->submit.version)
		add_versions(o, f, x);
	return o;
}

/* -- text -- */

static void print_time(const struct command_context *c, const struct app_hub_submit *x)
{
	struct app_calendar calendar;
	char ends[APP_WHEN];
	app_calendar(c->store, clock_now(), &calendar);
	if (x->accepted)
		command_say(c, TEXT_SUBMIT_ACCEPTED_LINE, x->accepted_reason, NULL, NULL);
	else if (x->on_time == APP_ON_TIME)
		command_say(c, TEXT_SUBMIT_ON_TIME, NULL, NULL, NULL);
	else if (x->on_time == APP_LATE)
		command_say(c, TEXT_SUBMIT_LATE, app_period_ends(&calendar, x->period, ends), NULL, NULL);
	else if (x->any)
		command_say(c, TEXT_SUBMIT_TIME_UNKNOWN, NULL, NULL, NULL);
}

/* Columns of the printed form and the list speak for those carried beside them, where any of them differs. */
static bool on_paper(const struct form *f, const struct app_difference *d)
{
	return f->column[d->column].printed || f->column[d->column].listed;
}

static bool is_shown(const struct form *f, const struct app_hub_submit *x, const struct app_difference *d)
{
	bool any = false;
	for (size_t i = 0; i < x->differences; i++)
		any |= on_paper(f, &x->differs[i]);
	return !any || on_paper(f, d);
}

static void print_differences(const struct command_context *c, const struct form *f, const struct app_hub_submit *x)
{
	char a[32], b[32];
	if (x->differences == 0)
		command_say(c, x->submit.version ? TEXT_UP_AGREES : TEXT_SUBMIT_AGREES, NULL, NULL, NULL);
	for (size_t i = 0; i < x->differences; i++) {
		if (!is_shown(f, x, &x->differs[i]))
			continue;
		command_say(c, x->submit.version ? TEXT_UP_DIFFERS : TEXT_SUBMIT_DIFFERS,
			form_words(&f->column[x->differs[i].column].label, c->lang),
			text_number(c->lang, x->differs[i].submitted, a),
			text_number(c->lang, x->differs[i].computed, b));
	}
	for (size_t i = 0; i < x->why.count; i++)
		command_say(c, TEXT_SUBMIT_WHY, x->why.sentence[i], NULL, NULL);
}

static void print_versions(const struct command_context *c, const struct form *f, const struct app_hub_submit *x)
{
	char number[16], when[COMMAND_WHEN], a[32], b[32];
	for (size_t i = 0; i < x->versions; i++) {
		const struct app_stated *v = &x->version[i];
		snprintf(number, sizeof number, "%d", v->version);
		command_say(c, TEXT_UP_VERSION, number, command_when(v->at, when), v->code);
		if (v->reason[0])
			command_say(c, TEXT_UP_VERSION_REASON, v->reason, NULL, NULL);
		for (size_t k = 0; k < f->columns; k++) {
			if (v->given[k] && (f->column[k].printed || f->column[k].listed))
				command_say(c, TEXT_UP_VERSION_CHANGE, form_words(&f->column[k].label, c->lang),
					text_number(c->lang, v->before[k], a), text_number(c->lang, v->after[k], b));
		}
	}
}

/* Not declared by a machine of the unit: what came another way is said. */
static void print_undeclared(const struct command_context *c, const struct app_hub_submit *x)
{
	char day[CLOCK_DATE];
	text_id said = x->source == SOURCE_PAPER    ? TEXT_SUBMIT_ROW_PAPER
		       : x->source == SOURCE_IMPORT ? TEXT_SUBMIT_ROW_FILE
		       : x->period[0]               ? TEXT_SUBMIT_ROW_NONE_FOR
						    : TEXT_SUBMIT_ROW_NONE;
	command_say(c, said, x->unit.name, x->unit.code, x->period);
	if (x->typed_source[0])
		command_say(c, TEXT_SUBMIT_TYPED_SOURCE, x->typed_source, x->typed_date[0] ? clock_day(x->typed_date, day) : "–", NULL);
	print_time(c, x);
}

static void print_submit(const struct command_context *c, const struct form *f, const struct app_hub_submit *x)
{
	char declared[COMMAND_WHEN], arrived[COMMAND_WHEN];
	if (!x->any) {
		print_undeclared(c, x);
		return;
	}
	command_say(c, TEXT_SUBMIT_ROW, x->unit.name, x->unit.code, x->period);
	command_say(c, x->submit.version ? TEXT_UP_ROW_TIMES : TEXT_SUBMIT_ROW_TIMES,
		command_when(x->submit.at, declared), shared_when(x->submit.arrived_at, arrived), NULL);
	if (x->submit.by[0])
		command_say(c, TEXT_SUBMIT_WHO, x->submit.by, NULL, NULL);
	print_time(c, x);
	print_versions(c, f, x);
	print_differences(c, f, x);
}

int cmd_submit_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_submits x;
	const char *unit = w->words ? w->word[0] : NULL;
	if (app_hub_submits(c->store, unit, command_option(c, w, "period"), clock_now(), c->lang, &x, &e) != 0)
		return command_fail(c, &e);
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < x.rows; i++) {
		if (c->json)
			cJSON_AddItemToArray(list, json_submit(c, x.form, &x.row[i]));
		else
			print_submit(c, x.form, &x.row[i]);
	}
	if (c->json)
		command_print_json(c, list);
	else
		cJSON_Delete(list);
	app_hub_submits_free(&x);
	return 0;
}

int cmd_submit_accept(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	bool changed, withdraw = command_option(c, w, "withdraw") != NULL;
	const char *period = command_option(c, w, "period");
	if (!period) {
		app_period_needed(c->store, TEXT_SUBMIT_PERIOD_NEEDED, clock_now(), &e);
		return command_fail(c, &e);
	}
	if (store_unit(c->store, w->word[0], &u, &e) != 0 ||
		app_hub_submit_accept(c->store, u.code, period, command_option(c, w, "reason"), withdraw, clock_now(),
			&changed, &e) != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "unit", u.code);
		cJSON_AddStringToObject(o, "period", period);
		cJSON_AddBoolToObject(o, "accepted", !withdraw);
		cJSON_AddBoolToObject(o, "changed", changed);
		return command_print_json(c, o);
	}
	if (withdraw)
		command_say(c, changed ? TEXT_SUBMIT_WITHDRAWN : TEXT_SUBMIT_WITHDRAWN_ALREADY, u.name, period, NULL);
	else
		command_say(c, changed ? TEXT_SUBMIT_ACCEPTED : TEXT_SUBMIT_ACCEPTED_ALREADY, u.name, period, NULL);
	return 0;
}
