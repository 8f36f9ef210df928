/* app_units.c - units renamed, merged, and separated again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "units.h"

void app_units_done_free(struct app_units_done *d)
{
	app_hub_notes_free(&d->doubtful);
}

/* --- what all changes share --- */

static int read_day(struct change *c, const char *on, struct err *e)
{
	char today[CLOCK_DATE];
	if (!on)
		return err_set(e, ERR_USAGE, TEXT_UNITS_ON_NEEDED, "");
	if (!clock_read_date(on, c->on))
		return err_set(e, ERR_DATA, TEXT_UNITS_ON_WRONG, "%s", on);
	if (strcmp(c->on, clock_date(c->now, today)) > 0)
		return err_set(e, ERR_DATA, TEXT_UNITS_ON_FUTURE, "%s", on);
	return 0;
}

int change_open(struct change *c, struct store *s, const char *on, struct app_units_done *out, struct err *e)
{
	*c = (struct change){.s = s, .now = clock_now(), .out = out};
	*out = (struct app_units_done){.written = false};
	if (read_day(c, on, e) != 0)
		return -1;
	memcpy(out->from, c->on, sizeof out->from);
	if (store_begin(s, e) != 0)
		return -1;
	return store_own_unit(s, &c->own, e);
}

int change_close(struct change *c, int rc, struct err *e)
{
	if (rc == 0)
		rc = store_commit(c->s, e);
	if (rc != 0) {
		store_rollback(c->s);
		app_units_done_free(c->out);
	}
	return rc;
}

static int refuse_merged(struct change *c, const struct unit *u, const struct store_shape *shape, struct err *e)
{
	struct unit into;
	if (store_unit(c->s, shape->into, &into, e) != 0)
		return -1;
	return err_set(
		e, ERR_DATA, TEXT_UNITS_IS_MERGED, "%s" ERR_AND "%s" ERR_AND "%s", u->name, into.name, into.code);
}

int change_unit(struct change *c, const char *code, bool apart, struct unit *out, struct err *e)
{
	struct store_shape shape;
	bool locked;
	if (app_hub_child(c->s, code, out, e) != 0 || store_shape(c->s, out->code, &shape, e) != 0 ||
		store_locked(c->s, out->code, &locked, e) != 0)
		return -1;
	if (apart && shape.into[0])
		return refuse_merged(c, out, &shape, e);
	if (locked && app_hub_not_purged(c->s, out, e) != 0)
		return -1;
	return locked ? err_set(e, ERR_DENIED, TEXT_UNITS_LOCKED, "%s" ERR_AND "%s", out->name, out->code) : 0;
}

int change_together(const struct unit *a, const struct unit *b, struct err *e)
{
	if (strcmp(a->code, b->code) == 0)
		return err_set(e, ERR_DATA, TEXT_UNITS_SAME, "%s", a->name);
	if (strcmp(a->parent, b->parent) != 0)
		return err_set(e, ERR_DATA, TEXT_UNITS_OTHER_PARENT, "%s" ERR_AND "%s", a->name, b->name);
	return 0;
}

int change_write(struct change *c, const struct unit *u, cJSON *claims, struct err *e)
{
	bool circle;
	cJSON *fields = app_hub_unit_fields(u, c->on, claims);
	if (store_would_circle(c->s, u->code, fields, &circle, e) != 0 || circle) {
		cJSON_Delete(fields);
		return circle ? err_set(e, ERR_DATA, TEXT_UNITS_CIRCLE, "%s", u->name) : -1;
	}
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(c->s, by), .at = c->now};
	if (store_write_act(c->s, c->own.code, ENTRY_UNIT, NULL, fields, &author, NULL, e) != 0)
		return -1;
	c->out->written = true;
	c->out->unit = *u;
	return 0;
}

int change_judge(struct change *c, const struct unit *u, struct err *e)
{
	struct app_hub_list l = {0};
	struct app_hub_notes refused = {0};
	struct unit *known;
	size_t n;
	if (store_units(c->s, NULL, &known, &n, e) != 0)
		return -1;
	app_hub_list_add(&l, u, 0);
	app_hub_list_judge(&l, u->code, &c->own, known, n, &refused, &c->out->doubtful);
	bool bad = refused.count > 0;
	if (bad)
		*e = refused.note[0];
	app_hub_notes_free(&refused);
	app_hub_list_free(&l);
	free(known);
	return bad ? -1 : 0;
}

/* --- rename --- */

static int rename_unit(struct change *c, const char *code, const char *name, struct err *e)
{
	struct unit u;
	if (app_hub_child(c->s, code, &u, e) != 0)
		return -1;
	c->out->unit = u;
	char *clean = utf8_clean(name, strlen(name));
	bool fits = clean && *clean && strlen(clean) < sizeof u.name, same = fits && strcmp(clean, u.name) == 0;
	if (fits)
		memcpy(u.name, clean, strlen(clean) + 1);
	free(clean);
	if (!fits)
		return err_set(e, ERR_DATA, TEXT_HUB_LIST_NAME, "%s" ERR_AND "%s", code, name);
	if (same)
		return 0;
	return change_judge(c, &u, e) != 0 ? -1 : change_write(c, &u, store_claims(c->s, u.code), e);
}

int app_units_rename(
	struct store *s, const char *code, const char *name, const char *on, struct app_units_done *out, struct err *e)
{
	struct change c;
	int rc = change_open(&c, s, on, out, e);
	if (rc == 0)
		rc = rename_unit(&c, code, name, e);
	return change_close(&c, rc, e);
}

/* --- merge --- */

/* Households split off from `into` come home with the rest: naming both ways would go round in a circle. */
static int drop_claims_on(struct change *c, const struct unit *from, const char *into, struct err *e)
{
	cJSON *claims = store_claims(c->s, from->code);
	if (!cJSON_GetObjectItemCaseSensitive(claims, into)) {
		cJSON_Delete(claims);
		return 0;
	}
	cJSON_DeleteItemFromObjectCaseSensitive(claims, into);
	return change_write(c, from, claims, e);
}

static int refuse_children(struct change *c, const struct unit *u, struct err *e)
{
	struct unit *child;
	size_t n;
	if (store_units(c->s, u->code, &child, &n, e) != 0)
		return -1;
	free(child);
	return n > 0 ? err_set(e, ERR_DATA, TEXT_UNITS_HAS_CHILDREN, "%s", u->name) : 0;
}

static int merge_one(struct change *c, const char *code, struct unit *into, cJSON *claims, struct err *e)
{
	struct unit from;
	if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(claims, code)))
		return 0; /* it is so already */
	if (change_unit(c, code, true, &from, e) != 0 || change_together(&from, into, e) != 0 ||
		refuse_children(c, &from, e) != 0 || drop_claims_on(c, &from, into->code, e) != 0)
		return -1;
	cJSON_DeleteItemFromObjectCaseSensitive(claims, from.code);
	cJSON_AddNullToObject(claims, from.code);
	into->listed = from.listed < 0 || into->listed < 0 ? -1 : into->listed + from.listed;
	return 1;
}

static int merge(struct change *c, const char *const *from, size_t n, const char *code, struct err *e)
{
	struct unit into;
	size_t others = 0;
	int rc = change_unit(c, code, true, &into, e), merged = 0;
	if (rc != 0)
		return -1;
	c->out->unit = into;
	cJSON *claims = store_claims(c->s, into.code);
	for (size_t i = 0; rc >= 0 && i < n; i++) {
		if (strcmp(from[i], into.code) == 0)
			continue;
		others++;
		rc = merge_one(c, from[i], &into, claims, e);
		merged += rc > 0;
	}
	if (rc >= 0 && others == 0)
		rc = err_set(e, ERR_DATA, TEXT_UNITS_SAME, "%s", into.name);
	if (rc >= 0 && merged > 0)
		return change_write(c, &into, claims, e);
	cJSON_Delete(claims);
	return rc < 0 ? -1 : 0;
}

int app_units_merge(struct store *s, const char *const *from, size_t n, const char *into, const char *on,
	struct app_units_done *out, struct err *e)
{
	struct change c;
	int rc = change_open(&c, s, on, out, e);
	if (rc == 0)
		rc = merge(&c, from, n, into, e);
	return change_close(&c, rc, e);
}

/* --- separate --- */

static int count_households(const cJSON *claim)
{
	return cJSON_IsArray(claim) ? cJSON_GetArraySize(claim) : 0;
}

/* Official numbers go back as they came. */
static void divide_listed(struct unit *from, struct unit *into, const cJSON *claim)
{
	bool whole = cJSON_IsNull(claim);
	int moved = whole ? from->listed : count_households(claim);
	if (into->listed >= 0 && from->listed >= 0)
		into->listed = into->listed > moved ? into->listed - moved : 0;
	else if (whole)
		into->listed = -1;
	if (!whole && from->listed >= 0)
		from->listed += moved;
}

static int separate(struct change *c, const char *from_code, const char *into_code, struct err *e)
{
	struct unit from, into;
	if (change_unit(c, from_code, false, &from, e) != 0 || change_unit(c, into_code, false, &into, e) != 0)
		return -1;
	cJSON *claims = store_claims(c->s, into.code);
	cJSON *claim = cJSON_DetachItemFromObjectCaseSensitive(claims, from.code);
	if (!claim) {
		cJSON_Delete(claims);
		return err_set(e, ERR_DATA, TEXT_UNITS_NOT_PART, "%s" ERR_AND "%s", from.name, into.name);
	}
	bool whole = cJSON_IsNull(claim);
	c->out->households = (size_t)count_households(claim);
	divide_listed(&from, &into, claim);
	cJSON_Delete(claim);
	if (change_write(c, &into, claims, e) != 0 ||
		(!whole && change_write(c, &from, store_claims(c->s, from.code), e) != 0))
		return -1;
	c->out->unit = from;
	return 0;
}

int app_units_separate(
	struct store *s, const char *from, const char *into, const char *on, struct app_units_done *out, struct err *e)
{
	struct change c;
	int rc = change_open(&c, s, on, out, e);
	if (rc == 0)
		rc = separate(&c, from, into, e);
	return change_close(&c, rc, e);
}

/* --- looking --- */

int app_units_names(struct store *s, const char *unit, bool only_whole, char out[static APP_UNITS_NAMES], struct err *e)
{
	struct store_predecessor *p;
	size_t n, at = 0;
	out[0] = '\0';
	if (store_predecessors(s, unit, &p, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (only_whole && !p[i].whole)
			continue;
		size_t more = strlen(p[i].unit.name) + (at ? sizeof ", " - 1 : 0);
		if (at + more + sizeof ", …" > APP_UNITS_NAMES) {
			snprintf(out + at, APP_UNITS_NAMES - at, ", …");
			break;
		}
		at += (size_t)snprintf(out + at, APP_UNITS_NAMES - at, "%s%s", at ? ", " : "", p[i].unit.name);
	}
	free(p);
	return 0;
}

int app_units_group(struct store *s, const struct unit *unit, struct unit **out, size_t *n, struct err *e)
{
	struct store_predecessor *p;
	size_t before;
	if (store_predecessors(s, unit->code, &p, &before, e) != 0)
		return -1;
	*out = alloc_zero(before + 1, sizeof **out);
	(*out)[0] = *unit;
	for (size_t i = 0; i < before; i++)
		(*out)[i + 1] = p[i].unit;
	*n = before + 1;
	free(p);
	return 0;
}

int app_units_shows(struct store *s, const char *unit, const char *begun, const struct id *key, struct err *e)
{
	char here[UNIT_CODE], there[UNIT_CODE];
	if (strcmp(unit, begun) == 0)
		return 1;
	if (store_place(s, unit, NULL, here, e) != 0 || store_place(s, begun, key, there, e) != 0)
		return -1;
	return strcmp(here, there) == 0;
}

/* Does a household with the number, begun for `code`, count at `place`? 1, 0, -1. */
static int bears(struct store *s, const char *code, const char *number, const char *place, struct err *e)
{
	enum { KEYS_MAX = 16 };
	struct id key[KEYS_MAX];
	char at[UNIT_CODE];
	int n = store_find_number(s, code, number, key, KEYS_MAX, e), here = 0;
	for (int i = 0; i < n && i < KEYS_MAX && !here; i++) {
		if (store_place(s, code, &key[i], at, e) != 0)
			return -1;
		here = strcmp(at, place) == 0;
	}
	return n < 0 ? -1 : here;
}

static int among_predecessors(struct store *s, const struct unit *unit, const char *number,
	const struct store_predecessor *p, size_t n, struct unit *out, struct err *e)
{
	char place[UNIT_CODE];
	const struct unit *found = NULL;
	if (store_place(s, unit->code, NULL, place, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int has = bears(s, p[i].unit.code, number, place, e);
		if (has < 0)
			return -1;
		if (has && found)
			return err_set(e, ERR_DATA, TEXT_UNITS_NUMBER_TWICE, "%s" ERR_AND "%s (%s)" ERR_AND "%s (%s)",
				number, found->name, found->code, p[i].unit.name, p[i].unit.code);
		found = has ? &p[i].unit : found;
	}
	if (found)
		*out = *found;
	return 0;
}

int app_units_of_number(struct store *s, const struct unit *unit, const char *number, struct unit *out, struct err *e)
{
	struct store_predecessor *p;
	struct id key;
	size_t n;
	*out = *unit;
	if (strchr(number, ':')) /* the code of a version says by itself which household is meant */
		return 0;
	if (store_predecessors(s, unit->code, &p, &n, e) != 0)
		return -1;
	int own = n > 0 ? store_find_number(s, unit->code, number, &key, 1, e) : 1;
	int rc = own < 0 ? -1 : 0;
	if (own == 0)
		rc = among_predecessors(s, unit, number, p, n, out, e);
	free(p);
	return rc;
}
