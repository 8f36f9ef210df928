/* doc_sheet.h - one sheet of a report's workbook: cells, lines of text, tables. */
#ifndef TUNGNHA_REPORT_DOC_SHEET_H
#define TUNGNHA_REPORT_DOC_SHEET_H

#include "book.h"
#include "document_parts.h"

/* One list: what cells look like. */
enum look {
	LOOK_PLAIN, /* the middle, as number and date of the head */
	LOOK_STRONG,
	LOOK_MOTTO,
	LOOK_ITALIC,
	LOOK_RULE,
	LOOK_STATE,
	LOOK_TITLE,
	LOOK_TEXT,
	LOOK_HEADING,
	LOOK_SMALL_HEADING,
	LOOK_SEE,
	LOOK_DOTS,
	LOOK_TO,
	LOOK_RECIPIENT,
	LOOK_NOTE,
	LOOK_CAPTION,
	LOOK_COLUMN,
	LOOK_NAME,
	LOOK_LONG, /* text that a row cannot hold: from its beginning */
	LOOK_NUMBER,
	LOOK_CHANGE,
	LOOK_PERCENT,
	LOOK_FINE, /* a percentage of two decimals */
	LOOK_TOTAL_NAME,
	LOOK_TOTAL_NUMBER,
	LOOK_TOTAL_CHANGE,
	LOOK_TOTAL_PERCENT,
	LOOK_TOTAL_FINE,
	LOOKS
};

struct book {
	const struct document *d;
	lxw_workbook *workbook;
	lxw_format *look[LOOKS];
	lxw_error error; /* the first the library reported */
};

struct sheet {
	struct book *book;
	lxw_worksheet *ws;
	lxw_row_t row;                   /* next to write */
	lxw_col_t last;                  /* last column */
	int letters[DOCUMENT_CELLS_MAX]; /* how many a line of each column holds */
	int width;                       /* of all columns together */
	bool tables;                     /* one is on it */
};

void doc_sheet_looks(struct book *b);
/* Columns as wide as the page, by their weights. */
void doc_sheet_begin(
	struct sheet *s, struct book *b, const char *name, const struct column *column, size_t columns, bool wide);
void doc_sheet_end(struct sheet *s);
void doc_sheet_keep(struct book *b, lxw_error error);
void doc_sheet_next(struct sheet *s, double points);
/* Text over columns first to last of the current row. */
void doc_sheet_span(struct sheet *s, lxw_col_t first, lxw_col_t last, const char *text, enum look look);
/* Text over the whole width, in as many rows as it needs. */
void doc_sheet_text(struct sheet *s, const char *text, enum look look);
void doc_sheet_table(struct sheet *s, const struct block *b);

#endif
