/* app_sync.c - carrying what the hub lacks on a stick, for every hamlet of this device. */
#include <tungnha/app_exchanged.h>
#include <tungnha/app_practice.h>

#include "sync_units.h"

struct carrying {
	const char *folder;
	int64_t now;
	struct app_synced *out;
};

static int carry(void *context, struct store *s, const char *unit, struct err *e)
{
	struct carrying *c = context;
	struct folder_sync f = {0};
	if (folder_sync(s, unit, c->folder, c->now, &f, e) != 0)
		return -1;
	c->out->messages += f.messages;
	c->out->sent += f.sent;
	c->out->received += f.received;
	c->out->unreadable += f.unreadable;
	return sync_add_unit(s, unit, c->out, e);
}

int app_sync_folder(
	struct store *s, const char *unit, const char *folder, int64_t now, struct app_synced *out, struct err *e)
{
	struct carrying c = {.folder = folder, .now = now, .out = out};
	size_t units;
	*out = (struct app_synced){0};
	if (app_is_practice(s))
		return err_set(e, ERR_DENIED, TEXT_PRACTICE_NO_SYNC, "");
	int rc = sync_units(s, unit, carry, &c, &units, e);
	if (rc == 0 && out->units == 0)
		return err_set(e, ERR_UNAVAILABLE, TEXT_SYNC_NO_HUB, "");
	app_exchanged_note(s, &(struct app_exchange){.now = now,
				      .folder = true,
				      .via = folder,
				      .unit = unit,
				      .done = out,
				      .failed = rc == 0 ? NULL : e});
	return rc;
}
