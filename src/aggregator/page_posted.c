/* page_posted.c - messages posted as files from another machine, the replies to be carried back; what came of either,
 * in words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_receive.h>
#include <tungnha/app_words.h>
#include <tungnha/utf8.h>

#include "page_received.h"

enum { REPLIES_MAX = 8 * 1024 * 1024, REPLIES_KEPT = 8, PROBLEMS_SHOWN = 20 };

/* Of the last few who posted files. The store's thread alone comes here. */
static struct replies {
	struct id session; /* zero: nobody's */
	struct buf zip;
} replies[REPLIES_KEPT];
static size_t next;

static struct replies *replies_of(const struct page *p)
{
	for (size_t i = 0; i < REPLIES_KEPT; i++)
		if (id_equal(replies[i].session, p->session->id))
			return &replies[i];
	return NULL;
}

/* Room for new ones, in place of what he had. */
static struct buf *replies_room(const struct page *p)
{
	struct replies *r = replies_of(p);
	if (!r)
		r = &replies[next++ % REPLIES_KEPT];
	r->session = p->session->id;
	buf_free(&r->zip);
	buf_init(&r->zip, REPLIES_MAX);
	return &r->zip;
}

/* --- in words --- */

static void count(struct page *p, text_id id, size_t n, const char *path)
{
	char shown[32];
	if (n == 0)
		return;
	html_markup_unescaped(&p->out, "<li>");
	page_say(p, id, page_number(p, (int64_t)n, shown), NULL, NULL);
	if (path)
		html_print(&p->out, " <a href=\"%s\">%s</a>", path, page_text(p, TEXT_DESK_USB_SEE));
	html_markup_unescaped(&p->out, "</li>");
}

static void problems(struct page *p, const struct folder_receive *r)
{
	char why[2 * FORM_SENTENCE], file[sizeof r->problem->file];
	if (r->problems == 0)
		return;
	page_box_number(p, TONE_BAD, TEXT_DESK_USB_PROBLEMS, (int64_t)r->problems);
	html_markup_unescaped(&p->out, "<ul>");
	for (size_t i = 0; i < r->problems && i < PROBLEMS_SHOWN; i++) {
		app_words_of(&r->problem[i].why, p->lang, why, sizeof why);
		snprintf(file, sizeof file, "%s", r->problem[i].file);
		utf8_plain(file); /* a stick's files may be called anything */
		html_print(&p->out, "<li><span class=\"code\">%s</span>: %s</li>", file, why);
	}
	html_markup_unescaped(&p->out, "</ul>");
}

void received_show(struct page *p, const struct received *x)
{
	const struct folder_receive *r = &x->r;
	char when[PAGE_WHEN];
	html_print(&p->out, "<div class=\"card\" role=\"status\"><h2>%s · %s</h2>",
		x->stick ? x->name : page_text(p, TEXT_DESK_USB_BY_FILES), page_when(x->at, when));
	if (x->failed)
		page_box_fail(p, &x->why);
	else if (r->messages == 0)
		page_box_text(p, TONE_WARN, TEXT_HUB_RECEIVED_NONE, NULL, NULL, NULL);
	else
		page_box_number(p, TONE_GOOD, r->applied ? TEXT_DESK_USB_DONE : TEXT_DESK_USB_KNOWN,
			(int64_t)(r->applied ? r->applied : r->repeated));
	html_markup_unescaped(&p->out, "<ul>");
	count(p, TEXT_DESK_USB_ENTRIES, r->entries, NULL);
	count(p, TEXT_DESK_USB_REPEATED, r->applied ? r->repeated : 0, NULL);
	count(p, TEXT_DESK_USB_HELD, r->held, "/duyet?loai=held");
	count(p, TEXT_DESK_USB_ENROLLED, r->enrolled, "/thiet-bi");
	count(p, TEXT_DESK_USB_REPLIES, x->stick ? r->replies : 0, NULL);
	html_markup_unescaped(&p->out, "</ul>");
	problems(p, r);
	if (x->stick && !x->failed)
		page_box_text(p, TONE_GOOD, TEXT_PAPER_PULL, x->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</div>");
}

void received_replies(struct page *p)
{
	const struct replies *r = replies_of(p);
	if (!r || r->zip.len == 0)
		return;
	page_para(p, "", TEXT_DESK_USB_REPLIES_HOW, NULL, NULL, NULL);
	page_link(p, "", "/usb/tra-loi", TEXT_DESK_USB_REPLIES_GET);
}

/* --- files posted --- */

/* All of them; how many a message may hold is the limit. */
static size_t files_of(const struct page *p, struct app_receive_file **out)
{
	size_t n = 0;
	const char *name;
	const void *bytes;
	size_t size;
	*out = NULL;
	while (page_file_at(p, "tep", n, &name, &bytes, &size)) {
		*out = alloc_grow(*out, n + 1, sizeof **out);
		(*out)[n++] = (struct app_receive_file){name, bytes, size};
	}
	return n;
}

void desk_upload(struct page *p)
{
	struct err e;
	struct received x = {.at = p->now};
	struct app_receive_file *f;
	size_t n = files_of(p, &f);
	if (n == 0) {
		err_set(&e, ERR_USAGE, TEXT_PAPER_NO_FILE, "");
		received_page(p, &e);
		return;
	}
	x.failed = app_receive_files(p->store, p->folder, f, n, p->now, &x.r, replies_room(p), &x.why) != 0;
	for (size_t i = 0; !x.failed && i < n; i++)
		desk_did(p, "files", f[i].name);
	free(f);
	received_keep(&x);
	page_redirect(p, "/usb");
}

void desk_stick_replies(struct page *p)
{
	struct err e;
	struct buf copy;
	const struct replies *r = replies_of(p);
	if (!r || r->zip.len == 0) {
		err_set(&e, ERR_NOT_FOUND, TEXT_DESK_USB_REPLIES_GONE, "");
		page_fail(p, &e);
		return;
	}
	buf_init(&copy, REPLIES_MAX);
	buf_add(&copy, r->zip.data, r->zip.len);
	page_send(p, "application/zip", "tra-loi.zip", &copy);
	buf_free(&copy);
}
