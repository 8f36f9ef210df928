/* page_figures_parts.c - pieces of the pages of figures: fields, periods, tables, files that are looked at first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "page_figures.h"

enum { WEEKS = 60 };

/* --- periods --- */

static bool period_option(struct page *p, struct period at, const char *chosen)
{
	char text[PERIOD_TEXT], said[APP_PERIOD_SAID];
	period_text(at, text);
	return page_option(p, text, strcmp(text, chosen) == 0, app_period_said(text, p->lang, said));
}

static bool options(struct page *p, const char *chosen, bool longer)
{
	struct app_calendar c;
	app_calendar(p->store, p->now, &c);
	bool is = false;
	struct period at = c.running;
	for (int i = 0; i < WEEKS && period_compare(at, c.opens) >= 0; i++, at = period_before(at))
		is |= period_option(p, at, chosen);
	for (int kind = PERIOD_MONTH; longer && kind < PERIOD_KINDS; kind++)
		if (kind != (int)c.rule.kind)
			is |= period_option(p, period_holding(&c.rule, (enum period_kind)kind, p->now), chosen);
	return is;
}

void fig_period(struct page *p, const char *name, const char *chosen, text_id first, bool longer)
{
	char said[APP_PERIOD_SAID];
	struct period any;
	page_select(p, name, TEXT_DESK_FIG_PERIOD);
	bool is = first && page_option(p, "", !*chosen, page_text(p, first));
	is |= options(p, chosen, longer);
	if (!is && period_parse(chosen, &any))
		page_option(p, chosen, true, app_period_said(chosen, p->lang, said));
	page_select_end(p);
}

const char *fig_ratio(const struct page *p, int64_t num, int64_t den, char out[static 80])
{
	char n[32], d[32];
	snprintf(out, 80, "%s/%s", page_number(p, num, n), page_number(p, den, d));
	return out;
}

/* --- lists --- */

/* On a phone a row is a card: there the number says what it is. */
void fig_line(struct page *p, int64_t line)
{
	html_print(&p->out, "<tr><td class=\"number\"><i>%s </i>%lld</td>", page_text(p, TEXT_TOTALS_COL_LINE),
		(long long)line);
}

/* --- files --- */

void fig_upload(struct page *p, const char *path, bool again)
{
	page_form_of_files(p, path, "");
	page_file_field(p, TEXT_DESK_FIG_FILE, TEXT_DESK_FIG_FILE_HINT, PAGE_TABLES " required");
	page_button(p, again ? "second" : "", TEXT_PAPER_LOOK);
	page_form_end(p);
}

/* The week and the day a file was judged by where it names none: midnight or a week's end may pass before it is
 * written. */
static void judged_by(struct page *p)
{
	struct app_calendar c;
	char running[PERIOD_TEXT], today[CLOCK_DATE], day[CLOCK_DATE];
	app_calendar(p->store, p->now, &c);
	if (!*page_field(p, "ky") && !c.clock_unset)
		page_hidden(p, "ky", period_text(c.running, running));
	if (!*page_field(p, "ngay"))
		page_hidden(p, "ngay", clock_day(clock_date(p->now, today), day));
}

void fig_seen(struct page *p, const struct page_upload *f)
{
	static const char *const names[] = {"bang-ma", "trang", "ky", "ngay", "ly-do"};
	page_hidden(p, "dau", f->mark);
	page_hidden(p, "xem", "1");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (*page_field(p, names[i]))
			page_hidden(p, names[i], page_field(p, names[i]));
	judged_by(p);
}
