/* cmd_status.c - `status`: who has reported, who is late, what needs a person. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_queue.h>
#include <tungnha/clock.h>

#include "commands.h"

/* -- JSON -- */

/* [{"household_no":null,"rule":…,"sentence":…}]: of the unit's figures; its households are in `review list`. */
static cJSON *json_warnings(const struct app_warnings *w)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < w->count; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddNullToObject(o, "household_no");
		cJSON_AddStringToObject(o, "rule", w->item[i].rule);
		cJSON_AddStringToObject(o, "sentence", w->item[i].sentence);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

/* Of one unit; none where it came to be known between the two looks. */
static const struct app_doubt *doubt_of(const struct app_doubts *d, const struct unit *u)
{
	static const struct app_doubt none;
	for (size_t i = 0; i < d->rows; i++)
		if (strcmp(d->row[i].unit.code, u->code) == 0)
			return &d->row[i];
	return &none;
}

/* paper_row: a row typed from paper stands ("used"), no longer does ("unused"), or there is none. */
static void add_source(cJSON *o, const struct app_hub_standing *r)
{
	static const char *const source[SOURCES] = {[SOURCE_DEVICES] = "devices",
		[SOURCE_PAPER] = "paper",
		[SOURCE_STATEMENT] = "devices",
		[SOURCE_IMPORT] = "import"};
	cJSON_AddBoolToObject(o, "overdue", r->overdue);
	if (r->source == SOURCE_NONE)
		cJSON_AddNullToObject(o, "source");
	else
		cJSON_AddStringToObject(o, "source", source[r->source]);
	if (r->row_used || r->row_idle)
		cJSON_AddStringToObject(o, "paper_row", r->row_used ? "used" : "unused");
	else
		cJSON_AddNullToObject(o, "paper_row");
}

static cJSON *json_standing(const struct app_hub_standing *r, const struct app_doubt *d, bool total)
{
	cJSON *o = cJSON_CreateObject();
	if (!total) {
		cJSON_AddStringToObject(o, "code", r->unit.code);
		cJSON_AddStringToObject(o, "name", r->unit.name);
	}
	cJSON_AddNumberToObject(o, "listed", (double)r->listed);
	cJSON_AddNumberToObject(o, "reviewed", (double)r->reviewed);
	cJSON_AddItemToObject(
		o, "increase", r->increased ? cJSON_CreateNumber((double)r->increase) : cJSON_CreateNull());
	cJSON_AddNumberToObject(o, "devices", (double)r->devices);
	cJSON_AddItemToObject(o, "last_heard_at", shared_json_time(r->last_heard));
	cJSON_AddItemToObject(o, "submitted", r->submitted[0] ? cJSON_CreateString(r->submitted) : cJSON_CreateNull());
	cJSON_AddItemToObject(
		o, "on_time", total || r->on_time < 0 ? cJSON_CreateNull() : cJSON_CreateBool(r->on_time));
	cJSON_AddNumberToObject(o, "conflicts", (double)r->conflicts);
	cJSON_AddNumberToObject(o, "held", (double)r->held);
	cJSON_AddBoolToObject(o, "locked", r->locked);
	if (!total) {
		add_source(o, r);
		cJSON_AddBoolToObject(o, "differs", r->differs);
	}
	cJSON_AddNumberToObject(o, "warned_households", (double)d->households);
	cJSON_AddItemToObject(o, "warnings", json_warnings(&d->figures));
	return o;
}

/* Devices that had reported after the backup this hub was restored from. */
static void add_ahead(const struct command_context *c, cJSON *o)
{
	struct id *node = NULL;
	size_t n = 0;
	struct err ignored;
	char hex[ID_HEX];
	cJSON *a = cJSON_AddArrayToObject(o, "heard_since");
	if (store_ahead(c->store, &node, &n, &ignored) == 0)
		for (size_t i = 0; i < n; i++)
			cJSON_AddItemToArray(a, cJSON_CreateString(id_hex(node[i], hex)));
	free(node);
}

static cJSON *json_status(const struct command_context *c, const struct app_hub_status *st, const struct app_doubts *d)
{
	cJSON *o = cJSON_CreateObject(), *units;
	cJSON_AddItemToObject(o, "unit", command_json_unit(&st->unit));
	units = cJSON_AddArrayToObject(o, "units");
	for (size_t i = 0; i < st->rows; i++)
		cJSON_AddItemToArray(units, json_standing(&st->row[i], doubt_of(d, &st->row[i].unit), false));
	cJSON_AddItemToObject(o, "total", json_standing(&st->total, &d->total, true));
	cJSON_AddItemToObject(o, "increase_since", st->since[0] ? cJSON_CreateString(st->since) : cJSON_CreateNull());
	cJSON_AddBoolToObject(o, "restored", st->restored);
	cJSON_AddBoolToObject(o, "clock_trusted", st->clock_trusted);
	command_json_backup(c, o);
	add_ahead(c, o);
	shared_json_above(c, o);
	cJSON_AddBoolToObject(o, "protected", store_protection(c->store) != STORE_UNPROTECTED);
	cJSON_AddNumberToObject(o, "devices_waiting", (double)st->waiting);
	cJSON_AddNumberToObject(o, "devices_new", (double)st->uncompared);
	cJSON_AddNumberToObject(o, "forks", (double)st->forks);
	return o;
}

/* -- text -- */

static const char *mark(const struct command_context *c, const struct app_hub_standing *r)
{
	if (r->locked)
		return text_get(c->lang, TEXT_HUB_MARK_LOCKED);
	if (r->overdue)
		return text_get(c->lang, TEXT_HUB_MARK_OVERDUE);
	if (r->source == SOURCE_PAPER)
		return text_get(c->lang, TEXT_REPORT_PAPER);
	if (r->source == SOURCE_IMPORT)
		return text_get(c->lang, TEXT_UP_MARK_IMPORT);
	if (r->source != SOURCE_NONE && !r->last_heard)
		return text_get(c->lang, TEXT_UP_MARK_SUM);
	return text_get(c->lang, r->last_heard ? TEXT_NONE : TEXT_HUB_MARK_NEVER);
}

static void add_row(const struct command_context *c, struct command_table *t, const struct app_hub_standing *r,
	const struct app_doubt *d, bool total)
{
	char warned[32], listed[32], reviewed[32], percent[32], devices[32], conflicts[32], held[32],
		when[COMMAND_WHEN];
	const char *cells[] = {
		total ? "" : r->unit.code,
		total ? text_get(c->lang, TEXT_HUB_TOTAL) : r->unit.name,
		text_number(c->lang, r->listed, listed),
		text_number(c->lang, r->reviewed, reviewed),
		text_percent(c->lang, r->reviewed, r->listed, percent),
		text_number(c->lang, (long long)r->devices, devices),
		total ? "" : shared_when(r->last_heard, when),
		r->submitted,
		text_number(c->lang, r->conflicts, conflicts),
		text_number(c->lang, r->held, held),
		text_number(c->lang, d->households + (int64_t)d->figures.count, warned),
		total ? "" : mark(c, r),
	};
	command_table_row(t, cells);
}

static void print_table(const struct command_context *c, const struct app_hub_status *st, const struct app_doubts *d)
{
	const text_id heading[] = {TEXT_HUB_COL_CODE, TEXT_HUB_COL_NAME, TEXT_HUB_COL_LISTED, TEXT_HUB_COL_REVIEWED,
		TEXT_HUB_COL_RATE, TEXT_HUB_COL_DEVICES, TEXT_HUB_COL_HEARD, TEXT_HUB_COL_SUBMITTED,
		TEXT_HUB_COL_CONFLICTS, TEXT_HUB_COL_HELD, TEXT_QUEUE_COL_WARNED, TEXT_HUB_COL_MARK};
	enum { COLUMNS = sizeof heading / sizeof *heading };
	const char *headings[COLUMNS];
	for (size_t i = 0; i < COLUMNS; i++)
		headings[i] = text_get(c->lang, heading[i]);
	struct command_table *t = command_table_new(COLUMNS, headings);
	struct app_doubt all = d->total;
	for (size_t i = 0; i < d->rows; i++)
		all.figures.count += d->row[i].figures.count;
	for (size_t i = 0; i < st->rows; i++)
		add_row(c, t, &st->row[i], doubt_of(d, &st->row[i].unit), false);
	add_row(c, t, &st->total, &all, true);
	command_table_print(t);
}

/* A line naming the units a condition holds for; nothing where it holds for none. */
static void name_units(const struct command_context *c, const struct app_hub_status *st, text_id sentence,
	bool (*holds)(const struct app_hub_standing *))
{
	struct buf names;
	size_t n = 0, told = 0;
	char count[32];
	buf_init(&names, FORM_SENTENCE);
	for (size_t i = 0; i < st->rows; i++) {
		if (!holds(&st->row[i]))
			continue;
		n++;
		if (told + 1 == n && names.len + strlen(st->row[i].unit.name) + sizeof ", …" < FORM_SENTENCE) {
			buf_print(&names, "%s%s", told ? ", " : "", st->row[i].unit.name);
			told++;
		}
	}
	if (told < n)
		buf_text(&names, ", …");
	if (n > 0)
		command_say(c, sentence, text_number(c->lang, (long long)n, count), names.data, NULL);
	buf_free(&names);
}

static bool is_never(const struct app_hub_standing *r)
{
	return r->last_heard == 0 && r->source == SOURCE_NONE;
}

static bool is_row_used(const struct app_hub_standing *r)
{
	return r->row_used;
}

static bool is_row_idle(const struct app_hub_standing *r)
{
	return r->row_idle;
}

static bool is_overdue(const struct app_hub_standing *r)
{
	return r->overdue;
}

static bool is_late(const struct app_hub_standing *r)
{
	return r->on_time == 0 && r->last_heard != 0; /* never heard of is said already */
}

static bool is_different(const struct app_hub_standing *r)
{
	return r->differs;
}

static void say_count(const struct command_context *c, text_id sentence, int64_t n)
{
	char count[32];
	if (n > 0)
		command_say(c, sentence, text_number(c->lang, n, count), c->program, NULL);
}

static void name_device(struct buf *to, const struct store_device *d, size_t devices, struct id node)
{
	char shown[ID_SHOWN];
	const char *label = "", *unit = "";
	for (size_t i = 0; i < devices; i++)
		if (id_equal(d[i].node, node)) {
			label = d[i].label;
			unit = d[i].unit;
		}
	buf_print(to, "%s%s", to->len ? ", " : "", id_shown(node, shown));
	if (*unit)
		buf_print(to, " (%s%s%s)", unit, *label ? ", " : "", label);
}

static void say_restored(const struct command_context *c)
{
	struct id *node = NULL;
	struct store_device *d = NULL;
	size_t n = 0, devices = 0;
	struct err ignored;
	struct buf names;
	char count[32];
	command_say(c, TEXT_HUB_STATUS_RESTORED, NULL, NULL, NULL);
	buf_init(&names, FORM_SENTENCE / 2);
	if (store_ahead(c->store, &node, &n, &ignored) == 0 &&
		store_devices(c->store, NULL, &d, &devices, &ignored) == 0)
		for (size_t i = 0; i < n; i++)
			name_device(&names, d, devices, node[i]);
	if (n > 0)
		command_say(c, TEXT_RESTORED_AHEAD, text_number(c->lang, (long long)n, count), names.data, NULL);
	command_say(c, TEXT_RESTORED_CONFIRM, c->program, NULL, NULL);
	buf_free(&names);
	free(node);
	free(d);
}

/* What is doubtful in the figures, unit by unit; households have a list of their own. */
static void print_doubts(const struct command_context *c, const struct app_doubts *d)
{
	for (size_t i = 0; i <= d->rows; i++) {
		const struct app_doubt *r = i < d->rows ? &d->row[i] : &d->total;
		for (size_t k = 0; k < r->figures.count; k++)
			command_put(stdout, "%s: %s\n", r->unit.name, r->figures.item[k].sentence);
	}
	say_count(c, TEXT_QUEUE_STATUS, d->total.households);
}

static void say_ignored(const struct command_context *c)
{
	char(*code)[UNIT_CODE];
	struct err none;
	size_t n;
	if (store_ignored_units(c->store, &code, &n, &none) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		command_say(c, TEXT_UNITS_IGNORED, code[i], NULL, NULL);
	free(code);
}

/* What the last statement did not have yet. */
static void say_increase(const struct command_context *c, const struct app_hub_status *st)
{
	char number[32], change[40];
	if (!st->total.increased)
		return;
	snprintf(change, sizeof change, "%s%s", st->total.increase > 0 ? "+" : "",
		text_number(c->lang, st->total.increase, number));
	if (strcmp(st->since, st->before) == 0)
		command_say(c, TEXT_PERIOD_STATUS_SINCE, st->since, change, NULL);
	else
		command_say(c, TEXT_PERIOD_STATUS_SINCE_GAP, st->since, st->before, change);
}

static void print_status(const struct command_context *c, const struct app_hub_status *st, const struct app_doubts *d)
{
	command_put(stdout, "%s (%s)\n\n", st->unit.name, st->unit.code);
	print_table(c, st, d);
	putchar('\n');
	say_increase(c, st);
	name_units(c, st, TEXT_HUB_STATUS_NEVER, is_never);
	name_units(c, st, TEXT_HUB_STATUS_OVERDUE, is_overdue);
	name_units(c, st, TEXT_HUB_STATUS_LATE, is_late);
	name_units(c, st, TEXT_HUB_STATUS_DIFFERS, is_different);
	name_units(c, st, TEXT_DECIDE_STATUS_ROW_USED, is_row_used);
	name_units(c, st, TEXT_DECIDE_STATUS_ROW_UNUSED, is_row_idle);
	say_count(c, TEXT_HUB_STATUS_CONFLICTS, st->total.conflicts);
	say_count(c, TEXT_HUB_STATUS_HELD, st->total.held);
	print_doubts(c, d);
	say_count(c, TEXT_HUB_STATUS_WAITING, (int64_t)st->waiting);
	say_count(c, TEXT_HUB_STATUS_NEW, (int64_t)st->uncompared);
	say_count(c, TEXT_HUB_STATUS_FORKS, (int64_t)st->forks);
	say_ignored(c);
	shared_say_above(c);
	if (st->restored)
		say_restored(c);
	command_say_backup(c);
	if (!st->clock_trusted)
		command_say(c, TEXT_HUB_STATUS_CLOCK, NULL, NULL, NULL);
	if (store_protection(c->store) == STORE_UNPROTECTED)
		command_say(c, TEXT_DATA_UNPROTECTED, NULL, NULL, NULL);
}

int cmd_status(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_status st;
	struct app_doubts d;
	const int64_t now = clock_now();
	(void)w;
	store_view(c->store); /* both of one state */
	int rc = app_hub_status(c->store, now, &st, &e);
	if (rc == 0 && (rc = app_doubts(c->store, NULL, c->lang, now, &d, &e)) != 0)
		app_hub_status_free(&st);
	store_view_end(c->store);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, json_status(c, &st, &d));
	else
		print_status(c, &st, &d);
	app_doubts_free(&d);
	app_hub_status_free(&st);
	return 0;
}
