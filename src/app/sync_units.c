/* sync_units.c - one carrier or another, for every hamlet of this device. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "sync_units.h"

struct done {
	char (*unit)[UNIT_CODE];
	size_t count;
};

static bool is_done(const struct done *d, const char *unit)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->unit[i], unit) == 0)
			return true;
	return false;
}

/* The next one not done, of those enrolled now. 1 there was one, 0 none left, -1. */
static int next_unit(struct store *s, const char *unit, struct done *d, struct err *e)
{
	struct store_enrolment *en = NULL;
	size_t n = 0, i = 0;
	int rc = store_enrolments(s, &en, &n, e);
	if (rc != 0)
		n = 0;
	for (; i < n; i++) {
		bool wanted = !unit || strcmp(unit, en[i].unit.code) == 0 || strcmp(unit, en[i].by_successor) == 0;
		if (en[i].has_hub && wanted && !is_done(d, en[i].unit.code))
			break;
	}
	if (i < n) {
		d->unit = alloc_grow(d->unit, d->count + 1, sizeof *d->unit);
		memcpy(d->unit[d->count++], en[i].unit.code, sizeof *d->unit);
	}
	if (n > 0)
		sodium_memzero(en, n * sizeof *en);
	free(en);
	return rc != 0 ? -1 : i < n;
}

int sync_units(struct store *s, const char *unit, sync_each_unit each, void *context, size_t *units, struct err *e)
{
	struct done done = {0};
	int rc;
	while ((rc = next_unit(s, unit, &done, e)) > 0) {
		char code[UNIT_CODE]; /* each() may make the list grow */
		memcpy(code, done.unit[done.count - 1], sizeof code);
		if ((rc = each(context, s, code, e)) != 0)
			break;
	}
	*units = done.count;
	free(done.unit);
	return rc;
}

int sync_add_unit(struct store *s, const char *unit, struct app_synced *out, struct err *e)
{
	struct store_progress p;
	struct store_totals totals;
	int64_t returned;
	struct store_enrolment en;
	if (store_enrolment(s, unit, &en, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	/* a unit carried because it was merged may have been let go since: its successor tells, with its next exchange
	 */
	bool let_go = en.by_successor[0] && en.state == STATE_UNKNOWN;
	out->units++;
	if (en.state > out->state && !let_go)
		out->state = en.state; /* as the hub last said, in whatever reply */
	sodium_memzero(&en, sizeof en);
	if (store_progress(s, unit, &p, e) != 0 || store_totals(s, unit, &totals, e) != 0 ||
		store_returned(s, unit, &returned, e) != 0)
		return -1;
	out->confirmed += p.confirmed;
	out->held += p.held;
	out->returned += returned;
	out->conflicts += totals.conflicts;
	return 0;
}
