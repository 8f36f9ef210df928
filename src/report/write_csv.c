/* write_csv.c - a table for Vietnamese Excel (csv.h): plain numbers, the code first, carried columns after the printed
 * ones. */
#include <string.h>

#include <tungnha/csv.h>

#include "print.h"
#include "write.h"

/* Always in quotes, so that what reads types by quoting keeps the leading zero of "05788". A code holds letters, digits
 * and hyphens only (campaign.h), so there is nothing to double. */
static void code_cell(struct buf *out, const char *code)
{
	buf_print(out, "\"%s\"", code);
}

/* Printed columns, then the ones carried beside them; the counts by status are for the status command. */
static size_t csv_columns(const struct form *f, int out[static FORM_COLUMNS_MAX])
{
	size_t n = 0;
	for (int printed = 1; printed >= 0; printed--)
		for (size_t i = 0; i < f->columns; i++)
			if (!f->column[i].progress && f->column[i].printed == (printed == 1))
				out[n++] = (int)i;
	return n;
}

/* A unit never heard of has empty cells: "not given", which is what an import of this file reads there. How many
 * households it should have is known all the same. */
static bool is_empty(const struct report *r, const struct report_row *row, int column)
{
	enum print_cell cell = print_cell(r, row, column);
	bool listed = r->form->column[column].listed && !row->missing[column];
	return cell == PRINT_CELL_EMPTY || (cell == PRINT_CELL_NEVER && !listed);
}

static void row_cells(
	const struct report *r, const struct report_row *row, const int *column, size_t columns, struct buf *out)
{
	for (size_t i = 0; i < columns; i++) {
		if (is_empty(r, row, column[i]))
			csv_text(out, "", false);
		else
			csv_number(out, row->sums.value[column[i]], false);
	}
	csv_text(out, row->note, false);
}

/* A reference stands beside the figures, in columns of its own after them, and only where somebody gave one. */
static const struct report_reference *find_reference(const struct report *r, const struct report_row *row)
{
	for (size_t i = 0; i < r->references; i++)
		if (row != &r->total && strcmp(r->reference[i].unit.code, row->unit.code) == 0)
			return &r->reference[i];
	return NULL;
}

static void maybe_number(struct buf *out, bool known, int64_t n)
{
	if (known)
		csv_number(out, n, false);
	else
		csv_text(out, "", false);
}

static void reference_cells(
	const struct report *r, const struct report_row *row, const int *column, size_t columns, struct buf *out)
{
	const struct report_reference *x = find_reference(r, row);
	char source[PRINT_SOURCE];
	for (size_t i = 0; r->references && i < columns; i++) {
		int c = column[i];
		maybe_number(out, x && x->given[c], x ? x->value[c] : 0);
		maybe_number(out, x && x->compared[c], x ? x->difference[c] : 0);
	}
	if (r->references)
		csv_text(out, x ? print_source(r, x, source) : "", false);
	csv_end_row(out);
}

static void reference_headings(const struct report *r, const int *column, size_t columns, struct buf *out)
{
	static const text_id heading[] = {TEXT_REPORT_REFERENCE_COLUMN, TEXT_REPORT_DIFFERENCE_COLUMN};
	char text[FORM_SENTENCE];
	for (size_t i = 0; r->references && i < columns; i++) {
		for (size_t k = 0; k < 2; k++) {
			text_fill(r->lang, heading[k], (const char *const[3]){print_label(r, column[i]), NULL, NULL},
				text, sizeof text);
			csv_text(out, text, false);
		}
	}
	if (r->references)
		csv_text(out, text_get(r->lang, TEXT_REPORT_REFERENCE_SOURCE), false);
	csv_end_row(out);
}

/* Columns any reference gives. */
static size_t reference_columns(
	const struct report *r, const int *column, size_t columns, int out[static FORM_COLUMNS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < columns; i++) {
		bool any = false;
		for (size_t k = 0; k < r->references; k++)
			any = any || r->reference[k].given[column[i]];
		if (any)
			out[n++] = column[i];
	}
	return n;
}

static void heading_row(const struct report *r, const int *column, size_t columns, struct buf *out)
{
	csv_text(out, text_get(r->lang, TEXT_REPORT_CODE), true);
	csv_text(out, report_unit_heading(r), false);
	for (size_t i = 0; i < columns; i++)
		csv_text(out, print_label(r, column[i]), false);
	csv_text(out, form_words(&r->form->note_heading, r->lang), false);
}

void write_csv(const struct report *r, struct buf *out)
{
	int column[FORM_COLUMNS_MAX], beside[FORM_COLUMNS_MAX];
	size_t columns = csv_columns(r->form, column), besides = reference_columns(r, column, columns, beside);
	csv_begin(out);
	heading_row(r, column, columns, out);
	reference_headings(r, beside, besides, out);
	for (size_t i = 0; i < r->rows; i++) {
		code_cell(out, r->row[i].unit.code);
		csv_text(out, r->row[i].unit.name, false);
		row_cells(r, &r->row[i], column, columns, out);
		reference_cells(r, &r->row[i], beside, besides, out);
	}
	code_cell(out, "");
	csv_text(out, form_words(&r->form->total_label, r->lang), false);
	row_cells(r, &r->total, column, columns, out);
	reference_cells(r, &r->total, beside, besides, out);
}
