/* cmd_lock.c - `lock` takes away the data key that `unlock` left for later commands. */
#include <tungnha/err.h>

#include "commands.h"

int cmd_lock(struct command_context *c, struct command_words *w)
{
	struct err e;
	enum store_protection how;
	(void)w;
	if (!store_look(c->folder, &how)) {
		err_set(&e, ERR_NOT_FOUND, TEXT_STORE_MISSING, "%s", c->folder);
		return command_fail(c, &e);
	}
	if (store_lock_again(c->folder, &e) != 0)
		return command_fail(c, &e);
	command_say(c,
		how == STORE_UNPROTECTED      ? TEXT_DATA_UNPROTECTED
		: how == STORE_UNDER_KEY_FILE ? TEXT_KEEP_CLOSED_KEY_FILE
					      : TEXT_LOCK_DONE,
		NULL, NULL, NULL);
	return 0;
}
