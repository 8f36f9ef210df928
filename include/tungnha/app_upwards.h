/* app_upwards.h - a hub towards the office above it: joining, and how things stand there. Nothing here prints. */
#ifndef TUNGNHA_APP_UPWARDS_H
#define TUNGNHA_APP_UPWARDS_H

#include <tungnha/app_collector.h>
#include <tungnha/store_acts.h>

/* Enrols this hub with the parent that gave the invitation (app_join_prepare), in place of another one if there was.
 * Its forms become known, never in force. ERR_DATA: the invitation is for another unit, from this very machine, or from
 * a unit below it. ERR_DENIED: the parent revoked this machine. */
int app_upwards_join(struct store *s, const struct app_join *j, const char *label, int64_t now, struct err *e);

/* What the parent says, as far as it was heard. */
struct app_upwards {
	bool joined, by_network;               /* an address of the parent is known */
	char unit[UNIT_CODE], name[UNIT_NAME]; /* the parent's */
	struct id hub;
	enum message_state state;
	struct store_progress progress; /* of what goes up: definitions, units, statements */
	bool locked;                    /* the parent closed this unit's figures */
	bool stated;                    /* this unit closed a period: the newest */
	char period[16];
	int version;
	bool confirmed; /* the parent has it */
	bool accepted;  /* the parent counts it as in time, with a reason: */
	char accepted_reason[ENTRY_REASON_BYTES + 1];
	char closed[16]; /* the newest period the parent closed, "" = none heard of; and what it counted there: */
	char counted_period[16]; /* "" = no statement of this unit's */
	int counted_version;
};
int app_upwards(struct store *s, struct app_upwards *out, struct err *e);

/* What a unit that is a hub itself closed for one period, version by version, the newest first. */
struct app_stated {
	int version;
	char at[CLOCK_STAMP];
	char code[STORE_CHECK_CODE];
	char reason[ENTRY_REASON_BYTES + 1];
	int64_t arrived_at;
	struct id node;
	bool given[FORM_COLUMNS_MAX]; /* columns that changed from the version before; none in the first */
	int64_t before[FORM_COLUMNS_MAX], after[FORM_COLUMNS_MAX];
};
/* None for a unit whose devices declare. The caller frees the array. */
int app_upwards_versions(
	struct store *s, const char *unit, const char *period, struct app_stated **out, size_t *n, struct err *e);

#endif
