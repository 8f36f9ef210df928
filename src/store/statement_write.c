/* Closing a period: what every unit's row and the whole come to now, and through which entries (sync/PROTOCOL.md,
 * section 11). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_facts.h>

#include "declared.h"

/* A statement as it is put together. */
struct closing {
	cJSON *fields, *rows, *unknown, *names, *sources, *devices, *held, *conflicts, *declared;
	struct form_sums total;
};

static void begin_closing(struct closing *c, const struct form *f, const char *period)
{
	cJSON *columns;
	char hex[ID_HEX];

	memset(c, 0, sizeof *c);
	c->fields = cJSON_CreateObject();
	columns = cJSON_AddArrayToObject(c->fields, "columns");
	for (size_t i = 0; i < f->columns; i++)
		cJSON_AddItemToArray(columns, cJSON_CreateString(f->column[i].id));
	c->conflicts = cJSON_AddObjectToObject(c->fields, "conflicts");
	c->declared = cJSON_AddObjectToObject(c->fields, "declared");
	c->devices = cJSON_AddObjectToObject(c->fields, "devices");
	cJSON_AddStringToObject(c->fields, "form", id_hex(f->def, hex));
	c->held = cJSON_AddObjectToObject(c->fields, "held");
	c->names = cJSON_AddObjectToObject(c->fields, "names");
	cJSON_AddStringToObject(c->fields, "period", period);
	c->rows = cJSON_AddObjectToObject(c->fields, "rows");
	c->sources = cJSON_AddObjectToObject(c->fields, "sources");
	c->unknown = cJSON_AddObjectToObject(c->fields, "unknown");
}

static cJSON *numbers(const int64_t *value, size_t n)
{
	cJSON *out = cJSON_CreateArray();

	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(out, cJSON_CreateNumber((double)value[i]));
	return out;
}

static void put_if(cJSON *object, const char *code, int64_t n)
{
	if (n)
		cJSON_AddNumberToObject(object, code, (double)n);
}

/* Devices of merged units are those of their successors; one of both is one. */
static int place_devices(struct store *s, struct store_device *d, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct store_shape shape;

		if (store_shape(s, d[i].unit, &shape, e))
			return -1;
		if (shape.into[0])
			memcpy(d[i].unit, shape.into, sizeof d[i].unit);
	}
	return 0;
}

static bool writes_for(const struct store_device *d, const char *unit)
{
	return !strcmp(d->unit, unit) && (d->state == DEVICE_NEW || d->state == DEVICE_ACTIVE);
}

static int64_t devices_of(const struct store_device *d, size_t n, const char *unit)
{
	int64_t count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		if (!writes_for(&d[i], unit)) /* first: a country has 3,321 devices, and asks for as many units */
			continue;
		while (k < i && !(id_equal(d[k].node, d[i].node) && writes_for(&d[k], unit)))
			k++;
		count += k == i;
	}
	return count;
}

/* Which statement of a unit's own its figures are. */
static void add_declared(struct closing *c, const char *code, const struct store_stated *x)
{
	cJSON *said = cJSON_AddArrayToObject(c->declared, code);

	cJSON_AddItemToArray(said, cJSON_CreateString(x->period));
	cJSON_AddItemToArray(said, cJSON_CreateNumber(x->version));
	cJSON_AddItemToArray(said, cJSON_CreateString(x->code));
}

/* Of a group, those of the units below it that were added up. */
static int add_declared_below(struct store *s, struct closing *c, const char *code, const char *period,
	const struct store_figures *x, int depth, struct err *e)
{
	struct store_figures below;
	struct unit *u;
	size_t n;
	int rc = 0;

	if (x->source == SOURCE_STATEMENT)
		add_declared(c, code, &x->statement);
	if (!x->summed || depth == STORE_GROUPS_DEEP)
		return 0;
	if (store_units(s, code, &u, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = cJSON_HasObjectItem(c->declared, u[i].code) ? 0
								 : store_figures_at(s, u[i].code, period, &below, e);
		if (rc == 0 && !cJSON_HasObjectItem(c->declared, u[i].code))
			rc = add_declared_below(s, c, u[i].code, period, &below, depth + 1, e);
	}
	free(u);
	return rc;
}

static int add_unit(struct store *s, struct closing *c, const struct form *f, const struct unit *u, const char *period,
	struct err *e)
{
	struct store_figures now;
	const char *source;
	bool unknown = false;

	if (store_figures_at(s, u->code, period, &now, e) || add_declared_below(s, c, u->code, period, &now, 0, e))
		return -1;
	sums_listed(f, u, &now.totals.sums);
	for (size_t i = 0; i < f->columns; i++) {
		c->total.value[i] += now.totals.sums.value[i];
		c->total.unknown[i] += now.totals.sums.unknown[i];
		unknown |= now.totals.sums.unknown[i] != 0;
	}
	cJSON_AddItemToObject(c->rows, u->code, numbers(now.totals.sums.value, f->columns));
	if (unknown)
		cJSON_AddItemToObject(c->unknown, u->code, numbers(now.totals.sums.unknown, f->columns));
	cJSON_AddStringToObject(c->names, u->code, u->name);
	source = store_source_word(now.source);
	if (source)
		cJSON_AddStringToObject(c->sources, u->code, source);
	put_if(c->held, u->code, now.totals.held);
	put_if(c->conflicts, u->code, now.totals.conflicts);
	return 0;
}

static int add_units(struct store *s, struct closing *c, const struct form *f, const char *period, struct err *e)
{
	struct unit *u = NULL;
	struct store_device *d = NULL;
	size_t n, devices;
	int rc;

	if (store_units(s, s->own_unit, &u, &n, e))
		return -1;
	rc = store_devices(s, NULL, &d, &devices, e);
	if (rc == 0)
		rc = place_devices(s, d, devices, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		put_if(c->devices, u[i].code, devices_of(d, devices, u[i].code));
		rc = add_unit(s, c, f, &u[i], period, e);
	}
	free(d);
	free(u);
	return rc;
}

static int compare_names(const void *a, const void *b)
{
	return name_compare(a, b);
}

static int add_ends(struct store *s, const char *unit, struct name **out, size_t *n, struct err *e)
{
	cJSON *rows = store_through(s, unit, NULL, e), *row;

	if (!rows)
		return -1;
	*out = alloc_grow(*out, *n + (size_t)cJSON_GetArraySize(rows) + 1, sizeof **out);
	cJSON_ArrayForEach(row, rows)
	{
		if (entry_read_row(row, &(*out)[*n]))
			++*n;
	}
	cJSON_Delete(rows);
	return 0;
}

/* Every branch of every journal of every unit but the own, ascending: of those merged away and of silent devices too.
 * What a parent writes of itself is no part of it. NULL: e. */
static cJSON *through_now(struct store *s, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_UNITS_CLOSED, "t", s->own_unit);
	struct name *end = NULL;
	char unit[UNIT_CODE];
	cJSON *through = NULL;
	size_t n = 0;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		sql_text_at(st, 0, unit, sizeof unit);
		if (add_ends(s, unit, &end, &n, e)) {
			sql_end(st);
			row = -1;
			break;
		}
	}
	if (row == 0) {
		if (n)
			qsort(end, n, sizeof *end, compare_names);
		through = cJSON_CreateArray();
		for (size_t i = 0; i < n; i++)
			cJSON_AddItemToArray(through, entry_row(&end[i]));
	}
	free(end);
	return through;
}

int store_statement_outdated(struct store *s, const struct store_statement *x, bool *outdated, struct err *e)
{
	cJSON *now = through_now(s, e);

	*outdated = now && !cJSON_Compare(now, json_array(x->fields, "through"), true);
	cJSON_Delete(now);
	return now ? 0 : -1;
}

static int compare_codes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_late(struct closing *c, const char *const *late, size_t lates)
{
	const char **sorted = alloc_zero(lates + 1, sizeof *sorted);
	cJSON *list = cJSON_AddArrayToObject(c->fields, "late");

	for (size_t i = 0; i < lates; i++)
		sorted[i] = late[i];
	qsort(sorted, lates, sizeof *sorted, compare_codes);
	for (size_t i = 0; i < lates; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(sorted[i]));
	free(sorted);
}

/* The own unit's figures of the one-stop system for the period: {indicator: [num, den]}. */
struct own_figures {
	cJSON *to;
	const char *unit, *period;
};

static int add_figure(void *context, const struct store_fact *x, struct err *e)
{
	const struct own_figures *o = context;
	const char *indicator = json_string(x->fields, "indicator"), *unit = json_string(x->fields, "unit");
	const char *period = json_string(x->fields, "period");
	int64_t num, den;
	cJSON *pair;

	(void)e;
	if (!indicator || !unit || !period || strcmp(unit, o->unit) || strcmp(period, o->period) ||
		!json_int(x->fields, "num", 0, JSON_INT_MAX, &num) ||
		!json_int(x->fields, "den", 0, JSON_INT_MAX, &den))
		return 0;
	cJSON_DeleteItemFromObjectCaseSensitive(o->to, indicator);
	pair = cJSON_AddArrayToObject(o->to, indicator);
	cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)num));
	cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)den));
	return 0;
}

static int add_figures(struct store *s, struct closing *c, const char *period, struct err *e)
{
	struct own_figures o = {
		.to = cJSON_AddObjectToObject(c->fields, "figures"), .unit = s->own_unit, .period = period};

	return store_facts(s, s->own_unit, ENTRY_FIGURE, add_figure, &o, e);
}

/* Every unit's figures may be right by themselves and come to more than an entry can hold: the unit that says most is
 * the first to look at. */
static int too_great(const struct closing *c, int column, struct err *e)
{
	const cJSON *row, *most = NULL;
	double greatest = -1;

	cJSON_ArrayForEach(row, c->rows)
	{
		double value = cJSON_GetNumberValue(cJSON_GetArrayItem(row, column));

		if (value > greatest) {
			greatest = value;
			most = row;
		}
	}
	return err_set(e, ERR_DATA, TEXT_UP_TOO_GREAT, "%s" ERR_AND "%s" ERR_AND "%.0f",
		most ? json_string(c->names, most->string) : "", most ? most->string : "", greatest);
}

static int write_closing(struct store *s, struct closing *c, const struct form *f, int version,
	const struct name *former, const struct store_author *a, struct name *written, struct err *e)
{
	cJSON *fields = c->fields;

	for (size_t i = 0; i < f->columns; i++) {
		if (c->total.value[i] > JSON_INT_MAX)
			return too_great(c, (int)i, e);
	}
	cJSON_AddItemToObject(fields, "total", numbers(c->total.value, f->columns));
	cJSON_AddNumberToObject(fields, "version", version);
	c->fields = NULL;
	return act_write_after(s, s->own_unit, ENTRY_STATEMENT, fields, former, a, written, e);
}

/* What a former machine of the unit declared for the period, and whoever heard of it must see outdone: *former, seq 0
 * where it is nothing; *version: the greatest there was. What has the last clock or number there is cannot be outdone,
 * and keeps nobody from closing. */
static int look_before(struct store *s, const char *period, struct name *former, int *version, struct err *e)
{
	struct declared *d;
	size_t n;
	int rc = statement_greatest(s, period, version, e);

	memset(former, 0, sizeof *former);
	if (rc < 0 || declared_load(s, s->own_unit, period, NULL, &d, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!former->seq && d[i].clock < ENTRY_CLOCK_MAX)
			*former = d[i].name;
		*version = d[i].version > *version ? d[i].version : *version;
	}
	*version = *version < JSON_INT_MAX ? *version : JSON_INT_MAX - 1;
	declared_free(d, n);
	return 0;
}

int store_write_statement(struct store *s, const char *period, const char *const *late, size_t lates,
	const struct store_author *a, struct name *written, struct err *e)
{
	const struct form *f;
	struct closing c;
	struct name former;
	cJSON *through;
	int version, rc;

	if (look_before(s, period, &former, &version, e) || store_form(s, NULL, &f, e))
		return -1;
	through = through_now(s, e);
	if (!through)
		return -1;
	begin_closing(&c, f, period);
	cJSON_AddItemToObject(c.fields, "through", through);
	add_late(&c, late, lates);
	rc = add_units(s, &c, f, period, e) || add_figures(s, &c, period, e)
		     ? -1
		     : write_closing(s, &c, f, version + 1, former.seq ? &former : NULL, a, written, e);
	cJSON_Delete(c.fields);
	return rc;
}
