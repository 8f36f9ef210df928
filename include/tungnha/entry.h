/* entry.h - one fact: making and reading the canonical bytes (sync/PROTOCOL.md, section 4). */
#ifndef TUNGNHA_ENTRY_H
#define TUNGNHA_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <tungnha/buf.h>
#include <tungnha/chain.h>
#include <tungnha/clock.h>

enum {
	ENTRY_BYTES_MAX = 16 * 1024,
	ENTRY_OWN_BYTES_MAX =
		2 * 1024 * 1024, /* in a hub's journal for its own unit: a country closes 3,321 communes */
	ENTRY_DEPTH_MAX = 8,
	ENTRY_CLOCK_MAX = 100000,
	ENTRY_PARENTS_MAX = 64,
	ENTRY_BY_BYTES = 200,
	ENTRY_REASON_BYTES = 1000,
};

/* One list: the enum, the word in the bytes, who may write it where. */
#define ENTRY_KINDS(K)                                                                                                 \
	K(RECORD, record, ENTRY_BY_COLLECTOR | ENTRY_BY_HUB_CHILD | ENTRY_BY_HUB_OWN)                                  \
	K(VOID, void, ENTRY_BY_COLLECTOR | ENTRY_BY_HUB_CHILD | ENTRY_BY_HUB_OWN)                                      \
	K(SUBMIT, submit, ENTRY_BY_COLLECTOR)                                                                          \
	K(DEVICE, device, ENTRY_BY_HUB_CHILD)                                                                          \
	K(REVOKE, revoke, ENTRY_BY_HUB_CHILD)                                                                          \
	K(LOCK, lock, ENTRY_BY_HUB_CHILD)                                                                              \
	K(UNLOCK, unlock, ENTRY_BY_HUB_CHILD)                                                                          \
	K(ACCEPT, accept, ENTRY_BY_HUB_CHILD)                                                                          \
	K(REJECT, reject, ENTRY_BY_HUB_CHILD)                                                                          \
	K(REVIEW, review, ENTRY_BY_HUB_CHILD)                                                                          \
	K(ROW, row, ENTRY_BY_HUB_CHILD)                                                                                \
	K(PURGE, purge, ENTRY_BY_HUB_CHILD)                                                                            \
	K(DEFINE, define, ENTRY_BY_HUB_OWN)                                                                            \
	K(UNIT, unit, ENTRY_BY_HUB_OWN)                                                                                \
	K(STATEMENT, statement, ENTRY_BY_HUB_OWN)                                                                      \
	K(FIGURE, figure, ENTRY_BY_HUB_OWN)                                                                            \
	K(TASK, task, ENTRY_BY_HUB_OWN)                                                                                \
	K(TEXT, text, ENTRY_BY_HUB_OWN)

enum entry_writer {
	ENTRY_BY_COLLECTOR = 1, /* a collector, in its journal for a unit */
	ENTRY_BY_HUB_CHILD = 2, /* a hub, in its journal for a child unit */
	ENTRY_BY_HUB_OWN = 4,   /* a hub, in its journal for its own unit */
};

enum entry_kind {
#define K(id, word, writers) ENTRY_##id,
	ENTRY_KINDS(K)
#undef K
		ENTRY_KIND_COUNT
};

const char *entry_kind_word(enum entry_kind k);
unsigned entry_kind_writers(enum entry_kind k); /* enum entry_writer bits */

struct entry {
	uint32_t seq;
	uint32_t clock;
	char at[CLOCK_STAMP];
	char by[ENTRY_BY_BYTES + 1];
	enum entry_kind kind;
	struct id def; /* record only */
	struct id key; /* record void review device revoke */
	struct name parent[ENTRY_PARENTS_MAX];
	size_t parents;
	cJSON *fields;                       /* owned; NULL for kinds without */
	size_t fields_at, fields_bytes;      /* where they stand in the bytes read; 0 bytes: not found out */
	char reason[ENTRY_REASON_BYTES + 1]; /* "" when none */
};

void entry_init(struct entry *en);
void entry_free(struct entry *en); /* frees fields */

/* The canonical bytes of en, without newline, appended to an empty buf. false: something in it has no canonical form
 * (text not NFC, a number out of range, too long for out->max). out->max decides the limit: ENTRY_BYTES_MAX or
 * ENTRY_OWN_BYTES_MAX. */
bool entry_write(const struct entry *en, struct buf *out);

/* Reads bytes that may come from anywhere, n <= max. true only if writing the result again gives exactly these bytes
 * and every member its kind must have is there and no other. On false *out is as after entry_init, apart from `key`,
 * `kind` left readable if has_key is set: enough to list a malformed entry beside its household. */
bool entry_read(const char *bytes, size_t n, size_t max, struct entry *out, bool *has_key);

/* A row of a have or a `through` list: ["journal",seq,"hash"]. */
cJSON *entry_row(const struct name *n);
bool entry_read_row(const cJSON *row, struct name *out);

#endif
