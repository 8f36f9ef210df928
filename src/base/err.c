/* err.c - filling a struct err and saying it as a sentence. */
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/err.h>
#include <utf8proc.h>

/* Control characters and line separators could forge a second line, or drive a terminal. */
static bool is_control(utf8proc_int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);
	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/* Copies n bytes of unknown origin (a path, a typed value) as clean UTF-8: what is not UTF-8 becomes '?'. */
static void copy_clean(char out[static ERR_ARG_BYTES], const char *s, size_t n)
{
	size_t len = 0;
	while (n > 0) {
		utf8proc_int32_t c;
		utf8proc_ssize_t got = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &c);
		size_t taken = got > 0 ? (size_t)got : 1;
		bool plain = got > 0 && !is_control(c);
		size_t written = plain ? taken : 1;
		if (len + written > ERR_ARG_BYTES - 1)
			break;
		if (plain)
			memcpy(out + len, s, taken);
		else
			out[len] = got > 0 ? ' ' : '?';
		len += written;
		s += taken;
		n -= taken;
	}
	out[len] = '\0';
}

static void split(struct err *e, const char *s)
{
	for (int i = 0; i < ERR_ARGS; i++) {
		size_t n = strcspn(s, ERR_AND);
		copy_clean(e->arg[i], s, n);
		s += n;
		if (*s)
			s++;
	}
}

int err_set(struct err *e, enum err_code code, text_id text, const char *fmt, ...)
{
	assert(fmt);
	char fixed[1024], *whole = fixed;
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(fixed, sizeof fixed, fmt, args);
	if (n >= (int)sizeof fixed) {
		whole = alloc_bytes((size_t)n + 1);
		vsnprintf(whole, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	va_end(args);
	e->code = code;
	e->text = text;
	split(e, n < 0 ? "" : whole);
	if (whole != fixed)
		free(whole);
	return -1;
}

int err_errno(struct err *e, int errnum, const char *path)
{
	char room[128];
	switch (errnum) {
	case ENOENT:
		return err_set(e, ERR_NOT_FOUND, TEXT_FILE_MISSING, "%s", path);
	case ENOTDIR:
		return err_set(e, ERR_NOT_FOUND, TEXT_FILE_NOT_FOLDER, "%s", path);
	case ENOSPC:
	case EDQUOT:
		return err_set(e, ERR_IO, TEXT_DISK_FULL, "%s", path);
	case EROFS:
	case EACCES:
	case EPERM:
		return err_set(e, ERR_CREATE, TEXT_FILE_NO_PERMISSION, "%s", path);
	default:
		return err_set(e, ERR_IO, TEXT_FILE_IO, "%s" ERR_AND "%s", path, strerror_r(errnum, room, sizeof room));
	}
}

void err_sentence(const struct err *e, enum text_lang lang, char *out, size_t out_bytes)
{
	const char *const args[ERR_ARGS] = {e->arg[0], e->arg[1], e->arg[2]};
	text_fill(lang, e->text, args, out, out_bytes);
}
