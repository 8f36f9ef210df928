/* app_exchanged.h - the log a person can read: what was sent and taken, when, by which way, and what came of it.
 * app_sync_folder and app_sync_network write it, whoever called them. */
#ifndef TUNGNHA_APP_EXCHANGED_H
#define TUNGNHA_APP_EXCHANGED_H

#include <tungnha/app_network.h>

struct app_exchanged {
	int64_t at;
	bool folder;   /* a stick or share; else a network */
	char via[256]; /* the folder, or the address */
	char unit[UNIT_CODE];
	bool done; /* all was exchanged */
	size_t sent, received;
	int64_t confirmed, held;
	char sentence[1024]; /* in the language asked for: what happened, or why not */
};
typedef int (*app_each_exchanged)(void *context, const struct app_exchanged *x, struct err *e);
/* Newest first. */
int app_exchanged(struct store *s, enum text_lang lang, app_each_exchanged each, void *context, struct err *e);
/* Adds a line; failed NULL: it went well. A transaction of its own; a log that cannot be written stops nothing. */
void app_exchanged_note(struct store *s, int64_t now, bool folder, const char *via, const struct app_synced *done,
	const struct err *failed);

#endif
