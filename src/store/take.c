/* Taking runs: continuity, hashes, the author's signature, then the entries nobody had (sync/PROTOCOL.md, section 8).
 */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <zlib.h>

#include "purge.h"
#include "store_private.h"

/* The author's public keys: oneself, the hub, the sender, a device act, or (on a hub) a node heard of. 1 known, 0 not.
 */
static int author_keys(
	struct store *s, const struct run *r, const struct keys_public *sender, struct keys_public *out, struct err *e)
{
	struct id author = r->chain.author;

	if (id_equal(author, s->id)) {
		*out = s->keys.pub;
		return 1;
	}
	if (sender && id_equal(author, keys_id(sender))) {
		*out = *sender;
		return 1;
	}
	return peer_keys(s, r->chain.unit, &author, out, e);
}

static bool in_scope(const struct store_scope *scope, const char *unit)
{
	return !strcmp(unit, scope->unit) || (scope->hub_unit && *scope->hub_unit && !strcmp(unit, scope->hub_unit));
}

/* Hashes of all entries of the run; false when the last does not bear the author's signature. */
static bool verify(const struct run *r, const struct keys_public *author, struct hash *h)
{
	const struct hash *prev = &r->prev;
	uint32_t n = r->last - r->first + 1;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t clock;

		if (!purge_read_stub(r->entry[i], r->entry_bytes[i], &clock, &h[i]))
			chain_next(prev, r->entry[i], r->entry_bytes[i], &h[i]);
		prev = &h[i];
	}
	return chain_verify(&r->chain, r->last, &h[n - 1], author, &r->head_sig);
}

/* Where the run meets what is held: at `upto` it is the same, after it not. */
struct meeting {
	struct spot at; /* the entry upto; at.branch 0: upto is 0 */
	uint32_t upto;
	bool found; /* false: nothing to go on from */
};

/* A hash speaks for all entries before it, so what run and store share is a beginning, and its end is found by halving.
 * A journal begun twice meets at 0: its second beginning becomes a branch of its own. */
static int meet(struct store *s, const struct run *r, const struct hash *h, struct meeting *m, struct err *e)
{
	const struct chain *c = &r->chain;
	uint32_t low = r->first - 1, high = r->last;
	int row;

	*m = (struct meeting){.upto = low};
	if (low > 0) {
		row = journal_spot(s, c, low, &r->prev, &m->at, e);
	} else {
		sqlite3_stmt *st =
			sql_start(s, SQL_JOURNAL_ID, "ddti", &c->journal, &c->author, c->unit, (int64_t)c->generation);

		row = sql_row(s, st, e);
		if (row > 0)
			m->at.journal = sqlite3_column_int64(st, 0);
		sql_end(st);
	}
	m->found = row > 0;
	while (row > 0 && low < high) {
		uint32_t mid = high - (high - low) / 2;
		struct spot at;
		int held = journal_spot(s, c, mid, &h[mid - r->first], &at, e);

		if (held < 0)
			return -1;
		if (held) {
			low = m->upto = mid;
			m->at = at;
		} else {
			high = mid - 1;
		}
	}
	return row < 0 ? -1 : 0;
}

static int new_branch(struct store *s, int64_t journal, int64_t parent, uint32_t fork, const struct hash *h,
	int64_t *out, struct err *e)
{
	if (parent ? sql_run(s, e, SQL_BRANCH_INSERT, "iiiib", journal, parent, (int64_t)fork, (int64_t)fork, h->b,
			     sizeof h->b)
		   : sql_run(s, e, SQL_BRANCH_INSERT, "iniib", journal, (int64_t)0, (int64_t)0, h->b, sizeof h->b))
		return -1;
	*out = sqlite3_last_insert_rowid(s->db);
	return 0;
}

static int new_journal(struct store *s, const struct run *r, int64_t *branch, struct err *e)
{
	struct hash zero;

	chain_zero(&r->chain, &zero);
	if (sql_run(s, e, SQL_JOURNAL_INSERT, "ddtii", &r->chain.journal, &r->chain.author, r->chain.unit,
		    (int64_t)r->chain.generation, (int64_t)id_equal(r->chain.author, s->id)))
		return -1;
	return new_branch(s, sqlite3_last_insert_rowid(s->db), 0, 0, &zero, branch, e);
}

/* Every branch costs a row in each have and in each lock, for everybody: an author may not have any number of them. */
static int may_branch(struct store *s, const struct store_scope *scope, const struct chain *c, bool *may, struct err *e)
{
	sqlite3_stmt *st;
	int row;

	*may = true;
	if (id_equal(c->author, s->id) || id_equal(c->author, scope->hub))
		return 0;
	st = sql_start(s, SQL_AUTHOR_BRANCHES, "td", c->unit, &c->author);
	row = sql_row(s, st, e);
	*may = row > 0 && sqlite3_column_int64(st, 0) < BRANCHES_MAX;
	sql_end(st);
	return row < 0 ? -1 : 0;
}

static int signature_at(struct store *s, int64_t branch, const struct run *r, struct err *e)
{
	return sql_run(s, e, SQL_SIGNATURE_PUT, "iib", branch, (int64_t)r->last, r->head_sig.b, sizeof r->head_sig.b);
}

/* The entries after m->upto, into the branch met at its end or into a new one that leaves it. */
static int store_rest(struct store *s, const struct store_scope *scope, const struct meeting *m, const struct run *r,
	const struct hash *h, struct store_take *out, struct err *e)
{
	bool extends = m->at.branch && m->at.last == m->upto, may = true;
	const struct hash *at = m->upto + 1 == r->first ? &r->prev : &h[m->upto - r->first];
	int64_t branch = m->at.branch;

	if (!extends && may_branch(s, scope, &r->chain, &may, e))
		return -1;
	if (!may)
		return 0;
	if (!m->found ? new_journal(s, r, &branch, e)
		      : !extends && new_branch(s, m->at.journal, m->at.branch, m->upto, at, &branch, e))
		return -1;
	out->forked = m->found && !extends;
	for (uint32_t seq = m->upto + 1; seq <= r->last; seq++) {
		uint32_t i = seq - r->first;

		uint32_t clock;
		struct hash same;

		if (purge_read_stub(r->entry[i], r->entry_bytes[i], &clock, &same)
				? journal_insert_stub(s, &r->chain, branch, seq, &h[i], clock, e)
				: journal_insert(
					  s, &r->chain, branch, seq, &h[i], r->entry[i], r->entry_bytes[i], false, e))
			return -1;
		out->stored++;
	}
	out->taken = TAKEN_NEW;
	acts_forget(s); /* they know neither these entries nor a new branch */
	return journal_grow(s, branch, r->last, &h[r->last - r->first], 0, e) ? -1 : signature_at(s, branch, r, e);
}

/* An own journal somebody continued elsewhere, or had more of: the next own entry begins another. */
static int leave_own(struct store *s, const struct run *r, struct store_take *out, struct err *e)
{
	if (!id_equal(r->chain.author, s->id) || !out->stored)
		return 0;
	out->own = true;
	return journal_leave(s, r->chain.journal, e);
}

static int take_verified(struct store *s, const struct store_scope *scope, const struct run *r, const struct hash *h,
	struct store_take *out, struct err *e)
{
	struct meeting m;

	if (meet(s, r, h, &m, e))
		return -1;
	if (!m.found && r->first > 1) {
		out->taken = TAKEN_GAP;
		return 0;
	}
	if (m.found && m.upto == r->last) {
		out->taken = TAKEN_KNOWN;
		return signature_at(s, m.at.branch, r, e); /* it may be new */
	}
	return store_rest(s, scope, &m, r, h, out, e) ? -1 : leave_own(s, r, out, e);
}

/* What cannot be a run, or is more than could be sent on in one message. */
static bool fits(const struct store_scope *scope, const struct run *r)
{
	struct hash zero;
	size_t bytes = 0;

	if (!in_scope(scope, r->chain.unit) || r->first < 1 || r->last < r->first || !r->chain.generation)
		return false;
	for (uint32_t i = 0; i <= r->last - r->first; i++)
		bytes += r->entry_bytes[i];
	chain_zero(&r->chain, &zero);
	return bytes <= RUN_BYTES_MAX && (r->first > 1 || hash_equal(&zero, &r->prev));
}

/* An entry may come without its bytes only where a purge known here took them: else anybody could make them vanish. */
static int stubs_covered(struct store *s, const struct run *r, bool *covered, struct err *e)
{
	uint32_t clock, greatest = 0;
	struct hash h;
	int row;

	for (uint32_t i = 0; i <= r->last - r->first; i++) {
		if (purge_read_stub(r->entry[i], r->entry_bytes[i], &clock, &h))
			greatest = r->first + i;
	}
	row = greatest ? purge_covers(s, &r->chain, greatest, e) : 1;
	*covered = row > 0;
	return row < 0 ? -1 : 0;
}

/* A long run is of long statements, which deflate well; one that does not might never be sent on. */
static bool packs(const struct run *r)
{
	z_stream z = {.avail_out = RUN_PACKED_MAX};
	unsigned char *room;
	size_t bytes = 0;
	int rc = Z_OK;

	for (uint32_t i = 0; i <= r->last - r->first; i++)
		bytes += r->entry_bytes[i];
	if (bytes <= RUN_PACKED_MAX)
		return true;
	if (deflateInit(&z, 6) != Z_OK)
		return false;
	z.next_out = room = alloc_bytes(RUN_PACKED_MAX);
	for (uint32_t i = 0; rc == Z_OK && i <= r->last - r->first; i++) {
		z.next_in = (Bytef *)(uintptr_t)r->entry[i];
		z.avail_in = (uInt)r->entry_bytes[i];
		rc = deflate(&z, i == r->last - r->first ? Z_FINISH : Z_NO_FLUSH);
		rc = rc == Z_OK && (z.avail_in || i == r->last - r->first) ? Z_BUF_ERROR : rc;
	}
	deflateEnd(&z);
	free(room);
	return rc == Z_STREAM_END;
}

int store_take_run(struct store *s, const struct store_scope *scope, const struct run *r,
	const struct keys_public *sender, struct store_take *out, struct err *e)
{
	struct keys_public author;
	struct hash *h;
	bool covered;
	int known, rc = 0;

	*out = (struct store_take){.taken = TAKEN_BAD};
	if (!fits(scope, r))
		return 0;
	known = author_keys(s, r, sender, &author, e);
	if (known <= 0) {
		out->taken = TAKEN_STRANGER;
		return known;
	}
	if (stubs_covered(s, r, &covered, e))
		return -1;
	if (!covered) {
		out->taken = TAKEN_GAP; /* until the purge is known */
		return 0;
	}
	h = alloc_zero((size_t)(r->last - r->first) + 1, sizeof *h);
	if (verify(r, &author, h) && packs(r))
		rc = take_verified(s, scope, r, h, out, e);
	free(h);
	return rc;
}

/* --- signing one's own heads --- */

int store_sign_heads(struct store *s, const struct store_scope *scope, struct err *e)
{
	struct tree t;
	int rc = 0;

	if (tree_load(s, scope->unit, scope->hub_unit, &t, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < t.branches; i++) {
		const struct branch *b = &t.branch[i];
		const struct journal *j = &t.journal[b->journal];
		struct signature sig;
		sqlite3_stmt *st;
		int row;

		if (!j->own || b->last == b->fork)
			continue;
		st = sql_start(s, SQL_SIGNATURE_GET, "ii", b->id, (int64_t)b->last);
		row = sql_row(s, st, e);
		sql_end(st);
		if (row) {
			rc = row < 0 ? -1 : 0;
			continue;
		}
		chain_sign(&j->chain, b->last, &b->head, &s->keys, &sig);
		rc = sql_run(s, e, SQL_SIGNATURE_PUT, "iib", b->id, (int64_t)b->last, sig.b, sizeof sig.b);
		if (rc == 0)
			rc = sql_run(s, e, SQL_BRANCH_SIGNED, "i", b->id);
	}
	tree_free(&t);
	return rc;
}
