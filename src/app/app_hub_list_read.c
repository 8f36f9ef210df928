/* app_hub_list_read.c - lists of units as communes keep them: a title, Vietnamese headings, a total, who signs. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/table.h>
#include <tungnha/utf8.h>

#include "hub.h"

/* More households than any unit of the country has. */
enum { LISTED_MAX = 9999999, HEADING_WITHIN = 20 /* rows */, SYNONYMS = 12 };

enum column { CODE, NAME, LEVEL, PARENT, LISTED, COLUMNS };

/* Folded; the first that a list has is taken. The very first is what sentences call the column. */
static const char *const headings[COLUMNS][SYNONYMS] = {
	[CODE] = {"code", "ma", "ma don vi", "ma xom", "ma thon", "ma ban", "ma to", "ma xa", "ma so", "ma dvhc"},
	[NAME] = {"name", "ten", "ten don vi", "ten xom", "ten thon", "ten ban", "ten xa", "ten xa phuong", "don vi",
		"xom", "thon", "ban"},
	[LEVEL] = {"level", "cap", "cap don vi", "loai", "loai don vi"},
	[PARENT] = {"parent", "cap tren", "ma cap tren", "don vi cap tren", "thuoc", "truc thuoc"},
	[LISTED] = {"listed", "so ho", "so ho trong danh sach", "tong so ho", "tong so ho dan", "so ho dan"},
};

/* What people call the levels; folded. */
static const struct {
	const char *word, *level;
} levels[] = {
	{"xom", "hamlet"},
	{"thon", "hamlet"},
	{"ban", "hamlet"},
	{"ap", "hamlet"},
	{"buon", "hamlet"},
	{"khu", "hamlet"},
	{"khu pho", "hamlet"},
	{"to dan pho", "hamlet"},
	{"xa", "commune"},
	{"phuong", "commune"},
	{"thi tran", "commune"},
	{"dac khu", "commune"},
	{"co quan", "office"},
	{"phong", "office"},
	{"ban nganh", "office"},
	{"huyen", "district"},
	{"quan", "district"},
	{"thi xa", "district"},
	{"tinh", "province"},
	{"thanh pho", "province"},
	{"cum", "group"},
	{"nhom", "group"},
};

struct reading {
	const char *file; /* without its folders */
	int at[COLUMNS];  /* -1: not there */
	bool headed;
	int looked;      /* rows, while there is no heading */
	long first_line; /* of the first row that is not empty, and what it lacks: told when no other row is a heading
			  */
	bool lacks[COLUMNS];
	long long sum; /* of listed */
	struct app_hub_list *out;
	struct app_hub_notes *refused;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void refuse(struct reading *r, long line, text_id wrong, const char *found)
{
	app_hub_list_refuse(r->refused, r->file, line, wrong, found, "");
}

/* --- the heading --- */

static int find_column(char *const *folded, size_t n, enum column c)
{
	for (size_t k = 0; k < SYNONYMS && headings[c][k]; k++)
		for (size_t i = 0; i < n; i++)
			if (strcmp(folded[i], headings[c][k]) == 0)
				return (int)i;
	return -1;
}

static void read_headings(struct reading *r, const struct table_row *row)
{
	char *folded[TABLE_CELLS_MAX];
	for (size_t i = 0; i < row->count; i++)
		folded[i] = utf8_fold(row->cell[i]);
	for (int c = 0; c < COLUMNS; c++)
		r->at[c] = find_column(folded, row->count, (enum column)c);
	for (size_t i = 0; i < row->count; i++)
		free(folded[i]);
	r->headed = r->at[CODE] >= 0 && r->at[NAME] >= 0;
	if (++r->looked > 1)
		return;
	r->first_line = row->line;
	for (int c = 0; c < COLUMNS; c++)
		r->lacks[c] = r->at[c] < 0;
}

static void refuse_unheaded(struct reading *r)
{
	for (int c = CODE; c <= NAME; c++)
		if (r->looked > 0 && r->lacks[c])
			refuse(r, r->first_line, TEXT_HUB_LIST_NO_COLUMN, headings[c][0]);
}

/* --- one unit --- */

/* A cell cleaned into a fixed place; false when it does not fit or is not text. */
static bool read_cell(const struct table_row *row, int at, char *out, size_t out_bytes)
{
	const char *s = at >= 0 && (size_t)at < row->count ? row->cell[at] : "";
	char *clean = utf8_clean(s, strlen(s));
	bool fits = clean && strlen(clean) < out_bytes;
	if (fits)
		memcpy(out, clean, strlen(clean) + 1);
	else
		out[0] = '\0';
	free(clean);
	return fits;
}

static bool read_listed(const char *s, int *out)
{
	*out = -1;
	if (!*s)
		return true;
	int n = 0;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || n > LISTED_MAX)
			return false;
		n = 10 * n + (*s - '0');
	}
	*out = n;
	return n <= LISTED_MAX;
}

static void read_level(char level[static UNIT_LEVEL])
{
	char *folded = utf8_fold(level);
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (strcmp(folded, levels[i].word) == 0)
			memcpy(level, levels[i].level, strlen(levels[i].level) + 1);
	free(folded);
}

/* "Tổng" under the list: its number of households must be the sum of the rows. */
static bool is_total(const struct table_row *row)
{
	bool is = false;
	for (size_t i = 0; i < row->count && !is; i++) {
		char *folded = utf8_fold(row->cell[i]);
		is = strcmp(folded, "tong") == 0 || strcmp(folded, "tong cong") == 0 ||
		     strcmp(folded, "tong so") == 0 || strcmp(folded, "cong") == 0 || strcmp(folded, "total") == 0;
		free(folded);
	}
	return is;
}

/* "#REF!", a formula never computed: the line is refused, and the cell named. */
static bool refuse_fault(struct reading *r, const struct table_row *row, int at)
{
	struct err why;
	if (at < 0 || table_fault(row, (size_t)at, &why) == 0)
		return false;
	*app_hub_notes_add(r->refused) = why;
	return true;
}

static void check_total(struct reading *r, const struct table_row *row)
{
	char cell[32], sum[32];
	int listed;
	if (refuse_fault(r, row, r->at[LISTED]))
		return;
	if (!read_cell(row, r->at[LISTED], cell, sizeof cell) || !*cell)
		return;
	snprintf(sum, sizeof sum, "%lld", r->sum);
	if (!read_listed(cell, &listed) || listed != r->sum)
		app_hub_list_refuse(r->refused, r->file, row->line, TEXT_HUB_LIST_TOTAL, cell, sum);
}

static void read_unit(struct reading *r, const struct table_row *row)
{
	struct unit u;
	char listed[32] = "";
	char *place[COLUMNS] = {u.code, u.name, u.level, u.parent, listed};
	const size_t room[COLUMNS] = {sizeof u.code, sizeof u.name, sizeof u.level, sizeof u.parent, sizeof listed};
	for (int c = 0; c < COLUMNS; c++) {
		if (refuse_fault(r, row, r->at[c]))
			return;
		if (!read_cell(row, r->at[c], place[c], room[c])) {
			refuse(r, row->line, TEXT_HUB_LIST_CELL, headings[c][0]);
			return;
		}
	}
	if (!read_listed(listed, &u.listed))
		refuse(r, row->line, TEXT_HUB_LIST_LISTED, listed);
	r->sum += u.listed > 0 ? u.listed : 0;
	read_level(u.level);
	app_hub_list_add(r->out, &u, row->line);
}

static bool is_blank(const struct table_row *row, int at)
{
	const char *s = at >= 0 && (size_t)at < row->count ? row->cell[at] : "";
	return s[strspn(s, " \t")] == '\0';
}

static bool is_empty(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!is_blank(row, (int)i))
			return false;
	return true;
}

static void take_row(struct reading *r, const struct table_row *row)
{
	if (is_empty(row))
		return;
	if (!r->headed) {
		read_headings(r, row);
		return;
	}
	struct err none;
	bool coded =
		!is_blank(row, r->at[CODE]) || (r->at[CODE] >= 0 && table_fault(row, (size_t)r->at[CODE], &none) != 0);
	bool listed = !is_blank(row, r->at[LISTED]);
	if (is_total(row))
		check_total(r, row);
	else if (coded || (!is_blank(row, r->at[NAME]) && listed))
		read_unit(r, row); /* without a code: refused for that; with neither: place, date, who signs */
}

int app_hub_list_read(
	const struct app_hub_file *file, struct app_hub_list *out, struct app_hub_notes *refused, struct err *e)
{
	struct reading r = {.file = base_name(file->path), .out = out, .refused = refused};
	struct table_row *row = alloc_zero(1, sizeof *row);
	struct table *t;
	int got = table_open(file->path, file->encoding, file->sheet, &t, e);
	while (got == 0 && (r.headed || r.looked < HEADING_WITHIN) && (got = table_next(t, row, e)) == 1) {
		take_row(&r, row);
		got = out->count > CAMPAIGN_UNITS_MAX
			      ? err_set(e, ERR_DATA, TEXT_HUB_LIST_TOO_MANY, "%d", CAMPAIGN_UNITS_MAX)
			      : 0;
	}
	table_close(t);
	free(row);
	if (got == 0 && !r.headed)
		refuse_unheaded(&r);
	if (got == 0 && out->count == 0 && refused->count == 0)
		return err_set(e, ERR_DATA, TEXT_HUB_LIST_EMPTY, "%s", file->path);
	return got;
}
