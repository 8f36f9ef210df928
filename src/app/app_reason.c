/* app_reason.c - when a change must say why: only where a count changes that a submit, a statement or a review already
 * covered. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "collector.h"

void collector_reread(const struct form *f, const struct store_revision *r, struct form_record *out)
{
	char *text = r->form ? form_record_json(r->form, &r->record) : alloc_copy("{}");
	cJSON *fields = cJSON_Parse(text);
	form_record_read(f, fields, out);
	cJSON_Delete(fields);
	free(text);
}

/* A household's entries as far as this question goes. */
struct version {
	struct name name;
	struct form_counts counts;
	struct name *parent; /* owned */
	size_t parents;
	bool head, counted; /* counted: a record, with counts */
	bool awaited;       /* nobody was met there yet: an answer was to come, whatever was declared without it */
	bool wanted;
};
struct past {
	const struct form *form;
	struct version *version; /* owned */
	size_t count;
};

static bool is_awaited(const struct form *f, const struct form_record *r)
{
	const struct form_field *status = &f->field[f->status];
	const struct form_value *v = &r->value[f->status];
	for (size_t i = 0; i < status->options; i++)
		if (v->state == FORM_GIVEN && status->option[i].value == v->number)
			return status->option[i].unvisited || status->option[i].again;
	return false;
}

static int remember(void *context, const struct store_revision *r, struct err *e)
{
	struct past *p = context;
	struct form_record record;
	(void)e;
	p->version = alloc_grow(p->version, p->count + 1, sizeof *p->version);
	struct version *v = &p->version[p->count++];
	*v = (struct version){.name = r->entry,
		.parent = alloc_zero(r->parents + 1, sizeof *v->parent),
		.parents = r->parents,
		.head = r->head,
		.counted = r->kind == ENTRY_RECORD};
	for (size_t i = 0; i < r->parents; i++)
		v->parent[i] = r->parent[i];
	form_record_init(&record);
	if (v->counted) {
		collector_reread(p->form, r, &record);
		form_count(p->form, &record, &v->counts);
		v->awaited = is_awaited(p->form, &record);
	}
	form_record_free(&record);
	return 0;
}

static void past_free(struct past *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->version[i].parent);
	free(p->version);
}

static bool alike(const struct version *a, const struct version *b)
{
	return a->counted == b->counted && memcmp(&a->counts, &b->counts, sizeof a->counts) == 0;
}

static bool names(const struct version *v, const struct name *n)
{
	for (size_t i = 0; i < v->parents; i++)
		if (name_compare(&v->parent[i], n) == 0)
			return true;
	return false;
}

/* The figures of a version were covered where that version was, or an earlier one with the same figures that it was
 * made from: a new note over a submitted count does not make it a new count. */
static int figures_covered(
	struct store *s, const char *unit, struct id key, struct past *p, size_t at, bool *yes, struct err *e)
{
	p->version[at].wanted = true;
	for (size_t i = at + 1; i-- > 0 && !*yes;) { /* parents stand before */
		const struct version *v = &p->version[i];
		if (!v->wanted)
			continue;
		if (store_covered(s, unit, key, &v->name, yes, e) != 0)
			return -1;
		for (size_t j = 0; j < i; j++)
			p->version[j].wanted =
				p->version[j].wanted || (names(v, &p->version[j].name) && alike(v, &p->version[j]));
	}
	return 0;
}

static int covered(
	struct store *s, const struct collector_change *c, const struct form_counts *now, bool *yes, struct err *e)
{
	struct past p = {.form = c->form};
	struct err none;
	if (store_history(s, c->unit, c->key, remember, &p, &none) != 0) {
		past_free(&p);
		return none.code == ERR_NOT_FOUND ? 0 : (*e = none, -1);
	}
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < p.count && !*yes; i++) {
		const struct version *v = &p.version[i];
		if (v->head && !v->awaited && (!v->counted || memcmp(&v->counts, now, sizeof *now) != 0))
			rc = figures_covered(s, c->unit, c->key, &p, i, yes, e);
	}
	past_free(&p);
	return rc;
}

int collector_ask_reason(struct store *s, const struct collector_change *c, const struct collector_outcome *o,
	const char *reason, struct err *e)
{
	struct form_counts now;
	bool yes = false;
	if (reason || !o->changed)
		return 0;
	form_count(c->form, &o->record, &now);
	if (c->old && !c->old->voided && !c->old->conflict) {
		struct form_counts before;
		form_count(c->form, &c->old->record, &before);
		if (memcmp(&before, &now, sizeof now) == 0)
			return 0;
	}
	if (covered(s, c, &now, &yes, e) != 0)
		return -1;
	return yes ? err_set(e, ERR_USAGE, TEXT_REASON_NEEDED, "%s", collector_number_of(c->form, &o->record)) : 0;
}
