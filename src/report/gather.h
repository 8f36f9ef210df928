/* gather.h - what reports from the store and reports from a statement do alike. */
#ifndef TUNGNHA_REPORT_GATHER_H
#define TUNGNHA_REPORT_GATHER_H

#include <tungnha/report.h>

/* Ghi chú: how far the hamlet is, against its list. */
void report_note(const struct form *form, enum text_lang lang, struct report_row *row);
void report_add_up(struct report *r); /* the total, from the rows */

#endif
