/* page_home.c - the first page: how far the hamlet is, the next household, what waits for a person, what is safe. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_home.h"

/* --- how far --- */

/* The commune's number of households and the list's are two; what is left to do stands below, once. */
static void planned(struct page *p, const struct app_home *h)
{
	char of[32], all[32], here[32];
	page_say(p, TEXT_DOOR_HOME_PLANNED, page_number(p, h->households, of), page_number(p, h->listed, all),
		page_number(p, h->status.totals.records, here));
	if (h->status.totals.records < h->listed)
		html_print(&p->out, " %s", page_text(p, TEXT_DOOR_HOME_PLANNED_MORE));
}

static void progress(struct page *p, const struct app_home *h)
{
	char of[32], all[32], percent[32];
	page_number(p, h->households, of);
	page_number(p, h->listed, all);
	html_markup_unescaped(&p->out, "<p class=\"figure\">");
	page_say(p, TEXT_DOOR_HOME_FIGURE, of, all, NULL);
	html_print(&p->out,
		"</p><progress class=\"bar-progress\" max=\"%lld\" value=\"%lld\" aria-label=\"%s\">%s</progress><p>",
		(long long)(h->listed ? h->listed : 1),
		(long long)(h->households < h->listed ? h->households : h->listed), page_text(p, TEXT_DOOR_HOME_BAR),
		text_percent(p->lang, h->households, h->listed, percent));
	if (h->listed == h->status.totals.records)
		page_say(p, h->households < h->listed ? TEXT_DOOR_HOME_PROGRESS : TEXT_DOOR_HOME_COMPLETE, of, all,
			NULL);
	else
		planned(p, h);
	html_markup_unescaped(&p->out, "</p>");
}

static void add(struct page *p, const struct app_home *h)
{
	if (h->status.locked || h->status.purged_at[0])
		return;
	if (h->next[0]) {
		html_markup_unescaped(&p->out, "<a class=\"button big\" ");
		home_href(p, "/ho/", h->next, NULL, "");
		html_markup_unescaped(&p->out, ">");
		page_say(p, TEXT_DOOR_HOME_ADD_NEXT, h->next, NULL, NULL);
		html_markup_unescaped(&p->out, "</a>");
	}
	html_print(&p->out, "<a class=\"button big%s\" href=\"/ho-moi\">", h->next[0] ? " second" : "");
	html_print(&p->out, "%s</a>", page_text(p, h->next[0] ? TEXT_DOOR_HOME_ADD_NEW : TEXT_DOOR_HOME_ADD));
}

/* Nothing is known yet: the list first, or simply the first household. */
static void begin(struct page *p)
{
	page_box_text(
		p, TONE_NOTE, door_is_owner(p) ? TEXT_DOOR_HOME_EMPTY : TEXT_DOOR_HOME_EMPTY_PHONE, NULL, NULL, NULL);
	if (door_is_owner(p))
		page_link(p, "big", "/dua-danh-sach", TEXT_DOOR_HOME_IMPORT);
	html_print(&p->out, "<a class=\"button big%s\" href=\"/ho-moi\">", door_is_owner(p) ? " second" : "");
	html_print(&p->out, "%s</a>", page_text(p, TEXT_DOOR_HOME_FIRST));
}

/* --- half typed --- */

static void draft(struct page *p, const struct app_draft *d)
{
	char when[20], link[APP_DRAFT_LINK];
	html_markup_unescaped(&p->out, "<li><a href=\"");
	home_path(p, d->known ? "/ho/" : "/ho-moi", d->known ? d->number : "");
	html_print(&p->out, "?do=%s\">", app_draft_link(d->id, link));
	page_say(p, d->number[0] ? TEXT_DOOR_HOME_DRAFT : TEXT_DOOR_HOME_DRAFT_NEW, d->number, NULL, NULL);
	html_print(&p->out, "<span>%s%s%s</span></a></li>", d->by, d->by[0] ? ", " : "", page_when(d->at, when));
}

enum { DRAFTS_SHOWN = 12 };

static void drafts(struct page *p, const struct app_home *h)
{
	if (h->drafts == 0)
		return;
	html_print(&p->out, "<section><h2>%s</h2><ul class=\"links\">", page_text(p, TEXT_DOOR_HOME_DRAFTS));
	for (size_t i = 0; i < h->drafts && i < DRAFTS_SHOWN; i++)
		draft(p, &h->draft[i]);
	html_markup_unescaped(&p->out, "</ul></section>");
}

/* --- what waits for a person --- */

struct wait {
	const char *path;
	text_id what, then;
	int64_t n;
};

static void waits(struct page *p, const struct app_home *h)
{
	const struct app_status *s = &h->status;
	const struct wait list[] = {
		{"/tra-lai", TEXT_DOOR_HOME_RETURNED, TEXT_DOOR_HOME_RETURNED_DO, s->returned},
		{"/xung-dot", TEXT_DOOR_HOME_CONFLICTS, TEXT_DOOR_HOME_CONFLICTS_DO, h->conflicts},
		{"/xung-dot", TEXT_DOOR_HOME_CLASHES, TEXT_DOOR_HOME_CLASHES_DO, h->clashes},
		{"/tam-giu", TEXT_DOOR_HOME_HELD, TEXT_DOOR_HOME_HELD_DO, s->progress.held},
		{"/danh-sach?loc=chua-den", TEXT_DOOR_HOME_UNVISITED, TEXT_DOOR_HOME_UNVISITED_DO, h->unvisited},
		{"/danh-sach?loc=lam-lai", TEXT_DOOR_HOME_AGAIN, TEXT_DOOR_HOME_AGAIN_DO, s->totals.again},
		{"/danh-sach?loc=xem-lai", TEXT_DOOR_HOME_WARNED, TEXT_DOOR_HOME_WARNED_DO, s->totals.warned_at_door},
	};
	enum { TO_VISIT = 4 }; /* from here on: families to go to, which in closed figures nobody can record */
	const size_t lines = s->locked ? TO_VISIT : sizeof list / sizeof *list;
	char n[32];
	bool any = false;
	for (size_t i = 0; i < lines; i++) {
		if (list[i].n <= 0)
			continue;
		if (!any)
			html_print(&p->out, "<section><h2>%s</h2><ul class=\"links\">",
				page_text(p, TEXT_DOOR_HOME_WAITS));
		any = true;
		html_print(&p->out, "<li><a href=\"%s\">", list[i].path);
		page_say(p, list[i].what, page_number(p, list[i].n, n), NULL, NULL);
		html_print(&p->out, "<span>%s</span></a></li>", page_text(p, list[i].then));
	}
	if (any)
		html_markup_unescaped(&p->out, "</ul></section>");
}

/* --- the row --- */

static void row(struct page *p, const struct app_home *h)
{
	const struct form *f = h->status.form;
	const struct form_sums *sums = &h->status.totals.sums;
	char n[32];
	html_print(&p->out, "<section><h2>%s</h2><dl class=\"facts\">", page_text(p, TEXT_DOOR_HOME_ROW));
	for (size_t i = 0; i < f->columns; i++) {
		if (!f->column[i].printed)
			continue;
		html_print(&p->out, "<dt>%s", form_words(&f->column[i].label, p->lang));
		if (sums->unknown[i] > 0) {
			html_markup_unescaped(&p->out, "<br><small>");
			page_say(p, TEXT_DOOR_HOME_ROW_UNKNOWN, page_number(p, sums->unknown[i], n), NULL, NULL);
			html_markup_unescaped(&p->out, "</small>");
		}
		html_print(&p->out, "</dt><dd>%s</dd>", page_number(p, sums->value[i], n));
	}
	html_print(&p->out, "</dl><p><a href=\"/mau-02\">%s</a></p>", page_text(p, TEXT_DOOR_HOME_ROW_MORE));
	for (size_t i = 0; i < h->warnings.count; i++)
		page_box(p, TONE_WARN, h->warnings.item[i].sentence);
	html_markup_unescaped(&p->out, "</section>");
}

/* --- several hamlets --- */

static void one_unit(struct page *p, const struct unit *u, const struct unit *shown)
{
	int64_t households, listed;
	struct err none;
	char a[32], b[32];
	if (app_progress(p->store, u, &households, &listed, &none) != 0)
		return;
	html_markup_unescaped(&p->out, "<li><a ");
	home_href(p, "/xom/", u->code, NULL, "");
	html_markup_unescaped(&p->out, strcmp(u->code, shown->code) == 0 ? " aria-current=\"true\">" : ">");
	html_print(&p->out, "%s: %s/%s</a></li>", u->name, page_number(p, households, a), page_number(p, listed, b));
}

/* Those with a row of their own; one needs no switch. */
static void units(struct page *p, const struct unit *shown)
{
	struct unit *all;
	struct store_shape shape;
	struct err none;
	size_t n, own = 0;
	if (store_units(p->store, NULL, &all, &n, &none) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (store_shape(p->store, all[i].code, &shape, &none) == 0 && !shape.into[0])
			all[own++] = all[i];
	if (own > 1) {
		html_print(
			&p->out, "<nav aria-label=\"%s\"><ul class=\"filters\">", page_text(p, TEXT_DOOR_HOME_UNITS));
		for (size_t i = 0; i < own; i++)
			one_unit(p, &all[i], shown);
		html_markup_unescaped(&p->out, "</ul></nav>");
	}
	free(all);
}

void page_home_unit(struct page *p)
{
	struct unit u;
	struct err e;
	if (app_unit(p->store, p->tail, &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	page_set_unit(p, u.code);
	page_redirect(p, "/");
}

/* --- the page --- */

/* What changes while phones are at work: the page's script asks for it again by itself. */
static void live(struct page *p, const struct app_home *h)
{
	home_urgent(p, h);
	if (h->status.totals.records == 0 && !h->status.purged_at[0]) {
		begin(p);
	} else {
		progress(p, h);
		add(p, h);
	}
	drafts(p, h);
	waits(p, h);
	if (h->status.totals.records > 0)
		row(p, h);
	if (!p->practice) {
		if (h->status.totals.records > 0)
			home_declared(p, h);
		home_safety(p, h);
		if (door_is_owner(p)) /* a phone can back up nothing and set no passphrase */
			home_advice(p, h);
	}
}

void page_home(struct page *p)
{
	struct unit u;
	struct app_home h;
	struct err e;
	const bool part = page_has(p, "phan");
	int rc = door_unit(p, &u, &e);
	if (rc != 0 && e.code == ERR_NOT_FOUND && !*page_field(p, "unit")) {
		page_redirect(
			p, "/cai-dat/xom"); /* the power went while this machine was set up: the invitation again */
		return;
	}
	if (rc != 0 || app_home(p->store, u.code, p->folder, p->now, p->lang, &h, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	if (!part) {
		door_begin(p, DOOR_HOME, u.name);
		units(p, &u);
		settle_told(p);
		html_markup_unescaped(&p->out, "<div data-poll=\"/?phan=1\" data-every=\"10\">");
	}
	live(p, &h);
	app_home_free(&h);
	if (part) {
		page_done(p, 200);
		return;
	}
	html_markup_unescaped(&p->out, "</div>");
	door_end(p);
}
