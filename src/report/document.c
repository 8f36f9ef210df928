/* document.c - a report, block by block, and choosing who writes it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "document_parts.h"

enum { YEAR_1980 = 315532800 }; /* where nobody said when: not the day of writing, which would differ each time */

/* U+FFFE and U+FFFF are characters of no XML (1.0, section 2.2). */
static void no_noncharacters(char *s)
{
	for (; (s = strstr(s, "\xef\xbf")); s += 2) {
		unsigned char last = (unsigned char)s[2];
		if (last == 0xbe || last == 0xbf)
			s[2] = (char)0xbd;
	}
}

char *document_clean(const char *s, size_t n)
{
	char *copy = alloc_copy_n(s, n);
	utf8_plain(copy);
	no_noncharacters(copy);
	return copy;
}

static char *clean(const char *s)
{
	return s ? document_clean(s, strlen(s)) : NULL;
}

static char *clean_or_none(const char *s)
{
	return s && *s ? clean(s) : NULL;
}

static char **clean_lines(const char *const *line, size_t n, size_t *count)
{
	char **out = alloc_zero(n + 1, sizeof *out);
	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (line[i] && *line[i])
			out[(*count)++] = clean(line[i]);
	return out;
}

struct document *document_new(enum text_lang lang, const struct document_frame *f)
{
	struct document *d = alloc_zero(1, sizeof *d);
	d->lang = lang;
	d->at = f->at > 0 ? f->at : YEAR_1980;
	d->issuer = clean_lines(f->issuer, f->issuers, &d->issuers);
	d->recipient = clean_lines(f->recipients, f->recipient_lines, &d->recipients);
	d->signature = clean_lines(f->signatures, f->signature_lines, &d->signatures);
	d->number = clean_or_none(f->number);
	d->date = clean_or_none(f->date);
	d->title = clean(f->title ? f->title : "");
	d->about = clean_or_none(f->about);
	d->code = clean_or_none(f->code);
	d->state = clean_or_none(f->state);
	d->issuer_words = clean_or_none(f->issuer_words);
	return d;
}

static void free_lines(char **line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(line[i]);
	free(line);
}

static void free_block(struct block *b)
{
	for (size_t i = 0; i < b->rows * b->columns; i++)
		free((char *)(uintptr_t)b->cell[i].is.text);
	for (size_t i = 0; i < b->columns; i++)
		free(b->column[i].heading);
	free(b->cell);
	free(b->column);
	free(b->total);
	free(b->text);
	free(b->part);
}

void document_free(struct document *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->blocks; i++)
		free_block(&d->block[i]);
	free(d->block);
	free_lines(d->issuer, d->issuers);
	free_lines(d->recipient, d->recipients);
	free_lines(d->signature, d->signatures);
	char *owned[] = {d->number, d->date, d->title, d->about, d->code, d->state, d->issuer_words};
	for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
		free(owned[i]);
	free(d);
}

static struct block *add(struct document *d, enum block_kind kind, char *text)
{
	d->block = alloc_grow(d->block, d->blocks + 1, sizeof *d->block);
	struct block *b = &d->block[d->blocks++];
	*b = (struct block){.kind = kind, .text = text};
	return b;
}

struct block *document_add(struct document *d, enum block_kind kind, const char *text)
{
	return add(d, kind, clean(text ? text : ""));
}

void document_heading(struct document *d, int level, const char *text)
{
	document_add(d, BLOCK_HEADING, text)->level = level < 1 ? 1 : level > 3 ? 3 : level;
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* A block for each line that says something, without the spaces around it; how many. */
static size_t add_lines(struct document *d, enum block_kind kind, const char *part, const char *text)
{
	size_t lines = 0;
	for (const char *s = text ? text : ""; *s;) {
		size_t n = strcspn(s, "\r\n"), begin = strspn(s, " \t"), end = n;
		while (end > begin && (s[end - 1] == ' ' || s[end - 1] == '\t'))
			end--;
		if (end > begin) {
			add(d, kind, document_clean(s + begin, end - begin))->part = clean(part);
			lines++;
		}
		s += n + strspn(s + n, "\r\n");
	}
	return lines;
}

void document_paragraph(struct document *d, const char *text)
{
	add_lines(d, BLOCK_PARAGRAPH, NULL, text);
}

void document_typed(struct document *d, const char *part, const char *text)
{
	if (!text || is_blank(text))
		document_add(d, BLOCK_TYPED, "")->part = clean(part);
	else
		add_lines(d, BLOCK_TYPED, part, text);
}

void document_note(struct document *d, const char *text)
{
	add_lines(d, BLOCK_NOTE, NULL, text);
}

void document_table(struct document *d, const char *caption, const struct document_column *column, size_t columns)
{
	assert(columns >= 1 && columns <= DOCUMENT_CELLS_MAX);
	struct block *b = document_add(d, BLOCK_TABLE, caption);
	b->column = alloc_zero(columns, sizeof *b->column);
	b->columns = columns;
	for (size_t i = 0; i < columns; i++) {
		b->column[i].heading = clean(column[i].heading ? column[i].heading : "");
		b->column[i].weight = column[i].weight > 0 ? column[i].weight : 10;
	}
}

void document_row(struct document *d, const struct document_cell *cell, bool total)
{
	assert(d->blocks > 0 && d->block[d->blocks - 1].kind == BLOCK_TABLE);
	struct block *b = &d->block[d->blocks - 1];
	b->cell = alloc_grow(b->cell, (b->rows + 1) * b->columns, sizeof *b->cell);
	b->total = alloc_grow(b->total, b->rows + 1, sizeof *b->total);
	for (size_t i = 0; i < b->columns; i++) {
		struct cell *c = &b->cell[b->rows * b->columns + i];
		*c = (struct cell){.is = cell[i]};
		c->is.text = clean(cell[i].kind == CELL_TEXT && cell[i].text ? cell[i].text : "");
		if (cell[i].kind == CELL_PERCENT && cell[i].number % 10 != 0)
			b->column[i].fine = true;
	}
	b->total[b->rows++] = total;
}

void document_annex(struct document *d, const char *title, bool wide)
{
	document_add(d, BLOCK_ANNEX, title)->wide = wide;
}

static const char *const format_words[] = {
	[DOCUMENT_HTML] = "html",
	[DOCUMENT_DOCX] = "docx",
	[DOCUMENT_XLSX] = "xlsx",
	[DOCUMENT_TEXT] = "text",
};

bool document_format_read(const char *word, enum document_format *out)
{
	for (size_t i = 0; i < sizeof format_words / sizeof *format_words; i++) {
		if (word && strcmp(word, format_words[i]) == 0) {
			*out = (enum document_format)i;
			return true;
		}
	}
	return false;
}

static int write_format(const struct document *d, enum document_format format, struct buf *out, struct err *e)
{
	switch (format) {
	case DOCUMENT_HTML:
		doc_html(d, out);
		break;
	case DOCUMENT_DOCX:
		return doc_docx(d, out, e);
	case DOCUMENT_XLSX:
		return doc_xlsx(d, out, e);
	case DOCUMENT_TEXT:
		doc_text(d, out);
		break;
	}
	return 0;
}

int document_write(const struct document *d, enum document_format format, struct buf *out, struct err *e)
{
	if (write_format(d, format, out, e) != 0)
		return -1;
	if (out->full)
		return err_set(e, ERR_CREATE, TEXT_DOC_TOO_LARGE, "%s", d->title);
	return 0;
}
