/* page_review.c - what waits for a reviewer, item by item, each with what to do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_review.h"

enum { ITEMS_SHOWN = 40, ITEMS_FIRST = 15, UNITS_ASKED = 6 };

/* --- items --- */

static void subject(struct page *p, const struct app_queue_item *i, int kind)
{
	char path[REVIEW_PATH];
	review_path(p, i, kind, path);
	html_markup_unescaped(&p->out, "<h3>");
	if (*path)
		html_print(&p->out, "<a href=\"%s\" data-item>", path);
	if (i->number[0])
		page_say(p, TEXT_REVIEW_HOUSEHOLD, i->number, i->unit.name, NULL);
	else
		html_text(&p->out, i->unit.name);
	html_markup_unescaped(&p->out, *path ? "</a></h3>" : "</h3>");
	if (i->at[0] && i->entry.seq) {
		html_markup_unescaped(&p->out, "<p class=\"small\">");
		page_writer(p, i->unit.code, i->by, i->author, i->at);
		html_markup_unescaped(&p->out, "</p>");
	}
}

/* Items of one household stand together. Returns how many households were shown. */
static size_t items(
	struct page *p, const struct app_queue *q, int kind, bool locked, size_t from, size_t most, size_t *all)
{
	const struct app_queue_item *before = NULL;
	size_t at = 0, shown = 0;
	for (size_t i = 0; i < q->count; i++) {
		const struct app_queue_item *it = &q->item[i];
		if (!review_waits(it, kind) || (locked && !review_of_closed(it)))
			continue;
		bool same = before && review_same(before, it);
		at += !same;
		before = it;
		if (at <= from || at > from + most)
			continue;
		if (!same) {
			html_markup_unescaped(&p->out, shown++ ? "</li><li class=\"card\">" : "<li class=\"card\">");
			subject(p, it, kind);
		}
		review_reason(p, it);
	}
	if (shown)
		html_markup_unescaped(&p->out, "</li>");
	*all = at;
	return shown;
}

static void of_unit(struct page *p, const struct review_asked *a, const struct unit *u)
{
	bool locked;
	struct app_queue q;
	struct err e;
	size_t all, from, end;
	if (app_queue(p->store, a->unit, p->lang, p->now, &q, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	if (store_locked(p->store, a->unit, &locked, &e) == 0 && locked)
		review_locked(p, u);
	html_print(
		&p->out, "<h2 class=\"visually-hidden\">%s</h2><ol class=\"todo\">", page_text(p, TEXT_REVIEW_WAITING));
	items(p, &q, a->kind, false, 0, 0, &all); /* how many there are */
	page_span(p, "trang", all, ITEMS_SHOWN, &from, &end);
	items(p, &q, a->kind, false, from, ITEMS_SHOWN, &all);
	html_markup_unescaped(&p->out, "</ol>");
	if (all == 0)
		page_box_text(p, TONE_GOOD, TEXT_REVIEW_NONE_HERE, NULL, NULL, NULL);
	review_turns(p, a, all, ITEMS_SHOWN);
	app_queue_free(&q);
}

/* Of the first units, so that one may begin at once. */
static void first_items(struct page *p, const struct review_asked *a)
{
	struct app_queue q;
	struct err e;
	size_t left = ITEMS_FIRST, all;
	bool locked, closed = false;
	html_print(&p->out, "<h2>%s</h2><ol class=\"todo\">", page_text(p, TEXT_REVIEW_FIRST));
	for (size_t i = 0, asked = 0; i < a->counts && left && asked < UNITS_ASKED; i++) {
		if (review_wanted(&a->count[i], a->kind) == 0)
			continue;
		if (store_locked(p->store, a->count[i].unit.code, &locked, &e) != 0)
			break;
		closed = closed || locked;
		if (locked) /* nothing of it is decided now; its page says so */
			continue;
		asked++;
		if (app_queue(p->store, a->count[i].unit.code, p->lang, p->now, &q, &e) != 0)
			break;
		left -= items(p, &q, a->kind, false, 0, left, &all);
		app_queue_free(&q);
	}
	html_markup_unescaped(&p->out, "</ol>");
	if (left == ITEMS_FIRST && !closed)
		page_box_text(p, TONE_GOOD, TEXT_REVIEW_NONE_HERE, NULL, NULL, NULL);
}

static void paper_links(struct page *p, const char *unit)
{
	if (!page_may(p, PAGE_CLERK))
		return;
	html_markup_unescaped(&p->out, "<p class=\"row no-print\">");
	const char *const path[] = {"/nhap-phieu/", "/nhap-giay/"};
	const text_id label[] = {TEXT_REVIEW_SHEET, TEXT_REVIEW_ROW};
	for (size_t i = 0; i < 2; i++) {
		html_print(&p->out, "<a class=\"button second\" href=\"%s", path[i]);
		html_url(&p->out, unit, "");
		html_print(&p->out, "\">%s</a>", page_text(p, label[i]));
	}
	html_markup_unescaped(&p->out, "</p>");
}

void desk_review(struct page *p)
{
	struct review_asked a = {.kind = review_kind(page_field(p, "loai"))};
	struct unit u;
	struct err e;
	char title[UNIT_NAME + 64];
	bool one = *page_field(p, "don-vi") != '\0';
	if ((one && store_unit(p->store, page_field(p, "don-vi"), &u, &e) != 0) ||
		app_queue_counts(p->store, p->now, &a.count, &a.counts, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	snprintf(title, sizeof title, "%s%s%s", page_text(p, TEXT_DESK_REVIEW), one ? " – " : "", one ? u.name : "");
	if (one)
		memcpy(a.unit, u.code, sizeof a.unit);
	desk_begin_fresh(p, DESK_REVIEW, title);
	if (one)
		page_crumbs(p, "/duyet", TEXT_REVIEW_ALL_UNITS);
	else
		review_total(p, &a);
	if (a.counts)
		review_kinds(p, &a);
	if (one) {
		of_unit(p, &a, &u);
		struct unit below;
		if (desk_unit(p, u.code, &below, &e) == 0)
			paper_links(p, u.code);
	} else if (review_any(&a)) {
		if (strtol(page_field(p, "trang"), NULL, 10) <= 1)
			first_items(p, &a);
		review_units(p, &a);
	}
	free(a.count);
	desk_end(p);
}
