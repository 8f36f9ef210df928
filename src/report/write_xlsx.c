/* write_xlsx.c - the sheet as a spreadsheet: the same print as the page, with real numbers and a total that adds them
 * up. */
#include <stdio.h>

#include "book.h"
#include "print.h"
#include "write.h"

/* Widths in characters of the standard font, so that seven numbers fill the 252 mm between the margins of A4 landscape.
 */
#define UNIT_WIDTH 22.0
#define NUMBER_WIDTH 12.0
#define NOTE_WIDTH 23.5

enum {
	PAGE_ROWS = 12,
	INK_ROWS = 4,
	LINE_POINTS = 17,
	NOTE_POINTS = 15,
	TITLE_POINTS = 20,
	RULE_POINTS = 8,
	ROW_PADDING = 2
};

/* How many letters a line of these holds: heights are worked out here, since a merged cell never grows by itself, and
 * no two programs agree on the others. */
enum {
	NOTE_LINE_CHARACTERS = 150,
	TITLE_CHARACTERS = 75,
	HEADING_CHARACTERS = 11,
	UNIT_CHARACTERS = 21,
	NOTE_CHARACTERS = 23
};

/* One list: the cells of the sheet. */
enum sheet_format {
	HEAD,
	STRONG,
	MOTTO,
	ITALIC,
	RULE,
	TITLE,
	HEADING,
	NAME,
	NUMBER,
	TOTAL_NAME,
	TOTAL_NUMBER,
	DIFFERENCE,
	NOTE,
	FORMATS
};

static const struct {
	double size;
	bool bold, italic, wrap, border, indent, number;
	uint8_t align;
} looks[FORMATS] = {
	[HEAD] = {13, .align = LXW_ALIGN_CENTER},
	[STRONG] = {13, .bold = true, .align = LXW_ALIGN_CENTER},
	[MOTTO] = {14, .bold = true, .align = LXW_ALIGN_CENTER},
	[ITALIC] = {13, .italic = true, .align = LXW_ALIGN_CENTER},
	[RULE] = {8, .align = LXW_ALIGN_CENTER},
	[TITLE] = {14, .bold = true, .wrap = true, .align = LXW_ALIGN_CENTER},
	[HEADING] = {11, .bold = true, .wrap = true, .border = true, .align = LXW_ALIGN_CENTER},
	[NAME] = {12, .wrap = true, .border = true, .indent = true, .align = LXW_ALIGN_LEFT},
	[NUMBER] = {12, .border = true, .indent = true, .number = true, .align = LXW_ALIGN_RIGHT},
	[TOTAL_NAME] = {12, .bold = true, .wrap = true, .border = true, .indent = true, .align = LXW_ALIGN_LEFT},
	[TOTAL_NUMBER] = {12, .bold = true, .border = true, .indent = true, .number = true, .align = LXW_ALIGN_RIGHT},
	[DIFFERENCE] = {12, .border = true, .indent = true, .align = LXW_ALIGN_RIGHT},
	[NOTE] = {11, .wrap = true, .align = LXW_ALIGN_LEFT},
};

struct sheet {
	const struct report *r;
	const struct print *p;
	lxw_workbook *book;
	lxw_worksheet *ws;
	lxw_format *format[FORMATS];
	lxw_row_t row;   /* next to write */
	lxw_col_t last;  /* last column */
	lxw_error error; /* the first the library reported */
};

static void keep(struct sheet *s, lxw_error error)
{
	if (s->error == LXW_NO_ERROR)
		s->error = error;
}

static void make_formats(struct sheet *s)
{
	for (int i = 0; i < FORMATS; i++) {
		lxw_format *f = s->format[i] = workbook_add_format(s->book);
		format_set_font_name(f, "Times New Roman");
		format_set_font_size(f, looks[i].size);
		format_set_align(f, looks[i].align);
		format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
		if (looks[i].bold)
			format_set_bold(f);
		if (looks[i].italic)
			format_set_italic(f);
		if (looks[i].wrap)
			format_set_text_wrap(f);
		else if (!looks[i].border)
			format_set_shrink(f);
		if (looks[i].border)
			format_set_border(f, LXW_BORDER_THIN);
		if (looks[i].indent)
			format_set_indent(f, 1);
		if (looks[i].number)
			format_set_num_format(f, book_number_format(s->r->lang));
	}
	format_set_num_format(s->format[DIFFERENCE], book_change_format(s->r->lang));
}

static void text_cell(struct sheet *s, lxw_col_t col, const char *text, enum sheet_format format)
{
	keep(s, worksheet_write_string(s->ws, s->row, col, text, s->format[format]));
}

/* Text over columns first to last of the current row; the library refuses to merge one cell with itself. */
static void span(struct sheet *s, lxw_col_t first, lxw_col_t last, const char *text, enum sheet_format format)
{
	if (!text || !*text)
		return;
	if (first == last)
		text_cell(s, first, text, format);
	else
		keep(s, worksheet_merge_range(s->ws, s->row, first, s->row, last, text, s->format[format]));
}

static void left_span(struct sheet *s, const char *text, enum sheet_format format)
{
	span(s, 0, (lxw_col_t)((s->last + 1) / 2 - 1), text, format);
}

static void right_span(struct sheet *s, const char *text, enum sheet_format format)
{
	span(s, (lxw_col_t)((s->last + 1) / 2), s->last, text, format);
}

static void next_row(struct sheet *s, double points)
{
	keep(s, worksheet_set_row(s->ws, s->row, points, NULL));
	s->row++;
}

static void rules(struct sheet *s)
{
	char rule[400];
	if (s->p->heads) {
		book_dashes(s->p->head[s->p->heads - 1], 0.5, rule, sizeof rule);
		left_span(s, rule, RULE);
	}
	if (s->p->national) {
		book_dashes(PRINT_MOTTO, 0.8, rule, sizeof rule);
		right_span(s, rule, RULE);
	}
	next_row(s, RULE_POINTS);
}

static void heading(struct sheet *s)
{
	const struct print *p = s->p;
	size_t lines = p->national && p->heads < 2 ? 2 : p->heads;
	for (size_t i = 0; i < lines; i++) {
		left_span(s, i < p->heads ? p->head[i] : NULL, i < p->plain_heads ? HEAD : STRONG);
		if (p->national && i < 2)
			right_span(s, i == 0 ? PRINT_NATION : PRINT_MOTTO, i == 0 ? STRONG : MOTTO);
		next_row(s, LINE_POINTS + 1);
	}
	rules(s);
	left_span(s, p->number, HEAD);
	if (p->national) {
		right_span(s, p->date, ITALIC);
		next_row(s, LINE_POINTS);
	}
	next_row(s, RULE_POINTS);
	span(s, 0, s->last, p->title, TITLE);
	next_row(s, TITLE_POINTS * (double)print_lines(p->title, TITLE_CHARACTERS));
	if (*p->subtitle) {
		span(s, 0, s->last, p->subtitle, HEAD);
		next_row(s, LINE_POINTS);
	}
	next_row(s, RULE_POINTS);
}

static void heading_cell(struct sheet *s, lxw_col_t col, const char *text, size_t *lines)
{
	size_t n = print_lines(text, HEADING_CHARACTERS);
	*lines = n > *lines ? n : *lines;
	text_cell(s, col, text, HEADING);
}

static void headings(struct sheet *s)
{
	size_t lines = 1;
	heading_cell(s, 0, s->p->unit_heading, &lines);
	for (size_t i = 0; i < s->p->columns; i++)
		heading_cell(s, (lxw_col_t)(i + 1), print_label(s->r, s->p->column[i]), &lines);
	heading_cell(s, s->last, s->p->note_heading, &lines);
	next_row(s, LINE_POINTS * (double)lines + 2);
}

static void table_head(struct sheet *s)
{
	keep(s, worksheet_repeat_rows(s->ws, s->row, s->row));
	headings(s);
	worksheet_freeze_panes(s->ws, s->row, 1);
}

static void number_cell(struct sheet *s, lxw_col_t col, const struct report_row *row, int column)
{
	switch (print_cell(s->r, row, column)) {
	case PRINT_CELL_EMPTY:
		keep(s, worksheet_write_blank(s->ws, s->row, col, s->format[NUMBER]));
		break;
	case PRINT_CELL_NEVER:
		text_cell(s, col, PRINT_NEVER, NUMBER);
		break;
	case PRINT_CELL_NUMBER:
		keep(s, worksheet_write_number(s->ws, s->row, col, (double)row->sums.value[column], s->format[NUMBER]));
		break;
	}
}

/* Room to write by hand on a blank form. */
static double row_points(const struct sheet *s, const struct report_row *row, const char *name)
{
	size_t lines = print_lines(name, UNIT_CHARACTERS), note = print_lines(row->note, NOTE_CHARACTERS);
	double points = LINE_POINTS + NOTE_POINTS * (double)((note > lines ? note : lines) - 1) + ROW_PADDING;
	return s->r->blank ? points * 1.2 : points;
}

static void table_row(struct sheet *s, const struct report_row *row)
{
	text_cell(s, 0, row->unit.name, NAME);
	for (size_t i = 0; i < s->p->columns; i++)
		number_cell(s, (lxw_col_t)(i + 1), row, s->p->column[i]);
	if (*row->note)
		text_cell(s, s->last, row->note, NAME);
	else
		keep(s, worksheet_write_blank(s->ws, s->row, s->last, s->format[NAME]));
	next_row(s, row_points(s, row, row->unit.name));
}

static void empty_row(struct sheet *s)
{
	for (lxw_col_t col = 0; col <= s->last; col++)
		keep(s, worksheet_write_blank(s->ws, s->row, col, s->format[NAME]));
	next_row(s, row_points(s, &s->r->total, ""));
}

/* =SUM over the rows above, its result beside it for whoever does not calculate. On a blank form nothing shows until
 * somebody has typed a number. */
static void total_cell(struct sheet *s, lxw_row_t first, lxw_col_t col, int column)
{
	char top[LXW_MAX_CELL_NAME_LENGTH], bottom[LXW_MAX_CELL_NAME_LENGTH], formula[128];
	lxw_format *format = s->format[TOTAL_NUMBER];
	double value = (double)s->r->total.sums.value[column];
	if (first == s->row) {
		keep(s, worksheet_write_number(s->ws, s->row, col, value, format));
		return;
	}
	lxw_rowcol_to_cell(top, first, col);
	lxw_rowcol_to_cell(bottom, s->row - 1, col);
	if (!s->r->blank) {
		snprintf(formula, sizeof formula, "=SUM(%s:%s)", top, bottom);
		keep(s, worksheet_write_formula_num(s->ws, s->row, col, formula, format, value));
		return;
	}
	snprintf(formula, sizeof formula, "=IF(COUNT(%s:%s)=0,\"\",SUM(%s:%s))", top, bottom, top, bottom);
	keep(s, worksheet_write_formula_str(s->ws, s->row, col, formula, format, ""));
}

static void table(struct sheet *s)
{
	table_head(s);
	lxw_row_t first = s->row;
	for (size_t i = 0; i < s->r->rows; i++)
		table_row(s, &s->r->row[i]);
	for (size_t i = 0; i < s->p->empty_rows; i++)
		empty_row(s);
	text_cell(s, 0, s->p->total_label, TOTAL_NAME);
	for (size_t i = 0; i < s->p->columns; i++)
		total_cell(s, first, (lxw_col_t)(i + 1), s->p->column[i]);
	keep(s, worksheet_write_blank(s->ws, s->row, s->last, s->format[TOTAL_NAME]));
	next_row(s, row_points(s, &s->r->total, s->p->total_label));
}

static void reference_cell(struct sheet *s, lxw_col_t col, bool known, int64_t n, enum sheet_format format)
{
	if (known)
		keep(s, worksheet_write_number(s->ws, s->row, col, (double)n, s->format[format]));
	else
		text_cell(s, col, PRINT_NEVER, format);
}

static void reference_row(struct sheet *s, const struct report_reference *x, bool difference)
{
	char source[PRINT_SOURCE];
	struct report_row row = {.unit = x->unit};
	text_cell(s, 0, difference ? "" : x->unit.name, NAME);
	for (size_t i = 0; i < s->p->columns; i++) {
		int c = s->p->column[i];
		if (difference)
			reference_cell(s, (lxw_col_t)(i + 1), x->compared[c], x->difference[c], DIFFERENCE);
		else
			reference_cell(s, (lxw_col_t)(i + 1), x->given[c], x->value[c], NUMBER);
	}
	snprintf(row.note, sizeof row.note, "%s",
		difference ? text_get(s->r->lang, TEXT_REPORT_DIFFERENCE) : print_source(s->r, x, source));
	text_cell(s, s->last, row.note, NAME);
	next_row(s, row_points(s, &row, x->unit.name));
}

/* A block of its own below the signatures, so that the form stays as it is printed. */
static void references(struct sheet *s)
{
	if (s->r->references == 0)
		return;
	next_row(s, RULE_POINTS);
	span(s, 0, s->last, text_get(s->r->lang, TEXT_REPORT_REFERENCE), STRONG);
	next_row(s, LINE_POINTS + 1);
	headings(s);
	for (size_t i = 0; i < s->r->references; i++) {
		reference_row(s, &s->r->reference[i], false);
		reference_row(s, &s->r->reference[i], true);
	}
}

static void notes(struct sheet *s)
{
	next_row(s, RULE_POINTS);
	for (size_t i = 0; i < s->p->notes; i++) {
		span(s, 0, s->last, s->p->note[i], NOTE);
		next_row(s, NOTE_POINTS * (double)print_lines(s->p->note[i], NOTE_LINE_CHARACTERS));
	}
}

static void signatures(struct sheet *s)
{
	const struct print_signer *left = &s->p->left, *right = &s->p->right;
	if (!left->titles && !right->titles)
		return;
	next_row(s, RULE_POINTS);
	if (!s->p->national) {
		right_span(s, s->p->date, ITALIC);
		next_row(s, LINE_POINTS);
	}
	size_t lines = left->titles > right->titles ? left->titles : right->titles;
	for (size_t i = 0; i < lines; i++) {
		left_span(s, i < left->titles ? left->title[i] : NULL, STRONG);
		right_span(s, i < right->titles ? right->title[i] : NULL, STRONG);
		next_row(s, LINE_POINTS);
	}
	left_span(s, left->hint, ITALIC);
	right_span(s, right->hint, ITALIC);
	for (int i = 0; i < INK_ROWS; i++)
		next_row(s, LINE_POINTS);
	left_span(s, left->name, STRONG);
	right_span(s, right->name, STRONG);
	next_row(s, LINE_POINTS);
}

static void set_up(struct sheet *s)
{
	const char *name = text_get(s->r->lang, TEXT_REPORT_SHEET);
	s->ws = workbook_add_worksheet(s->book, name);
	s->last = (lxw_col_t)(s->p->columns + 1);
	book_standard_font(s->book);
	make_formats(s);
	keep(s, worksheet_set_column(s->ws, 0, 0, UNIT_WIDTH, NULL));
	if (s->p->columns)
		keep(s, worksheet_set_column(s->ws, 1, (lxw_col_t)(s->last - 1), NUMBER_WIDTH, NULL));
	keep(s, worksheet_set_column(s->ws, s->last, s->last, NOTE_WIDTH, NULL));
	book_page(s->ws, true);
	/* The format has no way to leave the first page out, so a sheet of one page gets no number. */
	if (s->r->rows > PAGE_ROWS)
		keep(s, worksheet_set_header(s->ws, "&C&\"Times New Roman,Regular\"&13&P"));
}

struct sources {
	const struct report *r;
	const struct print *p;
};

static lxw_error make_file(const void *what, char *folder, const char *path)
{
	const struct sources *from = what;
	lxw_workbook_options options = {.tmpdir = folder};
	struct sheet s = {.r = from->r, .p = from->p, .book = workbook_new_opt(path, &options)};
	if (!s.book)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	set_up(&s);
	keep(&s, book_properties(s.book, s.p->title, s.r->as_of));
	heading(&s);
	table(&s);
	notes(&s);
	signatures(&s);
	references(&s);
	keep(&s, worksheet_print_area(s.ws, 0, 0, s.row - 1, s.last));
	keep(&s, workbook_close(s.book));
	return s.error;
}

int write_xlsx(const struct report *r, struct buf *out, struct err *e)
{
	struct print p;
	print_init(&p, r);
	int rc = book_write(make_file, &(struct sources){r, &p}, out, e);
	print_free(&p);
	return rc;
}
