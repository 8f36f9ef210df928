/* err.h - what went wrong, for the program (code) and for a person (text).
 *
 * A function that can fail for an outside reason returns 0 or -1 and fills the caller's struct err. The first
 * to notice a failure names the sentence; only main, a command or a page prints it, in the reader's language.
 * A bug is an assert, never a struct err. */
#ifndef TUNGNHA_ERR_H
#define TUNGNHA_ERR_H

#include <tungnha/text.h>

/* The values are the programs' exit codes (sysexits.h where it has one). */
enum err_code {
	ERR_NONE = 0,
	ERR_USAGE = 64,       /* unknown command, option or field name; missing argument */
	ERR_DATA = 65,        /* refused value, line, file or definition; database of a newer version */
	ERR_NOT_FOUND = 66,   /* no such file, folder, household, unit, entry, device */
	ERR_UNAVAILABLE = 69, /* definitions missing, service not available */
	ERR_BUG = 70,         /* the program is at fault */
	ERR_CREATE = 73,      /* cannot create output; read-only */
	ERR_IO = 74,          /* input/output error, disk full */
	ERR_BUSY = 75,        /* store busy after 5 s; nothing reachable now */
	ERR_DENIED = 77,      /* wrong or missing passphrase, figures locked, revoked */
};

enum { ERR_ARGS = 3, ERR_ARG_BYTES = 256 };

struct err {
	enum err_code code;
	text_id text;
	char arg[ERR_ARGS][ERR_ARG_BYTES]; /* for {0} {1} {2} of the sentence; UTF-8, no control characters */
};

/* Between two arguments of one err_set: err_set(e, ERR_DATA, TEXT_X, "%s" ERR_AND "%d", name, n). */
#define ERR_AND "\x1f"

/* Fills *e and returns -1, so that `return err_set(…)` reads as what it is. The arguments are formatted like
 * printf, cut at ERR_ARG_BYTES - 1 on a character boundary; control characters become spaces. "" = no arguments. */
int err_set(struct err *e, enum err_code code, text_id text, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* errno as an err: ENOENT and the like -> ERR_NOT_FOUND, ENOSPC/EDQUOT -> ERR_IO "disk full", EROFS/EACCES/EPERM ->
 * ERR_CREATE, else ERR_IO; the path is argument 0. Returns -1. */
int err_errno(struct err *e, int errnum, const char *path);

/* The sentence of e in a language, written whole (no newline) into out; always ends in NUL. */
void err_sentence(const struct err *e, enum text_lang lang, char *out, size_t out_bytes);

#endif
