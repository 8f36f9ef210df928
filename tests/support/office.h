/* office.h - an office of bureau.h with its desk served over HTTP, and two people at their browsers. */
#ifndef TUNGNHA_TESTS_OFFICE_H
#define TUNGNHA_TESTS_OFFICE_H

#include "bureau.h"
#include "caller.h"

struct office {
	struct bureau b;
	struct caller caller;                 /* Hoa's, until caller_is */
	char hoa[APP_TOKEN], minh[APP_TOKEN]; /* their sessions, of one role */
};

/* own NULL: the commune 05788, Xã Phú Lạc; units: as bureau_begin, NULL: its hamlets 05788-01, -02 and -03. */
void office_begin(struct office *o, const struct page_route *pages, enum app_role role, const struct unit *own,
	const char *units);
/* The commune; its first two hamlets have their rows from paper since 05/11/2025: 25 and 8 households. */
void office_of_two(struct office *o, const struct page_route *pages, enum app_role role);
void office_end(struct office *o);

/* The page answers so, holds all of these, and is no heavier than a page may be. */
void office_reads(struct office *o, int status, const char *path, const char *const *wanted);
#define OFFICE_READS(o, path, ...) office_reads(o, 200, path, (const char *const[]){__VA_ARGS__, NULL})

/* Where the page last read says this, from its beginning. */
size_t office_at(const struct office *o, const char *text);

#endif
