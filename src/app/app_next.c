/* app_next.c - where to go next: the first household nobody visited, down the list and round again. */
#include <stdio.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "collector.h"
#include "draft.h"

struct next {
	const char *number; /* where one stands */
	char first[40], after[40];
};

static int look(void *context, const struct store_household *h, struct err *e)
{
	struct next *x = context;
	const char *number = collector_number_of(h->form, &h->record);
	(void)e;
	if (h->voided || !*number || !collector_unvisited(h->form, &h->record) || strcmp(number, x->number) == 0)
		return 0;
	if (!x->first[0])
		snprintf(x->first, sizeof x->first, "%s", number);
	if (!x->after[0] && utf8_compare(number, x->number) > 0)
		snprintf(x->after, sizeof x->after, "%s", number);
	return 0;
}

int app_next(struct store *s, const char *unit, const char *number, char out[static 40], struct err *e)
{
	struct next x = {.number = number ? number : ""};
	out[0] = '\0';
	if (store_households_at(s, unit, look, &x, e) != 0)
		return -1;
	snprintf(out, 40, "%s", x.after[0] ? x.after : x.first);
	return 0;
}
