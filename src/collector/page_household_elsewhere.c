/* page_household_elsewhere.c - a household's form that was shown while one recorded and comes back while one practises,
 * or the other way round: it is neither lost nor written among the wrong households. */
#include <stdio.h>
#include <string.h>

#include "page_household.h"

enum { REASON_CARRIED = 500 };

/* What was typed, as a draft of this session's under the form's own id. */
static int keep(struct sheet *x, struct err *e)
{
	struct form_change change[FORM_FIELDS_MAX + 2];
	const struct app_form_shown shown = sheet_shown(x);
	const char *number = x->typed[x->form->number];
	size_t n = sheet_changes(x, true, change);
	if (!*x->so && *number)
		change[n++] = (struct form_change){x->form->number, number};
	return n > 0 ? app_draft_keep(x->p->store, &shown, change, n, e) : 0;
}

static void add(struct buf *to, const char *name, const char *value)
{
	buf_print(to, "&%s=", name);
	html_url(to, value, "");
}

/* Where the form is shown again, filled. */
static int where(struct page *p, struct buf *to, struct err *e)
{
	struct sheet x;
	char path[SHEET_PATH], link[APP_DRAFT_LINK];
	int rc = sheet_load(&x, p, page_field(p, "so"), e);
	if (rc == 0 && sheet_posted(&x)) /* else a small form of one button, of which nothing is to be kept */
		rc = keep(&x, e);
	if (rc == 0) {
		buf_print(to, "%s?do=%s", sheet_path(x.so, path), app_draft_link(x.draft, link));
		add(to, "unit", x.place.code);
		if (x.reason && strlen(x.reason) <= REASON_CARRIED)
			add(to, "ly-do", x.reason);
	}
	sheet_free(&x);
	return rc;
}

static void show(struct page *p, bool practice, const char *to)
{
	door_begin(p, DOOR_LIST, page_text(p, TEXT_DOOR_HH_ELSEWHERE));
	page_box_text(p, TONE_WARN, practice ? TEXT_DOOR_HH_OF_PRACTICE : TEXT_DOOR_HH_OF_REAL, NULL, NULL, NULL);
	page_form(p, "/tap", "actions");
	html_print(&p->out,
		"<input type=\"hidden\" name=\"ve\" value=\"%s\"><button class=\"big\" name=\"viec\" "
		"value=\"%s\">%s</button>",
		to, practice ? "bat-dau" : "thoi",
		page_text(p, practice ? TEXT_DOOR_HH_TO_PRACTICE : TEXT_DOOR_HH_TO_REAL));
	page_form_end(p);
	door_end_status(p, 409);
}

bool sheet_elsewhere(struct page *p)
{
	struct buf to;
	struct err e, ignored;
	bool was = p->practice, practice = !was;
	if (!page_is_of_other(p))
		return false;
	if (page_practise(p, practice, &e) != 0) {
		page_fail(p, &e);
		return true;
	}
	if (p->fetched)
		return false;
	buf_init(&to, 4 * 1024);
	int rc = where(p, &to, &e);
	(void)page_practise(p, was, &ignored); /* it was open a moment ago */
	if (rc == 0)
		show(p, practice, to.data);
	else
		page_fail(p, &e);
	buf_free(&to);
	return true;
}
