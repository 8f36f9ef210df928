/* app_figures_import.c - figures from a file: every line judged against targets, units and what is known, then all
 * written or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>
#include <tungnha/utf8.h>

#include "decide.h"
#include "figures.h"
#include "sheets.h"

enum { LINES_MAX = 20000 };
enum { TARGET, UNIT, NUM, DEN, SOURCE, DATE, PERIOD, COLUMNS };

static const struct sheet_column columns[COLUMNS] = {
	[TARGET] = {{"chi tieu", "ma chi tieu", "indicator", "target", "ten chi tieu", "noi dung"},
		TEXT_FIGURE_COL_LABEL},
	[UNIT] = {{"don vi", "ma don vi", "unit", "xa", "ten don vi", "ma xa", "dia phuong"}, TEXT_FIGURE_COL_UNIT},
	[NUM] = {{"tu so", "num", "numerator", "ket qua", "so dat", "so thuc hien"}, TEXT_FIGURE_COL_NUM},
	[DEN] = {{"mau so", "den", "denominator", "tong so", "tong so ho so"}, TEXT_FIGURE_COL_DEN},
	[SOURCE] = {{"nguon", "source", "nguon so lieu"}, TEXT_FIGURE_COL_SOURCE},
	[DATE] = {{"ngay", "date", "ngay lay so lieu", "ngay so lieu"}, TEXT_FIGURE_COL_DATE},
	[PERIOD] = {{"ky", "period", "ky bao cao"}, TEXT_FIGURE_COL_PERIOD},
};
static const struct sheet_kind kind = {.column = columns, .columns = COLUMNS, .key = TARGET, .answer = NUM};

struct importing {
	const struct app_figures_import *ask;
	struct app_figures_imported *out;
	struct figures f;
	const struct form *form;
	char period[PERIOD_TEXT]; /* of lines that name none */
	struct sheet sheet;
};

void app_figures_imported_free(struct app_figures_imported *x)
{
	for (size_t i = 0; i < x->lines; i++) {
		free(x->line[i].target);
		free(x->line[i].unit);
		free(x->line[i].sentence);
	}
	free(x->line);
	app_names_free(&x->left_out);
	table_readings_free(&x->readings);
	memset(x, 0, sizeof *x);
}

/* --- one line --- */

/* As the plan calls it, or by its id. */
static int find_target(const struct importing *p, const char *typed, const struct target **out, struct err *e)
{
	const struct targets *t = p->f.targets;
	char *folded = utf8_fold(typed);
	*out = NULL;
	for (size_t i = 0; i < t->count && !*out; i++)
		for (int lang = 0; lang < LANG_COUNT && !*out; lang++) {
			char *name = utf8_fold(t->target[i].label.in[lang]);
			if (strcmp(name, folded) == 0 && utf8_marks_agree(typed, t->target[i].label.in[lang]))
				*out = &t->target[i];
			free(name);
		}
	free(folded);
	if (!*out)
		return figures_target(t, typed, out, e);
	return figures_target(t, (*out)->id, out, e);
}

/* By code, or by a name that only one unit has. */
static int find_unit(const struct importing *p, const char *typed, struct unit *out, struct err *e)
{
	const struct unit *u = *typed ? figures_unit(&p->f, typed) : &p->f.own;
	size_t named = 0;
	for (size_t i = 0; !u && i < p->f.units; i++) {
		const struct unit *x = &p->f.unit[i];
		if (x->code[0] == '0' && strcmp(x->code + 1, typed) == 0)
			return err_set(e, ERR_DATA, TEXT_FIGURE_ZERO_LOST, "%s" ERR_AND "%s", typed, x->code);
	}
	for (size_t i = 0; !u && i < p->f.units; i++)
		if (strcmp(p->f.unit[i].name, typed) == 0 && named++ == 0)
			*out = p->f.unit[i];
	if (u)
		*out = *u;
	if (u || named == 1)
		return 0;
	return err_set(e, ERR_DATA, named ? TEXT_FIGURE_UNITS_NAMED : TEXT_UNIT_UNKNOWN, "%s", typed);
}

static int read_values(
	struct importing *p, struct store *s, struct app_figure_line *l, char *const cell[COLUMNS], struct err *e)
{
	const struct target *t;
	struct app_figure *x = &l->figure;
	char plain[IMPORT_CELL];
	int64_t now = p->ask->now;
	if (find_target(p, cell[TARGET], &t, e) != 0 || find_unit(p, cell[UNIT], &x->unit, e) != 0)
		return -1;
	snprintf(x->indicator, sizeof x->indicator, "%s", t->id);
	memcpy(x->from, p->f.own.code, sizeof x->from);
	memcpy(x->period, p->period, sizeof x->period);
	if (*cell[PERIOD] && figures_period(s, &p->f.calendar, cell[PERIOD], now, x->period, e) != 0)
		return -1;
	/* "14.277" of a sheet may be a number with decimals or a text with thousands: not to be guessed. */
	if (strchr(import_plain(cell[NUM], plain), '.') || strchr(import_plain(cell[DEN], plain), '.'))
		return err_set(e, ERR_DATA, TEXT_FIGURE_MARK, "%s/%s", cell[NUM], cell[DEN]);
	if (figures_number(import_plain(cell[NUM], plain), &x->num, e) != 0 ||
		figures_number(import_plain(cell[DEN], plain), &x->den, e) != 0 ||
		figures_fit(t, x->num, x->den, p->ask->lang, e) != 0)
		return -1;
	return figures_source(*cell[SOURCE] ? cell[SOURCE] : NULL, x->source, e) != 0 ||
			       figures_date(s, *cell[DATE] ? cell[DATE] : NULL, now, x->date, e) != 0
		       ? -1
		       : 0;
}

static int refuse_twice(const struct importing *p, const struct app_figure_line *l, struct err *e)
{
	for (size_t i = 0; i + 1 < p->out->lines; i++) {
		const struct app_figure_line *other = &p->out->line[i];
		if (other->action != FIGURE_REFUSED && strcmp(other->figure.indicator, l->figure.indicator) == 0 &&
			strcmp(other->figure.unit.code, l->figure.unit.code) == 0 &&
			strcmp(other->figure.period, l->figure.period) == 0)
			return err_set(e, ERR_DATA, TEXT_FIGURE_TWICE, "%ld", other->line);
	}
	return 0;
}

static void compare(const struct importing *p, struct app_figure_line *l)
{
	const struct app_figure *here = figures_here(&p->f, &l->figure);
	l->action = !here ? FIGURE_NEW : figures_same(here, &l->figure) ? FIGURE_SAME : FIGURE_CHANGED;
	if (here) {
		l->before_num = here->num;
		l->before_den = here->den;
	}
}

static struct app_figure_line *add_line(struct importing *p)
{
	struct app_figures_imported *out = p->out;
	out->line = alloc_grow(out->line, out->lines + 1, sizeof *out->line);
	struct app_figure_line *l = &out->line[out->lines++];
	*l = (struct app_figure_line){.line = p->sheet.row.line};
	return l;
}

static void take_line(struct importing *p, struct store *s)
{
	struct app_figure_line *l = add_line(p);
	char *cell[COLUMNS] = {NULL}, sentence[FORM_SENTENCE] = "";
	struct err why;
	int rc = 0;
	for (int c = 0; c < COLUMNS; c++)
		if (sheet_cell(&p->sheet, c, &cell[c], &why) != 0) {
			cell[c] = alloc_copy("");
			rc = -1;
		}
	if (rc == 0)
		rc = read_values(p, s, l, cell, &why) != 0 || refuse_twice(p, l, &why) != 0 ? -1 : 0;
	if (rc == 0)
		compare(p, l);
	else {
		l->action = FIGURE_REFUSED;
		(p->ask->page ? app_words_of : err_sentence)(&why, p->ask->lang, sentence, sizeof sentence);
	}
	p->out->count[l->action]++;
	l->target = alloc_copy(cell[TARGET]);
	l->unit = alloc_copy(cell[UNIT]);
	l->sentence = alloc_copy(sentence);
	for (int c = 0; c < COLUMNS; c++)
		free(cell[c]);
}

/* A total over different targets means nothing; a row with neither target nor numbers is a title in between. */
static bool is_passed(struct importing *p)
{
	char *target, *num;
	struct err none;
	if (sheet_cell(&p->sheet, TARGET, &target, &none) != 0)
		return false;
	bool known = sheet_cell(&p->sheet, NUM, &num, &none) == 0;
	bool passed = import_totals_word(p->form, target) || (known && !*num && !*target);
	free(target);
	free(num);
	return passed;
}

/* --- the file --- */

static int read_file(struct importing *p, struct store *s, struct err *e)
{
	const struct app_figures_import *ask = p->ask;
	int got = sheet_open(
		&p->sheet, &kind, p->form, ask->path, ask->encoding, ask->sheet, ask->lang, &p->out->readings, e);
	if (got != 0)
		return -1;
	while ((got = sheet_next(&p->sheet, e)) == 1) {
		if (p->out->lines == LINES_MAX)
			return err_set(e, ERR_DATA, TEXT_FIGURE_TOO_MANY, "%d", LINES_MAX);
		if (!is_passed(p))
			take_line(p, s);
	}
	sheet_left_out(&p->sheet, &p->out->left_out);
	return got;
}

static int write_all(struct importing *p, struct store *s, struct err *e)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < p->out->lines; i++) {
		const struct app_figure_line *l = &p->out->line[i];
		if (l->action == FIGURE_NEW || l->action == FIGURE_CHANGED)
			rc = figures_write(s, &p->f, &l->figure, p->ask->now, e);
	}
	p->out->written = rc == 0 && p->out->count[FIGURE_NEW] + p->out->count[FIGURE_CHANGED] > 0;
	return rc;
}

static int work(struct store *s, void *context, struct err *e)
{
	struct importing *p = context;
	char refused[16];
	if (figures_load(s, false, &p->f, e) != 0 || store_form(s, NULL, &p->form, e) != 0)
		return -1;
	if (!p->f.targets)
		return err_set(e, ERR_UNAVAILABLE, TEXT_FIGURE_NO_TARGETS, "");
	if (figures_period(s, &p->f.calendar, p->ask->period, p->ask->now, p->period, e) != 0 ||
		read_file(p, s, e) != 0)
		return -1;
	if (p->out->lines == 0)
		return err_set(e, ERR_DATA, TEXT_FIGURE_NO_LINES, "%s", p->ask->path);
	snprintf(refused, sizeof refused, "%zu", p->out->count[FIGURE_REFUSED]);
	if (p->out->count[FIGURE_REFUSED])
		return err_set(e, ERR_DATA, TEXT_FIGURE_REFUSED, "%s" ERR_AND "%s", p->ask->path, refused);
	return p->ask->dry_run ? 0 : write_all(p, s, e);
}

int app_figures_import(
	struct store *s, const struct app_figures_import *i, struct app_figures_imported *out, struct err *e)
{
	struct importing p = {.ask = i, .out = out};
	memset(out, 0, sizeof *out);
	int rc = decide_run(s, work, &p, e);
	sheet_close(&p.sheet);
	figures_free(&p.f);
	return rc;
}
