/* cmd_tasks.c - `tasks list|set|add|remove|import`: the plan's tasks, what became of each, the plan's own table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_tasks.h>
#include <tungnha/clock.h>

#include "commands.h"

/* --- list --- */

int cmd_tasks_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct buf file;
	struct app_task_list list;
	enum app_plan_format format;
	struct app_tasks_wish wish = {
		.unit = command_option(c, w, "unit"), .state = command_option(c, w, "state"), .now = clock_now()};
	if (shared_plan_format(c, w, &format, &e) != 0 || app_tasks(c->store, &wish, &list, &e) != 0)
		return command_fail(c, &e);
	buf_init(&file, REPORT_BYTES_MAX);
	int rc = app_tasks_file(c->store, &list, format, c->lang, wish.now, &file, &e);
	app_tasks_free(&list);
	return shared_plan_out(c, w, rc, &file, &e);
}

/* --- set, add, remove --- */

static int read_change(char *word, struct app_task_change *out, struct err *e)
{
	char *equals = strchr(word, '=');
	if (!equals)
		return err_set(e, ERR_USAGE, TEXT_TASK_PAIR, "%s", word);
	*equals = '\0';
	*out = (struct app_task_change){word, equals + 1};
	return 0;
}

static int run(struct command_context *c, struct command_words *w, const char *id, int from, bool remove)
{
	struct err e;
	struct app_task_done done;
	struct app_task_change *change = alloc_zero((size_t)w->words + 1, sizeof *change);
	struct app_task_wish wish = {.id = id, .change = change, .remove = remove, .now = clock_now()};
	int rc = 0;
	for (int i = from; rc == 0 && i < w->words; i++)
		rc = read_change(w->word[i], &change[wish.changes++], &e);
	if (rc == 0)
		rc = app_task_set(c->store, &wish, &done, &e);
	free(change);
	if (rc != 0)
		return command_fail(c, &e);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "id", done.id);
		cJSON_AddBoolToObject(o, "written", done.written);
		command_print_json(c, o);
		return 0;
	}
	text_id said = remove ? TEXT_TASK_REMOVED : !id ? TEXT_TASK_ADDED : TEXT_TASK_DONE_SET;
	command_say(c, done.written ? said : TEXT_TASK_SAME, done.id, NULL, NULL);
	return 0;
}

int cmd_tasks_set(struct command_context *c, struct command_words *w)
{
	return run(c, w, w->word[0], 1, false);
}

int cmd_tasks_add(struct command_context *c, struct command_words *w)
{
	return run(c, w, NULL, 0, false);
}

int cmd_tasks_remove(struct command_context *c, struct command_words *w)
{
	return run(c, w, w->word[0], 1, true);
}

/* --- import --- */

static const char *const verdicts[] = {
	[FIGURE_NEW] = "new", [FIGURE_CHANGED] = "changed", [FIGURE_SAME] = "same", [FIGURE_REFUSED] = "refused"};

static cJSON *import_json(const struct app_tasks_imported *x)
{
	cJSON *o = cJSON_CreateObject(), *rows, *names;
	for (int i = 0; i < FIGURE_ACTIONS; i++)
		cJSON_AddNumberToObject(o, verdicts[i], (double)x->count[i]);
	cJSON_AddBoolToObject(o, "written", x->written);
	rows = cJSON_AddArrayToObject(o, "rows");
	for (size_t i = 0; i < x->lines; i++) {
		const struct app_task_line *l = &x->line[i];
		cJSON *line = cJSON_CreateObject();
		cJSON_AddNumberToObject(line, "line", (double)l->line);
		cJSON_AddStringToObject(line, "verdict", verdicts[l->action]);
		cJSON_AddItemToObject(line, "id", *l->id ? cJSON_CreateString(l->id) : cJSON_CreateNull());
		cJSON_AddStringToObject(line, "unit", l->unit);
		cJSON_AddStringToObject(line, "task", l->task);
		cJSON_AddItemToObject(
			line, "reason", *l->sentence ? cJSON_CreateString(l->sentence) : cJSON_CreateNull());
		cJSON_AddItemToArray(rows, line);
	}
	names = cJSON_AddArrayToObject(o, "left_out");
	for (size_t i = 0; i < x->left_out.count; i++)
		cJSON_AddItemToArray(names, cJSON_CreateString(x->left_out.name[i]));
	return o;
}

static void print_import(const struct command_context *c, const struct app_tasks_imported *x, bool dry_run)
{
	static const text_id words[] = {[FIGURE_NEW] = TEXT_TOTALS_IS_NEW,
		[FIGURE_CHANGED] = TEXT_TOTALS_IS_CHANGED,
		[FIGURE_SAME] = TEXT_TOTALS_IS_SAME,
		[FIGURE_REFUSED] = TEXT_TOTALS_IS_REFUSED};
	const char *headings[] = {text_get(c->lang, TEXT_TOTALS_COL_LINE), text_get(c->lang, TEXT_TOTALS_COL_VERDICT),
		text_get(c->lang, TEXT_TASK_COL_UNIT), text_get(c->lang, TEXT_TASK_COL_TASK),
		text_get(c->lang, TEXT_FIGURE_COL_REMARK)};
	struct command_table *t = command_table_new(5, headings);
	char line[24], n[3][32];
	for (size_t i = 0; i < x->lines; i++) {
		const struct app_task_line *l = &x->line[i];
		snprintf(line, sizeof line, "%ld", l->line);
		command_table_row(t, (const char *const[5]){
					     line, text_get(c->lang, words[l->action]), l->unit, l->task, l->sentence});
	}
	command_table_print(t);
	if (x->count[FIGURE_REFUSED] == 0)
		command_say(c, dry_run ? TEXT_FIGURE_WOULD_IMPORT : TEXT_FIGURE_IMPORTED,
			text_number(c->lang, (long long)x->count[FIGURE_NEW], n[0]),
			text_number(c->lang, (long long)x->count[FIGURE_CHANGED], n[1]),
			text_number(c->lang, (long long)x->count[FIGURE_SAME], n[2]));
}

int cmd_tasks_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_tasks_imported done;
	struct app_tasks_import wish = {.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet"),
		.dry_run = command_option(c, w, "dry-run") != NULL,
		.now = clock_now(),
		.lang = c->lang};
	int rc = app_tasks_import(c->store, &wish, &done, &e), code = 0;
	bool judged = rc == 0 || done.count[FIGURE_REFUSED] > 0;
	if (judged && !c->json)
		print_import(c, &done, wish.dry_run);
	if (judged && c->json)
		code = shared_facts(c, import_json(&done), rc == 0 ? NULL : &e);
	else if (rc != 0)
		code = command_fail(c, &e);
	app_tasks_imported_free(&done);
	return code;
}
