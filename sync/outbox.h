/* outbox.h - messages written into a folder, and the older ones they replace removed. */
#ifndef TUNGNHA_OUTBOX_H
#define TUNGNHA_OUTBOX_H

#include "exchange_private.h"

/* Makes `tungnha`/to-<recipient> and sees that it can be written to. The caller frees *folder. */
int outbox_folder(const char *tungnha, struct id recipient, char **folder, struct err *e);

/* Writes every part. All are there, or none: on a failure what was written is removed again and older messages stay.
 * Then removes this node's own older messages of that unit in that folder, and marks own entries as sent. */
int outbox_write(
	struct store *s, const char *tungnha, struct exchange_parts *p, size_t *files, size_t *entries, struct err *e);

/* Removes this node's own messages for units it was let into and has left again: nobody is to answer them any more. */
int outbox_remove_left(struct store *s, const char *tungnha, struct id recipient, struct err *e);

#endif
