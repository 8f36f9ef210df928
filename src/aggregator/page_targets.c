/* page_targets.c - the plan's targets: met or not, how many more are needed; one of them unit by unit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_figures.h>
#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "page_figures.h"
#include "page_reports.h"

static const char *sign(enum target_verdict v)
{
	return v == TARGET_MET ? "✓ " : v == TARGET_NOT_MET ? "✗ " : "";
}

static void cell(struct page *p, const char *class, text_id label)
{
	page_cell(p, class, page_text(p, label));
}

/* --- all of them --- */

static void state(struct page *p, const struct app_indicators *x)
{
	char said[APP_PERIOD_SAID], a[32], b[32], day[CLOCK_DATE], code[16];
	if (x->closed)
		page_box_text(p, TONE_NOTE, TEXT_DESK_FIG_CLOSED, app_period_said(x->figures, p->lang, said),
			papers_code(x->code, code), NULL);
	else
		page_box_text(p, TONE_NOTE, TEXT_DESK_FIG_OPEN, app_period_said(x->period, p->lang, said), NULL, NULL);
	html_markup_unescaped(&p->out, "<p>");
	page_say(p, TEXT_FIGURE_HOUSEHOLDS, page_number(p, x->reviewed, a),
		x->listed >= 0 ? page_number(p, x->listed, b) : "–", NULL);
	if (x->per_day >= 0) {
		html_markup_unescaped(&p->out, " ");
		page_say(p, TEXT_FIGURE_HOUSEHOLDS_DAY, page_number(p, x->per_day, a), clock_day(x->due, day), NULL);
	}
	if (x->timed > 0) {
		html_markup_unescaped(&p->out, " ");
		page_say(p, TEXT_FIGURE_ON_TIME, page_number(p, (int64_t)x->on_time, a),
			page_number(p, (int64_t)x->timed, b), NULL);
	}
	html_markup_unescaped(&p->out, "</p>");
}

static void needed(struct page *p, const struct app_goal *g)
{
	char n[32], known[32], units[32];
	const bool lacks = g->here && g->units > 1 && g->units > g->known;
	if (g->needed <= 0 && g->per_day <= 0 && !lacks) {
		html_markup_unescaped(&p->out, "<td></td>");
		return;
	}
	cell(p, "number", TEXT_FIGURE_COL_NEEDED);
	if (g->needed > 0)
		html_print(&p->out, "<strong>%s</strong>", page_number(p, g->needed, n));
	if (g->per_day > 0) {
		html_markup_unescaped(&p->out, "<br><small>");
		page_say(p, TEXT_FIGURE_PER_DAY, page_number(p, g->per_day, n), NULL, NULL);
		html_markup_unescaped(&p->out, "</small>");
	}
	if (lacks) {
		html_markup_unescaped(&p->out, "<br><small>");
		page_say(p, TEXT_FIGURE_MISSING, page_number(p, (int64_t)(g->units - g->known), known),
			page_number(p, (int64_t)g->units, units), NULL);
		html_markup_unescaped(&p->out, "</small>");
	}
	html_markup_unescaped(&p->out, "</td>");
}

static void goal(struct page *p, const struct app_goal *g)
{
	char words[64], ratio[80], percent[32];
	app_goal_words(g->goal, p->lang, words);
	app_percent_words(g->hundredths, p->lang, percent);
	cell(p, "", TEXT_FIGURE_COL_GOAL);
	html_print(&p->out, "%s<br><small>%s</small></td>", words, app_level_words(g->goal->level, p->lang));
	cell(p, "number", TEXT_FIGURE_COL_FIGURE);
	html_print(&p->out, "%s</td>", g->has ? fig_ratio(p, g->num, g->den, ratio) : "–");
	cell(p, "number", TEXT_FIGURE_COL_PERCENT);
	html_print(&p->out, "%s</td><td>%s%s</td>", percent, sign(g->verdict),
		g->here ? app_verdict_word(g->verdict, p->lang) : page_text(p, TEXT_FIGURE_VERDICT_ELSEWHERE));
	needed(p, g);
	html_markup_unescaped(&p->out, "</tr>");
}

static void target(struct page *p, const struct app_indicator *x)
{
	for (size_t i = 0; i < x->target->goals; i++) {
		html_markup_unescaped(&p->out, "<tr>");
		if (i == 0) {
			html_print(&p->out, "<td rowspan=\"%zu\">%s%s", x->target->goals, x->target->number,
				*x->target->number ? ". " : "");
			html_print(&p->out, "<a href=\"/chi-tieu/%s\">%s</a></td>", x->target->id,
				form_words(&x->target->label, p->lang));
		}
		goal(p, &x->goal[i]);
	}
}

static void targets(struct page *p, const struct app_indicators *x)
{
	static const text_id heading[] = {TEXT_FIGURE_COL_LABEL, TEXT_FIGURE_COL_GOAL, TEXT_FIGURE_COL_FIGURE,
		TEXT_FIGURE_COL_PERCENT, TEXT_FIGURE_COL_VERDICT, TEXT_FIGURE_COL_NEEDED, TEXT_NONE};
	int section = -1;
	if (!x->targets) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_W_NO_TARGETS, NULL, NULL, NULL);
		return;
	}
	page_table(p, "said", TEXT_DESK_FIG_TARGETS, heading);
	for (size_t i = 0; i < x->rows; i++) {
		if (x->row[i].target->section != section && x->row[i].target->section >= 0)
			html_print(&p->out, "<tr><th scope=\"rowgroup\" colspan=\"6\">%s</th></tr>",
				form_words(&x->targets->section[x->row[i].target->section], p->lang));
		section = x->row[i].target->section;
		target(p, &x->row[i]);
	}
	page_table_end(p);
}

static void ratios(struct page *p, const struct app_indicators *x)
{
	static const text_id heading[] = {
		TEXT_FIGURE_COL_RATIO, TEXT_FIGURE_COL_FIGURE, TEXT_FIGURE_COL_PERCENT, TEXT_NONE};
	char ratio[80], percent[32];
	if (x->ratios == 0)
		return;
	page_heading(p, TEXT_FIGURE_RATIOS);
	page_table(p, "said", TEXT_FIGURE_RATIOS, heading);
	for (size_t i = 0; i < x->ratios; i++) {
		app_percent_words(x->ratio[i].hundredths, p->lang, percent);
		html_print(&p->out, "<tr><td>%s</td>", form_words(&x->ratio[i].indicator->label, p->lang));
		cell(p, "number", TEXT_FIGURE_COL_FIGURE);
		html_print(&p->out, "%s</td>", fig_ratio(p, x->ratio[i].num, x->ratio[i].den, ratio));
		cell(p, "number", TEXT_FIGURE_COL_PERCENT);
		html_print(&p->out, "%s</td></tr>", percent);
	}
	page_table_end(p);
}

static void files(struct page *p)
{
	static const struct {
		const char *format;
		text_id label;
	} kinds[] = {{"html", TEXT_PAPER_PRINT}, {"xlsx", TEXT_PAPER_XLSX}, {"docx", TEXT_DESK_FIG_DOCX},
		{"csv", TEXT_PAPER_CSV}};
	html_markup_unescaped(&p->out, "<p class=\"row no-print\">");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		html_print(&p->out, "<a class=\"button second\" href=\"/chi-tieu/tep?dang=%s&ky=", kinds[i].format);
		html_url(&p->out, page_field(p, "ky"), "");
		html_print(&p->out, "\">%s</a>", page_text(p, kinds[i].label));
	}
	if (page_may(p, PAGE_CLERK))
		page_link(p, "", "/mot-cua", TEXT_DESK_FIG_TYPE);
	html_markup_unescaped(&p->out, "</p>");
}

static void choose_period(struct page *p)
{
	html_markup_unescaped(&p->out, "<form method=\"get\" action=\"/chi-tieu\" class=\"row no-print\">");
	fig_period(p, "ky", page_field(p, "ky"), TEXT_DESK_FIG_NOW, true);
	page_button(p, "second", TEXT_DESK_FIG_SEE);
	html_markup_unescaped(&p->out, "</form>");
}

void desk_targets(struct page *p)
{
	struct err e;
	struct app_indicators x;
	int rc = app_indicators(p->store, page_given(p, "ky"), p->now, &x, &e);
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_DESK_FIG_TARGETS));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (rc != 0)
		page_box_fail(p, &e);
	choose_period(p);
	if (rc == 0) {
		state(p, &x);
		targets(p, &x);
		ratios(p, &x);
		files(p);
		app_indicators_free(&x);
	}
	desk_end_status(p, rc == 0 ? 200 : 400);
}

/* --- as a file --- */

void desk_targets_get(struct page *p)
{
	static const char *const types[] = {[PLAN_CSV] = "text/csv; charset=utf-8",
		[PLAN_HTML] = "text/html; charset=utf-8",
		[PLAN_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		[PLAN_DOCX] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};
	struct err e;
	struct app_indicators x;
	struct buf file;
	enum app_plan_format format;
	const char *word = page_field(p, "dang");
	char name[64];
	if (!app_plan_format_read(word, &format) || format == PLAN_TEXT || format == PLAN_JSON)
		format = PLAN_CSV;
	if (app_indicators(p->store, page_given(p, "ky"), p->now, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	snprintf(name, sizeof name, "chi-tieu-%s.%s", x.period, format == PLAN_CSV ? "csv" : word);
	buf_init(&file, REPORT_BYTES_MAX);
	int rc = app_indicators_file(p->store, &x, format, p->lang, p->now, &file, &e);
	app_indicators_free(&x);
	if (rc == 0) {
		page_send(p, types[format], format == PLAN_HTML ? NULL : name, &file);
		return;
	}
	buf_free(&file);
	page_fail(p, &e);
}

/* --- one target, unit by unit --- */

static void fact(struct page *p, text_id label, const char *words)
{
	if (*words)
		html_print(&p->out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>", page_text(p, label), words);
}

static void about(struct page *p, const struct target *t)
{
	char day[CLOCK_DATE];
	html_markup_unescaped(&p->out, "<div class=\"scroll\"><table class=\"data\"><tbody>");
	if (!*t->indicator) {
		fact(p, TEXT_FIGURE_COL_NUM, form_words(&t->numerator, p->lang));
		fact(p, TEXT_FIGURE_COL_DEN, form_words(&t->denominator, p->lang));
	} else {
		fact(p, TEXT_FIGURE_COL_FIGURE, page_text(p, TEXT_FIGURE_FROM_FORM));
	}
	fact(p, TEXT_FIGURE_COL_LEADS, t->lead);
	fact(p, TEXT_FIGURE_COL_SUPPORT, t->support);
	fact(p, TEXT_FIGURE_COL_BASIS, t->basis);
	fact(p, TEXT_FIGURE_COL_DUE,
		t->due_words.in[0] ? form_words(&t->due_words, p->lang)
		: *t->due          ? clock_day(t->due, day)
				   : "");
	page_table_end(p);
}

static void unit_row(struct page *p, const struct target *t, const struct app_unit_goal *x)
{
	char ratio[80], percent[32], n[32], day[CLOCK_DATE], said[APP_PERIOD_SAID], words[64];
	app_percent_words(x->hundredths, p->lang, percent);
	app_goal_words(x->goal, p->lang, words);
	html_print(&p->out, "<tr><th scope=\"row\">%s</th>", x->unit.name);
	cell(p, "", TEXT_FIGURE_COL_GOAL);
	html_print(&p->out, "%s</td>", words);
	cell(p, "number", TEXT_FIGURE_COL_FIGURE);
	html_print(&p->out, "%s</td>", x->has ? fig_ratio(p, x->figure.num, x->figure.den, ratio) : "–");
	cell(p, "number", TEXT_FIGURE_COL_PERCENT);
	html_print(&p->out, "%s</td><td>%s%s</td>", percent, sign(x->verdict), app_verdict_word(x->verdict, p->lang));
	if (x->needed > 0) {
		cell(p, "number", TEXT_FIGURE_COL_NEEDED);
		html_print(&p->out, "%s</td>", page_number(p, x->needed, n));
	} else {
		html_markup_unescaped(&p->out, "<td></td>");
	}
	html_markup_unescaped(&p->out, "<td>");
	if (x->has)
		html_print(&p->out, "%s, %s (%s)", x->figure.source, clock_day(x->figure.date, day),
			app_period_said(x->figure.period, p->lang, said));
	else if (page_may(p, PAGE_CLERK))
		html_print(&p->out, "<a href=\"/mot-cua?chi-tieu=%s&don-vi=%s#ghi\">%s</a>", t->id, x->unit.code,
			page_text(p, TEXT_DESK_FIG_TYPE));
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void units(struct page *p, const struct target *t)
{
	static const text_id heading[] = {TEXT_FIGURE_COL_UNIT, TEXT_FIGURE_COL_GOAL, TEXT_FIGURE_COL_FIGURE,
		TEXT_FIGURE_COL_PERCENT, TEXT_FIGURE_COL_VERDICT, TEXT_FIGURE_COL_NEEDED, TEXT_FIGURE_COL_SOURCE,
		TEXT_NONE};
	struct err e;
	struct app_unit_goal *x;
	char path[64];
	size_t n, from, end;
	if (*t->indicator)
		return;
	if (app_indicator_units(p->store, t->id, NULL, &x, &n, &e) != 0) {
		page_box_fail(p, &e);
		return;
	}
	page_span(p, "trang", n, PAGE_ROWS, &from, &end);
	page_heading(p, TEXT_DESK_FIG_BY_UNIT);
	page_table(p, "said", TEXT_DESK_FIG_BY_UNIT, heading);
	for (size_t i = from; i < end; i++)
		unit_row(p, t, &x[i]);
	page_table_end(p);
	snprintf(path, sizeof path, "/chi-tieu/%s", t->id);
	page_turns(p, path, "trang", n, PAGE_ROWS);
	free(x);
}

void desk_target(struct page *p)
{
	struct err e;
	const struct targets *t;
	int i = store_targets(p->store, &t) == 0 ? targets_index(t, p->tail) : -1;
	if (i < 0) {
		err_set(&e, ERR_NOT_FOUND, TEXT_DESK_FIG_NO_TARGET, "%s", p->tail);
		page_fail(p, &e);
		return;
	}
	desk_begin_wide(p, DESK_MANAGE, form_words(&t->target[i].label, p->lang));
	page_crumbs(p, "/chi-tieu", TEXT_DESK_FIG_TARGETS);
	about(p, &t->target[i]);
	units(p, &t->target[i]);
	desk_end(p);
}
