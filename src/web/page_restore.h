/* page_restore.h - what the two files of restoring by page share. */
#ifndef TUNGNHA_WEB_PAGE_RESTORE_H
#define TUNGNHA_WEB_PAGE_RESTORE_H

#include <tungnha/app_restore.h>
#include <tungnha/page_keeping.h>

/* A backup somebody chose: on a stick ("tep", its path), or in his browser ("giu", the mark of what it sent). */
struct restore_chosen {
	char path[1024], name[256];
	bool sent;
	struct store_backup_info info;
};
/* 1: one is, and its head is good · 0: none is · -1: e. */
int restore_chosen(const struct page *p, struct restore_chosen *out, struct err *e);

/* Pages (page_restore_show.c). */
void restore_choose(struct page *p, const struct page_keeping *k, unsigned status, const struct page_wrong *w);
void restore_ask(struct page *p, const struct page_keeping *k, const struct restore_chosen *c, unsigned status,
	const struct page_wrong *w);
void restore_tell(struct page *p, const struct page_keeping *k, const struct store_restored *r, bool by_paper);

#endif
