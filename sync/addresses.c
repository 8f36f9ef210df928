/* addresses.c - where a hub may be reached, in the order to try. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "addresses.h"

#include <tungnha/network.h>
#include <tungnha/store_journals.h>

/* As typed, with http:// where no scheme stands and /exchange at the end. */
static void add_address(struct addresses *a, const char *typed)
{
	static const char end[] = "/exchange";
	char *url = a->url[a->count];
	size_t n = strlen(typed);
	while (n > 0 && typed[n - 1] == '/')
		n--;
	bool whole = n >= sizeof end - 1 && strncmp(typed + n - (sizeof end - 1), end, sizeof end - 1) == 0;
	int wrote = snprintf(
		url, LINE_URL, "%s%.*s%s", strstr(typed, "://") ? "" : "http://", (int)n, typed, whole ? "" : end);
	bool usable = n > 0 && wrote > 0 && wrote < LINE_URL;
	for (size_t i = 0; usable && i < a->count; i++)
		usable = strcmp(a->url[i], url) != 0;
	a->count += usable;
}

int addresses_list(struct store *s, const char *unit, const char *via, struct addresses *a, struct err *e)
{
	struct store_enrolment en;
	char hex[ID_HEX];
	*a = (struct addresses){0};
	int rc = store_enrolment(s, unit, &en, e);
	if (rc != 0 && e->code != ERR_NOT_FOUND)
		return -1;
	if (rc != 0 || !en.has_hub)
		return err_set(e, ERR_UNAVAILABLE, TEXT_EXCHANGE_NO_HUB, "%s", unit);
	snprintf(a->hub, sizeof a->hub, "answered:%s", id_hex(en.hub, hex));
	char *last = via ? NULL : store_setting(s, a->hub);
	if (via || last)
		add_address(a, via ? via : last);
	for (size_t i = 0; !via && i < en.addresses; i++)
		add_address(a, en.address[i]);
	free(last);
	sodium_memzero(&en, sizeof en);
	return a->count > 0 ? 0 : err_set(e, ERR_UNAVAILABLE, TEXT_NET_NO_ADDRESS, "%s", unit);
}

bool network_knows_address(struct store *s, const char *unit)
{
	struct addresses a;
	struct err e;
	return addresses_list(s, unit, NULL, &a, &e) == 0;
}

bool network_address(struct store *s, const char *unit, char out[static NETWORK_ADDRESS])
{
	struct addresses a;
	struct err e;
	static_assert((int)LINE_URL <= (int)NETWORK_ADDRESS, "an address fits");
	bool known = addresses_list(s, unit, NULL, &a, &e) == 0;
	snprintf(out, NETWORK_ADDRESS, "%s", known ? a.url[0] : "");
	return known;
}

int addresses_remember(struct store *s, const struct addresses *a, const char *url, struct err *e)
{
	char *last = store_setting(s, a->hub);
	bool known = last && strcmp(last, url) == 0;
	free(last);
	if (known)
		return 0;
	if (store_begin(s, e) != 0)
		return -1;
	if (store_set(s, a->hub, url, e) == 0 && store_commit(s, e) == 0)
		return 0;
	store_rollback(s);
	return -1;
}
