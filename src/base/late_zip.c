/* late_zip.c - libzip, found at run time: the version this was built with. */
#define TUNGNHA_LATE_ZIP_H_ITSELF
#include <tungnha/late_zip.h>

#ifndef ZIP_SONAME
#define ZIP_SONAME "libzip.so.4"
#endif

struct late_zip_functions late_zip_functions;

int late_zip(struct err *e)
{
#define X(f) {#f, &late_zip_functions.f},
	static const struct late_symbol all[] = {LATE_ZIP(X)};
#undef X
	static struct late_library library = {ZIP_SONAME, all, sizeof all / sizeof *all, false};
	return late_load(&library, e);
}
