/* file.h - files and folders: whole reads with a limit, writes that are there entirely or not at all. */
#ifndef TUNGNHA_FILE_H
#define TUNGNHA_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>

/* Reads a regular file of at most out->max bytes into an initialised, empty buf. "-" reads standard input.
 * Larger: ERR_DATA. Missing: ERR_NOT_FOUND. A folder, device or FIFO: ERR_DATA. */
int file_read(const char *path, struct buf *out, struct err *e);

/* Opens a regular file for reading, and says its size if asked. NULL with e as file_read. */
FILE *file_open(const char *path, size_t *size, struct err *e);

/* Writes a temporary name beside path, fsync, rename, fsync of the folder. mode as for open(2). */
int file_write(const char *path, const void *bytes, size_t n, mode_t mode, struct err *e);

/* Like file_write, for standard output ("-" or NULL) plain writing. */
int file_output(const char *path, const void *bytes, size_t n, struct err *e);

/* To an open descriptor, however many steps it takes; -1 with errno. */
int file_write_all(int fd, const void *bytes, size_t n);

int file_make_folders(const char *path, mode_t mode, struct err *e); /* like mkdir -p; existing is fine */
bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* The names in a folder that end in suffix, sorted bytewise, at most max of them; the caller frees with
 * file_names_free. A missing folder is an empty list. Hidden names are left out. */
struct file_names {
	char **name;
	size_t count;
};
int file_names(const char *folder, const char *suffix, size_t max, struct file_names *out, struct err *e);
void file_names_free(struct file_names *names);

/* folder/name into an allocated string the caller frees. */
char *file_join(const char *folder, const char *name);

/* Removes a file; a missing one is fine. */
int file_remove(const char *path, struct err *e);

/* A secret file (passphrase, key): regular, own uid, no group or other bits (a FAT stick keeps neither), at most
 * out_bytes - 1 bytes; one
 * trailing newline is cut; NUL-ended. Returns its length, or -1 with e. On any failure out is wiped. */
int file_secret(const char *path, char *out, size_t out_bytes, struct err *e);

#endif
