/* buf.h - a growing run of bytes whose maximum is fixed at birth.
 *
 * Adding beyond the maximum adds nothing and sets `full`; later adds add nothing either, so a writer checks once at
 * the end. data is always NUL-ended (the NUL not counted in len). Never used for secrets: growing leaves copies. */
#ifndef TUNGNHA_BUF_H
#define TUNGNHA_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data; /* never NULL after buf_init; "" when empty */
	size_t len;
	size_t max;  /* greatest len allowed */
	size_t room; /* bytes allocated */
	bool full;   /* something did not fit */
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);              /* then as after buf_init; harmless twice, and on a zeroed struct */
void buf_clear(struct buf *b);             /* len = 0, full = false; keeps the memory */
void buf_reserve(struct buf *b, size_t n); /* memory for n bytes more, taken in one go; less where max is less */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_text(struct buf *b, const char *s); /* NULL = "" */
void buf_char(struct buf *b, char c);
void buf_print(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *buf_take(struct buf *b); /* the data, now the caller's to free(); b is empty again */

#endif
