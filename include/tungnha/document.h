/* document.h - a report as an official document: built block by block, then written as a page, a workbook, a
 * word-processor file, or plain text. Nothing here counts: numbers come as numbers, sentences as sentences.
 *
 * Layout and type: Nghị định 30/2020/NĐ-CP, Phụ lục I (A4, Times New Roman 13-14, margins 20-20-30-15 mm). */
#ifndef TUNGNHA_DOCUMENT_H
#define TUNGNHA_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>
#include <tungnha/report.h>
#include <tungnha/text.h>

struct document;

/* What stands above and below the body; all borrowed only for the call. NULL or 0 = not there. */
struct document_frame {
	const char *const *issuer; /* "ỦY BAN NHÂN DÂN", "XÃ PHÚ LẠC" */
	size_t issuers;
	const char *number;        /* "Số:       /BC-UBND" */
	const char *date;          /* "Phú Lạc, ngày 06 tháng 11 năm 2025" */
	const char *title, *about; /* "BÁO CÁO"; what it is about */
	const char *const *recipients;
	size_t recipient_lines;
	const char *const *signatures;
	size_t signature_lines;
	const char *code; /* check code of the figures: stands in the foot of every page; NULL: not closed */
	const char *state; /* a line above the title where the figures are not closed: "Số liệu chưa chốt, …"; NULL */
	const char *issuer_words; /* as it stands in a sentence, "Ủy ban nhân dân xã Phú Lạc": under an annex's title */
	int64_t at; /* the only time in a file's properties, seconds since 1970: the same figures, the same bytes */
};

enum { DOCUMENT_CELLS_MAX = 64, DOCUMENT_BYTES_MAX = 64 * 1024 * 1024 };

struct document *document_new(enum text_lang lang, const struct document_frame *f); /* copies */
void document_free(struct document *d);

/* Blocks, in order; every text is copied. What cannot stand on paper (control characters, bytes that are no UTF-8)
 * becomes a space or "?". */
void document_heading(struct document *d, int level, const char *text); /* 1: "I. …", 2: "1. …", 3: smaller */
void document_paragraph(struct document *d, const char *text);          /* newlines begin new paragraphs */
void document_typed(
	struct document *d, const char *part, const char *text); /* a clerk's text; "" leaves dotted lines */
void document_note(struct document *d, const char *text);        /* small, under a table */

enum document_cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER,
	CELL_PERCENT,
	CELL_CHANGE, /* how much more or less: "+3", "-2", "0" */
	CELL_NEVER,  /* "–": nobody said */
};
struct document_cell {
	enum document_cell_kind kind;
	const char *text; /* CELL_TEXT */
	int64_t number;   /* CELL_NUMBER, CELL_CHANGE; CELL_PERCENT: hundredths of a percent */
	int64_t num, den; /* CELL_PERCENT: what it is made of, for the workbook's formula; den 0: not said */
};
struct document_column {
	const char *heading;
	int weight; /* of the width, relative; 0 = 10 */
};
/* A percentage as a cell, worked out in integers, half up; den 0: CELL_NEVER. */
struct document_cell document_percent(int64_t num, int64_t den);

/* A table with a header row repeated on every page; rows are added until the next block. caption NULL or "": none. */
void document_table(struct document *d, const char *caption, const struct document_column *column, size_t columns);
void document_row(struct document *d, const struct document_cell *cell, bool total); /* as many cells as columns */

/* From here on an annex on a page of its own, "Phụ lục I", its title in capitals and what it belongs to; wide: on its
 * side (A4 landscape). Roman numbers: Nghị định 30/2020, Phụ lục I, mục III.1, and the plans' own annexes. The
 * signatures stand before the first annex. */
void document_annex(struct document *d, const char *title, bool wide);
/* What a sentence calls the n-th annex, from 1: "Phụ lục I". */
const char *document_annex_name(enum text_lang lang, size_t n, char out[static 32]);
/* The form's table as it is printed elsewhere, its notes and references below; its title too, unless the annex is
 * called so already. Belongs into an annex that is wide. */
void document_form(struct document *d, const struct report *r);

enum document_format { DOCUMENT_HTML, DOCUMENT_DOCX, DOCUMENT_XLSX, DOCUMENT_TEXT };
bool document_format_read(const char *word, enum document_format *out); /* "html", "docx", "xlsx", "text" */
/* Appends the whole file to an empty buf; the same bytes for the same document. */
int document_write(const struct document *d, enum document_format format, struct buf *out, struct err *e);

#endif
