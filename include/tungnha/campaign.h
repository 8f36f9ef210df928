/* campaign.h - a campaign as data: which forms, units, windows, duties; how its prints are headed (forms/README.md). */
#ifndef TUNGNHA_CAMPAIGN_H
#define TUNGNHA_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/clock.h>
#include <tungnha/err.h>
#include <tungnha/form.h>
#include <tungnha/period.h>

enum { CAMPAIGN_FORMS_MAX = 8, CAMPAIGN_UNITS_MAX = 4096, CAMPAIGN_LINES_MAX = 16 };
enum { CAMPAIGN_REPORTS_MAX = 12, CAMPAIGN_PARTS_MAX = 24, CAMPAIGN_ANNEXES_MAX = 6, CAMPAIGN_DUTIES_MAX = 24 };

enum { UNIT_CODE = 33, UNIT_NAME = 201, UNIT_LEVEL = 17 }; /* bytes, NUL included */

/* A place: hamlet, commune, office, province. */
struct unit {
	char code[UNIT_CODE]; /* official code as text ("05788"), hamlet: code-number; letters, digits and hyphens */
	char name[UNIT_NAME];
	char level[UNIT_LEVEL]; /* "hamlet", "commune", "office", "district", "province", "group" */
	char parent[UNIT_CODE]; /* "" at the top */
	int listed;             /* official number of households, -1 when not set */
};

/* What a report shows by itself, computed (forms/README.md). */
enum campaign_shows {
	SHOWS_NOTHING,
	SHOWS_PROGRESS, /* how far: households, coverage, against the period before */
	SHOWS_FORM,     /* the form's table */
	SHOWS_UNITS,    /* a row a unit: coverage, warnings, submitted, in time, on one line */
	SHOWS_LATE,     /* units late, missing, doubtful */
	SHOWS_TARGETS,  /* targets: figures, met or not, how many more are needed */
	SHOWS_TASKS,    /* tasks, by unit, with state and result */
	SHOWS_PERIODS,  /* the totals of every period closed so far, side by side */
	SHOWS_KINDS
};

/* A heading, with what stands below it: computed, typed by a clerk, or both. */
struct campaign_part {
	const char *id; /* of a typed part; "" = nothing is typed */
	struct form_words heading;
	struct form_words hint; /* what to write there; in[0] NULL = none */
	enum campaign_shows shows;
};

/* A report the campaign asks for: `report weekly` is the one with every = week, `report final` the one with once. */
struct campaign_report {
	const char *id;
	bool once;              /* at the end of the campaign; else */
	enum period_kind every; /* week, month, quarter, half, year */
	/* {n} {period} {from} {to} {year} {unit} are filled in; about, basis, closing: in[0] NULL = none */
	struct form_words title, about, basis, closing;
	struct campaign_part part[CAMPAIGN_PARTS_MAX];
	size_t parts;
	enum campaign_shows annex[CAMPAIGN_ANNEXES_MAX];
	size_t annexes;
	const char *recipients[CAMPAIGN_LINES_MAX]; /* none: those of the campaign's print */
	size_t recipient_lines;
};

/* Who owes what to whom by when, as the plan says it; `command` fulfils it. */
struct campaign_duty {
	const char *id;
	const char *from, *to;
	struct form_words what, when; /* in the plan's words */
	const char *command;          /* of tungnha-aggregator, without the program's name: "report weekly" */
	const char *source;           /* where the plan says so: "V, nhiệm vụ chung" */
	char before[CLOCK_DATE];      /* to be done before this day; "" = no day, or again and again */
	bool again;                   /* at the end of every */
	enum period_kind every;       /* week, month, quarter, half, year */
};

/* true for a code that may name a unit: 1 to 32 of letters, digits, hyphen. */
bool unit_valid_code(const char *code);

struct campaign {
	const char *id;
	struct id def;
	const char *bytes;
	size_t size;
	struct form_words title;
	const char *plan;                     /* "91/KH-UBND ngày 03/11/2025 của …" */
	const char *form[CAMPAIGN_FORMS_MAX]; /* ids; the first is the household form */
	size_t forms;
	struct unit *unit; /* the campaign's own list, may be empty */
	size_t units;
	char starts[CLOCK_DATE], ends[CLOCK_DATE]; /* the drive: a visit outside is warned of */
	char work_from[CLOCK_DATE],
		work_before[CLOCK_DATE]; /* the units' own work, done *before* the second day; "" = as the drive */
	char window_from[CLOCK_DATE], window_to[CLOCK_DATE]; /* dossiers of these days are counted; "" = not said */
	char final_from[CLOCK_DATE];                         /* a visit before this day is provisional; "" = none */
	int due_weekday, due_hour, due_minute; /* weekly duty: 4, 10, 0 = Thursday 10:00; weekday 0 = none */
	enum period_kind closes;               /* how often figures are closed and due: week or month */
	int due_day;                           /* monthly duty: 1 to 28; 0 = the month's end, or none */
	bool has_due;                          /* weekly_due or monthly_due is there */
	const char *targets;                   /* id of the file of targets; "" = none */
	const char *tasks;                     /* id of the file of tasks; "" = none */
	struct campaign_report report[CAMPAIGN_REPORTS_MAX];
	size_t reports;
	struct campaign_duty duty[CAMPAIGN_DUTIES_MAX];
	size_t duties;
	const char *report_to;       /* who compiles: "Phòng Văn hóa – Xã hội"; "" = not said */
	struct form_words unit_word; /* Xóm, thôn, bản, … */
	struct form_words team_word; /* Tổ công nghệ số cộng đồng, … */
	/* Printed heading and signatures, line by line (Nghị định 30/2020/NĐ-CP, Phụ lục I); Vietnamese only. */
	const char *issuer[CAMPAIGN_LINES_MAX]; /* "ỦY BAN NHÂN DÂN", "XÃ PHÚ LẠC" */
	size_t issuers;
	const char *number_line;                    /* "Số:       /BC-UBND" */
	const char *place;                          /* "Phú Lạc" */
	const char *signatures[CAMPAIGN_LINES_MAX]; /* of a commune's print */
	size_t signature_lines;
	const char *unit_signatures[2];             /* of a hamlet's print: "Người lập biểu", "Trưởng xóm" */
	const char *recipients[CAMPAIGN_LINES_MAX]; /* "Nơi nhận", line by line */
	size_t recipient_lines;
	void *root; /* owns all the strings */
};

const char *campaign_every_word(enum period_kind kind); /* "week", "month", … as the file says it */

/* When the campaign's periods end: weeks where nothing is said. */
struct period_rule campaign_rule(const struct campaign *c);

/* The visit of a record lies outside the drive, and the form checks it. */
bool campaign_outside(const struct campaign *c, const struct form *f, const struct form_record *r);

int campaign_load(const char *json, size_t n, const char *place, struct campaign **out, struct err *e);
void campaign_free(struct campaign *c);

#endif
