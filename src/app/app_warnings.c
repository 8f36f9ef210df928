/* app_warnings.c - warnings about households: which there are, whom they are shown to, in which order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>
#include <tungnha/utf8.h>

#include "warnings.h"

struct app_warning *warnings_add(struct app_warnings *w, const char *rule, const char *sentence)
{
	w->item = alloc_grow(w->item, w->count + 1, sizeof *w->item);
	struct app_warning *a = &w->item[w->count++];
	*a = (struct app_warning){.rule = rule, .sentence = alloc_copy(sentence)};
	return a;
}

void app_warnings_free(struct app_warnings *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->item[i].sentence);
	free(w->item);
	*w = (struct app_warnings){0};
}

/* --- one record --- */

/* 2025-12-15 as it is written in Vietnam; "…" where the campaign sets no end. */
static const char *day(const char *date, char out[static CLOCK_DATE])
{
	if (clock_valid_date(date))
		snprintf(out, CLOCK_DATE, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
	else
		snprintf(out, CLOCK_DATE, "…");
	return out;
}

void warnings_date(struct store *s, const struct form *f, const struct form_record *r, enum app_viewer viewer,
	enum text_lang lang, warnings_say say, void *context)
{
	const struct form_checks *check = form_check_of(f, FORM_CHECK_DATE_OUTSIDE);
	const struct campaign *c;
	char shown[FORM_SENTENCE], sentence[FORM_SENTENCE], starts[CLOCK_DATE], ends[CLOCK_DATE];
	if (!check || (check->reviewers_only && viewer == APP_AT_DOOR) || store_campaign(s, &c) != 0 ||
		!campaign_outside(c, f, r))
		return;
	form_show(f, f->visit, &r->value[f->visit], lang, shown);
	char *what = alloc_print("%s (%s – %s)", shown, day(c->starts, starts), day(c->ends, ends));
	form_check_sentence(check, what, lang, sentence);
	say(context, form_check_word(check->kind), sentence);
	free(what);
}

void warnings_of_record(struct store *s, const struct form *f, const struct form_record *r, enum app_viewer viewer,
	enum text_lang lang, warnings_say say, void *context)
{
	int rule[FORM_RULES_MAX];
	char sentence[FORM_SENTENCE];
	size_t n = form_warnings(f, r, rule);
	for (size_t i = 0; i < n; i++) {
		if (f->rule[rule[i]].reviewers_only && viewer == APP_AT_DOOR)
			continue;
		form_sentence(f, &f->rule[rule[i]], r, lang, sentence);
		say(context, f->rule[rule[i]].id, sentence);
	}
	warnings_date(s, f, r, viewer, lang, say, context);
}

bool warnings_clock(const struct form *f, const char *last, enum text_lang lang, char out[static FORM_SENTENCE])
{
	const struct form_checks *check = form_check_of(f, FORM_CHECK_CLOCK_BEHIND);
	char date[CLOCK_DATE], shown[CLOCK_DATE], what[CLOCK_STAMP];
	if (!check)
		return false;
	snprintf(date, sizeof date, "%s", last);
	snprintf(what, sizeof what, "%s %.5s", day(date, shown), strlen(last) > CLOCK_DATE ? last + CLOCK_DATE : "");
	form_check_sentence(check, what, lang, out);
	return true;
}

bool warnings_answered(const struct form *f, const struct form_record *r)
{
	for (size_t i = 0; i < f->fields; i++)
		if (f->field[i].type == FORM_COUNT && r->value[i].state == FORM_GIVEN)
			return true;
	return false;
}

bool warnings_same_figures(const struct form *f, const struct form_record *a, const struct form_record *b)
{
	for (size_t i = 0; i < f->fields; i++) {
		const struct form_value *x = &a->value[i], *y = &b->value[i];
		bool figure = f->field[i].type == FORM_COUNT || f->field[i].type == FORM_CHOICE;
		if (figure && (x->state != y->state || (x->state == FORM_GIVEN && x->number != y->number)))
			return false;
	}
	return true;
}

/* --- approved ones --- */

static int add_approved(void *context, const struct store_review *r, struct err *e)
{
	struct approved *a = context;
	(void)e;
	if (r->returned || !r->current)
		return 0;
	a->key = alloc_grow(a->key, a->keys + 1, sizeof *a->key);
	a->key[a->keys++] = r->key;
	return 0;
}

int approved_load(struct store *s, const char *unit, struct approved *out, struct err *e)
{
	*out = (struct approved){0};
	if (store_reviews(s, unit, add_approved, out, e) == 0)
		return 0;
	approved_free(out);
	return -1;
}

static int compare_ids(const void *a, const void *b)
{
	const struct id *x = a, *y = b;
	return id_compare(*x, *y);
}

bool approved_has(const struct approved *a, struct id key)
{
	return a->keys > 0 && bsearch(&key, a->key, a->keys, sizeof key, compare_ids);
}

void approved_free(struct approved *a)
{
	free(a->key);
	*a = (struct approved){0};
}

/* --- households --- */

struct about {
	const struct store_household *h;
	struct app_warnings *out;
};

void warnings_about(struct app_warning *w, const struct store_household *h)
{
	const struct form_value *number = &h->record.value[h->form->number];
	memcpy(w->unit, h->unit, sizeof w->unit);
	w->key = h->key;
	snprintf(w->number, sizeof w->number, "%s", number->state == FORM_GIVEN ? number->text : "");
	w->entry = h->entry;
	w->author = h->author;
	memcpy(w->at, h->at, sizeof w->at);
	memcpy(w->by, h->by, sizeof w->by);
}

static void about_household(void *context, const char *rule, const char *sentence)
{
	const struct about *c = context;
	warnings_about(warnings_add(c->out, rule, sentence), c->h);
}

void app_warnings_household(struct store *s, const struct store_household *h, enum app_viewer viewer,
	enum text_lang lang, struct app_warnings *out)
{
	struct about c = {h, out};
	if (!h->voided)
		warnings_of_record(s, h->form, &h->record, viewer, lang, about_household, &c);
}

struct walk {
	struct store *s;
	const struct approved *approved;
	enum app_viewer viewer;
	enum text_lang lang;
	struct app_warnings *out;
};

static int walk_household(void *context, const struct store_household *h, struct err *e)
{
	const struct walk *w = context;
	(void)e;
	if (!approved_has(w->approved, h->key))
		app_warnings_household(w->s, h, w->viewer, w->lang, w->out);
	return 0;
}

/* Units whose households count at a unit beside its own. */
struct begun {
	struct store_predecessor *unit; /* owned */
	size_t count;
	bool merged; /* the unit has no row any more: its households are shown where they were written */
};

static int begun_load(struct store *s, const char *unit, struct begun *out, struct err *e)
{
	char place[UNIT_CODE];
	if (store_place(s, unit, NULL, place, e) != 0 || store_predecessors(s, unit, &out->unit, &out->count, e) != 0)
		return -1;
	out->merged = strcmp(place, unit) != 0;
	return 0;
}

/* By number, then by the place they were found at: rules in the order of the form. */
struct ranked {
	struct app_warning w;
	size_t place;
};

static int by_number(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order = utf8_compare(x->w.number, y->w.number);
	order = order ? order : id_compare(x->w.key, y->w.key);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static void sort(struct app_warning *item, size_t n)
{
	struct ranked *r = alloc_zero(n, sizeof *r);
	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){item[i], i};
	qsort(r, n, sizeof *r, by_number);
	for (size_t i = 0; i < n; i++)
		item[i] = r[i].w;
	free(r);
}

/* Those begun for `begun`; what counts elsewhere is dropped again. */
static int of_begun(struct store *s, const char *begun, const struct walk *how, struct err *e)
{
	struct approved approved;
	if (approved_load(s, begun, &approved, e) != 0)
		return -1;
	struct walk w = *how;
	w.approved = &approved;
	unsigned marks = w.viewer == APP_AT_DOOR ? STORE_WARNED_AT_DOOR : STORE_WARNED;
	int rc = store_marked(s, begun, marks, walk_household, &w, e);
	if (rc == 0)
		rc = warnings_labels(s, begun, w.lang, w.out, e);
	if (rc == 0 && w.viewer == APP_REVIEWER)
		rc = warnings_rows(s, begun, &approved, w.lang, w.out, e);
	approved_free(&approved);
	return rc;
}

static int drop_elsewhere(struct store *s, const char *place, size_t from, struct app_warnings *w, struct err *e)
{
	size_t kept = from;
	int rc = 0;
	for (size_t i = from; i < w->count; i++) {
		char at[UNIT_CODE];
		if (rc == 0)
			rc = store_place(s, w->item[i].unit, &w->item[i].key, at, e);
		if (rc == 0 && strcmp(at, place) == 0)
			w->item[kept++] = w->item[i];
		else
			free(w->item[i].sentence);
	}
	w->count = kept;
	return rc;
}

int app_warnings_households(struct store *s, const char *unit, enum app_viewer viewer, enum text_lang lang,
	struct app_warnings *out, struct err *e)
{
	const struct walk how = {.s = s, .viewer = viewer, .lang = lang, .out = out};
	struct begun b;
	size_t before = out->count;
	if (begun_load(s, unit, &b, e) != 0)
		return -1;
	int rc = of_begun(s, unit, &how, e);
	for (size_t i = 0; rc == 0 && i < b.count; i++)
		rc = of_begun(s, b.unit[i].unit.code, &how, e);
	if (rc == 0 && !b.merged)
		rc = drop_elsewhere(s, unit, before, out, e);
	if (out->count > before)
		sort(out->item + before, out->count - before);
	free(b.unit);
	return rc;
}

/* --- how many --- */

int app_warned(struct store *s, const char *unit, bool returned, int64_t *n, struct err *e)
{
	struct store_totals t;
	if (store_totals(s, unit, &t, e) != 0)
		return -1;
	*n = t.warned - t.warned_approved - (returned ? 0 : t.warned_returned);
	return 0;
}
