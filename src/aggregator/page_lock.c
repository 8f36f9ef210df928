/* page_lock.c - "Chốt số liệu": nobody changes a unit's figures any more, one unit or all; opened again with a reason.
 */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_units.h>

#include "page_reports.h"

/* --- the list --- */

static void row(struct page *p, const struct app_hub_standing *x)
{
	char reviewed[32], listed[32];
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/khoa/%s\">%s</a></th>", x->unit.code, x->unit.name);
	html_print(&p->out, "<td class=\"number\">%s/%s</td><td>%s %s</td></tr>", page_number(p, x->reviewed, reviewed),
		page_number(p, x->listed, listed), x->locked ? "✓" : "–",
		page_text(p, x->locked ? TEXT_DESK_RP_LOCKED : TEXT_DESK_RP_IS_OPEN));
}

static void table(struct page *p, const struct app_hub_status *st)
{
	static const text_id heading[] = {
		TEXT_REPORTS_COL_UNIT, TEXT_REPORTS_COL_REVIEWED, TEXT_DESK_RP_COL_LOCKED, TEXT_NONE};
	size_t first, end;
	page_span(p, "trang", st->rows, PAGE_ROWS, &first, &end);
	page_table(p, "", TEXT_DESK_RP_LOCK, heading);
	for (size_t i = first; i < end; i++)
		row(p, &st->row[i]);
	page_table_end(p);
	page_turns(p, "/khoa", "trang", st->rows, PAGE_ROWS);
}

static void all(struct page *p, size_t open)
{
	char n[32];
	if (!page_may(p, PAGE_APPROVER) || open == 0)
		return;
	html_markup_unescaped(&p->out, "<details class=\"more\"><summary>");
	page_say(p, TEXT_DESK_RP_LOCK_ALL, page_number(p, (int64_t)open, n), NULL, NULL);
	html_markup_unescaped(&p->out, "</summary>");
	page_para(p, "", TEXT_DESK_RP_LOCK_SURE, NULL, NULL, NULL);
	page_form(p, "/khoa", "");
	page_button(p, "", TEXT_DESK_RP_LOCK_ALL_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void overview(struct page *p)
{
	struct err e;
	struct app_hub_status st;
	size_t open = 0;
	char a[32], b[32];
	if (app_hub_status(p->store, p->now, &st, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	for (size_t i = 0; i < st.rows; i++)
		open += !st.row[i].locked;
	desk_begin(p, DESK_REPORTS, page_text(p, TEXT_DESK_RP_LOCK));
	page_crumbs(p, "/bao-cao", TEXT_DESK_REPORTS);
	page_para(p, "", TEXT_DESK_RP_LOCK_ABOUT, NULL, NULL, NULL);
	page_box_text(p, TONE_NOTE, TEXT_DESK_RP_LOCK_COUNT, page_number(p, (int64_t)(st.rows - open), a),
		page_number(p, (int64_t)st.rows, b), NULL);
	if (st.rows > 0)
		table(p, &st);
	all(p, open);
	app_hub_status_free(&st);
	desk_end(p);
}

/* --- one unit --- */

static void lock_form(struct page *p, const char *action)
{
	page_para(p, "", TEXT_DESK_RP_LOCK_SURE, NULL, NULL, NULL);
	page_form(p, action, "");
	page_button(p, "", TEXT_DESK_RP_LOCK_NOW);
	page_form_end(p);
}

static void unlock_form(struct page *p, const char *action)
{
	page_heading(p, TEXT_DESK_RP_UNLOCK);
	page_para(p, "", TEXT_DESK_RP_UNLOCK_WHAT, NULL, NULL, NULL);
	page_form(p, action, "");
	page_hidden(p, "mo", "1");
	papers_reason(p, TEXT_NONE);
	page_button(p, "danger", TEXT_DESK_RP_UNLOCK_NOW);
	page_form_end(p);
}

static void one(struct page *p, const struct unit *u, const struct err *refused)
{
	struct err e;
	bool locked;
	char action[UNIT_CODE + 16], title[UNIT_NAME + 32], with[APP_UNITS_NAMES];
	if (store_locked(p->store, u->code, &locked, &e) != 0 ||
		app_units_names(p->store, u->code, false, with, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	snprintf(action, sizeof action, "/khoa/%s", u->code);
	snprintf(title, sizeof title, "%s – %s", page_text(p, TEXT_DESK_RP_LOCK), u->name);
	desk_begin(p, DESK_REPORTS, title);
	page_crumbs(p, "/khoa", TEXT_DESK_RP_LOCK);
	if (refused)
		page_box_fail(p, refused);
	page_box_text(p, locked ? TONE_GOOD : TONE_NOTE, locked ? TEXT_DESK_RP_ONE_LOCKED : TEXT_DESK_RP_ONE_OPEN,
		u->name, NULL, NULL);
	if (*with)
		page_para(p, "", TEXT_DESK_RP_LOCK_WITH, with, u->name, NULL);
	if (!page_may(p, PAGE_APPROVER))
		page_box_text(p, TONE_NOTE, TEXT_DESK_RP_LOCK_WHO, NULL, NULL, NULL);
	else if (locked)
		unlock_form(p, action);
	else
		lock_form(p, action);
	desk_end_status(p, refused ? 400 : 200);
}

static bool unit_of(struct page *p, struct unit *out)
{
	struct err e;
	if (desk_unit(p, p->tail, out, &e) == 0)
		return true;
	page_fail(p, &e);
	return false;
}

void desk_lock(struct page *p)
{
	struct unit u;
	if (!*p->tail)
		overview(p);
	else if (unit_of(p, &u))
		one(p, &u, NULL);
}

static void unlock(struct page *p, const struct unit *u)
{
	struct err e;
	bool changed;
	char path[UNIT_CODE + 16];
	if (app_hub_unlock(p->store, u->code, page_field(p, "ly-do"), &changed, &e) != 0) {
		one(p, u, &e);
		return;
	}
	snprintf(path, sizeof path, "/khoa/%s", u->code);
	desk_done(p, path, changed ? TEXT_HUB_UNLOCKED : TEXT_HUB_UNLOCKED_ALREADY, u->name, NULL, NULL);
}

static void lock(struct page *p, const struct unit *u)
{
	struct err e;
	size_t locked, already;
	char a[32], b[32];
	if (app_hub_lock(p->store, u ? u->code : NULL, &locked, &already, &e) != 0)
		page_fail(p, &e);
	else if (u)
		desk_done(p, "/khoa", locked ? TEXT_HUB_LOCKED : TEXT_HUB_LOCKED_ALREADY, u->name, NULL, NULL);
	else
		desk_done(p, "/khoa", TEXT_HUB_LOCKED_ALL, page_number(p, (int64_t)locked, a),
			page_number(p, (int64_t)already, b), NULL);
}

void desk_lock_do(struct page *p)
{
	struct unit u;
	if (!*p->tail)
		lock(p, NULL);
	else if (unit_of(p, &u))
		page_has(p, "mo") ? unlock(p, &u) : lock(p, &u);
}
