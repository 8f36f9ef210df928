/* app_totals_line.c - one row of a table of totals: which unit it names, and which numbers stand in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "totals.h"

/* --- cells --- */

static bool is_figure(const struct totals *p, size_t column)
{
	return column < p->columns.count && p->columns.adds[column];
}

/* Something stands in a column of figures: a number, or a word where one should be. */
static bool has_figures(const struct totals *p, const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (is_figure(p, i) && (row->fault[i] != TEXT_NONE || !import_dash(row->cell[i])))
			return true;
	return false;
}

static bool has_numbers(const struct totals *p, const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (is_figure(p, i) && import_is_number(row->cell[i]))
			return true;
	return false;
}

/* A line of text merged over the columns of a sheet stands in each of them. */
static bool is_spanned(const struct totals *p, const struct table_row *row)
{
	if (!p->columns.sheet || has_numbers(p, row))
		return false;
	for (size_t i = 0; i < row->count; i++) {
		const char *cell = row->cell[i];
		bool left = i > 0 && strcmp(row->cell[i - 1], cell) == 0;
		bool right = i + 1 < row->count && strcmp(row->cell[i + 1], cell) == 0;
		if (is_figure(p, i) && !import_blank(cell) && !left && !right)
			return false;
	}
	return true;
}

/* What is shown of a cell; no code and no name is longer. */
static char *shorten(char *text)
{
	size_t n = strnlen(text, UNIT_NAME - 1);
	while (text[n] && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	text[n] = '\0';
	return text;
}

static char *take_text(struct totals *p, struct totals_line *l, const struct table_row *row, int meaning)
{
	int column = totals_column(&p->columns, meaning);
	struct err why;
	if (column < 0 || (size_t)column >= row->count)
		return alloc_copy("");
	if (table_fault(row, (size_t)column, &why) != 0) {
		char sentence[FORM_SENTENCE];
		err_sentence(&why, p->ask->lang, sentence, sizeof sentence);
		totals_fault(p, l->shown, column, text_name(why.text), sentence);
	}
	return shorten(import_clean(row->cell[column]));
}

static void read_figure(struct totals *p, struct totals_line *l, const struct table_row *row, size_t at)
{
	int column = p->columns.field[at];
	char plain[IMPORT_CELL] = "", most[32];
	struct err why;
	if (table_fault(row, at, &why) != 0) {
		char sentence[FORM_SENTENCE];
		err_sentence(&why, p->ask->lang, sentence, sizeof sentence);
		totals_fault(p, l->shown, (int)at, text_name(why.text), sentence);
		p->totals.unsure[at] = true;
		return;
	}
	text_id fault = totals_number(row->cell[at], &l->shown->value[column], &l->shown->given[column]);
	if (fault == TEXT_NONE) {
		import_totals_add(&p->totals, at, l->shown->value[column]);
		return;
	}
	p->totals.unsure[at] = true;
	char *cell = shorten(import_clean(row->cell[at]));
	if (fault == TEXT_TOTALS_CELL_GROUPED)
		totals_ungroup(cell, plain);
	else
		text_number(p->ask->lang, APP_TOTALS_NUMBER_MAX, most);
	totals_fault_text(p, l->shown, (int)at, fault, cell, *plain ? plain : most, NULL);
	free(cell);
}

/* More cells than the heading has: a comma within a cell has moved all that follows under the wrong heading. */
static bool too_wide(struct totals *p, struct totals_line *l, const struct table_row *row)
{
	char cells[32], headings[32];
	size_t n = row->count;
	while (n > p->columns.count && import_blank(row->cell[n - 1]))
		n--;
	if (n <= p->columns.count)
		return false;
	memset(p->totals.unsure, true, sizeof p->totals.unsure);
	totals_fault_text(p, l->shown, -1, TEXT_IMPORT_TOO_WIDE, text_number(p->ask->lang, (long long)n, cells),
		text_number(p->ask->lang, (long long)p->columns.count, headings), NULL);
	return true;
}

static void read_figures(struct totals *p, struct totals_line *l, const struct table_row *row)
{
	if (too_wide(p, l, row))
		return;
	for (size_t i = 0; i < row->count && i < p->columns.count; i++) {
		if (is_figure(p, i))
			read_figure(p, l, row, i);
		else if (p->columns.twin[i] && !import_blank(row->cell[i]))
			totals_fault_text(
				p, l->shown, (int)i, TEXT_IMPORT_TWO_CELLS, p->columns.heading[i], NULL, NULL);
	}
}

/* The listed households are known of units nobody ever heard of, too. */
static bool says_nothing(const struct totals *p, const struct app_total_line *l)
{
	for (size_t i = 0; i < p->form->columns; i++)
		if (l->given[i] && !p->form->column[i].listed)
			return false;
	return true;
}

/* --- which rows are units --- */

static struct app_total_line *begin(struct totals *p, long line)
{
	struct app_totaled *o = p->out;
	if (o->lines == p->room) {
		p->room = p->room ? 2 * p->room : 128;
		o->line = alloc_grow(o->line, p->room, sizeof *o->line);
		p->of = alloc_grow(p->of, p->room, sizeof *p->of);
	}
	p->of[o->lines] = NULL;
	struct app_total_line *l = &o->line[o->lines++];
	*l = (struct app_total_line){.line = line, .verdict = TOTAL_NEW, .name = NULL};
	return l;
}

static void drop(struct totals *p)
{
	struct app_total_line *l = &p->out->line[--p->out->lines];
	for (size_t i = 0; i < l->faults; i++) {
		free(l->fault[i].column);
		free(l->fault[i].sentence);
	}
	free(l->fault);
	free(l->name);
}

/* Each line with a unit names it once; a second one refuses both. */
static void check_twice(struct totals *p, struct totals_line *l)
{
	char here[32], there[32];
	struct totals_unit *u = l->unit;
	if (u->at == 0) {
		u->at = p->out->lines;
		return;
	}
	struct app_total_line *first = &p->out->line[u->at - 1];
	snprintf(there, sizeof there, "%ld", first->line);
	snprintf(here, sizeof here, "%ld", l->shown->line);
	totals_fault_text(p, l->shown, p->columns.number, TEXT_TOTALS_TWICE, u->unit.name, there, here);
	if (!u->twice)
		totals_fault_text(p, first, p->columns.number, TEXT_TOTALS_TWICE, u->unit.name, there, here);
	u->twice = true;
}

static void keep(struct totals *p, struct totals_line *l)
{
	p->of[p->out->lines - 1] = l->unit;
	l->shown->name = alloc_copy(*l->name ? l->name : l->unit ? l->unit->unit.name : l->code);
	if (l->unit) {
		memcpy(l->shown->unit, l->unit->unit.code, sizeof l->shown->unit);
		check_twice(p, l);
	}
	if (l->shown->faults == 0 && says_nothing(p, l->shown))
		l->shown->verdict = TOTAL_EMPTY;
}

/* Without a code and without figures: a heading between rows, a line of text, a unit that gives nothing. */
static bool is_text(struct totals *p, const struct totals_line *l, const struct table_row *row)
{
	return !*l->code && (!has_figures(p, row) || is_spanned(p, row));
}

static void take_text_row(struct totals *p, struct totals_line *l, const struct table_row *row)
{
	struct totals_name n;
	struct totals_unit *u[TOTALS_CANDIDATES];
	totals_name_read(l->kind, l->name, &n);
	bool unit = *l->name && totals_by_name(&p->units, &n, true, u) > 0;
	totals_name_free(&n);
	if (unit && !p->totals.ended) {
		totals_find(p, l);
		read_figures(p, l, row);
		keep(p, l);
		return;
	}
	drop(p);
	if (*l->name && !p->totals.seen && !p->totals.ended)
		totals_warn(p, row->line, "", TEXT_TOTALS_SKIPPED, l->name, NULL, NULL);
}

static void take(struct totals *p, struct totals_line *l, const struct table_row *row)
{
	if (p->totals.ended && !*l->code) {
		drop(p);
		return;
	}
	if (l->shown->faults == 0 && is_text(p, l, row)) {
		take_text_row(p, l, row);
		return;
	}
	p->totals.households = true;
	if (!*l->code && !*l->name)
		totals_fault_text(p, l->shown, -1, TEXT_TOTALS_NO_UNIT, NULL, NULL, NULL);
	else
		totals_find(p, l);
	read_figures(p, l, row);
	keep(p, l);
}

/* What our own print heads figures shown for comparison with. */
static bool is_beside(const struct totals *p, const struct table_row *row)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		for (size_t i = 0; i < row->count; i++)
			if (strcmp(row->cell[i], text_get((enum text_lang)lang, TEXT_REPORT_REFERENCE)) == 0)
				return p->columns.sheet;
	return false;
}

static bool ends(const struct totals *p, const struct table_row *row)
{
	if (is_beside(p, row))
		return true;
	bool closing = false;
	for (size_t i = 0; i < row->count; i++)
		closing = closing || import_totals_closing(row->cell[i]);
	return closing && !has_numbers(p, row);
}

static bool is_blank(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!import_blank(row->cell[i]) || row->fault[i] != TEXT_NONE)
			return false;
	return true;
}

int totals_line(struct totals *p, const struct table_row *row, struct err *e)
{
	struct totals_line l = {.unit = NULL};
	if (is_blank(row))
		return 0;
	if (p->out->lines >= APP_TOTALS_LINES_MAX)
		return err_set(e, ERR_DATA, TEXT_TOTALS_TOO_MANY, "%d", APP_TOTALS_LINES_MAX);
	int code = totals_column(&p->columns, TOTALS_CODE);
	bool coded = code >= 0 && (size_t)code < row->count && !import_blank(row->cell[code]);
	if (!coded && ends(p, row)) {
		p->totals.ended = true;
		return 0;
	}
	l.shown = begin(p, row->line);
	l.code = take_text(p, &l, row, TOTALS_CODE);
	l.name = take_text(p, &l, row, TOTALS_NAME);
	l.kind = take_text(p, &l, row, TOTALS_KIND);
	l.province = take_text(p, &l, row, TOTALS_PROVINCE);
	char plain[IMPORT_CELL];
	const char *digits = import_plain(l.code, plain);
	if (digits != l.code) {
		free(l.code);
		l.code = alloc_copy(digits);
	}
	take(p, &l, row);
	free(l.code);
	free(l.name);
	free(l.kind);
	free(l.province);
	return 0;
}

/* --- sums --- */

static void wrong_total(struct totals *p, long line, size_t column, const struct err *why)
{
	if (p->ask->total_differs) {
		p->differs = true;
		totals_warn(p, line, "", TEXT_TOTALS_TOTAL_DIFFERS, why->arg[0], why->arg[1], NULL);
		return;
	}
	struct app_total_line *l = begin(p, line);
	l->name = alloc_copy(form_words(&p->form->total_label, p->ask->lang));
	totals_fault_text(p, l, (int)column, TEXT_TOTALS_TOTAL_WRONG, why->arg[0], why->arg[1], NULL);
}

void totals_total(struct totals *p, const struct table_row *row)
{
	struct err why;
	size_t column = 0;
	if (p->totals.ended)
		return;
	bool wrong = import_totals_check(&p->totals, &p->columns, row, &column, &why) != 0;
	for (size_t i = 0; i < row->count && !wrong; i++)
		if (is_figure(p, i) && table_fault(row, i, &why) != 0) {
			char sentence[FORM_SENTENCE];
			struct app_total_line *l = begin(p, row->line);
			err_sentence(&why, p->ask->lang, sentence, sizeof sentence);
			l->name = alloc_copy(form_words(&p->form->total_label, p->ask->lang));
			totals_fault(p, l, (int)i, text_name(why.text), sentence);
			return;
		}
	if (wrong)
		wrong_total(p, row->line, column, &why);
}

void totals_finish(struct totals *p)
{
	struct err why;
	size_t column = 0;
	if (import_totals_finish(&p->totals, &p->columns, &column, &why) != 0)
		wrong_total(p, p->totals.above_line, column, &why);
}
