/* tasks.c - a plan's table of tasks from its file (forms/README.md). When a task is due: task_time.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/tasks.h>

#include "strict.h"

static const char *const members[] = {"!format", "!id", "!title", "subtitle", "!plan", "!headings", "!tasks", NULL};
static const char *const heading_members[] = {
	"section", "number", "!unit", "!task", "support", "start", "finish", NULL};
static const char *const task_members[] = {
	"!id", "section", "number", "unit", "!task", "support", "start", "finish", NULL};

static const struct {
	const char *name;
	size_t max;
} column[TASK_COLUMNS] = {
	[TASK_SECTION] = {"section", TASK_UNIT_BYTES},
	[TASK_NUMBER] = {"number", TASK_UNIT_BYTES},
	[TASK_UNIT] = {"unit", TASK_UNIT_BYTES},
	[TASK_TASK] = {"task", TASK_BYTES},
	[TASK_SUPPORT] = {"support", TASK_BYTES},
	[TASK_START] = {"start", TASK_UNIT_BYTES},
	[TASK_FINISH] = {"finish", TASK_UNIT_BYTES},
};

const char *tasks_column(enum task_column_id id, size_t *max)
{
	*max = column[id].max;
	return column[id].name;
}

static int take_headings(struct strict *s, const cJSON *root, struct tasks *t)
{
	const cJSON *headings = cJSON_GetObjectItemCaseSensitive(root, "headings");
	size_t mark = strict_enter(s, "headings");
	if (strict_members(s, headings, heading_members) < 0)
		return -1;
	for (size_t i = 0; i < TASK_COLUMNS; i++)
		if (strict_words_maybe(s, headings, column[i].name, STRICT_SENTENCE, &t->heading[i]) < 0)
			return -1;
	strict_leave(s, mark);
	return 0;
}

static int take_task(struct strict *s, const cJSON *item, struct task *t)
{
	if (strict_members(s, item, task_members) < 0 || strict_text(s, item, "id", STRICT_ID, &t->id) < 0 ||
		strict_id(s, "id", t->id, '-') < 0)
		return -1;
	for (size_t i = 0; i < TASK_COLUMNS; i++)
		if (strict_text(s, item, column[i].name, column[i].max, &t->text[i]) < 0)
			return -1;
	return 0;
}

static int take_tasks(struct strict *s, const cJSON *root, struct tasks *t)
{
	const cJSON *list, *item;
	if (strict_list(s, root, "tasks", TASKS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, "tasks", t->count);
		if (take_task(s, item, &t->task[t->count]) < 0)
			return -1;
		if (tasks_index(t, t->task[t->count].id) >= 0)
			return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, t->task[t->count].id, NULL);
		strict_leave(s, mark);
		t->count++;
	}
	return 0;
}

int tasks_index(const struct tasks *t, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->task[i].id, id) == 0)
			return (int)i;
	return -1;
}

static int load(struct strict *s, const cJSON *root, struct tasks *t)
{
	if (strict_format(s, root, "tungnha-tasks 1") < 0 || strict_members(s, root, members) < 0 ||
		strict_text(s, root, "id", STRICT_ID, &t->id) < 0 || strict_id(s, "id", t->id, '-') < 0 ||
		strict_words(s, root, "title", STRICT_SENTENCE, &t->title) < 0 ||
		strict_words_maybe(s, root, "subtitle", STRICT_SENTENCE, &t->subtitle) < 0 ||
		strict_text(s, root, "plan", STRICT_SENTENCE, &t->plan) < 0 || take_headings(s, root, t) < 0)
		return -1;
	return take_tasks(s, root, t);
}

int tasks_load(const char *json, size_t n, const char *place, struct tasks **out, struct err *e)
{
	struct strict s = {.place = place, .e = e};
	struct tasks *t = alloc_zero(1, sizeof *t);
	cJSON *root = strict_parse(&s, json, n);
	*out = NULL;
	t->root = root;
	t->bytes = alloc_copy_n(json, n);
	t->size = n;
	t->def = form_definition_id(json, n);
	if (!root || load(&s, root, t) < 0) {
		tasks_free(t);
		return -1;
	}
	*out = t;
	return 0;
}

void tasks_free(struct tasks *t)
{
	if (!t)
		return;
	cJSON_Delete(t->root);
	free((char *)(uintptr_t)t->bytes); /* borrowed as const by everyone else, owned here */
	free(t);
}
