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

/* What the page showed: the entry, and what had been decided about the household. */
static void form(struct review *x, const struct app_hub_household *h, const char *path, const char *what)
{
	struct store_review now;
	struct err none;
	char text[NAME_TEXT];
	bool decided = store_review(x->p->store, x->unit.code, h->shown.key, &now, &none) > 0;
	review_form(x, path);
	page_hidden(x->p, "viec", what);
	page_hidden(x->p, "lan-ghi", name_text(&h->shown.entry, text));
	page_hidden(x->p, "da-duyet", decided ? name_text(&now.act, text) : "");
}

static void standing(struct review *x, const struct app_hub_household *h)
{
	struct store_review now;
	struct err none;
	char when[PAGE_WHEN];
	if (store_review(x->p->store, x->unit.code, h->shown.key, &now, &none) <= 0)
		return;
	page_stamp(now.at, when);
	page_box_text(x->p, TONE_NOTE,
		!now.current    ? TEXT_REVIEW_STOOD
		: !now.returned ? TEXT_REVIEW_STANDS_APPROVED
				: TEXT_REVIEW_STANDS_RETURNED,
		now.by, when, now.reason);
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
		if (it->kind == QUEUE_WARNING && strcmp(it->number, x->number) == 0 && strlen(it->sentence) < 300)
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
	snprintf(nth, sizeof nth, "%zu", at + 1);
	html_markup_unescaped(&x->p->out, "<section class=\"card no-print\"><h2>");
	page_say(x->p, x->living > 1 ? TEXT_REVIEW_DECIDE_NTH : TEXT_REVIEW_DECIDE, nth, NULL, NULL);
	html_markup_unescaped(&x->p->out, "</h2>");
	standing(x, h);
	if (page_may(x->p, PAGE_CLERK)) {
		approve(x, h);
		if (!x->locked) {
			usual(x, h);
			own_words(x, h, at);
			another_number(x, h);
		}
		if (!x->locked && x->living == 1 && !h->shown.conflict)
			sheet(x);
	}
	html_markup_unescaped(&x->p->out, "</section>");
}

/* --- what is posted --- */

/* The page again, as things stand now, with what stands against it. */
static void again(struct review *x, const struct err *e)
{
	struct review now;
	struct err none;
	if (review_load(&now, x->p, &none) != 0) {
		page_fail(x->p, e);
	} else {
		app_words_of(e, x->p->lang, now.problem, sizeof now.problem);
		review_show(&now, e->code == ERR_USAGE ? 400 : 409);
	}
	review_free(&now);
}

static int returned(struct review *x, const struct review_place *at, struct err *e)
{
	struct page *p = x->p;
	struct app_reviewed done;
	const char *text = page_has(p, "mau") ? page_field(p, "mau") : page_field(p, "ly-do");
	const struct app_review r = {.unit = x->unit.code,
		.number = x->number,
		.text = text,
		.entry = page_field(p, "lan-ghi"),
		.decided = page_field(p, "da-duyet")};
	if (app_decide_review(p->store, &r, &done, e) != 0)
		return -1;
	review_done(p, at, done.written ? TEXT_REVIEW_DONE_RETURNED : TEXT_DECIDE_REVIEWED_ALREADY, done.number,
		done.unit.name, text);
	return 0;
}

static int approved(struct review *x, const struct review_place *at, struct err *e)
{
	struct page *p = x->p;
	struct app_reviewed done;
	const struct app_review r = {.unit = x->unit.code,
		.number = x->number,
		.approve = true,
		.entry = page_field(p, "lan-ghi"),
		.decided = page_field(p, "da-duyet")};
	if (app_decide_review(p->store, &r, &done, e) != 0)
		return -1;
	review_done(p, at, done.written ? TEXT_REVIEW_DONE_APPROVED : TEXT_DECIDE_REVIEWED_ALREADY, done.number,
		done.unit.name, NULL);
	return 0;
}

static int resolved(struct review *x, const struct review_place *at, bool keeps, struct err *e)
{
	struct page *p = x->p;
	struct app_resolved done;
	char count[32];
	const char *reason = page_field(p, "ly-do"), *entry = page_field(p, "lan-ghi");
	const struct app_resolve r = {.unit = x->unit.code,
		.number = x->number,
		.keep = keeps ? entry : NULL,
		.renumber = keeps ? NULL : entry,
		.changed = keeps ? NULL : page_field(p, "so-moi"),
		.reason = *reason ? reason : NULL,
		.seen = page_field(p, "da-xem"),
		.lang = p->lang};
	if (app_decide_conflict(p->store, &r, &done, e) != 0)
		return -1;
	if (!done.written)
		review_done(p, at, TEXT_DECIDE_RESOLVED_ALREADY, done.number, done.unit.name, NULL);
	else if (done.changed[0])
		review_done(p, at, TEXT_DECIDE_MOVED_DONE, done.number, done.unit.name, done.changed);
	else if (done.voided)
		review_done(p, at, TEXT_DECIDE_KEPT_ONE_DONE, done.number, done.unit.name,
			page_number(p, (int64_t)done.voided, count));
	else
		review_done(p, at, TEXT_REVIEW_DONE_KEPT, done.number, done.unit.name, NULL);
	return 0;
}

static int renumbered(struct review *x, const struct review_place *at, struct err *e)
{
	struct page *p = x->p;
	struct app_renumbered done;
	const struct app_renumber r = {.unit = x->unit.code,
		.number = x->number,
		.changed = page_field(p, "so-moi"),
		.reason = page_field(p, "ly-do"),
		.lang = p->lang};
	if (app_decide_renumber(p->store, &r, &done, e) != 0)
		return -1;
	review_done(p, at, TEXT_DECIDE_RENUMBER_DONE, done.number, done.unit.name, done.changed);
	return 0;
}

static int decide(struct review *x, const char *what, struct err *e)
{
	const struct review_place at = {x->unit.code, x->number, NULL, x->kind};
	if (strcmp(what, "phe-duyet") == 0)
		return approved(x, &at, e);
	if (strcmp(what, "tra-lai") == 0)
		return returned(x, &at, e);
	if (strcmp(what, "doi-so") == 0)
		return renumbered(x, &at, e);
	return resolved(x, &at, strcmp(what, "giu") == 0, e);
}

static void take(struct page *p, const char *what)
{
	struct review x;
	struct err e;
	if (review_load(&x, p, &e) != 0)
		page_fail(p, &e);
	else if (decide(&x, what, &e) != 0)
		again(&x, &e);
	review_free(&x);
}

void desk_review_do(struct page *p)
{
	const char *what = page_field(p, "viec");
	bool known = strcmp(what, "tra-lai") == 0 || strcmp(what, "doi-so") == 0 || strcmp(what, "giu") == 0 ||
		     strcmp(what, "tach") == 0;
	take(p, known ? what : "tra-lai");
}

void desk_review_approve(struct page *p)
{
	take(p, "phe-duyet");
}
