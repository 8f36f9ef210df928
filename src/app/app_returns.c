/* app_returns.c - households the commune sent back and nobody answered yet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/app_units.h>
#include <tungnha/utf8.h>

#include "collector.h"

struct gathering {
	struct store *s;
	const char *unit, *asked; /* the unit it was begun for, the one whose list it is */
	struct app_return *item;
	size_t count;
};

static int add(void *context, const struct store_review *r, struct err *e)
{
	struct gathering *g = context;
	struct app_return one = {.review = *r};
	if (!r->returned || !r->current)
		return 0;
	int shows = app_units_shows(g->s, g->asked, g->unit, &r->key, e);
	if (shows <= 0)
		return shows;
	if (store_household_alone(g->s, g->unit, r->key, &one.h, e) != 0)
		return -1;
	if (one.h.voided) {
		store_household_free(&one.h);
		return 0;
	}
	snprintf(one.number, sizeof one.number, "%s", collector_number_of(one.h.form, &one.h.record));
	g->item = alloc_grow(g->item, g->count + 1, sizeof *g->item);
	g->item[g->count++] = one;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct app_return *x = a, *y = b;
	int by_number = utf8_compare(x->number, y->number);
	return by_number ? by_number : id_compare(x->review.key, y->review.key);
}

int app_returns(struct store *s, const char *unit, struct app_return **out, size_t *n, struct err *e)
{
	struct gathering g = {.s = s, .asked = unit};
	struct unit asked, *u = NULL;
	size_t units = 0;
	int rc = store_unit(s, unit, &asked, e);
	if (rc == 0)
		rc = app_units_group(s, &asked, &u, &units, e);
	for (size_t i = 0; rc == 0 && i < units; i++) {
		g.unit = u[i].code;
		rc = store_reviews(s, g.unit, add, &g, e);
	}
	free(u);
	if (rc != 0) {
		app_returns_free(g.item, g.count);
		g = (struct gathering){0};
	}
	if (g.count > 0)
		qsort(g.item, g.count, sizeof *g.item, compare);
	*out = g.item;
	*n = g.count;
	return rc;
}

void app_returns_free(struct app_return *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		store_household_free(&r[i].h);
	free(r);
}
