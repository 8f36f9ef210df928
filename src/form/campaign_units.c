/* campaign_units.c - the campaign's own list of units: codes, levels, who is above whom. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "campaign_parts.h"

enum { LISTED_MAX = 1000000, DEPTH_MAX = 16 };

static const char *const unit_members[] = {"!code", "!name", "!level", "parent", "listed", NULL};

bool unit_valid_code(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	return n >= 1 && n < UNIT_CODE && code[n] == '\0';
}

static const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static int take_code(struct strict *s, const cJSON *item, const char *name, char out[static UNIT_CODE])
{
	const char *code;
	const cJSON *given = member(item, name);
	char shown[32] = "";
	/* 5788 without quotes has lost its zero: say so rather than "must be text". */
	if (cJSON_IsNumber(given)) {
		snprintf(shown, sizeof shown, "%.12g", given->valuedouble);
		return strict_refuse(s, name, TEXT_CAMPAIGN_CODE, shown, NULL);
	}
	if (strict_text(s, item, name, CAMPAIGN_LINE_BYTES, &code) < 0)
		return -1;
	if (*code && !unit_valid_code(code))
		return strict_refuse(s, name, TEXT_CAMPAIGN_CODE, code, NULL);
	snprintf(out, UNIT_CODE, "%s", code);
	return 0;
}

static int take_unit(struct strict *s, const cJSON *item, struct unit *u)
{
	const char *name, *level;
	u->listed = -1;
	if (strict_members(s, item, unit_members) < 0 || take_code(s, item, "code", u->code) < 0 ||
		strict_text(s, item, "name", UNIT_NAME - 1, &name) < 0 ||
		strict_text(s, item, "level", CAMPAIGN_LINE_BYTES, &level) < 0 ||
		strict_choose(s, "level", level, strict_levels) < 0 || take_code(s, item, "parent", u->parent) < 0 ||
		strict_int(s, item, "listed", 0, LISTED_MAX, &u->listed) < 0)
		return -1;
	snprintf(u->name, sizeof u->name, "%s", name);
	snprintf(u->level, sizeof u->level, "%s", level);
	return 0;
}

static int by_code(const void *a, const void *b)
{
	const struct unit *const *x = a, *const *y = b;
	return strcmp((*x)->code, (*y)->code);
}

static const struct unit *find_unit(const struct unit **sorted, size_t n, const char *code)
{
	struct unit key = {0};
	const struct unit *wanted = &key;
	snprintf(key.code, sizeof key.code, "%s", code);
	const struct unit **found = bsearch(&wanted, sorted, n, sizeof *sorted, by_code);
	return found ? *found : NULL;
}

/* No code twice, nobody above himself. sorted: room for all units. */
static int check_tree(struct strict *s, const struct campaign *c, const struct unit **sorted)
{
	for (size_t i = 0; i < c->units; i++)
		sorted[i] = &c->unit[i];
	qsort(sorted, c->units, sizeof *sorted, by_code);
	for (size_t i = 1; i < c->units; i++)
		if (strcmp(sorted[i - 1]->code, sorted[i]->code) == 0)
			return strict_refuse(s, "units", TEXT_FORM_ID_TWICE, sorted[i]->code, NULL);
	for (size_t i = 0; i < c->units; i++) {
		const struct unit *up = &c->unit[i];
		for (int depth = 0; up; depth++) {
			if (depth > DEPTH_MAX)
				return strict_refuse(s, "units", TEXT_CAMPAIGN_UNIT_CIRCLE, c->unit[i].code, NULL);
			up = *up->parent ? find_unit(sorted, c->units, up->parent) : NULL;
		}
	}
	return 0;
}

int campaign_take_units(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *list, *item;
	if (strict_list(s, root, "units", CAMPAIGN_UNITS_MAX, &list) < 0)
		return -1;
	c->unit = alloc_zero(CAMPAIGN_UNITS_MAX < cJSON_GetArraySize(list) ? 0 : (size_t)cJSON_GetArraySize(list) + 1,
		sizeof *c->unit);
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, "units", c->units);
		if (take_unit(s, item, &c->unit[c->units++]) < 0)
			return -1;
		strict_leave(s, mark);
	}
	const struct unit **sorted = alloc_zero(c->units + 1, sizeof *sorted);
	int rc = check_tree(s, c, sorted);
	free(sorted);
	return rc;
}
