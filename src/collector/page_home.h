/* page_home.h - what the pages that show how the hamlet stands share: home, list, history, what waits for a person. */
#ifndef TUNGNHA_COLLECTOR_PAGE_HOME_H
#define TUNGNHA_COLLECTOR_PAGE_HOME_H

#include <tungnha/app_corrections.h>
#include <tungnha/app_home.h>

#include "pages.h"

/* The hamlet of this browser, and the unit a household's number is meant of: the field "unit", else
 * app_units_of_number. typed "": the hamlet's own. */
int home_units(struct page *p, const char *typed, struct unit *shown, struct unit *of, struct err *e);
/* href="…" of a household's page: path "/ho/", its number or the code of an entry, its unit where that is another than
 * the one shown. */
void home_href(struct page *p, const char *path, const char *number, const struct unit *shown, const char *unit);
/* A path and what follows it, encoded. */
void home_path(struct page *p, const char *path, const char *more);
/* "Hộ 12 (Xóm A)": the unit where it is another than the one shown. */
void home_household(struct page *p, const char *number, const struct unit *shown, const char *unit);

/* Saved here, sent, confirmed; declared or not (page_home_safety.c). */
void home_safety(struct page *p, const struct app_home *h);
void home_declared(struct page *p, const struct app_home *h);
/* What must be said before anything else, and what ought to be seen to (page_home_advice.c). */
void home_urgent(struct page *p, const struct app_home *h);
void home_advice(struct page *p, const struct app_home *h);

/* --- what a person settles: confirm one version, another number, void (page_settle.c) --- */

/* What was asked last and refused: shown beside its own form. no: "" = nothing was. */
struct settling {
	const char *no, *what; /* what: "giu", "doi-so", "huy" */
	const char *shown;     /* the household's number */
	const char *number, *reason;
	const char *sentence;
};
/* What a form is about: the page it stands on, the unit, the number or the code where a number would not do, the
 * number.
 */
struct settle {
	const char *from, *unit, *no, *number;
};
void settle_keep(struct page *p, const struct settling *x, const struct settle *t, text_id label);
void settle_renumber(struct page *p, const struct settling *x, const struct settle *t);
void settle_void(struct page *p, const struct settling *x, const struct settle *t);
/* What was done, after the way back. */
void settle_told(struct page *p);

/* The pages these forms stand on, with what was refused (x NULL: nothing). */
void returns_show(struct page *p, const struct settling *x);
void conflicts_show(struct page *p, const struct settling *x);
void change_show(struct page *p, const struct settling *x, const char *unit, const char *no);

/* --- routes (pages.c) --- */

void page_home(struct page *p);
void page_home_unit(struct page *p);
void page_list(struct page *p);
void page_history(struct page *p);
void page_returns(struct page *p);
void page_conflicts(struct page *p);
void page_held(struct page *p);
void page_change(struct page *p);
void page_settle(struct page *p);

#endif
