/* cmd_unlock.c - `unlock` leaves the data key in the runtime directory for later commands; `lock` takes it away. */
#include <tungnha/err.h>

#include "commands.h"

int cmd_unlock(struct command_context *c, struct command_words *w)
{
	struct err e;
	(void)w;
	if (store_protection(c->store) == STORE_UNPROTECTED) {
		command_say(c, TEXT_UNLOCK_NEEDLESS, NULL, NULL, NULL);
		return 0;
	}
	if (store_unlock(c->store, &e) != 0)
		return command_fail(c, &e);
	command_say(c, TEXT_UNLOCK_DONE, c->program, NULL, NULL);
	return 0;
}

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
	command_say(c, how == STORE_UNPROTECTED ? TEXT_DATA_UNPROTECTED : TEXT_LOCK_DONE, NULL, NULL, NULL);
	return 0;
}
