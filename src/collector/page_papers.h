/* page_papers.h - what the pages about sheets, sending and lists share. */
#ifndef TUNGNHA_COLLECTOR_PAGE_PAPERS_H
#define TUNGNHA_COLLECTOR_PAGE_PAPERS_H

#include <tungnha/app_lists.h>
#include <tungnha/app_submit.h>

#include "pages.h"

/* The hamlet a page is about, else the page that says why not. */
bool papers_unit(struct page *p, struct unit *out);
/* The commune closed the hamlet's figures. */
bool papers_locked(struct page *p, const struct unit *u);
/* <h1> and title "Mẫu biểu 02 – Xóm 11". */
void papers_begin(struct page *p, enum door_tab tab, text_id title, const struct unit *u);

/* --- routes (pages.c) --- */

void page_form02(struct page *p);
void page_form02_print(struct page *p);
void page_form02_blank(struct page *p);
void page_form02_xlsx(struct page *p);
void page_form02_csv(struct page *p);
void page_roster(struct page *p);
void page_submit(struct page *p);
void page_submit_now(struct page *p);
void page_exchange(struct page *p);
void page_exchange_network(struct page *p);
void page_exchange_stick(struct page *p);
void page_exchange_sticks(struct page *p);
void page_exchange_working(struct page *p);
void page_import(struct page *p);
void page_import_take(struct page *p);
void page_import_write(struct page *p);
void page_labels(struct page *p);
void page_labels_file(struct page *p);
void page_labels_take(struct page *p);

#endif
