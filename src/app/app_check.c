/* app_check.c - the store's own check, and with `deep` a second count of every household that does not trust the fold.
 */
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "collector.h"

struct recount {
	enum text_lang lang;
	struct form_sums sums;
	int64_t records;
	struct store_check *out;
};

static struct err *add_problem(struct store_check *c)
{
	c->problem = alloc_grow(c->problem, c->problems + 1, sizeof *c->problem);
	return &c->problem[c->problems++];
}

static int count_household(void *context, const struct store_household *h, struct err *e)
{
	struct recount *r = context;
	struct form_counts counts;
	(void)e;
	if (h->voided)
		return 0;
	form_count(h->form, &h->record, &counts);
	for (size_t i = 0; i < h->form->columns; i++) {
		r->sums.value[i] += counts.value[i];
		r->sums.unknown[i] += counts.unknown[i];
	}
	r->records++;
	return 0;
}

/* Nothing is left to be counted where household rows were purged, in the unit or in one it is made of: 1, 0, -1. */
static int purged(struct store *s, const struct unit *u, struct err *e)
{
	struct store_predecessor *p;
	char at[CLOCK_STAMP];
	size_t n;
	int is = store_purged(s, u->code, at, e);
	if (is != 0 || store_predecessors(s, u->code, &p, &n, e) != 0)
		return is != 0 ? is : -1;
	for (size_t i = 0; is == 0 && i < n; i++)
		is = store_purged(s, p[i].unit.code, at, e);
	free(p);
	return is;
}

static int recount_unit(struct store *s, const struct form *f, const struct unit *u, struct recount *r, struct err *e)
{
	struct store_totals kept;
	int gone = purged(s, u, e);
	if (gone != 0)
		return gone < 0 ? -1 : 0;
	r->sums = (struct form_sums){0};
	r->records = 0;
	if (store_totals(s, u->code, &kept, e) != 0 || store_households_at(s, u->code, count_household, r, e) != 0)
		return -1;
	for (size_t i = 0; i < f->columns; i++) {
		if (kept.sums.value[i] == r->sums.value[i] && kept.sums.unknown[i] == r->sums.unknown[i])
			continue;
		err_set(add_problem(r->out), ERR_DATA, TEXT_CHECK_COLUMN, "%s" ERR_AND "%s" ERR_AND "%lld / %lld",
			u->name, form_words(&f->column[i].label, r->lang), (long long)kept.sums.value[i],
			(long long)r->sums.value[i]);
		r->out->totals_match = false;
	}
	return 0;
}

int app_check(struct store *s, bool deep, enum text_lang lang, struct store_check *out, struct err *e)
{
	struct recount r = {.lang = lang, .out = out};
	const struct form *f;
	struct unit *unit = NULL;
	size_t n = 0;
	if (store_check(s, out, e) != 0)
		return -1;
	if (!deep)
		return 0;
	int rc = store_form(s, NULL, &f, e);
	if (rc == 0)
		rc = store_units(s, NULL, &unit, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = recount_unit(s, f, &unit[i], &r, e);
	free(unit);
	if (rc != 0)
		store_check_free(out);
	return rc;
}
