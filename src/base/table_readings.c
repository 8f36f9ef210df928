/* table_readings.c - how text of an unknown encoding would read in each: bytes alone do not tell, a person does. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/utf8.h>

#include "table_private.h"

enum { LINES_SHOWN = 4, LINE_BYTES = 240, EXCERPT_BYTES = 60, PREVIEW_BYTES = 4096, ROWS_LOOKED_AT = 60 };

static const char *const offered[] = {"tcvn3", "cp1258", "vni", "viscii"};
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
	if (table_font_of(encoding) == TABLE_FONT_VNI) {
		struct buf seen;
		buf_init(&seen, PREVIEW_BYTES);
		table_font_decode(TABLE_FONT_VNI, out.data, &seen);
		buf_free(&out);
		out = seen;
	}
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

static bool beyond_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return true;
	return false;
}

/* The part of a line worth showing: from the cell with the first letter beyond ASCII, a few words. */
static const char *excerpt(const char *line, size_t *n)
{
	size_t from = 0, i = 0;
	for (; i < *n && (unsigned char)line[i] < 0x80; i++)
		if (strchr(",;\t", line[i]))
			from = i + 1;
	if (i == *n)
		return line;
	*n -= from;
	if (*n > EXCERPT_BYTES)
		*n = EXCERPT_BYTES;
	return line + from;
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
	const char *part = excerpt(raw, &n);
	char *tcvn3 = reading(part, n, "tcvn3"), *cp1258 = reading(part, n, "cp1258");
	err_set(e, ERR_DATA, TEXT_TABLE_NOT_UTF8, "%ld" ERR_AND "%s" ERR_AND "%s", line, tcvn3, cp1258);
	free(tcvn3);
	free(cp1258);
	return -1;
}

/* The first lines with letters beyond ASCII. */
static void gather_bytes(FILE *in, struct buf *out)
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

static void add_reading(struct table_readings *out, const char *encoding, char *text)
{
	out->reading[out->count++] = (struct table_reading){encoding, text};
}

static int read_bytes(FILE *in, const char *path, struct table_readings *out, struct err *e)
{
	struct buf raw;
	buf_init(&raw, LINES_SHOWN * (LINE_BYTES + 1));
	gather_bytes(in, &raw);
	for (size_t i = 0; i < OFFERED && !ferror(in); i++)
		if (table_charset(offered[i])) /* a C library may be without it */
			add_reading(out, offered[i], reading(raw.data, raw.len, offered[i]));
	buf_free(&raw);
	return ferror(in) ? err_errno(e, errno ? errno : EIO, path) : 0;
}

/* -- Unicode that may be the Latin letters of an old font -- */

/* Vietnamese has letters beyond Latin-1 in nearly every line (ộ, ư, đ): a text without one is doubtful. */
static bool beyond_latin1(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0xc4 && !((unsigned char)*s == 0xe2 && s[1] == '\x80')) /* “ ” – … */
			return true;
	return false;
}

/* The first rows with letters beyond ASCII; false when one of them is plainly Unicode, or the rows cannot be read. */
static bool gather_rows(struct table *t, struct buf *out)
{
	struct table_row row;
	struct err ignored;
	for (int rows = 0, shown = 0; rows < ROWS_LOOKED_AT && table_next(t, &row, &ignored) == 1; rows++) {
		bool any = false;
		for (size_t i = 0; i < row.count; i++) {
			if (beyond_latin1(row.cell[i]))
				return false;
			if (shown >= LINES_SHOWN || !beyond_ascii(row.cell[i], strlen(row.cell[i])))
				continue;
			buf_print(out, "%s%s", any ? "; " : out->len ? " " : "", row.cell[i]);
			any = true;
		}
		shown += any;
	}
	return out->len > 0 && !out->full;
}

static char *seen(const char *text, const char *encoding)
{
	struct buf out;
	buf_init(&out, PREVIEW_BYTES);
	table_font_decode(table_font_of(encoding), text, &out);
	char *clean = utf8_clean(out.data, out.len);
	buf_free(&out);
	return clean ? clean : alloc_copy("?");
}

/* A reading that changes nothing is none. */
static void add_seen(struct table_readings *out, const char *encoding, const char *text)
{
	char *as = seen(text, encoding), *plain = seen(text, "utf-8");
	if (strcmp(as, plain) != 0)
		add_reading(out, encoding, as);
	else
		free(as);
	free(plain);
}

static int read_rows(const char *path, struct table_readings *out, struct err *e)
{
	struct table *t;
	struct buf text;
	if (table_open(path, NULL, NULL, &t, e) != 0)
		return -1;
	buf_init(&text, PREVIEW_BYTES / 4);
	if (gather_rows(t, &text)) {
		add_seen(out, "tcvn3", text.data);
		add_seen(out, "vni", text.data);
	}
	buf_free(&text);
	table_close(t);
	return 0;
}

/* -- either -- */

int table_readings(const char *path, struct table_readings *out, struct err *e)
{
	struct table_kind kind;
	long bad_line = 0;
	*out = (struct table_readings){0};
	FILE *in = file_open(path, NULL, e);
	if (!in)
		return -1;
	int rc = table_kind(in, path, &kind, e);
	bool bytes = rc == 0 && !kind.zip && !(kind.charset && strcmp(kind.charset, "UTF-8") != 0);
	if (bytes)
		rc = table_scan(in, path, "UTF-8", &bad_line, e);
	if (rc == 0)
		rc = bad_line > 0 ? read_bytes(in, path, out, e) : read_rows(path, out, e);
	fclose(in);
	return rc;
}

void table_readings_free(struct table_readings *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->reading[i].text);
	*r = (struct table_readings){0};
}
