/* app_figures.h - one-stop figures somebody typed or took from a file, and the plan's targets judged by them: met or
 * not in integers, how many more are needed; beside them what the household form computes.
 *
 * A figure is a numerator and a denominator of one target, one period, one unit, with source and date. Figures are
 * cumulative: as of a period the one of the period that ends last, at that period's end at the latest, stands. Higher
 * up numerators and denominators are added, never percentages. Nothing here prints. */
#ifndef TUNGNHA_APP_FIGURES_H
#define TUNGNHA_APP_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/app_collector.h>
#include <tungnha/document.h>
#include <tungnha/period.h>
#include <tungnha/store_acts.h>
#include <tungnha/table.h>
#include <tungnha/targets.h>

enum { APP_FIGURE_ID = 33, APP_FIGURE_SOURCE_BYTES = 200, APP_FIGURES_SHOWN = 200 };

/* --- figures as they were typed --- */

struct app_figure {
	char indicator[APP_FIGURE_ID]; /* id of the target */
	char period[PERIOD_TEXT];
	struct unit unit; /* whose figure it is */
	bool withdrawn;
	int64_t num, den;
	char source[APP_FIGURE_SOURCE_BYTES + 1];
	char date[CLOCK_DATE];
	char from[UNIT_CODE]; /* whose hub says it: this one's own unit, or a unit below that is a hub itself */
	struct name act;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	bool stands; /* false: replaced by a newer one (only with history) */
};
struct app_figure_list {
	struct app_figure *row; /* by target as the plan counts, unit, period, the newest first; owned */
	size_t rows;
};
/* period NULL: every one; unit NULL: every one. history: replaced and withdrawn ones too. ERR_NOT_FOUND: no such unit.
 */
struct app_figures_wish {
	const char *period, *unit;
	bool history;
};
int app_figures(struct store *s, const struct app_figures_wish *w, struct app_figure_list *out, struct err *e);
void app_figures_free(struct app_figure_list *x);

struct app_figure_wish {
	const char *indicator;
	const char *typed;  /* "23767/39696" or "23.767/39.696"; NULL: withdraws it */
	const char *period; /* any length; NULL: the running one */
	const char *unit;   /* NULL: the own one */
	const char *source, *date;
	const char *seen; /* the mark of what stood there when it was typed (app_figure_seen); NULL: not asked */
	bool page;        /* warnings name pages, not commands (app_words.h) */
	int64_t now;
	enum text_lang lang;
};
struct app_figure_done {
	const struct target *target; /* borrowed */
	struct app_figure figure;
	bool written;  /* false: it stood so already */
	bool replaced; /* another one stood: */
	int64_t before_num, before_den;
	struct app_sentences warnings;
};
/* ERR_USAGE: no such target, no source, no date. ERR_DATA: not two whole numbers, a numerator above its denominator, a
 * date to come, a target the form computes. ERR_NOT_FOUND: no such unit; nothing to withdraw. ERR_UNAVAILABLE: the
 * campaign has no targets. ERR_BUSY: another figure stands, or it was withdrawn, since it was seen. */
int app_figure_set(struct store *s, const struct app_figure_wish *w, struct app_figure_done *out, struct err *e);
void app_figure_done_free(struct app_figure_done *x);
/* What was said here last of a wish's target, period and unit; mark: "" nothing ever. 1 it stands, 0 none or withdrawn,
 * -1 e. */
int app_figure_seen(struct store *s, const struct app_figure_wish *w, struct app_figure *out,
	char mark[static NAME_TEXT], struct err *e);

/* --- figures from a file --- */

enum app_figure_action { FIGURE_NEW, FIGURE_CHANGED, FIGURE_SAME, FIGURE_REFUSED, FIGURE_ACTIONS };
struct app_figure_line {
	long line; /* in the file */
	enum app_figure_action action;
	struct app_figure figure; /* as far as it was understood */
	char *target, *unit;      /* as the file says */
	int64_t before_num, before_den;
	char *sentence; /* what is wrong, or what is doubtful; "" = nothing */
};
struct app_figures_import {
	const char *path, *encoding, *sheet;
	const char *period; /* for lines that name none; NULL: the running one */
	bool dry_run;
	bool page; /* sentences name pages, not commands (app_words.h) */
	int64_t now;
	enum text_lang lang;
};
struct app_figures_imported {
	struct app_figure_line *line; /* owned */
	size_t lines, count[FIGURE_ACTIONS];
	struct app_names left_out;      /* headings of columns that are not read */
	struct table_readings readings; /* of a file that is not UTF-8 */
	bool written;
};
/* Every line is judged, then all are written or none. -1 with count[FIGURE_REFUSED] > 0: lines were refused (ERR_DATA).
 * -1 without: the file or the store could not be used. *out is freed in every case. */
int app_figures_import(
	struct store *s, const struct app_figures_import *i, struct app_figures_imported *out, struct err *e);
void app_figures_imported_free(struct app_figures_imported *x);

/* --- targets, judged --- */

/* One goal of a target: the own unit's figure where its level is meant, else the sum of the units of that level. */
struct app_goal {
	const struct target_goal *goal; /* borrowed from the target */
	bool here;                      /* there are units of that level here (the own one counts) */
	bool has;                       /* there is a figure */
	bool summed;                    /* of several units */
	int64_t num, den;
	int64_t hundredths; /* half-up, of a percent; -1 where den is 0 */
	enum target_verdict verdict;
	int64_t needed;  /* so many more of the numerator; 0 met, -1 nothing to judge */
	int64_t per_day; /* so many a day until `due`, up; -1: met, no day, too late, or a clock that tells nothing */
	char period[PERIOD_TEXT];                 /* of the figure; of a sum the oldest */
	char source[APP_FIGURE_SOURCE_BYTES + 1]; /* of one figure; of a sum "" */
	char date[CLOCK_DATE];                    /* of one figure; of a sum the oldest */
	size_t units, known;                      /* of that level; those with a figure */
	struct unit *missing;                     /* owned; units - known of them */
};
struct app_indicator {
	const struct target *target; /* borrowed */
	bool computed;               /* from the household form, not typed */
	struct app_goal goal[TARGET_GOALS_MAX];
};
/* A ratio of the household form over the whole, no target. */
struct app_ratio {
	const struct form_indicator *indicator; /* borrowed */
	int64_t num, den;
	int64_t hundredths; /* of `per`: 9250 = 92,5 of 100; -1: den is 0 */
};
struct app_indicators {
	const struct targets *targets; /* borrowed; NULL: the campaign has none */
	const struct form *form;       /* borrowed */
	struct unit unit;              /* the own one */
	char period[PERIOD_TEXT];      /* as asked for, or the running one */
	char figures[PERIOD_TEXT];     /* closed: of the statement read; else "" */
	bool closed;
	int version;
	char code[STORE_CHECK_CODE];
	struct app_indicator *row; /* as the plan counts; owned */
	size_t rows;
	struct app_ratio ratio[FORM_INDICATORS_MAX];
	size_t ratios;
	int64_t reviewed, listed;     /* households */
	char due[CLOCK_DATE];         /* the last day for them, "" = none */
	int64_t per_day;              /* so many households a day until then; -1: none to go, no day, or not known */
	size_t units, on_time, timed; /* that owe a report; those in time, of those of which it can be told */
};
/* period NULL: as things stand. ERR_DATA: no period's name, or one that has not begun. */
int app_indicators(struct store *s, const char *period, int64_t now, struct app_indicators *out, struct err *e);
void app_indicators_free(struct app_indicators *x);

/* A typed target, unit by unit: each unit's own figure as it stands as of a period (NULL: now), judged by the goal of
 * its level. */
struct app_unit_goal {
	struct unit unit;
	const struct target_goal *goal; /* borrowed */
	bool has;
	struct app_figure figure;
	int64_t hundredths, needed;
	enum target_verdict verdict;
};
/* The own unit first, then by level as the target has them, by natural order of names. ERR_USAGE, ERR_DATA: no target
 * that is typed. The caller frees the array. */
int app_indicator_units(struct store *s, const char *indicator, const char *period, struct app_unit_goal **out,
	size_t *n, struct err *e);

/* --- shown --- */

enum app_plan_format { PLAN_TEXT, PLAN_CSV, PLAN_JSON, PLAN_HTML, PLAN_XLSX, PLAN_DOCX };
bool app_plan_format_read(const char *word, enum app_plan_format *out);
/* Appends the whole file to an empty buf. */
int app_indicators_file(struct store *s, const struct app_indicators *x, enum app_plan_format format,
	enum text_lang lang, int64_t now, struct buf *out, struct err *e);

cJSON *app_indicators_json(const struct app_indicators *x, enum text_lang lang);
/* A table of every target and goal, then one of the form's ratios, as blocks of a document. */
void app_indicators_blocks(const struct app_indicators *x, enum text_lang lang, struct document *d);
/* Appends the whole file to an empty buf: ';' and a byte order mark for Excel in Vietnamese. */
void app_indicators_csv(const struct app_indicators *x, enum text_lang lang, struct buf *out);
/* "Đạt", "Chưa đạt", "Chưa có số liệu", "Theo dõi" */
const char *app_verdict_word(enum target_verdict v, enum text_lang lang);
/* "từ 92% trở lên", "trên 75%", "–" */
void app_goal_words(const struct target_goal *g, enum text_lang lang, char out[static 64]);
/* What a level of units is called, "xã, phường"; "" of the whole. */
const char *app_level_words(const char *level, enum text_lang lang);
/* 5987 -> "59,87%" / "59.87%"; -1 -> "–" */
void app_percent_words(int64_t hundredths, enum text_lang lang, char out[static 32]);

#endif
