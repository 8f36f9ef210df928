/* app_reports_tables.c - a row a unit: coverage and doubts on one line; who is late or missing; whose figures want a
 * second look. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "reports.h"

/* --- a row a unit: prizes hang on these, so coverage and doubts stand on one line --- */

static const char *sent_word(const struct reports *r, const struct reports_unit *u)
{
	if (u->on_time == APP_ON_TIME)
		return text_get(r->lang, TEXT_REPORTS_ON_TIME);
	if (!u->sent)
		return text_get(r->lang, TEXT_REPORTS_NOT_SENT);
	return text_get(r->lang, u->on_time == APP_LATE ? TEXT_REPORTS_LATE : TEXT_REPORTS_SENT_ONLY);
}

static cJSON *json_on_time(enum app_on_time t)
{
	return t == APP_UNKNOWN_TIME ? cJSON_CreateNull() : cJSON_CreateBool(t == APP_ON_TIME);
}

static cJSON *json_unit(const struct reports_unit *u)
{
	cJSON *o = cJSON_CreateObject(), *doubts;
	cJSON_AddStringToObject(o, "unit", u->unit.code);
	cJSON_AddStringToObject(o, "name", u->unit.name);
	cJSON_AddNumberToObject(o, "households", (double)u->reviewed);
	cJSON_AddNumberToObject(o, "listed", (double)u->listed);
	cJSON_AddBoolToObject(o, "sent", u->sent);
	cJSON_AddItemToObject(o, "on_time", json_on_time(u->on_time));
	cJSON_AddNumberToObject(o, "times_late", u->times);
	cJSON_AddNumberToObject(o, "warned", (double)u->warned);
	cJSON_AddNumberToObject(o, "conflicts", (double)u->conflicts);
	cJSON_AddNumberToObject(o, "held", (double)u->held);
	doubts = cJSON_AddArrayToObject(o, "doubts");
	for (size_t i = 0; i < u->doubts.count; i++)
		cJSON_AddItemToArray(doubts, cJSON_CreateString(u->doubts.sentence[i]));
	return o;
}

/* A plan without household visits: the table tells who has sent, and no columns of nothing. */
static bool has_households(const struct reports *r)
{
	for (size_t i = 0; i < r->units; i++) {
		const struct reports_unit *u = &r->unit[i];
		if (u->any || u->warned || u->conflicts || u->held)
			return true;
	}
	return strcmp(r->own.level, "commune") == 0;
}

static void unit_row(struct reports *r, size_t n, const struct reports_unit *u)
{
	static const struct document_cell never = {.kind = CELL_NEVER};
	struct document_cell cell[] = {reports_cell_number((int64_t)n), reports_cell_text(u->unit.name),
		u->listed > 0 || u->any ? reports_cell_number(u->listed) : never,
		u->any ? reports_cell_number(u->reviewed) : never,
		u->any ? document_percent(u->reviewed, u->listed) : never, reports_cell_number(u->warned),
		reports_cell_number(u->conflicts + u->held),
		reports_is_long(r) ? reports_cell_number(u->times) : reports_cell_text(sent_word(r, u))};
	struct document_cell plain[] = {cell[0], cell[1], cell[7]};
	document_row(r->document, has_households(r) ? cell : plain, false);
}

static void units_total(struct reports *r)
{
	struct reports_unit t = {.warned = 0};
	for (size_t i = 0; i < r->units; i++) {
		const struct reports_unit *u = &r->unit[i];
		t.listed += u->listed;
		t.reviewed += u->reviewed;
		t.warned += u->warned;
		t.conflicts += u->conflicts + u->held;
	}
	struct document_cell cell[] = {{.kind = CELL_EMPTY}, reports_cell_text(text_get(r->lang, TEXT_REPORTS_TOTAL)),
		reports_cell_number(t.listed), reports_cell_number(t.reviewed), document_percent(t.reviewed, t.listed),
		reports_cell_number(t.warned), reports_cell_number(t.conflicts), {.kind = CELL_EMPTY}};
	document_row(r->document, cell, true);
}

static void units_header(struct reports *r)
{
	const struct document_column column[] = {{text_get(r->lang, TEXT_REPORTS_COL_NO), 6},
		{text_get(r->lang, TEXT_REPORTS_COL_UNIT), 22}, {text_get(r->lang, TEXT_REPORTS_COL_LISTED), 11},
		{text_get(r->lang, TEXT_REPORTS_COL_REVIEWED), 11}, {text_get(r->lang, TEXT_REPORTS_COL_RATE), 11},
		{text_get(r->lang, TEXT_REPORTS_COL_WARNED), 11}, {text_get(r->lang, TEXT_REPORTS_COL_DOUBTS), 12},
		{text_get(r->lang, reports_is_long(r) ? TEXT_REPORTS_COL_TIMES : TEXT_REPORTS_COL_SENT), 14}};
	const struct document_column plain[] = {column[0], {column[1].heading, 60},
		{text_get(r->lang, reports_is_long(r) ? TEXT_REPORTS_COL_TIMES : TEXT_REPORTS_COL_STATE), 34}};
	if (has_households(r))
		document_table(r->document, NULL, column, sizeof column / sizeof *column);
	else
		document_table(r->document, NULL, plain, sizeof plain / sizeof *plain);
}

int reports_show_units(struct reports *r, cJSON *facts, struct err *e)
{
	if (reports_judge_units(r, e) != 0)
		return -1;
	cJSON *list = cJSON_AddArrayToObject(facts, "rows");
	units_header(r);
	for (size_t i = 0; i < r->units; i++) {
		unit_row(r, i + 1, &r->unit[i]);
		cJSON_AddItemToArray(list, json_unit(&r->unit[i]));
	}
	if (!has_households(r))
		return 0;
	units_total(r);
	document_note(r->document, text_get(r->lang, TEXT_REPORTS_UNITS_NOTE));
	return 0;
}

/* --- late, missing, doubtful --- */

static bool is_listed(const struct reports *r, const struct reports_unit *u)
{
	return reports_is_long(r) ? u->times > 0 : !u->sent || u->on_time == APP_LATE;
}

/* Of a period who was late in it; of a longer report who ever was, and how often. */
static void late_table(struct reports *r, cJSON *list)
{
	const struct document_column no = {text_get(r->lang, TEXT_REPORTS_COL_NO), 6};
	const struct document_column times = {text_get(r->lang, TEXT_REPORTS_COL_TIMES), 26};
	const struct document_column now[] = {no, {text_get(r->lang, TEXT_REPORTS_COL_UNIT), 40},
		{text_get(r->lang, TEXT_REPORTS_COL_STATE), 30}, times};
	const struct document_column ever[] = {no, {text_get(r->lang, TEXT_REPORTS_COL_UNIT), 68}, times};
	bool is_long = reports_is_long(r);
	int64_t n = 0;
	for (size_t i = 0; i < r->units; i++) {
		const struct reports_unit *u = &r->unit[i];
		struct document_cell cell[] = {reports_cell_number(n + 1), reports_cell_text(u->unit.name),
			is_long ? reports_cell_number(u->times) : reports_cell_text(sent_word(r, u)),
			reports_cell_number(u->times)};
		if (!is_listed(r, u))
			continue;
		if (n++ == 0)
			document_table(r->document, NULL, is_long ? ever : now, is_long ? 3 : 4);
		document_row(r->document, cell, false);
		cJSON_AddItemToArray(list, json_unit(u));
	}
	if (n == 0)
		document_paragraph(r->document, text_get(r->lang, TEXT_REPORTS_NOBODY_LATE));
}

static char *joined(const struct app_sentences *x)
{
	struct buf all;
	buf_init(&all, 64 * FORM_SENTENCE);
	for (size_t i = 0; i < x->count; i++)
		buf_print(&all, "%s%s", i ? " " : "", x->sentence[i]);
	return buf_take(&all);
}

static void doubtful_table(struct reports *r, cJSON *list)
{
	const struct document_column column[] = {{text_get(r->lang, TEXT_REPORTS_COL_NO), 6},
		{text_get(r->lang, TEXT_REPORTS_COL_UNIT), 22}, {text_get(r->lang, TEXT_REPORTS_COL_WHY), 74}};
	int64_t n = 0;
	for (size_t i = 0; i < r->units; i++) {
		const struct reports_unit *u = &r->unit[i];
		if (u->doubts.count == 0)
			continue;
		if (n++ == 0)
			document_table(r->document, NULL, column, sizeof column / sizeof *column);
		char *why = joined(&u->doubts);
		struct document_cell cell[] = {
			reports_cell_number(n), reports_cell_text(u->unit.name), reports_cell_text(why)};
		document_row(r->document, cell, false);
		cJSON_AddItemToArray(list, json_unit(u));
		free(why);
	}
	if (n == 0)
		document_paragraph(r->document, text_get(r->lang, TEXT_REPORTS_NOTHING_DOUBTFUL));
}

int reports_show_late(struct reports *r, cJSON *facts, struct err *e)
{
	if (reports_judge_units(r, e) != 0)
		return -1;
	reports_tell_counts(r, facts);
	document_heading(r->document, 3, text_get(r->lang, TEXT_REPORTS_LATE_HEADING));
	late_table(r, cJSON_AddArrayToObject(facts, "late_units"));
	document_heading(r->document, 3, text_get(r->lang, TEXT_REPORTS_DOUBT_HEADING));
	doubtful_table(r, cJSON_AddArrayToObject(facts, "doubtful"));
	return 0;
}
