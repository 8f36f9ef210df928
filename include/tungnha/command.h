/* command.h - what both programs share: a table of commands, options, the passphrase, printing facts.
 *
 * A command parses, calls one use case of app_*.h, prints. It never exits by itself: it returns an exit code. */
#ifndef TUNGNHA_COMMAND_H
#define TUNGNHA_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <cjson/cJSON.h>
#include <tungnha/err.h>
#include <tungnha/store.h>
#include <tungnha/store_keep.h>
#include <tungnha/text.h>

#define COMMAND_VERSION "0.1.0"

/* What a command needs opened before it runs. */
enum command_needs { NEEDS_NOTHING, NEEDS_STORE };

struct command_context {
	const char *program; /* "tungnha-collector" */
	enum store_role role;
	const char *folder; /* --data */
	enum text_lang lang;
	bool json, quiet;
	const char *passphrase_file; /* --passphrase-file, NULL when not given */
	struct store *store;         /* NEEDS_STORE */
	const struct command *command;
	const char *name;                   /* the command as typed: "unit add" */
	char recovery[STORE_RECOVERY_TEXT]; /* a recovery key drawn by this command; "" = none; wiped at the end */
};

struct command_option {
	const char *name;  /* "reason" for --reason TEXT, "o" for -o FILE; NULL ends the list */
	const char *value; /* "TEXT"; NULL = a switch */
	bool repeated;
	text_id help;
};

enum { COMMAND_OPTIONS_MAX = 16, COMMAND_REPEAT_MAX = 16 };

/* The words after the command, sorted out: options may stand anywhere, `--` ends them. */
struct command_words {
	char **word; /* positional */
	int words;
	const char *option[COMMAND_OPTIONS_MAX]
			  [COMMAND_REPEAT_MAX]; /* by index in the table; NULL = not given; a switch gives "" */
	int options[COMMAND_OPTIONS_MAX];
};
const char *command_option(
	const struct command_context *c, const struct command_words *w, const char *name); /* first value or NULL */

struct command {
	const char *name;  /* "put", "unit add": two words where the first is a group */
	const char *usage; /* "[household_no=NO] KEY=VALUE… [--reason TEXT]" */
	text_id help;      /* one line */
	enum command_needs needs;
	int min_words, max_words;            /* positional; -1 = any number */
	const struct command_option *option; /* ended by a NULL name; NULL = none */
	int (*run)(struct command_context *c, struct command_words *w);
};

/* main() of both programs: common options (--data --lang --json --quiet --passphrase-file --help --version), look-up
 * (ERR_USAGE with the nearest name), opening the store, run, close. The table ends with a NULL name. */
int command_main(const char *program, enum store_role role, const struct command *table, int argc, char **argv);

/* Opens the store of a NEEDS_NOTHING command that finds it needs one, as NEEDS_STORE would; closed by command_main. */
int command_open(struct command_context *c, enum store_role role, struct err *e);
/* The same with what is given and nothing else. */
int command_open_by(struct command_context *c, const struct store_key *k, struct err *e);

/* Prints the sentence of e on stderr; returns its exit code. With --json also
 * {"error":"STORE_BUSY","message":"…","code":75} on stdout: so a command prints its facts or fails, never both. */
int command_fail(const struct command_context *c, const struct err *e);

/* The name nearest to what was typed, NULL when none is near: for "did you mean". */
const char *command_nearest(const char *typed, const char *const *names, size_t n);

/* The passphrase from `file` (NULL: --passphrase-file, else $TUNGNHA_PASSPHRASE_FILE), else asked on the terminal
 * (twice when `fresh`, and then long enough, else ERR_DATA). A file on the same filesystem as the data is warned of.
 * Wiped and freed with command_passphrase_free. *out NULL and 0 when there is neither a file nor a terminal. */
int command_passphrase(const struct command_context *c, const char *file, bool fresh, char **out, struct err *e);
void command_passphrase_free(char *p);
/* A new passphrase from `file`, else asked twice on the terminal, and nowhere else; as above. ERR_DATA: too short. */
int command_new_passphrase(const struct command_context *c, const char *file, char **out, struct err *e);
/* … a person's, which opens no data by itself; how good it is, others judge. */
int command_new_password(const struct command_context *c, const char *file, char **out, struct err *e);
/* The recovery key from `file`, else asked on the terminal, where it is seen while typed; as above. */
int command_recovery_key(const struct command_context *c, const char *file, char **out, struct err *e);

/* Facts: printed as JSON (and freed), one value, newline. */
int command_print_json(const struct command_context *c, cJSON *facts);
/* A sentence on stdout unless --quiet or --json. */
void command_say(const struct command_context *c, text_id id, const char *a0, const char *a1, const char *a2);
/* A line that is no sentence, with %s for texts and nothing else: what others wrote is shown as utf8_plain leaves it.
 */
void command_put(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A warning: a sentence on stderr, --quiet or not. */
void command_warn(const struct command_context *c, text_id id, const char *a0, const char *a1, const char *a2);
/* How far long work has come, on one line of a terminal; nothing elsewhere. done == total ends the line. */
void command_progress(const struct command_context *c, size_t done, size_t total);

/* A plain table for the terminal: cells by rows; columns marked right-aligned by a '>' before their heading. */
struct command_table;
struct command_table *command_table_new(size_t columns, const char *const *headings);
void command_table_row(struct command_table *t, const char *const *cells); /* copies */
void command_table_print(struct command_table *t);                         /* and frees */
void command_table_free(struct command_table *t);                          /* without printing; NULL is fine */

#endif
