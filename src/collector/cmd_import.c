/* cmd_import.c - `import`: the hamlet head's list, or answers, from a CSV file. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/clock.h>

#include "commands.h"

static void show_progress(void *context, size_t done, size_t total)
{
	command_progress(context, done, total);
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

static cJSON *facts(const struct app_imported *out)
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
	for (size_t i = 0; i < out->left_out.count; i++)
		cJSON_AddItemToArray(left, cJSON_CreateString(out->left_out.name[i]));
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
	buf_free(&names);
}

static void say_count(const struct command_context *c, enum text_id id, size_t n)
{
	char shown[32];
	if (n > 0)
		command_say(c, id, text_number(c->lang, (long long)n, shown), NULL, NULL);
}

static void print_done(const struct command_context *c, const struct app_imported *out, bool dry_run)
{
	print_lines(c, stderr, out->problem, out->problems);
	if (!c->quiet)
		print_lines(c, stdout, out->warning, out->warnings);
	print_left_out(c, out);
	char lines[32];
	enum text_id done = dry_run ? TEXT_IMPORT_TRIED : out->written ? TEXT_IMPORT_DONE : TEXT_IMPORT_NOTHING;
	command_say(c, done, text_number(c->lang, (long long)out->lines, lines), NULL, NULL);
	say_count(c, TEXT_IMPORT_ADDED, out->added);
	say_count(c, TEXT_IMPORT_CHANGED, out->changed);
	say_count(c, TEXT_IMPORT_LABELLED, out->labelled);
	say_count(c, TEXT_IMPORT_UNCHANGED, out->unchanged);
}

/* One JSON value whatever happens: what was wrong with the lines goes with the refusal. */
static int refused(const struct command_context *c, const struct app_imported *out, const struct err *e)
{
	char text[2 * FORM_SENTENCE];
	if (out->problems == 0)
		return command_fail(c, e);
	if (!c->json) {
		print_lines(c, stderr, out->problem, out->problems);
		return command_fail(c, e);
	}
	err_sentence(e, c->lang, text, sizeof text);
	fprintf(stderr, "%s\n", text);
	cJSON *o = facts(out);
	cJSON_AddStringToObject(o, "error", text_name(e->text));
	cJSON_AddStringToObject(o, "message", text);
	cJSON_AddNumberToObject(o, "code", e->code);
	command_print_json(c, o);
	return e->code;
}

int cmd_import(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct app_imported out;
	struct app_import ask = {.unit = u.code,
		.path = w->word[0],
		.encoding = command_option(c, w, "encoding"),
		.dry_run = command_option(c, w, "dry-run") != NULL,
		.good_lines = command_option(c, w, "good-lines") != NULL,
		.now = clock_now(),
		.lang = c->lang,
		.progress = show_progress,
		.context = c};
	if (shared_unit(c, w, &u, &e) != 0)
		return command_fail(c, &e);
	int code = 0;
	if (app_import_csv(c->store, &ask, &out, &e) != 0)
		code = refused(c, &out, &e);
	else if (c->json)
		command_print_json(c, facts(&out));
	else
		print_done(c, &out, ask.dry_run);
	app_import_free(&out);
	return code;
}
