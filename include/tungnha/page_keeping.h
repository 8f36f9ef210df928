/* page_keeping.h - pages of both programs so that nothing is lost: a forgotten passphrase, a machine that is gone. */
#ifndef TUNGNHA_PAGE_KEEPING_H
#define TUNGNHA_PAGE_KEEPING_H

#include <tungnha/page_parts.h>

/* Of a program, for the pages both have. */
struct page_keeping {
	enum store_role role;
	void (*begin)(struct page *p, const char *title);
	void (*end)(struct page *p, unsigned status);
	/* The data was just opened by this browser: what it may do from here on. Where it goes next, and what the link
	 * says. */
	const char *(*enter)(struct page *p, text_id *on);
};
void page_recover(struct page *p, const struct page_keeping *k);      /* GET /khoi-phuc-khoa */
void page_recover_do(struct page *p, const struct page_keeping *k);   /* POST */
void page_restore(struct page *p, const struct page_keeping *k);      /* GET /khoi-phuc */
void page_restore_file(struct page *p, const struct page_keeping *k); /* POST /khoi-phuc/tep */
void page_restore_do(struct page *p, const struct page_keeping *k);   /* POST /khoi-phuc */
void page_restore_offer(struct page *p);                              /* on the page of a first start */

/* --- a file chosen once, while the rest of its form is put right (page_chosen.c) --- */

/* One of this machine's own browser, for an hour. */
struct page_chosen {
	char name[256];
	char mark[33]; /* the form carries it, as "giu" */
	char path[40]; /* for whoever reads files: until another is chosen */
	const unsigned char *bytes;
	size_t n;
};
/* What this form carries; NULL: nothing. */
const struct page_chosen *page_chosen(const struct page *p);
/* folder NULL: in memory, never on the disk; else without a name there. */
int page_choose(const struct page *p, const char *folder, const char *name, const void *bytes, size_t n, struct err *e);
void page_chosen_drop(void);

#endif
