/* command_passphrase.c - where a passphrase comes from: a secret file, or a person at a terminal. Never a command-line
 * word. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_settings.h>
#include <tungnha/file.h>

#include "command_parts.h"

enum { PASSPHRASE_ROOM = 1024 + 1 + 1 }; /* 1 kB, a newline, a NUL */

/* The filesystem of path, or of the nearest folder above it that exists already. */
static bool device_of(const char *path, dev_t *out)
{
	struct stat st;
	char *p = alloc_copy(path);
	bool found = stat(p, &st) == 0;
	while (!found) {
		char *slash = strrchr(p, '/');
		if (!slash)
			break;
		*(slash == p ? slash + 1 : slash) = '\0';
		found = stat(p, &st) == 0;
		if (slash == p)
			break;
	}
	if (!found)
		found = stat(".", &st) == 0;
	free(p);
	*out = found ? st.st_dev : 0;
	return found;
}

bool command_same_disk(const struct command_context *c, const char *file)
{
	dev_t a, b;
	return device_of(file, &a) && device_of(c->folder, &b) && a == b;
}

static void warn_same_place(const struct command_context *c, const char *file)
{
	if (command_same_disk(c, file))
		command_warn(c, TEXT_PASSPHRASE_FILE_BESIDE_DATA, file, NULL, NULL);
}

/* --- asking --- */

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	interrupted = number;
}

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP};
enum { WATCHED = sizeof watched / sizeof *watched };

/* One line from the terminal, without its newline. Byte by byte, so that no stdio buffer keeps a copy. false: ended or
 * too long. */
static bool read_line(char *out, size_t room)
{
	size_t n = 0;
	bool fits = true;
	for (;;) {
		char ch;
		ssize_t got = read(STDIN_FILENO, &ch, 1);
		if (got != 1)
			return false;
		if (ch == '\n')
			break;
		fits = fits && n + 1 < room;
		if (fits)
			out[n++] = ch;
	}
	out[n] = '\0';
	return fits;
}

/* Unless `shown`, the terminal shows nothing while this reads, and is as before even when a signal ends it. */
static bool ask(const struct command_context *c, text_id question, bool shown, char *out, size_t room)
{
	struct termios before, silent;
	struct sigaction old[WATCHED], catch = {.sa_handler = on_signal};
	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	interrupted = 0;
	for (int i = 0; i < WATCHED; i++)
		sigaction(watched[i], &catch, &old[i]);
	silent = before;
	if (!shown)
		silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	fprintf(stderr, "%s ", text_get(c->lang, question));
	bool ok = read_line(out, room);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	if (!shown)
		fputc('\n', stderr);
	for (int i = 0; i < WATCHED; i++)
		sigaction(watched[i], &old[i], NULL);
	if (interrupted)
		raise(interrupted);
	return ok && !interrupted;
}

static int ask_twice(const struct command_context *c, bool fresh, char *out, struct err *e)
{
	text_id question = fresh ? TEXT_PASSPHRASE_ASK_NEW : TEXT_PASSPHRASE_ASK;
	if (!ask(c, question, false, out, PASSPHRASE_ROOM) || !*out)
		return err_set(e, ERR_DENIED, TEXT_PASSPHRASE_NONE, "");
	if (!fresh)
		return 0;
	char *again = sodium_malloc(PASSPHRASE_ROOM);
	if (!again)
		abort();
	bool same = ask(c, TEXT_PASSPHRASE_ASK_AGAIN, false, again, PASSPHRASE_ROOM) && strcmp(out, again) == 0;
	sodium_free(again);
	return same ? 0 : err_set(e, ERR_DENIED, TEXT_PASSPHRASE_DIFFERS, "");
}

/* From the file, else by asking; *out NULL and 0 when there is neither a file nor a terminal. */
static int obtain(const struct command_context *c, const char *file,
	int (*asked)(const struct command_context *c, char *out, struct err *e), char **out, struct err *e)
{
	*out = NULL;
	if (!file && !isatty(STDIN_FILENO))
		return 0;
	char *p = sodium_malloc(PASSPHRASE_ROOM);
	if (!p)
		abort();
	int rc = file ? file_secret(file, p, PASSPHRASE_ROOM, e) < 0 : asked(c, p, e);
	if (rc != 0) {
		sodium_free(p);
		return -1;
	}
	*out = p;
	return 0;
}

/* What opens the data itself: beside them it protects nothing. */
static int obtain_key(const struct command_context *c, const char *file,
	int (*asked)(const struct command_context *c, char *out, struct err *e), char **out, struct err *e)
{
	int rc = obtain(c, file, asked, out, e);
	if (rc == 0 && file)
		warn_same_place(c, file);
	return rc;
}

static int ask_old(const struct command_context *c, char *out, struct err *e)
{
	return ask_twice(c, false, out, e);
}

static int ask_new(const struct command_context *c, char *out, struct err *e)
{
	return ask_twice(c, true, out, e);
}

static int ask_recovery(const struct command_context *c, char *out, struct err *e)
{
	bool given = ask(c, TEXT_RECOVERY_ASK, true, out, PASSPHRASE_ROOM) && *out;
	return given ? 0 : err_set(e, ERR_DENIED, TEXT_RECOVERY_NEEDED, "");
}

int command_new_passphrase(const struct command_context *c, const char *file, char **out, struct err *e)
{
	if (obtain_key(c, file, ask_new, out, e) != 0)
		return -1;
	if (!*out || app_passphrase_check(*out, e) == 0)
		return 0;
	sodium_free(*out);
	*out = NULL;
	return -1;
}

int command_passphrase(const struct command_context *c, const char *file, bool fresh, char **out, struct err *e)
{
	const char *named = getenv("TUNGNHA_PASSPHRASE_FILE");
	if (!file)
		file = c->passphrase_file;
	if (!file && named && *named)
		file = named;
	return fresh ? command_new_passphrase(c, file, out, e) : obtain_key(c, file, ask_old, out, e);
}

int command_recovery_key(const struct command_context *c, const char *file, char **out, struct err *e)
{
	return obtain_key(c, file, ask_recovery, out, e);
}

int command_new_password(const struct command_context *c, const char *file, char **out, struct err *e)
{
	return obtain(c, file, ask_new, out, e);
}

void command_passphrase_free(char *p)
{
	sodium_free(p);
}
