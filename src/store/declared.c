/* What a unit declared for a period: submits of its devices, and statements of its own hub where it has one. Noted
 * whatever order it came in, and judged when asked for (sync/PROTOCOL.md, sections 4, 5 and 11). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "declared.h"
#include "memory.h"
#include "note.h"

/* --- noting --- */

static bool is_numbers(const cJSON *o)
{
	const cJSON *v;
	int64_t n;

	cJSON_ArrayForEach(v, o)
	{
		if (!json_is_int(v, -JSON_INT_MAX, JSON_INT_MAX, &n))
			return false;
	}
	return cJSON_IsObject(o);
}

static bool is_rows(const cJSON *rows)
{
	const cJSON *row;
	struct name n;

	cJSON_ArrayForEach(row, rows)
	{
		if (!entry_read_row(row, &n))
			return false;
	}
	return cJSON_IsArray(rows);
}

/* The fields every submit has. The period: a real one, so that periods compare as texts. */
static const char *period_of(const cJSON *fields)
{
	const char *period = json_string(fields, "period"), *form = json_string(fields, "form");
	struct period p;
	struct id id;

	if (!period || !period_parse(period, &p) || !form || !id_parse(form, &id) ||
		!is_numbers(json_object(fields, "row")) || !is_numbers(json_object(fields, "unknown")) ||
		!is_rows(json_array(fields, "have")))
		return NULL;
	return period;
}

static int put(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	const char *period, int version, const char *sums, struct err *e)
{
	unsigned char parents[ENTRY_PARENTS_MAX * NAME_PACKED];

	for (size_t i = 0; i < en->parents; i++)
		name_pack(&en->parent[i], parents + i * NAME_PACKED);
	return sql_run(s, e, SQL_SUBMIT_PUT, "ttidididbitt", c->unit, period, (int64_t)en->clock, &n->journal,
		(int64_t)n->seq, &n->hash, branch, &c->author, parents, en->parents * NAME_PACKED, (int64_t)version,
		version ? en->at : "", sums);
}

int note_submit(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	struct err *e)
{
	const char *period = period_of(en->fields);

	return period ? put(s, c, branch, n, en, period, 0, "", e) : 0;
}

/* --- a statement's sums --- */

/* Adds lists of numbers, one a unit: false where one is none, or too long. */
static bool add_lists(const cJSON *lists, size_t columns, int64_t *sum)
{
	const cJSON *list, *v;

	cJSON_ArrayForEach(list, lists)
	{
		size_t i = 0;

		cJSON_ArrayForEach(v, list)
		{
			int64_t n;

			if (i == columns || !json_is_int(v, -JSON_INT_MAX, JSON_INT_MAX, &n))
				return false;
			sum[i++] += n;
		}
		if (!cJSON_IsArray(list) || i != columns)
			return false;
	}
	return cJSON_IsObject(lists);
}

/* Sums of people and dossiers: less than none would be taken from other units' figures, and what cannot be read back
 * would be told as nothing unknown. */
static bool are_counts(const int64_t *sum, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		if (sum[i] < 0 || sum[i] > JSON_INT_MAX)
			return false;
	}
	return true;
}

/* The totals must be the sums of the rows: nobody could say which of the two was meant. */
static bool adds_up(const cJSON *fields, size_t columns, int64_t *total, int64_t *unknown)
{
	const cJSON *said = json_array(fields, "total"), *v;
	size_t i = 0;

	if (!add_lists(json_object(fields, "rows"), columns, total) ||
		!add_lists(json_object(fields, "unknown"), columns, unknown) || !are_counts(total, columns) ||
		!are_counts(unknown, columns))
		return false;
	cJSON_ArrayForEach(v, said)
	{
		int64_t n;

		if (i == columns || !json_is_int(v, -JSON_INT_MAX, JSON_INT_MAX, &n) || n != total[i++])
			return false;
	}
	return i == columns;
}

/* {column id: [total, unknown]}, the caller frees; NULL: a statement that says nothing. */
static char *sums_of(const cJSON *fields)
{
	const cJSON *columns = json_array(fields, "columns"), *id;
	int64_t total[FORM_COLUMNS_MAX] = {0}, unknown[FORM_COLUMNS_MAX] = {0};
	size_t n = (size_t)cJSON_GetArraySize(columns), i = 0;
	cJSON *sums;
	char *text = NULL;

	if (n == 0 || n > FORM_COLUMNS_MAX || !adds_up(fields, n, total, unknown))
		return NULL;
	sums = cJSON_CreateObject();
	cJSON_ArrayForEach(id, columns)
	{
		cJSON *pair;

		if (!cJSON_IsString(id) || cJSON_HasObjectItem(sums, id->valuestring))
			break;
		pair = cJSON_AddArrayToObject(sums, id->valuestring);
		cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)total[i]));
		cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)unknown[i++]));
	}
	if (i == n)
		text = cJSON_PrintUnformatted(sums);
	cJSON_Delete(sums);
	return text;
}

int note_statement(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	bool *noted, struct err *e)
{
	char *sums = statement_has_shape(en->fields) ? sums_of(en->fields) : NULL;
	int64_t version = 0;
	int rc = 0;

	*noted = sums != NULL;
	json_int(en->fields, "version", 1, JSON_INT_MAX, &version);
	if (sums)
		rc = put(s, c, branch, n, en, json_string(en->fields, "period"), (int)version, sums, e);
	cJSON_free(sums);
	return rc;
}

void declared_sums(const struct form *f, const struct declared *x, struct form_sums *sums, bool *given)
{
	cJSON *all = json_parse(x->sums, strlen(x->sums), 3);
	const cJSON *pair;

	cJSON_ArrayForEach(pair, all)
	{
		int i = pair->string ? form_column_index(f, pair->string) : -1;

		if (i < 0)
			continue;
		given[i] = json_is_int(cJSON_GetArrayItem(pair, 0), -JSON_INT_MAX, JSON_INT_MAX, &sums->value[i]);
		json_is_int(cJSON_GetArrayItem(pair, 1), 0, JSON_INT_MAX, &sums->unknown[i]);
	}
	cJSON_Delete(all);
}

/* --- loading --- */

static void forget(struct declared *x)
{
	free(x->parent);
	free(x->sums);
}

void declared_free(struct declared *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		forget(&d[i]);
	free(d);
}

static void read_row(sqlite3_stmt *st, struct declared *x)
{
	const unsigned char *packed = sqlite3_column_blob(st, 7);
	const char *sums = (const char *)sqlite3_column_text(st, 10);

	memset(x, 0, sizeof *x);
	sql_text_at(st, 0, x->period, sizeof x->period);
	x->clock = (uint32_t)sqlite3_column_int64(st, 1);
	x->name = (struct name){
		.journal = sql_id_at(st, 2), .seq = (uint32_t)sqlite3_column_int64(st, 3), .hash = sql_id_at(st, 4)};
	x->branch = sqlite3_column_int64(st, 5);
	x->author = sql_id_at(st, 6);
	x->parents = (size_t)sqlite3_column_bytes(st, 7) / NAME_PACKED;
	x->parent = alloc_zero(x->parents + 1, sizeof *x->parent);
	for (size_t i = 0; i < x->parents; i++)
		name_unpack(packed + i * NAME_PACKED, &x->parent[i]);
	x->version = sqlite3_column_int(st, 8);
	sql_text_at(st, 9, x->at, sizeof x->at);
	x->sums = alloc_copy(sums ? sums : "");
}

static bool is_silenced(const struct acts *a, const struct declared *x)
{
	return x->version > 0 && acts_revoke(a, &x->author);
}

void declared_settle(const struct acts *a, struct declared *d, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct declared x = d[i];
		size_t at = i;

		while (!is_silenced(a, &x) && at > 0 && !strcmp(d[at - 1].period, x.period) &&
			is_silenced(a, &d[at - 1])) {
			d[at] = d[at - 1];
			at--;
		}
		d[at] = x;
	}
}

static int load(struct store *s, sqlite3_stmt *st, struct declared **out, size_t *n, struct err *e)
{
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		read_row(st, &(*out)[(*n)++]);
	}
	if (row) {
		declared_free(*out, *n);
		*n = 0;
	}
	return row;
}

int declared_load(struct store *s, const char *unit, const char *period, const char *before, struct declared **out,
	size_t *n, struct err *e)
{
	return load(s, sql_start(s, SQL_SUBMITS_OF, "ttt", unit, period, before), out, n, e);
}

/* --- judging --- */

/* The clock its parents demand, as far as they are known: a parent not known yet takes nothing away. */
static int clock_fits(struct store *s, const struct declared *x, bool *fits, struct err *e)
{
	uint32_t greatest = 0, clock;

	*fits = true;
	for (size_t i = 0; i < x->parents; i++) {
		int known = journal_clock(s, &x->parent[i], &clock, e);

		if (known == 0)
			recall_widely(s); /* it may come in whatever journal */
		if (known <= 0)
			return known;
		greatest = clock > greatest ? clock : greatest;
	}
	*fits = x->clock == greatest + 1;
	return 0;
}

/* A hamlet closes nothing: its devices declare what they wrote of households, under the form's rules, and a statement
 * there would put itself in their place. */
static int may_close(struct store *s, const struct declared *x, bool *yes, struct err *e)
{
	struct chain c;
	struct unit u;
	struct err none;

	if (journal_chain(s, x->branch, &c, e) < 0)
		return -1;
	*yes = store_unit(s, c.unit, &u, &none) != 0 || strcmp(u.level, "hamlet") != 0;
	return 0;
}

int declared_counts(struct store *s, const struct acts *a, const struct declared *x, bool *yes, struct err *e)
{
	const struct barred *revoke = acts_revoke(a, &x->author);

	*yes = (id_equal(x->author, s->id) || acts_device(a, &x->author)) &&
	       !(revoke && acts_beyond(a, revoke, x->branch, x->name.seq));
	if (*yes && x->version > 0 && may_close(s, x, yes, e))
		return -1;
	return *yes ? clock_fits(s, x, yes, e) : 0;
}

/* --- whose figures stand --- */

int store_period_order(struct store *s, const char *a, const char *b)
{
	const struct campaign *c = NULL;
	struct period_rule rule = {.weekday = 0};
	struct period x, y;
	int64_t ends, other;

	if (!period_parse(a, &x) || !period_parse(b, &y))
		return strcmp(a, b);
	if (x.kind == y.kind)
		return period_compare(x, y);
	if (store_campaign(s, &c) == 0)
		rule = (struct period_rule){c->due_weekday, c->due_hour, c->due_minute, c->closes, c->due_day};
	ends = period_end(&rule, x);
	other = period_end(&rule, y);
	return ends != other ? (ends < other ? -1 : 1) : (x.kind > y.kind) - (x.kind < y.kind);
}

/* Whether its figures may count: as what was declared, and not written after a lock. */
static int stands(struct store *s, const struct acts *a, const struct declared *x, bool *yes, struct err *e)
{
	if (declared_counts(s, a, x, yes, e))
		return -1;
	if (a->locked && acts_beyond(a, &a->lock, x->branch, x->name.seq))
		*yes = false;
	return 0;
}

/* Which of them: n where none does. */
static int choose(struct store *s, const struct acts *a, const struct declared *d, size_t n, const char *period,
	size_t *best, struct err *e)
{
	*best = n;
	for (size_t i = 0; i < n; i++) {
		bool yes;

		if (period && store_period_order(s, d[i].period, period) > 0)
			continue;
		if (*best < n && store_period_order(s, d[i].period, d[*best].period) <= 0)
			continue; /* of one period the first stands */
		if (stands(s, a, &d[i], &yes, e))
			return -1;
		if (yes)
			*best = i;
	}
	return 0;
}

int declared_standing(struct store *s, const char *unit, const char *period, struct declared *out, struct err *e)
{
	struct declared *d;
	struct acts a;
	size_t n, best = 0;
	int rc;

	if (load(s, sql_start(s, SQL_STATED_OF, "t", unit), &d, &n, e))
		return -1;
	if (n == 0)
		return 0;
	rc = acts_load(s, unit, &a, e);
	if (rc == 0) {
		declared_settle(&a, d, n);
		rc = choose(s, &a, d, n, period, &best, e);
		acts_free(&a);
	}
	if (rc == 0 && best < n) {
		*out = d[best];
		d[best] = (struct declared){.parent = NULL};
		rc = 1;
	}
	declared_free(d, n);
	return rc;
}
