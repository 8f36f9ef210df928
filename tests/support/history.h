/* history.h - one hamlet's life in real stores: a hub, devices, messages on their way, copies of disks; what a history
 * did, so that it can be held to account (history_verdict.c). Failures go to trial_broke. */
#ifndef TUNGNHA_TESTS_HISTORY_H
#define TUNGNHA_TESTS_HISTORY_H

#include "oracle.h"
#include "trial.h"

#include <tungnha/exchange.h>

#define HISTORY_OWN "05788"
#define HISTORY_UNIT "05788-01"

enum {
	HISTORY_INVITED = 4,    /* identities whose invitation is good */
	HISTORY_IDENTITIES = 6, /* the others came with one that is used up */
	HISTORY_PHYSICAL = 5,   /* devices alive at once, clones among them */
	HISTORY_BAG = 64,
	HISTORY_SNAPS = 32,
	HISTORY_TAKEN = 400,
	HISTORY_ACTS = 200,
	HISTORY_FORGED = 400,
};

/* What histories came by; a default run that misses one tests less than it says. */
enum history_counter {
	SAW_HELD, /* + rule, to SAW_HELD + 7 */
	SAW_CONFLICT = 8,
	SAW_CLASH,
	SAW_VOIDED,
	SAW_FORK,
	SAW_GAP,
	SAW_REFUSED_RUN,
	SAW_RESTORED_HUB,
	SAW_ROLLED_DEVICE,
	SAW_LOCKED_OUT,
	SAW_WAITING,
	SAW_REPEAT,
	SAW_HALF_COPIED,
	SAW_STICK,
	SAW_FORGED,
	SAW_REORDERED,
	SAW_SAME_SETS,
	SAW_RECEIPTS,
	SAW_NEW_FORM,
	SAW_ROUNDS,
	SAW_SUBMIT,
	SAW_REVIEW,
	SAW_ROW,
	SAW_PURGED,
	SAW_PLACE,
	SAW_SHOWN, /* receipts as rows, and whole again to a hub that lost something */
	SAW_SHOWN_AGAIN,
	SAW_COUNTERS,
};

/* The files of a store. */
struct disk {
	struct buf db, wal;
};

struct machine {
	int identity; /* -1: the hub */
	char folder[200];
	struct store *store; /* NULL: none */
	bool left;           /* was rolled back once: what it forgot may be nowhere */
};

/* An act the hub's operator wrote, in the order of doing. */
struct history_act {
	enum entry_kind kind;
	struct id key;
	struct name name;
	char *fields;
	bool mine; /* on the hub's disk since it was written: not lost, or got back */
};

struct snap {
	int identity;
	struct disk disk;
	bool mine[HISTORY_ACTS];
};

struct parcel {
	int to; /* -1: the hub; else an identity */
	struct buf bytes;
};

/* An entry made by hand, and what must become of it: 0, or the rule that must hold it. */
struct forged {
	struct name name;
	int rule;
};

struct history {
	struct trial_random random;
	struct machine hub, device[HISTORY_PHYSICAL];
	int devices, invited, uninvited; /* alive; identities used so far */
	int folders;
	struct id hub_id;
	int64_t now;  /* never goes back; what the hub judges invitations by */
	int64_t jump; /* added to what every clock says */
	char stick[200];
	struct parcel bag[HISTORY_BAG];
	int parcels;
	struct snap snap[HISTORY_SNAPS];
	int snaps;
	struct buf taken[HISTORY_TAKEN]; /* messages the hub took, since its disk was last put back */
	int takens;
	struct history_act act[HISTORY_ACTS];
	int acts;
	struct forged forged[HISTORY_FORGED];
	int forgeds;
	struct receipt *receipt; /* every receipt a device ever held */
	size_t receipts;
	bool purged;             /* somebody's households' rows went */
	bool hub_rolled, faulty; /* the hub's disk was put back; any disk was, or a device was lost */
};

/* The stores every history begins with: made once, in the parent. folder: where histories may write. */
void history_prepare(const char *folder);
void history_begin(struct history *h, uint64_t seed);
void history_end(struct history *h);

void history_must(int rc, const struct err *e, const char *what);
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		history_must((call), &e, #call);                                                                       \
	} while (0)
const char *history_who(const struct machine *m);
int64_t history_at(struct history *h); /* what a clock says now: anything */

/* disks */
struct machine *history_join(struct history *h, bool invited); /* NULL: no room */
void history_new_machine(
	struct history *h, int identity, struct machine *m, const struct disk *d); /* d NULL: as prepared */
void history_close(struct machine *m);
void disk_read(const char *folder, struct disk *out);
void disk_put(const char *folder, const struct disk *d);
void disk_free(struct disk *d);

/* messages */
struct store_scope history_scope(const struct history *h);
/* wish NULL: as on a folder. */
bool history_message(struct history *h, struct machine *n, const struct exchange_wish *wish, size_t part,
	struct buf *out, size_t *entries);
int history_hub_takes(
	struct history *h, const struct buf *message, struct exchange_result *r, struct buf *reply); /* 0 or err_code */
void history_reply(struct history *h, struct machine *n, const struct buf *reply, struct exchange_result *r);
void history_note_receipts(struct history *h, struct machine *n);
/* What a machine on a network may wish, by any number: receipts as rows, parts of any size. */
struct exchange_wish history_wish(unsigned c);
/* Lossless, until neither side lacks anything; the number of messages. */
int history_exchange(struct history *h, struct machine *n);
void history_same_as_before(
	struct history *h, struct machine *m, const unsigned char *digest, const int64_t *rows, const char *what);
enum { HISTORY_TABLES = 5 };
void history_rows(const struct machine *m, int64_t rows[static HISTORY_TABLES]);

/* steps (history_draw.c, history_steps.c, history_carry.c, history_acts.c, history_forge.c) */
size_t history_draw(uint64_t seed, struct trial_step *out, size_t max);
size_t history_draw_remembered(uint64_t seed, struct trial_step *out, size_t max);
void history_step(struct history *h, const struct trial_step *s);
const char *history_step_name(unsigned what);
struct machine *history_pick(struct history *h, unsigned a);
void history_act(struct history *h, const char *kind, unsigned a, unsigned b, unsigned c);
void history_forge(struct history *h, struct machine *n, unsigned b, unsigned c);
void history_record(struct history *h, struct machine *m, unsigned b, unsigned c);
void history_void(struct history *h, struct machine *m, unsigned b);

/* Settles, then holds everything to account. */
void history_verdict(struct history *h);

#endif
