/* app_status.c - how far the hamlet is, and whether what it saved is safe elsewhere. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_corrections.h>
#include <tungnha/app_units.h>
#include <tungnha/network.h>
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
	out->by_network = network_knows_address(s, out->unit.code);
	return 0;
}

static void add_progress(const struct store_progress *p, struct store_progress *to)
{
	to->written += p->written;
	to->sent += p->sent;
	to->confirmed += p->confirmed;
	to->held += p->held;
	to->rejected += p->rejected;
	if (p->last_confirmed_at > to->last_confirmed_at)
		to->last_confirmed_at = p->last_confirmed_at;
}

/* What this device wrote for units its own was made of is its own work too. */
static int look_before(struct store *s, struct app_status *out, struct err *e)
{
	struct store_predecessor *p;
	struct app_return *r;
	size_t n, returns;
	_Static_assert(sizeof out->with == APP_UNITS_NAMES, "room for the names");
	if (app_units_names(s, out->unit.code, false, out->with, e) != 0 ||
		store_predecessors(s, out->unit.code, &p, &n, e) != 0)
		return -1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct store_progress more;
		rc = store_progress(s, p[i].unit.code, &more, e);
		if (rc == 0)
			add_progress(&more, &out->progress);
	}
	free(p);
	if (rc != 0 || n == 0)
		return rc;
	if (app_returns(s, out->unit.code, &r, &returns, e) != 0)
		return -1;
	out->returned = (int64_t)returns;
	app_returns_free(r, returns);
	return 0;
}

static int look_merged(struct store *s, struct app_status *out, struct err *e)
{
	struct store_shape shape;
	struct unit into;
	if (store_shape(s, out->unit.code, &shape, e) != 0)
		return -1;
	if (!shape.into[0])
		return 0;
	if (store_unit(s, shape.into, &into, e) != 0)
		memcpy(into.name, shape.into, sizeof shape.into);
	memcpy(out->merged_into, into.name, sizeof out->merged_into);
	memcpy(out->merged_on, shape.merged, sizeof out->merged_on);
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
	if (look_before(s, out, e) != 0 || look_merged(s, out, e) != 0 ||
		store_purged(s, out->unit.code, out->purged_at, e) < 0)
		return -1;
	count_listed(out);
	collector_clock(s, now, &out->clock_unset, &out->clock_behind, out->last_at);
	return 0;
}
