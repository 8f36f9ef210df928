/* app_submit.c - the hamlet declares its figures for a period, and sees whether that reached the commune. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_practice.h>
#include <tungnha/app_submit.h>
#include <tungnha/app_words.h>
#include <tungnha/network.h>

#include "collector.h"

void app_submitted_free(struct app_submitted *x)
{
	app_sentences_free(&x->warnings);
}

/* --- what a person should know before relying on it --- */

static int count_unvisited(void *context, const struct store_line *l, struct err *e)
{
	int64_t *n = context;
	const struct form_field *status = &l->form->field[l->form->status];
	const struct form_value *v = &l->status;
	(void)e;
	for (size_t i = 0; i < status->options; i++)
		*n += v->state == FORM_GIVEN && status->option[i].value == v->number && status->option[i].unvisited;
	return 0;
}

static void warn_of(struct app_sentences *to, const struct app_submit *w, text_id id, int64_t n)
{
	char number[32];
	if (n > 0)
		collector_sentence(
			to, w->lang, w->page ? app_words(id) : id, text_number(w->lang, n, number), NULL, NULL);
}

static bool is_past(const struct app_calendar *c, const char *period, int64_t now)
{
	struct period p;
	return c->duty && !c->clock_unset && period_parse(period, &p) && period_end(&c->rule, p) <= now;
}

static int warn(struct store *s, const char *unit, const struct app_submit *w, const struct app_calendar *c,
	const char *period, struct app_sentences *out, struct err *e)
{
	struct store_totals t;
	int64_t unvisited = 0, returned;
	char ends[APP_WHEN], said[APP_PERIOD_SAID];
	if (store_totals(s, unit, &t, e) != 0 || store_returned(s, unit, &returned, e) != 0 ||
		store_lines(s, unit, count_unvisited, &unvisited, e) != 0)
		return -1;
	warn_of(out, w, TEXT_SUBMIT_UNVISITED, unvisited);
	warn_of(out, w, TEXT_SUBMIT_RETURNED, returned);
	warn_of(out, w, TEXT_SUBMIT_CONFLICTS, t.conflicts);
	if (is_past(c, period, w->now))
		collector_sentence(out, w->lang, w->page ? TEXT_PAPER_SUBMIT_PAST : TEXT_SUBMIT_PAST,
			w->page ? app_period_said(period, w->lang, said) : period, app_period_ends(c, period, ends),
			NULL);
	return 0;
}

/* --- declaring --- */

static int choose_period(struct store *s, const struct app_calendar *c, const struct app_submit *w,
	char out[static PERIOD_TEXT], struct err *e)
{
	struct period p = c->running;
	if (w->period && app_period(c, w->period, w->now, &p, e) != 0)
		return -1;
	if (!w->period && c->clock_unset)
		return app_period_needed(s, TEXT_SUBMIT_NO_DATE, w->now, e);
	period_text(p, out);
	return 0;
}

/* The same row, from the same entries: nothing to declare anew. */
static int is_same(struct store *s, const char *unit, const struct store_submit *x, const struct form *f, bool *same,
	struct err *e)
{
	struct store_since *since;
	struct form_sums now;
	size_t n, missing;
	*same = false;
	if (store_since_submit(s, unit, x, &since, &n, e) != 0)
		return -1;
	free(since);
	if (store_submit_missing(s, x, &missing, e) != 0 || store_row_now(s, unit, &now, e) != 0)
		return -1;
	*same = n == 0 && missing == 0 && id_equal(x->form, f->def) && memcmp(&now, &x->sums, sizeof now) == 0;
	return 0;
}

static int declare(
	struct store *s, const char *unit, const struct app_submit *w, struct app_submitted *out, struct err *e)
{
	struct store_submit x;
	struct store_totals t;
	bool same = false;
	if (store_totals(s, unit, &t, e) != 0)
		return -1;
	if (t.records == 0)
		return err_set(e, ERR_DATA, TEXT_SUBMIT_EMPTY, "");
	int row = store_submit(s, unit, out->period, &x, e);
	out->replaced = row > 0;
	out->entry = x.entry;
	if (row > 0 && is_same(s, unit, &x, out->form, &same, e) != 0)
		row = -1;
	store_submit_free(&x);
	out->written = !same;
	if (row < 0 || same)
		return row < 0 ? -1 : 0;
	char *by = app_by(s);
	int rc = store_write_submit(
		s, unit, out->period, &(struct store_author){.by = by, .at = w->now}, &out->entry, e);
	free(by);
	return rc == 0 ? collector_note_time(s, w->now, e) : -1;
}

int app_submit(struct store *s, const struct app_submit *w, struct app_submitted *out, struct err *e)
{
	struct unit u;
	struct app_calendar c;
	*out = (struct app_submitted){.form = NULL};
	if (app_is_practice(s))
		return err_set(e, ERR_DENIED, TEXT_PRACTICE_NO_SUBMIT, "");
	if (app_unit(s, w->unit, &u, e) != 0)
		return -1;
	app_calendar(s, w->now, &c);
	out->by_network = network_knows_address(s, u.code);
	if (choose_period(s, &c, w, out->period, e) != 0 || store_begin(s, e) != 0)
		return -1;
	int rc = store_form(s, NULL, &out->form, e);
	if (rc == 0)
		rc = declare(s, u.code, w, out, e);
	if (rc == 0)
		rc = store_row_now(s, u.code, &out->sums, e);
	if (rc == 0)
		rc = warn(s, u.code, w, &c, out->period, &out->warnings, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0) {
		store_rollback(s);
		app_submitted_free(out);
	}
	return rc;
}

/* --- before it is declared --- */

void app_submit_plan_free(struct app_submit_plan *x)
{
	app_sentences_free(&x->warnings);
}

/* What was declared last, of whichever period, beside what would be now. */
static int compare(struct store *s, const char *unit, struct app_submit_plan *out, struct err *e)
{
	struct store_submit x;
	bool same = false;
	int row = store_submit(s, unit, NULL, &x, e);
	if (row <= 0)
		return row;
	int rc = is_same(s, unit, &x, out->form, &same, e);
	memcpy(out->before_period, x.period, sizeof out->before_period);
	memcpy(out->before_at, x.at, sizeof out->before_at);
	for (size_t i = 0; i < out->form->columns; i++) {
		out->before_given[i] = x.given[i];
		out->before[i] = x.sums.value[i];
	}
	out->nothing_new = same && strcmp(x.period, out->period) == 0;
	store_submit_free(&x);
	return rc;
}

int app_submit_look(struct store *s, const struct app_submit *w, struct app_submit_plan *out, struct err *e)
{
	struct unit u;
	struct app_calendar c;
	struct store_totals t;
	*out = (struct app_submit_plan){.form = NULL};
	app_calendar(s, w->now, &c);
	if (app_unit(s, w->unit, &u, e) != 0 || store_form(s, NULL, &out->form, e) != 0 ||
		store_totals(s, u.code, &t, e) != 0 || store_row_now(s, u.code, &out->sums, e) != 0)
		return -1;
	out->empty = t.records == 0;
	if (!c.clock_unset && !w->period) {
		period_text(c.running, out->period);
	} else if (w->period) {
		struct period p;
		if (app_period(&c, w->period, w->now, &p, e) != 0)
			return -1;
		period_text(p, out->period);
	}
	if (c.duty && out->period[0])
		app_period_ends(&c, out->period, out->due);
	out->past = is_past(&c, out->period, w->now);
	int rc = compare(s, u.code, out, e);
	if (rc == 0)
		rc = warn(s, u.code, w, &c, out->period, &out->warnings, e);
	if (rc != 0)
		app_submit_plan_free(out);
	return rc;
}

/* --- what stands --- */

int app_declared(struct store *s, const char *unit, int64_t now, struct app_declared *out, struct err *e)
{
	struct store_submit x;
	struct store_since *since = NULL;
	struct app_calendar c;
	size_t n = 0;
	memset(out, 0, sizeof *out);
	app_calendar(s, now, &c);
	if (!c.clock_unset)
		period_text(c.running, out->now);
	int row = store_submit(s, unit, NULL, &x, e);
	if (row <= 0)
		return row;
	out->any = true;
	memcpy(out->period, x.period, sizeof out->period);
	memcpy(out->at, x.at, sizeof out->at);
	memcpy(out->by, x.by, sizeof out->by);
	out->running = strcmp(out->period, out->now) == 0;
	int rc = store_since_submit(s, unit, &x, &since, &n, e);
	if (rc == 0)
		rc = store_confirmed(s, unit, &x.entry, &out->confirmed, e);
	for (size_t i = 0; i < n; i++)
		out->since += since[i].entries;
	free(since);
	store_submit_free(&x);
	return rc;
}
