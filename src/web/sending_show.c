/* sending_show.c - what a page shows of sending: what is under way, what came of it, sticks, the log. */
#include <string.h>

#include "sending_parts.h"

#include <tungnha/app_exchanged.h>

enum { MEGABYTE = 1000 * 1000, SMALL_STICK = 2 * MEGABYTE };

/* --- what is under way --- */

static void under_way(struct page *p, const struct sending *x, const char *what)
{
	page_box_text(p, TONE_NOTE,
		strcmp(what, SENDING_STICK) == 0     ? TEXT_PAPER_COPYING
		: strcmp(what, SENDING_NETWORK) == 0 ? x->sending
						     : TEXT_PAPER_BUSY,
		NULL, NULL, NULL);
}

static void result(struct page *p)
{
	struct sent s;
	if (!sent_last(&s))
		return;
	html_markup_unescaped(&p->out, "<div role=\"status\">");
	page_box(p, s.done ? TONE_GOOD : TONE_BAD, s.sentence);
	if (s.stick && s.done)
		page_box_text(p, TONE_GOOD, TEXT_PAPER_PULL, s.name, NULL, NULL);
	html_markup_unescaped(&p->out, "</div>");
}

/* While something is under way the page asks anew; without the script the browser does. */
bool sending_state(struct page *p, const struct sending *x)
{
	const char *working = page_working(p, NULL);
	if (!working) {
		result(p);
		return false;
	}
	html_print(&p->out, "<div data-poll=\"%s/dang\" data-every=\"1\" role=\"status\">", x->path);
	under_way(p, x, working);
	html_print(&p->out, "</div><noscript><meta http-equiv=\"refresh\" content=\"3;url=%s\"></noscript>", x->path);
	return true;
}

/* 205: it is over, the whole page anew. */
void sending_working(struct page *p, const struct sending *x)
{
	const char *working = page_working(p, NULL);
	if (working)
		under_way(p, x, working);
	page_done(p, working ? 200 : 205);
}

/* --- sticks --- */

static void stick(struct page *p, const struct sending *x, const struct app_stick *s, bool working)
{
	if (s->read_only)
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_CLOSED, s->name, NULL, NULL);
	else if (s->free_bytes < SMALL_STICK)
		page_box_text(p, TONE_WARN, TEXT_PAPER_STICK_SMALL, s->name, NULL, NULL);
	if (s->read_only || working)
		return;
	html_print(&p->out, "<form method=\"post\" action=\"%s/usb\">", x->path);
	page_token(p);
	page_hidden(p, "usb", s->path);
	html_markup_unescaped(&p->out, "<button type=\"submit\" class=\"big second\">");
	page_say(p, TEXT_PAPER_COPY, s->name, NULL, NULL);
	html_markup_unescaped(&p->out, "</button>");
	page_form_end(p);
}

static void sticks(struct page *p, const struct sending *x)
{
	struct app_stick s[APP_STICKS_MAX];
	size_t n = app_sticks(s, APP_STICKS_MAX);
	bool working = page_working(p, NULL) != NULL;
	for (size_t i = 0; i < n; i++)
		stick(p, x, &s[i], working);
	if (n == 0)
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_PAPER_NO_STICK));
}

void sending_sticks(struct page *p, const struct sending *x)
{
	html_print(&p->out, "<div data-poll=\"%s/usb\" data-every=\"3\">", x->path);
	sticks(p, x);
	html_print(&p->out, "</div><noscript><p><a class=\"button second\" href=\"%s\">%s</a></p></noscript>", x->path,
		page_text(p, TEXT_PAPER_LOOK_AGAIN));
}

/* Somebody who types the address is sent to the page. */
void sending_sticks_part(struct page *p, const struct sending *x)
{
	if (p->fetched) {
		sticks(p, x);
		page_done(p, 200);
	} else {
		page_redirect(p, x->path);
	}
}

/* --- the log --- */

struct printing {
	struct page *p;
	size_t most, n;
};

static int print_line(void *context, const struct app_exchanged *x, struct err *e)
{
	struct printing *o = context;
	struct page *p = o->p;
	char when[PAGE_WHEN], since[PAGE_WHEN], times[32];
	(void)e;
	if (o->n++ == o->most)
		return 1;
	html_print(&p->out, "<li><strong>%s</strong> %s – %s%s<br>%s", page_when(x->at, when),
		page_text(p, x->folder ? TEXT_PAPER_BY_STICK : TEXT_PAPER_BY_NETWORK), x->done ? "✓ " : "✗ ",
		page_text(p, x->done ? TEXT_PAPER_WENT : TEXT_PAPER_WENT_NOT), x->sentence);
	if (x->times > 1) {
		html_markup_unescaped(&p->out, "<br><small>");
		page_say(p, TEXT_PAPER_LOG_TIMES, page_number(p, x->times, times), page_when(x->since, since), NULL);
		html_markup_unescaped(&p->out, "</small>");
	}
	html_markup_unescaped(&p->out, "</li>");
	return 0;
}

void sending_log(struct page *p, size_t most)
{
	struct printing o = {.p = p, .most = most};
	struct err ignored;
	html_print(&p->out, "<h2 id=\"nhat-ky\">%s</h2><ol class=\"log\">", page_text(p, TEXT_PAPER_LOG));
	(void)app_exchanged(p->store, p->lang, print_line, &o, &ignored);
	html_markup_unescaped(&p->out, "</ol>");
	if (o.n == 0)
		html_print(&p->out, "<p>%s</p>", page_text(p, TEXT_PAPER_LOG_NONE));
}
