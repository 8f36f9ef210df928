/* command_parts.h - what the files of the command frame share: argv sorted out, help, the common options. */
#ifndef TUNGNHA_APP_COMMAND_PARTS_H
#define TUNGNHA_APP_COMMAND_PARTS_H

#include <tungnha/command.h>

/* The options every command understands, by place. */
enum command_common {
	COMMON_DATA,
	COMMON_LANG,
	COMMON_JSON,
	COMMON_QUIET,
	COMMON_PASSPHRASE_FILE,
	COMMON_HELP,
	COMMON_VERSION,
	COMMON_COUNT,
};
extern const struct command_option command_common[COMMON_COUNT + 1];

/* An argv taken apart. */
struct command_line {
	const struct command *command;    /* NULL: no command was named (help, version, or an error) */
	const char *group;                /* "unit": the first word of commands, without a second one that is known */
	const char *common[COMMON_COUNT]; /* values of common options; "" for a switch; NULL = not given */
	struct command_words words;
	char **memory; /* what words.word points into */
};

/* --lang, --json and --quiet wherever they stand, so that even a refused argv is answered as was asked. */
void command_line_peek(int argc, char **argv, struct command_line *out);
int command_line_read(const struct command *table, const char *program, int argc, char **argv, struct command_line *out,
	struct err *e);
void command_line_free(struct command_line *l);

/* How a command is called: "tungnha-collector void NO --reason TEXT". */
void command_help_usage(const char *program, const struct command *command, char *out, size_t out_bytes);
void command_help_program(const struct command_context *c, const struct command *table, const char *group);
void command_help_command(const struct command_context *c);

/* The sentence as this program says it: of whom a hub sends to it is not the commune that is spoken of. */
text_id command_above(const struct command_context *c, text_id id);

/* Does a file lie on the same filesystem as the data? */
bool command_same_disk(const struct command_context *c, const char *file);

#endif
