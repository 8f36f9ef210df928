/* cmd_figures.c - `figures set|clear|list|import`: one-stop figures typed or taken from a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_figures.h>
#include <tungnha/clock.h>

#include "commands.h"

static void ratio_words(enum text_lang lang, int64_t num, int64_t den, char out[static 100])
{
	char n[32], d[32], percent[32];
	app_percent_words(target_hundredths(num, den), lang, percent);
	snprintf(out, 100, "%s/%s = %s", text_number(lang, num, n), text_number(lang, den, d), percent);
}

static cJSON *figure_json(const struct app_figure *x)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "indicator", x->indicator);
	cJSON_AddStringToObject(o, "period", x->period);
	cJSON_AddStringToObject(o, "unit", x->unit.code);
	cJSON_AddStringToObject(o, "name", x->unit.name);
	cJSON_AddItemToObject(o, "num", x->withdrawn ? cJSON_CreateNull() : cJSON_CreateNumber((double)x->num));
	cJSON_AddItemToObject(o, "den", x->withdrawn ? cJSON_CreateNull() : cJSON_CreateNumber((double)x->den));
	cJSON_AddStringToObject(o, "source", x->source);
	cJSON_AddStringToObject(o, "date", x->date);
	return o;
}

/* --- set, clear --- */

static cJSON *done_json(const struct app_figure_done *d)
{
	cJSON *o = figure_json(&d->figure), *warnings;
	cJSON_AddBoolToObject(o, "written", d->written);
	cJSON_AddBoolToObject(o, "replaced", d->replaced);
	warnings = cJSON_AddArrayToObject(o, "warnings");
	for (size_t i = 0; i < d->warnings.count; i++)
		cJSON_AddItemToArray(warnings, cJSON_CreateString(d->warnings.sentence[i]));
	return o;
}

static void tell(const struct command_context *c, const struct app_figure_done *d)
{
	const struct app_figure *x = &d->figure;
	char now[100], before[100], *what = alloc_print("%s, %s, %s", x->indicator, x->unit.name, x->period);
	ratio_words(c->lang, x->num, x->den, now);
	ratio_words(c->lang, d->before_num, d->before_den, before);
	if (x->withdrawn)
		command_say(c, TEXT_FIGURE_CLEARED, what, NULL, NULL);
	else if (!d->written)
		command_say(c, TEXT_FIGURE_SAME, what, NULL, NULL);
	else if (d->replaced)
		command_say(c, TEXT_FIGURE_CHANGED, what, before, now);
	else
		command_say(c, TEXT_FIGURE_DONE, what, now, NULL);
	for (size_t i = 0; i < d->warnings.count; i++)
		command_warn(c, TEXT_NOTE, d->warnings.sentence[i], NULL, NULL);
	free(what);
}

static int run(struct command_context *c, struct command_words *w, const char *typed)
{
	struct err e;
	struct app_figure_done done;
	struct app_figure_wish wish = {.indicator = w->word[0],
		.typed = typed,
		.period = command_option(c, w, "period"),
		.unit = command_option(c, w, "unit"),
		.source = typed ? command_option(c, w, "source") : NULL,
		.date = typed ? command_option(c, w, "date") : NULL,
		.now = clock_now(),
		.lang = c->lang};
	if (app_figure_set(c->store, &wish, &done, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, done_json(&done));
	else
		tell(c, &done);
	app_figure_done_free(&done);
	return 0;
}

int cmd_figures_set(struct command_context *c, struct command_words *w)
{
	return run(c, w, w->word[1]);
}

int cmd_figures_clear(struct command_context *c, struct command_words *w)
{
	return run(c, w, NULL);
}

/* --- list --- */

static cJSON *list_json(const struct app_figure_list *x)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < x->rows; i++) {
		cJSON *o = figure_json(&x->row[i]);
		cJSON_AddStringToObject(o, "from", x->row[i].from);
		cJSON_AddStringToObject(o, "at", x->row[i].at);
		cJSON_AddStringToObject(o, "by", x->row[i].by);
		cJSON_AddBoolToObject(o, "stands", x->row[i].stands);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

static void print_list(const struct command_context *c, const struct app_figure_list *x, bool history)
{
	const char *headings[] = {text_get(c->lang, TEXT_FIGURE_COL_LABEL), text_get(c->lang, TEXT_FIGURE_COL_UNIT),
		text_get(c->lang, TEXT_FIGURE_COL_PERIOD), text_get(c->lang, TEXT_FIGURE_COL_FIGURE),
		text_get(c->lang, TEXT_FIGURE_COL_SOURCE), text_get(c->lang, TEXT_FIGURE_COL_DATE),
		text_get(c->lang, TEXT_FIGURE_COL_STATE)};
	struct command_table *t = command_table_new(history ? 7 : 6, headings);
	for (size_t i = 0; i < x->rows; i++) {
		const struct app_figure *f = &x->row[i];
		char figure[100], day[CLOCK_DATE];
		ratio_words(c->lang, f->num, f->den, figure);
		text_id state = f->stands      ? TEXT_FIGURE_STANDS
				: f->withdrawn ? TEXT_FIGURE_WITHDRAWN
					       : TEXT_FIGURE_REPLACED;
		command_table_row(
			t, (const char *const[7]){f->indicator, f->unit.name, f->period, f->withdrawn ? "–" : figure,
				   f->source, clock_day(f->date, day), text_get(c->lang, state)});
	}
	command_table_print(t);
}

int cmd_figures_list(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_figure_list list;
	struct app_figures_wish wish = {.period = command_option(c, w, "period"),
		.unit = command_option(c, w, "unit"),
		.history = command_option(c, w, "history") != NULL};
	if (app_figures(c->store, &wish, &list, &e) != 0)
		return command_fail(c, &e);
	if (c->json)
		command_print_json(c, list_json(&list));
	else if (list.rows == 0)
		command_say(c, TEXT_FIGURE_LIST_EMPTY, NULL, NULL, NULL);
	else
		print_list(c, &list, wish.history);
	app_figures_free(&list);
	return 0;
}

/* --- import --- */

static const char *const actions[] = {
	[FIGURE_NEW] = "new", [FIGURE_CHANGED] = "changed", [FIGURE_SAME] = "same", [FIGURE_REFUSED] = "refused"};

static cJSON *import_json(const struct app_figures_imported *x)
{
	cJSON *o = cJSON_CreateObject(), *lines, *names;
	for (int i = 0; i < FIGURE_ACTIONS; i++)
		cJSON_AddNumberToObject(o, actions[i], (double)x->count[i]);
	cJSON_AddBoolToObject(o, "written", x->written);
	lines = cJSON_AddArrayToObject(o, "rows");
	for (size_t i = 0; i < x->lines; i++) {
		const struct app_figure_line *l = &x->line[i];
		cJSON *line = l->action == FIGURE_REFUSED ? cJSON_CreateObject() : figure_json(&l->figure);
		cJSON_AddNumberToObject(line, "line", (double)l->line);
		cJSON_AddStringToObject(line, "verdict", actions[l->action]);
		cJSON_AddItemToObject(
			line, "reason", *l->sentence ? cJSON_CreateString(l->sentence) : cJSON_CreateNull());
		cJSON_AddItemToArray(lines, line);
	}
	names = cJSON_AddArrayToObject(o, "left_out");
	for (size_t i = 0; i < x->left_out.count; i++)
		cJSON_AddItemToArray(names, cJSON_CreateString(x->left_out.name[i]));
	return o;
}

static void print_line(const struct command_context *c, struct command_table *t, const struct app_figure_line *l)
{
	static const text_id words[] = {[FIGURE_NEW] = TEXT_TOTALS_IS_NEW,
		[FIGURE_CHANGED] = TEXT_TOTALS_IS_CHANGED,
		[FIGURE_SAME] = TEXT_TOTALS_IS_SAME,
		[FIGURE_REFUSED] = TEXT_TOTALS_IS_REFUSED};
	char line[24], figure[100] = "", before[100], remark[FORM_SENTENCE];
	bool refused = l->action == FIGURE_REFUSED;
	snprintf(line, sizeof line, "%ld", l->line);
	snprintf(remark, sizeof remark, "%s", l->sentence);
	if (!refused)
		ratio_words(c->lang, l->figure.num, l->figure.den, figure);
	if (l->action == FIGURE_CHANGED) {
		ratio_words(c->lang, l->before_num, l->before_den, before);
		text_fill(
			c->lang, TEXT_FIGURE_BEFORE, (const char *const[3]){before, NULL, NULL}, remark, sizeof remark);
	}
	command_table_row(t, (const char *const[6]){line, text_get(c->lang, words[l->action]),
				     refused ? l->target : l->figure.indicator, refused ? l->unit : l->figure.unit.name,
				     figure, remark});
}

static void print_import(const struct command_context *c, const struct app_figures_imported *x, bool dry_run)
{
	const char *headings[] = {text_get(c->lang, TEXT_TOTALS_COL_LINE), text_get(c->lang, TEXT_TOTALS_COL_VERDICT),
		text_get(c->lang, TEXT_FIGURE_COL_LABEL), text_get(c->lang, TEXT_FIGURE_COL_UNIT),
		text_get(c->lang, TEXT_FIGURE_COL_FIGURE), text_get(c->lang, TEXT_FIGURE_COL_REMARK)};
	struct command_table *t = command_table_new(6, headings);
	struct buf names;
	char n[3][32];
	for (size_t i = 0; i < x->lines; i++)
		if (dry_run || x->line[i].action == FIGURE_REFUSED || x->line[i].action == FIGURE_CHANGED)
			print_line(c, t, &x->line[i]);
	command_table_print(t);
	buf_init(&names, FORM_SENTENCE);
	for (size_t i = 0; i < x->left_out.count; i++)
		buf_print(&names, "%s%s", i ? ", " : "", x->left_out.name[i]);
	if (names.len)
		command_say(c, TEXT_FIGURE_LEFT_OUT, names.data, NULL, NULL);
	buf_free(&names);
	if (x->count[FIGURE_REFUSED] == 0)
		command_say(c, dry_run ? TEXT_FIGURE_WOULD_IMPORT : TEXT_FIGURE_IMPORTED,
			text_number(c->lang, (long long)x->count[FIGURE_NEW], n[0]),
			text_number(c->lang, (long long)x->count[FIGURE_CHANGED], n[1]),
			text_number(c->lang, (long long)x->count[FIGURE_SAME], n[2]));
}

int cmd_figures_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_figures_imported done;
	struct app_figures_import wish = {.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet"),
		.period = command_option(c, w, "period"),
		.dry_run = command_option(c, w, "dry-run") != NULL,
		.now = clock_now(),
		.lang = c->lang};
	int rc = app_figures_import(c->store, &wish, &done, &e);
	bool judged = rc == 0 || done.count[FIGURE_REFUSED] > 0;
	if (judged && !c->json)
		print_import(c, &done, wish.dry_run);
	int code = 0;
	if (judged && c->json)
		code = shared_facts(c, import_json(&done), rc == 0 ? NULL : &e);
	else if (rc != 0)
		code = command_fail(c, &e);
	app_figures_imported_free(&done);
	return code;
}
