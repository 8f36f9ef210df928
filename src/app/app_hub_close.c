/* app_hub_close.c - closing a period: a statement of what counts now, and what another one changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_reports.h>
#include <tungnha/app_submit.h>
#include <tungnha/utf8.h>

#include "decide.h"

/* --- rows side by side --- */

struct sheet {
	struct store_statement_row *row; /* natural order of names */
	bool *late;
	size_t rows;
	struct form_sums total;
};

static void sheet_free(struct sheet *s)
{
	free(s->row);
	free(s->late);
	*s = (struct sheet){0};
}

static int compare_rows(const void *a, const void *b)
{
	const struct store_statement_row *x = a, *y = b;
	int by_name = utf8_compare(x->name, y->name);
	return by_name ? by_name : strcmp(x->code, y->code);
}

static void add_up(struct sheet *s, const struct form *f)
{
	for (size_t i = 0; i < s->rows; i++) {
		for (size_t k = 0; k < f->columns; k++)
			s->total.value[k] += s->row[i].sums.value[k];
	}
}

static bool is_late(const struct store_statement *x, const char *code)
{
	const cJSON *v;
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(x->fields, "late"))
	{
		if (cJSON_IsString(v) && strcmp(v->valuestring, code) == 0)
			return true;
	}
	return false;
}

static void sheet_closed(const struct store_statement *x, const struct form *f, struct sheet *out)
{
	const cJSON *rows = cJSON_GetObjectItemCaseSensitive(x->fields, "rows"), *v;
	size_t n = (size_t)cJSON_GetArraySize(rows);
	*out = (struct sheet){.row = alloc_zero(n + 1, sizeof *out->row), .late = alloc_zero(n + 1, sizeof *out->late)};
	cJSON_ArrayForEach(v, rows)
	{
		if (unit_valid_code(v->string))
			store_statement_row(x, f, v->string, &out->row[out->rows++]);
	}
	qsort(out->row, out->rows, sizeof *out->row, compare_rows);
	for (size_t i = 0; i < out->rows; i++)
		out->late[i] = is_late(x, out->row[i].code);
	add_up(out, f);
}

static int read_now(struct store *s, const struct form *f, const struct unit *u, const char *period,
	struct store_statement_row *row, struct err *e)
{
	struct store_figures now;
	if (store_figures_at(s, u->code, period, &now, e) != 0)
		return -1;
	memcpy(row->code, u->code, sizeof row->code);
	memcpy(row->name, u->name, sizeof row->name);
	row->sums = now.totals.sums;
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].listed && u->listed >= 0)
			row->sums.value[i] = u->listed;
	}
	return 0;
}

/* A hub restored since a closing has its submits from a later day only: whom the statement did not call late was not.
 */
static bool stood_in_time(const struct store_statement *x, const struct app_hub_arrivals *a, const char *code)
{
	int64_t closed;
	return x->fields && a->any && a->first > 0 && clock_read_stamp(x->at, &closed) && closed >= a->end &&
	       closed < a->first && !is_late(x, code) &&
	       cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(x->fields, "rows"), code);
}

/* As a statement of the period would say now; `before`: the one that stands, if any. */
static int sheet_now(struct store *s, const struct form *f, const char *period, const struct store_statement *before,
	int64_t at, struct sheet *out, struct err *e)
{
	struct unit own, *u = NULL;
	struct app_hub_clock clock;
	size_t n = 0;
	*out = (struct sheet){0};
	int rc = store_own_unit(s, &own, e);
	if (rc == 0)
		rc = store_units(s, own.code, &u, &n, e);
	if (rc == 0)
		rc = app_hub_clock(s, at, &clock, e);
	out->row = alloc_zero(n + 1, sizeof *out->row);
	out->late = alloc_zero(n + 1, sizeof *out->late);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		enum app_on_time on_time = APP_UNKNOWN_TIME;
		struct app_hub_arrivals a = {.any = false};
		rc = read_now(s, f, &u[i], period, &out->row[i], e);
		if (rc == 0)
			rc = app_hub_judge_time(s, &clock, &u[i], period, &a, &on_time, e);
		out->late[i] = on_time == APP_LATE && !stood_in_time(before, &a, u[i].code);
		out->rows++;
	}
	free(u);
	if (rc == 0)
		add_up(out, f);
	else
		sheet_free(out);
	return rc;
}

/* --- what changed --- */

void app_changes_free(struct app_changes *c)
{
	free(c->change);
	*c = (struct app_changes){0};
}

static void add_change(
	struct app_changes *out, const char *code, const char *name, int column, int64_t before, int64_t after)
{
	struct app_change *c;
	if (before == after)
		return;
	out->change = alloc_grow(out->change, out->count + 1, sizeof *out->change);
	c = &out->change[out->count++];
	*c = (struct app_change){.column = column, .before = before, .after = after};
	snprintf(c->code, sizeof c->code, "%s", code);
	snprintf(c->name, sizeof c->name, "%s", name);
}

static size_t find(const struct sheet *s, const char *code)
{
	size_t i = 0;
	while (i < s->rows && strcmp(s->row[i].code, code) != 0)
		i++;
	return i;
}

static void compare_row(
	const struct form *f, const struct sheet *a, size_t i, const struct sheet *b, size_t k, struct app_changes *out)
{
	static const struct store_statement_row nothing = {.code = ""};
	const struct store_statement_row *x = i < a->rows ? &a->row[i] : &nothing;
	const struct store_statement_row *y = k < b->rows ? &b->row[k] : &nothing;
	const struct store_statement_row *named = k < b->rows ? y : x;
	for (size_t c = 0; c < f->columns; c++)
		add_change(out, named->code, named->name, (int)c, x->sums.value[c], y->sums.value[c]);
	add_change(out, named->code, named->name, -1, i < a->rows && a->late[i], k < b->rows && b->late[k]);
}

static void compare_sheets(
	const struct form *f, const struct sheet *before, const struct sheet *after, struct app_changes *out)
{
	*out = (struct app_changes){0};
	for (size_t k = 0; k < after->rows; k++)
		compare_row(f, before, find(before, after->row[k].code), after, k, out);
	for (size_t i = 0; i < before->rows; i++) {
		if (find(after, before->row[i].code) == after->rows)
			compare_row(f, before, i, after, after->rows, out);
	}
	for (size_t c = 0; c < f->columns; c++)
		add_change(out, "", "", (int)c, before->total.value[c], after->total.value[c]);
}

static void compare_statements(
	const struct form *f, const struct store_statement *a, const struct store_statement *b, struct app_changes *out)
{
	struct sheet before, after;
	sheet_closed(a, f, &before);
	sheet_closed(b, f, &after);
	compare_sheets(f, &before, &after, out);
	sheet_free(&before);
	sheet_free(&after);
}

/* --- closing --- */

void app_closed_free(struct app_closed *c)
{
	store_statement_free(&c->statement);
	app_changes_free(&c->changes);
}

static int write_closing(struct store *s, const struct app_close *c, const struct sheet *now, const char *reason,
	struct app_closed *out, struct err *e)
{
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = c->now, .reason = reason};
	const char **late = alloc_zero(now->rows + 1, sizeof *late);
	size_t lates = 0;
	for (size_t i = 0; i < now->rows; i++) {
		if (now->late[i])
			late[lates++] = now->row[i].code;
	}
	int rc = store_write_statement(s, c->period, late, lates, &author, NULL, e);
	free(late);
	if (rc == 0)
		rc = store_statement(s, c->period, &out->statement, e) > 0 ? 0 : -1;
	out->written = rc == 0;
	return rc;
}

bool app_hub_rivals(const struct store_statement *stands, const struct store_statement *other)
{
	return strcmp(other->period, stands->period) == 0 && other->version >= stands->version &&
	       name_compare(&other->entry, &stands->entry) != 0;
}

struct rivals {
	const struct store_statement *stands;
	bool any;
};

static int look_for_rival(void *context, const struct store_statement *x, struct err *e)
{
	struct rivals *r = context;
	(void)e;
	r->any |= app_hub_rivals(r->stands, x);
	return 0;
}

/* Under the same figures and through the same entries there is nothing to say anew, unless two statements say it. */
static int changed_at_all(
	struct store *s, const struct store_statement *x, const struct app_changes *c, bool *yes, struct err *e)
{
	struct rivals r = {.stands = x};
	*yes = true;
	if (c->count)
		return 0;
	if (store_statements(s, look_for_rival, &r, e) != 0)
		return -1;
	return r.any ? 0 : store_statement_outdated(s, x, yes, e);
}

static int close_again(struct store *s, const struct app_close *c, const struct form *f, const char *reason,
	const struct sheet *now, struct app_closed *out, struct err *e)
{
	struct store_statement before = out->statement;
	struct sheet old;
	bool changed;
	sheet_closed(&before, f, &old);
	compare_sheets(f, &old, now, &out->changes);
	sheet_free(&old);
	int rc = changed_at_all(s, &before, &out->changes, &changed, e);
	if (rc != 0 || !changed)
		return rc; /* the statement that stands is `before` still */
	out->statement = (struct store_statement){.version = 0};
	rc = write_closing(s, c, now, reason, out, e);
	store_statement_free(&before);
	return rc;
}

/* --- what was looked at --- */

static char *mark_of(const struct form *f, const struct sheet *x, const cJSON *doubts)
{
	return hub_closing_mark(&(struct hub_closing){f, x->row, x->late, x->rows}, doubts);
}

/* It was closed since the page was made: with these figures, as a second press finds, or with others. */
static int closed_already(
	struct store *s, const struct app_close *c, const struct form *f, struct app_closed *out, struct err *e)
{
	const struct store_statement *x = &out->statement;
	struct sheet then;
	char when[APP_WHEN];
	sheet_closed(x, f, &then);
	char *mark = mark_of(f, &then, NULL);
	sheet_free(&then);
	bool same = c->seen && hub_closing_same_rows(c->seen, mark);
	free(mark);
	if (same)
		return 0;
	const struct decide_other o = {c->seen, "", TEXT_CLOSING_CLOSED, x->by, x->at, ""};
	if (decide_alone(s, &o, e) != 0)
		return -1;
	snprintf(when, sizeof when, "%.2s/%.2s/%.4s", x->at + 8, x->at + 5, x->at);
	return err_set(e, ERR_DATA, TEXT_CLOSED_ALREADY, "%s" ERR_AND "%s", c->period, when);
}

static int still_so(
	struct store *s, const struct app_close *c, const struct form *f, const struct sheet *now, struct err *e)
{
	const struct app_report_wish w = {.report = "late", .period = c->period, .now = c->now, .lang = c->lang};
	struct app_report late = {.version = 0};
	if (!c->seen)
		return 0;
	if (!c->again && app_report_late(s, &w, &late, e) != 0)
		return -1;
	char *mark = mark_of(f, now, late.facts);
	int rc = hub_closing_seen(s, &(struct hub_closing){f, now->row, now->late, now->rows}, c->seen, mark, e);
	free(mark);
	app_report_free(&late);
	return rc;
}

int app_hub_closing(struct store *s, const struct app_close *c, const cJSON *doubts, char **mark, struct err *e)
{
	const struct form *f;
	struct sheet now;
	struct store_statement before;
	int row = store_statement(s, c->period, &before, e);
	if (row < 0 || store_form(s, NULL, &f, e) != 0 || sheet_now(s, f, c->period, &before, c->now, &now, e) != 0) {
		store_statement_free(&before);
		return -1;
	}
	*mark = mark_of(f, &now, doubts);
	store_statement_free(&before);
	sheet_free(&now);
	return 0;
}

static int look_ahead(struct store *s, const char *period, char newer[static PERIOD_TEXT], struct err *e)
{
	struct store_statement last;
	int row = store_statement(s, NULL, &last, e);
	if (row > 0 && strcmp(last.period, period) > 0)
		memcpy(newer, last.period, PERIOD_TEXT);
	store_statement_free(&last);
	return row < 0 ? -1 : 0;
}

static int close_in_transaction(
	struct store *s, const struct app_close *c, const char *reason, struct app_closed *out, struct err *e)
{
	const struct form *f;
	struct sheet now;
	int row = store_statement(s, c->period, &out->statement, e);
	if (row < 0 || store_form(s, NULL, &f, e) != 0)
		return -1;
	if (row > 0 && !c->again)
		return closed_already(s, c, f, out, e);
	if (row == 0 && c->again)
		return err_set(e, ERR_DATA, TEXT_CLOSED_NOT_YET, "%s", c->period);
	if (look_ahead(s, c->period, out->newer, e) != 0 ||
		sheet_now(s, f, c->period, &out->statement, c->now, &now, e) != 0)
		return -1;
	int rc = still_so(s, c, f, &now, e);
	if (rc == 0)
		rc = row > 0 ? close_again(s, c, f, reason, &now, out, e) : write_closing(s, c, &now, reason, out, e);
	sheet_free(&now);
	return rc;
}

int app_hub_close(struct store *s, const struct app_close *c, struct app_closed *out, struct err *e)
{
	struct app_calendar calendar;
	struct period p;
	char *reason = NULL;
	*out = (struct app_closed){.written = false};
	app_calendar(s, c->now, &calendar);
	if (app_period(&calendar, c->period, c->now, &p, e) != 0)
		return -1;
	if ((c->again || c->reason) && app_hub_reason(c->reason, &reason, e) != 0)
		return -1;
	out->clock_unset = calendar.clock_unset;
	out->early = !out->clock_unset && period_end(&calendar.rule, p) > c->now;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = close_in_transaction(s, c, reason, out, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0) {
		store_rollback(s);
		app_closed_free(out);
	}
	free(reason);
	return rc;
}

/* --- reading --- */

void app_statement_free(struct app_statement *x)
{
	store_statement_free(&x->statement);
	app_changes_free(&x->changes);
	app_changes_free(&x->since);
}

struct looking {
	const struct form *form;
	struct app_statement *of;
};

/* Versions come in their order: the last one before it is the one it replaced. */
static int look(void *context, const struct store_statement *x, struct err *e)
{
	struct looking *l = context;
	(void)e;
	if (strcmp(x->period, l->of->statement.period) != 0 || x->version >= l->of->statement.version)
		return 0;
	app_changes_free(&l->of->changes);
	compare_statements(l->form, x, &l->of->statement, &l->of->changes);
	return 0;
}

static int compare_with_now(struct store *s, const struct form *f, struct app_statement *out, struct err *e)
{
	struct sheet closed, now;
	int64_t at = clock_now();
	if (sheet_now(s, f, out->statement.period, &out->statement, at, &now, e) != 0)
		return -1;
	sheet_closed(&out->statement, f, &closed);
	compare_sheets(f, &closed, &now, &out->since);
	sheet_free(&closed);
	sheet_free(&now);
	return 0;
}

int app_hub_statement(struct store *s, const char *period, struct app_statement *out, struct err *e)
{
	struct looking l = {.of = out};
	struct app_calendar calendar;
	struct period p;
	char example[PERIOD_TEXT];
	*out = (struct app_statement){.changes = {0}};
	app_calendar(s, clock_now(), &calendar);
	if (period && app_period_read(&calendar, period, &p, e) != 0)
		return -1;
	int row = store_statement(s, period, &out->statement, e);
	if (row == 0)
		return err_set(e, ERR_NOT_FOUND, period ? TEXT_STATEMENT_NONE : TEXT_STATEMENT_NONE_YET, "%s",
			period ? period : period_text(calendar.running, example));
	if (row < 0 || store_form(s, NULL, &l.form, e) != 0 || store_statements(s, look, &l, e) != 0 ||
		compare_with_now(s, l.form, out, e) != 0) {
		app_statement_free(out);
		return -1;
	}
	return 0;
}
