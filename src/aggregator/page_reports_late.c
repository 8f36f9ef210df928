/* page_reports_late.c - who is late, missing or doubtful for a period; the notice ready to copy. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_queue.h>

#include "page_reports_parts.h"

enum { NOTICE_ON_A_PAGE = 6000 }; /* bytes: of some hundred units */

/* The object that a kind of part left in the facts; NULL: none. */
static const cJSON *facts_of(const struct app_report *x, const char *member)
{
	const cJSON *part;
	cJSON_ArrayForEach(part, cJSON_GetObjectItemCaseSensitive(x->facts, "parts"))
	{
		const cJSON *found = cJSON_GetObjectItemCaseSensitive(part, member);
		if (found)
			return found;
	}
	return NULL;
}

static const char *text_of(const cJSON *o, const char *member)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, member));
	return text ? text : "";
}

static int64_t number_of(const cJSON *o, const char *member)
{
	return (int64_t)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(o, member));
}

/* A name leads to where something can be done about it: type what is on paper, count it as in time; or review it. */
static void late_row(struct page *p, const cJSON *unit, const char *period)
{
	char n[32];
	bool sent = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(unit, "sent"));
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/khai/%s?ky=%s\">%s</a></th>", text_of(unit, "unit"),
		period, text_of(unit, "name"));
	html_print(&p->out, "<td>%s</td><td class=\"number\">%s</td></tr>",
		page_text(p, sent ? TEXT_REPORTS_LATE : TEXT_REPORTS_NOT_SENT),
		page_number(p, number_of(unit, "times_late"), n));
}

static void doubtful_row(struct page *p, const cJSON *unit)
{
	const cJSON *v;
	bool any = false;
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/duyet?don-vi=%s\">%s</a></th>", text_of(unit, "unit"),
		text_of(unit, "name"));
	html_markup_unescaped(&p->out, "<td>");
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(unit, "doubts"))
	{
		html_print(&p->out, "%s%s", any ? " " : "", cJSON_GetStringValue(v));
		any = true;
	}
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void list(struct page *p, const struct app_report *x, bool late, const char *path)
{
	text_id heading = late ? TEXT_REPORTS_LATE_HEADING : TEXT_REPORTS_DOUBT_HEADING;
	const cJSON *units = facts_of(x, late ? "late_units" : "doubtful");
	size_t n = (size_t)cJSON_GetArraySize(units), rows = late ? PAGE_ROWS : PAGE_ROWS / 2, first, end;
	const char *field = late ? "muon" : "xem";
	page_heading(p, heading);
	if (n == 0) {
		page_box_text(p, TONE_GOOD, late ? TEXT_REPORTS_NOBODY_LATE : TEXT_REPORTS_NOTHING_DOUBTFUL, NULL, NULL,
			NULL);
		return;
	}
	page_table_begin(p, "", page_text(p, heading));
	page_th(p, page_text(p, TEXT_REPORTS_COL_UNIT));
	page_th(p, page_text(p, late ? TEXT_REPORTS_COL_STATE : TEXT_REPORTS_COL_WHY));
	if (late)
		page_th(p, page_text(p, TEXT_REPORTS_COL_TIMES));
	page_rows(p);
	page_span(p, field, n, rows, &first, &end);
	for (size_t i = first; i < end; i++) {
		const cJSON *unit = cJSON_GetArrayItem(units, (int)i);
		if (late)
			late_row(p, unit, x->period);
		else
			doubtful_row(p, unit);
	}
	page_table_end(p);
	page_turns(p, path, field, n, rows);
}

/* The part of the facts that counts who has sent. */
static const cJSON *counts_of(const struct app_report *late)
{
	return facts_of(late, "units") ? cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(late->facts, "parts"), 0)
				       : NULL;
}

void papers_doubts(struct page *p, const struct app_report *late, const char *path)
{
	char sent[32], units[32], missing[32];
	const cJSON *counts = counts_of(late);
	page_box_text(p, number_of(counts, "missing") ? TONE_WARN : TONE_NOTE, TEXT_DESK_RP_SENT,
		page_number(p, number_of(counts, "sent"), sent), page_number(p, number_of(counts, "units"), units),
		page_number(p, number_of(counts, "missing"), missing));
	list(p, late, true, path);
	list(p, late, false, path);
}

/* --- in the way of closing --- */

static bool in_the_way(struct page *p, int64_t n, text_id what, const char *path, text_id next)
{
	char number[32];
	if (n <= 0)
		return false;
	html_print(&p->out, "<li><a href=\"%s\">! ", path);
	page_say(p, what, page_number(p, n, number), NULL, NULL);
	html_print(&p->out, "<span>%s</span></a></li>", page_text(p, next));
	return true;
}

/* What waits for a reviewer in all units, kind by kind. */
static bool reviews_in_the_way(struct page *p)
{
	struct err none;
	struct app_queue_count *unit = NULL;
	size_t n = 0;
	bool any = false;
	char path[64], number[32];
	if (app_queue_counts(p->store, p->now, &unit, &n, &none) != 0)
		return false;
	for (int k = 0; k < QUEUE_KINDS; k++) {
		int64_t waits = 0;
		for (size_t i = 0; i < n; i++)
			waits += unit[i].of[k];
		if (waits == 0)
			continue;
		any = true;
		snprintf(path, sizeof path, "/duyet?loai=%s", app_queue_word((enum app_queue_kind)k));
		html_print(&p->out, "<li><a href=\"%s\">! %s: %s<span>%s</span></a></li>", path,
			page_text(p, app_queue_kind_said((enum app_queue_kind)k)), page_number(p, waits, number),
			page_text(p, TEXT_DESK_RP_WAY_REVIEW));
	}
	free(unit);
	return any;
}

bool papers_in_the_way(struct page *p, const struct app_report *late)
{
	const cJSON *counts = counts_of(late);
	char missing[64], muon[64];
	snprintf(missing, sizeof missing, "/khai?ky=%s&loc=chua", late->period);
	snprintf(muon, sizeof muon, "/khai?ky=%s&loc=muon", late->period);
	page_heading(p, TEXT_DESK_RP_WAY);
	html_markup_unescaped(&p->out, "<ul class=\"links\">");
	bool any = in_the_way(
		p, number_of(counts, "missing"), TEXT_DESK_RP_WAY_MISSING, missing, TEXT_DESK_RP_WAY_MISSING_NEXT);
	any |= in_the_way(p, number_of(counts, "late"), TEXT_DESK_RP_WAY_LATE, muon, TEXT_DESK_RP_WAY_LATE_NEXT);
	any |= reviews_in_the_way(p);
	html_markup_unescaped(&p->out, "</ul>");
	if (!any)
		page_box_text(p, TONE_GOOD, TEXT_DESK_RP_WAY_NOTHING, NULL, NULL, NULL);
	return any;
}

/* A small script copies it; without one the person does. A long one is a file. */
void papers_notice(struct page *p, const struct app_report *x)
{
	char path[64];
	if (x->notice && strlen(x->notice) > NOTICE_ON_A_PAGE) {
		snprintf(path, sizeof path, "/bao-cao/late.txt?ky=%s", x->period);
		html_markup_unescaped(&p->out, "<p>");
		page_link(p, "second", path, TEXT_DESK_RP_NOTICE_FILE);
		html_markup_unescaped(&p->out, "</p>");
		return;
	}
	html_print(&p->out,
		"<div class=\"field\"><label for=\"tin\">%s</label><p class=\"hint\">%s</p><textarea id=\"tin\" "
		"rows=\"8\" "
		"readonly>\n%s</textarea></div><p><button type=\"button\" data-copy=\"tin\" data-done=\"%s\" "
		"hidden>%s</button></p>",
		page_text(p, TEXT_OVER_REMIND_TEXT), page_text(p, TEXT_OVER_REMIND_HINT), x->notice ? x->notice : "",
		page_text(p, TEXT_OVER_COPIED), page_text(p, TEXT_OVER_COPY));
}

static void files(struct page *p, const struct app_report *x)
{
	static const struct {
		const char *rest;
		text_id label;
	} file[] = {{"/in", TEXT_PAPER_PRINT}, {".docx", TEXT_DESK_RP_DOCX}, {".xlsx", TEXT_PAPER_XLSX}};
	char path[64];
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		snprintf(path, sizeof path, "/bao-cao/late%s?ky=%s", file[i].rest, x->period);
		page_link(p, i ? "second" : "", path, file[i].label);
	}
	html_markup_unescaped(&p->out, "</div>");
}

void report_late(struct page *p)
{
	struct err e;
	struct app_report x;
	struct papers_periods k;
	struct app_report_wish w = report_wish(p, "late");
	char path[64];
	if (app_report_late(p->store, &w, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	papers_own_periods(p, &k);
	desk_begin(p, DESK_REPORTS, page_text(p, TEXT_DESK_RP_LATE));
	page_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	papers_choose(p, "/bao-cao/late", &k, x.period, false, NULL);
	page_para(p, "", TEXT_DESK_RP_DUE_AT, x.ends, NULL, NULL);
	page_heading(p, TEXT_DESK_RP_NOTICE);
	papers_notice(p, &x);
	files(p, &x);
	snprintf(path, sizeof path, "/bao-cao/late?ky=%s", x.period);
	papers_doubts(p, &x, path);
	app_report_free(&x);
	desk_end(p);
}
