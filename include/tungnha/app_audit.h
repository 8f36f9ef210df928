/* app_audit.h - who decided what: the acts of this hub in its journals, and the log of its users, as one list. */
#ifndef TUNGNHA_APP_AUDIT_H
#define TUNGNHA_APP_AUDIT_H

#include <tungnha/app_hub.h>
#include <tungnha/store_decided.h>

enum { APP_AUDIT_PLACE = 80, APP_AUDIT_ABOUT = 300, APP_AUDIT_LOOKED = 4000 };

struct app_audit_ask {
	const char *who;    /* a name; NULL: anybody, "" = on the machine itself */
	const char *kind;   /* a word of app_audit_kind, NULL or "": anything */
	const char *unit;   /* a code, NULL or "": every unit, the log of users too */
	const char *before; /* a place as `next` gave it, NULL or "": from the newest */
	size_t most;        /* so many */
};

struct app_deed {
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1]; /* "" = on the machine itself */
	text_id what;
	char unit[UNIT_CODE]; /* "" of the log of users */
	char number[APP_HUB_NUMBER];
	char about[APP_AUDIT_ABOUT]; /* a device's label, a unit's name, a period, a user: as it stands there */
	text_id more;                /* … and behind it, TEXT_NONE: nothing: a role */
	char reason[ENTRY_REASON_BYTES + 1];
};
struct app_audit {
	struct app_deed *deed; /* newest first */
	size_t deeds;
	char next[APP_AUDIT_PLACE]; /* where older ones begin; "" = there are none */
	char looked[CLOCK_STAMP];   /* no further back than this was looked, though older ones may match; "" */
};
/* Looks at APP_AUDIT_LOOKED entries at most, matching or not: no page waits for a whole campaign. */
int app_audit(struct store *s, const struct app_audit_ask *ask, struct app_audit *out, struct err *e);
void app_audit_free(struct app_audit *a);

/* The kinds one may ask for, in the order of a list: NULL after the last. */
const char *app_audit_kind(size_t i, text_id *name);

#endif
