/* cmd_form02.c - `form02`: the printed form of the commune, or of one unit below it; of a closed period with --period.
 */
#include <string.h>

#include <tungnha/app_submit.h>
#include <tungnha/clock.h>

#include "commands.h"

/* The running period is not closed as a rule: its figures are those of now. */
static bool is_running(const struct command_context *c, const char *period)
{
	struct app_calendar calendar;
	struct store_statement x;
	struct err none;
	char running[PERIOD_TEXT];
	app_calendar(c->store, clock_now(), &calendar);
	bool closed = store_statement(c->store, period, &x, &none) > 0;
	store_statement_free(&x);
	return !closed && !calendar.clock_unset && strcmp(period_text(calendar.running, running), period) == 0;
}

int cmd_form02(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct unit u;
	const char *code = command_option(c, w, "unit"), *period = command_option(c, w, "period");
	int rc = code ? store_unit(c->store, code, &u, &e) : store_own_unit(c->store, &u, &e);
	if (rc != 0)
		return command_fail(c, &e);
	if (period && !is_running(c, period))
		return command_form02_closed(c, w, period, code ? &u : NULL);
	return command_form02(c, w, &u);
}
