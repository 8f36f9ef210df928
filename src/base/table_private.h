/* table_private.h - the parts of reading a table: what a file is, text in its encoding, a workbook. */
#ifndef TABLE_PRIVATE_H
#define TABLE_PRIVATE_H

#include <stdio.h>

#include <tungnha/buf.h>
#include <tungnha/table.h>

/* -- what a file is, by its first bytes (table_kind.c) -- */

struct table_kind {
	bool zip; /* a workbook, to all appearances; else text */
	const char
		*charset; /* text whose bytes say it: "UTF-8" (a byte order mark), "UTF-16LE", "UTF-16BE"; else NULL */
};
/* Leaves the file at its start. ERR_DATA: what cannot be a table, by its right name, and what to do with it. */
int table_kind(FILE *in, const char *path, struct table_kind *out, struct err *e);

/* -- text in an encoding (table_decode.c) -- */

/* The name iconv knows for what a person wrote ("tcvn3", "TCVN", "Windows-1258"), NULL if it knows none. */
const char *table_charset(const char *encoding);

/* A stream of UTF-8 over `in`, which stays the caller's and is read from where it stands. charset is one that
 * table_charset gave. Bytes that are not of the charset end it with errno EILSEQ. Not seekable. */
FILE *table_decoder(FILE *in, const char *charset);

/* Reads `in` from its start to its end, and leaves it at its start. The line (from 1) of the first bytes that are not
 * of the charset, else 0; ERR_IO. */
int table_scan(FILE *in, const char *path, const char *charset, long *bad_line, struct err *e);

/* -- letters drawn by fonts of the time before Unicode (table_font.c) -- */

/* Text typed under such a font is stored as Latin letters that look nothing like what is seen. */
enum table_font { TABLE_FONT_UNICODE, TABLE_FONT_TCVN3, TABLE_FONT_TCVN3_CAPITALS, TABLE_FONT_VNI };
enum table_font table_font_of(const char *encoding); /* "tcvn3", "vni"; NULL too */
enum table_font table_font_named(const char *name);  /* ".VnTime", ".VnArialH", "VNI-Times" */
/* Adds what is seen, NFC, to out. Letters the font does not have are left as they are. s is well-formed. */
void table_font_decode(enum table_font font, const char *s, struct buf *out);

/* -- previews (table_readings.c) -- */

/* ERR_DATA saying how line `line` of a file that is not UTF-8 would read in each encoding. Returns -1. */
int table_refuse_line(FILE *in, const char *path, long line, struct err *e);

#endif
