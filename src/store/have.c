/* What one has, what the other lacks (sync/PROTOCOL.md, section 8): rows, rungs, runs. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "store_private.h"

enum { RUNG = 200, RUN_BYTES = 512 * 1024 };

/* --- scope: the journals of two units that this other side may see --- */

struct view {
	struct tree tree;
	bool *visible;   /* by index of journal */
	struct id hub;
};

static void view_free(struct view *v)
{
	tree_free(&v->tree);
	free(v->visible);
}

static bool is_visible(const struct store_scope *scope, const struct acts *a, const struct chain *c)
{
	if (scope->only)
		return id_equal(c->author, *scope->only);
	if (!scope->viewer || id_equal(c->author, scope->hub) || id_equal(c->author, *scope->viewer))
		return true;
	return acts_device(a, &c->author) != NULL;
}

static int view_load(struct store *s, const struct store_scope *scope, struct view *v, struct err *e)
{
	struct acts a;

	memset(v, 0, sizeof *v);
	v->hub = scope->hub;
	if (acts_load(s, scope->unit, &a, e))
		return -1;
	if (tree_load(s, scope->unit, scope->hub_unit, &v->tree, e)) {
		acts_free(&a);
		return -1;
	}
	v->visible = alloc_zero(v->tree.journals + 1, sizeof *v->visible);
	for (size_t i = 0; i < v->tree.journals; i++)
		v->visible[i] = is_visible(scope, &a, &v->tree.journal[i].chain);
	acts_free(&a);
	return 0;
}

/* --- placing the other side's rows --- */

struct placed {
	struct name row;
	int64_t branch; /* the branch row it lies in; 0: cannot be placed */
};

/* The rows of one journal, sorted out of all of them. The caller frees. */
static int place_rows(struct store *s, struct id journal, const struct name *rows, size_t n, struct placed **out, size_t *count,
	struct err *e)
{
	*out = NULL;
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		struct found f;

		if (!id_equal(rows[i].journal, journal) || rows[i].seq == 0)
			continue;
		if (journal_find(s, &rows[i], &f, e) < 0) {
			free(*out);
			return -1;
		}
		*out = alloc_grow(*out, *count + 1, sizeof **out);
		(*out)[(*count)++] = (struct placed){.row = rows[i], .branch = f.branch};
	}
	return 0;
}

/* --- have --- */

struct rows {
	struct name *row;
	size_t n, room;
};

static void add_row(struct rows *r, struct id journal, uint32_t seq, const struct hash *h)
{
	if (r->n == r->room)
		r->row = alloc_grow(r->row, r->room = r->room ? 2 * r->room : 32, sizeof *r->row);
	r->row[r->n++] = (struct name){.journal = journal, .seq = seq, .hash = hash_start(h)};
}

static int add_rung(struct store *s, const struct segment *path, size_t depth, struct id journal, uint32_t seq, struct rows *out,
	struct err *e)
{
	struct hash h;
	int row = journal_hash(s, tree_branch_at(path, depth, seq), seq, &h, e);

	if (row > 0)
		add_row(out, journal, seq, &h);
	return row < 0 ? -1 : 0;
}

/* Rungs of one branch: at every 200th seq, and at the seq of every row that cannot be placed. */
static int add_rungs(struct store *s, const struct tree *t, size_t b, const struct placed *p, size_t n, struct rows *out,
	struct err *e)
{
	struct id journal = t->journal[t->branch[b].journal].chain.journal;
	uint32_t last = t->branch[b].last;
	struct segment *path;
	size_t depth;
	bool unplaced = false;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		unplaced |= !p[i].branch;
	if (!unplaced)
		return 0;
	path = tree_path(t, b, &depth);
	for (uint32_t seq = RUNG; rc == 0 && seq < last; seq += RUNG)
		rc = add_rung(s, path, depth, journal, seq, out, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!p[i].branch && p[i].row.seq < last)
			rc = add_rung(s, path, depth, journal, p[i].row.seq, out, e);
	}
	free(path);
	return rc;
}

static int compare_rows(const void *a, const void *b)
{
	return name_compare(a, b);
}

static void without_repeats(struct rows *r)
{
	size_t kept = 0;

	if (r->n)
		qsort(r->row, r->n, sizeof *r->row, compare_rows);
	for (size_t i = 0; i < r->n; i++) {
		if (kept == 0 || name_compare(&r->row[kept - 1], &r->row[i]))
			r->row[kept++] = r->row[i];
	}
	r->n = kept;
}

int store_have(struct store *s, const struct store_scope *scope, const struct name *other, size_t others, struct name **out,
	size_t *n, struct err *e)
{
	struct rows rows = {NULL, 0, 0};
	struct view v;
	int rc = 0;

	*out = NULL;
	*n = 0;
	if (view_load(s, scope, &v, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < v.tree.branches; i++) {
		const struct branch *b = &v.tree.branch[i];
		struct id journal = v.tree.journal[b->journal].chain.journal;
		struct placed *p;
		size_t placed;

		if (!v.visible[b->journal] || b->last == 0)
			continue;
		add_row(&rows, journal, b->last, &b->head);
		rc = place_rows(s, journal, other, others, &p, &placed, e);
		if (rc == 0) {
			rc = add_rungs(s, &v.tree, i, p, placed, &rows, e);
			free(p);
		}
	}
	view_free(&v);
	if (rc) {
		free(rows.row);
		return -1;
	}
	without_repeats(&rows);
	*out = rows.row;
	*n = rows.n;
	return 0;
}

/* --- lacking --- */

static size_t branch_index(const struct tree *t, int64_t id)
{
	size_t i = 0;

	while (i < t->branches && t->branch[i].id != id)
		i++;
	return i;
}

/* Does row p, which cannot be placed, disagree with branch b at a seq b has? It does: an entry of that seq and hash would have placed it. */
static bool disagrees(const struct placed *p, uint32_t last, uint32_t start)
{
	return !p->branch && p->row.seq <= last && p->row.seq >= start;
}

/* The first seq of branch b that the other side lacks; last + 1: nothing. */
static uint32_t first_lacking(const struct tree *t, size_t b, const struct placed *p, size_t n)
{
	uint32_t has = 0, unplaced = 0, last = t->branch[b].last;
	bool contradicted = false;

	for (size_t i = 0; i < n; i++) {
		size_t at = p[i].branch ? branch_index(t, p[i].branch) : t->branches;
		uint32_t common;

		if (at == t->branches) {
			if (p[i].row.seq > unplaced)
				unplaced = p[i].row.seq;
			continue;
		}
		common = tree_common(t, b, at);
		if (common > p[i].row.seq)
			common = p[i].row.seq;
		if (common > has)
			has = common;
	}
	for (size_t i = 0; i < n; i++)
		contradicted |= disagrees(&p[i], last, has + 1) || (p[i].branch && p[i].row.seq > has && p[i].row.seq <= last);
	return unplaced > last && !contradicted ? last + 1 : has + 1;
}

struct memory {
	char **bytes;
	size_t n, room;
};

static void keep(struct memory *m, char *bytes)
{
	if (m->n == m->room)
		m->bytes = alloc_grow(m->bytes, m->room = m->room ? 2 * m->room : 256, sizeof *m->bytes);
	m->bytes[m->n++] = bytes;
}

void store_runs_free(struct store_runs *r)
{
	struct memory *m = r->memory;

	for (size_t i = 0; m && i < m->n; i++)
		free(m->bytes[i]);
	for (size_t i = 0; i < r->runs; i++) {
		free((void *)(uintptr_t)r->run[i].entry);
		free((void *)(uintptr_t)r->run[i].entry_bytes);
	}
	free(r->run);
	if (m)
		free(m->bytes);
	free(m);
	memset(r, 0, sizeof *r);
}

/* Reads entries first..last of a path into a run. */
static int read_run(struct store *s, const struct chain *c, const struct segment *path, size_t depth, uint32_t first, uint32_t last,
	struct store_runs *out, size_t *total, struct err *e)
{
	struct run *r;
	size_t n = last - first + 1;
	const char **entry = alloc_zero(n, sizeof *entry);
	size_t *bytes = alloc_zero(n, sizeof *bytes);

	out->run = alloc_grow(out->run, out->runs + 1, sizeof *out->run);
	r = &out->run[out->runs++];
	*r = (struct run){.chain = *c, .first = first, .last = last, .entry = entry, .entry_bytes = bytes};
	if (first == 1)
		chain_zero(c, &r->prev);
	else if (journal_hash(s, tree_branch_at(path, depth, first - 1), first - 1, &r->prev, e) <= 0)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		char *text;

		if (journal_bytes(s, c, tree_branch_at(path, depth, first + i), first + i, &text, &bytes[i], e))
			return -1;
		keep(out->memory, text);
		entry[i] = text;
		*total += bytes[i];
	}
	out->entries += n;
	return 0;
}

/* The seq a run from `start` should end at: the last signed one within reach, else the first signed one; 0: none is signed. */
static int signed_end(struct store *s, const struct segment *path, size_t depth, uint32_t start, struct signature *sig, uint32_t *end,
	struct err *e)
{
	uint32_t reach = start + MESSAGE_ENTRIES - 1;
	int rc = 0;

	*end = 0;
	for (size_t i = 0; rc == 0 && i < depth; i++) {
		sqlite3_stmt *st;
		int row;

		if (path[i].upto < start)
			continue;
		st = sql_start(s, SQL_SIGNATURES_FROM, "iii", path[i].branch, (int64_t)start, (int64_t)path[i].upto);
		while ((row = sql_row(s, st, e)) > 0) {
			uint32_t seq = (uint32_t)sqlite3_column_int64(st, 0);

			if (*end && seq > reach)
				break;
			*end = seq;
			memcpy(sig->b, sqlite3_column_blob(st, 1), KEY_SIGNATURE);
		}
		sql_end(st);
		rc = row < 0 ? -1 : 0;
	}
	return rc;
}

struct sending {
	size_t skip, max_entries, bytes;
	struct store_runs *out;
	bool full;
};

static int send_branch(struct store *s, const struct tree *t, size_t b, uint32_t start, struct sending *w, struct err *e)
{
	const struct chain *c = &t->journal[t->branch[b].journal].chain;
	size_t depth;
	struct segment *path = tree_path(t, b, &depth);
	uint32_t last = t->branch[b].last, end;
	struct signature sig;
	int rc = 0;

	while (rc == 0 && !w->full && start <= last) {
		rc = signed_end(s, path, depth, start, &sig, &end, e);
		if (rc || end == 0)
			break;
		if (w->skip) {
			w->skip--;
		} else if (w->out->runs && (w->out->entries + (end - start + 1) > w->max_entries || w->bytes > RUN_BYTES)) {
			w->full = true;
			w->out->more = true;
		} else {
			rc = read_run(s, c, path, depth, start, end, w->out, &w->bytes, e);
			w->out->run[w->out->runs - 1].head_sig = sig;
		}
		start = end + 1;
	}
	free(path);
	return rc;
}

int store_lacking(struct store *s, const struct store_scope *scope, const struct name *other, size_t others, size_t skip_runs,
	size_t max_entries, struct store_runs *out, struct err *e)
{
	struct sending w = {.skip = skip_runs, .max_entries = max_entries, .out = out};
	struct view v;
	int rc = 0;

	memset(out, 0, sizeof *out);
	out->memory = alloc_zero(1, sizeof(struct memory));
	if (view_load(s, scope, &v, e))
		return -1;
	for (int round = 0; round < 2; round++) { /* the hub's journals first: they bring the authors' keys */
		for (size_t i = 0; rc == 0 && !w.full && i < v.tree.branches; i++) {
			const struct branch *b = &v.tree.branch[i];
			const struct chain *c = &v.tree.journal[b->journal].chain;
			struct placed *p;
			size_t n;

			if (!v.visible[b->journal] || b->last == b->fork || id_equal(c->author, v.hub) != (round == 0))
				continue;
			rc = place_rows(s, c->journal, other, others, &p, &n, e);
			if (rc == 0) {
				rc = send_branch(s, &v.tree, i, n ? first_lacking(&v.tree, i, p, n) : 1, &w, e);
				free(p);
			}
		}
	}
	view_free(&v);
	if (rc)
		store_runs_free(out);
	return rc;
}

/* --- single entries --- */

int store_holds(struct store *s, const struct name *n, const struct hash *full, bool *held, struct err *e)
{
	struct found f;
	int row = journal_find(s, n, &f, e);

	*held = row > 0 && (!full || hash_equal(full, &f.hash));
	return row < 0 ? -1 : 0;
}

int store_hash(struct store *s, const struct name *n, struct hash *out, struct err *e)
{
	struct found f;
	int row = journal_find(s, n, &f, e);

	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_ENTRY_MISSING, "%u", n->seq);
	*out = f.hash;
	return row < 0 ? -1 : 0;
}
