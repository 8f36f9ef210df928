/* page_household_said.c - what is to be known of a household before anything is typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_warnings.h>
#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

#include "page_household.h"

static void box(struct sheet *x, enum page_tone tone, text_id id, const char *a0, const char *a1, const char *a2)
{
	page_box_text(x->p, tone, id, a0, a1, a2);
}

static const char *stamp_time(const struct sheet *x, const char *stamp, char out[static 20])
{
	int64_t at;
	out[0] = '\0';
	return clock_read_stamp(stamp, &at) ? sheet_time(at, x->p->now, out) : out;
}

/* A small form of one button. */
static void press(struct sheet *x, const char *action, const char *so, const char *draft, const char *class, text_id id)
{
	struct page *p = x->p;
	page_form(p, action, "row");
	html_print(&p->out,
		"<input type=\"hidden\" name=\"unit\" value=\"%s\"><input type=\"hidden\" name=\"so\" value=\"%s\">",
		x->place.code, so);
	sheet_button(p, class, NULL, "nhap", draft, page_text(p, id));
	page_form_end(p);
}

/* --- what was saved a moment ago (?xong=37) --- */

static void warnings_of(struct sheet *x, struct sheet *saved)
{
	struct app_warnings w = {0};
	char path[SHEET_PATH];
	app_warnings_household(x->p->store, &saved->h.h, APP_AT_DOOR, x->p->lang, &w);
	for (size_t i = 0; i < w.count; i++)
		html_print(&x->p->out, "<p class=\"box warn\">%s <a href=\"%s\">%s</a></p>", w.item[i].sentence,
			sheet_path(saved->so, path), page_text(x->p, TEXT_DOOR_HH_LOOK));
	if (w.count > 0)
		x->focus = -1; /* a field that takes the keyboard would scroll past what is to be read first */
	x->warned = w.count > 0;
	app_warnings_free(&w);
}

static void just_saved(struct sheet *x)
{
	struct sheet saved;
	struct err none;
	char at[20], undo[40];
	const char *number = page_field(x->p, "xong");
	if (!*number)
		return;
	if (sheet_load(&saved, x->p, number, &none) == 0 && saved.known) {
		html_markup_unescaped(&x->p->out, "<div class=\"box good saved\">");
		page_say(x->p, TEXT_DOOR_HH_SAVED, saved.number, stamp_time(x, saved.h.h.at, at), NULL);
		if (app_undo_what(x->p->store, saved.unit.code, x->p->session->id, undo, &none) == 0 &&
			strcmp(undo, saved.number) == 0)
			press(x, "/ho/hoan-tac", saved.so, "", "second", TEXT_DOOR_HH_UNDO);
		html_markup_unescaped(&x->p->out, "</div>");
		if (strcmp(x->so, saved.so) != 0)
			warnings_of(x, &saved);
	}
	sheet_free(&saved);
}

/* --- half-typed --- */

static void resumed(struct sheet *x)
{
	char draft[ID_HEX], name[64];
	if (!*x->resumed)
		return;
	text_fill(x->p->lang, *x->so ? TEXT_DOOR_HH_TITLE : TEXT_DOOR_HH_TITLE_NEW, (const char *const[3]){x->number},
		name, sizeof name);
	if (page_has(x->p, "hoan-tac"))
		box(x, TONE_GOOD, TEXT_DOOR_HH_UNDONE, name, NULL, NULL);
	else
		box(x, TONE_NOTE, TEXT_DOOR_HH_RESUMED, name, x->resumed, NULL);
	press(x, "/ho/bo-nhap", x->so, id_hex(x->draft, draft), "second", TEXT_DOOR_HH_DROP);
}

void sheet_others(const struct sheet *x, char *out, size_t n)
{
	struct app_open o;
	struct err none;
	char at[20];
	out[0] = '\0';
	if (!*x->so ||
		app_open_elsewhere(x->p->store, x->unit.code, x->so, x->p->session->id, x->p->now, &o, &none) != 0)
		return;
	text_fill(x->p->lang, TEXT_DOOR_HH_OPEN_BY,
		(const char *const[3]){
			*o.by ? o.by : page_text(x->p, TEXT_DOOR_HH_SOMEBODY), sheet_time(o.at, x->p->now, at)},
		out, n);
}

/* Another person's, left behind some time ago. */
static void left(struct sheet *x, const struct app_draft *d)
{
	char at[20], link[APP_DRAFT_LINK], path[SHEET_PATH];
	/* One's own is taken up at once: the machine died, or one signed in anew. */
	bool own = *d->by && strcmp(d->by, x->p->session->by) == 0;
	if ((!own && x->p->now - d->at < APP_OPEN_S) || d->changes == 0)
		return;
	box(x, TONE_NOTE, TEXT_DOOR_HH_LEFT_BY, *d->by ? d->by : page_text(x->p, TEXT_DOOR_HH_SOMEBODY),
		sheet_time(d->at, x->p->now, at), NULL);
	html_print(&x->p->out, "<p><a class=\"button second\" href=\"%s?do=%s\">%s</a></p>", sheet_path(x->so, path),
		app_draft_link(d->id, link), page_text(x->p, TEXT_DOOR_HH_TAKE_UP));
}

/* The script fills the first box as others come and go. */
static void others(struct sheet *x)
{
	struct app_draft *d;
	struct err none;
	size_t n;
	char now[512];
	sheet_others(x, now, sizeof now);
	html_print(&x->p->out, "<p class=\"box warn\" id=\"others\"%s>%s</p>", *now ? "" : " hidden", now);
	if (!*x->so || app_drafts(x->p->store, x->unit.code, &d, &n, &none) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (strcmp(d[i].number, x->number) == 0 && !id_equal(d[i].holder, x->p->session->id))
			left(x, &d[i]);
	app_drafts_free(d, n);
}

/* --- the commune's word, and what stands against it --- */

static void returned(struct sheet *x)
{
	struct store_review r;
	struct err none;
	char at[20];
	if (store_review(x->p->store, x->unit.code, x->h.h.key, &r, &none) == 1 && r.returned && r.current)
		box(x, TONE_WARN, TEXT_DOOR_HH_RETURNED, stamp_time(x, r.at, at), r.reason,
			page_text(x->p, TEXT_DOOR_HH_UNCHANGED));
}

static void last_written(struct sheet *x)
{
	const struct store_household *h = &x->h.h;
	char at[20], status[FORM_SENTENCE], device[128];
	form_show(x->form, x->form->status, &h->record.value[x->form->status], x->p->lang, status);
	app_device_name(x->p->store, x->unit.code, h->author, x->p->lang, device);
	html_print(&x->p->out, "<p class=\"small\">%s · %s %s%s%s (%s)</p>", status, page_text(x->p, TEXT_LAST_WRITTEN),
		stamp_time(x, h->at, at), *h->by ? ", " : "", h->by, device);
}

/* That a family is to be asked again is said once it may be: before that day it would be asked for nothing. */
static void provisional(struct sheet *x)
{
	const struct campaign *c;
	char today[CLOCK_DATE], day[CLOCK_DATE];
	if (!x->h.provisional || x->locked || store_campaign(x->p->store, &c) != 0 || !c ||
		strcmp(clock_date(x->p->now, today), c->final_from) < 0)
		return;
	box(x, TONE_NOTE, TEXT_DOOR_HH_PROVISIONAL, clock_day(c->final_from, day),
		page_text(x->p, TEXT_DOOR_HH_UNCHANGED), NULL);
}

static void standing(struct sheet *x)
{
	if (x->locked)
		box(x, TONE_WARN, TEXT_DOOR_HH_LOCKED, NULL, NULL, NULL);
	if (!x->known)
		return;
	returned(x);
	if (x->h.h.conflict)
		box(x, TONE_BAD, TEXT_DOOR_HH_CONFLICT, NULL, NULL, NULL);
	if (x->h.h.clash)
		box(x, TONE_BAD, TEXT_DOOR_HH_CLASH, x->number, NULL, NULL);
	if (x->h.h.conflict || x->h.h.clash)
		html_print(&x->p->out, "<p><a class=\"button second\" href=\"/xung-dot\">%s</a></p>",
			page_text(x->p, TEXT_DOOR_HH_VERSIONS));
	provisional(x);
	if (sheet_visited(x))
		last_written(x);
}

/* --- two versions side by side --- */

static void typed_shown(const struct sheet *x, size_t i, char out[static FORM_SENTENCE])
{
	struct form_value v;
	struct err none;
	if (form_read(x->form, (int)i, x->typed[i], x->p->lang, &v, &none) == 0) {
		form_show(x->form, (int)i, &v, x->p->lang, out);
		form_value_free(&v);
	} else
		snprintf(out, FORM_SENTENCE, "%.1000s", x->typed[i]);
}

void sheet_beside(struct sheet *x)
{
	struct form_change change[FORM_FIELDS_MAX + 1];
	char mine[FORM_SENTENCE], theirs[FORM_SENTENCE], draft[ID_HEX];
	struct page *p = x->p;
	size_t n = sheet_changes(x, true, change);
	html_print(&p->out,
		"<div class=\"scroll\"><table class=\"data\"><thead><tr><td></td><th scope=\"col\">%s</th>"
		"<th scope=\"col\">%s</th></tr></thead><tbody>",
		page_text(p, TEXT_DOOR_HH_MINE), page_text(p, TEXT_DOOR_HH_STANDS));
	for (size_t c = 0; c < n; c++) {
		size_t i = (size_t)change[c].field;
		typed_shown(x, i, mine);
		form_show(x->form, (int)i, &x->h.h.record.value[i], p->lang, theirs);
		html_print(&p->out, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>",
			form_words(&x->form->field[i].label, p->lang), *mine ? mine : "–", *theirs ? theirs : "–");
	}
	page_table_end(p);
	press(x, "/ho/bo-nhap", x->so, id_hex(x->draft, draft), "second", TEXT_DOOR_HH_KEEP_THEIRS);
}

static bool is_refused(const struct sheet *x, int field)
{
	for (size_t i = 0; i < x->hints.count; i++)
		if (x->hints.item[i].field == field && x->hints.item[i].refuses)
			return true;
	return false;
}

/* Not saved, and where: on a phone what is marked stands below the first screen. */
static void refusal(struct sheet *x)
{
	struct buf *out = &x->p->out;
	bool any = false;
	html_print(out, "<p class=\"box bad\" role=\"alert\">%s", x->refusal);
	for (size_t i = 0; i < x->form->fields; i++) {
		if (!is_refused(x, (int)i))
			continue;
		html_print(out, "%s<a href=\"#o-%s\">%s</a>", any ? ", " : " ", x->form->field[i].id,
			form_words(&x->form->field[i].label, x->p->lang));
		any = true;
	}
	html_markup_unescaped(out, "</p>");
}

void sheet_said(struct sheet *x)
{
	if (*x->refusal)
		refusal(x);
	if (x->beside)
		sheet_beside(x);
	just_saved(x);
	standing(x);
	resumed(x);
	others(x);
}
