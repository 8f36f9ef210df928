/* page_review_held.c - an entry that is kept and not counted: why, what it says, what counts now; accepted or rejected.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "page_review.h"

enum { RULE_STRANGER = 1, RULE_MALFORMED = 2, CANDIDATES_MAX = 4 };

struct holding {
	struct page *p;
	struct app_hub_held *all; /* owned */
	size_t n;
	const struct app_hub_held *h; /* the one; NULL: it is held no more */
	struct store_named named;     /* its whole name, and where it was written */
	struct unit unit;
	struct store_decision decision;
	bool decided;
	char problem[1024];
};

static int load(struct holding *x, struct page *p, struct err *e)
{
	struct store_named found[CANDIDATES_MAX];
	struct name asked;
	bool has_hash;
	*x = (struct holding){.p = p};
	if (!name_read(p->tail, &asked, &has_hash))
		return err_set(e, ERR_NOT_FOUND, TEXT_DECIDE_NOT_AN_ENTRY, "%s", p->tail);
	int n = store_entries_named(p->store, &asked, has_hash, found, CANDIDATES_MAX, e);
	if (n < 0 || app_hub_held(p->store, NULL, p->lang, &x->all, &x->n, e) != 0)
		return -1;
	if (n == 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_DECIDE_NO_ENTRY, "%s", p->tail);
	x->named = found[0];
	for (size_t i = 0; i < x->n; i++)
		for (int k = 0; k < n && k < CANDIDATES_MAX && !x->h; k++)
			if (name_compare(&x->all[i].revision.entry, &found[k].name) == 0) {
				x->h = &x->all[i];
				x->named = found[k];
			}
	if (desk_unit(p, x->named.unit, &x->unit, e) != 0)
		return -1;
	int row = store_decision(p->store, x->unit.code, &x->named.name, &x->decision, e);
	x->decided = row > 0;
	return row < 0 ? -1 : 0;
}

static void unload(struct holding *x)
{
	app_hub_held_free(x->all, x->n);
}

/* --- what it says --- */

static void row(struct holding *x, const struct store_household *now, size_t field)
{
	const struct store_revision *r = &x->h->revision;
	const struct form_field *f = &r->form->field[field];
	char says[FORM_SENTENCE], counts[FORM_SENTENCE] = "";
	int at = now ? form_field_index(now->form, f->id) : -1;
	form_show(r->form, (int)field, &r->record.value[field], x->p->lang, says);
	if (at >= 0)
		form_show(now->form, at, &now->record.value[at], x->p->lang, counts);
	if (f->local || (!*says && !*counts))
		return;
	html_print(&x->p->out, "<tr><th scope=\"row\">%s", form_words(&f->label, x->p->lang));
	if (now && strcmp(says, counts) != 0)
		html_print(&x->p->out, " <span class=\"differs\">≠ %s</span>", page_text(x->p, TEXT_REVIEW_DIFFERS));
	html_print(&x->p->out, "</th><td>%s</td>", *says ? says : "–");
	if (now)
		html_print(&x->p->out, "<td>%s</td>", *counts ? counts : "–");
	html_markup_unescaped(&x->p->out, "</tr>");
}

static void beside(struct holding *x)
{
	const struct store_revision *r = &x->h->revision;
	struct page *p = x->p;
	struct store_household h;
	struct err none;
	bool counts = store_household_alone(p->store, x->unit.code, r->key, &h, &none) == 0;
	const struct store_household *now = counts && !h.voided ? &h : NULL;
	page_table_begin(p, "sides", page_text(p, TEXT_REVIEW_SIDES));
	html_markup_unescaped(&p->out, "<td></td>");
	page_th(p, page_text(p, TEXT_REVIEW_HELD_SAYS));
	if (now)
		page_th(p, page_text(p, TEXT_REVIEW_COUNTS));
	page_rows(p);
	for (size_t i = 0; i < r->form->fields; i++)
		row(x, now, i);
	page_table_end(p);
	if (counts)
		store_household_free(&h);
}

static void facts(struct holding *x)
{
	const struct app_hub_held *h = x->h;
	struct page *p = x->p;
	char sentence[1024];
	app_words_of(&h->reason, p->lang, sentence, sizeof sentence);
	page_box_text(p, TONE_WARN, TEXT_REVIEW_HELD_WHY, sentence, NULL, NULL);
	html_markup_unescaped(&p->out, "<p>");
	page_writer(p, h->revision.unit, h->revision.by, h->revision.author, h->revision.at);
	html_markup_unescaped(&p->out, "</p>");
	if (h->revision.kind == ENTRY_VOID)
		page_box_text(p, TONE_NOTE, TEXT_REVIEW_HELD_VOID, NULL, NULL, NULL);
	if (h->revision.kind == ENTRY_RECORD && h->revision.form)
		beside(x);
}

/* --- what may be decided --- */

static void form(struct holding *x, const char *what)
{
	char path[NAME_TEXT + 32], text[NAME_TEXT];
	snprintf(path, sizeof path, "/duyet/tam-giu/%s", name_text(&x->named.name, text));
	page_form(x->p, path, "");
	page_hidden(x->p, "viec", what);
	page_hidden(x->p, "da-duyet", x->decided ? name_text(&x->decision.act, text) : "");
	if (*page_field(x->p, "loai"))
		page_hidden(x->p, "loai", page_field(x->p, "loai"));
}

static void reject(struct holding *x)
{
	static const text_id usual[] = {TEXT_REVIEW_R_AGAIN, TEXT_REVIEW_R_OLD};
	struct page *p = x->p;
	form(x, "bac");
	html_print(&p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"reasons\">",
		page_text(p, TEXT_REVIEW_REJECT_WHY));
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		html_print(&p->out, "<button class=\"second\" name=\"mau\" value=\"%s\">%s</button>",
			page_text(p, usual[i]), page_text(p, usual[i]));
	html_markup_unescaped(&p->out, "</div></fieldset>");
	page_form_end(p);
	form(x, "bac");
	html_print(&p->out,
		"<div class=\"field\"><label for=\"ly-do\">%s</label><input type=\"text\" id=\"ly-do\" name=\"ly-do\" "
		"maxlength=\"300\" value=\"%s\" required></div><button class=\"second\">%s</button>",
		page_text(p, TEXT_REVIEW_REJECT_OWN), page_field(p, "ly-do"), page_text(p, TEXT_REVIEW_REJECT));
	page_form_end(p);
}

static void decisions(struct holding *x)
{
	struct page *p = x->p;
	int rule = x->h ? x->h->revision.held : 0;
	bool purged = x->h && x->h->purged, open = x->h || (x->decided && x->decision.accepted);
	if (!page_may(p, PAGE_CLERK) || purged || !open || rule == RULE_MALFORMED) {
		if (rule == RULE_MALFORMED)
			page_box_text(p, TONE_NOTE, TEXT_REVIEW_HELD_MALFORMED, NULL, NULL, NULL);
		return;
	}
	html_print(&p->out, "<section class=\"card no-print\"><h2>%s</h2>", page_text(p, TEXT_REVIEW_HELD_DECIDE));
	if (rule == RULE_STRANGER) {
		html_print(&p->out, "<p><a class=\"button\" href=\"/thiet-bi\">%s</a></p>",
			page_text(p, TEXT_REVIEW_TO_DEVICES));
	} else if (x->h) {
		form(x, "nhan");
		html_print(
			&p->out, "<button class=\"big\" accesskey=\"d\">%s</button>", page_text(p, TEXT_REVIEW_ACCEPT));
		page_form_end(p);
	}
	reject(x);
	html_markup_unescaped(&p->out, "</section>");
}

static void decided(struct holding *x)
{
	char when[PAGE_WHEN], who[UNIT_NAME];
	page_stamp(x->decision.at, when);
	page_box_text(x->p, TONE_NOTE, x->decision.accepted ? TEXT_REVIEW_STANDS_ACCEPTED : TEXT_REVIEW_STANDS_REJECTED,
		desk_who(x->p, x->decision.by, who), when, x->decision.reason);
}

/* --- the page --- */

static struct review_place place(const struct holding *x)
{
	return (struct review_place){
		x->unit.code, x->h ? x->h->number : "", &x->named.name, review_kind(page_field(x->p, "loai"))};
}

static void way_on(struct holding *x)
{
	struct app_queue q;
	struct err none;
	char next[REVIEW_PATH];
	int64_t left;
	const struct review_place at = place(x);
	if (app_queue(x->p->store, x->unit.code, x->p->lang, x->p->now, &q, &none) != 0)
		return;
	review_next(x->p, &at, &q, false, next, &left);
	review_way_on(x->p, next, left, &x->unit);
	app_queue_free(&q);
}

static void show(struct holding *x, unsigned status)
{
	struct page *p = x->p;
	char title[UNIT_NAME + 128];
	bool numbered = x->h && x->h->number[0];
	text_fill(p->lang, numbered ? TEXT_REVIEW_HELD_OF : TEXT_REVIEW_HELD_IN,
		(const char *const[3]){x->unit.name, numbered ? x->h->number : "", NULL}, title, sizeof title);
	desk_begin_wide(p, DESK_REVIEW, title);
	page_crumbs(p, "/duyet", TEXT_DESK_REVIEW);
	if (x->problem[0])
		page_box(p, TONE_BAD, x->problem);
	html_print(&p->out, "<h2 id=\"viec\" tabindex=\"-1\" autofocus>%s</h2>", page_text(p, TEXT_REVIEW_WHY));
	if (x->h)
		facts(x);
	else
		page_box_text(p, TONE_GOOD, TEXT_REVIEW_HELD_NO_MORE, NULL, NULL, NULL);
	if (x->decided)
		decided(x);
	decisions(x);
	way_on(x);
	desk_end_status(p, status);
}

void desk_held(struct page *p)
{
	struct holding x;
	struct err e;
	if (load(&x, p, &e) == 0)
		show(&x, 200);
	else
		page_fail(p, &e);
	unload(&x);
}

/* --- what is posted --- */

static text_id outcome(const struct app_hold *h, const struct app_hold_done *d)
{
	if (!d->written)
		return TEXT_REVIEW_HELD_ALREADY;
	if (!h->accept)
		return TEXT_REVIEW_DONE_REJECTED;
	return d->held || !d->shown ? TEXT_REVIEW_DONE_NOT_SHOWN : TEXT_REVIEW_DONE_ACCEPTED;
}

static void again(struct page *p, const struct err *e)
{
	struct holding now;
	struct err none;
	if (load(&now, p, &none) != 0) {
		page_fail(p, e);
	} else {
		app_words_of(e, p->lang, now.problem, sizeof now.problem);
		show(&now, e->code == ERR_USAGE ? 400 : 409);
	}
	unload(&now);
}

void desk_held_do(struct page *p)
{
	struct holding x;
	struct app_hold_done done;
	struct err e;
	char text[NAME_TEXT];
	if (load(&x, p, &e) != 0) {
		page_fail(p, &e);
		unload(&x);
		return;
	}
	const struct review_place at = place(&x);
	const struct app_hold h = {.entry = name_text(&x.named.name, text),
		.accept = strcmp(page_field(p, "viec"), "nhan") == 0,
		.reason = page_has(p, "mau")     ? page_field(p, "mau")
			  : page_has(p, "ly-do") ? page_field(p, "ly-do")
						 : NULL,
		.decided = page_field(p, "da-duyet")};
	if (app_decide_held(p->store, &h, &done, &e) == 0)
		review_done(p, &at, outcome(&h, &done), done.number[0] ? done.number : "–", x.unit.name, NULL);
	else
		again(p, &e);
	unload(&x);
}
