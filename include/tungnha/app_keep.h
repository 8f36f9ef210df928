/* app_keep.h - backups as a person makes them: into a folder or a file, some kept, the newest found again;
 * and comparing what is held with what others can show. */
#ifndef TUNGNHA_APP_KEEP_H
#define TUNGNHA_APP_KEEP_H

#include <stddef.h>
#include <stdint.h>

#include <tungnha/store_keep.h>

struct app_backup {
	const char *path; /* a folder: the name is made up there; else the file. One that is not there and has no ending
			     ".tnb" is made as a folder when `folder` says so */
	bool folder;
	int keep; /* 0: all; else the newest so many of this node's in the folder, the new one among them */
	int64_t now;
	store_progress_told told;
	void *context;
};
struct app_backed_up {
	char *file; /* owned */
	struct store_backup_done done;
	size_t removed;
};
/* ERR_CREATE: the file is there and no backup of this node · ERR_USAGE: keep without a folder · as store_backup. */
int app_backup(struct store *s, const struct app_backup *b, struct app_backed_up *out, struct err *e);
void app_backup_free(struct app_backed_up *b);

/* The backup a person means: the file, or the only one of a folder; the caller frees. ERR_NOT_FOUND · ERR_DATA: there
 * are several. */
int app_restore_file(const char *path, char **out, struct err *e);

/* Compares what is held with what others can show (design: P6): path is a stick or folder with messages for this hub
 * and backups of it, one message, one backup, or a statement as `statement show --json` prints it. What this hub once
 * held and holds no more is added to out's problems. *proofs: how many entries were looked for. ERR_NOT_FOUND: nothing
 * there shows anything · ERR_DATA: none of these. */
int app_check_against(struct store *s, const char *path, struct store_check *out, size_t *proofs, struct err *e);

#endif
