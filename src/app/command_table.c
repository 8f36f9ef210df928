/* command_table.c - a plain table on the terminal: widths in characters, numbers to the right. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/alloc.h>
#include <tungnha/command.h>
#include <tungnha/utf8.h>

struct command_table {
	size_t columns, rows, room;
	char **cell; /* rows * columns; the first row are the headings */
	size_t *width;
	bool *right;
};

static void add(struct command_table *t, const char *const *cells)
{
	if (t->rows == t->room) {
		t->room = t->room ? 2 * t->room : 32;
		t->cell = alloc_grow(t->cell, t->room, t->columns * sizeof *t->cell);
	}
	for (size_t i = 0; i < t->columns; i++) {
		char *cell = alloc_copy(cells[i] ? cells[i] : "");
		utf8_plain(cell);
		size_t width = utf8_length(cell);
		t->cell[t->rows * t->columns + i] = cell;
		t->width[i] = width > t->width[i] ? width : t->width[i];
	}
	t->rows++;
}

struct command_table *command_table_new(size_t columns, const char *const *headings)
{
	struct command_table *t = alloc_zero(1, sizeof *t);
	const char **plain = alloc_zero(columns, sizeof *plain);
	t->columns = columns;
	t->width = alloc_zero(columns, sizeof *t->width);
	t->right = alloc_zero(columns, sizeof *t->right);
	for (size_t i = 0; i < columns; i++) {
		t->right[i] = headings[i][0] == '>';
		plain[i] = headings[i] + t->right[i];
	}
	add(t, plain);
	free(plain);
	return t;
}

void command_table_row(struct command_table *t, const char *const *cells)
{
	add(t, cells);
}

/* No line ends in spaces: the last column that holds something is not padded. */
static void print_row(const struct command_table *t, char *const *cell)
{
	size_t last = t->columns;
	while (last > 0 && !cell[last - 1][0])
		last--;
	for (size_t i = 0; i < last; i++) {
		int pad = (int)(t->width[i] - utf8_length(cell[i]));
		if (t->right[i])
			printf("%*s%s", pad, "", cell[i]);
		else
			printf("%s%*s", cell[i], i + 1 < last ? pad : 0, "");
		fputs(i + 1 < last ? "  " : "", stdout);
	}
	putchar('\n');
}

void command_table_print(struct command_table *t)
{
	for (size_t r = 0; r < t->rows; r++)
		print_row(t, t->cell + r * t->columns);
	command_table_free(t);
}

void command_table_free(struct command_table *t)
{
	for (size_t i = 0; t && i < t->rows * t->columns; i++)
		free(t->cell[i]);
	if (!t)
		return;
	free(t->cell);
	free(t->width);
	free(t->right);
	free(t);
}
