/* app_tasks_show.c - tasks as facts, as the plan's own table, as a sheet for Excel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/csv.h>

#include "plan.h"
#include "plan_tasks.h"

/* --- facts --- */

static cJSON *finish_json(const struct task_time *t)
{
	static const char *const kinds[] = {[TASK_TIME_NONE] = "none",
		[TASK_TIME_DAY] = "day",
		[TASK_TIME_ALWAYS] = "always",
		[TASK_TIME_WORDS] = "words"};
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "kind", kinds[t->kind]);
	cJSON_AddItemToObject(o, "day", t->day[0] ? cJSON_CreateString(t->day) : cJSON_CreateNull());
	cJSON_AddBoolToObject(o, "before", t->before);
	return o;
}

static cJSON *task_json(const struct app_task *t)
{
	size_t max;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "id", t->id);
	for (int i = 0; i < TASK_COLUMNS; i++)
		cJSON_AddStringToObject(o, tasks_column((enum task_column_id)i, &max), t->text[i]);
	cJSON_AddStringToObject(o, "state", app_task_state_word(t->state));
	cJSON_AddStringToObject(o, "result", t->result);
	cJSON_AddItemToObject(o, "overdue",
		t->overdue == TASK_CANNOT_TELL ? cJSON_CreateNull() : cJSON_CreateBool(t->overdue == TASK_OVERDUE));
	cJSON_AddItemToObject(o, "due", finish_json(&t->finish));
	cJSON_AddBoolToObject(o, "added", t->added);
	cJSON_AddItemToObject(o, "at", t->at[0] ? cJSON_CreateString(t->at) : cJSON_CreateNull());
	cJSON_AddStringToObject(o, "by", t->by);
	return o;
}

cJSON *app_tasks_json(const struct app_task_list *x, enum text_lang lang)
{
	cJSON *o = cJSON_CreateObject(), *list;
	cJSON_AddStringToObject(o, "title", x->plan ? form_words(&x->plan->title, lang) : "");
	cJSON_AddStringToObject(o, "plan", x->plan ? x->plan->plan : "");
	list = cJSON_AddArrayToObject(o, "tasks");
	for (size_t i = 0; i < x->rows; i++)
		cJSON_AddItemToArray(list, task_json(&x->row[i]));
	for (int i = 0; i < TASK_STATES; i++)
		cJSON_AddNumberToObject(o, app_task_state_word((enum app_task_state)i), (double)x->state[i]);
	cJSON_AddItemToObject(o, "overdue", x->clock ? cJSON_CreateNumber((double)x->overdue) : cJSON_CreateNull());
	return o;
}

/* --- which columns --- */

/* NULL: the plan's table does not have it. */
static const char *heading(const struct app_task_list *x, int column, enum text_lang lang)
{
	static const text_id own[TASK_COLUMNS] = {[TASK_UNIT] = TEXT_TASK_COL_UNIT,
		[TASK_TASK] = TEXT_TASK_COL_TASK,
		[TASK_START] = TEXT_TASK_COL_START,
		[TASK_FINISH] = TEXT_TASK_COL_FINISH};
	if (!x->plan)
		return own[column] ? text_get(lang, own[column]) : NULL;
	return x->plan->heading[column].in[0] ? form_words(&x->plan->heading[column], lang) : NULL;
}

static const int weights[TASK_COLUMNS] = {[TASK_SECTION] = 14,
	[TASK_NUMBER] = 5,
	[TASK_UNIT] = 18,
	[TASK_TASK] = 42,
	[TASK_SUPPORT] = 18,
	[TASK_START] = 15,
	[TASK_FINISH] = 17};

static size_t columns_of(const struct app_task_list *x, enum text_lang lang, int out[static TASK_COLUMNS])
{
	size_t n = 0;
	for (int i = 0; i < TASK_COLUMNS; i++)
		if (heading(x, i, lang))
			out[n++] = i;
	return n;
}

static void state_words(const struct app_task *t, enum text_lang lang, struct buf *out)
{
	buf_text(out, app_task_state_words(t->state, lang));
	if (t->overdue == TASK_OVERDUE)
		buf_print(out, " (%s)", text_get(lang, TEXT_TASK_OVERDUE));
	if (*t->result)
		buf_print(out, ": %s", t->result);
}

/* --- a document --- */

static struct document_cell text_cell(const char *s)
{
	return (struct document_cell){.kind = *s ? CELL_TEXT : CELL_EMPTY, .text = s};
}

/* A unit is printed once, above all its tasks, as in the plan. */
static bool repeats(const struct app_task_list *x, size_t i, int column)
{
	bool told_once = column == TASK_UNIT || column == TASK_SECTION;
	return told_once && i > 0 && strcmp(x->row[i].text[column], x->row[i - 1].text[column]) == 0 &&
	       strcmp(x->row[i].text[TASK_SECTION], x->row[i - 1].text[TASK_SECTION]) == 0;
}

/* How many columns stand behind the plan's own. */
enum shown { SHOWN_PLAN, SHOWN_STATE, SHOWN_ID };

/* A section without a column of its own stands as a row between the tasks. */
static void section_row(
	const struct app_task_list *x, size_t i, const int *column, size_t columns, size_t more, struct document *d)
{
	struct document_cell cell[TASK_COLUMNS + 2];
	const char *section = x->row[i].text[TASK_SECTION];
	if (!*section || (i > 0 && strcmp(section, x->row[i - 1].text[TASK_SECTION]) == 0))
		return;
	for (size_t k = 0; k < columns + more; k++)
		cell[k] = text_cell(k < columns && column[k] == TASK_TASK ? section : "");
	document_row(d, cell, true);
}

static void task_row(const struct app_task_list *x, size_t i, const int *column, size_t columns, enum text_lang lang,
	struct document *d)
{
	struct document_cell cell[TASK_COLUMNS + 2];
	struct buf state;
	buf_init(&state, 2 * TASK_BYTES + FORM_SENTENCE);
	state_words(&x->row[i], lang, &state);
	for (size_t k = 0; k < columns; k++)
		cell[k] = text_cell(repeats(x, i, column[k]) ? "" : x->row[i].text[column[k]]);
	cell[columns] = text_cell(state.data);
	cell[columns + 1] = text_cell(x->row[i].id);
	document_row(d, cell, false);
	buf_free(&state);
}

static void table(const struct app_task_list *x, enum text_lang lang, enum shown shown, struct document *d)
{
	int column[TASK_COLUMNS];
	struct document_column head[TASK_COLUMNS + 2];
	size_t columns = columns_of(x, lang, column);
	for (size_t k = 0; k < columns; k++)
		head[k] = (struct document_column){heading(x, column[k], lang), weights[column[k]]};
	head[columns] = (struct document_column){text_get(lang, TEXT_TASK_COL_STATE), 18};
	head[columns + 1] = (struct document_column){text_get(lang, TEXT_FIGURE_COL_ID), 9};
	document_table(d, "", head, columns + shown);
	for (size_t i = 0; i < x->rows; i++) {
		if (!heading(x, TASK_SECTION, lang))
			section_row(x, i, column, columns, shown, d);
		task_row(x, i, column, columns, lang, d);
	}
}

void app_tasks_blocks(const struct app_task_list *x, enum text_lang lang, bool progress, struct document *d)
{
	table(x, lang, progress ? SHOWN_STATE : SHOWN_PLAN, d);
}

/* --- a sheet for Excel --- */

static void write_csv(const struct app_task_list *x, enum text_lang lang, struct buf *out)
{
	int column[TASK_COLUMNS];
	size_t columns = columns_of(x, lang, column);
	csv_begin(out);
	csv_text(out, text_get(lang, TEXT_FIGURE_COL_ID), true);
	for (size_t k = 0; k < columns; k++)
		csv_text(out, heading(x, column[k], lang), false);
	csv_text(out, text_get(lang, TEXT_TASK_COL_STATE), false);
	csv_text(out, text_get(lang, TEXT_TASK_COL_OVERDUE), false);
	csv_text(out, text_get(lang, TEXT_TASK_COL_RESULT), false);
	csv_end_row(out);
	for (size_t i = 0; i < x->rows; i++) {
		const struct app_task *t = &x->row[i];
		csv_text(out, t->id, true);
		for (size_t k = 0; k < columns; k++)
			csv_text(out, t->text[column[k]], false);
		csv_text(out, app_task_state_words(t->state, lang), false);
		csv_text(out, t->overdue == TASK_OVERDUE ? text_get(lang, TEXT_TASK_OVERDUE) : "", false);
		csv_text(out, t->result, false);
		csv_end_row(out);
	}
}

static void print_json(cJSON *facts, struct buf *out)
{
	char *text = cJSON_PrintUnformatted(facts);
	buf_text(out, text);
	buf_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(facts);
}

int app_tasks_file(struct store *s, const struct app_task_list *x, enum app_plan_format format, enum text_lang lang,
	int64_t now, struct buf *out, struct err *e)
{
	const char *title = x->plan ? form_words(&x->plan->title, lang) : text_get(lang, TEXT_TASK_TITLE);
	const char *below = x->plan && x->plan->subtitle.in[0] ? form_words(&x->plan->subtitle, lang) : NULL;
	if (format == PLAN_JSON || format == PLAN_CSV) {
		if (format == PLAN_JSON)
			print_json(app_tasks_json(x, lang), out);
		else
			write_csv(x, lang, out);
		return 0;
	}
	struct document *d = plan_document(s, lang, title, below, NULL, NULL, now);
	table(x, lang, format == PLAN_TEXT ? SHOWN_ID : SHOWN_PLAN, d);
	int rc = plan_write(d, format, out, e);
	document_free(d);
	return rc;
}
