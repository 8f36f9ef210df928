/* file.c - whole reads with a limit, and writes that are there entirely or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/alloc.h>
#include <tungnha/file.h>

enum { READ_BYTES = 16 * 1024, TEMPORARY_BYTES = 12 };

static bool is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* -- reading -- */

/* Opens a regular file. O_NONBLOCK, so that opening a FIFO nobody writes to does not wait for ever. */
static int open_regular(const char *path, struct stat *st, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENXIO) /* a socket */
		return err_set(e, ERR_DATA, TEXT_FILE_NOT_REGULAR, "%s", path);
	if (fd < 0)
		return err_errno(e, errno, path);
	if (fstat(fd, st) < 0)
		err_errno(e, errno, path);
	else if (!S_ISREG(st->st_mode))
		err_set(e, ERR_DATA, TEXT_FILE_NOT_REGULAR, "%s", path);
	else
		return fd;
	close(fd);
	return -1;
}

FILE *file_open(const char *path, size_t *size, struct err *e)
{
	struct stat st;
	int fd = open_regular(path, &st, e);
	FILE *in = fd < 0 ? NULL : fdopen(fd, "rb");
	if (fd >= 0 && !in) {
		err_errno(e, errno, path);
		close(fd);
	}
	if (in && size)
		*size = (size_t)st.st_size;
	return in;
}

/* Bytes read, 0 at the end, -1 with errno. */
static ssize_t read_some(int fd, void *bytes, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, bytes, n);
		if (got >= 0 || errno != EINTR)
			return got;
	}
}

static int read_all(int fd, const char *path, struct buf *out, struct err *e)
{
	char piece[READ_BYTES];
	ssize_t got;
	while ((got = read_some(fd, piece, sizeof piece)) > 0) {
		buf_add(out, piece, (size_t)got);
		if (out->full)
			return err_set(e, ERR_DATA, TEXT_FILE_TOO_LARGE, "%s" ERR_AND "%zu", path, out->max);
	}
	return got < 0 ? err_errno(e, errno, path) : 0;
}

int file_read(const char *path, struct buf *out, struct err *e)
{
	struct stat st;
	if (is_standard(path))
		return read_all(STDIN_FILENO, path, out, e);
	int fd = open_regular(path, &st, e);
	if (fd < 0)
		return -1;
	int result = read_all(fd, path, out, e);
	close(fd);
	return result;
}

/* -- writing -- */

int file_write_all(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;
	while (n > 0) {
		ssize_t put = write(fd, at, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		at += put;
		n -= (size_t)put;
	}
	return 0;
}

/* The folder a path is in: "a/b" -> "a", "/b" -> "/", "b" -> ".". The caller frees. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return alloc_copy(".");
	return alloc_copy_n(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Makes a rename last. FAT and some network shares cannot fsync a folder (EINVAL): there is nothing more to do then. */
static int sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int failed = fsync(fd) < 0 && errno != EINVAL ? errno : 0;
	close(fd);
	errno = failed;
	return failed ? -1 : 0;
}

/* Creates the file that will be renamed. Hidden, so that a reader of the folder never takes it for a whole one; named
 * by bytes of its own, not by an id: how many files are written must not decide which id comes next. */
static int open_temporary(const char *folder, mode_t mode, char **temporary)
{
	unsigned char drawn[TEMPORARY_BYTES];
	char hex[2 * TEMPORARY_BYTES + 1];
	randombytes_buf(drawn, sizeof drawn);
	char *name = alloc_print(".tungnha-%s.tmp", sodium_bin2hex(hex, sizeof hex, drawn, sizeof drawn));
	*temporary = file_join(folder, name);
	free(name);
	return open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
}

/* 0, or -1 with errno. */
static int replace(const char *folder, const char *path, const void *bytes, size_t n, mode_t mode)
{
	char *temporary;
	int fd = open_temporary(folder, mode, &temporary), failed = 0;
	if (fd < 0) {
		failed = errno;
		free(temporary);
		errno = failed;
		return -1;
	}
	if (file_write_all(fd, bytes, n) < 0 || fsync(fd) < 0)
		failed = errno;
	if (close(fd) < 0 && !failed)
		failed = errno;
	if (!failed && rename(temporary, path) < 0)
		failed = errno;
	if (failed)
		unlink(temporary);
	else if (sync_folder(folder) < 0)
		failed = errno;
	free(temporary);
	errno = failed;
	return failed ? -1 : 0;
}

int file_write(const char *path, const void *bytes, size_t n, mode_t mode, struct err *e)
{
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) /* renaming over a device would remove the device */
		return err_set(e, ERR_CREATE, TEXT_FILE_NOT_REGULAR, "%s", path);
	char *folder = folder_of(path);
	int result = replace(folder, path, bytes, n, mode) < 0 ? err_errno(e, errno, path) : 0;
	free(folder);
	return result;
}

static int write_open(int fd, const char *path, const void *bytes, size_t n, struct err *e)
{
	return file_write_all(fd, bytes, n) < 0 ? err_errno(e, errno, path) : 0;
}

int file_output(const char *path, const void *bytes, size_t n, struct err *e)
{
	struct stat st;
	if (!path || is_standard(path))
		return write_open(STDOUT_FILENO, "-", bytes, n, e);
	if (stat(path, &st) < 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
		return file_write(path, bytes, n, 0666, e);
	int fd = open(path, O_WRONLY | O_CLOEXEC); /* /dev/stdout, /dev/null, a FIFO */
	if (fd < 0)
		return err_errno(e, errno, path);
	int result = write_open(fd, path, bytes, n, e);
	if (close(fd) < 0 && result == 0)
		result = err_errno(e, errno, path);
	return result;
}

/* -- folders -- */

bool file_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A file in the way is named as what it is: "not a folder" helps more than "exists". */
static int make_folder(const char *path, mode_t mode, struct err *e)
{
	if (mkdir(path, mode) == 0)
		return 0;
	int failed = errno;
	if (file_is_folder(path))
		return 0;
	if (failed == EEXIST)
		return err_set(e, ERR_CREATE, TEXT_FILE_NOT_FOLDER, "%s", path);
	return err_errno(e, failed, path);
}

int file_make_folders(const char *path, mode_t mode, struct err *e)
{
	char *part = alloc_copy(path);
	int result = 0;
	for (char *slash = part; result == 0 && *slash && (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		result = make_folder(part, mode, e);
		*slash = '/';
	}
	if (result == 0)
		result = make_folder(part, mode, e);
	free(part);
	return result;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts, and drops all but the first max. */
static void names_cut(struct file_names *names, size_t max)
{
	if (names->count > 1)
		qsort(names->name, names->count, sizeof *names->name, by_name);
	while (names->count > max)
		free(names->name[--names->count]);
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), end = strlen(suffix);
	return n >= end && strcmp(name + n - end, suffix) == 0;
}

/* Keeps memory within twice max names however many files there are, and the result independent of their order. */
static void names_add(struct file_names *names, size_t *room, size_t max, const char *name)
{
	if (names->count / 2 > max)
		names_cut(names, max);
	if (names->count == *room) {
		*room = *room ? *room * 2 : 64;
		names->name = alloc_grow(names->name, *room, sizeof *names->name);
	}
	names->name[names->count++] = alloc_copy(name);
}

int file_names(const char *folder, const char *suffix, size_t max, struct file_names *out, struct err *e)
{
	*out = (struct file_names){0};
	size_t room = 0;
	DIR *dir = opendir(folder);
	if (!dir)
		return errno == ENOENT ? 0 : err_errno(e, errno, folder);
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] != '.' && ends_in(entry->d_name, suffix))
			names_add(out, &room, max, entry->d_name);
	}
	int failed = errno;
	closedir(dir);
	if (failed) {
		file_names_free(out);
		return err_errno(e, failed, folder);
	}
	names_cut(out, max);
	return 0;
}

void file_names_free(struct file_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
	*names = (struct file_names){0};
}

char *file_join(const char *folder, const char *name)
{
	size_t n = strlen(folder);
	return alloc_print("%s%s%s", folder, n == 0 || folder[n - 1] == '/' ? "" : "/", name);
}

int file_remove(const char *path, struct err *e)
{
	return unlink(path) < 0 && errno != ENOENT ? err_errno(e, errno, path) : 0;
}

/* -- secrets -- */

/* Sticks are FAT, which keeps neither owners nor permissions: whoever holds the stick may read it anyway. */
static bool keeps_no_permissions(int fd)
{
	enum { FAT = 0x4d44, EXFAT = 0x2011bab0, NTFS = 0x5346544e, NTFS3 = 0x7366746e };
	struct statfs fs;
	if (fstatfs(fd, &fs) < 0)
		return false;
	return fs.f_type == FAT || fs.f_type == EXFAT || fs.f_type == NTFS || fs.f_type == NTFS3;
}

static int judge_secret(int fd, const struct stat *st, const char *path, struct err *e)
{
	if (keeps_no_permissions(fd))
		return 0;
	if (st->st_uid != geteuid())
		return err_set(e, ERR_DATA, TEXT_SECRET_FILE_NOT_OWN, "%s", path);
	if (st->st_mode & 077)
		return err_set(e, ERR_DATA, TEXT_SECRET_FILE_OPEN_TO_OTHERS, "%s", path);
	return 0;
}

/* The length of what is in the file, without one LF or CRLF at its end. */
static int read_secret(int fd, const char *path, char *out, size_t out_bytes, struct err *e)
{
	size_t n = 0;
	ssize_t got;
	while (n < out_bytes && (got = read_some(fd, out + n, out_bytes - n)) != 0) {
		if (got < 0)
			return err_errno(e, errno, path);
		n += (size_t)got;
	}
	if (n == out_bytes)
		return err_set(e, ERR_DATA, TEXT_SECRET_FILE_TOO_LARGE, "%s", path);
	if (n > 0 && out[n - 1] == '\n')
		n -= n > 1 && out[n - 2] == '\r' ? 2 : 1;
	if (n == 0)
		return err_set(e, ERR_DATA, TEXT_SECRET_FILE_EMPTY, "%s", path);
	sodium_memzero(out + n, out_bytes - n);
	return (int)n;
}

int file_secret(const char *path, char *out, size_t out_bytes, struct err *e)
{
	struct stat st;
	int length = -1, fd = open_regular(path, &st, e);
	if (fd >= 0) {
		if (judge_secret(fd, &st, path, e) == 0)
			length = read_secret(fd, path, out, out_bytes, e);
		close(fd);
	}
	if (length < 0)
		sodium_memzero(out, out_bytes);
	return length;
}
