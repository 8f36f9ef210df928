/* app_restore.h - the backups there are, here and on sticks; a machine without data gets them back from one. */
#ifndef TUNGNHA_APP_RESTORE_H
#define TUNGNHA_APP_RESTORE_H

#include <tungnha/app_keep.h>

#define APP_BACKUPS_FOLDER "sao-luu" /* in a machine's data, and on sticks */
enum { APP_BACKUPS_SHOWN = 20 };

struct app_backup_file {
	char *path;
	char stick[128]; /* its name; "" = of this machine, or not asked */
	bool good;       /* its head is; what is sealed was not looked at */
	struct store_backup_info info;
};
struct app_backups {
	struct app_backup_file *file;
	size_t count;
};
/* Every one in a folder, newest first, bad ones last; the caller frees, also after -1. */
int app_backups_in(const char *folder, struct app_backups *out, struct err *e);
/* Of the folder "sao-luu" in `own` (NULL: not looked there), and of every stick: as above, at most APP_BACKUPS_SHOWN.
 */
void app_backups(const char *own, struct app_backups *out);
void app_backups_free(struct app_backups *b);
/* Is it one of them now? A browser names no other file of this machine. */
bool app_backup_is(const char *own, const char *path);

/* store_restore with what a person at a page can give: what he typed, or a stick with the key file plugged in. */
struct app_restore {
	const char *folder, *file;
	enum store_role role;
	const char *passphrase, *recovery; /* "" = not given */
	int64_t now;
};
int app_restore(const struct app_restore *r, struct store_restored *out, struct store **s, struct err *e);

/* A hub's people looked at what follows from a restore; the log says who ("" = on the machine itself). */
int app_restored_confirm(struct store *s, const char *by, int64_t now, struct err *e);

#endif
