/* app_hub_purge.c - household rows of a closed unit are overwritten N days after the lock (Luật 91/2025: kept no longer
 * than needed); its totals stay. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

#include "hub.h"

enum { DAY = 24 * 60 * 60 };

/* The clock decides here, so it must be believed: the lock may not lie in its future, nor be younger than asked. */
static int old_enough(struct store *s, const char *unit, int days, int64_t now, struct err *e)
{
	char at[CLOCK_STAMP], date[CLOCK_DATE], day[CLOCK_DATE];
	int64_t locked_at;
	int row = store_locked_at(s, unit, at, e);
	if (row < 0)
		return -1;
	if (row == 0)
		return err_set(e, ERR_DENIED, TEXT_PURGE_NOT_LOCKED, "%s", unit);
	memcpy(date, at, CLOCK_DATE - 1);
	date[CLOCK_DATE - 1] = '\0';
	if (!clock_read_stamp(at, &locked_at) || now < locked_at + (int64_t)days * DAY)
		return err_set(e, ERR_DENIED, TEXT_PURGE_TOO_SOON, "%s" ERR_AND "%s" ERR_AND "%d", unit,
			clock_day(date, day), days);
	return 0;
}

static int purge_one(struct store *s, const struct app_hub_purge *p, const struct unit *u,
	const struct store_author *author, struct app_hub_purged *out, struct err *e)
{
	int64_t households, held;
	char at[CLOCK_STAMP];
	int row = store_purged(s, u->code, at, e);
	if (row < 0)
		return -1;
	if (row > 0) {
		if (strcmp(u->code, out->unit.code) == 0)
			memcpy(out->at, at, sizeof out->at);
		return 0;
	}
	if (old_enough(s, u->code, p->after_lock_days, p->now, e) != 0 ||
		store_purge_size(s, u->code, &households, &held, e) != 0)
		return -1;
	out->households += households;
	out->held += held;
	out->done = true;
	return store_write_purge(s, u->code, author, NULL, e);
}

/* What a row shows is gone when all of it is: a unit that counts there as a whole goes with it, as it was closed with
 * it. One of which some households were split off keeps its own, which are not this unit's to remove. */
static int purge(
	struct store *s, const struct app_hub_purge *p, const char *reason, struct app_hub_purged *out, struct err *e)
{
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = p->now, .reason = reason};
	struct store_predecessor *before;
	size_t n;
	if (app_hub_child(s, p->unit, &out->unit, e) != 0 || store_predecessors(s, out->unit.code, &before, &n, e) != 0)
		return -1;
	int rc = purge_one(s, p, &out->unit, &author, out, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (before[i].whole)
			rc = purge_one(s, p, &before[i].unit, &author, out, e);
	}
	free(before);
	return rc;
}

/* What came after the lock is beyond the purge: it stays held. Known once the purge is folded in. */
static int count_late(struct store *s, struct app_hub_purged *out, struct err *e)
{
	struct store_predecessor *before;
	int64_t households, held;
	size_t n;
	if (store_predecessors(s, out->unit.code, &before, &n, e) != 0)
		return -1;
	int rc = store_purge_size(s, out->unit.code, &households, &out->late, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!before[i].whole)
			continue;
		rc = store_purge_size(s, before[i].unit.code, &households, &held, e);
		out->late += held;
	}
	free(before);
	if (out->done)
		out->held -= out->late;
	return rc;
}

int app_hub_purge(struct store *s, const struct app_hub_purge *p, struct app_hub_purged *out, struct err *e)
{
	char *reason;
	*out = (struct app_hub_purged){0};
	if (app_hub_reason(p->reason, &reason, e) != 0)
		return -1;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = purge(s, p, reason, out, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	else
		rc = count_late(s, out, e);
	free(reason);
	return rc;
}
