/* import_totals.c - the Tổng row of a list: never a household, and refused when it is not the sum of its rows. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "import.h"

static bool is_total_word(const struct form *f, const char *cell)
{
	static const char *const words[] = {"tong", "tong cong", "tong so", "cong", "total", "sum"};
	char *folded = utf8_fold(cell), *label = utf8_fold(form_words(&f->total_label, LANG_VI));
	bool is = *folded && strcmp(folded, label) == 0;
	for (size_t i = 0; i < sizeof words / sizeof *words && !is; i++)
		is = strcmp(folded, words[i]) == 0;
	free(folded);
	free(label);
	return is;
}

/* The word stands where the number should, or the number is empty: a household whose note says "tổng" is none. */
bool import_totals_is(const struct import_columns *c, const struct form *f, const struct csv_row *row)
{
	const char *number = (size_t)c->number < row->count ? row->field[c->number] : "";
	if (isdigit((unsigned char)*number))
		return false;
	if (!import_blank(number))
		return is_total_word(f, number);
	for (size_t i = 0; i < row->count; i++)
		if (is_total_word(f, row->field[i]))
			return true;
	return false;
}

/* A column that can be added up: counts, and choices that are 0 or 1. */
static bool adds_up(const struct form_field *field)
{
	if (field->type != FORM_CHOICE)
		return field->type == FORM_COUNT;
	for (size_t i = 0; i < field->options; i++)
		if (field->option[i].value < 0 || field->option[i].value > 1)
			return false;
	return true;
}

void import_totals_add(
	struct import_totals *t, const struct form *f, int field, size_t column, const struct form_value *v)
{
	if (v->state != FORM_GIVEN || !adds_up(&f->field[field]))
		return;
	t->all[column] += v->number;
	t->since[column] += v->number;
}

/* Digits, grouped by points as Vietnamese sheets print them; that is safe here, as the number must come out as the sum.
 */
static bool read_sum(const char *cell, int64_t *out)
{
	char *s = utf8_clean(cell, strlen(cell));
	bool good = s && isdigit((unsigned char)*s);
	int64_t n = 0;
	for (const char *p = s; good && *p; p++) {
		if (*p == '.' && isdigit((unsigned char)p[1]) && isdigit((unsigned char)p[2]) &&
			isdigit((unsigned char)p[3]) && !isdigit((unsigned char)p[4]))
			continue;
		good = isdigit((unsigned char)*p) && n < INT64_MAX / 100;
		n = good ? 10 * n + (*p - '0') : n;
	}
	free(s);
	*out = n;
	return good;
}

static bool agrees(const struct import_columns *c, const struct form *f, const struct csv_row *row, const int64_t *sum,
	const bool *unsure, size_t *column)
{
	for (size_t i = 0; i < row->count && i < c->count; i++) {
		int64_t n;
		if (c->field[i] < 0 || !adds_up(&f->field[c->field[i]]) || unsure[i] || import_blank(row->field[i]))
			continue;
		if (!read_sum(row->field[i], &n) || n != sum[i]) {
			*column = i;
			return false;
		}
	}
	return true;
}

int import_totals_check(struct import_totals *t, const struct import_columns *c, const struct form *f,
	const struct csv_row *row, size_t *column, struct err *e)
{
	size_t part;
	bool good = agrees(c, f, row, t->since, t->unsure, &part) || agrees(c, f, row, t->all, t->unsure, column);
	int64_t sum = good ? 0 : t->all[*column];
	t->seen = true;
	memset(t->since, 0, sizeof t->since);
	return good ? 0
		    : err_set(e, ERR_DATA, TEXT_IMPORT_TOTAL_WRONG, "%s" ERR_AND "%lld", row->field[*column],
			      (long long)sum);
}
