/* page_unit_weeks.c - what a hamlet declared: two periods side by side with what counts now, and whether it was in time
 * all along. */
#include <stdio.h>
#include <string.h>

#include "page_overview.h"

enum { PAST = 8 };

struct weeks {
	struct app_hub_submits newest, before; /* a row each, or none */
	bool has_newest, has_before;
	bool merged; /* what counts now counts at another unit: only what was closed is its own */
};

static bool declared(const struct app_hub_submits *x)
{
	return x->rows > 0 && x->row[0].any;
}

static void load(struct page *p, const struct unit *u, struct weeks *w)
{
	struct err none;
	struct period newest;
	struct store_shape shape;
	char before[PERIOD_TEXT];
	*w = (struct weeks){.merged = store_shape(p->store, u->code, &shape, &none) == 0 && shape.into[0]};
	w->has_newest = app_hub_submits(p->store, u->code, NULL, p->now, p->lang, &w->newest, &none) == 0;
	if (!w->has_newest || !declared(&w->newest) || !period_parse(w->newest.row[0].period, &newest))
		return;
	period_text(period_before(newest), before);
	w->has_before = app_hub_submits(p->store, u->code, before, p->now, p->lang, &w->before, &none) == 0;
}

static void unload(struct weeks *w)
{
	if (w->has_newest)
		app_hub_submits_free(&w->newest);
	if (w->has_before)
		app_hub_submits_free(&w->before);
}

/* --- side by side --- */

/* Before, declared last, how many more, what counts now: what its columns are called, NULL where there is none. */
enum { BEFORE, NOW, MORE, COUNTS, SIDES };
struct sides {
	const char *label[SIDES];
	char before[APP_PERIOD_SAID], now[APP_PERIOD_SAID];
};

static void cell(struct page *p, const char *label, bool given, int64_t n, bool other)
{
	char shown[32];
	if (!label)
		return;
	page_cell(p, "number", label);
	if (other)
		html_markup_unescaped(&p->out, "<b class=\"late\">≠ ");
	html_text(&p->out, given ? page_number(p, n, shown) : "–");
	html_markup_unescaped(&p->out, other ? "</b></td>" : "</td>");
}

static void more(struct page *p, const char *label, bool given, int64_t n)
{
	char shown[32];
	if (!label)
		return;
	page_cell(p, "number", label);
	html_print(&p->out, "%s%s</td>", given && n > 0 ? "+" : "", given ? page_number(p, n, shown) : "–");
}

static void column(struct page *p, const struct form *f, size_t i, const struct app_hub_submit *now,
	const struct app_hub_submit *before, const struct sides *x)
{
	const bool said = now->any && now->submit.given[i], earlier = before && before->any && before->submit.given[i];
	const int64_t n = now->submit.sums.value[i], then = earlier ? before->submit.sums.value[i] : 0;
	html_print(&p->out, "<tr><th scope=\"row\">%s</th>", form_words(&f->column[i].label, p->lang));
	cell(p, x->label[BEFORE], earlier, then, false);
	cell(p, x->label[NOW], said, n, false);
	more(p, x->label[MORE], said && earlier, n - then);
	cell(p, x->label[COUNTS], true, now->computed.value[i], said && now->computed.value[i] != n);
	html_markup_unescaped(&p->out, "</tr>");
}

static void name_sides(struct page *p, const struct app_hub_submit *now, const struct app_hub_submit *before,
	bool merged, struct sides *out)
{
	*out = (struct sides){.label = {NULL}};
	if (before) {
		out->label[BEFORE] = app_period_said(before->period, p->lang, out->before);
		out->label[MORE] = page_text(p, TEXT_OVER_MORE_THAN);
	}
	if (now->any)
		out->label[NOW] = app_period_said(now->period, p->lang, out->now);
	if (now->closed || !merged)
		out->label[COUNTS] = page_text(p, now->closed ? TEXT_OVER_COUNTED_CLOSED : TEXT_OVER_COUNTED);
}

static void table(struct page *p, const struct form *f, const struct app_hub_submit *now,
	const struct app_hub_submit *before, bool merged)
{
	struct sides x;
	name_sides(p, now, before, merged, &x);
	page_table_begin(p, "said named", page_text(p, TEXT_OVER_WEEKS));
	page_th(p, page_text(p, TEXT_OVER_WHAT));
	for (size_t i = 0; i < SIDES; i++)
		if (x.label[i])
			page_th_number(p, x.label[i]);
	page_rows(p);
	for (size_t i = 0; i < f->columns; i++)
		if (f->column[i].printed)
			column(p, f, i, now, before, &x);
	page_table_end(p);
}

static void who(struct page *p, const struct app_hub_submit *x, bool merged)
{
	char at[PAGE_WHEN], came[PAGE_WHEN];
	if (!x->any)
		return;
	page_para(p, "", TEXT_OVER_WHO_DECLARED, x->submit.by[0] ? x->submit.by : "–", page_stamp(x->submit.at, at),
		x->submit.arrived_at ? page_when(x->submit.arrived_at, came) : "–");
	if (x->accepted)
		page_box_text(p, TONE_NOTE, TEXT_OVER_ACCEPTED, x->accepted_reason, NULL, NULL);
	for (size_t i = 0; i < x->why.count && (x->closed || !merged); i++)
		html_print(
			&p->out, "<p class=\"hint\">%s: %s</p>", page_text(p, TEXT_OVER_DIFFERS), x->why.sentence[i]);
}

/* --- in time all along? --- */

static void one_past(struct page *p, struct app_hub_clock *c, const struct unit *u, struct period at)
{
	enum app_on_time t;
	struct err e;
	char text[PERIOD_TEXT], said[APP_PERIOD_SAID];
	if (app_hub_on_time(p->store, c, u, period_text(at, text), &t, &e) != 0)
		return;
	html_print(&p->out, "<li>%s ", app_period_said(text, p->lang, said));
	if (t == APP_UNKNOWN_TIME)
		html_text(&p->out, "–");
	else
		over_on_time(p, t == APP_ON_TIME);
	html_markup_unescaped(&p->out, "</li>");
}

static void past(struct page *p, const struct unit *u)
{
	struct app_hub_clock c;
	struct err e;
	if (strcmp(u->level, "office") == 0 || app_hub_clock(p->store, p->now, &c, &e) != 0)
		return;
	const struct app_calendar *k = &c.calendar;
	if (k->duty && !k->clock_unset && period_compare(k->ended, k->first) >= 0) {
		struct period at = k->ended;
		html_print(&p->out, "<h3>%s</h3><ul>", page_text(p, TEXT_OVER_PAST));
		for (int i = 0; i < PAST && period_compare(at, k->first) >= 0; i++, at = period_before(at))
			one_past(p, &c, u, at);
		html_markup_unescaped(&p->out, "</ul>");
	}
	app_hub_clock_free(&c);
}

void unit_weeks(struct page *p, const struct unit *u)
{
	struct weeks w;
	load(p, u, &w);
	const struct app_hub_submit *now = w.has_newest && w.newest.rows > 0 ? &w.newest.row[0] : NULL;
	html_print(&p->out, "<section><h2>%s</h2>",
		page_text(p, w.merged          ? TEXT_OVER_WEEKS_BEFORE_MERGER
			     : now && now->any ? TEXT_OVER_WEEKS
					       : TEXT_OVER_FIGURES));
	if (now && w.merged && !now->any) {
		page_para(p, "", TEXT_OVER_NOT_DECLARED_BEFORE_MERGER, NULL, NULL, NULL);
	} else if (now) {
		const bool side = w.has_before && w.before.rows > 0 && (!w.merged || declared(&w.before));
		table(p, w.newest.form, now, side ? &w.before.row[0] : NULL, w.merged);
		who(p, now, w.merged);
	}
	if (!w.merged)
		past(p, u);
	html_markup_unescaped(&p->out, "</section>");
	unload(&w);
}
