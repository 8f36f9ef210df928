/* page_received.h - what the page of sticks and that of files posted from another machine share. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_RECEIVED_H
#define TUNGNHA_AGGREGATOR_PAGE_RECEIVED_H

#include <tungnha/exchange.h>

#include "page_devices.h"

struct received {
	int64_t at;     /* 0: nothing yet */
	bool stick;     /* else files of a browser */
	char name[128]; /* of the stick */
	bool failed;
	struct err why;
	struct folder_receive r; /* owned */
};
/* Takes over x->r. From any thread. */
void received_keep(struct received *x);
void received_show_last(struct page *p);
/* In words: what came, what is held, what could not be read (page_posted.c). */
void received_show(struct page *p, const struct received *x);
/* Replies to the files this person posted, until he posts others (page_posted.c). */
void received_replies(struct page *p);
void received_page(struct page *p, const struct err *refused);

#endif
