/* app_hub_invite.c - an invitation for a unit's device: written down here, handed over as a line or a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "hub.h"

enum { USES_MAX = 1000, DAYS_MAX = 3650, DAY = 24 * 60 * 60 };

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
	if (wish->addresses == 0 && !wish->no_address)
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

/* What every invitation of this hub says. */
static int sign_off(struct store *s, int uses, int days, int64_t issued, struct invite *v, struct err *e)
{
	struct unit own;
	if (store_own_unit(s, &own, e) != 0)
		return -1;
	memcpy(v->hub_name, own.name, sizeof v->hub_name);
	memcpy(v->hub_unit, own.code, sizeof v->hub_unit);
	memcpy(v->unit.parent, own.code, sizeof v->unit.parent);
	v->hub = store_keys(s)->pub;
	v->uses = uses;
	v->days = days;
	clock_date(issued, v->issued);
	return 0;
}

static int fill(struct store *s, const struct app_hub_invite_wish *wish, int64_t now, struct invite *v, struct err *e)
{
	if (wish->uses < 1 || wish->uses > USES_MAX)
		return err_set(e, ERR_DATA, TEXT_HUB_INVITE_USES, "%d", USES_MAX);
	if (wish->days < 1 || wish->days > DAYS_MAX)
		return err_set(e, ERR_DATA, TEXT_HUB_INVITE_DAYS, "%d", DAYS_MAX);
	if (app_hub_child(s, wish->unit, &v->unit, e) != 0 || refuse_merged(s, &v->unit, e) != 0 ||
		sign_off(s, wish->uses, wish->days, now, v, e) != 0)
		return -1;
	v->id = id_random();
	randombytes_buf(v->secret, sizeof v->secret);
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

static int write_out(const struct invite *v, const struct carried *c, bool file, struct buf *text, struct err *e)
{
	return file ? invite_write_file(v, c->bytes, c->size, text, e) : invite_write(v, text, e);
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
		rc = write_out(made, &c, wish->with_definitions, text, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

static int invite_one(struct store *s, const struct app_hub_invite_wish *wish, struct id *id, struct err *e)
{
	struct invite made;
	struct buf text;
	buf_init(&text, INVITE_FILE_MAX);
	int rc = app_hub_invite(s, wish, &made, &text, e);
	*id = made.id;
	app_hub_invite_wipe(&made, &text);
	return rc;
}

int app_hub_invite_all(struct store *s, const struct app_hub_invite_wish *wish, const struct unit *unit, size_t n,
	struct id *last, struct err *e)
{
	struct app_hub_invite_wish each = *wish;
	if (store_group_begin(s, e) != 0)
		return -1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		each.unit = unit[i].code;
		rc = invite_one(s, &each, last, e);
	}
	if (rc == 0)
		rc = store_group_commit(s, e);
	if (rc != 0)
		store_group_rollback(s);
	return rc;
}

char *app_hub_addresses(struct store *s)
{
	return store_setting(s, remembered);
}

static int64_t ends_at(const struct store_invitation *v)
{
	return v->issued_at + (int64_t)v->days * DAY;
}

static bool is_open(const struct store_invitation *v, int64_t now)
{
	return !v->withdrawn && v->used < v->uses && now <= ends_at(v);
}

int app_hub_invite_again(struct store *s, struct id id, bool with_definitions, int64_t now, struct invite *made,
	struct buf *text, struct err *e)
{
	struct carried c;
	struct store_invitation v;
	char hex[ID_HEX];
	memset(made, 0, sizeof *made);
	int rc = store_invitation(s, id, &v, e);
	if (rc == 0 && !is_open(&v, now))
		rc = err_set(e, ERR_NOT_FOUND, TEXT_INVITATION_UNKNOWN, "%s", id_hex(id, hex));
	if (rc == 0)
		rc = app_hub_child(s, v.unit, &made->unit, e);
	if (rc == 0)
		rc = sign_off(s, v.uses, v.days, v.issued_at, made, e);
	if (rc == 0) {
		made->id = id;
		memcpy(made->secret, v.secret, sizeof made->secret);
		memcpy(made->letter, v.letter, sizeof made->letter);
		recall_addresses(s, made);
		rc = carry(s, made, &c, e);
	}
	sodium_memzero(&v, sizeof v);
	return rc == 0 ? write_out(made, &c, with_definitions, text, e) : -1;
}

int app_hub_invitations(
	struct store *s, const char *unit, int64_t now, struct app_hub_invitation **out, size_t *n, struct err *e)
{
	struct store_invitation *v;
	size_t all;
	*out = NULL;
	*n = 0;
	if (store_invitations(s, unit, &v, &all, e) != 0)
		return -1;
	*out = alloc_zero(all + 1, sizeof **out);
	for (size_t i = 0; i < all; i++) {
		struct app_hub_invitation *x = &(*out)[*n];
		if (!is_open(&v[i], now) || store_unit(s, v[i].unit, &x->unit, e) != 0)
			continue;
		x->id = v[i].id;
		x->uses = v[i].uses;
		x->used = v[i].used;
		x->issued_at = v[i].issued_at;
		x->ends_at = ends_at(&v[i]);
		++*n;
	}
	if (v)
		sodium_memzero(v, all * sizeof *v);
	free(v);
	return 0;
}

int app_hub_invite_withdraw(struct store *s, struct id id, struct err *e)
{
	struct store_invitation v;
	if (store_begin(s, e) != 0)
		return -1;
	int rc = store_invitation(s, id, &v, e);
	sodium_memzero(&v, sizeof v);
	if (rc == 0)
		rc = store_withdraw_invitation(s, id, e);
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
