/* app_exchanged.h - the log a person can read: what was sent and taken, when, by which way, and what came of it.
 * app_sync_folder and app_sync_network write it, whoever called them. */
#ifndef TUNGNHA_APP_EXCHANGED_H
#define TUNGNHA_APP_EXCHANGED_H

#include <tungnha/app_network.h>

struct app_exchanged {
	int64_t at;           /* of the last of … */
	int64_t since;        /* … `times` that went alike, one after the other, and moved nothing; else as `at` */
	int64_t times;        /* from 1 */
	bool folder;          /* a stick or share; else a network */
	char via[256];        /* the folder, or the address; "" = no address had answered */
	char unit[UNIT_CODE]; /* "" = every hamlet of the device */
	bool done;            /* all was exchanged */
	int64_t sent, received;
	int64_t confirmed, held;     /* in all, as then */
	int64_t returned, conflicts; /* households that waited for a person, as then */
	char sentence[1024];         /* in the language asked for: what happened, or why not */
};
typedef int (*app_each_exchanged)(void *context, const struct app_exchanged *x, struct err *e);
/* Newest first. each() returning non-zero ends it with -1. */
int app_exchanged(struct store *s, enum text_lang lang, app_each_exchanged each, void *context, struct err *e);

struct app_exchange {
	int64_t now;
	bool folder;
	const char *via, *unit; /* NULL: none was named */
	const struct app_synced *done;
	int64_t confirmed;        /* network: entries confirmed by this very exchange */
	const struct err *failed; /* NULL: it went well */
};
/* Adds a line, in a transaction of its own; a log that cannot be written stops nothing. */
void app_exchanged_note(struct store *s, const struct app_exchange *x);

#endif
