/* envelope.h - three nodes with fixed keys, and how a message fares with one of them. */
#ifndef TUNGNHA_ENVELOPE_H
#define TUNGNHA_ENVELOPE_H

#include <tungnha/err.h>
#include <tungnha/message.h>

struct envelope_keys {
	struct keys_secret node, hub, other;
};

const struct envelope_keys *envelope_keys(void);

/* Opens from memory of exactly n bytes and frees; the sentence's id, TEXT_NONE when it opened. Its first argument
 * (which part, which limit) is left in envelope_what. */
text_id envelope_opens(const void *bytes, size_t n, const struct keys_secret *to);
extern char envelope_what[ERR_ARG_BYTES];

#endif
