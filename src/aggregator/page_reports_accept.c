/* page_reports_accept.c - what one unit declared for a period, beside what counts here; and whether a late one counts
 * as in time. */
#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_reports.h"

static const struct app_hub_submit *only(const struct app_hub_submits *x)
{
	return &x->row[0];
}

static void facts(struct page *p, const struct app_hub_submit *x)
{
	char at[PAGE_WHEN], arrived[PAGE_WHEN], n[32], code[16];
	html_markup_unescaped(&p->out, "<div class=\"card\"><dl class=\"facts\">");
	page_fact(p, x->submit.version ? TEXT_DESK_RP_COL_CLOSED : TEXT_DESK_RP_COL_AT, page_stamp(x->submit.at, at));
	page_fact(p, TEXT_DESK_RP_COL_ARRIVED, x->submit.arrived_at ? page_when(x->submit.arrived_at, arrived) : "–");
	page_fact(p, TEXT_DESK_RP_COL_BY, x->submit.by[0] ? x->submit.by : "–");
	if (x->submit.version) {
		page_fact(p, TEXT_REPORTS_COL_VERSION, page_number(p, x->submit.version, n));
		page_fact(p, TEXT_COL_CODE_CHECK, papers_code(x->submit.code, code));
	}
	html_markup_unescaped(&p->out, "</dl></div>");
}

static void in_time(struct page *p, const struct app_hub_submit *x, const char *ends)
{
	if (x->accepted)
		page_box_text(p, TONE_GOOD, TEXT_DESK_RP_ACCEPTED_FOR, x->accepted_reason, NULL, NULL);
	else if (x->on_time == APP_LATE)
		page_box_text(
			p, TONE_WARN, x->sent ? TEXT_DESK_RP_LATE_FOR : TEXT_DESK_RP_MISSING_FOR, ends, NULL, NULL);
	else if (x->on_time == APP_ON_TIME)
		page_box_text(p, TONE_GOOD, TEXT_DESK_RP_IN_TIME, NULL, NULL, NULL);
	else
		page_box_text(p, TONE_NOTE, x->any ? TEXT_DESK_RP_TIME_UNKNOWN : TEXT_DESK_RP_UNSENT, ends, NULL, NULL);
}

static int64_t computed(const struct app_hub_submit *x, size_t column)
{
	for (size_t i = 0; i < x->differences; i++)
		if (x->differs[i].column == (int)column)
			return x->differs[i].computed;
	return x->submit.sums.value[column];
}

static text_id declared_label(const struct app_hub_submit *x)
{
	return x->submit.version > 0 ? TEXT_DESK_RP_COL_STATED : TEXT_DESK_RP_COL_DECLARED;
}

static text_id here_label(const struct app_hub_submit *x)
{
	return x->closed ? TEXT_DESK_RP_COL_AS_CLOSED : TEXT_DESK_RP_COL_HERE;
}

/* Every column on paper; of those carried beside them the ones that differ. */
static void row(struct page *p, const struct form *f, const struct app_hub_submit *x, size_t i)
{
	char a[32], b[32], c[32];
	const struct form_column *column = &f->column[i];
	int64_t declared = x->submit.sums.value[i], here = computed(x, i);
	if (!x->submit.given[i] || (!column->printed && !column->listed && declared == here))
		return;
	html_print(&p->out, "<tr><th scope=\"row\">%s</th>", form_words(&column->label, p->lang));
	page_cell(p, "", page_text(p, declared_label(x)));
	html_print(&p->out, "%s</td>", page_number(p, declared, a));
	page_cell(p, "", page_text(p, here_label(x)));
	html_print(&p->out, "%s</td>", page_number(p, here, b));
	page_cell(p, "", page_text(p, TEXT_DESK_RP_COL_MORE));
	html_print(&p->out, "%s%s</td></tr>", here > declared ? "+" : "",
		here == declared ? "0" : page_number(p, here - declared, c));
}

static void compare(struct page *p, const struct form *f, const struct app_hub_submit *x)
{
	page_table_begin(p, "said figures", page_text(p, TEXT_DESK_RP_BESIDE));
	page_th(p, page_text(p, TEXT_PAPER_FIGURE));
	page_th(p, page_text(p, declared_label(x)));
	page_th(p, page_text(p, here_label(x)));
	page_th(p, page_text(p, TEXT_DESK_RP_COL_MORE));
	page_rows(p);
	for (size_t i = 0; i < f->columns; i++)
		row(p, f, x, i);
	page_table_end(p);
	for (size_t i = 0; i < x->why.count; i++)
		page_box_text(p, TONE_NOTE, TEXT_DESK_RP_WHY, x->why.sentence[i], NULL, NULL);
}

/* "Số khẩu 450 → 451; …": what a version changed of the one before. */
static void changes(struct page *p, const struct form *f, const struct app_stated *v)
{
	char before[32], after[32];
	bool any = false;
	for (size_t i = 0; i < f->columns; i++) {
		if (!v->given[i])
			continue;
		html_markup_unescaped(&p->out, any ? "; " : "<br>");
		html_print(&p->out, "%s %s → %s", form_words(&f->column[i].label, p->lang),
			page_number(p, v->before[i], before), page_number(p, v->after[i], after));
		any = true;
	}
}

/* Of a unit that is a hub itself: what it closed, version by version. */
static void versions(struct page *p, const struct form *f, const struct app_hub_submit *x)
{
	char n[32], at[PAGE_WHEN], code[16];
	if (x->versions == 0)
		return;
	page_heading(p, TEXT_DESK_RP_VERSIONS);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < x->versions; i++) {
		const struct app_stated *v = &x->version[i];
		html_markup_unescaped(&p->out, "<li>");
		page_say(p, TEXT_DESK_RP_VERSION, page_number(p, v->version, n), page_stamp(v->at, at),
			papers_code(v->code, code));
		html_print(&p->out, "%s%s", v->reason[0] ? " – " : "", v->reason);
		changes(p, f, v);
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ul>");
}

/* Nothing was declared: figures that came another way, and how to go on. */
static void undeclared(struct page *p, const struct app_hub_submit *x)
{
	char path[UNIT_CODE + 32], day[CLOCK_DATE];
	bool typed = x->source == SOURCE_PAPER || x->source == SOURCE_IMPORT;
	if (typed)
		page_box_text(p, TONE_NOTE,
			x->source == SOURCE_PAPER ? TEXT_DESK_RP_FROM_PAPER : TEXT_DESK_RP_FROM_FILE, NULL, NULL, NULL);
	if (typed && x->typed_source[0])
		page_para(p, "", TEXT_DESK_RP_TYPED_FROM, x->typed_source,
			x->typed_date[0] ? clock_day(x->typed_date, day) : "–", NULL);
	if (x->closed || !page_may(p, PAGE_CLERK))
		return;
	page_para(p, "hint", TEXT_DESK_RP_UNDECLARED_NEXT, NULL, NULL, NULL);
	snprintf(path, sizeof path, "/nhap-giay/%s", x->unit.code);
	html_markup_unescaped(&p->out, "<p class=\"row\">");
	page_link(p, "", path, TEXT_DESK_RP_TYPE_ROW);
	page_link(p, "second", "/nhap-tong", TEXT_DESK_RP_TAKE_FILE);
	html_markup_unescaped(&p->out, "</p>");
}

/* --- a late one counts as in time --- */

static void hidden(struct page *p, const struct app_hub_submit *x)
{
	page_hidden(p, "ky", x->period);
}

static void accepting(struct page *p, const struct app_hub_submit *x, bool refused)
{
	char action[UNIT_CODE + 16];
	snprintf(action, sizeof action, "/khai/%s", x->unit.code);
	if (!page_may(p, PAGE_CLERK) || !x->any || (!x->accepted && x->on_time != APP_LATE))
		return;
	html_markup_unescaped(&p->out, refused ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_print(&p->out, "<summary>%s</summary>",
		page_text(p, x->accepted ? TEXT_DESK_RP_WITHDRAW : TEXT_DESK_RP_ACCEPT));
	page_form(p, action, "");
	hidden(p, x);
	if (x->accepted)
		page_hidden(p, "rut", "1");
	papers_reason(p, TEXT_DESK_RP_ACCEPT_HINT);
	page_button(p, "", x->accepted ? TEXT_DESK_RP_WITHDRAW_NOW : TEXT_DESK_RP_ACCEPT_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

/* --- the page --- */

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	struct app_hub_submits all;
	struct papers_periods k;
	struct period read;
	char period[PERIOD_TEXT], ends[APP_WHEN], title[UNIT_NAME + APP_PERIOD_SAID + 8], said[APP_PERIOD_SAID],
		path[48];
	papers_own_periods(p, &k);
	papers_asked(p, &k, period);
	if (app_period_read(&k.calendar, period, &read, &e) != 0 ||
		app_hub_submits(p->store, p->tail, period, p->now, p->lang, &all, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	const struct app_hub_submit *x = only(&all);
	snprintf(title, sizeof title, "%s – %s", x->unit.name, app_period_said(period, p->lang, said));
	snprintf(path, sizeof path, "/khai?ky=%s", period);
	desk_begin(p, DESK_REPORTS, title);
	page_crumbs(p, path, TEXT_DESK_RP_DECLARED);
	if (refused)
		page_box_fail(p, refused);
	in_time(p, x, app_period_ends(&k.calendar, period, ends));
	if (x->any) {
		facts(p, x);
		compare(p, all.form, x);
		versions(p, all.form, x);
	} else {
		undeclared(p, x);
	}
	accepting(p, x, refused != NULL);
	html_print(&p->out, "<p><a class=\"button second\" href=\"/don-vi/%s\">%s</a></p>", x->unit.code, x->unit.name);
	app_hub_submits_free(&all);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_accept(struct page *p)
{
	show(p, NULL);
}

void desk_accept_do(struct page *p)
{
	struct err e;
	struct unit u;
	bool changed, withdraw = page_has(p, "rut");
	const char *period = page_field(p, "ky");
	char path[UNIT_CODE + PERIOD_TEXT + 16], said[APP_PERIOD_SAID];
	if (desk_unit(p, p->tail, &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	if (app_hub_submit_accept(p->store, u.code, period, page_field(p, "ly-do"), withdraw, p->now, &changed, &e) !=
		0) {
		show(p, &e);
		return;
	}
	snprintf(path, sizeof path, "/khai/%s?ky=%s", u.code, period);
	desk_done(p, path, withdraw ? TEXT_DESK_RP_WITHDRAWN : TEXT_DESK_RP_ACCEPTED, u.name,
		app_period_said(period, p->lang, said), NULL);
}
