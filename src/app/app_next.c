/* app_next.c - where to go next: the first household nobody visited, down the list and round again. */
#include <stdio.h>
#include <string.h>

#include <tungnha/utf8.h>

#include "collector.h"
#include "draft.h"

/* Of the units whose households count here the first that has one: each has numbers of its own. */
struct best {
	char number[40], unit[UNIT_CODE];
};
struct next {
	const char *number; /* where one stands */
	struct best first, after;
};

static void offer(struct best *b, const struct store_line *l, const char *number)
{
	if (b->number[0] && (strcmp(b->unit, l->unit) != 0 || utf8_compare(number, b->number) >= 0))
		return;
	snprintf(b->number, sizeof b->number, "%s", number);
	snprintf(b->unit, sizeof b->unit, "%s", l->unit);
}

static int look(void *context, const struct store_line *l, struct err *e)
{
	struct next *x = context;
	const char *number = l->number.state == FORM_GIVEN ? l->number.text : "";
	(void)e;
	if (!*number || !collector_unvisited_as(l->form, &l->status) || strcmp(number, x->number) == 0)
		return 0;
	offer(&x->first, l, number);
	if (utf8_compare(number, x->number) > 0)
		offer(&x->after, l, number);
	return 0;
}

int app_next(struct store *s, const char *unit, const char *number, char out[static 40], struct err *e)
{
	struct next x = {.number = number ? number : ""};
	out[0] = '\0';
	if (store_lines_at(s, unit, look, &x, e) != 0)
		return -1;
	snprintf(out, 40, "%s", x.after.number[0] ? x.after.number : x.first.number);
	return 0;
}
