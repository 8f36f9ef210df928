/* page_reports_part.c - the typed parts of a report: one field each, with what stands, where it came from, and what
 * somebody else wrote meanwhile. */
#include <stdio.h>
#include <string.h>

#include "page_reports_parts.h"

enum { TEXT_ON_A_PAGE = 11000 };

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
	snprintf(out, PART_MARK, "%s|%s|%s", x->at, x->from, part_sum(x->text, sum));
	return out;
}

bool parts_one_by_one(const struct app_report *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->parts; i++)
		n += strlen(x->part[i].text);
	return n > TEXT_ON_A_PAGE;
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

/* --- a part --- */

static void told(struct page *p, const struct app_report_part *x)
{
	char period[APP_PERIOD_SAID], when[PAGE_WHEN];
	if (x->from[0]) {
		html_markup_unescaped(&p->out, "<p class=\"problem warn\">");
		page_say(p, TEXT_DESK_RP_PART_CARRIED, app_period_said(x->from, p->lang, period), NULL, NULL);
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
	page_para(p, "hint", TEXT_DESK_RP_YOURS, NULL, NULL, NULL);
}

/* A report is public: its text may hold what a note on a household must not. Sums of money look the same, so it is said
 * and not refused. */
static void personal(struct page *p, const char *text)
{
	if (form_personal_number(text))
		html_print(&p->out, "<p class=\"problem warn\">%s</p>", page_text(p, TEXT_DESK_RP_PERSONAL));
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
	personal(p, b->posted ? page_field(p, name) : x->text);
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
	personal(p, x->text);
	if (*x->text)
		html_print(&p->out, "<p class=\"typed\">%s</p>", x->text);
}

/* --- the parts --- */

static void link_to(struct page *p, const char *word, const struct app_report *x, const struct app_report_part *part)
{
	char path[256];
	report_where(word, "", x, path);
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
	page_button(p, "big", TEXT_DESK_RP_SAVE);
	html_markup_unescaped(&p->out, "</div>");
}

/* A part that came back is on the page whatever length the others have by now: its words stand nowhere else. */
static bool is_typed_here(
	const struct app_report *x, size_t i, bool one, const char *only, const struct part_back *back)
{
	return !one || (back && back[i].posted) || strcmp(x->part[i].part->id, only) == 0;
}

static void form(struct page *p, const char *word, const struct app_report *x, const struct part_back *back)
{
	bool one = parts_one_by_one(x), any = false;
	const char *only = page_field(p, "phan");
	char action[96];
	if (one)
		html_markup_unescaped(&p->out, "<ul class=\"links\">");
	for (size_t i = 0; i < x->parts; i++) {
		if (is_typed_here(x, i, one, only, back))
			any = true;
		else
			link_to(p, word, x, &x->part[i]);
	}
	if (one)
		html_markup_unescaped(&p->out, "</ul>");
	if (!any)
		return;
	snprintf(action, sizeof action, "/bao-cao/%s", word);
	page_form(p, action, "");
	page_hidden(p, "ky", x->report->once ? "" : x->period);
	page_hidden(p, "phan", only);
	for (size_t i = 0; i < x->parts; i++)
		if (is_typed_here(x, i, one, only, back))
			field(p, &x->part[i], back ? &back[i] : NULL);
	save(p);
	page_form_end(p);
}

void report_parts(struct page *p, const char *word, const struct app_report *x, const struct part_back *back)
{
	if (x->parts == 0)
		return;
	page_heading(p, TEXT_DESK_RP_TYPED);
	left_to_do(p, x);
	if (page_may(p, PAGE_CLERK)) {
		form(p, word, x, back);
		return;
	}
	for (size_t i = 0; i < x->parts; i++)
		read_only(p, &x->part[i]);
}
