/* page_sticks.c - taking in what a hamlet brought on a stick, leaving replies there; noticed when it is plugged in. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_receive.h>
#include <tungnha/app_sticks.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>
#include <tungnha/page_upload.h>

#include "page_received.h"

#define WORK "usb"

/* --- what was received last, kept for the pages asked afterwards --- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct received last;

void received_keep(struct received *x)
{
	pthread_mutex_lock(&lock);
	folder_receive_free(&last.r);
	last = *x;
	pthread_mutex_unlock(&lock);
}

void received_show_last(struct page *p)
{
	pthread_mutex_lock(&lock);
	if (last.at)
		received_show(p, &last);
	pthread_mutex_unlock(&lock);
}

/* --- receiving --- */

struct receiving {
	struct app_stick stick;
};

static void run(struct store *s, void *context)
{
	const struct receiving *w = context;
	struct received x = {.stick = true};
	snprintf(x.name, sizeof x.name, "%s", w->stick.name);
	x.failed = folder_receive(s, w->stick.path, clock_now(), &x.r, &x.why) != 0;
	app_stick_flush(w->stick.path);
	x.at = clock_now();
	received_keep(&x);
}

/* --- the page --- */

static void stick(struct page *p, const struct app_stick *s, bool working)
{
	if (s->read_only) {
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_CLOSED, s->name, NULL, NULL);
		return;
	}
	if (working)
		return;
	page_form(p, "/usb", "");
	page_hidden(p, "usb", s->path);
	html_markup_unescaped(&p->out, s->has_replies ? "<button class=\"big\">" : "<button class=\"big second\">");
	page_say(p, TEXT_DESK_USB_RECEIVE, s->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</button>");
	page_form_end(p);
	if (!s->has_replies)
		page_para(p, "hint", TEXT_DESK_USB_EMPTY, NULL, NULL, NULL);
}

static void sticks(struct page *p, bool working)
{
	struct app_stick s[APP_STICKS_MAX];
	size_t n = app_sticks(s, APP_STICKS_MAX);
	for (size_t i = 0; i < n; i++)
		stick(p, &s[i], working);
	if (n == 0)
		page_para(p, "", TEXT_DESK_USB_NO_STICK, NULL, NULL, NULL);
}

static void under_way(struct page *p, const char *what)
{
	page_box_text(p, TONE_NOTE, strcmp(what, WORK) == 0 ? TEXT_DESK_USB_TAKING : TEXT_DOOR_SET_OTHER_WORK, NULL,
		NULL, NULL);
}

static void upload(struct page *p)
{
	char folder[APP_RECEIVE_FOLDER];
	page_heading(p, TEXT_DESK_USB_UPLOAD);
	page_para(p, "hint", TEXT_DESK_USB_UPLOAD_HOW, app_receive_folder(p->store, folder), NULL, NULL);
	page_form_of_files(p, "/usb/tep", "");
	page_file_field(p, TEXT_DESK_USB_FILES, TEXT_NONE, " accept=\".tnm\" multiple required");
	page_button(p, "", TEXT_DESK_USB_TAKE_FILES);
	page_form_end(p);
}

void received_page(struct page *p, const struct err *refused)
{
	const char *working = page_working(p, NULL);
	desk_begin(p, DESK_DEVICES, page_text(p, TEXT_DESK_USB_TITLE));
	page_crumbs(p, "/thiet-bi", TEXT_DESK_DEVICES);
	if (refused)
		page_box_fail(p, refused);
	if (working) {
		html_markup_unescaped(&p->out, "<div data-poll=\"/usb?phan=viec\" data-every=\"1\" role=\"status\">");
		under_way(p, working);
		html_markup_unescaped(
			&p->out, "</div><noscript><meta http-equiv=\"refresh\" content=\"3;url=/usb\"></noscript>");
	} else {
		received_show_last(p);
		received_replies(p);
	}
	page_para(p, "hint", TEXT_DESK_USB_HOW, NULL, NULL, NULL);
	html_markup_unescaped(&p->out, "<div data-poll=\"/usb?phan=cam\" data-every=\"3\">");
	sticks(p, working != NULL);
	html_print(&p->out, "</div><noscript><p><a class=\"button second\" href=\"/usb\">%s</a></p></noscript>",
		page_text(p, TEXT_PAPER_LOOK_AGAIN));
	upload(p);
	desk_end_status(p, refused ? 409 : 200);
}

/* Parts the script asks for; 205: it is over, the whole page anew. */
void desk_sticks(struct page *p)
{
	const char *part = page_field(p, "phan"), *working = page_working(p, NULL);
	if (strcmp(part, "viec") == 0) {
		if (working)
			under_way(p, working);
		page_done(p, working ? 200 : 205);
	} else if (strcmp(part, "cam") == 0) {
		sticks(p, working != NULL);
		page_done(p, 200);
	} else {
		received_page(p, NULL);
	}
}

/* Only what is plugged in now: a browser names no other folder of this machine. */
void desk_stick_receive(struct page *p)
{
	struct err e;
	struct receiving *w = alloc_zero(1, sizeof *w);
	struct app_stick stick; /* w is the other thread's as soon as that begins */
	bool found = app_stick_find(page_field(p, "usb"), &stick);
	if (found)
		w->stick = stick;
	if (!found)
		err_set(&e, ERR_NOT_FOUND, TEXT_PAPER_STICK_GONE, "");
	else if (page_work(p, WORK, run, w)) {
		desk_did(p, "stick", stick.name);
		page_redirect(p, "/usb");
		return;
	} else
		err_set(&e, ERR_BUSY, TEXT_DOOR_SET_OTHER_WORK, "");
	free(w);
	received_page(p, &e);
}
