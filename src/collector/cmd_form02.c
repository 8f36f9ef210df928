/* cmd_form02.c - `form02`: the hamlet's sheet, on the screen or into a file. */
#include <string.h>
#include <unistd.h>

#include <tungnha/file.h>

#include "commands.h"

static int choose_format(
	const struct command_context *c, const struct command_words *w, enum report_format *out, struct err *e)
{
	const char *word = command_option(c, w, "format"), *file = command_option(c, w, "o");
	*out = c->json ? REPORT_JSON : REPORT_TEXT;
	if (word && !report_format_read(word, out))
		return err_set(e, ERR_USAGE, TEXT_HUB_FORMAT_UNKNOWN, "%s", word);
	if (*out == REPORT_XLSX && !file && isatty(STDOUT_FILENO))
		return err_set(e, ERR_USAGE, TEXT_HUB_FORMAT_NEEDS_FILE, "%s", word);
	return 0;
}

int cmd_form02(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	struct buf out;
	enum report_format format;
	const char *file = command_option(c, w, "o");
	if (choose_format(c, w, &format, &e) != 0)
		return command_fail(c, &e);
	buf_init(&out, REPORT_BYTES_MAX);
	int rc = shared_unit(c, w, &u, &e);
	if (rc == 0)
		rc = app_form02(c->store, u.code, format, c->lang, command_option(c, w, "blank") != NULL, &out, &e);
	if (rc == 0)
		rc = file_output(file, out.data, out.len, &e);
	buf_free(&out);
	if (rc != 0)
		return command_fail(c, &e);
	if (file && strcmp(file, "-") != 0)
		command_say(c, TEXT_HUB_WRITTEN, file, NULL, NULL);
	return 0;
}
