/* app_hub_status.c - who has reported, who is late, what does not add up: from tallies, never from households. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "hub.h"

void app_hub_status_free(struct app_hub_status *st)
{
	free(st->row);
	st->row = NULL;
	st->rows = 0;
}

/* Where the reporting period that ended last began: a unit heard of only before that is overdue. 0: no duty yet, or
 * none. */
static int64_t period_start(const struct app_calendar *c)
{
	return c->duty && period_compare(c->ended, c->first) >= 0 ? period_begin(&c->rule, c->ended) : 0;
}

static void count_devices(const struct store_device *d, size_t n, const char *unit, struct app_hub_standing *st)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(d[i].unit, unit) != 0)
			continue;
		st->devices += d[i].state == DEVICE_NEW || d[i].state == DEVICE_ACTIVE;
		if (d[i].last_heard > st->last_heard)
			st->last_heard = d[i].last_heard;
	}
}

/* A device of a merged unit is one of its successor; one of both is one. */
static int place_devices(struct store *s, struct store_device *d, size_t *n, struct err *e)
{
	size_t kept = 0;
	bool moved = false;
	for (size_t i = 0; i < *n; i++) {
		char begun[UNIT_CODE];
		memcpy(begun, d[i].unit, sizeof begun);
		if (store_place(s, begun, NULL, d[i].unit, e) != 0)
			return -1;
		moved |= strcmp(begun, d[i].unit) != 0;
		size_t k = moved ? 0 : kept; /* until then none is there twice */
		while (k < kept && (!id_equal(d[k].node, d[i].node) || strcmp(d[k].unit, d[i].unit) != 0))
			k++;
		if (k == kept) {
			d[kept++] = d[i];
			continue;
		}
		if (d[i].last_heard > d[k].last_heard)
			d[k].last_heard = d[i].last_heard;
		if (d[i].state < d[k].state) /* new and active come first */
			d[k].state = d[i].state;
	}
	*n = kept;
	return 0;
}

static int first_printed(const struct form *f)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].printed)
			return (int)i;
	}
	return -1;
}

static int listed_column(const struct form *f)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].listed)
			return (int)i;
	}
	return -1;
}

static int standing(struct store *s, const struct form *f, struct app_hub_standing *st, struct err *e)
{
	struct store_figures x;
	const struct store_totals *t = &x.totals;
	int reviewed = first_printed(f), listed = listed_column(f);
	if (store_figures(s, st->unit.code, &x, e) != 0 || store_locked(s, st->unit.code, &st->locked, e) != 0)
		return -1;
	st->reviewed = reviewed >= 0 ? t->sums.value[reviewed] : t->records;
	st->listed = st->unit.listed >= 0 ? st->unit.listed : listed >= 0 ? t->sums.value[listed] : t->records;
	st->conflicts = t->conflicts;
	st->held = t->held;
	st->source = x.source;
	st->row_used = x.row_used;
	st->row_idle = x.has_row && !x.row_used;
	return 0;
}

static int declared(struct store *s, struct app_hub_clock *clock, struct app_hub_standing *st, struct err *e)
{
	enum app_on_time on_time;
	size_t differences;
	if (app_hub_declared(s, clock, &st->unit, st->submitted, &on_time, &differences, e) != 0)
		return -1;
	st->on_time = on_time == APP_UNKNOWN_TIME ? -1 : on_time == APP_ON_TIME;
	st->differs = differences > 0;
	return 0;
}

static void add_total(struct app_hub_standing *total, const struct app_hub_standing *r)
{
	total->listed += r->listed;
	total->reviewed += r->reviewed;
	total->conflicts += r->conflicts;
	total->held += r->held;
	total->devices += r->devices;
	total->locked &= r->locked;
	if (r->last_heard > total->last_heard)
		total->last_heard = r->last_heard;
}

/* --- against the newest period closed before the running one --- */

static int load_before(struct store *s, const struct app_calendar *c, struct store_statement *x,
	struct app_hub_status *out, struct err *e)
{
	char running[PERIOD_TEXT];
	*x = (struct store_statement){.version = 0};
	if (c->clock_unset)
		return 0;
	int row = store_statement_before(s, period_text(c->running, running), x, e);
	if (row > 0) {
		memcpy(out->since, x->period, sizeof out->since);
		period_text(period_before(c->running), out->before);
	}
	return row < 0 ? -1 : 0;
}

/* The whole: over that of every unit of the statement, those merged away since too. */
static void increase_of_total(const struct store_statement *x, const struct form *f, struct app_hub_standing *total)
{
	struct form_sums then;
	bool given[FORM_COLUMNS_MAX];
	int reviewed = first_printed(f);
	store_statement_total(x, f, &then, given);
	total->increased = reviewed >= 0 && given[reviewed];
	total->increase = total->increased ? total->reviewed - then.value[reviewed] : 0;
}

static void increase_of(const struct store_statement *x, const struct form *f, struct app_hub_standing *r)
{
	struct store_statement_row then;
	int reviewed = first_printed(f);
	r->increased = reviewed >= 0 && store_statement_row(x, f, r->unit.code, &then) && then.given[reviewed];
	r->increase = r->increased ? r->reviewed - then.sums.value[reviewed] : 0;
}

static int fill_rows(
	struct store *s, const struct store_device *d, size_t n, int64_t now, struct app_hub_status *out, struct err *e)
{
	const struct form *f;
	struct app_hub_clock clock;
	struct unit *u = NULL;
	if (store_form(s, NULL, &f, e) != 0 || app_hub_clock(s, now, &clock, e) != 0 ||
		store_units(s, out->unit.code, &u, &out->rows, e) != 0)
		return -1;
	struct store_statement before;
	int64_t since = period_start(&clock.calendar);
	int rc = load_before(s, &clock.calendar, &before, out, e);
	out->row = alloc_zero(out->rows, sizeof *out->row);
	out->total.unit = out->unit;
	out->total.locked = out->rows > 0;
	for (size_t i = 0; rc == 0 && i < out->rows; i++) {
		struct app_hub_standing *r = &out->row[i];
		r->unit = u[i];
		count_devices(d, n, u[i].code, r);
		r->overdue = r->last_heard > 0 && r->last_heard < since;
		rc = standing(s, f, r, e);
		if (rc == 0)
			rc = declared(s, &clock, r, e);
		increase_of(&before, f, r);
		add_total(&out->total, r);
	}
	increase_of_total(&before, f, &out->total);
	store_statement_free(&before);
	free(u);
	app_hub_clock_free(&clock);
	return rc;
}

int app_hub_clock_trusted(struct store *s, int64_t now, bool *out, struct err *e)
{
	int64_t heard;
	int rc = store_last_heard(s, &heard, e);
	*out = rc == 0 && app_clock_set(s, now) && heard <= now;
	return rc;
}

static int fill_facts(
	struct store *s, const struct store_device *d, size_t n, int64_t now, struct app_hub_status *out, struct err *e)
{
	struct store_fork *fork = NULL;
	size_t forks = 0;
	char *restored = store_setting(s, "restored");
	out->restored = restored != NULL;
	free(restored);
	for (size_t i = 0; i < n; i++) {
		out->waiting += d[i].state == DEVICE_WAITING;
		out->uncompared += d[i].state == DEVICE_NEW;
	}
	int rc = app_hub_clock_trusted(s, now, &out->clock_trusted, e);
	if (rc == 0)
		rc = store_forks(s, &fork, &forks, e);
	for (size_t i = 0; rc == 0 && i < forks; i++) /* this machine's own is `restored` */
		out->forks += !id_equal(fork[i].author, store_id(s));
	free(fork);
	return rc;
}

int app_hub_status(struct store *s, int64_t now, struct app_hub_status *out, struct err *e)
{
	struct store_device *d = NULL;
	size_t n = 0;
	memset(out, 0, sizeof *out);
	int rc = store_own_unit(s, &out->unit, e);
	if (rc == 0)
		rc = store_devices(s, NULL, &d, &n, e);
	if (rc == 0)
		rc = place_devices(s, d, &n, e);
	if (rc == 0)
		rc = fill_rows(s, d, n, now, out, e);
	if (rc == 0)
		rc = fill_facts(s, d, n, now, out, e);
	free(d);
	if (rc != 0)
		app_hub_status_free(out);
	return rc;
}
