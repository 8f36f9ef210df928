/* page_figures.c - one-stop figures: what was typed for each target, withdrawing one, what stood before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_figures.h>
#include <tungnha/clock.h>

#include "page_figures.h"

/* --- what stands --- */

static const char *target_words(const struct targets *t, const char *id, enum text_lang lang)
{
	int i = targets_index(t, id);
	return i < 0 ? id : form_words(&t->target[i].label, lang);
}

/* Typed here, so it can be typed again or withdrawn here. */
static void acts(struct page *p, const struct app_figure *x, const struct unit *own)
{
	if (!x->stands || strcmp(x->from, own->code) != 0 || !page_may(p, PAGE_CLERK))
		return;
	const char *unit = strcmp(x->unit.code, own->code) == 0 ? "" : x->unit.code;
	html_print(&p->out, "<br><a href=\"/mot-cua?chi-tieu=%s&ky=%s&don-vi=%s#ghi\">%s</a>", x->indicator, x->period,
		unit, page_text(p, TEXT_DESK_FIG_CHANGE));
	html_print(&p->out, " · <a href=\"/mot-cua?bo=1&chi-tieu=%s&ky=%s&don-vi=%s\">%s</a>", x->indicator, x->period,
		unit, page_text(p, TEXT_DESK_FIG_DROP));
}

static void row(
	struct page *p, const struct targets *t, const struct app_figure *x, const struct unit *own, bool history)
{
	char said[APP_PERIOD_SAID], ratio[80], percent[32], day[CLOCK_DATE], when[PAGE_WHEN];
	html_print(&p->out, "<tr><td>%s</td><td>%s</td><td>%s</td>", target_words(t, x->indicator, p->lang),
		x->unit.name, app_period_said(x->period, p->lang, said));
	app_percent_words(target_hundredths(x->num, x->den), p->lang, percent);
	html_print(&p->out, "<td class=\"number\">%s</td><td class=\"number\">%s</td>",
		x->withdrawn ? "–" : fig_ratio(p, x->num, x->den, ratio), x->withdrawn ? "–" : percent);
	html_print(&p->out, "<td>%s, %s<br><small>%s %s</small>", x->source, clock_day(x->date, day), x->by,
		page_stamp(x->at, when));
	acts(p, x, own);
	if (history)
		html_print(&p->out, "</td><td>%s",
			page_text(p, x->stands      ? TEXT_FIGURE_STANDS
				     : x->withdrawn ? TEXT_FIGURE_WITHDRAWN
						    : TEXT_FIGURE_REPLACED));
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void rows(struct page *p, const struct targets *t, const struct app_figure_list *l, const struct unit *own)
{
	text_id heading[] = {TEXT_FIGURE_COL_LABEL, TEXT_FIGURE_COL_UNIT, TEXT_DESK_FIG_PERIOD, TEXT_FIGURE_COL_FIGURE,
		TEXT_FIGURE_COL_PERCENT, TEXT_FIGURE_COL_SOURCE, TEXT_FIGURE_COL_STATE, TEXT_NONE};
	bool history = page_has(p, "lich-su");
	size_t from, end;
	if (!history)
		heading[6] = TEXT_NONE;
	page_table(p, "said", TEXT_DESK_FIG_KNOWN, heading);
	page_span(p, "trang", l->rows, PAGE_ROWS, &from, &end);
	for (size_t i = from; i < end; i++)
		row(p, t, &l->row[i], own, history);
	page_table_end(p);
	page_turns(p, history ? "/mot-cua?lich-su=1" : "/mot-cua", "trang", l->rows, PAGE_ROWS);
}

static int known(struct page *p, const struct targets *t, struct err *e)
{
	struct app_figure_list list;
	struct unit own;
	const struct app_figures_wish wish = {.history = page_has(p, "lich-su")};
	if (store_own_unit(p->store, &own, e) != 0 || app_figures(p->store, &wish, &list, e) != 0)
		return -1;
	page_heading(p, TEXT_DESK_FIG_KNOWN);
	if (list.rows == 0)
		page_para(p, "", TEXT_DESK_FIG_NONE, NULL, NULL, NULL);
	else
		rows(p, t, &list, &own);
	html_markup_unescaped(&p->out, "<p class=\"row\">");
	page_link(p, "second", wish.history ? "/mot-cua" : "/mot-cua?lich-su=1",
		wish.history ? TEXT_DESK_FIG_STANDING : TEXT_DESK_FIG_HISTORY);
	page_link(p, "second", "/chi-tieu", TEXT_DESK_FIG_TARGETS);
	if (page_may(p, PAGE_CLERK))
		page_link(p, "second", "/mot-cua/tep", TEXT_DESK_FIG_FROM_FILE);
	html_markup_unescaped(&p->out, "</p>");
	app_figures_free(&list);
	return 0;
}

/* --- withdrawing one: asked first --- */

static void ask_drop(struct page *p, const struct targets *t, const struct fig_standing *x, const struct err *refused)
{
	char said[APP_PERIOD_SAID], ratio[80], when[PAGE_WHEN];
	page_form(p, "/mot-cua/bo", "card");
	desk_seen(p, refused, x->mark);
	page_hidden(p, "bo", "1");
	page_hidden(p, "chi-tieu", page_field(p, "chi-tieu"));
	page_hidden(p, "ky", page_field(p, "ky"));
	page_hidden(p, "don-vi", page_field(p, "don-vi"));
	html_markup_unescaped(&p->out, "<p>");
	page_say(p, TEXT_DESK_FIG_DROP_ASK, target_words(t, page_field(p, "chi-tieu"), p->lang),
		app_period_said(page_field(p, "ky"), p->lang, said), NULL);
	html_markup_unescaped(&p->out, "</p><p>");
	page_say(p, TEXT_DESK_FIG_STANDS, x->figure.unit.name, fig_ratio(p, x->figure.num, x->figure.den, ratio),
		x->figure.source);
	html_print(&p->out, "<br><small>%s %s</small></p><div class=\"row\">", x->figure.by,
		page_stamp(x->figure.at, when));
	page_button(p, "danger", TEXT_DESK_FIG_DROP_DO);
	page_link(p, "second", "/mot-cua", TEXT_DESK_FIG_BACK);
	html_markup_unescaped(&p->out, "</div>");
	page_form_end(p);
}

/* --- the page --- */

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	const struct targets *t;
	struct fig_standing x;
	fig_standing(p, &x);
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_DESK_FIG));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	int rc = store_targets(p->store, &t);
	if (rc != 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_W_NO_TARGETS, NULL, NULL, NULL);
	} else {
		page_para(p, "", TEXT_DESK_FIG_WHAT, NULL, NULL, NULL);
		if (page_has(p, "bo") && x.figure.stands && page_may(p, PAGE_CLERK))
			ask_drop(p, t, &x, refused);
		else if (page_may(p, PAGE_CLERK))
			rc = fig_type(p, t, &x, refused, &e);
		if (rc == 0)
			rc = known(p, t, &e);
		if (rc != 0)
			page_box_fail(p, &e);
	}
	desk_end_status(p, desk_refused(refused));
}

void desk_figures(struct page *p)
{
	show(p, NULL);
}

static int set(struct page *p, const char *ratio, struct app_figure_done *done, struct err *e)
{
	const struct app_figure_wish w = {.indicator = page_field(p, "chi-tieu"),
		.typed = ratio,
		.period = page_given(p, "ky"),
		.unit = page_given(p, "don-vi"),
		.source = ratio ? page_given(p, "nguon") : NULL,
		.date = ratio ? page_given(p, "ngay") : NULL,
		.seen = desk_saw(p),
		.page = true,
		.now = p->now,
		.lang = p->lang};
	return app_figure_set(p->store, &w, done, e);
}

/* What is doubtful goes with what was done. */
static void said(struct page *p, const struct app_figure_done *d)
{
	char period[APP_PERIOD_SAID], ratio[80], what[512];
	struct buf doubts;
	const struct app_figure *x = &d->figure;
	snprintf(what, sizeof what, "%s, %s, %s", form_words(&d->target->label, p->lang), x->unit.name,
		app_period_said(x->period, p->lang, period));
	buf_init(&doubts, 1000);
	for (size_t i = 0; i < d->warnings.count; i++)
		buf_print(&doubts, "\n%s", d->warnings.sentence[i]);
	desk_done(p, "/mot-cua", d->written ? TEXT_DESK_FIG_DONE : TEXT_DESK_FIG_SAME, what,
		fig_ratio(p, x->num, x->den, ratio), doubts.data);
	buf_free(&doubts);
}

void desk_figures_set(struct page *p)
{
	struct err e;
	struct app_figure_done done;
	char ratio[64];
	snprintf(ratio, sizeof ratio, "%.24s/%.24s", page_field(p, "tu-so"), page_field(p, "mau-so"));
	if (set(p, ratio, &done, &e) != 0) {
		show(p, &e);
		return;
	}
	said(p, &done);
	app_figure_done_free(&done);
}

void desk_figures_clear(struct page *p)
{
	struct err e;
	struct app_figure_done done;
	char period[APP_PERIOD_SAID];
	if (set(p, NULL, &done, &e) != 0) {
		show(p, &e);
		return;
	}
	desk_done(p, "/mot-cua?lich-su=1", TEXT_DESK_FIG_DROPPED, form_words(&done.target->label, p->lang),
		done.figure.unit.name, app_period_said(done.figure.period, p->lang, period));
	app_figure_done_free(&done);
}
