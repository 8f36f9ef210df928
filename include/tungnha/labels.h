/* labels.h - door labels on their way from one device of a hamlet to the others: bytes in, bytes out
 * (sync/PROTOCOL.md, section 14). Sealed for those devices alone, so that neither a hub nor who finds the stick reads
 * it.
 */
#ifndef TUNGNHA_LABELS_H
#define TUNGNHA_LABELS_H

#include <stddef.h>

#include <tungnha/buf.h>
#include <tungnha/chain.h>
#include <tungnha/clock.h>
#include <tungnha/err.h>
#include <tungnha/keys.h>

enum {
	LABELS_FILE_MAX = 16 * 1024 * 1024,
	LABELS_MAX = 200000,
	LABELS_DEVICES_MAX = 255,
	LABEL_BYTES_MAX = 1000,
};

struct label {
	struct id key; /* of the household */
	char *text;    /* NFC, clean; owned */
};
struct labels {
	char unit[CHAIN_UNIT_MAX + 1];
	char at[CLOCK_STAMP];
	struct keys_public sender; /* filled by labels_open; who that is, is for those who have a store */
	struct label *label;       /* by key, none twice; owned */
	size_t count;
};
void labels_add(struct labels *l, struct id key, const char *text); /* in the order of keys */
void labels_free(struct labels *l);

/* Into an empty buf of max LABELS_FILE_MAX. ERR_DATA: too many labels or devices. */
int labels_seal(const struct labels *l, const struct keys_secret *from, const struct keys_public *to, size_t devices,
	struct buf *out, struct err *e);

/* ERR_DATA: not such a file, a newer version, not sealed for this device, altered or cut, over a limit. On failure *out
 * is empty. */
int labels_open(const void *bytes, size_t n, const struct keys_secret *to, struct labels *out, struct err *e);

#endif
