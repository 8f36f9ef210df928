/* lines.c - what lists go through (store_lines, store_conflicts) says what the households themselves say. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "shelf.h"

struct known {
	char unit[UNIT_CODE], number[64];
	struct id key;
	int status; /* -1: none */
	bool conflict, clash;
	unsigned marks;
};
struct lines {
	struct known *item;
	size_t n, apart; /* apart: in conflict or bearing another's number, voided ones too */
};

static struct known known_of(
	const char *unit, struct id key, const struct form_value *number, const struct form_value *status)
{
	struct known k = {.key = key, .status = status->state == FORM_GIVEN ? (int)status->number : -1};
	snprintf(k.unit, sizeof k.unit, "%s", unit);
	snprintf(k.number, sizeof k.number, "%s", number->state == FORM_GIVEN ? number->text : "");
	return k;
}

static int add_household(void *context, const struct store_household *h, struct err *why)
{
	struct lines *l = context;
	const struct form_value *v = h->record.value;
	(void)why;
	l->apart += h->conflict || h->clash;
	if (h->voided)
		return 0;
	struct known k = known_of(h->unit, h->key, &v[h->form->number], &v[h->form->status]);
	k.conflict = h->conflict;
	k.clash = h->clash;
	k.marks = h->marks;
	l->item = alloc_grow(l->item, l->n + 1, sizeof *l->item);
	l->item[l->n++] = k;
	return 0;
}

/* Each household once: what is found is taken away. */
static int find_line(void *context, const struct store_line *line, struct err *why)
{
	struct lines *l = context;
	struct known k = known_of(line->unit, line->key, &line->number, &line->status);
	(void)why;
	for (size_t i = 0; i < l->n; i++) {
		const struct known *h = &l->item[i];
		if (!id_equal(h->key, k.key) || strcmp(h->unit, k.unit) != 0)
			continue;
		assert_string_equal(k.number, h->number);
		assert_int_equal(k.status, h->status);
		assert_int_equal(line->conflict, h->conflict);
		assert_int_equal(line->clash, h->clash);
		assert_int_equal(line->marks, h->marks);
		l->item[i] = l->item[--l->n];
		return 0;
	}
	fail_msg("a line of no household");
	return -1;
}

static int count_apart(void *context, const struct store_household *h, struct err *why)
{
	struct lines *l = context;
	(void)why;
	assert_true(h->conflict || h->clash);
	l->apart--;
	return 0;
}

void shelf_lines(struct store *s)
{
	const struct form *form;
	struct err none;
	struct unit *u;
	size_t n;
	if (store_form(s, NULL, &form, &none) != 0) /* then nobody can be shown anything */
		return;
	MUST(store_units(s, NULL, &u, &n, &e));
	for (size_t i = 0; i <= n; i++) { /* SHELF_UNIT also where it has no row */
		const char *unit = i < n ? u[i].code : SHELF_UNIT;
		struct lines at = {.n = 0}, of = {.n = 0};
		MUST(store_households_at(s, unit, add_household, &at, &e));
		MUST(store_lines_at(s, unit, find_line, &at, &e));
		assert_int_equal(at.n, 0);
		MUST(store_households(s, unit, add_household, &of, &e));
		MUST(store_conflicts(s, unit, count_apart, &of, &e));
		assert_int_equal(of.apart, 0);
		free(at.item);
		free(of.item);
	}
	free(u);
}
