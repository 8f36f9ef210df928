/* store_keep.h - so that nothing is lost: what opens a store (passphrase, key file, recovery key), backups, and getting
 * them back (sync/PROTOCOL.md, section 12). */
#ifndef TUNGNHA_STORE_KEEP_H
#define TUNGNHA_STORE_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#endif
