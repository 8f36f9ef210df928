/* app_indicators_units.c - one target unit by unit: who has met it, who has how many to go, who has said nothing. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "figures.h"

struct listing {
	struct figures f;
	const struct target *target;
	const char *period;
	struct app_unit_goal *row;
	size_t rows;
};

static void add(struct listing *l, const struct unit *u, const struct target_goal *g)
{
	const struct app_figure *x = figures_at(&l->f, l->target->id, u->code, l->period);
	l->row = alloc_grow(l->row, l->rows + 1, sizeof *l->row);
	struct app_unit_goal *to = &l->row[l->rows++];
	*to = (struct app_unit_goal){
		.unit = *u, .goal = g, .hundredths = -1, .needed = -1, .verdict = TARGET_NO_FIGURE};
	if (!x)
		return;
	to->has = true;
	to->figure = *x;
	to->hundredths = target_hundredths(x->num, x->den);
	to->verdict = target_judge(g, x->num, x->den, &to->needed);
}

static bool is_of_whole(const struct listing *l, const struct target_goal *g)
{
	return !*g->level || strcmp(g->level, l->f.own.level) == 0;
}

/* Units counted at another one now owe nothing of their own. */
static int add_level(
	struct store *s, struct listing *l, const struct target_goal *g, const struct unit *u, size_t n, struct err *e)
{
	struct store_shape shape;
	for (size_t i = 0; i < n; i++) {
		bool meant = *g->level ? strcmp(u[i].level, g->level) == 0 : strcmp(u[i].parent, l->f.own.code) == 0;
		if (!meant || strcmp(u[i].code, l->f.own.code) == 0)
			continue;
		if (store_shape(s, u[i].code, &shape, e) != 0)
			return -1;
		if (!shape.into[0])
			add(l, &u[i], g);
	}
	return 0;
}

static int list(struct store *s, const char *indicator, struct listing *l, struct err *e)
{
	struct unit *u = NULL;
	size_t n;
	if (figures_load(s, false, &l->f, e) != 0 || figures_target(l->f.targets, indicator, &l->target, e) != 0 ||
		store_units(s, NULL, &u, &n, e) != 0)
		return -1;
	int rc = 0;
	for (size_t i = 0; i < l->target->goals; i++)
		if (is_of_whole(l, &l->target->goal[i]))
			add(l, &l->f.own, &l->target->goal[i]);
	for (size_t i = 0; rc == 0 && i < l->target->goals; i++)
		if (!*l->target->goal[i].level || !is_of_whole(l, &l->target->goal[i]))
			rc = add_level(s, l, &l->target->goal[i], u, n, e);
	free(u);
	return rc;
}

int app_indicator_units(struct store *s, const char *indicator, const char *period, struct app_unit_goal **out,
	size_t *n, struct err *e)
{
	struct listing l = {.period = period};
	int rc = list(s, indicator, &l, e);
	figures_free(&l.f);
	if (rc != 0) {
		free(l.row);
		l = (struct listing){.row = NULL};
	}
	*out = l.row;
	*n = l.rows;
	return rc;
}
