/* late_book.c - libxlsxwriter, found at run time: the version this was built with. */
#include <pthread.h>
#include <stdbool.h>

#define TUNGNHA_REPORT_LATE_BOOK_H_ITSELF
#include "late_book.h"

#ifndef BOOK_SONAME
#define BOOK_SONAME "libxlsxwriter.so.4"
#endif

struct late_book_functions late_book_functions;

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER; /* pages that take long run on a thread of their own */
static bool ready;

int late_book(struct err *e)
{
#define X(f) {#f, &late_book_functions.f},
	static const struct late_symbol all[] = {LATE_BOOK(X)};
#undef X
	pthread_mutex_lock(&one);
	int rc = ready ? 0 : late_load(BOOK_SONAME, all, sizeof all / sizeof *all, e);
	ready = rc == 0;
	pthread_mutex_unlock(&one);
	return rc;
}
