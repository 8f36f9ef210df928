/* write_json.c - `form02 --json`, the contract of the command line: numbers plain, nothing rounded, never-heard units
 * zero. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <tungnha/clock.h>

#include "write.h"

static const char *source_word(enum report_source s)
{
	static const char *const words[] = {
		[REPORT_DEVICES] = "devices", [REPORT_PAPER] = "paper", [REPORT_IMPORT] = "import"};
	return s == REPORT_NEVER ? NULL : words[s];
}

/* A blank form has no numbers: null, not a zero nobody counted. */
static void add_columns(const struct report *r, const struct report_row *row, bool printed, cJSON *to)
{
	for (size_t i = 0; i < r->form->columns; i++) {
		const struct form_column *c = &r->form->column[i];
		if (c->progress || c->printed != printed)
			continue;
		if (r->blank)
			cJSON_AddNullToObject(to, c->id);
		else
			cJSON_AddNumberToObject(to, c->id, (double)row->sums.value[i]);
	}
}

/* Printed columns only: what is unknown in a carried one follows from them. */
static void add_unknown(const struct report *r, const struct report_row *row, cJSON *to)
{
	cJSON *unknown = cJSON_AddObjectToObject(to, "unknown");
	for (size_t i = 0; i < r->form->columns && !r->blank; i++)
		if (r->form->column[i].printed && row->sums.unknown[i] > 0)
			cJSON_AddNumberToObject(unknown, r->form->column[i].id, (double)row->sums.unknown[i]);
}

/* Whose word it is, where the unit closed its figures itself or a file gave them. */
void write_json_closed(const struct report_row *row, cJSON *to)
{
	cJSON *o;
	if (row->stated_version) {
		o = cJSON_AddObjectToObject(to, "statement");
		cJSON_AddStringToObject(o, "period", row->period);
		cJSON_AddNumberToObject(o, "version", row->stated_version);
		cJSON_AddStringToObject(o, "code", row->stated_code);
		if (row->stated_at[0]) {
			cJSON_AddStringToObject(o, "closed_at", row->stated_at);
			cJSON_AddStringToObject(o, "node", row->stated_node);
		}
	} else if (row->import_source[0]) {
		o = cJSON_AddObjectToObject(to, "import");
		cJSON_AddStringToObject(o, "period", row->period);
		cJSON_AddStringToObject(o, "source", row->import_source);
		cJSON_AddStringToObject(o, "date", row->import_date);
	}
}

/* A row somebody typed, whether it stands or devices have reported since. */
static void add_paper(const struct report_row *row, cJSON *to)
{
	if (!row->typed)
		return;
	cJSON *paper = cJSON_AddObjectToObject(to, "paper");
	cJSON_AddStringToObject(paper, "source", row->typed_source);
	cJSON_AddStringToObject(paper, "date", row->typed_date);
	cJSON_AddBoolToObject(paper, "used", row->typed_used);
}

static void add_reference(const struct report *r, const struct report_row *row, cJSON *to)
{
	for (size_t i = 0; i < r->references; i++) {
		const struct report_reference *x = &r->reference[i];
		if (strcmp(x->unit.code, row->unit.code) != 0)
			continue;
		cJSON *o = cJSON_AddObjectToObject(to, "reference");
		cJSON_AddStringToObject(o, "source", x->source);
		cJSON_AddStringToObject(o, "date", x->date);
		cJSON *columns = cJSON_AddObjectToObject(o, "columns");
		cJSON *difference = cJSON_AddObjectToObject(o, "difference");
		for (size_t c = 0; c < r->form->columns; c++) {
			if (x->given[c])
				cJSON_AddNumberToObject(columns, r->form->column[c].id, (double)x->value[c]);
			if (x->compared[c])
				cJSON_AddNumberToObject(difference, r->form->column[c].id, (double)x->difference[c]);
		}
	}
}

/* null: not in the statement compared with, or there is none. */
static void add_increase(const struct report *r, const struct report_row *row, cJSON *to)
{
	cJSON *o = cJSON_CreateObject();
	for (size_t i = 0; i < r->form->columns; i++)
		if (row->increased[i] && !r->form->column[i].progress)
			cJSON_AddNumberToObject(o, r->form->column[i].id, (double)row->increase[i]);
	if (!o->child) {
		cJSON_Delete(o);
		o = cJSON_CreateNull();
	}
	cJSON_AddItemToObject(to, "increase", o);
}

static void add_since(const struct report_increase *x, cJSON *to)
{
	if (!x->since[0]) {
		cJSON_AddNullToObject(to, "increase_since");
		return;
	}
	cJSON *o = cJSON_AddObjectToObject(to, "increase_since");
	cJSON_AddStringToObject(o, "period", x->since);
	cJSON_AddNumberToObject(o, "version", x->version);
	cJSON_AddBoolToObject(o, "follows", strcmp(x->since, x->before) == 0);
}

static cJSON *row_json(const struct report *r, const struct report_row *row)
{
	cJSON *o = cJSON_CreateObject();
	const char *source = source_word(row->source);
	cJSON_AddStringToObject(o, "unit", row->unit.code);
	cJSON_AddStringToObject(o, "name", row->unit.name);
	add_columns(r, row, true, o);
	cJSON_AddStringToObject(o, "note", row->note);
	add_columns(r, row, false, o);
	add_unknown(r, row, o);
	if (source)
		cJSON_AddStringToObject(o, "source", source);
	else
		cJSON_AddNullToObject(o, "source");
	write_json_closed(row, o);
	if (r->increase.told)
		add_increase(r, row, o);
	add_paper(row, o);
	add_reference(r, row, o);
	return o;
}

/* What stands as declared, on a device; which closed period it is, from a statement. */
static void add_period(const struct report_period *k, cJSON *to)
{
	if (k->version) {
		cJSON_AddStringToObject(to, "period", k->period);
		cJSON_AddNumberToObject(to, "version", k->version);
		cJSON_AddStringToObject(to, "code", k->code);
	} else if (k->tells_declared && k->period[0]) {
		cJSON *o = cJSON_AddObjectToObject(to, "submitted");
		cJSON_AddStringToObject(o, "period", k->period);
		cJSON_AddStringToObject(o, "at", k->at);
		cJSON_AddBoolToObject(o, "confirmed", k->confirmed);
	} else if (k->tells_declared) {
		cJSON_AddNullToObject(to, "submitted");
	}
}

void write_json(const struct report *r, struct buf *out)
{
	char stamp[CLOCK_STAMP];
	cJSON *root = cJSON_CreateObject();
	cJSON_AddStringToObject(root, "form", r->form->id);
	cJSON *unit = cJSON_AddObjectToObject(root, "unit");
	cJSON_AddStringToObject(unit, "code", r->unit.code);
	cJSON_AddStringToObject(unit, "name", r->unit.name);
	cJSON_AddStringToObject(unit, "level", r->unit.level);
	cJSON_AddStringToObject(root, "as_of", clock_stamp(r->as_of, stamp));
	add_period(&r->period, root);
	if (r->increase.told)
		add_since(&r->increase, root);
	cJSON *rows = cJSON_AddArrayToObject(root, "rows");
	for (size_t i = 0; i < r->rows; i++)
		cJSON_AddItemToArray(rows, row_json(r, &r->row[i]));
	cJSON *total = cJSON_AddObjectToObject(root, "total");
	add_columns(r, &r->total, true, total);
	add_columns(r, &r->total, false, total);
	if (r->increase.told)
		add_increase(r, &r->total, total);
	char *text = cJSON_PrintUnformatted(root);
	buf_text(out, text);
	buf_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(root);
}
