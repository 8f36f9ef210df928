/* app_warnings_labels.c - two households with one door label and the same figures: one house written twice. Labels are
 * on the hamlet's devices only, so nobody else can see it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "warnings.h"

struct labelled {
	struct id key;
	char *folded;
};

struct labels {
	struct labelled *item;
	size_t count, room;
};

static int add_label(void *context, struct id key, const char *label, struct err *e)
{
	struct labels *l = context;
	(void)e;
	if (l->count == l->room)
		l->item = alloc_grow(l->item, l->room = l->room ? 2 * l->room : 64, sizeof *l->item);
	l->item[l->count++] = (struct labelled){key, utf8_fold(label)};
	return 0;
}

static int by_label(const void *a, const void *b)
{
	const struct labelled *x = a, *y = b;
	int order = strcmp(x->folded, y->folded);
	return order ? order : id_compare(x->key, y->key);
}

static void free_labels(struct labels *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->item[i].folded);
	free(l->item);
}

static const char *shown(const struct store_household *h, int field)
{
	const struct form_value *v = &h->record.value[field];
	return v->state == FORM_GIVEN ? v->text : "";
}

/* Of one label: the living households, by number. */
struct neighbours {
	struct store_household *h;
	size_t count;
};

static int by_number(const void *a, const void *b)
{
	const struct store_household *x = a, *y = b;
	int order = utf8_compare(shown(x, x->form->number), shown(y, y->form->number));
	return order ? order : id_compare(x->key, y->key);
}

static void warn(const struct store_household *first, const struct store_household *second, enum text_lang lang,
	struct app_warnings *out)
{
	const struct form *f = first->form;
	const struct form_checks *check = form_check_of(f, FORM_CHECK_SAME_LABEL_AND_COUNTS);
	char sentence[FORM_SENTENCE];
	char *what =
		alloc_print("%s, %s (%s)", shown(first, f->number), shown(second, f->number), shown(second, f->label));
	form_check_sentence(check, what, lang, sentence);
	free(what);
	warnings_about(warnings_add(out, form_check_word(check->kind), sentence), second);
}

/* Each is held against those before it, and told once. */
static void compare(const struct neighbours *n, enum text_lang lang, struct app_warnings *out)
{
	for (size_t i = 1; i < n->count; i++)
		for (size_t j = 0; j < i; j++)
			if (warnings_same_figures(n->h[i].form, &n->h[i].record, &n->h[j].record)) {
				warn(&n->h[j], &n->h[i], lang, out);
				break;
			}
}

static int add_neighbour(struct store *s, const char *unit, struct id key, struct neighbours *n, struct err *e)
{
	struct store_household h;
	if (store_household_alone(s, unit, key, &h, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1; /* a label of a household nobody wrote of yet */
	if (h.voided || !warnings_answered(h.form, &h.record)) {
		store_household_free(&h);
		return 0;
	}
	n->h = alloc_grow(n->h, n->count + 1, sizeof *n->h);
	n->h[n->count++] = h;
	return 0;
}

static int of_label(struct store *s, const char *unit, const struct labelled *l, size_t n, enum text_lang lang,
	struct app_warnings *out, struct err *e)
{
	struct neighbours all = {0};
	int rc = 0;
	for (size_t i = 0; n > 1 && rc == 0 && i < n; i++)
		rc = add_neighbour(s, unit, l[i].key, &all, e);
	if (rc == 0 && all.count > 1) {
		qsort(all.h, all.count, sizeof *all.h, by_number);
		compare(&all, lang, out);
	}
	for (size_t i = 0; i < all.count; i++)
		store_household_free(&all.h[i]);
	free(all.h);
	return rc;
}

int warnings_labels(struct store *s, const char *unit, enum text_lang lang, struct app_warnings *out, struct err *e)
{
	struct labels l = {0};
	const struct form *f;
	if (store_form(s, NULL, &f, e) != 0)
		return -1;
	const struct form_checks *check = form_check_of(f, FORM_CHECK_SAME_LABEL_AND_COUNTS);
	if (f->label < 0 || !check || check->reviewers_only)
		return 0;
	int rc = store_labels(s, unit, add_label, &l, e);
	if (l.count > 0)
		qsort(l.item, l.count, sizeof *l.item, by_label);
	for (size_t i = 0, n; rc == 0 && i < l.count; i += n) {
		for (n = 1; i + n < l.count && strcmp(l.item[i].folded, l.item[i + n].folded) == 0; n++)
			;
		rc = of_label(s, unit, &l.item[i], n, lang, out, e);
	}
	free_labels(&l);
	return rc;
}
