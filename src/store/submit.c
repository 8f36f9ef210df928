/* What a unit declared for a period, for whoever asks (sync/PROTOCOL.md, sections 4, 5 and 11). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/period.h>

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

static int take_first(void *context, const struct store_submit *x, struct err *e)
{
	struct store_submit *out = context;

	(void)e;
	*out = *x;
	out->have = alloc_zero(x->haves + 1, sizeof *out->have);
	if (x->haves) /* a statement names none */
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
