/* page_overview_wall.c - the same for a screen on a wall: nothing to press, every unit at once, what is wrong first to
 * be seen. */
#include <string.h>

#include "page_overview_list.h"

enum { WALL = 45 }; /* five by nine fill a screen of 1920 by 1080 */

static void figures(struct page *p, const struct over *o)
{
	const struct app_calendar *c = &o->calendar;
	const struct app_hub_standing *t = &o->st.total;
	char left[OVER_WORDS] = "", when[PAGE_WHEN], a[32], b[32], said[APP_PERIOD_SAID], period[PERIOD_TEXT];
	size_t missing = 0, owing = 0;
	for (size_t i = 0; i < o->st.rows; i++) {
		owing += strcmp(o->st.row[i].unit.level, "office") != 0;
		missing += over_missing(o, &o->st.row[i]);
	}
	html_markup_unescaped(&p->out, "<div class=\"row wall-head\"><p class=\"far\">");
	over_bar(p, t->reviewed, t->listed);
	html_markup_unescaped(&p->out, "</p>");
	if (c->duty && !c->clock_unset) {
		period_text(c->running, period);
		const int64_t until = period_end(&c->rule, c->running);
		html_print(&p->out, "<p><b data-left=\"%lld\">%s</b> ", (long long)(until - p->now),
			over_left(p, until, left));
		page_say(p, left[0] ? TEXT_OVER_UNTIL : TEXT_OVER_ENDED, page_when(until, when), NULL, NULL);
		html_markup_unescaped(&p->out, "</p><p>");
		page_say(p, TEXT_OVER_WALL_DECLARED, app_period_said(period, p->lang, said),
			page_number(p, (int64_t)(owing - missing), a), page_number(p, (int64_t)owing, b));
		html_markup_unescaped(&p->out, "</p>");
	}
	html_print(&p->out, "<p class=\"no-print\"><a href=\"/\">%s</a></p></div>", page_text(p, TEXT_OVER_WALL_END));
}

static void one(struct page *p, const struct over *o, size_t i)
{
	const struct app_hub_standing *r = &o->st.row[i];
	bool any = false;
	html_print(&p->out, "<li><a href=\"/don-vi/%s\">%s</a><div>", r->unit.code, r->unit.name);
	over_bar(p, r->reviewed, r->listed);
	html_markup_unescaped(&p->out, "</div><div>");
	if (over_never(r))
		html_print(&p->out, "<b class=\"late\">! %s</b>", page_text(p, TEXT_HUB_MARK_NEVER));
	else if (over_missing(o, r))
		html_print(&p->out, "<b class=\"late\">! %s</b>", page_text(p, TEXT_OVER_NOT_DECLARED));
	else if (r->submitted[0])
		html_print(&p->out, "<b class=\"kept-time\">✓ %s</b>", page_text(p, TEXT_OVER_HAS_DECLARED));
	if (over_work(o, i) > 0) {
		html_markup_unescaped(&p->out, " · ");
		over_item(p, TEXT_OVER_WORK, over_work(o, i), &any);
	}
	html_markup_unescaped(&p->out, "</div></li>");
}

/* How many are in which state, those that find no room below among them. */
static void counts(struct page *p, const struct over_list *l)
{
	static const struct {
		enum over_only only;
		text_id label;
	} of[] = {{ONLY_NEVER, TEXT_OVER_ONLY_NEVER}, {ONLY_MISSING, TEXT_OVER_ONLY_MISSING},
		{ONLY_LATE, TEXT_OVER_ONLY_LATE}, {ONLY_WORK, TEXT_OVER_ONLY_WORK}};
	char n[32];
	html_markup_unescaped(&p->out, "<p class=\"wall-counts\">");
	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		html_print(&p->out, "%s%s: <b>%s</b>", i ? " · " : "", page_text(p, of[i].label),
			page_number(p, (int64_t)l->of[of[i].only], n));
	html_markup_unescaped(&p->out, "</p>");
}

void over_wall(struct page *p, const struct over *o)
{
	struct over_list l;
	char n[32];
	over_list(p, o, SORT_WRONG, &l);
	desk_begin_fresh(p, DESK_NONE, o->st.unit.name);
	figures(p, o);
	counts(p, &l);
	html_markup_unescaped(&p->out, "<ul class=\"wall\">");
	for (size_t i = 0; i < l.rows && i < WALL; i++)
		one(p, o, l.row[i]);
	html_markup_unescaped(&p->out, "</ul>");
	if (l.rows > WALL) {
		page_para(p, "", TEXT_OVER_MORE, page_number(p, (int64_t)(l.rows - WALL), n), NULL, NULL);
	}
	over_list_free(&l);
	desk_end(p);
}
