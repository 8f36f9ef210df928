/* app_reports_periods.c - the totals of every period closed so far, side by side: how the work went. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "reports.h"

struct closed_total {
	struct period period;
	char text[PERIOD_TEXT];
	int version;
	char code[STORE_CHECK_CODE];
	struct form_sums sums;
};
struct series {
	struct reports *r;
	const struct form *form;
	struct closed_total *item; /* by period; owned */
	size_t count;
};

static void add_rows(const struct store_statement *x, const struct form *f, struct form_sums *sums)
{
	const cJSON *v;
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(x->fields, "rows"))
	{
		struct store_statement_row row;
		if (!unit_valid_code(v->string) || !store_statement_row(x, f, v->string, &row))
			continue;
		for (size_t i = 0; i < f->columns; i++)
			sums->value[i] += row.sums.value[i];
	}
}

/* Within the report's own span, and not after the period its figures are of. */
static bool belongs(const struct reports *r, struct period p)
{
	if (p.kind != r->figures.kind || period_compare(p, r->figures) > 0)
		return false;
	return r->once || r->period.kind == p.kind ||
	       period_end(&r->calendar.rule, p) > period_begin(&r->calendar.rule, r->period);
}

/* A later version of the same period takes the place of the one before. */
static int take(void *context, const struct store_statement *x, struct err *e)
{
	struct series *s = context;
	struct period p;
	(void)e;
	if (!period_parse(x->period, &p) || !belongs(s->r, p))
		return 0;
	if (s->count == 0 || strcmp(s->item[s->count - 1].text, x->period) != 0)
		s->item = alloc_grow(s->item, ++s->count, sizeof *s->item);
	struct closed_total *t = &s->item[s->count - 1];
	*t = (struct closed_total){.period = p, .version = x->version};
	memcpy(t->text, x->period, sizeof t->text);
	memcpy(t->code, x->code, sizeof t->code);
	add_rows(x, s->form, &t->sums);
	return 0;
}

static size_t printed(const struct form *f, int out[FORM_COLUMNS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].printed)
			out[n++] = (int)i;
	}
	return n;
}

static void show_header(const struct series *s, const int *columns, size_t n)
{
	enum text_lang lang = s->r->lang;
	struct document_column column[FORM_COLUMNS_MAX + 2] = {{text_get(lang, TEXT_REPORTS_COL_PERIOD), 22}};
	for (size_t i = 0; i < n; i++)
		column[i + 1] = (struct document_column){form_words(&s->form->column[columns[i]].label, lang), 11};
	column[n + 1] = (struct document_column){text_get(lang, TEXT_REPORTS_COL_RATE), 11};
	document_table(s->r->document, NULL, column, n + 2);
}

/* Nobody counted households: which periods were closed, and their check codes, is all there is to say. */
static bool all_empty(const struct series *s, const int *columns, size_t n)
{
	for (size_t i = 0; i < s->count; i++) {
		for (size_t c = 0; c < n; c++) {
			if (s->item[i].sums.value[columns[c]] != 0)
				return false;
		}
	}
	return true;
}

static void show_codes(const struct series *s)
{
	enum text_lang lang = s->r->lang;
	const struct document_column column[] = {{text_get(lang, TEXT_REPORTS_COL_PERIOD), 50},
		{text_get(lang, TEXT_REPORTS_COL_VERSION), 20}, {text_get(lang, TEXT_COL_CODE_CHECK), 30}};
	document_table(s->r->document, NULL, column, sizeof column / sizeof *column);
	for (size_t i = 0; i < s->count; i++) {
		char *name = reports_period(s->r, s->item[i].period), code[10];
		snprintf(code, sizeof code, "%.4s-%.4s", s->item[i].code, s->item[i].code + 4);
		struct document_cell cell[] = {
			reports_cell_text(name), reports_cell_number(s->item[i].version), reports_cell_text(code)};
		document_row(s->r->document, cell, false);
		free(name);
	}
}

static void show_row(
	const struct series *s, const struct closed_total *t, const int *columns, size_t n, bool quiet, cJSON *list)
{
	struct document_cell cell[FORM_COLUMNS_MAX + 2];
	char *name = reports_period(s->r, t->period);
	cJSON *o = cJSON_CreateObject(), *row = cJSON_CreateObject();
	int listed = reports_listed(s->form);
	cell[0] = reports_cell_text(name);
	for (size_t i = 0; i < n; i++) {
		cell[i + 1] = reports_cell_number(t->sums.value[columns[i]]);
		cJSON_AddNumberToObject(row, s->form->column[columns[i]].id, (double)t->sums.value[columns[i]]);
	}
	cell[n + 1] = (struct document_cell){.kind = CELL_NEVER};
	if (listed >= 0 && n > 0)
		cell[n + 1] = document_percent(t->sums.value[columns[0]], t->sums.value[listed]);
	if (!quiet)
		document_row(s->r->document, cell, false);
	cJSON_AddStringToObject(o, "period", t->text);
	cJSON_AddNumberToObject(o, "version", t->version);
	cJSON_AddStringToObject(o, "code", t->code);
	cJSON_AddItemToObject(o, "total", row);
	cJSON_AddItemToArray(list, o);
	free(name);
}

int reports_show_periods(struct reports *r, cJSON *facts, struct err *e)
{
	struct series s = {.r = r, .form = r->sheet.form};
	int columns[FORM_COLUMNS_MAX];
	size_t n = printed(s.form, columns);
	if (store_statements(r->s, take, &s, e) != 0) {
		free(s.item);
		return -1;
	}
	cJSON *list = cJSON_AddArrayToObject(facts, "periods");
	bool empty = all_empty(&s, columns, n);
	if (s.count == 0)
		document_paragraph(r->document, text_get(r->lang, TEXT_REPORTS_NO_PERIODS));
	else if (!empty)
		show_header(&s, columns, n);
	for (size_t i = 0; i < s.count; i++)
		show_row(&s, &s.item[i], columns, n, empty, list);
	if (empty && s.count)
		show_codes(&s);
	else if (s.count)
		document_note(r->document, text_get(r->lang, TEXT_REPORTS_PERIODS_NOTE));
	free(s.item);
	return 0;
}
