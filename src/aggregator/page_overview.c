/* page_overview.c - the first page: how the hub's units stand. */
#include <tungnha/app_hub.h>

#include "pages.h"

static void row(struct page *p, const struct app_hub_standing *x)
{
	char reviewed[32], listed[32];
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/don-vi/%s\">%s</a></th><td class=\"number\">%s</td>",
		x->unit.code, x->unit.name, page_number(p, x->reviewed, reviewed));
	html_print(&p->out, "<td class=\"number\">%s</td></tr>", page_number(p, x->listed, listed));
}

void desk_overview(struct page *p)
{
	struct err e;
	struct app_hub_status st;
	if (app_hub_status(p->store, p->now, &st, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin_fresh(p, DESK_OVERVIEW, page_text(p, TEXT_DESK_OVERVIEW));
	html_markup_unescaped(&p->out, "<div class=\"scroll\"><table class=\"data\"><tbody>");
	for (size_t i = 0; i < st.rows; i++)
		row(p, &st.row[i]);
	html_markup_unescaped(&p->out, "</tbody></table></div>");
	app_hub_status_free(&st);
	desk_end(p);
}
