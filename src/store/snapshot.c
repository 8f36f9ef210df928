/* A copy of a store at one moment, in a private folder beside it: for making a backup, and for looking into one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "backup_file.h"
#include "store_private.h"

void snapshot_remove(const char *folder)
{
	static const char *const suffix[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof suffix / sizeof *suffix; i++) {
		char *path = alloc_print("%s/" STORE_FILE "%s", folder, suffix[i]);

		unlink(path);
		free(path);
	}
	rmdir(folder);
}

/* What a folder without data may hold: the mark of a server that runs on it is none of a person's. */
static bool is_nothing(const char *name)
{
	static const char *const names[] = {".", "..", "lost+found", STORE_SERVED};
	size_t i = 0;

	while (i < sizeof names / sizeof *names && strcmp(names[i], name))
		i++;
	return i < sizeof names / sizeof *names;
}

int snapshot_sweep(const char *in, const char *prefix)
{
	DIR *dir = opendir(in);
	const struct dirent *d;
	int others = 0;

	while (dir && (d = readdir(dir)) != NULL) {
		if (!strncmp(d->d_name, prefix, strlen(prefix))) {
			char *path = file_join(in, d->d_name);

			snapshot_remove(path);
			free(path);
		} else if (!is_nothing(d->d_name)) {
			others++;
		}
	}
	if (dir)
		closedir(dir);
	return others;
}

int snapshot_folder(const char *in, const char *prefix, char **out, struct err *e)
{
	char hex[ID_HEX];

	*out = alloc_print(
		"%s%s%s%s", in, in[0] && in[strlen(in) - 1] == '/' ? "" : "/", prefix, id_hex(id_random(), hex));
	if (mkdir(*out, 0700) == 0)
		return 0;
	err_errno(e, errno, in);
	free(*out);
	*out = NULL;
	return -1;
}

/* One at a time, so that what lies about under the prefix is of nobody any more. */
int snapshot_hold(const char *folder, struct err *e)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(e, errno, folder);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
		snapshot_sweep(folder, SNAPSHOT_PREFIX);
		return fd;
	}
	close(fd);
	return err_set(e, ERR_BUSY, TEXT_BACKUP_RUNNING, "");
}

static int copy_into(struct store *s, const char *folder, struct err *e)
{
	char *path = file_join(folder, STORE_FILE);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), rc; /* SQLite keeps the mode */

	if (fd < 0)
		rc = err_errno(e, errno, path);
	else
		rc = close(fd) == 0 ? sql_run(s, e, SQL_SNAPSHOT, "t", path) : err_errno(e, errno, path);
	free(path);
	return rc;
}

int snapshot_make(struct store *s, char **out, int *held, struct err *e)
{
	*out = NULL;
	*held = snapshot_hold(s->folder, e);
	if (*held < 0)
		return -1;
	if (snapshot_folder(s->folder, SNAPSHOT_PREFIX, out, e) == 0) {
		if (copy_into(s, *out, e) == 0)
			return 0;
		snapshot_remove(*out);
		free(*out);
		*out = NULL;
	}
	close(*held);
	*held = -1;
	return -1;
}

int snapshot_check(struct store *s, struct store_check *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_INTEGRITY, "");
	int row = sql_row(s, st, e);
	const char *said = row > 0 ? (const char *)sqlite3_column_text(st, 0) : NULL;
	bool whole = said && !strcmp(said, "ok");

	if (row < 0)
		return -1;
	if (!whole)
		err_set(e, ERR_DATA, TEXT_STORE_DAMAGED, "%s" ERR_AND "%s", s->folder, said ? said : "");
	sql_end(st);
	return whole ? store_check(s, out, e) : -1;
}
