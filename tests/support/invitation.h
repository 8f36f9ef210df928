/* invitation.h - an invitation with three definitions, and how a changed one is read. */
#ifndef TUNGNHA_INVITATION_H
#define TUNGNHA_INVITATION_H

#include <tungnha/invite.h>

enum { INVITATION_DEFINITIONS = 3 };
extern const char *const invitation_texts[INVITATION_DEFINITIONS];
extern const size_t invitation_sizes[INVITATION_DEFINITIONS];

struct invite invitation_sample(void);
char *invitation_line(const struct invite *v); /* the caller frees */
char *invitation_file(const struct invite *v);

/* Reads from memory of exactly n bytes; the sentence's id, TEXT_NONE for an invitation. After a failure nothing read
 * may be left. The first keeps what was read. */
text_id invitation_reads_into(const char *bytes, size_t n, struct invite *v, struct invite_definitions *defs);
text_id invitation_reads(const char *bytes, size_t n);

#endif
