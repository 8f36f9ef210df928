/* app_hub_held.c - entries that are stored and confirmed but not counted, each with its reason. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "hub.h"

/* A void, or an entry that cannot be read, names only the key: the household as counted tells its number. */
static void find_number(struct store *s, struct app_hub_held *h)
{
	struct store_household now;
	struct err none;
	app_hub_revision_number(&h->revision, h->number);
	if (h->number[0] || id_is_zero(h->revision.key))
		return;
	if (store_household(s, h->revision.unit, h->revision.key, &now, &none) != 0)
		return;
	const char *number = now.record.value[now.form->number].text;
	if (number && strlen(number) < APP_HUB_NUMBER)
		memcpy(h->number, number, strlen(number) + 1);
	store_household_free(&now);
}

int app_hub_held(
	struct store *s, const char *unit, enum text_lang lang, struct app_hub_held **out, size_t *n, struct err *e)
{
	struct app_hub_revisions r = {0};
	*out = NULL;
	*n = 0;
	if (store_held(s, unit, app_hub_revisions_add, &r, e) != 0) {
		app_hub_revisions_free(&r);
		return -1;
	}
	*out = alloc_zero(r.count, sizeof **out);
	for (; *n < r.count; ++*n) {
		struct app_hub_held *h = &(*out)[*n];
		struct err unknown;
		h->revision = r.revision[*n];
		if (store_unit(s, h->revision.unit, &h->unit, &unknown) != 0)
			h->unit = (struct unit){.listed = -1};
		char at[CLOCK_STAMP];
		h->purged = store_purged(s, h->revision.unit, at, &unknown) == 1;
		find_number(s, h);
		store_held_reason(s, &h->revision, lang, &h->reason);
	}
	free(r.revision);
	return 0;
}

void app_hub_held_free(struct app_hub_held *h, size_t n)
{
	for (size_t i = 0; i < n; i++)
		store_revision_free(&h[i].revision);
	free(h);
}
