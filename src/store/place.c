/* Units with a past: what a unit was made of, where a household counts now, and the devices that go with it. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

#include "store_private.h"

/* --- a unit as its newest act shapes it --- */

int store_shape(struct store *s, const char *code, struct store_shape *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_UNIT_SHAPE, "t", code);
	const struct successions *x;
	const struct edge *edge;
	int row = sql_row(s, st, e);

	memset(out, 0, sizeof *out);
	if (row > 0) {
		sql_text_at(st, 0, out->since, sizeof out->since);
		sql_text_at(st, 1, out->into, sizeof out->into);
		sql_end(st);
	}
	if (row <= 0 || !out->into[0])
		return row < 0 ? -1 : 0;
	if (succession_now(s, &x, e))
		return -1;
	edge = succession_edge(x, code, NULL);
	if (edge)
		memcpy(out->merged, edge->since, sizeof out->merged);
	return 0;
}

cJSON *store_claims(struct store *s, const char *code)
{
	sqlite3_stmt *st = sql_start(s, SQL_UNIT_ACTS_NEWEST, "ib", (int64_t)ENTRY_UNIT, code, strlen(code));
	cJSON *fields = NULL, *claims = NULL;
	struct err ignored;

	if (sql_row(s, st, &ignored) > 0) {
		char own_unit[UNIT_CODE];
		struct name n = {.journal = sql_id_at(st, 1),
			.seq = (uint32_t)sqlite3_column_int64(st, 2),
			.hash = sql_id_at(st, 3)};

		sql_text_at(st, 0, own_unit, sizeof own_unit);
		fields = act_fields(s, own_unit, &n, st, 4);
		sql_end(st);
	}
	if (cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(fields, "predecessors")))
		claims = cJSON_DetachItemFromObjectCaseSensitive(fields, "predecessors");
	cJSON_Delete(fields);
	return claims ? claims : cJSON_CreateObject();
}

int store_place(struct store *s, const char *unit, const struct id *key, char out[static UNIT_CODE], struct err *e)
{
	const struct successions *x;

	if (succession_now(s, &x, e))
		return -1;
	snprintf(out, UNIT_CODE, "%s", succession_place(x, unit, key));
	return 0;
}

/* --- what a unit is made of --- */

static int codes(
	struct store *s, enum sql_id query, const char *unit, char (**out)[UNIT_CODE], size_t *n, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, query, "t", unit);
	int row;

	*out = NULL;
	*n = 0;
	while ((row = sql_row(s, st, e)) > 0) {
		*out = alloc_grow(*out, *n + 1, sizeof **out);
		sql_text_at(st, 0, (*out)[(*n)++], UNIT_CODE);
	}
	return row;
}

/* A unit that merged into another counts what was begun for it and for those that merged into it: it has no row of its
 * own, and whoever went on writing for it still wants its figures. */
static bool counts_at(
	const struct successions *x, const char *unit, const struct id *key, const char *place, bool merged)
{
	if (!merged)
		return !strcmp(succession_place(x, unit, key), place);
	for (size_t steps = 0; steps <= x->edges && strcmp(unit, place); steps++) {
		const struct edge *next = succession_edge(x, unit, NULL);

		if (!next)
			return false;
		unit = next->code;
	}
	return !strcmp(unit, place);
}

static void describe(struct store *s, const char *code, struct unit *out)
{
	struct err none;

	if (store_unit(s, code, out, &none) == 0)
		return;
	snprintf(out->code, sizeof out->code, "%s", code);
	snprintf(out->name, sizeof out->name, "%s", code);
	out->listed = -1;
}

/* Where a household of `code` first leaves those that nobody names; NULL: it never does. */
static const struct edge *named_edge(const struct successions *x, const char *code, const struct id *key)
{
	const struct edge *e = succession_edge(x, code, key);

	while (e && succession_is_whole(e))
		e = succession_edge(x, e->code, key);
	return e;
}

/* Was a household with that key begun for the unit? 1, 0, -1. */
static int begun_for(struct store *s, const char *code, const struct id *key, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_ANY, "td", code, key);
	int row = sql_row(s, st, e);

	sql_end(st);
	return row;
}

/* How much of `code` counts at `place`; nothing of it: neither whole nor any household. */
static int part_of(struct store *s, const struct successions *x, const char *code, const char *place, bool merged,
	struct store_predecessor *out, struct err *e)
{
	const struct edge *own = succession_edge(x, code, NULL);
	int row = 0;

	*out = (struct store_predecessor){.whole = counts_at(x, code, NULL, place, merged)};
	if (own)
		memcpy(out->since, own->since, sizeof out->since);
	for (size_t i = 0; row >= 0 && i < x->edges && !out->whole; i++) {
		const struct edge *at = &x->edge[i];

		if (succession_is_whole(at) || named_edge(x, code, &at->key) != at ||
			!counts_at(x, code, &at->key, place, merged))
			continue;
		row = begun_for(s, code, &at->key, e);
		if (row > 0) {
			out->households++;
			memcpy(out->since, at->since, sizeof out->since);
		}
	}
	return row < 0 ? -1 : 0;
}

static int compare_predecessors(const void *a, const void *b)
{
	const struct store_predecessor *x = a, *y = b;
	int by_name = utf8_compare(x->unit.name, y->unit.name);

	return by_name ? by_name : strcmp(x->unit.code, y->unit.code);
}

int store_predecessors(struct store *s, const char *unit, struct store_predecessor **out, size_t *n, struct err *e)
{
	const struct successions *x;
	char(*code)[UNIT_CODE];
	size_t all;
	bool merged;
	int rc = 0;

	*out = NULL;
	*n = 0;
	if (succession_now(s, &x, e))
		return -1;
	if (x->edges == 0) /* as most hubs are: nothing to follow */
		return 0;
	if (codes(s, SQL_SUCCESSION_BELOW, unit, &code, &all, e))
		return -1;
	if (all == 0)
		return 0;
	merged = succession_edge(x, unit, NULL) != NULL;
	*out = alloc_zero(all + 1, sizeof **out);
	for (size_t i = 0; rc == 0 && i < all; i++) {
		struct store_predecessor *p = &(*out)[*n];

		rc = part_of(s, x, code[i], unit, merged, p, e);
		if (rc == 0 && (p->whole || p->households)) {
			describe(s, code[i], &p->unit);
			++*n;
		}
	}
	free(code);
	if (*n)
		qsort(*out, *n, sizeof **out, compare_predecessors);
	if (rc) {
		free(*out);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

int succession_whole(struct store *s, const char *unit, char (**out)[UNIT_CODE], size_t *n, struct err *e)
{
	struct store_predecessor *p;
	size_t all;

	if (store_predecessors(s, unit, &p, &all, e))
		return -1;
	*out = alloc_zero(all + 1, sizeof **out);
	snprintf((*out)[0], UNIT_CODE, "%s", unit);
	*n = 1;
	for (size_t i = 0; i < all; i++) {
		if (p[i].whole)
			memcpy((*out)[(*n)++], p[i].unit.code, UNIT_CODE);
	}
	free(p);
	return 0;
}

/* --- the households of a unit and of what it was made of --- */

struct counting {
	const char *place;
	bool merged;
	struct successions x;
	store_each_household each;
	store_each_line each_line; /* instead */
	void *context;
};

static int pass_counted(void *context, const struct store_household *h, struct err *e)
{
	const struct counting *c = context;

	return counts_at(&c->x, h->unit, &h->key, c->place, c->merged) ? c->each(c->context, h, e) : 0;
}

/* A copy: each() may write, and what is kept is forgotten then. */
static struct successions copy_of(const struct successions *x)
{
	struct successions out = {.edge = alloc_zero(x->edges + 1, sizeof *out.edge), .edges = x->edges};

	if (x->edges)
		memcpy(out.edge, x->edge, x->edges * sizeof *out.edge);
	return out;
}

static int pass_line(void *context, const struct store_line *l, struct err *e)
{
	const struct counting *c = context;

	return counts_at(&c->x, l->unit, &l->key, c->place, c->merged) ? c->each_line(c->context, l, e) : 0;
}

static int of_begun(struct store *s, const char *begun, struct counting *c, struct err *e)
{
	return c->each_line ? store_lines(s, begun, pass_line, c, e) : store_households(s, begun, pass_counted, c, e);
}

static int all_counted(struct store *s, struct counting *c, struct err *e)
{
	const struct successions *x;
	struct store_predecessor *p;
	size_t n;
	int rc;

	if (succession_now(s, &x, e))
		return -1;
	c->x = copy_of(x);
	c->merged = succession_edge(x, c->place, NULL) != NULL;
	if (store_predecessors(s, c->place, &p, &n, e)) {
		successions_free(&c->x);
		return -1;
	}
	rc = of_begun(s, c->place, c, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = of_begun(s, p[i].unit.code, c, e);
	free(p);
	successions_free(&c->x);
	return rc;
}

int store_households_at(struct store *s, const char *place, store_each_household each, void *context, struct err *e)
{
	return all_counted(s, &(struct counting){.place = place, .each = each, .context = context}, e);
}

int store_lines_at(struct store *s, const char *place, store_each_line each, void *context, struct err *e)
{
	return all_counted(s, &(struct counting){.place = place, .each_line = each, .context = context}, e);
}

/* --- a hub: devices of successors --- */

int store_successor_device(
	struct store *s, const char *unit, const struct keys_public *keys, struct store_device *out, struct err *e)
{
	struct store_device *d;
	char(*code)[UNIT_CODE];
	size_t n, devices;
	int found = 0, rc;

	if (succession_settle(s, e) || codes(s, SQL_SUCCESSION_ABOVE, unit, &code, &n, e))
		return -1;
	for (size_t i = 0; found == 0 && i < n; i++) {
		rc = store_devices(s, code[i], &d, &devices, e);
		for (size_t k = 0; rc == 0 && k < devices && !found; k++) {
			found = keys_equal(&d[k].keys, keys) &&
				(d[k].state == DEVICE_ACTIVE || d[k].state == DEVICE_NEW);
			if (found)
				*out = d[k];
		}
		free(d);
		if (rc)
			found = -1;
	}
	free(code);
	return found;
}

/* --- a collector: a device of a unit becomes one of those the unit was made of --- */

static int enrol_before(struct store *s, const struct store_enrolment *of, const char *code, struct err *e)
{
	struct store_enrolment en = *of;
	int rc;

	en.unit = (struct unit){.listed = -1};
	describe(s, code, &en.unit);
	if (!en.unit.level[0])
		memcpy(en.unit.level, of->unit.level, sizeof en.unit.level);
	if (!en.unit.parent[0])
		memcpy(en.unit.parent, of->unit.parent, sizeof en.unit.parent);
	snprintf(en.by_successor, sizeof en.by_successor, "%s", of->unit.code);
	en.state = STATE_NONE;
	rc = store_enrol(s, &en, e);
	sodium_memzero(&en, sizeof en);
	return rc;
}

static const struct store_enrolment *enrolled(const struct store_enrolment *en, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(en[i].unit.code, code))
			return &en[i];
	}
	return NULL;
}

static bool among(const char *code, char (*list)[UNIT_CODE], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(list[i], code))
			return true;
	}
	return false;
}

/* What a unit is no longer made of is left again, unless something was written for it here that its hub must get. */
static int leave_before(struct store *s, const struct store_enrolment *en, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_UNIT_WRITTEN_HERE, "t", en->unit.code);
	int row = sql_row(s, st, e);

	sql_end(st);
	return row ? (row < 0 ? -1 : 0) : store_forget_unit(s, en->unit.code, e);
}

static int enrol_all_before(
	struct store *s, const struct store_enrolment *of, const struct store_enrolment *en, size_t n, struct err *e)
{
	char(*code)[UNIT_CODE];
	size_t befores;
	int rc;

	if (codes(s, SQL_SUCCESSION_BELOW, of->unit.code, &code, &befores, e))
		return -1;
	rc = 0;
	for (size_t i = 0; rc == 0 && i < befores; i++) {
		if (!enrolled(en, n, code[i]))
			rc = enrol_before(s, of, code[i], e);
	}
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!strcmp(en[i].by_successor, of->unit.code) && !among(en[i].unit.code, code, befores))
			rc = leave_before(s, &en[i], e);
	}
	free(code);
	return rc;
}

int succession_enrol(struct store *s, struct err *e)
{
	struct store_enrolment *en;
	size_t n;
	int rc = 0;

	if (s->role != STORE_COLLECTOR)
		return 0;
	if (store_enrolments(s, &en, &n, e))
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (en[i].has_hub && !en[i].by_successor[0])
			rc = enrol_all_before(s, &en[i], en, n, e);
	}
	if (n)
		sodium_memzero(en, n * sizeof *en);
	free(en);
	return rc;
}
