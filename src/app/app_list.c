/* app_list.c - the list of households as a person looks through it: those asked for, and how many there are of each
 * kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_corrections.h>
#include <tungnha/app_home.h>
#include <tungnha/utf8.h>

#include "collector.h"

/* --- the search --- */

/* Labels lie apart from the rows they belong to: of each unit those that hold the text are found first. */
struct searched {
	struct store *s;
	char *text;           /* folded; NULL = nothing is looked for */
	char unit[UNIT_CODE]; /* whose labels were gone through */
	struct id *labelled;  /* households with such a label, by key */
	size_t labels;
};

static bool holds(const char *text, const char *search)
{
	char *folded = utf8_fold(text);
	bool found = strstr(folded, search) != NULL;
	free(folded);
	return found;
}

static int look_label(void *context, struct id key, const char *label, struct err *e)
{
	struct searched *x = context;
	(void)e;
	if (!holds(label, x->text))
		return 0;
	x->labelled = alloc_grow(x->labelled, x->labels + 1, sizeof *x->labelled);
	x->labelled[x->labels++] = key;
	return 0;
}

static int by_key(const void *a, const void *b)
{
	return id_compare(*(const struct id *)a, *(const struct id *)b);
}

static bool note_holds(const struct store_line *h, const char *search)
{
	struct form_value note;
	if (h->form->note < 0)
		return false;
	form_value_pick(h->form, h->form->note, h->fields, h->bytes, &note);
	bool found = note.state == FORM_GIVEN && holds(note.text, search);
	form_value_free(&note);
	return found;
}

/* Does number, label or note hold what is looked for? 1, 0, -1. */
static int found(struct searched *x, const struct store_line *h, struct err *e)
{
	if (!x->text)
		return 1;
	if (h->form->label >= 0 && strcmp(x->unit, h->unit) != 0) {
		x->labels = 0;
		snprintf(x->unit, sizeof x->unit, "%s", h->unit);
		if (store_labels(x->s, h->unit, look_label, x, e) != 0)
			return -1;
	}
	return (x->labels && bsearch(&h->key, x->labelled, x->labels, sizeof *x->labelled, by_key)) ||
	       (h->number.state == FORM_GIVEN && holds(h->number.text, x->text)) || note_holds(h, x->text);
}

/* --- gathering --- */

struct gathering {
	const struct app_list_wish *wish;
	struct app_list *out;
	size_t room;
	struct app_return *returned;
	size_t returns;
	struct app_draft *draft;
	size_t drafts;
	struct searched searched;
};

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

static unsigned marks_of(const struct gathering *g, const struct store_line *h, const char *number)
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
static int option_of(const struct form *f, const struct form_value *v)
{
	const struct form_field *status = &f->field[f->status];
	int found = 0;
	for (size_t i = 0; i < status->options; i++)
		if (v->state == FORM_GIVEN ? status->option[i].value == v->number : status->option[i].unvisited)
			found = (int)i;
	return found;
}

static int look(void *context, const struct store_line *h, struct err *e)
{
	struct gathering *g = context;
	struct app_list *l = g->out;
	struct app_list_row row = {.status = option_of(h->form, &h->status), .key = h->key};
	int wanted = found(&g->searched, h, e);
	if (wanted <= 0)
		return wanted;
	snprintf(row.number, sizeof row.number, "%s", h->number.state == FORM_GIVEN ? h->number.text : "");
	snprintf(row.unit, sizeof row.unit, "%s", h->unit);
	row.marks = marks_of(g, h, row.number);
	l->all++;
	l->of_status[row.status]++;
	for (unsigned i = 0; i < APP_MARKS; i++)
		l->of_mark[i] += row.marks >> i & 1;
	if ((g->wish->status >= 0 && g->wish->status != row.status) ||
		(g->wish->marks && !(row.marks & g->wish->marks)))
		return 0;
	if (l->rows == g->room)
		l->row = alloc_grow(l->row, g->room = g->room ? 2 * g->room : 64, sizeof *l->row);
	l->row[l->rows++] = row;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct app_list_row *x = a, *y = b;
	int order = utf8_compare(x->number, y->number);
	return order ? order : id_compare(x->key, y->key);
}

/* Those begun for one unit came one after the other, and stay together. */
static void sort(struct app_list *l)
{
	for (size_t i = 0, end; i < l->rows; i = end) {
		for (end = i + 1; end < l->rows && strcmp(l->row[end].unit, l->row[i].unit) == 0;)
			end++;
		qsort(&l->row[i], end - i, sizeof *l->row, by_number);
	}
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
	struct gathering g = {.wish = w, .out = out, .searched.s = s};
	*out = (struct app_list){0};
	if (store_form(s, NULL, &out->form, e) != 0)
		return -1;
	if (w->search && *w->search)
		g.searched.text = utf8_fold(w->search);
	int rc = app_returns(s, w->unit, &g.returned, &g.returns, e);
	if (rc == 0)
		rc = app_drafts(s, w->unit, &g.draft, &g.drafts, e);
	if (rc == 0)
		rc = store_lines_at(s, w->unit, look, &g, e);
	app_returns_free(g.returned, g.returns);
	app_drafts_free(g.draft, g.drafts);
	free(g.searched.text);
	free(g.searched.labelled);
	if (rc == 0) {
		sort(out);
		bring_forward(out, w->search, w->lang);
	} else
		app_list_free(out);
	return rc;
}

/* --- what is shown --- */

static int first_count(const struct form *f)
{
	for (size_t i = 0; i < f->fields; i++)
		if (f->field[i].type == FORM_COUNT)
			return (int)i;
	return -1;
}

int app_list_look(struct store *s, struct app_list *l, size_t from, size_t most, enum text_lang lang, struct err *e)
{
	int count = first_count(l->form);
	for (size_t i = from; i < l->rows && i - from < most; i++) {
		struct app_list_row *row = &l->row[i];
		struct store_household h;
		char shown[FORM_SENTENCE] = "";
		if (store_household_alone(s, row->unit, row->key, &h, e) != 0)
			return -1;
		const struct form_value *label = l->form->label < 0 ? NULL : &h.record.value[l->form->label];
		if (count >= 0)
			form_show(l->form, count, &h.record.value[count], lang, shown);
		snprintf(row->count, sizeof row->count, "%.*s", (int)sizeof row->count - 1, shown);
		free(row->label);
		row->label = alloc_copy(label && label->state == FORM_GIVEN ? label->text : "");
		store_household_free(&h);
	}
	return 0;
}

void app_list_free(struct app_list *l)
{
	for (size_t i = 0; i < l->rows; i++)
		free(l->row[i].label);
	free(l->row);
	*l = (struct app_list){0};
}
