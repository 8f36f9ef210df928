/* page_chrome.c - what every page has: head, bar, menu, boxes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_units.h>
#include <tungnha/clock.h>

#include "pages.h"

bool door_is_owner(const struct page *p)
{
	return p->session && p->session->role == APP_OWNER;
}

int door_unit(struct page *p, struct unit *out, struct err *e)
{
	const char *asked = page_field(p, "unit");
	return *asked ? app_unit(p->store, asked, out, e) : door_unit_chosen(p, out, e);
}

int door_unit_chosen(struct page *p, struct unit *out, struct err *e)
{
	struct unit *all;
	size_t n;
	if (p->unit[0] && app_unit(p->store, p->unit, out, e) == 0)
		return 0;
	if (store_units(p->store, NULL, &all, &n, e) != 0)
		return -1;
	struct store_shape shape;
	bool own = false;
	for (size_t i = 0; i < n && !own; i++) {
		own = store_shape(p->store, all[i].code, &shape, e) == 0 && !shape.into[0];
		if (own || i == 0)
			*out = all[i];
	}
	free(all);
	return n > 0 ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DOOR_NO_UNIT, "");
}

/* --- head and bar --- */

struct entry_of_menu {
	enum door_tab tab;
	const char *path, *icon;
	text_id label;
	bool owner;
};

static void menu(struct page *p, enum door_tab tab)
{
	static const struct entry_of_menu entries[] = {
		{DOOR_HOME, "/", "home", TEXT_DOOR_HOME, false},
		{DOOR_LIST, "/danh-sach", "list", TEXT_DOOR_LIST, false},
		{DOOR_FORM02, "/mau-02", "table", TEXT_DOOR_FORM02, false},
		{DOOR_EXCHANGE, "/gui", "send", TEXT_DOOR_EXCHANGE, true},
		{DOOR_SETTINGS, "/cai-dat", "gear", TEXT_DOOR_SETTINGS, false},
	};
	html_print(&p->out, "<nav class=\"menu\" aria-label=\"%s\"><ul>", page_text(p, TEXT_DOOR_MENU));
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		const struct entry_of_menu *m = &entries[i];
		if (m->owner && !door_is_owner(p))
			continue;
		page_menu_entry(p, m->path, m->icon, m->label, m->tab == tab);
	}
	html_markup_unescaped(&p->out, "</ul></nav>");
}

static void bar(struct page *p, enum door_tab tab)
{
	struct unit u;
	struct err none;
	html_markup_unescaped(&p->out, "<header class=\"bar\"><p class=\"where\">");
	bool known = p->store && p->session && door_unit(p, &u, &none) == 0;
	html_text(&p->out, known ? u.name : page_text(p, TEXT_DOOR_PROGRAM));
	html_markup_unescaped(&p->out, "</p>");
	html_print(&p->out, "<p class=\"who\">%s <a href=\"%s\">%s</a></p></header>", p->session ? p->session->by : "",
		door_help_of(tab), page_text(p, TEXT_DOOR_HELP_WORD));
	if (p->practice)
		html_print(&p->out, "<aside class=\"practice\">%s. <a href=\"/tap\">%s</a></aside>",
			page_text(p, TEXT_DOOR_PRACTICE), page_text(p, TEXT_DOOR_SET_TAP_BACK));
}

void door_begin(struct page *p, enum door_tab tab, const char *title)
{
	page_top(p, title, "<script src=\"/tungnha.js\" defer></script>");
	html_markup_unescaped(&p->out, "<body>");
	page_skip(p);
	bar(p, tab);
	if (tab != DOOR_NONE)
		menu(p, tab);
	html_print(&p->out, "<main id=\"main\"><h1>%s</h1>", title);
}

void door_end_status(struct page *p, unsigned status)
{
	page_bottom(p, status);
}

void door_end(struct page *p)
{
	door_end_status(p, 200);
}
