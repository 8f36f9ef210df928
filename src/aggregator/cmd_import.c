/* cmd_import.c - `import`: totals of units from a file; `import list`, `import clear`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_totals.h>
#include <tungnha/clock.h>

#include "commands.h"

static const text_id verdicts[TOTAL_VERDICTS] = {[TOTAL_NEW] = TEXT_TOTALS_IS_NEW,
	[TOTAL_CHANGED] = TEXT_TOTALS_IS_CHANGED,
	[TOTAL_SAME] = TEXT_TOTALS_IS_SAME,
	[TOTAL_EMPTY] = TEXT_TOTALS_IS_EMPTY,
	[TOTAL_REFUSED] = TEXT_TOTALS_IS_REFUSED};

/* --- JSON --- */

static void add_number(cJSON *o, const char *name, bool given, int64_t n)
{
	if (given)
		cJSON_AddNumberToObject(o, name, (double)n);
	else
		cJSON_AddNullToObject(o, name);
}

static cJSON *json_changes(
	const struct form *f, const struct app_total_change *c, size_t n, const char *before, const char *now)
{
	cJSON *a = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "column", f->column[c[i].column].id);
		add_number(o, before, c[i].had, c[i].before);
		add_number(o, now, c[i].has, c[i].now);
		cJSON_AddItemToArray(a, o);
	}
	return a;
}

/* Every sentence in one, as a person reads them; each alone under "problems". */
static void add_reasons(const struct command_context *c, cJSON *o, const struct app_total_line *l)
{
	struct buf all;
	cJSON *problems = cJSON_CreateArray();
	buf_init(&all, 16 * FORM_SENTENCE);
	for (size_t i = 0; i < l->faults; i++) {
		cJSON *p = cJSON_CreateObject();
		cJSON_AddStringToObject(p, "column", l->fault[i].column);
		cJSON_AddStringToObject(p, "rule", l->fault[i].rule);
		cJSON_AddStringToObject(p, "message", l->fault[i].sentence);
		cJSON_AddItemToArray(problems, p);
		buf_print(&all, "%s%s", i ? " " : "", l->fault[i].sentence);
	}
	if (l->verdict == TOTAL_EMPTY)
		buf_text(&all, text_get(c->lang, TEXT_TOTALS_NOTHING));
	cJSON_AddItemToObject(o, "reason", all.len ? cJSON_CreateString(all.data) : cJSON_CreateNull());
	cJSON_AddItemToObject(o, "problems", problems);
	buf_free(&all);
}

static cJSON *json_line(const struct command_context *c, const struct form *f, const struct app_total_line *l)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "line", (double)l->line);
	cJSON_AddItemToObject(o, "unit", *l->unit ? cJSON_CreateString(l->unit) : cJSON_CreateNull());
	cJSON_AddStringToObject(o, "name", l->name);
	cJSON_AddStringToObject(o, "verdict", app_total_word(l->verdict));
	add_reasons(c, o, l);
	cJSON_AddItemToObject(o, "columns", command_json_row(f, l->value, l->given));
	cJSON_AddItemToObject(o, "changes", json_changes(f, l->change, l->changes, "before", "after"));
	if (l->is_signed)
		cJSON_AddItemToObject(o, "signed", json_changes(f, l->differ, l->differs, "signed", "file"));
	return o;
}

static cJSON *facts(const struct command_context *c, const struct app_totals *t, const struct app_totaled *out)
{
	static const enum app_total_verdict told[] = {TOTAL_NEW, TOTAL_CHANGED, TOTAL_SAME, TOTAL_EMPTY, TOTAL_REFUSED};
	cJSON *o = cJSON_CreateObject(), *rows, *warnings, *left;
	cJSON_AddStringToObject(o, "file", t->path);
	cJSON_AddStringToObject(o, "period", out->period);
	rows = cJSON_AddArrayToObject(o, "rows");
	for (size_t i = 0; i < out->lines; i++)
		cJSON_AddItemToArray(rows, json_line(c, out->form, &out->line[i]));
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		cJSON_AddNumberToObject(o, app_total_word(told[i]), (double)out->count[told[i]]);
	warnings = cJSON_AddArrayToObject(o, "warnings");
	for (size_t i = 0; i < out->warnings; i++) {
		cJSON *w = cJSON_CreateObject();
		add_number(w, "line", out->warning[i].line > 0, out->warning[i].line);
		cJSON_AddItemToObject(w, "unit",
			out->warning[i].unit[0] ? cJSON_CreateString(out->warning[i].unit) : cJSON_CreateNull());
		cJSON_AddStringToObject(w, "message", out->warning[i].sentence);
		cJSON_AddItemToArray(warnings, w);
	}
	left = cJSON_AddArrayToObject(o, "left_out");
	for (size_t i = 0; i < out->left_out.count; i++)
		cJSON_AddItemToArray(left, cJSON_CreateString(out->left_out.name[i]));
	if (out->readings.count > 0)
		cJSON_AddItemToObject(o, "readings", command_json_readings(&out->readings));
	cJSON_AddBoolToObject(o, "written", out->written);
	return o;
}

/* --- words --- */

/* New: the printed columns given; else what changes. */
static char *figures(const struct command_context *c, const struct form *f, const struct app_total_line *l)
{
	char n[32];
	struct buf b;
	buf_init(&b, 4 * FORM_SENTENCE);
	for (size_t i = 0; l->verdict == TOTAL_NEW && i < f->columns; i++)
		if (l->given[i] && f->column[i].printed)
			buf_print(&b, "%s%s %s", b.len ? "; " : "", form_words(&f->column[i].label, c->lang),
				text_number(c->lang, l->value[i], n));
	for (size_t i = 0; l->verdict == TOTAL_CHANGED && i < l->changes; i++) {
		const struct app_total_change *x = &l->change[i];
		buf_print(&b, "%s%s %s", b.len ? "; " : "", form_words(&f->column[x->column].label, c->lang),
			x->had ? text_number(c->lang, x->before, n) : "–");
		buf_print(&b, " → %s", x->has ? text_number(c->lang, x->now, n) : "–");
	}
	return buf_take(&b);
}

static void print_rows(const struct command_context *c, const struct app_totaled *out)
{
	static const text_id heading[] = {TEXT_TOTALS_COL_LINE, TEXT_HUB_COL_CODE, TEXT_HUB_COL_NAME,
		TEXT_TOTALS_COL_VERDICT, TEXT_TOTALS_COL_FIGURES};
	const char *headings[5];
	for (size_t i = 0; i < 5; i++)
		headings[i] = text_get(c->lang, heading[i]);
	struct command_table *t = command_table_new(5, headings);
	for (size_t i = 0; i < out->lines; i++) {
		const struct app_total_line *l = &out->line[i];
		char line[32], *shown = figures(c, out->form, l);
		snprintf(line, sizeof line, "%ld", l->line);
		command_table_row(
			t, (const char *[]){line, l->unit, l->name, text_get(c->lang, verdicts[l->verdict]), shown});
		free(shown);
	}
	command_table_print(t);
}

static void say_at(const struct command_context *c, FILE *to, long line, const char *column, const char *sentence)
{
	char where[32], text[4 * FORM_SENTENCE];
	snprintf(where, sizeof where, "%ld", line);
	text_fill(c->lang, *column ? TEXT_IMPORT_AT_COLUMN : TEXT_IMPORT_AT_LINE,
		(const char *const[3]){where, *column ? column : sentence, sentence}, text, sizeof text);
	command_put(to, "%s\n", line > 0 ? text : sentence);
}

static void print_faults(const struct command_context *c, const struct app_totaled *out)
{
	for (size_t i = 0; i < out->lines; i++)
		for (size_t k = 0; k < out->line[i].faults; k++)
			say_at(c, stderr, out->line[i].line, out->line[i].fault[k].column,
				out->line[i].fault[k].sentence);
}

static void print_notes(const struct command_context *c, const struct app_totaled *out)
{
	struct buf names;
	for (size_t i = 0; i < out->warnings && !c->quiet; i++)
		say_at(c, stdout, out->warning[i].line, "", out->warning[i].sentence);
	buf_init(&names, 4 * FORM_SENTENCE);
	for (size_t i = 0; i < out->left_out.count; i++)
		buf_print(&names, "%s%s", i ? ", " : "", out->left_out.name[i]);
	if (names.len > 0)
		command_say(c, TEXT_IMPORT_LEFT_OUT, names.data, NULL, NULL);
	buf_free(&names);
}

static void print_outcome(const struct command_context *c, const struct app_totals *t, const struct app_totaled *out)
{
	char a[32], b[32], same[32];
	size_t written = out->count[TOTAL_NEW] + out->count[TOTAL_CHANGED];
	bool refused = out->count[TOTAL_REFUSED] > 0;
	if (t->dry_run)
		command_say(c, TEXT_TOTALS_TRIED, out->period, text_number(c->lang, (long long)out->lines, a), NULL);
	else if (!refused)
		command_say(c, written ? TEXT_TOTALS_DONE : TEXT_TOTALS_AS_BEFORE, out->period,
			text_number(c->lang, (long long)written, a), NULL);
	command_say(c, TEXT_TOTALS_COUNTS, text_number(c->lang, (long long)out->count[TOTAL_NEW], a),
		text_number(c->lang, (long long)out->count[TOTAL_CHANGED], b),
		text_number(c->lang, (long long)out->count[TOTAL_SAME], same));
	if (refused)
		command_say(c, TEXT_TOTALS_COUNT_REFUSED, text_number(c->lang, (long long)out->count[TOTAL_REFUSED], a),
			NULL, NULL);
}

static void print_all(const struct command_context *c, const struct app_totals *t, const struct app_totaled *out)
{
	if (!c->quiet)
		print_rows(c, out);
	print_notes(c, out);
	print_outcome(c, t, out);
	fflush(stdout);
	print_faults(c, out);
}

/* One JSON value whatever happens: what was wrong with the rows goes with the refusal. */
static int refused(
	const struct command_context *c, const struct app_totals *t, const struct app_totaled *out, const struct err *e)
{
	char text[2 * FORM_SENTENCE];
	bool judged = out->form && out->lines > 0 && out->count[TOTAL_REFUSED] > 0;
	if (!c->json) {
		if (judged)
			print_all(c, t, out);
		int code = command_fail(c, e);
		command_print_readings(c, t->path, &out->readings);
		return code;
	}
	if (!judged && out->readings.count == 0)
		return command_fail(c, e);
	err_sentence(e, c->lang, text, sizeof text);
	command_put(stderr, "%s\n", text);
	cJSON *o = facts(c, t, out);
	cJSON_AddStringToObject(o, "error", text_name(e->text));
	cJSON_AddStringToObject(o, "message", text);
	cJSON_AddNumberToObject(o, "code", e->code);
	command_print_json(c, o);
	return (int)e->code;
}

static void show_progress(void *context, size_t done, size_t total)
{
	command_progress(context, done, total);
}

int cmd_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_totaled out;
	struct app_totals t = {.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet"),
		.period = command_option(c, w, "period"),
		.date = command_option(c, w, "date"),
		.total_differs = command_option(c, w, "total-differs"),
		.dry_run = command_option(c, w, "dry-run") != NULL,
		.now = clock_now(),
		.lang = c->lang,
		.progress = show_progress,
		.context = c};
	int code = 0;
	if (app_totals_import(c->store, &t, &out, &e) != 0)
		code = refused(c, &t, &out, &e);
	else if (c->json)
		command_print_json(c, facts(c, &t, &out));
	else
		print_all(c, &t, &out);
	app_totals_free(&out);
	return code;
}
