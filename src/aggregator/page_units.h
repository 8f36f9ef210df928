/* page_units.h - the desk's pages about units and the campaign. */
#ifndef TUNGNHA_AGGREGATOR_PAGE_UNITS_H
#define TUNGNHA_AGGREGATOR_PAGE_UNITS_H

#include <tungnha/app_units.h>

#include "page_devices.h"

void desk_units(struct page *p); /* page_units.c */
void desk_unit_add(struct page *p);
void desk_unit_one(struct page *p); /* page_unit_change.c */
void desk_unit_listed(struct page *p);
void desk_unit_rename(struct page *p);
void desk_unit_merge(struct page *p);
void desk_unit_split(struct page *p);
void desk_unit_separate(struct page *p);
void desk_units_file(struct page *p); /* page_units_file.c */
void desk_units_file_take(struct page *p);
void desk_units_file_write(struct page *p);
void desk_campaign(struct page *p); /* page_campaign.c */
void desk_campaign_take(struct page *p);
void desk_campaign_write(struct page *p);
void desk_campaign_edit(struct page *p); /* page_campaign_copy.c */
void desk_campaign_edit_do(struct page *p);
#define CAMPAIGN_KIND "campaign" /* of the file looked at */

/* What a campaign says, in plain words (page_campaign_said.c). */
void campaign_said(struct page *p, const struct campaign *c);

/* Bytes of the i-th campaign shipped, its name in *title; NULL: none more. Forms are shipped too and passed over. */
const char *campaign_shipped(const struct page *p, size_t *i, size_t *n, char id[static 80], char title[static 256]);

/* A whole number as typed; -1: none was typed; -2: it is none. */
int units_number(const char *typed);

#endif
