/* page_settings.h - what the pages of settings share (page_settings*.c, page_notice.c, page_help.c, page_practice.c).
 */
#ifndef TUNGNHA_COLLECTOR_PAGE_SETTINGS_H
#define TUNGNHA_COLLECTOR_PAGE_SETTINGS_H

#include <tungnha/app_settings.h>

#include "pages.h"

void page_settings(struct page *p);
void page_settings_look(struct page *p);
void page_settings_look_set(struct page *p);
void page_settings_about(struct page *p);
void page_settings_units(struct page *p);
void page_settings_units_choose(struct page *p);
void page_settings_units_take(struct page *p);
void page_settings_by(struct page *p);
void page_settings_by_set(struct page *p);
void page_settings_passphrase(struct page *p);
void page_settings_passphrase_set(struct page *p);
void page_settings_recovery(struct page *p);
void page_settings_recovery_draw(struct page *p);
void page_settings_stick(struct page *p);
void page_settings_stick_make(struct page *p);
void page_settings_backup(struct page *p);
void page_settings_backup_now(struct page *p);
void page_settings_check(struct page *p);
void page_settings_check_now(struct page *p);
void page_notice(struct page *p);
void page_help(struct page *p);
void page_practice(struct page *p);
void page_practice_set(struct page *p);

/* A page below /cai-dat: its heading and the way back. */
void settings_begin(struct page *p, text_id title);
/* Real data is in question: false when practising, and answered. */
bool settings_real(struct page *p);
/* A labelled field of one line; the sentence of wrong stands beside it (NULL: nothing is). type "password" or "text".
 */
void settings_field(
	struct page *p, const char *name, const char *type, text_id label, const char *value, const struct err *wrong);
/* A button that prints, where there is a script; else how it is done. */
void settings_print(struct page *p);
/* The sheet with a recovery key, shown this once. */
void settings_sheet(struct page *p, const char *key);

#endif
