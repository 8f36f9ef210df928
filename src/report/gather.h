/* gather.h - what reports from the store and reports from a statement do alike. */
#ifndef TUNGNHA_REPORT_GATHER_H
#define TUNGNHA_REPORT_GATHER_H

#include <tungnha/report.h>
#include <tungnha/store_acts.h>

/* Ghi chú: how far the hamlet is, against its list. */
void report_note(const struct form *form, enum text_lang lang, struct report_row *row);
void report_add_up(struct report *r); /* the total, from the rows */

enum report_source report_source_of(enum store_source s);
/* What counts for a unit, into its row. */
void report_take(const struct form *form, const struct store_figures *x, struct report_row *row);
/* … and into its note that it was typed, nobody's device said so. */
void report_typed(enum text_lang lang, struct report_row *row);
/* … or that a file said so. */
void report_imported(enum text_lang lang, struct report_row *row);
/* Into the notes of rows whose figures are of an earlier period than the report's (NULL: than the newest of its rows).
 */
void report_periods(struct store *s, struct report *r, const char *period);
/* One remark more. */
void report_remark(struct report_row *row, const char *text);
/* What somebody else counted for the unit of this row, if anybody did. */
int report_beside(struct store *s, struct report *r, const struct report_row *row, struct err *e);

#endif
