/* exchange.h - two stores tell each other what the other lacks (sync/PROTOCOL.md, section 8) over folders (section 9).
 *
 * Both directions run through the same code: a message is built from scope, have, runs and receipts, and taken in by
 * store_take_run, whoever sent it. The hub's extra duties are enrolling, confirming, and answering. Each function opens
 * and commits its own transactions. */
#ifndef TUNGNHA_EXCHANGE_H
#define TUNGNHA_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/err.h>
#include <tungnha/message.h>
#include <tungnha/store_journals.h>

/* What one message did to the store that took it. */
struct exchange_result {
	struct id peer; /* who wrote the message */
	char unit[UNIT_CODE];
	enum message_state state; /* hub: what the sender is; node: what the hub said */
	size_t stored;            /* entries newly stored, held included */
	size_t held;              /* of these, held now */
	size_t receipts;          /* node: newly kept */
	bool enrolled;            /* a device act was written */
	bool gap;                 /* a run lay beyond a gap: once more after the others */
	bool beyond;              /* … and not only one of an author nobody named yet */
	bool forked;              /* a journal was continued twice */
	bool refused_run;         /* a run did not verify */
	bool let_go;              /* hub: a device of another unit asks for one it was let into and no longer is */
	bool changed;             /* anything in the store changed */
};

/* --- a node towards its hub --- */

/* How much the node assumes the hub has: its newest have and receipts (network), or the same read from folders. First
 * contact: nothing. */
/* Builds message number `part` (0, 1, …) of what the hub lacks for a unit; part 0 always exists (maybe empty). *more:
 * there is a next part. Signs heads first. ERR_UNAVAILABLE: this unit has no hub. */
int exchange_message(struct store *s, const char *unit, size_t part, int64_t now, struct buf *out, size_t *entries,
	bool *more, struct err *e);

/* How a node wants its messages. */
struct exchange_wish {
	size_t most;      /* entries in part 0 and in its reply, where a signed seq allows it; 1 to MESSAGE_ENTRIES */
	bool shown_short; /* receipts that the hub's newest have bears out are shown as rows only */
};
/* As exchange_message; wish NULL: MESSAGE_ENTRIES, every receipt whole. */
int exchange_message_wished(struct store *s, const char *unit, const struct exchange_wish *wish, size_t part,
	int64_t now, struct buf *out, size_t *entries, bool *more, struct err *e);

/* Takes a reply (or a repeat, or a late one). ERR_DATA: not for this node, not from a hub of this node, not authentic.
 */
int exchange_take_reply(
	struct store *s, const void *bytes, size_t n, int64_t now, struct exchange_result *out, struct err *e);

/* --- a hub --- */

/* Takes one message. ERR_DATA: not a message for this hub, not authentic, unit not this hub's. ERR_DENIED: unknown node
 * without a valid enrol (nothing stored; a reply can still be written). The other failures (disk full, busy) leave
 * nothing changed. */
int exchange_take(
	struct store *s, const void *bytes, size_t n, int64_t now, struct exchange_result *out, struct err *e);

/* What a reply answers: the sender and its have, receipts, runs as read. Kept by the caller between take and reply (a
 * folder answers once for many messages: the lowest have, all confirmations). */
struct exchange_answer;
struct exchange_answer *exchange_answer_new(void);
void exchange_answer_free(struct exchange_answer *a);
/* As exchange_take, and notes what is to be answered; one exchange_answer is of one node and one unit. */
int exchange_take_for(struct store *s, const void *bytes, size_t n, int64_t now, struct exchange_answer *a,
	struct exchange_result *out, struct err *e);
/* Builds part 0, 1, … of the reply. */
int exchange_reply(struct store *s, const struct exchange_answer *a, size_t part, int64_t now, struct buf *out,
	bool *more, struct err *e);

/* Messages that wait together, each answered with part 0 of its reply; they share a commit, or are taken one by one
 * where that fails. A reply is built only when what it confirms is on disk. */
struct exchange_post {
	const void *bytes; /* the message; borrowed */
	size_t n;
	int rc;           /* 0: answered, a node that is not known here too (result.state says so); -1: why */
	struct err why;   /* as of exchange_take_for and exchange_reply */
	struct buf reply; /* freed by the caller, whatever rc */
	struct exchange_result result;
};
void exchange_take_group(struct store *s, struct exchange_post *post, size_t n, int64_t now);

/* --- folders --- */

struct folder_sync {       /* `sync --via DIR` of a node, one unit */
	size_t read;       /* replies taken that were not taken before */
	size_t messages;   /* written */
	size_t sent;       /* entries in them */
	size_t received;   /* entries newly stored here */
	size_t unreadable; /* half-copied files, skipped */
	enum message_state state;
};
/* dir: the stick or share; `tungnha/` is made in it. The store's unit must have a hub. */
int folder_sync(
	struct store *s, const char *unit, const char *dir, int64_t now, struct folder_sync *out, struct err *e);

/* `receive PATH` of a hub. path: a folder holding `tungnha/`, that folder, or one file. */
struct folder_problem {
	char file[MESSAGE_FILE_NAME + 64];
	struct err why;
};
struct folder_receive {
	size_t messages, applied, repeated, unreadable, refused; /* messages = the sum of the other four */
	size_t entries, held, enrolled, replies;
	struct folder_problem *problem; /* what was unreadable, refused, beyond a gap, or let go; owned */
	size_t problems;
};
/* Adds to *out, so that several paths may be taken. -1 only when the store itself or the folder failed (disk full,
 * read-only). */
int folder_receive(struct store *s, const char *path, int64_t now, struct folder_receive *out, struct err *e);
void folder_receive_free(struct folder_receive *r);

/* What messages for this hub prove, without taking anything in: each() sees every receipt in them that this hub signed,
 * valid for whatever it held then. path: as of folder_receive; a folder without any is fine. *messages: how many were
 * opened. Stops with -1 when each() does; ERR_DATA: a single file that is no message for this hub. */
typedef int (*folder_each_proof)(
	void *context, const char *file, const struct message *m, const struct receipt *r, struct err *e);
int folder_proofs(
	struct store *s, const char *path, folder_each_proof each, void *context, size_t *messages, struct err *e);

#endif
