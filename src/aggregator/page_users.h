/* page_users.h - pages of signing in, of users and of the log. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_USERS_H
#define TUNGNHA_AGGREGATOR_PAGE_USERS_H

#include "pages.h"

void users_login(struct page *p);    /* GET /dang-nhap, and in place of a page that may not be served (page_access.c) */
void users_login_do(struct page *p); /* POST */
void users_first(struct page *p);    /* GET /dau-tien */
void users_first_do(struct page *p); /* POST */
void users_leave(struct page *p);    /* POST /ra */
void users_changes(struct page *p);  /* GET /moi */

void users_unlock(struct page *p);   /* POST /mo-khoa */
void users_begin(struct page *p);    /* GET /bat-dau (page_begin.c) */
void users_begin_do(struct page *p); /* POST */
void users_recover(struct page *p);  /* GET /khoi-phuc-khoa */
void users_recover_do(struct page *p);
void users_restore(struct page *p);      /* GET /khoi-phuc */
void users_restore_file(struct page *p); /* POST /khoi-phuc/tep */
void users_restore_do(struct page *p);   /* POST /khoi-phuc */

void users_mine(struct page *p);          /* GET /toi (page_mine.c) */
void users_mine_password(struct page *p); /* POST /toi/mat-khau */
void users_mine_look(struct page *p);     /* POST /toi/nhin */
void users_mine_end(struct page *p);      /* POST /toi/phien */

void users_list(struct page *p);         /* GET /nguoi-dung (page_users.c) */
void users_add(struct page *p);          /* POST */
void users_end(struct page *p);          /* POST /nguoi-dung/phien */
void users_one(struct page *p);          /* GET /nguoi-dung/ID (page_users_one.c) */
void users_one_role(struct page *p);     /* POST /nguoi-dung/quyen */
void users_one_password(struct page *p); /* POST /nguoi-dung/mat-khau */
void users_one_remove(struct page *p);   /* POST /nguoi-dung/xoa */

void users_audit(struct page *p);      /* GET /nhat-ky (page_audit.c) */
void users_audit_file(struct page *p); /* GET /nhat-ky/tep */

/* --- between them (page_users_parts.c) --- */

/* The new password, twice: fields "mk" and "mk2". */
void users_fields_new(struct page *p, const char *problem);
/* false: they differ, or none is given; why. */
bool users_new_given(const struct page *p, char why[static 1024]);
/* What an error says on a page. */
const char *users_said(const struct page *p, const struct err *e, char out[static 1024]);
/* Open sessions with a button each that ends it; action: where it is posted to. name NULL: everybody's. */
void users_sessions(struct page *p, const char *name, const char *action);
/* Four roles to choose from. */
void users_roles(struct page *p, enum app_role chosen);
enum app_role users_role_posted(const struct page *p);
const char *users_device(const struct page *p); /* "phone", "pc" */

#endif
