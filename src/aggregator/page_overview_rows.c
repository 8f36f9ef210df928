/* page_overview_rows.c - a row a unit: a table on a clerk's screen, a card each on a phone. What a cell says, it says
 * in words, so that it needs no heading there. */
#include <stdio.h>
#include <string.h>

#include "page_overview_list.h"

/* --- links to this list --- */

static void path_to(const struct over_list *l, enum over_only only, struct buf *out)
{
	buf_init(out, PAGE_BYTES_MAX);
	buf_text(out, "/");
	page_ask(out, "loc", over_only_word(only));
	page_ask(out, "xep", l->sort == SORT_NAME ? "" : over_sort_word(l->sort));
	page_ask(out, "tim", l->search);
	buf_text(out, "#xom");
}

/* --- what to show --- */

static text_id only_label(enum over_only only)
{
	static text_id const labels[ONLY_KINDS] = {TEXT_OVER_ONLY_ALL, TEXT_OVER_ONLY_MISSING, TEXT_OVER_ONLY_LATE,
		TEXT_OVER_ONLY_NEVER, TEXT_OVER_ONLY_WORK, TEXT_OVER_ONLY_DIFFERS, TEXT_OVER_ONLY_LOCKED};
	return labels[only];
}

static void chips(struct page *p, const struct over_list *l)
{
	struct buf path;
	html_print(&p->out, "<nav aria-label=\"%s\"><ul class=\"filters\">", page_text(p, TEXT_OVER_FILTERS));
	for (int i = 0; i < ONLY_KINDS; i++) {
		if (l->of[i] == 0 && i != ONLY_ALL && i != (int)l->only)
			continue;
		path_to(l, (enum over_only)i, &path);
		page_chip(p, path.data, i == (int)l->only, page_text(p, only_label((enum over_only)i)),
			(int64_t)l->of[i]);
		buf_free(&path);
	}
	html_markup_unescaped(&p->out, "</ul></nav>");
}

static void form(struct page *p, const struct over_list *l)
{
	static text_id const labels[SORTS] = {
		TEXT_OVER_SORT_NAME, TEXT_OVER_SORT_FAR, TEXT_OVER_SORT_HEARD, TEXT_OVER_SORT_WORK};
	html_print(&p->out,
		"<form action=\"/#xom\" role=\"search\" class=\"row find no-print\"><input type=\"hidden\" "
		"name=\"loc\" "
		"value=\"%s\"><span><label for=\"tim\">%s</label> <input type=\"search\" id=\"tim\" name=\"tim\" "
		"value=\"%s\" "
		"autocomplete=\"off\"></span><span><label for=\"xep\">%s</label> <select id=\"xep\" name=\"xep\">",
		over_only_word(l->only), page_text(p, TEXT_OVER_SEARCH), l->search, page_text(p, TEXT_OVER_SORT));
	for (int i = 0; i < SORTS; i++)
		page_option(p, over_sort_word((enum over_sort)i), i == (int)l->sort, page_text(p, labels[i]));
	html_print(
		&p->out, "</select></span><button class=\"second\">%s</button></form>", page_text(p, TEXT_OVER_SHOW));
}

/* --- a row --- */

static void name(struct page *p, const struct app_hub_standing *r)
{
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/don-vi/%s\">%s</a>", r->unit.code, r->unit.name);
	if (r->locked)
		html_print(&p->out, " <small>%s</small>", page_text(p, TEXT_HUB_MARK_LOCKED));
	html_markup_unescaped(&p->out, "</th><td>");
}

/* How its figures came, and when the last of them. */
static void heard(struct page *p, const struct app_hub_standing *r)
{
	if (over_never(r))
		html_print(&p->out, "<b class=\"late\">! %s</b>", page_text(p, TEXT_HUB_MARK_NEVER));
	else if (r->last_heard > 0)
		over_heard(p, r->last_heard);
	else
		html_text(&p->out, page_text(p, r->source == SOURCE_PAPER    ? TEXT_REPORT_PAPER
						: r->source == SOURCE_IMPORT ? TEXT_UP_MARK_IMPORT
									     : TEXT_UP_MARK_SUM));
}

static void declared(struct page *p, const struct over *o, const struct app_hub_standing *r)
{
	over_declared(p, o, r);
	if (r->differs)
		html_print(&p->out, "<b class=\"late\">≠ %s</b>", page_text(p, TEXT_OVER_DIFFERS));
}

static void work(struct page *p, const struct over *o, size_t i)
{
	const struct app_hub_standing *r = &o->st.row[i];
	bool any = false;
	if (over_work(o, i) <= 0) {
		html_text(&p->out, "–");
		return;
	}
	html_print(&p->out, "<a href=\"/duyet?don-vi=%s\">", r->unit.code);
	over_item(p, TEXT_OVER_CONFLICTS, r->conflicts, &any);
	over_item(p, TEXT_OVER_HELD, r->held, &any);
	over_item(p, TEXT_OVER_WARNED, over_warned(o, i), &any);
	html_markup_unescaped(&p->out, "</a>");
}

static void row(struct page *p, const struct over *o, size_t i)
{
	const struct app_hub_standing *r = &o->st.row[i];
	bool any = false;
	name(p, r);
	over_bar(p, r->reviewed, r->listed);
	html_markup_unescaped(&p->out, "</td>");
	page_cell(p, "", page_text(p, TEXT_OVER_COL_HEARD));
	heard(p, r);
	html_markup_unescaped(&p->out, "</td><td>");
	declared(p, o, r);
	html_markup_unescaped(&p->out, over_work(o, i) > 0 ? "</td><td>" : "</td><td class=\"none\">");
	work(p, o, i);
	html_markup_unescaped(&p->out, r->devices > 0 ? "</td><td>" : "</td><td class=\"none\">");
	over_item(p, TEXT_OVER_DEVICES, (int64_t)r->devices, &any);
	html_markup_unescaped(&p->out, any ? "</td></tr>\n" : "–</td></tr>\n");
}

static void table(struct page *p, const struct over_list *l)
{
	static text_id const heading[] = {TEXT_OVER_COL_UNIT, TEXT_OVER_COL_FAR, TEXT_OVER_COL_HEARD,
		TEXT_OVER_COL_DECLARED, TEXT_OVER_COL_WORK, TEXT_OVER_COL_DEVICES};
	html_markup_unescaped(&p->out, "<table class=\"data over\"><thead><tr>");
	for (size_t i = 0; i < sizeof heading / sizeof *heading; i++)
		html_print(&p->out, "<th scope=\"col\">%s</th>", page_text(p, heading[i]));
	html_markup_unescaped(&p->out, "</tr></thead><tbody>");
	for (size_t i = l->from; i < l->end; i++)
		row(p, l->o, l->row[i]);
	html_markup_unescaped(&p->out, "</tbody></table>");
}

void over_rows(struct page *p, const struct over *o)
{
	struct over_list l;
	struct buf path;
	over_list(p, o, SORT_NAME, &l);
	html_print(&p->out, "<h2 id=\"xom\">%s</h2>", page_text(p, TEXT_OVER_UNITS));
	chips(p, &l);
	form(p, &l);
	if (l.rows > 0)
		table(p, &l);
	else
		page_box_text(p, TONE_NOTE, TEXT_OVER_NONE_SUCH, NULL, NULL, NULL);
	path_to(&l, l.only, &path);
	page_turns(p, path.data, "trang", l.rows, OVER_ROWS);
	buf_free(&path);
	html_print(
		&p->out, "<p class=\"no-print\"><a href=\"/?man-hinh=lon\">%s</a></p>", page_text(p, TEXT_OVER_WALL));
	over_list_free(&l);
}
