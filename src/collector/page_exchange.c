/* page_exchange.c - sending to the commune: over the network, onto a stick; what is safe there; the log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_exchanged.h>
#include <tungnha/app_words.h>

#include "page_papers.h"

enum { LOG_SHOWN = 50, MEGABYTE = 1000 * 1000, SMALL_STICK = 2 * MEGABYTE };

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
	papers_fact(p, page_text(p, label), text_number(p->lang, n, shown));
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
	papers_heading(p, TEXT_PAPER_MACHINE);
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

static void under_way(struct page *p, const char *what)
{
	bool stick = strcmp(what, "stick") == 0;
	page_box_text(p, TONE_NOTE,
		stick                          ? TEXT_PAPER_COPYING
		: strcmp(what, "network") == 0 ? TEXT_PAPER_SENDING
					       : TEXT_PAPER_BUSY,
		NULL, NULL, NULL);
}

/* While something is under way the page asks anew; without the script the browser does. */
static void wait_for(struct page *p, const char *what)
{
	html_markup_unescaped(&p->out, "<div data-poll=\"/gui/dang\" data-every=\"1\" role=\"status\">");
	under_way(p, what);
	html_markup_unescaped(
		&p->out, "</div><noscript><meta http-equiv=\"refresh\" content=\"3;url=/gui\"></noscript>");
}

static void result(struct page *p)
{
	struct papers_sent x;
	if (!papers_last(&x))
		return;
	html_markup_unescaped(&p->out, "<div role=\"status\">");
	page_box(p, x.done ? TONE_GOOD : TONE_BAD, x.sentence);
	if (x.stick && x.done)
		page_box_text(p, TONE_GOOD, TEXT_PAPER_PULL, x.name, NULL, NULL);
	html_markup_unescaped(&p->out, "</div>");
}

static void send_now(struct page *p, const struct place *x, const char *working)
{
	if (working) {
		wait_for(p, working);
		return;
	}
	result(p);
	if (!x->network) {
		page_box_text(p, TONE_NOTE, TEXT_PAPER_ONLY_STICK, x->name, NULL, NULL);
		return;
	}
	page_form(p, "/gui/mang", "");
	papers_button(p, "big", TEXT_PAPER_SEND);
	page_form_end(p);
}

/* --- sticks --- */

static void stick(struct page *p, const struct app_stick *s, bool working)
{
	if (s->read_only)
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_CLOSED, s->name, NULL, NULL);
	else if (s->free_bytes < SMALL_STICK)
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_SMALL, s->name, NULL, NULL);
	if (!s->read_only && !working) {
		page_form(p, "/gui/usb", "");
		page_hidden(p, "usb", s->path);
		html_markup_unescaped(&p->out, "<button type=\"submit\" class=\"big second\">");
		page_say(p, TEXT_PAPER_COPY, s->name, NULL, NULL);
		html_markup_unescaped(&p->out, "</button>");
		page_form_end(p);
	}
}

static void sticks(struct page *p, bool working)
{
	struct app_stick s[APP_STICKS_MAX];
	size_t n = app_sticks(s, APP_STICKS_MAX);
	for (size_t i = 0; i < n; i++)
		stick(p, &s[i], working);
	if (n == 0)
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_PAPER_NO_STICK));
}

static void by_stick(struct page *p, bool working)
{
	papers_heading(p, TEXT_PAPER_STICKS);
	html_print(&p->out, "<p class=\"hint\">%s</p>", page_text(p, TEXT_PAPER_STICKS_HOW));
	html_markup_unescaped(&p->out, "<div data-poll=\"/gui/usb?phan=1\" data-every=\"3\">");
	sticks(p, working);
	html_print(&p->out, "</div><noscript><p><a class=\"button second\" href=\"/gui\">%s</a></p></noscript>",
		page_text(p, TEXT_PAPER_LOOK_AGAIN));
}

/* --- the log --- */

struct printing {
	struct page *p;
	size_t n;
};

static int print_line(void *context, const struct app_exchanged *x, struct err *e)
{
	struct printing *o = context;
	struct page *p = o->p;
	char when[20], since[20], times[32];
	(void)e;
	if (o->n++ == LOG_SHOWN)
		return 1;
	html_print(&p->out, "<li><strong>%s</strong> %s – %s<br>%s", page_when(x->at, when),
		page_text(p, x->folder ? TEXT_PAPER_BY_STICK : TEXT_PAPER_BY_NETWORK),
		page_text(p, x->done ? TEXT_PAPER_WENT : TEXT_PAPER_WENT_NOT), x->sentence);
	if (x->times > 1) {
		html_markup_unescaped(&p->out, "<br><small>");
		page_say(p, TEXT_PAPER_LOG_TIMES, text_number(p->lang, x->times, times), page_when(x->since, since),
			NULL);
		html_markup_unescaped(&p->out, "</small>");
	}
	html_markup_unescaped(&p->out, "</li>");
	return 0;
}

static void log_of(struct page *p)
{
	struct printing o = {.p = p};
	struct err ignored;
	html_print(&p->out, "<h2 id=\"nhat-ky\">%s</h2><ol class=\"log\">", page_text(p, TEXT_PAPER_LOG));
	(void)app_exchanged(p->store, p->lang, print_line, &o, &ignored);
	html_markup_unescaped(&p->out, "</ol>");
	if (o.n == 0)
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_PAPER_LOG_NONE));
}

/* --- the page --- */

static void nowhere(struct page *p, bool practice)
{
	page_box_text(p, TONE_NOTE, practice ? TEXT_PAPER_PRACTICE : TEXT_PAPER_NO_HUB, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<p>");
	papers_link(p, "second", "/", TEXT_DOOR_HOME);
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
	const char *working = page_working(p, NULL);
	door_begin(p, DOOR_EXCHANGE, page_text(p, TEXT_PAPER_EXCHANGE));
	if (refused)
		page_box_fail(p, refused);
	if (p->practice || !x.hub) {
		nowhere(p, p->practice);
	} else {
		send_now(p, &x, working);
		standing(p, &x);
		came(p, &x);
		by_stick(p, working != NULL);
		machine(p, &x);
		log_of(p);
	}
	door_end_status(p, refused ? 409 : 200);
}

void page_exchange(struct page *p)
{
	show(p, NULL);
}

static void start(struct page *p, const struct app_stick *s)
{
	struct err e;
	err_set(&e, ERR_BUSY, TEXT_PAPER_BUSY, "");
	if (p->practice)
		page_redirect(p, "/gui");
	else if (papers_send(p, s))
		page_redirect(p, "/gui");
	else
		show(p, &e);
}

void page_exchange_network(struct page *p)
{
	start(p, NULL);
}

/* Only what is plugged in now: a browser names no other folder of this machine. */
void page_exchange_stick(struct page *p)
{
	struct app_stick s[APP_STICKS_MAX];
	struct err e;
	const char *path = page_field(p, "usb");
	size_t n = app_sticks(s, APP_STICKS_MAX), i = 0;
	while (i < n && strcmp(s[i].path, path) != 0)
		i++;
	if (i < n) {
		start(p, &s[i]);
		return;
	}
	err_set(&e, ERR_NOT_FOUND, TEXT_PAPER_STICK_GONE, "");
	show(p, &e);
}

/* --- parts the script asks for --- */

void page_exchange_sticks(struct page *p)
{
	if (!page_has(p, "phan")) {
		page_redirect(p, "/gui");
		return;
	}
	sticks(p, page_working(p, NULL) != NULL);
	page_done(p, 200);
}

/* 205: it is over, the whole page anew. */
void page_exchange_working(struct page *p)
{
	const char *working = page_working(p, NULL);
	if (working)
		under_way(p, working);
	page_done(p, working ? 200 : 205);
}
