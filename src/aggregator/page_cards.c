/* page_cards.c - what a hamlet's team is handed on paper with its invitation: four steps, until when, where to call. It
 * bears no secret: the file does, and goes from hand to hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_devices.h"

enum { CARDS_A_PAGE = 10 };

static void card(struct page *p, const struct app_hub_invitation *x, const struct unit *own, const char *address)
{
	static const text_id steps[] = {
		TEXT_DESK_CARD_STEP_1, TEXT_DESK_CARD_STEP_2, TEXT_DESK_CARD_STEP_3, TEXT_DESK_CARD_STEP_4};
	char uses[32], day[CLOCK_DATE], file[80], first[PAGE_ADDRESS + 200];
	snprintf(file, sizeof file, "moi-%s.tni", x->unit.code);
	html_print(&p->out, "<section class=\"card invitation\"><p>%s</p><h2>%s</h2><ol class=\"steps\">", own->name,
		x->unit.name);
	for (size_t i = 0; i < 4; i++) {
		html_markup_unescaped(&p->out, "<li>");
		page_say(p, steps[i], file, own->name, NULL);
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ol><dl class=\"facts\">");
	devices_fact(p, TEXT_DESK_INV_UNTIL, devices_day(x->ends_at, day));
	devices_fact(p, TEXT_DESK_INV_USES, page_number(p, x->uses, uses));
	snprintf(first, sizeof first, "%.*s", (int)strcspn(address, "\n"), address);
	devices_fact(p, TEXT_DESK_INV_ADDRESS, *first ? first : page_text(p, TEXT_DESK_CARD_STICK_ONLY));
	html_print(&p->out, "</dl><p class=\"line\">%s</p><p>%s</p></section>", page_text(p, TEXT_DESK_CARD_PHONE),
		page_text(p, TEXT_DESK_CARD_KEEP));
}

static void show(struct page *p, const struct app_hub_invitation *x, size_t n, const struct unit *own)
{
	char *address = app_hub_addresses(p->store);
	size_t from = devices_from(p, n, CARDS_A_PAGE);
	desk_begin(p, DESK_DEVICES, page_text(p, TEXT_DESK_INV_CARDS));
	desk_crumbs(p, "/moi-may/danh-sach", TEXT_DESK_INV_LIST);
	devices_para(p, "hint no-print", TEXT_DESK_CARD_PRINT);
	for (size_t i = from; i < n && i < from + CARDS_A_PAGE; i++)
		card(p, &x[i], own, address ? address : "");
	if (n == 0)
		page_box_text(p, TONE_NOTE, TEXT_DESK_INV_NONE, NULL, NULL, NULL);
	devices_pager(p, "/moi-may/the", n, CARDS_A_PAGE);
	free(address);
	desk_end(p);
}

void desk_cards(struct page *p)
{
	struct err e;
	struct unit own;
	struct app_hub_invitation *x = NULL;
	struct id only;
	size_t n = 0, i = 0;
	bool one = id_parse(page_field(p, "ma"), &only);
	if (store_own_unit(p->store, &own, &e) != 0 || app_hub_invitations(p->store, NULL, p->now, &x, &n, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	while (one && i < n && !id_equal(x[i].id, only))
		i++;
	show(p, x + (i < n ? i : 0), one ? i < n : n, &own);
	free(x);
}
