/* page_devices.h - the desk's pages about machines: devices, invitations, sticks, backups, units, the campaign, help.
 */
#ifndef TUNGNHA_AGGREGATOR_PAGE_DEVICES_H
#define TUNGNHA_AGGREGATOR_PAGE_DEVICES_H

#include "pages.h"

void desk_devices(struct page *p); /* page_devices.c */
void desk_device(struct page *p);  /* page_device.c */
void desk_device_accept(struct page *p);
void desk_device_revoke(struct page *p);

void desk_invite(struct page *p); /* page_invite.c */
void desk_invite_do(struct page *p);
void desk_invitation(struct page *p); /* page_invitations.c: what follows /moi-may/ */
void desk_invitation_withdraw(struct page *p);
void desk_cards(struct page *p); /* page_cards.c */

void desk_sticks(struct page *p); /* page_sticks.c */
void desk_stick_receive(struct page *p);
void desk_stick_replies(struct page *p); /* page_posted.c */
void desk_upload(struct page *p);

void desk_backup(struct page *p); /* page_backup.c */
void desk_backup_now(struct page *p);
void desk_backup_set(struct page *p);
void desk_backup_verify(struct page *p); /* page_backups.c */
void desk_backup_check(struct page *p);
void desk_backup_restored(struct page *p);
/* The page again, with what was refused. */
void backup_page(struct page *p, const struct err *refused);
/* The backups there are here and on sticks, each with its age and a button to read it again (page_backups.c). */
void backups_show(struct page *p);
/* After a restore: what is to be done; nothing otherwise. */
void backups_restored(struct page *p);
#define BACKUPS_VERIFY "kiem-ban" /* words for page_working */
#define BACKUPS_CHECK "kiem-tra"

void desk_help(struct page *p); /* page_help.c */

/* --- what they share (page_devices.c) --- */

/* A day as a person reads it, of seconds since 1970. */
const char *devices_day(int64_t at, char out[static CLOCK_DATE]);

#endif
