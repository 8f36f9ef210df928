/* page_home_parts.c - the little the pages about the hamlet share. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_units.h>
#include <tungnha/clock.h>

#include "page_home.h"

int home_units(struct page *p, const char *typed, struct unit *shown, struct unit *of, struct err *e)
{
	if (door_unit_chosen(p, shown, e) != 0)
		return -1;
	*of = *shown;
	if (*page_field(p, "unit"))
		return door_unit(p, of, e);
	return *typed ? app_units_of_number(p->store, shown, typed, of, e) : 0;
}

void home_path(struct page *p, const char *path, const char *more)
{
	html_text(&p->out, path);
	html_url(&p->out, more, "_");
}

void home_href(struct page *p, const char *path, const char *number, const struct unit *shown, const char *unit)
{
	html_markup_unescaped(&p->out, "href=\"");
	home_path(p, path, number);
	if (shown && strcmp(shown->code, unit) != 0) {
		html_markup_unescaped(&p->out, "?unit=");
		html_url(&p->out, unit, "_");
	}
	html_markup_unescaped(&p->out, "\"");
}

void home_household(struct page *p, const char *number, const struct unit *shown, const char *unit)
{
	struct unit u;
	struct err none;
	html_print(&p->out, "%s %s", page_text(p, TEXT_EVENT_HOUSEHOLD), *number ? number : "?");
	if (strcmp(shown->code, unit) != 0)
		html_print(&p->out, " (%s)", store_unit(p->store, unit, &u, &none) == 0 ? u.name : unit);
}
