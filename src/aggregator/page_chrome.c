/* page_chrome.c - what every page of the desk has: head, bar, menu, the sentence of what was just done. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "pages.h"

struct entry_of_menu {
	enum desk_tab tab;
	const char *path, *icon;
	text_id label;
};

static void menu(struct page *p, enum desk_tab tab)
{
	static const struct entry_of_menu entries[] = {
		{DESK_OVERVIEW, "/", "home", TEXT_DESK_OVERVIEW},
		{DESK_REVIEW, "/duyet", "list", TEXT_DESK_REVIEW},
		{DESK_REPORTS, "/bao-cao", "table", TEXT_DESK_REPORTS},
		{DESK_DEVICES, "/thiet-bi", "send", TEXT_DESK_DEVICES},
		{DESK_MANAGE, "/quan-ly", "gear", TEXT_DESK_MANAGE},
	};
	html_print(&p->out, "<nav class=\"menu\" aria-label=\"%s\"><ul>", page_text(p, TEXT_DOOR_MENU));
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		const struct entry_of_menu *m = &entries[i];
		page_menu_entry(p, m->path, m->icon, m->label, m->tab == tab);
	}
	html_markup_unescaped(&p->out, "</ul></nav>");
}

static void bar(struct page *p)
{
	struct unit own;
	struct err none;
	bool known = p->store && p->session && store_own_unit(p->store, &own, &none) == 0;
	html_print(&p->out, "<header class=\"bar\"><p class=\"where\">%s</p>",
		known ? own.name : page_text(p, TEXT_DOOR_PROGRAM));
	if (p->session && *p->session->by) /* not who makes the first administrator */
		html_print(&p->out, "<p class=\"who\"><a href=\"/tro-giup\">%s</a> <a href=\"/toi\">%s</a></p>",
			page_text(p, TEXT_DESK_HELP_TITLE), p->session->by);
	html_markup_unescaped(&p->out, "</header>");
}

const char *desk_who(const struct page *p, const char *by, char out[static UNIT_NAME])
{
	struct unit own;
	struct err none;
	bool known = !*by && store_own_unit(p->store, &own, &none) == 0;
	snprintf(out, UNIT_NAME, "%s", known ? own.name : *by ? by : "–");
	return out;
}

/* --- what was just done: told once, on the next page of the same session --- */

enum { SAID_MAX = 64, SAID_BYTES = 1024 };
static struct said {
	struct id session;
	char sentence[SAID_BYTES];
} said[SAID_MAX]; /* of the store's thread; the one written longest ago gives way */
static size_t said_next;

static struct said *said_to(const struct page *p)
{
	for (size_t i = 0; p->session && i < SAID_MAX; i++)
		if (said[i].sentence[0] && id_equal(said[i].session, p->session->id))
			return &said[i];
	return NULL;
}

void desk_done(struct page *p, const char *path, text_id id, const char *a0, const char *a1, const char *a2)
{
	struct said *x = said_to(p);
	if (!x)
		x = &said[said_next++ % SAID_MAX];
	x->session = p->session->id;
	text_fill(p->lang, id, (const char *const[3]){a0, a1, a2}, x->sentence, sizeof x->sentence);
	page_redirect(p, path);
}

/* What was done is done, also where the log cannot be written. */
void desk_did(struct page *p, const char *what, const char *about)
{
	struct err ignored;
	(void)app_user_did(p->store, what, about, p->session->by, p->now, &ignored);
}

static void tell_said(struct page *p)
{
	struct said *x = said_to(p);
	if (!x || p->posted)
		return;
	char *doubts = strstr(x->sentence, "\n! "); /* those are no success */
	if (doubts)
		*doubts = '\0';
	page_box(p, TONE_GOOD, x->sentence);
	while (doubts) {
		char *next = strstr(doubts + 1, "\n! ");
		if (next)
			*next = '\0';
		page_box(p, TONE_WARN, doubts + 3);
		doubts = next;
	}
	x->sentence[0] = '\0';
}

/* On paper there is no bar: whose figures these are, and when they stood so. */
static void printed_by(struct page *p)
{
	struct unit own;
	struct err none;
	char when[PAGE_WHEN];
	if (p->store && p->session && store_own_unit(p->store, &own, &none) == 0)
		html_print(&p->out, "<p class=\"print-only\">%s, %s</p>", own.name, page_when(p->now, when));
}

static void begin(struct page *p, enum desk_tab tab, const char *title, const char *class, bool fresh)
{
	char changes[24];
	app_words_place(p->store);
	page_top(p, title, "<link rel=\"stylesheet\" href=\"/desk.css\"><script src=\"/desk.js\" defer></script>");
	html_print(&p->out, "<body data-away=\"%s\">", page_text(p, TEXT_DESK_AWAY));
	page_skip(p);
	bar(p);
	if (tab != DESK_NONE)
		menu(p, tab);
	snprintf(changes, sizeof changes, "%lld", fresh ? (long long)store_changes(p->store) : 0);
	html_print(&p->out, "<main id=\"main\" class=\"%s\"", class);
	if (fresh)
		html_print(&p->out, " data-fresh=\"%s\"", changes);
	html_print(&p->out, "><h1>%s</h1>", title);
	printed_by(p);
	tell_said(p);
}

void desk_begin(struct page *p, enum desk_tab tab, const char *title)
{
	begin(p, tab, title, "", false);
}

void desk_begin_wide(struct page *p, enum desk_tab tab, const char *title)
{
	begin(p, tab, title, "wide", false);
}

void desk_begin_fresh(struct page *p, enum desk_tab tab, const char *title)
{
	begin(p, tab, title, "wide", true);
}

void desk_end_status(struct page *p, unsigned status)
{
	page_bottom(p, status);
}

void desk_end(struct page *p)
{
	desk_end_status(p, 200);
}

int desk_unit(struct page *p, const char *code, struct unit *out, struct err *e)
{
	struct unit own;
	if (store_unit(p->store, code, out, e) != 0)
		return -1;
	if (store_own_unit(p->store, &own, e) != 0)
		return -1;
	return strcmp(own.code, out->code) == 0 ? err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", code) : 0;
}
