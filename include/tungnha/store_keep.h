/* store_keep.h - so that nothing is lost: what opens a store (passphrase, key file, recovery key), backups, and getting
 * them back (sync/PROTOCOL.md, section 12). */
#ifndef TUNGNHA_STORE_KEEP_H
#define TUNGNHA_STORE_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/campaign.h>
#include <tungnha/chain.h>
#include <tungnha/clock.h>
#include <tungnha/store.h>

/* --- what opens a store --- */

/* What a person gives to open a store or a backup; all NULL: whatever lies open. */
struct store_key {
	const char *passphrase;
	const char *key_file; /* the store's own, wherever it lies now, or one of store_make_stick */
	const char *recovery; /* as typed */
};

/* As store_open. A recovery key or a key file that is given must open it, whatever else would. ERR_DATA: the recovery
 * key is mistyped (the sentence names the group) · ERR_DENIED: it, or the key file, is of another store. */
int store_open_by(const char *folder, const struct store_key *k, struct store **out, struct err *e);

/* "7Z4QK-…": eight groups of five characters, NUL included. Shown once, never kept. */
enum { STORE_RECOVERY_TEXT = 8 * 5 + 7 + 1 };

/* The least a passphrase must have, in characters. */
enum { STORE_PASSPHRASE_LEAST = 8 };

/* From now on the store opens under a passphrase or a key file (`how`, its role ignored); what opened it before does
 * not any more, except a stick and, unless how->recovery asks for a new one, the recovery key. A transaction of its
 * own. */
int store_protect(struct store *s, const struct store_setup *how, struct err *e);
/* A new recovery key; the old one opens no more. ERR_DATA: the store is not protected at all. */
int store_new_recovery(struct store *s, char out[static STORE_RECOVERY_TEXT], struct err *e);
bool store_has_recovery(struct store *s);
/* Writes a key file that opens this store, for a machine nobody types at. ERR_CREATE: path is there already. The one
 * made before opens no more. ERR_DATA: the store is not protected at all. */
int store_make_stick(struct store *s, const char *path, struct err *e);

/* --- backups: one file that holds the whole store, sealed, and what opens it --- */

/* What stands in the clear at the head of a backup. */
struct store_backup_info {
	char unit[UNIT_CODE], name[UNIT_NAME]; /* the hub's own, or the hamlet (the first where there are several) */
	enum store_role role;
	struct id node;
	int64_t at; /* by that machine's clock */
	enum store_protection protection;
};
/* ERR_DATA: not a backup, or its head was altered; what is sealed is not looked at. */
int store_backup_look(const char *file, struct store_backup_info *out, struct err *e);

typedef void (*store_progress_told)(void *context, size_t done, size_t total); /* NULL = none */

struct store_backup_done {
	int64_t bytes;   /* of the file */
	int64_t entries; /* in it, each verified again */
	size_t problems; /* the store itself is at fault (`check` names it): nothing older may be thrown away */
};
/* Copies the store as it is at one moment, while others read and write it, into `file`: under a hidden name until it
 * was read back from there, opened, compared with the copy byte by byte, and the copy checked as store_check does. What
 * is there under that name is replaced only then. On -1 nothing is left there. ERR_CREATE, ERR_IO: `file` or the disk
 * of the store · ERR_BUSY: another backup of this store is being made. A good one is noted (store_last_backup). */
int store_backup(struct store *s, const char *file, int64_t now, store_progress_told told, void *context,
	struct store_backup_done *out, struct err *e);
/* When the last good backup was made and how large it is; false: never, as far as this machine knows. */
bool store_last_backup(struct store *s, int64_t *at, int64_t *bytes);

struct store_restore {
	const char *folder, *file;
	enum store_role role;
	struct store_key key;
	int64_t now;
	store_progress_told told;
	void *context;
};
struct store_restored {
	struct store_backup_info from;
	int64_t entries;
	size_t problems; /* the store was at fault already when it was copied */
};
/* Makes folder's store from a backup, tested whole before anything of it is there; returned open. Every journal of this
 * node is left: whatever it wrote after the backup comes back from others (section 8). ERR_CREATE: folder holds
 * something · ERR_DATA: not a backup, altered, cut off, of the other program, of a newer version · ERR_DENIED: what was
 * given does not open it. */
int store_restore(const struct store_restore *r, struct store_restored *out, struct store **s, struct err *e);

/* After a hub was restored: when, from a backup of when; false: it was not, or a person confirmed. */
bool store_was_restored(struct store *s, int64_t *at, int64_t *from);
/* Notes a node that showed this hub's receipt for more than it holds (in a transaction), and lists them; the caller
 * frees. store_restored_confirm forgets all of it. */
int store_note_ahead(struct store *s, struct id node, struct err *e);
int store_ahead(struct store *s, struct id **out, size_t *n, struct err *e);
int store_restored_confirm(struct store *s, struct err *e);

/* Every end of a branch in a backup of this very store, for comparing with what is held now. ERR_DENIED: of another
 * store. Stops with -1 when each() does. */
typedef int (*store_each_head)(void *context, const struct chain *c, uint32_t seq, const struct hash *h, struct err *e);
int store_backup_heads(struct store *s, const char *file, store_each_head each, void *context, struct err *e);

/* What is known of a journal by its id: whose it is, and the greatest seq held; 1 known, 0 never seen, -1 e. */
int store_journal(struct store *s, struct id journal, struct chain *out, uint32_t *last, struct err *e);

#endif
