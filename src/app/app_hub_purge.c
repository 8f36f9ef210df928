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
	char at[CLOCK_STAMP], date[CLOCK_DATE];
	int64_t locked_at;
	int row = store_locked_at(s, unit, at, e);
	if (row < 0)
		return -1;
	if (row == 0)
		return err_set(e, ERR_DENIED, TEXT_PURGE_NOT_LOCKED, "%s", unit);
	memcpy(date, at, CLOCK_DATE - 1);
	date[CLOCK_DATE - 1] = '\0';
	if (!clock_read_stamp(at, &locked_at) || now < locked_at + (int64_t)days * DAY)
		return err_set(e, ERR_DENIED, TEXT_PURGE_TOO_SOON, "%s" ERR_AND "%s" ERR_AND "%d", unit, date, days);
	return 0;
}

static int purge(
	struct store *s, const struct app_hub_purge *p, const char *reason, struct app_hub_purged *out, struct err *e)
{
	struct store_author author = {.by = "", .at = p->now, .reason = reason};
	struct unit u;
	struct store_totals t;
	int row;
	if (app_hub_child(s, p->unit, &u, e) != 0)
		return -1;
	row = store_purged(s, u.code, out->at, e);
	if (row != 0)
		return row < 0 ? -1 : 0;
	if (old_enough(s, u.code, p->after_lock_days, p->now, e) != 0 || store_totals(s, u.code, &t, e) != 0)
		return -1;
	out->households = t.records;
	out->held = t.held;
	out->done = true;
	return store_write_purge(s, u.code, &author, NULL, e);
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
	free(reason);
	return rc;
}
