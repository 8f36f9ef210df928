/* figures.h - what the files of one-stop figures and indicators share. */
#ifndef TUNGNHA_APP_FIGURES_PRIVATE_H
#define TUNGNHA_APP_FIGURES_PRIVATE_H

#include <tungnha/app_figures.h>
#include <tungnha/app_submit.h>

#include "collector.h"

/* --- everything said, by target and unit (app_figures.c) --- */

struct figures {
	const struct targets *targets; /* borrowed; NULL: the campaign has none */
	struct app_calendar calendar;
	struct unit own;
	struct unit *unit; /* every unit known here, the own one too, by code */
	size_t units;
	struct app_figure *row; /* by target, code, end of the period, who says it */
	size_t rows;
};
int figures_load(struct store *s, bool history, struct figures *out, struct err *e);
void figures_free(struct figures *f);
const struct unit *figures_unit(const struct figures *f, const char *code); /* NULL: not known here */
/* When a figure's period ends. */
int64_t figures_end(const struct figures *f, const char *period);
/* The one that stands for a target and a unit as of a period (NULL: the newest); NULL: none. Of one period what the
 * unit itself says goes before what was typed for it. */
const struct app_figure *figures_at(
	const struct figures *f, const char *indicator, const char *unit, const char *period);

/* The one that stood before a period, by figures of earlier ones. */
const struct app_figure *figures_before(
	const struct figures *f, const char *indicator, const char *unit, const char *period);

/* --- what was typed (app_figures_read.c) --- */

/* ERR_UNAVAILABLE: no targets · ERR_USAGE: no such target · ERR_DATA: one the form computes. */
int figures_target(const struct targets *t, const char *typed, const struct target **out, struct err *e);
/* "23.767/39.696"; ERR_DATA: anything but two whole numbers, grouped by dots or not at all. */
int figures_ratio(const char *typed, int64_t *num, int64_t *den, struct err *e);
int figures_number(const char *typed, int64_t *out, struct err *e);
/* A part is not greater than the whole, unless the target says so. */
int figures_fit(const struct target *t, int64_t num, int64_t den, enum text_lang lang, struct err *e);
/* Any length; NULL: the running one. ERR_DATA: none, or not begun yet; ERR_USAGE: the clock does not tell. */
int figures_period(struct store *s, const struct app_calendar *c, const char *typed, int64_t now,
	char out[static PERIOD_TEXT], struct err *e);
int figures_source(const char *typed, char out[static APP_FIGURE_SOURCE_BYTES + 1], struct err *e);
int figures_date(struct store *s, const char *typed, int64_t now, char out[static CLOCK_DATE], struct err *e);

/* --- writing one, in a transaction (app_figures_set.c) --- */

/* Compares with what stands here for the same target, period and unit; *before NULL: none. */
const struct app_figure *figures_here(const struct figures *f, const struct app_figure *x);
bool figures_same(const struct app_figure *a, const struct app_figure *b);
int figures_write(struct store *s, const struct figures *f, const struct app_figure *x, int64_t now, struct err *e);

#endif
