/* page_review_take.c - a reviewer's decision about a household is carried out; of two who decide the second is told
 * what the first did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/app_corrections.h>
#include <tungnha/app_words.h>

#include "page_review.h"

/* --- somebody else was quicker --- */

static bool is_head(const struct app_hub_household *h, const char *entry)
{
	char text[NAME_TEXT];
	for (size_t i = 0; i < h->revisions; i++)
		if (h->revision[i].head && strcmp(name_text(&h->revision[i].entry, text), entry) == 0)
			return true;
	return false;
}

/* Is what was posted about no longer what stands? */
static bool has_moved_on(const struct review *now)
{
	const struct app_hub_household *h = NULL;
	char text[NAME_TEXT];
	for (size_t i = 0; i < now->n; i++) {
		if (is_head(&now->h[i], page_field(now->p, "lan-ghi")))
			h = &now->h[i];
		for (size_t k = 0; page_has(now->p, "da-xem") && i < now->living && k < now->h[i].revisions; k++)
			if (now->h[i].revision[k].head &&
				!strstr(page_field(now->p, "da-xem"), name_text(&now->h[i].revision[k].entry, text)))
				return true;
	}
	return !h;
}

struct newest {
	struct page *p;
	const char *unit;
	char at[CLOCK_STAMP], number[APP_HUB_NUMBER];
	char *line; /* owned */
};

static int look(void *context, const struct app_event *ev, struct err *e)
{
	struct newest *n = context;
	const char *at = ev->revision ? ev->revision->at : ev->act->at;
	(void)e;
	if (strcmp(at, n->at) < 0)
		return 0;
	snprintf(n->at, sizeof n->at, "%s", at);
	snprintf(n->number, sizeof n->number, "%s", ev->number);
	free(n->line);
	n->line = app_event_line(n->p->store, n->unit, ev, n->p->lang);
	return 0;
}

/* What was written last of the household that bears a number, or that an entry is of. */
static void newest(struct page *p, const char *unit, const char *which, struct newest *out)
{
	struct err none;
	*out = (struct newest){.p = p, .unit = unit};
	app_household_history(p->store, unit, which, p->lang, look, out, &none);
}

/* The page again, as things stand now, with what stands against it, and what was done meanwhile. */
static void again(struct review *now, const struct err *e)
{
	struct newest n;
	app_words_of(e, now->p->lang, now->problem, sizeof now->problem);
	bool moved = e->code != ERR_BUSY && has_moved_on(now);
	newest(now->p, now->unit.code, now->number, &n);
	if (moved && n.line)
		text_fill(now->p->lang, TEXT_REVIEW_NEWEST, (const char *const[3]){n.line, NULL, NULL}, now->newest,
			sizeof now->newest);
	free(n.line);
	review_show(now, e->code == ERR_USAGE ? 400 : 409);
}

/* The household bears another number by now: its page, and who did that. false: it is not that. */
static bool elsewhere(struct page *p)
{
	const char *entry = page_field(p, "lan-ghi"), *slash = strchr(p->tail, '/');
	char code[UNIT_CODE];
	struct unit u;
	struct newest n;
	struct review x;
	struct err e;
	if (!*entry || !slash || (size_t)(slash - p->tail) >= sizeof code)
		return false;
	snprintf(code, sizeof code, "%.*s", (int)(slash - p->tail), p->tail);
	if (desk_unit(p, code, &u, &e) != 0)
		return false;
	newest(p, u.code, entry, &n);
	bool moved = n.line && n.number[0] && strcmp(n.number, slash + 1) != 0;
	if (moved && review_load_of(&x, p, u.code, n.number, &e) == 0) {
		text_fill(p->lang, TEXT_REVIEW_RENUMBERED, (const char *const[3]){slash + 1, n.number, NULL}, x.problem,
			sizeof x.problem);
		text_fill(p->lang, TEXT_REVIEW_NEWEST, (const char *const[3]){n.line, NULL, NULL}, x.newest,
			sizeof x.newest);
		review_show(&x, 409);
		review_free(&x);
	} else {
		moved = false;
	}
	free(n.line);
	return moved;
}

/* --- decisions --- */

static int returned(struct review *x, const struct review_place *at, struct err *e)
{
	struct page *p = x->p;
	struct app_reviewed done;
	const char *text = page_has(p, "mau") ? page_field(p, "mau") : page_field(p, "ly-do");
	const struct app_review r = {.unit = x->unit.code,
		.number = x->number,
		.text = text,
		.entry = page_field(p, "lan-ghi"),
		.decided = page_field(p, "da-duyet")};
	if (app_decide_review(p->store, &r, &done, e) != 0)
		return -1;
	review_done(p, at, done.written ? TEXT_REVIEW_DONE_RETURNED : TEXT_DECIDE_REVIEWED_ALREADY, done.number,
		done.unit.name, text);
	return 0;
}

static int approved(struct review *x, const struct review_place *at, struct err *e)
{
	struct page *p = x->p;
	struct app_reviewed done;
	const struct app_review r = {.unit = x->unit.code,
		.number = x->number,
		.approve = true,
		.entry = page_field(p, "lan-ghi"),
		.decided = page_field(p, "da-duyet")};
	if (x->locked) /* approved on a page, it would seem to have been looked at in time */
		return err_set(e, ERR_DENIED, TEXT_DECIDE_LOCKED, "%s" ERR_AND "%s", x->unit.name, x->unit.code);
	if (app_decide_review(p->store, &r, &done, e) != 0)
		return -1;
	review_done(p, at, done.written ? TEXT_REVIEW_DONE_APPROVED : TEXT_DECIDE_REVIEWED_ALREADY, done.number,
		done.unit.name, NULL);
	return 0;
}

static int resolved(struct review *x, const struct review_place *at, bool keeps, struct err *e)
{
	struct page *p = x->p;
	struct app_resolved done;
	char count[32];
	const char *reason = page_field(p, "ly-do"), *entry = page_field(p, "lan-ghi");
	const struct app_resolve r = {.unit = x->unit.code,
		.number = x->number,
		.keep = keeps ? entry : NULL,
		.renumber = keeps ? NULL : entry,
		.changed = keeps ? NULL : page_field(p, "so-moi"),
		.reason = *reason ? reason : NULL,
		.seen = page_field(p, "da-xem"),
		.decided = page_field(p, "da-duyet"),
		.lang = p->lang};
	if (app_decide_conflict(p->store, &r, &done, e) != 0)
		return -1;
	if (!done.written)
		review_done(p, at, TEXT_DECIDE_RESOLVED_ALREADY, done.number, done.unit.name, NULL);
	else if (done.changed[0])
		review_done(p, at, TEXT_DECIDE_MOVED_DONE, done.number, done.unit.name, done.changed);
	else if (done.voided)
		review_done(p, at, TEXT_DECIDE_KEPT_ONE_DONE, done.number, done.unit.name,
			page_number(p, (int64_t)done.voided, count));
	else
		review_done(p, at, TEXT_REVIEW_DONE_KEPT, done.number, done.unit.name, NULL);
	return 0;
}

static int renumbered(struct review *x, const struct review_place *at, struct err *e)
{
	struct page *p = x->p;
	struct app_renumbered done;
	const struct app_renumber r = {.unit = x->unit.code,
		.number = x->number,
		.changed = page_field(p, "so-moi"),
		.reason = page_field(p, "ly-do"),
		.entry = page_field(p, "lan-ghi"),
		.decided = page_field(p, "da-duyet"),
		.lang = p->lang};
	if (app_decide_renumber(p->store, &r, &done, e) != 0)
		return -1;
	review_done(p, at, TEXT_DECIDE_RENUMBER_DONE, done.number, done.unit.name, done.changed);
	return 0;
}

static int decide(struct review *x, const char *what, struct err *e)
{
	const struct review_place at = {x->unit.code, x->number, NULL, x->kind};
	if (strcmp(what, "phe-duyet") == 0)
		return approved(x, &at, e);
	if (strcmp(what, "tra-lai") == 0)
		return returned(x, &at, e);
	if (strcmp(what, "doi-so") == 0)
		return renumbered(x, &at, e);
	return resolved(x, &at, strcmp(what, "giu") == 0, e);
}

static void take(struct page *p, const char *what)
{
	struct review x, now;
	struct err e, none;
	int rc = review_load(&x, p, &e);
	if (rc != 0 && !(e.code == ERR_NOT_FOUND && elsewhere(p)))
		page_fail(p, &e);
	if (rc == 0 && decide(&x, what, &e) != 0) {
		if (review_load(&now, p, &none) == 0)
			again(&now, &e);
		else
			page_fail(p, &e);
		review_free(&now);
	}
	review_free(&x);
}

void desk_review_do(struct page *p)
{
	const char *what = page_field(p, "viec");
	bool known = strcmp(what, "tra-lai") == 0 || strcmp(what, "doi-so") == 0 || strcmp(what, "giu") == 0 ||
		     strcmp(what, "tach") == 0;
	take(p, known ? what : "tra-lai");
}

void desk_review_approve(struct page *p)
{
	take(p, "phe-duyet");
}
