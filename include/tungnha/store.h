/* store.h - the one SQLite file of a node: opening it under its key, transactions, settings, self-check.
 *
 * Truth is journals (sealed entries), head signatures, receipts, and what never leaves the machine. Everything else is
 * derived, recreated by store_rebuild and compared by store_check (src/store/schema.sql tells them apart). What is
 * stored is read through store_records.h (what the fold knows) and store_journals.h (what an exchange needs).
 *
 * One struct store is used by one thread; several processes may have the same file open. */
#ifndef TUNGNHA_STORE_H
#define TUNGNHA_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/campaign.h>
#include <tungnha/err.h>
#include <tungnha/form.h>
#include <tungnha/id.h>
#include <tungnha/keys.h>
#include <tungnha/targets.h>
#include <tungnha/tasks.h>

struct store;

enum store_role { STORE_COLLECTOR, STORE_AGGREGATOR };

/* How the data key is kept (PROTOCOL.md, section 12). */
enum store_protection {
	STORE_UNDER_PASSPHRASE,
	STORE_UNDER_KEY_FILE, /* path remembered, opened by every later command */
	STORE_UNPROTECTED,    /* --no-passphrase: the key lies beside the data; shown on every status */
};

struct store_setup {
	enum store_role role;
	enum store_protection protection;
	const char *passphrase; /* STORE_UNDER_PASSPHRASE */
	const char *key_file;   /* STORE_UNDER_KEY_FILE: made (0600) if absent */
	char *recovery; /* STORE_RECOVERY_TEXT bytes (store_keep.h): a recovery key is drawn and told here; NULL: none
			 */
};

/* Makes folder (0700) and a new store in it, opens it. ERR_CREATE when there is one already or nothing can be written.
 */
int store_create(const char *folder, const struct store_setup *setup, struct store **out, struct err *e);

/* Opens a store: with the key file, the unprotected key, the data key left by `unlock` in the runtime directory, or
 * the passphrase when one is given (NULL: none). ERR_NOT_FOUND: no store there · ERR_DENIED: closed, and no or a wrong
 * passphrase · ERR_DATA: written by a newer version · ERR_BUSY · ERR_IO · ERR_CREATE: read-only.
 * An older version is upgraded, each step in a transaction of its own. */
int store_open(const char *folder, const char *passphrase, struct store **out, struct err *e);
void store_close(struct store *s);   /* wipes keys; NULL is fine */
void store_discard(struct store *s); /* closes and removes the files store_create made: for a set-up that failed */

#define STORE_SERVED "serve.lock" /* lies in the folder while a server runs on it, whatever else does */

/* Whether there is a store in folder, and how it is protected, without opening it. false: none. */
bool store_look(const char *folder, enum store_protection *how);
char *store_file(const char *folder); /* the one file it is; the caller frees */

/* Leaves the data key in the runtime directory (0600, tmpfs) until store_lock_again, log-out or restart. */
int store_unlock(struct store *s, struct err *e);
int store_lock_again(const char *folder, struct err *e); /* nothing there is fine */

enum store_role store_role(const struct store *s);
enum store_protection store_protection(const struct store *s);
const struct keys_secret *store_keys(const struct store *s);
struct id store_id(const struct store *s); /* this node's id */

/* --- transactions --- */

/* Everything that writes runs between begin and commit (BEGIN IMMEDIATE, so two writers wait for each other: up to 5 s,
 * then ERR_BUSY). Commit folds and tallies what was appended, then makes it durable (synchronous=FULL). On any failure,
 * roll back: nothing has happened. */
int store_begin(struct store *s, struct err *e);
int store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s); /* harmless when none is open */

/* What is read between these two is one state of the store, whatever others commit meanwhile, and is read the quicker:
 * a page is. Best effort: where it cannot be had, each reading is of its own moment; a transaction begun in between
 * ends it. */
void store_view(struct store *s);
void store_view_end(struct store *s); /* harmless when there is none */

/* Several transactions that share one commit, as messages do that wait together: between the two, store_begin,
 * store_commit and store_rollback make parts, each whole or not at all, as on its own, but durable only with the group.
 * What a part committed is seen by those after it. Some failures (disk full, I/O) undo the whole group: every part
 * after that fails with the same error, and so does store_group_commit. On -1 roll back: nothing of any part has
 * happened. */
int store_group_begin(struct store *s, struct err *e);
int store_group_commit(struct store *s, struct err *e);
void store_group_rollback(struct store *s); /* harmless when none is open */

/* --- settings: small facts of this machine. "unit" is an aggregator's own unit code --- */

/* NULL when not set; the caller frees. Sealed settings hold what must not lie in the clear (names of people). */
char *store_setting(struct store *s, const char *name);
int store_set(struct store *s, const char *name, const char *value, struct err *e); /* in a transaction; NULL removes */
char *store_sealed_setting(struct store *s, const char *name);
int store_set_sealed(struct store *s, const char *name, const char *value, struct err *e);

/* --- definitions --- */

/* Makes a definition known here (from an invitation or a file); known twice is fine. In a transaction. */
int store_add_definition(struct store *s, const char *name, const char *bytes, size_t n, struct err *e);

/* The form / campaign in force (the newest define act, else the newest added here); cached, borrowed until store_close.
 * name NULL: the campaign's first form, or the only one. ERR_UNAVAILABLE when there is none. */
int store_form(struct store *s, const char *name, const struct form **out, struct err *e);
int store_form_of(struct store *s, struct id def, const struct form **out, struct err *e); /* any version known */
int store_campaign(struct store *s, const struct campaign **out);                          /* -1: none (not an error) */
/* The targets / tasks the campaign in force names; as it. -1: it names none, or they are not known here (no error). */
int store_targets(struct store *s, const struct targets **out);
int store_tasks(struct store *s, const struct tasks **out);
/* The bytes of a definition known here, the caller frees; NULL when not known. */
char *store_definition(struct store *s, struct id def, size_t *n);
/* Those that came with an invitation or a file, at most max of them. */
int store_given_definitions(struct store *s, struct id *out, size_t max, size_t *n, struct err *e);

/* --- self-check --- */

struct store_check {
	int64_t entries;        /* read, unsealed, hashed again, compared with chain and canonical form */
	int64_t purged;         /* entries a purge took the bytes of; only their hashes are left */
	int64_t heads_verified; /* head signatures */
	bool totals_match;      /* derived tables equal to those a rebuild makes */
	struct err *problem;    /* owned, freed by store_check_free */
	size_t problems;
};
int store_check(struct store *s, struct store_check *out, struct err *e); /* changes nothing */
void store_check_free(struct store_check *c);

/* Empties and recreates every derived table, in a transaction of its own. */
int store_rebuild(struct store *s, struct err *e);

/* BLAKE2b over everything derived, by names (never by local row numbers): equal for equal sets of entries. `table`
 * limits it to one table ("record", "tally", …), NULL = all. For tests and check. */
int store_digest(struct store *s, const char *table, unsigned char out[static KEY_BYTES], struct err *e);

#endif
