/* pages.h - the pages of the collector: one function a route, and what all of them look like. */
#ifndef TUNGNHA_COLLECTOR_PAGES_H
#define TUNGNHA_COLLECTOR_PAGES_H

#include <tungnha/app_collector.h>
#include <tungnha/page_parts.h>

extern const struct page_route door_pages[]; /* pages.c */

/* --- what every page has (page_chrome.c) --- */

enum door_tab { DOOR_HOME, DOOR_LIST, DOOR_FORM02, DOOR_EXCHANGE, DOOR_SETTINGS, DOOR_NONE };

/* The head, the bar with the hamlet and the menu, <main> and <h1>. DOOR_NONE: no menu (unlocking, pairing). */
void door_begin(struct page *p, enum door_tab tab, const char *title);
void door_end(struct page *p); /* closes what door_begin opened, and answers with 200 */
void door_end_status(struct page *p, unsigned status);

/* The owner asks, not a phone. */
bool door_is_owner(const struct page *p);
/* The page of help for where one is (page_help.c). */
const char *door_help_of(enum door_tab tab);

/* The hamlet a page is about: the field "unit", what the browser chose, the device's only one; of several the first
 * with a row of its own, else (all were merged into hamlets of other machines) the first. ERR_NOT_FOUND: none. */
int door_unit(struct page *p, struct unit *out, struct err *e);
/* The same, whatever the field "unit" says: the hamlet other pages would be about. */
int door_unit_chosen(struct page *p, struct unit *out, struct err *e);

#endif
