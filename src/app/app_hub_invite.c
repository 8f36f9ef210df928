/* app_hub_invite.c - an invitation for a unit's device: written down here, handed over as a line or a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/clock.h>

#include "hub.h"

enum { USES_MAX = 1000, DAYS_MAX = 3650 };

/* What an invitation carries, in its order: the campaign, its forms, its targets and tasks. Borrowed from the store. */
struct carried {
	const char *bytes[INVITE_DEFINITIONS_MAX];
	size_t size[INVITE_DEFINITIONS_MAX];
};

static void carry_one(struct invite *v, struct carried *c, struct id def, const char *bytes, size_t size)
{
	v->definition[v->definitions] = def;
	c->bytes[v->definitions] = bytes;
	c->size[v->definitions++] = size;
}

static int carry(struct store *s, struct invite *v, struct carried *c, struct err *e)
{
	const struct campaign *campaign;
	const struct targets *targets;
	const struct tasks *tasks;
	if (store_campaign(s, &campaign) != 0)
		return err_set(e, ERR_UNAVAILABLE, TEXT_HUB_NO_CAMPAIGN, "");
	carry_one(v, c, campaign->def, campaign->bytes, campaign->size);
	for (size_t i = 0; i < campaign->forms; i++) {
		const struct form *f;
		if (store_form(s, campaign->form[i], &f, e) != 0)
			return -1;
		carry_one(v, c, f->def, f->bytes, f->size);
	}
	if (store_targets(s, &targets) == 0)
		carry_one(v, c, targets->def, targets->bytes, targets->size);
	if (store_tasks(s, &tasks) == 0)
		carry_one(v, c, tasks->def, tasks->bytes, tasks->size);
	return 0;
}

/* The addresses given last time, a line each: a commune's machine seldom moves. */
static const char remembered[] = "addresses";

static void recall_addresses(struct store *s, struct invite *v)
{
	char *kept = store_setting(s, remembered), *rest = kept, *a;
	while (rest && *rest && v->addresses < INVITE_ADDRESSES_MAX) {
		a = strsep(&rest, "\n");
		snprintf(v->address[v->addresses++], sizeof v->address[0], "%s", a);
	}
	free(kept);
}

static int remember_addresses(struct store *s, const struct invite *v, struct err *e)
{
	struct buf lines;
	buf_init(&lines, sizeof v->address + INVITE_ADDRESSES_MAX);
	for (size_t i = 0; i < v->addresses; i++)
		buf_print(&lines, "%s%s", i ? "\n" : "", v->address[i]);
	int rc = v->addresses ? store_set(s, remembered, lines.data, e) : 0;
	buf_free(&lines);
	return rc;
}

static int take_addresses(struct store *s, const struct app_hub_invite_wish *wish, struct invite *v, struct err *e)
{
	if (wish->addresses > INVITE_ADDRESSES_MAX)
		return err_set(e, ERR_DATA, TEXT_HUB_INVITE_ADDRESSES, "%d", INVITE_ADDRESSES_MAX);
	if (wish->addresses == 0)
		recall_addresses(s, v);
	for (size_t i = 0; i < wish->addresses; i++) {
		const char *a = wish->address[i];
		bool web = strncmp(a, "http://", 7) == 0 || strncmp(a, "https://", 8) == 0;
		if (!web || strpbrk(a, " \t\r\n") || strlen(a) > INVITE_ADDRESS_BYTES)
			return err_set(e, ERR_DATA, TEXT_HUB_INVITE_ADDRESS, "%s", a);
		memcpy(v->address[v->addresses++], a, strlen(a) + 1);
	}
	return 0;
}

/* A new device is one of the unit that counts the households now: it is let in to those of the former ones by itself.
 */
static int refuse_merged(struct store *s, const struct unit *u, struct err *e)
{
	struct store_shape shape;
	struct unit into;
	if (store_shape(s, u->code, &shape, e) != 0)
		return -1;
	if (!shape.into[0])
		return 0;
	if (store_unit(s, shape.into, &into, e) != 0)
		return -1;
	return err_set(
		e, ERR_DATA, TEXT_UNITS_INVITE_MERGED, "%s" ERR_AND "%s" ERR_AND "%s", u->name, into.name, into.code);
}

static int fill(struct store *s, const struct app_hub_invite_wish *wish, int64_t now, struct invite *v, struct err *e)
{
	struct unit own;
	if (wish->uses < 1 || wish->uses > USES_MAX)
		return err_set(e, ERR_DATA, TEXT_HUB_INVITE_USES, "%d", USES_MAX);
	if (wish->days < 1 || wish->days > DAYS_MAX)
		return err_set(e, ERR_DATA, TEXT_HUB_INVITE_DAYS, "%d", DAYS_MAX);
	if (app_hub_child(s, wish->unit, &v->unit, e) != 0 || refuse_merged(s, &v->unit, e) != 0 ||
		store_own_unit(s, &own, e) != 0)
		return -1;
	v->id = id_random();
	randombytes_buf(v->secret, sizeof v->secret);
	memcpy(v->hub_name, own.name, sizeof v->hub_name);
	memcpy(v->hub_unit, own.code, sizeof v->hub_unit);
	memcpy(v->unit.parent, own.code, sizeof v->unit.parent);
	v->hub = store_keys(s)->pub;
	v->uses = wish->uses;
	v->days = wish->days;
	clock_date(now, v->issued);
	return take_addresses(s, wish, v, e);
}

static int remember(struct store *s, struct invite *v, int64_t now, struct err *e)
{
	if (store_next_letter(s, v->unit.code, v->letter, e) != 0)
		return -1;
	struct store_invitation row = {.id = v->id, .uses = v->uses, .days = v->days, .issued_at = now};
	memcpy(row.unit, v->unit.code, sizeof row.unit);
	memcpy(row.secret, v->secret, sizeof row.secret);
	memcpy(row.letter, v->letter, sizeof row.letter);
	int rc = store_add_invitation(s, &row, e);
	sodium_memzero(&row, sizeof row);
	return rc;
}

int app_hub_invite(
	struct store *s, const struct app_hub_invite_wish *wish, struct invite *made, struct buf *text, struct err *e)
{
	struct carried c;
	int64_t now = clock_now();
	memset(made, 0, sizeof *made);
	if (fill(s, wish, now, made, e) != 0 || carry(s, made, &c, e) != 0 || store_begin(s, e) != 0)
		return -1;
	int rc = remember(s, made, now, e);
	if (rc == 0)
		rc = remember_addresses(s, made, e);
	if (rc == 0)
		rc = wish->with_definitions ? invite_write_file(made, c.bytes, c.size, text, e)
					    : invite_write(made, text, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

void app_hub_invite_wipe(struct invite *made, struct buf *text)
{
	invite_wipe(made);
	sodium_memzero(text->data, text->len);
	buf_free(text);
}
