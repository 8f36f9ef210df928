/* What the other side lacks, as runs that end at signed heads (sync/PROTOCOL.md, section 8). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "have.h"

/* The first seq of branch b that the other side lacks; last + 1: nothing. A row that cannot be placed, or lies on
 * another branch, contradicts b where b has a seq as high: an entry of b's own would have placed it there. */
static uint32_t first_lacking(const struct tree *t, size_t b, const struct places *other)
{
	uint32_t has = 0, ahead = 0, last = t->branch[b].last, *reach;
	bool contradicted = false;
	size_t n;
	const struct placed *p = place_rows_of(other, t->journal[t->branch[b].journal].chain.journal, &n);

	if (n == 0)
		return 1;
	reach = tree_reach(t);
	tree_cover(t, reach, b, last);
	for (size_t i = 0; i < n; i++) {
		uint32_t shared = 0;

		if (p[i].at != TREE_NONE)
			shared = tree_shared(t, reach, p[i].at, p[i].row.seq);
		else if (p[i].row.seq > ahead)
			ahead = p[i].row.seq;
		if (shared > has)
			has = shared;
	}
	free(reach);
	for (size_t i = 0; i < n; i++) {
		if (p[i].at == TREE_NONE || t->branch[p[i].at].journal == t->branch[b].journal)
			contradicted |= p[i].row.seq > has && p[i].row.seq <= last;
	}
	return ahead > last && !contradicted ? last + 1 : has + 1;
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
static int read_run(struct store *s, const struct chain *c, const struct segment *path, size_t depth, uint32_t first,
	uint32_t last, struct store_runs *out, struct err *e)
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
		int64_t branch = tree_branch_at(path, depth, first + i);
		char *text;

		if (journal_bytes(s, c, branch, first + i, &text, &bytes[i], e) &&
			(e->code != ERR_NOT_FOUND || journal_stub(s, branch, first + i, &text, &bytes[i], e)))
			return -1;
		keep(out->memory, text);
		entry[i] = text;
	}
	out->entries += n;
	return 0;
}

struct ending {
	uint32_t seq; /* 0: no head is signed from there on */
	size_t bytes; /* of the entries up to it */
	struct signature sig;
};

/* The first signed head of a path at or after `from`: 1 found, 0 none. */
static int next_signed(
	struct store *s, const struct segment *path, size_t depth, uint32_t from, struct ending *out, struct err *e)
{
	int row = 0;

	for (size_t i = 0; row == 0 && i < depth; i++) {
		sqlite3_stmt *st;

		if (path[i].upto < from)
			continue;
		st = sql_start(s, SQL_SIGNATURE_NEXT, "iii", path[i].branch, (int64_t)from, (int64_t)path[i].upto);
		row = sql_row(s, st, e);
		if (row > 0) {
			out->seq = (uint32_t)sqlite3_column_int64(st, 0);
			sql_bytes_at(st, 1, out->sig.b, sizeof out->sig.b);
			sql_end(st);
		}
	}
	return row;
}

/* Bytes of the entries from..to of a path. */
static int path_bytes(struct store *s, const struct segment *path, size_t depth, uint32_t from, uint32_t to,
	size_t *bytes, struct err *e)
{
	for (size_t i = 0; i < depth && from <= to; i++) {
		uint32_t upto = path[i].upto < to ? path[i].upto : to;
		sqlite3_stmt *st;

		if (upto < from)
			continue;
		st = sql_start(s, SQL_ENTRIES_BYTES, "iii", path[i].branch, (int64_t)from, (int64_t)upto);
		if (sql_row(s, st, e) < 0)
			return -1;
		*bytes += (size_t)sqlite3_column_int64(st, 0);
		sql_end(st);
		from = upto + 1;
	}
	return 0;
}

/* Where a run from `start` ends: at the last signed head that keeps it within `most` entries and 512 KiB, else at the
 * first there is. */
static int signed_end(struct store *s, const struct segment *path, size_t depth, uint32_t start, size_t most,
	struct ending *end, struct err *e)
{
	struct ending next = {.bytes = 0};
	uint32_t from = start;
	int row;

	*end = (struct ending){.seq = 0};
	while ((row = next_signed(s, path, depth, from, &next, e)) > 0) {
		if (path_bytes(s, path, depth, from, next.seq, &next.bytes, e))
			return -1;
		if (end->seq && (next.seq - start >= most || next.bytes > RUN_BYTES))
			break;
		*end = next;
		from = next.seq + 1;
	}
	return row < 0 ? -1 : 0;
}

struct sending {
	size_t skip, max_entries, bytes;
	struct store_runs *out;
	bool full;
};

static int send_branch(
	struct store *s, const struct tree *t, size_t b, uint32_t start, struct sending *w, struct err *e)
{
	const struct chain *c = &t->journal[t->branch[b].journal].chain;
	size_t depth;
	struct segment *path = tree_path(t, b, &depth);
	uint32_t last = t->branch[b].last;
	size_t most = w->max_entries < MESSAGE_ENTRIES ? w->max_entries : MESSAGE_ENTRIES;
	struct ending end;
	int rc = 0;

	while (rc == 0 && !w->full && start <= last) {
		rc = signed_end(s, path, depth, start, most, &end, e);
		if (rc || end.seq == 0)
			break;
		if (w->skip) {
			w->skip--;
		} else if (w->out->runs && (w->out->entries + (end.seq - start + 1) > w->max_entries ||
						   w->bytes + end.bytes > RUN_BYTES)) {
			w->full = true;
			w->out->more = true;
		} else {
			rc = read_run(s, c, path, depth, start, end.seq, w->out, e);
			w->out->run[w->out->runs - 1].head_sig = end.sig;
			w->bytes += end.bytes;
		}
		start = end.seq + 1;
	}
	free(path);
	return rc;
}

/* In which order journals go: what makes a later one takeable comes first, in whatever pieces it is sent. */
enum turn {
	TURN_PURGE, /* of the hub, with a purge: it lets entries come without their bytes */
	TURN_HUB,   /* the other ones of the hub: they bring the authors' keys */
	TURN_REST,
};

/* By index of journal; the caller frees. NULL: e says why. */
static enum turn *take_turns(struct store *s, const char *unit, const struct view *v, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PURGE_ACTS, "ti", unit, (int64_t)ENTRY_PURGE);
	enum turn *turn = alloc_zero(v->tree.journals + 1, sizeof *turn);
	int row;

	for (size_t i = 0; i < v->tree.journals; i++)
		turn[i] = id_equal(v->tree.journal[i].chain.author, v->hub) ? TURN_HUB : TURN_REST;
	while ((row = sql_row(s, st, e)) > 0) {
		struct id jid = sql_id_at(st, 0);

		for (size_t i = 0; i < v->tree.journals; i++) {
			if (turn[i] == TURN_HUB && id_equal(v->tree.journal[i].chain.journal, jid))
				turn[i] = TURN_PURGE;
		}
	}
	if (row == 0)
		return turn;
	free(turn);
	return NULL;
}

static int send_turn(struct store *s, const struct view *v, const struct places *other, const enum turn *turn,
	enum turn now, struct sending *w, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && !w->full && i < v->tree.branches; i++) {
		const struct branch *b = &v->tree.branch[i];

		if (v->visible[b->journal] && b->last > b->fork && turn[b->journal] == now)
			rc = send_branch(s, &v->tree, i, first_lacking(&v->tree, i, other), w, e);
	}
	return rc;
}

static int send_all(struct store *s, const char *unit, const struct view *v, const struct places *other,
	struct sending *w, struct err *e)
{
	enum turn *turn = take_turns(s, unit, v, e);
	int rc = turn ? 0 : -1;

	for (enum turn now = TURN_PURGE; rc == 0 && now <= TURN_REST; now++)
		rc = send_turn(s, v, other, turn, now, w, e);
	free(turn);
	return rc;
}

int store_lacking(struct store *s, const struct store_scope *scope, const struct name *other, size_t others,
	size_t skip_runs, size_t max_entries, struct store_runs *out, struct err *e)
{
	struct sending w = {.skip = skip_runs, .max_entries = max_entries, .out = out};
	struct places places = {NULL, 0};
	struct view v;
	int rc;

	memset(out, 0, sizeof *out);
	if (view_load(s, scope, &v, e))
		return -1;
	out->memory = alloc_zero(1, sizeof(struct memory));
	rc = place_rows(s, &v.tree, other, others, &places, e);
	if (rc == 0) {
		rc = send_all(s, scope->unit, &v, &places, &w, e);
		free(places.p);
	}
	view_free(&v);
	if (rc)
		store_runs_free(out);
	return rc;
}

/* --- signing where a small message must end --- */

/* Signs the head at `seq` of a path, once. */
static int sign_at(
	struct store *s, const struct chain *c, const struct segment *path, size_t depth, uint32_t seq, struct err *e)
{
	struct signature sig;
	struct hash h;
	int64_t branch = tree_branch_at(path, depth, seq);
	int row = journal_hash(s, branch, seq, &h, e);

	if (row <= 0)
		return row;
	chain_sign(c, seq, &h, &s->keys, &sig);
	return sql_run(s, e, SQL_SIGNATURE_PUT, "iib", branch, (int64_t)seq, sig.b, sizeof sig.b);
}

int store_sign_steps(struct store *s, const struct store_scope *scope, const struct name *other, size_t others,
	size_t most, struct err *e)
{
	struct places places = {NULL, 0};
	struct tree t;
	int rc;

	if (tree_load(s, scope->unit, scope->hub_unit, &t, e))
		return -1;
	rc = place_rows(s, &t, other, others, &places, e);
	for (size_t i = 0; rc == 0 && i < t.branches; i++) {
		const struct journal *j = &t.journal[t.branch[i].journal];
		uint32_t last = t.branch[i].last, start = j->own ? first_lacking(&t, i, &places) : last;
		struct segment *path;
		size_t depth;

		if (start >= last || last - start < most)
			continue;
		path = tree_path(&t, i, &depth);
		rc = sign_at(s, &j->chain, path, depth, start + (uint32_t)most - 1, e);
		free(path);
	}
	free(places.p);
	tree_free(&t);
	return rc;
}
