/* page_close_statement.c - one statement: its check code, who was late, what it changed, what has changed since. */
#include <stdio.h>
#include <string.h>

#include "page_reports.h"

/* --- changes: a row a unit --- */

static bool on_paper(const struct form *f, const struct app_change *x)
{
	return x->column >= 0 && (f->column[x->column].printed || f->column[x->column].listed);
}

static size_t same_unit(const struct app_changes *c, size_t i)
{
	size_t end = i;
	while (end < c->count && strcmp(c->change[end].code, c->change[i].code) == 0)
		end++;
	return end;
}

static void change(struct page *p, const struct form *f, const struct app_change *x, bool first)
{
	char before[32], after[32];
	if (!first)
		html_markup_unescaped(&p->out, "; ");
	if (x->column < 0)
		page_say(p, x->after ? TEXT_CHANGE_LATE : TEXT_CHANGE_NOT_LATE, NULL, NULL, NULL);
	else
		page_say(p, TEXT_DESK_RP_CHANGE, form_words(&f->column[x->column].label, p->lang),
			page_number(p, x->before, before), page_number(p, x->after, after));
}

/* Columns on paper speak for those beside them, where any of them changed. */
static void unit(struct page *p, const struct form *f, const struct app_changes *c, size_t begin, size_t end)
{
	bool any = false, first = true;
	const struct app_change *of = &c->change[begin];
	for (size_t i = begin; i < end; i++)
		any |= on_paper(f, &c->change[i]);
	html_print(
		&p->out, "<tr><th scope=\"row\">%s</th><td>", of->code[0] ? of->name : page_text(p, TEXT_CHANGE_TOTAL));
	for (size_t i = begin; i < end; i++) {
		if (any && c->change[i].column >= 0 && !on_paper(f, &c->change[i]))
			continue;
		change(p, f, &c->change[i], first);
		first = false;
	}
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void changes(struct page *p, const struct form *f, const struct app_changes *c, text_id heading,
	const char *path, const char *field)
{
	static const text_id columns[] = {TEXT_REPORTS_COL_UNIT, TEXT_DESK_RP_COL_CHANGES, TEXT_NONE};
	size_t n = 0, first, end, at = 0;
	for (size_t i = 0; i < c->count; i = same_unit(c, i))
		n++;
	page_heading(p, heading);
	if (n == 0) {
		page_para(p, "", TEXT_DESK_RP_NO_CHANGE, NULL, NULL, NULL);
		return;
	}
	page_span(p, field, n, PAGE_ROWS, &first, &end);
	page_table(p, "", heading, columns);
	for (size_t i = 0; i < c->count; at++) {
		size_t next = same_unit(c, i);
		if (at >= first && at < end)
			unit(p, f, c, i, next);
		i = next;
	}
	page_table_end(p);
	page_turns(p, path, field, n, PAGE_ROWS);
}

/* --- the statement itself --- */

static int64_t all_of(const struct store_statement *x, const char *name)
{
	int64_t sum = 0;
	const cJSON *v;
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(x->fields, name)) sum += (int64_t)v->valuedouble;
	return sum;
}

static void late(struct page *p, const struct store_statement *x)
{
	struct buf names;
	char n[32];
	const cJSON *v, *list = cJSON_GetObjectItemCaseSensitive(x->fields, "late");
	buf_init(&names, 16 * 1024);
	cJSON_ArrayForEach(v, list)
	{
		const cJSON *all = cJSON_GetObjectItemCaseSensitive(x->fields, "names");
		const char *name = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(all, v->valuestring ? v->valuestring : ""));
		buf_print(&names, "%s%s", names.len ? ", " : "", name ? name : "");
	}
	if (names.len) {
		html_markup_unescaped(&p->out, "<p>");
		page_say(p, TEXT_DESK_RP_LATE_THEN, page_number(p, cJSON_GetArraySize(list), n), NULL, NULL);
		html_print(&p->out, " %s.</p>", names.data);
	}
	buf_free(&names);
}

static void facts(struct page *p, const struct store_statement *x)
{
	char n[32], when[PAGE_WHEN], code[16];
	html_markup_unescaped(&p->out, "<div class=\"card\"><dl class=\"facts told\">");
	page_fact(p, TEXT_COL_CODE_CHECK, papers_code(x->code, code));
	page_fact(p, TEXT_REPORTS_COL_VERSION, page_number(p, x->version, n));
	page_fact(p, TEXT_COL_CLOSED_AT, page_stamp(x->at, when));
	page_fact(p, TEXT_DESK_RP_COL_CLOSED_BY, x->by[0] ? x->by : "–");
	if (x->reason[0])
		page_fact(p, TEXT_DESK_RP_COL_AGAIN, x->reason);
	page_fact(p, TEXT_DESK_RP_COL_HELD, page_number(p, all_of(x, "held"), n));
	page_fact(p, TEXT_DESK_RP_COL_CONFLICTS, page_number(p, all_of(x, "conflicts"), n));
	html_markup_unescaped(&p->out, "</dl></div>");
}

static void links(struct page *p, const char *period)
{
	static const struct {
		const char *path;
		text_id label;
	} to[] = {{"/mau-02", TEXT_DOOR_FORM02}, {"/mau-02/in", TEXT_PAPER_PRINT}, {"/mau-02.xlsx", TEXT_PAPER_XLSX}};
	char path[64];
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	for (size_t i = 0; i < sizeof to / sizeof *to; i++) {
		snprintf(path, sizeof path, "%s?ky=%s", to[i].path, period);
		page_link(p, i ? "second" : "", path, to[i].label);
	}
	html_markup_unescaped(&p->out, "</div>");
	page_para(p, "hint", TEXT_DESK_RP_CODE_HOW, NULL, NULL, NULL);
}

void desk_statement(struct page *p)
{
	struct err e;
	struct app_statement x;
	const struct form *f;
	const char *ky = page_field(p, "ky");
	char title[APP_PERIOD_SAID + 64], said[APP_PERIOD_SAID], path[80];
	if (store_form(p->store, NULL, &f, &e) != 0 || app_hub_statement(p->store, *ky ? ky : NULL, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	snprintf(title, sizeof title, "%s – %s", page_text(p, TEXT_DESK_RP_STATEMENT),
		app_period_said(x.statement.period, p->lang, said));
	snprintf(path, sizeof path, "/chot/ban?ky=%s", x.statement.period);
	desk_begin(p, DESK_REPORTS, title);
	page_crumbs(p, "/chot", TEXT_DESK_RP_CLOSE);
	facts(p, &x.statement);
	links(p, x.statement.period);
	late(p, &x.statement);
	if (x.statement.version > 1)
		changes(p, f, &x.changes, TEXT_DESK_RP_CHANGED, path, "truoc");
	changes(p, f, &x.since, TEXT_DESK_RP_SINCE, path, "sau");
	app_statement_free(&x);
	desk_end(p);
}
