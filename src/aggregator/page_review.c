/* page_review.c - what waits for a reviewer: units with how much, then item by item, each with what to do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_review.h"

enum { UNITS_SHOWN = 40, ITEMS_SHOWN = 40, ITEMS_FIRST = 15, UNITS_ASKED = 6 };

/* Several kinds stand in one column. */
enum column { CONFLICTS, HELD, SETTLED, RETURNED, WARNED, OTHER, COLUMNS };
static const text_id heading[COLUMNS] = {TEXT_REVIEW_COL_CONFLICT, TEXT_REVIEW_COL_HELD, TEXT_REVIEW_COL_SETTLED,
	TEXT_REVIEW_COL_RETURNED, TEXT_REVIEW_COL_WARNED, TEXT_REVIEW_COL_OTHER};
static const enum column column_of[QUEUE_KINDS] = {[QUEUE_CONFLICT] = CONFLICTS,
	[QUEUE_CLASH] = CONFLICTS,
	[QUEUE_HELD] = HELD,
	[QUEUE_SETTLED] = SETTLED,
	[QUEUE_RETURNED] = RETURNED,
	[QUEUE_WARNING] = WARNED,
	[QUEUE_FORK] = OTHER,
	[QUEUE_LOST] = OTHER};

struct asked {
	char unit[UNIT_CODE];
	int kind; /* -1: all */
	size_t page;
	struct app_queue_count *count;
	size_t counts;
};

static size_t page_asked(const struct page *p)
{
	long n = strtol(page_field(p, "trang"), NULL, 10);
	return n > 1 && n < 10000 ? (size_t)n - 1 : 0;
}

static int64_t of_column(const struct app_queue_count *c, enum column k)
{
	int64_t n = 0;
	for (size_t i = 0; i < QUEUE_KINDS; i++)
		n += column_of[i] == k ? c->of[i] : 0;
	return n;
}

static int64_t wanted(const struct app_queue_count *c, int kind)
{
	int64_t n = 0;
	for (int i = 0; i < QUEUE_KINDS; i++)
		n += kind < 0 || kind == i ? c->of[i] : 0;
	return n;
}

static void href(struct page *p, const char *unit, int kind, size_t page)
{
	char number[24];
	const char *sep = "?";
	snprintf(number, sizeof number, "%zu", page + 1);
	html_markup_unescaped(&p->out, " href=\"/duyet");
	if (*unit) {
		html_markup_unescaped(&p->out, "?don-vi=");
		html_url(&p->out, unit, "");
		sep = "&";
	}
	if (kind >= 0)
		html_print(&p->out, "%sloai=%s", sep, app_queue_word((enum app_queue_kind)kind));
	if (page)
		html_print(&p->out, "%strang=%s", kind >= 0 ? "&" : sep, number);
	html_markup_unescaped(&p->out, "\"");
}

/* --- kinds --- */

static void kinds(struct page *p, const struct asked *a)
{
	char shown[32];
	html_print(&p->out, "<nav aria-label=\"%s\"><ul class=\"filters\">", page_text(p, TEXT_REVIEW_KINDS));
	for (int k = -1; k < QUEUE_KINDS; k++) {
		int64_t n = 0;
		for (size_t i = 0; i < a->counts; i++)
			if (!*a->unit || strcmp(a->unit, a->count[i].unit.code) == 0)
				n += wanted(&a->count[i], k);
		if (k >= 0 && n == 0 && k != a->kind)
			continue;
		html_markup_unescaped(&p->out, "<li><a");
		href(p, a->unit, k, 0);
		html_markup_unescaped(&p->out, k == a->kind ? " aria-current=\"true\">" : ">");
		html_print(&p->out, "%s: %s</a></li>",
			page_text(p, k < 0 ? TEXT_REVIEW_ALL : app_queue_kind_said((enum app_queue_kind)k)),
			page_number(p, n, shown));
	}
	html_markup_unescaped(&p->out, "</ul></nav>");
}

/* --- units --- */

static void unit_row(struct page *p, const struct app_queue_count *c, int kind)
{
	char shown[32];
	html_markup_unescaped(&p->out, "<tr><th scope=\"row\"><a");
	href(p, c->unit.code, kind, 0);
	html_print(&p->out, ">%s</a></th>", c->unit.name);
	for (int k = 0; k < COLUMNS; k++) {
		int64_t n = of_column(c, (enum column)k);
		html_print(&p->out, "<td class=\"number\">%s</td>", n ? page_number(p, n, shown) : "");
	}
	html_markup_unescaped(&p->out, "</tr>");
}

static void more(struct page *p, const struct asked *a, bool back, bool on)
{
	html_markup_unescaped(&p->out, "<p class=\"row\">");
	if (back) {
		html_markup_unescaped(&p->out, "<a class=\"button second\"");
		href(p, a->unit, a->kind, a->page - 1);
		html_print(&p->out, ">%s</a>", page_text(p, TEXT_REVIEW_PAGE_BEFORE));
	}
	if (on) {
		html_markup_unescaped(&p->out, "<a class=\"button second\"");
		href(p, a->unit, a->kind, a->page + 1);
		html_print(&p->out, ">%s</a>", page_text(p, TEXT_REVIEW_PAGE_AFTER));
	}
	html_markup_unescaped(&p->out, "</p>");
}

static void units(struct page *p, const struct asked *a)
{
	size_t seen = 0;
	html_print(&p->out,
		"<h2>%s</h2><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table "
		"class=\"data\"><thead><tr><th scope=\"col\">%s</th>",
		page_text(p, TEXT_REVIEW_UNITS), page_text(p, TEXT_REVIEW_UNITS), page_text(p, TEXT_REVIEW_COL_UNIT));
	for (int k = 0; k < COLUMNS; k++)
		html_print(&p->out, "<th scope=\"col\" class=\"number\">%s</th>", page_text(p, heading[k]));
	html_markup_unescaped(&p->out, "</tr></thead><tbody>");
	for (size_t i = 0; i < a->counts; i++) {
		if (wanted(&a->count[i], a->kind) == 0)
			continue;
		if (seen >= a->page * UNITS_SHOWN && seen < (a->page + 1) * UNITS_SHOWN)
			unit_row(p, &a->count[i], a->kind);
		seen++;
	}
	html_markup_unescaped(&p->out, "</tbody></table></div>");
	if (a->page > 0 || seen > (a->page + 1) * UNITS_SHOWN)
		more(p, a, a->page > 0, seen > (a->page + 1) * UNITS_SHOWN);
}

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
		review_who(p, i->unit.code, i->by, i->author, i->at);
		html_markup_unescaped(&p->out, "</p>");
	}
}

/* Items of one household stand together. Returns how many households were shown. */
static size_t items(struct page *p, const struct app_queue *q, int kind, size_t from, size_t most, size_t *all)
{
	const struct app_queue_item *before = NULL;
	size_t at = 0, shown = 0;
	for (size_t i = 0; i < q->count; i++) {
		const struct app_queue_item *it = &q->item[i];
		if (kind >= 0 && (int)it->kind != kind)
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

static void of_unit(struct page *p, const struct asked *a)
{
	struct app_queue q;
	struct err e;
	size_t all;
	if (app_queue(p->store, a->unit, p->lang, p->now, &q, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	html_print(
		&p->out, "<h2 class=\"visually-hidden\">%s</h2><ol class=\"todo\">", page_text(p, TEXT_REVIEW_WAITING));
	size_t shown = items(p, &q, a->kind, a->page * ITEMS_SHOWN, ITEMS_SHOWN, &all);
	html_markup_unescaped(&p->out, "</ol>");
	if (all == 0)
		page_box_text(p, TONE_GOOD, TEXT_REVIEW_NONE_HERE, NULL, NULL, NULL);
	if (a->page > 0 || all > a->page * ITEMS_SHOWN + shown)
		more(p, a, a->page > 0, all > a->page * ITEMS_SHOWN + shown);
	app_queue_free(&q);
}

/* Of the first units, so that one may begin at once. */
static void first_items(struct page *p, const struct asked *a)
{
	struct app_queue q;
	struct err e;
	size_t left = ITEMS_FIRST, all;
	html_print(&p->out, "<h2>%s</h2><ol class=\"todo\">", page_text(p, TEXT_REVIEW_FIRST));
	for (size_t i = 0, asked = 0; i < a->counts && left && asked < UNITS_ASKED; i++) {
		if (wanted(&a->count[i], a->kind) == 0)
			continue;
		asked++;
		if (app_queue(p->store, a->count[i].unit.code, p->lang, p->now, &q, &e) != 0)
			break;
		left -= items(p, &q, a->kind, 0, left, &all);
		app_queue_free(&q);
	}
	html_markup_unescaped(&p->out, "</ol>");
}

static void total(struct page *p, const struct asked *a)
{
	int64_t n = 0;
	size_t with = 0;
	char shown[32], counted[32];
	for (size_t i = 0; i < a->counts; i++) {
		n += wanted(&a->count[i], a->kind);
		with += wanted(&a->count[i], a->kind) > 0;
	}
	if (n == 0)
		page_box_text(p, TONE_GOOD, TEXT_REVIEW_NONE, NULL, NULL, NULL);
	else
		page_box_text(p, TONE_NOTE, TEXT_REVIEW_TOTAL, page_number(p, n, shown),
			page_number(p, (int64_t)with, counted), NULL);
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
	struct asked a = {.kind = review_kind(page_field(p, "loai")), .page = page_asked(p)};
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
		desk_crumbs(p, "/duyet", TEXT_REVIEW_ALL_UNITS);
	else
		total(p, &a);
	if (a.counts)
		kinds(p, &a);
	if (one) {
		of_unit(p, &a);
		struct unit below;
		if (desk_unit(p, u.code, &below, &e) == 0)
			paper_links(p, u.code);
	} else if (a.counts) {
		if (a.page == 0)
			first_items(p, &a);
		units(p, &a);
	}
	free(a.count);
	desk_end(p);
}
