/* page_reports.c - what the pages of forms, reports and closing share: periods, tables, long lists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_reports.h"

const char papers_html[] = "text/html; charset=utf-8";
const char papers_xlsx[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

void papers_reason(struct page *p, text_id hint)
{
	const struct page_input f = {.name = "ly-do",
		.type = "text",
		.label = TEXT_COL_REASON,
		.hint = hint,
		.attributes = " maxlength=\"400\""};
	page_input(p, &f);
}

const char *papers_code(const char *code, char out[static 16])
{
	snprintf(out, 16, strlen(code) == 8 ? "%.4s-%.4s" : "%.8s%.4s", code, strlen(code) == 8 ? code + 4 : "");
	return out;
}

/* --- periods --- */

static int note_version(void *context, const struct store_statement *x, struct err *e)
{
	struct papers_periods *k = context;
	(void)e;
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->text[i], x->period) == 0 && x->version > k->version[i])
			k->version[i] = x->version;
	return 0;
}

/* That of the kind which the campaign's own period ends in. */
static struct period holding(const struct app_calendar *c, enum period_kind kind, struct period own)
{
	return kind == c->rule.kind ? own : period_holding(&c->rule, kind, period_end(&c->rule, own) - 1);
}

void papers_periods(struct page *p, enum period_kind kind, struct papers_periods *out)
{
	struct err none;
	*out = (struct papers_periods){.n = 0};
	app_calendar(p->store, p->now, &out->calendar);
	const struct app_calendar *c = &out->calendar;
	struct period first = holding(c, kind, c->opens), x = holding(c, kind, c->clock_unset ? c->last : c->running);
	while (out->n < PAPERS_PERIODS && period_compare(x, first) >= 0) {
		period_text(x, out->text[out->n++]);
		x = period_before(x);
	}
	if (kind == c->rule.kind)
		(void)store_statements(p->store, note_version, out, &none);
}

void papers_own_periods(struct page *p, struct papers_periods *out)
{
	struct app_calendar c;
	app_calendar(p->store, p->now, &c);
	papers_periods(p, c.rule.kind, out);
}

void papers_asked(const struct page *p, const struct papers_periods *k, char out[static PERIOD_TEXT])
{
	struct period running, ended;
	const struct app_calendar *c = &k->calendar;
	snprintf(out, PERIOD_TEXT, "%s", page_field(p, "ky"));
	if (*out || k->n == 0 || c->clock_unset || !period_parse(k->text[0], &running))
		return;
	ended = period_before(running);
	bool just_over = k->n > 1 && p->now - period_end(&c->rule, ended) < period_end(&c->rule, running) - p->now;
	memcpy(out, k->text[just_over], PERIOD_TEXT);
}

static void option(struct page *p, const struct papers_periods *k, size_t i, const char *chosen)
{
	char said[APP_PERIOD_SAID], version[16], words[2 * APP_PERIOD_SAID];
	app_period_said(k->text[i], p->lang, said);
	snprintf(version, sizeof version, "%d", k->version[i]);
	text_fill(p->lang, TEXT_DESK_RP_PERIOD_CLOSED, (const char *const[3]){said, version}, words, sizeof words);
	page_option(p, k->text[i], strcmp(k->text[i], chosen) == 0, k->version[i] ? words : said);
}

void papers_choose(struct page *p, const char *path, const struct papers_periods *k, const char *chosen, bool now,
	const char *const hidden[2])
{
	html_print(&p->out,
		"<form method=\"get\" action=\"%s\" class=\"row choose\"><label for=\"ky\">%s</label><select id=\"ky\" "
		"name=\"ky\">",
		path, page_text(p, TEXT_DESK_RP_WHICH));
	if (now)
		page_option(p, "", !*chosen, page_text(p, TEXT_DESK_RP_NOW));
	for (size_t i = 0; i < k->n; i++)
		if (!now || k->version[i])
			option(p, k, i, chosen);
	html_markup_unescaped(&p->out, "</select>");
	if (hidden)
		page_hidden(p, hidden[0], hidden[1]);
	page_button(p, "second", TEXT_PAPER_SHOW_PERIOD);
	page_form_end(p);
}
