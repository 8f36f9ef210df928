/* page_review_units.c - how much waits for a reviewer: of each kind, in each unit. */
#include <stdio.h>
#include <string.h>

#include "page_review.h"

enum { UNITS_SHOWN = 40 };

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

static int64_t of_column(const struct app_queue_count *c, enum column k)
{
	int64_t n = 0;
	for (size_t i = 0; i < QUEUE_KINDS; i++)
		n += column_of[i] == k ? c->of[i] : 0;
	return n;
}

int64_t review_wanted(const struct app_queue_count *c, int kind)
{
	int64_t n = 0;
	for (int i = 0; i < QUEUE_KINDS; i++)
		n += (kind < 0 && i != QUEUE_RETURNED) || kind == i ? c->of[i] : 0;
	return n;
}

static void path_to(const char *unit, int kind, struct buf *out)
{
	buf_init(out, REVIEW_PATH);
	buf_text(out, "/duyet");
	page_ask(out, "don-vi", unit);
	page_ask(out, "loai", kind < 0 ? "" : app_queue_word((enum app_queue_kind)kind));
}

void review_turns(struct page *p, const struct review_asked *a, size_t n, size_t rows)
{
	struct buf path;
	path_to(a->unit, a->kind, &path);
	page_turns(p, path.data, "trang", n, rows);
	buf_free(&path);
}

/* --- kinds --- */

void review_kinds(struct page *p, const struct review_asked *a)
{
	struct buf path;
	html_print(&p->out, "<nav aria-label=\"%s\"><ul class=\"filters\">", page_text(p, TEXT_REVIEW_KINDS));
	for (int k = -1; k < QUEUE_KINDS; k++) {
		int64_t n = 0;
		for (size_t i = 0; i < a->counts; i++)
			if (!*a->unit || strcmp(a->unit, a->count[i].unit.code) == 0)
				n += review_wanted(&a->count[i], k);
		if (k >= 0 && n == 0 && k != a->kind)
			continue;
		path_to(a->unit, k, &path);
		page_chip(p, path.data, k == a->kind,
			page_text(p, k < 0 ? TEXT_REVIEW_ALL : app_queue_kind_said((enum app_queue_kind)k)), n);
		buf_free(&path);
	}
	html_markup_unescaped(&p->out, "</ul></nav>");
}

/* --- units --- */

static void unit_row(struct page *p, const struct app_queue_count *c, int kind)
{
	char shown[32];
	struct buf path;
	path_to(c->unit.code, kind, &path);
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"%s\">%s</a></th>", path.data, c->unit.name);
	buf_free(&path);
	for (int k = 0; k < COLUMNS; k++) {
		int64_t n = of_column(c, (enum column)k);
		if (n == 0) {
			html_markup_unescaped(&p->out, "<td></td>");
			continue;
		}
		page_cell(p, "number", page_text(p, heading[k]));
		html_print(&p->out, "%s</td>", page_number(p, n, shown));
	}
	html_markup_unescaped(&p->out, "</tr>");
}

/* How many units something waits in, and how much. */
static size_t sum(const struct review_asked *a, int64_t *n)
{
	size_t with = 0;
	*n = 0;
	for (size_t i = 0; i < a->counts; i++) {
		*n += review_wanted(&a->count[i], a->kind);
		with += review_wanted(&a->count[i], a->kind) > 0;
	}
	return with;
}

void review_units(struct page *p, const struct review_asked *a)
{
	int64_t waiting;
	size_t n = sum(a, &waiting), seen = 0, from, end;
	page_span(p, "trang", n, UNITS_SHOWN, &from, &end);
	page_heading(p, TEXT_REVIEW_UNITS);
	page_table_begin(p, "said", page_text(p, TEXT_REVIEW_UNITS));
	page_th(p, page_text(p, TEXT_REVIEW_COL_UNIT));
	for (int k = 0; k < COLUMNS; k++)
		page_th_number(p, page_text(p, heading[k]));
	page_rows(p);
	for (size_t i = 0; i < a->counts; i++) {
		if (review_wanted(&a->count[i], a->kind) == 0)
			continue;
		if (seen >= from && seen < end)
			unit_row(p, &a->count[i], a->kind);
		seen++;
	}
	page_table_end(p);
	review_turns(p, a, n, UNITS_SHOWN);
}

/* --- all of it --- */

bool review_any(const struct review_asked *a)
{
	int64_t n;
	return sum(a, &n) > 0;
}

void review_total(struct page *p, const struct review_asked *a)
{
	int64_t n;
	const size_t with = sum(a, &n);
	char shown[32], counted[32];
	if (n == 0)
		page_box_text(p, TONE_GOOD, TEXT_REVIEW_NONE, NULL, NULL, NULL);
	else
		page_box_text(p, TONE_NOTE, TEXT_REVIEW_TOTAL, page_number(p, n, shown),
			page_number(p, (int64_t)with, counted), NULL);
}
