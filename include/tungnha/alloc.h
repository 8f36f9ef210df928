/* alloc.h - memory. Out of memory ends the process in one place (abort, after one line on stderr). That is safe:
 * a save is one transaction, and everything from outside is capped before it is read. */
#ifndef TUNGNHA_ALLOC_H
#define TUNGNHA_ALLOC_H

#include <stddef.h>

void *alloc_bytes(size_t n);                          /* never NULL; n may be 0 */
void *alloc_zero(size_t count, size_t size);          /* checked multiplication */
void *alloc_grow(void *p, size_t count, size_t size); /* realloc, checked multiplication */
char *alloc_copy(const char *s);                      /* strdup; NULL -> NULL */
char *alloc_copy_n(const char *s, size_t n);          /* n bytes and a NUL */
char *alloc_print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes cJSON use these. Called once by each program before anything else. */
void alloc_init(void);

#endif
