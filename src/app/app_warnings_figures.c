/* app_warnings_figures.c - warnings about the figures of a unit, and about units' names. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/period.h>
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
};

/* The period that holds `now`, "" when this machine's clock cannot tell. */
static const char *running(struct store *s, int64_t now, char out[static PERIOD_TEXT])
{
	const struct campaign *c;
	struct period_rule rule = {0};
	bool unset, behind;
	char last[CLOCK_STAMP];
	collector_clock(s, now, &unset, &behind, last);
	if (store_campaign(s, &c) == 0)
		rule = (struct period_rule){c->due_weekday, c->due_hour, c->due_minute};
	out[0] = '\0';
	return unset ? out : period_text(period_at(&rule, now), out);
}

/* What the unit's last report said: 1, 0 there is none before the running period, -1. */
static int last_report(struct store *s, const struct app_figures *f, int64_t now, struct report_before *out, struct err *e)
{
	struct store_submit x;
	char period[PERIOD_TEXT];
	if (!*running(s, now, period))
		return 0;
	int row = store_submit_before(s, f->unit.code, period, &x, e);
	if (row > 0) {
		out->sums = x.sums;
		memcpy(out->given, x.given, sizeof out->given);
		store_submit_free(&x);
	}
	return row;
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

static int since_last_report(struct store *s, const struct app_figures *f, enum app_viewer viewer, enum text_lang lang,
	int64_t now, struct app_warnings *out, struct err *e)
{
	struct report_before before;
	int row = last_report(s, f, now, &before, e);
	if (row > 0) {
		compare(f, &before, FORM_CHECK_TOTAL_FALLS, falls, viewer, lang, out);
		compare(f, &before, FORM_CHECK_TOTAL_GROWS, grows, viewer, lang, out);
	}
	return row < 0 ? -1 : 0;
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

int app_warnings_figures(struct store *s, const struct app_figures *f, enum app_viewer viewer, enum text_lang lang,
	int64_t now, struct app_warnings *out, struct err *e)
{
	if (!f->any)
		return 0;
	rules(f, viewer, lang, out);
	return since_last_report(s, f, viewer, lang, now, out, e);
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
	*out = (struct app_warnings){0};
	if (store_unit(s, unit, &u, e) != 0 || app_figures_of(s, &u, &f, e) != 0)
		return -1;
	look_at_clock(s, f.form, &u, now, lang, out);
	if (app_warnings_figures(s, &f, viewer, lang, now, out, e) == 0 &&
		app_warnings_households(s, unit, viewer, lang, out, e) == 0)
		return 0;
	app_warnings_free(out);
	return -1;
}
