/* page_reports_parts.h - a report's typed parts between the page that shows them and the one that takes them. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_REPORTS_PARTS_H
#define TUNGNHA_AGGREGATOR_PAGE_REPORTS_PARTS_H

#include "page_reports.h"

enum { PART_FIELD = 80, PART_MARK = 80 };

/* What came back of a part, when it could not be written. */
struct part_back {
	bool posted;        /* show what was typed, not what stands */
	bool other;         /* meanwhile another wrote something else */
	struct err refused; /* text NULL: not refused */
};

/* The path's tail "weekly", "weekly/in", "weekly.docx": the report's word, and what follows ("" none). */
const char *report_word(const struct page *p, char word[static 64]);
/* Its wish; period: "" for the one that is asked for or nearest. */
struct app_report_wish report_wish(const struct page *p, const char *word);

/* "phan-<id>". */
const char *part_field(const char *prefix, const struct app_report_part *x, char out[static PART_FIELD]);
/* What stands now, in one line: another one when anybody wrote since. */
const char *part_mark(const struct app_report_part *x, char out[static PART_MARK]);
/* The same of a text as a browser sends it back, up to what the form adds to it; to be compared with the end of a mark.
 */
const char *part_sum(const char *text, char out[static 24]);

/* Texts so long that they would not stand on one page together: then one part at a time (?phan=ID). */
bool parts_one_by_one(const struct app_report *x);

/* The whole page; back: as many as parts, or NULL. */
void report_page(
	struct page *p, const char *word, const struct app_report *x, const struct part_back *back, unsigned status);

/* "/bao-cao/weekly/in?ky=2025-W45" */
const char *report_where(const char *word, const char *rest, const struct app_report *x, char out[static 256]);
void report_parts(struct page *p, const char *word, const struct app_report *x, const struct part_back *back);
void report_late(struct page *p); /* page_reports_late.c */

#endif
