/* reports.h - what the files of reports share among themselves: one report being put together. */
#ifndef TUNGNHA_APP_REPORTS_PRIVATE_H
#define TUNGNHA_APP_REPORTS_PRIVATE_H

#include <tungnha/app_reports.h>
#include <tungnha/store_acts.h>

/* A unit below, as the figures of the period show it. */
struct reports_unit {
	struct unit unit;
	int64_t reviewed, listed;
	bool any;                 /* something was heard of it: a device, a row on paper, a file */
	bool sent;                /* it declared figures for the period, or a clerk typed them */
	enum app_on_time on_time; /* as the statement says where the period is closed */
	int times;                /* how often it was late since the drive began, this time included */
	int64_t warned, conflicts, held;
	struct app_sentences doubts; /* why its figures want a second look */
};

struct reports {
	struct store *s;
	const struct campaign *campaign;
	const struct campaign_report *report; /* NULL: the list of late units */
	struct app_calendar calendar;
	enum text_lang lang;
	int64_t now;
	struct unit own;
	bool once;                     /* a final report: of the drive as a whole */
	struct period period, figures; /* as named; whose statement gives the figures */
	char period_text[PERIOD_TEXT], figures_text[PERIOD_TEXT];
	bool closed;
	struct store_statement statement; /* when closed */
	struct report sheet;              /* the form's figures */
	char before_text[PERIOD_TEXT];    /* the period of the same length before it; "" = none: it is the first */
	bool has_before;                  /* it is closed: */
	struct report before;
	struct reports_unit *unit; /* as the sheet's rows, offices left out; owned */
	size_t units;
	bool judged; /* … are filled in */
	struct document *document;
	cJSON *parts; /* facts, part by part; borrowed from the facts of the report */
};

/* --- app_reports_which.c: which report, which period --- */

int reports_begin(
	struct store *s, const struct app_report_wish *w, bool late, struct reports *r, bool *chosen, struct err *e);
/* Index of the period in the drive, from 1: "tuần thứ 2". */
int reports_nth(const struct reports *r);

/* --- app_reports_words.c: periods, days and numbers in words --- */

/* A sentence, the caller's to free. */
char *reports_say(const struct reports *r, text_id id, const char *a, const char *b, const char *c);
/* "tuần 45 năm 2025"; "the end of the drive" where it is one. */
char *reports_period(const struct reports *r, struct period p);
/* "tuần trước", "tháng trước", … */
const char *reports_before_word(const struct reports *r);
/* "10 giờ 00 ngày 06/11/2025" of a moment; "ngày 06 tháng 11 năm 2025". */
char *reports_moment(const struct reports *r, int64_t t);
char *reports_due(const struct reports *r, int64_t t);
char *reports_long_day(const struct reports *r, int64_t t);
const char *reports_day(const struct reports *r, int64_t t, char out[static 32]);
int64_t reports_midnight(const char *date); /* "2025-12-10"; 0 of "" */
/* First and last day of the period, within the drive. */
void reports_days(const struct reports *r, int64_t *from, int64_t *to);
/* "91,94%", half up; "–" of nothing. */
const char *reports_percent(enum text_lang lang, int64_t num, int64_t den, char out[static 32]);
/* A text of the campaign with {n} {period} {from} {to} {year} {unit} filled in. */
char *reports_fill(const struct reports *r, const struct form_words *w);
/* What the report is about, or its title where it has no more. */
char *reports_about(const struct reports *r);
/* "xã Phú Lạc" within a sentence. */
char *reports_unit_name(const struct reports *r);
/* "xóm", "đơn vị": what the units below are called, within a sentence. */
char *reports_unit_word(const struct reports *r);

/* --- app_reports_sheet.c: the form's figures, this period's and those before --- */

int reports_load(struct reports *r, struct err *e);
void reports_unload(struct reports *r);
int reports_reviewed(const struct form *f); /* columns: households reviewed; official number; -1 none */
int reports_listed(const struct form *f);

/* --- app_reports_units.c: who has sent, who is late, whose figures are doubtful --- */

/* Fills r->unit, once. */
int reports_judge_units(struct reports *r, struct err *e);
void reports_units_free(struct reports *r);
bool reports_is_long(const struct reports *r); /* of more than one period of the campaign's own */
void reports_tell_counts(const struct reports *r, cJSON *facts);
/* A sentence on how many have sent, and in time; its facts. */
int reports_show_sent(struct reports *r, cJSON *facts, struct err *e);
/* The list of late units as a message to copy, once they are judged. */
char *reports_late_notice(const struct reports *r);

/* --- app_reports_text.c: what was typed --- */

int reports_typed(struct store *s, const struct reports *r, struct app_report *out, struct err *e);

/* --- the computed parts: each puts its blocks into the document and its facts into an object --- */

int reports_show_progress(struct reports *r, cJSON *facts, struct err *e);
int reports_show_units(struct reports *r, cJSON *facts, struct err *e);
int reports_show_late(struct reports *r, cJSON *facts, struct err *e);
int reports_show_targets(struct reports *r, cJSON *facts, struct err *e);
int reports_show_tasks(struct reports *r, cJSON *facts, struct err *e);
int reports_show_periods(struct reports *r, cJSON *facts, struct err *e);

/* --- tables --- */

struct document_cell reports_cell_text(const char *text); /* "" and NULL: empty */
struct document_cell reports_cell_number(int64_t n);

#endif
