/* app_export.h - a hub's figures for other systems (src/report/EXPORTS.md): use cases of tungnha-aggregator. */
#ifndef TUNGNHA_APP_EXPORT_H
#define TUNGNHA_APP_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <tungnha/export.h>
#include <tungnha/store.h>
#include <tungnha/store_acts.h>

struct app_export {
	const char *period; /* NULL: the newest that is closed, else as things stand */
	enum export_format format;
	enum text_lang lang; /* of the headings of a table */
	int64_t now;
};
struct app_exported {
	char period[PERIOD_TEXT];  /* that the file is for */
	char figures[PERIOD_TEXT]; /* whose figures it holds: the same, or the last closed in a longer one */
	int version;               /* 0: not closed, as things stand */
	char code[STORE_CHECK_CODE];
	size_t rows;
};
/* Appends the whole file to an empty buf. ERR_NOT_FOUND: the period is neither closed nor the one that runs · ERR_DATA:
 * not a period, a period DHIS2 has no name for. */
int app_export(struct store *s, const struct app_export *x, struct app_exported *out, struct buf *file, struct err *e);

#endif
