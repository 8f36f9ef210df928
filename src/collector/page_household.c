/* page_household.c - a household's form asked for: as it stands, with what was left half-typed laid over it. */
#include <stdio.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "page_household.h"

/* --- not there --- */

static void missing(struct sheet *x)
{
	struct page *p = x->p;
	struct buf number;
	char path[SHEET_PATH], title[128];
	sheet_begin(x);
	page_box_text(p, TONE_WARN, TEXT_DOOR_HH_MISSING, x->number, NULL, NULL);
	sheet_path(x->so, path);
	text_fill(p->lang, TEXT_DOOR_HH_ADD, (const char *const[3]){x->number}, title, sizeof title);
	buf_init(&number, SHEET_PATH);
	buf_text(&number, path + strlen("/ho/"));
	html_print(&p->out,
		"<p class=\"actions\"><a class=\"button big\" href=\"/ho-moi?so=%s\">%s</a>"
		"<a class=\"button second\" href=\"/danh-sach\">%s</a>"
		"<a class=\"button second\" href=\"/ho-lich-su/%s\">%s</a></p>",
		number.data, title, page_text(p, TEXT_DOOR_LIST), number.data, page_text(p, TEXT_DOOR_HH_HISTORY));
	buf_free(&number);
	door_end_status(p, 404);
}

/* Two households bear the number: each is opened by its entry. */
static void choose(struct sheet *x, const struct err *e)
{
	enum { SHOWN = 8 };
	struct id key[SHOWN];
	struct err none;
	struct page *p = x->p;
	char sentence[1024], code[NAME_TEXT], path[SHEET_PATH], status[FORM_SENTENCE];
	int n = store_find_number(p->store, x->unit.code, x->so, key, SHOWN, &none);
	err_sentence(e, p->lang, sentence, sizeof sentence);
	sheet_begin(x);
	page_box(p, TONE_BAD, sentence);
	html_markup_unescaped(&p->out, "<ul class=\"houses\">");
	for (int i = 0; i < n && i < SHOWN; i++) {
		struct store_household h;
		if (store_household(p->store, x->unit.code, key[i], &h, &none) != 0)
			continue;
		int label = h.form->label;
		form_show(h.form, h.form->status, &h.record.value[h.form->status], p->lang, status);
		if (!h.voided)
			html_print(&p->out,
				"<li><a href=\"%s\"><span class=\"no\">%s</span><span class=\"label\">%s %s</span>"
				"<span class=\"status\">%s</span></a></li>",
				sheet_path(store_entry_text(p->store, &h.entry, code), path), x->number,
				label >= 0 && h.record.value[label].text ? h.record.value[label].text : "", h.by,
				status);
		store_household_free(&h);
	}
	html_markup_unescaped(&p->out, "</ul>");
	door_end_status(p, 409);
}

/* --- half-typed --- */

static void lay_over(struct sheet *x, const struct app_draft *d)
{
	for (size_t i = 0; i < d->changes; i++)
		if (d->change[i].field >= 0)
			sheet_type(x, (size_t)d->change[i].field, d->change[i].value ? d->change[i].value : "");
	if (d->changes > 0)
		sheet_time(d->at, x->p->now, x->resumed);
}

/* What one left behind oneself, under a session of before; the owner of the machine clears up after everybody. */
static bool may_clear(const struct page *p, const struct app_draft *d)
{
	return p->session->role == APP_OWNER || (*d->by && strcmp(d->by, p->session->by) == 0) || !*d->by;
}

/* One's own goes on under its id. Another's is copied: two forms of one id would be saved as one, and only the page
 * that holds a form may change what is kept of it. What was left behind long ago then goes, where it was one's own; who
 * still types there keeps it again with the next key. */
static void take_up(struct sheet *x, const struct app_draft *d)
{
	struct err none;
	struct form_change change[FORM_FIELDS_MAX + 1];
	lay_over(x, d);
	if (id_equal(d->holder, x->p->session->id)) {
		x->draft = d->id;
		return;
	}
	struct app_form_shown shown = sheet_shown(x);
	size_t n = sheet_changes(x, true, change);
	if (!*x->so && *x->typed[x->form->number])
		change[n++] = (struct form_change){x->form->number, x->typed[x->form->number]};
	bool kept = app_draft_keep(x->p->store, &shown, change, n, &none) == 0;
	if (kept && x->p->now - d->at >= APP_OPEN_S && may_clear(x->p, d))
		(void)app_draft_forget(x->p->store, d->id, &none);
}

static void resume(struct sheet *x)
{
	struct app_draft d;
	struct err none;
	const char *asked = page_field(x->p, page_has(x->p, "hoan-tac") ? "hoan-tac" : "do");
	bool found = *asked && app_draft_linked(x->p->store, x->unit.code, asked, &d, &none) == 0;
	if (found && strcmp(d.number, x->number) != 0 && (*x->so || d.known)) {
		app_draft_free(&d); /* of another household */
		found = false;
	}
	if (!found)
		found = app_draft_of(x->p->store, x->unit.code, x->p->session->id, *x->so ? x->so : NULL, &d, &none) ==
			0;
	if (!found)
		return;
	take_up(x, &d);
	app_draft_free(&d);
}

/* --- the page --- */

static void focus(struct sheet *x)
{
	const struct form *f = x->form;
	if (sheet_visited(x))
		return;
	for (size_t i = 0; i < f->fields && x->focus < 0; i++)
		if (sheet_is_answer(f, i) && x->asked[i] && !*x->typed[i])
			x->focus = (int)i;
}

static void show(struct sheet *x)
{
	struct err none;
	resume(x);
	if (*page_field(x->p, "ly-do")) /* carried along with the form */
		x->reason = alloc_copy(page_field(x->p, "ly-do"));
	const struct app_form_shown shown = sheet_shown(x);
	(void)app_draft_open(x->p->store, &shown, &none); /* others see that it is open */
	(void)app_next(x->p->store, x->place.code, x->number, x->next, &none);
	if (strcmp(x->next, x->number) == 0)
		x->next[0] = '\0';
	focus(x);
	sheet_judge(x, false);
	sheet_show(x, 200);
}

void page_household(struct page *p)
{
	struct sheet x;
	struct err e;
	bool loaded = sheet_load(&x, p, p->tail, &e) == 0;
	if (!loaded && e.text == TEXT_NUMBER_TWICE)
		choose(&x, &e);
	else if (!loaded)
		page_fail(p, &e);
	else if (!x.known)
		missing(&x);
	else
		show(&x);
	sheet_free(&x);
}

/* `so`: the number somebody looked for and did not find. */
void page_household_new(struct page *p)
{
	struct sheet x;
	struct err e;
	if (sheet_load(&x, p, "", &e) == 0) {
		sheet_type(&x, (size_t)x.form->number, page_field(p, "so"));
		show(&x);
	} else
		page_fail(p, &e);
	sheet_free(&x);
}
