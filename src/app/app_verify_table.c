/* app_verify_table.c - finding the form's table among the tables of a file: headed by the unit's heading and every
 * printed column, ended by its total. What has no total (figures of others, shown beside) is no such table. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "verify.h"

enum { NOT_A_FIGURE = -1, ROWS_MAX = 100000 };

struct line {
	char *code, *name;
	char **shown; /* by figure of the table */
};
struct tables {
	struct verify *v;
	bool headed;
	int column[TABLE_CELLS_MAX]; /* by cell: of the form, or NOT_A_FIGURE */
	bool unknown[TABLE_CELLS_MAX];
	size_t cells;
	size_t code_at, name_at; /* cells: there is none */
	struct line *line;
	size_t lines, room;
};

static char *clean(const char *s)
{
	char *c = utf8_clean(s, strlen(s));
	return c ? c : alloc_copy("");
}

static bool is_words(const struct form_words *w, const char *s)
{
	return strcmp(form_words(w, LANG_VI), s) == 0 || strcmp(form_words(w, LANG_EN), s) == 0;
}

static bool is_text(text_id id, const char *arg, const char *s)
{
	for (enum text_lang lang = LANG_VI; lang <= LANG_EN; lang++) {
		char text[FORM_SENTENCE];
		text_fill(lang, id, (const char *const[3]){arg}, text, sizeof text);
		if (strcmp(text, s) == 0)
			return true;
	}
	return false;
}

/* --- the heading --- */

static void read_heading(struct tables *t, size_t at, const char *s)
{
	const struct form *f = t->v->closed->form;
	for (size_t i = 0; i < f->columns; i++) {
		const struct form_words *label = &f->column[i].label;
		bool unknown = is_text(TEXT_EXPORT_UNKNOWN, form_words(label, LANG_VI), s) ||
			       is_text(TEXT_EXPORT_UNKNOWN, form_words(label, LANG_EN), s);
		if (!unknown && !is_words(label, s))
			continue;
		t->column[at] = (int)i;
		t->unknown[at] = unknown;
		return;
	}
}

static bool has_column(const struct tables *t, int column)
{
	size_t i = 0;
	while (i < t->cells && !(t->column[i] == column && !t->unknown[i]))
		i++;
	return i < t->cells;
}

static bool has_all_printed(const struct tables *t)
{
	const struct form *f = t->v->closed->form;
	for (size_t i = 0; i < f->columns; i++)
		if (f->column[i].printed && !has_column(t, (int)i))
			return false;
	return true;
}

/* Whether a row heads the form's table. */
static void find_heading(struct tables *t, const char *const *cell, size_t cells)
{
	const struct form *f = t->v->closed->form;
	t->cells = cells < TABLE_CELLS_MAX ? cells : TABLE_CELLS_MAX;
	t->code_at = t->name_at = t->cells;
	for (size_t i = 0; i < t->cells; i++) {
		char *s = clean(cell[i]);
		if ((is_words(&f->unit_heading, s) || is_text(TEXT_REPORT_UNIT_HEADING, NULL, s)) &&
			t->name_at == t->cells)
			t->name_at = i;
		if (is_text(TEXT_REPORT_CODE, NULL, s))
			t->code_at = i;
		free(s);
	}
	if (t->name_at == t->cells)
		return;
	for (size_t i = 0; i < t->cells; i++) {
		char *s = clean(cell[i]);
		t->column[i] = NOT_A_FIGURE;
		t->unknown[i] = false;
		if (i != t->name_at && i != t->code_at)
			read_heading(t, i, s);
		free(s);
	}
	t->headed = has_all_printed(t);
}

/* --- rows --- */

static void forget(struct tables *t)
{
	for (size_t i = 0; i < t->lines; i++) {
		for (size_t k = 0; k < t->cells; k++)
			free(t->line[i].shown[k]);
		free(t->line[i].shown);
		free(t->line[i].code);
		free(t->line[i].name);
	}
	t->lines = 0;
	t->headed = false;
}

static struct line *keep(struct tables *t, const char *const *cell, size_t cells)
{
	if (t->lines == t->room)
		t->line = alloc_grow(t->line, t->room = t->room ? 2 * t->room : 64, sizeof *t->line);
	struct line *l = &t->line[t->lines++];
	l->shown = alloc_zero(t->cells + 1, sizeof *l->shown);
	for (size_t i = 0; i < t->cells; i++)
		l->shown[i] = clean(i < cells ? cell[i] : "");
	l->code = alloc_copy(t->code_at < t->cells ? l->shown[t->code_at] : "");
	l->name = alloc_copy(l->shown[t->name_at]);
	return l;
}

static bool is_empty(const struct tables *t, const struct line *l)
{
	for (size_t i = 0; i < t->cells; i++)
		if (*l->shown[i])
			return false;
	return true;
}

static void compare_line(struct tables *t, const struct line *l, size_t row)
{
	for (size_t i = 0; i < t->cells; i++)
		if (t->column[i] != NOT_A_FIGURE)
			verify_cell(t->v, row, (size_t)t->column[i], t->unknown[i], l->shown[i]);
}

/* The last line is the total. A sheet of one unit alone ends with that unit's figures once more. */
static void compare_table(struct tables *t)
{
	struct verify *v = t->v;
	int only = -1;
	verify_begin(v);
	for (size_t i = 0; i + 1 < t->lines; i++) {
		const struct line *l = &t->line[i];
		int row = verify_row_of(v, l->code, l->name);
		if (is_empty(t, l))
			continue;
		if (row < 0 || v->seen[row]) {
			verify_unit(v, VERIFY_ADDED, l->code, l->name);
			continue;
		}
		v->seen[row] = true;
		only = row;
		compare_line(t, l, (size_t)row);
	}
	bool one = t->lines == 2 && only >= 0 && v->closed->rows > 1;
	compare_line(t, &t->line[t->lines - 1], one ? (size_t)only : v->closed->rows);
	verify_end(v, one);
}

static int take_row(void *context, const char *const *cell, size_t cells, struct err *e)
{
	struct tables *t = context;
	(void)e;
	if (!cell) {
		forget(t);
		return 0;
	}
	if (!t->headed) {
		find_heading(t, cell, cells);
		return 0;
	}
	if (t->lines == ROWS_MAX) {
		forget(t);
		return 0;
	}
	const struct line *l = keep(t, cell, cells);
	if (!*l->code && is_words(&t->v->closed->form->total_label, l->name)) {
		compare_table(t);
		forget(t);
	}
	return 0;
}

int verify_tables(struct verify *v, const char *path, const struct buf *head, struct err *e)
{
	struct tables t = {.v = v};
	int rc = verify_read(path, head, take_row, &t, e);
	forget(&t);
	free(t.line);
	return rc;
}
