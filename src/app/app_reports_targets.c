/* app_reports_targets.c - the plan's targets and tasks within a report: what was reached, met or not, how many more are
 * needed. Who leads, on what basis and by when stands in the plan, and in `indicators`. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/app_figures.h>
#include <tungnha/app_tasks.h>
#include <tungnha/clock.h>

#include "reports.h"

enum { WORDS_BYTES = 2 * FORM_SENTENCE };

static void add(struct buf *out, const struct reports *r, text_id id, const char *a, const char *b)
{
	char *words = reports_say(r, id, a, b, NULL);
	buf_print(out, "%s%s", out->len ? "; " : "", words);
	free(words);
}

/* "Chưa đạt; cần thêm 1.234; chưa có số của 2/38 đơn vị" */
static char *verdict_words(const struct reports *r, const struct app_goal *g)
{
	struct buf out;
	char a[32], b[32];
	buf_init(&out, WORDS_BYTES);
	buf_text(&out, app_verdict_word(g->verdict, r->lang));
	if (g->needed > 0)
		add(&out, r, TEXT_FIGURE_NEEDED, text_number(r->lang, g->needed, a), NULL);
	if (g->units > 1 && g->known < g->units)
		add(&out, r, TEXT_FIGURE_MISSING, text_number(r->lang, (long long)(g->units - g->known), a),
			text_number(r->lang, (long long)g->units, b));
	return buf_take(&out);
}

/* Where the figure is from, and of which day. */
static char *source_words(const struct reports *r, const struct app_indicator *x, const struct app_goal *g)
{
	struct buf out;
	char n[32], day[32];
	buf_init(&out, WORDS_BYTES);
	if (g->has && x->computed)
		buf_text(&out, text_get(r->lang, TEXT_FIGURE_FROM_FORM));
	else if (g->has && g->summed)
		add(&out, r, TEXT_FIGURE_SUMMED, text_number(r->lang, (long long)g->known, n), NULL);
	else if (g->has)
		buf_text(&out, g->source);
	if (g->has && *g->date)
		buf_print(&out, "%s%s", out.len ? ", " : "", reports_day(r, reports_midnight(g->date), day));
	return buf_take(&out);
}

/* A plan that does not number its targets leaves that to the print. */
static void goal_row(struct reports *r, const struct app_indicator *x, const struct app_goal *g, size_t place)
{
	const struct document_cell never = {.kind = CELL_NEVER};
	char goal[64], number[32];
	const char *level = x->target->goals > 1 ? app_level_words(g->goal->level, r->lang) : "";
	char *verdict = verdict_words(r, g), *source = source_words(r, x, g);
	app_goal_words(g->goal, r->lang, goal);
	char *asked = alloc_print("%s%s%s", level, *level ? ": " : "", goal);
	struct document_cell cell[] = {
		reports_cell_text(
			*x->target->number ? x->target->number : text_number(r->lang, (long long)place, number)),
		reports_cell_text(form_words(&x->target->label, r->lang)), reports_cell_text(asked),
		g->has ? reports_cell_number(g->num) : never, g->has ? reports_cell_number(g->den) : never,
		g->has ? document_percent(g->num, g->den) : never, reports_cell_text(verdict),
		reports_cell_text(source)};
	document_row(r->document, cell, false);
	free(asked), free(source), free(verdict);
}

static void section_table(struct reports *r, const char *caption)
{
	const struct document_column column[] = {{text_get(r->lang, TEXT_REPORTS_COL_NO), 6},
		{text_get(r->lang, TEXT_FIGURE_COL_LABEL), 30}, {text_get(r->lang, TEXT_FIGURE_COL_GOAL), 11},
		{text_get(r->lang, TEXT_REPORTS_COL_NUM), 10}, {text_get(r->lang, TEXT_REPORTS_COL_DEN), 10},
		{text_get(r->lang, TEXT_FIGURE_COL_PERCENT), 11}, {text_get(r->lang, TEXT_FIGURE_COL_VERDICT), 16},
		{text_get(r->lang, TEXT_FIGURE_COL_SOURCE), 16}};
	document_table(r->document, caption, column, sizeof column / sizeof *column);
}

/* Goals of levels there are no units of here are another office's. A new section is a new table. */
static size_t show_goals(struct reports *r, const struct app_indicators *x)
{
	size_t shown = 0;
	int section = -2;
	for (size_t i = 0; i < x->rows; i++) {
		const struct target *t = x->row[i].target;
		for (size_t k = 0; k < t->goals; k++) {
			if (!x->row[i].goal[k].here)
				continue;
			if (shown++ == 0 || t->section != section)
				section_table(r,
					t->section >= 0 ? form_words(&x->targets->section[t->section], r->lang) : NULL);
			section = t->section;
			goal_row(r, &x->row[i], &x->row[i].goal[k], i + 1);
		}
	}
	return shown;
}

/* Of a drive that is not over, a final report tells how things stand. */
static const char *as_of(const struct reports *r)
{
	if (r->once)
		return r->closed ? r->figures_text : NULL;
	return r->period_text;
}

int reports_show_targets(struct reports *r, cJSON *facts, struct err *e)
{
	struct app_indicators x;
	if (app_indicators(r->s, as_of(r), r->now, &x, e) != 0)
		return -1;
	if (show_goals(r, &x) == 0)
		document_paragraph(r->document, text_get(r->lang, TEXT_REPORTS_NO_TARGETS));
	cJSON_AddItemToObject(facts, "indicators", app_indicators_json(&x, r->lang));
	app_indicators_free(&x);
	return 0;
}

int reports_show_tasks(struct reports *r, cJSON *facts, struct err *e)
{
	struct app_task_list x;
	const struct app_tasks_wish all = {.now = r->now};
	if (app_tasks(r->s, &all, &x, e) != 0)
		return -1;
	if (x.rows == 0)
		document_paragraph(r->document, text_get(r->lang, TEXT_REPORTS_NO_TASKS));
	else
		app_tasks_blocks(&x, r->lang, true, r->document);
	cJSON_AddItemToObject(facts, "tasks", app_tasks_json(&x, r->lang));
	app_tasks_free(&x);
	return 0;
}
