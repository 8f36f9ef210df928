/* app_unit.c - which hamlet a command is about. */
#include <tungnha/app_collector.h>

int app_unit(struct store *s, const char *code, struct unit *out, struct err *e)
{
	return code ? store_unit(s, code, out, e) : store_own_unit(s, out, e);
}
