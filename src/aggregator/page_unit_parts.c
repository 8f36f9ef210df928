/* page_unit_parts.c - a hamlet's devices, and what is doubtful about its figures. */
#include <stdlib.h>
#include <string.h>

#include "page_overview.h"

static text_id state_word(enum store_device_state state)
{
	static text_id const words[] = {[DEVICE_NEW] = TEXT_OVER_DEVICE_NEW,
		[DEVICE_ACTIVE] = TEXT_OVER_DEVICE_ACTIVE,
		[DEVICE_WAITING] = TEXT_OVER_DEVICE_WAITING,
		[DEVICE_REVOKED] = TEXT_OVER_DEVICE_REVOKED};
	return words[state];
}

static void device(struct page *p, const struct store_device *d)
{
	char id[ID_SHOWN];
	html_print(&p->out, "<li><b>%s</b> %s <span class=\"code\">%s</span>: %s", d->label, d->letter,
		id_shown(d->node, id), page_text(p, state_word(d->state)));
	if (d->last_heard > 0) {
		html_markup_unescaped(&p->out, ", ");
		over_heard(p, d->last_heard);
	}
	html_markup_unescaped(&p->out, "</li>");
}

void unit_devices(struct page *p, const struct unit *u)
{
	struct store_device *d;
	struct err e;
	size_t n;
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2>", page_text(p, TEXT_OVER_COL_DEVICES));
	if (store_devices(p->store, u->code, &d, &n, &e) != 0) {
		page_box_fail(p, &e);
	} else {
		html_markup_unescaped(&p->out, n ? "<ul>" : "");
		for (size_t i = 0; i < n; i++)
			device(p, &d[i]);
		html_markup_unescaped(&p->out, n ? "</ul>" : "");
		if (n == 0)
			page_para(p, "", TEXT_OVER_NO_DEVICES, NULL, NULL, NULL);
		free(d);
	}
	html_print(&p->out, "<p><a href=\"/thiet-bi\">%s</a></p></section>", page_text(p, TEXT_OVER_DEVICES_GO));
}

/* What waits for a person, and what is doubtful in the figures as a whole. */
void unit_doubts(struct page *p, const struct unit *u, const struct over *o, size_t row)
{
	const struct app_hub_standing *r = &o->st.row[row];
	bool any = false;
	if (over_work(o, row) > 0) {
		html_markup_unescaped(&p->out, "<p class=\"box warn\">");
		over_item(p, TEXT_OVER_CONFLICTS, r->conflicts, &any);
		over_item(p, TEXT_OVER_HELD, r->held, &any);
		over_item(p, TEXT_OVER_WARNED, over_warned(o, row), &any);
		html_print(&p->out, ". <a href=\"/duyet?don-vi=%s\">%s</a></p>", u->code,
			page_text(p, TEXT_OVER_REVIEW_GO));
	}
	for (size_t i = 0; i < o->d.rows; i++)
		for (size_t k = 0; strcmp(o->d.row[i].unit.code, u->code) == 0 && k < o->d.row[i].figures.count; k++)
			page_box(p, TONE_WARN, o->d.row[i].figures.item[k].sentence);
}
