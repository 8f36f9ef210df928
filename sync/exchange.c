/* exchange.c - what both sides of an exchange do: messages built part by part from what the other lacks, runs taken in.
 */
#include <stdlib.h>
#include <string.h>

#include "defined.h"
#include "exchange_private.h"

#include <tungnha/alloc.h>

/* -- on the way out -- */

static size_t at_most(size_t n, size_t max)
{
	return n < max ? n : max;
}

/* The runs of the next part, and past them. */
static int next_runs(struct store *s, struct exchange_parts *p, struct store_runs *runs, struct err *e)
{
	*runs = (struct store_runs){0};
	if (p->closed)
		return 0;
	if (store_lacking(s, &p->scope, p->other, p->others, p->skip, p->most, runs, e) != 0)
		return -1;
	p->skip += runs->runs;
	return 0;
}

/* The next part, which says all p says, with these runs. */
static int seal_part(
	struct store *s, const struct exchange_parts *p, const struct store_runs *runs, struct buf *out, struct err *e)
{
	struct message m = p->message;
	struct defined_runs named = {0};
	m.run = runs->run;
	m.runs = runs->runs;
	m.haves = at_most(m.haves, MESSAGE_HAVE_MAX);
	m.receipts = at_most(m.receipts, MESSAGE_RECEIPTS_MAX);
	m.showns = at_most(m.showns, MESSAGE_RECEIPTS_MAX - m.receipts);
	m.quotes = at_most(m.quotes, MESSAGE_RECEIPTS_MAX);
	if (p->helds > 0) {
		defined_send(&p->scope, m.run, m.runs, p->held, p->helds, &named);
		m.run = named.run;
	}
	int rc = message_seal(&m, store_keys(s), &p->to, out, e);
	defined_runs_free(&named);
	return rc;
}

int exchange_parts_next(
	struct store *s, struct exchange_parts *p, struct buf *out, struct store_runs *runs, struct err *e)
{
	if (next_runs(s, p, runs, e) != 0)
		return -1;
	int rc = seal_part(s, p, runs, out, e);
	if (p->confirm_once)
		p->message.receipts = p->message.quotes = 0;
	if (rc != 0)
		store_runs_free(runs);
	return rc;
}

int exchange_parts_at(struct store *s, struct exchange_parts *p, size_t part, struct buf *out, size_t *entries,
	bool *more, struct err *e)
{
	struct store_runs runs;
	for (size_t i = 0; i < part; i++) {
		if (next_runs(s, p, &runs, e) != 0)
			return -1;
		store_runs_free(&runs);
		if (p->confirm_once)
			p->message.receipts = p->message.quotes = 0;
	}
	if (exchange_parts_next(s, p, out, &runs, e) != 0)
		return -1;
	if (entries)
		*entries = runs.entries;
	*more = runs.more;
	store_runs_free(&runs);
	return 0;
}

void exchange_parts_free(struct exchange_parts *p)
{
	free(p->other);
	free(p->have);
	free(p->receipt);
	free(p->quote);
	free(p->shown);
	free(p->def);
	free(p->held);
	*p = (struct exchange_parts){0};
}

/* -- on the way in -- */

struct name exchange_run_end(const struct run *r, struct hash *hash)
{
	*hash = r->prev;
	for (size_t i = 0; i <= r->last - r->first; i++) {
		struct hash before = *hash;
		chain_next(&before, r->entry[i], r->entry_bytes[i], hash);
	}
	return (struct name){.journal = r->chain.journal, .seq = r->last, .hash = hash_start(hash)};
}

static bool same_receipt(const struct receipt *a, const struct receipt *b)
{
	return id_equal(a->journal, b->journal) && a->through == b->through && hash_equal(&a->hash, &b->hash);
}

bool exchange_receipt_among(const struct receipt *r, const struct receipt *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_receipt(r, &list[i]))
			return true;
	return false;
}

struct name exchange_receipt_name(const struct receipt *r)
{
	return (struct name){.journal = r->journal, .seq = r->through, .hash = hash_start(&r->hash)};
}

static bool in_scope(const struct store_scope *scope, const struct run *r)
{
	return strcmp(r->chain.unit, scope->unit) == 0 ||
	       (scope->hub_unit && strcmp(r->chain.unit, scope->hub_unit) == 0);
}

/* Known entries come first in a run, so the last ones are those stored. */
static void note_stored(struct exchange_intake *in, const struct run *r, size_t stored)
{
	in->range = alloc_grow(in->range, in->ranges + 1, sizeof *in->range);
	in->range[in->ranges++] =
		(struct exchange_range){.chain = r->chain, .first = r->last - (uint32_t)stored + 1, .last = r->last};
}

void exchange_intake_free(struct exchange_intake *in)
{
	free(in->range);
	*in = (struct exchange_intake){0};
}

int exchange_intake_held(struct store *s, const struct exchange_intake *in, size_t from, size_t *held, struct err *e)
{
	*held = 0;
	for (size_t i = from; i < in->ranges; i++) {
		size_t n;
		if (store_held_in(s, &in->range[i].chain, in->range[i].first, in->range[i].last, &n, e) != 0)
			return -1;
		*held += n;
	}
	return 0;
}

/* As it was written: where it only names a definition not known here, it waits like one beyond a gap. */
static int take_whole(struct store *s, const struct store_scope *scope, const struct run *r,
	const struct keys_public *sender, struct store_take *take, struct err *e)
{
	struct defined_runs whole = {0};
	int rc = 0;
	if (!defined_may_stand_in(scope, r))
		return store_take_run(s, scope, r, sender, take, e);
	if (defined_take(s, r, &whole))
		rc = store_take_run(s, scope, whole.run, sender, take, e);
	else
		take->taken = TAKEN_GAP;
	defined_runs_free(&whole);
	return rc;
}

static int take_run(struct store *s, const struct store_scope *scope, const struct run *r,
	const struct keys_public *sender, struct exchange_result *out, struct exchange_intake *in, struct err *e)
{
	struct store_take take = {.taken = TAKEN_BAD};
	if (in_scope(scope, r) && take_whole(s, scope, r, sender, &take, e) != 0)
		return -1;
	if (take.stored > 0)
		note_stored(in, r, take.stored);
	out->stored += take.stored;
	out->forked |= take.forked;
	out->changed |= take.taken == TAKEN_NEW;
	out->refused_run |= take.taken == TAKEN_BAD;
	out->beyond |= take.taken == TAKEN_GAP;
	if (!out->gap && (take.taken == TAKEN_GAP || take.taken == TAKEN_STRANGER)) {
		out->gap = true;
		in->gap = (struct exchange_gap){.journal = r->chain.journal, .first = r->first};
	}
	return 0;
}

int exchange_take_runs(struct store *s, const struct store_scope *scope, const struct message *m, bool of_hub,
	struct exchange_result *out, struct exchange_intake *in, struct err *e)
{
	for (size_t i = 0; i < m->runs; i++)
		if (id_equal(m->run[i].chain.author, scope->hub) == of_hub &&
			take_run(s, scope, &m->run[i], &m->sender, out, in, e) != 0)
			return -1;
	return 0;
}

/* -- one's own, come back -- */

int exchange_own_runs(struct store *s, const struct message *m, bool *lacking, struct err *e)
{
	struct id self = store_id(s);
	*lacking = false;
	for (size_t i = 0; i < m->runs && !*lacking; i++) {
		bool held;
		struct hash hash;
		if (!id_equal(m->run[i].chain.author, self))
			continue;
		struct name end = exchange_run_end(&m->run[i], &hash);
		if (store_holds(s, &end, &hash, &held, e) != 0)
			return -1;
		*lacking = !held;
	}
	return 0;
}

int exchange_restate(struct store *s, const struct name *decided, size_t n, int64_t now, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		bool outranked;
		if (store_outranked(s, &decided[i], &outranked, e) != 0 ||
			(outranked && store_write_again(s, &decided[i], now, e) != 0))
			return -1;
	}
	return 0;
}
