/* late.h - libraries that most commands of the day never need, loaded when first called on: with all that comes with
 * them they would cost every command its start and a serving machine its memory. */
#ifndef TUNGNHA_LATE_H
#define TUNGNHA_LATE_H

#include <stddef.h>

#include <tungnha/err.h>

struct late_symbol {
	const char *name;
	void *member; /* of a struct of pointers to functions */
};
/* Stays loaded. ERR_UNAVAILABLE: it is not on this machine, or not whole. */
int late_load(const char *library, const struct late_symbol *symbol, size_t n, struct err *e);

#endif
