/* page_units.c - the units below the hub: their list, adding one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_figures.h>
#include <tungnha/app_words.h>
#include <tungnha/report.h>

#include "page_units.h"

int units_number(const char *typed)
{
	int64_t n = 0;
	for (const char *c = typed; *c; c++) {
		if (*c < '0' || *c > '9' || n > 9999999)
			return -2;
		n = 10 * n + (*c - '0');
	}
	return *typed ? (int)n : -1;
}

/* --- the list --- */

/* "đã sáp nhập vào …", or what it is made of. */
static void past(struct page *p, const struct unit *u)
{
	struct store_shape shape;
	struct unit into;
	struct err none;
	char words[REPORT_NOTE_BYTES], day[CLOCK_DATE];
	if (store_shape(p->store, u->code, &shape, &none) != 0)
		return;
	if (shape.into[0] && store_unit(p->store, shape.into, &into, &none) == 0)
		page_say(p, shape.merged[0] ? TEXT_UNITS_INTO : TEXT_UNITS_INTO_UNDATED, into.name,
			clock_day(shape.merged, day), NULL);
	else if (!shape.into[0] && report_made_of(p->store, u->code, p->lang, words, &none) == 0)
		html_text(&p->out, words);
}

static void row(struct page *p, const struct unit *u)
{
	char listed[32];
	html_markup_unescaped(&p->out, "<tr><th scope=\"row\">");
	if (page_may(p, PAGE_ADMIN))
		html_print(&p->out, "<a href=\"/don-vi-ds/%s\">%s</a>", u->code, u->name);
	else
		html_print(&p->out, "<a href=\"/don-vi/%s\">%s</a>", u->code, u->name);
	html_markup_unescaped(&p->out, "</th>");
	page_cell(p, "code", page_text(p, TEXT_HUB_COL_CODE));
	html_print(&p->out, "%s</td>", u->code);
	page_cell(p, "number", page_text(p, TEXT_DESK_UNIT_COL_LISTED));
	html_print(&p->out, "%s</td><td>", u->listed >= 0 ? page_number(p, u->listed, listed) : "–");
	past(p, u);
	html_markup_unescaped(&p->out, "</td></tr>");
}

static void list(struct page *p, const struct unit *u, size_t n, const char *own)
{
	static const text_id columns[] = {
		TEXT_HUB_COL_NAME, TEXT_HUB_COL_CODE, TEXT_DESK_UNIT_COL_LISTED, TEXT_UNITS_COL_PAST, TEXT_NONE};
	size_t from, end;
	if (n <= 1) {
		page_box_text(p, TONE_NOTE, TEXT_DESK_UNIT_NONE, NULL, NULL, NULL);
		return;
	}
	page_table(p, "said named", TEXT_DESK_UNIT_TITLE, columns);
	page_span(p, "trang", n, PAGE_ROWS, &from, &end);
	for (size_t i = from; i < end; i++)
		if (strcmp(u[i].code, own) != 0)
			row(p, &u[i]);
	page_table_end(p);
	page_turns(p, "/don-vi-ds", "trang", n, PAGE_ROWS);
}

/* What kind of unit: of the level right below, unless another is chosen. */
static void level_field(struct page *p, const struct unit *own)
{
	static const char *const levels[] = {"hamlet", "office", "group", "commune", "district"};
	const char *usual = app_hub_level_below(own->level);
	page_select(p, "cap", TEXT_HUB_COL_LEVEL);
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (strcmp(levels[i], own->level) != 0)
			page_option(p, levels[i],
				strcmp(levels[i], page_has(p, "cap") ? page_field(p, "cap") : usual) == 0,
				app_level_words(levels[i], p->lang));
	page_select_end(p);
}

/* Below which; asked where there is more than the hub itself to be below of. */
static void parent_field(struct page *p, const struct unit *u, size_t n, const struct unit *own)
{
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(u[i].level, "hamlet") == 0 || strcmp(u[i].level, "office") == 0 ||
			strcmp(u[i].code, own->code) == 0)
			continue;
		if (!any) {
			page_select(p, "thuoc", TEXT_HUB_COL_PARENT);
			page_option(p, "", !*page_field(p, "thuoc"), own->name);
		}
		page_option(p, u[i].code, strcmp(u[i].code, page_field(p, "thuoc")) == 0, u[i].name);
		any = true;
	}
	html_markup_unescaped(&p->out, any ? "</select></div>" : "");
}

static void add_form(struct page *p, const struct unit *u, size_t n, const struct unit *own, const struct err *refused)
{
	bool hamlets = strcmp(app_hub_level_below(own->level), "hamlet") == 0;
	html_markup_unescaped(&p->out, refused ? "<details class=\"more\" open>" : "<details class=\"more\">");
	html_print(&p->out, "<summary>%s</summary>", page_text(p, TEXT_DESK_UNIT_ADD));
	if (refused)
		page_box_fail(p, refused);
	page_form(p, "/don-vi-ds", "");
	page_text_field(p, "ma", TEXT_DESK_UNIT_CODE, hamlets ? TEXT_DESK_UNIT_CODE_HINT : TEXT_DESK_UNIT_CODE_HINT_UP,
		page_field(p, "ma"), NULL);
	page_text_field(p, "ten", TEXT_DESK_UNIT_NAME, TEXT_DESK_UNIT_NAME_HINT, page_field(p, "ten"), NULL);
	page_text_field(p, "so-ho", TEXT_DESK_UNIT_LISTED, TEXT_DESK_UNIT_LISTED_HINT, page_field(p, "so-ho"), NULL);
	level_field(p, own);
	parent_field(p, u, n, own);
	page_button(p, "", TEXT_DESK_UNIT_ADD_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	struct unit *u, own;
	size_t n;
	if (store_own_unit(p->store, &own, &e) != 0 || store_units(p->store, NULL, &u, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin_wide(p, DESK_MANAGE, page_text(p, TEXT_DESK_UNIT_TITLE));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (page_may(p, PAGE_ADMIN)) {
		add_form(p, u, n, &own, refused);
		html_markup_unescaped(&p->out, "<div class=\"row\">");
		page_link(p, "second", "/don-vi-ds/tep", TEXT_DESK_UNIT_FILE);
		html_markup_unescaped(&p->out, "</div>");
		page_para(p, "hint", TEXT_DESK_UNIT_CHANGE_HOW, NULL, NULL, NULL);
	}
	list(p, u, n, own.code);
	free(u);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_units(struct page *p)
{
	show(p, NULL);
}

void desk_unit_add(struct page *p)
{
	struct err e;
	struct unit u = {.listed = units_number(page_field(p, "so-ho"))}, known;
	struct app_hub_units done = {0};
	char path[64];
	int rc = 0;
	snprintf(u.code, sizeof u.code, "%s", page_field(p, "ma"));
	snprintf(u.name, sizeof u.name, "%s", page_field(p, "ten"));
	snprintf(u.level, sizeof u.level, "%s", page_field(p, "cap"));
	snprintf(u.parent, sizeof u.parent, "%s", page_field(p, "thuoc"));
	if (strlen(page_field(p, "ma")) >= sizeof u.code || strlen(page_field(p, "ten")) >= sizeof u.name)
		rc = err_set(&e, ERR_DATA, TEXT_DESK_UNIT_LONG, "");
	else if (u.listed == -2)
		rc = err_set(&e, ERR_DATA, TEXT_DESK_UNIT_NUMBER, "%s", page_field(p, "so-ho"));
	else if (store_unit(p->store, u.code, &known, &e) == 0) /* a slip would rename another hamlet */
		rc = err_set(&e, ERR_DATA, TEXT_DESK_UNIT_THERE, "%s" ERR_AND "%s", u.code, known.name);
	if (rc == 0)
		rc = app_hub_unit_set(p->store, &u, &done, &e);
	snprintf(path, sizeof path, "/don-vi-ds/%s", u.code);
	if (rc == 0)
		desk_done(p, path, done.doubtful.count ? TEXT_DESK_UNIT_ADDED_ALIKE : TEXT_DESK_UNIT_ADDED, u.name,
			NULL, NULL);
	else
		show(p, &e);
	app_hub_units_free(&done);
}
