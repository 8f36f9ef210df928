/* import_totals.c - rows of a list that are no household: the Tổng row, refused when it is not the sum of its rows; who
 * signs, place and date. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "import.h"

/* --- which rows these are --- */

/* "Tổng", "Tổng cộng: 126 hộ": one of the words, and after it nothing but numbers and what is counted. */
static bool begins_total(const char *folded, const char *word)
{
	static const char *const counted[] = {"so", "cong", "ho", "khau", "nhan", "nguoi", "trang", "households", "xa",
		"phuong", "xom", "thon", "don", "vi", "toan", "huyen", "tinh", "units"};
	size_t n = strlen(word);
	if (n == 0 || strncmp(folded, word, n) != 0 || (folded[n] != '\0' && folded[n] != ' '))
		return false;
	for (const char *p = folded + n; *p;) {
		p += *p == ' ';
		size_t length = strcspn(p, " ");
		bool known = strspn(p, "0123456789") == length;
		for (size_t i = 0; i < sizeof counted / sizeof *counted && !known; i++)
			known = strlen(counted[i]) == length && strncmp(p, counted[i], length) == 0;
		if (!known)
			return false;
		p += length;
	}
	return true;
}

bool import_totals_word(const struct form *f, const char *cell)
{
	static const char *const words[] = {"tong", "cong", "total", "sum"};
	char *folded = utf8_fold(cell), *label = utf8_fold(form_words(&f->total_label, LANG_VI));
	bool is = begins_total(folded, label);
	for (size_t i = 0; i < sizeof words / sizeof *words && !is; i++)
		is = begins_total(folded, words[i]);
	free(folded);
	free(label);
	return is;
}

/* The word stands where the number should, or the number is empty: a household whose note says "tổng" is none. */
bool import_totals_is(const struct import_columns *c, const struct form *f, const struct table_row *row)
{
	const char *number = (size_t)c->number < row->count ? row->cell[c->number] : "";
	if (import_is_number(number))
		return false;
	if (!import_blank(number))
		return import_totals_word(f, number);
	for (size_t i = 0; i < row->count; i++)
		if (import_totals_word(f, row->cell[i]))
			return true;
	return false;
}

/* What stands under tables in communes and hamlets: who signs, place and date, footnotes. Folded beginnings. */
bool import_totals_closing(const char *cell)
{
	static const char *const words[] = {"nguoi lap", "nguoi tong hop", "nguoi bao cao", "lap bieu", "truong xom",
		"truong thon", "truong ban", "truong ap", "truong khu", "to truong", "bi thu", "chu tich", "tm ",
		"t m ", "xac nhan", "ky ten", "ky ghi", "ky va ghi", "ky dong dau", "can bo", "thu ky", "noi nhan",
		"ghi chu", "chu thich", "luu y", "prepared by", "signature"};
	char *folded = utf8_fold(cell);
	const char *day = strstr(folded, "ngay "), *month = day ? strstr(day, "thang") : NULL;
	bool is = month && strstr(month, "nam");
	for (size_t i = 0; i < sizeof words / sizeof *words && !is; i++)
		is = strncmp(folded, words[i], strlen(words[i])) == 0;
	free(folded);
	return is;
}

bool import_totals_ends(const struct import_columns *c, const struct form *f, const struct table_row *row)
{
	const char *number = import_cell(c, row, (size_t)c->number);
	bool closing = false;
	if (number && !strchr(number, ' ') && utf8_length(number) <= (size_t)f->field[f->number].max)
		return false; /* one that a household may bear */
	for (size_t i = 0; i < row->count; i++) {
		const char *cell = import_cell(c, row, i);
		bool figure = cell && (f->field[c->field[i]].type == FORM_COUNT || (int)i == c->number);
		if (figure && import_is_number(cell))
			return false;
		closing = closing || import_totals_closing(row->cell[i]);
	}
	return closing;
}

/* --- sums --- */

void import_totals_add(struct import_totals *t, size_t column, int64_t n)
{
	t->all[column] += n;
	t->since[column] += n;
}

/* Digits, grouped by points as Vietnamese sheets print them; that is safe here, as the number must come out as the sum.
 */
static bool read_sum(const char *cell, int64_t *out)
{
	char room[IMPORT_CELL];
	const char *plain = import_plain(cell, room);
	char *s = utf8_clean(plain, strlen(plain));
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

static bool agrees(const struct import_columns *c, const struct table_row *row, const int64_t *sum, const bool *unsure,
	size_t *column)
{
	for (size_t i = 0; i < row->count && i < c->count; i++) {
		int64_t n;
		if (!c->adds[i] || unsure[i] || import_dash(row->cell[i]))
			continue;
		if (!read_sum(row->cell[i], &n) || n != sum[i]) {
			*column = i;
			return false;
		}
	}
	return true;
}

static int wrong(const char *cell, int64_t sum, struct err *e)
{
	return err_set(e, ERR_DATA, TEXT_IMPORT_TOTAL_WRONG, "%s" ERR_AND "%lld", cell, (long long)sum);
}

static void keep_above(struct import_totals *t, const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		free(t->above[i]);
		t->above[i] = alloc_copy(row->cell[i]);
	}
	t->above_line = row->line;
}

int import_totals_check(struct import_totals *t, const struct import_columns *c, const struct table_row *row,
	size_t *column, struct err *e)
{
	size_t part;
	if (!t->households) {
		keep_above(t, row);
		return 0;
	}
	bool good = agrees(c, row, t->since, t->unsure, &part) || agrees(c, row, t->all, t->unsure, column);
	int64_t sum = good ? 0 : t->all[*column];
	t->seen = true;
	memset(t->since, 0, sizeof t->since);
	return good ? 0 : wrong(row->cell[*column], sum, e);
}

int import_totals_finish(struct import_totals *t, const struct import_columns *c, size_t *column, struct err *e)
{
	struct table_row row = {.line = t->above_line};
	while (row.count < TABLE_CELLS_MAX && t->above[row.count]) {
		row.cell[row.count] = t->above[row.count];
		row.count++;
	}
	return agrees(c, &row, t->all, t->unsure, column) ? 0 : wrong(row.cell[*column], t->all[*column], e);
}

void import_totals_free(struct import_totals *t)
{
	for (size_t i = 0; i < TABLE_CELLS_MAX; i++)
		free(t->above[i]);
	*t = (struct import_totals){0};
}
