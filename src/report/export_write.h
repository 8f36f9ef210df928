/* export_write.h - the four writers of exports, and what they ask of a row. */
#ifndef TUNGNHA_REPORT_EXPORT_WRITE_H
#define TUNGNHA_REPORT_EXPORT_WRITE_H

#include <tungnha/export.h>

void export_csv(const struct export *x, struct buf *out);
void export_json(const struct export *x, struct buf *out);
int export_dhis2(const struct export *x, struct buf *out, struct err *e);
int export_adx(const struct export *x, struct buf *out, struct err *e);

/* Is there a figure at all? Of a unit never heard of only the official number of households is known; a row from paper
 * may leave columns out. What is known of a column may still lack households: row->sums.unknown. */
bool export_known(const struct report *r, const struct report_row *row, size_t column);
const char *export_source(enum report_source s); /* "devices", "paper", "import"; NULL: never heard of */

#endif
