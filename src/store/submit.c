/* What a hamlet declared for a period: noted whatever order it came in, and
 * judged when asked for (sync/PROTOCOL.md, sections 4 and 5). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/period.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

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

int note_submit(struct store *s, const struct chain *c, int64_t branch, const struct name *n, const struct entry *en,
	struct err *e)
{
	const char *period = period_of(en->fields);

	if (!period)
		return 0;
	return sql_run(s, e, SQL_SUBMIT_PUT, "ttididid", c->unit, period, (int64_t)en->clock, &n->journal,
		(int64_t)n->seq, &n->hash, branch, &c->author);
}

/* --- which counts --- */

/* A row of table submit. */
struct submit {
	struct name name;
	int64_t branch;
	struct id author;
	char period[PERIOD_TEXT];
	uint32_t clock;
};

/* Of a unit, the greatest first; of one period, or of those before one. The caller frees. */
static int load(struct store *s, const char *unit, const char *period, const char *before, struct submit **out,
	size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_SUBMITS_OF, "ttt", unit, period, before);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct submit *x;

		*out = alloc_grow(*out, *n + 1, sizeof **out);
		x = &(*out)[(*n)++];
		memset(x, 0, sizeof *x);
		sql_text_at(st, 0, x->period, sizeof x->period);
		x->clock = (uint32_t)sqlite3_column_int64(st, 1);
		x->name = (struct name){.journal = sql_id_at(st, 2),
			.seq = (uint32_t)sqlite3_column_int64(st, 3),
			.hash = sql_id_at(st, 4)};
		x->branch = sqlite3_column_int64(st, 5);
		x->author = sql_id_at(st, 6);
	}
	if (row)
		free(*out);
	return row;
}

/* The clock its parents demand, as far as they are known: a parent not known yet takes nothing away. */
static int clock_fits(struct store *s, const struct submit *x, const struct entry *en, bool *fits, struct err *e)
{
	uint32_t greatest = 0, clock;

	*fits = true;
	for (size_t i = 0; i < en->parents; i++) {
		int known = journal_clock(s, &en->parent[i], &clock, e);

		if (known <= 0)
			return known;
		greatest = clock > greatest ? clock : greatest;
	}
	*fits = x->clock == greatest + 1;
	return 0;
}

/* Rules 1, 2 and 5 of section 5. */
static int counts(
	struct store *s, const struct acts *a, const struct submit *x, const struct entry *en, bool *yes, struct err *e)
{
	const struct barred *revoke = acts_revoke(a, &x->author);

	*yes = (id_equal(x->author, s->id) || acts_device(a, &x->author)) &&
	       !(revoke && acts_beyond(a, revoke, x->branch, x->name.seq));
	return *yes ? clock_fits(s, x, en, yes, e) : 0;
}

/* --- reading --- */

static void read_row(const cJSON *fields, const struct form *f, struct store_submit *out)
{
	const cJSON *row = json_object(fields, "row"), *unknown = json_object(fields, "unknown");

	for (size_t i = 0; i < f->columns; i++) {
		const char *id = f->column[i].id;

		out->given[i] = json_int(row, id, -JSON_INT_MAX, JSON_INT_MAX, &out->sums.value[i]);
		json_int(unknown, id, 0, JSON_INT_MAX, &out->sums.unknown[i]);
	}
}

static void read_have(const cJSON *fields, struct store_submit *out)
{
	const cJSON *rows = json_array(fields, "have"), *row;

	out->have = alloc_zero((size_t)cJSON_GetArraySize(rows) + 1, sizeof *out->have);
	cJSON_ArrayForEach(row, rows)
	{
		if (entry_read_row(row, &out->have[out->haves]))
			out->haves++;
	}
}

static int arrival(struct store *s, const struct submit *x, int64_t *at, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ARRIVAL_GET, "ii", x->branch, (int64_t)x->name.seq);
	int row = sql_row(s, st, e);

	if (row > 0) {
		*at = sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

static int read_submit(
	struct store *s, const struct submit *x, const struct entry *en, struct store_submit *out, struct err *e)
{
	const struct form *f;
	struct err none;

	memset(out, 0, sizeof *out);
	out->entry = x->name;
	out->author = x->author;
	memcpy(out->period, x->period, sizeof out->period);
	memcpy(out->at, en->at, sizeof out->at);
	memcpy(out->by, en->by, sizeof out->by);
	id_parse(json_string(en->fields, "form"), &out->form);
	if (store_form(s, NULL, &f, &none) == 0)
		read_row(en->fields, f, out);
	read_have(en->fields, out);
	return arrival(s, x, &out->arrived_at, e);
}

void store_submit_free(struct store_submit *x)
{
	free(x->have);
	x->have = NULL;
	x->haves = 0;
}

/* 1 and *out if it counts, 0, -1. */
static int consider(
	struct store *s, const struct acts *a, const struct submit *x, struct store_submit *out, struct err *e)
{
	struct revision r = {.name = x->name, .branch = x->branch};
	struct entry *en;
	bool yes = false;
	int rc = revision_entry(s, &r, &en, e);

	if (rc == 0)
		rc = counts(s, a, x, en, &yes, e);
	if (rc == 0 && yes)
		rc = read_submit(s, x, en, out, e);
	revision_forget(&r);
	return rc ? -1 : yes;
}

typedef int (*each_submit)(void *context, const struct store_submit *x, struct err *e); /* 0 goes on */

/* Every one that counts, the greatest first, until each() gives other than 0, which is returned. */
static int walk(struct store *s, const char *unit, const char *period, const char *before, each_submit each,
	void *context, struct err *e)
{
	struct submit *x;
	struct acts a;
	size_t n;
	int rc = 0;

	if (load(s, unit, period, before, &x, &n, e))
		return -1;
	if (n == 0)
		return 0;
	if (acts_load(s, unit, &a, e)) {
		free(x);
		return -1;
	}
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_submit read;

		rc = consider(s, &a, &x[i], &read, e);
		if (rc > 0) {
			rc = each(context, &read, e);
			store_submit_free(&read);
		}
	}
	acts_free(&a);
	free(x);
	return rc;
}

static int take_first(void *context, const struct store_submit *x, struct err *e)
{
	struct store_submit *out = context;

	(void)e;
	*out = *x;
	out->have = alloc_zero(x->haves + 1, sizeof *out->have);
	memcpy(out->have, x->have, x->haves * sizeof *x->have);
	return 1;
}

int store_submit(struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e)
{
	memset(out, 0, sizeof *out);
	return walk(s, unit, period, NULL, take_first, out, e);
}

int store_submit_before(struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e)
{
	memset(out, 0, sizeof *out);
	return walk(s, unit, NULL, period, take_first, out, e);
}

struct passing_on {
	store_each_submit each;
	void *context;
};

static int pass_on(void *context, const struct store_submit *x, struct err *e)
{
	const struct passing_on *p = context;

	return p->each(p->context, x, e) ? -1 : 0;
}

int store_submits(
	struct store *s, const char *unit, const char *period, store_each_submit each, void *context, struct err *e)
{
	struct passing_on p = {each, context};

	return walk(s, unit, period, NULL, pass_on, &p, e);
}

/* --- counted as in time --- */

int store_submit_accepted(struct store *s, const char *unit, const struct name *submit, bool *accepted,
	char reason[static ENTRY_REASON_BYTES + 1], struct err *e)
{
	unsigned char packed[NAME_PACKED];
	struct revision r = {.name = {.seq = 0}};
	struct entry *en;
	sqlite3_stmt *st;
	int row, rc = 0;

	*accepted = false;
	reason[0] = '\0';
	name_pack(submit, packed);
	st = sql_start(s, SQL_SUBMIT_ACCEPTED, "tiib", unit, (int64_t)ENTRY_ACCEPT, (int64_t)ENTRY_REJECT, packed,
		sizeof packed);
	row = sql_row(s, st, e);
	if (row <= 0)
		return row;
	*accepted = sqlite3_column_int(st, 0) == ENTRY_ACCEPT;
	r.branch = sqlite3_column_int64(st, 1);
	r.name = (struct name){
		.journal = sql_id_at(st, 2), .seq = (uint32_t)sqlite3_column_int64(st, 3), .hash = sql_id_at(st, 4)};
	sql_end(st);
	if (*accepted)
		rc = revision_entry(s, &r, &en, e);
	if (*accepted && rc == 0)
		memcpy(reason, en->reason, sizeof en->reason);
	revision_forget(&r);
	return rc;
}
