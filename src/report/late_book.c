/* late_book.c - libxlsxwriter, found at run time: the version this was built with. */
#define TUNGNHA_REPORT_LATE_BOOK_H_ITSELF
#include "late_book.h"

#ifndef BOOK_SONAME
#define BOOK_SONAME "libxlsxwriter.so.4"
#endif

struct late_book_functions late_book_functions;

int late_book(struct err *e)
{
#define X(f) {#f, &late_book_functions.f},
	static const struct late_symbol all[] = {LATE_BOOK(X)};
#undef X
	static struct late_library library = {BOOK_SONAME, all, sizeof all / sizeof *all, false};
	return late_load(&library, e);
}
