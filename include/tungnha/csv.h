/* csv.h - comma- or semicolon-separated text as spreadsheets write it (RFC 4180 and its ways to be broken).
 *
 * Reading: UTF-8 with or without BOM; LF, CRLF or CR; the separator is found from the first line with a separator
 * outside quotes (`;`, `,` or tab); quotes may hold separators, doubled quotes and line ends; ="05788" is 05788. Bytes
 * are handed on as they are, apart from that; NFC is the caller's. */
#ifndef TUNGNHA_CSV_H
#define TUNGNHA_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>

enum { CSV_FIELDS_MAX = 256, CSV_ROW_BYTES = 64 * 1024 };

struct csv_reader;

/* Reads from an open stream, which stays the caller's. */
struct csv_reader *csv_open(FILE *in);
void csv_close(struct csv_reader *r);

struct csv_row {
	const char *field[CSV_FIELDS_MAX]; /* NUL-ended, borrowed until the next csv_next */
	size_t count;
	long line; /* where the row begins, from 1 */
};

/* 1 = a row (an empty line is a row of one empty field), 0 = the end, -1 with e: not UTF-8, a NUL byte, a quote never
 * closed, a row over CSV_ROW_BYTES or CSV_FIELDS_MAX; the line is in the sentence. */
int csv_next(struct csv_reader *r, struct csv_row *row, struct err *e);

/* Writing, for Vietnamese Excel: BOM, `;`, CRLF; a field is quoted when it must be; text that Excel would take for a
 * formula (= + - @ at its start) is preceded by an apostrophe unless `number`. */
void csv_begin(struct buf *out);
void csv_text(struct buf *out, const char *s, bool first);
void csv_number(struct buf *out, long long n, bool first);
void csv_end_row(struct buf *out);

#endif
