/* history_again.c - the same entries in another order, in other pieces, more than once: nothing may come out otherwise.
 */
#include <stdlib.h>
#include <string.h>

#include "history_verdict.h"

#include <tungnha/alloc.h>

/* -- the same set in other orders, other pieces, more than once -- */

struct heap {
	struct message *message; /* opened; they own the runs */
	size_t messages;
	struct store_runs all;
	const struct run **run;
	size_t runs;
};

static void add_run(struct heap *p, const struct run *r)
{
	for (size_t i = 0; i < p->runs; i++)
		if (p->run[i]->first == r->first && memcmp(&p->run[i]->head_sig, &r->head_sig, sizeof r->head_sig) == 0)
			return;
	p->run = alloc_grow(p->run, p->runs + 1, sizeof(struct run *));
	p->run[p->runs++] = r;
}

/* Whatever the hub took, as it came; and everything it holds, its own journals too. */
static void gather(struct history *h, struct heap *p)
{
	struct store_scope scope = history_scope(h);
	*p = (struct heap){0};
	p->message = alloc_zero((size_t)h->takens + 1, sizeof *p->message);
	for (int i = 0; i < h->takens; i++) {
		struct message *m = &p->message[p->messages++];
		MUST(message_open(h->taken[i].data, h->taken[i].len, store_keys(h->hub.store), m, &e));
		for (size_t k = 0; k < m->runs; k++)
			add_run(p, &m->run[k]);
	}
	MUST(store_lacking(h->hub.store, &scope, NULL, 0, 0, 100000, &p->all, &e));
	for (size_t i = 0; i < p->all.runs; i++)
		add_run(p, &p->all.run[i]);
}

static void scatter(struct heap *p)
{
	for (size_t i = 0; i < p->messages; i++)
		message_free(&p->message[i]);
	free(p->message);
	free(p->run);
	store_runs_free(&p->all);
}

static const struct keys_public *keys_of(struct history *h, struct id author)
{
	for (int i = 0; i < h->devices; i++)
		if (id_equal(store_id(h->device[i].store), author))
			return &store_keys(h->device[i].store)->pub;
	return NULL;
}

/* Takes a random handful in one transaction; true if something was new. */
static bool take_handful(struct history *h, struct machine *m, struct heap *p)
{
	struct store_scope scope = history_scope(h);
	bool moved = false;
	MUST(store_begin(m->store, &e));
	for (unsigned left = 1 + trial_below(&h->random, 12); left > 0; left--) {
		const struct run *r = p->run[trial_below(&h->random, (unsigned)p->runs)];
		struct store_take t;
		MUST(store_take_run(m->store, &scope, r, keys_of(h, r->chain.author), &t, &e));
		moved |= t.taken == TAKEN_NEW;
	}
	MUST(store_commit(m->store, &e));
	return moved;
}

static void take_everything(struct history *h, struct machine *m, struct heap *p)
{
	struct store_scope scope = history_scope(h);
	for (bool moved = true; moved;) {
		moved = false;
		MUST(store_begin(m->store, &e));
		for (size_t i = p->runs; i-- > 0;) {
			const struct run *r = p->run[i];
			struct store_take t;
			MUST(store_take_run(m->store, &scope, r, keys_of(h, r->chain.author), &t, &e));
			moved |= t.taken == TAKEN_NEW;
		}
		MUST(store_commit(m->store, &e));
	}
}

void verdict_reorder(struct history *h)
{
	struct heap p;
	struct machine fresh;
	gather(h, &p);
	history_new_machine(h, -1, &fresh, NULL);
	for (unsigned i = 2 + trial_below(&h->random, 10); i > 0; i--)
		take_handful(h, &fresh, &p);
	take_everything(h, &fresh, &p);
	/* authors nobody knows by now are left out: their keys drowned with them */
	struct verdict_rows a = verdict_have(h, &h->hub, NULL), b = verdict_have(h, &fresh, NULL);
	if (verdict_same_rows(&a, &b)) {
		verdict_same_tables(&h->hub, &fresh, "P3: the order matters");
		trial_count(SAW_REORDERED);
	} else if (!h->faulty) {
		trial_broke("P2: the same runs, other sets", "%zu and %zu rows", a.n, b.n);
	}
	free(a.row);
	free(b.row);
	history_close(&fresh);
	scatter(&p);
}

static void take_late_replies(struct history *h, struct machine *m)
{
	struct exchange_result r;
	for (int i = 0; i < h->parcels; i++)
		if (h->bag[i].to == m->identity)
			history_reply(h, m, &h->bag[i].bytes, &r);
}

/* Replies that never came change nothing that counts (a signature of an older head may be new); the second time nothing
 * at all. */
static void late_replies(struct history *h, struct machine *m)
{
	unsigned char digest[KEY_BYTES];
	int64_t rows[HISTORY_TABLES];
	verdict_digest(m, NULL, digest);
	take_late_replies(h, m);
	history_rows(m, rows);
	history_same_as_before(h, m, digest, rows, "late replies");
	take_late_replies(h, m);
	history_same_as_before(h, m, digest, rows, "late replies");
}

/* Everything that ever arrived, once more. */
void verdict_repeat(struct history *h)
{
	unsigned char digest[KEY_BYTES];
	int64_t rows[HISTORY_TABLES];
	struct exchange_result r;
	int n = h->takens;
	verdict_digest(&h->hub, NULL, digest);
	history_rows(&h->hub, rows);
	for (int i = 0; i < n; i++)
		history_hub_takes(h, &h->taken[i], &r, NULL);
	history_same_as_before(h, &h->hub, digest, rows, "all messages");
	for (int i = 0; !h->hub_rolled && i < h->devices; i++)
		if (verdict_is_active(h, &h->device[i]))
			late_replies(h, &h->device[i]);
}
