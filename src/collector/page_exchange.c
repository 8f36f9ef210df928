/* page_exchange.c - sending to the commune: over the network, onto a stick; what is safe there; the log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/page_sending.h>

#include "page_papers.h"

enum { LOG_SHOWN = 50 };
static const struct sending way = {.path = "/gui", .sending = TEXT_PAPER_SENDING};

/* --- where this machine sends, and what it is there --- */

/* What holds of all its hamlets together. */
struct place {
	bool hub, network; /* anywhere to send; any address known */
	char name[UNIT_NAME];
	enum message_state state; /* the least settled */
	struct store_progress progress;
	int64_t returned, conflicts;
};

static int add_unit(struct page *p, const struct store_enrolment *en, struct place *out, struct err *e)
{
	struct app_status s;
	if (!en->has_hub)
		return 0;
	out->hub = true;
	memcpy(out->name, en->hub_name, sizeof out->name);
	if (en->state > out->state)
		out->state = en->state;
	if (app_status(p->store, en->unit.code, p->now, &s, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	out->network |= s.by_network;
	out->progress.written += s.progress.written;
	out->progress.sent += s.progress.sent;
	out->progress.confirmed += s.progress.confirmed;
	out->progress.held += s.progress.held;
	out->returned += s.returned;
	out->conflicts += s.totals.conflicts;
	if (s.progress.last_confirmed_at > out->progress.last_confirmed_at)
		out->progress.last_confirmed_at = s.progress.last_confirmed_at;
	return 0;
}

static int look(struct page *p, struct place *out, struct err *e)
{
	struct store_enrolment *en = NULL;
	size_t n = 0;
	*out = (struct place){.hub = false};
	int rc = store_enrolments(p->store, &en, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_unit(p, &en[i], out, e);
	if (n > 0 && en)
		sodium_memzero(en, n * sizeof *en);
	free(en);
	return rc;
}

/* --- what stands --- */

static void fact(struct page *p, text_id label, int64_t n)
{
	char shown[32];
	page_fact(p, label, text_number(p->lang, n, shown));
}

static void standing(struct page *p, const struct place *x)
{
	char when[20];
	html_markup_unescaped(&p->out, "<div class=\"card\"><dl class=\"facts\">");
	fact(p, TEXT_PAPER_SAVED, x->progress.written);
	fact(p, TEXT_PAPER_SENT, x->progress.sent);
	fact(p, TEXT_PAPER_CONFIRMED, x->progress.confirmed);
	html_markup_unescaped(&p->out, "</dl>");
	if (x->progress.last_confirmed_at)
		html_print(&p->out, "<p class=\"hint\">%s: %s</p>", page_text(p, TEXT_PAPER_CONFIRMED_AT),
			page_when(x->progress.last_confirmed_at, when));
	html_markup_unescaped(&p->out, "</div>");
}

/* What came from the commune and waits for a person. */
static void came(struct page *p, const struct place *x)
{
	const struct {
		int64_t n;
		text_id label;
		const char *path;
	} waits[] = {
		{x->returned, TEXT_PAPER_RETURNED, "/tra-lai"},
		{x->conflicts, TEXT_PAPER_CONFLICTS, "/xung-dot"},
		{x->progress.held, TEXT_PAPER_HELD, "/tam-giu"},
	};
	char n[32];
	bool any = false;
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		if (waits[i].n == 0)
			continue;
		html_markup_unescaped(&p->out, any ? "" : "<ul class=\"links\">");
		html_print(&p->out, "<li><a href=\"%s\">", waits[i].path);
		page_say(p, waits[i].label, text_number(p->lang, waits[i].n, n), NULL, NULL);
		html_markup_unescaped(&p->out, "</a></li>");
		any = true;
	}
	html_markup_unescaped(&p->out, any ? "</ul>" : "");
}

/* How the commune knows this machine; the code is read out to it over the telephone. */
static void machine(struct page *p, const struct place *x)
{
	char shown[ID_SHOWN];
	static const text_id words[] = {[STATE_NONE] = TEXT_PAPER_STATE_NONE,
		[STATE_NEW] = TEXT_PAPER_STATE_NEW,
		[STATE_ACTIVE] = TEXT_DEVICE_ACTIVE,
		[STATE_WAITING] = TEXT_PAPER_NOT_ACCEPTED,
		[STATE_REVOKED] = TEXT_PAPER_REVOKED,
		[STATE_UNKNOWN] = TEXT_PAPER_UNKNOWN_YET};
	bool settled = x->state == STATE_ACTIVE;
	page_heading(p, TEXT_PAPER_MACHINE);
	page_box_text(p,
		settled                     ? TONE_GOOD
		: x->state == STATE_REVOKED ? TONE_BAD
		: x->state >= STATE_WAITING ? TONE_WARN
					    : TONE_NOTE,
		words[x->state], NULL, NULL, NULL);
	html_print(&p->out, "<p>%s</p><p class=\"secret\">%s</p>", page_text(p, TEXT_PAPER_CODE),
		id_shown(store_id(p->store), shown));
}

/* --- sending --- */

static void send_now(struct page *p, const struct place *x)
{
	if (sending_state(p, &way))
		return;
	if (!x->network) {
		page_box_text(p, TONE_NOTE, TEXT_PAPER_ONLY_STICK, x->name, NULL, NULL);
		return;
	}
	page_form(p, "/gui/mang", "");
	page_button(p, "big", TEXT_PAPER_SEND);
	page_form_end(p);
}

static void by_stick(struct page *p)
{
	page_heading(p, TEXT_PAPER_STICKS);
	page_para(p, "hint", TEXT_PAPER_STICKS_HOW, NULL, NULL, NULL);
	sending_sticks(p, &way);
}

/* --- the page --- */

static void nowhere(struct page *p, bool practice)
{
	page_box_text(p, TONE_NOTE, practice ? TEXT_PAPER_PRACTICE : TEXT_PAPER_NO_HUB, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<p>");
	page_link(p, "second", "/", TEXT_DOOR_HOME);
	html_markup_unescaped(&p->out, "</p>");
}

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	struct place x;
	if (look(p, &x, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	door_begin(p, DOOR_EXCHANGE, page_text(p, TEXT_PAPER_EXCHANGE));
	if (refused)
		page_box_fail(p, refused);
	if (p->practice || !x.hub) {
		nowhere(p, p->practice);
	} else {
		send_now(p, &x);
		standing(p, &x);
		came(p, &x);
		by_stick(p);
		machine(p, &x);
		sending_log(p, LOG_SHOWN);
	}
	door_end_status(p, refused ? 409 : 200);
}

void page_exchange(struct page *p)
{
	show(p, NULL);
}

/* What is made up for practice goes nowhere. */
static void start(struct page *p, int (*begin)(struct page *p, const struct sending *x, struct err *e))
{
	struct err e;
	if (p->practice)
		page_redirect(p, way.path);
	else if (begin(p, &way, &e) != 0)
		show(p, &e);
}

void page_exchange_network(struct page *p)
{
	start(p, sending_network);
}

void page_exchange_stick(struct page *p)
{
	start(p, sending_stick);
}

/* --- parts the script asks for --- */

void page_exchange_sticks(struct page *p)
{
	sending_sticks_part(p, &way);
}

void page_exchange_working(struct page *p)
{
	sending_working(p, &way);
}
