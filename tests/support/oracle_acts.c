/* oracle_acts.c - reviews, typed rows, submits and purges as the page says them, held against what a store says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "trial.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>

static void must(int rc, const struct err *e, const char *what)
{
	char why[500];
	if (rc >= 0)
		return;
	err_sentence(e, LANG_EN, why, sizeof why);
	trial_broke("ERROR: asking a store", "%s: %s", what, why);
}

static void same(const char *what, int64_t has, int64_t should)
{
	if (has != should)
		trial_broke("P3: acts", "%s: %lld, should be %lld", what, (long long)has, (long long)should);
}

/* -- reviews -- */

static const struct name *shown_of(const struct oracle *o, const struct id *key)
{
	for (size_t i = 0; i < o->households; i++)
		if (id_equal(o->household[i].key, *key))
			return &o->entry[o->household[i].shown].name;
	return NULL;
}

static void compare_review(const struct oracle *o, struct store *s, const struct oracle_entry *x)
{
	struct store_review r;
	struct name saw;
	struct err e;
	int found = store_review(s, o->unit, x->en.key, &r, &e);
	must(found, &e, "store_review");
	same("a review is there", found, 1);
	name_parse(json_string(x->en.fields, "entry"), &saw);
	const struct name *shown = shown_of(o, &x->en.key);
	same("returned", r.returned, strcmp(json_string(x->en.fields, "decision"), "return") == 0);
	same("the review's entry", name_compare(&r.saw, &saw), 0);
	same("current", r.current, shown && name_compare(shown, &saw) == 0);
}

static void compare_reviews(const struct oracle *o, struct store *s)
{
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		if (x->good && x->en.kind == ENTRY_REVIEW &&
			oracle_deciding(o, ENTRY_REVIEW, ENTRY_REVIEW, &x->en.key) == (int)i)
			compare_review(o, s, x);
	}
}

/* -- rows -- */

static bool is_use(const struct oracle_entry *x, const char *use)
{
	const char *is = x->en.kind == ENTRY_ROW && x->good ? json_string(x->en.fields, "use") : NULL;
	return is && strcmp(is, use) == 0;
}

static void compare_row(const struct oracle *o, struct store *s, enum store_row_use use)
{
	const struct oracle_entry *newest = NULL;
	struct store_row row;
	struct err e;
	int found = store_row(s, o->unit, use, &row, &e);
	must(found, &e, "store_row");
	for (size_t i = 0; i < o->entries; i++)
		if (is_use(&o->entry[i], store_row_use(use)) && (!newest || oracle_act_order(newest, &o->entry[i]) < 0))
			newest = &o->entry[i];
	int64_t persons = -1;
	int column = form_column_index(o->form, "persons");
	if (newest)
		json_int(json_object(newest->en.fields, "columns"), "persons", 0, 100000, &persons);
	same("a typed row", found, column >= 0 && persons >= 0);
	if (found)
		same("what it says", row.sums.value[column], persons);
}

/* -- submits: the greatest of those that count -- */

static bool submit_counts(const struct oracle *o, int i)
{
	const struct oracle_entry *x = &o->entry[i];
	uint32_t clock;
	if (!x->good || x->en.kind != ENTRY_SUBMIT || strcmp(x->chain.unit, o->unit) != 0 ||
		!json_string(x->en.fields, "period"))
		return false;
	if (!id_equal(x->chain.author, o->self) && oracle_deciding(o, ENTRY_DEVICE, ENTRY_DEVICE, &x->chain.author) < 0)
		return false;
	int revoke = oracle_deciding(o, ENTRY_REVOKE, ENTRY_REVOKE, &x->chain.author);
	if (revoke >= 0 && !oracle_within(o, o->entry[revoke].en.fields, i))
		return false;
	return !oracle_parents_known(o, x, &clock) || clock == x->en.clock;
}

static void compare_submit(const struct oracle *o, struct store *s, const char *period)
{
	const struct oracle_entry *best = NULL;
	struct store_submit found;
	struct err e;
	int there = store_submit(s, o->unit, period, &found, &e);
	must(there, &e, "store_submit");
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		if (submit_counts(o, (int)i) && strcmp(json_string(x->en.fields, "period"), period) == 0 &&
			(!best || best->en.clock < x->en.clock ||
				(best->en.clock == x->en.clock && name_compare(&best->name, &x->name) < 0)))
			best = x;
	}
	same("a submit stands", there, best != NULL);
	if (best)
		same("which submit stands", name_compare(&found.entry, &best->name), 0);
	store_submit_free(&found);
}

/* -- purge -- */

int oracle_purge(const struct oracle *o)
{
	return oracle_deciding(o, ENTRY_PURGE, ENTRY_PURGE, NULL);
}

static void add_cell(const struct oracle *o, const cJSON *cell, struct store_totals *t)
{
	int64_t n = 0;
	json_int(cell, "records", 0, 100000, &n);
	t->records += n;
	for (size_t i = 0; i < o->form->columns; i++) {
		const cJSON *pair = json_array(json_object(cell, "columns"), o->form->column[i].id);
		int64_t value = 0, unknown = 0;
		json_is_int(pair ? pair->child : NULL, 0, 100000, &value);
		json_is_int(pair ? pair->child->next : NULL, 0, 100000, &unknown);
		t->sums.value[i] += value;
		t->sums.unknown[i] += unknown;
	}
}

/* What a purge leaves are the sums it was written with. */
void oracle_purged_totals(struct oracle *o)
{
	int at = oracle_purge(o);
	if (at < 0)
		return;
	const cJSON *cells = json_object(o->entry[at].en.fields, "cells"), *cell;
	memset(&o->totals.sums, 0, sizeof o->totals.sums);
	memset(&o->moved.sums, 0, sizeof o->moved.sums);
	o->totals.records = o->totals.conflicts = o->moved.records = o->moved.conflicts = 0;
	cJSON_ArrayForEach(cell, cells)
	{
		add_cell(o, cell, &o->totals);
		if (strcmp(cell->string, ORACLE_OTHER) == 0 ? !o->given_back : o->merged)
			add_cell(o, cell, &o->moved);
	}
}

static void compare_purge(const struct oracle *o, struct store *s)
{
	char at[CLOCK_STAMP];
	struct err e;
	int purged = store_purged(s, o->unit, at, &e), is = oracle_purge(o);
	must(purged, &e, "store_purged");
	same("purged", purged, is >= 0);
	for (size_t i = 0; is >= 0 && i < o->entries; i++) {
		const struct oracle_entry *x = &o->entry[i];
		if (x->judged && oracle_within(o, o->entry[is].en.fields, (int)i))
			trial_broke("PURGE: what should be gone can be read", "seq %u", x->name.seq);
	}
}

void oracle_compare_acts(const struct oracle *o, struct store *s)
{
	compare_reviews(o, s);
	compare_row(o, s, ROW_PAPER);
	compare_row(o, s, ROW_REFERENCE);
	compare_submit(o, s, "2025-W45");
	compare_submit(o, s, "2025-W46");
	compare_submit(o, s, "2025-W47");
	compare_purge(o, s);
}
