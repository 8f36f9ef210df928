/* Reading households: as shown, by number, in conflict, through their history. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "store_private.h"

void store_household_free(struct store_household *h)
{
	form_record_free(&h->record);
	memset(h, 0, sizeof *h);
}

void store_revision_free(struct store_revision *r)
{
	form_record_free(&r->record);
	free(r->parent);
	memset(r, 0, sizeof *r);
}

/* --- a record's row --- */

struct row {
	struct id key;
	int64_t branch;
	uint32_t seq;
	bool voided, conflict;
	unsigned marks;
	char *fields; /* canonical JSON; "" when voided */
};

static int read_row(struct store *s, const char *unit, sqlite3_stmt *st, struct row *r, struct err *e)
{
	struct place p;
	size_t n;
	char *plain;

	r->key = sql_id_at(st, 0);
	r->branch = sqlite3_column_int64(st, 1);
	r->seq = (uint32_t)sqlite3_column_int64(st, 2);
	r->voided = sqlite3_column_int(st, 3);
	r->conflict = sqlite3_column_int(st, 4);
	p = record_place(unit, &r->key);
	plain = seal_column(s, &p, st, 5, &n);
	if (!plain)
		return err_set(e, ERR_IO, TEXT_RECORD_DAMAGED, "%s", unit);
	r->marks = r->voided ? 0 : record_marks(plain, n);
	r->fields = alloc_copy(record_fields(plain, n));
	free(plain);
	return 0;
}

static cJSON *parse_fields(const char *fields)
{
	return json_parse(fields, strlen(fields), ENTRY_DEPTH_MAX);
}

/* The number a row bears; "" for none. The caller frees. */
static char *number_of(const struct form *form, const struct row *r)
{
	cJSON *fields = parse_fields(r->fields);
	const char *number = json_string(fields, form->field[form->number].id);
	char *out = alloc_copy(number ? number : "");

	cJSON_Delete(fields);
	return out;
}

/* --- one household --- */

static int fill_entry(struct store *s, const struct row *r, struct store_household *out, struct err *e)
{
	struct revision rev = {.branch = r->branch, .name.seq = r->seq};
	struct chain c;
	struct hash h;
	struct entry *en;
	int rc;

	if (journal_chain(s, r->branch, &c, e) <= 0 || journal_hash(s, r->branch, r->seq, &h, e) <= 0)
		return err_set(e, ERR_IO, TEXT_ENTRY_DAMAGED, "%u", r->seq);
	rev.name = (struct name){.journal = c.journal, .seq = r->seq, .hash = hash_start(&h)};
	out->entry = rev.name;
	out->author = c.author;
	rc = revision_entry(s, &rev, &en, e);
	if (rc == 0) {
		snprintf(out->at, sizeof out->at, "%s", en->at);
		snprintf(out->by, sizeof out->by, "%s", en->by);
	}
	revision_forget(&rev);
	return rc;
}

static void fill_label(struct store *s, const char *unit, struct store_household *out)
{
	int at = out->form->label;
	char *label = at < 0 ? NULL : store_label(s, unit, out->key);

	if (!label)
		return;
	free(out->record.value[at].text);
	out->record.value[at] = (struct form_value){.state = FORM_GIVEN, .text = label};
}

static int fill(struct store *s, const char *unit, const struct row *r, struct store_household *out, struct err *e)
{
	cJSON *fields;

	memset(out, 0, sizeof *out);
	form_record_init(&out->record);
	if (store_form(s, NULL, &out->form, e))
		return -1;
	out->key = r->key;
	out->voided = r->voided;
	out->conflict = r->conflict;
	out->marks = r->marks;
	snprintf(out->unit, sizeof out->unit, "%s", unit);
	fields = parse_fields(r->fields);
	if (fields)
		form_record_read(out->form, fields, &out->record);
	cJSON_Delete(fields);
	fill_label(s, unit, out);
	if (fill_entry(s, r, out, e)) {
		store_household_free(out);
		return -1;
	}
	return 0;
}

int store_household_alone(struct store *s, const char *unit, struct id key, struct store_household *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_RECORD_GET, "td", unit, &key);
	int row = sql_row(s, st, e);
	struct row r;
	int rc;

	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_HOUSEHOLD_MISSING, "");
	if (row < 0)
		return -1;
	rc = read_row(s, unit, st, &r, e);
	sql_end(st);
	if (rc)
		return -1;
	rc = fill(s, unit, &r, out, e);
	free(r.fields);
	return rc;
}

int store_household(struct store *s, const char *unit, struct id key, struct store_household *out, struct err *e)
{
	if (store_household_alone(s, unit, key, out, e) != 0)
		return -1;
	if (!out->voided) {
		const char *number = out->record.value[out->form->number].text;
		struct id same[2];
		int n = number ? store_live_with_number(s, unit, number, same, 2, e) : 0;

		out->clash = n > 1;
	}
	return 0;
}

/* --- all of a unit --- */

struct listed {
	struct row row;
	char *number;
	bool clash;
};

static void free_rows(struct listed *l, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(l[i].row.fields);
		free(l[i].number);
	}
	free(l);
}

static int compare_listed(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int by_number = utf8_compare(x->number, y->number);

	return by_number ? by_number : id_compare(x->row.key, y->row.key);
}

/* marks 0: all of them. */
static int load_rows(struct store *s, enum sql_id query, const char *unit, unsigned marks, struct listed **out,
	size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, query, "t", unit);
	const struct form *form;
	size_t room = 0;
	int row;

	*out = NULL;
	*n = 0;
	if (store_form(s, NULL, &form, e)) {
		sql_end(st);
		return -1;
	}
	while ((row = sql_row(s, st, e)) > 0) {
		struct listed *l;

		if (*n == room)
			*out = alloc_grow(*out, room = room ? 2 * room : 64, sizeof **out);
		l = &(*out)[*n];
		*l = (struct listed){.clash = false};
		if (read_row(s, unit, st, &l->row, e)) {
			sql_end(st);
			row = -1;
			break;
		}
		if (marks && !(l->row.marks & marks)) {
			free(l->row.fields);
			continue;
		}
		l->number = number_of(form, &l->row);
		(*n)++;
	}
	if (row < 0)
		free_rows(*out, *n);
	return row;
}

/* Sorted by number; live neighbours with the same number clash. */
static void sort_rows(struct listed *l, size_t n)
{
	struct listed *before = NULL;

	if (n)
		qsort(l, n, sizeof *l, compare_listed);
	for (size_t i = 0; i < n; i++) {
		if (l[i].row.voided || !l[i].number[0])
			continue;
		if (before && !strcmp(before->number, l[i].number))
			before->clash = l[i].clash = true;
		before = &l[i];
	}
}

static int walk(struct store *s, const char *unit, unsigned marks, bool only_conflicts, store_each_household each,
	void *context, struct err *e)
{
	enum sql_id query = only_conflicts ? SQL_RECORDS_APART : SQL_RECORDS_OF;
	struct listed *l;
	size_t n;
	int rc = 0;

	if (load_rows(s, query, unit, marks, &l, &n, e))
		return -1;
	sort_rows(l, n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_household h;

		if (only_conflicts && !l[i].row.conflict && !l[i].clash)
			continue;
		rc = fill(s, unit, &l[i].row, &h, e);
		if (rc == 0) {
			h.clash = l[i].clash;
			rc = each(context, &h, e) ? -1 : 0;
			store_household_free(&h);
		}
	}
	free_rows(l, n);
	return rc;
}

int store_households(struct store *s, const char *unit, store_each_household each, void *context, struct err *e)
{
	return walk(s, unit, 0, false, each, context, e);
}

int store_marked(
	struct store *s, const char *unit, unsigned marks, store_each_household each, void *context, struct err *e)
{
	return walk(s, unit, marks, false, each, context, e);
}

int store_conflicts(struct store *s, const char *unit, store_each_household each, void *context, struct err *e)
{
	struct unit *u;
	size_t n;
	int rc = 0;

	if (unit)
		return walk(s, unit, 0, true, each, context, e);
	if (store_units(s, NULL, &u, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = walk(s, u[i].code, 0, true, each, context, e);
	free(u);
	return rc;
}

/* --- by number --- */

static char *normal_number(const struct form *form, const char *typed, struct err *e)
{
	struct form_value v = {.text = NULL};

	if (form_read(form, form->number, typed, LANG_VI, &v, e))
		return NULL;
	return v.text;
}

struct matches {
	const char *number;
	struct id *key;
	size_t max, n;
};

static void match(struct matches *m, struct id key)
{
	if (m->n < m->max)
		m->key[m->n] = key;
	m->n++;
}

/* Records that bear the number, or bore it before they were voided. */
static int match_records(struct store *s, const char *unit, bool voided, struct matches *m, struct err *e)
{
	unsigned char mark[NUMBER_MARK];
	sqlite3_stmt *st;
	int row;

	record_number_mark(s, unit, m->number, mark);
	st = sql_start(s, SQL_RECORDS_NUMBERED, "tbi", unit, mark, sizeof mark, (int64_t)voided);
	while ((row = sql_row(s, st, e)) > 0)
		match(m, sql_id_at(st, 0));
	return row;
}

/* Does the newest record entry of a key, held though it is, give the number? */
static int match_hidden_key(
	struct store *s, const char *unit, const struct form *form, struct id key, struct matches *m, struct err *e)
{
	struct revision *r;
	struct entry *en;
	struct err damaged;
	size_t n;
	const char *number = NULL;

	if (revisions_load(s, unit, key, &r, &n, e))
		return -1;
	for (size_t at = n; at-- > 0 && !number;) {
		if (r[at].kind == ENTRY_RECORD && !r[at].malformed && revision_entry(s, &r[at], &en, &damaged) == 0)
			number = json_string(en->fields, form->field[form->number].id);
	}
	if (number && !strcmp(number, m->number))
		match(m, key);
	revisions_free(r, n);
	return 0;
}

/* Keys of which every entry is held. */
static int match_hidden(struct store *s, const char *unit, const struct form *form, struct matches *m, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_RECORDS_HIDDEN, "t", unit);
	struct id *key = NULL;
	size_t n = 0;
	int rc;

	while ((rc = sql_row(s, st, e)) > 0) {
		key = alloc_grow(key, n + 1, sizeof *key);
		key[n++] = sql_id_at(st, 0);
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = match_hidden_key(s, unit, form, key[i], m, e);
	free(key);
	return rc;
}

int store_live_with_number(
	struct store *s, const char *unit, const char *number, struct id *key, size_t max, struct err *e)
{
	struct matches m = {.number = number, .key = key, .max = max};

	return match_records(s, unit, false, &m, e) ? -1 : (int)m.n;
}

int store_find_number(struct store *s, const char *unit, const char *typed, struct id *key, size_t max, struct err *e)
{
	struct matches m = {.key = key, .max = max};
	const struct form *form;
	char *number;
	int rc;

	if (store_form(s, NULL, &form, e))
		return -1;
	number = normal_number(form, typed, e);
	if (!number)
		return -1;
	m.number = number;
	rc = match_records(s, unit, false, &m, e) || match_records(s, unit, true, &m, e) ||
	     match_hidden(s, unit, form, &m, e);
	free(number);
	return rc ? -1 : (int)m.n;
}

/* The first key of the number that no record ever had here. */
static int free_key(struct store *s, const char *unit, const char *number, struct id *key, struct err *e)
{
	int taken = 1;

	for (uint32_t k = 0; taken > 0; k++) {
		sqlite3_stmt *st;

		*key = chain_household_key(unit, number, k);
		st = sql_start(s, SQL_REVISION_ANY, "td", unit, key);
		taken = sql_row(s, st, e);
		sql_end(st);
	}
	return taken;
}

int store_key_for_number(
	struct store *s, const char *unit, const char *typed, struct id *key, bool *known, struct err *e)
{
	struct id found[2];
	struct matches m = {.key = found, .max = 2};
	const struct form *form;
	char *number;
	int rc;

	if (store_form(s, NULL, &form, e))
		return -1;
	number = normal_number(form, typed, e);
	if (!number)
		return -1;
	m.number = number;
	rc = match_records(s, unit, false, &m, e);
	if (rc == 0 && m.n > 1)
		rc = err_set(e, ERR_DATA, TEXT_NUMBER_TWICE, "%s", number);
	if (rc == 0 && m.n == 0)
		rc = match_records(s, unit, true, &m, e);
	*known = m.n > 0;
	if (rc == 0 && m.n == 0)
		rc = match_hidden(s, unit, form, &m, e);
	if (m.n > 0)
		*key = found[0];
	else if (rc == 0)
		rc = free_key(s, unit, number, key, e);
	free(number);
	return rc;
}
