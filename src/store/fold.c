/* From the set of entries to what is shown and counted (sync/PROTOCOL.md, section 6). Runs at the end of each
 * transaction over what it touched, and over everything in store_rebuild: one function, so both must agree. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "memory.h"
#include "purge.h"
#include "store_private.h"

/* --- a record's revisions --- */

static void unpack_parents(sqlite3_stmt *st, int column, struct revision *r)
{
	const unsigned char *packed = sqlite3_column_blob(st, column);

	r->parents = (size_t)sqlite3_column_bytes(st, column) / NAME_PACKED;
	r->parent = alloc_zero(r->parents + 1, sizeof *r->parent);
	for (size_t i = 0; i < r->parents; i++)
		name_unpack(packed + i * NAME_PACKED, &r->parent[i]);
}

static void read_revision(sqlite3_stmt *st, struct id key, struct revision *r)
{
	memset(r, 0, sizeof *r);
	r->key = key;
	r->branch = sqlite3_column_int64(st, 0);
	r->name = (struct name){
		.seq = (uint32_t)sqlite3_column_int64(st, 1), .journal = sql_id_at(st, 2), .hash = sql_id_at(st, 3)};
	r->author = sql_id_at(st, 4);
	r->kind = (enum entry_kind)sqlite3_column_int(st, 5);
	r->clock = (uint32_t)sqlite3_column_int64(st, 6);
	r->malformed = sqlite3_column_int(st, 7);
	r->broken = sqlite3_column_type(st, 8) == SQLITE_NULL ? -1 : sqlite3_column_int(st, 8);
	r->held = sqlite3_column_int(st, 9);
	unpack_parents(st, 10, r);
	r->late = sqlite3_column_type(st, 11) == SQLITE_NULL ? -1 : sqlite3_column_int(st, 11);
	r->waits = sqlite3_column_bytes(st, 12) == NAME_PACKED;
	if (r->waits)
		name_unpack(sqlite3_column_blob(st, 12), &r->missing);
}

int revisions_load(struct store *s, const char *unit, struct id key, struct revision **out, size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISIONS_OF, "td", unit, &key);
	size_t room = 0;
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		if (*n == room)
			*out = alloc_grow(*out, room = room ? 2 * room : 4, sizeof **out);
		read_revision(st, key, &(*out)[(*n)++]);
	}
	if (row == 0)
		return 0;
	revisions_free(*out, *n);
	*out = NULL;
	*n = 0;
	return -1;
}

void revision_forget(struct revision *r)
{
	free(r->parent);
	if (r->entry)
		entry_free(r->entry);
	free(r->entry);
	if (r->record)
		form_record_free(r->record);
	free(r->record);
	free(r->fields);
	r->fields = NULL;
	r->parent = NULL;
	r->entry = NULL;
	r->record = NULL;
}

void revisions_free(struct revision *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		revision_forget(&r[i]);
	free(r);
}

int revision_entry(struct store *s, struct revision *r, struct entry **out, struct err *e)
{
	struct chain c = {.journal = r->name.journal};
	char *bytes;
	size_t n;
	bool has_key, good;

	*out = r->entry;
	if (r->entry)
		return 0;
	if (journal_bytes(s, &c, r->branch, r->name.seq, &bytes, &n, e))
		return -1;
	r->entry = alloc_zero(1, sizeof *r->entry);
	good = entry_read(bytes, n, ENTRY_OWN_BYTES_MAX, r->entry, &has_key);
	free(bytes);
	*out = r->entry;
	return good || r->malformed ? 0 : err_set(e, ERR_IO, TEXT_ENTRY_DAMAGED, "%u", r->name.seq);
}

/* --- heads --- */

struct by_name {
	const struct name *name;
	size_t at;
};

static int compare_by_name(const void *a, const void *b)
{
	return name_compare(((const struct by_name *)a)->name, ((const struct by_name *)b)->name);
}

static struct by_name *index_of(const struct revision *r, size_t n)
{
	struct by_name *index = alloc_zero(n + 1, sizeof *index);

	for (size_t i = 0; i < n; i++)
		index[i] = (struct by_name){.name = &r[i].name, .at = i};
	qsort(index, n, sizeof *index, compare_by_name);
	return index;
}

/* The index of an entry of this record; n: a name of another record, or not known. */
static size_t lookup(const struct by_name *index, size_t n, const struct name *name)
{
	struct by_name wanted = {.name = name};
	const struct by_name *hit = bsearch(&wanted, index, n, sizeof *index, compare_by_name);

	return hit ? hit->at : n;
}

/* Marks every ancestor of a counting entry, through whatever known entries, once. */
static void supersede(const struct revision *r, size_t n, const struct by_name *index, bool *superseded)
{
	size_t *stack = alloc_zero(n + 1, sizeof *stack);

	for (size_t i = 0; i < n; i++) {
		size_t depth = 0;

		if (r[i].held)
			continue;
		stack[depth++] = i;
		while (depth) {
			const struct revision *x = &r[stack[--depth]];

			for (size_t p = 0; p < x->parents; p++) {
				size_t at = lookup(index, n, &x->parent[p]);

				if (at < n && !superseded[at]) {
					superseded[at] = true; /* its own ancestors follow */
					stack[depth++] = at;
				}
			}
		}
	}
	free(stack);
}

static void mark_heads(struct revision *r, size_t n)
{
	struct by_name *index = index_of(r, n);
	bool *superseded = alloc_zero(n + 1, sizeof *superseded);

	supersede(r, n, index, superseded);
	for (size_t i = 0; i < n; i++) {
		r[i].head = !r[i].held && !superseded[i];
		for (size_t p = 0; p < r[i].parents; p++) {
			size_t at = lookup(index, n, &r[i].parent[p]);

			if (at < n)
				r[at].named = true;
		}
	}
	free(superseded);
	free(index);
}

/* --- which head is shown --- */

/* A head as far as conflicts go: voids are alike, so are records of equal fields, so are records nobody was visited
 * for. */
struct head {
	size_t at;
	bool live; /* a record with a status other than not visited */
	bool unvisited;
	char *fields; /* canonical */
};

static bool is_unvisited(struct store *s, const struct entry *en)
{
	const struct form *form;
	struct err ignored;
	const char *status;

	if (store_form_of(s, en->def, &form, &ignored))
		return false;
	status = json_string(en->fields, form->field[form->status].id);
	for (size_t i = 0; status && i < form->field[form->status].options; i++) {
		const struct form_option *o = &form->field[form->status].option[i];

		if (!strcmp(o->id, status))
			return o->unvisited;
	}
	return false;
}

static int read_head(struct store *s, struct revision *r, size_t at, struct head *h, struct err *e)
{
	struct entry *en;
	struct buf text;

	*h = (struct head){.at = at};
	if (r->kind != ENTRY_RECORD)
		return 0;
	if (revision_entry(s, r, &en, e))
		return -1;
	h->unvisited = is_unvisited(s, en);
	h->live = !h->unvisited;
	buf_init(&text, ENTRY_OWN_BYTES_MAX);
	json_canonical(en->fields, &text);
	h->fields = buf_take(&text);
	buf_free(&text);
	return 0;
}

static bool alike(const struct revision *r, const struct head *a, const struct head *b)
{
	if (r[a->at].kind != r[b->at].kind)
		return false;
	if (r[a->at].kind == ENTRY_VOID || (a->unvisited && b->unvisited))
		return true;
	return a->live == b->live && !strcmp(a->fields, b->fields);
}

static int compare_for_show(const struct revision *a, const struct revision *b)
{
	if (a->clock != b->clock)
		return a->clock < b->clock ? -1 : 1;
	return name_compare(&a->name, &b->name);
}

/* Live records stand against each other and against voids; where there are none, voids outdo "not visited". */
static void choose(const struct revision *r, const struct head *h, size_t n, struct verdict *out)
{
	bool any_live = false, any_void = false;
	const struct head *first = NULL;

	for (size_t i = 0; i < n; i++) {
		any_live |= h[i].live;
		any_void |= r[h[i].at].kind == ENTRY_VOID;
	}
	for (size_t i = 0; i < n; i++) {
		bool is_void = r[h[i].at].kind == ENTRY_VOID;
		bool stands = any_live || any_void ? h[i].live || is_void : true;
		bool shows = any_live ? h[i].live : stands;

		if (!stands)
			continue;
		if (first && !alike(r, first, &h[i]))
			out->conflict = true;
		first = first ? first : &h[i];
		if (shows && (out->shown < 0 || compare_for_show(&r[out->shown], &r[h[i].at]) < 0))
			out->shown = (int)h[i].at;
	}
}

int fold_verdict(struct store *s, struct revision *r, size_t n, struct verdict *out, struct err *e)
{
	struct head *heads = alloc_zero(n + 1, sizeof *heads);
	size_t count = 0;
	int rc = 0;

	*out = (struct verdict){.shown = -1};
	mark_heads(r, n);
	for (size_t i = 0; i < n; i++)
		count += r[i].head;
	for (size_t i = 0, at = 0; rc == 0 && i < n; i++) {
		if (!r[i].head)
			continue;
		if (count == 1)
			out->shown = (int)i;
		else
			rc = read_head(s, &r[i], i, &heads[at++], e);
	}
	if (rc == 0 && count > 1)
		choose(r, heads, count, out);
	if (out->shown >= 0)
		out->voided = r[out->shown].kind == ENTRY_VOID;
	for (size_t i = 0; i < count; i++)
		free(heads[i].fields);
	free(heads);
	return rc;
}

/* --- one record --- */

static int put_judged(
	struct store *s, const char *unit, const struct revision *r, const struct revision *before, struct err *e)
{
	unsigned char missing[NAME_PACKED];

	if (r->held == before->held && r->broken == before->broken && r->late == before->late &&
		r->waits == before->waits && (!r->waits || name_compare(&r->missing, &before->missing) == 0))
		return 0;
	name_pack(&r->missing, missing);
	if (r->waits)
		s->waiting = WAITING_SOME;
	if (!r->waits)
		return sql_run(s, e, SQL_REVISION_JUDGED, "tdiiiiin", unit, &r->key, r->branch, (int64_t)r->name.seq,
			(int64_t)r->held, (int64_t)r->broken, (int64_t)r->late);
	return sql_run(s, e, SQL_REVISION_JUDGED, "tdiiiiib", unit, &r->key, r->branch, (int64_t)r->name.seq,
		(int64_t)r->held, (int64_t)r->broken, (int64_t)r->late, missing, sizeof missing);
}

static int fold_key(struct store *s, struct touched *t, const struct acts *a, struct id key, struct err *e)
{
	const char *unit = t->unit;
	struct revision *r;
	struct verdict v;
	size_t n;
	int rc = 0;

	if (kept_or_loaded(s, t, key, &r, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct revision before = r[i];

		rc = judge(s, a, &r[i], e) || put_judged(s, unit, &r[i], &before, e) ? -1 : 0;
	}
	if (rc == 0)
		rc = fold_verdict(s, r, n, &v, e);
	if (rc == 0 && v.shown >= 0 && t->reviewed)
		rc = review_marks(s, unit, key, &r[v.shown].name, &v.review, e);
	if (rc == 0 && v.shown < 0)
		rc = record_drop(s, unit, &key, e);
	else if (rc == 0)
		rc = record_put(s, unit, r, n, &v, e);
	revisions_free(r, n);
	return rc;
}

/* --- what a transaction touched --- */

static int add_keys(struct store *s, struct touched *t, enum sql_id query, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, query, "t", t->unit);
	int row;

	while ((row = sql_row(s, st, e)) > 0)
		touch_key(t, sql_id_at(st, 0));
	return row;
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* Did this transaction bring an entry that a lock or a revocation reaches up to? */
static bool reaches_further(const struct acts *a, const struct touched *t)
{
	for (size_t i = 0; i <= a->revokes; i++) {
		const struct barred *b = i < a->revokes ? &a->revoke[i] : &a->lock;

		for (size_t k = 0; k < b->rows; k++) {
			if (touch_is_fresh(t, b->at[k].branch, b->at[k].seq))
				return true;
		}
	}
	return false;
}

static int fold_keys(struct store *s, struct touched *t, const struct acts *a, struct err *e)
{
	if (t->keys)
		qsort(t->key, t->keys, sizeof *t->key, compare_ids);
	kept_sort(t);
	for (size_t i = 0; i < t->keys; i++) {
		if ((i == 0 || !id_equal(t->key[i], t->key[i - 1])) && fold_key(s, t, a, t->key[i], e))
			return -1;
	}
	return tally_unit(s, t->unit, e);
}

static int fold_unit(struct store *s, struct touched *t, struct err *e)
{
	struct acts a;
	int rc = 0;

	if (purge_fold(s, t->unit, e) || unit_reviewed(s, t->unit, &t->reviewed, e) || acts_load(s, t->unit, &a, e))
		return -1;
	if (t->all)
		rc = add_keys(s, t, SQL_REVISION_KEYS, e);
	else if (reaches_further(&a, t))
		rc = add_keys(s, t, SQL_REVISION_BEYOND_KEYS, e);
	if (rc == 0)
		rc = fold_keys(s, t, &a, e);
	acts_free(&a);
	return rc;
}

/* A new definition may change what counts and how, in every unit. */
static int touch_everything(struct store *s, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_UNITS, "");
	char unit[UNIT_CODE];
	int row;

	while ((row = sql_row(s, st, e)) > 0) {
		sql_text_at(st, 0, unit, sizeof unit);
		touch(s, unit)->all = true;
	}
	return row;
}

int fold_touched(struct store *s, struct err *e)
{
	int rc = succession_settle(s, e) || (s->recount && touch_everything(s, e)) ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < s->touches; i++)
		rc = fold_unit(s, &s->touched[i], e);
	if (rc == 0)
		touch_forget(s);
	return rc;
}
