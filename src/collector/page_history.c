/* page_history.c - what became of one household; entries that are kept and do not count. */
#include <stdlib.h>
#include <string.h>

#include "page_home.h"

/* --- one household --- */

struct telling {
	struct page *p;
	const char *unit;
};

static void held(struct page *p, const struct store_revision *r)
{
	char why[2 * FORM_SENTENCE];
	struct err e;
	store_held_reason(p->store, r, p->lang, &e);
	err_sentence(&e, p->lang, why, sizeof why);
	html_print(&p->out, "<br><strong>%s %s</strong>", page_text(p, TEXT_HISTORY_HELD), why);
}

static int tell(void *context, const struct app_event *ev, struct err *e)
{
	const struct telling *t = context;
	struct page *p = t->p;
	char *line = app_event_line(p->store, t->unit, ev, p->lang);
	(void)e;
	html_print(&p->out, "<li>%s", line);
	if (ev->revision && ev->revision->shown)
		html_print(&p->out, "<br><strong>✓ %s</strong>", page_text(p, TEXT_DOOR_HOME_SHOWN_NOW));
	if (ev->revision && ev->revision->held)
		held(p, ev->revision);
	html_markup_unescaped(&p->out, "</li>");
	free(line);
	return 0;
}

static void ways(struct page *p, const struct unit *shown, const char *unit)
{
	html_markup_unescaped(&p->out, "<p class=\"actions\"><a class=\"button second\" ");
	home_href(p, "/ho/", p->tail, shown, unit);
	html_print(&p->out, ">%s</a>", page_text(p, TEXT_DOOR_HOME_OPEN));
	if (door_is_owner(p)) {
		html_markup_unescaped(&p->out, "<a class=\"button second\" ");
		home_href(p, "/ho-sua/", p->tail, shown, unit);
		html_print(&p->out, ">%s</a>", page_text(p, TEXT_DOOR_HOME_CHANGE));
	}
	html_markup_unescaped(&p->out, "</p>");
}

void page_history(struct page *p)
{
	struct unit own, u;
	struct err e;
	char title[256];
	if (home_units(p, p->tail, &own, &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	struct telling t = {.p = p, .unit = u.code};
	text_fill(p->lang, TEXT_DOOR_HOME_HISTORY, (const char *const[3]){p->tail}, title, sizeof title);
	door_begin(p, DOOR_LIST, title);
	page_crumbs(p, "/danh-sach", TEXT_DOOR_LIST);
	html_markup_unescaped(&p->out, "<ol class=\"log\">");
	int rc = app_household_history(p->store, u.code, p->tail, p->lang, tell, &t, &e);
	if (rc != 0) {
		buf_clear(&p->out);
		page_fail(p, &e);
		return;
	}
	html_markup_unescaped(&p->out, "</ol>");
	ways(p, &own, u.code);
	door_end(p);
}

/* --- what is held --- */

static void held_row(struct page *p, const struct app_hub_held *h)
{
	const struct store_revision *r = &h->revision;
	char sentence[2 * FORM_SENTENCE], code[NAME_TEXT];
	err_sentence(&h->reason, p->lang, sentence, sizeof sentence);
	html_print(&p->out, "<li><strong>%s %s: %s</strong><br>", page_text(p, TEXT_EVENT_HOUSEHOLD),
		h->number[0] ? h->number : "?", sentence);
	page_writer(p, r->unit, r->by, r->author, r->at);
	html_print(&p->out, "<br><span class=\"code\">%s</span>", store_entry_text(p->store, &r->entry, code));
	if (h->number[0]) {
		html_markup_unescaped(&p->out, "<br><a ");
		home_href(p, "/ho-lich-su/", h->number, NULL, "");
		html_print(&p->out, ">%s</a>", page_text(p, TEXT_DOOR_HOME_HISTORY_OPEN));
	}
	html_markup_unescaped(&p->out, "</li>");
}

enum { HELD_SHOWN = 60 };

void page_held(struct page *p)
{
	struct unit u;
	struct app_hub_held *h;
	struct err e;
	size_t n, undecided = 0;
	char count[32];
	if (door_unit(p, &u, &e) != 0 || app_held(p->store, u.code, p->lang, &h, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	door_begin(p, DOOR_HOME, page_text(p, TEXT_DOOR_HOME_HELD_TITLE));
	page_crumbs(p, "/", TEXT_DOOR_HOME);
	for (size_t i = 0; i < n; i++)
		undecided += !h[i].purged;
	if (undecided || !n)
		page_box_text(p, n ? TONE_WARN : TONE_GOOD, n ? TEXT_DOOR_HOME_HELD_HOW : TEXT_HUB_HELD_NONE, NULL,
			NULL, NULL);
	html_markup_unescaped(&p->out, "<ol class=\"log\">");
	for (size_t i = 0; i < n && i < HELD_SHOWN; i++)
		held_row(p, &h[i]);
	html_markup_unescaped(&p->out, "</ol>");
	if (n > HELD_SHOWN) {
		page_para(p, "", TEXT_IMPORT_MORE, page_number(p, (int64_t)(n - HELD_SHOWN), count), NULL, NULL);
	}
	app_hub_held_free(h, n);
	door_end(p);
}
