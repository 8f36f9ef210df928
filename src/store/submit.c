/* What a unit declared for a period, for whoever asks (sync/PROTOCOL.md, sections 4, 5 and 11). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/json.h>
#include <tungnha/period.h>
#include <tungnha/store_recall.h>

#include "declared.h"

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

static int arrival(struct store *s, const struct declared *x, int64_t *at, struct err *e)
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
	struct store *s, const struct declared *x, const struct entry *en, struct store_submit *out, struct err *e)
{
	const struct form *f;
	struct err none;
	bool has_form = store_form(s, NULL, &f, &none) == 0;

	memset(out, 0, sizeof *out);
	out->entry = x->name;
	out->author = x->author;
	out->version = x->version;
	memcpy(out->period, x->period, sizeof out->period);
	memcpy(out->at, en->at, sizeof out->at);
	memcpy(out->by, en->by, sizeof out->by);
	memcpy(out->reason, en->reason, sizeof out->reason);
	if (!id_parse(json_string(en->fields, "form"), &out->form))
		memset(&out->form, 0, sizeof out->form);
	if (has_form && x->version)
		declared_sums(f, x, &out->sums, out->given);
	else if (has_form)
		read_row(en->fields, f, out);
	if (x->version)
		store_check_code(&x->name.hash, out->code);
	else
		read_have(en->fields, out); /* a statement's `through` are journals that never come here */
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
	struct store *s, const struct acts *a, const struct declared *x, struct store_submit *out, struct err *e)
{
	struct revision r = {.name = x->name, .branch = x->branch};
	struct entry *en;
	bool yes = false;
	int rc = declared_counts(s, a, x, &yes, e);

	if (rc == 0 && yes)
		rc = revision_entry(s, &r, &en, e);
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
	struct declared *x;
	struct acts a;
	size_t n;
	int rc = 0;

	if (declared_load(s, unit, period, before, &x, &n, e))
		return -1;
	if (n == 0)
		return 0;
	if (acts_load(s, unit, &a, e)) {
		declared_free(x, n);
		return -1;
	}
	declared_settle(&a, x, n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_submit read;

		rc = consider(s, &a, &x[i], &read, e);
		if (rc > 0) {
			rc = each(context, &read, e);
			store_submit_free(&read);
		}
	}
	acts_free(&a);
	declared_free(x, n);
	return rc;
}

/* --- those that count, kept while pages are shown --- */

enum { REMEMBERED_MAX = 64 * 1024 }; /* a unit of very many branches is asked anew */

struct submits {
	struct store_submit *x; /* owned, and what they own */
	size_t n;
	bool first; /* one is enough */
};

static void add_copy(struct submits *l, const struct store_submit *x, const struct name *have)
{
	struct store_submit *to;

	l->x = alloc_grow(l->x, l->n + 1, sizeof *l->x);
	to = &l->x[l->n++];
	*to = *x;
	to->have = alloc_zero(x->haves + 1, sizeof *to->have);
	if (x->haves) /* a statement names none */
		memcpy(to->have, have, x->haves * sizeof *have);
}

static int add_submit(void *context, const struct store_submit *x, struct err *e)
{
	struct submits *l = context;

	(void)e;
	add_copy(l, x, x->have);
	return l->first;
}

static void submits_free(struct submits *l)
{
	for (size_t i = 0; i < l->n; i++)
		store_submit_free(&l->x[i]);
	free(l->x);
}

/* How many, then each followed by the rows it names. */
static void remember(struct store *s, const char *unit, const char *of, const struct submits *l)
{
	struct buf b;

	buf_init(&b, REMEMBERED_MAX);
	buf_add(&b, &l->n, sizeof l->n);
	for (size_t i = 0; i < l->n; i++) {
		buf_add(&b, &l->x[i], sizeof *l->x);
		buf_add(&b, l->x[i].have, l->x[i].haves * sizeof *l->x[i].have);
	}
	if (!b.full)
		store_remember(s, RECALL_SUBMITS, unit, of, b.data, b.len);
	buf_free(&b);
}

static bool recall(struct store *s, const char *unit, const char *of, struct submits *l)
{
	size_t n, count;
	const char *at = store_recall(s, RECALL_SUBMITS, unit, of, &n);

	if (!at)
		return false;
	memcpy(&count, at, sizeof count);
	at += sizeof count;
	for (size_t i = 0; i < count; i++) {
		struct store_submit x;

		memcpy(&x, at, sizeof x);
		at += sizeof x;
		add_copy(l, &x, (const void *)at);
		at += x.haves * sizeof *x.have;
	}
	return true;
}

/* Of one period (NULL: any), or of those before one; all of them, or the first. */
static int gather(
	struct store *s, const char *unit, const char *period, const char *before, struct submits *l, struct err *e)
{
	char of[PERIOD_TEXT + 2];

	snprintf(of, sizeof of, "%c%.15s", before ? '<' : l->first ? '1' : '=', before ? before : period ? period : "");
	if (recall(s, unit, of, l))
		return 0;
	if (walk(s, unit, period, before, add_submit, l, e) < 0) {
		submits_free(l);
		return -1;
	}
	remember(s, unit, of, l);
	return 0;
}

static int first(struct store *s, const char *unit, const char *period, const char *before, struct store_submit *out,
	struct err *e)
{
	struct submits l = {.first = true};
	size_t n;

	memset(out, 0, sizeof *out);
	if (gather(s, unit, period, before, &l, e))
		return -1;
	n = l.n;
	if (n)
		*out = l.x[0]; /* and what it owns */
	free(l.x);
	return n > 0;
}

int store_submit(struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e)
{
	return first(s, unit, period, NULL, out, e);
}

int store_submit_before(struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e)
{
	return first(s, unit, NULL, period, out, e);
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

/* Of all periods: read one after another, since who asks mostly stops early. */
int store_submits(
	struct store *s, const char *unit, const char *period, store_each_submit each, void *context, struct err *e)
{
	struct passing_on p = {each, context};
	struct submits l = {.first = false};
	int rc = 0;

	if (!period)
		return walk(s, unit, NULL, NULL, pass_on, &p, e);
	if (gather(s, unit, period, NULL, &l, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < l.n; i++)
		rc = each(context, &l.x[i], e);
	submits_free(&l);
	return rc ? -1 : 0;
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
