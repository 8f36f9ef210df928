/* app_reports.h - the reports a campaign asks for, as documents: which there are, what a clerk typed into them, what
 * they say for a period (forms/README.md, "reports").
 *
 * Figures of a closed period come from its statement, whose check code stands on the print; those of a longer period
 * from the statement of the last one closed in it, since figures are cumulative. Where nothing is closed, figures are
 * as they stand, and the print says so. Nothing here prints. */
#ifndef TUNGNHA_APP_REPORTS_H
#define TUNGNHA_APP_REPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <tungnha/app_submit.h>
#include <tungnha/campaign.h>
#include <tungnha/document.h>

enum { APP_REPORT_TEXT_BYTES = 20000 }; /* of one typed part */

/* --- which there are --- */

struct app_report_listed {
	const struct campaign_report *report; /* borrowed */
	const char *word;                     /* how it is asked for: "weekly", "final", "monthly"; borrowed */
	char *about;                          /* what it is about, of that period; owned */
	char next[PERIOD_TEXT];               /* the period that is due next or runs; of a final report: "" */
	int64_t due;                          /* when that one ends; 0: not known */
};
struct app_report_list {
	struct app_report_listed *item; /* in the campaign's order; owned */
	size_t count;
};
/* ERR_DATA: the campaign asks for none. */
int app_report_list(struct store *s, int64_t now, enum text_lang lang, struct app_report_list *out, struct err *e);
void app_report_list_free(struct app_report_list *l);

/* --- what one says --- */

struct app_report_wish {
	const char *report; /* "weekly", "final", "period" (by the shape of the period), or an id of the campaign's */
	const char *period; /* NULL: the one whose end is nearest to `now`; of a final report: the campaign's last */
	int64_t now;
	enum text_lang lang;
};
/* Which typed parts say what, in the report's own order. */
struct app_report_part {
	const struct campaign_part *part; /* borrowed */
	char *text;                       /* "" = nothing was typed, or it was cleared; owned */
	char from[PERIOD_TEXT];           /* carried forward from this earlier period; "" = typed for this one */
	char at[CLOCK_STAMP];             /* when it was typed; "" = it was not */
	char by[ENTRY_BY_BYTES + 1];      /* … and who, as far as it is known */
	bool cleared;                     /* left empty on purpose */
};
struct app_report {
	const struct campaign_report *report; /* borrowed; NULL: the list of late units */
	char period[PERIOD_TEXT];             /* as named; of a final report the campaign's last */
	char figures[PERIOD_TEXT];            /* the one its figures are of */
	char *about;                          /* what it is about, of that period; owned; NULL of the list */
	bool chosen;                          /* no period was named: it is the nearest */
	bool closed;
	int version;                  /* of the statement; 0 = not closed */
	char code[STORE_CHECK_CODE];  /* "" = not closed */
	char ends[APP_WHEN];          /* when the period is due */
	struct app_report_part *part; /* owned */
	size_t parts;
	cJSON *facts;              /* what the document says, as the command prints it with --json; owned */
	struct document *document; /* owned */
	char *notice;              /* of the list of late units: a text to copy into a message; owned */
};
/* ERR_DATA: no such report in this campaign (those it has are named), a period of another shape, outside the drive, or
 * not begun. ERR_USAGE: no period named and a clock that tells nothing. */
int app_report(struct store *s, const struct app_report_wish *w, struct app_report *out, struct err *e);
/* The public list of units late or missing; w->report is not looked at. */
int app_report_late(struct store *s, const struct app_report_wish *w, struct app_report *out, struct err *e);
void app_report_free(struct app_report *x);

/* --- what a clerk types --- */

/* A part's text for a period (NULL as above; a final report has none); text NULL: left empty on purpose, so that
 * nothing is carried forward into it. *changed false: it stood so already, nothing is written. *out: which report and
 * period it was (no document). ERR_DATA: too long, not text, a part nothing is typed into (those there are are named).
 */
int app_report_type(struct store *s, const struct app_report_wish *w, const char *part, const char *text,
	struct app_report *out, bool *changed, struct err *e);
/* The typed parts only: no document, no facts. */
int app_report_parts(struct store *s, const struct app_report_wish *w, struct app_report *out, struct err *e);

#endif
