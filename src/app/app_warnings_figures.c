/* app_warnings_figures.c - warnings about the figures of a unit, and about units' names. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
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
	size_t n = form_unit_warnings(f->form, f->sums, rule);
	for (size_t i = 0; i < n; i++) {
		const struct form_rule *r = &f->form->unit_rule[rule[i]];
		if (hidden(r->reviewers_only, viewer))
			continue;
		form_unit_sentence(f->form, r, f->sums, lang, sentence);
		about_unit(out, f->unit, r->id, sentence);
	}
}

int app_warnings_figures(struct store *s, const struct app_figures *f, enum app_viewer viewer, enum text_lang lang,
	struct app_warnings *out, struct err *e)
{
	(void)s;
	(void)e;
	rules(f, viewer, lang, out);
	return 0;
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

static void count_listed(const struct form *f, const struct unit *u, struct form_sums *sums)
{
	for (size_t i = 0; i < f->columns; i++)
		if (f->column[i].listed && u->listed >= 0)
			sums->value[i] = u->listed;
}

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
	struct store_figures figures;
	const struct form *f;
	*out = (struct app_warnings){0};
	if (store_form(s, NULL, &f, e) != 0 || store_unit(s, unit, &u, e) != 0 ||
		store_figures(s, unit, &figures, e) != 0)
		return -1;
	count_listed(f, &u, &figures.totals.sums);
	look_at_clock(s, f, &u, now, lang, out);
	const struct app_figures what = {.unit = &u, .form = f, .sums = &figures.totals.sums};
	if ((figures.source == SOURCE_NONE || app_warnings_figures(s, &what, viewer, lang, out, e) == 0) &&
		app_warnings_households(s, unit, viewer, lang, out, e) == 0)
		return 0;
	app_warnings_free(out);
	return -1;
}
