/* page_review_versions.c - what a household says, version beside version: where they differ, who wrote each, what may
 * be done with each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_review.h"

enum { SIDES_MAX = 24, PAST_MAX = 3, CELL = FORM_SENTENCE };

/* One column of the table. */
struct side {
	const struct app_hub_household *h;
	const struct store_revision *r;
};
struct sides {
	struct side side[SIDES_MAX];
	size_t count;
	bool more; /* than stand side by side: nothing may be decided */
};

static bool counts(const struct store_revision *r)
{
	return !r->held && (r->kind == ENTRY_VOID || (r->kind == ENTRY_RECORD && r->form));
}

static void add(struct sides *s, const struct app_hub_household *h, const struct store_revision *r)
{
	if (s->count < SIDES_MAX)
		s->side[s->count++] = (struct side){h, r};
	else
		s->more = true;
}

/* What stands now first. Of a conflict the versions; of two households under one number what each says; else what was
 * said before. */
static void heads(struct sides *s, const struct app_hub_household *h)
{
	for (int shown = 1; shown >= 0; shown--)
		for (size_t i = 0; i < h->revisions; i++)
			if (counts(&h->revision[i]) && h->revision[i].head && h->revision[i].shown == shown &&
				(shown || !app_hub_unvisited(&h->revision[i])))
				add(s, h, &h->revision[i]);
}

/* The same figures written once more are no other version; nor is that nobody had been there yet. */
static bool is_told(const struct sides *s, const struct store_revision *r)
{
	if (app_hub_unvisited(r))
		return true;
	for (size_t i = 0; i < s->count; i++) {
		const struct store_revision *x = s->side[i].r;
		if (x->kind == r->kind &&
			(r->kind == ENTRY_VOID ||
				(x->form == r->form && form_record_equal(r->form, &x->record, &r->record))))
			return true;
	}
	return false;
}

static void past(struct sides *s, const struct app_hub_household *h)
{
	for (size_t i = h->revisions; i-- > 0 && s->count < PAST_MAX;)
		if (counts(&h->revision[i]) && !h->revision[i].head && !is_told(s, &h->revision[i]))
			add(s, h, &h->revision[i]);
}

static void gather(const struct review *x, struct sides *s)
{
	for (size_t i = 0; i < (x->living ? x->living : x->n); i++)
		heads(s, &x->h[i]);
	if (s->count == 1)
		past(s, s->side[0].h);
}

/* --- a row a field --- */

static void cell(const struct review *x, const struct store_revision *r, size_t field, char out[static CELL])
{
	char value[FORM_SENTENCE] = "";
	int at = r->kind == ENTRY_RECORD ? form_field_index(r->form, x->form->field[field].id) : -1;
	if (r->kind == ENTRY_VOID)
		snprintf(value, sizeof value, "%s", page_text(x->p, TEXT_REVIEW_TAKEN_AWAY));
	else if (at >= 0)
		form_show(r->form, at, &r->record.value[at], x->p->lang, value);
	snprintf(out, CELL, "%s", *value ? value : "–");
}

static text_id heading(const struct review *x, const struct side *side, size_t at)
{
	if (x->living > 1)
		return TEXT_REVIEW_HOUSEHOLD_NTH;
	if (side->r->shown)
		return TEXT_REVIEW_COUNTS;
	return side->r->head ? TEXT_REVIEW_VERSION_NTH : at ? TEXT_REVIEW_BEFORE : TEXT_REVIEW_COUNTS;
}

static void say_heading(struct review *x, const struct sides *s, size_t at)
{
	char nth[24];
	snprintf(nth, sizeof nth, "%zu", x->living > 1 ? (size_t)(s->side[at].h - x->h) + 1 : at + 1);
	page_say(x->p, heading(x, &s->side[at], at), nth, NULL, NULL);
}

/* Where versions stand under one another (a phone), each says which it is. */
static void on_card(struct review *x, const struct sides *s, size_t at)
{
	html_markup_unescaped(&x->p->out, "<i>");
	say_heading(x, s, at);
	html_markup_unescaped(&x->p->out, ": </i>");
}

static void row(struct review *x, const struct sides *s, size_t field)
{
	char value[SIDES_MAX][CELL];
	bool differ = false, any = false;
	for (size_t i = 0; i < s->count; i++) {
		cell(x, s->side[i].r, field, value[i]);
		differ |= strcmp(value[i], value[0]) != 0;
		any |= strcmp(value[i], "–") != 0;
	}
	if (!any)
		return;
	html_print(&x->p->out, differ ? "<tr><th scope=\"row\">%s" : "<tr class=\"same\"><th scope=\"row\">%s",
		form_words(&x->form->field[field].label, x->p->lang));
	if (differ)
		html_print(&x->p->out, " <span class=\"differs\">≠ %s</span>", page_text(x->p, TEXT_REVIEW_DIFFERS));
	html_markup_unescaped(&x->p->out, "</th>");
	for (size_t i = 0; i < s->count; i++) {
		html_markup_unescaped(&x->p->out, "<td>");
		on_card(x, s, i);
		html_print(
			&x->p->out, strcmp(value[i], value[0]) == 0 ? "%s</td>" : "<strong>%s</strong></td>", value[i]);
	}
	html_markup_unescaped(&x->p->out, "</tr>");
}

static void head(struct review *x, const struct sides *s)
{
	html_markup_unescaped(&x->p->out, "<thead><tr><td></td>");
	for (size_t i = 0; i < s->count; i++) {
		const struct store_revision *r = s->side[i].r;
		html_markup_unescaped(&x->p->out, "<th scope=\"col\">");
		say_heading(x, s, i);
		html_markup_unescaped(&x->p->out, "<br><span class=\"small\">");
		page_writer(x->p, r->unit, r->by, r->author, r->at);
		if (r->reason[0])
			html_print(&x->p->out, "<br>%s %s", page_text(x->p, TEXT_HISTORY_REASON), r->reason);
		html_markup_unescaped(&x->p->out, "</span></th>");
	}
	html_markup_unescaped(&x->p->out, "</tr></thead>");
}

/* --- what may be done with one version --- */

/* Every version that is shown: a decision over one that came since is refused. */
static void seen(struct review *x)
{
	struct buf all;
	char text[NAME_TEXT];
	buf_init(&all, 8192);
	for (size_t i = 0; i < x->living; i++)
		for (size_t k = 0; k < x->h[i].revisions; k++)
			if (x->h[i].revision[k].head && all.len < 8000)
				buf_print(&all, "%s ", name_text(&x->h[i].revision[k].entry, text));
	page_hidden(x->p, "da-xem", all.data ? all.data : "");
	buf_free(&all);
}

static void form(struct review *x, const struct side *side, const char *what)
{
	char text[NAME_TEXT];
	review_form(x, "/duyet/ho/");
	page_hidden(x->p, "viec", what);
	page_hidden(x->p, "lan-ghi", name_text(&side->r->entry, text));
	review_decided(x->p, x->unit.code, side->h->shown.key);
	seen(x);
}

static void input(struct review *x, const char *name, size_t at, text_id label, bool short_one)
{
	char id[40];
	snprintf(id, sizeof id, "%s-%zu", name, at);
	html_print(&x->p->out,
		"<div class=\"field\"><label for=\"%s\">%s</label><input type=\"text\" id=\"%s\" name=\"%s\" "
		"maxlength=\"%s\" required></div>",
		id, page_text(x->p, label), id, name, short_one ? "8" : "300");
}

static void keep(struct review *x, const struct side *side, size_t at, bool own)
{
	if (own)
		html_print(&x->p->out, "<details><summary>%s</summary>", page_text(x->p, TEXT_REVIEW_KEEP_HOUSEHOLD));
	form(x, side, "giu");
	if (own)
		input(x, "ly-do", at, TEXT_REVIEW_REASON_VOID, false);
	html_print(&x->p->out, "<button>%s</button>", page_text(x->p, own ? TEXT_REVIEW_KEEP_THIS : TEXT_REVIEW_KEEP));
	page_form_end(x->p);
	if (own)
		html_markup_unescaped(&x->p->out, "</details>");
}

static void renumber(struct review *x, const struct side *side, size_t at, bool own)
{
	html_print(&x->p->out, "<details><summary>%s</summary>",
		page_text(x->p, own ? TEXT_REVIEW_RENUMBER : TEXT_REVIEW_ANOTHER));
	form(x, side, "tach");
	input(x, "so-moi", at, TEXT_REVIEW_NUMBER_NEW, true);
	html_print(&x->p->out, "<button class=\"second\">%s</button>", page_text(x->p, TEXT_REVIEW_RENUMBER_DO));
	page_form_end(x->p);
	html_markup_unescaped(&x->p->out, "</details>");
}

/* The figures of what does not stand, as a sheet to be looked over and kept. */
static void write_again(struct review *x, const struct side *side)
{
	char text[NAME_TEXT];
	html_markup_unescaped(&x->p->out, "<a href=\"/nhap-phieu/");
	html_url(&x->p->out, x->unit.code, "");
	html_markup_unescaped(&x->p->out, "?so=");
	html_url(&x->p->out, x->number, "");
	html_print(&x->p->out, "&amp;theo=%s\">%s</a>", name_text(&side->r->entry, text),
		page_text(x->p, TEXT_REVIEW_WRITE_AGAIN));
}

static void ways(struct review *x, const struct sides *s)
{
	bool clash = x->living > 1, open = clash || (x->living && x->h[0].shown.conflict);
	html_print(&x->p->out, "<tfoot class=\"no-print\"><tr><th scope=\"row\">%s</th>",
		page_text(x->p, TEXT_REVIEW_WAYS));
	for (size_t i = 0; i < s->count; i++) {
		const struct side *side = &s->side[i];
		bool own = clash && !side->h->shown.conflict;
		html_markup_unescaped(&x->p->out, "<td>");
		on_card(x, s, i);
		if (open)
			keep(x, side, i, own);
		if (open && side->r->kind == ENTRY_RECORD)
			renumber(x, side, i, own);
		if (!open && !side->r->shown && side->r->kind == ENTRY_RECORD)
			write_again(x, side);
		html_markup_unescaped(&x->p->out, "</td>");
	}
	html_markup_unescaped(&x->p->out, "</tr></tfoot>");
}

void review_versions(struct review *x)
{
	struct sides s = {.count = 0};
	gather(x, &s);
	if (s.count == 0)
		return;
	html_print(&x->p->out,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table class=\"data sides\">",
		page_text(x->p, TEXT_REVIEW_SIDES));
	head(x, &s);
	html_markup_unescaped(&x->p->out, "<tbody>");
	for (size_t i = 0; i < x->form->fields; i++)
		if (!x->form->field[i].local && (int)i != x->form->number)
			row(x, &s, i);
	html_markup_unescaped(&x->p->out, "</tbody>");
	if (page_may(x->p, PAGE_CLERK) && !x->locked && !s.more && (x->living > 1 || s.count > 1))
		ways(x, &s);
	html_markup_unescaped(&x->p->out, "</table></div>");
	if (s.more)
		page_box_number(x->p, TONE_WARN, TEXT_REVIEW_SIDES_MORE, SIDES_MAX);
}
