/* table_readings.c - how text of an unknown encoding would read in each: bytes alone do not tell, a person does. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/utf8.h>

#include "table_private.h"

enum { LINES_SHOWN = 4, LINE_BYTES = 240, PREVIEW_BYTES = 4096 };

static const char *const offered[] = {"tcvn3", "cp1258", "viscii"};
enum { OFFERED = sizeof offered / sizeof *offered };

/* What bytes read as in an encoding: NFC, on one line, `?` for what it does not know. The caller frees. */
static char *reading(const char *raw, size_t n, const char *encoding)
{
	struct buf out;
	char text[512];
	size_t got;
	buf_init(&out, PREVIEW_BYTES);
	FILE *in = fmemopen((void *)(uintptr_t)raw, n, "r");
	if (!in)
		abort(); /* out of memory */
	FILE *decoded = table_decoder(in, table_charset(encoding));
	while ((got = fread(text, 1, sizeof text, decoded)) > 0)
		buf_add(&out, text, got);
	if (ferror(decoded))
		buf_text(&out, "?");
	fclose(decoded);
	fclose(in);
	char *clean = utf8_clean(out.data, out.len);
	buf_free(&out);
	return clean ? clean : alloc_copy("?");
}

/* Up to LINE_BYTES of the next line, the rest passed over; false at the end. A CR is a line end, as csv.c has it. */
static bool next_line(FILE *in, char line[static LINE_BYTES], size_t *n)
{
	int c = getc(in);
	*n = 0;
	if (c == EOF)
		return false;
	for (; c != EOF && c != '\n' && c != '\r'; c = getc(in))
		if (*n < LINE_BYTES)
			line[(*n)++] = (char)c;
	if (c == '\r' && (c = getc(in)) != '\n')
		ungetc(c, in);
	return true;
}

int table_refuse_line(FILE *in, const char *path, long line, struct err *e)
{
	char raw[LINE_BYTES];
	size_t n = 0;
	rewind(in);
	for (long i = 1; i <= line; i++)
		if (!next_line(in, raw, &n))
			break;
	if (ferror(in))
		return err_errno(e, errno ? errno : EIO, path);
	char *tcvn3 = reading(raw, n, "tcvn3"), *cp1258 = reading(raw, n, "cp1258");
	err_set(e, ERR_DATA, TEXT_TABLE_NOT_UTF8, "%ld" ERR_AND "%s" ERR_AND "%s", line, tcvn3, cp1258);
	free(tcvn3);
	free(cp1258);
	return -1;
}

static bool beyond_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return true;
	return false;
}

/* The first lines with letters beyond ASCII, one space between them. */
static void gather(FILE *in, struct buf *out)
{
	char line[LINE_BYTES];
	size_t n;
	for (int shown = 0; shown < LINES_SHOWN && next_line(in, line, &n);) {
		if (!beyond_ascii(line, n))
			continue;
		if (shown++ > 0)
			buf_text(out, "\n");
		buf_add(out, line, n);
	}
}

static void read_in_each(const struct buf *raw, struct table_readings *out)
{
	for (size_t i = 0; i < OFFERED; i++) {
		if (!table_charset(offered[i]))
			continue; /* a C library without it */
		struct table_reading *r = &out->reading[out->count++];
		r->encoding = offered[i];
		r->text = reading(raw->data, raw->len, offered[i]);
	}
}

int table_readings(const char *path, struct table_readings *out, struct err *e)
{
	struct table_kind kind;
	struct buf raw;
	long bad_line = 0;
	*out = (struct table_readings){0};
	FILE *in = file_open(path, NULL, e);
	if (!in)
		return -1;
	buf_init(&raw, LINES_SHOWN * (LINE_BYTES + 1));
	int rc = table_kind(in, path, &kind, e);
	bool text = rc == 0 && !kind.zip && !(kind.charset && strcmp(kind.charset, "UTF-8") != 0);
	if (text)
		rc = table_scan(in, path, "UTF-8", &bad_line, e);
	if (rc == 0 && bad_line > 0) {
		gather(in, &raw);
		rc = ferror(in) ? err_errno(e, errno ? errno : EIO, path) : 0;
		if (rc == 0)
			read_in_each(&raw, out);
	}
	buf_free(&raw);
	fclose(in);
	return rc;
}

void table_readings_free(struct table_readings *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->reading[i].text);
	*r = (struct table_readings){0};
}
