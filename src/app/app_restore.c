/* app_restore.c - getting the data back from a backup with what a person at a page can give; and when all was looked at
 * that follows from it. */
#include <stdio.h>
#include <stdlib.h>

#include <tungnha/app_restore.h>
#include <tungnha/app_sticks.h>
#include <tungnha/app_users.h>
#include <tungnha/file.h>

enum { KEYS_MAX = 16 };

struct restoring {
	struct store_restore how;
	struct store_restored *out;
	struct store **s;
	struct err *e;
};

/* true: it was this backup's key, whatever came of that. */
static bool try_key(struct restoring *g, const char *path, int *rc)
{
	g->how.key = (struct store_key){.key_file = path};
	*rc = store_restore(&g->how, g->out, g->s, g->e);
	return *rc == 0 || g->e->code != ERR_DENIED;
}

static bool try_keys(struct restoring *g, const char *folder, int *rc)
{
	struct file_names names;
	struct err none;
	bool over = false;
	if (file_names(folder, ".key", KEYS_MAX, &names, &none) != 0)
		return false;
	for (size_t i = 0; i < names.count && !over; i++) {
		char *path = file_join(folder, names.name[i]);
		over = try_key(g, path, rc);
		free(path);
	}
	file_names_free(&names);
	return over;
}

static int by_stick(struct restoring *g)
{
	struct app_stick stick[APP_STICKS_MAX];
	size_t n = app_sticks(stick, APP_STICKS_MAX);
	int rc = -1;
	for (size_t i = 0; i < n; i++)
		if (try_keys(g, stick[i].path, &rc))
			return rc;
	return err_set(g->e, ERR_DENIED, TEXT_RESTORE_CLOSED, "%s", g->how.file);
}

int app_restore(const struct app_restore *r, struct store_restored *out, struct store **s, struct err *e)
{
	struct store_backup_info info;
	struct restoring g = {.how = {.folder = r->folder, .file = r->file, .role = r->role, .now = r->now},
		.out = out,
		.s = s,
		.e = e};
	*s = NULL;
	if (store_backup_look(r->file, &info, e) != 0)
		return -1;
	if (r->recovery && *r->recovery)
		g.how.key.recovery = r->recovery;
	else if (info.protection == STORE_UNDER_KEY_FILE && info.role == r->role)
		return by_stick(&g);
	else if (info.protection == STORE_UNDER_PASSPHRASE && r->passphrase && *r->passphrase)
		g.how.key.passphrase = r->passphrase;
	return store_restore(&g.how, out, s, e);
}

int app_restored_confirm(struct store *s, const char *by, int64_t now, struct err *e)
{
	struct err ignored;
	int64_t at, from;
	char stamp[CLOCK_STAMP], when[20];
	bool was = store_was_restored(s, &at, &from);
	if (store_restored_confirm(s, e) != 0)
		return -1;
	clock_stamp(from, stamp);
	snprintf(when, sizeof when, "%.2s/%.2s/%.4s %.5s", stamp + 8, stamp + 5, stamp, stamp + 11);
	if (was) /* it is done, also where the log cannot be written */
		(void)app_user_did(s, "restored", when, by, now, &ignored);
	return 0;
}
