/* import_columns.c - finding the heading of somebody's list, in one row or two, under any title. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "import.h"

bool import_blank(const char *cell)
{
	for (const unsigned char *p = (const unsigned char *)cell; *p; p++) {
		if (p[0] == 0xc2 && p[1] == 0xa0)
			p++; /* no-break space */
		else if (*p > ' ')
			return false;
	}
	return true;
}

static char *cleaned(const char *cell)
{
	char *s = utf8_clean(cell, strlen(cell));
	return s ? s : alloc_copy("");
}

/* --- the first row of a heading --- */

static void read_headings(struct import_columns *c, const struct form *f, const struct csv_row *row)
{
	c->count = row->count;
	for (size_t i = 0; i < row->count; i++) {
		c->heading[i] = cleaned(row->field[i]);
		c->field[i] = *c->heading[i] ? form_heading(f, c->heading[i], &c->weak[i]) : -1;
	}
}

static bool is_heading(const struct import_columns *c, const struct form *f)
{
	bool number = false, other = false;
	for (size_t i = 0; i < c->count; i++) {
		number = number || c->field[i] == f->number;
		other = other || (c->field[i] >= 0 && c->field[i] != f->number);
	}
	return number && other;
}

static void forget_headings(struct import_columns *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->heading[i]);
		c->heading[i] = NULL;
	}
	c->count = 0;
}

static int search(struct import_columns *c, const struct form *f, const struct csv_row *row, struct err *e)
{
	read_headings(c, f, row);
	if (is_heading(c, f)) {
		c->stage = IMPORT_HEADED;
		return 1;
	}
	forget_headings(c);
	if (++c->rows < IMPORT_HEADING_WITHIN)
		return 1;
	return err_set(e, ERR_DATA, TEXT_IMPORT_NO_HEADING, "%d", IMPORT_HEADING_WITHIN);
}

/* --- the second row: "VNeID" over "Có" and "Chưa có" --- */

/* What a lower cell means, alone or with the heading it stands under. */
static int lower_field(const struct form *f, const char *upper, const char *lower, bool *weak)
{
	int field = form_heading(f, lower, weak);
	for (int turn = 0; turn < 2 && field < 0 && *upper; turn++) {
		char *both = turn ? alloc_print("%s %s", upper, lower) : alloc_print("%s %s", lower, upper);
		field = form_heading(f, both, weak);
		free(both);
	}
	return field;
}

/* true when the row is the lower half of the heading; then it is taken in. */
static bool take_lower(struct import_columns *c, const struct form *f, const struct csv_row *row)
{
	int field[CSV_FIELDS_MAX];
	bool weak[CSV_FIELDS_MAX], any = false;
	const char *upper = "";
	size_t n = row->count < c->count ? row->count : c->count;
	for (size_t i = 0; i < n; i++) {
		field[i] = -1;
		upper = *c->heading[i] ? c->heading[i] : upper;
		if (import_blank(row->field[i]))
			continue;
		if (isdigit((unsigned char)*row->field[i]) || c->field[i] == f->number)
			return false;
		char *lower = cleaned(row->field[i]);
		field[i] = lower_field(f, upper, lower, &weak[i]);
		any = any || field[i] >= 0;
		free(lower);
	}
	for (size_t i = 0; any && i < n; i++) {
		char *lower = cleaned(row->field[i]);
		char *both = alloc_print("%s%s%s", c->heading[i], *c->heading[i] && *lower ? " " : "", lower);
		free(lower);
		free(c->heading[i]);
		c->heading[i] = both;
		if (field[i] >= 0) {
			c->field[i] = field[i];
			c->weak[i] = weak[i];
		}
	}
	return any;
}

/* (1) (2) (3) … or A B 1 2 3 …: columns numbered under the heading. No household looks like that. */
static bool is_ordinals(const struct csv_row *row)
{
	long expected = 1;
	size_t cells = 0;
	for (size_t i = 0; i < row->count; i++) {
		char *cell = cleaned(row->field[i]);
		const char *p = cell + (*cell == '(');
		char *end = NULL;
		bool letter = expected == 1 && isalpha((unsigned char)*p) && (p[1] == '\0' || p[1] == ')');
		long n = letter ? 0 : strtol(p, &end, 10);
		bool fits = !*cell || letter || (n == expected && end != p && (*end == '\0' || strcmp(end, ")") == 0));
		expected += fits && *cell && !letter;
		cells += *cell != '\0';
		free(cell);
		if (!fits)
			return false;
	}
	return cells >= 4 && expected > 2;
}

/* --- one column for a field --- */

/* A hamlet head's list often has "Số khẩu" and nothing else of what is asked at the door. Such a file is a list, not
 * answers: the column is left out, for persons alone would make every household a visited one with all else missing. */
static void leave_answer(struct import_columns *c, const struct form *f)
{
	size_t alone = c->count;
	for (size_t i = 0; i < c->count; i++) {
		if (c->field[i] < 0 || (!f->field[c->field[i]].has_when && c->field[i] != f->status))
			continue;
		if (c->field[i] != f->answer)
			return;
		alone = i;
	}
	if (alone < c->count)
		c->field[alone] = -1;
}

/* A weak heading ("STT") gives way to any other of the same field; two strong ones would be a guess. */
static int settle(struct import_columns *c, const struct form *f, enum text_lang lang, struct err *e)
{
	for (size_t i = 0; i < c->count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (c->field[i] < 0 || c->field[i] != c->field[j])
				continue;
			if (c->weak[i] == c->weak[j])
				return err_set(e, ERR_DATA, TEXT_IMPORT_TWO_COLUMNS, "%s" ERR_AND "%s" ERR_AND "%s",
					c->heading[j], c->heading[i], form_words(&f->field[c->field[i]].label, lang));
			c->field[c->weak[i] ? i : j] = -1;
		}
	}
	leave_answer(c, f);
	c->number = -1;
	for (size_t i = 0; i < c->count; i++)
		if (c->field[i] == f->number)
			c->number = (int)i;
	return 0;
}

int import_columns_take(
	struct import_columns *c, const struct form *f, const struct csv_row *row, enum text_lang lang, struct err *e)
{
	if (c->stage == IMPORT_SEARCHING)
		return search(c, f, row, e);
	if (c->stage == IMPORT_READY)
		return 0;
	bool lower = c->stage == IMPORT_HEADED && take_lower(c, f, row);
	if (c->stage == IMPORT_HEADED && settle(c, f, lang, e) != 0)
		return -1;
	c->stage = lower ? IMPORT_LOWERED : IMPORT_READY;
	return lower || is_ordinals(row);
}

void import_columns_free(struct import_columns *c)
{
	forget_headings(c);
	*c = (struct import_columns){0};
}
