/* cmd_form02.c - `form02`: the hamlet's sheet, on the screen or into a file. */
#include "commands.h"

int cmd_form02(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	return shared_unit(c, w, &u, &e) != 0 ? command_fail(c, &e) : command_form02(c, w, &u);
}
