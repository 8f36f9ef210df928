/* page_reports.h - Form 02, the reports of the plan, what hamlets declared, closing, locking: pages of the desk, and
 * the little they share. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_REPORTS_H
#define TUNGNHA_AGGREGATOR_PAGE_REPORTS_H

#include <tungnha/app_reports.h>

#include "pages.h"

void desk_form02(struct page *p); /* page_reports_form02.c */
void desk_form02_print(struct page *p);
void desk_form02_xlsx(struct page *p);
void desk_form02_csv(struct page *p);
void desk_form02_blank(struct page *p);

void desk_reports(struct page *p);     /* page_reports_list.c */
void desk_report(struct page *p);      /* page_reports_one.c: /bao-cao/WORD, WORD/in, WORD.docx, WORD.xlsx */
void desk_report_type(struct page *p); /* page_reports_type.c */
void desk_declared(struct page *p);    /* page_reports_declared.c */
void desk_accept(struct page *p);      /* page_reports_accept.c: one unit's, and whether it counts as in time */
void desk_accept_do(struct page *p);   /* … counts as in time, or no longer */
void desk_close(struct page *p);       /* page_close.c */
void desk_close_do(struct page *p);    /* … a period, or again */
void desk_statement(struct page *p);   /* page_close_statement.c */
void desk_verify(struct page *p);      /* page_close_verify.c: a code on paper and a file */
void desk_lock(struct page *p);        /* page_lock.c */
void desk_lock_do(struct page *p);     /* … one unit, or all; opens one again */

/* --- page_reports.c: what they share --- */

/* Field "ly-do", with an example or TEXT_NONE. */
void papers_reason(struct page *p, text_id hint);

/* Periods of one kind the drive touches, as far as they have begun, the newest first; of the campaign's own kind also
 * which version of each is closed (0: none). */
enum { PAPERS_PERIODS = 64 };
struct papers_periods {
	struct app_calendar calendar;
	char text[PAPERS_PERIODS][PERIOD_TEXT];
	int version[PAPERS_PERIODS];
	size_t n;
};
void papers_periods(struct page *p, enum period_kind kind, struct papers_periods *out);
void papers_own_periods(struct page *p, struct papers_periods *out); /* of the campaign's kind */
/* The period asked for with ?ky=, else the one whose end is nearest to now ("" where the machine has no date). */
void papers_asked(const struct page *p, const struct papers_periods *k, char out[static PERIOD_TEXT]);
/* Which period, as a form that asks for `path` again. now: a first choice "" for figures as they stand, and only what
 * is closed besides; hidden: a further field of the form, NULL none. */
void papers_choose(struct page *p, const char *path, const struct papers_periods *k, const char *chosen, bool now,
	const char *const hidden[2]);

/* Who is late, missing or doubtful, of app_report_late's facts; path as of page_turns (page_reports_late.c). */
void papers_doubts(struct page *p, const struct app_report *late, const char *path);
/* Who is missing, as a message to copy. */
void papers_notice(struct page *p, const struct app_report *late);
/* What stands in the way of closing that period, each with where it is dealt with. false: nothing does. */
bool papers_in_the_way(struct page *p, const struct app_report *late);
/* … as a form, folded. */
void papers_verify(struct page *p);
/* A check code in two groups, as it is printed. */
const char *papers_code(const char *code, char out[static 16]);
/* A file of a report or a form: shown where filename is NULL. */
extern const char papers_html[], papers_xlsx[];

#endif
