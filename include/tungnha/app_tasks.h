/* app_tasks.h - the plan's tasks and those a commune added: what became of each, which are overdue; printed as the
 * plan's own table (Mẫu biểu số 01, Phụ lục II). Nothing here prints.
 *
 * The file of tasks says what the plan says; a `task` entry of the hub's own journal replaces one, adds one, or takes
 * one off. Each entry is the whole task. */
#ifndef TUNGNHA_APP_TASKS_H
#define TUNGNHA_APP_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/app_figures.h>
#include <tungnha/tasks.h>

enum { APP_TASK_ID = 33, APP_TASK_RESULT_BYTES = 2000 };

enum app_task_state { TASK_TODO, TASK_DOING, TASK_DONE, TASK_STATES };
const char *app_task_state_word(enum app_task_state s); /* "todo" */
bool app_task_state_read(const char *word, enum app_task_state *out);
const char *app_task_state_words(enum app_task_state s, enum text_lang lang); /* "Chưa làm" */

enum app_overdue { TASK_NOT_OVERDUE, TASK_OVERDUE, TASK_CANNOT_TELL };

struct app_task {
	char id[APP_TASK_ID];
	char *text[TASK_COLUMNS]; /* by column, "" = empty; owned */
	char *result;             /* owned */
	enum app_task_state state;
	struct task_time finish;
	enum app_overdue overdue; /* cannot tell: a day is named, and this hub's clock does not know today */
	bool added;               /* by the commune: not in the plan's file */
	char seen[NAME_TEXT];     /* the entry's name, a mark of what stands; "" = as the plan says */
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
};
struct app_task_list {
	const struct tasks *plan; /* borrowed; NULL: the campaign has no file of tasks */
	struct app_task *row;     /* as the plan has them, then those added; owned */
	size_t rows;
	size_t state[TASK_STATES], overdue;
	bool clock; /* this hub's clock knows today */
};
struct app_tasks_wish {
	const char *unit;  /* part of a unit's name as printed, diacritics apart; NULL: every one */
	const char *state; /* a word; NULL: every one; "overdue" */
	int64_t now;
};
/* ERR_USAGE: no such state. */
int app_tasks(struct store *s, const struct app_tasks_wish *w, struct app_task_list *out, struct err *e);
void app_tasks_free(struct app_task_list *x);

/* A member of a task and its new value: "state", "result", or a column of the file ("unit", "finish", …). */
struct app_task_change {
	const char *member, *value;
};
struct app_task_wish {
	const char *id; /* NULL: a new one, which the program names */
	const struct app_task_change *change;
	size_t changes;
	bool remove;
	const char *seen; /* the task's mark when it was shown; NULL: changed as it stands */
	int64_t now;
};
struct app_task_done {
	char id[APP_TASK_ID];
	bool written; /* false: it stood so already */
};
/* ERR_NOT_FOUND: no such task. ERR_USAGE: no such member; a new one without `task`. ERR_DATA: a state, a text too long.
 * ERR_BUSY: somebody changed it, or took it off, since it was seen. */
int app_task_set(struct store *s, const struct app_task_wish *w, struct app_task_done *out, struct err *e);

/* Tasks from a file under the headings of Mẫu 01; an empty unit cell continues the unit above. A task is known by its
 * unit and words. Every line is judged, then all are written or none. */
struct app_task_line {
	long line;
	enum app_figure_action action;
	char id[APP_TASK_ID]; /* "" = not named yet */
	char *unit, *task, *sentence;
};
struct app_tasks_import {
	const char *path, *encoding, *sheet;
	bool dry_run;
	int64_t now;
	enum text_lang lang;
};
struct app_tasks_imported {
	struct app_task_line *line; /* owned */
	size_t lines, count[FIGURE_ACTIONS];
	struct app_names left_out;
	struct table_readings readings;
	bool written;
};
int app_tasks_import(struct store *s, const struct app_tasks_import *i, struct app_tasks_imported *out, struct err *e);
void app_tasks_imported_free(struct app_tasks_imported *x);

/* --- shown --- */

cJSON *app_tasks_json(const struct app_task_list *x, enum text_lang lang);
/* The plan's table; `progress`: with a column of state and result, for a report. */
void app_tasks_blocks(const struct app_task_list *x, enum text_lang lang, bool progress, struct document *d);
/* PLAN_HTML, PLAN_XLSX, PLAN_DOCX: the plan's table and nothing else; PLAN_TEXT, PLAN_CSV: with state and result. */
int app_tasks_file(struct store *s, const struct app_task_list *x, enum app_plan_format format, enum text_lang lang,
	int64_t now, struct buf *out, struct err *e);

#endif
