/* page_review_decide.c - what a reviewer decides about a household: approved, returned, one version kept, another
 * number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_words.h>

#include "page_review.h"

/* --- the forms --- */

void review_form(struct review *x, const char *path)
{
	struct buf to;
	buf_init(&to, REVIEW_PATH);
	buf_text(&to, path);
	html_url(&to, x->unit.code, "");
	buf_text(&to, "/");
	html_url(&to, x->number, "");
	page_form(x->p, to.data, "");
	buf_free(&to);
	if (x->kind >= 0)
		page_hidden(x->p, "loai", app_queue_word((enum app_queue_kind)x->kind));
}

void review_decided(struct page *p, const char *unit, struct id key)
{
	struct store_review now;
	struct err none;
	char text[NAME_TEXT];
	bool decided = store_review(p->store, unit, key, &now, &none) > 0;
	page_hidden(p, "da-duyet", decided ? name_text(&now.act, text) : "");
}

/* What the page showed: the entry, and what had been decided about the household. */
static void form(struct review *x, const struct app_hub_household *h, const char *path, const char *what)
{
	char text[NAME_TEXT];
	review_form(x, path);
	page_hidden(x->p, "viec", what);
	page_hidden(x->p, "lan-ghi", name_text(&h->shown.entry, text));
	review_decided(x->p, x->unit.code, h->shown.key);
}

static void standing(struct review *x, const struct app_hub_household *h)
{
	struct store_review now;
	struct err none;
	char when[PAGE_WHEN], who[UNIT_NAME];
	if (store_review(x->p->store, x->unit.code, h->shown.key, &now, &none) <= 0)
		return;
	page_stamp(now.at, when);
	page_box_text(x->p, TONE_NOTE,
		!now.current    ? TEXT_REVIEW_STOOD
		: !now.returned ? TEXT_REVIEW_STANDS_APPROVED
				: TEXT_REVIEW_STANDS_RETURNED,
		desk_who(x->p, now.by, who), when, now.reason);
}

static void approve(struct review *x, const struct app_hub_household *h)
{
	if (h->shown.conflict)
		return;
	if (!page_may(x->p, PAGE_APPROVER)) {
		html_print(&x->p->out, "<p class=\"hint\">%s</p>", page_text(x->p, TEXT_REVIEW_APPROVER));
		return;
	}
	form(x, h, "/duyet/phe-duyet/", "");
	html_print(
		&x->p->out, "<button class=\"big\" accesskey=\"d\">%s</button>", page_text(x->p, TEXT_REVIEW_APPROVE));
	page_form_end(x->p);
}

/* What only reviewers are told is no reason to tell a hamlet. */
static bool may_be_told(const struct review *x, const struct app_queue_item *i)
{
	for (size_t k = 0; i->rule && k < x->form->checks; k++)
		if (strcmp(form_check_word(x->form->check[k].kind), i->rule) == 0)
			return !x->form->check[k].reviewers_only;
	for (size_t k = 0; i->rule && k < x->form->rules; k++)
		if (strcmp(x->form->rule[k].id, i->rule) == 0)
			return !x->form->rule[k].reviewers_only;
	return true;
}

/* One key each: what the program warned of, then what is said most often. */
static void usual(struct review *x, const struct app_hub_household *h)
{
	static const text_id reason[] = {
		TEXT_REVIEW_R_ASK, TEXT_REVIEW_R_VISIT, TEXT_REVIEW_R_SAME, TEXT_REVIEW_R_TWICE};
	form(x, h, "/duyet/ho/", "tra-lai");
	html_print(&x->p->out, "<fieldset class=\"field\"><legend>%s</legend><div class=\"reasons\">",
		page_text(x->p, TEXT_REVIEW_RETURN_WHY));
	for (size_t i = 0; i < x->queue.count; i++) {
		const struct app_queue_item *it = &x->queue.item[i];
		if (it->kind == QUEUE_WARNING && strcmp(it->number, x->number) == 0 && strlen(it->sentence) < 300 &&
			may_be_told(x, it))
			html_print(&x->p->out, "<button class=\"second\" name=\"mau\" value=\"%s\">%s</button>",
				it->sentence, it->sentence);
	}
	for (size_t i = 0; i < sizeof reason / sizeof *reason; i++)
		html_print(&x->p->out, "<button class=\"second\" name=\"mau\" value=\"%s\">%s</button>",
			page_text(x->p, reason[i]), page_text(x->p, reason[i]));
	html_markup_unescaped(&x->p->out, "</div></fieldset>");
	page_form_end(x->p);
}

static void own_words(struct review *x, const struct app_hub_household *h, size_t at)
{
	char id[24];
	snprintf(id, sizeof id, "tra-%zu", at);
	form(x, h, "/duyet/ho/", "tra-lai");
	html_print(&x->p->out,
		"<div class=\"field\"><label for=\"%s\">%s</label><input type=\"text\" id=\"%s\" name=\"ly-do\" "
		"accesskey=\"t\" maxlength=\"300\" value=\"%s\" required></div><button class=\"second\">%s</button>",
		id, page_text(x->p, TEXT_REVIEW_RETURN_OWN), id,
		strcmp(page_field(x->p, "viec"), "tra-lai") == 0 ? page_field(x->p, "ly-do") : "",
		page_text(x->p, TEXT_REVIEW_RETURN));
	page_form_end(x->p);
}

static void another_number(struct review *x, const struct app_hub_household *h)
{
	bool typed = strcmp(page_field(x->p, "viec"), "doi-so") == 0;
	if (h->shown.conflict || x->living != 1)
		return;
	html_print(&x->p->out, "<details%s><summary>%s</summary>", typed ? " open" : "",
		page_text(x->p, TEXT_REVIEW_RENUMBER));
	form(x, h, "/duyet/ho/", "doi-so");
	html_print(&x->p->out,
		"<div class=\"field\"><label for=\"so-moi\">%s</label><input type=\"text\" id=\"so-moi\" "
		"name=\"so-moi\" "
		"maxlength=\"8\" value=\"%s\" required></div><div class=\"field\"><label "
		"for=\"so-ly-do\">%s</label><input "
		"type=\"text\" id=\"so-ly-do\" name=\"ly-do\" maxlength=\"300\" value=\"%s\" required></div><button "
		"class=\"second\">%s</button>",
		page_text(x->p, TEXT_REVIEW_NUMBER_NEW), typed ? page_field(x->p, "so-moi") : "",
		page_text(x->p, TEXT_REVIEW_REASON), typed ? page_field(x->p, "ly-do") : "",
		page_text(x->p, TEXT_REVIEW_RENUMBER_DO));
	page_form_end(x->p);
	html_markup_unescaped(&x->p->out, "</details>");
}

static void sheet(struct review *x)
{
	html_markup_unescaped(&x->p->out, "<p><a class=\"button second\" href=\"/nhap-phieu/");
	html_url(&x->p->out, x->unit.code, "");
	html_markup_unescaped(&x->p->out, "?so=");
	html_url(&x->p->out, x->number, "");
	html_print(&x->p->out, "\">%s</a></p>", page_text(x->p, TEXT_REVIEW_SHEET_THIS));
}

void review_decisions(struct review *x, const struct app_hub_household *h)
{
	char nth[24];
	size_t at = (size_t)(h - x->h);
	if (x->locked || !page_may(x->p, PAGE_CLERK)) {
		standing(x, h);
		return;
	}
	snprintf(nth, sizeof nth, "%zu", at + 1);
	html_markup_unescaped(&x->p->out, "<section class=\"card no-print\"><h2>");
	page_say(x->p, x->living > 1 ? TEXT_REVIEW_DECIDE_NTH : TEXT_REVIEW_DECIDE, nth, NULL, NULL);
	html_markup_unescaped(&x->p->out, "</h2>");
	standing(x, h);
	approve(x, h);
	usual(x, h);
	own_words(x, h, at);
	another_number(x, h);
	if (x->living == 1 && !h->shown.conflict)
		sheet(x);
	html_markup_unescaped(&x->p->out, "</section>");
}
