/* page_devices.c - every machine of the hamlets, by what is to be done about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_devices.h"

enum { CARDS_SHOWN = 20 };

const char *devices_day(int64_t at, char out[static CLOCK_DATE])
{
	char date[CLOCK_DATE];
	return clock_day(clock_date(at, date), out);
}

/* --- the list --- */

struct list {
	struct store_device *device;
	size_t count;
	struct unit *unit;
	size_t units;
};

static const char *unit_name(const struct list *l, const char *code)
{
	for (size_t i = 0; i < l->units; i++)
		if (strcmp(l->unit[i].code, code) == 0)
			return l->unit[i].name;
	return code;
}

static size_t count(const struct list *l, enum store_device_state state)
{
	size_t n = 0;
	for (size_t i = 0; i < l->count; i++)
		n += l->device[i].state == state;
	return n;
}

/* A machine whose id is to be compared: which, and the page where that is done. */
static void card(struct page *p, const struct list *l, const struct store_device *d)
{
	char shown[ID_SHOWN], hex[ID_HEX], heard[PAGE_WHEN];
	html_print(&p->out, "<li><a href=\"/thiet-bi/%s\">%s – %s<span>%s", id_hex(d->node, hex), unit_name(l, d->unit),
		d->label[0] ? d->label : page_text(p, TEXT_DESK_DEV_NAMELESS), id_shown(d->node, shown));
	if (d->last_heard)
		html_print(&p->out, " · %s %s", page_text(p, TEXT_DESK_DEV_HEARD), page_when(d->last_heard, heard));
	html_markup_unescaped(&p->out, "</span></a></li>");
}

static void cards(struct page *p, const struct list *l, enum store_device_state state, text_id heading, text_id what)
{
	size_t all = count(l, state), shown = 0;
	char n[32];
	if (all == 0)
		return;
	html_print(&p->out, "<h2>%s (%s)</h2>", page_text(p, heading), page_number(p, (int64_t)all, n));
	page_box_text(p, TONE_WARN, what, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	for (size_t i = 0; i < l->count && shown < CARDS_SHOWN; i++)
		if (l->device[i].state == state && ++shown)
			card(p, l, &l->device[i]);
	html_markup_unescaped(&p->out, "</ul>");
	if (all > shown)
		page_box_number(p, TONE_NOTE, TEXT_DESK_DEV_MORE, (int64_t)(all - shown));
}

static void row(struct page *p, const struct list *l, const struct store_device *d)
{
	char shown[ID_SHOWN], hex[ID_HEX], heard[PAGE_WHEN], through[32];
	html_print(&p->out,
		"<tr><th scope=\"row\">%s</th><td><a href=\"/thiet-bi/%s\">%s</a></td><td class=\"code\">%s</td>",
		unit_name(l, d->unit), id_hex(d->node, hex),
		d->label[0] ? d->label : page_text(p, TEXT_DESK_DEV_NAMELESS), id_shown(d->node, shown));
	page_cell(p, "", page_text(p, TEXT_HUB_COL_HEARD));
	html_print(&p->out, "%s</td>", d->last_heard ? page_when(d->last_heard, heard) : "–");
	page_cell(p, "number", page_text(p, TEXT_HUB_COL_THROUGH));
	html_print(&p->out, "%s</td></tr>", page_number(p, d->through, through));
}

static void table(struct page *p, const struct list *l, enum store_device_state state, text_id heading)
{
	static const text_id columns[] = {TEXT_HUB_COL_UNIT, TEXT_HUB_COL_LABEL, TEXT_HUB_COL_DEVICE,
		TEXT_HUB_COL_HEARD, TEXT_HUB_COL_THROUGH, TEXT_NONE};
	size_t all = count(l, state), from, end, i = 0;
	char n[32];
	if (all == 0)
		return;
	html_print(&p->out, "<h2>%s (%s)</h2>", page_text(p, heading), page_number(p, (int64_t)all, n));
	page_table(p, "said named", heading, columns);
	page_span(p, "trang", all, PAGE_ROWS, &from, &end);
	for (size_t at = 0; at < l->count; at++) {
		if (l->device[at].state != state)
			continue;
		if (i >= from && i < end)
			row(p, l, &l->device[at]);
		i++;
	}
	page_table_end(p);
}

static void links(struct page *p)
{
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	if (page_may(p, PAGE_CLERK)) {
		page_link(p, "", "/moi-may", TEXT_DESK_INV_TITLE);
		page_link(p, "second", "/moi-may/danh-sach", TEXT_DESK_INV_LIST);
		page_link(p, "second", "/usb", TEXT_DESK_USB_TITLE);
		page_link(p, "second", "/sao-luu", TEXT_DESK_KEEP_TITLE);
	}
	html_markup_unescaped(&p->out, "</div>");
}

static void show(struct page *p, const struct list *l)
{
	bool gone = page_has(p, "thu-hoi");
	enum store_device_state state = gone ? DEVICE_REVOKED : DEVICE_ACTIVE;
	const char *path = gone ? "/thiet-bi?thu-hoi=1" : "/thiet-bi";
	desk_begin_fresh(p, DESK_DEVICES, page_text(p, TEXT_DESK_DEVICES));
	links(p);
	if (l->count == 0)
		page_box_text(p, TONE_NOTE, TEXT_DESK_DEV_NONE, NULL, NULL, NULL);
	if (!gone) {
		cards(p, l, DEVICE_WAITING, TEXT_DESK_DEV_WAITING, TEXT_DESK_DEV_WAITING_WHAT);
		cards(p, l, DEVICE_NEW, TEXT_DESK_DEV_NEW, TEXT_DESK_DEV_NEW_WHAT);
	}
	table(p, l, state, gone ? TEXT_DESK_DEV_REVOKED : TEXT_DESK_DEV_ACTIVE);
	page_turns(p, path, "trang", count(l, state), PAGE_ROWS);
	if (gone)
		html_print(&p->out, "<p><a href=\"/thiet-bi\">%s</a></p>", page_text(p, TEXT_DESK_DEV_ALL));
	else if (count(l, DEVICE_REVOKED) > 0)
		html_print(&p->out, "<p><a href=\"/thiet-bi?thu-hoi=1\">%s (%zu)</a></p>",
			page_text(p, TEXT_DESK_DEV_REVOKED), count(l, DEVICE_REVOKED));
	desk_end(p);
}

void desk_devices(struct page *p)
{
	struct err e;
	struct list l = {0};
	const char *only = page_field(p, "don-vi");
	if (store_devices(p->store, *only ? only : NULL, &l.device, &l.count, &e) != 0 ||
		store_units(p->store, NULL, &l.unit, &l.units, &e) != 0)
		page_fail(p, &e);
	else
		show(p, &l);
	free(l.device);
	free(l.unit);
}
