/* A hub's closed totals for a period: what every unit's row and the whole came to, and through which entries
 * (sync/PROTOCOL.md, section 11). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/period.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

/* --- reading --- */

void store_check_code(const struct id *hash, char out[static STORE_CHECK_CODE])
{
	static const char digit[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford: no I, L, O, U */
	uint64_t bits = 0;

	for (int i = 0; i < 5; i++)
		bits = bits << 8 | hash->b[i];
	for (int i = 0; i < 8; i++)
		out[i] = digit[bits >> (35 - 5 * i) & 31];
	out[8] = '\0';
}

void store_statement_free(struct store_statement *x)
{
	cJSON_Delete(x->fields);
	x->fields = NULL;
}

static const char *const words[] = {[SOURCE_DEVICES] = "devices", [SOURCE_PAPER] = "paper"};

const char *store_source_word(enum store_source source)
{
	return source == SOURCE_NONE ? NULL : words[source];
}

static enum store_source source_of(const char *word)
{
	for (enum store_source i = SOURCE_DEVICES; word && i <= SOURCE_PAPER; i++) {
		if (!strcmp(words[i], word))
			return i;
	}
	return SOURCE_NONE;
}

/* Values, or counts of what is unknown, in the order of the statement's columns, into that of the form's. */
static void read_values(
	const struct store_statement *x, const struct form *f, const cJSON *values, int64_t *out, bool *given)
{
	const cJSON *column = json_array(x->fields, "columns"), *v = values ? values->child : NULL;

	column = column ? column->child : NULL;
	for (; column && v; column = column->next, v = v->next) {
		int i = cJSON_IsString(column) ? form_column_index(f, column->valuestring) : -1;

		if (i >= 0 && json_is_int(v, -JSON_INT_MAX, JSON_INT_MAX, &out[i]) && given)
			given[i] = true;
	}
}

bool store_statement_row(
	const struct store_statement *x, const struct form *f, const char *code, struct store_statement_row *out)
{
	const cJSON *values = json_array(json_object(x->fields, "rows"), code);
	const char *name = json_string(json_object(x->fields, "names"), code);

	memset(out, 0, sizeof *out);
	snprintf(out->code, sizeof out->code, "%s", code);
	snprintf(out->name, sizeof out->name, "%s", name ? name : code);
	out->source = source_of(json_string(json_object(x->fields, "sources"), code));
	json_int(json_object(x->fields, "devices"), code, 0, JSON_INT_MAX, &out->devices);
	json_int(json_object(x->fields, "held"), code, 0, JSON_INT_MAX, &out->held);
	json_int(json_object(x->fields, "conflicts"), code, 0, JSON_INT_MAX, &out->conflicts);
	read_values(x, f, values, out->sums.value, out->given);
	read_values(x, f, json_array(json_object(x->fields, "unknown"), code), out->sums.unknown, NULL);
	return values != NULL;
}

static bool has_shape(const cJSON *fields, const char *period)
{
	int64_t version;
	struct period p;

	return period && period_parse(period, &p) && json_int(fields, "version", 1, JSON_INT_MAX, &version) &&
	       json_array(fields, "columns") && json_object(fields, "rows") && json_array(fields, "total") &&
	       json_array(fields, "through");
}

/* 1, or 0 for an act that is no statement a reader understands. */
static int read_statement(struct store *s, const struct name *act, struct store_statement *out, struct err *e)
{
	struct revision r = {.name = *act};
	struct found f;
	struct entry *en;
	const char *period;
	int64_t version = 0;
	int row = journal_find(s, act, &f, e);

	memset(out, 0, sizeof *out);
	if (row <= 0)
		return row;
	r.branch = f.branch;
	row = revision_entry(s, &r, &en, e) ? -1 : 1;
	if (row > 0) {
		period = json_string(en->fields, "period");
		row = has_shape(en->fields, period);
	}
	if (row > 0) {
		json_int(en->fields, "version", 1, JSON_INT_MAX, &version);
		out->entry = *act;
		out->version = (int)version;
		snprintf(out->period, sizeof out->period, "%s", period);
		memcpy(out->at, en->at, sizeof out->at);
		memcpy(out->by, en->by, sizeof out->by);
		memcpy(out->reason, en->reason, sizeof out->reason);
		out->fields = en->fields;
		en->fields = NULL;
		store_check_code(&act->hash, out->code);
	}
	revision_forget(&r);
	return row;
}

/* The unit whose statements this node knows: a hub its own, a collector its hub's. */
static int closing_unit(struct store *s, char out[static UNIT_CODE], struct err *e)
{
	struct store_enrolment *en;
	size_t n;

	snprintf(out, UNIT_CODE, "%s", s->own_unit);
	if (s->role == STORE_AGGREGATOR)
		return 0;
	if (store_enrolments(s, &en, &n, e))
		return -1;
	snprintf(out, UNIT_CODE, "%s", n ? en[0].hub_unit : "");
	free(en);
	return 0;
}

/* Names of statement acts as a query orders them: of one period, of those before one. The caller frees. */
static int list(struct store *s, const char *period, enum sql_id which, struct name **out, size_t *n, struct err *e)
{
	char unit[UNIT_CODE];
	sqlite3_stmt *st;
	int row;

	*out = NULL;
	*n = 0;
	if (closing_unit(s, unit, e))
		return -1;
	st = sql_start(s, which, "tit", unit, (int64_t)ENTRY_STATEMENT, period);
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = (struct name){.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
	}
	if (row)
		free(*out);
	return row;
}

/* The first of them that a reader understands. 1, 0 none, -1. */
static int newest(struct store *s, const char *period, enum sql_id which, struct store_statement *out, struct err *e)
{
	struct name *name;
	size_t n;
	int row = 0;

	memset(out, 0, sizeof *out);
	if (list(s, period, which, &name, &n, e))
		return -1;
	for (size_t i = 0; row == 0 && i < n; i++)
		row = read_statement(s, &name[i], out, e);
	free(name);
	return row;
}

int store_statement(struct store *s, const char *period, struct store_statement *out, struct err *e)
{
	return newest(s, period, SQL_STATEMENTS_DOWN, out, e);
}

int store_statement_before(struct store *s, const char *period, struct store_statement *out, struct err *e)
{
	return newest(s, period, SQL_STATEMENTS_BEFORE, out, e);
}

int store_statements(struct store *s, store_each_statement each, void *context, struct err *e)
{
	struct name *name;
	size_t n;
	int row = 0;

	if (list(s, NULL, SQL_STATEMENTS_UP, &name, &n, e))
		return -1;
	for (size_t i = 0; row >= 0 && i < n; i++) {
		struct store_statement x;

		row = read_statement(s, &name[i], &x, e);
		if (row > 0 && each(context, &x, e))
			row = -1;
		store_statement_free(&x);
	}
	free(name);
	return row < 0 ? -1 : 0;
}

/* --- writing --- */

/* A statement as it is put together. */
struct closing {
	cJSON *fields, *rows, *unknown, *names, *sources, *devices, *held, *conflicts;
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

		while (k < i && !(id_equal(d[k].node, d[i].node) && writes_for(&d[k], unit)))
			k++;
		count += k == i && writes_for(&d[i], unit);
	}
	return count;
}

static int add_unit(struct store *s, struct closing *c, const struct form *f, const struct unit *u, struct err *e)
{
	struct store_figures now;
	const char *source;
	bool unknown = false;

	if (store_figures(s, u->code, &now, e))
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

static int add_units(struct store *s, struct closing *c, const struct form *f, struct err *e)
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
		rc = add_unit(s, c, f, &u[i], e);
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
 * NULL: e. */
static cJSON *through_now(struct store *s, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_UNITS, "");
	struct name *end = NULL;
	char unit[UNIT_CODE];
	cJSON *through = NULL;
	size_t n = 0;
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		sql_text_at(st, 0, unit, sizeof unit);
		if (strcmp(unit, s->own_unit) && add_ends(s, unit, &end, &n, e)) {
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

static int write_closing(struct store *s, struct closing *c, const struct form *f, int version,
	const struct store_author *a, struct name *written, struct err *e)
{
	cJSON *fields = c->fields;

	cJSON_AddItemToObject(fields, "total", numbers(c->total.value, f->columns));
	cJSON_AddNumberToObject(fields, "version", version);
	c->fields = NULL;
	return store_write_act(s, s->own_unit, ENTRY_STATEMENT, NULL, fields, a, written, e);
}

int store_write_statement(struct store *s, const char *period, const char *const *late, size_t lates,
	const struct store_author *a, struct name *written, struct err *e)
{
	const struct form *f;
	struct store_statement before;
	struct closing c;
	cJSON *through;
	int rc = store_statement(s, period, &before, e), version = before.version + 1;

	store_statement_free(&before);
	if (rc < 0 || store_form(s, NULL, &f, e))
		return -1;
	through = through_now(s, e);
	if (!through)
		return -1;
	begin_closing(&c, f, period);
	cJSON_AddItemToObject(c.fields, "through", through);
	add_late(&c, late, lates);
	rc = add_units(s, &c, f, e) ? -1 : write_closing(s, &c, f, version, a, written, e);
	cJSON_Delete(c.fields);
	return rc;
}
