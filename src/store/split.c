/* A hub restored more than once may have decided one matter twice without knowing it: both acts come home with its
 * nodes' journals, the greater one is obeyed, and a person should look. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

#include "store_private.h"

/* An act on a matter that was decided on in several branches; of one matter in a row, the one obeyed first. */
struct act_row {
	int kind;
	unsigned char *subject;
	size_t subject_bytes;
	struct name name;
	bool written; /* on this machine */
};

static void free_rows(struct act_row *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(r[i].subject);
	free(r);
}

static int load(struct store *s, const char *unit, struct act_row **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_ACTS_SPLIT, "tiiiiii", unit, (int64_t)ENTRY_LOCK, (int64_t)ENTRY_UNLOCK,
		(int64_t)ENTRY_ACCEPT, (int64_t)ENTRY_REJECT, (int64_t)ENTRY_REVIEW, (int64_t)ENTRY_ROW);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		struct act_row *r;

		*out = alloc_grow(*out, *n + 1, sizeof **out);
		r = &(*out)[(*n)++];
		r->kind = sqlite3_column_int(st, 0);
		r->subject_bytes = (size_t)sqlite3_column_bytes(st, 1);
		r->subject = alloc_bytes(r->subject_bytes + 1);
		if (r->subject_bytes)
			memcpy(r->subject, sqlite3_column_blob(st, 1), r->subject_bytes);
		r->name = (struct name){.journal = sql_id_at(st, 2),
			.seq = (uint32_t)sqlite3_column_int64(st, 3),
			.hash = sql_id_at(st, 4)};
		r->written = sqlite3_column_int(st, 5);
	}
	if (row < 0)
		free_rows(*out, *n);
	return row;
}

static bool same_matter(const struct act_row *a, const struct act_row *b)
{
	return a->kind == b->kind && a->subject_bytes == b->subject_bytes &&
	       memcmp(a->subject, b->subject, a->subject_bytes) == 0;
}

/* What came of it: kind and fields, but for the rows of a lock, which say how far, not what. */
static bool same_outcome(const struct entry *a, const struct entry *b)
{
	struct buf x, y;
	bool same = a->kind == b->kind;

	if (!same || a->kind == ENTRY_LOCK || a->kind == ENTRY_UNLOCK)
		return same;
	buf_init(&x, ENTRY_BYTES_MAX);
	buf_init(&y, ENTRY_BYTES_MAX);
	same = json_canonical(a->fields, &x) && json_canonical(b->fields, &y) && x.len == y.len &&
	       memcmp(x.data, y.data, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return same;
}

static void show_side(const struct name *act, const struct entry *en, struct store_side *out)
{
	const char *decision = json_string(en->fields, "decision");

	out->act = *act;
	out->kind = en->kind;
	out->returned = decision && !strcmp(decision, "return");
	snprintf(out->at, sizeof out->at, "%s", en->at);
	snprintf(out->by, sizeof out->by, "%s", en->by);
}

/* 1: the two stand against one another, and *out tells how. */
static int compare(struct store *s, const struct act_row *decides, const struct act_row *other, struct store_split *out,
	struct err *e)
{
	char unit[UNIT_CODE];
	struct entry a, b;
	const char *about;
	bool known;
	int split;

	if (act_knows(s, decides->name, &other->name, &known, e) ||
		(!known && act_read(s, &decides->name, unit, &a, e)))
		return -1;
	if (known)
		return 0;
	if (act_read(s, &other->name, unit, &b, e)) {
		entry_free(&a);
		return -1;
	}
	split = !same_outcome(&a, &b);
	memset(out, 0, sizeof *out);
	out->key = a.key;
	about = json_string(a.fields, "entry");
	if (about && a.kind != ENTRY_REVIEW)
		name_parse(about, &out->about);
	show_side(&decides->name, &a, &out->decides);
	show_side(&other->name, &b, &out->other);
	entry_free(&a);
	entry_free(&b);
	return split;
}

int store_splits(struct store *s, const char *unit, store_each_split each, void *context, struct err *e)
{
	struct act_row *r;
	size_t n, from = 0;
	int rc = load(s, unit, &r, &n, e);

	if (rc < 0)
		return -1;
	for (size_t i = 1; rc == 0 && i < n; i++) {
		struct store_split x;

		if (!same_matter(&r[from], &r[i])) {
			from = i;
			continue;
		}
		if (r[from].written)
			continue;
		rc = compare(s, &r[from], &r[i], &x, e);
		if (rc <= 0)
			continue;
		rc = each(context, &x, e) ? -1 : 0;
		while (i + 1 < n && same_matter(&r[from], &r[i + 1]))
			i++;
	}
	free_rows(r, n);
	return rc;
}
