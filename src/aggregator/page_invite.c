/* page_invite.c - inviting: one hamlet, those without a machine, or all; how many machines, how long, where they send.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "page_devices.h"

enum { USES = 1, DAYS = 14, CHOICES_MAX = 500 };
#define EVERY "moi-xom"
#define WITHOUT "chua-co-may"

/* --- whom it may be for --- */

/* Hamlets with a row of their own; a unit that merged invites by the one it merged into. */
static int hamlets(struct page *p, struct unit **out, size_t *n, struct err *e)
{
	struct unit *u, own;
	struct store_shape shape;
	size_t all;
	*n = 0;
	if (store_own_unit(p->store, &own, e) != 0 || store_units(p->store, NULL, &u, &all, e) != 0)
		return -1;
	for (size_t i = 0; i < all; i++) {
		if (strcmp(u[i].code, own.code) == 0)
			continue;
		if (store_shape(p->store, u[i].code, &shape, e) != 0) {
			free(u);
			return -1;
		}
		if (!shape.into[0])
			u[(*n)++] = u[i];
	}
	*out = u;
	return 0;
}

static void choose(struct page *p, const struct unit *u, size_t n)
{
	const char *chosen = page_field(p, "don-vi");
	html_print(&p->out,
		"<div class=\"field\"><label for=\"don-vi\">%s</label><select id=\"don-vi\" name=\"don-vi\" required>",
		page_text(p, TEXT_DESK_INV_FOR));
	page_option(p, WITHOUT, strcmp(WITHOUT, chosen) == 0, page_text(p, TEXT_DESK_INV_WITHOUT));
	page_option(p, EVERY, strcmp(EVERY, chosen) == 0, page_text(p, TEXT_DESK_INV_EVERY));
	for (size_t i = 0; i < n; i++)
		if (i < CHOICES_MAX || strcmp(u[i].code, chosen) == 0) /* whom one came for is there in any case */
			page_option(p, u[i].code, strcmp(u[i].code, chosen) == 0, u[i].name);
	page_select_end(p);
	if (n > CHOICES_MAX)
		page_box_text(p, TONE_NOTE, TEXT_DESK_INV_TOO_MANY, NULL, NULL, NULL);
}

/* --- where machines send --- */

/* This server's own addresses are offered until others were given. */
static void addresses(struct page *p)
{
	char reached[PAGE_ADDRESSES_MAX][PAGE_ADDRESS];
	char *before = app_hub_addresses(p->store);
	size_t n = page_reached(p, reached);
	html_print(&p->out,
		"<div class=\"field\"><label for=\"dia-chi\">%s</label><p class=\"hint\" "
		"id=\"dia-chi-y\">%s</p><textarea "
		"id=\"dia-chi\" name=\"dia-chi\" aria-describedby=\"dia-chi-y\" rows=\"3\">",
		page_text(p, TEXT_DESK_INV_ADDRESSES), page_text(p, TEXT_DESK_INV_ADDRESSES_HINT));
	if (page_has(p, "dia-chi"))
		html_print(&p->out, "%s", page_field(p, "dia-chi"));
	else if (before && *before)
		html_print(&p->out, "%s", before);
	else
		for (size_t i = 0; i < n; i++)
			html_print(&p->out, "%s\n", reached[i]);
	html_markup_unescaped(&p->out, "</textarea></div>");
	for (size_t i = 0; i < n; i++) {
		page_para(p, "hint", TEXT_DESK_INV_REACHED, reached[i], NULL, NULL);
	}
	if (n == 0)
		page_box_text(p, TONE_NOTE, TEXT_DESK_INV_HERE_ONLY, NULL, NULL, NULL);
	free(before);
}

static void number(struct page *p, const char *name, text_id label, text_id hint, int usual)
{
	char shown[16];
	snprintf(shown, sizeof shown, "%d", usual);
	page_text_field(p, name, label, hint, page_has(p, name) ? page_field(p, name) : shown, NULL);
}

static void show(struct page *p, const struct unit *u, size_t n, const struct err *refused)
{
	desk_begin(p, DESK_DEVICES, page_text(p, TEXT_DESK_INV_TITLE));
	page_crumbs(p, "/thiet-bi", TEXT_DESK_DEVICES);
	page_para(p, "", TEXT_DESK_INV_ABOUT, NULL, NULL, NULL);
	if (refused)
		page_box_fail(p, refused);
	if (n == 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_INV_NO_UNITS, NULL, NULL, NULL);
		page_link(p, "", "/don-vi-ds", TEXT_DESK_UNIT_TITLE);
	} else {
		page_form(p, "/moi-may", "");
		desk_once(p);
		choose(p, u, n);
		html_markup_unescaped(&p->out, "<div class=\"two\">");
		number(p, "may", TEXT_DESK_INV_USES, TEXT_DESK_INV_USES_HINT, USES);
		number(p, "ngay", TEXT_DESK_INV_DAYS, TEXT_DESK_INV_DAYS_HINT, DAYS);
		html_markup_unescaped(&p->out, "</div>");
		addresses(p);
		page_button(p, "big", TEXT_DESK_INV_MAKE);
		page_form_end(p);
	}
	html_print(&p->out, "<p><a href=\"/moi-may/danh-sach\">%s</a></p>", page_text(p, TEXT_DESK_INV_LIST));
	desk_end_status(p, refused ? 400 : 200);
}

static void page_of(struct page *p, const struct err *refused)
{
	struct err e;
	struct unit *u = NULL;
	size_t n;
	if (hamlets(p, &u, &n, &e) != 0)
		page_fail(p, &e);
	else
		show(p, u, n, refused);
	free(u);
}

void desk_invite(struct page *p)
{
	page_of(p, NULL);
}

/* --- making them --- */

static int typed_number(const char *s)
{
	int64_t n = 0;
	for (const char *c = s; *c; c++)
		n = *c >= '0' && *c <= '9' && n < 100000 ? 10 * n + (*c - '0') : 100000;
	return *s ? (int)n : 0;
}

static size_t lines(char *text, const char *out[static INVITE_ADDRESSES_MAX + 1])
{
	char *rest = text, *line;
	size_t n = 0;
	while (n <= INVITE_ADDRESSES_MAX && (line = strsep(&rest, "\r\n,; ")))
		if (*line)
			out[n++] = line;
	return n;
}

static bool has_machine(const struct store_device *d, size_t n, const char *unit)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(d[i].unit, unit) == 0 && d[i].state != DEVICE_REVOKED)
			return true;
	return false;
}

/* Those the choice means, moved to the front. */
static size_t chosen(struct page *p, struct unit *u, size_t n)
{
	struct err none;
	struct store_device *d = NULL;
	const char *for_whom = page_field(p, "don-vi");
	size_t devices = 0, kept = 0;
	bool without = strcmp(for_whom, WITHOUT) == 0, every = strcmp(for_whom, EVERY) == 0;
	if (without && store_devices(p->store, NULL, &d, &devices, &none) != 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (every || (without ? !has_machine(d, devices, u[i].code) : strcmp(u[i].code, for_whom) == 0))
			u[kept++] = u[i];
	free(d);
	return kept;
}

static int invite_all(struct page *p, const struct unit *u, size_t n, struct id *last, struct err *e)
{
	char *typed = alloc_copy(page_field(p, "dia-chi"));
	const char *address[INVITE_ADDRESSES_MAX + 1];
	struct app_hub_invite_wish wish = {.uses = typed_number(page_field(p, "may")),
		.days = typed_number(page_field(p, "ngay")),
		.address = address};
	wish.addresses = lines(typed, address);
	wish.no_address = wish.addresses == 0; /* the field was emptied */
	int rc = app_hub_invite_all(p->store, &wish, u, n, last, e);
	free(typed);
	return rc;
}

void desk_invite_do(struct page *p)
{
	struct err e;
	struct unit *u = NULL;
	struct id last = {0};
	size_t n = 0;
	char hex[ID_HEX], path[64], count[32];
	if (desk_made(p))
		return;
	int rc = hamlets(p, &u, &n, &e);
	if (rc == 0)
		n = chosen(p, u, n);
	if (rc == 0 && n == 0)
		rc = err_set(&e, ERR_NOT_FOUND, TEXT_DESK_INV_NOBODY, "");
	if (rc == 0)
		rc = invite_all(p, u, n, &last, &e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		desk_did(p, "invite", u[i].name);
	if (rc != 0) {
		page_of(p, &e);
	} else if (n == 1) {
		snprintf(path, sizeof path, "/moi-may/%s", id_hex(last, hex));
		desk_made_done(p, path, TEXT_DESK_INV_MADE_ONE, u[0].name, NULL, NULL);
	} else {
		desk_made_done(
			p, "/moi-may/danh-sach", TEXT_DESK_INV_MADE, page_number(p, (int64_t)n, count), NULL, NULL);
	}
	free(u);
}
