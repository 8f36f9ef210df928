/* page_reports_late.c - who is late, missing or doubtful for a period; the notice ready to copy. */
#include <stdio.h>
#include <string.h>

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

static void name(struct page *p, const cJSON *unit)
{
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/don-vi/%s\">%s</a></th>", text_of(unit, "unit"),
		text_of(unit, "name"));
}

static void late_row(struct page *p, const cJSON *unit)
{
	char n[32];
	bool sent = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(unit, "sent"));
	name(p, unit);
	html_print(&p->out, "<td>%s</td><td class=\"number\">%s</td></tr>",
		page_text(p, sent ? TEXT_REPORTS_LATE : TEXT_REPORTS_NOT_SENT),
		page_number(p, number_of(unit, "times_late"), n));
}

static void doubtful_row(struct page *p, const cJSON *unit)
{
	const cJSON *v;
	bool any = false;
	name(p, unit);
	html_markup_unescaped(&p->out, "<td>");
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(unit, "doubts"))
	{
		html_print(&p->out, "%s%s", any ? " " : "", cJSON_GetStringValue(v));
		any = true;
	}
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void list(struct page *p, const cJSON *units, text_id heading, bool late, const char *path)
{
	size_t n = (size_t)cJSON_GetArraySize(units), rows = late ? PAPERS_ROWS : PAPERS_ROWS / 2, first, end;
	const char *field = late ? "muon" : "xem";
	papers_heading(p, heading);
	if (n == 0) {
		page_box_text(p, TONE_GOOD, late ? TEXT_REPORTS_NOBODY_LATE : TEXT_REPORTS_NOTHING_DOUBTFUL, NULL, NULL,
			NULL);
		return;
	}
	papers_table(p, "", page_text(p, heading));
	papers_th(p, page_text(p, TEXT_REPORTS_COL_UNIT));
	papers_th(p, page_text(p, late ? TEXT_REPORTS_COL_STATE : TEXT_REPORTS_COL_WHY));
	if (late)
		papers_th(p, page_text(p, TEXT_REPORTS_COL_TIMES));
	papers_rows(p);
	papers_part(p, field, n, rows, &first, &end);
	for (size_t i = first; i < end; i++)
		(late ? late_row : doubtful_row)(p, cJSON_GetArrayItem(units, (int)i));
	papers_table_end(p);
	papers_parts(p, path, field, n, rows);
}

bool papers_doubts(struct page *p, const struct app_report *late, const char *path)
{
	char sent[32], units[32], missing[32];
	const cJSON *counts = facts_of(late, "units")
				      ? cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(late->facts, "parts"), 0)
				      : NULL;
	page_box_text(p, number_of(counts, "missing") ? TONE_WARN : TONE_NOTE, TEXT_DESK_RP_SENT,
		page_number(p, number_of(counts, "sent"), sent), page_number(p, number_of(counts, "units"), units),
		page_number(p, number_of(counts, "missing"), missing));
	const cJSON *who = facts_of(late, "late_units"), *doubtful = facts_of(late, "doubtful");
	list(p, who, TEXT_REPORTS_LATE_HEADING, true, path);
	list(p, doubtful, TEXT_REPORTS_DOUBT_HEADING, false, path);
	return cJSON_GetArraySize(who) == 0 && cJSON_GetArraySize(doubtful) == 0;
}

static void notice(struct page *p, const struct app_report *x)
{
	char path[64];
	papers_heading(p, TEXT_DESK_RP_NOTICE);
	if (strlen(x->notice) > NOTICE_ON_A_PAGE) {
		snprintf(path, sizeof path, "/bao-cao/late.txt?ky=%s", x->period);
		html_markup_unescaped(&p->out, "<p>");
		papers_link(p, "second", path, TEXT_DESK_RP_NOTICE_FILE);
		html_markup_unescaped(&p->out, "</p>");
		return;
	}
	html_print(&p->out,
		"<div class=\"field\"><label for=\"tin\">%s</label><textarea id=\"tin\" rows=\"8\" "
		"readonly>\n%s</textarea></div>",
		page_text(p, TEXT_DESK_RP_NOTICE_HOW), x->notice);
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
		papers_link(p, i ? "second" : "", path, file[i].label);
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
	desk_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	papers_choose(p, "/bao-cao/late", &k, x.period, false, NULL);
	papers_line(p, false, TEXT_DESK_RP_DUE_AT, x.ends, NULL, NULL);
	notice(p, &x);
	files(p, &x);
	snprintf(path, sizeof path, "/bao-cao/late?ky=%s&", x.period);
	papers_doubts(p, &x, path);
	app_report_free(&x);
	desk_end(p);
}
