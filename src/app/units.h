/* units.h - what the changes of units share. */
#ifndef TUNGNHA_APP_UNITS_PRIVATE_H
#define TUNGNHA_APP_UNITS_PRIVATE_H

#include <tungnha/app_units.h>

#include "hub.h"

/* A change under way, in a transaction. */
struct change {
	struct store *s;
	struct unit own;
	char on[CLOCK_DATE];
	int64_t now;
	struct app_units_done *out;
};
int change_open(struct change *c, struct store *s, const char *on, struct app_units_done *out, struct err *e);
int change_close(struct change *c, int rc, struct err *e); /* commits or rolls back; gives rc */

/* A unit below the hub whose figures are open; `apart`: that has a row of its own. */
int change_unit(struct change *c, const char *code, bool apart, struct unit *out, struct err *e);
int change_together(const struct unit *a, const struct unit *b, struct err *e); /* different ones of one parent */
/* Writes the unit with these claims (taken over); refuses a circle. */
int change_write(struct change *c, const struct unit *u, cJSON *claims, struct err *e);
/* Judges a unit that is new or has a new name; names alike go to out->doubtful. */
int change_judge(struct change *c, const struct unit *u, struct err *e);

#endif
