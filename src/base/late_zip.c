/* late_zip.c - libzip, found at run time: the version this was built with. */
#include <pthread.h>
#include <stdbool.h>

#define TUNGNHA_LATE_ZIP_H_ITSELF
#include <tungnha/late_zip.h>

#ifndef ZIP_SONAME
#define ZIP_SONAME "libzip.so.4"
#endif

struct late_zip_functions late_zip_functions;

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER; /* pages that take long run on a thread of their own */
static bool ready;

int late_zip(struct err *e)
{
#define X(f) {#f, &late_zip_functions.f},
	static const struct late_symbol all[] = {LATE_ZIP(X)};
#undef X
	pthread_mutex_lock(&one);
	int rc = ready ? 0 : late_load(ZIP_SONAME, all, sizeof all / sizeof *all, e);
	ready = rc == 0;
	pthread_mutex_unlock(&one);
	return rc;
}
