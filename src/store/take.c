/* Taking runs: continuity, hashes, the author's signature, then the entries nobody had (sync/PROTOCOL.md, section 8). */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "store_private.h"

/* The author's public keys: oneself, the hub, the sender, a device act, or (on a hub) a node heard of. 1 known, 0 not. */
static int author_keys(struct store *s, const struct run *r, const struct keys_public *sender, struct keys_public *out, struct err *e)
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

static bool same_chain(const struct chain *a, const struct chain *b)
{
	return id_equal(a->author, b->author) && id_equal(a->journal, b->journal) && a->generation == b->generation &&
		!strcmp(a->unit, b->unit);
}

/* Hashes of all entries of the run; false when the last does not bear the author's signature. */
static bool verify(const struct run *r, const struct keys_public *author, struct hash *h)
{
	const struct hash *prev = &r->prev;
	uint32_t n = r->last - r->first + 1;

	for (uint32_t i = 0; i < n; i++) {
		chain_next(prev, r->entry[i], r->entry_bytes[i], &h[i]);
		prev = &h[i];
	}
	return chain_verify(&r->chain, r->last, &h[n - 1], author, &r->head_sig);
}

/* Where the run meets what is held. A journal begun twice meets at 0: its second beginning becomes a branch of its own. */
struct meeting {
	size_t branch;      /* index in tree */
	uint32_t upto;      /* greatest seq at which run and branch agree; first - 1 at least */
	bool found;
};

/* How far branch b agrees with the run; false: it does not hold hash_{first-1}. */
static int agree(struct store *s, const struct tree *t, size_t b, const struct run *r, const struct hash *h, uint32_t *upto,
	struct err *e)
{
	size_t depth;
	struct segment *path = tree_path(t, b, &depth);
	struct hash held;
	uint32_t seq = r->first - 1, last = t->branch[b].last;
	int rc = 1;

	if (seq > last)
		rc = 0;
	else if (seq > 0)
		rc = journal_hash(s, tree_branch_at(path, depth, seq), seq, &held, e);
	if (rc > 0 && seq > 0 && !hash_equal(&held, &r->prev))
		rc = 0;
	while (rc > 0 && seq < last && seq < r->last) {
		if (journal_hash(s, tree_branch_at(path, depth, seq + 1), seq + 1, &held, e) <= 0) {
			rc = -1;
			break;
		}
		if (!hash_equal(&held, &h[seq + 1 - r->first]))
			break;
		seq++;
	}
	free(path);
	*upto = seq;
	return rc;
}

static int meet(struct store *s, const struct tree *t, const struct run *r, const struct hash *h, struct meeting *m, struct err *e)
{
	*m = (struct meeting){.found = false};
	for (size_t b = 0; b < t->branches; b++) {
		uint32_t upto;
		int agrees;

		if (!same_chain(&t->journal[t->branch[b].journal].chain, &r->chain))
			continue;
		agrees = agree(s, t, b, r, h, &upto, e);
		if (agrees < 0)
			return -1;
		if (agrees && (!m->found || upto > m->upto))
			*m = (struct meeting){.branch = b, .upto = upto, .found = true};
	}
	return 0;
}

static int new_branch(struct store *s, int64_t journal, int64_t parent, uint32_t fork, const struct hash *h, int64_t *out, struct err *e)
{
	if (parent ? sql_run(s, e, SQL_BRANCH_INSERT, "iiiib", journal, parent, (int64_t)fork, (int64_t)fork, h->b, sizeof h->b) :
		     sql_run(s, e, SQL_BRANCH_INSERT, "iniib", journal, (int64_t)0, (int64_t)0, h->b, sizeof h->b))
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

/* The branch row the next entry goes into: the branch met at its end, or a new one that leaves it. */
static int branch_for(struct store *s, const struct tree *t, const struct meeting *m, const struct run *r, const struct hash *at,
	int64_t *branch, bool *forked, struct err *e)
{
	const struct branch *b;
	struct segment *path;
	size_t depth;
	int64_t parent;

	if (!m->found)
		return new_journal(s, r, branch, e);
	b = &t->branch[m->branch];
	if (b->last == m->upto) {
		*branch = b->id;
		return 0;
	}
	*forked = true;
	path = tree_path(t, m->branch, &depth);
	parent = tree_branch_at(path, depth, m->upto);
	free(path);
	return new_branch(s, t->journal[b->journal].id, parent, m->upto, at, branch, e);
}

static int signature_at(struct store *s, int64_t branch, const struct run *r, struct err *e)
{
	return sql_run(s, e, SQL_SIGNATURE_PUT, "iib", branch, (int64_t)r->last, r->head_sig.b, sizeof r->head_sig.b);
}

/* All of the run was held already; its signature may be new. */
static int keep_signature(struct store *s, const struct tree *t, size_t b, const struct run *r, struct err *e)
{
	size_t depth;
	struct segment *path = tree_path(t, b, &depth);
	int64_t branch = tree_branch_at(path, depth, r->last);

	free(path);
	return signature_at(s, branch, r, e);
}

static int store_new(struct store *s, const struct tree *t, const struct meeting *m, const struct run *r, const struct hash *h,
	struct store_take *out, struct err *e)
{
	uint32_t from = m->found ? m->upto + 1 : 1;
	const struct hash *at = from == r->first ? &r->prev : &h[from - 1 - r->first];
	int64_t branch;

	if (branch_for(s, t, m, r, at, &branch, &out->forked, e))
		return -1;
	for (uint32_t seq = from; seq <= r->last; seq++) {
		uint32_t i = seq - r->first;

		if (journal_insert(s, &r->chain, branch, seq, &h[i], r->entry[i], r->entry_bytes[i], false, e))
			return -1;
		out->stored++;
	}
	out->taken = TAKEN_NEW;
	return signature_at(s, branch, r, e);
}

/* An own journal somebody continued elsewhere, or had more of: the next own entry begins another. */
static int leave_own(struct store *s, const struct run *r, struct store_take *out, struct err *e)
{
	if (!id_equal(r->chain.author, s->id) || !out->stored)
		return 0;
	out->own = true;
	return sql_run(s, e, SQL_JOURNAL_LEAVE_NAMED, "dd", &r->chain.journal, &s->id);
}

static int take_verified(struct store *s, const struct store_scope *scope, const struct run *r, const struct hash *h,
	struct store_take *out, struct err *e)
{
	struct meeting m;
	struct tree t;
	int rc;

	if (tree_load(s, scope->unit, scope->hub_unit, &t, e))
		return -1;
	rc = meet(s, &t, r, h, &m, e);
	if (rc == 0 && !m.found && r->first > 1) {
		out->taken = TAKEN_GAP;
	} else if (rc == 0 && m.found && m.upto == r->last) {
		out->taken = TAKEN_KNOWN;
		rc = keep_signature(s, &t, m.branch, r, e);
	} else if (rc == 0) {
		rc = store_new(s, &t, &m, r, h, out, e);
		rc = rc ? rc : leave_own(s, r, out, e);
	}
	tree_free(&t);
	return rc;
}

int store_take_run(struct store *s, const struct store_scope *scope, const struct run *r, const struct keys_public *sender,
	struct store_take *out, struct err *e)
{
	struct keys_public author;
	struct hash *h;
	int known, rc = 0;

	*out = (struct store_take){.taken = TAKEN_BAD};
	if (!in_scope(scope, r->chain.unit) || r->first < 1 || r->last < r->first || !r->chain.generation)
		return 0;
	known = author_keys(s, r, sender, &author, e);
	if (known <= 0) {
		out->taken = TAKEN_STRANGER;
		return known;
	}
	h = alloc_zero(r->last - r->first + 1, sizeof *h);
	if (r->first == 1) {
		struct hash zero;

		chain_zero(&r->chain, &zero);
		if (!hash_equal(&zero, &r->prev)) {
			free(h);
			return 0;
		}
	}
	if (verify(r, &author, h))
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
		if (row < 0)
			rc = -1;
		if (row)
			continue;
		chain_sign(&j->chain, b->last, &b->head, &s->keys, &sig);
		rc = sql_run(s, e, SQL_SIGNATURE_PUT, "iib", b->id, (int64_t)b->last, sig.b, sizeof sig.b);
		if (rc == 0)
			rc = sql_run(s, e, SQL_BRANCH_SIGNED, "i", b->id);
	}
	tree_free(&t);
	return rc;
}
