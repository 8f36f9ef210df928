/* doc_sheet.c - cells and tables of a report's workbook: real numbers, totals that add up, percentages that divide. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "doc_sheet.h"

enum {
	LINE_POINTS = 17,
	CELL_POINTS = 15,
	ROW_LINES_MAX = 24, /* no row is higher than 409 points */
	TEXT_LINES = 20,    /* of a paragraph in one row */
	CELL_LETTERS = 32000,
	FROZEN_ROWS = 10,
	PAGE_ROWS = 40
};

/* Widths are counted in digits of the standard font: so many between the margins of A4. */
#define WIDTH 84.0
#define WIDE 129.0

static const struct {
	double size;
	bool bold, italic, wrap, border;
	uint8_t align;
} looks[LOOKS] = {
	[LOOK_PLAIN] = {13, .align = LXW_ALIGN_CENTER},
	[LOOK_STRONG] = {13, .bold = true, .align = LXW_ALIGN_CENTER},
	[LOOK_MOTTO] = {14, .bold = true, .align = LXW_ALIGN_CENTER},
	[LOOK_ITALIC] = {13, .italic = true, .wrap = true, .align = LXW_ALIGN_CENTER},
	[LOOK_RULE] = {8, .align = LXW_ALIGN_CENTER},
	[LOOK_STATE] = {13, .bold = true, .italic = true, .wrap = true, .align = LXW_ALIGN_CENTER},
	[LOOK_TITLE] = {14, .bold = true, .wrap = true, .align = LXW_ALIGN_CENTER},
	[LOOK_TEXT] = {13, .wrap = true, .align = LXW_ALIGN_LEFT},
	[LOOK_HEADING] = {13, .bold = true, .wrap = true, .align = LXW_ALIGN_LEFT},
	[LOOK_SMALL_HEADING] = {13, .bold = true, .italic = true, .wrap = true, .align = LXW_ALIGN_LEFT},
	[LOOK_SEE] = {12, .italic = true, .wrap = true, .align = LXW_ALIGN_LEFT},
	[LOOK_DOTS] = {13, .align = LXW_ALIGN_LEFT},
	[LOOK_TO] = {12, .bold = true, .italic = true, .align = LXW_ALIGN_LEFT},
	[LOOK_RECIPIENT] = {11, .wrap = true, .align = LXW_ALIGN_LEFT},
	[LOOK_NOTE] = {11, .wrap = true, .align = LXW_ALIGN_LEFT},
	[LOOK_CAPTION] = {12, .bold = true, .wrap = true, .align = LXW_ALIGN_CENTER},
	[LOOK_COLUMN] = {11, .bold = true, .wrap = true, .border = true, .align = LXW_ALIGN_CENTER},
	[LOOK_NAME] = {12, .wrap = true, .border = true, .align = LXW_ALIGN_LEFT},
	[LOOK_LONG] = {12, .wrap = true, .border = true, .align = LXW_ALIGN_LEFT},
	[LOOK_NUMBER] = {12, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_CHANGE] = {12, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_PERCENT] = {12, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_FINE] = {12, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_TOTAL_NAME] = {12, .bold = true, .wrap = true, .border = true, .align = LXW_ALIGN_LEFT},
	[LOOK_TOTAL_NUMBER] = {12, .bold = true, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_TOTAL_CHANGE] = {12, .bold = true, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_TOTAL_PERCENT] = {12, .bold = true, .border = true, .align = LXW_ALIGN_RIGHT},
	[LOOK_TOTAL_FINE] = {12, .bold = true, .border = true, .align = LXW_ALIGN_RIGHT},
};

/* What a number is shown as; NULL: no number. */
static const char *number_format(enum look look, enum text_lang lang)
{
	switch (look) {
	case LOOK_NUMBER:
	case LOOK_TOTAL_NUMBER:
		return book_number_format(lang);
	case LOOK_CHANGE:
	case LOOK_TOTAL_CHANGE:
		return book_change_format(lang);
	case LOOK_PERCENT:
	case LOOK_TOTAL_PERCENT:
		return lang == LANG_VI ? "[$-42A]0.0%" : "0.0%";
	case LOOK_FINE:
	case LOOK_TOTAL_FINE:
		return lang == LANG_VI ? "[$-42A]0.00%" : "0.00%";
	default:
		return NULL;
	}
}

static void make_look(struct book *b, enum look look)
{
	lxw_format *f = b->look[look] = workbook_add_format(b->workbook);
	const char *number = number_format(look, b->d->lang);
	format_set_font_name(f, "Times New Roman");
	format_set_font_size(f, looks[look].size);
	format_set_align(f, looks[look].align);
	format_set_align(f, look == LOOK_LONG ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
	if (looks[look].bold)
		format_set_bold(f);
	if (looks[look].italic)
		format_set_italic(f);
	if (looks[look].wrap)
		format_set_text_wrap(f);
	else if (!looks[look].border)
		format_set_shrink(f);
	if (looks[look].border)
		format_set_border(f, LXW_BORDER_THIN);
	if (looks[look].border && looks[look].align != LXW_ALIGN_CENTER)
		format_set_indent(f, 1);
	if (number)
		format_set_num_format(f, number);
	if (look == LOOK_DOTS)
		format_set_bottom(f, LXW_BORDER_DOTTED);
}

void doc_sheet_looks(struct book *b)
{
	for (int i = 0; i < LOOKS; i++)
		make_look(b, (enum look)i);
}

void doc_sheet_keep(struct book *b, lxw_error error)
{
	if (b->error == LXW_NO_ERROR)
		b->error = error;
}

void doc_sheet_begin(
	struct sheet *s, struct book *b, const char *name, const struct column *column, size_t columns, bool wide)
{
	double whole = 0, all = wide ? WIDE : WIDTH;
	char *foot = document_foot(b->d);
	*s = (struct sheet){.book = b, .ws = workbook_add_worksheet(b->workbook, name), .width = (int)all};
	s->last = (lxw_col_t)(columns - 1);
	for (size_t i = 0; i < columns; i++)
		whole += column[i].weight;
	for (size_t i = 0; i < columns; i++) {
		double width = all * column[i].weight / whole;
		width = width < 5 ? 5 : width;
		s->letters[i] = (int)width - 1;
		doc_sheet_keep(b, worksheet_set_column(s->ws, (lxw_col_t)i, (lxw_col_t)i, width, NULL));
	}
	book_page(s->ws, wide);
	if (foot && strlen(foot) < 100 && !strchr(foot, '&')) {
		char *words = alloc_print("&C&\"Times New Roman,Regular\"&11%s", foot);
		doc_sheet_keep(b, worksheet_set_footer(s->ws, words));
		free(words);
	}
	free(foot);
}

/* The format has no way to leave the first page out, so a sheet of one page gets no number. */
void doc_sheet_end(struct sheet *s)
{
	if (s->row > PAGE_ROWS)
		doc_sheet_keep(s->book, worksheet_set_header(s->ws, "&C&\"Times New Roman,Regular\"&13&P"));
	if (s->row > 0)
		doc_sheet_keep(s->book, worksheet_print_area(s->ws, 0, 0, s->row - 1, s->last));
}

void doc_sheet_next(struct sheet *s, double points)
{
	doc_sheet_keep(s->book, worksheet_set_row(s->ws, s->row, points, NULL));
	s->row++;
}

static void string(struct sheet *s, lxw_col_t col, const char *text, enum look look)
{
	if (strlen(text) <= CELL_LETTERS) {
		doc_sheet_keep(s->book, worksheet_write_string(s->ws, s->row, col, text, s->book->look[look]));
		return;
	}
	char *cut = alloc_copy_n(text, document_line(text, CELL_LETTERS));
	doc_sheet_keep(s->book, worksheet_write_string(s->ws, s->row, col, cut, s->book->look[look]));
	free(cut);
}

/* The library refuses to merge one cell with itself. */
void doc_sheet_span(struct sheet *s, lxw_col_t first, lxw_col_t last, const char *text, enum look look)
{
	lxw_format *f = s->book->look[look];
	if (!text || (!*text && look != LOOK_DOTS))
		return;
	if (first == last)
		string(s, first, text, look);
	else
		doc_sheet_keep(s->book, worksheet_merge_range(s->ws, s->row, first, s->row, last, text, f));
}

/* Heights are worked out here: a merged cell never grows by itself, and no row holds a paragraph without end. */
void doc_sheet_text(struct sheet *s, const char *text, enum look look)
{
	bool small = look == LOOK_NOTE || look == LOOK_RECIPIENT;
	size_t letters = (size_t)(s->width * (small ? 112 : look == LOOK_TITLE ? 66 : 94) / 100);
	while (text && *text) {
		size_t n = 0, lines = 0;
		for (; text[n] && lines < TEXT_LINES; lines++) {
			n += document_line(text + n, letters);
			n += strspn(text + n, " ");
		}
		char *part = alloc_copy_n(text, n);
		doc_sheet_span(s, 0, s->last, part, look);
		free(part);
		doc_sheet_next(s, (small ? CELL_POINTS : LINE_POINTS) * (double)lines + (small ? 0 : 2));
		text += n;
	}
}

/* -- tables -- */

static size_t lines_of(const struct sheet *s, const char *text, size_t column)
{
	size_t letters = s->letters[column] > 1 ? (size_t)s->letters[column] : 1;
	return document_lines(text, letters);
}

static double height(size_t lines)
{
	return LINE_POINTS + CELL_POINTS * (double)((lines < ROW_LINES_MAX ? lines : ROW_LINES_MAX) - 1) + 2;
}

static void headings(struct sheet *s, const struct block *b)
{
	size_t most = 1;
	if (!s->tables && s->row <= FROZEN_ROWS)
		worksheet_freeze_panes(s->ws, s->row + 1, 1);
	if (!s->tables)
		doc_sheet_keep(s->book, worksheet_repeat_rows(s->ws, s->row, s->row));
	for (size_t i = 0; i < b->columns; i++) {
		size_t lines = lines_of(s, b->column[i].heading, i);
		most = lines > most ? lines : most;
		string(s, (lxw_col_t)i, b->column[i].heading, LOOK_COLUMN);
	}
	doc_sheet_next(s, height(most));
	s->tables = true;
}

/* Beyond this a double no longer holds every whole number. */
static bool is_exact(int64_t n)
{
	return n >= -9007199254740992 && n <= 9007199254740992;
}

/* Row `total` of a column is the sum of the rows above it, down from the first or from behind the total before. */
static bool adds_up(const struct block *b, size_t total, size_t column, size_t *first)
{
	int64_t sum = 0;
	size_t i = total;
	while (i > 0 && !b->total[i - 1]) {
		const struct cell *c = document_cell_at(b, --i, column);
		if (c->is.kind == CELL_PERCENT || (c->is.kind == CELL_NUMBER && !is_exact(c->is.number)))
			return false;
		if (c->is.kind == CELL_NUMBER && __builtin_add_overflow(sum, c->is.number, &sum))
			return false;
	}
	*first = i;
	return total > i + 1 && sum == document_cell_at(b, total, column)->is.number;
}

static enum look number_look(const struct block *b, size_t row, size_t column)
{
	enum look look = LOOK_NUMBER;
	enum document_cell_kind kind = document_cell_at(b, row, column)->is.kind;
	if (kind == CELL_CHANGE)
		look = LOOK_CHANGE;
	else if (kind == CELL_PERCENT)
		look = b->column[column].fine ? LOOK_FINE : LOOK_PERCENT;
	return b->total[row] ? look + (LOOK_TOTAL_NUMBER - LOOK_NUMBER) : look;
}

static void number(struct sheet *s, const struct block *b, size_t row, size_t column)
{
	char formula[128], top[LXW_MAX_CELL_NAME_LENGTH], bottom[LXW_MAX_CELL_NAME_LENGTH];
	const struct cell *c = document_cell_at(b, row, column);
	lxw_format *look = s->book->look[number_look(b, row, column)];
	lxw_col_t col = (lxw_col_t)column;
	size_t first;
	if (b->total[row] && c->is.kind == CELL_NUMBER && adds_up(b, row, column, &first)) {
		lxw_rowcol_to_cell(top, s->row - (lxw_row_t)(row - first), col);
		lxw_rowcol_to_cell(bottom, s->row - 1, col);
		snprintf(formula, sizeof formula, "=SUM(%s:%s)", top, bottom);
		doc_sheet_keep(
			s->book, worksheet_write_formula_num(s->ws, s->row, col, formula, look, (double)c->is.number));
		return;
	}
	doc_sheet_keep(s->book, worksheet_write_number(s->ws, s->row, col, (double)c->is.number, look));
}

static void percent(struct sheet *s, const struct block *b, size_t row, size_t column)
{
	char formula[128];
	const struct cell *c = document_cell_at(b, row, column);
	lxw_format *look = s->book->look[number_look(b, row, column)];
	lxw_col_t col = (lxw_col_t)column;
	double value = (double)c->is.number / 10000;
	if (c->is.den <= 0) {
		doc_sheet_keep(s->book, worksheet_write_number(s->ws, s->row, col, value, look));
		return;
	}
	value = (double)c->is.num / (double)c->is.den;
	snprintf(formula, sizeof formula, "=%lld/%lld", (long long)c->is.num, (long long)c->is.den);
	doc_sheet_keep(s->book, worksheet_write_formula_num(s->ws, s->row, col, formula, look, value));
}

static void cell(struct sheet *s, const struct block *b, size_t row, size_t column)
{
	char words[DOCUMENT_CELL];
	const struct cell *c = document_cell_at(b, row, column);
	enum look name = lines_of(s, c->is.text, column) > ROW_LINES_MAX ? LOOK_LONG : LOOK_NAME;
	name = b->total[row] ? LOOK_TOTAL_NAME : name;
	switch (c->is.kind) {
	case CELL_EMPTY:
		doc_sheet_keep(s->book, worksheet_write_blank(s->ws, s->row, (lxw_col_t)column, s->book->look[name]));
		break;
	case CELL_TEXT:
		string(s, (lxw_col_t)column, c->is.text, name);
		break;
	case CELL_PERCENT:
		percent(s, b, row, column);
		break;
	case CELL_NEVER:
		string(s, (lxw_col_t)column, PRINT_NEVER, number_look(b, row, column));
		break;
	default:
		if (is_exact(c->is.number))
			number(s, b, row, column);
		else
			string(s, (lxw_col_t)column, document_cell_words(s->book->d, b, row, column, words),
				number_look(b, row, column));
	}
}

void doc_sheet_table(struct sheet *s, const struct block *b)
{
	headings(s, b);
	for (size_t row = 0; row < b->rows; row++) {
		size_t most = 1;
		for (size_t i = 0; i < b->columns; i++) {
			size_t lines = lines_of(s, document_cell_at(b, row, i)->is.text, i);
			most = lines > most ? lines : most;
			cell(s, b, row, i);
		}
		doc_sheet_next(s, b->tall ? height(most) * 1.2 : height(most));
	}
	if (b->rows == 0)
		doc_sheet_text(s, text_get(s->book->d->lang, TEXT_DOC_NONE), LOOK_SEE);
}
