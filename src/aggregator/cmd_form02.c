/* cmd_form02.c - `form02`: the printed form of the commune, or of one unit below it. */
#include "commands.h"

int cmd_form02(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const char *code = command_option(c, w, "unit");
	int rc = code ? store_unit(c->store, code, &u, &e) : store_own_unit(c->store, &u, &e);
	return rc != 0 ? command_fail(c, &e) : command_form02(c, w, &u);
}
