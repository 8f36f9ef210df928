/* app_queue_counts.c - how much waits for a reviewer in each unit: from what is flagged and from tallies, never from a
 * walk over households. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_recall.h>

#include "hub.h"
#include "queue.h"

static struct app_queue_count *count_of(struct app_queue_count *c, size_t n, const char *unit)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(c[i].unit.code, unit) == 0)
			return &c[i];
	return NULL;
}

static int count_split(void *context, const struct store_split *x, struct err *e)
{
	(void)x;
	(void)e;
	++*(int64_t *)context;
	return 0;
}

static int look(struct queueing *q, const char *unit, int64_t of[static QUEUE_KINDS], struct err *e)
{
	struct app_queue settled = {0};
	struct queueing items = *q;
	items.out = &settled;
	int rc = hub_conflict_counts(q->s, unit, &of[QUEUE_CONFLICT], &of[QUEUE_CLASH], e) != 0 ||
				 queue_settled(&items, unit, e) != 0 ||
				 store_returned(q->s, unit, &of[QUEUE_RETURNED], e) != 0 ||
				 store_splits(q->s, unit, count_split, &of[QUEUE_LOST], e) != 0
			 ? -1
			 : 0;
	of[QUEUE_SETTLED] = (int64_t)settled.count;
	app_queue_free(&settled);
	return rc;
}

/* What the unit's own entries say; some of it is found by going through its households. */
static int of_unit(struct queueing *q, struct app_queue_count *c, struct err *e)
{
	size_t n;
	const void *seen = store_recall(q->s, RECALL_QUEUE, c->unit.code, "", &n);
	if (seen) {
		memcpy(c->of, seen, sizeof c->of);
		return 0;
	}
	if (look(q, c->unit.code, c->of, e) != 0)
		return -1;
	store_remember(q->s, RECALL_QUEUE, c->unit.code, "", c->of, sizeof c->of);
	return 0;
}

static int of_doubts(struct queueing *q, struct app_queue_count *c, size_t n, struct err *e)
{
	struct app_doubts d;
	if (app_doubts(q->s, NULL, q->lang, q->now, &d, e) != 0)
		return -1;
	queue_doubts(q, &d);
	for (size_t i = 0; i < d.rows; i++) {
		struct app_queue_count *of = count_of(c, n, d.row[i].unit.code);
		if (of)
			of->of[QUEUE_WARNING] += d.row[i].households;
	}
	app_doubts_free(&d);
	return 0;
}

static bool is_idle(const struct app_queue_count *c)
{
	for (size_t k = 0; k < QUEUE_KINDS; k++)
		if (c->of[k])
			return false;
	return true;
}

static size_t drop_idle(struct app_queue_count *c, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!is_idle(&c[i]))
			c[kept++] = c[i];
	return kept;
}

static int count(struct queueing *q, struct app_queue_count *c, size_t n, struct err *e)
{
	struct unit own;
	if (store_own_unit(q->s, &own, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strcmp(c[i].unit.code, own.code) != 0 && of_unit(q, &c[i], e) != 0)
			return -1;
	if (queue_flagged(q, e) != 0 || of_doubts(q, c, n, e) != 0)
		return -1;
	for (size_t i = 0; i < q->out->count; i++) {
		struct app_queue_count *of = count_of(c, n, q->out->item[i].unit.code);
		if (of)
			of->of[q->out->item[i].kind]++;
	}
	return 0;
}

int app_queue_counts(struct store *s, int64_t now, struct app_queue_count **out, size_t *n, struct err *e)
{
	struct app_queue items = {0};
	struct queueing q = {.s = s, .lang = LANG_VI, .now = now, .out = &items};
	struct unit *all = NULL;
	*out = NULL;
	*n = 0;
	if (store_units(s, NULL, &all, &q.units, e) != 0)
		return -1;
	q.unit = all;
	struct app_queue_count *c = alloc_zero(q.units + 1, sizeof *c);
	for (size_t i = 0; i < q.units; i++)
		c[i].unit = all[i];
	int rc = count(&q, c, q.units, e);
	if (rc == 0) {
		*n = drop_idle(c, q.units);
		*out = c;
	} else {
		free(c);
	}
	app_queue_free(&items);
	free(all);
	return rc;
}
