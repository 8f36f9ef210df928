/* cmd_unit.c - `unit list`, `unit add`, `unit import`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_figures.h>
#include <tungnha/clock.h>
#include <tungnha/report.h>
#include <tungnha/utf8.h>

#include "commands.h"

/* What is said of a unit beyond itself. */
struct past {
	struct store_shape shape;
	char words[2 * UNIT_NAME + REPORT_NOTE_BYTES];
	struct store_predecessor *before;
	size_t befores;
};

static void say_past(const struct command_context *c, const struct unit *u, struct past *p)
{
	char day[CLOCK_DATE];
	struct err none;
	struct unit into;
	if (!p->shape.into[0]) {
		if (report_made_of(c->store, u->code, c->lang, p->words, &none) != 0)
			p->words[0] = '\0';
		return;
	}
	if (store_unit(c->store, p->shape.into, &into, &none) != 0)
		memcpy(into.name, p->shape.into, sizeof p->shape.into);
	const char *const args[3] = {into.name, clock_day(p->shape.merged, day), NULL};
	text_fill(c->lang, day[0] ? TEXT_UNITS_INTO : TEXT_UNITS_INTO_UNDATED, args, p->words, sizeof p->words);
}

static struct past *look_back(const struct command_context *c, const struct unit *u, size_t n, struct err *e)
{
	struct past *p = alloc_zero(n + 1, sizeof *p);
	for (size_t i = 0; i < n; i++) {
		if (store_shape(c->store, u[i].code, &p[i].shape, e) != 0 ||
			store_predecessors(c->store, u[i].code, &p[i].before, &p[i].befores, e) != 0) {
			free(p);
			return NULL;
		}
		say_past(c, &u[i], &p[i]);
	}
	return p;
}

static void add_past(cJSON *o, const struct past *p)
{
	cJSON *before;
	cJSON_AddStringToObject(o, "since", p->shape.since);
	if (p->shape.into[0])
		cJSON_AddStringToObject(o, "merged_into", p->shape.into);
	else
		cJSON_AddNullToObject(o, "merged_into");
	cJSON_AddStringToObject(o, "merged_on", p->shape.merged);
	before = cJSON_AddArrayToObject(o, "predecessors");
	for (size_t i = 0; i < p->befores; i++) {
		cJSON *b = command_json_unit(&p->before[i].unit);
		if (p->before[i].whole)
			cJSON_AddNullToObject(b, "households");
		else
			cJSON_AddNumberToObject(b, "households", (double)p->before[i].households);
		cJSON_AddStringToObject(b, "since", p->before[i].since);
		cJSON_AddItemToArray(before, b);
	}
}

static cJSON *json_units(const struct unit *u, const struct past *p, size_t n)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = command_json_unit(&u[i]);
		add_past(o, &p[i]);
		cJSON_AddStringToObject(o, "parent", u[i].parent);
		if (u[i].listed >= 0)
			cJSON_AddNumberToObject(o, "listed", u[i].listed);
		else
			cJSON_AddNullToObject(o, "listed");
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static void print_units(const struct command_context *c, const struct unit *u, const struct past *p, size_t n)
{
	const text_id heading[] = {TEXT_HUB_COL_CODE, TEXT_HUB_COL_NAME, TEXT_HUB_COL_LEVEL, TEXT_HUB_COL_PARENT,
		TEXT_HUB_COL_LISTED, TEXT_UNITS_COL_PAST};
	const char *headings[6];
	for (size_t i = 0; i < 6; i++)
		headings[i] = text_get(c->lang, heading[i]);
	struct command_table *t = command_table_new(6, headings);
	for (size_t i = 0; i < n; i++) {
		char listed[32] = "–";
		if (u[i].listed >= 0)
			text_number(c->lang, u[i].listed, listed);
		const char *cells[] = {
			u[i].code, u[i].name, app_level_words(u[i].level, c->lang), u[i].parent, listed, p[i].words};
		command_table_row(t, cells);
	}
	command_table_print(t);
}

static int warn_ignored(const struct command_context *c, struct err *e)
{
	char(*code)[UNIT_CODE];
	size_t n;
	if (store_ignored_units(c->store, &code, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		command_warn(c, TEXT_UNITS_IGNORED, code[i], NULL, NULL);
	free(code);
	return 0;
}

int cmd_unit_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit *u;
	size_t n;
	(void)w;
	if (store_units(c->store, NULL, &u, &n, &e) != 0)
		return command_fail(c, &e);
	struct past *p = look_back(c, u, n, &e);
	int rc = p ? warn_ignored(c, &e) : -1;
	if (rc == 0 && c->json)
		command_print_json(c, json_units(u, p, n));
	else if (rc == 0)
		print_units(c, u, p, n);
	for (size_t i = 0; p && i < n; i++)
		free(p[i].before);
	free(p);
	free(u);
	return rc == 0 ? 0 : command_fail(c, &e);
}

/* What an addition or an import did, or why it did nothing. */
static int tell(struct command_context *c, int rc, struct app_hub_units *done, struct err *e)
{
	char added[32], changed[32], same[32];
	shared_notes(c, &done->refused);
	shared_notes(c, &done->doubtful);
	if (rc == 0 && c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddNumberToObject(o, "added", (double)done->added);
		cJSON_AddNumberToObject(o, "changed", (double)done->changed);
		cJSON_AddNumberToObject(o, "same", (double)done->same);
		command_print_json(c, o);
	}
	if (rc == 0)
		command_say(c, TEXT_HUB_UNITS_DONE, text_number(c->lang, (long long)done->added, added),
			text_number(c->lang, (long long)done->changed, changed),
			text_number(c->lang, (long long)done->same, same));
	app_hub_units_free(done);
	return rc == 0 ? 0 : command_fail(c, e);
}

static int take(const char *typed, text_id wrong, char *out, size_t out_bytes, struct err *e)
{
	char *clean = typed ? utf8_clean(typed, strlen(typed)) : NULL;
	bool fits = !typed || (clean && strlen(clean) < out_bytes);
	if (fits && clean)
		memcpy(out, clean, strlen(clean) + 1);
	free(clean);
	return fits ? 0 : err_set(e, ERR_DATA, wrong, "%s" ERR_AND "%s", typed, typed);
}

int cmd_unit_add(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u = {.listed = -1};
	struct app_hub_units done = {0};
	if (take(w->word[0], TEXT_HUB_LIST_CODE, u.code, sizeof u.code, &e) != 0 ||
		take(w->word[1], TEXT_HUB_LIST_NAME, u.name, sizeof u.name, &e) != 0 ||
		take(command_option(c, w, "level"), TEXT_HUB_LIST_LEVEL, u.level, sizeof u.level, &e) != 0 ||
		take(command_option(c, w, "parent"), TEXT_HUB_LIST_PARENT, u.parent, sizeof u.parent, &e) != 0 ||
		shared_int(c, w, "listed", 0, 9999999, -1, &u.listed, &e) != 0)
		return command_fail(c, &e);
	int rc = app_hub_unit_set(c->store, &u, &done, &e);
	return tell(c, rc, &done, &e);
}

int cmd_unit_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_hub_units done = {0};
	const struct app_hub_file file = {.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet")};
	int rc = app_hub_unit_import(c->store, &file, &done, &e);
	return tell(c, rc, &done, &e);
}
