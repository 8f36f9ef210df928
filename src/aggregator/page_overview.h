/* page_overview.h - the first page, a hamlet's and a household's: what their files share. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_OVERVIEW_H
#define TUNGNHA_AGGREGATOR_PAGE_OVERVIEW_H

#include <tungnha/app_figures.h>
#include <tungnha/app_queue.h>
#include <tungnha/app_submit.h>

#include "pages.h"

/* --- how all units stand, gathered once for everybody who looks before something is written --- */

struct over {
	struct app_hub_status st;
	struct app_doubts d;
	struct app_indicators x;
	bool judged; /* x is there */
	struct app_calendar calendar;
};
/* Borrowed until the next call. NULL: e. (page_overview.c) */
const struct over *over_of(struct page *p, struct err *e);
/* Households and figures of a row worth a second look. */
int64_t over_warned(const struct over *o, size_t row);
/* What waits for somebody's decision at a unit. */
int64_t over_work(const struct over *o, size_t row);
/* Nothing was declared for the running period; no report is owed: false. */
bool over_missing(const struct over *o, const struct app_hub_standing *r);
bool over_never(const struct app_hub_standing *r); /* nothing was heard of it in any way */

/* --- words (page_overview_words.c) --- */

enum { OVER_WORDS = 160 };
/* "2 giờ trước", "vừa xong", "12 ngày trước"; of a time to come the time itself; 0: "" */
const char *over_ago(struct page *p, int64_t at, char out[static OVER_WORDS]);
/* "còn 1 ngày 3 giờ"; past: "" */
const char *over_left(struct page *p, int64_t until, char out[static OVER_WORDS]);
void over_heard(struct page *p, int64_t at); /* <span title="12/11/2025 19:40">2 giờ trước</span> */
/* "✓ đúng hạn", "! trễ hạn"; on_time as of struct app_hub_standing */
void over_on_time(struct page *p, int on_time);
/* Each week with what there is to say of it, a line each: "chưa khai kỳ này", "tuần 16/11–22/11/2026 ! trễ hạn". */
void over_declared(struct page *p, const struct over *o, const struct app_hub_standing *r);
/* <progress>, for eyes alone, and "90/111 · 81,1%". */
void over_bar(struct page *p, int64_t reviewed, int64_t listed);
/* One item of "2 xung đột · 5 cần xem"; *any: whether one came before. n 0: nothing. */
void over_item(struct page *p, text_id id, int64_t n, bool *any);

/* --- parts of the first page --- */

void over_alarms(
	struct page *p, const struct over *o); /* why no figure here is to be believed (page_overview_boxes.c) */
void over_waiting(struct page *p, const struct over *o); /* what waits for somebody here, each a link */
void over_boxes(struct page *p, const struct over *o);   /* what else to know of this machine */
void over_totals(struct page *p, const struct over *o);  /* page_overview_cards.c */
void over_due(struct page *p, const struct over *o);
void over_targets(struct page *p, const struct over *o);
void over_rows(struct page *p, const struct over *o); /* page_overview_rows.c */
void over_wall(struct page *p, const struct over *o); /* page_overview_wall.c */
/* Bars of the last days; unit NULL: of all. full: from the first day on. (page_progress.c) */
int over_chart(struct page *p, const char *unit, struct err *e);

/* --- routes --- */

void desk_progress(struct page *p);  /* page_progress.c */
void desk_missing(struct page *p);   /* page_missing.c */
void desk_hamlet(struct page *p);    /* page_unit.c */
void desk_household(struct page *p); /* page_unit_household.c */

/* --- parts of a hamlet's page --- */

void unit_weeks(struct page *p, const struct unit *u);   /* page_unit_weeks.c */
void unit_devices(struct page *p, const struct unit *u); /* page_unit_parts.c */
void unit_doubts(struct page *p, const struct unit *u, const struct over *o, size_t row);
void unit_households(struct page *p, const struct unit *u); /* page_unit_list.c */
/* href="/ho/05788-01/12" */
void unit_household_href(struct page *p, const char *unit, const char *number);

#endif
