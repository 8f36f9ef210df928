/* app_unit.c - which hamlet a command is about. */
#include <sodium.h>
#include <tungnha/app_collector.h>

/* The commune's other hamlets are known by name here too; households are written only for those this device was invited
 * to. */
int app_unit(struct store *s, const char *code, struct unit *out, struct err *e)
{
	struct store_enrolment en;
	struct err none;
	if (!code)
		return store_own_unit(s, out, e);
	if (store_unit(s, code, out, e) != 0)
		return -1;
	int rc = store_enrolment(s, out->code, &en, &none);
	sodium_memzero(&en, sizeof en);
	if (rc == 0)
		return 0;
	return none.code == ERR_NOT_FOUND
		       ? err_set(e, ERR_NOT_FOUND, TEXT_UNIT_NOT_HERE, "%s" ERR_AND "%s", out->name, out->code)
		       : (*e = none, -1);
}
