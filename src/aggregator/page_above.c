/* page_above.c - the office above: taking its invitation, sending what was closed, what it says, what it sees. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/app_sticks.h>
#include <tungnha/app_upwards.h>

#include "page_figures.h"

enum { MEGABYTE = 1000 * 1000, SMALL_STICK = 2 * MEGABYTE };
#define PATH "/cap-tren"

/* --- sending --- */

static void result(struct page *p)
{
	struct above_sent x;
	if (!above_last(&x))
		return;
	html_markup_unescaped(&p->out, "<div role=\"status\">");
	page_box(p, x.done ? TONE_GOOD : TONE_BAD, x.sentence);
	if (x.stick && x.done)
		page_box_text(p, TONE_GOOD, TEXT_PAPER_PULL, x.name, NULL, NULL);
	html_markup_unescaped(&p->out, "</div>");
}

/* What is under way is looked at again by itself. */
static void under_way(struct page *p, const char *what)
{
	bool own = strncmp(what, "above", 5) == 0, stick = strcmp(what, "above-stick") == 0;
	html_markup_unescaped(&p->out, "<div role=\"status\">");
	page_box_text(p, TONE_NOTE,
		stick ? TEXT_PAPER_COPYING
		: own ? TEXT_DESK_UP_SENDING
		      : TEXT_PAPER_BUSY,
		NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "</div><meta http-equiv=\"refresh\" content=\"2;url=" PATH "\"><p>");
	fig_link(p, "second", PATH, TEXT_DESK_UP_AGAIN);
	html_markup_unescaped(&p->out, "</p>");
}

static void stick(struct page *p, const struct app_stick *s)
{
	if (s->read_only) {
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_CLOSED, s->name, NULL, NULL);
		return;
	}
	if (s->free_bytes < SMALL_STICK)
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_SMALL, s->name, NULL, NULL);
	page_form(p, PATH "/usb", "");
	page_hidden(p, "usb", s->path);
	html_markup_unescaped(&p->out, "<button type=\"submit\" class=\"second\">");
	page_say(p, TEXT_PAPER_COPY, s->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</button>");
	page_form_end(p);
}

static void send_now(struct page *p)
{
	struct app_stick s[APP_STICKS_MAX];
	const char *working = page_working(p, NULL);
	if (working) {
		under_way(p, working);
		return;
	}
	result(p);
	if (!page_may(p, PAGE_CLERK))
		return;
	page_form(p, PATH "/gui", "");
	fig_button(p, "big", TEXT_DESK_UP_SEND);
	page_form_end(p);
	fig_heading(p, TEXT_DESK_UP_STICKS);
	html_print(&p->out, "<p class=\"hint\">%s</p>", page_text(p, TEXT_DESK_UP_STICKS_HOW));
	size_t n = app_sticks(s, APP_STICKS_MAX);
	for (size_t i = 0; i < n; i++)
		stick(p, &s[i]);
	if (n == 0)
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_PAPER_NO_STICK));
	html_markup_unescaped(&p->out, "<p>");
	fig_link(p, "second", PATH, TEXT_PAPER_LOOK_AGAIN);
	html_markup_unescaped(&p->out, "</p>");
}

/* --- joining --- */

static void take_form(struct page *p)
{
	html_markup_unescaped(&p->out,
		"<form method=\"post\" action=\"" PATH "/nhan\" enctype=\"multipart/form-data\" class=\"card\">");
	page_token(p);
	html_print(&p->out,
		"<div class=\"field\"><label for=\"tep\">%s</label><p class=\"hint\" id=\"tep-y\">%s</p><input "
		"type=\"file\" id=\"tep\" name=\"tep\" aria-describedby=\"tep-y\" accept=\".tni\"></div>",
		page_text(p, TEXT_DESK_UP_FILE), page_text(p, TEXT_DESK_UP_FILE_HINT));
	html_print(&p->out,
		"<div class=\"field\"><label for=\"chu\">%s</label><textarea id=\"chu\" name=\"chu\" "
		"autocomplete=\"off\" spellcheck=\"false\"></textarea></div>",
		page_text(p, TEXT_DESK_UP_PASTE));
	fig_button(p, "", TEXT_DESK_UP_JOIN);
	page_form_end(p);
}

static void joining(struct page *p, const struct app_upwards *u)
{
	if (!page_may(p, PAGE_ADMIN)) {
		if (!u->joined)
			html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_DESK_UP_ASK_ADMIN));
		return;
	}
	if (!u->joined) {
		fig_heading(p, TEXT_DESK_UP_TAKE);
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
	desk_crumbs(p, "/quan-ly", TEXT_DESK_MANAGE);
	if (refused)
		page_box_fail(p, refused);
	if (u.joined) {
		above_standing(p, &u);
		send_now(p);
		above_seen(p);
		above_log(p);
	} else {
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_DESK_UP_NONE));
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
	if (rc == 0)
		desk_done(p, PATH, j.expired ? TEXT_DESK_UP_JOINED_OLD : TEXT_DESK_UP_JOINED, j.invite.unit.name,
			j.invite.hub_name, j.invite.hub_unit);
	else
		show(p, &e);
	app_join_free(&j);
}

static void start(struct page *p, const struct app_stick *s)
{
	struct err e;
	if (above_send(p, s)) {
		page_redirect(p, PATH);
		return;
	}
	err_set(&e, ERR_BUSY, TEXT_PAPER_BUSY, "");
	show(p, &e);
}

void desk_above_send(struct page *p)
{
	start(p, NULL);
}

/* Only what is plugged in now: a browser names no other folder of this machine. */
void desk_above_stick(struct page *p)
{
	struct app_stick s[APP_STICKS_MAX];
	struct err e;
	size_t n = app_sticks(s, APP_STICKS_MAX), i = 0;
	while (i < n && strcmp(s[i].path, page_field(p, "usb")) != 0)
		i++;
	if (i < n) {
		start(p, &s[i]);
		return;
	}
	err_set(&e, ERR_NOT_FOUND, TEXT_PAPER_STICK_GONE, "");
	show(p, &e);
}
