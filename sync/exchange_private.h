/* exchange_private.h - what the two sides of an exchange and the folder carrier share. */
#ifndef TUNGNHA_EXCHANGE_PRIVATE_H
#define TUNGNHA_EXCHANGE_PRIVATE_H

#include <tungnha/exchange.h>

/* --- on the way out (exchange.c) --- */

/* One side's messages to the other: every part says the same, but for its runs. Stays where it was filled: scope points
 * into it. */
struct exchange_parts {
	struct message message; /* as the next part will say it, without runs; borrows the arrays below */
	struct keys_public to;
	struct store_scope scope;
	char unit[UNIT_CODE], hub_unit[UNIT_CODE];
	struct id node;     /* the node: whose eyes on a hub, whose own journals go to it */
	struct name *other; /* rows the other side is taken to hold */
	size_t others;
	struct name *have;
	struct receipt *receipt, *quote;
	struct name *shown;
	struct id *def;  /* definitions held here, to be said */
	struct id *held; /* … and by the other side: entries only name them */
	size_t helds;
	bool closed;       /* the other side is unknown here: no runs */
	bool confirm_once; /* receipts and quotes go with the first part only */
	size_t most;       /* entries in a part */
	size_t skip;       /* runs in the parts built so far */
};
/* Fill p for a node and for a hub; p is to be freed also after a failure. wish NULL: as exchange_message. */
int exchange_node_parts(struct store *s, const char *unit, const struct exchange_wish *wish, int64_t now,
	struct exchange_parts *p, struct err *e);
int exchange_reply_parts(
	struct store *s, const struct exchange_answer *a, int64_t now, struct exchange_parts *p, struct err *e);
/* Builds the next part into an empty buf; runs (freed by the caller) are those in it, runs->more: there is another
 * part. */
int exchange_parts_next(
	struct store *s, struct exchange_parts *p, struct buf *out, struct store_runs *runs, struct err *e);
/* Builds part number `part`. */
int exchange_parts_at(struct store *s, struct exchange_parts *p, size_t part, struct buf *out, size_t *entries,
	bool *more, struct err *e);
void exchange_parts_free(struct exchange_parts *p);

/* --- on the way in --- */

/* The first run that could not be placed yet: files are tried again in this order. */
struct exchange_gap {
	struct id journal;
	uint32_t first;
};

/* Entries that were stored. */
struct exchange_range {
	struct chain chain;
	uint32_t first, last;
};

/* What messages brought, one after the other; begun as zeros. */
struct exchange_intake {
	struct exchange_gap gap;      /* of the newest message, when its result says so */
	struct exchange_range *range; /* of all */
	size_t ranges;
};
void exchange_intake_free(struct exchange_intake *in);
/* How many of the ranges' entries, from that range on, are held now (after the commit). */
int exchange_intake_held(struct store *s, const struct exchange_intake *in, size_t from, size_t *held, struct err *e);

/* Takes the runs the hub of the exchange wrote (of_hub) or those of everybody else (in a transaction). */
int exchange_take_runs(struct store *s, const struct store_scope *scope, const struct message *m, bool of_hub,
	struct exchange_result *out, struct exchange_intake *in, struct err *e);

/* As exchange_take_reply and exchange_take_for, the message opened; a may be NULL. */
int exchange_take_opened_reply(struct store *s, const struct message *m, int64_t now, struct exchange_result *out,
	struct exchange_intake *in, struct err *e);
int exchange_take_opened(struct store *s, const struct message *m, int64_t now, struct exchange_answer *a,
	struct exchange_result *out, struct exchange_intake *in, struct err *e);

/* Does the message bring entries of this store's own journals that it does not hold? */
int exchange_own_runs(struct store *s, const struct message *m, bool *lacking, struct err *e);
/* An older decision that came back must not undo a newer one it did not know of: of these the newer ones are written
 * again, after it. */
int exchange_restate(struct store *s, const struct name *decided, size_t n, int64_t now, struct err *e);

/* The name and the whole hash of a run's last entry, by its own bytes. */
struct name exchange_run_end(const struct run *r, struct hash *hash);
struct name exchange_receipt_name(const struct receipt *r);
bool exchange_receipt_among(const struct receipt *r, const struct receipt *list, size_t n);

/* --- answers (exchange_reply.c) --- */

/* Notes one message taken from the node and unit of the answer. quote: its receipts for entries the hub does not hold.
 */
void exchange_answer_note(struct exchange_answer *a, const struct message *m, enum message_state state,
	const struct receipt *quote, size_t quotes);
bool exchange_answer_is_of(const struct exchange_answer *a, const struct message *m);

#endif
