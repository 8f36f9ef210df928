/* sheets.c - a small table from somebody's file; see sheets.h. */
#include "sheets.h"

#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

static int means(const struct import_sense *m, const char *heading, bool *weak)
{
	const struct sheet_kind *kind = m->context;
	char *folded = utf8_fold(heading);
	int found = -1;
	*weak = false;
	for (int c = 0; c < kind->columns && found < 0; c++)
		for (size_t i = 0; i < SHEET_SYNONYMS && kind->column[c].called[i] && found < 0; i++)
			if (strcmp(folded, kind->column[c].called[i]) == 0)
				found = c;
	free(folded);
	return found;
}

static bool is_key(const struct import_sense *m, int meaning)
{
	return meaning == ((const struct sheet_kind *)m->context)->key;
}

static bool is_answer(const struct import_sense *m, int meaning)
{
	return meaning == ((const struct sheet_kind *)m->context)->answer;
}

static const char *label(const struct import_sense *m, int meaning)
{
	return text_get(m->lang, ((const struct sheet_kind *)m->context)->column[meaning].label);
}

static int missing(const struct import_sense *m, const struct import_columns *c, struct err *e)
{
	const struct sheet_kind *kind = m->context;
	(void)c;
	return err_set(e, ERR_DATA, TEXT_FIGURE_NO_HEADING, "%d" ERR_AND "%s" ERR_AND "%s", IMPORT_HEADING_WITHIN,
		label(m, kind->key), label(m, kind->answer));
}

int sheet_open(struct sheet *x, const struct sheet_kind *kind, const struct form *form, const char *path,
	const char *encoding, const char *sheet, enum text_lang lang, struct table_readings *readings, struct err *e)
{
	struct err none;
	*x = (struct sheet){.kind = kind,
		.sense = {.form = form,
			.context = kind,
			.lang = lang,
			.means = means,
			.is_key = is_key,
			.is_answer = is_answer,
			.label = label,
			.settle = import_headings_settle,
			.missing = missing}};
	if (table_open(path, encoding, sheet, &x->table, e) == 0) {
		x->columns.sheet = table_is_sheet(x->table);
		return 0;
	}
	if (!encoding)
		table_readings(path, readings, &none);
	return -1;
}

static bool is_empty(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!import_blank(row->cell[i]) || row->fault[i] != TEXT_NONE)
			return false;
	return true;
}

/* Place and date, who signs: below the table, where the answer's column is empty. */
static bool is_closing(const struct sheet *x)
{
	const struct table_row *row = &x->row;
	bool closing = false;
	for (size_t i = 0; i < row->count; i++) {
		int field = i < x->columns.count ? x->columns.field[i] : -1;
		if (field == x->kind->answer && !import_blank(row->cell[i]))
			return false;
		if (!(x->kind->prose && field == x->kind->key))
			closing |= import_totals_closing(row->cell[i]);
	}
	return closing;
}

int sheet_next(struct sheet *x, struct err *e)
{
	int got;
	while (!x->ended && (got = table_next(x->table, &x->row, e)) == 1) {
		int title = import_headings_take(&x->columns, &x->sense, &x->row, e);
		if (title < 0)
			return -1;
		if (title > 0 || is_empty(&x->row))
			continue;
		x->ended = is_closing(x);
		if (!x->ended)
			return 1;
	}
	if (x->ended || got == 0)
		return x->columns.stage == IMPORT_SEARCHING ? missing(&x->sense, &x->columns, e) : 0;
	return got;
}

int sheet_cell(const struct sheet *x, int column, char **out, struct err *e)
{
	*out = NULL;
	for (size_t i = 0; i < x->columns.count && i < x->row.count; i++) {
		if (x->columns.field[i] != column)
			continue;
		if (table_fault(&x->row, i, e) != 0)
			return -1;
		*out = import_clean(x->row.cell[i]);
		return 0;
	}
	*out = alloc_copy("");
	return 0;
}

void sheet_left_out(const struct sheet *x, struct app_names *out)
{
	for (size_t i = 0; i < x->columns.count; i++) {
		if (x->columns.field[i] >= 0 || x->columns.twin[i] || !*x->columns.heading[i])
			continue;
		out->name = alloc_grow(out->name, out->count + 1, sizeof *out->name);
		out->name[out->count++] = alloc_copy(x->columns.heading[i]);
	}
}

void sheet_close(struct sheet *x)
{
	table_close(x->table);
	import_columns_free(&x->columns);
}
