/* document_parts.h - what a document is made of, for its writers. All text in it is fit to be written: UTF-8 without
 * control characters and without what XML forbids. */
#ifndef TUNGNHA_REPORT_DOCUMENT_PARTS_H
#define TUNGNHA_REPORT_DOCUMENT_PARTS_H

#include <tungnha/document.h>

#include "print.h"

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_TYPED, /* text "": lines to write on */
	BLOCK_NOTE,
	BLOCK_TABLE,
	BLOCK_FORM_TITLE,
	BLOCK_FORM_SUBTITLE,
	BLOCK_ANNEX,
};

struct cell {
	struct document_cell is; /* is.text is owned, "" where there is none */
	bool below;              /* one with the cell above it */
};

struct column {
	char *heading;
	int weight; /* > 0 */
	bool fine;  /* a percentage in it needs a second decimal */
};

struct block {
	enum block_kind kind;
	int level; /* BLOCK_HEADING: 1 to 3 */
	bool wide; /* BLOCK_ANNEX */
	bool tall; /* BLOCK_TABLE: rows to write in by hand */
	bool same; /* BLOCK_TABLE: under the columns of the table before it, on the same sheet of a workbook */
	char *text, *part;
	struct column *column;
	size_t columns;
	struct cell *cell; /* rows * columns */
	bool *total;       /* of each row */
	size_t rows;
};

struct document {
	enum text_lang lang;
	char **issuer, **recipient, **signature;
	size_t issuers, recipients, signatures;
	char *number, *date, *title, *about, *code, *state, *issuer_words; /* NULL = not there */
	int64_t at;
	struct block *block;
	size_t blocks;
};

enum { DOCUMENT_DOTS = 3 }; /* lines left for what nobody has typed yet */

/* A copy of n bytes that may stand in HTML and XML, read as UTF-8. */
char *document_clean(const char *s, size_t n);
struct block *document_add(struct document *d, enum block_kind kind, const char *text);
const struct cell *document_cell_at(const struct block *b, size_t row, size_t column);
bool document_begins(const struct block *b, size_t row, size_t column);   /* not one with the cell above */
size_t document_joined(const struct block *b, size_t row, size_t column); /* rows this cell reaches over, from 1 */
bool document_goes_on(const struct block *b, size_t row);     /* a cell of the row below is one with its own above */
bool document_row_is_long(const struct block *b, size_t row); /* so long that it may be broken over two pages */

/* The head and the signer as a sheet of the form has them; borrowed from d, but for what document_print_free frees. */
void document_print(const struct document *d, struct print *p);
void document_print_free(struct print *p);

enum { DOCUMENT_CELL = 40 };
/* What stands in a cell; number is scratch space. Percentages of a column have as many decimals as one of them needs:
 * one, or two. */
const char *document_cell_words(
	const struct document *d, const struct block *b, size_t row, size_t column, char number[static DOCUMENT_CELL]);
bool document_cell_is_number(const struct cell *c); /* stands on the right */

/* The words of the foot, "Mã kiểm tra: K7QX-2M9D"; NULL without a code. Under an annex's title; a line of "Nơi nhận",
 * with its dash. The caller frees. */
char *document_foot(const struct document *d);
char *document_belongs(const struct document *d);
char *document_recipient(const struct document *d, size_t i);
size_t document_recipient_count(const struct document *d); /* with "Lưu: VT." where the list does not say it */
size_t document_annex_number(const struct document *d, size_t block);
char *document_annex_title(const struct block *b); /* in capitals; the caller frees */

/* The bytes of s that fit into width code points, broken at a space, or within a word that is longer. */
size_t document_line(const char *s, size_t width);
size_t document_lines(const char *s, size_t width); /* such lines, from 1 */

void doc_html(const struct document *d, struct buf *out);
void doc_text(const struct document *d, struct buf *out);
int doc_docx(const struct document *d, struct buf *out, struct err *e);
int doc_xlsx(const struct document *d, struct buf *out, struct err *e);

#endif
