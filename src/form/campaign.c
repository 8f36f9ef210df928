/* campaign.c - a campaign from its file: forms/README.md is the format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/campaign.h>

#include "strict.h"

enum { LINE_BYTES = 200, LISTED_MAX = 1000000, DEPTH_MAX = 16 };

static const char *const members[] = {"!format", "!id", "!title", "!plan", "!forms", "!drive", "unit_work", "dossiers",
	"final_from", "weekly_due", "!unit_word", "!team_word", "!print", "units", NULL};
static const char *const due_members[] = {"!weekday", "!time", "to", NULL};
static const char *const print_members[] = {
	"issuer", "number", "place", "signatures", "unit_signatures", "recipients", NULL};
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

/* {"from": day, `last`: day}, the first not after the last. */
static int take_days(struct strict *s, const cJSON *root, const char *name, const char *last,
	char from[static CLOCK_DATE], char to[static CLOCK_DATE])
{
	const cJSON *days = member(root, name);
	char required[16];
	snprintf(required, sizeof required, "!%s", last);
	const char *const names[] = {"!from", required, NULL};
	if (!days)
		return 0;
	size_t mark = strict_enter(s, name);
	if (strict_members(s, days, names) < 0 || strict_date(s, days, "from", from) < 0 ||
		strict_date(s, days, last, to) < 0)
		return -1;
	if (strcmp(from, to) > 0)
		return strict_refuse(s, "", TEXT_CAMPAIGN_DATES, from, to);
	strict_leave(s, mark);
	return 0;
}

/* Exactly hh:mm. */
static bool read_time(const char *t, int *hour, int *minute)
{
	static const char shape[] = "00:00";
	if (strlen(t) != sizeof shape - 1)
		return false;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == ':' ? t[i] != ':' : t[i] < '0' || t[i] > '9')
			return false;
	*hour = (t[0] - '0') * 10 + (t[1] - '0');
	*minute = (t[3] - '0') * 10 + (t[4] - '0');
	return *hour < 24 && *minute < 60;
}

static int take_due(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *due = member(root, "weekly_due");
	const char *time;
	c->report_to = "";
	if (!due)
		return 0;
	size_t mark = strict_enter(s, "weekly_due");
	if (strict_members(s, due, due_members) < 0 || strict_int(s, due, "weekday", 1, 7, &c->due_weekday) < 0 ||
		strict_text(s, due, "time", LINE_BYTES, &time) < 0 ||
		strict_text(s, due, "to", LINE_BYTES, &c->report_to) < 0)
		return -1;
	if (!read_time(time, &c->due_hour, &c->due_minute))
		return strict_refuse(s, "time", TEXT_CAMPAIGN_TIME, time, NULL);
	strict_leave(s, mark);
	return 0;
}

static int take_lines(
	struct strict *s, const cJSON *object, const char *name, size_t max, const char *lines[], size_t *count)
{
	const cJSON *list, *item;
	if (strict_list(s, object, name, max, &list) < 0)
		return -1;
	*count = 0;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, name, *count);
		if (strict_text_item(s, item, LINE_BYTES, &lines[(*count)++]) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}

static int take_print(struct strict *s, const cJSON *root, struct campaign *c)
{
	const cJSON *print = member(root, "print");
	size_t pair;
	size_t mark = strict_enter(s, "print");
	if (strict_members(s, print, print_members) < 0 ||
		take_lines(s, print, "issuer", CAMPAIGN_LINES_MAX, c->issuer, &c->issuers) < 0 ||
		strict_text(s, print, "number", LINE_BYTES, &c->number_line) < 0 ||
		strict_text(s, print, "place", LINE_BYTES, &c->place) < 0 ||
		take_lines(s, print, "signatures", CAMPAIGN_LINES_MAX, c->signatures, &c->signature_lines) < 0 ||
		take_lines(s, print, "unit_signatures", 2, c->unit_signatures, &pair) < 0 ||
		take_lines(s, print, "recipients", CAMPAIGN_LINES_MAX, c->recipients, &c->recipient_lines) < 0)
		return -1;
	for (; pair < 2; pair++)
		c->unit_signatures[pair] = "";
	strict_leave(s, mark);
	return 0;
}

static int take_forms(struct strict *s, const cJSON *root, struct campaign *c)
{
	if (take_lines(s, root, "forms", CAMPAIGN_FORMS_MAX, c->form, &c->forms) < 0)
		return -1;
	if (c->forms == 0)
		return strict_refuse(s, "forms", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	for (size_t i = 0; i < c->forms; i++) {
		size_t mark = strict_enter_item(s, "forms", i);
		if (strict_id(s, "", c->form[i], '-') < 0)
			return -1;
		for (size_t j = 0; j < i; j++)
			if (strcmp(c->form[i], c->form[j]) == 0)
				return strict_refuse(s, "", TEXT_FORM_ID_TWICE, c->form[i], NULL);
		strict_leave(s, mark);
	}
	return 0;
}

/* --- units --- */

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
	if (strict_text(s, item, name, LINE_BYTES, &code) < 0)
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
		strict_text(s, item, "level", LINE_BYTES, &level) < 0 ||
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

static int take_units(struct strict *s, const cJSON *root, struct campaign *c)
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

/* --- the whole --- */

static int load(struct strict *s, const cJSON *root, struct campaign *c)
{
	if (strict_format(s, root, "tungnha-campaign 1") < 0 || strict_members(s, root, members) < 0 ||
		strict_text(s, root, "id", STRICT_ID, &c->id) < 0 || strict_id(s, "id", c->id, '-') < 0 ||
		strict_words(s, root, "title", STRICT_SENTENCE, &c->title) < 0 ||
		strict_text(s, root, "plan", STRICT_SENTENCE, &c->plan) < 0 || take_forms(s, root, c) < 0 ||
		take_days(s, root, "drive", "to", c->starts, c->ends) < 0 ||
		take_days(s, root, "unit_work", "before", c->work_from, c->work_before) < 0 ||
		take_days(s, root, "dossiers", "to", c->window_from, c->window_to) < 0 ||
		strict_date(s, root, "final_from", c->final_from) < 0 || take_due(s, root, c) < 0 ||
		strict_words(s, root, "unit_word", STRICT_SENTENCE, &c->unit_word) < 0 ||
		strict_words(s, root, "team_word", STRICT_SENTENCE, &c->team_word) < 0 || take_print(s, root, c) < 0)
		return -1;
	return take_units(s, root, c);
}

bool campaign_outside(const struct campaign *c, const struct form *f, const struct form_record *r)
{
	if (f->visit < 0 || r->value[f->visit].state != FORM_GIVEN || !form_check_of(f, FORM_CHECK_DATE_OUTSIDE))
		return false;
	const char *date = r->value[f->visit].text;
	return (c->starts[0] && strcmp(date, c->starts) < 0) || (c->ends[0] && strcmp(date, c->ends) > 0);
}

int campaign_load(const char *json, size_t n, const char *place, struct campaign **out, struct err *e)
{
	struct strict s = {.place = place, .e = e};
	struct campaign *c = alloc_zero(1, sizeof *c);
	cJSON *root = strict_parse(&s, json, n);
	*out = NULL;
	c->root = root;
	c->bytes = alloc_copy_n(json, n);
	c->size = n;
	c->def = form_definition_id(json, n);
	if (!root || load(&s, root, c) < 0) {
		campaign_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

void campaign_free(struct campaign *c)
{
	if (!c)
		return;
	cJSON_Delete(c->root);
	free((char *)(uintptr_t)c->bytes); /* borrowed as const by everyone else, owned here */
	free(c->unit);
	free(c);
}
