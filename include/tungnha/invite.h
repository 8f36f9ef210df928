/* invite.h - the invitation a hub gives a device: one line of text, or a .tni file (sync/PROTOCOL.md, section 10). */
#ifndef TUNGNHA_INVITE_H
#define TUNGNHA_INVITE_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/buf.h>
#include <tungnha/campaign.h>
#include <tungnha/err.h>
#include <tungnha/id.h>
#include <tungnha/keys.h>

enum {
	INVITE_ADDRESSES_MAX = 8,
	INVITE_ADDRESS_BYTES = 200,
	INVITE_DEFINITIONS_MAX = 3 + CAMPAIGN_FORMS_MAX, /* the campaign, its forms, its targets and tasks */
	INVITE_LINE_MAX = 16 * 1024,
	INVITE_FILE_MAX = 1024 * 1024,
};

struct invite {
	struct id id;
	unsigned char secret[KEY_BYTES];
	char hub_name[UNIT_NAME];
	char hub_unit[UNIT_CODE];
	struct keys_public hub;
	struct unit unit; /* code, name, level, listed; parent = hub_unit */
	char address[INVITE_ADDRESSES_MAX][INVITE_ADDRESS_BYTES + 1];
	size_t addresses;
	char issued[CLOCK_DATE];
	int uses;                                     /* 1 to 1000 */
	int days;                                     /* 1 to 3650 */
	char letter[4];                               /* "A" … "Z", "AA" … */
	struct id definition[INVITE_DEFINITIONS_MAX]; /* campaign first (a zero id: none), forms, targets, tasks */
	size_t definitions;                           /* at least 2 */
};

void invite_wipe(struct invite *v);

/* The line, without newline. */
int invite_write(const struct invite *v, struct buf *out, struct err *e);

/* The line and the definitions' bytes (as many as v->definitions, in that order). */
int invite_write_file(const struct invite *v, const char *const *definition, const size_t *definition_bytes,
	struct buf *out, struct err *e);

/* A definition that came in the file; text owned by the caller of invite_read (free each). NULL: was not in the file.
 */
struct invite_definitions {
	char *text[INVITE_DEFINITIONS_MAX];
	size_t bytes[INVITE_DEFINITIONS_MAX];
};

/* Reads a line or a whole .tni file (surrounding white space, CRLF and a BOM are forgiven). ERR_DATA: not an
 * invitation; altered or cut (the check does not fit); a definition that is not the one named; over a limit. */
int invite_read(const char *bytes, size_t n, struct invite *v, struct invite_definitions *defs, struct err *e);
void invite_definitions_free(struct invite_definitions *defs);

#endif
