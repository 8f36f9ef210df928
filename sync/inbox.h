/* inbox.h - messages lying in a folder, read again until nothing moves: they come in the order of their names, not of
 * their entries. */
#ifndef TUNGNHA_INBOX_H
#define TUNGNHA_INBOX_H

#include "exchange_private.h"

enum inbox_fate {
	INBOX_TAKEN,
	INBOX_UNREADABLE, /* half copied, or the stick is faulty */
	INBOX_REFUSED,
	INBOX_IGNORED, /* sent the other way: nothing for this reader */
};

struct inbox_file {
	char *path;
	enum inbox_fate fate;
	bool applied;            /* it changed the store, in whatever pass */
	bool again;              /* may be taken, or give more, once others are taken */
	struct exchange_gap gap; /* what it waits for, if again */
	bool beyond;             /* some of it follows what is not here yet; why says so */
	bool let_go;             /* asked for a unit its device has no more to do with; why says so */
	struct err *why;         /* UNREADABLE, REFUSED, beyond, let_go: the sentence; owned */
};

struct inbox {
	struct inbox_file *file;
	size_t files;
};

/* The messages in a folder (a missing one is empty), or one file. */
int inbox_list(struct inbox *in, const char *folder, struct err *e);
void inbox_add(struct inbox *in, const char *path);
void inbox_free(struct inbox *in);
const char *inbox_name(const struct inbox_file *f); /* without its folder */

/* Takes one opened message: sets fate and why (inbox_refuse), again, gap; *moved when the store changed. -1 only when
 * the store failed. */
typedef int (*inbox_take)(void *context, const struct message *m, struct inbox_file *f, bool *moved, struct err *e);
void inbox_refuse(struct inbox_file *f, enum inbox_fate fate, const struct err *why);

/* The folder `tungnha` a person means, NULL: none; and the one in it for a recipient. The caller frees. */
char *folder_find(const char *path);
char *folder_to(const char *tungnha, struct id recipient);

/* Reads all, then those that may be taken now that others were, as long as something moves. One message is in memory at
 * a time. */
int inbox_read(struct inbox *in, const struct keys_secret *keys, inbox_take take, void *context, struct err *e);

#endif
