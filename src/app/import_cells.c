/* import_cells.c - how numbers stand in the cells of other people's sheets. */
#include <stdlib.h>
#include <string.h>

#include "import.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool import_dash(const char *cell)
{
	static const char *const dashes[] = {"-", "–", "—", "−", "...", "…"};
	if (import_blank(cell))
		return true;
	char *clean = import_clean(cell);
	bool is = false;
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes && !is; i++)
		is = strcmp(clean, dashes[i]) == 0;
	free(clean);
	return is;
}

bool import_is_number(const char *cell)
{
	while (*cell == ' ' || *cell == '\t')
		cell++;
	return is_digit(*cell) || (unsigned char)cell[0] == 0xef; /* a full-width digit: EF BC 90 … */
}

const char *import_plain(const char *cell, char out[static IMPORT_CELL])
{
	const char *p = cell + strspn(cell, " \t");
	size_t digits = strspn(p, "0123456789");
	if (digits == 0 || digits >= IMPORT_CELL || (p[digits] != '.' && p[digits] != ','))
		return cell;
	size_t noughts = strspn(p + digits + 1, "0");
	const char *rest = p + digits + 1 + noughts;
	if (noughts < 1 || noughts > 2 || rest[strspn(rest, " \t")] != '\0')
		return cell;
	memcpy(out, p, digits);
	out[digits] = '\0';
	return out;
}
