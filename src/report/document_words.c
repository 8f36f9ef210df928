/* document_words.c - what a document's writers have to say alike: cells, annexes, recipients, the foot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "document_parts.h"

enum { SENTENCE_BYTES = 8192, LONG_TEXT = 400 };

struct document_cell document_percent(int64_t num, int64_t den)
{
	if (den <= 0 || num < 0)
		return (struct document_cell){.kind = CELL_NEVER};
	uint64_t a = (uint64_t)num, b = (uint64_t)den;
	while (a > UINT64_MAX / 40000 || b > UINT64_MAX / 4) {
		a /= 2;
		b = b > 1 ? b / 2 : 1;
	}
	int64_t hundredths = (int64_t)((a * 20000 + b) / (2 * b));
	return (struct document_cell){.kind = CELL_PERCENT, .number = hundredths, .num = num, .den = den};
}

const struct cell *document_cell_at(const struct block *b, size_t row, size_t column)
{
	return &b->cell[row * b->columns + column];
}

bool document_begins(const struct block *b, size_t row, size_t column)
{
	return row == 0 || !document_cell_at(b, row, column)->below;
}

size_t document_joined(const struct block *b, size_t row, size_t column)
{
	size_t n = 1;
	while (row + n < b->rows && document_cell_at(b, row + n, column)->below)
		n++;
	return n;
}

bool document_goes_on(const struct block *b, size_t row)
{
	for (size_t i = 0; row + 1 < b->rows && i < b->columns; i++)
		if (document_cell_at(b, row + 1, i)->below)
			return true;
	return false;
}

bool document_row_is_long(const struct block *b, size_t row)
{
	for (size_t i = 0; i < b->columns; i++)
		if (strlen(document_cell_at(b, row, i)->is.text) > LONG_TEXT)
			return true;
	return false;
}

bool document_cell_is_number(const struct cell *c)
{
	return c->is.kind == CELL_NUMBER || c->is.kind == CELL_PERCENT || c->is.kind == CELL_CHANGE ||
	       c->is.kind == CELL_NEVER;
}

/* "92,5%" or, fine, "59,87%". */
static const char *percent_words(enum text_lang lang, int64_t hundredths, bool fine, char out[static DOCUMENT_CELL])
{
	char whole[32];
	uint64_t n = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
	int rest = (int)(n % 100);
	text_number(lang, (long long)(n / 100), whole);
	snprintf(out, DOCUMENT_CELL, "%s%s%c%0*d%%", hundredths < 0 ? "-" : "", whole, lang == LANG_VI ? ',' : '.',
		fine ? 2 : 1, fine ? rest : rest / 10);
	return out;
}

const char *document_cell_words(
	const struct document *d, const struct block *b, size_t row, size_t column, char number[static DOCUMENT_CELL])
{
	char digits[32];
	const struct cell *c = document_cell_at(b, row, column);
	switch (c->is.kind) {
	case CELL_EMPTY:
		return "";
	case CELL_TEXT:
		return c->is.text;
	case CELL_NEVER:
		return PRINT_NEVER;
	case CELL_PERCENT:
		return percent_words(d->lang, c->is.number, b->column[column].fine, number);
	default:
		text_number(d->lang, c->is.number, digits);
		snprintf(number, DOCUMENT_CELL, "%s%s", c->is.kind == CELL_CHANGE && c->is.number > 0 ? "+" : "",
			digits);
		return number;
	}
}

static char *sentence(enum text_lang lang, text_id id, const char *a, const char *b)
{
	char *out = alloc_bytes(SENTENCE_BYTES);
	text_fill(lang, id, (const char *const[3]){a, b, NULL}, out, SENTENCE_BYTES);
	return out;
}

/* Eight letters are read aloud in two groups of four. */
char *document_foot(const struct document *d)
{
	if (!d->code)
		return NULL;
	char shown[PRINT_CODE];
	return sentence(d->lang, TEXT_DOC_CODE, print_code(d->code, shown), NULL);
}

const char *document_annex_name(enum text_lang lang, size_t n, char out[static 32])
{
	static const struct {
		size_t value;
		const char *letters;
	} roman[] = {{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
	char number[16] = "";
	size_t left = n < 80 ? n : 80, used = 0;
	for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
		for (; left >= roman[i].value; left -= roman[i].value)
			used += (size_t)snprintf(number + used, sizeof number - used, "%s", roman[i].letters);
	text_fill(lang, TEXT_DOC_ANNEX, (const char *const[3]){number, NULL, NULL}, out, 32);
	return out;
}

size_t document_annex_number(const struct document *d, size_t block)
{
	size_t n = 0;
	for (size_t i = 0; i <= block; i++)
		n += d->block[i].kind == BLOCK_ANNEX;
	return n;
}

char *document_annex_title(const struct block *b)
{
	char *upper = utf8_upper(b->text);
	return upper ? upper : alloc_copy(b->text);
}

/* What follows the mark, or all of it. */
static const char *after(const char *s, const char *mark)
{
	const char *at = s ? strstr(s, mark) : NULL;
	return at ? at + strlen(mark) : s;
}

/* "(Kèm theo Báo cáo số       /BC-UBND ngày 06 tháng 11 năm 2025 của Ủy ban nhân dân xã Phú Lạc)": the room for a
 * number written by hand stays. */
char *document_belongs(const struct document *d)
{
	const char *number = after(d->number, ":"), *date = after(d->date, ", ");
	struct buf b;
	buf_init(&b, SENTENCE_BYTES);
	buf_print(&b, "(%s", text_get(d->lang, TEXT_DOC_BELONGS));
	if (number)
		buf_print(&b, " %s%s%s", text_get(d->lang, TEXT_DOC_NUMBER), *number == ' ' ? "" : " ", number);
	if (date)
		buf_print(&b, " %s", date);
	if (d->issuer_words)
		buf_print(&b, " %s %s", text_get(d->lang, TEXT_DOC_OF), d->issuer_words);
	buf_char(&b, ')');
	return buf_take(&b);
}

static bool is_filed(const char *s)
{
	s += strspn(s, "- ");
	return strncmp(s, "Lưu", strlen("Lưu")) == 0;
}

size_t document_recipient_count(const struct document *d)
{
	for (size_t i = 0; i < d->recipients; i++)
		if (is_filed(d->recipient[i]))
			return d->recipients;
	return d->recipients ? d->recipients + 1 : 0;
}

char *document_recipient(const struct document *d, size_t i)
{
	if (i >= d->recipients)
		return alloc_copy(PRINT_FILED);
	const char *s = d->recipient[i];
	s += strspn(s, "- ");
	size_t n = strlen(s);
	bool ends = n > 0 && strchr(";.,:", s[n - 1]);
	return alloc_print("- %s%s", s, ends ? "" : is_filed(s) ? "." : ";");
}

void document_print(const struct document *d, struct print *p)
{
	*p = (struct print){.title = d->title, .national = true, .number = d->number, .date = d->date};
	for (size_t i = 0; i < d->issuers && p->heads < CAMPAIGN_LINES_MAX; i++)
		print_add_head(p, d->issuer[i]);
	print_issuer_signer((const char *const *)d->signature, d->signatures, &p->right);
}

void document_print_free(struct print *p)
{
	for (size_t i = 0; i < p->heads; i++)
		free(p->head[i]);
}

/* Bytes of the first `points` code points. */
static size_t first_points(const char *s, size_t points)
{
	size_t n = 0;
	while (s[n] && points-- > 0)
		for (n++; ((unsigned char)s[n] & 0xc0) == 0x80;)
			n++;
	return n;
}

size_t document_line(const char *s, size_t width)
{
	size_t n = print_line_bytes(s, width), most = first_points(s, width);
	return n < most ? n : print_code_points(s, n) <= width ? n : most;
}

size_t document_lines(const char *s, size_t width)
{
	size_t lines = 0;
	for (; *s; s += strspn(s, " ")) {
		s += document_line(s, width);
		lines++;
	}
	return lines ? lines : 1;
}
