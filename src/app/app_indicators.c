/* app_indicators.c - the plan's targets judged: typed figures and what the household form computes, added up by level.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/json.h>
#include <tungnha/report.h>

#include "figures.h"
#include "hub.h"

enum { DAY = 24 * 60 * 60 };

/* One run: what was typed, what the form's totals are. */
struct judging {
	struct store *s;
	struct figures f;
	bool *merged; /* by index of f.unit: counted at another one now */
	const struct campaign *campaign;
	struct report report;
	struct store_statement statement;
	int64_t at; /* the moment judged: the period's end where it is closed, so that a print is the same ever after */
	bool clock;
	struct app_indicators *out;
};

/* --- days --- */

static int64_t day_of(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t = 0;
	snprintf(stamp, sizeof stamp, "%.10sT00:00:00+07:00", date);
	return clock_read_stamp(stamp, &t) ? t : 0;
}

/* So many a day until the end of `due`, up. */
static int64_t per_day(const struct judging *j, const char *due, int64_t needed)
{
	char today[CLOCK_DATE];
	if (!*due || needed <= 0 || !j->clock || strcmp(clock_date(j->at, today), due) > 0)
		return -1;
	int64_t days = (day_of(due) - day_of(today)) / DAY + 1;
	return (needed + days - 1) / days;
}

/* --- one goal --- */

static void judge(const struct judging *j, const struct target *t, struct app_goal *g)
{
	bool sane = g->num >= 0 && g->den >= 0 && g->num <= TARGET_SUM_MAX && g->den <= TARGET_SUM_MAX;
	g->verdict = TARGET_NO_FIGURE;
	g->needed = g->per_day = g->hundredths = -1;
	g->has &= sane;
	if (!g->has) {
		g->num = g->den = 0;
		return;
	}
	g->hundredths = target_hundredths(g->num, g->den);
	g->verdict = target_judge(g->goal, g->num, g->den, &g->needed);
	g->per_day = per_day(j, t->due, g->needed);
}

static void miss(struct app_goal *g, const struct unit *u)
{
	size_t n = g->units - g->known - 1;
	g->missing = alloc_grow(g->missing, n + 1, sizeof *g->missing);
	g->missing[n] = *u;
}

static bool of_whole(const struct judging *j, const struct app_goal *g)
{
	return !*g->goal->level || strcmp(g->goal->level, j->f.own.level) == 0;
}

/* --- typed figures --- */

static void show_one(struct app_goal *g, const struct app_figure *x)
{
	memcpy(g->period, x->period, sizeof g->period);
	memcpy(g->source, x->source, sizeof g->source);
	memcpy(g->date, x->date, sizeof g->date);
}

/* The figure a closed period's statement holds; source and date are those of the entry while it says the same. */
static bool take_stated(const struct judging *j, const struct target *t, struct app_goal *g)
{
	const cJSON *pair = json_array(json_object(j->statement.fields, "figures"), t->id);
	const struct app_figure *x = figures_at(&j->f, t->id, j->f.own.code, j->out->figures);
	g->has = pair && json_is_int(cJSON_GetArrayItem(pair, 0), 0, TARGET_NUMBER_MAX, &g->num) &&
		 json_is_int(cJSON_GetArrayItem(pair, 1), 0, TARGET_NUMBER_MAX, &g->den);
	if (g->has && x && x->num == g->num && x->den == g->den)
		show_one(g, x);
	if (g->has)
		memcpy(g->period, j->out->figures, sizeof g->period);
	return g->has;
}

/* In a closed period a figure typed for it afterwards says nothing: its statement, else what stood before. A figure
 * typed for the longer period itself is of no statement. */
static void take_own(const struct judging *j, const struct target *t, struct app_goal *g)
{
	const char *code = j->f.own.code;
	const struct app_figure *x = figures_at(&j->f, t->id, code, j->out->period);
	if (j->out->closed && x && strcmp(x->period, j->out->figures) == 0)
		x = figures_before(&j->f, t->id, code, j->out->figures);
	g->units = 1;
	g->here = true;
	bool longer = x && j->out->closed && figures_end(&j->f, x->period) > figures_end(&j->f, j->out->figures);
	if ((longer || !j->out->closed || !take_stated(j, t, g)) && x) {
		g->has = true;
		g->num = x->num;
		g->den = x->den;
		show_one(g, x);
	}
	g->known = g->has;
	if (!g->has)
		miss(g, &j->f.own);
}

static void add_one(const struct judging *j, struct app_goal *g, const struct app_figure *x)
{
	if (g->known++ == 0)
		show_one(g, x);
	g->num += x->num;
	g->den += x->den;
	g->has = true;
	if (figures_end(&j->f, x->period) < figures_end(&j->f, g->period))
		memcpy(g->period, x->period, sizeof g->period);
	if (strcmp(x->date, g->date) < 0)
		memcpy(g->date, x->date, sizeof g->date);
	if (g->known > 1)
		g->source[0] = '\0';
}

/* Which units are meant: those of the level; for the whole without a figure of its own, the units right below. */
static bool is_meant(const struct judging *j, const struct app_goal *g, size_t i)
{
	const struct unit *u = &j->f.unit[i];
	if (j->merged[i] || strcmp(u->code, j->f.own.code) == 0)
		return false;
	return *g->goal->level ? strcmp(u->level, g->goal->level) == 0 : strcmp(u->parent, j->f.own.code) == 0;
}

static void take_below(const struct judging *j, const struct target *t, struct app_goal *g)
{
	for (size_t i = 0; i < j->f.units; i++) {
		if (!is_meant(j, g, i))
			continue;
		const struct app_figure *x = figures_at(&j->f, t->id, j->f.unit[i].code, j->out->period);
		g->units++;
		if (x)
			add_one(j, g, x);
		else
			miss(g, &j->f.unit[i]);
	}
	g->here = g->units > 0;
	g->summed = g->known > 1;
}

static void take_typed(const struct judging *j, const struct target *t, struct app_goal *g)
{
	if (!of_whole(j, g)) {
		take_below(j, t, g);
		return;
	}
	take_own(j, t, g);
	if (g->has || *g->goal->level)
		return;
	struct app_goal below = {.goal = g->goal};
	take_below(j, t, &below);
	if (below.has) {
		free(g->missing);
		*g = below;
	} else {
		free(below.missing);
	}
}

/* --- what the household form computes --- */

static void add_row(const struct judging *j, const struct target *t, struct app_goal *g, const struct report_row *row)
{
	int64_t num, den;
	g->units++;
	if (row->source == REPORT_NEVER) {
		miss(g, &row->unit);
		return;
	}
	form_indicate(j->out->form, &row->sums, form_indicator_index(j->out->form, t->indicator), &num, &den);
	g->known++;
	g->has = true;
	g->num += num;
	g->den += den;
}

static bool level_is_here(const struct judging *j, const char *level)
{
	for (size_t i = 0; i < j->f.units; i++)
		if (!j->merged[i] && strcmp(j->f.unit[i].level, level) == 0)
			return true;
	return false;
}

static void take_computed(const struct judging *j, const struct target *t, struct app_goal *g)
{
	int indicator = form_indicator_index(j->out->form, t->indicator);
	if (indicator < 0)
		return;
	for (size_t i = 0; i < j->report.rows && !of_whole(j, g); i++) {
		const struct unit *u = figures_unit(&j->f, j->report.row[i].unit.code);
		if (u && strcmp(u->level, g->goal->level) == 0)
			add_row(j, t, g, &j->report.row[i]);
	}
	g->here = g->units > 0;
	g->summed = g->units > 1;
	/* The whole; or units further below, whose sum is that of the whole. */
	if (of_whole(j, g) || (!g->here && level_is_here(j, g->goal->level))) {
		report_indicate(&j->report, indicator, &g->num, &g->den);
		g->here = g->has = true;
		g->units = g->known = 1;
	}
	memcpy(g->period, j->out->closed ? j->out->figures : j->out->period, sizeof g->period);
}

static void judge_all(struct judging *j)
{
	struct app_indicators *out = j->out;
	out->rows = out->targets ? out->targets->count : 0;
	out->row = alloc_zero(out->rows + 1, sizeof *out->row);
	for (size_t i = 0; i < out->rows; i++) {
		const struct target *t = &out->targets->target[i];
		out->row[i] = (struct app_indicator){.target = t, .computed = *t->indicator != '\0'};
		for (size_t k = 0; k < t->goals; k++) {
			struct app_goal *g = &out->row[i].goal[k];
			g->goal = &t->goal[k];
			if (out->row[i].computed)
				take_computed(j, t, g);
			else
				take_typed(j, t, g);
			judge(j, t, g);
		}
	}
}

/* --- the form's own ratios; households; in time --- */

static void take_ratios(struct judging *j)
{
	const struct form *f = j->out->form;
	for (size_t i = 0; i < f->indicators; i++) {
		struct app_ratio *r = &j->out->ratio[j->out->ratios++];
		r->indicator = &f->indicator[i];
		report_indicate(&j->report, (int)i, &r->num, &r->den);
		bool sane = r->num >= 0 && r->den > 0 && r->num <= TARGET_SUM_MAX / 1000 && r->den <= TARGET_SUM_MAX;
		r->hundredths = sane ? target_hundredths(r->num * r->indicator->per, r->den * 100) : -1;
	}
}

static void take_households(struct judging *j)
{
	const struct form *f = j->out->form;
	const struct campaign *c = j->campaign;
	int printed = -1;
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].printed && printed < 0)
			printed = (int)i;
		if (f->column[i].listed)
			j->out->listed = j->report.total.sums.value[i];
	}
	j->out->reviewed = printed >= 0 ? j->report.total.sums.value[printed] : 0;
	if (c && c->work_before[0])
		clock_date(day_of(c->work_before) - DAY, j->out->due);
	else if (c)
		memcpy(j->out->due, c->ends, sizeof j->out->due);
	j->out->per_day = per_day(j, j->out->due, j->out->listed - j->out->reviewed);
}

static int count_closed(struct judging *j, const struct unit *u, size_t n)
{
	const cJSON *late = json_array(j->statement.fields, "late"), *v;
	for (size_t i = 0; i < n; i++) {
		bool is_late = false;
		if (strcmp(u[i].level, "office") == 0)
			continue;
		cJSON_ArrayForEach(v, late)
		{
			is_late |= cJSON_IsString(v) && strcmp(v->valuestring, u[i].code) == 0;
		}
		j->out->units++;
		j->out->timed++;
		j->out->on_time += !is_late;
	}
	return 0;
}

static int count_now(struct judging *j, const struct unit *u, size_t n, int64_t now, struct err *e)
{
	struct app_hub_clock clock;
	struct period p;
	char period[PERIOD_TEXT];
	if (app_hub_clock(j->s, now, &clock, e) != 0)
		return -1;
	period_parse(j->out->period, &p);
	period_text(p.kind == clock.calendar.rule.kind ? p : period_last_in(&clock.calendar.rule, p), period);
	int rc = 0;
	for (size_t i = 0; rc == 0 && clock.calendar.duty && i < n; i++) {
		enum app_on_time on_time = APP_UNKNOWN_TIME;
		if (strcmp(u[i].level, "office") == 0)
			continue;
		rc = app_hub_on_time(j->s, &clock, &u[i], period, &on_time, e);
		j->out->units++;
		j->out->timed += on_time != APP_UNKNOWN_TIME;
		j->out->on_time += on_time == APP_ON_TIME;
	}
	app_hub_clock_free(&clock);
	return rc;
}

static int count_on_time(struct judging *j, int64_t now, struct err *e)
{
	struct unit *u = NULL;
	size_t n;
	if (store_units(j->s, j->f.own.code, &u, &n, e) != 0)
		return -1;
	int rc = j->out->closed ? count_closed(j, u, n) : count_now(j, u, n, now, e);
	free(u);
	return rc;
}

/* --- the whole --- */

static int choose(struct judging *j, const char *asked, int64_t now, struct err *e)
{
	const struct app_calendar *c = &j->f.calendar;
	struct app_indicators *out = j->out;
	struct period p = c->running;
	char text[PERIOD_TEXT];
	j->at = now;
	j->clock = app_clock_set(j->s, now);
	if (asked && figures_period(j->s, c, asked, now, out->period, e) != 0)
		return -1;
	if (!asked) {
		period_text(p, out->period);
		return 0;
	}
	period_parse(out->period, &p);
	period_text(p.kind == c->rule.kind ? p : period_last_in(&c->rule, p), text);
	int row = store_statement(j->s, text, &j->statement, e);
	out->closed = row > 0;
	if (row > 0) {
		memcpy(out->figures, text, sizeof out->figures);
		out->version = j->statement.version;
		memcpy(out->code, j->statement.code, sizeof out->code);
		period_parse(text, &p);
		j->at = period_end(&c->rule, p) - 1;
		j->clock = true;
	}
	return row < 0 ? -1 : 0;
}

static int gather(struct judging *j, struct err *e)
{
	if (store_campaign(j->s, &j->campaign) != 0)
		j->campaign = NULL;
	if (store_form(j->s, NULL, &j->out->form, e) != 0)
		return -1;
	int rc = j->out->closed
			 ? report_past(j->s, &j->statement, NULL, j->campaign, LANG_VI, &j->report, e)
			 : report_gather(j->s, j->f.own.code, j->out->form, j->campaign, LANG_VI, false, &j->report, e);
	if (rc == 0)
		j->out->form = j->report.form; /* of a closed period: the one it was closed under */
	return rc;
}

static int mark_merged(struct judging *j, struct err *e)
{
	j->merged = alloc_zero(j->f.units + 1, sizeof *j->merged);
	for (size_t i = 0; i < j->f.units; i++) {
		char place[UNIT_CODE];
		if (store_place(j->s, j->f.unit[i].code, NULL, place, e) != 0)
			return -1;
		j->merged[i] = strcmp(place, j->f.unit[i].code) != 0;
	}
	return 0;
}

static int indicate(struct judging *j, const char *period, int64_t now, struct err *e)
{
	if (figures_load(j->s, false, &j->f, e) != 0)
		return -1;
	app_calendar(j->s, now, &j->f.calendar);
	j->out->targets = j->f.targets;
	j->out->unit = j->f.own;
	if (choose(j, period, now, e) != 0 || mark_merged(j, e) != 0 || gather(j, e) != 0)
		return -1;
	judge_all(j);
	take_ratios(j);
	take_households(j);
	return count_on_time(j, now, e);
}

int app_indicators(struct store *s, const char *period, int64_t now, struct app_indicators *out, struct err *e)
{
	struct judging j = {.s = s, .out = out};
	memset(out, 0, sizeof *out);
	int rc = indicate(&j, period, now, e);
	report_free(&j.report);
	store_statement_free(&j.statement);
	free(j.merged);
	figures_free(&j.f);
	if (rc != 0)
		app_indicators_free(out);
	return rc;
}

void app_indicators_free(struct app_indicators *x)
{
	for (size_t i = 0; i < x->rows; i++)
		for (size_t k = 0; k < TARGET_GOALS_MAX; k++)
			free(x->row[i].goal[k].missing);
	free(x->row);
	x->row = NULL;
	x->rows = 0;
}
