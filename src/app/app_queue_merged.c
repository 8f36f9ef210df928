/* app_queue_merged.c - a merged hamlet's own household under a number that one of a former hamlet bears: perhaps one
 * family written twice, from a list that was imported before the first exchange told of the merger. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "queue.h"

struct bearer {
	char number[40];
	char unit[UNIT_CODE]; /* begun for */
	struct id key, author;
	struct name entry;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
};

struct bearers {
	struct bearer *b;
	size_t count;
};

static int add(void *context, const struct store_household *h, struct err *e)
{
	struct bearers *l = context;
	const char *number = h->record.value[h->form->number].text;
	(void)e;
	if (h->voided || !number || strlen(number) >= sizeof l->b->number)
		return 0;
	l->b = alloc_grow(l->b, l->count + 1, sizeof *l->b);
	struct bearer *to = &l->b[l->count++];
	*to = (struct bearer){.key = h->key, .author = h->author, .entry = h->entry};
	memcpy(to->number, number, strlen(number) + 1);
	memcpy(to->unit, h->unit, sizeof to->unit);
	memcpy(to->at, h->at, sizeof to->at);
	memcpy(to->by, h->by, sizeof to->by);
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct bearer *x = a, *y = b;
	int order = strcmp(x->number, y->number);
	order = order ? order : strcmp(x->unit, y->unit);
	return order ? order : id_compare(x->key, y->key);
}

/* Who looked at it and approved it knows of two households; who sent it back waits. */
static void tell(struct queueing *q, const struct bearer *own, const struct bearer *former)
{
	struct unit u;
	struct err unknown;
	if (queue_answered(q, own->unit, own->key))
		return;
	struct app_queue_item *i = queue_add(q, QUEUE_WARNING, own->unit, TEXT_QUEUE_FORMER_NUMBER, own->number,
		store_unit(q->s, former->unit, &u, &unknown) == 0 ? u.name : former->unit, NULL);
	i->rule = "former_number";
	i->key = own->key;
	i->entry = own->entry;
	i->author = own->author;
	memcpy(i->number, own->number, sizeof i->number);
	memcpy(i->at, own->at, sizeof i->at);
	memcpy(i->by, own->by, sizeof i->by);
	queue_command(i, "review %s %s --approve", own->unit, own->number);
}

/* Of the households under one number, b[from] to b[to - 1]. Former hamlets may each have one: those are two. */
static void of_number(struct queueing *q, const char *unit, const struct bearer *b, size_t from, size_t to)
{
	const struct bearer *former = NULL;
	for (size_t i = from; i < to && !former; i++)
		if (strcmp(b[i].unit, unit) != 0)
			former = &b[i];
	for (size_t i = from; i < to && former; i++)
		if (strcmp(b[i].unit, unit) == 0)
			tell(q, &b[i], former);
}

int queue_merged(struct queueing *q, const char *unit, struct err *e)
{
	struct store_predecessor *p = NULL;
	struct bearers l = {0};
	size_t n = 0;
	int rc = store_predecessors(q->s, unit, &p, &n, e);
	if (rc == 0 && n > 0)
		rc = store_households_at(q->s, unit, add, &l, e);
	if (rc == 0 && l.count > 0)
		qsort(l.b, l.count, sizeof *l.b, by_number);
	for (size_t i = 0, k; rc == 0 && i < l.count; i = k) {
		for (k = i; k < l.count && strcmp(l.b[k].number, l.b[i].number) == 0;)
			k++;
		of_number(q, unit, l.b, i, k);
	}
	free(l.b);
	free(p);
	return rc;
}
