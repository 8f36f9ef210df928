/* export_csv.c - every unit and every column as a table that opens right in Excel and LibreOffice and imports back. */
#include <tungnha/csv.h>

#include "export_write.h"
#include "print.h"

/* Printed columns, those carried beside them, the counts by status. */
static size_t order_columns(const struct form *f, size_t out[static FORM_COLUMNS_MAX])
{
	size_t n = 0;
	for (int turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < f->columns; i++) {
			int of = f->column[i].progress ? 2 : f->column[i].printed ? 0 : 1;
			if (of == turn)
				out[n++] = i;
		}
	}
	return n;
}

/* ="05788": what Excel and LibreOffice keep as text; a code holds letters, digits and hyphens only (campaign.h). */
static void code_cell(struct buf *out, const char *code)
{
	if (*code)
		buf_print(out, "=\"%s\"", code);
}

static void heading_row(const struct export *x, const size_t *column, size_t columns, struct buf *out)
{
	const struct report *r = x->report;
	char text[FORM_SENTENCE];
	csv_text(out, text_get(r->lang, TEXT_REPORT_CODE), true);
	csv_text(out, report_unit_heading(r), false);
	for (size_t i = 0; i < columns; i++)
		csv_text(out, print_label(r, (int)column[i]), false);
	for (size_t i = 0; i < columns; i++) {
		if (!r->form->column[column[i]].printed)
			continue;
		text_fill(r->lang, TEXT_EXPORT_UNKNOWN, (const char *const[3]){print_label(r, (int)column[i])}, text,
			sizeof text);
		csv_text(out, text, false);
	}
	csv_text(out, text_get(r->lang, TEXT_EXPORT_SOURCE), false);
	csv_text(out, text_get(r->lang, TEXT_COL_PERIOD), false);
	csv_text(out, text_get(r->lang, TEXT_EXPORT_VERSION), false);
	csv_text(out, text_get(r->lang, TEXT_COL_CODE_CHECK), false);
	csv_end_row(out);
}

static void number_or_empty(struct buf *out, bool known, int64_t n)
{
	if (known)
		csv_number(out, n, false);
	else
		csv_text(out, "", false);
}

static void row_cells(
	const struct export *x, const struct report_row *row, const size_t *column, size_t columns, struct buf *out)
{
	const struct report *r = x->report;
	char text[PERIOD_TEXT];
	for (size_t i = 0; i < columns; i++)
		number_or_empty(out, export_known(r, row, column[i]), row->sums.value[column[i]]);
	for (size_t i = 0; i < columns; i++)
		if (r->form->column[column[i]].printed)
			number_or_empty(out, export_known(r, row, column[i]), row->sums.unknown[column[i]]);
	csv_text(out, row == &r->total ? "" : export_source(row->source), false);
	csv_text(out, r->period.version ? r->period.period : period_text(x->period, text), false);
	number_or_empty(out, r->period.version > 0, r->period.version);
	csv_text(out, r->period.code, false);
	csv_end_row(out);
}

void export_csv(const struct export *x, struct buf *out)
{
	const struct report *r = x->report;
	size_t column[FORM_COLUMNS_MAX], columns = order_columns(r->form, column);
	csv_begin(out);
	heading_row(x, column, columns, out);
	for (size_t i = 0; i < r->rows; i++) {
		code_cell(out, r->row[i].unit.code);
		csv_text(out, r->row[i].unit.name, false);
		row_cells(x, &r->row[i], column, columns, out);
	}
	csv_text(out, "", true);
	csv_text(out, form_words(&r->form->total_label, r->lang), false);
	row_cells(x, &r->total, column, columns, out);
}
