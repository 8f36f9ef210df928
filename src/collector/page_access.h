/* page_access.h - what the pages of unlocking, pairing and beginning share. */
#ifndef TUNGNHA_COLLECTOR_PAGE_ACCESS_H
#define TUNGNHA_COLLECTOR_PAGE_ACCESS_H

#include "pages.h"

void access_gate(struct page *p);         /* GET /mo-khoa, and in place of a page that may not be served */
void access_unlock(struct page *p);       /* POST */
void access_once(struct page *p);         /* GET /mo?ma= */
void access_leave(struct page *p);        /* GET /khoa */
void access_sign_out(struct page *p);     /* POST /ra */
void access_lock(struct page *p);         /* POST /khoa */
void access_pair(struct page *p);         /* GET, POST /ghep */
void access_phones(struct page *p);       /* GET /dien-thoai */
void access_phone_code(struct page *p);   /* POST /dien-thoai/ma */
void access_phone_stop(struct page *p);   /* POST /dien-thoai/ngung */
void access_begin(struct page *p);        /* GET /bat-dau */
void access_begin_do(struct page *p);     /* POST */
void access_recover(struct page *p);      /* GET /khoi-phuc-khoa */
void access_recover_do(struct page *p);   /* POST */
void access_restore(struct page *p);      /* GET /khoi-phuc */
void access_restore_do(struct page *p);   /* POST */
void access_restore_file(struct page *p); /* POST /khoi-phuc/tep */

/* --- between them --- */

/* Who may is kept in the store that is not for practice, also while practising. */
void access_real(struct page *p);

/* A button to the other of both pages, which takes that along. */
void access_other_way(struct page *p, const char *path, text_id label);
/* After the session began: there, or the page whose one button sends on what was carried. */
void access_go_on(struct page *p);
/* The sentence of e in words for pages, which have no commands to name. */
const char *access_sentence(const struct page *p, const struct err *e, char out[static 1024]);

/* The recovery key to be written down or printed, and the way on. */
void access_show_recovery(struct page *p, const char *key);

#endif
