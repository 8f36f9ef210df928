/* page_overview_cards.c - above the list of units: the whole, what is due, what the plan wants. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_duty.h>
#include <tungnha/clock.h>

#include "page_overview.h"

static void card(struct page *p, text_id heading)
{
	html_print(&p->out, "<section class=\"card\"><h2>%s</h2>", page_text(p, heading));
}

static void end(struct page *p)
{
	html_markup_unescaped(&p->out, "</section>");
}

/* --- the whole --- */

static void columns(struct page *p, const struct app_figures *f)
{
	char shown[32], unknown[32];
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	for (size_t i = 0; i < f->form->columns; i++) {
		if (!f->form->column[i].printed)
			continue;
		html_print(&p->out, "<dt>%s", form_words(&f->form->column[i].label, p->lang));
		if (f->sums.unknown[i] > 0) {
			html_markup_unescaped(&p->out, " <small>");
			page_say(p, TEXT_OVER_UNKNOWN, page_number(p, f->sums.unknown[i], unknown), NULL, NULL);
			html_markup_unescaped(&p->out, "</small>");
		}
		html_print(&p->out, "</dt><dd>%s</dd>", page_number(p, f->sums.value[i], shown));
	}
	html_markup_unescaped(&p->out, "</dl>");
}

void over_totals(struct page *p, const struct over *o)
{
	const struct app_hub_standing *t = &o->st.total;
	char change[40], number[32], said[APP_PERIOD_SAID];
	card(p, TEXT_OVER_WHOLE);
	html_markup_unescaped(&p->out, "<p class=\"far\">");
	over_bar(p, t->reviewed, t->listed);
	html_markup_unescaped(&p->out, "</p>");
	if (t->increased) {
		snprintf(
			change, sizeof change, "%s%s", t->increase > 0 ? "+" : "", page_number(p, t->increase, number));
		page_para(p, "", TEXT_OVER_SINCE, app_period_said(o->st.since, p->lang, said), change, NULL);
	}
	columns(p, &o->d.sums);
	html_print(&p->out, "<p><a href=\"/mau-02\">%s</a></p>", page_text(p, TEXT_OVER_FORM02));
	end(p);
}

/* --- what is due --- */

enum { NAMED = 12 };

static void name_missing(struct page *p, const struct over *o, size_t missing)
{
	size_t told = 0;
	char n[32];
	html_markup_unescaped(&p->out, "<p>");
	for (size_t i = 0; i < o->st.rows && told < NAMED; i++) {
		const struct app_hub_standing *r = &o->st.row[i];
		if (!over_missing(o, r))
			continue;
		html_print(&p->out, told ? ", <a href=\"/don-vi/%s\">%s</a>" : "<a href=\"/don-vi/%s\">%s</a>",
			r->unit.code, r->unit.name);
		told++;
	}
	if (told < missing) {
		html_print(&p->out, ", <a href=\"/?loc=%s#xom\">", "thieu");
		page_say(p, TEXT_OVER_AND_MORE, page_number(p, (int64_t)(missing - told), n), NULL, NULL);
		html_markup_unescaped(&p->out, "</a>");
	}
	html_markup_unescaped(&p->out, "</p>");
}

static void declared(struct page *p, const struct over *o, const char *period)
{
	size_t missing = 0, owing = 0;
	char a[32], b[32], said[APP_PERIOD_SAID];
	for (size_t i = 0; i < o->st.rows; i++) {
		owing += strcmp(o->st.row[i].unit.level, "office") != 0;
		missing += over_missing(o, &o->st.row[i]);
	}
	html_markup_unescaped(&p->out, "<p>");
	app_period_said(period, p->lang, said);
	if (missing > 0)
		page_say(p, TEXT_OVER_DECLARED, said, page_number(p, (int64_t)(owing - missing), a),
			page_number(p, (int64_t)owing, b));
	else
		page_say(p, TEXT_OVER_DECLARED_ALL, said, page_number(p, (int64_t)owing, b), NULL);
	html_markup_unescaped(&p->out, "</p>");
	if (missing > 0)
		name_missing(p, o, missing);
	if (missing > 0)
		html_print(&p->out, "<p><a class=\"button second\" href=\"/con-thieu\">%s</a></p>",
			page_text(p, TEXT_OVER_REMIND));
}

/* The nearest of what the commune itself owes. */
static void duty(struct page *p)
{
	struct app_duty *d = NULL;
	const struct app_duty *next = NULL;
	size_t n = 0;
	char left[OVER_WORDS], when[PAGE_WHEN];
	app_duties(p->store, p->now, &d, &n);
	for (size_t i = 0; i < n; i++)
		if ((d[i].when == DUTY_NEXT || d[i].when == DUTY_BEFORE) && d[i].next > p->now &&
			(!next || d[i].next < next->next))
			next = &d[i];
	if (next) {
		page_para(p, "small", TEXT_OVER_DUTY, form_words(&next->duty->what, p->lang),
			page_when(next->next, when), over_left(p, next->next, left));
	}
	free(d);
}

void over_due(struct page *p, const struct over *o)
{
	const struct app_calendar *c = &o->calendar;
	char period[PERIOD_TEXT], left[OVER_WORDS], when[PAGE_WHEN];
	card(p, TEXT_OVER_DUE);
	if (c->duty && !c->clock_unset) {
		period_text(c->running, period);
		const int64_t until = period_end(&c->rule, c->running);
		over_left(p, until, left);
		if (left[0])
			html_print(&p->out, "<p class=\"figure\" data-left=\"%lld\">%s</p>",
				(long long)(until - p->now), left);
		page_para(p, "", left[0] ? TEXT_OVER_UNTIL : TEXT_OVER_ENDED, page_when(until, when), NULL, NULL);
		declared(p, o, period);
	} else {
		html_print(
			&p->out, "<p>%s</p>", page_text(p, c->clock_unset ? TEXT_HUB_STATUS_CLOCK : TEXT_OVER_NO_DUTY));
	}
	duty(p);
	end(p);
}

/* --- what the plan wants --- */

enum { GOALS = 6 };

static void goal(struct page *p, const struct target *t, const struct app_goal *g)
{
	char percent[32], wanted[64], n[32];
	app_percent_words(g->hundredths, p->lang, percent);
	app_goal_words(g->goal, p->lang, wanted);
	html_print(&p->out, "<li>%s: <b>%s</b> (%s) ", form_words(&t->label, p->lang), percent, wanted);
	if (g->verdict == TARGET_MET)
		html_print(&p->out, "<b class=\"kept-time\">✓ %s</b></li>", app_verdict_word(g->verdict, p->lang));
	else if (g->verdict == TARGET_NOT_MET) {
		html_print(&p->out, "<b class=\"late\">! ");
		page_say(p, TEXT_OVER_NEEDED, page_number(p, g->needed, n), NULL, NULL);
		html_markup_unescaped(&p->out, "</b></li>");
	} else
		html_print(&p->out, "– %s</li>", app_verdict_word(g->verdict, p->lang));
}

/* Those not met first, then those met; what has no figure yet is counted. */
static void goals(struct page *p, const struct app_indicators *x, enum target_verdict wanted, size_t *shown)
{
	for (size_t i = 0; i < x->rows; i++)
		for (size_t k = 0; k < x->row[i].target->goals; k++)
			if (x->row[i].goal[k].verdict == wanted && x->row[i].goal[k].here && (*shown)++ < GOALS)
				goal(p, x->row[i].target, &x->row[i].goal[k]);
}

static void count_goals(const struct app_indicators *x, size_t of[static TARGET_NOT_MET + 1])
{
	for (size_t i = 0; i < x->rows; i++)
		for (size_t k = 0; k < x->row[i].target->goals; k++)
			if (x->row[i].goal[k].here)
				of[x->row[i].goal[k].verdict]++;
}

void over_targets(struct page *p, const struct over *o)
{
	size_t of[TARGET_NOT_MET + 1] = {0}, shown = 0;
	char a[32], b[32], c[32];
	if (!o->judged || (!o->x.targets && o->x.per_day < 0))
		return;
	card(p, TEXT_OVER_TARGETS);
	if (o->x.per_day > 0 && o->x.due[0]) {
		char day[CLOCK_DATE];
		page_para(p, "", TEXT_OVER_PER_DAY, page_number(p, o->x.per_day, a), clock_day(o->x.due, day), NULL);
	}
	if (o->x.targets) {
		count_goals(&o->x, of);
		html_markup_unescaped(&p->out, "<p>");
		page_say(p, TEXT_OVER_GOALS, page_number(p, (int64_t)of[TARGET_MET], a),
			page_number(p, (int64_t)of[TARGET_NOT_MET], b),
			page_number(p, (int64_t)of[TARGET_NO_FIGURE], c));
		html_markup_unescaped(&p->out, "</p><ul>");
		goals(p, &o->x, TARGET_NOT_MET, &shown);
		goals(p, &o->x, TARGET_MET, &shown);
		html_print(&p->out, "</ul><p><a href=\"/chi-tieu\">%s</a></p>", page_text(p, TEXT_OVER_TARGETS_GO));
	}
	end(p);
}
