/* definitions.h - a campaign with its forms, targets and tasks, checked, before it is written down. */
#ifndef TUNGNHA_APP_DEFINITIONS_H
#define TUNGNHA_APP_DEFINITIONS_H

#include "hub.h"

/* Definitions read and checked; their bytes are those of what was loaded. */
struct app_definitions {
	struct campaign *campaign;
	struct form *form[CAMPAIGN_FORMS_MAX];
	size_t forms;
	struct targets *targets; /* NULL: the campaign names none */
	struct tasks *tasks;
};

void app_definitions_free(struct app_definitions *d);
/* s NULL: nothing is known yet. ERR_UNAVAILABLE: a file it names cannot be found · ERR_DATA. */
int app_definitions_load(struct store *s, const char *campaign_file, struct app_definitions *d, struct err *e);
/* In a transaction: a `define` act for each. */
int app_definitions_write(
	struct store *s, const char *own, const struct app_definitions *d, int64_t now, struct err *e);

#endif
