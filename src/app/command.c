/* command.c - main() of both programs: finds the command, opens what it needs, runs it, and notices lost output. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "command_parts.h"

/* A closed standard stream would be given to the next file opened, and a message written into the store. What stands in
 * its place fails when used. */
static void guard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static const char *not_empty(const char *s)
{
	return s && *s ? s : NULL;
}

/* --data, else $TUNGNHA_DATA, else the place for data of the desktop standards. The caller frees; NULL with e. */
static char *data_folder(const char *given, enum store_role role, struct err *e)
{
	const char *word = role == STORE_COLLECTOR ? "collector" : "aggregator";
	const char *folder = given ? given : not_empty(getenv("TUNGNHA_DATA"));
	const char *xdg = not_empty(getenv("XDG_DATA_HOME")), *home = not_empty(getenv("HOME"));
	if (folder && *folder)
		return alloc_copy(folder);
	if (!folder && xdg && *xdg == '/')
		return alloc_print("%s/tungnha/%s", xdg, word);
	if (!folder && home)
		return alloc_print("%s/.local/share/tungnha/%s", home, word);
	err_set(e, ERR_USAGE, TEXT_DATA_FOLDER_UNKNOWN, "");
	return NULL;
}

static int take_common(struct command_context *c, const struct command_line *l, struct err *e)
{
	const char *lang = l->common[COMMON_LANG];
	c->json = l->common[COMMON_JSON] != NULL;
	c->quiet = l->common[COMMON_QUIET] != NULL;
	c->passphrase_file = l->common[COMMON_PASSPHRASE_FILE];
	if (!lang)
		return 0;
	if (strcmp(lang, "vi") != 0 && strcmp(lang, "en") != 0)
		return err_set(e, ERR_USAGE, TEXT_LANG_UNKNOWN, "%s", lang);
	c->lang = text_lang_of(lang, LANG_VI);
	return 0;
}

int command_open_by(struct command_context *c, const struct store_key *k, struct err *e)
{
	if (store_open_by(c->folder, k, &c->store, e) != 0)
		return -1;
	if (store_role(c->store) == c->role)
		return 0;
	return err_set(e, ERR_DATA, TEXT_DATA_OF_OTHER_PROGRAM, "%s" ERR_AND "%s", c->folder,
		c->role == STORE_COLLECTOR ? "tungnha-aggregator" : "tungnha-collector");
}

/* The passphrase is asked for only when the store does not open without it: after `unlock` deriving the key again would
 * only take time. */
int command_open(struct command_context *c, enum store_role role, struct err *e)
{
	enum store_protection how;
	char *passphrase = NULL;
	struct err closed;
	c->role = role;
	int rc = command_open_by(c, &(struct store_key){0}, e);
	if (rc == 0 || e->code != ERR_DENIED || !store_look(c->folder, &how) || how != STORE_UNDER_PASSPHRASE)
		return rc;
	closed = *e;
	rc = command_passphrase(c, NULL, false, &passphrase, e);
	if (rc == 0 && passphrase)
		rc = command_open_by(c, &(struct store_key){.passphrase = passphrase}, e);
	else if (rc == 0) {
		*e = closed;
		rc = -1;
	}
	command_passphrase_free(passphrase);
	return rc;
}

static int run_command(struct command_context *c, enum store_role role, struct command_line *l, struct err *e)
{
	char *folder = data_folder(l->common[COMMON_DATA], role, e);
	if (!folder)
		return command_fail(c, e);
	c->folder = folder;
	c->role = role;
	c->command = l->command;
	c->name = l->command->name;
	int code = 0;
	if (l->command->needs == NEEDS_STORE && command_open(c, role, e) != 0)
		code = command_fail(c, e);
	else
		code = l->command->run(c, &l->words);
	store_close(c->store);
	c->store = NULL;
	sodium_memzero(c->recovery, sizeof c->recovery);
	free(folder);
	return code;
}

static int run(struct command_context *c, enum store_role role, const struct command *table, int argc, char **argv)
{
	struct command_line l;
	struct err e;
	int code = 0;
	command_line_peek(argc, argv, &l);
	if (take_common(c, &l, &e) != 0)
		return command_fail(c, &e);
	if (command_line_read(table, c->program, argc, argv, &l, &e) != 0 || take_common(c, &l, &e) != 0) {
		code = command_fail(c, &e);
	} else if (l.common[COMMON_VERSION]) {
		printf("%s %s\n", c->program, COMMAND_VERSION);
	} else if (l.common[COMMON_HELP] && l.command) {
		c->command = l.command;
		command_help_command(c);
	} else if (l.common[COMMON_HELP]) {
		command_help_program(c, table, l.group);
	} else {
		code = run_command(c, role, &l, &e);
	}
	command_line_free(&l);
	return code;
}

/* What was printed but never arrived (full disk, closed pipe) is a failure, though the work itself was done. */
static int finish(const struct command_context *c, int code)
{
	struct err e;
	errno = 0;
	bool lost = fflush(stdout) != 0;
	lost = ferror(stdout) || lost;
	if (!lost || code != 0)
		return code;
	err_set(&e, ERR_IO, TEXT_OUTPUT_LOST, "%s", errno ? strerror(errno) : "");
	char sentence[FORM_SENTENCE];
	err_sentence(&e, c->lang, sentence, sizeof sentence);
	fprintf(stderr, "%s\n", sentence);
	return ERR_IO;
}

int command_main(const char *program, enum store_role role, const struct command *table, int argc, char **argv)
{
	struct command_context c = {.program = program, .lang = text_lang_of(getenv("LANG"), LANG_VI)};
	alloc_init();
	guard_streams();
	signal(SIGPIPE, SIG_IGN);
	if (sodium_init() < 0) {
		fprintf(stderr, "%s: sodium_init\n", program);
		return ERR_BUG;
	}
	return finish(&c, run(&c, role, table, argc, argv));
}
