/* papers.h - a report with everything in it, for tests of documents. prints_begin must have run. */
#ifndef TUNGNHA_TESTS_PAPERS_H
#define TUNGNHA_TESTS_PAPERS_H

#include <tungnha/document.h>

/* Every kind of block, tables of no, one and 45 rows, names too long, what must be escaped, letters of four bytes, a
 * note of 2,000 characters, a typed part and an empty one, two annexes, the form with its references. */
struct document *papers_everything(enum text_lang lang);
/* A plain week's report, as a commune sends it. */
struct document *papers_week(void);
void papers_write(const struct document *d, enum document_format format, struct buf *out);

#endif
