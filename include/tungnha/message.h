/* message.h - the sealed envelope: bytes in, bytes out (sync/PROTOCOL.md, section 7). Knows nothing of stores. */
#ifndef TUNGNHA_MESSAGE_H
#define TUNGNHA_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/buf.h>
#include <tungnha/chain.h>
#include <tungnha/entry.h>
#include <tungnha/err.h>
#include <tungnha/keys.h>

enum {
	MESSAGE_BYTES_MAX = 1024 * 1024,
	MESSAGE_INFLATED_MAX = 4 * 1024 * 1024,
	MESSAGE_ENTRIES_MAX = 512,
	MESSAGE_ENTRIES = 200, /* a sender's own limit */
	MESSAGE_HAVE_MAX = 4096,
	MESSAGE_RUNS_MAX = 256,
	MESSAGE_RECEIPTS_MAX = MESSAGE_HAVE_MAX + MESSAGE_RUNS_MAX, /* every row and run confirmed, whole or as a row;
								       quotes too */
	MESSAGE_DEFS_MAX = 64,
	MESSAGE_HEADER_MAX = 16 * 1024,
	MESSAGE_LABEL_BYTES = 100,
};

/* Consecutive entries of one branch. */
struct run {
	struct chain chain;
	uint32_t first, last;
	struct hash prev;          /* hash_{first-1} */
	struct signature head_sig; /* of the head at last */
	const char *const *entry;  /* last - first + 1 of them */
	const size_t *entry_bytes;
};

struct receipt {
	struct id journal;
	uint32_t through;
	struct hash hash;
	struct signature signature;
};

enum message_state { STATE_NONE, STATE_NEW, STATE_ACTIVE, STATE_WAITING, STATE_REVOKED, STATE_UNKNOWN };

struct message {
	char unit[CHAIN_UNIT_MAX + 1];
	char at[CLOCK_STAMP];
	bool enrol;
	struct id enrol_invite;
	char enrol_label[MESSAGE_LABEL_BYTES + 1];
	unsigned char enrol_proof[KEY_BYTES];
	enum message_state state; /* STATE_NONE in a node's message */
	size_t most;              /* entries the sender wishes in a reply; 0: MESSAGE_ENTRIES */
	struct id *def;           /* definitions held, while asking to enrol: a reply need only name them */
	size_t defs;
	struct name *have;
	size_t haves;
	struct receipt *receipt;
	size_t receipts;
	struct name *shown; /* receipts held, as rows only: they prove nothing */
	size_t showns;
	struct receipt *quote;
	size_t quotes;
	struct run *run;
	size_t runs;
	struct keys_public sender; /* filled by message_open */
	void *memory;              /* what message_open allocated; freed by message_free */
};

/* An opened message owns its arrays; one being sealed borrows them from the caller (memory == NULL). */
void message_free(struct message *m);

/* The sealed bytes, appended to an empty buf of max MESSAGE_BYTES_MAX. Fails (ERR_DATA) only when a limit is exceeded.
 */
int message_seal(const struct message *m, const struct keys_secret *from, const struct keys_public *to, struct buf *out,
	struct err *e);

/* The recipient's id in clear; false when these are not the first 12 bytes of a message. */
bool message_recipient(const void *bytes, size_t n, struct id *out);

/* Opens and verifies everything that needs no store: size, magic, addressee, seal, padding, signature, version and alg,
 * header, inflation, limits, JSON of the first line, that runs and entry lines agree in number. Not: hashes, head
 * signatures, entries' own form. ERR_DATA with the sentence for: not a message; too large; for another hub; does not
 * open (half copied or altered); not authentic; a version or suite not known; over a limit. */
int message_open(const void *bytes, size_t n, const struct keys_secret *to, struct message *out, struct err *e);

/* "<16 hex>.tnm": the name of a message in a folder. */
enum { MESSAGE_FILE_NAME = 16 + 4 + 1 };
const char *message_file_name(const void *bytes, size_t n, char out[static MESSAGE_FILE_NAME]);

const char *message_state_word(enum message_state s);

/* HMAC under an invitation's secret that a node with keys `node` may enrol (section 8, "Enrolling"). */
void message_enrol_proof(const unsigned char secret[static KEY_BYTES], const struct keys_public *hub, struct id invite,
	const struct keys_public *node, const char *label, unsigned char out[static KEY_BYTES]);

#endif
