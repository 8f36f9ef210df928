/* late.h - libraries that most commands of the day never need, loaded when first called on: with all that comes with
 * them they would cost every command its start and a serving machine its memory. */
#ifndef TUNGNHA_LATE_H
#define TUNGNHA_LATE_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/err.h>

struct late_symbol {
	const char *name;
	void *member; /* of a struct of pointers to functions */
};
struct late_library {
	const char *name;
	const struct late_symbol *symbol;
	size_t symbols;
	bool ready;
};
/* Before any of its functions is called; may be called again, from any thread. Stays loaded. ERR_UNAVAILABLE: it is not
 * on this machine, or not whole; the next call looks again. */
int late_load(struct late_library *l, struct err *e);

#endif
