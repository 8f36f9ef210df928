/* import_columns.c - what the columns of a list of households mean: fields of the form, the number first. */
#include <string.h>

#include "import.h"

const char *import_cell(const struct import_columns *c, const struct table_row *row, size_t column)
{
	if (column >= row->count || column >= c->count || c->field[column] < 0)
		return NULL;
	if (import_blank(row->cell[column]) && row->fault[column] == TEXT_NONE)
		return NULL;
	return row->cell[column];
}

/* --- one column for a field --- */

static bool is_answer(const struct form *f, int field)
{
	return field >= 0 && (f->field[field].has_when || field == f->status || field == f->visit);
}

/* A hamlet head's list often has "Số khẩu" and nothing else of what is asked at the door. Such a file is a list, not
 * answers: the column is left out, for persons alone would make every household a visited one with all else missing. */
static void leave_answer(struct import_columns *c, const struct form *f)
{
	size_t alone = c->count;
	for (size_t i = 0; i < c->count; i++) {
		if (!is_answer(f, c->field[i]))
			continue;
		if (c->field[i] != f->answer) {
			c->answers = true;
			return;
		}
		alone = i;
	}
	c->alone = alone < c->count;
	if (c->alone)
		c->field[alone] = -1;
}

/* Counts, and choices that are 0 or 1. */
static bool adds_up(const struct form_field *field)
{
	if (field->type != FORM_CHOICE)
		return field->type == FORM_COUNT;
	for (size_t i = 0; i < field->options; i++)
		if (field->option[i].value < 0 || field->option[i].value > 1)
			return false;
	return true;
}

static int settle(const struct import_sense *m, struct import_columns *c, struct err *e)
{
	if (import_headings_settle(m, c, e) != 0)
		return -1;
	leave_answer(c, m->form);
	c->number = -1;
	for (size_t i = 0; i < c->count; i++) {
		if (c->field[i] == m->form->number)
			c->number = (int)i;
		c->adds[i] = c->field[i] >= 0 && adds_up(&m->form->field[c->field[i]]);
	}
	return 0;
}

/* --- what headings mean --- */

static int means(const struct import_sense *m, const char *heading, bool *weak)
{
	return form_heading(m->form, heading, weak);
}

static bool is_number(const struct import_sense *m, int field)
{
	return field == m->form->number;
}

static bool is_other(const struct import_sense *m, int field)
{
	return field >= 0 && field != m->form->number;
}

static const char *label(const struct import_sense *m, int field)
{
	return form_words(&m->form->field[field].label, m->lang);
}

static int missing(const struct import_sense *m, const struct import_columns *c, struct err *e)
{
	(void)m;
	return import_columns_missing(c, e);
}

int import_columns_missing(const struct import_columns *c, struct err *e)
{
	text_id text = c->sheet ? TEXT_IMPORT_NO_HEADING_HERE : TEXT_IMPORT_NO_HEADING;
	return err_set(e, ERR_DATA, text, "%d", IMPORT_HEADING_WITHIN);
}

int import_columns_take(
	struct import_columns *c, const struct form *f, const struct table_row *row, enum text_lang lang, struct err *e)
{
	const struct import_sense m = {.form = f,
		.lang = lang,
		.bare = true,
		.means = means,
		.is_key = is_number,
		.is_answer = is_other,
		.label = label,
		.settle = settle,
		.missing = missing};
	return import_headings_take(c, &m, row, e);
}
