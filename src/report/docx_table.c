/* docx_table.c - a table whose header row is repeated on every page. */
#include <tungnha/html.h>

#include "docx.h"

enum { TALL = 397 };

/* Widths by weight, the rest for the last, so that they add up to the whole. */
static void widths(const struct block *b, int whole, int width[static DOCUMENT_CELLS_MAX])
{
	int64_t weights = 0, used = 0;
	for (size_t i = 0; i < b->columns; i++)
		weights += b->column[i].weight;
	for (size_t i = 0; i < b->columns; i++) {
		width[i] = (int)((int64_t)whole * b->column[i].weight / weights);
		used += width[i];
	}
	width[b->columns - 1] += whole - (int)used;
}

static void begin_row(struct buf *out, bool whole, bool tall, bool header)
{
	html_markup_unescaped(out, "<w:tr>");
	if (whole || tall || header)
		html_markup_unescaped(out, "<w:trPr>");
	if (whole)
		html_markup_unescaped(out, "<w:cantSplit/>");
	if (tall)
		buf_print(out, "<w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>", TALL);
	if (header)
		html_markup_unescaped(out, "<w:tblHeader/>");
	if (whole || tall || header)
		html_markup_unescaped(out, "</w:trPr>");
}

static void begin_cell(struct buf *out, int width, size_t columns, const char *merge)
{
	buf_print(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
	if (columns > 1)
		buf_print(out, "<w:gridSpan w:val=\"%zu\"/>", columns);
	buf_print(out, "%s<w:vAlign w:val=\"center\"/></w:tcPr>", merge);
}

static void end_cell(struct buf *out)
{
	html_markup_unescaped(out, "</w:tc>\n");
}

static void header_row(const struct block *b, const int *width, struct buf *out)
{
	begin_row(out, true, false, true);
	for (size_t i = 0; i < b->columns; i++) {
		begin_cell(out, width[i], 1, "");
		docx_paragraph(out, "HeadCell", "", "", b->column[i].heading);
		end_cell(out);
	}
	html_markup_unescaped(out, "</w:tr>\n");
}

static const char *merge_of(const struct block *b, size_t row, size_t column)
{
	if (!document_begins(b, row, column))
		return "<w:vMerge/>";
	return document_joined(b, row, column) > 1 ? "<w:vMerge w:val=\"restart\"/>" : "";
}

/* What belongs to the row below it stays on its page. */
static bool keeps_next(const struct block *b, size_t row)
{
	return document_goes_on(b, row) || (row + 1 < b->rows && b->total[row + 1]);
}

static void row(const struct document *d, const struct block *b, size_t r, const int *width, struct buf *out)
{
	char number[DOCUMENT_CELL];
	bool keep = keeps_next(b, r);
	begin_row(out, !document_row_is_long(b, r), b->tall, false);
	for (size_t i = 0; i < b->columns; i++) {
		bool right = document_cell_is_number(document_cell_at(b, r, i));
		begin_cell(out, width[i], 1, merge_of(b, r, i));
		docx_paragraph(out, right ? "CellNumber" : "Cell", keep ? "<w:keepNext/>" : "",
			b->total[r] ? "<w:b/>" : "", document_cell_words(d, b, r, i, number));
		end_cell(out);
	}
	html_markup_unescaped(out, "</w:tr>\n");
}

static void no_rows(const struct document *d, const struct block *b, int width, struct buf *out)
{
	begin_row(out, true, false, false);
	begin_cell(out, width, b->columns, "");
	docx_paragraph(out, "Cell", "<w:jc w:val=\"center\"/>", "<w:i/>", text_get(d->lang, TEXT_DOC_NONE));
	end_cell(out);
	html_markup_unescaped(out, "</w:tr>\n");
}

void docx_table(const struct document *d, const struct block *b, int whole, struct buf *out)
{
	int width[DOCUMENT_CELLS_MAX];
	widths(b, whole, width);
	buf_print(out,
		"<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
		"<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0620\" w:firstRow=\"1\" w:lastRow=\"0\" "
		"w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr>\n<w:tblGrid>",
		whole);
	for (size_t i = 0; i < b->columns; i++)
		buf_print(out, "<w:gridCol w:w=\"%d\"/>", width[i]);
	html_markup_unescaped(out, "</w:tblGrid>\n");
	header_row(b, width, out);
	for (size_t i = 0; i < b->rows; i++)
		row(d, b, i, width, out);
	if (b->rows == 0)
		no_rows(d, b, whole, out);
	html_markup_unescaped(out, "</w:tbl>\n");
}
