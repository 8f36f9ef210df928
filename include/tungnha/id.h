/* id.h - eight-byte ids (nodes, journals, records, definitions) and their hexadecimal and base64 forms. */
#ifndef TUNGNHA_ID_H
#define TUNGNHA_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ID_BYTES = 8, ID_HEX = 17, ID_SHOWN = 20 };

struct id {
	unsigned char b[ID_BYTES];
};

bool id_equal(struct id a, struct id b);
int id_compare(struct id a, struct id b); /* as memcmp */
bool id_is_zero(struct id a);
const char *id_hex(struct id a, char out[static ID_HEX]);     /* "05a1…": 16 lower-case digits; returns out */
const char *id_shown(struct id a, char out[static ID_SHOWN]); /* "05a1 b2c3 d4e5 f607": for a person to compare */
bool id_parse(const char *s, struct id *out);                 /* exactly 16 lower-case digits: what machines write */
bool id_read(const char *s, struct id *out); /* what a person types: any case, spaces and hyphens ignored */
struct id id_random(void);

/* URL-safe base64 without padding. base64_decode: the whole string must decode to exactly n bytes. */
enum { BASE64_32 = 44, BASE64_64 = 87 }; /* room for 32 and 64 bytes, NUL included */
void base64_encode(const void *bytes, size_t n, char *out, size_t out_bytes);
bool base64_decode(const char *s, void *out, size_t n);

#endif
