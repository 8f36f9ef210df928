/* oracle_compare.c - what a store says, held against what the oracle says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "trial.h"

struct seen {
	const struct oracle *o;
	size_t n;
};

static const char *say_name(const struct name *n)
{
	static char text[4][NAME_TEXT];
	static int at;
	return name_text(n, text[at++ & 3]);
}

static void must(int rc, const struct err *e, const char *what)
{
	char why[500];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, why, sizeof why);
	trial_broke("ERROR: asking a store", "%s: %s", what, why);
}

static int compare_held(void *context, const struct store_revision *r, struct err *e)
{
	struct seen *seen = context;
	(void)e;
	int i = oracle_find(seen->o, &r->entry);
	int expected = i < 0 ? 0 : seen->o->entry[i].held;
	if (r->held != expected)
		trial_broke(
			"P3: held by another rule", "%s by %d, should be %d", say_name(&r->entry), r->held, expected);
	seen->n++;
	return 0;
}

static const struct oracle_household *household_of(const struct oracle *o, struct id key)
{
	for (size_t i = 0; i < o->households; i++)
		if (id_equal(o->household[i].key, key))
			return &o->household[i];
	trial_broke("P3: a household nobody told of", "key");
}

static int compare_household(void *context, const struct store_household *h, struct err *e)
{
	struct seen *seen = context;
	(void)e;
	const struct oracle_household *x = household_of(seen->o, h->key);
	const struct name *shown = &seen->o->entry[x->shown].name;
	if (name_compare(&h->entry, shown) != 0)
		trial_broke("P3: shows another entry", "%s instead of %s", say_name(&h->entry), say_name(shown));
	if (h->voided != x->voided || h->conflict != x->conflict || h->clash != x->clash)
		trial_broke("P3: household told otherwise", "%s voided %d/%d conflict %d/%d clash %d/%d",
			say_name(shown), h->voided, x->voided, h->conflict, x->conflict, h->clash, x->clash);
	seen->n++;
	return 0;
}

static void compare_number(const char *what, int64_t has, int64_t should)
{
	if (has != should)
		trial_broke("P3: totals", "%s: %lld, should be %lld", what, (long long)has, (long long)should);
}

static void compare_sums(const struct form_sums *has, const struct form_sums *should, const struct form_sums *without)
{
	for (size_t i = 0; i < FORM_COLUMNS_MAX; i++) {
		compare_number("sum of a column", has->value[i], should->value[i] - (without ? without->value[i] : 0));
		compare_number("unknown in a column", has->unknown[i],
			should->unknown[i] - (without ? without->unknown[i] : 0));
	}
}

/* A merged unit has no row of its own; who still writes for it sees what was begun for it. */
static void compare_totals(const struct oracle *o, struct store *s)
{
	const struct store_totals *gone = o->merged ? NULL : &o->moved, *there = o->merged ? &o->totals : &o->moved;
	struct store_totals t;
	struct err e;
	must(store_totals(s, o->unit, &t, &e), &e, "totals");
	compare_number("records", t.records, o->totals.records - (gone ? gone->records : 0));
	compare_number("conflicts", t.conflicts, o->totals.conflicts - (gone ? gone->conflicts : 0));
	compare_number("held", t.held, o->totals.held);
	compare_number("entries", t.entries, o->totals.entries);
	compare_sums(&t.sums, &o->totals.sums, gone ? &gone->sums : NULL);
	must(store_totals(s, ORACLE_OTHER, &t, &e), &e, "totals");
	compare_number("records elsewhere", t.records, there->records);
	compare_sums(&t.sums, &there->sums, NULL);
}

static size_t count_held(const struct oracle *o)
{
	size_t n = 0;
	for (size_t i = 0; i < o->entries; i++)
		n += o->entry[i].held && strcmp(o->entry[i].chain.unit, o->unit) == 0;
	return n;
}

void oracle_compare(const struct oracle *o, struct store *s)
{
	struct seen held = {.o = o}, households = {.o = o};
	const struct form *form;
	struct err e;
	bool locked;
	must(store_held(s, o->unit, compare_held, &held, &e), &e, "held");
	compare_number("held entries listed", (int64_t)held.n, (int64_t)count_held(o));
	must(store_households(s, o->unit, compare_household, &households, &e), &e, "households");
	compare_number("households listed", (int64_t)households.n, (int64_t)o->households);
	compare_totals(o, s);
	must(store_locked(s, o->unit, &locked, &e), &e, "locked");
	compare_number("locked", locked, o->locked);
	oracle_compare_acts(o, s);
	must(store_form(s, NULL, &form, &e), &e, "form");
	if (!id_equal(form->def, o->form->def))
		trial_broke("P3: another form in force", "of %zu entries", o->entries);
}
