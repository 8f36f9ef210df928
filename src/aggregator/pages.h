/* pages.h - the pages of the hub, the commune's desk: one function a route, and what all of them look like. */
#ifndef TUNGNHA_AGGREGATOR_PAGES_H
#define TUNGNHA_AGGREGATOR_PAGES_H

#include <tungnha/app_hub.h>
#include <tungnha/app_users.h>
#include <tungnha/page_parts.h>

extern const struct page_route desk_pages[]; /* pages.c */

/* --- what every page has (page_chrome.c) --- */

enum desk_tab { DESK_OVERVIEW, DESK_REVIEW, DESK_REPORTS, DESK_DEVICES, DESK_MANAGE, DESK_NONE };

/* The head, the bar with the hub's unit and who is signed in, the menu, <main> and <h1>. DESK_NONE: no menu. wide: a
 * page of tables. */
void desk_begin(struct page *p, enum desk_tab tab, const char *title);
void desk_begin_wide(struct page *p, enum desk_tab tab, const char *title);
/* The same for a page that shows what changes by itself: with a script its <main> is fetched anew when something was
 * written here (desk.js asks /moi), as long as nobody is typing in it. */
void desk_begin_fresh(struct page *p, enum desk_tab tab, const char *title);
void desk_end(struct page *p); /* closes what desk_begin opened, and answers with 200 */
void desk_end_status(struct page *p, unsigned status);

/* After a change: 303 to path, where the next desk_begin… says this sentence once, in a green box; lines of it that
 * begin with "! " each in a box of warning. */
void desk_done(struct page *p, const char *path, text_id id, const char *a0, const char *a1, const char *a2);

/* --- what its form was made of (page_seen.c) ---
 *
 * A form carries the mark of what its page showed; the use case answers ERR_BUSY where something else stands by now,
 * and says who did what and when: the page comes anew (409) with what was typed, beside what stands. */

/* The hidden field. refused, and not for that: what was seen first stays what was seen. */
void desk_seen(struct page *p, const struct err *refused, const char *mark);
const char *desk_saw(const struct page *p);       /* what was posted of it; NULL: the form had none */
unsigned desk_refused(const struct err *refused); /* 409, 400; NULL: 200 */
/* Beside a field refused with 409: what stands there now, where it differs. said: in words; NULL: as it is. */
void desk_stands(struct page *p, const struct err *refused, const char *name, const char *stands, const char *said);

/* A form that makes something new bears a number of its own: pressed twice it makes one. */
void desk_once(struct page *p);
/* This very form made something before: sent to where that led. */
bool desk_made(struct page *p);
/* desk_done, and what this form made is remembered. */
void desk_made_done(struct page *p, const char *path, text_id id, const char *a0, const char *a1, const char *a2);

/* Who decided something: his name; where a command gave none, the hub's unit. */
const char *desk_who(const struct page *p, const char *by, char out[static UNIT_NAME]);

/* For the log, what no journal says of it: a word of app_audit.c, and about what. */
void desk_did(struct page *p, const char *what, const char *about);

/* The page again with what was wrong on top is each page's own; this is the whole answer for the rest: page_fail. */

/* The unit below this hub that the path's tail or a field names. */
int desk_unit(struct page *p, const char *code, struct unit *out, struct err *e);

/* --- the pages --- */

void desk_overview(struct page *p); /* page_overview.c */

void desk_manage(struct page *p); /* page_manage.c */

#endif
