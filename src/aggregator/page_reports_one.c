/* page_reports_one.c - one report of the plan: whether its figures are closed, its typed parts to be written here, its
 * print and files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_reports_parts.h"

enum { TEXT_ON_A_PAGE = 11000 };

const char *report_word(const struct page *p, char word[static 64])
{
	const char *rest = p->tail + strcspn(p->tail, "/.");
	snprintf(word, 64, "%.*s", (int)(rest - p->tail), p->tail);
	return rest;
}

struct app_report_wish report_wish(const struct page *p, const char *word)
{
	const char *ky = page_field(p, "ky");
	return (struct app_report_wish){.report = word, .period = *ky ? ky : NULL, .now = p->now, .lang = p->lang};
}

const char *part_field(const char *prefix, const struct app_report_part *x, char out[static PART_FIELD])
{
	snprintf(out, PART_FIELD, "%s-%s", prefix, x->part->id);
	return out;
}

/* FNV-1a: tells one text from another, not from a forgery; who may forge it may write the text. */
const char *part_sum(const char *text, char out[static 24])
{
	uint64_t h = UINT64_C(14695981039346656037);
	size_t n = strlen(text);
	while (n > 0 && strchr(" \r\n", text[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		if (text[i] != '\r')
			h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	snprintf(out, 24, "%016llx", (unsigned long long)h);
	return out;
}

const char *part_mark(const struct app_report_part *x, char out[static PART_MARK])
{
	char sum[24];
	snprintf(out, PART_MARK, "%s %s %s", x->at, x->from, part_sum(x->text, sum));
	return out;
}

bool parts_one_by_one(const struct app_report *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->parts; i++)
		n += strlen(x->part[i].text);
	return n > TEXT_ON_A_PAGE;
}

/* "/bao-cao/weekly/in?ky=2025-W45" */
static const char *where(const char *word, const char *rest, const struct app_report *x, char out[static 256])
{
	bool once = x->report->once;
	snprintf(out, 256, "/bao-cao/%s%s%s%s", word, rest, once ? "" : "?ky=", once ? "" : x->period);
	return out;
}

/* --- above the parts --- */

static void figures(struct page *p, const struct app_report *x)
{
	struct err none;
	struct store_statement s;
	char period[PAPERS_PERIOD], version[16], code[16], path[64];
	papers_period(p, x->figures, period);
	if (store_statement(p->store, x->figures, &s, &none) > 0) {
		snprintf(version, sizeof version, "%d", s.version);
		page_box_text(p, TONE_GOOD, TEXT_DESK_RP_FIGURES_CLOSED, period, version, papers_code(s.code, code));
	} else {
		page_box_text(p, TONE_WARN, TEXT_DESK_RP_FIGURES_OPEN, period, NULL, NULL);
		snprintf(path, sizeof path, "/chot?ky=%s", x->figures);
		html_markup_unescaped(&p->out, "<p>");
		papers_link(p, "second", path, TEXT_DESK_RP_CLOSE);
		html_markup_unescaped(&p->out, "</p>");
	}
	store_statement_free(&s);
}

static bool is_missing(const struct app_report_part *x)
{
	return !*x->text && x->part->shows == SHOWS_NOTHING && !x->cleared;
}

static void left_to_do(struct page *p, const struct app_report *x)
{
	int64_t carried = 0, missing = 0;
	for (size_t i = 0; i < x->parts; i++) {
		carried += x->part[i].from[0] != '\0';
		missing += is_missing(&x->part[i]);
	}
	if (carried)
		page_box_number(p, TONE_WARN, TEXT_DESK_RP_CARRIED, carried);
	if (missing)
		page_box_number(p, TONE_NOTE, TEXT_DESK_RP_MISSING, missing);
	if (x->parts && !carried && !missing)
		page_box_text(p, TONE_GOOD, TEXT_DESK_RP_ALL_TYPED, NULL, NULL, NULL);
}

static void files(struct page *p, const char *word, const struct app_report *x)
{
	char path[256];
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	papers_link(p, "", where(word, "/in", x, path), TEXT_PAPER_PRINT);
	papers_link(p, "second", where(word, ".docx", x, path), TEXT_DESK_RP_DOCX);
	papers_link(p, "second", where(word, ".xlsx", x, path), TEXT_PAPER_XLSX);
	html_markup_unescaped(&p->out, "</div>");
	papers_line(p, true, TEXT_DESK_RP_DOCX_HOW, NULL, NULL, NULL);
}

static void period_choice(struct page *p, const char *word, const struct app_report *x)
{
	struct papers_periods k;
	char path[96];
	if (x->report->once)
		return;
	papers_periods(p, x->report->every, &k);
	snprintf(path, sizeof path, "/bao-cao/%s", word);
	papers_choose(p, path, &k, x->period, false, NULL);
	papers_line(p, false, TEXT_DESK_RP_DUE_AT, x->ends, NULL, NULL);
}

/* --- a part --- */

static void told(struct page *p, const struct app_report_part *x)
{
	char period[PAPERS_PERIOD], when[PAGE_WHEN];
	if (x->from[0]) {
		html_markup_unescaped(&p->out, "<p class=\"problem warn\">");
		page_say(p, TEXT_DESK_RP_PART_CARRIED, papers_period(p, x->from, period), NULL, NULL);
	} else {
		html_markup_unescaped(&p->out, "<p class=\"hint\">");
		page_say(p,
			x->cleared ? TEXT_DESK_RP_PART_CLEARED
			: *x->text ? TEXT_DESK_RP_PART_HERE
				   : TEXT_DESK_RP_PART_NONE,
			page_stamp(x->at, when), x->by, NULL);
	}
	html_markup_unescaped(&p->out, "</p>");
}

/* Somebody else wrote meanwhile: his words stand above those that came too late. */
static void others(struct page *p, const struct app_report_part *x, const struct part_back *b)
{
	char when[PAGE_WHEN];
	if (b->refused.text)
		page_box_fail(p, &b->refused);
	if (!b->other)
		return;
	page_box_text(p, TONE_BAD, x->by[0] ? TEXT_DESK_RP_OTHER_BY : TEXT_DESK_RP_OTHER, page_stamp(x->at, when),
		x->by, NULL);
	html_print(&p->out, "<blockquote class=\"typed\">%s</blockquote>",
		*x->text ? x->text : page_text(p, TEXT_DESK_RP_EMPTY));
	papers_line(p, true, TEXT_DESK_RP_YOURS, NULL, NULL, NULL);
}

/* What stands there already is right: carried words for this period too; an empty part, on purpose. */
static void as_it_is(struct page *p, const struct app_report_part *x)
{
	char name[PART_FIELD];
	if (!x->from[0] && !is_missing(x))
		return;
	html_print(&p->out,
		"<p class=\"choices\"><label><input type=\"checkbox\" name=\"%s\" value=\"1\"> %s</label></p>",
		part_field("xong", x, name),
		page_text(p, x->from[0] ? TEXT_DESK_RP_STILL_RIGHT : TEXT_DESK_RP_LEAVE_EMPTY));
}

static void field(struct page *p, const struct app_report_part *x, const struct part_back *b)
{
	static const struct part_back none = {.posted = false};
	char name[PART_FIELD], mark[PART_MARK], old[PART_FIELD];
	const char *hint = x->part->hint.in[0] ? form_words(&x->part->hint, p->lang) : "";
	part_field("phan", x, name);
	b = b ? b : &none;
	html_print(&p->out, "<div class=\"field\" id=\"p-%s\"><label for=\"%s\">%s</label>", x->part->id, name,
		form_words(&x->part->heading, p->lang));
	if (*hint)
		html_print(&p->out, "<p class=\"hint\">%s</p>", hint);
	others(p, x, b);
	if (!b->posted)
		told(p, x);
	page_hidden(p, part_field("goc", x, old), part_mark(x, mark));
	html_print(&p->out, "<textarea id=\"%s\" name=\"%s\" rows=\"5\" maxlength=\"%d\">\n%s</textarea>", name, name,
		APP_REPORT_TEXT_BYTES, b->posted ? page_field(p, name) : x->text);
	as_it_is(p, x);
	html_markup_unescaped(&p->out, "</div>");
}

static void read_only(struct page *p, const struct app_report_part *x)
{
	html_print(&p->out, "<h3>%s</h3>", form_words(&x->part->heading, p->lang));
	told(p, x);
	if (*x->text)
		html_print(&p->out, "<p class=\"typed\">%s</p>", x->text);
}

/* --- the parts --- */

static void link_to(struct page *p, const char *word, const struct app_report *x, const struct app_report_part *part)
{
	char path[256];
	where(word, "", x, path);
	html_print(&p->out, "<li><a href=\"%s%sphan=%s\">%s<span>", path, strchr(path, '?') ? "&" : "?", part->part->id,
		form_words(&part->part->heading, p->lang));
	page_say(p,
		part->from[0]      ? TEXT_DESK_RP_STATE_CARRIED
		: is_missing(part) ? TEXT_DESK_RP_STATE_NONE
				   : TEXT_DESK_RP_STATE_DONE,
		NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</span></a></li>");
}

static void save(struct page *p)
{
	html_markup_unescaped(&p->out, "<div class=\"actions\">");
	papers_button(p, "big", TEXT_DESK_RP_SAVE);
	html_markup_unescaped(&p->out, "</div>");
}

static void form(struct page *p, const char *word, const struct app_report *x, const struct part_back *back)
{
	bool one = parts_one_by_one(x);
	const char *only = page_field(p, "phan");
	char action[96];
	if (one) {
		html_markup_unescaped(&p->out, "<ul class=\"links\">");
		for (size_t i = 0; i < x->parts; i++)
			if (strcmp(x->part[i].part->id, only) != 0)
				link_to(p, word, x, &x->part[i]);
		html_markup_unescaped(&p->out, "</ul>");
	}
	if (one && !*only)
		return;
	snprintf(action, sizeof action, "/bao-cao/%s", word);
	page_form(p, action, "");
	page_hidden(p, "ky", x->report->once ? "" : x->period);
	page_hidden(p, "phan", only);
	for (size_t i = 0; i < x->parts; i++)
		if (!one || strcmp(x->part[i].part->id, only) == 0)
			field(p, &x->part[i], back ? &back[i] : NULL);
	save(p);
	page_form_end(p);
}

static void parts(struct page *p, const char *word, const struct app_report *x, const struct part_back *back)
{
	if (x->parts == 0)
		return;
	papers_heading(p, TEXT_DESK_RP_TYPED);
	left_to_do(p, x);
	if (page_may(p, PAGE_CLERK)) {
		form(p, word, x, back);
		return;
	}
	for (size_t i = 0; i < x->parts; i++)
		read_only(p, &x->part[i]);
}

void report_page(
	struct page *p, const char *word, const struct app_report *x, const struct part_back *back, unsigned status)
{
	desk_begin(p, DESK_REPORTS, x->about);
	desk_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	if (back)
		page_box_text(p, TONE_BAD, TEXT_DESK_RP_NOT_ALL, NULL, NULL, NULL);
	period_choice(p, word, x);
	figures(p, x);
	files(p, word, x);
	parts(p, word, x, back);
	desk_end_status(p, status);
}

/* --- as files --- */

static void send(struct page *p, const char *word, enum document_format format, const char *type, const char *ending)
{
	struct err e;
	struct app_report x;
	struct app_report_wish w = report_wish(p, word);
	struct buf out;
	char name[128];
	bool late = strcmp(word, "late") == 0;
	if ((late ? app_report_late : app_report)(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	buf_init(&out, DOCUMENT_BYTES_MAX);
	snprintf(name, sizeof name, "bao-cao-%s-%s%s", late ? "gui-muon" : x.report->id, x.period, ending);
	if (document_write(x.document, format, &out, &e) == 0)
		page_send(p, type, *ending ? name : NULL, &out);
	else
		page_fail(p, &e);
	buf_free(&out);
	app_report_free(&x);
}

static bool sent_as_file(struct page *p, const char *word, const char *rest)
{
	static const struct {
		const char *rest, *type;
		enum document_format format;
	} kind[] = {
		{"/in", papers_html, DOCUMENT_HTML},
		{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCUMENT_DOCX},
		{".xlsx", papers_xlsx, DOCUMENT_XLSX},
	};
	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
		if (strcmp(rest, kind[i].rest) != 0)
			continue;
		send(p, word, kind[i].format, kind[i].type, *rest == '.' ? rest : "");
		return true;
	}
	return false;
}

void desk_report(struct page *p)
{
	struct err e;
	struct app_report x;
	char word[64];
	const char *rest = report_word(p, word);
	if (sent_as_file(p, word, rest))
		return;
	if (strcmp(word, "late") == 0) {
		report_late(p);
		return;
	}
	struct app_report_wish w = report_wish(p, word);
	if (app_report_parts(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	report_page(p, word, &x, NULL, 200);
	app_report_free(&x);
}
