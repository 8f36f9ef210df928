/* campaign_parts.h - the parts of a campaign's file, read one by one (forms/README.md, section 4). Each returns 0, or
 * -1 with what is wrong said in s. */
#ifndef TUNGNHA_FORM_CAMPAIGN_PARTS_H
#define TUNGNHA_FORM_CAMPAIGN_PARTS_H

#include <tungnha/campaign.h>

#include "strict.h"

enum { CAMPAIGN_LINE_BYTES = 200 };

/* A list of at most max lines; none when the member is missing. */
int campaign_take_lines(
	struct strict *s, const cJSON *object, const char *name, size_t max, const char *lines[], size_t *count);

/* After the due times, targets and tasks: a report may only show what the campaign has. */
int campaign_take_reports(struct strict *s, const cJSON *root, struct campaign *c);
int campaign_take_duties(struct strict *s, const cJSON *root, struct campaign *c); /* after the reports */
int campaign_take_units(struct strict *s, const cJSON *root, struct campaign *c);

#endif
