/* doc_text.c - a report on a terminal, a hundred columns wide; widths in code points. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "document_parts.h"

enum {
	WIDTH = 100,
	LEFT = 42,
	INDENT = 4,
	GAP = 2,
	INK_LINES = 3,
	TEXT_LEAST = 12,
	NAME_LEAST = 18,
	HEADING_MOST = 14,
	HEADING_WISH = 9
};

static void spaces(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

static void end_line(struct buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	buf_char(out, '\n');
}

/* Exactly width code points, or more where s is longer; align: -1 left, 0 in the middle, 1 right. */
static void padded(struct buf *out, const char *s, size_t n, size_t width, int align)
{
	size_t points = print_code_points(s, n), left = width > points ? width - points : 0;
	size_t before = align < 0 ? 0 : align > 0 ? left : left / 2;
	spaces(out, before);
	buf_add(out, s, n);
	spaces(out, left - before);
}

/* The bytes of the n-th line of s at this width, and where it begins; 0 past the last. */
static size_t line_at(const char **s, size_t n, size_t width)
{
	while (n-- > 0 && **s) {
		*s += document_line(*s, width);
		*s += strspn(*s, " ");
	}
	return document_line(*s, width);
}

static void wrapped(struct buf *out, const char *s, size_t first, size_t indent, int align)
{
	for (bool begun = false; *s; begun = true) {
		size_t before = begun ? indent : first, n = document_line(s, WIDTH - before);
		spaces(out, before);
		padded(out, s, n, WIDTH - before, align);
		end_line(out);
		s += n;
		s += strspn(s, " ");
	}
}

/* Two blocks side by side, each line of them broken where it is too long. */
struct side {
	char *line[4 * CAMPAIGN_LINES_MAX];
	size_t lines;
};

static void side_put(struct side *x, const char *s, size_t n)
{
	if (x->lines < sizeof x->line / sizeof *x->line)
		x->line[x->lines++] = alloc_copy_n(s, n);
}

static void side_add(struct side *x, const char *s, size_t width)
{
	while (s && *s) {
		size_t n = document_line(s, width);
		side_put(x, s, n);
		s += n;
		s += strspn(s, " ");
	}
}

static void sides(struct buf *out, struct side *left, struct side *right, int align)
{
	for (size_t i = 0; i < left->lines || i < right->lines; i++) {
		const char *a = i < left->lines ? left->line[i] : "", *b = i < right->lines ? right->line[i] : "";
		padded(out, a, strlen(a), LEFT, align);
		padded(out, b, strlen(b), WIDTH - LEFT, 0);
		end_line(out);
	}
	for (size_t i = 0; i < left->lines; i++)
		free(left->line[i]);
	for (size_t i = 0; i < right->lines; i++)
		free(right->line[i]);
}

static void head(const struct document *d, const struct print *p, struct buf *out)
{
	struct side left = {.lines = 0}, right = {.lines = 0};
	for (size_t i = 0; i < p->heads; i++)
		side_add(&left, p->head[i], LEFT);
	side_add(&left, p->number, LEFT);
	side_add(&right, PRINT_NATION, WIDTH - LEFT);
	side_add(&right, PRINT_MOTTO, WIDTH - LEFT);
	side_add(&right, p->date, WIDTH - LEFT);
	sides(out, &left, &right, 0);
	buf_char(out, '\n');
	if (d->state) {
		wrapped(out, d->state, 0, 0, 0);
		buf_char(out, '\n');
	}
	wrapped(out, d->title, 0, 0, 0);
	if (d->about)
		wrapped(out, d->about, 0, 0, 0);
	buf_char(out, '\n');
}

/* -- tables -- */

struct grid {
	const struct document *d;
	const struct block *b;
	size_t width[DOCUMENT_CELLS_MAX], least[DOCUMENT_CELLS_MAX];
	bool right[DOCUMENT_CELLS_MAX];
};

static size_t at_most(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t at_least(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void measure_column(struct grid *g, size_t column)
{
	char number[DOCUMENT_CELL];
	size_t word = at_most(print_widest_word(g->b->column[column].heading), HEADING_MOST), texts = 0;
	g->width[column] = g->least[column] = at_least(word, 1);
	g->right[column] = g->b->rows > 0;
	for (size_t i = 0; i < g->b->rows; i++) {
		const struct cell *c = document_cell_at(g->b, i, column);
		size_t n = utf8_length(document_cell_words(g->d, g->b, i, column, number));
		if (document_cell_is_number(c))
			g->least[column] = at_least(g->least[column], n);
		else
			texts = at_least(texts, n);
		g->right[column] = g->right[column] && c->is.kind != CELL_TEXT;
	}
	g->least[column] = at_least(g->least[column], at_most(texts, column == 0 ? NAME_LEAST : TEXT_LEAST));
	size_t wish = at_most(utf8_length(g->b->column[column].heading), HEADING_WISH);
	g->width[column] = at_least(at_least(g->least[column], wish), at_most(texts, WIDTH));
}

/* The widest gives way first, none below what a number or a word needs. */
static void measure(struct grid *g)
{
	size_t whole = GAP * (g->b->columns - 1);
	for (size_t i = 0; i < g->b->columns; i++) {
		measure_column(g, i);
		whole += g->width[i];
	}
	while (whole > WIDTH) {
		size_t widest = g->b->columns;
		for (size_t i = 0; i < g->b->columns; i++)
			if (g->width[i] > g->least[i] && (widest == g->b->columns || g->width[i] > g->width[widest]))
				widest = i;
		if (widest == g->b->columns)
			return;
		g->width[widest]--;
		whole--;
	}
}

static void grid_line(const struct grid *g, size_t n, const char *const *words, const size_t *skip, struct buf *out)
{
	for (size_t i = 0; i < g->b->columns; i++) {
		const char *s = words[i];
		size_t bytes = skip && n < skip[i] ? 0 : line_at(&s, skip ? n - skip[i] : n, g->width[i]);
		padded(out, s, bytes, g->width[i], g->right[i] ? 1 : -1);
		if (i + 1 < g->b->columns)
			spaces(out, GAP);
	}
	end_line(out);
}

/* Headings stand on their last line, next to the numbers. */
static void grid_headings(const struct grid *g, struct buf *out)
{
	const char *words[DOCUMENT_CELLS_MAX];
	size_t lines[DOCUMENT_CELLS_MAX], skip[DOCUMENT_CELLS_MAX], most = 0;
	for (size_t i = 0; i < g->b->columns; i++) {
		words[i] = g->b->column[i].heading;
		lines[i] = document_lines(words[i], g->width[i]);
		most = at_least(most, lines[i]);
	}
	for (size_t i = 0; i < g->b->columns; i++)
		skip[i] = most - lines[i];
	for (size_t n = 0; n < most; n++)
		grid_line(g, n, words, skip, out);
}

static void rule(const struct grid *g, struct buf *out)
{
	for (size_t i = 0; i < g->b->columns; i++) {
		for (size_t n = 0; n < g->width[i]; n++)
			buf_char(out, '-');
		if (i + 1 < g->b->columns)
			spaces(out, GAP);
	}
	end_line(out);
}

static void grid_row(const struct grid *g, size_t row, struct buf *out)
{
	const char *words[DOCUMENT_CELLS_MAX];
	char number[DOCUMENT_CELLS_MAX][DOCUMENT_CELL];
	size_t most = 1;
	for (size_t i = 0; i < g->b->columns; i++) {
		words[i] = document_cell_words(g->d, g->b, row, i, number[i]);
		most = at_least(most, document_lines(words[i], g->width[i]));
	}
	for (size_t n = 0; n < most; n++)
		grid_line(g, n, words, NULL, out);
}

static void table(const struct document *d, const struct block *b, struct buf *out)
{
	struct grid g = {.d = d, .b = b};
	measure(&g);
	if (*b->text) {
		wrapped(out, b->text, 0, 0, -1);
		buf_char(out, '\n');
	}
	grid_headings(&g, out);
	rule(&g, out);
	for (size_t i = 0; i < b->rows; i++) {
		if (b->total[i])
			rule(&g, out);
		grid_row(&g, i, out);
	}
	if (b->rows == 0)
		buf_print(out, "%s\n", text_get(d->lang, TEXT_DOC_NONE));
	buf_char(out, '\n');
}

/* -- everything else -- */

static void recipients_and_signer(const struct document *d, const struct print *p, struct buf *out)
{
	struct side left = {.lines = 0}, right = {.lines = 0};
	if (d->recipients)
		side_add(&left, PRINT_RECIPIENTS, LEFT);
	for (size_t i = 0; i < document_recipient_count(d); i++) {
		char *line = document_recipient(d, i);
		side_add(&left, line, LEFT - GAP);
		free(line);
	}
	for (size_t i = 0; i < p->right.titles; i++)
		side_add(&right, p->right.title[i], WIDTH - LEFT);
	for (int i = 0; p->right.name && i < INK_LINES; i++)
		side_put(&right, "", 0);
	side_add(&right, p->right.name, WIDTH - LEFT);
	if (left.lines || right.lines) {
		buf_char(out, '\n');
		sides(out, &left, &right, -1);
	}
}

static void annex(const struct document *d, const struct block *b, struct buf *out)
{
	char name[32], *title = document_annex_title(b), *belongs = document_belongs(d);
	buf_char(out, '\n');
	for (int i = 0; i < WIDTH; i++)
		buf_char(out, '=');
	buf_text(out, "\n\n");
	wrapped(out, document_annex_name(d->lang, document_annex_number(d, (size_t)(b - d->block)), name), 0, 0, 0);
	wrapped(out, title, 0, 0, 0);
	wrapped(out, belongs, 0, 0, 0);
	buf_char(out, '\n');
	free(belongs);
	free(title);
}

static void dots(struct buf *out)
{
	for (int i = 0; i < DOCUMENT_DOTS; i++) {
		for (int n = 0; n < WIDTH; n++)
			buf_char(out, '.');
		buf_char(out, '\n');
	}
}

static void block(const struct document *d, const struct block *b, struct buf *out)
{
	bool more = b + 1 < d->block + d->blocks && b[1].kind == b->kind;
	switch (b->kind) {
	case BLOCK_TABLE:
		table(d, b, out);
		return;
	case BLOCK_ANNEX:
		annex(d, b, out);
		return;
	case BLOCK_FORM_TITLE:
	case BLOCK_FORM_SUBTITLE:
		wrapped(out, b->text, 0, 0, 0);
		more = b->kind == BLOCK_FORM_TITLE;
		break;
	case BLOCK_NOTE:
		wrapped(out, b->text, 0, 0, -1);
		break;
	case BLOCK_HEADING:
		wrapped(out, b->text, 0, 0, -1);
		more = false;
		break;
	default:
		if (*b->text)
			wrapped(out, b->text, INDENT, 0, -1);
		else
			dots(out);
		more = false;
	}
	if (!more)
		buf_char(out, '\n');
}

void doc_text(const struct document *d, struct buf *out)
{
	struct print p;
	bool closed = false;
	document_print(d, &p);
	head(d, &p, out);
	for (size_t i = 0; i < d->blocks; i++) {
		if (d->block[i].kind == BLOCK_ANNEX && !closed) {
			recipients_and_signer(d, &p, out);
			closed = true;
		}
		block(d, &d->block[i], out);
	}
	if (!closed)
		recipients_and_signer(d, &p, out);
	char *foot = document_foot(d);
	if (foot)
		buf_print(out, "\n%s\n", foot);
	free(foot);
	document_print_free(&p);
}
