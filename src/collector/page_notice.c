/* page_notice.c - what is read at the door before anything is asked: who, what for, what is recorded and what is not,
 * where it stays, that one may decline (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP). It says what this program and the
 * form in force do, and no more. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "page_settings.h"

struct notice {
	struct unit unit;
	const struct form *form;
	const struct campaign *campaign; /* NULL: none */
	char hub[UNIT_NAME];
	char asked[2048]; /* labels of the figures, as the form has them */
};

static bool is_figure(const struct form *f, int i)
{
	return i != f->number && i != f->status && i != f->visit && i != f->note && i != f->label;
}

static void name_figures(const struct page *p, struct notice *n)
{
	struct buf b;
	buf_init(&b, sizeof n->asked - 1);
	for (size_t i = 0; i < n->form->fields; i++)
		if (is_figure(n->form, (int)i))
			buf_print(&b, "%s%s", b.len > 0 ? ", " : "", form_words(&n->form->field[i].label, p->lang));
	memcpy(n->asked, b.data, b.len + 1);
	buf_free(&b);
}

static int gather(struct page *p, struct notice *n, struct err *e)
{
	struct store_enrolment en;
	struct err none;
	*n = (struct notice){0};
	if (door_unit(p, &n->unit, e) != 0 || store_form(p->store, NULL, &n->form, e) != 0)
		return -1;
	if (store_campaign(p->store, &n->campaign) != 0)
		n->campaign = NULL;
	if (store_enrolment(p->store, n->unit.code, &en, &none) == 0 && en.has_hub)
		memcpy(n->hub, en.hub_name, sizeof n->hub);
	else
		strncpy(n->hub, page_text(p, TEXT_NOTICE_COMMUNE), sizeof n->hub - 1);
	sodium_memzero(&en, sizeof en);
	name_figures(p, n);
	return 0;
}

static const char *team(const struct page *p, const struct notice *n)
{
	const char *word = n->campaign ? form_words(&n->campaign->team_word, p->lang) : NULL;
	return word && *word ? word : page_text(p, TEXT_NOTICE_TEAM);
}

static const char *whom(const struct page *p, const struct notice *n)
{
	const char *ask = form_words(&n->form->ask, p->lang);
	return *ask ? ask : n->hub;
}

static void paragraph(struct page *p, text_id id, const char *a0, const char *a1, const char *a2)
{
	page_para(p, "", id, a0, a1, a2);
}

/* Half a minute, read aloud. */
static void aloud(struct page *p, const struct notice *n)
{
	html_print(&p->out, "<section class=\"card\"><h2 class=\"no-print\">%s</h2>", page_text(p, TEXT_NOTICE_ALOUD));
	paragraph(p, TEXT_NOTICE_WHO, team(p, n), n->unit.name, n->hub);
	paragraph(p, TEXT_NOTICE_WHAT, n->asked, NULL, NULL);
	paragraph(p, TEXT_NOTICE_WHAT_NOT, NULL, NULL, NULL);
	paragraph(p, TEXT_NOTICE_WHERE, n->hub, NULL, NULL);
	paragraph(p, TEXT_NOTICE_FREE, whom(p, n), NULL, NULL);
	html_markup_unescaped(&p->out, "</section>");
}

static void line(struct page *p, text_id what, text_id id, const char *a0, const char *a1)
{
	html_print(&p->out, "<h3>%s</h3>", page_text(p, what));
	paragraph(p, id, a0, a1, NULL);
}

static void whole(struct page *p, const struct notice *n)
{
	page_heading(p, TEXT_NOTICE_MORE);
	if (n->campaign)
		line(p, TEXT_NOTICE_FOR_HEAD, TEXT_NOTICE_FOR, form_words(&n->campaign->title, p->lang),
			n->campaign->plan);
	line(p, TEXT_NOTICE_NUMBER_HEAD, TEXT_NOTICE_NUMBER, NULL, NULL);
	line(p, TEXT_NOTICE_STAY_HEAD, TEXT_NOTICE_STAY, n->hub, NULL);
	line(p, TEXT_NOTICE_LONG_HEAD, TEXT_NOTICE_LONG, n->hub, NULL);
	line(p, TEXT_NOTICE_DECLINE_HEAD, TEXT_NOTICE_DECLINE, NULL, NULL);
	line(p, TEXT_NOTICE_LAW_HEAD, TEXT_NOTICE_LAW, whom(p, n), NULL);
}

void page_notice(struct page *p)
{
	struct notice *n = alloc_zero(1, sizeof *n);
	struct err e;
	if (gather(p, n, &e) != 0) {
		page_fail(p, &e);
	} else {
		settings_begin(p, TEXT_NOTICE_TITLE);
		aloud(p, n);
		whole(p, n);
		settings_print(p);
		door_end(p);
	}
	free(n);
}
