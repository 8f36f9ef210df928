/* doc_docx.c - a report as a word-processor file for editing: the parts of docx.h in a zip, made in memory. Order,
 * times and compression are fixed, so the same report gives the same bytes. */
#include <tungnha/late_zip.h>

#include "docx.h"

enum { PARTS = 9, DOS_DAY_ONE = 0x21 /* 1980-01-01, the first day a zip can name */ };

struct part {
	const char *name, *fixed;
	void (*write)(const struct document *, struct buf *);
};

/* What a part is has to come first: some readers look at nothing else to tell what the file is. */
static const struct part parts[PARTS] = {
	{"[Content_Types].xml", docx_types, NULL},
	{"_rels/.rels", docx_package, NULL},
	{"word/document.xml", NULL, docx_body},
	{"word/_rels/document.xml.rels", docx_relations, NULL},
	{"word/styles.xml", NULL, docx_styles},
	{"word/settings.xml", docx_settings, NULL},
	{"word/header1.xml", docx_header, NULL},
	{"word/footer1.xml", NULL, docx_footer},
	{"docProps/core.xml", NULL, docx_core},
};

static int add_part(zip_t *z, const char *name, const struct buf *bytes)
{
	zip_source_t *s = zip_source_buffer(z, bytes->data, bytes->len, 0);
	zip_int64_t i = s ? zip_file_add(z, name, s, 0) : -1;
	if (i < 0) {
		zip_source_free(s);
		return -1;
	}
	if (zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_DEFLATE, 6) != 0)
		return -1;
	return zip_file_set_dostime(z, (zip_uint64_t)i, 0, DOS_DAY_ONE, 0);
}

static int add_parts(zip_t *z, const struct document *d, struct buf bytes[static PARTS], struct buf *out)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (parts[i].write)
			parts[i].write(d, &bytes[i]);
		else
			buf_text(&bytes[i], parts[i].fixed);
		out->full = out->full || bytes[i].full;
		if (add_part(z, parts[i].name, &bytes[i]) != 0)
			return -1;
	}
	return 0;
}

static int read_back(zip_source_t *s, struct buf *out)
{
	char chunk[16384];
	zip_int64_t n = zip_source_open(s);
	if (n != 0)
		return -1;
	while ((n = zip_source_read(s, chunk, sizeof chunk)) > 0)
		buf_add(out, chunk, (size_t)n);
	zip_source_close(s);
	return n < 0 ? -1 : 0;
}

/* The bytes of the parts are read when the archive is closed. */
static int make(zip_source_t *s, const struct document *d, struct buf *out, struct err *e)
{
	struct buf bytes[PARTS];
	zip_error_t error;
	zip_error_init(&error);
	zip_t *z = zip_open_from_source(s, ZIP_TRUNCATE, &error);
	if (!z)
		return err_set(e, ERR_BUG, TEXT_DOC_DOCX, "%s", zip_error_strerror(&error));
	zip_source_keep(s);
	for (size_t i = 0; i < PARTS; i++)
		buf_init(&bytes[i], DOCUMENT_BYTES_MAX);
	int rc = add_parts(z, d, bytes, out);
	if (rc != 0 || zip_close(z) != 0) {
		rc = err_set(e, ERR_BUG, TEXT_DOC_DOCX, "%s", zip_strerror(z));
		zip_discard(z);
	}
	for (size_t i = 0; i < PARTS; i++)
		buf_free(&bytes[i]);
	return rc;
}

int doc_docx(const struct document *d, struct buf *out, struct err *e)
{
	zip_error_t error;
	if (late_zip(e) != 0)
		return -1;
	zip_error_init(&error);
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &error);
	if (!s)
		return err_set(e, ERR_BUG, TEXT_DOC_DOCX, "%s", zip_error_strerror(&error));
	int rc = make(s, d, out, e);
	if (rc == 0 && read_back(s, out) != 0)
		rc = err_set(e, ERR_BUG, TEXT_DOC_DOCX, "%s", zip_error_strerror(zip_source_error(s)));
	zip_source_free(s);
	return rc;
}
