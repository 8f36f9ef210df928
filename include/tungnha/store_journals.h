/* store_journals.h - what an exchange needs of the store: haves, what the other side lacks, taking runs, receipts,
 * enrolments (sync/PROTOCOL.md, section 8). */
#ifndef TUNGNHA_STORE_JOURNALS_H
#define TUNGNHA_STORE_JOURNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/invite.h>
#include <tungnha/message.h>
#include <tungnha/store_records.h>

/* --- a collector's enrolments --- */

struct store_enrolment {
	struct unit unit;
	bool has_hub; /* false: begun without an invitation */
	struct id hub;
	struct keys_public hub_keys;
	char hub_name[UNIT_NAME];
	char hub_unit[UNIT_CODE];
	struct id invite;
	unsigned char secret[KEY_BYTES];
	char label[MESSAGE_LABEL_BYTES + 1];
	char letter[4];
	char address[INVITE_ADDRESSES_MAX][INVITE_ADDRESS_BYTES + 1];
	size_t addresses;
	enum message_state state;     /* as the hub last said; STATE_NONE before the first reply */
	bool told_unknown;            /* send enrol again */
	char by_successor[UNIT_CODE]; /* enrolled here because this unit of the device has it as predecessor; "" =
					 invited */
};
int store_enrol(
	struct store *s, const struct store_enrolment *en, struct err *e); /* in a transaction; replaces that unit's */
int store_enrolment(struct store *s, const char *unit, struct store_enrolment *out, struct err *e); /* ERR_NOT_FOUND */
/* All units of this device; the caller frees. */
int store_enrolments(struct store *s, struct store_enrolment **out, size_t *n, struct err *e);
int store_forget_unit(
	struct store *s, const char *unit, struct err *e); /* no longer this device's; its journals stay */
int store_enrolment_state(struct store *s, const char *unit, enum message_state state, struct err *e);

/* --- a hub's invitations --- */

struct store_invitation {
	struct id id;
	char unit[UNIT_CODE];
	unsigned char secret[KEY_BYTES];
	char letter[4];
	int uses, used, days;
	int64_t issued_at;
	bool withdrawn;
};
int store_add_invitation(struct store *s, const struct store_invitation *v, struct err *e);
int store_invitation(struct store *s, struct id id, struct store_invitation *out, struct err *e);
/* Those of a unit (NULL: all), newest first; the caller wipes and frees. */
int store_invitations(struct store *s, const char *unit, struct store_invitation **out, size_t *n, struct err *e);
int store_use_invitation(struct store *s, struct id id, struct err *e);
int store_withdraw_invitation(struct store *s, struct id id, struct err *e);
int store_next_letter(struct store *s, const char *unit, char out[static 4], struct err *e);

/* --- a hub's peers --- */

/* Notes that a node was heard of for a unit (keys kept; a waiting one is one without a device act). */
int store_heard(struct store *s, const char *unit, const struct keys_public *keys, const char *label, struct id invite,
	int64_t now, struct err *e);
/* What is known of a node for a unit: by device and revoke acts, else waiting if heard of with an enrol, else
 * STATE_UNKNOWN. */
int store_peer_state(
	struct store *s, const char *unit, const struct keys_public *keys, enum message_state *out, struct err *e);

/* --- haves and runs --- */

/* Whose eyes: which journals are in scope. */
struct store_scope {
	const char *unit;        /* the unit of the exchange */
	const char *hub_unit;    /* the hub's own unit; NULL or "" = none */
	struct id hub;           /* the hub of the exchange (on a hub: itself) */
	const struct id *only;   /* waiting or revoked node: only its own journals; else NULL */
	const struct id *viewer; /* the node of an exchange: leave out journals of authors without a device act, other
				    than hub and viewer; NULL: all */
};

/* Signs the heads of all branches of own journals in scope that are not signed yet. In a transaction. */
int store_sign_heads(struct store *s, const struct store_scope *scope, struct err *e);

/* Rows of one's own have, with rungs where rows of `other` cannot be placed. The caller frees. */
int store_have(struct store *s, const struct store_scope *scope, const struct name *other, size_t others,
	struct name **out, size_t *n, struct err *e);

/* Which of the rows lie on a chain that ends at a row of that have, as far as both are held here. */
int store_borne_out(struct store *s, const struct store_scope *scope, const struct name *have, size_t haves,
	const struct name *row, size_t rows, bool *out, struct err *e);

/* Where the other side lacks more than `most` entries of an own branch: signs the head at which a run of just so many
 * ends. In a transaction, after store_sign_heads. */
int store_sign_steps(struct store *s, const struct store_scope *scope, const struct name *other, size_t others,
	size_t most, struct err *e);

/* Runs of what a side with `other` lacks, the hub's first, each ending at a signed seq; stops after `max_entries` or
 * 512 KiB (at least one run when there is any); *more tells whether something is left. `skip` runs already given are
 * passed over, so that a caller may go on. Bytes are owned by *out. */
struct store_runs {
	struct run *run;
	size_t runs;
	size_t entries;
	bool more;
	void *memory;
};
int store_lacking(struct store *s, const struct store_scope *scope, const struct name *other, size_t others,
	size_t skip_runs, size_t max_entries, struct store_runs *out, struct err *e);
void store_runs_free(struct store_runs *r);

enum store_taken {
	TAKEN_NEW,      /* entries were stored */
	TAKEN_KNOWN,    /* all of it was held already */
	TAKEN_GAP,      /* begins beyond what is held: nothing changed */
	TAKEN_STRANGER, /* the author's keys are not known: passed over */
	TAKEN_BAD,      /* hashes or head signature do not verify: refused */
};
struct store_take {
	enum store_taken taken;
	size_t stored; /* entries newly stored */
	bool forked;   /* a branch was begun */
	bool own;      /* the run was of an own journal, not written here: it was left */
};
/* Verifies and stores one run (in a transaction; folded at commit). sender: its keys count as known. */
int store_take_run(struct store *s, const struct store_scope *scope, const struct run *r,
	const struct keys_public *sender, struct store_take *out, struct err *e);

/* How many of the entries first to last of a journal are held now (after the commit). */
int store_held_in(struct store *s, const struct chain *c, uint32_t first, uint32_t last, size_t *held, struct err *e);

/* Is the entry held, at that very place? (full = compare the whole hash) */
int store_holds(struct store *s, const struct name *n, const struct hash *full, bool *held, struct err *e);
/* The full hash of a held entry. -1 with ERR_NOT_FOUND. */
int store_hash(struct store *s, const struct name *n, struct hash *out, struct err *e);

/* Leaves every own journal of a unit in which the rows show more than is held here. */
int store_leave_unplaced(struct store *s, const char *unit, const struct name *rows, size_t n, struct err *e);
int store_leave_all(struct store *s, struct err *e); /* restored: every own journal */

/* A restored hub's decisions (section 8), in a transaction. store_decisions: the deciding act of every subject of a
 * unit, of those written here, not got back by a run; the caller frees. store_outranked: another act decides on its
 * subject now, and did not know it, directly or through the acts it replaced. store_write_again: same kind, key,
 * fields, by and reason, in the journal now written. */
int store_decisions(struct store *s, const char *unit, struct name **out, size_t *n, struct err *e);
int store_outranked(struct store *s, const struct name *act, bool *outranked, struct err *e);
int store_write_again(struct store *s, const struct name *act, int64_t at, struct err *e);

/* Journals continued twice: author, journal, unit. */
struct store_fork {
	struct id author, journal;
	char unit[UNIT_CODE];
	size_t branches;
};
int store_forks(struct store *s, struct store_fork **out, size_t *n, struct err *e);

/* --- receipts and the other side's have, on a node --- */

int store_add_receipt(struct store *s, struct id hub, const struct receipt *r,
	struct err *e); /* verified by the caller; only where held */
int store_drop_receipt(struct store *s, struct id hub, const struct receipt *r, struct err *e); /* quoted back */
/* The newest of each branch, of journals of a unit and of the hub's own unit; the caller frees. */
int store_receipts(struct store *s, struct id hub, const char *unit, const char *hub_unit, struct receipt **out,
	size_t *n, struct err *e);
int store_peer_have(struct store *s, struct id node, const char *unit, struct name **out, size_t *n, struct err *e);
int store_set_peer_have(
	struct store *s, struct id node, const char *unit, const struct name *rows, size_t n, struct err *e);

/* Own entries of a unit: written, covered by receipts, held, rejected here, and sent at least once. */
struct store_progress {
	int64_t written, sent, confirmed, held, rejected;
	int64_t last_confirmed_at; /* 0 = never; this machine's clock */
};
int store_progress(struct store *s, const char *unit, struct store_progress *out, struct err *e);
int store_mark_sent(struct store *s, const struct run *runs, size_t n, struct err *e);

/* --- files this node left in folders, and (recipient itself, unit "") replies it took from there --- */

int store_folder_file_add(struct store *s, const char *recipient, const char *unit, const char *name, struct err *e);
int store_folder_files(struct store *s, const char *recipient, const char *unit, char (**names)[MESSAGE_FILE_NAME],
	size_t *n, struct err *e);
/* A collector's, for units it is no longer enrolled in. */
int store_folder_files_left(
	struct store *s, const char *recipient, char (**names)[MESSAGE_FILE_NAME], size_t *n, struct err *e);
int store_folder_file_forget(struct store *s, const char *recipient, const char *name, struct err *e);

#endif
