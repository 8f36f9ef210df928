/* app_tasks_import.c - tasks from a file under the headings of Mẫu biểu số 01; all are taken or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "decide.h"
#include "plan_tasks.h"
#include "sheets.h"

enum { UNIT, TASK, START, FINISH, SUPPORT, COLUMNS };

static const struct sheet_column columns[COLUMNS] = {
	[UNIT] = {{"ten don vi", "don vi", "unit", "don vi chu tri", "don vi thuc hien", "co quan chu tri"},
		TEXT_TASK_COL_UNIT},
	[TASK] = {{"ten nhiem vu", "nhiem vu", "task", "noi dung nhiem vu", "noi dung", "noi dung cong viec"},
		TEXT_TASK_COL_TASK},
	[START] = {{"thoi gian bat dau", "bat dau", "start", "ngay bat dau"}, TEXT_TASK_COL_START},
	[FINISH] = {{"thoi gian hoan thanh", "hoan thanh", "finish", "thoi gian", "thoi gian thuc hien",
			    "ngay hoan thanh", "thoi han"},
		TEXT_TASK_COL_FINISH},
	[SUPPORT] = {{"don vi phoi hop", "phoi hop", "support", "co quan phoi hop"}, TEXT_TASK_COL_SUPPORT},
};
static const struct sheet_kind kind = {
	.column = columns, .columns = COLUMNS, .key = TASK, .answer = FINISH, .prose = true};
static const enum task_column_id place[COLUMNS] = {
	[UNIT] = TASK_UNIT, [TASK] = TASK_TASK, [START] = TASK_START, [FINISH] = TASK_FINISH, [SUPPORT] = TASK_SUPPORT};

struct importing {
	const struct app_tasks_import *ask;
	struct app_tasks_imported *out;
	struct app_task_list known;
	struct app_task *task; /* of each line; owned */
	char *unit;            /* of the line above */
	const struct form *form;
	struct sheet sheet;
};

void app_tasks_imported_free(struct app_tasks_imported *x)
{
	for (size_t i = 0; i < x->lines; i++) {
		free(x->line[i].unit);
		free(x->line[i].task);
		free(x->line[i].sentence);
	}
	free(x->line);
	app_names_free(&x->left_out);
	table_readings_free(&x->readings);
	memset(x, 0, sizeof *x);
}

/* --- one line --- */

/* "- Tham mưu …" and "Tham mưu …." are one task; "Phòng Kinh tế" and "Phòng kinh tế" one unit. */
static bool alike(const char *a, const char *b)
{
	char *x = utf8_fold(a), *y = utf8_fold(b);
	bool same = strcmp(x, y) == 0 && utf8_marks_agree(a, b);
	free(x);
	free(y);
	return same;
}

static bool same_task(const struct app_task *a, const struct app_task *b)
{
	return alike(a->text[TASK_TASK], b->text[TASK_TASK]) && alike(a->text[TASK_UNIT], b->text[TASK_UNIT]);
}

static const struct app_task *find_known(const struct importing *p, const struct app_task *t)
{
	for (size_t i = 0; i < p->known.rows; i++)
		if (same_task(&p->known.row[i], t))
			return &p->known.row[i];
	return NULL;
}

static int read_cells(struct importing *p, struct app_task *t, struct err *e)
{
	size_t max;
	for (int c = 0; c < COLUMNS; c++) {
		char *cell;
		if (sheet_cell(&p->sheet, c, &cell, e) != 0)
			return -1;
		const struct app_task_change change = {
			tasks_column(place[c], &max), c == UNIT && !*cell && p->unit ? p->unit : cell};
		int rc = (*cell || c == UNIT) ? plan_task_change(t, &change, e) : 0;
		free(cell);
		if (rc != 0)
			return -1;
	}
	free(p->unit);
	p->unit = alloc_copy(t->text[TASK_UNIT]);
	return 0;
}

static int refuse_twice(const struct importing *p, const struct app_task *t, struct err *e)
{
	for (size_t i = 0; i + 1 < p->out->lines; i++)
		if (same_task(&p->task[i], t))
			return err_set(e, ERR_DATA, TEXT_TASK_TWICE, "%ld", p->out->line[i].line);
	return 0;
}

/* What is known keeps its state, result, section; the file says the rest. */
static void compare(struct importing *p, struct app_task_line *l, struct app_task *t)
{
	const struct app_task *known = find_known(p, t);
	l->action = FIGURE_NEW;
	if (!known)
		return;
	struct app_task now;
	plan_task_copy(known, &now);
	for (int c = START; c < COLUMNS; c++) {
		free(now.text[place[c]]);
		now.text[place[c]] = alloc_copy(t->text[place[c]]);
	}
	if (!*t->text[TASK_SUPPORT]) {
		free(now.text[TASK_SUPPORT]);
		now.text[TASK_SUPPORT] = alloc_copy(known->text[TASK_SUPPORT]);
	}
	plan_task_free(t);
	*t = now;
	memcpy(l->id, known->id, sizeof l->id);
	l->action = plan_task_same(known, t) ? FIGURE_SAME : FIGURE_CHANGED;
}

static void take_line(struct importing *p)
{
	struct app_tasks_imported *out = p->out;
	char sentence[FORM_SENTENCE] = "";
	struct err why;
	out->line = alloc_grow(out->line, out->lines + 1, sizeof *out->line);
	p->task = alloc_grow(p->task, out->lines + 1, sizeof *p->task);
	struct app_task_line *l = &out->line[out->lines];
	struct app_task *t = &p->task[out->lines++];
	*l = (struct app_task_line){.line = p->sheet.row.line};
	plan_task_copy(&(struct app_task){.added = true}, t);
	int rc = read_cells(p, t, &why);
	if (rc == 0 && !*t->text[TASK_TASK])
		rc = err_set(&why, ERR_DATA, TEXT_TASK_NO_WORDS, "");
	if (rc == 0)
		rc = refuse_twice(p, t, &why);
	if (rc == 0) {
		compare(p, l, t);
	} else {
		l->action = FIGURE_REFUSED;
		err_sentence(&why, p->ask->lang, sentence, sizeof sentence);
	}
	out->count[l->action]++;
	l->unit = alloc_copy(t->text[TASK_UNIT]);
	l->task = alloc_copy(t->text[TASK_TASK]);
	l->sentence = alloc_copy(sentence);
}

/* --- the file --- */

static int read_file(struct importing *p, struct err *e)
{
	const struct app_tasks_import *ask = p->ask;
	int got = sheet_open(
		&p->sheet, &kind, p->form, ask->path, ask->encoding, ask->sheet, ask->lang, &p->out->readings, e);
	if (got != 0)
		return -1;
	while ((got = sheet_next(&p->sheet, e)) == 1) {
		if (p->out->lines == TASKS_MAX)
			return err_set(e, ERR_DATA, TEXT_FIGURE_TOO_MANY, "%d", TASKS_MAX);
		take_line(p);
	}
	sheet_left_out(&p->sheet, &p->out->left_out);
	if (got == 0 && p->out->lines == 0)
		return err_set(e, ERR_DATA, TEXT_FIGURE_NO_LINES, "%s", ask->path);
	return got;
}

static int write_all(struct importing *p, struct store *s, struct err *e)
{
	for (size_t i = 0; i < p->out->lines; i++) {
		struct app_task_line *l = &p->out->line[i];
		if (l->action == FIGURE_SAME)
			continue;
		if (l->action == FIGURE_NEW && plan_task_name(s, &p->known, p->task[i].id, e) != 0)
			return -1;
		memcpy(l->id, p->task[i].id, sizeof l->id);
		if (plan_task_write(s, &p->task[i], false, p->ask->now, e) != 0)
			return -1;
		p->out->written = true;
	}
	return 0;
}

static int work(struct store *s, void *context, struct err *e)
{
	struct importing *p = context;
	char refused[16];
	if (plan_tasks_load(s, &p->known, e) != 0 || store_form(s, NULL, &p->form, e) != 0 || read_file(p, e) != 0)
		return -1;
	snprintf(refused, sizeof refused, "%zu", p->out->count[FIGURE_REFUSED]);
	if (p->out->count[FIGURE_REFUSED])
		return err_set(e, ERR_DATA, TEXT_FIGURE_REFUSED, "%s" ERR_AND "%s", p->ask->path, refused);
	return p->ask->dry_run ? 0 : write_all(p, s, e);
}

int app_tasks_import(struct store *s, const struct app_tasks_import *i, struct app_tasks_imported *out, struct err *e)
{
	struct importing p = {.ask = i, .out = out};
	memset(out, 0, sizeof *out);
	int rc = decide_run(s, work, &p, e);
	if (rc != 0)
		out->written = false;
	for (size_t k = 0; k < out->lines; k++)
		plan_task_free(&p.task[k]);
	free(p.task);
	free(p.unit);
	app_tasks_free(&p.known);
	sheet_close(&p.sheet);
	return rc;
}
