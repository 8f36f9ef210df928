/* What one has, as rows and rungs (sync/PROTOCOL.md, section 8). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "have.h"

enum { RUNG = 200 };

/* --- scope: the journals of two units that this other side may see --- */

void view_free(struct view *v)
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

int view_load(struct store *s, const struct store_scope *scope, struct view *v, struct err *e)
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

static int compare_placed(const void *a, const void *b)
{
	return name_compare(&((const struct placed *)a)->row, &((const struct placed *)b)->row);
}

int place_rows(
	struct store *s, const struct tree *t, const struct name *rows, size_t n, struct places *out, struct err *e)
{
	*out = (struct places){.p = alloc_zero(n + 1, sizeof *out->p)};
	for (size_t i = 0; i < n; i++) {
		struct found f;

		if (rows[i].seq == 0)
			continue;
		if (journal_find(s, &rows[i], &f, e) < 0) {
			free(out->p);
			return -1;
		}
		out->p[out->n++] =
			(struct placed){.row = rows[i], .at = f.branch ? tree_index(t, f.branch) : TREE_NONE};
	}
	if (out->n)
		qsort(out->p, out->n, sizeof *out->p, compare_placed);
	return 0;
}

const struct placed *place_rows_of(const struct places *all, struct id journal, size_t *n)
{
	size_t low = 0, high = all->n, end;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (id_compare(all->p[mid].row.journal, journal) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < all->n && id_equal(all->p[end].row.journal, journal); end++)
		;
	*n = end - low;
	return all->p + low;
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

static int add_rung(struct store *s, const struct segment *path, size_t depth, struct id journal, uint32_t seq,
	struct rows *out, struct err *e)
{
	struct hash h;
	int row = journal_hash(s, tree_branch_at(path, depth, seq), seq, &h, e);

	if (row > 0)
		add_row(out, journal, seq, &h);
	return row < 0 ? -1 : 0;
}

/* Rungs of one branch: at every 200th seq, and at the seq of every row that cannot be placed. */
static int add_rungs(
	struct store *s, const struct tree *t, size_t b, const struct places *other, struct rows *out, struct err *e)
{
	struct id journal = t->journal[t->branch[b].journal].chain.journal;
	uint32_t last = t->branch[b].last;
	struct segment *path;
	size_t depth, n;
	const struct placed *p = place_rows_of(other, journal, &n);
	bool unplaced = false;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		unplaced |= p[i].at == TREE_NONE;
	if (!unplaced)
		return 0;
	path = tree_path(t, b, &depth);
	for (uint32_t seq = RUNG; rc == 0 && seq < last; seq += RUNG)
		rc = add_rung(s, path, depth, journal, seq, out, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (p[i].at == TREE_NONE && p[i].row.seq < last)
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

int store_have(struct store *s, const struct store_scope *scope, const struct name *other, size_t others,
	struct name **out, size_t *n, struct err *e)
{
	struct rows rows = {NULL, 0, 0};
	struct places places;
	struct view v;
	int rc = 0;

	*out = NULL;
	*n = 0;
	if (view_load(s, scope, &v, e))
		return -1;
	if (place_rows(s, &v.tree, other, others, &places, e)) {
		view_free(&v);
		return -1;
	}
	for (size_t i = 0; rc == 0 && i < v.tree.branches; i++) {
		const struct branch *b = &v.tree.branch[i];

		if (!v.visible[b->journal] || b->last == 0)
			continue;
		add_row(&rows, v.tree.journal[b->journal].chain.journal, b->last, &b->head);
		rc = add_rungs(s, &v.tree, i, &places, &rows, e);
	}
	free(places.p);
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

/* --- what a have bears out --- */

static int bear_out(struct store *s, const struct tree *t, const struct places *have, const struct name *row, size_t n,
	bool *out, struct err *e)
{
	uint32_t *reach = tree_reach(t);
	int rc = 0;

	for (size_t i = 0; i < have->n; i++) {
		if (have->p[i].at != TREE_NONE)
			tree_cover(t, reach, have->p[i].at, have->p[i].row.seq);
	}
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct found f;
		size_t at;

		if (journal_find(s, &row[i], &f, e) < 0)
			rc = -1;
		at = rc == 0 && f.branch ? tree_index(t, f.branch) : TREE_NONE;
		out[i] = at != TREE_NONE && tree_shared(t, reach, at, row[i].seq) == row[i].seq;
	}
	free(reach);
	return rc;
}

int store_borne_out(struct store *s, const struct store_scope *scope, const struct name *have, size_t haves,
	const struct name *row, size_t rows, bool *out, struct err *e)
{
	struct places places;
	struct tree t;
	int rc;

	if (tree_load(s, scope->unit, scope->hub_unit, &t, e))
		return -1;
	rc = place_rows(s, &t, have, haves, &places, e);
	if (rc == 0) {
		rc = bear_out(s, &t, &places, row, rows, out, e);
		free(places.p);
	}
	tree_free(&t);
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
