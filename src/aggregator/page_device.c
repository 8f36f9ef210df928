/* page_device.c - one machine: its id to be compared over the telephone, taking it in, showing it out, and inviting the
 * one that takes its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "page_devices.h"

/* All rows of one node, and all others. */
struct crowd {
	struct store_device *device;
	size_t count;
	struct id node;
	const struct store_device *first; /* of the node */
	bool waits, revoked;              /* any of its rows is to be compared; all of them are revoked */
};

static bool is_it(const struct crowd *c, const struct store_device *d)
{
	return id_equal(d->node, c->node);
}

static int find(struct page *p, const char *typed, struct crowd *c, struct err *e)
{
	*c = (struct crowd){.revoked = true};
	if (!id_read(typed, &c->node))
		return err_set(e, ERR_NOT_FOUND, TEXT_DESK_DEV_UNKNOWN, "%s", typed);
	if (store_devices(p->store, NULL, &c->device, &c->count, e) != 0)
		return -1;
	for (size_t i = 0; i < c->count; i++) {
		const struct store_device *d = &c->device[i];
		if (!is_it(c, d))
			continue;
		c->first = c->first ? c->first : d;
		c->waits |= d->state == DEVICE_NEW || d->state == DEVICE_WAITING;
		c->revoked &= d->state == DEVICE_REVOKED;
	}
	return c->first ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DESK_DEV_UNKNOWN, "%s", typed);
}

static const char *name_of(const struct page *p, const char *code, struct unit *u)
{
	struct err none;
	return store_unit(p->store, code, u, &none) == 0 ? u->name : code;
}

/* --- what is known of it --- */

static void facts_of(struct page *p, const struct store_device *d)
{
	static const text_id states[] = {[DEVICE_NEW] = TEXT_HUB_DEVICE_IS_NEW,
		[DEVICE_ACTIVE] = TEXT_HUB_DEVICE_IS_ACTIVE,
		[DEVICE_WAITING] = TEXT_HUB_DEVICE_IS_WAITING,
		[DEVICE_REVOKED] = TEXT_HUB_DEVICE_IS_REVOKED};
	char heard[PAGE_WHEN], through[32];
	struct unit u;
	html_print(&p->out, "<div class=\"card\"><h2><a href=\"/don-vi/%s\">%s</a></h2><dl class=\"facts\">", d->unit,
		name_of(p, d->unit, &u));
	page_fact(p, TEXT_HUB_COL_STATE, page_text(p, states[d->state]));
	page_fact(p, TEXT_DESK_DEV_LABEL, d->label[0] ? d->label : "–");
	page_fact(p, TEXT_HUB_COL_HEARD, d->last_heard ? page_when(d->last_heard, heard) : "–");
	page_fact(p, TEXT_DESK_DEV_THROUGH, page_number(p, d->through, through));
	html_markup_unescaped(&p->out, "</dl></div>");
}

/* Others that came by the same invitation: whoever has the one may have the other. */
static void companions(struct page *p, const struct crowd *c)
{
	char hex[ID_HEX], shown[ID_SHOWN];
	bool any = false;
	for (size_t i = 0; i < c->count; i++) {
		const struct store_device *d = &c->device[i];
		if (is_it(c, d) || d->state == DEVICE_REVOKED || id_is_zero(d->invite) ||
			!id_equal(d->invite, c->first->invite))
			continue;
		if (!any) {
			page_box_text(p, TONE_WARN, TEXT_DESK_DEV_COMPANIONS, NULL, NULL, NULL);
			html_markup_unescaped(&p->out, "<ul class=\"links\">");
		}
		html_print(&p->out, "<li><a href=\"/thiet-bi/%s\">%s<span>%s</span></a></li>", id_hex(d->node, hex),
			d->label[0] ? d->label : page_text(p, TEXT_DESK_DEV_NAMELESS), id_shown(d->node, shown));
		any = true;
	}
	html_markup_unescaped(&p->out, any ? "</ul>" : "");
}

/* --- taking it in --- */

static void accept_form(struct page *p, const struct crowd *c)
{
	char hex[ID_HEX];
	page_heading(p, TEXT_DESK_DEV_COMPARE);
	html_markup_unescaped(&p->out, "<ol class=\"steps\">");
	html_print(&p->out, "<li>%s</li><li>%s</li><li>%s</li></ol>", page_text(p, TEXT_DESK_DEV_STEP_1),
		page_text(p, TEXT_DESK_DEV_STEP_2), page_text(p, TEXT_DESK_DEV_STEP_3));
	page_form(p, "/thiet-bi/nhan", "");
	page_hidden(p, "may", id_hex(c->node, hex));
	page_button(p, "big", TEXT_DESK_DEV_ACCEPT);
	page_form_end(p);
}

void desk_device_accept(struct page *p)
{
	struct err e;
	struct app_hub_devices d;
	struct unit u;
	if (app_hub_device_accept(p->store, page_field(p, "may"), &d, &e) != 0)
		page_fail(p, &e);
	else
		desk_done(p, "/thiet-bi", d.changed ? TEXT_DESK_DEV_ACCEPTED : TEXT_DESK_DEV_WAS_ACTIVE,
			d.device[0].label, name_of(p, d.device[0].unit, &u), NULL);
	app_hub_devices_free(&d);
}

/* --- showing it out --- */

static void revoke_form(struct page *p, const struct crowd *c, const struct err *refused)
{
	static const text_id reasons[] = {
		TEXT_DESK_DEV_WHY_LOST, TEXT_DESK_DEV_WHY_BROKEN, TEXT_DESK_DEV_WHY_LEFT, TEXT_DESK_DEV_WHY_CODE};
	char hex[ID_HEX];
	html_markup_unescaped(&p->out, refused ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_print(&p->out, "<summary>%s</summary><p>%s</p>", page_text(p, TEXT_DESK_DEV_REVOKE),
		page_text(p, TEXT_DESK_DEV_FOLLOWS));
	page_form(p, "/thiet-bi/thu-hoi", "");
	page_hidden(p, "may", id_hex(c->node, hex));
	if (refused)
		page_box_fail(p, refused);
	html_print(&p->out,
		"<div class=\"field\"><label for=\"ly-do\">%s</label><input type=\"text\" id=\"ly-do\" name=\"ly-do\" "
		"list=\"ly-do-san\" value=\"%s\" maxlength=\"200\" required></div><datalist id=\"ly-do-san\">",
		page_text(p, TEXT_DESK_DEV_REASON), page_field(p, "ly-do"));
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		html_print(&p->out, "<option value=\"%s\">", page_text(p, reasons[i]));
	html_print(&p->out,
		"</datalist><div class=\"choices field\"><label><input type=\"checkbox\" name=\"moi\" value=\"1\"> "
		"%s</label></div>",
		page_text(p, TEXT_DESK_DEV_REINVITE));
	page_button(p, "danger", TEXT_DESK_DEV_REVOKE_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void show(struct page *p, const struct crowd *c, const struct err *refused)
{
	char shown[ID_SHOWN], title[256], path[96];
	snprintf(
		title, sizeof title, "%s", c->first->label[0] ? c->first->label : page_text(p, TEXT_DESK_DEV_NAMELESS));
	desk_begin(p, DESK_DEVICES, title);
	page_crumbs(p, "/thiet-bi", TEXT_DESK_DEVICES);
	html_print(&p->out, "<p>%s</p><p class=\"secret\">%s</p>", page_text(p, TEXT_DESK_DEV_CODE),
		id_shown(c->node, shown));
	if (c->waits && page_may(p, PAGE_CLERK))
		accept_form(p, c);
	for (size_t i = 0; i < c->count; i++)
		if (is_it(c, &c->device[i]))
			facts_of(p, &c->device[i]);
	companions(p, c);
	if (c->revoked) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_DEV_GONE, NULL, NULL, NULL);
		snprintf(path, sizeof path, "/moi-may?don-vi=%s", c->first->unit);
		if (page_may(p, PAGE_CLERK))
			page_link(p, "", path, TEXT_DESK_DEV_INVITE_OTHER);
	} else if (page_may(p, PAGE_ADMIN)) {
		revoke_form(p, c, refused);
	}
	desk_end_status(p, refused ? 400 : 200);
}

void desk_device(struct page *p)
{
	struct err e;
	struct crowd c;
	if (find(p, p->tail, &c, &e) == 0)
		show(p, &c, NULL);
	else
		page_fail(p, &e);
	free(c.device);
}

static void show_refused(struct page *p, const struct err *refused)
{
	struct err e;
	struct crowd c;
	if (find(p, page_field(p, "may"), &c, &e) == 0)
		show(p, &c, refused);
	else
		page_fail(p, &e);
	free(c.device);
}

/* Its page, with what became of it; doubt: "" or why no other was invited in its place. */
static void revoked(struct page *p, const struct app_hub_devices *d, const char *doubt)
{
	struct unit u;
	char sentence[1024], both[3072], hex[ID_HEX], path[64];
	const struct store_device *gone = &d->device[0];
	text_fill(p->lang, d->changed ? TEXT_DESK_DEV_REVOKED_NOW : TEXT_DESK_DEV_WAS_REVOKED,
		(const char *const[3]){gone->label, name_of(p, gone->unit, &u), NULL}, sentence, sizeof sentence);
	snprintf(both, sizeof both, "%s%s%s", sentence, *doubt ? "\n! " : "", doubt);
	snprintf(path, sizeof path, "/thiet-bi/%s", id_hex(gone->node, hex));
	desk_done(p, path, TEXT_REVIEW_SAID, both, NULL, NULL);
}

/* The machine that takes its place is invited to the same hamlet, for as many machines and days as is usual. */
static void reinvite(struct page *p, const struct app_hub_devices *d)
{
	struct err e;
	struct invite made;
	struct buf text;
	char hex[ID_HEX], path[64], why[1024], doubt[1536];
	const struct app_hub_invite_wish wish = {.unit = d->device[0].unit, .uses = 1, .days = 14};
	buf_init(&text, INVITE_FILE_MAX);
	if (app_hub_invite(p->store, &wish, &made, &text, &e) == 0) {
		snprintf(path, sizeof path, "/moi-may/%s", id_hex(made.id, hex));
		desk_did(p, "invite", made.unit.name);
		desk_done(p, path, TEXT_DESK_DEV_REVOKED_INVITED, made.unit.name, NULL, NULL);
	} else {
		app_words_of(&e, p->lang, why, sizeof why);
		text_fill(
			p->lang, TEXT_DESK_DEV_NO_OTHER, (const char *const[3]){why, NULL, NULL}, doubt, sizeof doubt);
		revoked(p, d, doubt);
	}
	app_hub_invite_wipe(&made, &text);
}

void desk_device_revoke(struct page *p)
{
	struct err e;
	struct app_hub_devices d;
	if (app_hub_device_revoke(p->store, page_field(p, "may"), page_field(p, "ly-do"), &d, &e) != 0)
		show_refused(p, &e);
	else if (page_has(p, "moi"))
		reinvite(p, &d);
	else
		revoked(p, &d, "");
	app_hub_devices_free(&d);
}
