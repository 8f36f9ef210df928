/* invite_parts.h - what writing and reading an invitation share. Private to sync/. */
#ifndef TUNGNHA_INVITE_PARTS_H
#define TUNGNHA_INVITE_PARTS_H

#include <tungnha/invite.h>

#define INVITE_MAGIC "TN1."

enum {
	INVITE_MAGIC_BYTES = sizeof INVITE_MAGIC - 1,
	INVITE_CHECK_BYTES = 4,
	INVITE_PAYLOAD_MAX = (INVITE_LINE_MAX - INVITE_MAGIC_BYTES) / 4 * 3 - INVITE_CHECK_BYTES,
	INVITE_DEFINITION_MAX = 256 * 1024,
	INVITE_USES_MAX = 1000,
	INVITE_DAYS_MAX = 3650,
};

/* The name of the first member that is wrong; NULL: all are right. Text that is not NFC is found by invite_payload. */
const char *invite_wrong_member(const struct invite *v);

/* A buf that never moves again up to its maximum, so that wiping it wipes every copy. */
void invite_buf_init(struct buf *b, size_t max);
void invite_buf_free(struct buf *b);

/* The canonical payload; false: a text is not NFC, or it does not fit. */
bool invite_payload(const struct invite *v, struct buf *out);

void invite_check(const void *payload, size_t n, unsigned char out[static INVITE_CHECK_BYTES]);

/* The definition is missing or is not the one named. Returns -1. */
int invite_definition_error(struct err *e, struct id id);

#endif
