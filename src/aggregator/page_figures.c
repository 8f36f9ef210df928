/* page_figures.c - one-stop figures: what was typed for each target, typing one, withdrawing one, what stood before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_figures.h>
#include <tungnha/clock.h>

#include "page_figures.h"

/* --- typing one --- */

static void choose_target(struct page *p, const struct targets *t)
{
	const char *chosen = page_field(p, "chi-tieu");
	html_print(&p->out,
		"<div class=\"field\"><label for=\"chi-tieu\">%s</label><select id=\"chi-tieu\" name=\"chi-tieu\">",
		page_text(p, TEXT_FIGURE_COL_LABEL));
	for (size_t i = 0; i < t->count; i++) {
		const struct target *x = &t->target[i];
		if (*x->indicator)
			continue;
		html_print(&p->out, "<option value=\"%s\"", x->id);
		html_markup_unescaped(&p->out, strcmp(x->id, chosen) == 0 ? " selected>" : ">");
		html_print(
			&p->out, "%s%s%s</option>", x->number, *x->number ? ". " : "", form_words(&x->label, p->lang));
	}
	html_markup_unescaped(&p->out, "</select></div>");
}

static void unit_option(struct page *p, const struct unit *u, const char *value, const char *chosen)
{
	html_print(&p->out, "<option value=\"%s\"", value);
	html_markup_unescaped(&p->out, strcmp(value, chosen) == 0 ? " selected>" : ">");
	html_print(&p->out, "%s</option>", u->name);
}

/* So many units in one list; beyond it a code is typed. */
enum { UNITS_LISTED = 120 };

static int choose_unit(struct page *p, struct err *e)
{
	struct unit own, *u;
	size_t n;
	const char *chosen = page_field(p, "don-vi");
	if (store_own_unit(p->store, &own, e) != 0 || store_units(p->store, own.code, &u, &n, e) != 0)
		return -1;
	if (n > UNITS_LISTED) {
		free(u);
		fig_field(p, "don-vi", TEXT_FIGURE_COL_UNIT, TEXT_DESK_FIG_UNIT_CODE, chosen, "maxlength=\"40\"");
		return 0;
	}
	html_print(&p->out,
		"<div class=\"field\"><label for=\"don-vi\">%s</label><select id=\"don-vi\" name=\"don-vi\">",
		page_text(p, TEXT_FIGURE_COL_UNIT));
	unit_option(p, &own, "", chosen);
	for (size_t i = 0; i < n; i++)
		unit_option(p, &u[i], u[i].code, chosen);
	html_markup_unescaped(&p->out, "</select></div>");
	free(u);
	return 0;
}

static const char *date_shown(struct page *p, char out[static CLOCK_DATE])
{
	char today[CLOCK_DATE];
	if (page_has(p, "ngay"))
		return page_field(p, "ngay");
	return clock_day(clock_date(p->now, today), out);
}

static int type_one(struct page *p, const struct targets *t, struct err *e)
{
	char day[CLOCK_DATE];
	page_form(p, "/mot-cua", "card");
	html_print(&p->out, "<h2 id=\"ghi\">%s</h2>", page_text(p, TEXT_DESK_FIG_TYPE));
	choose_target(p, t);
	html_markup_unescaped(&p->out, "<div class=\"two\">");
	if (choose_unit(p, e) != 0)
		return -1;
	fig_period(p, "ky", page_field(p, "ky"), TEXT_DESK_FIG_RUNNING, true);
	fig_field(p, "tu-so", TEXT_FIGURE_COL_NUM, TEXT_NONE, page_field(p, "tu-so"),
		"inputmode=\"numeric\" maxlength=\"20\" required");
	fig_field(p, "mau-so", TEXT_FIGURE_COL_DEN, TEXT_NONE, page_field(p, "mau-so"),
		"inputmode=\"numeric\" maxlength=\"20\" required");
	fig_field(p, "nguon", TEXT_DESK_FIG_SOURCE, TEXT_NONE, page_field(p, "nguon"), "maxlength=\"100\" required");
	fig_field(p, "ngay", TEXT_DESK_FIG_DATE, TEXT_NONE, date_shown(p, day), "maxlength=\"10\" required");
	html_markup_unescaped(&p->out, "</div>");
	fig_button(p, "", TEXT_DESK_FIG_SAVE);
	page_form_end(p);
	return 0;
}

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
	html_print(&p->out, "<br><a href=\"/mot-cua?chi-tieu=%s&ky=%s&don-vi=%s&tu-so=%lld", x->indicator, x->period,
		unit, (long long)x->num);
	html_print(&p->out, "&mau-so=%lld&nguon=", (long long)x->den);
	html_url(&p->out, x->source, "");
	html_print(&p->out, "#ghi\">%s</a>", page_text(p, TEXT_DESK_FIG_CHANGE));
	html_print(&p->out, " · <a href=\"/mot-cua?bo=1&chi-tieu=%s&ky=%s&don-vi=%s\">%s</a>", x->indicator, x->period,
		unit, page_text(p, TEXT_DESK_FIG_DROP));
}

static void row(
	struct page *p, const struct targets *t, const struct app_figure *x, const struct unit *own, bool history)
{
	char said[FIG_SAID], ratio[80], percent[32], day[CLOCK_DATE], when[PAGE_WHEN];
	html_print(&p->out, "<tr><td>%s</td><td>%s</td><td>%s</td>", target_words(t, x->indicator, p->lang),
		x->unit.name, fig_said(x->period, p->lang, said));
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
	size_t from = fig_from(p, l->rows);
	if (!history)
		heading[6] = TEXT_NONE;
	fig_table(p, TEXT_DESK_FIG_KNOWN, heading);
	for (size_t i = from; i < l->rows && i < from + FIG_ROWS; i++)
		row(p, t, &l->row[i], own, history);
	fig_table_end(p);
	fig_pager(p, "/mot-cua", history ? "&lich-su=1" : "", from, l->rows);
}

static int known(struct page *p, const struct targets *t, struct err *e)
{
	struct app_figure_list list;
	struct unit own;
	const struct app_figures_wish wish = {.history = page_has(p, "lich-su")};
	if (store_own_unit(p->store, &own, e) != 0 || app_figures(p->store, &wish, &list, e) != 0)
		return -1;
	fig_heading(p, TEXT_DESK_FIG_KNOWN);
	if (list.rows == 0)
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_DESK_FIG_NONE));
	else
		rows(p, t, &list, &own);
	html_markup_unescaped(&p->out, "<p class=\"row\">");
	fig_link(p, "second", wish.history ? "/mot-cua" : "/mot-cua?lich-su=1",
		wish.history ? TEXT_DESK_FIG_STANDING : TEXT_DESK_FIG_HISTORY);
	fig_link(p, "second", "/chi-tieu", TEXT_DESK_FIG_TARGETS);
	if (page_may(p, PAGE_CLERK))
		fig_link(p, "second", "/mot-cua/tep", TEXT_DESK_FIG_FROM_FILE);
	html_markup_unescaped(&p->out, "</p>");
	app_figures_free(&list);
	return 0;
}

/* --- withdrawing one: asked first --- */

static void ask_drop(struct page *p, const struct targets *t)
{
	char said[FIG_SAID];
	page_form(p, "/mot-cua/bo", "card");
	page_hidden(p, "chi-tieu", page_field(p, "chi-tieu"));
	page_hidden(p, "ky", page_field(p, "ky"));
	page_hidden(p, "don-vi", page_field(p, "don-vi"));
	html_markup_unescaped(&p->out, "<p>");
	page_say(p, TEXT_DESK_FIG_DROP_ASK, target_words(t, page_field(p, "chi-tieu"), p->lang),
		fig_said(page_field(p, "ky"), p->lang, said), NULL);
	html_markup_unescaped(&p->out, "</p><div class=\"row\">");
	fig_button(p, "danger", TEXT_DESK_FIG_DROP_DO);
	fig_link(p, "second", "/mot-cua", TEXT_DESK_FIG_BACK);
	html_markup_unescaped(&p->out, "</div>");
	page_form_end(p);
}

/* --- the page --- */

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	const struct targets *t;
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_DESK_FIG));
	desk_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	int rc = store_targets(p->store, &t);
	if (rc != 0) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_W_NO_TARGETS, NULL, NULL, NULL);
	} else {
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_DESK_FIG_WHAT));
		if (page_has(p, "bo") && page_may(p, PAGE_CLERK))
			ask_drop(p, t);
		else if (page_may(p, PAGE_CLERK))
			rc = type_one(p, t, &e);
		if (rc == 0)
			rc = known(p, t, &e);
		if (rc != 0)
			page_box_fail(p, &e);
	}
	desk_end_status(p, refused ? 400 : 200);
}

void desk_figures(struct page *p)
{
	show(p, NULL);
}

static int set(struct page *p, const char *typed, struct app_figure_done *done, struct err *e)
{
	const struct app_figure_wish w = {.indicator = page_field(p, "chi-tieu"),
		.typed = typed,
		.period = fig_given(p, "ky"),
		.unit = fig_given(p, "don-vi"),
		.source = typed ? fig_given(p, "nguon") : NULL,
		.date = typed ? fig_given(p, "ngay") : NULL,
		.page = true,
		.now = p->now,
		.lang = p->lang};
	return app_figure_set(p->store, &w, done, e);
}

/* What is doubtful goes with what was done. */
static void said(struct page *p, const struct app_figure_done *d)
{
	char period[FIG_SAID], ratio[80], what[512];
	struct buf doubts;
	const struct app_figure *x = &d->figure;
	snprintf(what, sizeof what, "%s, %s, %s", form_words(&d->target->label, p->lang), x->unit.name,
		fig_said(x->period, p->lang, period));
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
	char typed[64];
	snprintf(typed, sizeof typed, "%.24s/%.24s", page_field(p, "tu-so"), page_field(p, "mau-so"));
	if (set(p, typed, &done, &e) != 0) {
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
	char period[FIG_SAID];
	if (set(p, NULL, &done, &e) != 0) {
		show(p, &e);
		return;
	}
	desk_done(p, "/mot-cua?lich-su=1", TEXT_DESK_FIG_DROPPED, form_words(&done.target->label, p->lang),
		done.figure.unit.name, fig_said(done.figure.period, p->lang, period));
	app_figure_done_free(&done);
}
