/* app_totals_cells.c - a cell that should hold a total: a whole number, or what else it is. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "totals.h"

/* Groups of three behind one to three digits: "14,277", "1.234.567", "14 277" (no-break spaces are spaces by now). */
static bool is_grouped(const char *s)
{
	size_t lead = strspn(s, "0123456789");
	if (lead < 1 || lead > 3 || !s[lead])
		return false;
	for (s += lead; *s; s += 4)
		if (!strchr(".,' ", *s) || strspn(s + 1, "0123456789") < 3 || isdigit((unsigned char)s[4]))
			return false;
	return true;
}

/* "12,5", "0.75", "92,5%": digits, one separator, digits. */
static bool is_decimal(const char *s)
{
	size_t lead = strspn(s, "0123456789");
	if (lead == 0 || (s[lead] != '.' && s[lead] != ',' && s[lead] != '%'))
		return false;
	s += lead + (s[lead] != '%');
	s += strspn(s, "0123456789");
	return *s == '\0' || strcmp(s, "%") == 0 || strcmp(s, " %") == 0;
}

static text_id fault_of(const char *s)
{
	if (is_grouped(s))
		return TEXT_TOTALS_CELL_GROUPED;
	if (*s == '-' && isdigit((unsigned char)s[1]))
		return TEXT_TOTALS_CELL_NEGATIVE;
	return is_decimal(s) ? TEXT_TOTALS_CELL_DECIMAL : TEXT_TOTALS_CELL_TEXT;
}

text_id totals_number(const char *cell, int64_t *out, bool *given)
{
	char room[IMPORT_CELL];
	text_id fault = TEXT_NONE;
	*out = 0;
	*given = false;
	if (import_dash(cell))
		return TEXT_NONE;
	char *s = import_clean(import_plain(cell, room));
	size_t digits = strspn(s, "0123456789");
	if (strcmp(s, "?") == 0) {
		free(s);
		return TEXT_NONE;
	}
	if (digits == 0 || s[digits])
		fault = fault_of(s);
	for (const char *p = s; fault == TEXT_NONE && *p; p++) {
		*out = 10 * *out + (*p - '0');
		if (*out > APP_TOTALS_NUMBER_MAX)
			fault = TEXT_TOTALS_CELL_OVER;
	}
	*given = fault == TEXT_NONE;
	free(s);
	return fault;
}

void totals_ungroup(const char *cell, char out[static IMPORT_CELL])
{
	size_t n = 0;
	for (; *cell && n + 1 < IMPORT_CELL; cell++)
		if (isdigit((unsigned char)*cell))
			out[n++] = *cell;
	out[n] = '\0';
}
