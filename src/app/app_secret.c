/* app_secret.c - what opens the data, set anew by whoever may. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_access.h>
#include <tungnha/app_settings.h>
#include <tungnha/file.h>
#include <tungnha/store_pages.h>
#include <tungnha/store_records.h>
#include <tungnha/utf8.h>

int app_passphrase_check(const char *passphrase, struct err *e)
{
	size_t n = utf8_length(passphrase);
	if (n >= STORE_PASSPHRASE_LEAST)
		return 0;
	return err_set(e, ERR_DATA, TEXT_PASSPHRASE_SHORT, "%zu" ERR_AND "%d", n, STORE_PASSPHRASE_LEAST);
}

int app_passphrase_known(struct store *s, const char *passphrase, struct err *e)
{
	return store_protection(s) == STORE_UNDER_PASSPHRASE ? store_passphrase_is(s, passphrase, e) : 0;
}

int app_passphrase_set(
	struct store *s, const struct app_passphrase *p, char recovery[static STORE_RECOVERY_TEXT], struct err *e)
{
	struct store_setup how = {.protection = STORE_UNDER_PASSPHRASE, .passphrase = p->fresh};
	recovery[0] = '\0';
	if (app_passphrase_check(p->fresh, e) != 0)
		return -1;
	if (strcmp(p->fresh, p->again) != 0)
		return err_set(e, ERR_DENIED, TEXT_PASSPHRASE_DIFFERS, "");
	if (app_passphrase_known(s, p->old, e) != 0)
		return -1;
	how.recovery = store_has_recovery(s) ? NULL : recovery;
	return store_protect(s, &how, e);
}

int app_protect(struct store *s, const struct store_setup *how, struct err *e)
{
	if (store_protect(s, how, e) != 0)
		return -1;
	return store_role(s) == STORE_COLLECTOR ? app_sessions_end(s, e) : 0;
}

/* "tungnha-05788-01-4f2a.key": of which machine it is, for whoever finds it. */
static char *stick_path(struct store *s, const char *folder)
{
	struct unit u;
	struct err ignored;
	char hex[ID_HEX];
	bool known = store_own_unit(s, &u, &ignored) == 0;
	char *name = alloc_print("tungnha-%s-%.4s.key", known ? u.code : "kho", id_hex(store_id(s), hex));
	char *path = file_join(folder, name);
	free(name);
	return path;
}

int app_stick_make(struct store *s, const char *folder, char **path, struct err *e)
{
	*path = stick_path(s, folder);
	if (store_make_stick(s, *path, e) == 0)
		return 0;
	free(*path);
	*path = NULL;
	return -1;
}
