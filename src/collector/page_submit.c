/* page_submit.c - the hamlet declares its figures for a period: what would be declared, one button, what comes next. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_papers.h"

enum { PERIODS_SHOWN = 60 };

/* --- what stands --- */

static void standing(struct page *p, const struct app_declared *d)
{
	char when[20], said[APP_PERIOD_SAID];
	if (!d->any)
		return;
	page_box_text(p, d->confirmed ? TONE_GOOD : TONE_NOTE,
		d->confirmed ? TEXT_PAPER_DECLARED_TAKEN : TEXT_PAPER_DECLARED_HERE,
		app_period_said(d->period, p->lang, said), page_stamp(d->at, when), NULL);
	if (d->confirmed)
		return;
	html_markup_unescaped(&p->out, "<p>");
	page_link(p, "big", "/gui", TEXT_PAPER_SEND_NEXT);
	html_markup_unescaped(&p->out, "</p>");
}

/* --- what would be declared --- */

/* "25 (+4)": now, and by how much more or less than was declared. */
static void now(struct page *p, const struct app_submit_plan *x, size_t i)
{
	char n[32];
	int64_t by = x->sums.value[i] - x->before[i];
	html_print(&p->out, "<td class=\"number\">%s", text_number(p->lang, x->sums.value[i], n));
	if (x->before_period[0] && x->before_given[i] && by != 0)
		html_print(&p->out, " (%s%s)", by > 0 ? "+" : "", text_number(p->lang, by, n));
	html_markup_unescaped(&p->out, "</td>");
}

static void before(struct page *p, const struct app_submit_plan *x, size_t i)
{
	char n[32];
	html_print(&p->out, "<td class=\"number\">%s</td>",
		x->before_given[i] ? text_number(p->lang, x->before[i], n) : "–");
}

static void head(struct page *p, const struct app_submit_plan *x)
{
	page_table_begin(p, "", page_text(p, TEXT_PAPER_FIGURES));
	page_th(p, page_text(p, TEXT_PAPER_FIGURE));
	if (x->before_period[0])
		page_th_number(p, page_text(p, TEXT_PAPER_BEFORE));
	page_th_number(p, page_text(p, TEXT_PAPER_NOW));
	page_rows(p);
}

static void table(struct page *p, const struct app_submit_plan *x)
{
	char unknown[32];
	head(p, x);
	for (size_t i = 0; i < x->form->columns; i++) {
		if (!x->form->column[i].printed)
			continue;
		html_print(&p->out, "<tr><th scope=\"row\">%s", form_words(&x->form->column[i].label, p->lang));
		if (x->sums.unknown[i] > 0) {
			html_markup_unescaped(&p->out, " <small>");
			page_say(p, TEXT_PAPER_UNKNOWN_COUNT, text_number(p->lang, x->sums.unknown[i], unknown), NULL,
				NULL);
			html_markup_unescaped(&p->out, "</small>");
		}
		html_markup_unescaped(&p->out, "</th>");
		if (x->before_period[0])
			before(p, x, i);
		now(p, x, i);
		html_markup_unescaped(&p->out, "</tr>");
	}
	page_table_end(p);
}

/* --- which period --- */

static void option(struct page *p, const struct app_calendar *c, struct period at, const char *chosen)
{
	char period[PERIOD_TEXT], ends[APP_WHEN], said[APP_PERIOD_SAID];
	period_text(at, period);
	html_print(&p->out, "<option value=\"%s\"", period);
	html_markup_unescaped(&p->out, strcmp(period, chosen) == 0 ? " selected>" : ">");
	page_say(p, TEXT_PAPER_PERIOD_DUE, app_period_said(period, p->lang, said), app_period_ends(c, period, ends),
		NULL);
	html_markup_unescaped(&p->out, "</option>");
}

/* The periods of the drive, up to the running one where that is known; never more than a person can look through. */
static void choose(struct page *p, const char *chosen)
{
	struct app_calendar c;
	struct period at[PERIODS_SHOWN];
	size_t n = 0;
	app_calendar(p->store, p->now, &c);
	struct period end = c.clock_unset ? c.last : c.running;
	bool long_drive = c.clock_unset && !c.duty;
	for (struct period x = long_drive ? c.opens : end; n < PERIODS_SHOWN; x = period_before(x)) {
		at[n++] = x;
		if (period_compare(x, c.opens) <= 0)
			break;
	}
	page_select(p, "ky", TEXT_PAPER_PERIOD);
	while (n > 0)
		option(p, &c, at[--n], chosen);
	page_select_end(p);
}

static void declare_label(struct page *p, const struct app_submit_plan *x)
{
	char said[APP_PERIOD_SAID];
	html_markup_unescaped(&p->out, "<button type=\"submit\" class=\"big\">");
	if (x->period[0])
		page_say(p, TEXT_PAPER_SUBMIT_PERIOD, app_period_said(x->period, p->lang, said), NULL, NULL);
	else
		html_text(&p->out, page_text(p, TEXT_PAPER_SUBMIT_CHOSEN));
	html_markup_unescaped(&p->out, "</button>");
}

static void ask(struct page *p, const struct unit *u, const struct app_submit_plan *x)
{
	if (!x->period[0])
		page_box_text(p, TONE_WARN, TEXT_PAPER_NO_DATE, NULL, NULL, NULL);
	page_form(p, "/khai", "");
	page_hidden(p, "unit", u->code);
	if (x->period[0])
		page_hidden(p, "ky", x->period);
	else
		choose(p, "");
	declare_label(p, x);
	page_form_end(p);
}

/* Somebody forgot last week's: the page again, for that one. */
static void another(struct page *p, const struct unit *u, const struct app_submit_plan *x)
{
	if (!x->period[0])
		return;
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><form method=\"get\" action=\"/khai\">",
		page_text(p, TEXT_PAPER_OTHER_PERIOD));
	page_hidden(p, "unit", u->code);
	choose(p, x->period);
	page_button(p, "second", TEXT_PAPER_SHOW_PERIOD);
	html_markup_unescaped(&p->out, "</form></details>");
}

static void plan(struct page *p, const struct unit *u, const struct app_submit_plan *x)
{
	char said[APP_PERIOD_SAID];
	bool locked = papers_locked(p, u);
	app_period_said(x->period, p->lang, said);
	if (locked)
		page_box_text(p, TONE_WARN, TEXT_PAPER_SUBMIT_LOCKED, NULL, NULL, NULL);
	else if (x->due[0] && !x->past)
		page_box_text(p, TONE_NOTE, TEXT_PAPER_DUE, said, x->due, NULL);
	if (x->empty) {
		page_box_text(p, TONE_WARN, TEXT_PAPER_SUBMIT_EMPTY, NULL, NULL, NULL);
		return;
	}
	table(p, x);
	if (locked)
		return;
	for (size_t i = 0; i < x->warnings.count; i++)
		page_box(p, TONE_WARN, x->warnings.sentence[i]);
	if (x->nothing_new)
		page_box_text(p, TONE_GOOD, TEXT_PAPER_SUBMIT_SAME, said, NULL, NULL);
	else
		ask(p, u, x);
	another(p, u, x);
}

/* --- the page --- */

static void show(struct page *p, const struct unit *u, const struct err *refused)
{
	struct err e;
	struct app_declared d;
	struct app_submit_plan x;
	const char *period = page_field(p, "ky");
	struct app_submit w = {.unit = u->code,
		.period = *period && !refused ? period : NULL,
		.now = p->now,
		.lang = p->lang,
		.page = true};
	if (app_submit_look(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	papers_begin(p, DOOR_FORM02, TEXT_PAPER_SUBMIT, u);
	if (refused)
		page_box_fail(p, refused);
	if (app_declared(p->store, u->code, p->now, &d, &e) == 0)
		standing(p, &d);
	plan(p, u, &x);
	app_submit_plan_free(&x);
	html_markup_unescaped(&p->out, "<p>");
	page_link(p, "second", "/mau-02", TEXT_PAPER_BACK_FORM02);
	html_markup_unescaped(&p->out, "</p>");
	door_end_status(p, refused ? 400 : 200);
}

void page_submit(struct page *p)
{
	struct unit u;
	if (papers_unit(p, &u))
		show(p, &u, NULL);
}

void page_submit_now(struct page *p)
{
	struct err e;
	struct unit u;
	struct app_submitted x;
	const char *period = page_field(p, "ky");
	if (!papers_unit(p, &u))
		return;
	struct app_submit w = {.unit = u.code, .period = *period ? period : NULL, .now = p->now, .lang = p->lang};
	if (app_submit(p->store, &w, &x, &e) != 0) {
		show(p, &u, &e);
		return;
	}
	app_submitted_free(&x);
	page_redirect(p, "/khai");
}
