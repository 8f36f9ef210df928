/* A period that is closed, as a report: read from its statement, whatever has come since. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/report.h>
#include <tungnha/store_acts.h>
#include <tungnha/utf8.h>

#include "gather.h"

static void read_row(const struct report *r, const struct store_statement *x, const char *code, struct report_row *row)
{
	struct store_statement_row closed;

	store_statement_row(x, r->form, code, &closed);
	memcpy(row->unit.code, closed.code, sizeof row->unit.code);
	memcpy(row->unit.name, closed.name, sizeof row->unit.name);
	memcpy(row->unit.parent, r->unit.code, sizeof row->unit.parent);
	row->unit.listed = -1; /* its column holds what it was then */
	row->sums = closed.sums;
	row->source = report_source_of(closed.source);
	/* of a row typed or taken from a file: what it did not give was noted as unknown for every household */
	for (size_t i = 0; i < r->form->columns; i++)
		row->missing[i] = (row->source == REPORT_PAPER || row->source == REPORT_IMPORT) &&
				  closed.sums.value[i] == 0 && closed.sums.unknown[i] > 0 &&
				  closed.sums.unknown[i] >= closed.sums.value[0];
	memcpy(row->period, closed.stated, sizeof row->period);
	row->stated_version = closed.stated_version;
	memcpy(row->stated_code, closed.stated_code, sizeof row->stated_code);
	report_note(r->form, r->lang, row);
	report_typed(r->lang, row);
}

static int compare_rows(const void *a, const void *b)
{
	const struct report_row *x = a, *y = b;
	int by_name = utf8_compare(x->unit.name, y->unit.name);

	return by_name ? by_name : strcmp(x->unit.code, y->unit.code);
}

static void read_head(const struct store_statement *x, struct report *out)
{
	clock_read_stamp(x->at, &out->as_of);
	snprintf(out->period.period, sizeof out->period.period, "%s", x->period);
	memcpy(out->period.at, x->at, sizeof out->period.at);
	memcpy(out->period.code, x->code, sizeof out->period.code);
	out->period.version = x->version;
}

/* Under the form it was closed with, where that is known still. */
static int find_form(struct store *s, const struct store_statement *x, const struct form **out, struct err *e)
{
	const char *form = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(x->fields, "form"));
	struct id def;

	if (form && id_parse(form, &def) && store_form_of(s, def, out, e) == 0)
		return 0;
	return store_form(s, NULL, out, e);
}

static void read_rows(const struct store_statement *x, const char *unit, struct report *out)
{
	const cJSON *rows = cJSON_GetObjectItemCaseSensitive(x->fields, "rows"), *v;

	out->row = alloc_zero((size_t)cJSON_GetArraySize(rows) + 1, sizeof *out->row);
	cJSON_ArrayForEach(v, rows)
	{
		if (unit_valid_code(v->string) && (!unit || !strcmp(unit, v->string)))
			read_row(out, x, v->string, &out->row[out->rows++]);
	}
	if (out->rows)
		qsort(out->row, out->rows, sizeof *out->row, compare_rows);
}

/* On a hub whoever closed it; a device knows but its own hamlet. */
static int whose(struct store *s, const struct store_statement *x, struct unit *out, struct err *e)
{
	return store_role(s) == STORE_AGGREGATOR ? store_unit(s, x->unit, out, e) : store_own_unit(s, out, e);
}

int report_past(struct store *s, const struct store_statement *x, const char *unit, const struct campaign *campaign,
	enum text_lang lang, struct report *out, struct err *e)
{
	struct err none;
	struct unit known;

	*out = (struct report){.campaign = campaign, .lang = lang, .own = unit != NULL};
	read_head(x, out);
	if (find_form(s, x, &out->form, e) || whose(s, x, &out->unit, e))
		return -1;
	read_rows(x, unit, out);
	report_periods(s, out, x->period);
	report_add_up(out);
	if (!unit)
		return 0;
	if (out->rows == 0) {
		report_free(out);
		return err_set(e, ERR_NOT_FOUND, TEXT_STATEMENT_NO_UNIT, "%s" ERR_AND "%s", x->period, unit);
	}
	if (store_unit(s, unit, &known, &none) == 0)
		memcpy(out->row[0].unit.level, known.level, sizeof known.level);
	out->unit = out->total.unit = out->row[0].unit;
	return 0;
}
