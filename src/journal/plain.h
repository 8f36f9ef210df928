/* plain.h - the entries nearly all of which journals are made, read in one pass (plain.c). */
#ifndef TUNGNHA_JOURNAL_PLAIN_H
#define TUNGNHA_JOURNAL_PLAIN_H

#include <tungnha/entry.h>

/* *out as after entry_init. true: exactly what entry_read makes of these bytes when it accepts them. false: it may
 * still accept them; *out is as before. */
bool plain_read(const char *bytes, size_t n, struct entry *out);

/* What kinds have, and the kind of a word. */
bool kind_read(const char *word, enum entry_kind *out);
bool kind_has_def(enum entry_kind k);
bool kind_bears_key(enum entry_kind k);
bool kind_has_fields(enum entry_kind k);

#endif
