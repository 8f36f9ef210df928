/* app_reports_which.c - which of the campaign's reports is meant, and of which period. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "reports.h"

/* An example of each kind, for a sentence. */
static const char *const shape[PERIOD_KINDS] = {[PERIOD_WEEK] = "2025-W45",
	[PERIOD_MONTH] = "2024-07",
	[PERIOD_QUARTER] = "2023-Q3",
	[PERIOD_HALF] = "2023-H1",
	[PERIOD_YEAR] = "2023"};

/* How it is asked for: reports longer than a week by their own id. */
static const char *word_of(const struct campaign_report *x)
{
	return x->once ? "final" : x->every == PERIOD_WEEK ? "weekly" : x->id;
}

/* "report weekly, report final, report monthly": what may be asked for. */
static int refuse(const struct campaign *c, const char *asked, struct err *e)
{
	struct buf list;
	buf_init(&list, ERR_ARG_BYTES);
	for (size_t i = 0; i < c->reports; i++) {
		buf_print(&list, "%sreport %s", list.len ? ", " : "", word_of(&c->report[i]));
	}
	if (c->reports)
		err_set(e, ERR_DATA, TEXT_REPORTS_NO_SUCH, "%s" ERR_AND "%s", asked, list.data);
	else
		err_set(e, ERR_DATA, TEXT_REPORTS_NONE, "%s", asked);
	buf_free(&list);
	return -1;
}

static const struct campaign_report *of_kind(const struct campaign *c, enum period_kind kind)
{
	for (size_t i = 0; i < c->reports; i++) {
		if (!c->report[i].once && c->report[i].every == kind)
			return &c->report[i];
	}
	return NULL;
}

static const struct campaign_report *named(const struct campaign *c, const char *id)
{
	for (size_t i = 0; i < c->reports; i++) {
		if (strcmp(c->report[i].id, id) == 0)
			return &c->report[i];
	}
	return NULL;
}

static const struct campaign_report *final_of(const struct campaign *c)
{
	for (size_t i = 0; i < c->reports; i++) {
		if (c->report[i].once)
			return &c->report[i];
	}
	return NULL;
}

/* "period" without one means the campaign's own rhythm, else the first that is neither weekly nor final. */
static const struct campaign_report *periodic(const struct campaign *c, const char *period)
{
	struct period p;
	if (period)
		return period_parse(period, &p) ? of_kind(c, p.kind) : NULL;
	const struct campaign_report *own = of_kind(c, c->closes);
	for (size_t i = 0; !own && i < c->reports; i++) {
		if (!c->report[i].once)
			own = &c->report[i];
	}
	return own;
}

static int choose_report(
	const struct campaign *c, const struct app_report_wish *w, const struct campaign_report **out, struct err *e)
{
	struct period p;
	const char *word = w->report;
	*out = strcmp(word, "weekly") == 0 ? of_kind(c, PERIOD_WEEK) : strcmp(word, "final") == 0 ? final_of(c) : NULL;
	if (!*out && strcmp(word, "period") == 0) {
		if (w->period && !period_parse(w->period, &p))
			return err_set(
				e, ERR_DATA, TEXT_REPORTS_PERIOD_BAD, "%s" ERR_AND "%s", w->period, shape[c->closes]);
		*out = periodic(c, w->period);
	}
	if (!*out)
		*out = named(c, word);
	return *out ? 0 : refuse(c, w->period && strcmp(word, "period") == 0 ? w->period : word, e);
}

/* --- which period --- */

/* The first and the last of a kind that the drive touches. */
static struct period first_of(const struct app_calendar *c, enum period_kind kind)
{
	return kind == c->rule.kind ? c->opens : period_holding(&c->rule, kind, period_end(&c->rule, c->opens) - 1);
}

static struct period last_of(const struct app_calendar *c, enum period_kind kind)
{
	return kind == c->rule.kind ? c->last : period_holding(&c->rule, kind, period_end(&c->rule, c->last) - 1);
}

static struct period within(const struct app_calendar *c, struct period p)
{
	struct period first = first_of(c, p.kind), last = last_of(c, p.kind);
	return period_compare(p, first) < 0 ? first : period_compare(p, last) > 0 ? last : p;
}

/* A report is written around the moment it is due: shortly before, as a rule, or when the figures have just been
 * closed. */
static struct period nearest(const struct app_calendar *c, enum period_kind kind, int64_t now)
{
	struct period running = period_holding(&c->rule, kind, now), ended = period_before(running);
	bool just_over = now - period_end(&c->rule, ended) < period_end(&c->rule, running) - now;
	return within(c, just_over ? ended : running);
}

static int typed_period(
	const struct reports *r, enum period_kind kind, const char *typed, struct period *p, struct err *e)
{
	const struct app_calendar *c = &r->calendar;
	char first[PERIOD_TEXT], last[PERIOD_TEXT];
	if (!period_parse(typed, p) || p->kind != kind)
		return err_set(e, ERR_DATA, TEXT_REPORTS_PERIOD_BAD, "%s" ERR_AND "%s", typed, shape[kind]);
	struct period a = first_of(c, kind), b = last_of(c, kind);
	if (period_compare(*p, a) < 0 || period_compare(*p, b) > 0)
		return err_set(e, ERR_DATA, TEXT_PERIOD_OUTSIDE, "%s" ERR_AND "%s" ERR_AND "%s", typed,
			period_text(a, first), period_text(b, last));
	if (!c->clock_unset && period_begin(&c->rule, *p) > r->now)
		return err_set(e, ERR_DATA, TEXT_PERIOD_FUTURE, "%s" ERR_AND "%s", typed,
			period_text(within(c, period_holding(&c->rule, kind, r->now)), last));
	return 0;
}

/* A final report is of the drive as a whole; its figures are those of the last period. */
static int choose_period(struct reports *r, const char *typed, bool *chosen, struct err *e)
{
	const struct app_calendar *c = &r->calendar;
	enum period_kind kind = r->report && !r->once ? r->report->every : c->rule.kind;
	*chosen = !typed;
	if (typed && typed_period(r, kind, typed, &r->period, e) != 0)
		return -1;
	if (!typed && r->once)
		r->period = c->last;
	else if (!typed && c->clock_unset)
		return err_set(e, ERR_USAGE, TEXT_REPORTS_WHICH_PERIOD, "%s", shape[kind]);
	else if (!typed)
		r->period = nearest(c, kind, r->now);
	r->figures = kind == c->rule.kind ? r->period : period_last_in(&c->rule, r->period);
	period_text(r->period, r->period_text);
	period_text(r->figures, r->figures_text);
	return 0;
}

int reports_begin(
	struct store *s, const struct app_report_wish *w, bool late, struct reports *r, bool *chosen, struct err *e)
{
	*r = (struct reports){.s = s, .lang = w->lang, .now = w->now};
	if (store_campaign(s, &r->campaign) != 0)
		return err_set(e, ERR_DATA, TEXT_REPORTS_NONE, "%s", w->report ? w->report : "");
	if (store_own_unit(s, &r->own, e) != 0 || (!late && choose_report(r->campaign, w, &r->report, e) != 0))
		return -1;
	r->once = r->report && r->report->once;
	app_calendar(s, w->now, &r->calendar);
	return choose_period(r, w->period, chosen, e);
}

int reports_nth(const struct reports *r)
{
	enum { MOST = 1000 };
	const struct app_calendar *c = &r->calendar;
	struct period p = r->period, first = c->first;
	if (p.kind != c->rule.kind)
		first = period_holding(&c->rule, p.kind, period_end(&c->rule, c->first) - 1);
	int n = 1;
	for (; n < MOST && period_compare(p, first) > 0; n++)
		p = period_before(p);
	return n;
}

/* --- the list --- */

void app_report_list_free(struct app_report_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->item[i].about);
	free(l->item);
	*l = (struct app_report_list){0};
}

static void list_one(struct reports *r, struct app_report_listed *x)
{
	const struct app_calendar *c = &r->calendar;
	r->report = x->report;
	r->once = x->report->once;
	x->word = word_of(x->report);
	r->period = r->once ? c->last : within(c, period_holding(&c->rule, x->report->every, r->now));
	if (r->once || !c->clock_unset)
		x->due = period_end(&c->rule, r->period);
	if (!r->once && !c->clock_unset)
		period_text(r->period, x->next);
	x->about = reports_about(r);
}

int app_report_list(struct store *s, int64_t now, enum text_lang lang, struct app_report_list *out, struct err *e)
{
	struct reports r = {.s = s, .lang = lang, .now = now};
	*out = (struct app_report_list){0};
	if (store_campaign(s, &r.campaign) != 0 || r.campaign->reports == 0)
		return err_set(e, ERR_DATA, TEXT_REPORTS_NONE, "list");
	if (store_own_unit(s, &r.own, e) != 0)
		return -1;
	app_calendar(s, now, &r.calendar);
	out->item = alloc_zero(r.campaign->reports, sizeof *out->item);
	for (; out->count < r.campaign->reports; out->count++) {
		out->item[out->count].report = &r.campaign->report[out->count];
		list_one(&r, &out->item[out->count]);
	}
	return 0;
}
