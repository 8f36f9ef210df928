/* clerk.h - a clerk at the desk of a commune that hears of one hamlet, by HTTP; others may sign in beside him. */
#ifndef TUNGNHA_TESTS_CLERK_H
#define TUNGNHA_TESTS_CLERK_H

#include "author.h"
#include "caller.h"

struct clerk {
	struct store *store;
	struct caller caller;
	char folder[SHELF_PATH];
	struct line *line[12];
	size_t lines;
};

/* The commune SHELF_OWN with the hamlet SHELF_UNIT, "Xóm 11". */
void clerk_begin(struct clerk *c, const struct shelf *d);
void clerk_goes(struct clerk *c);
/* A device writes one record, its first, and it arrives; the device then writes over it. */
struct name clerk_hears(struct clerk *c, const char *number, int persons);
struct name clerk_hears_more(struct clerk *c, size_t device, const char *number, int persons, struct name over);

/* Serves these pages and signs in. */
void clerk_comes(struct clerk *c, const struct page_route *pages, enum app_role role, const char *by);
/* Another person signs in, in place of whoever was there; what he was shown is in the caller's hands no more. */
void clerk_is(struct clerk *c, enum app_role role, const char *by);

void clerk_sees(struct clerk *c, const char *path, int status, const char *const *wanted);
#define CLERK_SEES(c, path, ...) clerk_sees(c, path, 200, (const char *const[]){__VA_ARGS__, NULL})

#endif
