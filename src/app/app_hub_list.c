/* app_hub_list.c - lists of units: judging them line by line, writing them as acts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "hub.h"

enum { DEPTH_MAX = 16 };

void app_hub_list_add(struct app_hub_list *l, const struct unit *u, long line)
{
	l->unit = alloc_grow(l->unit, l->count + 1, sizeof *l->unit);
	l->line = alloc_grow(l->line, l->count + 1, sizeof *l->line);
	l->unit[l->count] = *u;
	l->line[l->count++] = line;
}

void app_hub_list_free(struct app_hub_list *l)
{
	free(l->unit);
	free(l->line);
	*l = (struct app_hub_list){0};
}

const struct unit *app_hub_list_find(const struct unit *unit, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(unit[i].code, code) == 0)
			return &unit[i];
	}
	return NULL;
}

/* -- judging -- */

/* Where: "units.csv:5", or the place alone where there are no lines. */
void app_hub_list_refuse(
	struct app_hub_notes *refused, const char *place, long line, text_id wrong, const char *found, const char *more)
{
	struct err *e = app_hub_notes_add(refused);
	if (line > 0)
		err_set(e, ERR_DATA, wrong, "%s:%ld" ERR_AND "%s" ERR_AND "%s", place, line, found, more);
	else
		err_set(e, ERR_DATA, wrong, "%s" ERR_AND "%s" ERR_AND "%s", place, found, more);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void refuse(struct app_hub_notes *refused, const char *place, long line, text_id wrong, const char *found)
{
	app_hub_list_refuse(refused, place, line, wrong, found, "");
}

static bool known_level(const char *level)
{
	static const char *const levels[] = {"hamlet", "commune", "office", "district", "province", "group"};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		if (strcmp(levels[i], level) == 0)
			return true;
	}
	return false;
}

const char *app_hub_level_below(const char *level)
{
	bool high = strcmp(level, "province") == 0 || strcmp(level, "district") == 0 || strcmp(level, "group") == 0;
	return high ? "commune" : "hamlet";
}

static void complete(struct unit *u, const struct unit *own, const struct unit *before)
{
	if (!u->level[0])
		snprintf(u->level, sizeof u->level, "%s", before ? before->level : app_hub_level_below(own->level));
	if (!u->parent[0])
		memcpy(u->parent, before ? before->parent : own->code, sizeof u->parent);
	if (u->listed < 0 && before)
		u->listed = before->listed;
}

/* Official codes have a fixed number of digits; 0: not told. */
static size_t digits_of(const char *level)
{
	return strcmp(level, "province") == 0   ? 2
	       : strcmp(level, "district") == 0 ? 3
	       : strcmp(level, "commune") == 0  ? 5
						: 0;
}

/* A spreadsheet that took "05788-01" or "05788" for a number of some kind writes "5788-01", "5788". What was meant, for
 * a person to confirm: never guessed. */
static bool lost_zero(const char *code, const char *level, const struct unit *own, char meant[static UNIT_CODE])
{
	const char *bare = own->code + strspn(own->code, "0");
	size_t n = strlen(bare), digits = strlen(code), wanted = digits_of(level);
	if (bare != own->code && n > 0 && strncmp(code, bare, n) == 0 && (code[n] == '-' || code[n] == '\0')) {
		snprintf(meant, UNIT_CODE, "%.*s%s", (int)(bare - own->code), own->code, code);
		return true;
	}
	if (digits == 0 || strspn(code, "0123456789") != digits || digits >= wanted)
		return false;
	snprintf(meant, UNIT_CODE, "%.*s%s", (int)(wanted - digits), "00000", code);
	return true;
}

static const struct unit *find_either(
	const struct app_hub_list *l, const struct unit *known, size_t n_known, const char *code)
{
	const struct unit *u = app_hub_list_find(l->unit, l->count, code);
	return u ? u : app_hub_list_find(known, n_known, code);
}

enum descent { TO_THE_HUB, TO_NOWHERE, IN_A_CIRCLE };

static enum descent descent(const struct app_hub_list *l, const struct unit *u, const struct unit *own,
	const struct unit *known, size_t n_known)
{
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		if (strcmp(u->parent, own->code) == 0)
			return TO_THE_HUB;
		u = find_either(l, known, n_known, u->parent);
		if (!u)
			return TO_NOWHERE;
	}
	return IN_A_CIRCLE;
}

static void judge_code(const struct app_hub_list *l, size_t i, const char *place, const struct unit *own,
	struct app_hub_notes *refused)
{
	const struct unit *u = &l->unit[i];
	char meant[UNIT_CODE] = "";
	text_id wrong = TEXT_NONE;
	if (!unit_valid_code(u->code))
		wrong = TEXT_HUB_LIST_CODE;
	else if (strcmp(u->code, own->code) == 0)
		wrong = TEXT_HUB_LIST_OWN;
	else if (lost_zero(u->code, u->level, own, meant))
		wrong = TEXT_HUB_LIST_LOST_ZERO;
	else if (app_hub_list_find(l->unit, i, u->code))
		wrong = TEXT_HUB_LIST_TWICE;
	if (wrong != TEXT_NONE)
		app_hub_list_refuse(refused, place, l->line[i], wrong, u->code, meant);
}

static void judge_rest(const struct app_hub_list *l, size_t i, const char *place, const struct unit *own,
	const struct unit *known, size_t n_known, struct app_hub_notes *refused)
{
	const struct unit *u = &l->unit[i];
	if (!u->name[0])
		refuse(refused, place, l->line[i], TEXT_HUB_LIST_NAME, u->code);
	if (!known_level(u->level))
		refuse(refused, place, l->line[i], TEXT_HUB_LIST_LEVEL, u->level);
	char meant[UNIT_CODE];
	enum descent d = descent(l, u, own, known, n_known);
	if (d == TO_NOWHERE && lost_zero(u->parent, "", own, meant))
		app_hub_list_refuse(refused, place, l->line[i], TEXT_HUB_LIST_LOST_ZERO, u->parent, meant);
	else if (d != TO_THE_HUB)
		refuse(refused, place, l->line[i], d == TO_NOWHERE ? TEXT_HUB_LIST_PARENT : TEXT_HUB_LIST_CIRCLE,
			u->parent);
}

struct folded {
	const struct unit *unit;
	char *name;
};

static int by_folded_name(const void *a, const void *b)
{
	const struct folded *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->unit->code, y->unit->code);
}

static bool in_list(const struct app_hub_list *l, const struct unit *u)
{
	return u >= l->unit && u < l->unit + l->count;
}

/* Names alike under one parent; a pair that was known before is not told again. */
static void judge_names(
	const struct app_hub_list *l, const struct unit *known, size_t n_known, struct app_hub_notes *doubtful)
{
	struct folded *f = alloc_zero(l->count + n_known, sizeof *f);
	size_t n = 0;
	for (size_t i = 0; i < l->count; i++)
		f[n++] = (struct folded){&l->unit[i], utf8_fold(l->unit[i].name)};
	for (size_t i = 0; i < n_known; i++) {
		if (!app_hub_list_find(l->unit, l->count, known[i].code))
			f[n++] = (struct folded){&known[i], utf8_fold(known[i].name)};
	}
	qsort(f, n, sizeof *f, by_folded_name);
	for (size_t i = 1; i < n; i++) {
		const struct unit *a = f[i - 1].unit, *b = f[i].unit;
		if (f[i].name[0] && strcmp(f[i - 1].name, f[i].name) == 0 && strcmp(a->code, b->code) != 0 &&
			strcmp(a->parent, b->parent) == 0 && (in_list(l, a) || in_list(l, b)))
			err_set(app_hub_notes_add(doubtful), ERR_DATA, TEXT_HUB_LIST_ALIKE, "%s (%s)" ERR_AND "%s (%s)",
				a->name, a->code, b->name, b->code);
	}
	for (size_t i = 0; i < n; i++)
		free(f[i].name);
	free(f);
}

void app_hub_list_judge(struct app_hub_list *l, const char *file, const struct unit *own, const struct unit *known,
	size_t n_known, struct app_hub_notes *refused, struct app_hub_notes *doubtful)
{
	const char *place = base_name(file);
	for (size_t i = 0; i < l->count; i++)
		complete(&l->unit[i], own, app_hub_list_find(known, n_known, l->unit[i].code));
	for (size_t i = 0; i < l->count; i++) {
		judge_code(l, i, place, own, refused);
		judge_rest(l, i, place, own, known, n_known, refused);
	}
	judge_names(l, known, n_known, doubtful);
}

/* "xom.csv:12": 12. */
static long line_of(const struct err *x)
{
	const char *colon = strrchr(x->arg[0], ':');
	return colon ? strtol(colon + 1, NULL, 10) : 0;
}

static int by_line(const void *a, const void *b)
{
	long x = line_of(a), y = line_of(b);
	return x < y ? -1 : x > y;
}

/* Whoever mends the file goes through it from above. */
int app_hub_list_verdict(const char *file, struct app_hub_notes *refused, struct err *e)
{
	if (refused->count == 0)
		return 0;
	qsort(refused->note, refused->count, sizeof *refused->note, by_line);
	return err_set(e, ERR_DATA, TEXT_HUB_LIST_REFUSED, "%s" ERR_AND "%zu", file, refused->count);
}

/* -- writing -- */

cJSON *app_hub_unit_fields(const struct unit *u, const char *from, cJSON *claims)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "code", u->code);
	cJSON_AddStringToObject(fields, "from", from);
	cJSON_AddStringToObject(fields, "level", u->level);
	if (u->listed >= 0)
		cJSON_AddNumberToObject(fields, "listed", u->listed);
	else
		cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", u->name);
	cJSON_AddStringToObject(fields, "parent", u->parent);
	cJSON_AddItemToObject(fields, "predecessors", claims);
	return fields;
}

int app_hub_list_write(struct store *s, const char *own, const struct unit *u, int64_t now, struct err *e)
{
	struct store_shape shape;
	if (store_shape(s, u->code, &shape, e) != 0)
		return -1;
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = now};
	cJSON *fields = app_hub_unit_fields(u, shape.since, store_claims(s, u->code));
	return store_write_act(s, own, ENTRY_UNIT, NULL, fields, &author, NULL, e);
}
