/* cmd_import.c - `import`: the hamlet head's list, or answers, from a CSV file or a workbook. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/clock.h>
#include <tungnha/utf8.h>

#include "commands.h"

enum { REPORT_MAX = 64 * 1024 * 1024 };

struct importing {
	const struct command_context *c;
	struct buf report; /* of --dry-run --json: items, separated by commas */
};

static void show_progress(void *importing, size_t done, size_t total)
{
	const struct importing *i = importing;
	command_progress(i->c, done, total);
}

/* --- JSON --- */

static cJSON *lines_json(const struct app_import_line *line, size_t n)
{
	cJSON *a = cJSON_CreateArray();
	for (size_t i = 0; i < n && i < APP_IMPORT_SHOWN; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddNumberToObject(o, "line", (double)line[i].line);
		cJSON_AddStringToObject(o, "column", line[i].column);
		cJSON_AddStringToObject(o, "message", line[i].sentence);
		cJSON_AddItemToArray(a, o);
	}
	return a;
}

static void add_report(void *importing, const struct app_import_report *r)
{
	static const char *const actions[] = {[IMPORT_NEW] = "new",
		[IMPORT_CHANGED] = "changed",
		[IMPORT_LABELLED] = "label",
		[IMPORT_SAME] = "same",
		[IMPORT_REFUSED] = "refused"};
	struct importing *i = importing;
	cJSON *o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "line", (double)r->line);
	cJSON_AddStringToObject(o, "household_no", r->number);
	cJSON_AddStringToObject(o, "action", actions[r->action]);
	cJSON_AddStringToObject(o, "sentence", r->sentence);
	char *text = cJSON_PrintUnformatted(o);
	if (i->report.len + strlen(text) + 1 < REPORT_MAX) {
		buf_text(&i->report, i->report.len > 0 ? "," : "");
		buf_text(&i->report, text);
	}
	cJSON_free(text);
	cJSON_Delete(o);
}

static cJSON *differs_json(const struct app_imported *out)
{
	cJSON *a = cJSON_CreateArray();
	for (size_t i = 0; i < out->differing && i < APP_LABELS_SHOWN; i++) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddNumberToObject(o, "line", (double)out->differs[i].line);
		cJSON_AddStringToObject(o, "household_no", out->differs[i].number);
		cJSON_AddStringToObject(o, "here", out->differs[i].here);
		cJSON_AddStringToObject(o, "file", out->differs[i].file);
		cJSON_AddItemToArray(a, o);
	}
	return a;
}

static cJSON *facts(const struct importing *i, const struct app_imported *out)
{
	cJSON *o = cJSON_CreateObject();
	cJSON_AddBoolToObject(o, "written", out->written);
	cJSON_AddNumberToObject(o, "lines", (double)out->lines);
	cJSON_AddNumberToObject(o, "added", (double)out->added);
	cJSON_AddNumberToObject(o, "changed", (double)out->changed);
	cJSON_AddNumberToObject(o, "labelled", (double)out->labelled);
	cJSON_AddNumberToObject(o, "unchanged", (double)out->unchanged);
	cJSON_AddNumberToObject(o, "problem_count", (double)out->problems);
	cJSON_AddItemToObject(o, "problems", lines_json(out->problem, out->problems));
	cJSON_AddNumberToObject(o, "warning_count", (double)out->warnings);
	cJSON_AddItemToObject(o, "warnings", lines_json(out->warning, out->warnings));
	cJSON *left = cJSON_AddArrayToObject(o, "left_out");
	for (size_t k = 0; k < out->left_out.count; k++)
		cJSON_AddItemToArray(left, cJSON_CreateString(out->left_out.name[k]));
	cJSON_AddItemToObject(o, "changes", lines_json(out->change, out->changes));
	cJSON_AddItemToObject(o, "labels_differ", differs_json(out));
	if (out->readings.count > 0)
		cJSON_AddItemToObject(o, "readings", command_json_readings(&out->readings));
	if (i->report.len > 0) {
		char *list = alloc_print("[%s]", i->report.data);
		cJSON_AddItemToObject(o, "report", cJSON_CreateRaw(list));
		free(list);
	}
	return o;
}

/* --- words --- */

static void print_lines(const struct command_context *c, FILE *to, const struct app_import_line *line, size_t n)
{
	char where[32], more[32], text[4 * FORM_SENTENCE];
	for (size_t i = 0; i < n && i < APP_IMPORT_SHOWN; i++) {
		snprintf(where, sizeof where, "%ld", line[i].line);
		const char *const args[3] = {
			where, line[i].column[0] ? line[i].column : line[i].sentence, line[i].sentence};
		text_fill(c->lang, line[i].column[0] ? TEXT_IMPORT_AT_COLUMN : TEXT_IMPORT_AT_LINE, args, text,
			sizeof text);
		fprintf(to, "%s\n", text);
	}
	if (n <= APP_IMPORT_SHOWN)
		return;
	const char *const args[3] = {text_number(c->lang, (long long)(n - APP_IMPORT_SHOWN), more), NULL, NULL};
	text_fill(c->lang, TEXT_IMPORT_MORE, args, text, sizeof text);
	fprintf(to, "%s\n", text);
}

static void print_left_out(const struct command_context *c, const struct app_imported *out)
{
	struct buf names;
	if (out->left_out.count == 0)
		return;
	buf_init(&names, FORM_SENTENCE);
	for (size_t i = 0; i < out->left_out.count; i++) {
		buf_text(&names, i ? ", " : "");
		buf_text(&names, out->left_out.name[i]);
	}
	command_say(c, TEXT_IMPORT_LEFT_OUT, names.data, NULL, NULL);
	if (out->list_only)
		command_say(c, TEXT_IMPORT_LIST_ONLY, NULL, NULL, NULL);
	buf_free(&names);
}

static void say_count(const struct command_context *c, text_id id, size_t n)
{
	char shown[32];
	if (n > 0)
		command_say(c, id, text_number(c->lang, (long long)n, shown), NULL, NULL);
}

/* Both lists side by side: a person sees at a glance whether one house was renamed or all of them moved. Whatever else
 * is wrong with such a list can wait. */
static void print_differs(const struct command_context *c, const struct app_imported *out)
{
	char line[32], more[32];
	size_t width = 0;
	for (size_t i = 0; i < out->differing && i < APP_LABELS_SHOWN; i++)
		width = utf8_length(out->differs[i].here) > width ? utf8_length(out->differs[i].here) : width;
	for (size_t i = 0; i < out->differing && i < APP_LABELS_SHOWN; i++) {
		const struct app_label_differs *d = &out->differs[i];
		char *here = alloc_print("“%s”%*s", d->here, (int)(width - utf8_length(d->here)), "");
		snprintf(line, sizeof line, "%ld", d->line);
		const char *const args[3] = {line, d->number, here};
		char text[2 * FORM_SENTENCE];
		text_fill(c->lang, TEXT_IMPORT_LABELS_BESIDE, args, text, sizeof text);
		command_put(stderr, "%s “%s”\n", text, d->file);
		free(here);
	}
	if (out->differing <= APP_LABELS_SHOWN)
		return;
	command_warn(c, TEXT_IMPORT_MORE, text_number(c->lang, (long long)(out->differing - APP_LABELS_SHOWN), more),
		NULL, NULL);
}

static void print_done(const struct command_context *c, const struct app_imported *out, bool dry_run)
{
	print_lines(c, stderr, out->problem, out->problems);
	if (!c->quiet) {
		print_lines(c, stdout, out->change, out->changes);
		print_lines(c, stdout, out->warning, out->warnings);
	}
	print_left_out(c, out);
	char lines[32];
	text_id done = dry_run ? TEXT_IMPORT_TRIED : out->written ? TEXT_IMPORT_DONE : TEXT_IMPORT_NOTHING;
	command_say(c, done, text_number(c->lang, (long long)out->lines, lines), NULL, NULL);
	say_count(c, TEXT_IMPORT_ADDED, out->added);
	say_count(c, TEXT_IMPORT_CHANGED, out->changed);
	say_count(c, TEXT_IMPORT_LABELLED, out->labelled);
	say_count(c, TEXT_IMPORT_UNCHANGED, out->unchanged);
}

/* One JSON value whatever happens: what was wrong with the lines goes with the refusal. */
static int refused(const struct importing *i, const char *path, const struct app_imported *out, const struct err *e)
{
	const struct command_context *c = i->c;
	char text[2 * FORM_SENTENCE];
	if (!c->json) {
		if (out->differing > 0)
			print_differs(c, out);
		else
			print_lines(c, stderr, out->problem, out->problems);
		int code = command_fail(c, e);
		command_print_readings(c, path, &out->readings);
		return code;
	}
	if (out->problems + out->readings.count == 0)
		return command_fail(c, e);
	err_sentence(e, c->lang, text, sizeof text);
	fprintf(stderr, "%s\n", text);
	cJSON *o = facts(i, out);
	cJSON_AddStringToObject(o, "error", text_name(e->text));
	cJSON_AddStringToObject(o, "message", text);
	cJSON_AddNumberToObject(o, "code", e->code);
	command_print_json(c, o);
	return (int)e->code;
}

int cmd_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct importing i = {.c = c};
	struct app_imported *out = alloc_zero(1, sizeof *out);
	struct app_import ask = {.unit = u.code,
		.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.sheet = command_option(c, w, "sheet"),
		.reason = command_option(c, w, "reason"),
		.dry_run = command_option(c, w, "dry-run") != NULL,
		.good_lines = command_option(c, w, "good-lines") != NULL,
		.now = clock_now(),
		.lang = c->lang,
		.progress = show_progress,
		.report = c->json && command_option(c, w, "dry-run") ? add_report : NULL,
		.context = &i};
	buf_init(&i.report, REPORT_MAX);
	int code = shared_unit(c, w, &u, &e) != 0 ? command_fail(c, &e) : 0;
	if (code == 0 && app_import(c->store, &ask, out, &e) != 0)
		code = refused(&i, ask.path, out, &e);
	else if (code == 0 && c->json)
		command_print_json(c, facts(&i, out));
	else if (code == 0)
		print_done(c, out, ask.dry_run);
	app_import_free(out);
	buf_free(&i.report);
	free(out);
	return code;
}
