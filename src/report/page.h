/* page.h - what every printed page has alike, Form 02 and reports: type, head, who signs (Nghị định 30/2020/NĐ-CP). */
#ifndef TUNGNHA_REPORT_PAGE_H
#define TUNGNHA_REPORT_PAGE_H

#include <tungnha/buf.h>

#include "print.h"

#define NO_BREAK_SPACE "\xc2\xa0"

/* Of the width of the form's table, in thousandths: the numbers together, the unit, the note. */
enum { PAGE_DENSE = 25 }; /* more rows than these are set closer on paper */
enum { PAGE_NUMBERS = 630, PAGE_UNIT = 170, PAGE_NOTE = 200 };

/* The rules after @page, which is each page's own. */
extern const char page_style[];

#define PAGE_TYPE "font:13pt \"Times New Roman\",\"Liberation Serif\",serif"
/* Within @page: what stands in the middle of every page's foot. */
void page_foot(const char *text, struct buf *out);

/* <open>text</close>, the text escaped. */
void page_element(struct buf *out, const char *open, const char *text, const char *close);
/* The document's beginning up to its language and how wide a screen is. */
void page_begin(struct buf *out, enum text_lang lang);
/* Issuing body and number on the left, the nation, motto, place and date on the right. */
void page_head(const struct print *p, struct buf *out);
/* Titles, a hint, room for ink, a name. An empty division keeps the other signer on his side of the sheet. */
void page_signer(const struct print_signer *s, const char *date, struct buf *out);

#endif
