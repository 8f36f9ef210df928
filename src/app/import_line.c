/* import_line.c - one line of a list: read, held against what is known, taken or refused. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_words.h>
#include <tungnha/utf8.h>

#include "import.h"

/* One line on its way. */
struct line {
	const struct table_row *row;
	struct form_change change[FORM_FIELDS_MAX];
	char plain[FORM_FIELDS_MAX][IMPORT_CELL]; /* cells in the plain form of their numbers */
	size_t changes;
	bool answers; /* anything asked at the door */
	bool bad;
	struct import_number *number;
	enum app_import_action action;
	char *sentence; /* what is wrong or changes; NULL: nothing */
};

static void keep_sentence(struct line *l, const char *sentence)
{
	if (!l->sentence)
		l->sentence = alloc_copy(sentence);
}

static void problem(struct import *p, struct line *l, int column, const struct err *why)
{
	char sentence[2 * FORM_SENTENCE];
	l->bad = true;
	(p->ask->page ? app_words_of : err_sentence)(why, p->ask->lang, sentence, sizeof sentence);
	keep_sentence(l, sentence);
	if (p->second) { /* told in the first pass */
		p->moved = p->moved || (p->writing && !p->ask->good_lines);
		return;
	}
	if (p->out->problems < APP_IMPORT_SHOWN)
		import_note(p, &p->out->problem[p->out->problems], l->row->line, column, sentence);
	p->out->problems++;
}

static void warning(struct import *p, const struct line *l, const char *sentence)
{
	if (p->second)
		return;
	if (p->out->warnings < APP_IMPORT_SHOWN)
		import_note(p, &p->out->warning[p->out->warnings], l->row->line, -1, sentence);
	p->out->warnings++;
}

static void warn_record(struct import *p, const struct line *l, const struct form_record *r)
{
	struct app_sentences w = {0};
	if (!p->second && l->answers)
		collector_warnings(p->s, p->form, r, p->ask->lang, &w);
	for (size_t i = 0; i < w.count; i++)
		warning(p, l, w.sentence[i]);
	app_sentences_free(&w);
}

static void report(const struct import *p, const struct line *l)
{
	char number[COLLECTOR_NUMBER] = "";
	const char *typed = import_cell(&p->columns, l->row, (size_t)p->columns.number);
	if (l->number)
		memcpy(number, l->number->text, sizeof number);
	struct app_import_report r = {.line = l->row->line,
		.number = *number ? number
			  : typed ? typed
				  : "",
		.action = l->bad ? IMPORT_REFUSED : l->action,
		.sentence = l->sentence ? l->sentence : ""};
	if (p->second && p->ask->report)
		p->ask->report(p->ask->context, &r);
}

/* --- reading --- */

/* In a list a note is for households that are new: those known stay as they are. */
static bool is_answer(const struct import *p, int field)
{
	return !p->form->field[field].local && p->columns.answers;
}

static const char *plain_cell(const struct import *p, struct line *l, size_t column)
{
	enum form_type type = p->form->field[p->columns.field[column]].type;
	const char *cell = l->row->cell[column];
	return type == FORM_COUNT || type == FORM_KEY || type == FORM_CHOICE ? import_plain(cell, l->plain[l->changes])
									     : cell;
}

static void read_cell(struct import *p, struct line *l, size_t column)
{
	struct form_value v = {0};
	struct err why;
	int field = p->columns.field[column];
	const char *cell = plain_cell(p, l, column);
	if (table_fault(l->row, column, &why) != 0 || form_read(p->form, field, cell, p->ask->lang, &v, &why) != 0) {
		p->totals.unsure[column] = true;
		problem(p, l, (int)column, &why);
		return;
	}
	if (v.state == FORM_GIVEN && p->columns.adds[column])
		import_totals_add(&p->totals, column, v.number);
	form_value_free(&v);
	l->change[l->changes++] = (struct form_change){field, cell};
	l->answers = l->answers || is_answer(p, field);
}

static void refuse_twice(struct import *p, struct line *l)
{
	struct err why;
	const struct import_number *n = l->number;
	err_set(&why, ERR_DATA, TEXT_IMPORT_TWICE, "%s" ERR_AND "%ld" ERR_AND "%ld", n->text, n->line, n->again);
	problem(p, l, p->columns.number, &why);
}

/* -1 only when the store fails. */
static int read_number(struct import *p, struct line *l, struct err *e)
{
	char text[COLLECTOR_NUMBER];
	struct err why;
	const char *cell = plain_cell(p, l, (size_t)p->columns.number);
	if (table_fault(l->row, (size_t)p->columns.number, &why) != 0 ||
		collector_number(p->form, cell, p->ask->lang, text, &why) != 0) {
		problem(p, l, p->columns.number, &why);
		return 0;
	}
	l->change[l->changes++] = (struct form_change){p->form->number, cell};
	if (import_numbers_get(&p->numbers, p->s, text, &l->number, e) != 0)
		return -1;
	if (l->number->line == 0)
		l->number->line = l->row->line;
	if (l->number->line != l->row->line) {
		l->number->again = l->row->line;
		refuse_twice(p, l);
	} else if (import_numbers_refuse(&p->numbers, p->s, l->number, &why) != 0) {
		problem(p, l, p->columns.number, &why);
	} else if (p->second && l->number->again) { /* the other line with this number was refused: which is meant? */
		refuse_twice(p, l);
	}
	return 0;
}

/* --- held against what is known --- */

static bool same_label(const char *a, const char *b)
{
	char *x = utf8_fold(a), *y = utf8_fold(b);
	bool same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

static void note_label(struct import *p, const struct line *l, const char *here, const char *file)
{
	if (p->second)
		return;
	if (p->out->differing < APP_LABELS_SHOWN) {
		struct app_label_differs *d = &p->out->differs[p->out->differing];
		memcpy(d->number, l->number->text, sizeof d->number);
		d->line = l->row->line;
		d->here = alloc_copy(here);
		d->file = alloc_copy(file);
	}
	p->out->differing++;
}

/* The figures of a list in another order would go to the neighbours: a known number under another label stops the whole
 * import. Written a little otherwise (case, marks, spaces) it is the same label, and the device's stays. */
static void check_label(
	struct import *p, struct line *l, const struct store_household *old, struct collector_outcome *o)
{
	int label = p->form->label;
	struct err why;
	if (!o->labelled || old->record.value[label].state != FORM_GIVEN)
		return;
	const char *here = old->record.value[label].text, *file = o->record.value[label].text;
	if (same_label(here, file)) {
		o->labelled = false;
		return;
	}
	note_label(p, l, here, file);
	err_set(&why, ERR_DATA, TEXT_IMPORT_OTHER_LABEL, "%s" ERR_AND "%s" ERR_AND "%s", l->number->text, here, file);
	problem(p, l, -1, &why);
}

/* Figures somebody has already reported or approved change with a reason only. -1: the store fails. */
static int check_reason(struct import *p, struct line *l, const struct collector_change *c,
	const struct collector_outcome *o, struct err *e)
{
	struct err why;
	if (collector_ask_reason(p->s, c, o, p->author->reason, e) == 0)
		return 0;
	if (e->text != TEXT_REASON_NEEDED)
		return -1;
	p->reasons += !p->second;
	err_set(&why, ERR_DATA, TEXT_IMPORT_NEEDS_REASON, "%s", l->number->text);
	problem(p, l, -1, &why);
	return 0;
}

static void note_change(
	struct import *p, struct line *l, const struct store_household *old, const struct form_record *now)
{
	char *sentence = import_changes(p, l->number->text, old, now);
	keep_sentence(l, sentence);
	if (!p->second) {
		if (p->out->changes < APP_IMPORT_SHOWN)
			import_note(p, &p->out->change[p->out->changes], l->row->line, -1, sentence);
		p->out->changes++;
	}
	free(sentence);
}

/* What is known already: a list changes none of it; answers that say the same settle nothing and revive nothing; a
 * household in conflict waits for a person. */
static int check_known(
	struct import *p, struct line *l, const struct collector_change *c, struct collector_outcome *o, struct err *e)
{
	const struct store_household *old = c->old;
	struct err why;
	bool same = !old->voided && form_record_equal(p->form, &old->record, &o->record);
	check_label(p, l, old, o);
	if (same || !l->answers)
		o->changed = false;
	if (!o->changed || l->bad)
		return 0;
	if (old->conflict && !old->voided) {
		err_set(&why, ERR_DATA, TEXT_IMPORT_CONFLICT, "%s", l->number->text);
		problem(p, l, -1, &why);
		return 0;
	}
	if (check_reason(p, l, c, o, e) != 0)
		return -1;
	if (!l->bad)
		note_change(p, l, old, &o->record);
	return 0;
}

static void count(struct import *p, struct line *l, const struct collector_outcome *o)
{
	bool known = l->number->known;
	p->out->lines++;
	p->out->added += !known;
	p->out->changed += known && o->changed;
	p->out->labelled += o->labelled;
	p->out->unchanged += known && !o->changed && !o->labelled;
	l->action = !known ? IMPORT_NEW : o->changed ? IMPORT_CHANGED : o->labelled ? IMPORT_LABELLED : IMPORT_SAME;
}

static int take(
	struct import *p, struct line *l, const struct collector_change *c, struct collector_outcome *o, struct err *e)
{
	struct store_author author = *p->author;
	if (l->number->known && check_known(p, l, c, o, e) != 0)
		return -1;
	if (l->bad)
		return 0;
	warn_record(p, l, &o->record);
	count(p, l, o);
	if (!l->number->known)
		author.reason = NULL; /* it says why something changes */
	return p->writing ? collector_write(p->s, c, o, &author, NULL, e) : 0;
}

/* 0 also when the line is refused; -1 when the store fails. */
static int judge(struct import *p, struct line *l, struct err *e)
{
	struct store_household old;
	struct collector_change c = {.unit = l->number->unit,
		.form = p->form,
		.key = l->number->key,
		.change = l->change,
		.changes = l->changes,
		.now = p->ask->now,
		.lang = p->ask->lang};
	struct collector_outcome o;
	struct err why;
	if (l->number->known && store_household_alone(p->s, l->number->unit, c.key, &old, e) != 0)
		return -1;
	c.old = l->number->known ? &old : NULL;
	int rc = 0;
	if (collector_judge(&c, &o, &why) != 0)
		problem(p, l, -1, &why);
	else
		rc = take(p, l, &c, &o, e);
	collector_outcome_free(&o);
	if (l->number->known)
		store_household_free(&old);
	return rc;
}

/* --- which rows are households --- */

/* Cells of columns that are read, the number's apart. */
static size_t filled(const struct import *p, const struct table_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->count; i++)
		n += import_cell(&p->columns, row, i) && (int)i != p->columns.number;
	return n;
}

/* More cells than the heading has: a comma within a cell (14,277) has moved all that follows under the wrong heading.
 */
static bool too_wide(struct import *p, struct line *l)
{
	struct err why;
	size_t n = l->row->count;
	while (n > p->columns.count && import_blank(l->row->cell[n - 1]))
		n--;
	if (n <= p->columns.count)
		return false;
	for (size_t i = 0; i < p->columns.count; i++)
		p->totals.unsure[i] = true;
	err_set(&why, ERR_DATA, TEXT_IMPORT_TOO_WIDE, "%zu" ERR_AND "%zu", n, p->columns.count);
	problem(p, l, -1, &why);
	return true;
}

/* Something stands under the second half of a heading merged over two columns: which of them is meant? */
static bool has_twin(struct import *p, struct line *l)
{
	struct err why;
	for (size_t i = 0; i < l->row->count && i < p->columns.count; i++) {
		if (!p->columns.twin[i] || import_blank(l->row->cell[i]))
			continue;
		err_set(&why, ERR_DATA, TEXT_IMPORT_TWO_CELLS, "%s", p->columns.heading[i]);
		problem(p, l, (int)i, &why);
		return true;
	}
	return false;
}

/* "II", "Tổ 1" between the households of a list, and nothing beside it that is read. */
static bool is_section(struct import *p, const struct line *l, const char *number)
{
	char sentence[2 * FORM_SENTENCE];
	if (filled(p, l->row) > 0 || import_is_number(number) ||
		(strpbrk(number, "0123456789") && !strchr(number, ' ')))
		return false;
	const char *const args[3] = {number, NULL, NULL};
	text_fill(p->ask->lang, TEXT_IMPORT_SECTION, args, sentence, sizeof sentence);
	warning(p, l, sentence);
	return true;
}

/* 1: not a household and nothing wrong, 0: go on. */
static int passed_over(struct import *p, struct line *l)
{
	const char *number = import_cell(&p->columns, l->row, (size_t)p->columns.number);
	bool below = p->totals.seen || p->totals.ended;
	struct err why;
	if (import_totals_ends(&p->columns, p->form, l->row)) {
		p->totals.ended = true;
		return 1;
	}
	if (number && !below && table_fault(l->row, (size_t)p->columns.number, &why) != 0)
		return 0; /* a household whose number cannot be known */
	if (number)
		return (below && (filled(p, l->row) == 0 || (p->totals.ended && !import_is_number(number)))) ||
		       is_section(p, l, number);
	if (filled(p, l->row) > 0 && !below) {
		err_set(&why, ERR_DATA, TEXT_IMPORT_NO_NUMBER, "");
		problem(p, l, p->columns.number, &why);
		report(p, l);
	}
	return 1; /* an empty line, a column of one's own, who signs */
}

static int household(struct import *p, struct line *l, struct err *e)
{
	p->totals.households = true;
	if (read_number(p, l, e) != 0)
		return -1;
	bool wide = too_wide(p, l) || has_twin(p, l);
	for (size_t i = 0; !wide && i < l->row->count; i++)
		if (import_cell(&p->columns, l->row, i) && (int)i != p->columns.number)
			read_cell(p, l, i);
	if (!l->bad && l->number && judge(p, l, e) != 0)
		return -1;
	report(p, l);
	return 0;
}

int import_line(struct import *p, const struct table_row *row, struct err *e)
{
	struct line l = {.row = row};
	int rc = passed_over(p, &l) ? 0 : household(p, &l, e);
	free(l.sentence);
	return rc;
}

/* --- sums --- */

void import_line_total(struct import *p, const struct table_row *row)
{
	struct line l = {.row = row};
	struct err why;
	size_t column = 0;
	bool wrong = import_totals_check(&p->totals, &p->columns, row, &column, &why) != 0;
	for (size_t i = 0; i < row->count; i++)
		if (import_cell(&p->columns, row, i) && table_fault(row, i, &why) != 0) {
			column = i;
			wrong = true;
			break;
		}
	if (wrong)
		problem(p, &l, (int)column, &why);
	free(l.sentence);
}

void import_line_totals_finish(struct import *p)
{
	struct table_row row = {.line = p->totals.above_line};
	struct line l = {.row = &row};
	struct err why;
	size_t column = 0;
	if (import_totals_finish(&p->totals, &p->columns, &column, &why) != 0)
		problem(p, &l, (int)column, &why);
	free(l.sentence);
}
