/* write_text.c - the table on a terminal: headings broken at words, numbers to the right, widths in code points. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "print.h"
#include "write.h"

enum { GAP = 2, HEADING_WIDTH = 9, NOTE_WIDTH = 100, NAME_WIDTH = 8, COLUMNS_MAX = FORM_COLUMNS_MAX + 2 };

/* A column of the screen: a heading laid in lines no wider than width. */
struct text_column {
	const char *heading;
	size_t width;
	bool right;
};

struct text_table {
	const struct report *r;
	struct text_column column[COLUMNS_MAX];
	size_t columns;
};

static void spaces(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

/* Nothing after the last column: no line ends in spaces. */
static void cell(struct buf *out, const struct text_table *t, size_t i, const char *s)
{
	size_t len = utf8_length(s), width = t->column[i].width;
	size_t pad = width > len ? width - len : 0;
	if (t->column[i].right)
		spaces(out, pad);
	buf_text(out, s);
	if (i + 1 < t->columns)
		spaces(out, (t->column[i].right ? 0 : pad) + GAP);
}

static void end_line(struct buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	buf_char(out, '\n');
}

static void widen(struct text_column *c, size_t width)
{
	c->width = width > c->width ? width : c->width;
}

static void measure_row(struct text_table *t, const struct print *p, const struct report_row *row, const char *name)
{
	char number[32];
	widen(&t->column[0], utf8_length(name));
	for (size_t i = 0; i < p->columns; i++)
		widen(&t->column[i + 1], utf8_length(print_number(t->r, row, p->column[i], number)));
}

static void measure_references(struct text_table *t, const struct print *p)
{
	char number[32];
	for (size_t i = 0; i < t->r->references; i++) {
		const struct report_reference *x = &t->r->reference[i];
		widen(&t->column[0], utf8_length(x->unit.name));
		for (size_t c = 0; c < p->columns; c++) {
			widen(&t->column[c + 1], utf8_length(print_reference(t->r, x, p->column[c], number)));
			widen(&t->column[c + 1], utf8_length(print_difference(t->r, x, p->column[c], number)));
		}
	}
}

static void measure(struct text_table *t, const struct print *p)
{
	t->columns = p->columns + 2;
	t->column[0] = (struct text_column){p->unit_heading, NAME_WIDTH, false};
	for (size_t i = 0; i < p->columns; i++)
		t->column[i + 1] = (struct text_column){print_label(t->r, p->column[i]), HEADING_WIDTH, true};
	t->column[p->columns + 1] = (struct text_column){p->note_heading, 0, false};
	for (size_t i = 0; i < t->columns; i++)
		widen(&t->column[i], print_widest_word(t->column[i].heading));
	for (size_t i = 0; i < t->r->rows; i++)
		measure_row(t, p, &t->r->row[i], t->r->row[i].unit.name);
	measure_row(t, p, &t->r->total, p->total_label);
	measure_references(t, p);
	widen(&t->column[p->columns + 1], utf8_length(p->note_heading));
}

/* The n-th line of a heading, "" past its end; the caller frees. */
static char *heading_line(const struct text_column *c, size_t n)
{
	const char *s = c->heading;
	while (n-- > 0 && *s) {
		s += print_line_bytes(s, c->width);
		s += strspn(s, " ");
	}
	return alloc_copy_n(s, print_line_bytes(s, c->width));
}

/* Headings stand on their last line, next to the numbers. */
static void headings(const struct text_table *t, struct buf *out)
{
	size_t most = 0;
	for (size_t i = 0; i < t->columns; i++) {
		size_t lines = print_lines(t->column[i].heading, t->column[i].width);
		most = lines > most ? lines : most;
	}
	for (size_t line = 0; line < most; line++) {
		for (size_t i = 0; i < t->columns; i++) {
			size_t skip = most - print_lines(t->column[i].heading, t->column[i].width);
			char *s = line < skip ? alloc_copy("") : heading_line(&t->column[i], line - skip);
			cell(out, t, i, s);
			free(s);
		}
		end_line(out);
	}
}

static void rule(const struct text_table *t, struct buf *out)
{
	for (size_t i = 0; i < t->columns; i++) {
		for (size_t n = 0; n < t->column[i].width; n++)
			buf_char(out, '-');
		if (i + 1 < t->columns)
			spaces(out, GAP);
	}
	end_line(out);
}

static void row_line(const struct text_table *t, const struct print *p, const struct report_row *row, const char *name,
	struct buf *out)
{
	char number[32];
	cell(out, t, 0, name);
	for (size_t i = 0; i < p->columns; i++)
		cell(out, t, i + 1, print_number(t->r, row, p->column[i], number));
	cell(out, t, t->columns - 1, row->note);
	end_line(out);
}

static void reference_lines(
	const struct text_table *t, const struct print *p, const struct report_reference *x, struct buf *out)
{
	char number[32], source[PRINT_SOURCE];
	for (int difference = 0; difference < 2; difference++) {
		cell(out, t, 0, difference ? "" : x->unit.name);
		for (size_t i = 0; i < p->columns; i++)
			cell(out, t, i + 1,
				difference ? print_difference(t->r, x, p->column[i], number)
					   : print_reference(t->r, x, p->column[i], number));
		cell(out, t, t->columns - 1,
			difference ? text_get(t->r->lang, TEXT_REPORT_DIFFERENCE) : print_source(t->r, x, source));
		end_line(out);
	}
}

/* A table of its own, under the same headings. */
static void references(const struct text_table *t, const struct print *p, struct buf *out)
{
	if (t->r->references == 0)
		return;
	buf_print(out, "\n%s\n\n", text_get(t->r->lang, TEXT_REPORT_REFERENCE));
	headings(t, out);
	rule(t, out);
	for (size_t i = 0; i < t->r->references; i++)
		reference_lines(t, p, &t->r->reference[i], out);
}

static void empty_line(const struct text_table *t, struct buf *out)
{
	for (size_t i = 0; i < t->columns; i++)
		cell(out, t, i, i == 0 ? "...." : "");
	end_line(out);
}

static void table(const struct text_table *t, const struct print *p, struct buf *out)
{
	headings(t, out);
	rule(t, out);
	for (size_t i = 0; i < t->r->rows; i++)
		row_line(t, p, &t->r->row[i], t->r->row[i].unit.name, out);
	for (size_t i = 0; i < p->empty_rows; i++)
		empty_line(t, out);
	rule(t, out);
	row_line(t, p, &t->r->total, p->total_label, out);
}

static void note(const char *s, struct buf *out)
{
	while (*s) {
		size_t n = print_line_bytes(s, NOTE_WIDTH);
		buf_add(out, s, n);
		buf_char(out, '\n');
		s += n + strspn(s + n, " ");
	}
}

void write_text(const struct report *r, struct buf *out)
{
	struct print p;
	struct text_table t = {.r = r};
	print_init(&p, r);
	measure(&t, &p);
	buf_print(out, "%s\n%s%s%s (%s)\n\n", p.title, p.subtitle, *p.subtitle ? "\n" : "", r->unit.name, r->unit.code);
	table(&t, &p, out);
	if (p.notes)
		buf_char(out, '\n');
	for (size_t i = 0; i < p.notes; i++)
		note(p.note[i], out);
	references(&t, &p, out);
	print_free(&p);
}
