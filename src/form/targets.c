/* targets.c - a plan's targets from their file (forms/README.md), and judging a figure in integers. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>
#include <tungnha/targets.h>

#include "strict.h"

enum { WORD_BYTES = 200 };

static const char *const members[] = {"!format", "!id", "!title", "!plan", "sections", "!targets", NULL};
static const char *const target_members[] = {"!id", "number", "section", "!label", "numerator", "denominator",
	"may_exceed", "indicator", "!goals", "lead", "support", "basis", "due", "due_words", "baselines", NULL};
static const char *const goal_members[] = {"level", "at_least", "more_than", NULL};
static const char *const baseline_members[] = {"!period", "level", "!num", "!den", "!printed", "note", NULL};

static int take_level(struct strict *s, const cJSON *item, char out[static UNIT_LEVEL])
{
	const char *level;
	if (strict_text(s, item, "level", WORD_BYTES, &level) < 0 ||
		(*level && strict_choose(s, "level", level, strict_levels) < 0))
		return -1;
	snprintf(out, UNIT_LEVEL, "%s", level);
	return 0;
}

static int take_goal(struct strict *s, const cJSON *item, struct target_goal *g)
{
	int over = -1;
	g->percent = -1;
	if (strict_members(s, item, goal_members) < 0 || take_level(s, item, g->level) < 0 ||
		strict_int(s, item, "at_least", 0, 100, &g->percent) < 0 ||
		strict_int(s, item, "more_than", 0, 100, &over) < 0)
		return -1;
	if (over >= 0 && g->percent >= 0)
		return strict_refuse(s, "", TEXT_TARGETS_BOTH, NULL, NULL);
	if (over == 100) /* could never be met */
		return strict_refuse(s, "more_than", TEXT_FORM_NOT_NUMBER, "0", "99");
	g->more_than = over >= 0;
	if (g->more_than)
		g->percent = over;
	return 0;
}

static int take_goals(struct strict *s, const cJSON *item, struct target *t)
{
	const cJSON *list, *goal;
	if (strict_list(s, item, "goals", TARGET_GOALS_MAX, &list) < 0)
		return -1;
	if (cJSON_GetArraySize(list) == 0)
		return strict_refuse(s, "goals", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	cJSON_ArrayForEach(goal, list)
	{
		struct target_goal *g = &t->goal[t->goals];
		size_t mark = strict_enter_item(s, "goals", t->goals);
		if (take_goal(s, goal, g) < 0)
			return -1;
		for (size_t i = 0; i < t->goals; i++)
			if (strcmp(t->goal[i].level, g->level) == 0)
				return strict_refuse(s, "level", TEXT_TARGETS_LEVEL_TWICE, g->level, NULL);
		strict_leave(s, mark);
		t->goals++;
	}
	return 0;
}

static int take_count(struct strict *s, const cJSON *item, const char *name, int64_t *out)
{
	int n = 0;
	if (strict_int(s, item, name, 0, TARGET_NUMBER_MAX, &n) < 0)
		return -1;
	*out = n;
	return 0;
}

static int take_baselines(struct strict *s, const cJSON *item, struct target *t)
{
	const cJSON *list, *line;
	if (strict_list(s, item, "baselines", TARGET_BASELINES_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(line, list)
	{
		struct target_baseline *b = &t->baseline[t->baselines];
		size_t mark = strict_enter_item(s, "baselines", t->baselines++);
		if (strict_members(s, line, baseline_members) < 0 ||
			strict_text(s, line, "period", WORD_BYTES, &b->period) < 0 ||
			take_level(s, line, b->level) < 0 || take_count(s, line, "num", &b->num) < 0 ||
			take_count(s, line, "den", &b->den) < 0 ||
			strict_text(s, line, "printed", WORD_BYTES, &b->printed) < 0 ||
			strict_words_maybe(s, line, "note", STRICT_LONG, &b->note) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}

/* Either an indicator of the form computes it, or both numbers are said in words. */
static int take_figure(struct strict *s, const cJSON *item, struct target *t)
{
	if (strict_text(s, item, "indicator", STRICT_ID, &t->indicator) < 0 ||
		(*t->indicator && strict_id(s, "indicator", t->indicator, '_') < 0) ||
		strict_words(s, item, "numerator", STRICT_SENTENCE, &t->numerator) < 0 ||
		strict_words(s, item, "denominator", STRICT_SENTENCE, &t->denominator) < 0 ||
		strict_bool(s, item, "may_exceed", &t->may_exceed) < 0)
		return -1;
	if (!*t->indicator && (!*t->numerator.in[0] || !*t->denominator.in[0]))
		return strict_refuse(
			s, *t->numerator.in[0] ? "denominator" : "numerator", TEXT_TARGETS_NO_FIGURE, NULL, NULL);
	return 0;
}

static int take_target(struct strict *s, const cJSON *item, int sections, struct target *t)
{
	t->section = -1;
	if (strict_members(s, item, target_members) < 0 || strict_text(s, item, "id", STRICT_ID, &t->id) < 0 ||
		strict_id(s, "id", t->id, '-') < 0 || strict_text(s, item, "number", WORD_BYTES, &t->number) < 0 ||
		strict_words(s, item, "label", STRICT_LONG, &t->label) < 0 || take_figure(s, item, t) < 0 ||
		take_goals(s, item, t) < 0 || strict_text(s, item, "lead", STRICT_SENTENCE, &t->lead) < 0 ||
		strict_text(s, item, "support", STRICT_SENTENCE, &t->support) < 0 ||
		strict_text(s, item, "basis", STRICT_SENTENCE, &t->basis) < 0 ||
		strict_date(s, item, "due", t->due) < 0 ||
		strict_words_maybe(s, item, "due_words", STRICT_SENTENCE, &t->due_words) < 0)
		return -1;
	if (cJSON_GetObjectItemCaseSensitive(item, "section") && sections == 0)
		return strict_refuse(s, "section", TEXT_TARGETS_NO_SECTIONS, NULL, NULL);
	if (strict_int(s, item, "section", 0, sections - 1, &t->section) < 0)
		return -1;
	return take_baselines(s, item, t);
}

static int take_sections(struct strict *s, const cJSON *root, struct targets *t)
{
	const cJSON *list, *item;
	if (strict_list(s, root, "sections", TARGET_SECTIONS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, "sections", t->sections);
		if (strict_words_item(s, item, STRICT_SENTENCE, &t->section[t->sections++]) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}

int targets_index(const struct targets *t, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->target[i].id, id) == 0)
			return (int)i;
	return -1;
}

static int take_targets(struct strict *s, const cJSON *root, struct targets *t)
{
	const cJSON *list, *item;
	if (strict_list(s, root, "targets", TARGETS_MAX, &list) < 0)
		return -1;
	if (cJSON_GetArraySize(list) == 0)
		return strict_refuse(s, "targets", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	cJSON_ArrayForEach(item, list)
	{
		struct target *one = &t->target[t->count];
		size_t mark = strict_enter_item(s, "targets", t->count);
		if (take_target(s, item, (int)t->sections, one) < 0)
			return -1;
		if (targets_index(t, one->id) >= 0)
			return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, one->id, NULL);
		strict_leave(s, mark);
		t->count++;
	}
	return 0;
}

static int load(struct strict *s, const cJSON *root, struct targets *t)
{
	if (strict_format(s, root, "tungnha-targets 1") < 0 || strict_members(s, root, members) < 0 ||
		strict_text(s, root, "id", STRICT_ID, &t->id) < 0 || strict_id(s, "id", t->id, '-') < 0 ||
		strict_words(s, root, "title", STRICT_SENTENCE, &t->title) < 0 ||
		strict_text(s, root, "plan", STRICT_SENTENCE, &t->plan) < 0 || take_sections(s, root, t) < 0)
		return -1;
	return take_targets(s, root, t);
}

int targets_load(const char *json, size_t n, const char *place, struct targets **out, struct err *e)
{
	struct strict s = {.place = place, .e = e};
	struct targets *t = alloc_zero(1, sizeof *t);
	cJSON *root = strict_parse(&s, json, n);
	*out = NULL;
	t->root = root;
	t->bytes = alloc_copy_n(json, n);
	t->size = n;
	t->def = form_definition_id(json, n);
	if (!root || load(&s, root, t) < 0) {
		targets_free(t);
		return -1;
	}
	*out = t;
	return 0;
}

void targets_free(struct targets *t)
{
	if (!t)
		return;
	cJSON_Delete(t->root);
	free((char *)(uintptr_t)t->bytes); /* borrowed as const by everyone else, owned here */
	free(t);
}

/* --- judging --- */

/* The least numerator that meets the goal: 92 % of 39.696 is 36.520,3, so 36.521; more than 75 % of 8 is 7. */
static int64_t least(const struct target_goal *g, int64_t den)
{
	int64_t whole = g->percent * den;
	return g->more_than ? whole / 100 + 1 : whole / 100 + (whole % 100 != 0);
}

enum target_verdict target_judge(const struct target_goal *g, int64_t num, int64_t den, int64_t *needed)
{
	assert(num >= 0 && den >= 0 && num <= TARGET_SUM_MAX && den <= TARGET_SUM_MAX);
	*needed = -1;
	if (den == 0)
		return TARGET_NO_FIGURE;
	if (g->percent < 0)
		return TARGET_NOT_JUDGED;
	int64_t must = least(g, den);
	if (num >= must) {
		*needed = 0;
		return TARGET_MET;
	}
	*needed = must - num;
	return TARGET_NOT_MET;
}

int64_t target_hundredths(int64_t num, int64_t den)
{
	assert(num >= 0 && den >= 0 && num <= TARGET_SUM_MAX && den <= TARGET_SUM_MAX);
	if (den == 0)
		return -1;
	return num / den * 10000 + (num % den * 20000 + den) / (2 * den);
}
