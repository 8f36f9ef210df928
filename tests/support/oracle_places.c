/* oracle_places.c - where households count, as section 6 says it, over the two units a history knows. */
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

enum { EDGES_MAX = 64 };

/* key zero: all of the unit. */
struct claim {
	const char *before, *code;
	struct id key;
};
struct claims {
	struct claim c[EDGES_MAX];
	size_t n;
};

static const struct id all = {{0}};

static const char *follow(const struct claims *l, const char *unit, struct id key)
{
	const char *named = NULL, *whole = NULL;
	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(l->c[i].before, unit) != 0)
			continue;
		if (id_equal(l->c[i].key, all))
			whole = l->c[i].code;
		else if (id_equal(l->c[i].key, key))
			named = l->c[i].code;
	}
	return named ? named : whole;
}

/* The unit where it counts; NULL: it would go in a circle. */
static const char *place_of(const struct claims *l, const char *unit, struct id key)
{
	for (size_t i = 0; i <= EDGES_MAX; i++) {
		const char *next = follow(l, unit, key);
		if (!next)
			return unit;
		unit = next;
	}
	return NULL;
}

static bool circles(const struct claims *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!place_of(l, l->c[i].before, l->c[i].key))
			return true;
	return false;
}

static void claim(struct claims *l, const char *before, const char *code, struct id key)
{
	size_t i = 0;
	while (i < l->n && !(strcmp(l->c[i].before, before) == 0 && id_equal(l->c[i].key, key)))
		i++;
	if (i < EDGES_MAX)
		l->c[i] = (struct claim){before, code, key};
	l->n += i == l->n && i < EDGES_MAX;
}

/* What an act says, over what older ones said. */
static void obey(struct claims *l, const struct oracle_entry *x)
{
	struct claims next = *l;
	const cJSON *member, *key;
	const char *code = json_string(x->en.fields, "code");
	cJSON_ArrayForEach(member, json_object(x->en.fields, "predecessors"))
	{
		struct id id;
		if (cJSON_IsNull(member))
			claim(&next, member->string, code, all);
		for (key = cJSON_IsArray(member) ? member->child : NULL; key; key = key->next)
			if (id_parse(key->valuestring, &id))
				claim(&next, member->string, code, id);
	}
	if (!circles(&next))
		*l = next;
}

static bool is_unit_act(const struct oracle *o, const struct oracle_entry *x)
{
	return x->good && x->en.kind == ENTRY_UNIT && id_equal(x->chain.author, o->hub) &&
	       strcmp(x->chain.unit, o->own_unit) == 0;
}

/* Is there a newer act on the same code? */
static bool outdone(const struct oracle *o, const struct oracle_entry *x)
{
	for (size_t i = 0; i < o->entries; i++) {
		const struct oracle_entry *y = &o->entry[i];
		if (is_unit_act(o, y) && oracle_act_order(x, y) < 0 &&
			strcmp(json_string(x->en.fields, "code"), json_string(y->en.fields, "code")) == 0)
			return true;
	}
	return false;
}

static int by_act_order(const void *a, const void *b)
{
	return oracle_act_order(*(const struct oracle_entry *const *)a, *(const struct oracle_entry *const *)b);
}

void oracle_place(struct oracle *o)
{
	const struct oracle_entry **act = alloc_zero(o->entries + 1, sizeof(struct oracle_entry *));
	struct claims l = {.n = 0};
	size_t n = 0;
	for (size_t i = 0; i < o->entries; i++)
		if (is_unit_act(o, &o->entry[i]) && !outdone(o, &o->entry[i]))
			act[n++] = &o->entry[i];
	qsort(act, n, sizeof *act, by_act_order);
	for (size_t i = 0; i < n; i++)
		obey(&l, act[i]);
	o->merged = strcmp(place_of(&l, o->unit, all), ORACLE_OTHER) == 0;
	o->given_back = strcmp(place_of(&l, ORACLE_OTHER, all), ORACLE_OTHER) != 0;
	for (size_t i = 0; i < o->households; i++)
		o->household[i].moved = strcmp(place_of(&l, o->unit, o->household[i].key), ORACLE_OTHER) == 0;
	free(act);
}
