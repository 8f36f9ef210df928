/* page_home_safety.c - whether what was typed is safe elsewhere, and whether the hamlet has declared: as `status` says.
 */
#include <string.h>

#include <tungnha/clock.h>

#include "page_home.h"

static void line(struct page *p, text_id id, int64_t n, const char *more)
{
	char shown[32];
	html_markup_unescaped(&p->out, "<li>");
	page_say(p, id, page_number(p, n, shown), more, NULL);
	html_markup_unescaped(&p->out, "</li>");
}

static void state(struct page *p, enum message_state s)
{
	if (s == STATE_WAITING)
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_WAITING, NULL, NULL, NULL);
	if (s == STATE_REVOKED)
		page_box_text(p, TONE_BAD, TEXT_STATUS_REVOKED, NULL, NULL, NULL);
	if (s == STATE_UNKNOWN)
		page_box_text(p, TONE_WARN, TEXT_DOOR_HOME_UNKNOWN, NULL, NULL, NULL);
}

/* The next step: pressed by the owner, asked of the owner by a phone. */
static void next(struct page *p, const struct app_status *s)
{
	int64_t left = s->progress.written - s->progress.confirmed;
	if (s->progress.written == 0) { /* nothing to be proud of yet */
		page_box_text(p, TONE_NOTE, TEXT_DOOR_HOME_NOTHING_YET, NULL, NULL, NULL);
		return;
	}
	if (left <= 0) {
		page_box_text(p, TONE_GOOD, TEXT_DOOR_HOME_ALL_SAFE, NULL, NULL, NULL);
		return;
	}
	if (s->state == STATE_REVOKED)
		return;
	page_box_number(p, TONE_NOTE, door_is_owner(p) ? TEXT_DOOR_HOME_TO_SEND : TEXT_DOOR_HOME_TO_SEND_PHONE, left);
	if (door_is_owner(p))
		html_print(&p->out, "<p><a class=\"button second\" href=\"/gui\">%s</a></p>",
			page_text(p, TEXT_DOOR_EXCHANGE));
}

void home_safety(struct page *p, const struct app_home *h)
{
	const struct app_status *s = &h->status;
	char when[20];
	html_print(&p->out, "<section><h2>%s</h2><ul>", page_text(p, TEXT_DOOR_HOME_SAFE));
	line(p, TEXT_STATUS_SAVED, s->progress.written, NULL);
	if (!s->has_hub) {
		line(p, TEXT_STATUS_NO_HUB, 0, NULL);
		html_markup_unescaped(&p->out, "</ul></section>");
		return;
	}
	line(p, TEXT_STATUS_SENT, s->progress.sent, s->hub_name);
	if (s->progress.last_confirmed_at)
		line(p, TEXT_STATUS_CONFIRMED, s->progress.confirmed, page_when(s->progress.last_confirmed_at, when));
	else {
		html_markup_unescaped(&p->out, "<li>");
		page_say(p, TEXT_STATUS_UNCONFIRMED, s->hub_name, NULL, NULL);
		html_markup_unescaped(&p->out, "</li>");
	}
	html_markup_unescaped(&p->out, "</ul>");
	next(p, s);
	state(p, s->state);
	html_markup_unescaped(&p->out, "</section>");
}

/* --- declared --- */

static text_id said(const struct app_home *h)
{
	if (h->declared.confirmed)
		return TEXT_PAPER_DECLARED_TAKEN;
	return h->status.has_hub ? TEXT_DOOR_HOME_DECLARED : TEXT_DOOR_HOME_DECLARED_HERE;
}

static void say_declared(struct page *p, const struct app_home *h)
{
	const char *at = h->declared.at;
	char when[20] = "", period[APP_PERIOD_SAID];
	int64_t t;
	if (clock_read_stamp(at, &t))
		page_when(t, when);
	page_box_text(p, h->declared.confirmed ? TONE_GOOD : TONE_NOTE, said(h),
		app_period_said(h->declared.period, p->lang, period), when, NULL);
	if (h->declared.running && h->declared.since > 0 && !h->status.locked)
		page_box_number(p, TONE_NOTE, TEXT_DOOR_HOME_DECLARED_SINCE, h->declared.since);
}

void home_declared(struct page *p, const struct app_home *h)
{
	const struct app_declared *d = &h->declared;
	char now[APP_PERIOD_SAID];
	bool open = !h->status.locked; /* closed figures are declared no more */
	bool owed = open && d->now[0] && (!d->any || strcmp(d->period, d->now) < 0);
	if (!d->any && !owed)
		return;
	html_print(&p->out, "<section><h2>%s</h2>", page_text(p, TEXT_DOOR_HOME_DECLARE));
	if (d->any)
		say_declared(p, h);
	if (owed)
		page_box_text(p, TONE_NOTE, h->due[0] ? TEXT_DOOR_HOME_DECLARED_NOT_DUE : TEXT_DOOR_HOME_DECLARED_NOT,
			app_period_said(d->now, p->lang, now), h->due, NULL);
	if (door_is_owner(p) && open && (owed || (d->running && d->since > 0)))
		html_print(&p->out, "<p><a class=\"button second\" href=\"/khai\">%s</a></p>",
			page_text(p, TEXT_DOOR_HOME_DECLARE_NOW));
	html_markup_unescaped(&p->out, "</section>");
}
