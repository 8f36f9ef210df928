/* app_status.c - how far the hamlet is, and whether what it saved is safe elsewhere. */
#include <string.h>

#include <tungnha/store_acts.h>

#include "collector.h"

static void count_listed(struct app_status *out)
{
	for (size_t i = 0; i < out->form->columns; i++)
		if (out->form->column[i].listed && out->unit.listed >= 0)
			out->totals.sums.value[i] = out->unit.listed;
}

static int look_hub(struct store *s, struct app_status *out, struct err *e)
{
	struct store_enrolment en;
	if (store_enrolment(s, out->unit.code, &en, e) != 0)
		return -1;
	out->has_hub = en.has_hub;
	out->hub = en.hub;
	out->state = en.state;
	memcpy(out->hub_name, en.hub_name, sizeof out->hub_name);
	return 0;
}

int app_status(struct store *s, const char *unit, int64_t now, struct app_status *out, struct err *e)
{
	*out = (struct app_status){.protection = store_protection(s)};
	if (app_unit(s, unit, &out->unit, e) != 0 || store_form(s, NULL, &out->form, e) != 0 ||
		store_totals(s, out->unit.code, &out->totals, e) != 0 ||
		store_progress(s, out->unit.code, &out->progress, e) != 0 ||
		store_locked(s, out->unit.code, &out->locked, e) != 0 ||
		store_returned(s, out->unit.code, &out->returned, e) != 0 || look_hub(s, out, e) != 0)
		return -1;
	if (store_purged(s, out->unit.code, out->purged_at, e) < 0)
		return -1;
	count_listed(out);
	collector_clock(s, now, &out->clock_unset, &out->clock_behind, out->last_at);
	return 0;
}
