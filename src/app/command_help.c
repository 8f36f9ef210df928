/* command_help.c - the common options, and help made from the tables that also drive the programs. */
#include <stdio.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "command_parts.h"

const struct command_option command_common[COMMON_COUNT + 1] = {
	[COMMON_DATA] = {.name = "data", .value = "DIR", .help = TEXT_OPT_DATA},
	[COMMON_LANG] = {.name = "lang", .value = "vi|en", .help = TEXT_OPT_LANG},
	[COMMON_JSON] = {.name = "json", .help = TEXT_OPT_JSON},
	[COMMON_QUIET] = {.name = "quiet", .help = TEXT_OPT_QUIET},
	[COMMON_PASSPHRASE_FILE] = {.name = "passphrase-file", .value = "FILE", .help = TEXT_OPT_PASSPHRASE_FILE},
	[COMMON_HELP] = {.name = "help", .help = TEXT_OPT_HELP},
	[COMMON_VERSION] = {.name = "version", .help = TEXT_OPT_VERSION},
};

void command_help_usage(const char *program, const struct command *command, char *out, size_t out_bytes)
{
	const char *usage = command->usage ? command->usage : "";
	snprintf(out, out_bytes, "%s %s%s%s", program, command->name, *usage ? " " : "", usage);
}

/* "  --reason TEXT      Lý do…": names to one width, at least two spaces after them. */
static void line(const struct command_context *c, const char *name, size_t width, text_id help)
{
	size_t len = utf8_length(name);
	printf("  %s%*s  %s\n", name, (int)(width > len ? width - len : 0), "", text_get(c->lang, help));
}

static void option_text(const struct command_option *o, char *out, size_t out_bytes)
{
	snprintf(out, out_bytes, "%s%s%s%s", o->name[1] ? "--" : "-", o->name, o->value ? " " : "",
		o->value ? o->value : "");
}

static void options(const struct command_context *c, const struct command_option *o, size_t width)
{
	for (; o && o->name; o++) {
		char text[80];
		option_text(o, text, sizeof text);
		line(c, text, width, o->help);
	}
}

static size_t options_width(const struct command_option *o)
{
	size_t width = 0;
	for (; o && o->name; o++) {
		char text[80];
		option_text(o, text, sizeof text);
		width = utf8_length(text) > width ? utf8_length(text) : width;
	}
	return width;
}

static bool in_group(const struct command *command, const char *group)
{
	size_t n = group ? strlen(group) : 0;
	return n == 0 || (strncmp(command->name, group, n) == 0 && command->name[n] == ' ');
}

void command_help_program(const struct command_context *c, const struct command *table, const char *group)
{
	size_t width = 0;
	for (const struct command *t = table; t->name; t++)
		if (in_group(t, group) && strlen(t->name) > width)
			width = strlen(t->name);
	printf("%s %s [--data DIR] %s%s…\n\n", text_get(c->lang, TEXT_HELP_USAGE), c->program, group ? group : "",
		group ? " " : text_get(c->lang, TEXT_HELP_COMMAND_WORD));
	printf("%s\n", text_get(c->lang, TEXT_HELP_COMMANDS));
	for (const struct command *t = table; t->name; t++)
		if (in_group(t, group))
			line(c, t->name, width, t->help);
	printf("\n%s\n", text_get(c->lang, TEXT_HELP_COMMON_OPTIONS));
	options(c, command_common, options_width(command_common));
	printf("\n");
	command_say(c, TEXT_HELP_MORE, c->program, NULL, NULL);
}

/* What one line cannot say: names of fields, which step comes next. Found by the line it goes on from. */
static const struct {
	text_id help, more;
} further[] = {
	{TEXT_CMD_PUT, TEXT_MORE_PUT},
	{TEXT_CMD_IMPORT, TEXT_MORE_IMPORT},
	{TEXT_CMD_JOIN, TEXT_MORE_JOIN},
	{TEXT_CMD_SYNC, TEXT_MORE_SYNC},
	{TEXT_DECIDE_HELP_PUT, TEXT_MORE_PUT_SHEET},
	{TEXT_DECIDE_HELP_ROW_SET, TEXT_MORE_ROW},
	{TEXT_DECIDE_HELP_REFERENCE_SET, TEXT_MORE_ROW},
	{TEXT_UNITS_HELP_MERGE, TEXT_MORE_MERGE},
	{TEXT_HELP_PURGE, TEXT_MORE_PURGE},
	{TEXT_WEB_HELP_SERVE, TEXT_MORE_SERVE},
};

static void say_further(const struct command_context *c)
{
	for (size_t i = 0; i < sizeof further / sizeof *further; i++)
		if (further[i].help == c->command->help)
			printf("\n%s\n", text_get(c->lang, further[i].more));
}

void command_help_command(const struct command_context *c)
{
	const struct command *command = c->command;
	size_t own = options_width(command->option), common = options_width(command_common);
	size_t width = own > common ? own : common;
	char usage[256];
	command_help_usage(c->program, command, usage, sizeof usage);
	printf("%s %s\n\n%s\n", text_get(c->lang, TEXT_HELP_USAGE), usage, text_get(c->lang, command->help));
	say_further(c);
	if (own > 0)
		printf("\n%s\n", text_get(c->lang, TEXT_HELP_OPTIONS));
	options(c, command->option, width);
	printf("\n%s\n", text_get(c->lang, TEXT_HELP_COMMON_OPTIONS));
	options(c, command_common, width);
}
