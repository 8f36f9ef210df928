/* book.h - what spreadsheets have alike, Form 02 and reports. */
#ifndef TUNGNHA_REPORT_BOOK_H
#define TUNGNHA_REPORT_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>

#include "late_book.h"

#define BOOK_INCH 25.4

/* Makes a file at path, its temporary files in folder; closes the workbook whatever happened. */
typedef lxw_error book_maker(const void *what, char *folder, const char *path);
/* The library writes files, so one is made in $TMPDIR (or /tmp) and read back. */
int book_write(book_maker *make, const void *what, struct buf *out, struct err *e);

/* 21.105 whatever the language of the machine that opens a Vietnamese file; "+3" and "-2". */
const char *book_number_format(enum text_lang lang);
const char *book_change_format(enum text_lang lang);
void book_standard_font(lxw_workbook *book);
/* The time in the file is the report's: the same numbers make the same bytes. */
lxw_error book_properties(lxw_workbook *book, const char *title, int64_t at);
/* A4 with the margins of Nghị định 30/2020, as wide as the page. */
void book_page(lxw_worksheet *ws, bool landscape);
/* A drawn line, as dashes that touch: a share of a text's length. */
void book_dashes(const char *text, double share, char *out, size_t out_bytes);

#endif
