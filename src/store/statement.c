/* A hub's closed totals for a period: what every unit's row and the whole came to, and through which entries
 * (sync/PROTOCOL.md, section 11). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/period.h>

#include "declared.h"

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

/* The members that say something of each unit, as arrays: of 3,321 units none is looked for from the first on. */
enum { OF_ROWS, OF_NAMES, OF_SOURCES, OF_DEVICES, OF_HELD, OF_CONFLICTS, OF_DECLARED, OF_UNKNOWN, OF_MEMBERS };
static const char *const of_names[OF_MEMBERS] = {
	"rows", "names", "sources", "devices", "held", "conflicts", "declared", "unknown"};

struct store_statement_index {
	const cJSON **item[OF_MEMBERS]; /* ascending by code, as entries are written */
	size_t count[OF_MEMBERS];
};

static struct store_statement_index *make_index(const cJSON *fields)
{
	struct store_statement_index *x = alloc_zero(1, sizeof *x);

	for (int i = 0; i < OF_MEMBERS; i++) {
		const cJSON *object = json_object(fields, of_names[i]), *v;

		x->item[i] = alloc_zero((size_t)cJSON_GetArraySize(object) + 1, sizeof *x->item[i]);
		cJSON_ArrayForEach(v, object) x->item[i][x->count[i]++] = v;
	}
	return x;
}

static void free_index(struct store_statement_index *x)
{
	for (int i = 0; x && i < OF_MEMBERS; i++)
		free(x->item[i]);
	free(x);
}

static int compare_item(const void *code, const void *item)
{
	return strcmp(code, (*(const cJSON *const *)item)->string);
}

/* What a member says of a unit; NULL: nothing. */
static const cJSON *said_of(const struct store_statement *x, int member, const char *code)
{
	const cJSON **found;

	if (!x->index)
		return cJSON_GetObjectItemCaseSensitive(json_object(x->fields, of_names[member]), code);
	found = bsearch(code, x->index->item[member], x->index->count[member], sizeof *found, compare_item);
	return found ? *found : NULL;
}

static const cJSON *list_said(const struct store_statement *x, int member, const char *code)
{
	const cJSON *v = said_of(x, member, code);

	return cJSON_IsArray(v) ? v : NULL;
}

static int64_t number_of(const struct store_statement *x, int member, const char *code)
{
	const cJSON *v = said_of(x, member, code);
	int64_t n = 0;

	return v && json_is_int(v, 0, JSON_INT_MAX, &n) ? n : 0;
}

void store_statement_free(struct store_statement *x)
{
	cJSON_Delete(x->fields);
	free_index(x->index);
	x->fields = NULL;
	x->index = NULL;
}

static const char *const words[SOURCES] = {[SOURCE_DEVICES] = "devices",
	[SOURCE_PAPER] = "paper",
	[SOURCE_STATEMENT] = "statement",
	[SOURCE_IMPORT] = "import"};

const char *store_source_word(enum store_source source)
{
	return source == SOURCE_NONE ? NULL : words[source];
}

static enum store_source source_of(const char *word)
{
	for (enum store_source i = SOURCE_DEVICES; word && i < SOURCES; i++) {
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

/* ["2025-W45",1,"K7QX2M9D"] */
static void read_stated(const cJSON *said, struct store_statement_row *out)
{
	const char *period = cJSON_GetStringValue(cJSON_GetArrayItem(said, 0));
	const char *code = cJSON_GetStringValue(cJSON_GetArrayItem(said, 2));
	struct period p;
	int64_t version;

	if (!period || !period_parse(period, &p) || !code ||
		!json_is_int(cJSON_GetArrayItem(said, 1), 1, JSON_INT_MAX, &version))
		return;
	snprintf(out->stated, sizeof out->stated, "%s", period);
	snprintf(out->stated_code, sizeof out->stated_code, "%s", code);
	out->stated_version = (int)version;
}

/* As much of it as fits, to the end of a letter: a unit below may sign any name. */
static void copy_name(const char *name, char out[static UNIT_NAME])
{
	size_t n = strnlen(name, UNIT_NAME);

	if (n == UNIT_NAME) {
		for (n--; n && ((unsigned char)name[n] & 0xc0) == 0x80;)
			n--;
	}
	memcpy(out, name, n);
	out[n] = '\0';
}

bool store_statement_row(
	const struct store_statement *x, const struct form *f, const char *code, struct store_statement_row *out)
{
	const cJSON *values = list_said(x, OF_ROWS, code);
	const char *name = cJSON_GetStringValue(said_of(x, OF_NAMES, code));

	memset(out, 0, sizeof *out);
	snprintf(out->code, sizeof out->code, "%s", code);
	copy_name(name ? name : code, out->name);
	out->source = source_of(cJSON_GetStringValue(said_of(x, OF_SOURCES, code)));
	out->devices = number_of(x, OF_DEVICES, code);
	out->held = number_of(x, OF_HELD, code);
	out->conflicts = number_of(x, OF_CONFLICTS, code);
	read_stated(list_said(x, OF_DECLARED, code), out);
	read_values(x, f, values, out->sums.value, out->given);
	read_values(x, f, list_said(x, OF_UNKNOWN, code), out->sums.unknown, NULL);
	return values != NULL;
}

void store_statement_total(const struct store_statement *x, const struct form *f, struct form_sums *out,
	bool given[static FORM_COLUMNS_MAX])
{
	memset(out, 0, sizeof *out);
	memset(given, 0, FORM_COLUMNS_MAX * sizeof *given);
	read_values(x, f, json_array(x->fields, "total"), out->value, given);
}

bool statement_has_shape(const cJSON *fields)
{
	const char *period = json_string(fields, "period");
	int64_t version;
	struct period p;

	/* figures are closed by week or month, never by what only a report spans */
	return period && period_parse(period, &p) && p.kind <= PERIOD_MONTH &&
	       json_int(fields, "version", 1, JSON_INT_MAX, &version) && json_array(fields, "columns") &&
	       json_object(fields, "rows") && json_array(fields, "total") && json_array(fields, "through");
}

int store_statement_named(struct store *s, const struct name *act, struct store_statement *out, struct err *e)
{
	struct revision r = {.name = *act};
	struct found f;
	struct entry *en;
	int64_t version = 0;
	int row = journal_find(s, act, &f, e);

	memset(out, 0, sizeof *out);
	if (row <= 0)
		return row;
	r.branch = f.branch;
	row = revision_entry(s, &r, &en, e) ? -1 : 1;
	if (row > 0)
		row = statement_has_shape(en->fields);
	if (row > 0) {
		json_int(en->fields, "version", 1, JSON_INT_MAX, &version);
		out->entry = *act;
		out->author = f.chain.author;
		memcpy(out->unit, f.chain.unit, sizeof out->unit);
		out->version = (int)version;
		snprintf(out->period, sizeof out->period, "%s", json_string(en->fields, "period"));
		memcpy(out->at, en->at, sizeof out->at);
		memcpy(out->by, en->by, sizeof out->by);
		memcpy(out->reason, en->reason, sizeof out->reason);
		out->fields = en->fields;
		en->fields = NULL;
		out->index = make_index(out->fields);
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

/* A statement of one's own, or of a machine the own unit had before. */
struct listed {
	struct name name;
	char period[PERIOD_TEXT];
};

/* Statement acts as a query orders them: of one period, of those before one. The caller frees. */
static int list(struct store *s, const char *period, enum sql_id which, struct listed **out, size_t *n, struct err *e)
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
		struct listed *x;

		*out = alloc_grow(*out, *n + 1, sizeof **out);
		x = &(*out)[(*n)++];
		x->name = (struct name){.journal = sql_id_at(st, 0),
			.seq = (uint32_t)sqlite3_column_int64(st, 1),
			.hash = sql_id_at(st, 2)};
		sql_text_at(st, 3, x->period, sizeof x->period);
	}
	if (row)
		free(*out);
	return row;
}

/* The first of them that a reader understands. 1, 0 none, -1. */
static int newest(struct store *s, const char *period, enum sql_id which, struct store_statement *out, struct err *e)
{
	struct listed *x;
	size_t n;
	int row = 0;

	memset(out, 0, sizeof *out);
	if (list(s, period, which, &x, &n, e))
		return -1;
	for (size_t i = 0; row == 0 && i < n; i++)
		row = store_statement_named(s, &x[i].name, out, e);
	free(x);
	return row;
}

int statement_greatest(struct store *s, const char *period, int *version, struct err *e)
{
	struct listed *x;
	size_t n;
	int row = 0;

	*version = 0;
	if (list(s, period, SQL_STATEMENTS_UP, &x, &n, e))
		return -1;
	for (size_t i = 0; row >= 0 && i < n; i++) {
		struct store_statement read;

		row = store_statement_named(s, &x[i].name, &read, e);
		*version = row > 0 && read.version > *version ? read.version : *version;
		store_statement_free(&read);
	}
	free(x);
	return row < 0 ? -1 : 0;
}

int statement_own(struct store *s, const char *period, struct store_statement *out, struct err *e)
{
	return newest(s, period, SQL_STATEMENTS_DOWN, out, e);
}

/* What others declared for a unit, the greatest first; only statements that count. The caller frees. */
static int list_of(struct store *s, const char *unit, const char *period, const char *before, struct listed **out,
	size_t *n, struct err *e)
{
	struct declared *d;
	struct acts a;
	size_t declared;
	int rc;

	*out = NULL;
	*n = 0;
	if (declared_load(s, unit, period, before, &d, &declared, e))
		return -1;
	if (declared == 0)
		return 0;
	rc = acts_load(s, unit, &a, e);
	if (rc == 0)
		declared_settle(&a, d, declared);
	*out = alloc_zero(declared, sizeof **out);
	for (size_t i = 0; rc == 0 && i < declared; i++) {
		bool yes = false;

		rc = d[i].version ? declared_counts(s, &a, &d[i], &yes, e) : 0;
		(*out)[*n].name = d[i].name;
		memcpy((*out)[*n].period, d[i].period, sizeof d[i].period);
		*n += yes;
	}
	acts_free(&a);
	declared_free(d, declared);
	if (rc)
		free(*out);
	return rc;
}

static int newest_of(struct store *s, const char *unit, const char *period, const char *before,
	struct store_statement *out, struct err *e)
{
	struct listed *x;
	size_t n;
	int row = 0;

	memset(out, 0, sizeof *out);
	if (list_of(s, unit, period, before, &x, &n, e))
		return -1;
	for (size_t i = 0; row == 0 && i < n; i++)
		row = store_statement_named(s, &x[i].name, out, e);
	free(x);
	return row;
}

int store_statement_of(
	struct store *s, const char *unit, const char *period, struct store_statement *out, struct err *e)
{
	return newest_of(s, unit, period, NULL, out, e);
}

/* `out` holds one's own, if any (row): that of a former machine where it is of a greater period. */
static int or_former(
	struct store *s, int row, const char *period, const char *before, struct store_statement *out, struct err *e)
{
	struct store_statement former;
	int other;

	if (row < 0 || s->role != STORE_AGGREGATOR || (row > 0 && period))
		return row;
	other = newest_of(s, s->own_unit, period, before, &former, e);
	if (other > 0 && (row == 0 || strcmp(former.period, out->period) > 0)) {
		store_statement_free(out);
		*out = former;
		return 1;
	}
	store_statement_free(&former);
	return other < 0 ? -1 : row;
}

int store_statement_above(struct store *s, const char *unit, struct store_statement *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_STATEMENTS_DOWN, "tin", unit, (int64_t)ENTRY_STATEMENT);
	struct name act;
	int row = sql_row(s, st, e);

	memset(out, 0, sizeof *out);
	if (row <= 0)
		return row;
	act = (struct name){
		.journal = sql_id_at(st, 0), .seq = (uint32_t)sqlite3_column_int64(st, 1), .hash = sql_id_at(st, 2)};
	sql_end(st);
	return store_statement_named(s, &act, out, e);
}

int store_statement(struct store *s, const char *period, struct store_statement *out, struct err *e)
{
	return or_former(s, statement_own(s, period, out, e), period, NULL, out, e);
}

int store_statement_before(struct store *s, const char *period, struct store_statement *out, struct err *e)
{
	return or_former(s, newest(s, period, SQL_STATEMENTS_BEFORE, out, e), NULL, period, out, e);
}

/* Those of a machine the unit had before stand before one's own of the same period. */
static int add_former(struct store *s, struct listed **out, size_t *n, struct err *e)
{
	struct listed *former;
	size_t formers;

	if (s->role != STORE_AGGREGATOR)
		return 0;
	if (list_of(s, s->own_unit, NULL, NULL, &former, &formers, e))
		return -1;
	for (size_t i = 0; i < formers; i++) { /* the newest first: each goes before what is of its period */
		size_t at = 0;

		while (at < *n && strcmp((*out)[at].period, former[i].period) < 0)
			at++;
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		memmove(*out + at + 1, *out + at, (*n - at) * sizeof **out);
		(*out)[at] = former[i];
		++*n;
	}
	free(former);
	return 0;
}

int store_statements(struct store *s, store_each_statement each, void *context, struct err *e)
{
	struct listed *x;
	size_t n;
	int row = 0;

	if (list(s, NULL, SQL_STATEMENTS_UP, &x, &n, e))
		return -1;
	row = add_former(s, &x, &n, e);
	for (size_t i = 0; row >= 0 && i < n; i++) {
		struct store_statement read;

		row = store_statement_named(s, &x[i].name, &read, e);
		if (row > 0 && each(context, &read, e))
			row = -1;
		store_statement_free(&read);
	}
	free(x);
	return row < 0 ? -1 : 0;
}
