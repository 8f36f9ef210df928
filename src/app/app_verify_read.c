/* app_verify_read.c - what kind of file it is, by its first bytes, and its rows. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/late_zip.h>

#include "verify.h"

static int too_large(const char *path, struct err *e)
{
	return err_set(e, ERR_DATA, TEXT_VERIFY_TOO_LARGE, "%s", path);
}

/* --- workbooks and tables of text --- */

static int read_sheet(struct table *t, verify_each_row each, void *context, struct err *e)
{
	struct table_row row;
	int got;
	while ((got = table_next(t, &row, e)) > 0)
		if (each(context, row.cell, row.count, e) != 0)
			return -1;
	return got < 0 ? -1 : each(context, NULL, 0, e);
}

static int read_sheets(const char *path, verify_each_row each, void *context, struct err *e)
{
	for (size_t i = 1; i <= VERIFY_SHEETS_MAX; i++) {
		struct table *t;
		int got = table_open_nth(path, i, &t, e);
		if (got <= 0)
			return got;
		int rc = read_sheet(t, each, context, e);
		table_close(t);
		if (rc != 0)
			return -1;
	}
	return 0;
}

/* --- a word-processor's document --- */

#define DOCUMENT_PART "word/document.xml"

static char *read_part(zip_t *z, zip_int64_t at, size_t *n)
{
	zip_stat_t st;
	zip_file_t *f = NULL;
	char *text = NULL;
	if (zip_stat_index(z, (zip_uint64_t)at, 0, &st) == 0 && (st.valid & ZIP_STAT_SIZE) && st.size > 0 &&
		st.size <= VERIFY_FILE_MAX)
		f = zip_fopen_index(z, (zip_uint64_t)at, 0);
	if (f) {
		text = alloc_bytes((size_t)st.size);
		zip_int64_t got = zip_fread(f, text, st.size);
		*n = got > 0 ? (size_t)got : 0;
		zip_fclose(f);
	}
	return text;
}

static int read_document(zip_t *z, zip_int64_t at, const char *path, verify_each_row each, void *context, struct err *e)
{
	size_t n = 0;
	char *text = read_part(z, at, &n);
	int rc = text ? verify_markup(text, n, true, each, context, e) : too_large(path, e);
	free(text);
	return rc;
}

static int read_zip(const char *path, verify_each_row each, void *context, struct err *e)
{
	if (late_zip(e) != 0)
		return -1;
	zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
	zip_int64_t at = z ? zip_name_locate(z, DOCUMENT_PART, 0) : -1;
	int rc = 0;
	if (at >= 0)
		rc = read_document(z, at, path, each, context, e);
	if (z)
		zip_discard(z);
	return at >= 0 ? rc : read_sheets(path, each, context, e);
}

/* --- which --- */

static const char *first_mark(const struct buf *head)
{
	const char *s = head->data;
	if (strncmp(s, "\xef\xbb\xbf", 3) == 0)
		s += 3;
	return s + strspn(s, " \t\r\n");
}

int verify_read(const char *path, const struct buf *head, verify_each_row each, void *context, struct err *e)
{
	if (head->len >= 2 && memcmp(head->data, "PK", 2) == 0)
		return read_zip(path, each, context, e);
	if (*first_mark(head) == '<')
		return verify_markup(head->data, head->len, false, each, context, e);
	return read_sheets(path, each, context, e);
}
