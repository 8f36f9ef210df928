/* app_sync.c - carrying what the hub lacks, for every hamlet of this device. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_collector.h>

static int sync_unit(
	struct store *s, const char *unit, const char *folder, int64_t now, struct app_synced *out, struct err *e)
{
	struct folder_sync f = {0};
	struct store_progress p;
	struct store_enrolment en;
	if (folder_sync(s, unit, folder, now, &f, e) != 0 || store_progress(s, unit, &p, e) != 0 ||
		store_enrolment(s, unit, &en, e) != 0)
		return -1;
	out->messages += f.messages;
	out->sent += f.sent;
	out->received += f.received;
	out->unreadable += f.unreadable;
	out->confirmed += p.confirmed;
	out->held += p.held;
	if (out->units++ == 0 || en.state > out->state)
		out->state = en.state; /* as the hub last said, in whatever reply */
	sodium_memzero(&en, sizeof en);
	return 0;
}

int app_sync_folder(
	struct store *s, const char *unit, const char *folder, int64_t now, struct app_synced *out, struct err *e)
{
	struct store_enrolment *en = NULL;
	size_t n = 0;
	*out = (struct app_synced){0};
	int rc = store_enrolments(s, &en, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (en[i].has_hub && (!unit || strcmp(unit, en[i].unit.code) == 0))
			rc = sync_unit(s, en[i].unit.code, folder, now, out, e);
	free(en);
	if (rc == 0 && out->units == 0)
		return err_set(e, ERR_UNAVAILABLE, TEXT_SYNC_NO_HUB, "");
	return rc;
}
