/* app_submit.h - periods of reporting, what hamlets declared for them, and closing them: use cases of both programs.
 *
 * Nothing here prints. What writes opens and commits its own transaction; on -1 nothing has happened. */
#ifndef TUNGNHA_APP_SUBMIT_H
#define TUNGNHA_APP_SUBMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/app_collector.h>
#include <tungnha/app_upwards.h>
#include <tungnha/period.h>
#include <tungnha/report.h>
#include <tungnha/store_acts.h>

/* --- periods of the campaign --- */

struct app_calendar {
	struct period_rule rule;
	bool duty;             /* reports are due in each period (a campaign without a duty: ISO weeks, never late) */
	struct period opens;   /* the first that touches the drive */
	struct period first;   /* the first a report is owed for: that of the units' own work, else of the drive */
	struct period last;    /* the last that touches the drive */
	struct period running; /* that of `now`, kept within the drive */
	struct period ended;   /* the newest whose end has come; before `first`: none yet */
	bool clock_unset;      /* not app_clock_set: the machine does not know the date, `running` says nothing */
};
void app_calendar(struct store *s, int64_t now, struct app_calendar *out);
/* A clock that may know the date: not before this program, or not before the year of a campaign that is older. */
bool app_clock_set(struct store *s, int64_t now);
/* A period as typed. ERR_DATA: not of the kind the campaign closes by (a week, a month) — and for app_period, outside
 * the drive, or not begun by a clock that is set. */
int app_period_read(const struct app_calendar *c, const char *typed, struct period *out, struct err *e);
int app_period(const struct app_calendar *c, const char *typed, int64_t now, struct period *out, struct err *e);
/* ERR_USAGE: a period must be named; the sentence's {0} is an example of this campaign. Always -1. */
int app_period_needed(struct store *s, text_id sentence, int64_t now, struct err *e);
/* "06/11/2025 10:00": when a period ends, for a person. */
enum { APP_WHEN = 20 };
const char *app_period_ends(const struct app_calendar *c, const char *period, char out[static APP_WHEN]);
/* For a person, who counts no weeks, the one way everywhere: "tuần 23/11–29/11/2026", "tháng 11 năm 2025", "quý IV năm
 * 2025"; what is no period as it is. */
enum { APP_PERIOD_SAID = 64 };
const char *app_period_said(const char *period, enum text_lang lang, char out[static APP_PERIOD_SAID]);

/* --- the hamlet declares --- */

struct app_submit {
	const char *unit;
	const char *period; /* NULL: the running one; then ERR_USAGE when the machine does not know the date */
	int64_t now;
	enum text_lang lang;
	bool page; /* warnings name pages, not commands (app_words.h) */
};
struct app_submitted {
	char period[PERIOD_TEXT];
	struct name entry; /* the one that stands now */
	bool written;      /* false: the same was declared already */
	bool replaced;     /* one was declared for the period before */
	bool by_network;   /* an address of the hub is known */
	const struct form *form;
	struct form_sums sums;
	struct app_sentences warnings;
};
/* ERR_DATA: no household yet. ERR_DENIED: the device was revoked. */
int app_submit(struct store *s, const struct app_submit *w, struct app_submitted *out, struct err *e);
void app_submitted_free(struct app_submitted *x);

/* What app_submit would declare: nothing is written. */
struct app_submit_plan {
	const struct form *form;
	char period[PERIOD_TEXT]; /* "": the machine does not know the date, and none was named */
	char due[APP_WHEN];       /* when it ends; "" = no report is owed, or no period */
	bool past;                /* that was before now, by this machine's clock (then a warning says so) */
	bool empty;               /* there is no household yet */
	struct form_sums sums;
	char before_period[PERIOD_TEXT]; /* of what was declared last, of whichever period; "" = nothing was */
	char before_at[CLOCK_STAMP];
	bool before_given[FORM_COLUMNS_MAX];
	int64_t before[FORM_COLUMNS_MAX];
	bool nothing_new; /* the same was declared for this very period */
	struct app_sentences warnings;
};
int app_submit_look(struct store *s, const struct app_submit *w, struct app_submit_plan *out, struct err *e);
void app_submit_plan_free(struct app_submit_plan *x);

/* What stands as declared for the newest period, as this device knows it. */
struct app_declared {
	bool any;
	char period[PERIOD_TEXT];
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	bool confirmed;        /* a receipt of the hub covers it */
	int64_t since;         /* entries written or learned of since */
	bool running;          /* it is that of the running period */
	char now[PERIOD_TEXT]; /* the running period; "" when the machine does not know the date */
};
int app_declared(struct store *s, const char *unit, int64_t now, struct app_declared *out, struct err *e);

/* --- the commune sees what was declared --- */

enum app_on_time { APP_LATE, APP_ON_TIME, APP_UNKNOWN_TIME };

struct app_difference {
	int column; /* of the form in force */
	int64_t submitted, computed;
};
struct app_hub_submit {
	struct unit unit;
	bool any;  /* false: nothing was declared; then only unit, period, on_time, computed, and how they came */
	bool sent; /* declared, or of the period on paper or by file */
	char period[PERIOD_TEXT]; /* "" when nothing was ever declared and none was asked for */
	struct store_submit submit;
	bool accepted; /* counted as on time by the commune, with a reason: */
	char accepted_reason[ENTRY_REASON_BYTES + 1];
	enum app_on_time on_time;
	struct form_sums computed; /* of the statement where the period is closed, else as things stand; */
	enum store_source source;  /* … where they come from, */
	char typed_source[ENTRY_REASON_BYTES + 1]; /* … who gave them on paper or by file, in a clerk's words */
	char typed_date[CLOCK_DATE];               /* … and of which day they are; "" = not known, or of several */
	bool closed;
	char counted[32];               /* closed: which statement of the unit's own was counted, "2025-W45, 1" */
	int counted_version;            /* 0: none was */
	struct app_difference *differs; /* owned */
	size_t differences;
	struct app_sentences why;   /* what may account for them */
	struct app_stated *version; /* of a unit that is a hub itself: its statements of the period; owned */
	size_t versions;
};
struct app_hub_submits {
	const struct form *form;
	struct app_hub_submit *row; /* by natural order of units; owned */
	size_t rows;
};
/* unit NULL: every unit below; period NULL: the newest each declared. */
int app_hub_submits(struct store *s, const char *unit, const char *period, int64_t now, enum text_lang lang,
	struct app_hub_submits *out, struct err *e);
void app_hub_submits_free(struct app_hub_submits *x);

/* The same at a glance, for status: the newest period declared, and whether the unit is on time for the newest period
 * that is declared or has ended. Offices owe no households. */
struct app_hub_clock {
	struct app_calendar calendar;
	int64_t now;
	bool trusted;  /* this hub's clock can be believed */
	bool restored; /* entries may have come before and been forgotten: nobody is late by arrival */
	/* The statement last asked for, so that a list of units reads it once; its fields NULL where there is none. */
	char looked_at[PERIOD_TEXT];
	struct store_statement closed;
};
int app_hub_clock(struct store *s, int64_t now, struct app_hub_clock *out, struct err *e);
void app_hub_clock_free(struct app_hub_clock *c);
int app_hub_on_time(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	enum app_on_time *out, struct err *e);
int app_hub_declared(struct store *s, struct app_hub_clock *c, const struct unit *u, char period[static PERIOD_TEXT],
	enum app_on_time *on_time, size_t *differences, struct err *e);

/* Counts a unit as on time for a period it declared late, with a reason; `withdraw` takes that back. *changed false: it
 * was so already. ERR_NOT_FOUND: nothing was declared for it. */
int app_hub_submit_accept(struct store *s, const char *unit, const char *period, const char *reason, bool withdraw,
	int64_t now, bool *changed, struct err *e);

/* --- closing a period --- */

struct app_change {
	char code[UNIT_CODE]; /* "" = the total */
	char name[UNIT_NAME];
	int column; /* of the form in force; -1: on time or late (1 late) */
	int64_t before, after;
};
struct app_changes {
	struct app_change *change; /* owned */
	size_t count;
};
void app_changes_free(struct app_changes *c);

struct app_close {
	const char *period;
	bool again;
	const char *reason; /* needed with again */
	int64_t now;
	const char *seen; /* the mark of what the page showed (app_hub_closing); NULL: closed as it stands */
	enum text_lang lang;
};
struct app_closed {
	struct store_statement statement; /* the one that stands now */
	bool written;                     /* false: closing again would change nothing */
	bool clock_unset;                 /* this machine does not know the date: nobody could be called late */
	bool early;                       /* the period has not ended by this clock */
	char newer[PERIOD_TEXT]; /* a later period is closed already: this one now holds what came since; "" = none */
	struct app_changes changes; /* against the version before */
};
/* ERR_DATA: not a period to be closed, closed already (without again), not closed yet (with). ERR_USAGE: no reason.
 * ERR_BUSY: other figures, doubts or a statement stand since they were seen. The very figures seen, closed already, are
 * closed: written is false. */
int app_hub_close(struct store *s, const struct app_close *c, struct app_closed *out, struct err *e);
void app_closed_free(struct app_closed *c);
/* What closing would write, as a mark the form carries; doubts: app_report's facts of the list of late and doubtful
 * units, which a first closing is asked beneath. The caller frees *mark. */
int app_hub_closing(struct store *s, const struct app_close *c, const cJSON *doubts, char **mark, struct err *e);

/* Another statement of the period with the number of the one that stands, or a greater? So it is where a hub restored
 * from a backup closed a period it had closed before; closing again makes one of them. */
bool app_hub_rivals(const struct store_statement *stands, const struct store_statement *other);

/* A period's statement (NULL: the greatest), and what changed from the version before it (none: empty) and since.
 * ERR_NOT_FOUND: not closed. */
struct app_statement {
	struct store_statement statement;
	struct app_changes changes, since;
};
int app_hub_statement(struct store *s, const char *period, struct app_statement *out, struct err *e);
void app_statement_free(struct app_statement *x);

/* Form 02 of a closed period, as app_form02; unit NULL: of the commune. ERR_NOT_FOUND: not closed, or no such row. */
int app_form02_closed(struct store *s, const char *period, const char *unit, enum report_format format,
	enum text_lang lang, struct buf *out, struct err *e);
/* … as numbers. */
int app_form02_closed_report(
	struct store *s, const char *period, const char *unit, enum text_lang lang, struct report *out, struct err *e);

#endif
