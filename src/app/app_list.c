/* app_list.c - the list of households as a person looks through it: those asked for, and how many there are of each
 * kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/app_home.h>

#include "collector.h"

struct gathering {
	struct store *s;
	const struct app_list_wish *wish;
	struct app_list *out;
	size_t room;
	int count; /* the form's first count: what tells households apart at a glance; -1: none */
	struct app_return *returned;
	size_t returns;
	struct app_draft *draft;
	size_t drafts;
};

static int first_count(const struct form *f)
{
	for (size_t i = 0; i < f->fields; i++)
		if (f->field[i].type == FORM_COUNT)
			return (int)i;
	return -1;
}

static bool is_returned(const struct gathering *g, struct id key)
{
	for (size_t i = 0; i < g->returns; i++)
		if (id_equal(g->returned[i].h.key, key))
			return true;
	return false;
}

static bool is_half_typed(const struct gathering *g, const char *number)
{
	for (size_t i = 0; i < g->drafts; i++)
		if (g->draft[i].known && strcmp(g->draft[i].number, number) == 0)
			return true;
	return false;
}

static unsigned marks_of(const struct gathering *g, const struct store_household *h, const char *number)
{
	const bool holds[APP_MARKS] = {[APP_MARK_AGAIN] = h->marks & STORE_AGAIN,
		[APP_MARK_RETURNED] = is_returned(g, h->key),
		[APP_MARK_CONFLICT] = h->conflict,
		[APP_MARK_CLASH] = h->clash,
		[APP_MARK_DRAFT] = is_half_typed(g, number),
		[APP_MARK_WARNED] = h->marks & STORE_WARNED_AT_DOOR};
	unsigned marks = 0;
	for (unsigned i = 0; i < APP_MARKS; i++)
		marks |= (unsigned)holds[i] << i;
	return marks;
}

/* The index of the option a household's status is; the unvisited one when it has none. */
static int option_of(const struct form *f, const struct form_record *r)
{
	const struct form_field *status = &f->field[f->status];
	const struct form_value *v = &r->value[f->status];
	int found = 0;
	for (size_t i = 0; i < status->options; i++)
		if (v->state == FORM_GIVEN ? status->option[i].value == v->number : status->option[i].unvisited)
			found = (int)i;
	return found;
}

static void add(struct gathering *g, const struct store_household *h, struct app_list_row row)
{
	struct app_list *l = g->out;
	char shown[FORM_SENTENCE] = "";
	const struct form_value *label = h->form->label < 0 ? NULL : &h->record.value[h->form->label];
	if (g->count >= 0)
		form_show(h->form, g->count, &h->record.value[g->count], g->wish->lang, shown);
	snprintf(row.count, sizeof row.count, "%.*s", (int)sizeof row.count - 1, shown);
	row.label = alloc_copy(label && label->state == FORM_GIVEN ? label->text : "");
	if (l->rows == g->room)
		l->row = alloc_grow(l->row, g->room = g->room ? 2 * g->room : 64, sizeof *l->row);
	l->row[l->rows++] = row;
}

static int look(void *context, const struct store_household *h, struct err *e)
{
	struct gathering *g = context;
	struct app_list_row row = {.status = option_of(h->form, &h->record)};
	(void)e;
	snprintf(row.number, sizeof row.number, "%s", collector_number_of(h->form, &h->record));
	memcpy(row.unit, h->unit, sizeof row.unit);
	row.marks = marks_of(g, h, row.number);
	g->out->all++;
	g->out->of_status[row.status]++;
	for (unsigned i = 0; i < APP_MARKS; i++)
		g->out->of_mark[i] += row.marks >> i & 1;
	if ((g->wish->status < 0 || g->wish->status == row.status) && (!g->wish->marks || row.marks & g->wish->marks))
		add(g, h, row);
	return 0;
}

/* Who types a whole number means that household: it comes before those whose label or number only holds it. */
static void bring_forward(struct app_list *l, const char *search, enum text_lang lang)
{
	char number[COLLECTOR_NUMBER];
	struct err none;
	size_t first = 0;
	if (!search || !*search || collector_number(l->form, search, lang, number, &none) != 0)
		return;
	for (size_t i = 0; i < l->rows; i++) {
		struct app_list_row row = l->row[i];
		if (strcmp(row.number, number) != 0)
			continue;
		memmove(&l->row[first + 1], &l->row[first], (i - first) * sizeof row);
		l->row[first++] = row;
	}
}

int app_list(struct store *s, const struct app_list_wish *w, struct app_list *out, struct err *e)
{
	struct gathering g = {.s = s, .wish = w, .out = out};
	const struct app_filter filter = {.search = w->search && *w->search ? w->search : NULL};
	*out = (struct app_list){0};
	if (store_form(s, NULL, &out->form, e) != 0)
		return -1;
	g.count = first_count(out->form);
	int rc = app_returns(s, w->unit, &g.returned, &g.returns, e);
	if (rc == 0)
		rc = app_drafts(s, w->unit, &g.draft, &g.drafts, e);
	if (rc == 0)
		rc = app_household_list(s, w->unit, &filter, w->lang, look, &g, e);
	app_returns_free(g.returned, g.returns);
	app_drafts_free(g.draft, g.drafts);
	if (rc == 0)
		bring_forward(out, w->search, w->lang);
	else
		app_list_free(out);
	return rc;
}

void app_list_free(struct app_list *l)
{
	for (size_t i = 0; i < l->rows; i++)
		free(l->row[i].label);
	free(l->row);
	*l = (struct app_list){0};
}
