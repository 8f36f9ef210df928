/* page_overview.c - the first page: how the hub's units stand. */
#include <string.h>

#include "page_overview.h"

/* --- gathered once --- */

/* Of the store's thread. A look at three hundred units costs a seventh of a second; ten people who look at the same
 * moment cost one. Times that pass by themselves ("overdue", "so many a day") are looked at anew every minute. */
static struct kept {
	struct over over;
	bool full;
	const struct store *store;
	struct id id;
	int64_t changes, minute;
	enum text_lang lang;
} kept;

static void forget(void)
{
	if (!kept.full)
		return;
	app_hub_status_free(&kept.over.st);
	app_doubts_free(&kept.over.d);
	if (kept.over.judged)
		app_indicators_free(&kept.over.x);
	kept.over = (struct over){.judged = false};
	kept.full = false;
}

static bool is_fresh(const struct page *p, int64_t changes)
{
	return kept.full && kept.store == p->store && id_equal(kept.id, store_id(p->store)) &&
	       kept.changes == changes && kept.minute == p->now / 60 && kept.lang == p->lang;
}

static int gather(struct page *p, struct over *o, struct err *e)
{
	struct err none;
	app_calendar(p->store, p->now, &o->calendar);
	if (app_hub_status(p->store, p->now, &o->st, e) != 0)
		return -1;
	if (app_doubts(p->store, NULL, p->lang, p->now, &o->d, e) != 0) {
		app_hub_status_free(&o->st);
		return -1;
	}
	o->judged = app_indicators(p->store, NULL, p->now, &o->x, &none) == 0;
	return 0;
}

const struct over *over_of(struct page *p, struct err *e)
{
	const int64_t changes = store_changes(p->store);
	if (is_fresh(p, changes))
		return &kept.over;
	forget();
	if (gather(p, &kept.over, e) != 0)
		return NULL;
	kept.full = true;
	kept.store = p->store;
	kept.id = store_id(p->store);
	kept.changes = changes;
	kept.minute = p->now / 60;
	kept.lang = p->lang;
	return &kept.over;
}

/* --- what a row says --- */

static const struct app_doubt *doubt_of(const struct over *o, const struct unit *u, size_t guess)
{
	if (guess < o->d.rows && strcmp(o->d.row[guess].unit.code, u->code) == 0)
		return &o->d.row[guess];
	for (size_t i = 0; i < o->d.rows; i++)
		if (strcmp(o->d.row[i].unit.code, u->code) == 0)
			return &o->d.row[i];
	return NULL;
}

int64_t over_warned(const struct over *o, size_t row)
{
	const struct app_doubt *d = doubt_of(o, &o->st.row[row].unit, row);
	return d ? d->households + (int64_t)d->figures.count : 0;
}

int64_t over_work(const struct over *o, size_t row)
{
	const struct app_hub_standing *r = &o->st.row[row];
	return r->conflicts + r->held + over_warned(o, row);
}

bool over_missing(const struct over *o, const struct app_hub_standing *r)
{
	const struct app_calendar *c = &o->calendar;
	struct period declared;
	if (!c->duty || c->clock_unset || strcmp(r->unit.level, "office") == 0 ||
		period_compare(c->running, c->first) < 0)
		return false;
	return !period_parse(r->submitted, &declared) || period_compare(declared, c->running) < 0;
}

bool over_never(const struct app_hub_standing *r)
{
	return r->last_heard == 0 && r->source == SOURCE_NONE;
}

/* --- the page --- */

struct step {
	enum page_who who;
	const char *path;
	text_id what, go;
};

/* Nothing is below this hub yet, or nobody could send: what comes first, in its order, each where one may do it. */
static void first_steps(struct page *p, const struct over *o)
{
	static const struct step step[] = {
		{PAGE_ADMIN, "/don-vi-ds/tep", TEXT_OVER_FIRST_UNITS, TEXT_OVER_FIRST_UNITS_GO},
		{PAGE_ADMIN, "/nguoi-dung", TEXT_OVER_FIRST_USERS, TEXT_OVER_FIRST_USERS_GO},
		{PAGE_CLERK, "/moi-may", TEXT_OVER_FIRST_DEVICES, TEXT_OVER_INVITE},
		{PAGE_VIEWER, "/tro-giup/mot-tuan", TEXT_OVER_FIRST_WEEK, TEXT_DESK_HELP_TITLE},
	};
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2><ol class=\"steps\">", page_text(p, TEXT_OVER_FIRST));
	for (size_t i = o->st.rows > 0; i < sizeof step / sizeof *step; i++) {
		html_print(&p->out, "<li>%s", page_text(p, step[i].what));
		if (page_may(p, step[i].who))
			html_print(&p->out, " <a href=\"%s\">%s</a>", step[i].path, page_text(p, step[i].go));
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ol></section>");
}

static bool anybody(const struct over *o)
{
	bool any = o->st.total.devices > 0 || o->st.waiting > 0;
	for (size_t i = 0; i < o->st.rows && !any; i++)
		any = !over_never(&o->st.row[i]);
	return any;
}

/* Who is missing, how long, and what waits here stand first. */
static int body(struct page *p, const struct over *o, struct err *e)
{
	over_alarms(p, o);
	if (!anybody(o))
		first_steps(p, o);
	else
		over_waiting(p, o);
	if (o->st.rows == 0) {
		over_boxes(p, o);
		return 0;
	}
	html_markup_unescaped(&p->out, "<div class=\"cards\">");
	over_due(p, o);
	over_totals(p, o);
	if (over_chart(p, NULL, e) != 0)
		return -1;
	over_targets(p, o);
	html_markup_unescaped(&p->out, "</div>");
	over_boxes(p, o);
	over_rows(p, o);
	return 0;
}

void desk_overview(struct page *p)
{
	struct err e;
	const struct over *o = over_of(p, &e);
	if (!o) {
		page_fail(p, &e);
		return;
	}
	if (strcmp(page_field(p, "man-hinh"), "lon") == 0) {
		over_wall(p, o);
		return;
	}
	desk_begin_fresh(p, DESK_OVERVIEW, page_text(p, TEXT_DESK_OVERVIEW));
	if (body(p, o, &e) != 0) {
		buf_clear(&p->out);
		page_fail(p, &e);
		return;
	}
	desk_end(p);
}
