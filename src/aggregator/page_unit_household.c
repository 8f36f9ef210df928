/* page_unit_household.c - one household by its number: what counts, what is doubtful, everything ever written and
 * decided about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_corrections.h>
#include <tungnha/app_units.h>

#include "page_overview.h"

/* --- what stands --- */

static const struct store_revision *shown_revision(const struct app_hub_household *h)
{
	for (size_t i = 0; i < h->revisions; i++)
		if (h->revision[i].shown)
			return &h->revision[i];
	return NULL;
}

static void fields(struct page *p, const struct store_household *h)
{
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	for (size_t i = 0; i < h->form->fields; i++) {
		char value[FORM_SENTENCE];
		if (h->form->field[i].local)
			continue;
		form_show(h->form, (int)i, &h->record.value[i], p->lang, value);
		if (*value)
			html_print(&p->out, "<dt>%s</dt><dd>%s</dd>", form_words(&h->form->field[i].label, p->lang),
				value);
	}
	html_markup_unescaped(&p->out, "</dl>");
}

static void written(struct page *p, const char *unit, const struct store_revision *r)
{
	char device[128], at[PAGE_WHEN];
	if (!r)
		return;
	app_device_name(p->store, unit, r->author, p->lang, device);
	page_para(p, "", TEXT_OVER_WRITTEN, r->by[0] ? r->by : "–", device, page_stamp(r->at, at));
}

static void warnings(struct page *p, const struct store_household *h)
{
	struct app_warnings w = {0};
	app_warnings_household(p->store, h, APP_REVIEWER, p->lang, &w);
	for (size_t i = 0; i < w.count; i++)
		page_box(p, TONE_WARN, w.item[i].sentence);
	app_warnings_free(&w);
}

static void review(struct page *p, const char *unit, struct id key)
{
	struct store_review r;
	struct err e;
	char at[PAGE_WHEN], who[UNIT_NAME];
	if (store_review(p->store, unit, key, &r, &e) != 1)
		return;
	const text_id id = r.returned ? TEXT_OVER_IS_RETURNED : TEXT_OVER_IS_APPROVED;
	page_box_text(
		p, r.returned ? TONE_WARN : TONE_GOOD, id, desk_who(p, r.by, who), page_stamp(r.at, at), r.reason);
	if (!r.current)
		page_box_text(p, TONE_NOTE, TEXT_OVER_CHANGED_SINCE, NULL, NULL, NULL);
}

static void one(struct page *p, const struct unit *u, const struct app_hub_household *h)
{
	html_markup_unescaped(&p->out, "<section class=\"card\">");
	if (!h->counts)
		page_box_text(p, TONE_WARN, TEXT_OVER_ALL_HELD, NULL, NULL, NULL);
	else if (h->shown.voided)
		page_box_text(p, TONE_NOTE, TEXT_OVER_VOIDED, NULL, NULL, NULL);
	else
		fields(p, &h->shown);
	written(p, u->code, shown_revision(h));
	if (h->shown.conflict)
		page_box_text(p, TONE_WARN, TEXT_OVER_CONFLICT, NULL, NULL, NULL);
	if (h->shown.clash)
		page_box_text(p, TONE_WARN, TEXT_OVER_CLASH, NULL, NULL, NULL);
	if (h->counts && !h->shown.voided)
		warnings(p, &h->shown);
	review(p, u->code, h->shown.key);
	html_markup_unescaped(&p->out, "</section>");
}

/* --- what became of it --- */

struct telling {
	struct page *p;
	const char *unit;
};

static int tell(void *context, const struct app_event *ev, struct err *e)
{
	const struct telling *t = context;
	struct page *p = t->p;
	const struct store_revision *r = ev->revision;
	char *line = app_event_line(p->store, t->unit, ev, p->lang);
	char why[2 * FORM_SENTENCE], code[NAME_TEXT];
	(void)e;
	html_print(&p->out, "<li>%s <span class=\"code\">%s</span>", line,
		store_entry_text(p->store, r ? &r->entry : &ev->act->about, code));
	if (r && r->shown)
		html_print(&p->out, "<br><strong>✓ %s</strong>", page_text(p, TEXT_DOOR_HOME_SHOWN_NOW));
	if (r && r->held) {
		struct err reason;
		store_held_reason(p->store, r, p->lang, &reason);
		err_sentence(&reason, p->lang, why, sizeof why);
		html_print(&p->out, "<br><strong>%s %s</strong>", page_text(p, TEXT_HISTORY_HELD), why);
	}
	html_markup_unescaped(&p->out, "</li>");
	free(line);
	return 0;
}

/* --- the page --- */

/* "05788-01/12": the unit may have no number of its own like that, but one that merged into it. */
static int find(struct page *p, struct unit *asked, struct unit *u, char number[static APP_HUB_NUMBER], struct err *e)
{
	const char *slash = strchr(p->tail, '/');
	char code[UNIT_CODE];
	if (!slash || (size_t)(slash - p->tail) >= sizeof code || strlen(slash + 1) >= APP_HUB_NUMBER)
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%.40s", p->tail);
	snprintf(code, sizeof code, "%.*s", (int)(slash - p->tail), p->tail);
	snprintf(number, APP_HUB_NUMBER, "%s", slash + 1);
	return desk_unit(p, code, asked, e) != 0 ? -1 : app_units_of_number(p->store, asked, number, u, e);
}

static void show(struct page *p, const struct unit *asked, const struct unit *u, const char *number,
	const struct app_hub_household *h, size_t n, struct err *e)
{
	struct telling t = {p, u->code};
	char title[UNIT_NAME + 2 * APP_HUB_NUMBER], back[UNIT_CODE + 16];
	text_fill(p->lang, TEXT_OVER_HOUSEHOLD, (const char *const[3]){number, u->name}, title, sizeof title);
	snprintf(back, sizeof back, "/don-vi/%s", asked->code);
	desk_begin(p, DESK_OVERVIEW, title);
	html_print(&p->out, "<p class=\"crumbs\"><a href=\"%s\">‹ %s</a></p>", back, asked->name);
	for (size_t i = 0; i < n; i++)
		one(p, u, &h[i]);
	if (page_may(p, PAGE_CLERK)) {
		html_print(&p->out, "<p class=\"actions\"><a class=\"button\" href=\"/duyet/ho/%s/", u->code);
		html_url(&p->out, number, "");
		html_print(&p->out, "\">%s</a></p>", page_text(p, TEXT_OVER_DECIDE));
	}
	html_print(&p->out, "<h2>%s</h2><ol class=\"log\">", page_text(p, TEXT_OVER_HISTORY));
	if (app_household_history(p->store, u->code, number, p->lang, tell, &t, e) != 0) {
		html_markup_unescaped(&p->out, "</ol>");
		page_box_fail(p, e);
	} else
		html_markup_unescaped(&p->out, "</ol>");
	desk_end(p);
}

void desk_household(struct page *p)
{
	struct err e;
	struct unit asked, u;
	struct app_hub_household *h;
	char number[APP_HUB_NUMBER];
	size_t n;
	if (find(p, &asked, &u, number, &e) != 0 || app_hub_household(p->store, u.code, number, &h, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	show(p, &asked, &u, number, h, n, &e);
	app_hub_household_free(h, n);
}
