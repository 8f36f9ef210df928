/* cmd_export.c - `export`: the hub's figures for other systems. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_export.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

#include "commands.h"

/* --format, else what the file's name asks for, else a table; --json is JSON and nothing else. */
static int choose_format(
	const struct command_context *c, const struct command_words *w, enum export_format *out, struct err *e)
{
	const char *file = command_option(c, w, "o"), *word = command_option(c, w, "format");
	const char *dot = file ? strrchr(file, '.') : NULL;
	*out = c->json ? EXPORT_JSON : EXPORT_CSV;
	if (word && (!export_format_read(word, out) || (c->json && *out != EXPORT_JSON)))
		return err_set(e, ERR_USAGE, TEXT_EXPORT_FORMAT, "%s", word);
	if (!word && !c->json && dot && strcmp(dot, ".json") == 0)
		*out = EXPORT_JSON;
	else if (!word && !c->json && dot && strcmp(dot, ".xml") == 0)
		*out = EXPORT_ADX;
	return 0;
}

/* On stderr, so that the file may go to a pipe. */
static void tell(const struct command_context *c, const struct app_exported *x, const char *file)
{
	char version[32], rows[32];
	if (c->quiet)
		return;
	snprintf(version, sizeof version, "%d", x->version);
	if (x->version)
		command_warn(c, TEXT_EXPORT_CLOSED, x->figures, version, x->code);
	else
		command_warn(c, TEXT_EXPORT_NOT_CLOSED, x->figures, NULL, NULL);
	if (strcmp(x->figures, x->period) != 0)
		command_warn(c, TEXT_EXPORT_LONGER, x->period, x->figures, NULL);
	if (file && strcmp(file, "-") != 0)
		command_warn(c, TEXT_EXPORT_WRITTEN, file, text_number(c->lang, (long long)x->rows, rows), NULL);
}

int cmd_export(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct buf file;
	struct app_exported done;
	const char *to = command_option(c, w, "o");
	struct app_export wish = {.period = command_option(c, w, "period"), .lang = c->lang, .now = clock_now()};
	if (choose_format(c, w, &wish.format, &e) != 0)
		return command_fail(c, &e);
	buf_init(&file, REPORT_BYTES_MAX);
	int rc = app_export(c->store, &wish, &done, &file, &e);
	if (rc == 0)
		rc = file_output(to, file.data, file.len, &e);
	buf_free(&file);
	if (rc != 0)
		return command_fail(c, &e);
	tell(c, &done, to);
	return 0;
}
