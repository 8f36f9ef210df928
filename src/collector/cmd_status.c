/* cmd_status.c - `status`: how far the hamlet is and where its figures are safe; `device`: who this machine is to its
 * commune. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/clock.h>

#include "commands.h"

static void add_hub(cJSON *o, bool has, struct id hub)
{
	char hex[ID_HEX];
	if (has)
		cJSON_AddStringToObject(o, "hub", id_hex(hub, hex));
	else
		cJSON_AddNullToObject(o, "hub");
}

static cJSON *warnings_json(const struct app_warnings *w)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < w->count; i++) {
		cJSON *o = cJSON_CreateObject();
		if (w->item[i].number[0])
			cJSON_AddStringToObject(o, "household_no", w->item[i].number);
		else
			cJSON_AddNullToObject(o, "household_no");
		cJSON_AddStringToObject(o, "rule", w->item[i].rule);
		cJSON_AddStringToObject(o, "sentence", w->item[i].sentence);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static cJSON *status_json(const struct command_context *c, const struct app_status *s,
	const struct app_declared *declared, const struct app_warnings *warnings)
{
	char hex[ID_HEX], stamp[CLOCK_STAMP];
	cJSON *o = cJSON_CreateObject();
	cJSON_AddItemToObject(o, "unit", command_json_unit(&s->unit));
	cJSON_AddBoolToObject(o, "locked", s->locked);
	if (s->merged_into[0])
		cJSON_AddStringToObject(o, "merged_into", s->merged_into);
	else
		cJSON_AddNullToObject(o, "merged_into");
	cJSON_AddStringToObject(o, "merged_on", s->merged_on);
	cJSON_AddStringToObject(o, "with", s->with);
	if (s->purged_at[0])
		cJSON_AddStringToObject(o, "purged_at", s->purged_at);
	else
		cJSON_AddNullToObject(o, "purged_at");
	cJSON *households = cJSON_AddObjectToObject(o, "households");
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < s->form->columns; i++)
			if (turn ? s->form->column[i].progress : s->form->column[i].listed)
				cJSON_AddNumberToObject(
					households, s->form->column[i].id, (double)s->totals.sums.value[i]);
	cJSON *entries = cJSON_AddObjectToObject(o, "entries");
	cJSON_AddNumberToObject(entries, "written", (double)s->progress.written);
	cJSON_AddNumberToObject(entries, "sent", (double)s->progress.sent);
	cJSON_AddNumberToObject(entries, "confirmed", (double)s->progress.confirmed);
	cJSON_AddNumberToObject(entries, "held", (double)s->progress.held);
	cJSON_AddNumberToObject(entries, "rejected", (double)s->progress.rejected);
	if (s->progress.last_confirmed_at)
		cJSON_AddStringToObject(o, "last_confirmed_at", clock_stamp(s->progress.last_confirmed_at, stamp));
	else
		cJSON_AddNullToObject(o, "last_confirmed_at");
	cJSON_AddNumberToObject(o, "returned", (double)s->returned);
	cJSON_AddNumberToObject(o, "conflicts", (double)s->totals.conflicts);
	cJSON_AddItemToObject(o, "submitted", submit_json(declared));
	cJSON_AddBoolToObject(o, "passphrase", s->protection == STORE_UNDER_PASSPHRASE);
	cJSON_AddStringToObject(o, "node", id_hex(store_id(c->store), hex));
	add_hub(o, s->has_hub, s->hub);
	cJSON_AddBoolToObject(o, "by_network", s->by_network);
	cJSON_AddStringToObject(o, "state", message_state_word(s->state));
	command_json_backup(c, o);
	cJSON_AddBoolToObject(o, "clock_trusted", !s->clock_unset && !s->clock_behind);
	cJSON_AddNumberToObject(o, "again", (double)s->totals.again);
	cJSON_AddItemToObject(o, "warnings", warnings_json(warnings));
	return o;
}

static void print_households(const struct command_context *c, const struct app_status *s)
{
	char n[32];
	for (size_t i = 0; i < s->form->columns; i++)
		if (s->form->column[i].listed || (s->form->column[i].progress && s->totals.sums.value[i] > 0))
			command_put(stdout, "  %s: %s\n", form_words(&s->form->column[i].label, c->lang),
				text_number(c->lang, s->totals.sums.value[i], n));
}

static void say_numbers(const struct command_context *c, text_id id, int64_t a, const char *b)
{
	char n[32];
	command_say(c, id, text_number(c->lang, a, n), b, NULL);
}

static void print_safety(const struct command_context *c, const struct app_status *s)
{
	char when[COMMAND_WHEN], stamp[CLOCK_STAMP];
	say_numbers(c, TEXT_STATUS_SAVED, s->progress.written, NULL);
	if (!s->has_hub) {
		command_say(c, TEXT_STATUS_NO_HUB, NULL, NULL, NULL);
		return;
	}
	say_numbers(c, TEXT_STATUS_SENT, s->progress.sent, s->hub_name);
	if (s->progress.last_confirmed_at)
		say_numbers(c, TEXT_STATUS_CONFIRMED, s->progress.confirmed,
			command_when(clock_stamp(s->progress.last_confirmed_at, stamp), when));
	else
		command_say(c, TEXT_STATUS_UNCONFIRMED, s->hub_name, NULL, NULL);
	if (s->progress.written > s->progress.confirmed && s->state != STATE_REVOKED)
		say_numbers(c, s->by_network ? TEXT_STATUS_NEXT_NETWORK : TEXT_STATUS_NEXT_STICK,
			s->progress.written - s->progress.confirmed, NULL);
	if (s->state == STATE_WAITING)
		command_say(c, TEXT_STATUS_WAITING, NULL, NULL, NULL);
	if (s->state == STATE_REVOKED)
		command_say(c, TEXT_STATUS_REVOKED, NULL, NULL, NULL);
	if (s->state == STATE_UNKNOWN)
		command_say(c, TEXT_DEVICE_UNKNOWN, NULL, NULL, NULL);
}

enum { WARNINGS_SHOWN = 10 };

/* The first ones in full; who wants them all asks for the list. */
static void print_warnings(const struct command_context *c, const struct app_warnings *w)
{
	if (w->count > 0)
		say_numbers(c, TEXT_WARN_STATUS, (int64_t)w->count, NULL);
	for (size_t i = 0; i < w->count && i < WARNINGS_SHOWN; i++)
		command_put(stdout, "  %s%s%s%s\n", w->item[i].number[0] ? text_get(c->lang, TEXT_WARN_HOUSEHOLD) : "",
			w->item[i].number, w->item[i].number[0] ? ": " : "", w->item[i].sentence);
	if (w->count > WARNINGS_SHOWN)
		say_numbers(c, TEXT_WARN_MORE, (int64_t)(w->count - WARNINGS_SHOWN), NULL);
}

static void print_status(const struct command_context *c, const struct app_status *s,
	const struct app_declared *declared, const struct app_warnings *warnings)
{
	char now[CLOCK_STAMP + COMMAND_WHEN], day[CLOCK_DATE];
	command_say(c, TEXT_STATUS_UNIT, s->unit.name, s->unit.code, NULL);
	if (s->merged_into[0])
		command_say(c, s->merged_on[0] ? TEXT_UNITS_STATUS_MERGED : TEXT_UNITS_STATUS_MERGED_UNDATED,
			s->unit.name, s->merged_into, clock_day(s->merged_on, day));
	if (s->with[0])
		command_say(c, TEXT_UNITS_STATUS_WITH, s->with, NULL, NULL);
	print_households(c, s);
	if (s->locked && !s->purged_at[0]) /* what is gone cannot be opened again */
		command_say(c, TEXT_STATUS_LOCKED, NULL, NULL, NULL);
	if (s->purged_at[0])
		command_say(c, TEXT_PURGED_UNIT, s->unit.name, command_when(s->purged_at, now), NULL);
	print_safety(c, s);
	submit_tell(c, declared, s->has_hub);
	if (s->progress.held > 0)
		say_numbers(c, TEXT_STATUS_HELD, s->progress.held, NULL);
	if (s->returned > 0)
		say_numbers(c, TEXT_STATUS_RETURNED, s->returned, NULL);
	if (s->totals.conflicts > 0)
		say_numbers(c, TEXT_STATUS_CONFLICTS, s->totals.conflicts, NULL);
	if (s->totals.again > 0)
		say_numbers(c, TEXT_WARN_AGAIN, s->totals.again, NULL);
	print_warnings(c, warnings);
	command_say_backup(c);
	if (s->protection == STORE_UNPROTECTED)
		command_say(c, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
	if (s->clock_unset)
		command_say(c, TEXT_CLOCK_UNSET, clock_stamp(clock_now(), now), NULL, NULL);
}

int cmd_status(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_status s;
	struct app_declared declared;
	struct app_warnings warnings;
	const int64_t now = clock_now();
	if (app_status(c->store, command_option(c, w, "unit"), now, &s, &e) != 0 ||
		app_declared(c->store, s.unit.code, now, &declared, &e) != 0 ||
		app_warnings(c->store, s.unit.code, APP_AT_DOOR, c->lang, now, &warnings, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, status_json(c, &s, &declared, &warnings));
	else
		print_status(c, &s, &declared, &warnings);
	app_warnings_free(&warnings);
	return 0;
}
