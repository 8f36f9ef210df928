/* import_headings.c - finding the heading of somebody's table, in one row or two, under any title; what headings mean
 * is the caller's (struct import_sense). */
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

char *import_clean(const char *cell)
{
	char *s = utf8_clean(cell, strlen(cell));
	return s ? s : alloc_copy("");
}

void import_headings_forget(struct import_columns *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->heading[i]);
		c->heading[i] = NULL;
	}
	c->count = 0;
}

/* What a lower cell means with the heading it stands under, or alone; "Tổng số" is that heading itself. */
static int lower_field(const struct import_sense *m, const char *upper, const char *lower, bool *weak)
{
	int field = -1;
	for (int turn = 0; turn < 2 && field < 0 && *upper; turn++) {
		char *both = turn ? alloc_print("%s %s", upper, lower) : alloc_print("%s %s", lower, upper);
		field = m->means(m, both, weak);
		free(both);
	}
	if (field < 0)
		field = m->means(m, lower, weak);
	return field < 0 && *upper && import_totals_word(m->form, lower) ? m->means(m, upper, weak) : field;
}

/* --- searching: a row that names what the rows are about --- */

static bool has_key(const struct import_columns *c, const struct import_sense *m)
{
	for (size_t i = 0; i < c->count; i++)
		if (m->is_key(m, c->field[i]))
			return true;
	return false;
}

static bool is_heading(const struct import_columns *c, const struct import_sense *m)
{
	for (size_t i = 0; i < c->count; i++)
		if (m->is_answer(m, c->field[i]))
			return has_key(c, m);
	return false;
}

/* "STT | Họ và tên chủ hộ | Địa chỉ": nothing of the form but the number. It is a list all the same when what stands
 * under it is a number. */
static bool is_bare_list(const struct import_columns *c, const struct import_sense *m, const struct table_row *below)
{
	size_t texts = 0;
	bool numbered = false;
	for (size_t i = 0; i < c->count; i++) {
		bool repeated = i > 0 && strcmp(c->heading[i], c->heading[i - 1]) == 0;
		texts += *c->heading[i] && !repeated;
		numbered |= i < below->count && m->is_key(m, c->field[i]) && import_is_number(below->cell[i]);
	}
	return numbered && texts >= 2;
}

/* Takes the row for a heading, each cell understood alone or under the cell above it. A row that names the household
 * number is kept until another one does. */
static void read_headings(struct import_columns *c, const struct import_sense *m, const struct table_row *row)
{
	struct import_columns *now = alloc_zero(1, sizeof *now);
	const char *upper = "";
	*now = (struct import_columns){.sheet = c->sheet, .rows = c->rows, .count = row->count};
	for (size_t i = 0; i < row->count; i++) {
		bool below = i < c->count;
		if (below && *c->heading[i])
			upper = c->heading[i];
		now->heading[i] = import_clean(row->cell[i]);
		now->field[i] =
			*now->heading[i] ? lower_field(m, below ? upper : "", now->heading[i], &now->weak[i]) : -1;
	}
	bool better = has_key(now, m) || !has_key(c, m);
	import_headings_forget(better ? c : now);
	if (better)
		*c = *now;
	free(now);
}

/* (1) (2) (3) … or A B 1 2 3 …: columns numbered under the heading. No household looks like that. */
bool import_ordinals(const struct table_row *row)
{
	long expected = 1;
	size_t cells = 0;
	for (size_t i = 0; i < row->count; i++) {
		char *cell = import_clean(row->cell[i]);
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

static bool all_blank(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!import_blank(row->cell[i]))
			return false;
	return true;
}

/* --- the second row: "VNeID" over "Có" and "Chưa có" --- */

/* Under a heading of several columns a cell of its own says which part is meant ("Số khẩu": "Tổng | Nữ"). */
static bool of_group(const struct import_columns *c, char *const *lower, size_t n, size_t i)
{
	const char *heading = c->heading[i];
	bool before = i > 0 && (!*heading || strcmp(heading, c->heading[i - 1]) == 0);
	bool after = i + 1 < n && *lower[i + 1] && (!*c->heading[i + 1] || strcmp(heading, c->heading[i + 1]) == 0);
	return before || after;
}

static void join_headings(struct import_columns *c, char **lower, const int *field, const bool *weak, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (*lower[i] && (field[i] >= 0 || of_group(c, lower, n, i))) {
			c->field[i] = field[i];
			c->weak[i] = weak[i];
		}
	}
	for (size_t i = 0; i < n; i++) {
		char *both = alloc_print("%s%s%s", c->heading[i], *c->heading[i] && *lower[i] ? " " : "", lower[i]);
		free(c->heading[i]);
		c->heading[i] = both;
	}
}

/* true when the row is the lower half of the heading; then it is taken in. A cell that repeats the one above lies under
 * a merged heading and says nothing. */
static bool take_lower(struct import_columns *c, const struct import_sense *m, const struct table_row *row)
{
	int field[TABLE_CELLS_MAX];
	bool weak[TABLE_CELLS_MAX] = {false}, any = false, data = false;
	char *lower[TABLE_CELLS_MAX];
	const char *upper = "";
	size_t n = row->count < c->count ? row->count : c->count;
	for (size_t i = 0; i < n; i++) {
		lower[i] = import_clean(row->cell[i]);
		field[i] = -1;
		upper = *c->heading[i] ? c->heading[i] : upper;
		if (strcmp(lower[i], c->heading[i]) == 0)
			*lower[i] = '\0';
		if (!*lower[i])
			continue;
		data = data || isdigit((unsigned char)*lower[i]) || m->is_key(m, c->field[i]);
		field[i] = lower_field(m, upper, lower[i], &weak[i]);
		any = any || field[i] >= 0;
	}
	if (any && !data)
		join_headings(c, lower, field, weak, n);
	for (size_t i = 0; i < n; i++)
		free(lower[i]);
	return any && !data;
}

static int search(struct import_columns *c, const struct import_sense *m, const struct table_row *row, struct err *e)
{
	if (all_blank(row) || (has_key(c, m) && import_ordinals(row)))
		return 1;
	if (has_key(c, m)) {
		if (take_lower(c, m, row)) {
			c->stage = IMPORT_LOWERED;
			return 1;
		}
		if (m->bare && is_bare_list(c, m, row)) {
			c->stage = IMPORT_HEADED;
			return 0;
		}
	}
	read_headings(c, m, row);
	if (is_heading(c, m)) {
		c->stage = IMPORT_HEADED;
		return 1;
	}
	return ++c->rows < IMPORT_HEADING_WITHIN ? 1 : m->missing(m, c, e);
}

/* A weak heading ("STT") gives way to any other of the same meaning; two strong ones would be a guess. */
int import_headings_settle(const struct import_sense *m, struct import_columns *c, struct err *e)
{
	for (size_t i = 0; i < c->count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (c->field[i] < 0 || c->field[i] != c->field[j])
				continue;
			bool merged = c->sheet && strcmp(c->heading[i], c->heading[i - 1]) == 0;
			if (c->weak[i] == c->weak[j] && !merged)
				return err_set(e, ERR_DATA, TEXT_IMPORT_TWO_COLUMNS, "%s" ERR_AND "%s" ERR_AND "%s",
					c->heading[j], c->heading[i], m->label(m, c->field[i]));
			c->twin[i] = merged;
			c->field[c->weak[i] || merged ? i : j] = -1;
		}
	}
	return 0;
}

int import_headings_take(
	struct import_columns *c, const struct import_sense *m, const struct table_row *row, struct err *e)
{
	int title = c->stage == IMPORT_SEARCHING ? search(c, m, row, e) : 0;
	if (title != 0 || c->stage == IMPORT_READY)
		return title;
	bool lower = c->stage == IMPORT_HEADED && take_lower(c, m, row);
	if (lower) {
		c->stage = IMPORT_LOWERED;
		return 1;
	}
	c->stage = IMPORT_READY;
	return m->settle(m, c, e) != 0 ? -1 : import_ordinals(row);
}

void import_columns_free(struct import_columns *c)
{
	import_headings_forget(c);
	*c = (struct import_columns){0};
}
