/* app_warnings_figures.c - warnings about the figures of a unit, and about units' names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/store_acts.h>
#include <tungnha/utf8.h>

#include "collector.h"
#include "warnings.h"

static void about_unit(struct app_warnings *out, const struct unit *u, const char *rule, const char *sentence)
{
	struct app_warning *w = warnings_add(out, rule, sentence);
	memcpy(w->unit, u->code, sizeof w->unit);
}

static bool hidden(bool reviewers_only, enum app_viewer viewer)
{
	return reviewers_only && viewer == APP_AT_DOOR;
}

static void rules(const struct app_figures *f, enum app_viewer viewer, enum text_lang lang, struct app_warnings *out)
{
	int rule[FORM_RULES_MAX];
	char sentence[FORM_SENTENCE];
	size_t n = form_unit_warnings_given(f->form, &f->sums, f->given, rule);
	for (size_t i = 0; i < n; i++) {
		const struct form_rule *r = &f->form->unit_rule[rule[i]];
		if (hidden(r->reviewers_only, viewer))
			continue;
		form_unit_sentence(f->form, r, &f->sums, lang, sentence);
		about_unit(out, &f->unit, r->id, sentence);
	}
}

/* --- against the last report --- */

struct report_before {
	struct form_sums sums;
	bool given[FORM_COLUMNS_MAX];
	char on[CLOCK_DATE];
};

static struct period_rule periods(struct store *s)
{
	const struct campaign *c;
	if (store_campaign(s, &c) != 0)
		return (struct period_rule){0};
	return campaign_rule(c);
}

int app_before_load(struct store *s, int64_t now, struct app_before *out, struct err *e)
{
	const struct period_rule rule = periods(s);
	bool unset, behind;
	char last[CLOCK_STAMP];
	*out = (struct app_before){.closed = false};
	collector_clock(s, now, &unset, &behind, last);
	if (unset)
		return 0;
	struct period running = period_at(&rule, now);
	period_text(running, out->running);
	int row = store_statement_before(s, out->running, &out->statement, e);
	out->closed = row > 0;
	return row < 0 ? -1 : 0;
}

void app_before_free(struct app_before *b)
{
	if (b->closed)
		store_statement_free(&b->statement);
	b->closed = false;
}

static bool in_statement(
	struct store *s, const struct app_figures *f, const struct app_before *b, struct report_before *out)
{
	struct store_statement_row row;
	struct unit own;
	struct err none;
	if (!b->closed)
		return false;
	if (store_role(s) == STORE_AGGREGATOR && store_own_unit(s, &own, &none) == 0 &&
		strcmp(own.code, f->unit.code) == 0) {
		store_statement_total(&b->statement, f->form, &out->sums, out->given);
		return true;
	}
	if (!store_statement_row(&b->statement, f->form, f->unit.code, &row))
		return false;
	out->sums = row.sums;
	memcpy(out->given, row.given, sizeof out->given);
	return true;
}

/* What the unit's last report said: 1, 0 there is none before the running period, -1. */
static int last_report(struct store *s, const struct app_figures *f, const struct app_before *b,
	struct report_before *out, struct err *e)
{
	struct store_submit x;
	*out = (struct report_before){.given = {false}};
	if (!*b->running)
		return 0;
	bool closed = in_statement(s, f, b, out);
	if (closed)
		snprintf(out->on, sizeof out->on, "%.10s", b->statement.at);
	int row = store_submit_before(s, f->unit.code, b->running, &x, e);
	if (row <= 0)
		return row < 0 ? -1 : closed;
	if (!closed || strcmp(x.period, b->statement.period) > 0) {
		out->sums = x.sums;
		memcpy(out->given, x.given, sizeof out->given);
		snprintf(out->on, sizeof out->on, "%.10s", x.at);
	}
	store_submit_free(&x);
	return 1;
}

static bool falls(const struct form_checks *check, int64_t before, int64_t now)
{
	(void)check;
	return now < before;
}

/* From nothing anything grows without bound, and says nothing. */
static bool grows(const struct form_checks *check, int64_t before, int64_t now)
{
	return before > 0 && 100 * (now - before) > check->percent * before;
}

/* "Số hộ: 118 → 110; Số khẩu: …": every printed column it holds for, in one sentence. */
static void compare(const struct app_figures *f, const struct report_before *b, enum form_check_kind kind,
	bool (*holds)(const struct form_checks *, int64_t, int64_t), enum app_viewer viewer, enum text_lang lang,
	struct app_warnings *out)
{
	const struct form_checks *check = form_check_of(f->form, kind);
	char sentence[FORM_SENTENCE], was[32], is[32];
	struct buf what;
	if (!check || hidden(check->reviewers_only, viewer))
		return;
	buf_init(&what, FORM_SENTENCE / 2);
	for (size_t i = 0; i < f->form->columns; i++)
		if (f->form->column[i].printed && f->given[i] && b->given[i] &&
			holds(check, b->sums.value[i], f->sums.value[i]))
			buf_print(&what, "%s%s %s → %s", what.len ? "; " : "",
				form_words(&f->form->column[i].label, lang), text_number(lang, b->sums.value[i], was),
				text_number(lang, f->sums.value[i], is));
	if (what.len > 0) {
		form_check_sentence(check, what.data, lang, sentence);
		about_unit(out, &f->unit, form_check_word(kind), sentence);
	}
	buf_free(&what);
}

/* Whoever took another unit in since then has grown by it, and nobody need be asked why: 1, 0, -1. */
static int reshaped(struct store *s, const char *unit, const char *since, struct err *e)
{
	struct store_predecessor *p;
	size_t n;
	int is = 0;
	if (store_predecessors(s, unit, &p, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		is |= strcmp(p[i].since, since) >= 0;
	free(p);
	return is;
}

int warnings_since(struct store *s, const struct app_figures *f, const struct form_sums *before, const bool *given,
	const char *on, enum app_viewer viewer, enum text_lang lang, struct app_warnings *out, struct err *e)
{
	struct report_before b = {.sums = *before};
	memcpy(b.given, given, sizeof b.given);
	int other = reshaped(s, f->unit.code, on, e);
	if (other != 0)
		return other < 0 ? -1 : 0;
	compare(f, &b, FORM_CHECK_TOTAL_FALLS, falls, viewer, lang, out);
	compare(f, &b, FORM_CHECK_TOTAL_GROWS, grows, viewer, lang, out);
	return 0;
}

static int since_last_report(struct store *s, const struct app_figures *f, const struct app_before *before,
	enum app_viewer viewer, enum text_lang lang, struct app_warnings *out, struct err *e)
{
	struct report_before b;
	int row = last_report(s, f, before, &b, e);
	return row <= 0 ? row : warnings_since(s, f, &b.sums, b.given, b.on, viewer, lang, out, e);
}

int app_figures_of(struct store *s, const struct unit *u, struct app_figures *out, struct err *e)
{
	struct store_figures figures;
	*out = (struct app_figures){.unit = *u};
	if (store_form(s, NULL, &out->form, e) != 0 || store_figures(s, u->code, &figures, e) != 0)
		return -1;
	out->sums = figures.totals.sums;
	memcpy(out->given, figures.given, sizeof out->given);
	out->any = figures.source != SOURCE_NONE;
	for (size_t i = 0; i < out->form->columns; i++)
		if (out->form->column[i].listed && u->listed >= 0) {
			out->sums.value[i] = u->listed;
			out->given[i] = true;
		}
	return 0;
}

int app_warnings_figures(struct store *s, const struct app_figures *f, const struct app_before *before,
	enum app_viewer viewer, enum text_lang lang, struct app_warnings *out, struct err *e)
{
	if (!f->any)
		return 0;
	rules(f, viewer, lang, out);
	return since_last_report(s, f, before, viewer, lang, out, e);
}

/* --- names --- */

struct named {
	const struct unit *unit;
	char *folded;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->unit->parent, y->unit->parent);
	order = order ? order : strcmp(x->folded, y->folded);
	return order ? order : strcmp(x->unit->code, y->unit->code);
}

void app_warnings_names(
	const struct form *f, const struct unit *u, size_t n, enum text_lang lang, struct app_warnings *out)
{
	const struct form_checks *check = form_check_of(f, FORM_CHECK_NAME_ALIKE);
	struct named *name = alloc_zero(n + 1, sizeof *name);
	char sentence[FORM_SENTENCE];
	for (size_t i = 0; i < n; i++)
		name[i] = (struct named){&u[i], utf8_fold(u[i].name)};
	qsort(name, n, sizeof *name, by_name);
	for (size_t i = 1; check && i < n; i++) {
		const struct unit *a = name[i - 1].unit, *b = name[i].unit;
		if (!*name[i].folded || strcmp(name[i - 1].folded, name[i].folded) != 0 ||
			strcmp(a->parent, b->parent) != 0)
			continue;
		char *what = alloc_print("%s (%s), %s (%s)", a->name, a->code, b->name, b->code);
		form_check_sentence(check, what, lang, sentence);
		about_unit(out, b, form_check_word(check->kind), sentence);
		free(what);
	}
	for (size_t i = 0; i < n; i++)
		free(name[i].folded);
	free(name);
}

/* --- one unit --- */

/* This machine's own clock, where entries are written. */
static void look_at_clock(struct store *s, const struct form *f, const struct unit *u, int64_t now, enum text_lang lang,
	struct app_warnings *out)
{
	char last[CLOCK_STAMP], sentence[FORM_SENTENCE];
	bool unset, behind;
	if (store_role(s) != STORE_COLLECTOR)
		return;
	collector_clock(s, now, &unset, &behind, last);
	if (behind && warnings_clock(f, last, lang, sentence))
		about_unit(out, u, form_check_word(FORM_CHECK_CLOCK_BEHIND), sentence);
}

int app_warnings(struct store *s, const char *unit, enum app_viewer viewer, enum text_lang lang, int64_t now,
	struct app_warnings *out, struct err *e)
{
	struct unit u;
	struct app_figures f;
	struct app_before before;
	*out = (struct app_warnings){0};
	if (store_unit(s, unit, &u, e) != 0 || app_figures_of(s, &u, &f, e) != 0)
		return -1;
	if (app_before_load(s, now, &before, e) != 0)
		return -1;
	look_at_clock(s, f.form, &u, now, lang, out);
	int rc = app_warnings_figures(s, &f, &before, viewer, lang, out, e);
	if (rc == 0)
		rc = app_warnings_households(s, unit, viewer, lang, out, e);
	if (rc != 0)
		app_warnings_free(out);
	app_before_free(&before);
	return rc;
}
