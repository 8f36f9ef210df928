/* app_units_split.c - some households of a unit count at another from now on. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "units.h"

/* A living household that counts at the unit to be split. */
struct candidate {
	char unit[UNIT_CODE]; /* it was begun for */
	char number[APP_HUB_NUMBER];
	struct id key;
	bool taken;
};
struct splitting {
	struct change *c;
	struct unit from, into;
	const struct form *form;
	struct candidate *household; /* by unit and number */
	size_t households;
};

static int add_candidate(void *context, const struct store_household *h, struct err *e)
{
	struct splitting *s = context;
	const char *number = h->record.value[h->form->number].text;
	(void)e;
	if (h->voided || !number || strlen(number) >= APP_HUB_NUMBER)
		return 0;
	s->household = alloc_grow(s->household, s->households + 1, sizeof *s->household);
	struct candidate *to = &s->household[s->households++];
	*to = (struct candidate){.key = h->key};
	memcpy(to->unit, h->unit, sizeof to->unit);
	memcpy(to->number, number, strlen(number) + 1);
	return 0;
}

/* --- numbers as they are typed --- */

/* "05788-01:12": only the unit before the colon is meant. */
struct token {
	char unit[UNIT_CODE];
	char text[APP_HUB_NUMBER];
};

static bool whole_number(const char *s, size_t n, long *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9' || i > 6)
			return false;
		*out = 10 * *out + (s[i] - '0');
	}
	return n > 0;
}

static bool is_meant(const struct token *t, const struct candidate *h)
{
	return !t->unit[0] || strcmp(t->unit, h->unit) == 0;
}

static int elsewhere(const struct splitting *s, const struct token *t, struct err *e)
{
	enum { KEYS_MAX = 8 };
	struct id key[KEYS_MAX];
	char place[UNIT_CODE];
	const char *unit = t->unit[0] ? t->unit : s->from.code;
	int n = store_find_number(s->c->s, unit, t->text, key, KEYS_MAX, e);
	for (int i = 0; i < n && i < KEYS_MAX; i++) {
		struct unit at;
		if (store_place(s->c->s, unit, &key[i], place, e) != 0)
			return -1;
		if (strcmp(place, s->from.code) != 0 && store_unit(s->c->s, place, &at, e) == 0)
			return err_set(e, ERR_DATA, TEXT_UNITS_SPLIT_ELSEWHERE, "%s" ERR_AND "%s" ERR_AND "%s", t->text,
				at.name, s->from.name);
	}
	return n < 0 ? -1
		     : err_set(e, ERR_NOT_FOUND, TEXT_UNITS_SPLIT_UNKNOWN, "%s" ERR_AND "%s", t->text, s->from.name);
}

/* One number: every household that bears it, as long as they were begun for one unit. */
static int take_one(struct splitting *s, const struct token *t, struct err *e)
{
	const struct candidate *first = NULL;
	for (size_t i = 0; i < s->households; i++) {
		struct candidate *h = &s->household[i];
		if (strcmp(h->number, t->text) != 0 || !is_meant(t, h))
			continue;
		if (first && strcmp(first->unit, h->unit) != 0)
			return err_set(e, ERR_DATA, TEXT_UNITS_SPLIT_AMBIGUOUS, "%s" ERR_AND "%s" ERR_AND "%s", t->text,
				first->unit, h->unit);
		first = h;
		h->taken = true;
	}
	return first ? 0 : elsewhere(s, t, e);
}

static int take_range(struct splitting *s, const struct token *t, long low, long high, struct err *e)
{
	char unit[UNIT_CODE] = "";
	bool *seen = alloc_zero((size_t)(high - low) + 1, sizeof *seen);
	long found = 0, at;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < s->households; i++) {
		struct candidate *h = &s->household[i];
		if (!whole_number(h->number, strlen(h->number), &at) || at < low || at > high || !is_meant(t, h))
			continue;
		if (unit[0] && strcmp(unit, h->unit) != 0)
			rc = err_set(e, ERR_DATA, TEXT_UNITS_SPLIT_AMBIGUOUS, "%s" ERR_AND "%s" ERR_AND "%s", t->text,
				unit, h->unit);
		memcpy(unit, h->unit, sizeof unit);
		h->taken = true;
		found += !seen[at - low];
		seen[at - low] = true;
	}
	free(seen);
	if (rc == 0 && found == 0)
		rc = err_set(e, ERR_NOT_FOUND, TEXT_UNITS_SPLIT_UNKNOWN, "%s" ERR_AND "%s", t->text, s->from.name);
	s->c->out->gaps += (size_t)(high - low + 1 - found);
	return rc;
}

/* As the form keeps numbers: "012" is "12". */
static int normal_number(const struct splitting *s, struct token *t, struct err *e)
{
	struct form_value v = {0};
	if (form_read(s->form, s->form->number, t->text, LANG_VI, &v, e) != 0)
		return -1;
	if (v.text && strlen(v.text) < sizeof t->text)
		memcpy(t->text, v.text, strlen(v.text) + 1);
	form_value_free(&v);
	return 0;
}

static int take_token(struct splitting *s, const char *typed, size_t n, struct err *e)
{
	struct token t = {0};
	long low, high;
	const char *colon = memchr(typed, ':', n);
	if (colon && (size_t)(colon - typed) < sizeof t.unit) {
		memcpy(t.unit, typed, (size_t)(colon - typed));
		n -= (size_t)(colon + 1 - typed);
		typed = colon + 1;
	}
	if (n >= sizeof t.text)
		return err_set(e, ERR_DATA, TEXT_UNITS_SPLIT_UNKNOWN, "%.*s" ERR_AND "%s", (int)n, typed, s->from.name);
	memcpy(t.text, typed, n);
	const char *dash = strchr(t.text, '-');
	if (!dash || !whole_number(t.text, (size_t)(dash - t.text), &low) ||
		!whole_number(dash + 1, strlen(dash + 1), &high))
		return normal_number(s, &t, e) != 0 ? -1 : take_one(s, &t, e);
	if (low > high)
		return err_set(e, ERR_DATA, TEXT_UNITS_SPLIT_RANGE, "%s", t.text);
	return take_range(s, &t, low, high, e);
}

static int take_numbers(struct splitting *s, const struct app_units_split *w, struct err *e)
{
	size_t some = 0;
	for (size_t i = 0; i < w->numbers; i++) {
		for (const char *p = w->number[i]; *p; p += *p == ',') {
			size_t n = strcspn(p, ",");
			char *clean = utf8_clean(p, n);
			int rc =
				clean && !*clean ? 0 : take_token(s, clean ? clean : "?", clean ? strlen(clean) : 1, e);
			some += clean && *clean;
			free(clean);
			if (rc != 0)
				return -1;
			p += n;
		}
	}
	return some ? 0 : err_set(e, ERR_USAGE, TEXT_UNITS_SPLIT_NUMBERS, "");
}

/* --- writing --- */

static bool remove_key(cJSON *list, const char *hex)
{
	int at = 0;
	for (const cJSON *k = cJSON_IsArray(list) ? list->child : NULL; k; k = k->next, at++) {
		if (cJSON_IsString(k) && strcmp(k->valuestring, hex) == 0) {
			cJSON_DeleteItemFromArray(list, at);
			return true;
		}
	}
	return false;
}

static cJSON *list_of(cJSON *claims, const char *code)
{
	cJSON *list = cJSON_GetObjectItemCaseSensitive(claims, code);
	return list ? list : cJSON_AddArrayToObject(claims, code);
}

/* Households that came from there once go back by no longer being claimed here. */
static size_t divide(struct splitting *s, cJSON *from_claims, cJSON *into_claims)
{
	size_t back = 0;
	char hex[ID_HEX];
	cJSON *came = cJSON_GetObjectItemCaseSensitive(from_claims, s->into.code);
	for (size_t i = 0; i < s->households; i++) {
		if (!s->household[i].taken)
			continue;
		id_hex(s->household[i].key, hex);
		s->c->out->households++;
		if (remove_key(came, hex))
			back++;
		else
			cJSON_AddItemToArray(list_of(into_claims, s->from.code), cJSON_CreateString(hex));
	}
	if (came && cJSON_IsArray(came) && cJSON_GetArraySize(came) == 0)
		cJSON_DeleteItemFromObjectCaseSensitive(from_claims, s->into.code);
	return back;
}

static void move_listed(struct splitting *s, bool is_new)
{
	int moved = (int)s->c->out->households;
	if (s->into.listed >= 0)
		s->into.listed += moved;
	else if (is_new && s->from.listed >= 0)
		s->into.listed = moved;
	if (s->from.listed >= 0)
		s->from.listed = s->from.listed > moved ? s->from.listed - moved : 0;
}

static int write_both(struct splitting *s, bool is_new, struct err *e)
{
	cJSON *from = store_claims(s->c->s, s->from.code), *into = store_claims(s->c->s, s->into.code);
	int listed = s->from.listed;
	bool back = divide(s, from, into) > 0;
	move_listed(s, is_new);
	int rc = 0;
	if (back || s->from.listed != listed)
		rc = change_write(s->c, &s->from, from, e);
	else
		cJSON_Delete(from);
	if (rc == 0)
		return change_write(s->c, &s->into, into, e);
	cJSON_Delete(into);
	return -1;
}

/* The unit the households go to: known, or begun now under the name given. */
static int find_into(struct splitting *s, const struct app_units_split *w, bool *is_new, struct err *e)
{
	struct err missing;
	struct unit known;
	*is_new = store_unit(s->c->s, w->into, &known, &missing) != 0;
	if (!*is_new)
		return change_unit(s->c, w->into, true, &s->into, e);
	if (missing.code != ERR_NOT_FOUND) {
		*e = missing;
		return -1;
	}
	if (!w->name)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNITS_SPLIT_NAME, "%s", w->into);
	char *name = utf8_clean(w->name, strlen(w->name));
	bool fits = name && *name && strlen(name) < sizeof s->into.name && strlen(w->into) < sizeof s->into.code;
	s->into = (struct unit){.listed = -1};
	if (fits) {
		memcpy(s->into.name, name, strlen(name) + 1);
		memcpy(s->into.code, w->into, strlen(w->into) + 1);
	}
	free(name);
	if (!fits)
		return err_set(e, ERR_DATA, TEXT_HUB_LIST_NAME, "%s" ERR_AND "%s", w->into, w->name);
	memcpy(s->into.level, s->from.level, sizeof s->into.level);
	memcpy(s->into.parent, s->from.parent, sizeof s->into.parent);
	return change_judge(s->c, &s->into, e);
}

static int split(struct splitting *s, const struct app_units_split *w, struct err *e)
{
	bool is_new;
	if (change_unit(s->c, w->from, true, &s->from, e) != 0 || find_into(s, w, &is_new, e) != 0 ||
		change_together(&s->from, &s->into, e) != 0 || store_form(s->c->s, NULL, &s->form, e) != 0 ||
		store_households_at(s->c->s, s->from.code, add_candidate, s, e) != 0 || take_numbers(s, w, e) != 0)
		return -1;
	return write_both(s, is_new, e);
}

int app_units_split(struct store *s, const struct app_units_split *w, struct app_units_done *out, struct err *e)
{
	struct change c;
	struct splitting p = {.c = &c};
	int rc = change_open(&c, s, w->on, out, e);
	if (rc == 0)
		rc = split(&p, w, e);
	free(p.household);
	return change_close(&c, rc, e);
}
