/* app_backup.c - where a backup goes, what it is called, which older ones may go. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <tungnha/alloc.h>
#include <tungnha/app_restore.h>
#include <tungnha/file.h>
#include <tungnha/store_records.h>

#define ENDING ".tnb"
enum { FILES_MAX = 10000 };

static bool has_ending(const char *path)
{
	size_t n = strlen(path);
	return n > strlen(ENDING) && strcmp(path + n - strlen(ENDING), ENDING) == 0;
}

/* By the clock, except the one just made: a clock that went back must not cost it. */
static int keep_newest(struct store *s, const char *folder, const char *made, int keep, size_t *removed, struct err *e)
{
	struct app_backups b;
	struct id node = store_id(s);
	size_t kept = 1;
	int rc = app_backups_in(folder, &b, e);
	for (size_t i = 0; rc == 0 && i < b.count; i++) {
		const struct app_backup_file *f = &b.file[i];
		if (!f->good || !id_equal(f->info.node, node)) /* nobody's to delete */
			continue;
		if (strcmp(f->path, made) == 0 || kept++ < (size_t)keep)
			continue;
		rc = file_remove(f->path, e);
		*removed += rc == 0;
	}
	app_backups_free(&b);
	return rc;
}

/* --- the name --- */

/* The highest number among those of one second, 0: there is none. One that was removed does not free its number: what
 * came later must not look older. */
static long last_turn(const char *folder, const char *stem)
{
	struct file_names names;
	struct err ignored;
	size_t n = strlen(stem);
	long last = 0;
	if (file_names(folder, ENDING, FILES_MAX, &names, &ignored) != 0)
		return 0;
	for (size_t i = 0; i < names.count; i++) {
		if (strncmp(names.name[i], stem, n) != 0)
			continue;
		long turn = names.name[i][n] == '-' ? strtol(names.name[i] + n + 1, NULL, 10) : 1;
		if (turn > last && turn <= FILES_MAX)
			last = turn;
	}
	file_names_free(&names);
	return last;
}

/* tungnha-05788-01-20251112-194000.tnb; after others of that second -2, -3 … */
static char *make_name(struct store *s, const char *folder, int64_t now)
{
	struct unit *u = NULL;
	struct err ignored;
	char stamp[CLOCK_STAMP], hex[ID_HEX];
	size_t n = 0;
	char *own = store_setting(s, "unit");
	if (!own && store_units(s, NULL, &u, &n, &ignored) == 0 && n > 0)
		own = alloc_copy(u[0].code);
	free(u);
	clock_stamp(now, stamp); /* 2025-11-12T19:40:00+07:00 */
	char *stem = alloc_print("tungnha-%s-%.4s%.2s%.2s-%.2s%.2s%.2s", own ? own : id_hex(store_id(s), hex), stamp,
		stamp + 5, stamp + 8, stamp + 11, stamp + 14, stamp + 17);
	char *path = NULL;
	for (long turn = last_turn(folder, stem) + 1; !path || file_exists(path); turn++) {
		free(path);
		char *name = turn == 1 ? alloc_print("%s" ENDING, stem) : alloc_print("%s-%ld" ENDING, stem, turn);
		path = file_join(folder, name);
		free(name);
	}
	free(stem);
	free(own);
	return path;
}

/* An older backup of this node may be replaced, for that is what a person asks for who gives the same name again. */
static int judge_file(struct store *s, const char *path, struct err *e)
{
	struct store_backup_info info;
	struct err ignored;
	if (!file_exists(path) || (store_backup_look(path, &info, &ignored) == 0 && id_equal(info.node, store_id(s))))
		return 0;
	return err_set(e, ERR_CREATE, TEXT_BACKUP_NAME_TAKEN, "%s", path);
}

/* Only the last part of a path is ever made: below a stick that is not there nothing must be. */
static int choose(struct store *s, const struct app_backup *b, char **file, bool *folder, struct err *e)
{
	size_t n = strlen(b->path);
	bool there = file_is_folder(b->path);
	*folder = there || (n > 0 && b->path[n - 1] == '/') ||
		  (b->folder && !file_exists(b->path) && !has_ending(b->path));
	if (*folder && !there && (!b->folder || mkdir(b->path, 0700) != 0))
		return err_errno(e, b->folder ? errno : ENOENT, b->path);
	*file = *folder ? make_name(s, b->path, b->now) : alloc_copy(b->path);
	return *folder ? 0 : judge_file(s, b->path, e);
}

int app_backup(struct store *s, const struct app_backup *b, struct app_backed_up *out, struct err *e)
{
	bool folder;
	*out = (struct app_backed_up){0};
	if (choose(s, b, &out->file, &folder, e) != 0)
		return -1;
	if (b->keep > 0 && !folder)
		return err_set(e, ERR_USAGE, TEXT_BACKUP_KEEP, "");
	if (store_backup(s, out->file, b->now, b->told, b->context, &out->done, e) != 0)
		return -1;
	if (b->keep == 0 || out->done.problems > 0)
		return 0;
	return keep_newest(s, b->path, out->file, b->keep, &out->removed, e);
}

void app_backup_free(struct app_backed_up *b)
{
	free(b->file);
	*b = (struct app_backed_up){0};
}

/* --- finding one again --- */

int app_restore_file(const char *path, char **out, struct err *e)
{
	struct app_backups b;
	*out = NULL;
	if (!file_is_folder(path)) {
		*out = alloc_copy(path);
		return 0;
	}
	int rc = app_backups_in(path, &b, e);
	size_t n = 0;
	while (n < b.count && b.file[n].good)
		n++;
	if (rc == 0 && n == 1)
		*out = alloc_copy(b.file[0].path);
	else if (rc == 0 && n == 0)
		rc = err_set(e, ERR_NOT_FOUND, TEXT_RESTORE_NONE, "%s", path);
	else if (rc == 0)
		rc = err_set(
			e, ERR_DATA, TEXT_RESTORE_CHOOSE, "%s" ERR_AND "%zu" ERR_AND "%s", path, n, b.file[0].path);
	app_backups_free(&b);
	return rc;
}
