/* page_unit.c - one hamlet: how it stands, what it declared, who works there, its households by number. */
#include <string.h>

#include "page_overview.h"

static size_t row_of(const struct over *o, const char *code)
{
	size_t i = 0;
	while (i < o->st.rows && strcmp(o->st.row[i].unit.code, code) != 0)
		i++;
	return i;
}

/* Merged: its households count at another one. */
static bool told_merged(struct page *p, const char *code)
{
	struct store_shape shape;
	struct unit into;
	struct err none;
	char at[CLOCK_STAMP], shown[PAGE_WHEN], day[CLOCK_DATE];
	bool merged = store_shape(p->store, code, &shape, &none) == 0 && shape.into[0] &&
		      store_unit(p->store, shape.into, &into, &none) == 0;
	if (merged) {
		html_markup_unescaped(&p->out, "<p class=\"box note\">");
		page_say(p, shape.merged[0] ? TEXT_OVER_MERGED_ON : TEXT_OVER_MERGED, into.name,
			clock_day(shape.merged, day), NULL);
		html_print(&p->out, " <a href=\"/don-vi/%s\">%s</a></p>", into.code, into.name);
	}
	if (store_purged(p->store, code, at, &none) == 1)
		page_box_text(p, TONE_NOTE, TEXT_OVER_PURGED, page_stamp(at, shown), NULL, NULL);
	return merged;
}

static void fact(struct page *p, text_id label)
{
	html_print(&p->out, "<dt>%s</dt><dd>", page_text(p, label));
}

static void how(struct page *p, const struct over *o, const struct app_hub_standing *r)
{
	char n[32];
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2><p class=\"far\">", page_text(p, TEXT_OVER_STANDS));
	over_bar(p, r->reviewed, r->listed);
	html_markup_unescaped(&p->out, "</p><dl class=\"facts how\">");
	fact(p, TEXT_OVER_COL_HEARD);
	if (over_never(r))
		html_text(&p->out, page_text(p, TEXT_HUB_MARK_NEVER));
	else
		over_heard(p, r->last_heard);
	html_markup_unescaped(&p->out, "</dd>");
	fact(p, TEXT_OVER_COL_DECLARED);
	over_declared(p, o, r);
	html_markup_unescaped(&p->out, "</dd>");
	fact(p, TEXT_OVER_COL_DEVICES);
	html_print(&p->out, "%s</dd>", page_number(p, (int64_t)r->devices, n));
	fact(p, TEXT_OVER_FIGURES);
	html_print(&p->out, "%s</dd></dl>", page_text(p, r->locked ? TEXT_OVER_LOCKED : TEXT_OVER_OPEN));
	if (r->row_used)
		page_box_text(p, TONE_NOTE, TEXT_OVER_ROW_USED, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</section>");
}

struct way {
	enum page_who who;
	const char *path;
	text_id label;
};

/* What one may do here, each on its own page. */
static void ways(struct page *p, const struct unit *u)
{
	static const struct way way[] = {
		{PAGE_VIEWER, "/duyet?don-vi=", TEXT_OVER_REVIEW_GO},
		{PAGE_CLERK, "/moi-may?don-vi=", TEXT_OVER_INVITE},
		{PAGE_VIEWER, "/khai/", TEXT_OVER_DECLARED_GO},
		{PAGE_APPROVER, "/khoa/", TEXT_OVER_LOCK},
	};
	html_markup_unescaped(&p->out, "<p class=\"row no-print\">");
	for (size_t i = 0; i < sizeof way / sizeof *way; i++)
		if (page_may(p, way[i].who))
			html_print(&p->out, "<a class=\"button second\" href=\"%s%s\">%s</a>", way[i].path, u->code,
				page_text(p, way[i].label));
	html_markup_unescaped(&p->out, "</p>");
}

static int body(struct page *p, const struct unit *u, const struct over *o, struct err *e)
{
	const size_t row = row_of(o, u->code);
	if (!told_merged(p, u->code))
		ways(p, u);
	html_markup_unescaped(&p->out, "<div class=\"cards\">");
	if (row < o->st.rows)
		how(p, o, &o->st.row[row]);
	if (over_chart(p, u->code, e) != 0)
		return -1;
	unit_devices(p, u);
	html_markup_unescaped(&p->out, "</div>");
	if (row < o->st.rows)
		unit_doubts(p, u, o, row);
	unit_weeks(p, u);
	unit_households(p, u);
	return 0;
}

void desk_hamlet(struct page *p)
{
	struct err e;
	struct unit u;
	const struct over *o = desk_unit(p, p->tail, &u, &e) == 0 ? over_of(p, &e) : NULL;
	if (!o) {
		page_fail(p, &e);
		return;
	}
	desk_begin_fresh(p, DESK_OVERVIEW, u.name);
	page_crumbs(p, "/", TEXT_DESK_OVERVIEW);
	if (body(p, &u, o, &e) != 0) {
		buf_clear(&p->out);
		page_fail(p, &e);
		return;
	}
	desk_end(p);
}
