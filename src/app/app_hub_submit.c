/* app_hub_submit.c - the commune sees what hamlets declared, and why it counts something else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_submit.h>

#include "collector.h"
#include "hub.h"

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

static void take_source(struct app_hub_submit *x, const struct store_figures *now)
{
	const struct store_row *row = now->row_used                                  ? &now->row
				      : now->source == SOURCE_IMPORT && !now->summed ? &now->import
										     : NULL;
	x->source = now->source;
	if (!row)
		return;
	memcpy(x->typed_source, row->source, sizeof x->typed_source);
	memcpy(x->typed_date, row->date, sizeof x->typed_date);
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
		snprintf(x->counted, sizeof x->counted, "%s, %d", row.stated, row.stated_version);
		x->counted_version = row.stated_version;
		x->computed = row.sums;
		x->source = row.source;
		return 0;
	}
	if (store_figures_at(s, x->unit.code, x->period[0] ? x->period : NULL, &now, e) != 0)
		return -1;
	x->computed = now.totals.sums;
	take_source(x, &now);
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

static void say(struct reasons *r, text_id id, int64_t n, const char *a1)
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

/* A later version than the one that was counted when the period was closed here. */
static int why_stated(struct reasons *r)
{
	char version[16];
	snprintf(version, sizeof version, "%d", r->x->submit.version);
	if (r->x->closed && r->x->counted_version)
		collector_sentence(r->out, r->lang, TEXT_UP_WHY_LATER, version, r->x->counted, NULL);
	else if (r->x->closed)
		collector_sentence(r->out, r->lang, TEXT_UP_WHY_CLOSED_BEFORE, version, r->x->period, NULL);
	else
		why_definitions(r);
	if (r->out->count == 0)
		collector_sentence(r->out, r->lang, TEXT_UP_WHY_OTHER, version, NULL, NULL);
	return 0;
}

static int explain(struct store *s, const struct form *f, enum text_lang lang, struct app_hub_submit *x, struct err *e)
{
	struct reasons r = {s, f, x, lang, &x->why};
	if (x->differences == 0)
		return 0;
	if (x->submit.version)
		return why_stated(&r);
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
	free(x->version);
	app_sentences_free(&x->why);
}

void app_hub_submits_free(struct app_hub_submits *x)
{
	for (size_t i = 0; i < x->rows; i++)
		free_row(&x->row[i]);
	free(x->row);
	*x = (struct app_hub_submits){0};
}

/* --- what stands --- */

static void add_submit(const struct store_submit *x, struct store_submit *sum)
{
	for (size_t i = 0; i < FORM_COLUMNS_MAX; i++) {
		sum->sums.value[i] += x->sums.value[i];
		sum->sums.unknown[i] += x->sums.unknown[i];
		sum->given[i] |= x->given[i];
	}
	sum->have = alloc_grow(sum->have, sum->haves + x->haves + 1, sizeof *sum->have);
	memcpy(sum->have + sum->haves, x->have, x->haves * sizeof *x->have);
	sum->haves += x->haves;
	sum->entry = x->entry;
	sum->author = x->author;
	sum->form = x->form;
	sum->arrived_at = x->arrived_at > sum->arrived_at ? x->arrived_at : sum->arrived_at;
	if (strcmp(x->at, sum->at) > 0)
		memcpy(sum->at, x->at, sizeof x->at);
	memcpy(sum->period, x->period, sizeof x->period);
}

/* The newest period all of them declared; "" where one never did. */
static int common_period(
	struct store *s, const struct store_predecessor *before, size_t n, char out[static PERIOD_TEXT], struct err *e)
{
	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		struct store_submit x;
		int row = before[i].whole ? store_submit(s, before[i].unit.code, NULL, &x, e) : 0;
		if (row > 0 && (!out[0] || strcmp(x.period, out) < 0))
			memcpy(out, x.period, PERIOD_TEXT);
		if (row > 0)
			store_submit_free(&x);
		if (row < 0)
			return -1;
		if (row == 0 && before[i].whole) {
			out[0] = '\0';
			return 0;
		}
	}
	return 0;
}

/* Hamlets merged into one go on declaring with their own devices: together they are what the new one declared, once all
 * of them have. 1, 0, -1. */
static int declared_by_predecessors(
	struct store *s, const char *unit, const char *period, struct store_submit *out, struct err *e)
{
	struct store_predecessor *before = NULL;
	char common[PERIOD_TEXT] = "";
	size_t n = 0;
	int row = store_predecessors(s, unit, &before, &n, e);
	memset(out, 0, sizeof *out);
	if (row == 0)
		row = common_period(s, before, n, common, e);
	row = row != 0 ? -1 : common[0] != '\0';
	for (size_t i = 0; row > 0 && i < n; i++) {
		struct store_submit x;
		if (!before[i].whole)
			continue;
		row = store_submit(s, before[i].unit.code, period ? period : common, &x, e);
		if (row > 0) {
			add_submit(&x, out);
			store_submit_free(&x);
		}
	}
	free(before);
	if (row <= 0)
		store_submit_free(out);
	return row;
}

static int fill(struct store *s, struct app_hub_clock *c, const struct form *f, const char *period,
	struct app_hub_submit *x, struct err *e)
{
	struct app_hub_arrivals a;
	int row = store_submit(s, x->unit.code, period, &x->submit, e);
	if (row == 0)
		row = declared_by_predecessors(s, x->unit.code, period, &x->submit, e);
	if (row < 0)
		return -1;
	x->any = row > 0;
	snprintf(x->period, sizeof x->period, "%s", row ? x->submit.period : period ? period : "");
	if (app_hub_judge_time(s, c, &x->unit, x->period, &a, &x->on_time, e) != 0 || compute(s, c, f, x, e) != 0)
		return -1;
	if (x->any && x->submit.version &&
		app_upwards_versions(s, x->unit.code, x->period, &x->version, &x->versions, e) != 0)
		return -1;
	x->sent = a.any || x->on_time == APP_ON_TIME;
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
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = now, .reason = why};
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
