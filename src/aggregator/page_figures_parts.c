/* page_figures_parts.c - pieces of the pages of figures: fields, periods, tables, files that are looked at first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "page_figures.h"

enum { WEEKS = 60 };

const char *fig_given(const struct page *p, const char *name)
{
	const char *value = page_field(p, name);
	return *value ? value : NULL;
}

/* --- periods --- */

const char *fig_said(const char *period, enum text_lang lang, char out[static FIG_SAID])
{
	static const text_id words[PERIOD_KINDS] = {
		[PERIOD_QUARTER] = TEXT_DESK_FIG_QUARTER, [PERIOD_YEAR] = TEXT_DESK_FIG_YEAR};
	struct period p;
	char said[APP_PERIOD_SAID], year[16], number[16];
	bool known = period_parse(period, &p);
	if (!known || p.kind == PERIOD_WEEK || p.kind == PERIOD_MONTH) {
		snprintf(out, FIG_SAID, "%s", app_period_said(period, lang, said));
		return out;
	}
	text_id id =
		p.kind == PERIOD_HALF ? (p.number == 1 ? TEXT_DESK_FIG_HALF_1 : TEXT_DESK_FIG_HALF_2) : words[p.kind];
	snprintf(year, sizeof year, "%d", p.year);
	snprintf(number, sizeof number, "%d", p.number);
	text_fill(lang, id, (const char *const[3]){year, number, NULL}, out, FIG_SAID);
	return out;
}

static bool option(struct page *p, const char *value, const char *said, const char *chosen)
{
	bool is = strcmp(value, chosen) == 0;
	html_print(&p->out, "<option value=\"%s\"", value);
	html_markup_unescaped(&p->out, is ? " selected>" : ">");
	html_print(&p->out, "%s</option>", said);
	return is;
}

static bool period_option(struct page *p, struct period at, const char *chosen)
{
	char text[PERIOD_TEXT], said[FIG_SAID];
	period_text(at, text);
	return option(p, text, fig_said(text, p->lang, said), chosen);
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
	char said[FIG_SAID];
	struct period any;
	html_print(&p->out, "<div class=\"field\"><label for=\"%s\">%s</label><select id=\"%s\" name=\"%s\">", name,
		page_text(p, TEXT_DESK_FIG_PERIOD), name, name);
	bool is = first && option(p, "", page_text(p, first), chosen);
	is |= options(p, chosen, longer);
	if (!is && period_parse(chosen, &any))
		option(p, chosen, fig_said(chosen, p->lang, said), chosen);
	html_markup_unescaped(&p->out, "</select></div>");
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
	html_print(&p->out, "<tr><td class=\"number\"><span class=\"on-card\">%s </span>%lld</td>",
		page_text(p, TEXT_TOTALS_COL_LINE), (long long)line);
}

/* --- files --- */

void fig_upload(struct page *p, const char *path, bool again)
{
	html_print(&p->out, "<form method=\"post\" action=\"%s\" enctype=\"multipart/form-data\">", path);
	page_token(p);
	html_print(&p->out,
		"<div class=\"field\"><label for=\"tep\">%s</label><p class=\"hint\" id=\"tep-y\">%s</p><input "
		"type=\"file\" id=\"tep\" name=\"tep\" aria-describedby=\"tep-y\" accept=\".xlsx,.csv,.txt,.tsv\" "
		"required></div>",
		page_text(p, TEXT_DESK_FIG_FILE), page_text(p, TEXT_DESK_FIG_FILE_HINT));
	page_button(p, again ? "second" : "", TEXT_PAPER_LOOK);
	page_form_end(p);
}

/* What was chosen on the page goes along. */
static void look_again(struct page *p, const char *path, const char *but)
{
	static const char *const names[] = {"bang-ma", "trang", "ky", "ngay", "ly-do"};
	html_print(&p->out, "<form method=\"get\" action=\"%s\">", path);
	page_hidden(p, "xem", "1");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], but) != 0 && page_has(p, names[i]))
			page_hidden(p, names[i], page_field(p, names[i]));
}

void fig_readings(struct page *p, const char *path, const struct table_readings *r, bool sheet)
{
	if (r->count > 0)
		html_print(&p->out, "<h3>%s</h3>", page_text(p, TEXT_PAPER_READINGS));
	for (size_t i = 0; i < r->count; i++) {
		html_markup_unescaped(&p->out, "<div class=\"card\">");
		look_again(p, path, "bang-ma");
		page_hidden(p, "bang-ma", r->reading[i].encoding);
		html_print(&p->out, "<p>“%s”</p><button type=\"submit\" class=\"second\">", r->reading[i].text);
		page_say(p, TEXT_PAPER_READ_SO, r->reading[i].encoding, NULL, NULL);
		html_markup_unescaped(&p->out, "</button></form></div>");
	}
	if (!sheet)
		return;
	look_again(p, path, "trang");
	page_text_field(p, "trang", TEXT_PAPER_SHEET, TEXT_NONE, page_field(p, "trang"), " maxlength=\"100\" required");
	page_button(p, "second", TEXT_PAPER_LOOK);
	html_markup_unescaped(&p->out, "</form>");
}

void fig_left_out(struct page *p, const struct app_names *x)
{
	struct buf names;
	if (x->count == 0)
		return;
	buf_init(&names, FORM_SENTENCE);
	for (size_t i = 0; i < x->count; i++)
		buf_print(&names, "%s%s", i ? ", " : "", x->name[i]);
	page_box_text(p, TONE_NOTE, TEXT_IMPORT_LEFT_OUT, names.data, NULL, NULL);
	buf_free(&names);
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

void fig_seen(struct page *p, const struct desk_file *f)
{
	static const char *const names[] = {"bang-ma", "trang", "ky", "ngay", "ly-do"};
	page_hidden(p, "dau", f->mark);
	page_hidden(p, "xem", "1");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (*page_field(p, names[i]))
			page_hidden(p, names[i], page_field(p, names[i]));
	judged_by(p);
}

bool fig_is_seen(struct page *p, const char *kind, struct desk_file *f, struct err *e)
{
	if (desk_file(p, kind, f) && strcmp(f->mark, page_field(p, "dau")) == 0)
		return true;
	err_set(e, ERR_NOT_FOUND, TEXT_PAPER_FILE_GONE, "");
	return false;
}
