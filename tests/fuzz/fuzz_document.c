/* fuzz_document.c - any bytes in every place of a report: its page and its word-processor file stay well-formed, no
 * line of its text holds a control character.
 *
 * The input is cut at '|'; the first pieces are the frame, then each piece is a block, its first letter which. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include <tungnha/alloc.h>

#include "../../src/report/docx.h"
#include "fuzz.h"

enum { FRAME = 12, BLOCKS_MAX = 60, ROWS_MAX = 40 };

struct pieces {
	const uint8_t *at, *end;
};

/* The next piece as a string, "" past the end; a NUL in it ends it as it would end any. The caller frees. */
static char *next(struct pieces *p)
{
	const uint8_t *bar = p->at < p->end ? memchr(p->at, '|', (size_t)(p->end - p->at)) : NULL;
	size_t n = (size_t)((bar ? bar : p->end) - p->at);
	char *s = alloc_copy_n((const char *)p->at, n);
	p->at = bar ? bar + 1 : p->end;
	return s;
}

static struct document *frame(struct pieces *p)
{
	char *s[FRAME];
	for (int i = 0; i < FRAME; i++)
		s[i] = next(p);
	const char *lines[] = {s[9], s[10], s[11]};
	struct document_frame f = {.issuer = lines,
		.issuers = 2,
		.number = s[0],
		.date = s[1],
		.title = s[2],
		.about = s[3],
		.code = s[4],
		.state = s[5],
		.issuer_words = s[6],
		.recipients = lines,
		.recipient_lines = 3,
		.signatures = (const char *const[]){s[7], s[8], s[9]},
		.signature_lines = 3,
		.at = (int64_t)strlen(s[2]) * 100000000};
	struct document *d = document_new(*s[0] & 1 ? LANG_VI : LANG_EN, &f);
	for (int i = 0; i < FRAME; i++)
		free(s[i]);
	return d;
}

static struct document_cell cell(const char *s, size_t i)
{
	int64_t n = 0;
	for (const char *c = s; *c; c++)
		n = (int64_t)((uint64_t)n * 31 + (unsigned char)*c);
	if (((unsigned char)*s + i) % 6 == CELL_PERCENT)
		return document_percent(n, (int64_t)strlen(s) - 1);
	return (struct document_cell){
		.kind = (enum document_cell_kind)(((unsigned char)*s + i) % 6), .text = s, .number = n};
}

static void table(struct document *d, struct pieces *p, const char *caption)
{
	struct document_column column[5];
	char *heading[5];
	size_t columns = 1 + strlen(caption) % 5;
	for (size_t i = 0; i < columns; i++) {
		heading[i] = next(p);
		column[i] = (struct document_column){heading[i], (int)strlen(heading[i]) - 2};
	}
	document_table(d, caption, column, columns);
	for (size_t i = 0; i < columns; i++)
		free(heading[i]);
}

static void row(struct document *d, size_t columns, struct pieces *p)
{
	struct document_cell cells[5];
	char *text[5] = {NULL};
	for (size_t i = 0; i < columns; i++) {
		text[i] = next(p);
		cells[i] = cell(text[i], i);
	}
	document_row(d, cells, text[0] && *text[0] == 'T');
	for (size_t i = 0; i < columns; i++)
		free(text[i]);
}

static void block(struct document *d, struct pieces *p)
{
	char *s = next(p);
	const char *text = *s ? s + 1 : s;
	switch (*s & 7) {
	case 0:
		document_heading(d, text[0] & 3, text);
		break;
	case 1:
		document_paragraph(d, text);
		break;
	case 2:
		document_typed(d, *text & 1 ? text : "part", text);
		break;
	case 3:
		document_note(d, text);
		break;
	case 4:
		document_annex(d, text, *text & 1);
		break;
	default:
		table(d, p, text);
		for (size_t i = 0; i < ROWS_MAX && p->at < p->end && *p->at != '#'; i++)
			row(d, d->block[d->blocks - 1].columns, p);
	}
	free(s);
}

static void parse(XML_Parser x, const char *s, size_t n, bool last)
{
	assert(XML_Parse(x, s, (int)n, last) == XML_STATUS_OK);
}

static void is_xml(void (*write)(const struct document *, struct buf *), const struct document *d)
{
	struct buf b;
	buf_init(&b, DOCUMENT_BYTES_MAX);
	write(d, &b);
	XML_Parser x = XML_ParserCreate("UTF-8");
	parse(x, b.data, b.len, true);
	XML_ParserFree(x);
	buf_free(&b);
}

/* The body of the page is XML but for its <col>s. */
static void html(const struct document *d)
{
	struct buf b;
	buf_init(&b, DOCUMENT_BYTES_MAX);
	doc_html(d, &b);
	const char *style = strstr(b.data, "</style>"), *s = strstr(b.data, "<main"), *end = strstr(b.data, "</body>");
	assert(style && s && end && !strstr(style + 1, "</style>") && !strstr(end + 1, "</body>"));
	XML_Parser x = XML_ParserCreate("UTF-8");
	for (const char *col; (col = strstr(s, "<col>")); s = col + 5) {
		parse(x, s, (size_t)(col - s), false);
		parse(x, "<col/>", 6, false);
	}
	parse(x, s, (size_t)(end - s), true);
	XML_ParserFree(x);
	buf_free(&b);
}

static void text(const struct document *d)
{
	struct buf b;
	buf_init(&b, DOCUMENT_BYTES_MAX);
	doc_text(d, &b);
	for (size_t i = 0; i < b.len; i++)
		assert((unsigned char)b.data[i] >= 0x20 || b.data[i] == '\n');
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pieces p = {data, data + size};
	struct document *d = frame(&p);
	for (int i = 0; i < BLOCKS_MAX && p.at < p.end; i++)
		block(d, &p);
	html(d);
	text(d);
	is_xml(docx_body, d);
	is_xml(docx_styles, d);
	is_xml(docx_footer, d);
	is_xml(docx_core, d);
	if (size % 16 == 0) {
		struct err e;
		struct buf b;
		buf_init(&b, DOCUMENT_BYTES_MAX);
		assert(document_write(d, DOCUMENT_DOCX, &b, &e) == 0);
		buf_free(&b);
	}
	document_free(d);
	return 0;
}
