/* exchange_reply.c - what a hub answers a node: for one message or for a folder of them, the lowest have read, every
 * confirmation. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange_private.h"

#include <tungnha/alloc.h>

struct exchange_answer {
	bool begun;
	char unit[UNIT_CODE];
	struct keys_public node;
	enum message_state state;
	size_t most;       /* entries in a reply: the least that was wished */
	struct name *have; /* sorted; what the node surely holds */
	size_t haves;
	struct name *told; /* sorted; ends of runs and rows of haves, to be confirmed where held */
	size_t tolds;
	struct name *end; /* … of these, the ends of runs; sorted */
	size_t ends;
	struct name *shown; /* sorted; receipts that every message showed, whole or as rows: not said again */
	size_t showns;
	struct id *def; /* definitions that every message said are held */
	size_t defs;
	struct receipt *quote;
	size_t quotes;
};

struct exchange_answer *exchange_answer_new(void)
{
	return alloc_zero(1, sizeof(struct exchange_answer));
}

void exchange_answer_free(struct exchange_answer *a)
{
	if (!a)
		return;
	free(a->have);
	free(a->told);
	free(a->end);
	free(a->shown);
	free(a->def);
	free(a->quote);
	free(a);
}

bool exchange_answer_is_of(const struct exchange_answer *a, const struct message *m)
{
	return a->begun && strcmp(a->unit, m->unit) == 0 && keys_equal(&a->node, &m->sender);
}

/* -- sorted names -- */

static int by_name(const void *a, const void *b)
{
	return name_compare(a, b);
}

static size_t sort_names(struct name *list, size_t n)
{
	size_t kept = 0;
	if (n > 1)
		qsort(list, n, sizeof *list, by_name);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || name_compare(&list[kept - 1], &list[i]) != 0)
			list[kept++] = list[i];
	return kept;
}

static struct name *sorted_have(const struct message *m, size_t *n)
{
	struct name *list = alloc_zero(m->haves + 1, sizeof *list);
	memcpy(list, m->have, m->haves * sizeof *list);
	*n = sort_names(list, m->haves);
	return list;
}

/* Where the rows of one journal end. */
static size_t journal_end(const struct name *list, size_t n, size_t from)
{
	size_t i = from;
	while (i < n && id_equal(list[i].journal, list[from].journal))
		i++;
	return i;
}

static size_t common_rows(const struct name *a, size_t an, const struct name *b, size_t bn, struct name *out)
{
	size_t i = 0, k = 0, n = 0;
	while (i < an && k < bn) {
		int order = name_compare(&a[i], &b[k]);
		if (order == 0)
			out[n++] = a[i];
		i += order <= 0;
		k += order >= 0;
	}
	return n;
}

/* Of the rows of one journal in two haves of a node, those that bind it least: of the one that ends earlier, of both if
 * they end alike (two copies of one device may hold different branches). Too little only means that something is sent
 * twice. */
static size_t lower_rows(const struct name *a, size_t an, const struct name *b, size_t bn, struct name *out)
{
	if (a[an - 1].seq == b[bn - 1].seq)
		return common_rows(a, an, b, bn, out);
	bool first = a[an - 1].seq < b[bn - 1].seq;
	memcpy(out, first ? a : b, (first ? an : bn) * sizeof *out);
	return first ? an : bn;
}

/* The lowest have: of journals both show, the lower rows. */
static size_t lower_have(const struct name *a, size_t an, const struct name *b, size_t bn, struct name *out)
{
	size_t i = 0, k = 0, n = 0;
	while (i < an && k < bn) {
		size_t i_end = journal_end(a, an, i), k_end = journal_end(b, bn, k);
		int order = id_compare(a[i].journal, b[k].journal);
		if (order == 0)
			n += lower_rows(a + i, i_end - i, b + k, k_end - k, out + n);
		if (order <= 0)
			i = i_end;
		if (order >= 0)
			k = k_end;
	}
	return n;
}

static void note_have(struct exchange_answer *a, const struct message *m)
{
	size_t n;
	struct name *have = sorted_have(m, &n);
	if (a->begun) {
		struct name *lowest = alloc_zero(a->haves + n + 1, sizeof *lowest);
		a->haves = lower_have(a->have, a->haves, have, n, lowest);
		free(have);
		free(a->have);
		a->have = lowest;
	} else {
		a->have = have;
		a->haves = n;
	}
}

/* -- what is to be confirmed -- */

static void note_told(struct exchange_answer *a, const struct message *m)
{
	struct hash hash;
	a->told = alloc_grow(a->told, a->tolds + m->haves + m->runs + 1, sizeof *a->told);
	memcpy(a->told + a->tolds, m->have, m->haves * sizeof *a->told);
	a->tolds += m->haves;
	a->end = alloc_grow(a->end, a->ends + m->runs + 1, sizeof *a->end);
	for (size_t i = 0; i < m->runs; i++)
		a->told[a->tolds++] = a->end[a->ends++] = exchange_run_end(&m->run[i], &hash);
	a->tolds = sort_names(a->told, a->tolds);
	a->ends = sort_names(a->end, a->ends);
}

static struct name *sorted_shown(const struct message *m, size_t *n)
{
	struct name *list = alloc_zero(m->receipts + m->showns + 1, sizeof *list);
	for (size_t i = 0; i < m->receipts; i++)
		list[i] = exchange_receipt_name(&m->receipt[i]);
	if (m->showns > 0)
		memcpy(list + m->receipts, m->shown, m->showns * sizeof *list);
	*n = sort_names(list, m->receipts + m->showns);
	return list;
}

static bool among_names(const struct name *n, const struct name *list, size_t count)
{
	return count > 0 && bsearch(n, list, count, sizeof *list, by_name);
}

static void note_shown(struct exchange_answer *a, const struct message *m)
{
	size_t n, kept = 0;
	struct name *shown = sorted_shown(m, &n);
	for (size_t i = 0; i < n; i++)
		if (!a->begun || among_names(&shown[i], a->shown, a->showns))
			shown[kept++] = shown[i];
	free(a->shown);
	a->shown = shown;
	a->showns = kept;
}

static bool among_ids(struct id id, const struct id *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (id_equal(id, list[i]))
			return true;
	return false;
}

static void note_definitions(struct exchange_answer *a, const struct message *m)
{
	struct id *def = alloc_zero(m->defs + 1, sizeof *def);
	size_t kept = 0;
	for (size_t i = 0; i < m->defs; i++)
		if (!a->begun || among_ids(m->def[i], a->def, a->defs))
			def[kept++] = m->def[i];
	free(a->def);
	a->def = def;
	a->defs = kept;
}

static void note_quotes(struct exchange_answer *a, const struct receipt *quote, size_t quotes)
{
	a->quote = alloc_grow(a->quote, a->quotes + quotes + 1, sizeof *a->quote);
	for (size_t i = 0; i < quotes; i++)
		if (!exchange_receipt_among(&quote[i], a->quote, a->quotes))
			a->quote[a->quotes++] = quote[i];
}

void exchange_answer_note(struct exchange_answer *a, const struct message *m, enum message_state state,
	const struct receipt *quote, size_t quotes)
{
	assert(!a->begun || exchange_answer_is_of(a, m));
	note_have(a, m);
	note_told(a, m);
	note_shown(a, m);
	note_definitions(a, m);
	note_quotes(a, quote, quotes);
	snprintf(a->unit, sizeof a->unit, "%s", m->unit);
	if (m->most > 0 && (a->most == 0 || m->most < a->most))
		a->most = m->most;
	a->node = m->sender;
	a->state = state;
	a->begun = true;
}

/* -- the reply -- */

static int confirm(struct store *s, const struct name *n, struct receipt *out, bool *held, struct err *e)
{
	*out = (struct receipt){.journal = n->journal, .through = n->seq};
	*held = store_hash(s, n, &out->hash, e) == 0;
	if (!*held)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	chain_receipt_sign(n->journal, n->seq, &out->hash, store_keys(s), &out->signature);
	return 0;
}

/* Of each journal the row that reaches furthest, of those told and those shown. */
static struct name *furthest(const struct exchange_answer *a, size_t *n)
{
	struct name *all = alloc_zero(a->tolds + a->showns + 1, sizeof *all);
	size_t rows = 0, kept = 0;
	for (size_t i = 0; i < a->tolds; i++)
		all[rows++] = a->told[i];
	for (size_t i = 0; i < a->showns; i++)
		all[rows++] = a->shown[i];
	rows = sort_names(all, rows);
	for (size_t i = 0; i < rows; i++)
		if (i + 1 == rows || !id_equal(all[i].journal, all[i + 1].journal))
			all[kept++] = all[i];
	*n = kept;
	return all;
}

/* Which of the rows told need no receipt: those shown, and rows of a have on the chain of one that reaches further,
 * which the node has or gets a receipt for. A node far behind tells many. */
static int find_covered(
	struct store *s, const struct exchange_answer *a, const struct exchange_parts *p, bool *out, struct err *e)
{
	size_t n;
	struct name *top = furthest(a, &n);
	int rc = store_borne_out(s, &p->scope, top, n, a->told, a->tolds, out, e);
	for (size_t i = 0; i < a->tolds; i++) {
		const struct name *row = &a->told[i];
		bool needed = among_names(row, top, n) || among_names(row, a->end, a->ends);
		out[i] = (out[i] && !needed) || among_names(row, a->shown, a->showns);
	}
	free(top);
	return rc;
}

/* Newest first: should there be more than a message can hold, these are the ones that count. */
static int confirm_told(
	struct store *s, const struct exchange_answer *a, const bool *covered, struct exchange_parts *p, struct err *e)
{
	p->receipt = alloc_zero(a->tolds + 1, sizeof *p->receipt);
	for (size_t i = a->tolds; i-- > 0;) {
		bool held = false;
		if (!covered[i] && confirm(s, &a->told[i], &p->receipt[p->message.receipts], &held, e) != 0)
			return -1;
		p->message.receipts += held;
	}
	p->message.receipt = p->receipt;
	return 0;
}

static int confirm_all(struct store *s, const struct exchange_answer *a, struct exchange_parts *p, struct err *e)
{
	bool *covered = alloc_zero(a->tolds + 1, sizeof *covered);
	int rc = find_covered(s, a, p, covered, e);
	if (rc == 0)
		rc = confirm_told(s, a, covered, p, e);
	free(covered);
	return rc;
}

/* What came back since, with a later message, needs no quoting: the node's receipt stands. */
static int quote_all(struct store *s, const struct exchange_answer *a, struct exchange_parts *p, struct err *e)
{
	p->quote = alloc_zero(a->quotes + 1, sizeof *p->quote);
	for (size_t i = 0; i < a->quotes; i++) {
		struct name n = exchange_receipt_name(&a->quote[i]);
		bool held;
		if (store_holds(s, &n, &a->quote[i].hash, &held, e) != 0)
			return -1;
		if (!held)
			p->quote[p->message.quotes++] = a->quote[i];
	}
	p->message.quote = p->quote;
	return 0;
}

static int set_scope(struct store *s, const struct exchange_answer *a, struct exchange_parts *p, struct err *e)
{
	struct unit own;
	if (store_own_unit(s, &own, e) != 0)
		return -1;
	snprintf(p->unit, sizeof p->unit, "%s", a->unit);
	snprintf(p->hub_unit, sizeof p->hub_unit, "%s", own.code);
	p->node = keys_id(&a->node);
	p->scope =
		(struct store_scope){.unit = p->unit, .hub_unit = p->hub_unit, .hub = store_id(s), .viewer = &p->node};
	if (a->state == STATE_WAITING || a->state == STATE_REVOKED)
		p->scope.only = &p->node;
	return 0;
}

static int show(struct store *s, const struct exchange_answer *a, struct exchange_parts *p, struct err *e)
{
	p->others = a->haves;
	p->other = alloc_zero(a->haves + 1, sizeof *p->other);
	memcpy(p->other, a->have, a->haves * sizeof *p->other);
	if (set_scope(s, a, p, e) != 0 ||
		store_have(s, &p->scope, p->other, p->others, &p->have, &p->message.haves, e) != 0)
		return -1;
	p->message.have = p->have;
	p->held = alloc_zero(a->defs + 1, sizeof *p->held);
	memcpy(p->held, a->def, a->defs * sizeof *p->held);
	p->helds = a->defs;
	return confirm_all(s, a, p, e) != 0 ? -1 : quote_all(s, a, p, e);
}

int exchange_reply_parts(
	struct store *s, const struct exchange_answer *a, int64_t now, struct exchange_parts *p, struct err *e)
{
	assert(a->begun);
	*p = (struct exchange_parts){.to = a->node,
		.most = a->most ? a->most : MESSAGE_ENTRIES,
		.confirm_once = true,
		.closed = a->state == STATE_UNKNOWN};
	snprintf(p->message.unit, sizeof p->message.unit, "%s", a->unit);
	clock_stamp(now, p->message.at);
	p->message.state = a->state;
	return p->closed ? 0 : show(s, a, p, e);
}

int exchange_reply(struct store *s, const struct exchange_answer *a, size_t part, int64_t now, struct buf *out,
	bool *more, struct err *e)
{
	struct exchange_parts p;
	int rc = exchange_reply_parts(s, a, now, &p, e);
	if (rc == 0)
		rc = exchange_parts_at(s, &p, part, out, NULL, more, e);
	exchange_parts_free(&p);
	return rc;
}
