/* document_form.c - the form's table as blocks of a document: the columns, notes and references of its own print. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "document_parts.h"
#include "page.h"

enum { COLUMNS_MAX = FORM_COLUMNS_MAX + 2 };

struct maker {
	struct document *d;
	const struct report *r;
	const struct print *p;
	struct document_cell cell[COLUMNS_MAX];
};

static struct document_cell words(const char *s)
{
	return (struct document_cell){.kind = s && *s ? CELL_TEXT : CELL_EMPTY, .text = s};
}

static struct document_cell number(bool known, enum document_cell_kind kind, int64_t n)
{
	return (struct document_cell){.kind = known ? kind : CELL_NEVER, .number = n};
}

static void begin_table(const struct maker *m, const char *caption)
{
	struct document_column column[COLUMNS_MAX];
	size_t n = m->p->columns;
	column[0] = (struct document_column){m->p->unit_heading, PAGE_UNIT};
	for (size_t i = 0; i < n; i++)
		column[i + 1] = (struct document_column){print_label(m->r, m->p->column[i]), PAGE_NUMBERS / (int)n};
	column[n + 1] = (struct document_column){m->p->note_heading, PAGE_NOTE};
	document_table(m->d, caption, column, n + 2);
}

static void end_row(struct maker *m, const char *name, const char *note, bool total)
{
	m->cell[0] = words(name);
	m->cell[m->p->columns + 1] = words(note);
	document_row(m->d, m->cell, total);
}

static void row(struct maker *m, const struct report_row *x, const char *name)
{
	for (size_t i = 0; i < m->p->columns; i++) {
		int c = m->p->column[i];
		enum print_cell kind = print_cell(m->r, x, c);
		m->cell[i + 1] = number(kind == PRINT_CELL_NUMBER, CELL_NUMBER, x->sums.value[c]);
		if (kind == PRINT_CELL_EMPTY)
			m->cell[i + 1].kind = CELL_EMPTY;
	}
	end_row(m, name, x->note, x == &m->r->total);
}

static void empty_rows(struct maker *m)
{
	for (size_t i = 0; i < m->p->columns; i++)
		m->cell[i + 1] = (struct document_cell){.kind = CELL_EMPTY};
	for (size_t i = 0; i < m->p->empty_rows; i++)
		end_row(m, NULL, NULL, false);
}

static void table(struct maker *m)
{
	begin_table(m, NULL);
	m->d->block[m->d->blocks - 1].tall = m->r->blank;
	for (size_t i = 0; i < m->r->rows; i++)
		row(m, &m->r->row[i], m->r->row[i].unit.name);
	empty_rows(m);
	row(m, &m->r->total, m->p->total_label);
}

static void reference(struct maker *m, const struct report_reference *x)
{
	char source[PRINT_SOURCE];
	for (size_t i = 0; i < m->p->columns; i++) {
		int c = m->p->column[i];
		m->cell[i + 1] = number(x->given[c], CELL_NUMBER, x->value[c]);
	}
	end_row(m, x->unit.name, print_source(m->r, x, source), false);
	for (size_t i = 0; i < m->p->columns; i++) {
		int c = m->p->column[i];
		m->cell[i + 1] = number(x->compared[c], CELL_CHANGE, x->difference[c]);
	}
	end_row(m, NULL, text_get(m->r->lang, TEXT_REPORT_DIFFERENCE), false);
	struct block *b = &m->d->block[m->d->blocks - 1];
	b->cell[(b->rows - 1) * b->columns].below = true;
}

static void references(struct maker *m)
{
	if (m->r->references == 0)
		return;
	begin_table(m, text_get(m->r->lang, TEXT_REPORT_REFERENCE));
	m->d->block[m->d->blocks - 1].same = true;
	for (size_t i = 0; i < m->r->references; i++)
		reference(m, &m->r->reference[i]);
}

/* An annex that is called as the form is needs no second title. */
static bool is_titled(const struct document *d, const char *title)
{
	const struct block *b = d->blocks ? &d->block[d->blocks - 1] : NULL;
	if (!b || b->kind != BLOCK_ANNEX)
		return false;
	char *of_annex = document_annex_title(b), *of_form = utf8_upper(title);
	bool same = of_form && strcmp(of_annex, of_form) == 0;
	free(of_annex);
	free(of_form);
	return same;
}

void document_form(struct document *d, const struct report *r)
{
	struct print p;
	print_init(&p, r);
	struct maker m = {.d = d, .r = r, .p = &p};
	if (!is_titled(d, p.title))
		document_add(d, BLOCK_FORM_TITLE, p.title);
	if (*p.subtitle)
		document_add(d, BLOCK_FORM_SUBTITLE, p.subtitle);
	table(&m);
	for (size_t i = 0; i < p.notes; i++)
		document_note(d, p.note[i]);
	references(&m);
	print_free(&p);
}
