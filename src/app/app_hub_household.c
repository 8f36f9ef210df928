/* app_hub_household.c - one household with everything ever written about it. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include <tungnha/store_acts.h>

#include "collector.h"
#include "hub.h"

enum { SAME_NUMBER_MAX = 32 };

void app_hub_household_free(struct app_hub_household *h, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct app_hub_revisions r = {h[i].revision, h[i].revisions};
		app_hub_revisions_free(&r);
		if (h[i].counts)
			store_household_free(&h[i].shown);
	}
	free(h);
}

static int look(struct store *s, const char *unit, struct id key, struct app_hub_household *h, struct err *e)
{
	struct app_hub_revisions r = {0};
	h->shown.key = key;
	int rc = store_household(s, unit, key, &h->shown, e);
	h->counts = rc == 0;
	if (rc != 0 && e->code == ERR_NOT_FOUND) {
		memset(&h->shown, 0, sizeof h->shown);
		h->shown.key = key;
		rc = 0;
	}
	if (rc == 0)
		rc = store_history(s, unit, key, app_hub_revisions_add, &r, e);
	h->revision = r.revision;
	h->revisions = r.count;
	return rc;
}

int app_hub_household(
	struct store *s, const char *unit, const char *number, struct app_hub_household **out, size_t *n, struct err *e)
{
	struct unit u;
	struct id key[SAME_NUMBER_MAX];
	char at[CLOCK_STAMP];
	*out = NULL;
	*n = 0;
	if (store_unit(s, unit, &u, e) != 0)
		return -1;
	int found = store_find_number(s, u.code, number, key, SAME_NUMBER_MAX, e);
	if (found < 0)
		return -1;
	if (found == 0 && store_purged(s, u.code, at, e) == 1)
		return collector_none(s, u.code, TEXT_HOUSEHOLD_MISSING, number, e);
	if (found == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_HUB_NO_HOUSEHOLD, "%s" ERR_AND "%s" ERR_AND "%s", number, u.name,
			u.code);
	size_t known = found < SAME_NUMBER_MAX ? (size_t)found : SAME_NUMBER_MAX;
	*out = alloc_zero(known, sizeof **out);
	for (; *n < known; ++*n) {
		if (look(s, u.code, key[*n], &(*out)[*n], e) != 0) {
			app_hub_household_free(*out, *n + 1);
			*out = NULL;
			*n = 0;
			return -1;
		}
	}
	return 0;
}
