/* backup_file.h - the form of a backup: a head in the clear, then the file of a store in sealed chunks
 * (sync/PROTOCOL.md, section 12). Never more than a chunk is in memory. */
#ifndef TUNGNHA_STORE_BACKUP_FILE_H
#define TUNGNHA_STORE_BACKUP_FILE_H

#include <tungnha/buf.h>
#include <tungnha/store_keep.h>
#include <tungnha/store_records.h>

#include "wraps.h"

#define BACKUP_MAGIC "TNB1"
enum {
	BACKUP_HEAD_MAX = 64 * 1024,
	BACKUP_CHUNK = 64 * 1024,
	BACKUP_CHUNK_MORE = 17, /* crypto_secretstream_xchacha20poly1305_ABYTES */
};

struct backup_head {
	struct store_backup_info info;
	uint32_t chunks;
	struct wraps wraps;
};

/* A backup being read or written. path is for sentences, borrowed. */
struct backup_file {
	int fd;
	const char *path;
	unsigned char check[KEY_BYTES]; /* hash of the head: bound to every chunk */
};

/* What a file begins with, up to the hash of the head. false: too large. */
bool backup_head_write(const struct backup_head *h, struct buf *out, unsigned char check[static KEY_BYTES]);
/* Reads it from f->fd, which stands at the beginning. ERR_DATA: no backup, or altered. */
int backup_head_read(struct backup_file *f, struct backup_head *out, struct err *e);

typedef void (*backup_progress)(void *context, size_t done, size_t total);

/* After the head: the bytes of `from`, sealed, in h->chunks chunks. */
int backup_seal(const struct backup_file *f, const struct backup_head *h, int from,
	const unsigned char data_key[static KEY_BYTES], backup_progress progress, void *context, struct err *e);
/* The same bytes again, a chunk at a time; a chunk is authentic when each() sees it, the file whole only when this
 * returns 0. ERR_DATA: altered or cut off, anywhere. */
typedef int (*backup_each)(void *context, const unsigned char *bytes, size_t n, struct err *e);
int backup_unseal(const struct backup_file *f, const struct backup_head *h,
	const unsigned char data_key[static KEY_BYTES], backup_each each, void *context, struct err *e);

/* Opens a backup and reads its head; f->fd is then the caller's to close. */
int backup_open(const char *path, struct backup_file *f, struct backup_head *h, struct err *e);

uint32_t backup_chunks(int64_t bytes); /* of a file of so many bytes; at least one */

/* Whole reads of a descriptor, EINTR or not (file_write_all writes). */
ssize_t backup_read(int fd, void *bytes, size_t n); /* fewer than n only at the end; -1 with errno */

/* --- a copy of the store at one moment, in a private folder (snapshot.c) --- */

#define SNAPSHOT_PREFIX ".snapshot-"
/* Sweeps away what a power cut left under that prefix; returns a descriptor to close afterwards, -1 with e. ERR_BUSY:
 * another program is at it. */
int snapshot_hold(const char *folder, struct err *e);
/* Makes folder/.snapshot-…/ with the file of a store in it; *out its path, the caller's. *held: of snapshot_hold. */
int snapshot_make(struct store *s, char **out, int *held, struct err *e);
void snapshot_remove(const char *folder); /* and its path's memory stays the caller's */
/* An empty private folder. */
int snapshot_folder(const char *in, const char *prefix, char **out, struct err *e);
int snapshot_sweep(
	const char *in, const char *prefix); /* removes what was left by a power cut; how many others there are */
/* Opens it under a key that is known; nothing else is asked. */
int snapshot_open(
	const char *folder, const unsigned char data_key[static KEY_BYTES], struct store **out, struct err *e);
/* SQLite's own check, then store_check. ERR_DATA: no whole database. */
int snapshot_check(struct store *s, struct store_check *out, struct err *e);

#endif
