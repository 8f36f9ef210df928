/* page_above_show.c - how things stand with the office above: what it has, what it says, what it sees. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_upwards.h>

#include "page_figures.h"
#include "page_reports.h"

/* --- how things stand there --- */

static void say_state(struct page *p, const struct app_upwards *u)
{
	static const text_id words[] = {[STATE_NONE] = TEXT_UP_DEVICE_NOT_SENT,
		[STATE_NEW] = TEXT_DESK_UP_NEW,
		[STATE_ACTIVE] = TEXT_UP_DEVICE_ACTIVE,
		[STATE_WAITING] = TEXT_DESK_UP_WAITING,
		[STATE_REVOKED] = TEXT_UP_STATUS_REVOKED,
		[STATE_UNKNOWN] = TEXT_DESK_UP_UNKNOWN};
	char shown[ID_SHOWN];
	page_box_text(p,
		u->state == STATE_ACTIVE    ? TONE_GOOD
		: u->state == STATE_REVOKED ? TONE_BAD
		: u->state >= STATE_WAITING ? TONE_WARN
					    : TONE_NOTE,
		words[u->state], NULL, NULL, NULL);
	if (u->state != STATE_ACTIVE && u->state != STATE_REVOKED)
		html_print(&p->out, "<p>%s</p><p class=\"secret\">%s</p>", page_text(p, TEXT_DESK_UP_CODE),
			id_shown(store_id(p->store), shown));
}

static void say_closed(struct page *p, const struct app_upwards *u)
{
	char version[16], counted[16], said[APP_PERIOD_SAID], other[APP_PERIOD_SAID];
	snprintf(version, sizeof version, "%d", u->version);
	snprintf(counted, sizeof counted, "%d", u->counted_version);
	app_period_said(u->period, p->lang, said);
	if (!u->stated)
		page_box_text(p, TONE_NOTE, TEXT_DESK_UP_NOT_CLOSED, NULL, NULL, NULL);
	else
		page_box_text(p, u->confirmed ? TONE_GOOD : TONE_WARN,
			u->confirmed    ? TEXT_DESK_UP_STATED
			: u->by_network ? TEXT_DESK_UP_UNSENT
					: TEXT_DESK_UP_UNSENT_STICK,
			said, version, NULL);
	if (u->accepted)
		page_box_text(p, TONE_GOOD, TEXT_UP_STATUS_ACCEPTED, said, u->accepted_reason, NULL);
	app_period_said(u->closed, p->lang, said);
	if (u->closed[0] && u->counted_period[0])
		page_box_text(p, TONE_NOTE, TEXT_UP_STATUS_COUNTED, said,
			app_period_said(u->counted_period, p->lang, other), counted);
	else if (u->closed[0])
		page_box_text(p, TONE_WARN, TEXT_UP_STATUS_NOT_COUNTED, said, NULL, NULL);
	if (u->locked)
		page_box_text(p, TONE_WARN, TEXT_UP_STATUS_LOCKED, NULL, NULL, NULL);
}

void above_standing(struct page *p, const struct app_upwards *u)
{
	char n[32], when[PAGE_WHEN], office[UNIT_NAME + UNIT_CODE + 8];
	snprintf(office, sizeof office, "%s (%s)", u->name, u->unit);
	html_markup_unescaped(&p->out, "<div class=\"card\"><dl class=\"facts\">");
	page_fact(p, TEXT_DESK_UP_OFFICE, office);
	page_fact(p, TEXT_DESK_UP_WRITTEN, page_number(p, u->progress.written, n));
	page_fact(p, TEXT_DESK_UP_SENT, page_number(p, u->progress.sent, n));
	page_fact(p, TEXT_DESK_UP_CONFIRMED, page_number(p, u->progress.confirmed, n));
	if (u->progress.held > 0)
		page_fact(p, TEXT_DESK_UP_HELD, page_number(p, u->progress.held, n));
	page_fact(p, TEXT_DESK_UP_CONFIRMED_AT,
		u->progress.last_confirmed_at ? page_when(u->progress.last_confirmed_at, when) : "–");
	html_markup_unescaped(&p->out, "</dl></div>");
	say_state(p, u);
	say_closed(p, u);
}

/* --- what the office above sees: this unit's statement, nothing else --- */

static void cell(struct page *p, bool given, int64_t value)
{
	char n[32];
	html_print(&p->out, "<td class=\"number\">%s</td>", given ? page_number(p, value, n) : "–");
}

static void statement(struct page *p, const struct store_statement *x, const struct form *f)
{
	struct form_sums sums;
	bool given[FORM_COLUMNS_MAX];
	char said[APP_PERIOD_SAID], when[PAGE_WHEN], version[16], code[16];
	store_statement_total(x, f, &sums, given);
	snprintf(version, sizeof version, "%d", x->version);
	html_markup_unescaped(&p->out, "<p>");
	page_say(p, TEXT_DESK_UP_SEES_OF, app_period_said(x->period, p->lang, said), version, page_stamp(x->at, when));
	html_print(&p->out,
		" <code>%s</code></p><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table "
		"class=\"data\"><tbody>",
		papers_code(x->code, code), page_text(p, TEXT_DESK_UP_SEES));
	for (size_t i = 0; i < f->columns; i++) {
		if (!f->column[i].printed)
			continue;
		html_print(&p->out, "<tr><th scope=\"row\">%s</th>", form_words(&f->column[i].label, p->lang));
		cell(p, given[i], sums.value[i]);
		html_markup_unescaped(&p->out, "</tr>");
	}
	page_table_end(p);
}

void above_seen(struct page *p)
{
	struct err e;
	struct store_statement x;
	const struct form *f;
	int row = store_statement(p->store, NULL, &x, &e);
	page_heading(p, TEXT_DESK_UP_SEES);
	page_para(p, "", TEXT_DESK_UP_SEES_WHAT, NULL, NULL, NULL);
	if (row > 0 && store_form(p->store, NULL, &f, &e) == 0)
		statement(p, &x, f);
	if (row > 0)
		store_statement_free(&x);
}
