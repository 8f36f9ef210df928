/* app_hub_time.c - was a hamlet in time? By when its submits arrived and by this hub's clock, as far as that can be
 * told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "hub.h"

int app_hub_clock(struct store *s, int64_t now, struct app_hub_clock *out, struct err *e)
{
	char *restored = store_setting(s, "restored");
	*out = (struct app_hub_clock){.now = now, .restored = restored != NULL};
	free(restored);
	app_calendar(s, now, &out->calendar);
	return app_hub_clock_trusted(s, now, &out->trusted, e);
}

void app_hub_clock_free(struct app_hub_clock *c)
{
	store_statement_free(&c->closed);
}

static int look_at_arrival(void *context, const struct store_submit *x, struct err *e)
{
	struct app_hub_arrivals *a = context;
	bool accepted;
	char reason[ENTRY_REASON_BYTES + 1];
	const bool known = app_clock_set(a->s, x->arrived_at);
	if (store_submit_accepted(a->s, a->unit, &x->entry, &accepted, reason, e) != 0)
		return -1;
	if (accepted && !a->accepted)
		memcpy(a->reason, reason, sizeof reason);
	a->accepted |= accepted;
	a->any = true;
	a->in_time |= known && x->arrived_at < a->end;
	a->not_known |= !known;
	if (known && (a->first == 0 || x->arrived_at < a->first))
		a->first = x->arrived_at;
	return 0;
}

static int64_t first_day(const char *date)
{
	char stamp[CLOCK_STAMP + 8];
	int64_t t;
	snprintf(stamp, sizeof stamp, "%.10sT00:00:00+07:00", date);
	return date[0] && clock_read_stamp(stamp, &t) ? t : INT64_MIN;
}

/* A hamlet on paper: the clerk typed its row within the period. */
static int paper_in_time(
	struct store *s, const struct app_hub_clock *c, const char *unit, struct period p, bool *yes, struct err *e)
{
	struct store_figures f;
	int64_t at;
	if (store_figures(s, unit, &f, e) != 0)
		return -1;
	*yes = f.row_used && clock_read_stamp(f.row.at, &at) && at >= period_begin(&c->calendar.rule, p) &&
	       at < period_end(&c->calendar.rule, p);
	return 0;
}

/* A unit that reports by file: somebody here took it in, by this machine's clock. */
static int look_at_file(struct app_hub_arrivals *a, const char *period, struct err *e)
{
	struct store_row row;
	char first[CLOCK_STAMP];
	int64_t at;
	int has = store_imported_row(a->s, a->unit, period, &row, e);
	if (has <= 0 || store_imported_first(a->s, a->unit, period, first, e) < 0)
		return has;
	const bool known = clock_read_stamp(first, &at) && app_clock_set(a->s, at);
	a->any = true;
	a->in_time = known && at < a->end;
	a->not_known = !known;
	a->first = known ? at : 0;
	return 0;
}

/* Is anything owed for a period nothing was declared for? */
static int is_owed(
	struct store *s, const struct app_hub_clock *c, const char *unit, struct period p, bool *owed, struct err *e)
{
	const struct app_calendar *k = &c->calendar;
	struct store_shape shape;
	if (store_shape(s, unit, &shape, e) != 0)
		return -1;
	*owed = k->duty && period_compare(p, k->first) >= 0 && period_compare(p, k->last) <= 0 &&
		period_end(&k->rule, p) <= c->now && period_end(&k->rule, p) > first_day(shape.since);
	return 0;
}

static enum app_on_time verdict(const struct app_hub_clock *c, const struct app_hub_arrivals *a, bool paper, bool owed)
{
	if (a->accepted)
		return APP_ON_TIME;
	if (!c->calendar.duty || !c->trusted)
		return APP_UNKNOWN_TIME;
	if (a->in_time || paper)
		return APP_ON_TIME;
	if (a->any)
		return a->not_known || c->restored ? APP_UNKNOWN_TIME : APP_LATE;
	return owed ? APP_LATE : APP_UNKNOWN_TIME;
}

static int judge_one(struct store *s, const struct app_hub_clock *c, const char *unit, const char *period,
	struct app_hub_arrivals *a, enum app_on_time *out, struct err *e)
{
	struct period p;
	bool paper = false, owed = false;
	*a = (struct app_hub_arrivals){.s = s, .unit = unit};
	*out = APP_UNKNOWN_TIME;
	if (!period_parse(period, &p))
		return 0;
	a->end = period_end(&c->calendar.rule, p);
	if (store_submits(s, unit, period, look_at_arrival, a, e) != 0 || (!a->any && look_at_file(a, period, e) != 0))
		return -1;
	if (!a->any && (paper_in_time(s, c, unit, p, &paper, e) != 0 || is_owed(s, c, unit, p, &owed, e) != 0))
		return -1;
	*out = verdict(c, a, paper, owed);
	return 0;
}

/* Hamlets merged into one go on with their own devices: where nothing was declared for the new one, they are in time
 * together, or late with the latest of them. */
static int judge_predecessors(struct store *s, const struct app_hub_clock *c, const char *unit, const char *period,
	enum app_on_time *out, struct err *e)
{
	struct store_predecessor *before = NULL;
	size_t n = 0, declared = 0, whole = 0;
	int rc = store_predecessors(s, unit, &before, &n, e);
	bool late = false, unknown = false;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct app_hub_arrivals a;
		enum app_on_time one;
		if (!before[i].whole)
			continue;
		whole++;
		rc = judge_one(s, c, before[i].unit.code, period, &a, &one, e);
		declared += a.any;
		late |= one == APP_LATE;
		unknown |= one == APP_UNKNOWN_TIME;
	}
	free(before);
	if (rc == 0 && whole > 0 && declared == whole)
		*out = late ? APP_LATE : unknown ? APP_UNKNOWN_TIME : APP_ON_TIME;
	return rc;
}

/* A unit without a hub, of units that declare by themselves: in time when all of them are, late with any. */
static int judge_below(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	enum app_on_time *out, int depth, struct err *e)
{
	struct unit *below = NULL;
	size_t n = 0, in_time = 0, owing = 0;
	bool late = false;
	int rc = depth < STORE_GROUPS_DEEP ? store_units(s, u->code, &below, &n, e) : 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct app_hub_arrivals a;
		enum app_on_time one;
		if (strcmp(below[i].level, "office") == 0)
			continue;
		owing++;
		rc = judge_one(s, c, below[i].code, period, &a, &one, e);
		if (rc == 0 && !a.any)
			rc = judge_below(s, c, &below[i], period, &one, depth + 1, e);
		late |= one == APP_LATE;
		in_time += one == APP_ON_TIME;
	}
	free(below);
	if (rc == 0 && owing > 0)
		*out = late ? APP_LATE : in_time == owing ? APP_ON_TIME : APP_UNKNOWN_TIME;
	return rc;
}

int app_hub_judge_time(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	struct app_hub_arrivals *a, enum app_on_time *out, struct err *e)
{
	*a = (struct app_hub_arrivals){.s = s};
	*out = APP_UNKNOWN_TIME;
	if (strcmp(u->level, "office") == 0)
		return 0;
	if (judge_one(s, c, u->code, period, a, out, e) != 0)
		return -1;
	if (*out == APP_ON_TIME || a->any)
		return 0;
	return judge_predecessors(s, c, u->code, period, out, e) != 0 ? -1 : judge_below(s, c, u, period, out, 0, e);
}

int app_hub_on_time(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	enum app_on_time *out, struct err *e)
{
	struct app_hub_arrivals a;
	return app_hub_judge_time(s, c, u, period, &a, out, e);
}
