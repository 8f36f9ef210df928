/* page_review_household.c - one household before a reviewer: why it waits, its versions, what was decided, what may be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_corrections.h>
#include <tungnha/app_units.h>
#include <tungnha/app_words.h>

#include "page_review.h"

enum { EVENTS_SHOWN = 40 };

/* --- which --- */

/* The living first: those are what is decided about. */
static void sort(struct review *x)
{
	for (size_t i = 0; i < x->n; i++) {
		if (!x->h[i].counts || x->h[i].shown.voided)
			continue;
		struct app_hub_household h = x->h[i];
		memmove(&x->h[x->living + 1], &x->h[x->living], (i - x->living) * sizeof h);
		x->h[x->living++] = h;
	}
}

int review_load_of(struct review *x, struct page *p, const char *unit, const char *number, struct err *e)
{
	struct unit asked;
	*x = (struct review){.p = p, .kind = review_kind(page_field(p, "loai"))};
	if (desk_unit(p, unit, &asked, e) != 0 || app_units_of_number(p->store, &asked, number, &x->unit, e) != 0 ||
		app_hub_household(p->store, x->unit.code, number, &x->h, &x->n, e) != 0 ||
		store_form(p->store, NULL, &x->form, e) != 0 ||
		store_locked(p->store, x->unit.code, &x->locked, e) != 0 ||
		app_queue(p->store, x->unit.code, p->lang, p->now, &x->queue, e) != 0) {
		review_free(x);
		return -1;
	}
	snprintf(x->number, sizeof x->number, "%s", number);
	sort(x);
	if (x->living) {
		const char *own = x->h[0].shown.record.value[x->form->number].text;
		snprintf(x->number, sizeof x->number, "%s", own ? own : number);
	}
	return 0;
}

/* The tail is the unit's code and, after the first slash, the number. */
int review_load(struct review *x, struct page *p, struct err *e)
{
	char code[UNIT_CODE];
	const char *slash = strchr(p->tail, '/');
	size_t n = slash ? (size_t)(slash - p->tail) : 0;
	if (!slash || n >= sizeof code) {
		*x = (struct review){.p = p};
		return err_set(e, ERR_NOT_FOUND, TEXT_UNIT_UNKNOWN, "%s", p->tail);
	}
	memcpy(code, p->tail, n);
	code[n] = '\0';
	return review_load_of(x, p, code, slash + 1, e);
}

void review_free(struct review *x)
{
	app_hub_household_free(x->h, x->n);
	app_queue_free(&x->queue);
	x->h = NULL;
	x->n = 0;
}

/* --- why it stands here --- */

/* Seen in how households were written one after the other: says nothing of anybody by itself. */
static bool is_sign(const struct app_queue_item *i)
{
	return i->rule && (strcmp(i->rule, form_check_word(FORM_CHECK_IDENTICAL_IN_A_ROW)) == 0 ||
				  strcmp(i->rule, form_check_word(FORM_CHECK_QUICK_IN_A_ROW)) == 0);
}

static void reasons(struct review *x)
{
	for (size_t i = 0; i < x->queue.count; i++) {
		const struct app_queue_item *it = &x->queue.item[i];
		char path[REVIEW_PATH];
		if (strcmp(it->number, x->number) != 0)
			continue;
		html_print(&x->p->out, "<p class=\"box warn\"><strong>%s:</strong> %s",
			page_text(x->p, app_queue_kind_said(it->kind)), it->sentence);
		if (it->kind == QUEUE_HELD)
			html_print(&x->p->out, " <a href=\"%s\">%s</a>", review_path(x->p, it, x->kind, path),
				page_text(x->p, TEXT_REVIEW_LOOK_HELD));
		html_markup_unescaped(&x->p->out, "</p>");
		if (is_sign(it))
			html_print(&x->p->out, "<p class=\"hint\">%s</p>", page_text(x->p, TEXT_REVIEW_SIGN));
	}
}

void review_locked(struct page *p, const struct unit *u)
{
	html_markup_unescaped(&p->out, "<p class=\"box note\">");
	page_say(p, TEXT_REVIEW_LOCKED, u->name, NULL, NULL);
	if (page_may(p, PAGE_APPROVER))
		html_print(&p->out, " <a href=\"/khoa/%s\">%s</a>", u->code, page_text(p, TEXT_REVIEW_OPEN_AGAIN));
	html_markup_unescaped(&p->out, "</p>");
}

static void states(struct review *x)
{
	if (x->locked)
		review_locked(x->p, &x->unit);
	if (x->living == 0 && x->n > 0)
		page_box_text(
			x->p, TONE_NOTE, x->h[0].counts ? TEXT_REVIEW_VOIDED : TEXT_REVIEW_ALL_HELD, NULL, NULL, NULL);
}

/* --- history --- */

struct telling {
	struct review *x;
	size_t told;
};

static int tell(void *context, const struct app_event *ev, struct err *e)
{
	struct telling *t = context;
	(void)e;
	if (t->told++ >= EVENTS_SHOWN)
		return 0;
	char *line = app_event_line(t->x->p->store, t->x->unit.code, ev, t->x->p->lang);
	html_print(&t->x->p->out, "<li>%s</li>", line);
	free(line);
	return 0;
}

static void history(struct review *x)
{
	struct telling t = {.x = x};
	struct err none;
	html_print(&x->p->out, "<details class=\"more\"><summary>%s</summary><ul class=\"log\">",
		page_text(x->p, TEXT_REVIEW_HISTORY));
	app_household_history(x->p->store, x->unit.code, x->number, x->p->lang, tell, &t, &none);
	html_markup_unescaped(&x->p->out, "</ul></details>");
}

/* --- the page --- */

static void way_on(struct review *x)
{
	char next[REVIEW_PATH];
	int64_t left;
	const struct review_place at = {x->unit.code, x->number, NULL, x->kind};
	review_next(x->p, &at, &x->queue, false, next, &left);
	review_way_on(x->p, next, left, &x->unit);
}

void review_show(struct review *x, unsigned status)
{
	struct page *p = x->p;
	char title[UNIT_NAME + APP_HUB_NUMBER + 32];
	text_fill(p->lang, TEXT_REVIEW_HOUSEHOLD, (const char *const[3]){x->number, x->unit.name, NULL}, title,
		sizeof title);
	desk_begin_wide(p, DESK_REVIEW, title);
	page_crumbs(p, "/duyet", TEXT_DESK_REVIEW);
	if (x->problem[0])
		page_box(p, TONE_BAD, x->problem);
	if (x->newest[0])
		page_box(p, TONE_NOTE, x->newest);
	html_print(&p->out, "<h2 id=\"viec\" tabindex=\"-1\" autofocus>%s</h2>", page_text(p, TEXT_REVIEW_WHY));
	reasons(x);
	states(x);
	review_versions(x);
	size_t subjects = x->living ? x->living : x->n > 0 && x->h[0].counts;
	for (size_t i = 0; i < subjects; i++)
		review_decisions(x, &x->h[i]);
	way_on(x);
	history(x);
	desk_end_status(p, status);
}

void desk_review_household(struct page *p)
{
	struct review x;
	struct err e;
	if (review_load(&x, p, &e) == 0)
		review_show(&x, 200);
	else
		page_fail(p, &e);
	review_free(&x);
}
