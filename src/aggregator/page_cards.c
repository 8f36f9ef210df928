/* page_cards.c - what a hamlet's team is handed on paper with its invitation: seven steps, each with what to press,
 * until when, whom to call. It bears no secret: the file does, and goes from hand to hand. Printed, two share an A4
 * sheet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/clock.h>

#include "page_devices.h"

enum { CARDS_A_PAGE = 10, STEPS = 7 };

static void card(struct page *p, const struct app_hub_invitation *x, const struct unit *own, const char *address)
{
	const text_id steps[STEPS] = {TEXT_DESK_CARD_STEP_1, TEXT_DESK_CARD_STEP_2, TEXT_DESK_CARD_STEP_3,
		TEXT_DESK_CARD_STEP_4, TEXT_DESK_CARD_STEP_5,
		*address ? TEXT_DESK_CARD_STEP_6_NET : TEXT_DESK_CARD_STEP_6_STICK, TEXT_DESK_CARD_STEP_7};
	const char *call = page_field(p, "goi");
	char uses[32], day[CLOCK_DATE], file[80], first[PAGE_ADDRESS + 200];
	snprintf(file, sizeof file, "moi-%s.tni", x->unit.code);
	html_print(&p->out, "<section class=\"card invitation\"><p>%s</p><h2>%s</h2><ol class=\"steps\">", own->name,
		x->unit.name);
	for (size_t i = 0; i < STEPS; i++) {
		html_markup_unescaped(&p->out, "<li>");
		page_say(p, steps[i], file, own->name, NULL);
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ol><dl class=\"facts\">");
	page_fact(p, TEXT_DESK_INV_UNTIL, devices_day(x->ends_at, day));
	page_fact(p, TEXT_DESK_INV_USES, page_number(p, x->uses, uses));
	snprintf(first, sizeof first, "%.*s", (int)strcspn(address, "\n"), address);
	page_fact(p, TEXT_DESK_INV_ADDRESS, *first ? first : page_text(p, TEXT_DESK_CARD_STICK_ONLY));
	html_print(&p->out, "</dl><p class=\"call\">%s <b>%s</b></p><p>%s</p></section>",
		page_text(p, TEXT_DESK_CARD_PHONE), call, page_text(p, TEXT_DESK_CARD_KEEP));
}

/* Whom to call, typed once for all cards. It goes with the address of the page, and is kept nowhere. */
static void whom_to_call(struct page *p, const char *only)
{
	html_markup_unescaped(&p->out, "<form action=\"/moi-may/the\" class=\"no-print\">");
	if (*only)
		page_hidden(p, "ma", only);
	page_text_field(p, "goi", TEXT_DESK_CARD_PHONE_WHO, TEXT_DESK_CARD_PHONE_HINT, page_field(p, "goi"), NULL);
	html_print(&p->out,
		"<p class=\"row\"><button class=\"second\">%s</button><button type=\"button\" data-print "
		"hidden>%s</button></p></form>",
		page_text(p, TEXT_DESK_CARD_PHONE_SET), page_text(p, TEXT_DESK_CARD_PRINT_NOW));
}

static void show(struct page *p, const struct app_hub_invitation *x, size_t n, const struct unit *own, const char *only)
{
	char *address = app_hub_addresses(p->store);
	size_t from, end;
	struct buf path;
	desk_begin(p, DESK_DEVICES, page_text(p, TEXT_DESK_INV_CARDS));
	page_crumbs(p, "/moi-may/danh-sach", TEXT_DESK_INV_LIST);
	if (n > 0) {
		page_para(p, "hint no-print", TEXT_DESK_CARD_PRINT, NULL, NULL, NULL);
		whom_to_call(p, only);
	} else {
		page_box_text(p, TONE_NOTE, TEXT_DESK_INV_NONE, NULL, NULL, NULL);
		page_link(p, "", "/moi-may", TEXT_DESK_INV_TITLE);
	}
	page_span(p, "trang", n, CARDS_A_PAGE, &from, &end);
	for (size_t i = from; i < end; i++)
		card(p, &x[i], own, address ? address : "");
	buf_init(&path, PAGE_FIELD_BYTES);
	buf_text(&path, "/moi-may/the");
	page_ask(&path, "goi", page_field(p, "goi"));
	page_turns(p, path.data, "trang", n, CARDS_A_PAGE);
	buf_free(&path);
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
	show(p, x + (i < n ? i : 0), one ? i < n : n, &own, one ? page_field(p, "ma") : "");
	free(x);
}
