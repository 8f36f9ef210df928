/* app_sync.c - carrying what the hub lacks, for every hamlet of this device. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/app_collector.h>

static int sync_unit(
	struct store *s, const char *unit, const char *folder, int64_t now, struct app_synced *out, struct err *e)
{
	struct folder_sync f = {0};
	struct store_progress p;
	struct store_totals totals;
	int64_t returned;
	struct store_enrolment en;
	if (folder_sync(s, unit, folder, now, &f, e) != 0)
		return -1;
	if (store_enrolment(s, unit, &en, e) != 0) { /* let go by what was just read: nothing of it stays to be told */
		out->received += f.received;
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	}
	if (store_progress(s, unit, &p, e) != 0 || store_totals(s, unit, &totals, e) != 0 ||
		store_returned(s, unit, &returned, e) != 0)
		return -1;
	out->messages += f.messages;
	out->sent += f.sent;
	out->received += f.received;
	out->unreadable += f.unreadable;
	out->confirmed += p.confirmed;
	out->held += p.held;
	out->returned += returned;
	out->conflicts += totals.conflicts;
	if (out->units++ == 0 || en.state > out->state)
		out->state = en.state; /* as the hub last said, in whatever reply */
	sodium_memzero(&en, sizeof en);
	return 0;
}

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

/* The next one not done, of those enrolled now: a reply may have taken a unit in or let one go. 1 there was one, 0 none
 * left, -1. */
static int sync_next(struct store *s, const char *unit, const char *folder, int64_t now, struct done *d,
	struct app_synced *out, struct err *e)
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
		rc = sync_unit(s, en[i].unit.code, folder, now, out, e);
	}
	if (n > 0)
		sodium_memzero(en, n * sizeof *en);
	free(en);
	return rc != 0 ? -1 : i < n;
}

int app_sync_folder(
	struct store *s, const char *unit, const char *folder, int64_t now, struct app_synced *out, struct err *e)
{
	struct done done = {0};
	*out = (struct app_synced){0};
	int rc;
	do
		rc = sync_next(s, unit, folder, now, &done, out, e);
	while (rc > 0);
	free(done.unit);
	if (rc == 0 && out->units == 0)
		return err_set(e, ERR_UNAVAILABLE, TEXT_SYNC_NO_HUB, "");
	return rc;
}
