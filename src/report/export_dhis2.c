/* export_dhis2.c - the two formats DHIS2 imports: a data value set as JSON, and ADX (EXPORTS.md). Whatever has no
 * figure is left out: there a missing value says "not reported", and a nought says nought. No total: DHIS2 adds up
 * itself. */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <tungnha/clock.h>
#include <tungnha/html.h>

#include "export_write.h"

enum { ELEMENT_BYTES = 256 };

/* Codes of data elements: "mau-02.persons"; of a target's figure "online.num" and "online.den". */
static const char *element(const char *of, const char *what, char out[static ELEMENT_BYTES])
{
	snprintf(out, ELEMENT_BYTES, "%s.%s", of, what);
	return out;
}

/* --- JSON --- */

static void add_value(cJSON *to, const char *code, const char *period, const char *unit, int64_t n)
{
	char value[32];
	cJSON *o = cJSON_CreateObject();
	snprintf(value, sizeof value, "%lld", (long long)n);
	cJSON_AddStringToObject(o, "dataElement", code);
	cJSON_AddStringToObject(o, "period", period);
	cJSON_AddStringToObject(o, "orgUnit", unit);
	cJSON_AddStringToObject(o, "value", value);
	cJSON_AddItemToArray(to, o);
}

static void add_row(const struct report *r, const struct report_row *row, const char *period, cJSON *to)
{
	char code[ELEMENT_BYTES];
	for (size_t i = 0; i < r->form->columns; i++)
		if (export_known(r, row, i))
			add_value(to, element(r->form->id, r->form->column[i].id, code), period, row->unit.code,
				row->sums.value[i]);
}

int export_dhis2(const struct export *x, struct buf *out, struct err *e)
{
	char period[EXPORT_PERIOD], adx[EXPORT_PERIOD], code[ELEMENT_BYTES];
	if (export_period(&x->rule, x->period, period, adx, e) != 0)
		return -1;
	cJSON *root = cJSON_CreateObject(), *values;
	cJSON_AddStringToObject(root, "dataElementIdScheme", "code");
	cJSON_AddStringToObject(root, "orgUnitIdScheme", "code");
	cJSON_AddStringToObject(root, "dataSetIdScheme", "code");
	cJSON_AddStringToObject(root, "dataSet", x->report->form->id);
	cJSON_AddStringToObject(root, "period", period);
	values = cJSON_AddArrayToObject(root, "dataValues");
	for (size_t i = 0; i < x->report->rows; i++)
		add_row(x->report, &x->report->row[i], period, values);
	for (size_t i = 0; i < x->figures; i++) {
		const struct export_figure *f = &x->figure[i];
		add_value(values, element(f->target, "num", code), period, f->unit, f->num);
		add_value(values, element(f->target, "den", code), period, f->unit, f->den);
	}
	char *text = cJSON_PrintUnformatted(root);
	buf_text(out, text);
	buf_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(root);
	return 0;
}

/* --- ADX --- */

static void attribute(struct buf *out, const char *name, const char *value)
{
	buf_print(out, " %s=\"", name);
	html_text(out, value);
	buf_char(out, '"');
}

/* Complete is what was closed, of a unit that reported. */
static void begin_group(const struct export *x, const char *period, const char *unit, bool complete, struct buf *out)
{
	buf_text(out, "  <group");
	attribute(out, "dataSet", x->report->form->id);
	attribute(out, "orgUnit", unit);
	attribute(out, "period", period);
	if (complete && x->report->period.version) {
		char day[CLOCK_DATE];
		snprintf(day, sizeof day, "%.10s", x->report->period.at);
		attribute(out, "completeDate", day);
	}
	buf_text(out, ">\n");
}

static void data_value(const char *code, int64_t n, struct buf *out)
{
	buf_text(out, "    <dataValue");
	attribute(out, "dataElement", code);
	buf_print(out, " value=\"%lld\"/>\n", (long long)n);
}

static void unit_figures(const struct export *x, const char *unit, struct buf *out)
{
	char code[ELEMENT_BYTES];
	for (size_t i = 0; i < x->figures; i++) {
		const struct export_figure *f = &x->figure[i];
		if (strcmp(f->unit, unit) != 0)
			continue;
		data_value(element(f->target, "num", code), f->num, out);
		data_value(element(f->target, "den", code), f->den, out);
	}
}

/* A group must hold a value: a unit of which nothing is known has none. */
static void adx_group(
	const struct export *x, const struct report_row *row, const char *unit, const char *period, struct buf *out)
{
	const struct report *r = x->report;
	char code[ELEMENT_BYTES];
	struct buf values;
	buf_init(&values, out->max);
	for (size_t i = 0; row && i < r->form->columns; i++)
		if (export_known(r, row, i))
			data_value(element(r->form->id, r->form->column[i].id, code), row->sums.value[i], &values);
	unit_figures(x, unit, &values);
	if (values.len) {
		begin_group(x, period, unit, !row || row->source != REPORT_NEVER, out);
		buf_add(out, values.data, values.len);
		buf_text(out, "  </group>\n");
	}
	buf_free(&values);
}

int export_adx(const struct export *x, struct buf *out, struct err *e)
{
	const struct report *r = x->report;
	char dhis2[EXPORT_PERIOD], period[EXPORT_PERIOD], stamp[CLOCK_STAMP];
	if (export_period(&x->rule, x->period, dhis2, period, e) != 0)
		return -1;
	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<adx xmlns=\"urn:ihe:qrph:adx:2015\"");
	attribute(out, "exported", clock_stamp(x->exported_at, stamp));
	buf_text(out, ">\n");
	for (size_t i = 0; i < r->rows; i++)
		adx_group(x, &r->row[i], r->row[i].unit.code, period, out);
	adx_group(x, NULL, r->unit.code, period, out);
	buf_text(out, "</adx>\n");
	return 0;
}
