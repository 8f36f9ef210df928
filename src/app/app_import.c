/* app_import.c - a household list or answers from a CSV file: two passes over it, the first judges, the second writes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/utf8.h>

#include "import.h"

enum { PROGRESS_EVERY = 500 /* rows */ };

struct import {
	struct store *s;
	const struct app_import *ask;
	struct app_imported *out;
	const struct form *form;
	const struct store_author *author;
	FILE *in;
	size_t size;
	struct import_columns columns;
	struct import_numbers numbers;
	struct import_totals totals;
	bool second;      /* the pass that takes the lines judged good */
	bool moved;       /* the second pass found a line bad that the first did not */
	bool other_label; /* a known number stands under another label: the list may be of another order */
};

/* One line on its way. */
struct line {
	const struct csv_row *row;
	struct form_change change[FORM_FIELDS_MAX];
	size_t changes;
	bool answers; /* anything beside number and label */
	bool bad;
	struct import_number *number;
};

/* --- what is wrong --- */

static void note(struct app_import_line *to, const struct import *p, long line, int column, const char *sentence)
{
	const char *heading = column >= 0 && (size_t)column < p->columns.count ? p->columns.heading[column] : "";
	size_t n = strnlen(heading, sizeof to->column - 1);
	while (n > 0 && ((unsigned char)heading[n] & 0xc0) == 0x80)
		n--;
	memcpy(to->column, heading, n);
	to->column[n] = '\0';
	to->line = line;
	to->sentence = alloc_copy(sentence);
}

static void problem(struct import *p, struct line *l, int column, const struct err *why)
{
	char sentence[2 * FORM_SENTENCE];
	l->bad = true;
	if (p->second) { /* told in the first pass */
		p->moved = p->moved || !p->ask->good_lines;
		return;
	}
	err_sentence(why, p->ask->lang, sentence, sizeof sentence);
	if (p->out->problems < APP_IMPORT_SHOWN)
		note(&p->out->problem[p->out->problems], p, l->row->line, column, sentence);
	p->out->problems++;
}

static void warnings(struct import *p, const struct line *l, const struct form_record *r)
{
	struct app_sentences w = {0};
	if (!p->second && l->answers)
		collector_warnings(p->s, p->form, r, p->ask->lang, &w);
	for (size_t i = 0; i < w.count; i++) {
		if (p->out->warnings < APP_IMPORT_SHOWN)
			note(&p->out->warning[p->out->warnings], p, l->row->line, -1, w.sentence[i]);
		p->out->warnings++;
	}
	app_sentences_free(&w);
}

/* --- one line --- */

static void read_cell(struct import *p, struct line *l, size_t column)
{
	struct form_value v = {0};
	struct err why;
	int field = p->columns.field[column];
	if (form_read(p->form, field, l->row->field[column], p->ask->lang, &v, &why) != 0) {
		p->totals.unsure[column] = true;
		problem(p, l, (int)column, &why);
		return;
	}
	import_totals_add(&p->totals, p->form, field, column, &v);
	form_value_free(&v);
	l->change[l->changes++] = (struct form_change){field, l->row->field[column]};
	l->answers = l->answers || !p->form->field[field].local;
}

/* -1 only when the store fails. */
static int read_number(struct import *p, struct line *l, struct err *e)
{
	char text[COLLECTOR_NUMBER];
	struct err why;
	if (collector_number(p->form, l->row->field[p->columns.number], p->ask->lang, text, &why) != 0) {
		problem(p, l, p->columns.number, &why);
		return 0;
	}
	l->change[l->changes++] = (struct form_change){p->form->number, l->row->field[p->columns.number]};
	if (import_numbers_get(&p->numbers, p->s, p->ask->unit, text, &l->number, e) != 0)
		return -1;
	if (l->number->line == 0)
		l->number->line = l->row->line;
	if (l->number->line != l->row->line) {
		err_set(&why, ERR_DATA, TEXT_IMPORT_TWICE, "%s" ERR_AND "%ld" ERR_AND "%ld", text, l->number->line,
			l->row->line);
		problem(p, l, p->columns.number, &why);
	} else if (l->number->clash) {
		err_set(&why, ERR_DATA, TEXT_IMPORT_NUMBER_OF_TWO, "%s", text);
		problem(p, l, p->columns.number, &why);
	}
	return 0;
}

/* The figures of a list in another order would go to the neighbours: a known number under another label stops the whole
 * import. */
static void check_label(
	struct import *p, struct line *l, const struct store_household *old, const struct form_record *now)
{
	int label = p->form->label;
	struct err why;
	if (label < 0 || old->record.value[label].state != FORM_GIVEN || now->value[label].state != FORM_GIVEN ||
		strcmp(old->record.value[label].text, now->value[label].text) == 0)
		return;
	p->other_label = true;
	err_set(&why, ERR_DATA, TEXT_IMPORT_OTHER_LABEL, "%s" ERR_AND "%s" ERR_AND "%s", l->number->text,
		old->record.value[label].text, now->value[label].text);
	problem(p, l, -1, &why);
}

static void count(struct app_imported *out, bool known, const struct collector_outcome *o)
{
	out->lines++;
	out->added += !known;
	out->changed += known && o->changed;
	out->labelled += o->labelled;
	out->unchanged += known && !o->changed && !o->labelled;
}

static int take(
	struct import *p, struct line *l, const struct collector_change *c, struct collector_outcome *o, struct err *e)
{
	bool known = l->number->known;
	if (known)
		check_label(p, l, c->old, &o->record);
	/* A list that adds nothing new neither settles a conflict nor brings a voided household back. */
	bool same = known && !c->old->voided && form_record_equal(p->form, &c->old->record, &o->record);
	if (known && (same || !l->answers))
		o->changed = false;
	if (l->bad || (p->second && l->number->bad))
		return 0;
	warnings(p, l, &o->record);
	count(p->out, known, o);
	if (!p->second || p->ask->dry_run)
		return 0;
	return collector_write(p->s, c, o, p->author, NULL, e);
}

/* 0 also when the line is refused; -1 when the store fails. */
static int judge(struct import *p, struct line *l, struct err *e)
{
	struct store_household old;
	struct collector_change c = {.unit = p->ask->unit,
		.form = p->form,
		.key = l->number->key,
		.change = l->change,
		.changes = l->changes,
		.now = p->ask->now,
		.lang = p->ask->lang};
	struct collector_outcome o;
	struct err why;
	if (l->number->known && store_household_alone(p->s, p->ask->unit, c.key, &old, e) != 0)
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

static bool in_table(const struct import *p, const struct csv_row *row, size_t column)
{
	return column < row->count && column < p->columns.count && p->columns.field[column] >= 0 &&
	       !import_blank(row->field[column]);
}

/* Cells of columns that are read, the number's apart. */
static size_t filled(const struct import *p, const struct csv_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->count; i++)
		n += in_table(p, row, i) && (int)i != p->columns.number;
	return n;
}

/* More cells than the heading has: a comma within a cell (14,277) has moved all that follows under the wrong heading.
 */
static bool too_wide(struct import *p, struct line *l)
{
	struct err why;
	size_t n = l->row->count;
	while (n > p->columns.count && import_blank(l->row->field[n - 1]))
		n--;
	if (n <= p->columns.count)
		return false;
	for (size_t i = 0; i < p->columns.count; i++)
		p->totals.unsure[i] = true;
	err_set(&why, ERR_DATA, TEXT_IMPORT_TOO_WIDE, "%zu" ERR_AND "%zu", n, p->columns.count);
	problem(p, l, -1, &why);
	return true;
}

static int household(struct import *p, const struct csv_row *row, struct err *e)
{
	struct line l = {.row = row};
	struct err why;
	if (!in_table(p, row, (size_t)p->columns.number)) {
		if (filled(p, row) == 0 || p->totals.seen)
			return 0; /* an empty line, a column of one's own, the signatures */
		err_set(&why, ERR_DATA, TEXT_IMPORT_NO_NUMBER, "");
		problem(p, &l, p->columns.number, &why);
		return 0;
	}
	if (p->totals.seen && filled(p, row) == 0)
		return 0; /* place and date, or who signs, under the table */
	if (read_number(p, &l, e) != 0)
		return -1;
	bool wide = too_wide(p, &l);
	for (size_t i = 0; !wide && i < row->count; i++)
		if (in_table(p, row, i) && (int)i != p->columns.number)
			read_cell(p, &l, i);
	int rc = l.bad || !l.number ? 0 : judge(p, &l, e);
	if (l.bad && l.number)
		l.number->bad =
			true; /* of two lines with one number nobody can tell which is meant: neither is taken */
	return rc;
}

/* --- the file --- */

static void total_row(struct import *p, const struct csv_row *row)
{
	struct line l = {.row = row};
	struct err why;
	size_t column = 0;
	if (import_totals_check(&p->totals, &p->columns, p->form, row, &column, &why) != 0)
		problem(p, &l, (int)column, &why);
}

static int take_row(struct import *p, const struct csv_row *row, struct err *e)
{
	int heading = import_columns_take(&p->columns, p->form, row, p->ask->lang, e);
	if (heading != 0)
		return heading < 0 ? -1 : 0;
	if (import_totals_is(&p->columns, p->form, row)) {
		total_row(p, row);
		return 0;
	}
	return household(p, row, e);
}

static void show_progress(struct import *p, size_t rows)
{
	if (p->ask->progress && rows % PROGRESS_EVERY == 0)
		p->ask->progress(p->ask->context, (size_t)ftello(p->in) + (p->second ? p->size : 0), 2 * p->size);
}

static int pass(struct import *p, struct err *e)
{
	struct csv_row row;
	size_t rows = 0;
	int got;
	rewind(p->in);
	import_columns_free(&p->columns);
	p->totals = (struct import_totals){0};
	struct csv_reader *reader = csv_open(p->in);
	while ((got = csv_next(reader, &row, e)) == 1) {
		show_progress(p, ++rows);
		if (take_row(p, &row, e) != 0)
			break;
	}
	csv_close(reader);
	if (got != 0)
		return -1;
	return p->columns.stage == IMPORT_SEARCHING
		       ? err_set(e, ERR_DATA, TEXT_IMPORT_NO_HEADING, "%d", IMPORT_HEADING_WITHIN)
		       : 0;
}

static void name_left_out(struct import *p)
{
	struct app_names *out = &p->out->left_out;
	for (size_t i = 0; i < p->columns.count; i++) {
		if (p->columns.field[i] >= 0 || !*p->columns.heading[i])
			continue;
		out->name = alloc_grow(out->name, out->count + 1, sizeof *out->name);
		out->name[out->count++] = alloc_copy(p->columns.heading[i]);
	}
}

/* Writes what the first pass found good. Should the file have changed in between, its lines are judged again. */
static int second_pass(struct import *p, struct err *e)
{
	bool writes = !p->ask->dry_run;
	p->second = true;
	p->out->lines = p->out->added = p->out->changed = p->out->labelled = p->out->unchanged = 0;
	if (writes && store_begin(p->s, e) != 0)
		return -1;
	int rc = writes ? import_numbers_again(&p->numbers, p->s, p->ask->unit, e) : 0;
	if (rc == 0)
		rc = pass(p, e);
	if (rc == 0 && p->moved)
		rc = err_set(e, ERR_DATA, TEXT_IMPORT_FILE_CHANGED, "%s", p->ask->path);
	if (rc == 0 && writes && p->out->added + p->out->changed > 0)
		rc = collector_note_time(p->s, p->ask->now, e);
	if (rc == 0 && writes)
		rc = store_commit(p->s, e);
	if (rc != 0)
		store_rollback(p->s);
	p->out->written = rc == 0 && writes && p->out->added + p->out->changed + p->out->labelled > 0;
	return rc;
}

static int run(struct import *p, struct err *e)
{
	if (pass(p, e) != 0)
		return -1;
	name_left_out(p);
	char count_shown[32];
	text_number(p->ask->lang, (long long)p->out->problems, count_shown);
	if (p->other_label)
		return err_set(e, ERR_DATA, TEXT_IMPORT_LABELS_DIFFER, "%s", p->ask->path);
	if (p->out->problems > 0 && !p->ask->good_lines)
		return err_set(e, ERR_DATA, TEXT_IMPORT_REFUSED, "%s" ERR_AND "%s", p->ask->path, count_shown);
	if (p->out->lines == 0 && p->out->problems == 0)
		return err_set(e, ERR_DATA, TEXT_IMPORT_EMPTY, "%s", p->ask->path);
	return second_pass(p, e);
}

/* Whatever its name says, a spreadsheet is known by its first bytes: a ZIP, or the older compound file. */
static int refuse_spreadsheet(struct import *p, struct err *e)
{
	unsigned char start[4] = {0};
	size_t n = fread(start, 1, sizeof start, p->in);
	if (n == sizeof start && (memcmp(start, "PK\x03\x04", 4) == 0 || memcmp(start, "\xd0\xcf\x11\xe0", 4) == 0))
		return err_set(e, ERR_DATA, TEXT_IMPORT_SPREADSHEET, "%s", p->ask->path);
	return 0;
}

static int open_file(struct import *p, struct err *e)
{
	const char *encoding = p->ask->encoding;
	struct stat st;
	if (encoding && strcasecmp(encoding, "UTF-8") != 0 && strcasecmp(encoding, "UTF8") != 0)
		return err_set(e, ERR_DATA, TEXT_IMPORT_ENCODING, "%s", encoding);
	if (stat(p->ask->path, &st) == 0 && !S_ISREG(st.st_mode)) /* before opening: a FIFO would wait for ever */
		return err_set(e, ERR_DATA, TEXT_FILE_NOT_REGULAR, "%s", p->ask->path);
	p->in = fopen(p->ask->path, "rb");
	if (!p->in || fstat(fileno(p->in), &st) != 0)
		return err_errno(e, errno, p->ask->path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_DATA, TEXT_FILE_NOT_REGULAR, "%s", p->ask->path);
	p->size = (size_t)st.st_size;
	return refuse_spreadsheet(p, e);
}

int app_import_csv(struct store *s, const struct app_import *ask, struct app_imported *out, struct err *e)
{
	char *by = app_by(s);
	const struct store_author author = {.by = by, .at = ask->now};
	struct import *p = alloc_zero(1, sizeof *p);
	*out = (struct app_imported){0};
	p->s = s;
	p->ask = ask;
	p->out = out;
	p->author = &author;
	int rc = store_form(s, NULL, &p->form, e);
	if (rc == 0)
		rc = open_file(p, e);
	if (rc == 0)
		rc = run(p, e);
	if (p->in)
		fclose(p->in);
	if (ask->progress && p->size)
		ask->progress(ask->context, 2 * p->size, 2 * p->size);
	import_columns_free(&p->columns);
	import_numbers_free(&p->numbers);
	free(p);
	free(by);
	return rc;
}

void app_import_free(struct app_imported *out)
{
	for (size_t i = 0; i < APP_IMPORT_SHOWN; i++) {
		free(out->problem[i].sentence);
		free(out->warning[i].sentence);
	}
	app_names_free(&out->left_out);
	*out = (struct app_imported){0};
}
