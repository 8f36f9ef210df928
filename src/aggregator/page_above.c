/* page_above.c - the office above: taking its invitation, sending what was closed, what it says, what it sees. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_upwards.h>
#include <tungnha/page_sending.h>

#include "page_figures.h"

enum { LOG_SHOWN = 30 };
#define PATH "/cap-tren"
static const struct sending way = {.path = PATH, .sending = TEXT_DESK_UP_SENDING};

/* --- sending --- */

static void send_now(struct page *p, const struct app_upwards *u)
{
	bool working = sending_state(p, &way);
	if (!page_may(p, PAGE_CLERK))
		return;
	if (!u->by_network)
		page_box_text(p, TONE_NOTE, TEXT_DESK_UP_ONLY_STICK, u->name, NULL, NULL);
	else if (!working) {
		page_form(p, PATH "/gui", "");
		page_button(p, "big", TEXT_DESK_UP_SEND);
		page_form_end(p);
	}
	page_heading(p, TEXT_DESK_UP_STICKS);
	page_para(p, "hint", TEXT_DESK_UP_STICKS_HOW, NULL, NULL, NULL);
	sending_sticks(p, &way);
}

/* --- joining --- */

static void take_form(struct page *p)
{
	page_form_of_files(p, PATH "/nhan", "card");
	page_file_field(p, TEXT_DESK_UP_FILE, TEXT_DESK_UP_FILE_HINT, " accept=\".tni\"");
	html_print(&p->out,
		"<div class=\"field\"><label for=\"chu\">%s</label><textarea id=\"chu\" name=\"chu\" "
		"autocomplete=\"off\" spellcheck=\"false\"></textarea></div>",
		page_text(p, TEXT_DESK_UP_PASTE));
	page_button(p, "", TEXT_DESK_UP_JOIN);
	page_form_end(p);
}

static void joining(struct page *p, const struct app_upwards *u)
{
	if (!page_may(p, PAGE_ADMIN)) {
		if (!u->joined)
			page_para(p, "", TEXT_DESK_UP_ASK_ADMIN, NULL, NULL, NULL);
		return;
	}
	if (!u->joined) {
		page_heading(p, TEXT_DESK_UP_TAKE);
		take_form(p);
		return;
	}
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><p>%s</p>", page_text(p, TEXT_DESK_UP_OTHER),
		page_text(p, TEXT_DESK_UP_OTHER_WHAT));
	take_form(p);
	html_markup_unescaped(&p->out, "</details>");
}

/* --- the page --- */

static void show(struct page *p, const struct err *refused)
{
	struct err e;
	struct app_upwards u;
	if (app_upwards(p->store, &u, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	desk_begin(p, DESK_MANAGE, page_text(p, TEXT_DESK_UP));
	page_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	if (u.joined) {
		above_standing(p, &u);
		send_now(p, &u);
		above_seen(p);
		sending_log(p, LOG_SHOWN);
	} else {
		page_para(p, "", TEXT_DESK_UP_NONE, NULL, NULL, NULL);
	}
	joining(p, &u);
	desk_end_status(p, refused ? 400 : 200);
}

void desk_above(struct page *p)
{
	show(p, NULL);
}

static int join(struct page *p, const void *bytes, size_t n, struct app_join *j, struct err *e)
{
	return app_join_prepare(bytes, n, p->store, p->now, j, e) != 0 ||
			       app_upwards_join(p->store, j, NULL, p->now, e) != 0
		       ? -1
		       : 0;
}

void desk_above_join(struct page *p)
{
	struct err e;
	struct app_join j = {0};
	const char *name, *typed = page_field(p, "chu");
	const void *bytes;
	size_t n;
	bool any = page_file(p, "tep", &name, &bytes, &n) && n > 0;
	int rc = any      ? join(p, bytes, n, &j, &e)
		 : *typed ? join(p, typed, strlen(typed), &j, &e)
			  : err_set(&e, ERR_USAGE, TEXT_PAPER_NO_FILE, "");
	if (rc == 0) {
		desk_did(p, "above", j.invite.hub_name);
		desk_done(p, PATH, j.expired ? TEXT_DESK_UP_JOINED_OLD : TEXT_DESK_UP_JOINED, j.invite.unit.name,
			j.invite.hub_name, j.invite.hub_unit);
	} else {
		show(p, &e);
	}
	app_join_free(&j);
}

void desk_above_send(struct page *p)
{
	struct err e;
	if (sending_network(p, &way, &e) == 0)
		desk_did(p, "send", "");
	else
		show(p, &e);
}

void desk_above_stick(struct page *p)
{
	struct err e;
	if (sending_stick(p, &way, &e) == 0)
		desk_did(p, "carry", page_field(p, "usb"));
	else
		show(p, &e);
}

void desk_above_sticks(struct page *p)
{
	sending_sticks_part(p, &way);
}

void desk_above_working(struct page *p)
{
	sending_working(p, &way);
}
