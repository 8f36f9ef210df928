/* app_hub_submit.c - the commune sees what hamlets declared: whether in time, and why it counts something else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "collector.h"
#include "hub.h"

#define YEAR_2025 1735664400 /* 2025-01-01T00:00:00+07:00 */

/* --- in time --- */

int app_hub_clock(struct store *s, int64_t now, struct app_hub_clock *out, struct err *e)
{
	struct store_device *d = NULL;
	size_t n = 0;
	char *restored = store_setting(s, "restored");
	*out = (struct app_hub_clock){.now = now, .trusted = now >= YEAR_2025, .restored = restored != NULL};
	free(restored);
	app_calendar(s, now, &out->calendar);
	if (store_devices(s, NULL, &d, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		out->trusted &= d[i].last_heard <= now;
	free(d);
	return 0;
}

void app_hub_clock_free(struct app_hub_clock *c)
{
	store_statement_free(&c->closed);
}

/* What the submits of one period say together: the first in time decides, a later one only corrects it. */
struct arrivals {
	struct store *s;
	const char *unit;
	int64_t end;
	bool any, in_time, not_known, accepted;
	char reason[ENTRY_REASON_BYTES + 1];
};

static int look_at_arrival(void *context, const struct store_submit *x, struct err *e)
{
	struct arrivals *a = context;
	bool accepted;
	char reason[ENTRY_REASON_BYTES + 1];
	if (store_submit_accepted(a->s, a->unit, &x->entry, &accepted, reason, e) != 0)
		return -1;
	if (accepted && !a->accepted)
		memcpy(a->reason, reason, sizeof reason);
	a->accepted |= accepted;
	a->any = true;
	a->in_time |= x->arrived_at >= YEAR_2025 && x->arrived_at < a->end;
	a->not_known |= x->arrived_at < YEAR_2025;
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

static enum app_on_time verdict(const struct app_hub_clock *c, const struct arrivals *a, bool paper, bool owed)
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
	struct arrivals *a, enum app_on_time *out, struct err *e)
{
	struct period p;
	bool paper = false, owed = false;
	*a = (struct arrivals){.s = s, .unit = unit};
	*out = APP_UNKNOWN_TIME;
	if (!period_parse(period, &p))
		return 0;
	a->end = period_end(&c->calendar.rule, p);
	if (store_submits(s, unit, period, look_at_arrival, a, e) != 0)
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
		struct arrivals a;
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

static int judge_time(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	struct arrivals *a, enum app_on_time *out, struct err *e)
{
	*a = (struct arrivals){.s = s};
	*out = APP_UNKNOWN_TIME;
	if (strcmp(u->level, "office") == 0)
		return 0;
	if (judge_one(s, c, u->code, period, a, out, e) != 0)
		return -1;
	return *out == APP_LATE && !a->any ? judge_predecessors(s, c, u->code, period, out, e) : 0;
}

int app_hub_on_time(struct store *s, const struct app_hub_clock *c, const struct unit *u, const char *period,
	enum app_on_time *out, struct err *e)
{
	struct arrivals a;
	return judge_time(s, c, u, period, &a, out, e);
}

/* --- differences --- */

static void add_difference(struct app_hub_submit *x, int column, int64_t submitted, int64_t computed)
{
	x->differs = alloc_grow(x->differs, x->differences + 1, sizeof *x->differs);
	x->differs[x->differences++] = (struct app_difference){column, submitted, computed};
}

static void compare(const struct form *f, struct app_hub_submit *x)
{
	for (size_t i = 0; i < f->columns; i++) {
		if (x->submit.given[i] && x->submit.sums.value[i] != x->computed.value[i])
			add_difference(x, (int)i, x->submit.sums.value[i], x->computed.value[i]);
	}
}

static int look_up_statement(struct store *s, struct app_hub_clock *c, const char *period, struct err *e)
{
	if (strcmp(c->looked_at, period) == 0)
		return 0;
	store_statement_free(&c->closed);
	c->looked_at[0] = '\0';
	if (store_statement(s, period, &c->closed, e) < 0)
		return -1;
	memcpy(c->looked_at, period, PERIOD_TEXT);
	return 0;
}

/* As closed for that period, else as things stand. */
static int compute(
	struct store *s, struct app_hub_clock *c, const struct form *f, struct app_hub_submit *x, struct err *e)
{
	struct store_statement_row row;
	struct store_figures now;
	if (x->period[0] && look_up_statement(s, c, x->period, e) != 0)
		return -1;
	x->closed = x->period[0] && c->closed.fields && store_statement_row(&c->closed, f, x->unit.code, &row);
	if (x->closed) {
		x->computed = row.sums;
		return 0;
	}
	if (store_figures(s, x->unit.code, &now, e) != 0)
		return -1;
	x->computed = now.totals.sums;
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].listed && x->unit.listed >= 0)
			x->computed.value[i] = x->unit.listed;
	}
	return 0;
}

/* --- why --- */

struct reasons {
	struct store *s;
	const struct form *form;
	const struct app_hub_submit *x;
	enum text_lang lang;
	struct app_sentences *out;
};

static void say(struct reasons *r, enum text_id id, int64_t n, const char *a1)
{
	char number[32];
	collector_sentence(r->out, r->lang, id, text_number(r->lang, n, number), a1, NULL);
}

static int why_entries(struct reasons *r, struct err *e)
{
	struct store_since *since = NULL;
	size_t n = 0, missing;
	char who[128];
	if (store_submit_missing(r->s, &r->x->submit, &missing, e) != 0 ||
		store_since_submit(r->s, r->x->unit.code, &r->x->submit, &since, &n, e) != 0)
		return -1;
	if (missing)
		say(r, TEXT_WHY_MISSING, (int64_t)missing, NULL);
	for (size_t i = 0; i < n; i++) {
		if (id_equal(since[i].author, store_id(r->s))) {
			say(r, TEXT_WHY_COMMUNE, since[i].entries, NULL);
			continue;
		}
		app_device_name(r->s, r->x->unit.code, since[i].author, r->lang, who);
		say(r, TEXT_WHY_SINCE, since[i].entries, who);
	}
	free(since);
	return 0;
}

struct first_held {
	struct reasons *r;
	int64_t n;
	char reason[2 * FORM_SENTENCE];
};

static int count_held(void *context, const struct store_revision *rev, struct err *e)
{
	struct first_held *h = context;
	struct err why;
	(void)e;
	if (h->n++ == 0) {
		store_held_reason(h->r->s, rev, h->r->lang, &why);
		err_sentence(&why, h->r->lang, h->reason, sizeof h->reason);
	}
	return 0;
}

static int why_not_counted(struct reasons *r, struct err *e)
{
	struct first_held held = {.r = r};
	struct store_totals t;
	if (store_held(r->s, r->x->unit.code, count_held, &held, e) != 0 ||
		store_totals(r->s, r->x->unit.code, &t, e) != 0)
		return -1;
	if (held.n)
		say(r, TEXT_WHY_HELD, held.n, held.reason);
	if (t.conflicts)
		say(r, TEXT_WHY_CONFLICTS, t.conflicts, NULL);
	return 0;
}

static int why_units(struct reasons *r, struct err *e)
{
	struct store_predecessor *before = NULL;
	size_t n = 0;
	if (store_predecessors(r->s, r->x->unit.code, &before, &n, e) != 0)
		return -1;
	if (n)
		say(r, TEXT_WHY_PREDECESSORS, (int64_t)n, before[0].unit.name);
	free(before);
	return 0;
}

static void why_definitions(struct reasons *r)
{
	for (size_t i = 0; i < r->x->differences; i++) {
		if (r->form->column[r->x->differs[i].column].listed)
			say(r, TEXT_WHY_LISTED, r->x->differs[i].computed, NULL);
	}
	if (!id_equal(r->x->submit.form, r->form->def))
		say(r, TEXT_WHY_FORM, 0, NULL);
}

static int explain(struct store *s, const struct form *f, enum text_lang lang, struct app_hub_submit *x, struct err *e)
{
	struct reasons r = {s, f, x, lang, &x->why};
	if (x->differences == 0)
		return 0;
	if (why_entries(&r, e) != 0 || why_not_counted(&r, e) != 0 || why_units(&r, e) != 0)
		return -1;
	why_definitions(&r);
	if (x->why.count == 0)
		say(&r, TEXT_WHY_DECISIONS, 0, NULL);
	return 0;
}

/* --- the list --- */

static void free_row(struct app_hub_submit *x)
{
	store_submit_free(&x->submit);
	free(x->differs);
	app_sentences_free(&x->why);
}

void app_hub_submits_free(struct app_hub_submits *x)
{
	for (size_t i = 0; i < x->rows; i++)
		free_row(&x->row[i]);
	free(x->row);
	*x = (struct app_hub_submits){0};
}

static int fill(struct store *s, struct app_hub_clock *c, const struct form *f, const char *period,
	struct app_hub_submit *x, struct err *e)
{
	struct arrivals a;
	int row = store_submit(s, x->unit.code, period, &x->submit, e);
	if (row < 0)
		return -1;
	x->any = row > 0;
	snprintf(x->period, sizeof x->period, "%s", row ? x->submit.period : period ? period : "");
	if (judge_time(s, c, &x->unit, x->period, &a, &x->on_time, e) != 0 || compute(s, c, f, x, e) != 0)
		return -1;
	x->accepted = a.accepted;
	memcpy(x->accepted_reason, a.reason, sizeof a.reason);
	if (x->any)
		compare(f, x);
	return 0;
}

static int units_of(struct store *s, const char *unit, struct unit **out, size_t *n, struct err *e)
{
	struct unit own;
	if (!unit)
		return store_own_unit(s, &own, e) != 0 ? -1 : store_units(s, own.code, out, n, e);
	*out = alloc_zero(1, sizeof **out);
	*n = 1;
	return app_hub_child(s, unit, *out, e);
}

static int list(struct store *s, const char *unit, const char *period, struct app_hub_clock *c, enum text_lang lang,
	struct app_hub_submits *out, struct err *e)
{
	struct unit *u = NULL;
	size_t n = 0;
	int rc = units_of(s, unit, &u, &n, e);
	if (rc == 0)
		rc = store_form(s, NULL, &out->form, e);
	out->row = alloc_zero(n + 1, sizeof *out->row);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct app_hub_submit *x = &out->row[out->rows];
		if (strcmp(u[i].level, "office") == 0)
			continue;
		out->rows++;
		x->unit = u[i];
		rc = fill(s, c, out->form, period, x, e);
		if (rc == 0)
			rc = explain(s, out->form, lang, x, e);
	}
	free(u);
	return rc;
}

int app_hub_submits(struct store *s, const char *unit, const char *period, int64_t now, enum text_lang lang,
	struct app_hub_submits *out, struct err *e)
{
	struct app_hub_clock c;
	struct period p;
	*out = (struct app_hub_submits){0};
	if (app_hub_clock(s, now, &c, e) != 0 || (period && app_period(&c.calendar, period, now, &p, e) != 0))
		return -1;
	int rc = list(s, unit, period, &c, lang, out, e);
	app_hub_clock_free(&c);
	if (rc != 0)
		app_hub_submits_free(out);
	return rc;
}

int app_hub_declared(struct store *s, struct app_hub_clock *c, const struct unit *u, char period[static PERIOD_TEXT],
	enum app_on_time *on_time, size_t *differences, struct err *e)
{
	struct app_hub_submit x = {.unit = *u};
	const struct form *f;
	struct period declared;
	char owed[PERIOD_TEXT];
	if (store_form(s, NULL, &f, e) != 0)
		return -1;
	int rc = fill(s, c, f, NULL, &x, e);
	memcpy(period, x.period, PERIOD_TEXT);
	*on_time = x.on_time;
	*differences = x.differences;
	free_row(&x);
	if (rc == 0 && period_compare(c->calendar.ended, c->calendar.first) >= 0 &&
		!(period_parse(period, &declared) && period_compare(declared, c->calendar.ended) >= 0))
		rc = app_hub_on_time(s, c, u, period_text(c->calendar.ended, owed), on_time, e);
	return rc;
}

/* --- counted as on time --- */

struct acceptance {
	struct store *s;
	const char *unit;
	const struct store_author *author;
	bool withdraw, any, changed, done;
};

/* The newest is marked; taking back takes every mark of the period. */
static int mark(void *context, const struct store_submit *x, struct err *e)
{
	struct acceptance *a = context;
	char reason[ENTRY_REASON_BYTES + 1], text[NAME_TEXT];
	bool accepted;
	a->any = true;
	if (a->done)
		return 0;
	if (store_submit_accepted(a->s, a->unit, &x->entry, &accepted, reason, e) != 0)
		return -1;
	a->done = !a->withdraw;
	if (accepted != a->withdraw)
		return 0;
	a->changed = true;
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "entry", name_text(&x->entry, text));
	return store_write_act(
		a->s, a->unit, a->withdraw ? ENTRY_REJECT : ENTRY_ACCEPT, NULL, fields, a->author, NULL, e);
}

int app_hub_submit_accept(struct store *s, const char *unit, const char *period, const char *reason, bool withdraw,
	int64_t now, bool *changed, struct err *e)
{
	struct unit u;
	struct app_calendar c;
	struct period p;
	char *why = NULL;
	*changed = false;
	app_calendar(s, now, &c);
	if (app_hub_child(s, unit, &u, e) != 0 || app_period(&c, period, now, &p, e) != 0 ||
		app_hub_reason(reason, &why, e) != 0)
		return -1;
	struct store_author author = {.by = "", .at = now, .reason = why};
	struct acceptance a = {.s = s, .unit = u.code, .author = &author, .withdraw = withdraw};
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = store_submits(s, u.code, period, mark, &a, e);
	if (rc == 0 && !a.any)
		rc = err_set(e, ERR_NOT_FOUND, TEXT_SUBMIT_NONE, "%s" ERR_AND "%s", u.name, period);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	free(why);
	*changed = rc == 0 && a.changed;
	return rc;
}
