/* page_figures.h - figures from elsewhere and for elsewhere: one-stop figures, targets, tasks, totals from files,
 * exports, the office above. What their pages share, and the pages. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_FIGURES_H
#define TUNGNHA_AGGREGATOR_PAGE_FIGURES_H

#include <tungnha/app_submit.h>
#include <tungnha/app_collector.h>
#include <tungnha/app_figures.h>
#include <tungnha/app_submit.h>
#include <tungnha/app_tasks.h>
#include <tungnha/page_upload.h>
#include <tungnha/table.h>

#include "pages.h"

enum { FIG_SHOWN = 40 }; /* of each kind of line in a preview */

/* --- what they share (page_figures_parts.c) --- */

/* A choice of periods, the newest first, longer ones after them; first: what choosing none means, TEXT_NONE: not
 * offered. longer: months, quarters … too. */
void fig_period(struct page *p, const char *name, const char *chosen, text_id first, bool longer);
/* "23.767/39.696". */
const char *fig_ratio(const struct page *p, int64_t num, int64_t den, char out[static 80]);
void fig_line(struct page *p, int64_t line); /* begins a row about a line of a file */
/* Choosing a file: a form of its own that posts it. */
void fig_upload(struct page *p, const char *path, bool again);
/* Hidden fields with which what was seen is what is written. */
void fig_seen(struct page *p, const struct page_upload *f);

/* --- a file of figures or tasks, looked at and then written (page_figures_frame.c) --- */

/* What reading it came to. */
struct fig_looked {
	union {
		struct app_figures_imported figures;
		struct app_tasks_imported tasks;
	} of;
	size_t lines;
	const size_t *count; /* of each app_figure_action */
	const struct app_names *left_out;
	const struct table_readings *readings;
};
struct fig_kind {
	const char *word, *path, *back; /* back: the page it was reached from, and goes to when written */
	text_id title, back_title, what;
	const text_id *heading;
	int (*import)(struct page *p, const struct page_upload *f, bool dry_run, struct fig_looked *x, struct err *e);
	enum app_figure_action (*action)(const struct fig_looked *x, size_t i);
	void (*line)(struct page *p, const struct fig_looked *x, size_t i); /* a row of the table */
	void (*free)(struct fig_looked *x);
};
extern const text_id fig_verdict[FIGURE_ACTIONS];
void fig_file(struct page *p, const struct fig_kind *k);
void fig_file_take(struct page *p, const struct fig_kind *k);
void fig_file_write(struct page *p, const struct fig_kind *k);

/* --- one-stop figures (page_figures.c, page_figures_type.c, page_figures_file.c) --- */

/* What stands of the target, period and unit that were asked for or posted. */
struct fig_standing {
	struct app_figure figure; /* `stands`: it does */
	char mark[NAME_TEXT];     /* of what was said last, for desk_seen */
};
void fig_standing(struct page *p, struct fig_standing *x);
/* The form that types it. */
int fig_type(struct page *p, const struct targets *t, const struct fig_standing *x, const struct err *refused,
	struct err *e);

void desk_figures(struct page *p);
void desk_figures_set(struct page *p);
void desk_figures_clear(struct page *p);
void desk_figures_file(struct page *p);
void desk_figures_file_take(struct page *p);
void desk_figures_file_write(struct page *p);

/* --- targets (page_targets.c) --- */

void desk_targets(struct page *p);
void desk_targets_get(struct page *p);
void desk_target(struct page *p);

/* --- tasks (page_tasks.c, page_tasks_one.c) --- */

void desk_tasks(struct page *p);
void desk_tasks_get(struct page *p);
void desk_task(struct page *p);
void desk_task_set(struct page *p);
void desk_task_remove(struct page *p);
void desk_tasks_file(struct page *p);
void desk_tasks_file_take(struct page *p);
void desk_tasks_file_write(struct page *p);

/* --- totals from files (page_totals.c, page_totals_show.c) --- */

void desk_totals(struct page *p);
void desk_totals_take(struct page *p);
void desk_totals_write(struct page *p);
void desk_totals_clear(struct page *p);
void desk_totals_clear_do(struct page *p);
/* What would become of the file, line by line, and the button that writes it. */
struct app_totals totals_asked(struct page *p, const struct page_upload *f);
void totals_preview(struct page *p, const struct page_upload *f);

/* --- exports (page_exports.c) --- */

void desk_exports(struct page *p);
void desk_exports_get(struct page *p);

/* --- the office above (page_above*.c) --- */

void desk_above(struct page *p);
void desk_above_join(struct page *p);
void desk_above_send(struct page *p);
void desk_above_stick(struct page *p);
void desk_above_sticks(struct page *p);
void desk_above_working(struct page *p);

struct app_upwards;
void above_standing(struct page *p, const struct app_upwards *u);
void above_seen(struct page *p);

#endif
