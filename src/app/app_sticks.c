/* app_sticks.c - which USB sticks are plugged in: the list of mounts is read anew each time it is asked for. */
#include <dirent.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <tungnha/utf8.h>

#include "sticks.h"

enum { MOUNT_LINE = 4096 };

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Where desktops and people mount sticks, on a device of this machine: a share whose server is gone would keep
 * whoever looks at it waiting. */
static bool is_stick(const struct mntent *m)
{
	static const char *const never[] = {"iso9660", "udf", "squashfs", "swap"};
	bool there = begins(m->mnt_dir, "/media/") || begins(m->mnt_dir, "/run/media/") ||
		     strcmp(m->mnt_dir, "/mnt") == 0 || begins(m->mnt_dir, "/mnt/");
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strcmp(m->mnt_type, never[i]) == 0)
			return false;
	return there && begins(m->mnt_fsname, "/dev/");
}

/* Is there anything to take in? Only ever a first glance: what lies there is judged when it is taken. */
static bool holds_messages(const char *path)
{
	char folder[APP_STICK_PATH + 16];
	snprintf(folder, sizeof folder, "%s/tungnha", path);
	DIR *d = opendir(folder);
	const struct dirent *f;
	bool any = false;
	while (d && !any && (f = readdir(d)) != NULL)
		any = f->d_name[0] != '.';
	if (d)
		closedir(d);
	return any;
}

/* false: it cannot be looked at. */
static bool look(const char *path, struct app_stick *out)
{
	struct statvfs v;
	const char *slash = strrchr(path, '/');
	if (strlen(path) >= sizeof out->path || statvfs(path, &v) != 0)
		return false;
	*out = (struct app_stick){.read_only = (v.f_flag & ST_RDONLY) != 0 || access(path, W_OK | X_OK) != 0,
		.free_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize,
		.has_replies = holds_messages(path)};
	snprintf(out->path, sizeof out->path, "%s", path);
	utf8_copy(out->name, sizeof out->name, slash ? slash + 1 : path);
	return true;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct app_stick *)a)->path, ((const struct app_stick *)b)->path);
}

static bool is_listed(const struct app_stick *s, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(s[i].path, path) == 0)
			return true;
	return false;
}

size_t sticks_mounted(const char *mounts, struct app_stick *out, size_t max)
{
	char line[MOUNT_LINE];
	struct mntent m;
	size_t n = 0;
	FILE *f = setmntent(mounts, "re");
	while (f && n < max && getmntent_r(f, &m, line, sizeof line))
		if (is_stick(&m) && !is_listed(out, n, m.mnt_dir) && look(m.mnt_dir, &out[n]))
			n++;
	if (f)
		endmntent(f);
	qsort(out, n, sizeof *out, by_path);
	return n;
}

size_t sticks_under(const char *folder, struct app_stick *out, size_t max)
{
	char path[2 * APP_STICK_PATH];
	struct stat st;
	const struct dirent *f;
	size_t n = 0;
	DIR *d = opendir(folder);
	while (d && n < max && (f = readdir(d)) != NULL) {
		snprintf(path, sizeof path, "%s/%s", folder, f->d_name);
		if (f->d_name[0] != '.' && stat(path, &st) == 0 && S_ISDIR(st.st_mode) && look(path, &out[n]))
			n++;
	}
	if (d)
		closedir(d);
	qsort(out, n, sizeof *out, by_path);
	return n;
}

size_t app_sticks(struct app_stick *out, size_t max)
{
	const char *folder = getenv("TUNGNHA_STICKS");
	return folder && *folder ? sticks_under(folder, out, max) : sticks_mounted("/proc/self/mounts", out, max);
}

bool app_stick_find(const char *path, struct app_stick *out)
{
	struct app_stick s[APP_STICKS_MAX];
	size_t n = app_sticks(s, APP_STICKS_MAX);
	for (size_t i = 0; i < n; i++)
		if (strcmp(s[i].path, path) == 0) {
			*out = s[i];
			return true;
		}
	return false;
}

bool app_stick_is(const char *path)
{
	struct app_stick s;
	return app_stick_find(path, &s);
}

void app_stick_flush(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)syncfs(fd);
		close(fd);
	}
}
