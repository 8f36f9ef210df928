/* app_queue_settled.c - conflicts an enumerator settled at the door: they wait until the commune approves, or decides
 * itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "collector.h"
#include "hub.h"
#include "queue.h"

struct past {
	struct store_revision *r; /* with parents; owned */
	bool *seen;
	size_t count;
};

static int remember(void *context, const struct store_revision *r, struct err *e)
{
	struct past *p = context;
	(void)e;
	p->r = alloc_grow(p->r, p->count + 1, sizeof *p->r);
	struct store_revision *to = &p->r[p->count++];
	app_hub_revision_copy(r, to);
	to->parents = r->parents;
	to->parent = alloc_zero(r->parents + 1, sizeof *to->parent);
	memcpy(to->parent, r->parent, r->parents * sizeof *to->parent);
	return 0;
}

static void forget(struct past *p)
{
	for (size_t i = 0; i < p->count; i++)
		store_revision_free(&p->r[i]);
	free(p->r);
	free(p->seen);
}

static size_t find(const struct past *p, const struct name *n)
{
	size_t i = 0;
	while (i < p->count && name_compare(&p->r[i].entry, n) != 0)
		i++;
	return i;
}

/* Is `old` the entry `from`, or one it knew, directly or through others? */
static bool knew(struct past *p, size_t from, size_t old)
{
	if (from == old)
		return true;
	if (from >= p->count || p->seen[from])
		return false;
	p->seen[from] = true;
	for (size_t i = 0; i < p->r[from].parents; i++)
		if (knew(p, find(p, &p->r[from].parent[i]), old))
			return true;
	return false;
}

static bool builds_on(struct past *p, size_t from, size_t old)
{
	memset(p->seen, 0, p->count * sizeof *p->seen);
	return knew(p, from, old);
}

/* "Nobody was there yet" stands against nothing. */
static bool says_nothing(const struct store_revision *r)
{
	return r->kind == ENTRY_RECORD && (!r->form || collector_unvisited(r->form, &r->record));
}

static bool differ(const struct store_revision *a, const struct store_revision *b)
{
	if (a->kind != ENTRY_RECORD || b->kind != ENTRY_RECORD)
		return a->kind != b->kind;
	char *x = form_record_json(a->form, &a->record), *y = form_record_json(b->form, &b->record);
	bool same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return !same;
}

/* How many versions that stood against one another an entry was written over. */
static size_t chose_between(struct past *p, size_t at)
{
	size_t side[ENTRY_PARENTS_MAX], sides = 0;
	for (size_t i = 0; i < p->r[at].parents; i++) {
		size_t parent = find(p, &p->r[at].parent[i]);
		bool told = parent == p->count || p->r[parent].held || says_nothing(&p->r[parent]);
		for (size_t k = 0; k < sides && !told; k++)
			told = !differ(&p->r[side[k]], &p->r[parent]);
		if (!told)
			side[sides++] = parent;
	}
	return sides;
}

/* The commune approved it, or something that built on it, sent it back, or wrote the household itself since. */
static bool answered(struct past *p, size_t at, const struct store_review *review, struct id hub)
{
	if (review && review->returned && review->current)
		return true;
	if (review && !review->returned && builds_on(p, find(p, &review->saw), at))
		return true;
	for (size_t i = 0; i < p->count; i++)
		if (id_equal(p->r[i].author, hub) && !p->r[i].held && builds_on(p, i, at))
			return true;
	return false;
}

static void tell(struct queueing *q, const struct store_revision *r, size_t versions)
{
	char count[24];
	snprintf(count, sizeof count, "%zu", versions);
	struct app_queue_item *i = queue_add(q, QUEUE_SETTLED, r->unit, TEXT_QUEUE_SETTLED, count, NULL, NULL);
	i->key = r->key;
	i->entry = r->entry;
	i->author = r->author;
	memcpy(i->at, r->at, sizeof i->at);
	memcpy(i->by, r->by, sizeof i->by);
	queue_number(q, r->unit, r->key, i->number);
	queue_command(i, "review %s %s --approve", r->unit, i->number);
}

/* Of several settlings in a row the last one. */
static int of_household(struct queueing *q, const char *unit, struct id key, struct err *e)
{
	struct past p = {0};
	struct store_review review;
	struct id hub = store_id(q->s);
	int reviewed = store_review(q->s, unit, key, &review, e);
	int rc = reviewed < 0 ? -1 : store_history(q->s, unit, key, remember, &p, e);
	p.seen = alloc_zero(p.count + 1, sizeof *p.seen);
	for (size_t i = p.count; rc == 0 && i-- > 0;) {
		size_t versions = id_equal(p.r[i].author, hub) || p.r[i].held ? 0 : chose_between(&p, i);
		if (versions < 2)
			continue;
		if (!answered(&p, i, reviewed ? &review : NULL, hub))
			tell(q, &p.r[i], versions);
		break;
	}
	forget(&p);
	return rc;
}

int queue_settled(struct queueing *q, const char *unit, struct err *e)
{
	struct id *key;
	size_t n;
	int rc = store_joined(q->s, unit, &key, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = of_household(q, unit, key[i], e);
	free(key);
	return rc;
}
