/* page_review.h - what the pages of reviewing share: the queue, one household, one held entry, what is typed from
 * paper. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_REVIEW_H
#define TUNGNHA_AGGREGATOR_PAGE_REVIEW_H

#include <tungnha/app_decide.h>
#include <tungnha/app_queue.h>

#include "pages.h"

/* --- the queue (page_review.c, page_review_units.c, page_review_queue.c) --- */

void desk_review(struct page *p);

/* What is asked of it. */
struct review_asked {
	char unit[UNIT_CODE];          /* "" every one */
	int kind;                      /* -1: whatever waits for the commune */
	struct app_queue_count *count; /* owned */
	size_t counts;
};
int64_t review_wanted(const struct app_queue_count *c, int kind);
bool review_any(const struct review_asked *a); /* is there anything of what is asked? */
void review_total(struct page *p, const struct review_asked *a);
void review_kinds(struct page *p, const struct review_asked *a);
void review_units(struct page *p, const struct review_asked *a);
void review_turns(struct page *p, const struct review_asked *a, size_t n, size_t rows);

enum { REVIEW_PATH = 512 };
/* The kind of item a word names; -1: none. */
int review_kind(const char *word);
/* Where an item is decided, as a path; "" when it is not decided on a page of its own. kind: of the queue one goes
 * through, -1 all. */
const char *review_path(struct page *p, const struct app_queue_item *i, int kind, char out[static REVIEW_PATH]);
/* May the commune do something about it now? What was returned waits for its hamlet. */
bool review_waits(const struct app_queue_item *i, int kind);
/* What may still be decided where figures are closed. */
bool review_of_closed(const struct app_queue_item *i);
/* Both about the same household or entry? */
bool review_same(const struct app_queue_item *a, const struct app_queue_item *b);
/* The next item of the queue after a household or entry of a unit, and how many wait in that unit besides it; "/duyet"
 * when none does. q: the unit's queue. Looks into the next units only when `far`. */
struct review_place {
	const char *unit, *number;
	const struct name *entry; /* of what is held; NULL: the household */
	int kind;
};
const char *review_next(struct page *p, const struct review_place *at, const struct app_queue *q, bool far,
	char out[static REVIEW_PATH], int64_t *left);
/* After a decision: what was done, then the next item. */
void review_done(
	struct page *p, const struct review_place *at, text_id id, const char *a0, const char *a1, const char *a2);
/* Why an item stands in the queue: kind and sentence, in words that name no command. */
void review_reason(struct page *p, const struct app_queue_item *i);
/* Why nothing of a closed unit can be decided, and where it is opened. */
void review_locked(struct page *p, const struct unit *u);
/* "Bỏ qua, sang việc sau", and how many are left. */
void review_way_on(struct page *p, const char *next, int64_t left, const struct unit *u);

/* --- one household (page_review_household.c, page_review_versions.c, page_review_decide.c, page_review_take.c) --- */

struct review {
	struct page *p;
	struct unit unit; /* where it was begun */
	char number[APP_HUB_NUMBER];
	int kind; /* of the queue one goes through; -1 */
	const struct form *form;
	struct app_hub_household *h; /* owned: everything that bears the number */
	size_t n, living;            /* the living ones stand first */
	struct app_queue queue;      /* of the unit */
	bool locked;
	char problem[1024]; /* why what was asked was not done; "" = nothing was */
	char newest[1024];  /* … and what was done meanwhile */
};
int review_load(struct review *x, struct page *p, struct err *e); /* as the path says */
int review_load_of(struct review *x, struct page *p, const char *unit, const char *number, struct err *e);
void review_free(struct review *x);
void review_show(struct review *x, unsigned status);
void review_versions(struct review *x);
void review_decisions(struct review *x, const struct app_hub_household *h);
/* The hidden field of a form: what had been decided about the household when the page was made. */
void review_decided(struct page *p, const char *unit, struct id key);
/* A form that posts to this household's path below `path`; page_form_end closes it. */
void review_form(struct review *x, const char *path);

void desk_review_household(struct page *p);
void desk_review_do(struct page *p);
void desk_review_approve(struct page *p);

/* --- a held entry (page_review_held.c) --- */

void desk_held(struct page *p);
void desk_held_do(struct page *p);

/* --- from paper (page_paper_row.c, page_paper_sheet.c) --- */

void desk_paper_row(struct page *p);
void desk_paper_row_do(struct page *p);
void desk_paper_sheet(struct page *p);
void desk_paper_sheet_do(struct page *p);

#endif
