/* cmd_indicators.c - `indicators`: the plan's targets, judged; and how plans' tables go to a file. */
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

int shared_plan_format(
	const struct command_context *c, const struct command_words *w, enum app_plan_format *out, struct err *e)
{
	const char *file = command_option(c, w, "o"), *word = command_option(c, w, "format");
	const char *dot = file ? strrchr(file, '.') : NULL;
	*out = c->json ? PLAN_JSON : PLAN_TEXT;
	if (word && (!app_plan_format_read(word, out) || (c->json && *out != PLAN_JSON)))
		return err_set(
			e, ERR_USAGE, TEXT_FIGURE_FORMAT, "%s" ERR_AND "%s", word, "text, csv, json, html, xlsx, docx");
	if (!word && !c->json && dot && !app_plan_format_read(dot + 1, out))
		*out = PLAN_TEXT;
	return 0;
}

int shared_plan_out(
	const struct command_context *c, const struct command_words *w, int rc, struct buf *file, const struct err *e)
{
	const char *to = command_option(c, w, "o");
	struct err io;
	bool made = rc == 0;
	if (made)
		rc = file_output(to, file->data, file->len, &io);
	buf_free(file);
	if (rc != 0)
		return command_fail(c, made ? &io : e);
	if (to && strcmp(to, "-") != 0)
		command_say(c, TEXT_FIGURE_WRITTEN, to, NULL, NULL);
	return 0;
}

int cmd_indicators(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_indicators x;
	struct buf file;
	enum app_plan_format format;
	int64_t now = clock_now();
	if (shared_plan_format(c, w, &format, &e) != 0 ||
		app_indicators(c->store, command_option(c, w, "period"), now, &x, &e) != 0)
		return command_fail(c, &e);
	buf_init(&file, REPORT_BYTES_MAX);
	int rc = app_indicators_file(c->store, &x, format, c->lang, now, &file, &e);
	app_indicators_free(&x);
	return shared_plan_out(c, w, rc, &file, &e);
}
