/* app_hub_conflict.c - what needs a person: several versions of one household, or two households under one number. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include <tungnha/app_units.h>

#include "hub.h"

/* A household the store flagged, before its versions are read. */
struct flagged {
	struct id key;
	char number[APP_HUB_NUMBER];
	bool conflict, clash;
};

struct flags {
	struct store *s;
	const char *asked; /* the unit whose list it is */
	struct flagged *household;
	size_t count;
};

static int flag(void *context, const struct store_household *h, struct err *e)
{
	struct flags *f = context;
	int shows = app_units_shows(f->s, f->asked, h->unit, &h->key, e);
	if (shows <= 0)
		return shows;
	f->household = alloc_grow(f->household, f->count + 1, sizeof *f->household);
	struct flagged *g = &f->household[f->count++];
	*g = (struct flagged){.key = h->key, .conflict = h->conflict, .clash = h->clash};
	const char *number = h->record.value[h->form->number].text;
	if (number && strlen(number) < APP_HUB_NUMBER)
		memcpy(g->number, number, strlen(number) + 1);
	return 0;
}

/* The list being made. */
struct list {
	struct app_hub_conflict *item;
	size_t count;
};

static struct app_hub_conflict *new_item(struct list *l, const struct unit *u, const char *number, bool clash)
{
	l->item = alloc_grow(l->item, l->count + 1, sizeof *l->item);
	struct app_hub_conflict *c = &l->item[l->count++];
	*c = (struct app_hub_conflict){.unit = *u, .clash = clash};
	memcpy(c->number, number, APP_HUB_NUMBER);
	return c;
}

static int add_heads(struct store *s, const char *unit, struct id key, struct app_hub_conflict *c, struct err *e)
{
	struct app_hub_revisions r = {c->version, c->versions};
	int rc = store_heads(s, unit, key, app_hub_revisions_add, &r, e);
	c->version = r.revision;
	c->versions = r.count;
	return rc;
}

static bool first_of_clash(const struct flags *f, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (f->household[j].clash && strcmp(f->household[j].number, f->household[i].number) == 0)
			return false;
	}
	return true;
}

static int add_clash(
	struct store *s, const struct unit *u, const struct flags *f, size_t i, struct list *l, struct err *e)
{
	struct app_hub_conflict *c = new_item(l, u, f->household[i].number, true);
	for (size_t j = i; j < f->count; j++) {
		if (f->household[j].clash && strcmp(f->household[j].number, f->household[i].number) == 0 &&
			add_heads(s, u->code, f->household[j].key, c, e) != 0)
			return -1;
	}
	return 0;
}

/* asked: the unit whose list it is; what was begun for u and counts elsewhere is not in it. */
static int of_unit(struct store *s, const struct unit *u, const char *asked, struct list *l, struct err *e)
{
	struct flags f = {.s = s, .asked = asked};
	int rc = store_conflicts(s, u->code, flag, &f, e);
	for (size_t i = 0; rc == 0 && i < f.count; i++) {
		if (f.household[i].conflict)
			rc = add_heads(s, u->code, f.household[i].key, new_item(l, u, f.household[i].number, false), e);
		if (rc == 0 && f.household[i].clash && first_of_clash(&f, i))
			rc = add_clash(s, u, &f, i, l, e);
	}
	free(f.household);
	return rc;
}

int hub_conflict_counts(struct store *s, const char *unit, int64_t *conflicts, int64_t *clashes, struct err *e)
{
	struct flags f = {.s = s, .asked = unit};
	int rc = store_conflicts(s, unit, flag, &f, e);
	for (size_t i = 0; rc == 0 && i < f.count; i++) {
		*conflicts += f.household[i].conflict;
		*clashes += f.household[i].clash && first_of_clash(&f, i);
	}
	free(f.household);
	return rc;
}

static int all_units(struct store *s, struct list *l, struct err *e)
{
	struct unit *u = NULL;
	size_t units = 0;
	int rc = store_units(s, NULL, &u, &units, e);
	for (size_t i = 0; rc == 0 && i < units; i++)
		rc = of_unit(s, &u[i], u[i].code, l, e);
	free(u);
	return rc;
}

static int of_group(struct store *s, const struct unit *unit, struct list *l, struct err *e)
{
	struct unit *u;
	size_t units;
	int rc = app_units_group(s, unit, &u, &units, e);
	for (size_t i = 0; rc == 0 && i < units; i++)
		rc = of_unit(s, &u[i], unit->code, l, e);
	if (rc == 0)
		free(u);
	return rc;
}

static int give(int rc, struct list *l, struct app_hub_conflict **out, size_t *n)
{
	if (rc != 0) {
		app_hub_conflicts_free(l->item, l->count);
		*l = (struct list){0};
	}
	*out = l->item;
	*n = l->count;
	return rc;
}

int app_conflicts(struct store *s, const struct unit *only, struct app_hub_conflict **out, size_t *n, struct err *e)
{
	struct list l = {0};
	return give(only ? of_group(s, only, &l, e) : all_units(s, &l, e), &l, out, n);
}

int app_hub_conflicts(
	struct store *s, const struct unit *begun, struct app_hub_conflict **out, size_t *n, struct err *e)
{
	struct list l = {0};
	return give(begun ? of_unit(s, begun, begun->code, &l, e) : all_units(s, &l, e), &l, out, n);
}

void app_hub_conflicts_free(struct app_hub_conflict *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct app_hub_revisions r = {c[i].version, c[i].versions};
		app_hub_revisions_free(&r);
	}
	free(c);
}
